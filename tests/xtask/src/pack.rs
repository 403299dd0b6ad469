//! Builds `@coordo/elements` and packs it as hosts install it.

use std::fs;

use anyhow::Result;

use crate::repository::Repository;
use crate::stamp::Step;
use crate::{contract, run, wasm};

const PACKAGE: &str = "bindings/npm/elements";
const DIST: &str = "bindings/npm/elements/dist";
/// The styles alone; in the package they are text within the script.
pub(crate) const STYLES: &str = "target/styles.css";
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
        outputs: &[DIST, STYLES, TARBALLS],
    }
    .run(repository, || {
        // A tarball of another version must not be taken for this one.
        let tarballs = repository.path(TARBALLS);
        if tarballs.is_dir() {
            fs::remove_dir_all(tarballs)?;
        }
        run::succeed(run::command(repository, "node").arg("bindings/npm/elements/build.mjs"))
    })
}

/// What a page downloads of the package, from the root: the module and the script.
pub(crate) fn built_files(repository: &Repository) -> Result<Vec<String>> {
    repository.files_under(DIST)
}
