//! Builds `@coordo/elements` and packs it as hosts install it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::repository::Repository;
use crate::stamp::Step;
use crate::{contract, run, wasm};

const PACKAGE: &str = "bindings/npm/elements";
const DIST: &str = "bindings/npm/elements/dist";
pub(crate) const TARBALLS: &str = "target/npm";

pub(crate) fn build(repository: &Repository) -> Result<()> {
    contract::check(repository)?;
    wasm::build(repository)?;
    Step {
        name: "npm package",
        inputs: &[
            "package-lock.json",
            PACKAGE,
            "widgets/src",
            wasm::MODULE,
            wasm::GLUE,
        ],
        outputs: &[DIST, TARBALLS],
    }
    .run(repository, || {
        run::succeed(run::command(repository, "node").arg("bindings/npm/elements/build.mjs"))?;
        tarball(repository)
    })
}

/// The files of the package that scripts, modules and styles are in, from the root.
pub(crate) fn built_files(repository: &Repository) -> Result<Vec<String>> {
    repository.files_under(DIST)
}

fn tarball(repository: &Repository) -> Result<()> {
    let folder: PathBuf = repository.path(TARBALLS);
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    run::output(
        run::command(repository, "npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&folder)
            .current_dir(repository.path(PACKAGE)),
    )?;
    fs::read_dir(&folder)?
        .next()
        .context("npm pack left no tarball")??;
    Ok(())
}
