//! `custom-elements.json`, the manifest that editors and documentation tools read (schema 1.0.0).

use anyhow::Result;
use serde_json::{Value, json};

use super::model::{Contract, Element, Entry};

pub(super) fn write(contract: &Contract) -> Result<String> {
    let declarations: Vec<Value> = contract
        .elements
        .iter()
        .map(|element| declaration(element, contract))
        .collect();
    let exports: Vec<Value> = contract.elements.iter().map(export).collect();
    let manifest = json!({
        "schemaVersion": "1.0.0",
        "modules": [{
            "kind": "javascript-module",
            "path": "dist/index.js",
            "declarations": declarations,
            "exports": exports,
        }],
    });
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn declaration(element: &Element, contract: &Contract) -> Value {
    let attributes: Vec<Value> = element
        .attributes
        .iter()
        .map(|attribute| {
            json!({
                "name": attribute.name,
                "fieldName": attribute.property,
                "type": { "text": attribute.kind },
                "default": attribute.default,
                "description": attribute.summary,
            })
        })
        .collect();
    let members: Vec<Value> = element
        .properties
        .iter()
        .map(|property| {
            json!({
                "kind": "field",
                "name": property.name,
                "type": { "text": property.kind },
                "description": property.summary,
            })
        })
        .collect();
    let events: Vec<Value> = element
        .events
        .iter()
        .map(|event| {
            json!({
                "name": event.name,
                "type": { "text": format!("CustomEvent<{}>", event.detail) },
                "description": event.summary,
            })
        })
        .collect();
    let properties: Vec<Value> = contract
        .tokens
        .iter()
        .map(|token| {
            json!({
                "name": token.name,
                "default": token.light,
                "description": token.summary,
            })
        })
        .collect();
    json!({
        "kind": "class",
        "name": element.class,
        "tagName": element.tag,
        "customElement": true,
        "superclass": { "name": "HTMLElement" },
        "description": element.summary,
        "attributes": attributes,
        "members": members,
        "events": events,
        "slots": entries(&element.slots),
        "cssParts": entries(&element.parts),
        "cssProperties": properties,
    })
}

fn export(element: &Element) -> Value {
    json!({
        "kind": "js",
        "name": element.class,
        "declaration": { "name": element.class },
    })
}

fn entries(entries: &[Entry]) -> Vec<Value> {
    entries
        .iter()
        .map(|entry| json!({ "name": entry.name, "description": entry.summary }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::SAMPLE;
    use super::*;

    #[test]
    fn the_manifest_declares_the_element() {
        let text = write(&Contract::parse(SAMPLE).unwrap()).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        let declaration = &manifest["modules"][0]["declarations"][0];
        assert_eq!(declaration["tagName"], "coordo-board");
        assert_eq!(declaration["attributes"][0]["fieldName"], "headingLevel");
        assert_eq!(declaration["cssProperties"][0]["name"], "--coordo-ink");
    }
}
