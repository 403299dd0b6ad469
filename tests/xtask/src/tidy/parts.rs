//! What a widget shows to `::part` is in the contract of its element: hosts may not find it by chance.

use super::Finding;
use crate::contract::Contract;
use crate::repository::SourceFile;

/// Folders of widgets; what is written in a shared one is of those elements that use it.
const WIDGETS: &str = "widgets/src/";
const SHARED: [&str; 2] = ["kit", "exchange"];

pub(super) fn unknown(sources: &[SourceFile], contract: &Contract) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let Some((folder, _)) = source
            .path
            .strip_prefix(WIDGETS)
            .and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        let tag = format!("coordo-{folder}");
        for part in parts(&source.text) {
            let mut elements = contract
                .elements
                .iter()
                .filter(|element| SHARED.contains(&folder) || element.tag == tag);
            if !elements.any(|element| element.parts.iter().any(|known| known.name == part)) {
                let message = format!("part `{part}` is not in bindings/elements.toml for it");
                findings.push(Finding::new(&source.path, message));
            }
        }
    }
    findings
}

/// Names in `attr("part", "a b")` and `part="a b"`.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    ["\"part\", \"", " part=\""]
        .into_iter()
        .flat_map(|before| text.split(before).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = r#"
[[common.part]]
name = "title"
summary = "The heading."
[[element]]
tag = "coordo-board"
class = "CoordoBoardElement"
status = "beta"
since = "0.1.0"
summary = "Tasks."
[[element.part]]
name = "card"
summary = "A card."
"#;

    fn found(path: &str, text: &str) -> Vec<Finding> {
        let source = SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        unknown(&[source], &Contract::parse(CONTRACT).unwrap())
    }

    #[test]
    fn a_part_that_the_contract_does_not_name_is_found() {
        let path = "widgets/src/board/card.rs";
        assert_eq!(found(path, r#"e.attr("part", "card title")"#), []);
        assert_eq!(found(path, r#"<li class="" part="card">"#), []);
        let [finding] = found(path, r#"e.attr("part", "card ghost")"#)
            .try_into()
            .unwrap();
        assert!(finding.message.contains("`ghost`"));
    }

    #[test]
    fn what_widgets_share_is_in_the_contract_of_one_of_them() {
        assert_eq!(
            found("widgets/src/kit/bar.rs", r#".attr("part", "title")"#),
            []
        );
        assert_eq!(
            found("widgets/src/kit/bar.rs", r#".attr("part", "card")"#),
            []
        );
        assert_eq!(
            found("widgets/src/kit/bar.rs", r#".attr("part", "ghost")"#).len(),
            1
        );
    }
}
