//! The contract as Markdown tables, for the documentation of portal developers.

use std::fmt::Write as _;

use super::model::{Contract, Element};

pub(super) fn write(contract: &Contract) -> String {
    let mut text = String::from(
        "<!-- Generated from bindings/elements.toml by `cargo xtask gen`: edit that file, then run it. -->\n\
         # Elements\n",
    );
    for element in &contract.elements {
        element_section(&mut text, element);
    }
    table(
        &mut text,
        "## Tokens\n\nSet on the element or on any ancestor.",
        &["Token", "Light", "Dark", "What"],
        contract.tokens.iter().map(|token| {
            vec![
                code(&token.name),
                code(&token.light),
                code(&token.dark),
                token.summary.clone(),
            ]
        }),
    );
    table(
        &mut text,
        "## Errors\n\n`CoordoError.code` is one of these.",
        &["Code", "When"],
        contract
            .errors
            .iter()
            .map(|error| vec![code(&error.name), error.summary.clone()]),
    );
    text
}

fn element_section(text: &mut String, element: &Element) {
    let _ = write!(
        text,
        "\n## `<{}>`\n\n{} Class `{}`, {}, since {}.\n",
        element.tag, element.summary, element.class, element.status, element.since
    );
    table(
        text,
        "### Attributes",
        &["Attribute", "Property", "Type", "Default", "What"],
        element.attributes.iter().map(|attribute| {
            vec![
                code(&attribute.name),
                code(&attribute.property),
                code(&attribute.kind),
                code(&attribute.default),
                attribute.summary.clone(),
            ]
        }),
    );
    table(
        text,
        "### Properties",
        &["Property", "Type", "What"],
        element.properties.iter().map(|property| {
            vec![
                code(&property.name),
                code(&property.kind),
                property.summary.clone(),
            ]
        }),
    );
    table(
        text,
        "### Events",
        &["Event", "Cancelable", "Detail", "When"],
        element.events.iter().map(|event| {
            vec![
                code(&event.name),
                if event.is_cancelable { "yes" } else { "no" }.to_owned(),
                code(&event.detail),
                event.summary.clone(),
            ]
        }),
    );
    for (title, entries) in [("### Slots", &element.slots), ("### Parts", &element.parts)] {
        table(
            text,
            title,
            &["Name", "What"],
            entries
                .iter()
                .map(|entry| vec![code(&entry.name), entry.summary.clone()]),
        );
    }
}

fn table(text: &mut String, title: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<String> = rows
        .map(|cells| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            format!("| {} |", cells.join(" | "))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let rule = vec!["---"; head.len()].join("|");
    let _ = write!(
        text,
        "\n{title}\n\n| {} |\n|{rule}|\n{}\n",
        head.join(" | "),
        rows.join("\n")
    );
}

fn code(word: &str) -> String {
    if word.is_empty() {
        String::new()
    } else {
        format!("`{word}`")
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::SAMPLE;
    use super::*;

    #[test]
    fn a_bar_in_a_type_does_not_break_the_table() {
        let text = write(&Contract::parse(SAMPLE).unwrap());
        assert!(text.contains("| `client` | `Client \\| null` | Whose records are shown. |"));
    }

    #[test]
    fn a_heading_without_rows_is_not_written() {
        let text = write(&Contract::parse(SAMPLE).unwrap());
        assert!(!text.contains("### Slots"));
        assert!(text.contains("### Parts"));
    }
}
