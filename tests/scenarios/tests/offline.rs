//! What a device that was offline sends after others went on: what merges by itself and what needs
//! a person is as the stories say, and the published vectors of patches hold.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::{Change, ChangeKind, FieldChange, Instant, RecordKey, SourceId};
use coordo_fhir::fields::{Fields, same};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::merge::{Clash, choose, merge, says_the_same};
use coordo_fhir::write;
use coordo_sandbox::Sandbox;
use coordo_store::{OutboxRow, RowState};
use coordo_sync::{Action, Event, Machine};
use coordo_testkit::folders;
use serde_json::Value;

fn now() -> Instant {
    Instant::from_fhir("2026-12-04T10:00:00+01:00").unwrap()
}

fn json(path: &str) -> Value {
    let file = folders::stories().join(path);
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn apply(sandbox: &mut Sandbox, story: &str, file: &str) {
    let path = folders::stories().join(story).join(file);
    sandbox.load(&std::fs::read(path).unwrap(), now()).unwrap();
}

fn get(sandbox: &mut Sandbox, path: &str) -> String {
    sandbox.handle(&HttpRequest::get(path), now()).body
}

/// The device's copy before, what it sends, and what the sandbox holds then.
struct Offline {
    sandbox: Sandbox,
    path: String,
    version: String,
    base: String,
    mine: String,
    theirs: String,
    expected: Value,
}

impl Offline {
    /// `story` up to the step whose offline bundle is sent.
    fn of(story: &str, step: u64) -> Self {
        let expected = json(&format!("{story}/expected.json"));
        let steps = expected["steps"].as_array().unwrap();
        let expected = steps.iter().find(|s| s["step"] == step).unwrap()["offline"].clone();
        let bundle = json(&format!("{story}/{}", expected["bundle"].as_str().unwrap()));
        let entry = &bundle["entry"][0];
        let path = entry["request"]["url"].as_str().unwrap().to_owned();
        let mut sandbox = Sandbox::default();
        apply(&mut sandbox, story, "bundle-00.json");
        let until = expected["base_after_step"].as_u64().unwrap();
        for n in 1..=until {
            apply(&mut sandbox, story, &format!("step-{n:02}.json"));
        }
        let base = get(&mut sandbox, &path);
        let version = Fields::parse(&base).unwrap();
        let version = version.object("meta").unwrap().string("versionId").unwrap();
        let after = expected["sent_after"].as_str().unwrap();
        apply(&mut sandbox, story, after);
        let theirs = get(&mut sandbox, &path);
        Self {
            sandbox,
            path,
            version,
            base,
            mine: entry["resource"].to_string(),
            theirs,
            expected,
        }
    }

    fn put(&mut self, version: &str, text: String) -> HttpResponse {
        let request = HttpRequest::put_if_match(&self.path, Some(version), text);
        self.sandbox.handle(&request, now())
    }

    /// Sends the device's copy, which is outdated, and merges.
    fn merged(&mut self) -> coordo_fhir::merge::Merge {
        let (version, mine) = (self.version.clone(), self.mine.clone());
        assert_eq!(self.put(&version, mine).status, 412);
        merge(&self.base, &self.mine, &self.theirs).unwrap()
    }

    fn asked(&self) -> Vec<[String; 4]> {
        let kind = self.path.split('/').next().unwrap();
        let asked = self.expected["needs_a_person"].as_array().unwrap();
        asked
            .iter()
            .map(|one| {
                let path = one["path"].as_str().unwrap();
                let path = path.strip_prefix(&format!("{kind}.")).unwrap().to_owned();
                let [base, server, offline] =
                    ["base", "server", "offline"].map(|n| one[n].to_string());
                [path, base, server, offline]
            })
            .collect()
    }
}

fn told(clash: &Clash) -> [String; 4] {
    let text = |v: &Option<coordo_core::Private<String>>| v.as_ref().unwrap().to_string();
    [
        clash.path.clone(),
        text(&clash.before),
        text(&clash.theirs),
        text(&clash.mine),
    ]
}

const STORIES: [(&str, u64); 3] = [
    ("1-sortie-hopital", 9),
    ("2-onco-geriatrie", 7),
    ("3-enfant-handicap", 5),
];

#[test]
fn what_needs_a_person_is_exactly_what_the_stories_say() {
    for (story, step) in STORIES {
        let mut offline = Offline::of(story, step);
        let merge = offline.merged();
        let clashes: Vec<_> = merge.clashes.iter().map(told).collect();
        assert_eq!(clashes, offline.asked(), "{story}");
    }
}

#[test]
fn all_else_is_merged_and_the_source_takes_it_with_either_decision() {
    for (story, step) in STORIES {
        for is_mine in [true, false] {
            let mut offline = Offline::of(story, step);
            let merge = offline.merged();
            let text = choose(&merge, &offline.mine, |_| is_mine).unwrap();
            let theirs = Fields::parse(&offline.theirs).unwrap();
            let version = theirs.object("meta").unwrap().string("versionId").unwrap();
            let answer = offline.put(&version, text.clone());
            assert!(answer.is_success(), "{story}: {}", answer.body);

            let [mine, theirs, merged]: [Value; 3] = [&offline.mine, &offline.theirs, &answer.body]
                .map(|text| serde_json::from_str(text).unwrap());
            // Every note of either side is there, once.
            let notes = |v: &Value| v["note"].as_array().cloned().unwrap_or_default();
            let all: Vec<Value> = [notes(&theirs), notes(&mine)].concat();
            assert_eq!(notes(&merged), all, "{story}");
            // Said by one side only.
            assert_eq!(merged["businessStatus"], mine["businessStatus"], "{story}");
            assert_eq!(merged["target"], theirs["target"], "{story}");
            let asked = if is_mine { &mine } else { &theirs };
            for path in ["/status", "/restriction/period", "/description"] {
                let [m, a] = [&merged, asked].map(|v| v.pointer(path));
                assert_eq!(m, a, "{story} {path}");
            }
        }
    }
}

/// A machine that sends one whole resource to the sandbox, until nothing is on its way.
fn sent(offline: &mut Offline, machine: &mut Machine, event: Event) {
    let mut actions = machine.handle(event, now());
    while let Some(action) = actions.pop() {
        if let Action::Send { token, request, .. } = action {
            let response = offline.sandbox.handle(&request, now());
            actions.extend(machine.handle(Event::Answered { token, response }, now()));
        }
    }
}

fn row(n: u64, record: &RecordKey, version: &str, fields: Vec<FieldChange>) -> OutboxRow {
    OutboxRow {
        n,
        change: Change {
            record: record.clone(),
            kind: ChangeKind::Edited,
            fields,
            at: now(),
            unusual: false,
        },
        base_version: Some(version.to_owned()),
        made_at: now(),
        state: RowState::Unsent,
    }
}

#[test]
fn the_machine_sends_asks_and_sends_what_was_decided() {
    for (story, step) in STORIES {
        for is_mine in [true, false] {
            let mut offline = Offline::of(story, step);
            let (kind, id) = offline.path.split_once('/').unwrap();
            let record = RecordKey::new(SourceId("s".into()), kind, id);
            let mut machine = Machine::new(0);
            let whole = vec![write::resource(&offline.base, &offline.mine)];
            let added = Event::Added {
                row: row(1, &record, &offline.version, whole),
                base: offline.base.as_str().into(),
            };
            sent(&mut offline, &mut machine, added);
            let held = get(&mut offline.sandbox, &offline.path.clone());
            assert_eq!(held, offline.theirs, "{story}: nothing was forced");
            let conflict = machine.conflict(&record).unwrap();
            let clashes: Vec<_> = conflict.merge.clashes.iter().map(told).collect();
            assert_eq!(clashes, offline.asked(), "{story}");

            let fields = machine.decided(&record, |_| is_mine).unwrap();
            let (version, base) = machine.base(&record).unwrap();
            let (version, base) = (version.unwrap().to_owned(), base.clone());
            machine.take_out(&record, None);
            let row = row(2, &record, &version, fields);
            sent(&mut offline, &mut machine, Event::Added { row, base });
            assert_eq!(machine.rows().count(), 0, "{story}");
            let held = get(&mut offline.sandbox, &offline.path.clone());
            let chosen = choose(&conflict.merge, &conflict.mine, |_| is_mine).unwrap();
            assert!(says_the_same(&held, &chosen), "{story}: {held}");
        }
    }
}

/// A document, what became of it, for vectors whose documents are objects.
fn vectors(path: &str) -> Vec<(String, String)> {
    let file = folders::root().join("tests/data/test-vectors").join(path);
    let all: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let of = |one: &Value, names: &[&str]| names.iter().find_map(|n| one.get(n).cloned());
    let pairs = all.as_array().unwrap().iter().filter_map(|one| {
        let before = of(one, &["doc", "original", "input"])?;
        let after = of(one, &["expected", "result", "output"])?;
        let objects = before.is_object() && after.is_object();
        objects.then(|| (before.to_string(), after.to_string()))
    });
    pairs.collect()
}

#[test]
fn whatever_a_published_patch_does_is_taken_where_one_side_alone_did_it() {
    for path in [
        "json-patch-rfc6902/spec_tests.json",
        "json-merge-patch-rfc7396/merge_tests.json",
        "fhir-patch/fhir-patch-tests.json",
    ] {
        let pairs = vectors(path);
        assert!(pairs.len() >= 3, "{path}");
        for (before, after) in pairs {
            for (mine, theirs) in [(&before, &after), (&after, &before), (&after, &after)] {
                let merge = merge(&before, mine, theirs).unwrap();
                assert!(merge.clashes.is_empty(), "{path}: {before} → {after}");
                assert!(same(&merge.text, &after), "{path}: {before} → {after}");
            }
        }
    }
}
