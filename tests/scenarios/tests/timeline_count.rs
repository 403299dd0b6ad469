//! What the timeline shows of every file of data and every step of the stories, against a count
//! that shares no code with it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use coordo_client::ItemKey;
use coordo_client::timeline::{Grouping, ItemKind, TimelineQuery, TimelineView};
use coordo_core::Instant;
use coordo_testkit::world::{Device, World};
use coordo_testkit::{folders, generate};
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
    let dated = rows.flat_map(|row| &row.marks).map(|m| (&*m.key, true));
    let undated = view.undated.iter().map(|key| (key, false));
    let mut shown: Vec<(&ItemKey, bool)> = dated.chain(undated).collect();
    shown.sort();
    shown
}

/// What the independent script counts, file by file.
fn counted(paths: &[PathBuf]) -> Vec<Vec<String>> {
    let script = folders::root().join("tests/kit/count/timeline.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg("--json");
    let output = node.args(paths).output().unwrap();
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
    assert_eq!(counts.len(), paths.len());
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
    let paths: Vec<PathBuf> = files.iter().map(|f| f.path.clone()).collect();
    let counts = counted(&paths);
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

/// Puts texts into files, and counts them.
fn counted_texts(name: &str, texts: &[String]) -> Vec<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let paths = texts.iter().enumerate().map(|(n, text)| {
        let path = folder.join(format!("{n}.json"));
        fs::write(&path, text).unwrap();
        path
    });
    let paths: Vec<PathBuf> = paths.collect();
    counted(&paths)
}

#[test]
fn records_that_refer_to_each_other_at_random_count_alike() {
    let texts: Vec<String> = (0..40)
        .map(|seed| generate::tangle(seed, 60).join("\n"))
        .collect();
    let counts = counted_texts("tangles", &texts);
    for (seed, (text, expected)) in texts.iter().zip(&counts).enumerate() {
        let mut world = World::at(Instant(1_795_000_000_000));
        let device = world.reader(&[text.as_bytes()], |_| {});
        world.run(device.client.pull());
        let view = device.client.timeline(&TimelineQuery::default());
        assert_eq!(&lines(&device, &view), expected, "seed {seed}");
    }
}

#[test]
fn every_step_of_the_stories_counts_alike_on_the_page_that_saw_them_all() {
    let mut names: Vec<PathBuf> = fs::read_dir(folders::stories())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3);
    let (mut texts, mut shown) = (Vec::new(), Vec::new());
    for story in names {
        let mut world = World::at(Instant::from_fhir("2026-11-16T10:00:00+01:00").unwrap());
        let device = world.device(|_| {});
        let mut steps: Vec<PathBuf> = fs::read_dir(&story)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
            .filter(|path| {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                name == "bundle-00" || (name.starts_with("step-") && name.len() == 7)
            })
            .collect();
        // `bundle-00` comes before all `step-…`.
        steps.sort();
        for step in steps {
            let bytes = fs::read(&step).unwrap();
            let now = Instant::from_fhir("2026-11-20T10:00:00+01:00").unwrap();
            world.sandbox.borrow_mut().load(&bytes, now).unwrap();
            world.run(device.client.pull());
            let view = device.client.timeline(&TimelineQuery::default());
            shown.push((step, lines(&device, &view)));
            texts.push(device.client.export());
        }
    }
    assert!(texts.len() > 25);
    let counts = counted_texts("stories", &texts);
    for ((step, shown), expected) in shown.iter().zip(&counts) {
        assert_eq!(shown, expected, "{}", step.display());
    }
    let most = counts.iter().map(Vec::len).max();
    assert!(most > Some(60), "{most:?}");
}
