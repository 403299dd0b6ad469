//! Schedules without end, or nearly: `soak [--seed N] [--schedules N]`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on the terminal"
)]

use std::process::ExitCode;

use coordo_scenarios::simulation::{Counts, replay, run_many};

/// How many schedules are run where nobody says otherwise.
const SCHEDULES: u64 = 100_000;
/// Schedules between two signs of life.
const TOLD: u64 = 5_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, otherwise: u64| {
        let at = arguments.iter().position(|a| a == name);
        let said = at.and_then(|at| arguments.get(at + 1)?.parse().ok());
        said.unwrap_or(otherwise)
    };
    let first = number("--seed", 1);
    // A seed alone is one to replay.
    let one_or_all = if arguments.iter().any(|a| a == "--seed") {
        1
    } else {
        SCHEDULES
    };
    let n = number("--schedules", one_or_all);
    println!("{n} schedules from seed {first}");
    let (mut all, mut n_failed) = (Counts::default(), 0);
    let end = first.saturating_add(n);
    let mut from = first;
    while from < end {
        let some = TOLD.min(end - from);
        let (counts, failed) = run_many(from, some);
        all.add(counts);
        if n_failed == 0
            && let Some((seed, _)) = failed.first()
        {
            eprintln!("{}", replay(*seed, 80));
        }
        for (seed, violation) in &failed {
            eprintln!("seed {seed}: {violation}");
        }
        n_failed += failed.len();
        from += some;
        println!("{} schedules, {n_failed} failed", from - first);
    }
    println!("{all:?}");
    if n_failed > 0 {
        eprintln!("{n_failed} of {n} schedules failed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
