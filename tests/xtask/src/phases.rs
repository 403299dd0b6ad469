//! `cargo xtask test`: every test there is, phase after phase, closed by one line.

use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::counts::{self, Tally};
use crate::repository::Repository;
use crate::{browsers, demo, fhir_server, pack, run, setup, webkit};

/// What must have succeeded before a phase can say anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Tools,
    Browsers,
    Package,
    DemoSite,
    FhirServer,
}

impl Need {
    const IN_ORDER: [Self; 5] = [
        Self::Tools,
        Self::Browsers,
        Self::Package,
        Self::DemoSite,
        Self::FhirServer,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::Browsers => "browsers",
            Self::Package => "package",
            Self::DemoSite => "demo-site",
            Self::FhirServer => "fhir-server",
        }
    }

    fn provide(self, repository: &Repository) -> Result<()> {
        match self {
            Self::Tools => setup::for_building(repository),
            Self::Browsers => browsers::ensure(repository),
            Self::Package => pack::build(repository),
            Self::DemoSite => demo::build(repository),
            Self::FhirServer => fhir_server::ensure(repository),
        }
    }
}

struct Phase {
    name: &'static str,
    needs: &'static [Need],
    /// Generous: it only ends what would never end by itself.
    minutes: u64,
    run: fn(&Repository, Duration) -> Result<Report>,
}

const PHASES: [Phase; 8] = [
    Phase {
        name: "native",
        needs: &[],
        minutes: 30,
        run: native,
    },
    Phase {
        name: "wasm-chromium",
        needs: &[Need::Tools, Need::Browsers],
        minutes: 20,
        run: wasm_chromium,
    },
    Phase {
        name: "wasm-firefox",
        needs: &[Need::Tools, Need::Browsers],
        minutes: 20,
        run: wasm_firefox,
    },
    Phase {
        name: "wasm-webkit",
        needs: &[Need::Tools, Need::Browsers],
        minutes: 20,
        run: wasm_webkit,
    },
    Phase {
        name: "elements",
        needs: &[Need::Tools, Need::Browsers, Need::Package],
        minutes: 40,
        run: |repository, limit| node(repository, "tests/elements", limit),
    },
    Phase {
        name: "servers",
        needs: &[Need::Tools, Need::Browsers, Need::Package, Need::FhirServer],
        minutes: 30,
        run: |repository, limit| node(repository, "tests/servers", limit),
    },
    Phase {
        name: "packaging",
        needs: &[Need::Tools, Need::Browsers, Need::Package],
        minutes: 15,
        run: |repository, limit| node(repository, "tests/packaging", limit),
    },
    Phase {
        name: "e2e",
        needs: &[
            Need::Tools,
            Need::Browsers,
            Need::Package,
            Need::DemoSite,
            Need::FhirServer,
        ],
        minutes: 30,
        run: |repository, limit| node(repository, "tests/e2e", limit),
    },
];

/// How long one file of WebAssembly tests may take: the runner's own 20 s are too few for a
/// browser that draws without a graphics card on a busy machine.
const TEST_FILE_SECONDS: &str = "300";

/// The same of a driver that is to begin: its own 5 s are too few.
const DRIVER_SECONDS: &str = "60";

/// What a phase came to: its counts, and what its runner said of the tests that failed.
#[derive(Debug, Default)]
struct Report {
    tally: Tally,
    failures: String,
}

/// The table and the end of a long log are what people see, so the failures stand there again.
const FAILURE_LINES: usize = 60;

struct Row {
    name: String,
    time: Duration,
    tally: Tally,
    failures: String,
    note: Option<String>,
}

