//! Prints a plan of so many tasks and actors, as the benches of the rules read it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "that is what it is for"
)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|n| n.parse());
    let (Some(Ok(tasks)), Some(Ok(actors))) = (numbers.next(), numbers.next()) else {
        eprintln!("usage: coordinated-plan TASKS ACTORS");
        return ExitCode::FAILURE;
    };
    println!(
        "{}",
        coordo_testkit::generate_plan::coordinated(1, tasks, actors)
    );
    ExitCode::SUCCESS
}
