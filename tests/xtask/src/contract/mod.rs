//! The public element contract: read from bindings/elements.toml, written as typings, manifest, docs.

mod docs;
mod manifest;
mod model;
mod typings;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::repository::Repository;

pub(crate) use model::Contract;

const SOURCE: &str = "bindings/elements.toml";

/// A generated file and what it must hold.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

pub(crate) fn read(repository: &Repository) -> Result<Contract> {
    Contract::parse(&repository.read(SOURCE)?).with_context(|| format!("in {SOURCE}"))
}

pub(crate) fn write(repository: &Repository) -> Result<()> {
    for file in generate(&read(repository)?)? {
        let path = repository.path(file.path);
        if fs::read_to_string(&path).is_ok_and(|held| held == file.text) {
            println!("✓ {} is up to date", file.path);
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, file.text).with_context(|| format!("cannot write {}", file.path))?;
        println!("✓ {} is written", file.path);
    }
    Ok(())
}

pub(crate) fn check(repository: &Repository) -> Result<()> {
    let stale = stale(repository)?;
    if !stale.is_empty() {
        bail!(
            "not what {SOURCE} says: {}; run `cargo xtask gen`",
            stale.join(", ")
        );
    }
    println!("✓ generated files match {SOURCE}");
    Ok(())
}

/// Generated files that differ from what the contract says now.
pub(crate) fn stale(repository: &Repository) -> Result<Vec<&'static str>> {
    Ok(generate(&read(repository)?)?
        .into_iter()
        .filter(|file| repository.read(file.path).ok().as_ref() != Some(&file.text))
        .map(|file| file.path)
        .collect())
}

fn generate(contract: &Contract) -> Result<Vec<Generated>> {
    Ok(vec![
        Generated {
            path: "bindings/npm/elements/src/generated/contract.ts",
            text: typings::write(contract),
        },
        Generated {
            path: "bindings/npm/elements/custom-elements.json",
            text: manifest::write(contract)?,
        },
        Generated {
            path: "demo-site/docs/elements.md",
            text: docs::write(contract),
        },
    ])
}
