//! What a text refers to.

/// The addresses of the protocols that a text comes from (`instantiatesCanonical`), without
/// their versions.
pub(crate) fn protocols(text: &str) -> Vec<String> {
    const NAME: &str = "\"instantiatesCanonical\"";
    let mut found = Vec::new();
    for (at, _) in text.match_indices(NAME) {
        let rest = text.get(at + NAME.len()..).unwrap_or_default().trim_start();
        let Some(rest) = rest.strip_prefix(':') else {
            continue;
        };
        // One of them, or a list.
        let rest = rest.trim_start();
        let end = if rest.starts_with('[') {
            rest.find(']')
        } else {
            rest.find([',', '}'])
        };
        let values = rest.get(..end.unwrap_or(0)).unwrap_or_default();
        let addresses = values.split('"').skip(1).step_by(2);
        let without_version = addresses.filter_map(|address| address.split('|').next());
        let is_address = |address: &&str| {
            (address.contains("://") || address.starts_with("urn:")) && !address.contains('\\')
        };
        found.extend(without_version.filter(is_address).map(str::to_owned));
    }
    found
}

/// The targets of all references in a text, found without reading the rest of it.
pub fn references(text: &str) -> Vec<String> {
    const NAME: &str = "\"reference\"";
    text.match_indices(NAME)
        .filter_map(|(at, _)| {
            let rest = text.get(at + NAME.len()..)?.trim_start();
            let rest = rest.strip_prefix(':')?.trim_start();
            let rest = rest.strip_prefix('"')?;
            let target = rest.get(..rest.find('"')?)?;
            (!target.contains('\\')).then(|| target.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_found_one_or_in_a_list_without_their_versions() {
        let one = r#"{"instantiatesCanonical" : "https://x.example/p|2", "a":1}"#;
        assert_eq!(protocols(one), ["https://x.example/p"]);
        let list = r#"{"instantiatesCanonical":["urn:oid:1.2","local","https://x.example/q"]}"#;
        assert_eq!(protocols(list), ["urn:oid:1.2", "https://x.example/q"]);
        for none in [
            "",
            r#"{"instantiatesCanonical":7}"#,
            r#"{"instantiatesCanonical""#,
            r#"{"instantiatesCanonical":["https://x.example/\u0041"]}"#,
        ] {
            assert_eq!(protocols(none), Vec::<String>::new(), "{none}");
        }
    }
}
