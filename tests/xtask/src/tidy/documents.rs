//! Rules about what documents name: links lead somewhere, ARCHITECTURE.md and the tree agree.

use std::path::{Component, Path};

use super::Finding;
use crate::repository::SourceFile;

/// Where paths in ARCHITECTURE.md begin; other words with a slash are not paths.
const TOP_FOLDERS: [&str; 7] = [
    "sdk/",
    "widgets/",
    "bindings/",
    "demo-site/",
    "tests/",
    ".ci/",
    ".cargo/",
];

/// Each crate and path named in ARCHITECTURE.md exists, and each crate is named there.
pub(super) fn architecture(
    text: &str,
    crates: &[&str],
    public_names: &[&str],
    exists: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let place = "ARCHITECTURE.md";
    let named = words_in_code(text);
    let mut findings = Vec::new();
    for krate in crates {
        if !named.contains(krate) {
            findings.push(Finding::new(
                place,
                format!("does not name the crate {krate}"),
            ));
        }
    }
    for word in named {
        let is_crate_name = word.starts_with("coordo-")
            && word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-');
        if is_crate_name && !crates.contains(&word) && !public_names.contains(&word) {
            findings.push(Finding::new(
                place,
                format!("names {word}, which is no crate"),
            ));
        }
        let is_path = TOP_FOLDERS.iter().any(|folder| word.starts_with(folder))
            && !word.contains(['*', '<', '{', '…']);
        if is_path && !exists(word) {
            findings.push(Finding::new(
                place,
                format!("names {word}, which is not there"),
            ));
        }
    }
    findings
}

/// Relative links of Markdown files lead to something in the repository.
pub(super) fn dead_links(sources: &[SourceFile], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources.iter().filter(|file| file.path.ends_with(".md")) {
        for target in links(&file.text) {
            let path = target.split(['#', '?']).next().unwrap_or_default();
            let is_elsewhere = path.is_empty() || path.contains(':');
            if is_elsewhere {
                continue;
            }
            let is_alive = beside(&file.path, path).is_some_and(|path| exists(&path));
            if !is_alive {
                findings.push(Finding::new(
                    &file.path,
                    format!("links to {target}, which is not there"),
                ));
            }
        }
    }
    findings
}

/// Words between backticks, in running text and in fenced blocks.
fn words_in_code(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut is_fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced {
            words.extend(line.split_whitespace());
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            words.extend(spans.flat_map(str::split_whitespace));
        }
    }
    words
        .into_iter()
        .map(|word| word.trim_matches([',', ';', ':', '(', ')', '.']))
        .collect()
}

fn links(text: &str) -> Vec<&str> {
    let mut is_fenced = false;
    let mut links = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        if is_fenced {
            continue;
        }
        links.extend(
            line.split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
                .filter_map(|target| target.split_whitespace().next()),
        );
    }
    links
}

/// The path of a link's target from the root; none where it leaves the repository.
fn beside(document: &str, target: &str) -> Option<String> {
    let joined = if let Some(from_root) = target.strip_prefix('/') {
        Path::new(from_root).to_path_buf()
    } else {
        Path::new(document).parent()?.join(target)
    };
    let mut parts: Vec<String> = Vec::new();
    for component in joined.components() {
        match component {
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_wrong_or_missing_are_found() {
        let text = "`coordo-core` in `sdk/core`, `coordo-ghost` in `sdk/ghost`, `<coordo-board>`, `coordo-board`";
        let findings = architecture(
            text,
            &["coordo-core", "coordo-fhir"],
            &["coordo-board"],
            |path| path == "sdk/core",
        );
        let messages: Vec<&str> = findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "does not name the crate coordo-fhir",
                "names coordo-ghost, which is no crate",
                "names sdk/ghost, which is not there",
            ]
        );
    }

    #[test]
    fn fenced_trees_are_read_too() {
        let text = "```\nsdk/core/   coordo-core\nsdk/gone/\n```\n";
        let findings = architecture(text, &["coordo-core"], &[], |path| path == "sdk/core/");
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let sources = [SourceFile {
            path: "demo-site/docs/a.md".to_owned(),
            text: "[up](../../README.md#top) [web](https://example.org) [here](#x) [gone](b.md) [out](../../../x.md)"
                .to_owned(),
        }];
        let findings = dead_links(&sources, |path| path == "README.md");
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
