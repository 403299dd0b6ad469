//! Compressed sizes of what a page downloads, against the budget.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use toml::Table;

use crate::repository::Repository;
use crate::{pack, run, setup, wasm, wasm_file};

const BUDGET: &str = "tests/bench/size-budget.toml";

#[derive(Debug)]
struct Artefact {
    name: &'static str,
    bytes: u64,
    brotli: u64,
    budget: u64,
}

pub(crate) fn run(repository: &Repository, with_parts: bool) -> Result<ExitCode> {
    setup::for_building(repository)?;
    pack::build(repository)?;
    let artefacts = measure(repository)?;
    println!(
        "\n{:<10}{:>12}{:>12}{:>12}",
        "artefact", "bytes", "brotli", "budget"
    );
    let mut is_within = true;
    for artefact in &artefacts {
        let mark = if artefact.brotli > artefact.budget {
            is_within = false;
            "  over its budget"
        } else {
            ""
        };
        println!(
            "{:<10}{:>12}{:>12}{:>12}{mark}",
            artefact.name, artefact.bytes, artefact.brotli, artefact.budget
        );
    }
    println!("the script holds the styles: js counts them too");
    if with_parts {
        parts(repository)?;
    }
    if is_within {
        Ok(ExitCode::SUCCESS)
    } else {
        eprintln!("smaller is the way; a larger budget in {BUDGET} needs its reason there");
        Ok(ExitCode::FAILURE)
    }
}

fn measure(repository: &Repository) -> Result<Vec<Artefact>> {
    let budget: Table = repository.read(BUDGET)?.parse().context(BUDGET)?;
    let mut files = pack::built_files(repository)?;
    files.push(pack::STYLES.to_owned());
    let measured = run::output(
        run::command(repository, "node")
            .arg("tests/xtask/brotli-sizes.mjs")
            .args(
                files
                    .iter()
                    .filter(|path| kind(path).is_some())
                    .map(String::as_str),
            ),
    )?;
    let measured: Vec<Value> = serde_json::from_str(&measured)?;
    ["wasm", "js", "css"]
        .into_iter()
        .map(|name| {
            let of_kind = measured.iter().filter(|file| {
                file.get("path").and_then(Value::as_str).and_then(kind) == Some(name)
            });
            let (mut bytes, mut brotli) = (0, 0);
            for file in of_kind {
                bytes += file.get("bytes").and_then(Value::as_u64).unwrap_or(0);
                brotli += file.get("brotli").and_then(Value::as_u64).unwrap_or(0);
            }
            if bytes == 0 {
                bail!("the package holds no {name}");
            }
            let budget = budget
                .get(name)
                .and_then(|entry| entry.get("brotli"))
                .and_then(toml::Value::as_integer)
                .and_then(|bytes| u64::try_from(bytes).ok())
                .with_context(|| format!("{BUDGET} has no [{name}] brotli"))?;
            Ok(Artefact {
                name,
                bytes,
                brotli,
                budget,
            })
        })
        .collect()
}

fn kind(path: &str) -> Option<&'static str> {
    ["wasm", "js", "css"]
        .into_iter()
        .find(|name| path.ends_with(&format!(".{name}")))
}

/// Who takes the space in the module: its sections, then its code by crate.
fn parts(repository: &Repository) -> Result<()> {
    let module = fs::read(repository.path(wasm::MODULE))?;
    println!("\nsections of the module");
    for section in wasm_file::sections(&module)? {
        println!("{:>10}  {}", section.body.len(), section.name);
    }
    // The shipped module has no names, so the linked one is optimised again with them.
    let named = repository.path("target/wasm/named.wasm");
    run::succeed(
        run::command(repository, "wasm-opt")
            .arg("-g")
            .args(wasm::OPTIMISATIONS)
            .args(wasm::FEATURES)
            .arg(repository.path(wasm::LINKED))
            .arg("-o")
            .arg(&named),
    )?;
    println!("\ncode by crate");
    for (krate, bytes) in wasm_file::code_by_crate(&fs::read(named)?)?.iter().take(25) {
        println!("{bytes:>10}  {krate}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shipped_file_counts_once() {
        assert_eq!(kind("dist/coordo_bg.wasm"), Some("wasm"));
        assert_eq!(kind("target/styles.css"), Some("css"));
        assert_eq!(kind("dist/index.js"), Some("js"));
        assert_eq!(kind("dist/index.d.ts"), None);
    }
}
