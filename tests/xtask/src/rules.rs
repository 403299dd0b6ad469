//! The page of all rules: written by the crates that know them, so that it says what they do.

use std::fs;

use anyhow::{Context, Result};

use crate::repository::Repository;
use crate::run;

const PAGE: &str = "demo-site/docs/findings.md";

pub(crate) fn write(repository: &Repository) -> Result<()> {
    let mut command = run::command(repository, "cargo");
    command.args([
        "run",
        "--quiet",
        "-p",
        "coordo-testkit",
        "--bin",
        "rules-page",
    ]);
    let page = run::output(&mut command)?;
    let path = repository.path(PAGE);
    if fs::read_to_string(&path).is_ok_and(|held| held == page) {
        println!("✓ {PAGE} is up to date");
        return Ok(());
    }
    fs::write(&path, page).with_context(|| format!("cannot write {PAGE}"))?;
    println!("✓ {PAGE} is written");
    Ok(())
}