pub(crate) fn run(repository: &Repository, only: Option<&str>) -> Result<ExitCode> {
    let chosen: Vec<&Phase> = PHASES
        .iter()
        .filter(|phase| only.is_none_or(|name| name == phase.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = PHASES.iter().map(|phase| phase.name).collect();
        bail!("no such phase; there are {}", names.join(", "));
    }

    let mut rows = Vec::new();
    let mut provided: Vec<(Need, bool)> = Vec::new();
    for phase in chosen {
        for need in Need::IN_ORDER {
            if phase.needs.contains(&need) && !provided.iter().any(|(known, _)| *known == need) {
                let row = timed(need.name(), || {
                    need.provide(repository)?;
                    Ok(Report::default())
                });
                provided.push((need, row.note.is_none()));
                rows.push(row);
            }
        }
        let missing = provided
            .iter()
            .find(|(need, is_there)| !is_there && phase.needs.contains(need));
        rows.push(timed(phase.name, || {
            if let Some((need, _)) = missing {
                bail!("not run: it needs {}", need.name());
            }
            let report = (phase.run)(repository, Duration::from_secs(phase.minutes * 60))?;
            if report.tally == Tally::default() {
                bail!("ran no test");
            }
            Ok(report)
        }));
    }
    Ok(close(&rows))
}

fn timed(name: &str, work: impl FnOnce() -> Result<Report>) -> Row {
    println!("\n━━ {name}");
    let start = Instant::now();
    let (report, note) = match work() {
        Ok(report) => (report, None),
        Err(error) => {
            println!("✗ {name}: {error:#}");
            let report = Report {
                tally: Tally::ONE_FAILURE,
                failures: String::new(),
            };
            (report, Some(format!("{error:#}")))
        }
    };
    Row {
        name: name.to_owned(),
        time: start.elapsed(),
        tally: report.tally,
        failures: report.failures,
        note,
    }
}

/// Prints what failed, the table and, alone on the very last line, the sum.
fn close(rows: &[Row]) -> ExitCode {
    for row in rows.iter().filter(|row| !row.failures.is_empty()) {
        println!("\n✗ failed in {}", row.name);
        for line in row.failures.lines().take(FAILURE_LINES) {
            println!("  {line}");
        }
    }
    let mut sum = Tally::default();
    println!(
        "\n{:<16}{:>14}{:>10}{:>10}",
        "phase", "time", "passed", "failed"
    );
    for row in rows {
        sum.add(row.tally);
        println!(
            "{:<16}{:>14}{:>10}{:>10}  {}",
            row.name,
            run::seconds(row.time),
            row.tally.passed,
            row.tally.failed,
            row.note.as_deref().unwrap_or_default(),
        );
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn native(repository: &Repository, limit: Duration) -> Result<Report> {
    let mut cargo = run::command(repository, "cargo");
    // All but what runs in browsers only; the widgets have parts that need none.
    cargo.args([
        "test",
        "--no-fail-fast",
        "--workspace",
        "--exclude=coordo-wasm",
        "--exclude=coordo-browser-tests",
        "--exclude=coordo-bench",
    ]);
    of_cargo(&mut cargo, limit)
}

fn wasm_chromium(repository: &Repository, limit: Duration) -> Result<Report> {
    let driver = browsers::CHROMEDRIVER.find(repository);
    wasm(repository, ["--chrome", "--chromedriver"], driver, limit)
}

fn wasm_firefox(repository: &Repository, limit: Duration) -> Result<Report> {
    let driver = run::find_program(repository, "geckodriver");
    wasm(repository, ["--firefox", "--geckodriver"], driver, limit)
}

fn wasm(
    repository: &Repository,
    options: [&str; 2],
    driver: Option<PathBuf>,
    limit: Duration,
) -> Result<Report> {
    let mut wasm_pack = run::command(repository, "wasm-pack");
    wasm_pack
        .args(["test", "--headless", "--mode", "no-install"])
        .args(options)
        .arg(driver.context("its driver is not installed")?)
        .arg("tests/browser");
    in_browser(repository, &mut wasm_pack, limit)
}

/// wasm-pack knows Safari on a Mac only, so the runner that it would start is started here.
fn wasm_webkit(repository: &Repository, limit: Duration) -> Result<Report> {
    let runner = std::env::current_exe()?;
    let mut cargo = run::command(repository, "cargo");
    cargo
        .args(["test", "--no-fail-fast", "--tests"])
        .args(["--package", "coordo-browser-tests"])
        .args(["--target", "wasm32-unknown-unknown"])
        // A list: of one text cargo would make words at each space of the path.
        .arg(format!(
            "--config=target.wasm32-unknown-unknown.runner=['{}', '{}']",
            runner.display(),
            webkit::RUNNER
        ));
    in_browser(repository, &mut cargo, limit)
}

fn in_browser(repository: &Repository, tests: &mut Command, limit: Duration) -> Result<Report> {
    tests
        .env("WASM_BINDGEN_TEST_TIMEOUT", TEST_FILE_SECONDS)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", DRIVER_SECONDS)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            browsers::capabilities(repository)?,
        );
    of_cargo(tests, limit)
}

/// Runs a command that reports as cargo does.
fn of_cargo(tests: &mut Command, limit: Duration) -> Result<Report> {
    let outcome = run::watch(tests, limit)?;
    Ok(verdict(
        counts::of_cargo(&outcome.output),
        counts::failures_of_cargo(&outcome.output),
        &outcome,
    ))
}

fn node(repository: &Repository, folder: &str, limit: Duration) -> Result<Report> {
    let files: Vec<String> = repository
        .files_under(folder)?
        .into_iter()
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    if files.is_empty() {
        bail!("{folder} has no test file");
    }
    let mut node = run::command(repository, "node");
    browsers::tell(repository, &mut node);
    fhir_server::tell(repository, &mut node);
    // Browsers wait much: two files at a time even where there are no more than two cores.
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let at_once = format!("--test-concurrency={}", cores.saturating_sub(1).max(2));
    let outcome = run::watch(
        node.args(["--test", "--test-reporter=spec", &at_once])
            .args(files),
        limit,
    )?;
    Ok(verdict(
        counts::of_node(&outcome.output),
        counts::failures_of_node(&outcome.output),
        &outcome,
    ))
}

/// A runner that ended badly without naming a failed test is itself the failure.
fn verdict(mut tally: Tally, failures: String, outcome: &run::Outcome) -> Report {
    if let Some(note) = &outcome.note {
        println!("✗ {note}");
    }
    if !outcome.success && tally.failed == 0 {
        tally.failed = 1;
    }
    // A line that looks like an error is one only where something failed.
    let failures = if tally.failed == 0 {
        String::new()
    } else {
        failures
    };
    Report { tally, failures }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(success: bool) -> run::Outcome {
        run::Outcome {
            success,
            output: String::new(),
            note: None,
        }
    }

    #[test]
    fn a_runner_that_dies_counts_as_one_failure() {
        let passed = Tally {
            passed: 4,
            failed: 0,
        };
        let none = String::new;
        assert_eq!(verdict(passed, none(), &outcome(true)).tally, passed);
        let said = "error: no session".to_owned();
        assert_eq!(
            verdict(passed, said.clone(), &outcome(false)).failures,
            said
        );
        assert_eq!(verdict(passed, said, &outcome(true)).failures, "");
        assert_eq!(verdict(passed, none(), &outcome(false)).tally.failed, 1);
    }

    #[test]
    fn a_counted_failure_is_not_counted_twice() {
        let failed = Tally {
            passed: 4,
            failed: 2,
        };
        assert_eq!(
            verdict(failed, String::new(), &outcome(false)).tally,
            failed
        );
    }

    #[test]
    fn work_that_cannot_run_is_one_failure_with_its_reason() {
        let row = timed("packaging", || bail!("no tarball"));
        assert_eq!(row.tally, Tally::ONE_FAILURE);
        assert_eq!(row.note.as_deref(), Some("no tarball"));
    }
}
