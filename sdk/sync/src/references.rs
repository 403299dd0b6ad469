//! What a text refers to.

/// The targets of all references in a text, found without reading the rest of it.
pub(crate) fn references(text: &str) -> Vec<String> {
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
