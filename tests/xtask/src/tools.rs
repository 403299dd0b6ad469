//! The pinned command-line tools, kept between runs and clones outside of the repository.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::repository::Repository;
use crate::run;

/// A program from a crate, at one version.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
}

pub(crate) fn wasm_pack() -> Tool {
    pinned("wasm-pack", "wasm-pack", "0.15.1")
}

pub(crate) fn geckodriver() -> Tool {
    pinned("geckodriver", "geckodriver", "0.37.1")
}

pub(crate) fn cargo_deny() -> Tool {
    pinned("cargo-deny", "cargo-deny", "0.20.2")
}

/// The CLI refuses a module that another version of the library has made.
pub(crate) fn wasm_bindgen(repository: &Repository) -> Result<Tool> {
    let version = locked_version(&repository.read("Cargo.lock")?, "wasm-bindgen")?;
    Ok(pinned("wasm-bindgen-cli", "wasm-bindgen", &version))
}

/// Where the installed tools' programs lie, for the PATH of the commands that need them.
pub(crate) fn folders(repository: &Repository) -> Vec<PathBuf> {
    let mut tools = vec![wasm_pack(), geckodriver(), cargo_deny()];
    tools.extend(wasm_bindgen(repository));
    tools
        .iter()
        .filter_map(|tool| tool.folder().ok())
        .map(|folder| folder.join("bin"))
        .collect()
}

impl Tool {
    /// Installs the tool unless its version is there already.
    pub(crate) fn ensure(&self) -> Result<()> {
        let folder = self.folder()?;
        let program = folder.join("bin").join(self.program);
        let label = format!("{} {}", self.krate, self.version);
        if program.is_file() {
            println!("✓ {label} is installed");
            return Ok(());
        }
        run::step(&format!("install {label} (some minutes, once)"), || {
            // Compiling the tool for speed would cost more time than its few runs win back.
            run::succeed(
                std::process::Command::new("cargo")
                    .args(["install", "--locked", "--quiet", "--root"])
                    .arg(&folder)
                    .arg(format!("{}@{}", self.krate, self.version))
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
                    .env_remove("CARGO_TARGET_DIR")
                    .env_remove("RUSTFLAGS")
                    // Away from the repository, whose configuration is not meant for the tool.
                    .current_dir(env::temp_dir()),
            )
        })?;
        if !program.is_file() {
            bail!("{label} installed no program `{}`", self.program);
        }
        Ok(())
    }

    fn folder(&self) -> Result<PathBuf> {
        Ok(root()?.join(format!("{}-{}", self.krate, self.version)))
    }
}

fn pinned(krate: &'static str, program: &'static str, version: &str) -> Tool {
    Tool {
        krate,
        program,
        version: version.to_owned(),
    }
}

pub(crate) fn root() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("COORDO_TOOLS") {
        return Ok(chosen.into());
    }
    if let Some(cache) = env::var_os("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(cache).join("coordo/tools"));
    }
    let home = env::var_os("HOME").context("set COORDO_TOOLS or HOME: tools need a folder")?;
    Ok(PathBuf::from(home).join(".cache/coordo/tools"))
}

/// The version of a package in Cargo.lock, which must hold it exactly once.
pub(crate) fn locked_version(lock: &str, package: &str) -> Result<String> {
    let versions = locked_versions(lock, package)?;
    match versions.as_slice() {
        [version] => Ok(version.clone()),
        [] => bail!("Cargo.lock has no `{package}`"),
        several => bail!("Cargo.lock has several `{package}`: {}", several.join(", ")),
    }
}

pub(crate) fn locked_versions(lock: &str, package: &str) -> Result<Vec<String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    Ok(packages
        .into_iter()
        .flatten()
        .filter(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
        .filter_map(|entry| entry.get("version")?.as_str())
        .map(str::to_owned)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4
[[package]]
name = "wasm-bindgen"
version = "0.2.129"
[[package]]
name = "twice"
version = "1.0.0"
[[package]]
name = "twice"
version = "2.0.0"
"#;

    #[test]
    fn the_locked_version_is_read() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.129");
    }

    #[test]
    fn two_locked_versions_are_refused_by_name() {
        let error = locked_version(LOCK, "twice").unwrap_err().to_string();
        assert!(error.contains("1.0.0, 2.0.0"), "{error}");
        assert!(locked_version(LOCK, "absent").is_err());
    }
}
