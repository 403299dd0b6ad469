//! `cargo xtask tidy`: the rules that no compiler knows, each with its own test.

mod arrows;
mod dependencies;
mod documents;
mod files;
mod lines;
mod metadata;
mod parts;

use std::process::ExitCode;

use anyhow::Result;

use crate::contract;
use crate::repository::Repository;

/// A place that breaks a rule, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    place: String,
    message: String,
}

impl Finding {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
        }
    }
}

pub(crate) fn run(repository: &Repository) -> Result<ExitCode> {
    let findings = check(repository)?;
    for finding in &findings {
        println!("✗ {}: {}", finding.place, finding.message);
    }
    if findings.is_empty() {
        println!("✓ tidy");
        Ok(ExitCode::SUCCESS)
    } else {
        println!("{} places are not tidy", findings.len());
        Ok(ExitCode::FAILURE)
    }
}

fn check(repository: &Repository) -> Result<Vec<Finding>> {
    let packages = metadata::read(repository)?;
    let sources = repository.sources()?;
    let lock = repository.read("Cargo.lock")?;
    let mut findings = Vec::new();

    findings.extend(arrows::forbidden(&packages.workspace));
    findings.extend(dependencies::browser_named_elsewhere(&packages.workspace));
    findings.extend(dependencies::forbidden_features(&packages.resolved));
    findings.extend(dependencies::several_boundaries(&lock)?);
    findings.extend(files::too_long(
        &sources,
        &repository.read("tests/xtask/long-files.toml")?,
    )?);
    findings.extend(files::without_header(&sources));
    findings.extend(lines::check(&sources));
    findings.extend(documents::dead_links(&sources, |path| {
        repository.path(path).exists()
    }));
    findings.extend(parts::unknown(&sources, &contract::read(repository)?));
    findings.extend(architecture(repository, &packages)?);
    findings.extend(stale_generated_files(repository)?);
    Ok(findings)
}

fn architecture(repository: &Repository, packages: &metadata::Packages) -> Result<Vec<Finding>> {
    let Ok(text) = repository.read("ARCHITECTURE.md") else {
        return Ok(vec![Finding::new("ARCHITECTURE.md", "is missing")]);
    };
    let contract = contract::read(repository)?;
    let crates: Vec<&str> = packages
        .workspace
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    Ok(documents::architecture(
        &text,
        &crates,
        &contract.names(),
        |path| repository.path(path).exists(),
    ))
}

fn stale_generated_files(repository: &Repository) -> Result<Vec<Finding>> {
    Ok(contract::stale(repository)?
        .into_iter()
        .map(|path| Finding::new(path, "is not what its source says: run `cargo xtask gen`"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let repository = Repository::find().unwrap();
        assert_eq!(check(&repository).unwrap(), []);
    }
}
