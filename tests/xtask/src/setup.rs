//! Installs what the other commands need: wasm target, pinned tools, npm packages.

use std::fs;

use anyhow::{Result, bail};

use crate::repository::Repository;
use crate::{run, tools};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// All that a release build of the npm package needs.
pub(crate) fn for_building(repository: &Repository) -> Result<()> {
    wasm_target(repository)?;
    std_source(repository)?;
    tools::wasm_pack().ensure()?;
    tools::wasm_bindgen(repository)?.ensure()?;
    npm_packages(repository)?;
    // Without it wasm-pack ships unoptimised modules in silence.
    if run::find_program(repository, "wasm-opt").is_none() {
        bail!("wasm-opt is missing: it comes with the npm package `binaryen` of package.json");
    }
    Ok(())
}

/// Licences, bans and sources; the advisory part needs its database (CONTRIBUTING.md).
pub(crate) fn cargo_deny(repository: &Repository) -> Result<()> {
    tools::cargo_deny().ensure()?;
    run::succeed(
        run::command(repository, "cargo").args(["deny", "check", "bans", "licenses", "sources"]),
    )
}

fn wasm_target(repository: &Repository) -> Result<()> {
    let Some(_) = run::find_program(repository, "rustup") else {
        return Ok(());
    };
    let installed =
        run::output(run::command(repository, "rustup").args(["target", "list", "--installed"]))?;
    if installed.lines().any(|target| target == WASM_TARGET) {
        println!("✓ {WASM_TARGET} is installed");
        return Ok(());
    }
    run::step(&format!("install {WASM_TARGET}"), || {
        run::succeed(run::command(repository, "rustup").args(["target", "add", WASM_TARGET]))
    })
}

/// The module's own build of the standard library needs its source.
fn std_source(repository: &Repository) -> Result<()> {
    let Some(_) = run::find_program(repository, "rustup") else {
        return Ok(());
    };
    let components =
        run::output(run::command(repository, "rustup").args(["component", "list", "--installed"]))?;
    if components.lines().any(|component| component == "rust-src") {
        println!("✓ rust-src is installed");
        return Ok(());
    }
    run::step("install rust-src", || {
        run::succeed(run::command(repository, "rustup").args(["component", "add", "rust-src"]))
    })
}

fn npm_packages(repository: &Repository) -> Result<()> {
    let lock = repository.read("package-lock.json")?;
    let stamp = repository.path("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        println!("✓ npm packages are installed");
        return Ok(());
    }
    run::step("npm ci", || {
        run::succeed(run::command(repository, "npm").args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
    })?;
    fs::write(&stamp, lock)?;
    Ok(())
}
