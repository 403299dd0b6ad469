//! Builds the WebAssembly module for the web: wasm-pack, then wasm-opt, then the typings cleaned.

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::repository::Repository;
use crate::run;
use crate::stamp::Step;

/// The module as linked, kept for `cargo xtask size --what`.
pub(crate) const LINKED: &str = "target/wasm/linked.wasm";
pub(crate) const MODULE: &str = "bindings/wasm/pkg/coordo_bg.wasm";
const TYPINGS: &str = "bindings/wasm/pkg/coordo.d.ts";
pub(crate) const GLUE: &str = "bindings/wasm/pkg/coordo.js";

/// What rustc's default wasm target uses; all browsers have had it since 2022.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub(crate) fn build(repository: &Repository) -> Result<()> {
    Step {
        name: "wasm module",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            "rust-toolchain.toml",
            "sdk",
            "widgets",
            "bindings/wasm",
            "tests/xtask/src/wasm.rs",
        ],
        outputs: &[MODULE, GLUE, TYPINGS],
    }
    .run(repository, || {
        compile(repository)?;
        optimise(repository)?;
        clean_typings(repository)?;
        names_no_machine(repository)
    })
}

/// The standard library is built with the module, for size, and panics trap at once: no messages,
/// no formatting of them. These options of the compiler have no stable name yet; the toolchain is
/// pinned, so that they mean the same everywhere.
const STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];
const PANICS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

fn compile(repository: &Repository) -> Result<()> {
    let mut wasm_pack = run::command(repository, "wasm-pack");
    wasm_pack
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags(repository)?);
    run::succeed(wasm_pack.args([
        "build",
        "bindings/wasm",
        "--target",
        "web",
        "--release",
        "--mode",
        "no-install",
        // wasm-pack goes on in silence when it finds no wasm-opt, so that step is ours.
        "--no-opt",
        "--out-dir",
        "pkg",
        "--out-name",
        "coordo",
        "--",
        STD[0],
        STD[1],
    ]))
}

/// Where a panic happened is told as a path: of the source, never of the machine that built it.
fn flags(repository: &Repository) -> Result<String> {
    let home = |name: &str, folder: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(folder)))
    };
    let cargo = home("CARGO_HOME", ".cargo").context("there is no home folder")?;
    let sources = cargo.join("registry").join("src");
    let mut folders = vec![repository.root.clone(), sources.clone()];
    // Each registry has a folder of its own below; later entries win.
    for entry in fs::read_dir(&sources).into_iter().flatten().flatten() {
        folders.push(entry.path());
    }
    let flags = folders.iter().map(|folder| {
        let folder = folder.display();
        format!("--remap-path-prefix={folder}/=")
    });
    let flags = flags.chain(PANICS.map(str::to_owned));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}

/// Chosen by what comes out of brotli: inlined copies and reused locals make fewer bytes that
/// compress worse, and functions of one name compress better side by side.
pub(crate) const OPTIMISATIONS: [&str; 7] = [
    "-Oz",
    "--flexible-inline-max-function-size=0",
    "--always-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    "--reorder-functions-by-name",
];

fn optimise(repository: &Repository) -> Result<()> {
    let linked = repository.path(LINKED);
    if let Some(folder) = linked.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(repository.path(MODULE), &linked).context("wasm-pack left no module")?;
    run::succeed(
        run::command(repository, "wasm-opt")
            .args(OPTIMISATIONS)
            .args(FEATURES)
            .arg(&linked)
            .arg("-o")
            .arg(repository.path(MODULE)),
    )?;
    let before = fs::metadata(&linked)?.len();
    let after = fs::metadata(repository.path(MODULE))?.len();
    if after >= before {
        bail!("wasm-opt did not shrink the module: {before} bytes before, {after} after");
    }
    println!("  {before} bytes linked, {after} after wasm-opt");
    Ok(())
}

/// What is shipped says nothing of where it was built.
fn names_no_machine(repository: &Repository) -> Result<()> {
    let module = fs::read(repository.path(MODULE))?;
    for folder in [Some(repository.root.clone()), env::home_dir()]
        .into_iter()
        .flatten()
    {
        let folder = folder.display().to_string();
        let is_there = folder.len() > 1
            && module
                .windows(folder.len())
                .any(|part| part == folder.as_bytes());
        if is_there {
            bail!("the module names a folder of this machine: {folder}");
        }
    }
    Ok(())
}

fn clean_typings(repository: &Repository) -> Result<()> {
    let path = repository.path(TYPINGS);
    let typings = fs::read_to_string(&path).context("wasm-pack left no typings")?;
    fs::write(&path, without_stray_classes(&typings))?;
    Ok(())
}

/// A dependency of Leptos exports `IntoUnderlying*`; hosts have no use for them.
fn without_stray_classes(typings: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in typings.lines() {
        inside |= line.starts_with("export class IntoUnderlying");
        let names_stray = line.contains("IntoUnderlying") || line.contains("intounderlying");
        if !inside && !names_stray {
            kept.push_str(line);
            kept.push('\n');
        }
        if line == "}" {
            inside = false;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_classes_leave_the_typings_and_nothing_else_does() {
        let typings = "\
export class IntoUnderlyingSource {
  private constructor();
  free(): void;
}
/** Mounts. */
export function mountBoard(): number;
export interface InitOutput {
  readonly __wbg_intounderlyingsource_free: (a: number) => void;
  readonly mountBoard: () => number;
}
";
        assert_eq!(
            without_stray_classes(typings),
            "\
/** Mounts. */
export function mountBoard(): number;
export interface InitOutput {
  readonly mountBoard: () => number;
}
"
        );
    }
}
