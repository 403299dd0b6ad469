//! TypeScript of the contract: event maps, attribute tables, token names, error codes.

use std::fmt::Write as _;

use super::model::{Contract, Element};

pub(super) fn write(contract: &Contract) -> String {
    let mut text = String::from(
        "// Generated from bindings/elements.toml by `cargo xtask gen`: edit that file, then run it.\n",
    );
    for (name, module) in [("Client", "client"), ("SourceReference", "options")] {
        if mentions(contract, name) {
            let _ = writeln!(text, "import type {{ {name} }} from '../{module}.js';");
        }
    }
    error_codes(&mut text, contract);
    token_names(&mut text, contract);
    for element in &contract.elements {
        element_types(&mut text, element);
    }
    text
}

/// Whether a type of ours is named by a property or by the detail of an event.
fn mentions(contract: &Contract, name: &str) -> bool {
    contract.elements.iter().any(|element| {
        let properties = element.properties.iter().map(|p| &p.kind);
        let details = element.events.iter().map(|e| &e.detail);
        properties.chain(details).any(|kind| {
            kind.split(|letter: char| !letter.is_alphanumeric())
                .any(|word| word == name)
        })
    })
}

fn error_codes(text: &mut String, contract: &Contract) {
    let _ = write!(
        text,
        "\n/** Why a call was refused or an element is unavailable. */\nexport type CoordoErrorCode ="
    );
    if contract.errors.is_empty() {
        text.push_str(" never");
    }
    for error in &contract.errors {
        let _ = write!(
            text,
            "\n  /** {} */\n  | {}",
            comment(&error.summary),
            quoted(&error.name)
        );
    }
    text.push_str(";\n");
}

fn token_names(text: &mut String, contract: &Contract) {
    text.push_str("\n/** CSS custom properties that a host may set. */\nexport type CoordoToken =");
    if contract.tokens.is_empty() {
        text.push_str(" never");
    }
    for token in &contract.tokens {
        let _ = write!(text, "\n  | {}", quoted(&token.name));
    }
    text.push_str(";\n");
}

fn element_types(text: &mut String, element: &Element) {
    let name = element
        .class
        .strip_suffix("Element")
        .unwrap_or(&element.class);
    let constant = camel(name);

    let _ = write!(
        text,
        "\n/** Properties of `<{}>`: {} */\nexport interface {name}Properties {{\n",
        element.tag,
        comment(&element.summary)
    );
    for property in &element.properties {
        let _ = write!(
            text,
            "  /** {} */\n  {}: {};\n",
            comment(&property.summary),
            property.name,
            property.kind
        );
    }
    for attribute in &element.attributes {
        if element
            .properties
            .iter()
            .any(|property| property.name == attribute.property)
        {
            continue;
        }
        let _ = write!(
            text,
            "  /** {} Attribute `{}`. */\n  {}: {};\n",
            comment(&attribute.summary),
            attribute.name,
            attribute.property,
            attribute.kind
        );
    }
    text.push_str("}\n");

    let _ = write!(
        text,
        "\n/** Events of `<{}>`. */\nexport interface {name}EventMap {{\n",
        element.tag
    );
    for event in &element.events {
        let when = if event.is_cancelable {
            " Cancelable."
        } else {
            ""
        };
        let _ = write!(
            text,
            "  /** {}{when} */\n  {}: CustomEvent<{}>;\n",
            comment(&event.summary),
            quoted(&event.name),
            event.detail
        );
    }
    text.push_str("}\n");

    let _ = write!(
        text,
        "\n/** What the shell of `<{}>` needs to know at run time. */\nexport const {constant}Contract = {{\n  tag: {},\n  attributes: {{",
        element.tag,
        quoted(&element.tag)
    );
    for attribute in &element.attributes {
        let _ = write!(
            text,
            "\n    {}: {},",
            quoted(&attribute.name),
            quoted(&attribute.property)
        );
    }
    text.push_str(if element.attributes.is_empty() {
        "},\n"
    } else {
        "\n  },\n"
    });
    let _ = writeln!(
        text,
        "  properties: [{}],",
        list(
            element
                .properties
                .iter()
                .map(|property| property.name.as_str())
        )
    );
    text.push_str("  cancelable: {");
    for event in &element.events {
        let _ = write!(
            text,
            "\n    {}: {},",
            quoted(&event.name),
            event.is_cancelable
        );
    }
    text.push_str(if element.events.is_empty() {
        "},\n} as const;\n"
    } else {
        "\n  },\n} as const;\n"
    });
}

fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(quoted).collect::<Vec<_>>().join(", ")
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn comment(summary: &str) -> String {
    summary
        .replace("*/", "* /")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::SAMPLE;
    use super::*;

    #[test]
    fn typings_name_every_event_attribute_and_code() {
        let text = write(&Contract::parse(SAMPLE).unwrap());
        for expected in [
            "import type { Client } from '../client.js';",
            "'coordo-task-move': CustomEvent<{ source: string; resource: string }>;",
            "'heading-level': 'headingLevel',",
            "headingLevel: number;",
            "client: Client | null;",
            "| 'no-source'",
            "export const coordoBoardContract",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }

    #[test]
    fn a_summary_cannot_end_its_comment() {
        assert_eq!(comment("a */ b\n c"), "a * / b c");
    }
}
