//! Installs what the other commands need: wasm target, pinned tools, npm packages, browsers.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::repository::Repository;
use crate::{run, tools};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program that comes from the system's packages.
#[derive(Debug)]
struct SystemProgram {
    name: &'static str,
    package: &'static str,
}

const BROWSERS: [SystemProgram; 3] = [
    SystemProgram {
        name: "chromium",
        package: "chromium",
    },
    SystemProgram {
        name: "chromedriver",
        package: "chromium-driver",
    },
    SystemProgram {
        name: "firefox-esr",
        package: "firefox-esr",
    },
];

/// All that a release build of the npm package needs.
pub(crate) fn for_building(repository: &Repository) -> Result<()> {
    wasm_target(repository)?;
    tools::wasm_pack().ensure()?;
    tools::wasm_bindgen(repository)?.ensure()?;
    npm_packages(repository)?;
    // Without it wasm-pack ships unoptimised modules in silence.
    if run::find_program(repository, "wasm-opt").is_none() {
        bail!("wasm-opt is missing: it comes with the npm package `binaryen` of package.json");
    }
    Ok(())
}

/// The browsers and drivers of the tests. On Debian and Ubuntu they are installed; elsewhere the
/// missing ones are named.
pub(crate) fn for_browsers(repository: &Repository) -> Result<()> {
    tools::geckodriver().ensure()?;
    let missing = missing_browsers(repository);
    if missing.is_empty() {
        println!("✓ browsers are installed");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|program| program.package).collect();
    if run::find_program(repository, "apt-get").is_none() {
        bail!(
            "browser tests need {}: install them and run again",
            packages.join(", ")
        );
    }
    run::step(&format!("install {}", packages.join(", ")), || {
        run::succeed(apt_get().arg("update"))?;
        run::succeed(apt_get().args(["install", "-y"]).args(&packages))
    })?;
    let missing = missing_browsers(repository);
    if let Some(program) = missing.first() {
        bail!(
            "`{}` is missing: install the package {}",
            program.name,
            program.package
        );
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

fn missing_browsers(repository: &Repository) -> Vec<&'static SystemProgram> {
    BROWSERS
        .iter()
        .filter(|program| run::find_program(repository, program.name).is_none())
        .collect()
}

fn apt_get() -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
