//! The commands of this repository: `cargo xtask <command>`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on the terminal"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "a command line measures real time; only product code takes a Clock"
)]

mod bench;
mod browsers;
mod contract;
mod counts;
mod demo;
mod fhir_server;
mod pack;
mod phases;
mod repository;
mod rules;
mod run;
mod serve;
mod setup;
mod size;
mod stamp;
mod tidy;
mod tools;
mod wasm;
mod wasm_file;
mod webkit;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::repository::Repository;

const USAGE: &str = "\
cargo xtask <command>

  demo [--port N]        set up, build, and serve the demo site on 127.0.0.1
  test [--only PHASE]    set up, then every test: native, wasm-chromium, wasm-firefox,
                         wasm-webkit, elements, servers, packaging, e2e (PHASE: one of these)

  setup [--browsers]     install the pinned tools and npm packages, and the browsers
  wasm                   build bindings/wasm for the web, optimised
  pack                   build the npm package and its tarball (target/npm)
  gen [--check]          write typings, custom-elements.json and docs from bindings/elements.toml,
                         and the page of all rules from the code
  tidy                   check the rules that no compiler knows
  deny                   check licences, bans and sources of the dependencies
  size [--what]          compressed sizes against tests/bench/size-budget.toml
  bench [--only PART]    native benches and those of the widgets in a browser (PART: native,
                         board, timeline, directory, findings or cache)
  bench --soak           100,000 schedules of misfortune between devices and servers, then 100
                         browsers of each engine that are killed while they write
  bench --soak [--seed N] [--schedules N]
                         the schedules alone; a seed alone replays its schedule
  bench --soak --kills [N]
                         the kills alone; COORDO_SEED names their moments
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let repository = Repository::find()?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["setup"] => setup::for_building(&repository)?,
        ["setup", "--browsers"] => {
            setup::for_building(&repository)?;
            browsers::ensure(&repository)?;
        }
        ["wasm"] => {
            setup::for_building(&repository)?;
            wasm::build(&repository)?;
        }
        ["pack"] => {
            setup::for_building(&repository)?;
            pack::build(&repository)?;
        }
        ["gen"] => {
            contract::write(&repository)?;
            rules::write(&repository)?;
        }
        ["gen", "--check"] => contract::check(&repository)?,
        ["tidy"] => return tidy::run(&repository),
        ["deny"] => setup::cargo_deny(&repository)?,
        ["size"] => return size::run(&repository, false),
        ["size", "--what"] => return size::run(&repository, true),
        ["demo"] => demo::run(&repository, None)?,
        ["demo", "--port", port] => demo::run(&repository, Some(port.parse()?))?,
        ["test"] => return phases::run(&repository, None),
        ["test", "--only", phase] => return phases::run(&repository, Some(phase)),
        ["bench"] => bench::run(&repository, None)?,
        ["bench", "--only", part] => bench::run(&repository, Some(part))?,
        ["bench", "--soak", how @ ..] => bench::soak(&repository, how)?,
        [webkit::RUNNER, tests @ ..] => return webkit::run(&repository, tests),
        [] | ["help" | "--help" | "-h"] => print!("{USAGE}"),
        unknown => bail!("unknown command `{}`\n\n{USAGE}", unknown.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}
