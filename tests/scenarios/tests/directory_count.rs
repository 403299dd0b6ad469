//! Whom the directory shows of every file of data, against a count that shares no code with it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::process::Command;

use coordo_client::view::directory::DirectoryQuery;
use coordo_core::Instant;
use coordo_testkit::folders::{self, DataFile};
use coordo_testkit::world::World;

/// A key as both write it; what has no id is counted by its type.
fn written(key: &str) -> String {
    let parts = key.split('/').map(|part| {
        let (id, local) = part.split_once('#').unwrap_or((part, ""));
        let is_without_id = id.starts_with("sans-id-") || id.starts_with('?');
        let id = if is_without_id { "?" } else { id };
        format!("{id}#{local}")
    });
    parts.collect::<Vec<_>>().join("/")
}

fn sorted(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut keys: Vec<String> = keys.map(|key| written(&key)).collect();
    keys.sort();
    keys
}

/// What the independent script counts, file by file.
fn counted(files: &[DataFile]) -> Vec<Vec<String>> {
    let script = folders::root().join("tests/kit/count/directory.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg("--json");
    let output = node.args(files.iter().map(|f| &f.path)).output().unwrap();
    assert!(output.status.success(), "the script of node failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    let counts = lines.lines().map(|line| {
        let keys: Vec<String> = serde_json::from_str(line).unwrap();
        sorted(keys.into_iter())
    });
    let counts: Vec<_> = counts.collect();
    assert_eq!(counts.len(), files.len());
    counts
}

#[test]
fn the_directory_shows_everyone_of_every_file_once() {
    let files = folders::files();
    let counts = counted(&files);
    let (mut n_entries, mut n_files) = (0, 0);
    for (file, expected) in files.iter().zip(&counts) {
        let path = file.path.display();
        let mut world = World::at(Instant(1_795_000_000_000));
        let device = world.reader(&[&file.bytes], |_| {});
        world.run(device.client.pull());
        let query = DirectoryQuery {
            limit: usize::MAX,
            ..DirectoryQuery::default()
        };
        let client = &device.client;
        if client.directory(&query).is_building {
            world.settle();
        }
        let view = client.directory(&query);
        assert!(!view.is_building, "{path}");
        let shown = sorted(view.results.iter().map(|r| r.key.reference()));
        assert_eq!(&shown, expected, "{path}");
        assert_eq!(
            (view.n_entries, view.n_found),
            (shown.len(), shown.len()),
            "{path}"
        );
        for result in &view.results {
            let card = client.card_of_actor(&result.key).unwrap();
            assert_eq!(card.key, result.key, "{path}");
        }
        n_entries += expected.len();
        n_files += usize::from(!expected.is_empty());
    }
    println!("{n_entries} entries in {n_files} files");
    assert!(n_entries > 500 && n_files > 50, "{n_entries} in {n_files}");
}
