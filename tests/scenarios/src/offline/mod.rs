//! What a device of the stories sends after it was offline, over any server: what merges by itself
//! and what needs a person.

#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "code for tests, which stop where something is missing"
)]

mod http;

use coordo_core::{Change, ChangeKind, FieldChange, Instant, RecordKey, SourceId};
use coordo_fhir::fields::Fields;
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::merge::{Clash, Merge, choose, merge, says_the_same};
use coordo_fhir::write;
use coordo_sandbox::Sandbox;
use coordo_store::{OutboxRow, RowState};
use coordo_sync::{Action, Event, Machine};
use coordo_testkit::folders;
use serde_json::Value;

pub use http::Remote;

/// Each story, and the step after which a device comes back.
pub const RETURNS: [(&str, u64); 3] = [
    ("1-sortie-hopital", 9),
    ("2-onco-geriatrie", 7),
    ("3-enfant-handicap", 5),
];

/// A FHIR server, near or far.
pub trait Server {
    fn answer(&mut self, request: &HttpRequest) -> HttpResponse;
    /// Applies a transaction, such as a step of a story.
    fn load(&mut self, bundle: &[u8]);
}

impl Server for Sandbox {
    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        self.handle(request, now())
    }

    fn load(&mut self, bundle: &[u8]) {
        Sandbox::load(self, bundle, now()).unwrap();
    }
}

fn now() -> Instant {
    Instant::from_fhir("2026-12-04T10:00:00+01:00").unwrap()
}

fn bytes(story: &str, file: &str) -> Vec<u8> {
    std::fs::read(folders::stories().join(story).join(file)).unwrap()
}

fn json(story: &str, file: &str) -> Value {
    serde_json::from_slice(&bytes(story, file)).unwrap()
}

fn get(server: &mut dyn Server, path: &str) -> String {
    server.answer(&HttpRequest::get(path)).body
}

/// The device's copy before, what it sends, and what the server holds then.
pub struct Offline<'s> {
    server: &'s mut dyn Server,
    path: String,
    version: String,
    base: String,
    pub mine: String,
    pub theirs: String,
    expected: Value,
}

impl<'s> Offline<'s> {
    /// `story` up to the step whose offline bundle is sent.
    pub fn of(server: &'s mut dyn Server, story: &str, step: u64) -> Self {
        let expected = json(story, "expected.json");
        let steps = expected["steps"].as_array().unwrap();
        let expected = steps.iter().find(|s| s["step"] == step).unwrap()["offline"].clone();
        let bundle = json(story, expected["bundle"].as_str().unwrap());
        let entry = &bundle["entry"][0];
        let path = entry["request"]["url"].as_str().unwrap().to_owned();
        server.load(&bytes(story, "bundle-00.json"));
        let until = expected["base_after_step"].as_u64().unwrap();
        for n in 1..=until {
            server.load(&bytes(story, &format!("step-{n:02}.json")));
        }
        let base = get(server, &path);
        let version = version(&base);
        server.load(&bytes(story, expected["sent_after"].as_str().unwrap()));
        let theirs = get(server, &path);
        Self {
            server,
            path,
            version,
            base,
            mine: entry["resource"].to_string(),
            theirs,
            expected,
        }
    }

    pub fn put(&mut self, version: &str, text: String) -> HttpResponse {
        let request = HttpRequest::put_if_match(&self.path, Some(version), text);
        self.server.answer(&request)
    }

    /// Sends the device's copy, which is outdated, and merges.
    pub fn merged(&mut self) -> Merge {
        let (version, mine) = (self.version.clone(), self.mine.clone());
        assert_eq!(self.put(&version, mine).status, 412);
        merge(&self.base, &self.mine, &self.theirs).unwrap()
    }

    /// What the story says that needs a person: path, before, theirs, mine.
    pub fn asked(&self) -> Vec<[String; 4]> {
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

    /// The machine sends the device's whole copy, asks, and sends what was decided.
    pub fn sent_asked_and_decided(&mut self, is_mine: bool) {
        let (kind, id) = self.path.split_once('/').unwrap();
        let record = RecordKey::new(SourceId("s".into()), kind, id);
        let mut machine = Machine::new(0);
        let whole = vec![write::resource(&self.base, &self.mine)];
        let added = Event::Added {
            row: row(1, &record, &self.version, whole),
            base: self.base.as_str().into(),
        };
        self.send(&mut machine, added);
        let held = get(self.server, &self.path);
        assert_eq!(held, self.theirs, "nothing was forced");
        let conflict = machine.conflict(&record).unwrap();
        let clashes: Vec<_> = conflict.merge.clashes.iter().map(told).collect();
        assert_eq!(clashes, self.asked());

        let fields = machine.decided(&record, |_| is_mine).unwrap();
        let (version, base) = machine.base(&record).unwrap();
        let (version, base) = (version.unwrap().to_owned(), base.clone());
        machine.take_out(&record, None);
        let row = row(2, &record, &version, fields);
        self.send(&mut machine, Event::Added { row, base });
        assert_eq!(machine.rows().count(), 0);
        let held = get(self.server, &self.path);
        let chosen = choose(&conflict.merge, &conflict.mine, |_| is_mine).unwrap();
        assert!(says_the_same(&held, &chosen), "what is there: {held}");
    }

    /// Lets the machine exchange with the server until nothing is on its way.
    fn send(&mut self, machine: &mut Machine, event: Event) {
        let mut actions = machine.handle(event, now());
        while let Some(action) = actions.pop() {
            if let Action::Send { token, request, .. } = action {
                let response = self.server.answer(&request);
                actions.extend(machine.handle(Event::Answered { token, response }, now()));
            }
        }
    }
}

/// `meta.versionId` of a resource.
pub fn version(text: &str) -> String {
    let fields = Fields::parse(text).unwrap();
    fields.object("meta").unwrap().string("versionId").unwrap()
}

/// A clash as [`Offline::asked`] tells it: servers may write a letter as an escape.
pub fn told(clash: &Clash) -> [String; 4] {
    let text = |v: &Option<coordo_core::Private<String>>| {
        let value: Value = serde_json::from_str(v.as_ref().unwrap().as_str()).unwrap();
        value.to_string()
    };
    [
        clash.path.clone(),
        text(&clash.before),
        text(&clash.theirs),
        text(&clash.mine),
    ]
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
