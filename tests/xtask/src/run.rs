//! Runs other programs, with the pinned tools first on the PATH, and says what takes how long.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::repository::Repository;
use crate::tools;

/// How a watched program ended, and all that it wrote to its outputs.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) output: String,
    pub(crate) note: Option<String>,
}

/// Announces a step, runs it and says its time.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    println!("{mark} {name} ({})", seconds(start.elapsed()));
    result
}

pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// A command that runs at the root with the pinned tools and npm's programs first on the PATH.
pub(crate) fn command(repository: &Repository, program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command
        .current_dir(&repository.root)
        .env("PATH", search_path(repository));
    command
}

pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program while showing and keeping its output. Past the limit it is asked to end: one
/// hung browser must not cost the whole run its closing line.
pub(crate) fn watch(command: &mut Command, limit: Duration) -> Result<Outcome> {
    let shown = shown(command);
    // One pipe for both: what a runner says of its own failure stands where it happened.
    let (output, input) = std::io::pipe()?;
    let mut child = command
        .stdout(input.try_clone()?)
        .stderr(input)
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    // The command keeps its ends of the pipe open, and so the output without an end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let id = child.id();

    let (lines_to, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(output);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line).into_owned();
            print!("{text}");
            if lines_to.send(text).is_err() {
                break;
            }
            line.clear();
        }
    });
    let (end_to, end) = mpsc::channel();
    thread::spawn(move || end_to.send(child.wait()));

    let (status, note) = match end.recv_timeout(limit) {
        Ok(status) => (Some(status?), None),
        Err(_) => {
            let _ = Command::new("kill").arg(id.to_string()).status();
            let note = format!("`{shown}` was stopped after {}", seconds(limit));
            (end.recv_timeout(GRACE).ok().transpose()?, Some(note))
        }
    };
    // A browser left behind may hold the pipe open, so the end of the output is not waited for.
    let mut output = String::new();
    while let Ok(line) = lines.recv_timeout(DRAIN) {
        output.push_str(&line);
    }
    let success = note.is_none() && status.is_some_and(|status| status.success());
    Ok(Outcome {
        success,
        output,
        note,
    })
}

/// Finds a program on the PATH that commands get.
pub(crate) fn find_program(repository: &Repository, name: &str) -> Option<PathBuf> {
    std::env::split_paths(&search_path(repository))
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

const GRACE: Duration = Duration::from_secs(10);
const DRAIN: Duration = Duration::from_secs(2);

fn search_path(repository: &Repository) -> OsString {
    let mut folders = tools::folders(repository);
    folders.push(repository.path("node_modules/.bin"));
    if let Some(inherited) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&inherited));
    }
    std::env::join_paths(folders).unwrap_or_default()
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watched_program_leaves_its_output_and_its_verdict() {
        let outcome = watch(
            Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]),
            Duration::from_secs(20),
        )
        .unwrap();
        assert_eq!(outcome.output, "one\ntwo\n");
        assert!(!outcome.success);
        assert_eq!(outcome.note, None);
    }

    #[test]
    fn a_program_that_hangs_is_stopped_and_said() {
        let outcome = watch(
            Command::new("sh").args(["-c", "echo begun; exec sleep 600"]),
            Duration::from_millis(200),
        )
        .unwrap();
        assert_eq!(outcome.output, "begun\n");
        assert!(!outcome.success);
        assert!(outcome.note.unwrap().contains("was stopped"));
    }
}
