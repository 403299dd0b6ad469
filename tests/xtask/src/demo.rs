//! `cargo xtask demo`: from nothing to the demo site in a browser.

use std::net::TcpListener;

use anyhow::{Context, Result, bail};

use crate::repository::Repository;
use crate::stamp::Step;
use crate::{pack, run, serve, setup};

const SITE: &str = "demo-site/dist";
const FIRST_PORT: u16 = 8710;
const PORTS_TO_TRY: u16 = 50;

pub(crate) fn run(repository: &Repository, port: Option<u16>) -> Result<()> {
    setup::for_building(repository)?;
    pack::build(repository)?;
    build(repository)?;
    let listener = listen(port)?;
    let address = listener.local_addr()?;
    println!("\nThe demo is on http://{address}/ (Ctrl-C ends it)");
    serve::serve(&listener, &repository.path(SITE))
}

/// The static site, from the packed package alone.
pub(crate) fn build(repository: &Repository) -> Result<()> {
    Step {
        name: "demo site",
        inputs: &["demo-site", "tests/data/stories", pack::TARBALLS],
        outputs: &[SITE],
    }
    .run(repository, || {
        run::succeed(run::command(repository, "node").arg("demo-site/build.mjs"))
    })
}

fn listen(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind(("127.0.0.1", port))
            .with_context(|| format!("port {port} is taken"));
    }
    for port in FIRST_PORT..FIRST_PORT + PORTS_TO_TRY {
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return Ok(listener);
        }
    }
    bail!("no free port from {FIRST_PORT} on: name one with --port");
}
