//! The directory of a client: who is one entry, how they are found, what their card tells.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod change;
mod circle;
mod people;
mod structures;

use std::rc::Rc;

use coordo_client::view::directory::{
    CardOfActorView, DirectoryQuery, DirectoryView, EntryKind, Facet, MarkedText, ReachKind,
    ResultView,
};
use coordo_client::{Client, SourceKind, SourceOptions};
use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_fhir::http::{HttpRequest, Method};
use coordo_testkit::folders;
use coordo_testkit::world::{Device, World};
use serde_json::{Value, json};

fn now() -> Instant {
    Instant::from_fhir("2026-11-22T10:00:00+01:00").unwrap()
}

fn bundle(resources: &Value) -> Vec<u8> {
    let entries = resources.as_array().unwrap().iter();
    let entries: Vec<Value> = entries.map(|r| json!({ "resource": r })).collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    bundle.to_string().into_bytes()
}

/// A client of one source that holds these resources.
fn holding(resources: &Value) -> (World, Device) {
    let mut world = World::at(now());
    let device = world.reader(&[&bundle(resources)], |_| {});
    world.run(device.client.pull());
    (world, device)
}

/// A client of two sources, `dossier` and `annuaire`.
fn holding_two(first: &Value, second: &Value) -> (World, Device) {
    let mut world = World::at(now());
    let second = Rc::new(bundle(second));
    let device = world.reader(&[&bundle(first)], |options| {
        options.sources.push(SourceOptions {
            id: SourceId("annuaire".to_owned()),
            kind: SourceKind::Bundle {
                documents: vec![second],
            },
        });
    });
    world.run(device.client.pull());
    (world, device)
}

fn search(client: &Client, text: &str) -> DirectoryView {
    client.directory(&DirectoryQuery {
        text: text.to_owned(),
        ..DirectoryQuery::default()
    })
}

fn ids(view: &DirectoryView) -> Vec<String> {
    view.results.iter().map(|r| r.key.reference()).collect()
}

fn find(client: &Client, reference: &str) -> ResultView {
    let view = search(client, "");
    let mut results = view.results.into_iter();
    results.find(|r| r.key.reference() == reference).unwrap()
}

fn card(client: &Client, reference: &str) -> CardOfActorView {
    client.card_of_actor(&key(reference)).unwrap()
}

fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("dossier".to_owned()), kind, id)
}

/// A text with its marks in brackets.
fn marked(text: Option<&MarkedText>) -> String {
    let Some(MarkedText { text, marks }) = text else {
        return String::new();
    };
    let mut out = String::new();
    let mut at = 0;
    for (start, end) in marks {
        out.push_str(&format!("{}[{}]", &text[at..*start], &text[*start..*end]));
        at = *end;
    }
    out + &text[at..]
}

fn text(text: Option<&Private<String>>) -> &str {
    text.map_or("", |t| t.as_str())
}
