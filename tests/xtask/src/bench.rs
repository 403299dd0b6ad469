//! `cargo xtask bench`: native benches and the widgets in a browser, as JSON and as tables.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::repository::Repository;
use crate::{browsers, fhir_server, pack, run, setup};

const RESULTS: &str = "target/bench";
/// What runs in a browser; each has a script of its name in `tests/bench`.
const IN_BROWSER: [&str; 5] = ["board", "timeline", "directory", FINDINGS, CACHE];
/// These have a module of their own too, since pages drive no store and no rules.
const CACHE: &str = "cache";
const FINDINGS: &str = "findings";
const NATIVE: &str = "native";

/// Which parts are asked for: all of them, or the one that is named.
fn parts(only: Option<&str>) -> Result<Vec<&'static str>> {
    let all = std::iter::once(NATIVE).chain(IN_BROWSER);
    let parts: Vec<_> = all
        .clone()
        .filter(|part| only.is_none_or(|only| only == *part))
        .collect();
    if parts.is_empty() {
        let all: Vec<_> = all.collect();
        let unknown = only.unwrap_or_default();
        bail!("there is no bench `{unknown}`, only {}", all.join(", "));
    }
    Ok(parts)
}

pub(crate) fn run(repository: &Repository, only: Option<&str>) -> Result<()> {
    let parts = parts(only)?;
    setup::for_building(repository)?;
    if parts != [NATIVE] {
        browsers::ensure(repository)?;
        pack::build(repository)?;
    }
    let results = repository.path(RESULTS);
    fs::create_dir_all(&results)?;
    for part in parts {
        if part == NATIVE {
            native(repository, &results)?;
        } else {
            if [CACHE, FINDINGS].contains(&part) {
                module(repository)?;
            }
            run::step(&format!("{part} in a browser"), || {
                let mut node = run::command(repository, "node");
                browsers::tell(repository, &mut node);
                run::succeed(node.arg(format!("tests/bench/{part}.mjs")))
            })?;
        }
        println!("results: {RESULTS}/{part}.json\n");
    }
    Ok(())
}

/// The store and the rules as a module that a page can drive.
fn module(repository: &Repository) -> Result<()> {
    run::step("module of the benches", || {
        run::succeed(
            run::command(repository, "wasm-pack")
                .args([
                    "build",
                    "tests/bench/module",
                    "--release",
                    "--target",
                    "web",
                ])
                .args(["--mode", "no-install", "--no-pack", "--no-typescript"])
                .arg("--out-dir")
                .arg(repository.path("target/bench/module")),
        )
    })
}

/// How often a browser of each engine is killed where nobody says otherwise.
const KILLS: &str = "100";

/// Which parts of the soak are asked for: the schedules as they are named, and how many kills.
fn soaking<'a>(how: &[&'a str]) -> (Option<Vec<&'a str>>, Option<&'a str>) {
    match how {
        [] => (Some(Vec::new()), Some(KILLS)),
        ["--kills"] => (None, Some(KILLS)),
        ["--kills", kills] => (None, Some(kills)),
        schedules => (Some(schedules.to_vec()), None),
    }
}

/// What chance finds, for as long as it takes: the deterministic simulation, then browsers that are
/// killed while they write.
pub(crate) fn soak(repository: &Repository, how: &[&str]) -> Result<()> {
    let (schedules, kills) = soaking(how);
    if let Some(how) = schedules {
        simulate(repository, &how)?;
    }
    match kills {
        Some(kills) => kill(repository, kills),
        None => Ok(()),
    }
}

fn simulate(repository: &Repository, how: &[&str]) -> Result<()> {
    let simulation = [
        "run",
        "--quiet",
        "--profile",
        "bench",
        "-p",
        "coordo-scenarios",
    ];
    run::step("schedules of misfortune", || {
        run::succeed(
            run::command(repository, "cargo")
                .args(simulation)
                .args(["--bin", "soak", "--"])
                .args(how),
        )
    })
}

