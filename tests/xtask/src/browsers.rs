//! The browsers of the tests: where they are, how they are installed, how drivers are told.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::repository::Repository;
use crate::{run, tools};

/// A program that comes from the system's packages, under one of several names.
#[derive(Debug)]
pub(crate) struct Program {
    names: &'static [&'static str],
    /// Names another place; the test kit reads the same variable.
    variable: &'static str,
    on_debian: &'static str,
    on_ubuntu: &'static str,
}

pub(crate) const CHROMIUM: Program = Program {
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    variable: "COORDO_CHROMIUM",
    on_debian: "chromium",
    on_ubuntu: "chromium-browser",
};

pub(crate) const CHROMEDRIVER: Program = Program {
    names: &["chromedriver"],
    variable: "COORDO_CHROMEDRIVER",
    on_debian: "chromium-driver",
    on_ubuntu: "chromium-chromedriver",
};

pub(crate) const FIREFOX: Program = Program {
    names: &["firefox-esr", "firefox"],
    variable: "COORDO_FIREFOX",
    on_debian: "firefox-esr",
    on_ubuntu: "firefox",
};

pub(crate) const WEBKIT_DRIVER: Program = Program {
    names: &["WebKitWebDriver"],
    variable: "COORDO_WEBKIT_DRIVER",
    on_debian: "webkit2gtk-driver",
    on_ubuntu: "webkit2gtk-driver",
};

/// WebKit has no headless mode: it draws on a screen that nobody sees.
pub(crate) const XVFB: Program = Program {
    names: &["xvfb-run"],
    variable: "COORDO_XVFB_RUN",
    on_debian: "xvfb",
    on_ubuntu: "xvfb",
};

const PROGRAMS: [&Program; 5] = [&CHROMIUM, &CHROMEDRIVER, &FIREFOX, &WEBKIT_DRIVER, &XVFB];
const CAPABILITIES: &str = "tests/browser/webdriver.json";

impl Program {
    pub(crate) fn find(&self, repository: &Repository) -> Option<PathBuf> {
        if let Some(chosen) = env::var_os(self.variable) {
            return Some(PathBuf::from(chosen)).filter(|path| path.is_file());
        }
        self.names
            .iter()
            .find_map(|name| run::find_program(repository, name))
    }

    fn package(&self) -> &'static str {
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        if release.lines().any(|line| line == "ID=ubuntu") {
            self.on_ubuntu
        } else {
            self.on_debian
        }
    }
}

/// Installs what is missing on Debian and Ubuntu; elsewhere names it and fails.
pub(crate) fn ensure(repository: &Repository) -> Result<()> {
    tools::geckodriver().ensure()?;
    let missing = missing(repository);
    if missing.is_empty() {
        println!("✓ browsers are installed");
        return Ok(());
    }
    if run::find_program(repository, "apt-get").is_none() {
        bail!(
            "browser tests need {}: install them and run again",
            missing.join(", ")
        );
    }
    run::step(&format!("install {}", missing.join(", ")), || {
        run::succeed(apt_get().arg("update"))?;
        run::succeed(apt_get().args(["install", "-y"]).args(&missing))
    })
    .with_context(|| format!("install {} and run again", missing.join(", ")))?;
    let missing = self::missing(repository);
    if !missing.is_empty() {
        bail!("still missing: install {}", missing.join(", "));
    }
    Ok(())
}

/// Tells a command, and all that it starts, which browsers to use.
pub(crate) fn tell(repository: &Repository, command: &mut Command) {
    for program in [&CHROMIUM, &FIREFOX] {
        if let Some(path) = program.find(repository) {
            command.env(program.variable, path);
        }
    }
}

/// The drivers' capabilities with the browsers as they lie on this machine; gives the file's path.
pub(crate) fn capabilities(repository: &Repository) -> Result<PathBuf> {
    let mut capabilities: Value = serde_json::from_str(&repository.read(CAPABILITIES)?)?;
    for (options, program) in [
        ("goog:chromeOptions", &CHROMIUM),
        ("moz:firefoxOptions", &FIREFOX),
    ] {
        let browser = capabilities
            .get_mut(options)
            .and_then(Value::as_object_mut)
            .with_context(|| format!("{CAPABILITIES} has no {options}"))?;
        if let Some(path) = program.find(repository) {
            browser.insert("binary".to_owned(), json!(path));
        }
    }
    let told = repository.path("target/webdriver.json");
    fs::create_dir_all(repository.path("target"))?;
    fs::write(&told, capabilities.to_string())?;
    Ok(told)
}

fn missing(repository: &Repository) -> Vec<&'static str> {
    PROGRAMS
        .iter()
        .filter(|program| program.find(repository).is_none())
        .map(|program| program.package())
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
