//! What the timeline shows of every file of data, against a count that shares no code with it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::process::Command;

use coordo_client::ItemKey;
use coordo_client::timeline::{Grouping, ItemKind, TimelineQuery, TimelineView};
use coordo_core::Instant;
use coordo_testkit::folders::{self, DataFile};
use coordo_testkit::world::{Device, World};
use serde_json::Value;

fn name_of(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Plan => "plan",
        ItemKind::Activity => "activity",
        ItemKind::Appointment => "appointment",
        ItemKind::Encounter => "encounter",
        ItemKind::Request => "request",
        ItemKind::Procedure => "procedure",
        ItemKind::Treatment => "treatment",
        ItemKind::Condition => "condition",
        ItemKind::Measure => "measure",
        ItemKind::Message => "message",
        ItemKind::Document => "document",
        ItemKind::Flag => "flag",
        ItemKind::Consent => "consent",
    }
}

/// A key as the count writes it; what has no id is counted by its type.
fn written(key: &str) -> String {
    let (kind, id) = key.split_once('/').unwrap();
    let (id, index) = id.split_once('#').unwrap_or((id, ""));
    let id = if id.starts_with("sans-id-") || id.starts_with('?') {
        "?"
    } else {
        id
    };
    format!("{kind}/{id}#{index}")
}

fn key(key: &ItemKey) -> String {
    let index = key.activity.map(|n| format!("#{n}")).unwrap_or_default();
    written(&format!("{}{index}", key.record.reference()))
}

/// Every item of a view with whether it has a date.
fn shown(view: &TimelineView) -> Vec<(&ItemKey, bool)> {
    let rows = view.lanes.iter().flat_map(|lane| &lane.rows);
    let dated = rows.flat_map(|row| &row.marks).map(|m| (&m.key, true));
    let undated = view.undated.iter().map(|key| (key, false));
    let mut shown: Vec<(&ItemKey, bool)> = dated.chain(undated).collect();
    shown.sort();
    shown
}

/// What the independent script counts, file by file.
fn counted(files: &[DataFile]) -> Vec<Vec<String>> {
    let script = folders::root().join("tests/kit/count/timeline.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg("--json");
    let output = node.args(files.iter().map(|f| &f.path)).output().unwrap();
    assert!(output.status.success(), "the script of node failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    let counts: Vec<Vec<String>> = lines
        .lines()
        .map(|line| {
            let count: Value = serde_json::from_str(line).unwrap();
            let items = count["items"].as_array().unwrap().iter();
            let mut lines: Vec<String> = items
                .map(|item| {
                    let text = |n: usize| item[n].as_str().unwrap();
                    let is_dated = item[2].as_bool().unwrap();
                    format!("{} {} {is_dated}", written(text(0)), text(1))
                })
                .collect();
            lines.sort();
            lines
        })
        .collect();
    assert_eq!(counts.len(), files.len());
    counts
}

/// The same as lines of the count, each item asked for its words.
fn lines(device: &Device, view: &TimelineView) -> Vec<String> {
    let shown = shown(view);
    let keys: Vec<ItemKey> = shown.iter().map(|(key, _)| (*key).clone()).collect();
    let items = device.client.items(&keys);
    let mut lines: Vec<String> = shown
        .iter()
        .zip(items)
        .map(|((k, is_dated), item)| {
            let item = item.unwrap();
            assert_eq!(item.shape.is_some(), *is_dated);
            format!("{} {} {is_dated}", key(k), name_of(item.kind))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_timeline_shows_every_item_of_every_file_once_in_each_grouping() {
    let files = folders::files();
    let counts = counted(&files);
    let (mut n_items, mut n_dated, mut n_files) = (0, 0, 0);
    for (file, expected) in files.iter().zip(&counts) {
        let path = file.path.display();
        let mut world = World::at(Instant(1_795_000_000_000));
        let device = world.reader(&[&file.bytes], |_| {});
        world.run(device.client.pull());
        let views =
            Grouping::ALL.map(|grouping| device.client.timeline(&TimelineQuery { grouping }));
        let [by_goal, by_actor, by_kind] = &views;
        assert_eq!(&lines(&device, by_kind), expected, "{path}");
        assert_eq!(shown(by_goal), shown(by_kind), "{path}");
        assert_eq!(shown(by_actor), shown(by_kind), "{path}");
        for view in &views {
            assert_eq!(
                (view.n_items, view.n_filtered),
                (expected.len(), 0),
                "{path}"
            );
            for lane in &view.lanes {
                let n_marks: usize = lane.rows.iter().map(|row| row.marks.len()).sum();
                assert_eq!(lane.n_items, n_marks, "{path}");
                assert!(lane.n_done <= n_marks, "{path}");
            }
        }
        n_items += expected.len();
        n_dated += expected.iter().filter(|l| l.ends_with("true")).count();
        n_files += usize::from(!expected.is_empty());
    }
    println!("{n_items} items, {n_dated} of them dated, in {n_files} files");
    assert!(n_items > 500 && n_files > 50, "{n_items} in {n_files}");
}