fn kill(repository: &Repository, kills: &str) -> Result<()> {
    setup::for_building(repository)?;
    browsers::ensure(repository)?;
    pack::build(repository)?;
    fhir_server::ensure(repository)?;
    run::step("browsers killed while they write", || {
        let mut node = run::command(repository, "node");
        browsers::tell(repository, &mut node);
        fhir_server::tell(repository, &mut node);
        node.env("COORDO_KILLS", kills);
        run::succeed(node.args(["--test", "tests/servers/killed.test.mjs"]))
    })
}

fn native(repository: &Repository, results: &Path) -> Result<()> {
    let criterion = results.join("criterion");
    run::step("native benches", || {
        run::succeed(
            run::command(repository, "cargo")
                .args(["bench", "-p", "coordo-bench"])
                .env("CRITERION_HOME", &criterion),
        )
    })?;
    let measures = criterion_measures(&criterion)?;
    println!("\n{:<48}{:>14}{:>12}", "native bench", "time", "MB/s");
    for measure in &measures {
        println!(
            "{:<48}{:>11.3} ms{:>12}",
            measure.name,
            measure.nanoseconds / 1e6,
            measure
                .megabytes_per_second()
                .map_or_else(String::new, |speed| format!("{speed:.1}")),
        );
    }
    let native: Vec<Value> = measures.iter().map(Measure::json).collect();
    fs::write(
        results.join("native.json"),
        serde_json::to_string_pretty(&native)? + "\n",
    )?;
    Ok(())
}

#[derive(Debug)]
struct Measure {
    name: String,
    nanoseconds: f64,
    bytes: Option<f64>,
}

impl Measure {
    fn megabytes_per_second(&self) -> Option<f64> {
        Some(self.bytes? / self.nanoseconds * 1e3)
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "milliseconds": self.nanoseconds / 1e6,
            "megabytesPerSecond": self.megabytes_per_second(),
        })
    }
}

/// Criterion leaves `<bench>/new/benchmark.json` and `estimates.json` for each bench.
fn criterion_measures(folder: &Path) -> Result<Vec<Measure>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            if !path.is_dir() {
                continue;
            }
            if path.ends_with("new") {
                found.push(measure(&path)?);
            } else {
                open.push(path);
            }
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

fn measure(folder: &Path) -> Result<Measure> {
    let benchmark = json_file(&folder.join("benchmark.json"))?;
    let estimates = json_file(&folder.join("estimates.json"))?;
    Ok(Measure {
        name: benchmark
            .get("full_id")
            .and_then(Value::as_str)
            .context("a bench without a name")?
            .to_owned(),
        nanoseconds: estimates
            .pointer("/median/point_estimate")
            .and_then(Value::as_f64)
            .context("a bench without a median")?,
        bytes: benchmark
            .pointer("/throughput/Bytes")
            .and_then(Value::as_f64),
    })
}

fn json_file(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_benches_run_unless_one_is_named() {
        let all = parts(None).unwrap();
        assert_eq!(all.first(), Some(&NATIVE));
        assert_eq!(all.get(1..), Some(&IN_BROWSER[..]));
        assert_eq!(parts(Some("timeline")).unwrap(), ["timeline"]);
    }

    #[test]
    fn a_bench_that_is_not_there_is_said_with_those_that_are() {
        let error = parts(Some("calendar")).unwrap_err().to_string();
        assert!(error.contains("calendar"), "{error}");
        for known in parts(None).unwrap() {
            assert!(error.contains(known), "{error}");
        }
    }

    #[test]
    fn a_soak_is_schedules_and_kills_unless_one_of_them_is_named() {
        assert_eq!(soaking(&[]), (Some(vec![]), Some("100")));
        assert_eq!(soaking(&["--kills", "3"]), (None, Some("3")));
        let seed = ["--seed", "7"];
        assert_eq!(soaking(&seed), (Some(seed.to_vec()), None));
    }
}
