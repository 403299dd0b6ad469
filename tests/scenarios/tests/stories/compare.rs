//! What was found against what a coordinator expects.

use std::collections::BTreeSet;

use coordo_core::calendar::Zone;
use coordo_core::{FhirDate, Instant};
use coordo_engine::{Code, Finding, Severity};
use serde_json::Value;

use crate::story::{Step, Story};

/// Rules whose beginning no record holds: the step that brings them, to the day.
const TO_THE_DAY: [Code; 3] = [
    Code::OwnerAbsent,
    Code::ShareWithoutAgreement,
    Code::ConflictingChanges,
];

/// Further lines, of severity info, that a coordinator would want: story, step, code, and why.
const REVIEWED: [(&str, u64, &str); 0] = [];

fn code_of(rule: &str) -> Option<Code> {
    Code::ALL.into_iter().find(|code| code.rule() == rule)
}

fn strings(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|s| s.as_str().map(str::to_owned)).collect()
}

fn subjects(finding: &Finding) -> BTreeSet<String> {
    finding.subjects.iter().map(|k| k.reference()).collect()
}

/// The same subjects, or further ones that the expected reasons name.
fn is_about(finding: &Finding, expected: &Value) -> bool {
    let (ours, theirs) = (subjects(finding), strings(&expected["subjects"]));
    let because = strings(&expected["because"]);
    let is_named = |s: &String| because.iter().any(|b| b.contains(s.as_str()));
    theirs.is_subset(&ours) && ours.difference(&theirs).all(is_named)
}

pub(crate) fn findings(story: &Story, step: &Step) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |text: String| wrong.push(format!("{} step {}: {text}", story.name, step.n));
    let mut matched: BTreeSet<usize> = BTreeSet::new();
    for expected in step.expected["findings"].as_array().unwrap() {
        let rule = expected["rule"].as_str().unwrap();
        let label = format!("{} « {rule} »", expected["id"].as_str().unwrap());
        let Some(code) = code_of(rule) else {
            say(format!("{label}: no code has this rule"));
            continue;
        };
        let is_it = |f: &Finding| f.code == code && is_about(f, expected);
        let ours = step.found.iter().position(|f| is_it(f));
        if expected["clears"] == true {
            if ours.is_some() {
                say(format!("{label} should have ended"));
            }
            continue;
        }
        let Some(at) = ours else {
            say(format!("{label} is missing"));
            continue;
        };
        matched.insert(at);
        let ours = &step.found[at];
        if ours.severity.as_str() != expected["severity"] {
            say(format!("{label} is {}", ours.severity.as_str()));
        }
        if expected["appears"] == true {
            if step.before.iter().any(|f| is_it(f)) {
                say(format!("{label} was there before"));
            }
            let since = Instant::from_fhir(expected["since"].as_str().unwrap()).unwrap();
            if !is_since(code, ours.since, since) {
                say(format!("{label} since {}", ours.since.to_fhir()));
            }
            if ours.remedies.is_empty() {
                say(format!("{label} has no remedy"));
            }
        } else {
            let before = step.before.iter().find(|f| is_it(f));
            if before.is_none_or(|before| before.since != ours.since) {
                say(format!("{label} has moved to {}", ours.since.to_fhir()));
            }
        }
    }
    for (n, ours) in step.found.iter().enumerate() {
        if matched.contains(&n) {
            continue;
        }
        let about: Vec<_> = subjects(ours).into_iter().collect();
        let label = format!("{} {}", ours.code.as_str(), about.join(" "));
        let is_wanted = || {
            !story.is_ours || REVIEWED.contains(&(story.name.as_str(), step.n, ours.code.as_str()))
        };
        if ours.severity > Severity::Info || !is_wanted() {
            say(format!("too much: {label}"));
        }
        for forbidden in step.expected["must_not"].as_array().unwrap() {
            let rule = forbidden["rule"].as_str().unwrap();
            let rule = rule.split(" (").next().unwrap();
            let is_of = code_of(rule) == Some(ours.code);
            let theirs = strings(&forbidden["subjects"]);
            if is_of && !theirs.is_disjoint(&subjects(ours)) {
                say(format!("forbidden: {label}"));
            }
        }
    }
    wrong
}

fn is_since(code: Code, ours: Instant, theirs: Instant) -> bool {
    if TO_THE_DAY.contains(&code) {
        return Zone::PARIS.day(ours) == Zone::PARIS.day(theirs);
    }
    ours.0.div_euclid(60_000) == theirs.0.div_euclid(60_000)
}

/// A date of the gold as the engine has it.
pub(crate) fn date(value: &Value) -> Option<FhirDate> {
    FhirDate::parse(value.as_str()?)
}
