//! The page of the documentation that lists every rule, from the code.

use coordo_engine::{Code, RemedyCode, Severity};
use coordo_i18n::Locale;

/// Where the page stands in the repository.
pub const PATH: &str = "demo-site/docs/findings.md";

/// The page, as Markdown.
pub fn page() -> String {
    let mut text = String::from(
        "<!-- Generated from sdk/engine and widgets/i18n by `cargo xtask gen`: edit those, then run it. -->\n\
         # What is found\n\n\
         Every rule that looks at a plan. Thresholds belong to the host or to the plan: a rule \
         whose number is absent is silent. A CarePlan or a ServiceRequest says its own number with \
         the extension `https://coordo.example/fhir/StructureDefinition/seuil` (`parametre`: a name \
         of the option `thresholds`; `valeur`: a whole number). The request wins over the plan, the \
         plan over the host; of several the smallest counts. A person can set a rule aside for a record, with a \
         reason (extension `derogation`, `regle` is the French name or the code). Nothing is done \
         by itself, and no finding is a score of a person.\n",
    );
    for code in Code::ALL {
        section(&mut text, code);
    }
    text
}

fn section(text: &mut String, code: Code) {
    let rule = code.rule_facts();
    let (fr, en) = (Locale::Fr.rule_words(code), Locale::En.rule_words(code));
    text.push_str("\n## `");
    text.push_str(code.as_str());
    text.push_str("`\n\n");
    let severities = |severities: &[Severity]| {
        let words = severities.iter().map(|s| s.as_str());
        words.collect::<Vec<_>>().join(", ")
    };
    let remedies = |locale: Locale, remedies: &[RemedyCode]| {
        let words = remedies.iter().map(|r| locale.remedy(*r));
        words.collect::<Vec<_>>().join(" · ")
    };
    let rows: Vec<String> = rule.source.rows.iter().map(u16::to_string).collect();
    let drawn_from = match rows.as_slice() {
        [row] => format!("[row {row}](sources.md)"),
        rows => format!("[rows {}](sources.md)", rows.join(", ")),
    };
    let source = match rule.source.standard {
        Some(standard) => format!("{standard} · {drawn_from}"),
        None => drawn_from,
    };
    let fields: Vec<String> = rule
        .thresholds
        .iter()
        .map(|threshold| format!("`thresholds.{}`", threshold.as_str()))
        .collect();
    let threshold = |words: &str| {
        let mut said = words.to_owned();
        if !fields.is_empty() {
            said.push(' ');
            said.push_str(&fields.join(", "));
        }
        said
    };
    text.push_str("| | Français | English |\n|---|---|---|\n");
    for (what, fr, en) in [
        ("Name", fr.name.to_owned(), en.name.to_owned()),
        ("When", fr.trigger.to_owned(), en.trigger.to_owned()),
        (
            "Threshold",
            threshold(fr.threshold),
            threshold(en.threshold),
        ),
        (
            "Remedies",
            remedies(Locale::Fr, rule.remedies),
            remedies(Locale::En, rule.remedies),
        ),
    ] {
        if !(fr.is_empty() && en.is_empty()) {
            text.push_str(&format!("| {what} | {fr} | {en} |\n"));
        }
    }
    text.push_str(&format!(
        "\nSeverity: {}. Rule: « {} ». Source: {source}.\n",
        severities(rule.severities),
        code.rule()
    ));
}
