//! Rules about whole files: how long they are, how they begin.

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::Finding;
use crate::repository::SourceFile;

const LONGEST: usize = 600;
const CODE: [&str; 5] = [".rs", ".ts", ".mjs", ".js", ".css"];
const EXCEPTIONS: &str = "tests/xtask/long-files.toml";

pub(super) fn too_long(sources: &[SourceFile], exceptions: &str) -> Result<Vec<Finding>> {
    let excused = excused(exceptions)?;
    let mut findings = Vec::new();
    for file in sources.iter().filter(|file| is_code(file)) {
        let lines = file.text.lines().count();
        if lines > LONGEST && !excused.contains(&file.path) {
            findings.push(Finding::new(
                &file.path,
                format!(
                    "has {lines} lines, more than {LONGEST}: split it, or say why in {EXCEPTIONS}"
                ),
            ));
        }
    }
    for path in &excused {
        let still = sources
            .iter()
            .any(|file| file.path == *path && file.text.lines().count() > LONGEST);
        if !still {
            findings.push(Finding::new(
                EXCEPTIONS,
                format!("{path} needs no exception any more"),
            ));
        }
    }
    Ok(findings)
}

fn is_code(file: &SourceFile) -> bool {
    CODE.iter().any(|ending| file.path.ends_with(ending))
}

fn excused(exceptions: &str) -> Result<Vec<String>> {
    let table: Table = exceptions.parse().context(EXCEPTIONS)?;
    let files = table.get("file").and_then(Value::as_array);
    files
        .into_iter()
        .flatten()
        .map(|file| {
            let path = file.get("path").and_then(Value::as_str);
            let reason = file.get("reason").and_then(Value::as_str);
            reason
                .filter(|reason| !reason.trim().is_empty())
                .context("each exception in long-files.toml needs its reason")?;
            Ok(path
                .context("each exception in long-files.toml needs its path")?
                .to_owned())
        })
        .collect()
}

pub(super) fn without_header(sources: &[SourceFile]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| Finding::new(&file.path, "must begin with `//!` and say what it is"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: String) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text,
        }
    }

    #[test]
    fn a_long_file_is_found_unless_its_reason_is_given() {
        let sources = [file("sdk/a.rs", "x\n".repeat(601))];
        assert_eq!(too_long(&sources, "").unwrap().len(), 1);
        let excused = "[[file]]\npath = \"sdk/a.rs\"\nreason = \"one table\"\n";
        assert_eq!(too_long(&sources, excused).unwrap(), []);
        let without_reason = "[[file]]\npath = \"sdk/a.rs\"\nreason = \"\"\n";
        assert!(too_long(&sources, without_reason).is_err());
    }

    #[test]
    fn an_exception_that_is_no_longer_needed_is_found() {
        let sources = [file("sdk/a.rs", "x\n".to_owned())];
        let excused = "[[file]]\npath = \"sdk/a.rs\"\nreason = \"one table\"\n";
        assert_eq!(too_long(&sources, excused).unwrap().len(), 1);
    }

    #[test]
    fn a_module_that_does_not_say_what_it_is_is_found() {
        let sources = [
            file("sdk/a.rs", "//! What it is.\n".to_owned()),
            file("sdk/b.rs", "use std::fmt;\n".to_owned()),
        ];
        let findings = without_header(&sources);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "sdk/b.rs");
    }
}
