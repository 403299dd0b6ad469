//! The real FHIR server of the tests: a program of the Python world, in a folder of its own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::repository::Repository;
use crate::{run, tools};

/// What is installed, at exact versions.
const REQUIREMENTS: &str = "tests/servers/requirements.txt";
/// The requirement that is the server itself, and its program.
const SERVER: (&str, &str) = ("sekmet-fhir==", "sekmet");
/// The test kit reads its place here; who sets it brings a server of their own.
const VARIABLE: &str = "COORDO_FHIR_SERVER";

/// Installs the server unless its version is there already.
pub(crate) fn ensure(repository: &Repository) -> Result<()> {
    if std::env::var_os(VARIABLE).is_some() {
        println!("✓ {VARIABLE} names the FHIR server");
        return Ok(());
    }
    let folder = folder(repository)?;
    let program = folder.join("bin").join(SERVER.1);
    let stamp = folder.join("installed-requirements.txt");
    let wanted = repository.read(REQUIREMENTS)?;
    let is_there = std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted);
    if is_there && program.is_file() {
        println!("✓ the FHIR server of the tests is installed");
        return Ok(());
    }
    if run::find_program(repository, "python3").is_none() {
        bail!("python3 is missing: install the packages python3 and python3-venv");
    }
    run::step("install the FHIR server of the tests", || {
        run::succeed(
            run::command(repository, "python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )
        .context("install the package python3-venv and run again")?;
        run::succeed(
            Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
                .arg(repository.path(REQUIREMENTS)),
        )
    })?;
    if !program.is_file() {
        bail!("{REQUIREMENTS} installed no program `{}`", SERVER.1);
    }
    std::fs::write(&stamp, wanted)?;
    Ok(())
}

/// Tells a command, and all that it starts, where the server is.
pub(crate) fn tell(repository: &Repository, command: &mut Command) {
    if std::env::var_os(VARIABLE).is_some() {
        return;
    }
    if let Ok(folder) = folder(repository) {
        command.env(VARIABLE, folder.join("bin").join(SERVER.1));
    }
}

fn folder(repository: &Repository) -> Result<PathBuf> {
    let requirements = repository.read(REQUIREMENTS)?;
    let version = requirements
        .lines()
        .find_map(|line| line.strip_prefix(SERVER.0))
        .with_context(|| format!("{REQUIREMENTS} does not name {}", SERVER.0))?;
    Ok(tools::root()?.join(format!("fhir-server-{version}")))
}
