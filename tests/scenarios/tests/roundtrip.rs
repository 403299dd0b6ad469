//! Any JSON survives: properties over generated resources and edits.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_fhir::{Document, edit};
use proptest::prelude::*;
use serde_json::Value;

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        // Decimals as written: 1.0, 1.50, 1e3 are not the same text as 1, 1.5, 1000.
        "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|s| serde_json::to_string(&s).unwrap()),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|v| format!("[{}]", v.join(" , "))),
            object(inner),
        ]
    })
}

fn object(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(("[a-z_]{1,8}", inner), 0..6).prop_map(|members| {
        let members: Vec<String> = members
            .into_iter()
            .enumerate()
            .map(|(n, (name, value))| format!("\"{name}{n}\" :\n{value}"))
            .collect();
        format!("{{ {} }}", members.join(","))
    })
}

fn resource() -> impl Strategy<Value = String> {
    (object(json()), "[a-z]{1,6}").prop_map(|(extra, id)| {
        let inner = extra.trim_start_matches('{').trim_end_matches('}').trim();
        let comma = if inner.is_empty() { "" } else { "," };
        format!("{{\"resourceType\":\"Task\",\"id\":\"{id}\",\"status\":\"ready\"{comma}{inner}}}")
    })
}

proptest! {
    #[test]
    fn a_bundle_of_any_resources_is_written_as_it_was_read(
        resources in prop::collection::vec(resource(), 0..8),
        before in "[ \n\t]{0,3}",
    ) {
        let entries: Vec<String> = resources
            .iter()
            .map(|r| format!("{{\"resource\":{r},\"search\":{{\"mode\":\"match\"}}}}"))
            .collect();
        let text = format!("{before}{{\"entry\":[{}],\"resourceType\":\"Bundle\"}}", entries.join(","));
        let document = Document::read(text.as_bytes()).unwrap();
        prop_assert_eq!(document.items.len(), resources.len());
        for (item, resource) in document.items.iter().zip(&resources) {
            prop_assert_eq!(document.resource(item), resource.as_str());
        }
        prop_assert_eq!(document.write(|_| None), text.as_bytes());
    }

    #[test]
    fn an_edit_of_any_resource_changes_only_what_it_names(
        text in resource(),
        name in "[a-z]{1,8}",
        value in json(),
    ) {
        let mut expected: Value = serde_json::from_str(&text).unwrap();
        expected[&name] = serde_json::from_str(&value).unwrap();
        let edited = edit::set(&text, &[&name], &value).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&edited).unwrap(), &expected);

        expected.as_object_mut().unwrap().remove(&name);
        let removed = edit::remove(&edited, &[&name]).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&removed).unwrap(), &expected);
    }

    #[test]
    fn setting_what_was_there_gives_back_the_very_bytes(text in resource()) {
        let value: Value = serde_json::from_str(&text).unwrap();
        let _ = value;
        let edited = edit::set(&text, &["status"], "\"x\"").unwrap();
        prop_assert_eq!(edit::set(&edited, &["status"], "\"ready\"").unwrap(), text);
    }

    #[test]
    fn any_bytes_at_all_give_a_document_or_an_error_and_never_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        cut in 0usize..300,
        text in resource(),
    ) {
        let _ = Document::read(bytes);
        let bundle = format!("{{\"resourceType\":\"Bundle\",\"entry\":[{{\"resource\":{text}}}]}}");
        let cut: Vec<u8> = bundle.bytes().take(cut).collect();
        let _ = Document::read(cut);
    }
}
