//! What a device of the stories sends after it was offline, to the FHIR server at an address:
//! `offline http://127.0.0.1:8080/fhir`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on the terminal"
)]

use std::process::ExitCode;

use coordo_scenarios::offline::{Offline, RETURNS, Remote, told};

fn main() -> ExitCode {
    let address = std::env::args().nth(1).unwrap_or_default();
    let Some(mut server) = Remote::at(&address) else {
        eprintln!("name the address of a FHIR server");
        return ExitCode::FAILURE;
    };
    for (story, step) in RETURNS {
        for is_mine in [true, false] {
            let mut offline = Offline::of(&mut server, story, step);
            let clashes: Vec<_> = offline.merged().clashes.iter().map(told).collect();
            assert_eq!(clashes, offline.asked(), "{story}");
            offline.sent_asked_and_decided(is_mine);
            println!("{story}, step {step}, decided for mine: {is_mine}");
        }
    }
    ExitCode::SUCCESS
}
