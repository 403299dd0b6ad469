//! WebKit for the WebAssembly tests: its driver, on a screen that nobody sees.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::repository::Repository;
use crate::{browsers, run};

/// A cold machine starts the screen and the driver in two seconds.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
const GRACE: Duration = Duration::from_secs(5);

/// The command that cargo calls for each file of tests.
pub(crate) const RUNNER: &str = "webkit-runner";

/// Runs one file of tests with a driver of its own: the driver ends a session some time after its
/// window, and refuses the next file's session until then.
pub(crate) fn run(repository: &Repository, tests: &[&str]) -> Result<ExitCode> {
    let driver = Driver::start(repository)?;
    let status = run::command(repository, "wasm-bindgen-test-runner")
        .args(tests)
        .env("SAFARIDRIVER_REMOTE", &driver.address)
        .status()
        .context("cannot start wasm-bindgen-test-runner")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A running driver. Dropping it ends everything that it started: the screen, the browser, its helpers.
#[derive(Debug)]
struct Driver {
    group: Group,
    /// Where `wasm-bindgen-test-runner` finds it.
    address: String,
}

impl Driver {
    fn start(repository: &Repository) -> Result<Self> {
        let driver = browsers::WEBKIT_DRIVER
            .find(repository)
            .context("WebKitWebDriver is not installed")?;
        let screen = browsers::XVFB
            .find(repository)
            .context("xvfb-run is not installed")?;
        let port = free_port()?;
        let group = Group::spawn(
            run::command(repository, screen)
                .arg("--auto-servernum")
                .arg(driver)
                .arg(format!("--port={port}"))
                .arg("--host=127.0.0.1"),
        )?;
        let driver = Self {
            group,
            address: format!("http://127.0.0.1:{port}/"),
        };
        driver.wait_until_it_listens(port)?;
        Ok(driver)
    }

    fn wait_until_it_listens(&self, port: u16) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Ok(status) = self.group.end.recv_timeout(BETWEEN_LOOKS) {
                bail!("the driver of WebKit ended before it listened ({status})");
            }
            if start.elapsed() > PATIENCE {
                bail!("the driver of WebKit does not listen");
            }
        }
        Ok(())
    }
}

/// A program and all that it starts, as one process group that ends as one.
#[derive(Debug)]
struct Group {
    id: u32,
    end: Receiver<ExitStatus>,
}

impl Group {
    /// Its output goes nowhere: a browser that outlives its parent would hold a pipe open.
    fn spawn(command: &mut Command) -> Result<Self> {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self::spawn_as_told(command)
    }

    fn spawn_as_told(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start the driver of WebKit")?;
        let id = child.id();
        let (end_to, end) = mpsc::channel();
        thread::spawn(move || {
            if let Ok(status) = child.wait() {
                let _ = end_to.send(status);
            }
        });
        Ok(Self { id, end })
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.id);
        let _ = Command::new("kill")
            .args([signal, "--", &group])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // xvfb-run takes its lock and its screen away when it is asked to end, so it is asked first.
        self.signal("-TERM");
        let _ = self.end.recv_timeout(GRACE);
        self.signal("-KILL");
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};

    use super::*;

    #[test]
    fn a_group_ends_with_all_that_it_started() {
        // The grandchild holds the pipe: its end is seen when the last holder is gone.
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = Command::new("sh");
        command
            .args(["-c", "(sleep 600 & echo begun; wait) >&2"])
            .stdout(Stdio::null())
            .stderr(writer);
        let group = Group::spawn_as_told(&mut command).unwrap();
        drop(command);
        let mut lines = BufReader::new(reader).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "begun");
        drop(group);
        assert!(lines.next().is_none());
    }
}
