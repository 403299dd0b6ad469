//! Several sources in one client: who is the same, whom a number names, what contradicts.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::rc::Rc;

use coordo_client::board::{BoardQuery, CardView};
use coordo_client::{SourceKind, SourceOptions};
use coordo_core::{Instant, SourceId};
use coordo_testkit::world::{Device, World};

fn bundle(resources: &[&str]) -> String {
    let entries: Vec<String> = resources
        .iter()
        .map(|r| format!("{{\"resource\":{r}}}"))
        .collect();
    format!(
        "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{}]}}",
        entries.join(",")
    )
}

/// A client of two sources, `dac` and `hopital`; the nurse of the first one acts.
fn read(dac: &[&str], hospital: &[&str]) -> Device {
    let mut world = World::at(Instant(1_795_000_000_000));
    let dac = bundle(dac);
    let hospital = bundle(hospital);
    let source = |id: &str, text: &str| SourceOptions {
        id: SourceId(id.to_owned()),
        kind: SourceKind::Bundle {
            documents: vec![Rc::from(text.as_bytes())],
        },
    };
    let device = world.reader(&[], |options| {
        options.sources = vec![source("dac", &dac), source("hopital", &hospital)];
        options.actor = Some((SourceId("dac".into()), "Practitioner/1".into()));
    });
    world.run(device.client.pull());
    device
}

fn cards(device: &Device) -> Vec<CardView> {
    let board = device.client.board(&BoardQuery::default());
    board.columns.into_iter().flat_map(|c| c.cards).collect()
}

fn person(id: &str, system: &str, kind: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Practitioner","id":"{id}","name":[{{"text":"Nom {id}"}}],
        "identifier":[{{"system":"{system}","value":"{value}","type":{{"coding":[{{"code":"{kind}"}}]}}}}]}}"#
    )
}

fn task(id: &str, owner: &str) -> String {
    format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"accepted","description":"T{id}","owner":{owner}}}"#
    )
}

const RPPS: &str = "https://rpps.esante.gouv.fr";

#[test]
fn a_task_of_another_source_is_mine_where_its_owner_has_my_number() {
    let me = person("1", RPPS, "RPPS", "10003461033");
    let there = person("9", RPPS, "RPPS", "10003461033");
    // The same id there is somebody else.
    let other = person("1", RPPS, "RPPS", "10003461034");
    let mine = task("a", r#"{"reference":"Practitioner/9"}"#);
    let not_mine = task("b", r#"{"reference":"Practitioner/1"}"#);
    let device = read(&[&me], &[&there, &other, &mine, &not_mine]);
    for card in cards(&device) {
        assert_eq!(card.owner.is_me, card.key.record.id == "a");
        // Each record keeps its source and its own name.
        assert_eq!(card.source, Some(SourceId("hopital".into())));
        let name = if card.owner.is_me { "Nom 9" } else { "Nom 1" };
        assert_eq!(card.owner.name.unwrap().as_str(), name);
    }
}

#[test]
fn a_situation_with_the_same_system_and_number_as_a_person_is_somebody_else() {
    let me = person("1", RPPS, "RPPS", "1234567890");
    let situation = format!(
        r#"{{"resourceType":"PractitionerRole","id":"r","identifier":[{{"system":"{RPPS}","value":"1234567890"}}],
        "practitioner":{{"display":"Dr Autre"}}}}"#
    );
    let task = task("a", r#"{"reference":"PractitionerRole/r"}"#);
    let device = read(&[&me], &[&situation, &task]);
    assert!(!cards(&device)[0].owner.is_me);
}

#[test]
fn a_reference_by_number_finds_its_bearer_in_any_source() {
    let me = person("1", RPPS, "RPPS", "10003461033");
    let owner = format!(
        r#"{{"type":"Practitioner","identifier":{{"system":"{RPPS}","value":"10003461033"}}}}"#
    );
    let device = read(&[&me], &[&task("a", &owner)]);
    let owner = &cards(&device)[0].owner;
    assert_eq!(owner.name.as_ref().unwrap().as_str(), "Nom 1");
    assert!(owner.is_me && !owner.is_unresolved);
}

#[test]
fn a_number_that_nobody_bears_or_two_bear_names_nobody() {
    let one = person("1", "https://numeros.example", "A", "7");
    let two = person("2", "https://numeros.example", "B", "7");
    let device = read(
        &[&one],
        &[
            &two,
            &task("unknown", &owner("8")),
            &task("both", &owner("7")),
        ],
    );
    let found = |id: &str| {
        let mut cards = cards(&device).into_iter();
        cards.find(|c| c.key.record.id == id).unwrap().owner
    };
    assert!(found("unknown").is_unresolved && found("unknown").name.is_none());
    // Its own source is asked first, and knows one.
    assert_eq!(found("both").name.unwrap().as_str(), "Nom 2");
    let device = read(&[&one, &two], &[&task("both", &owner("7"))]);
    assert!(cards(&device)[0].owner.is_unresolved);
}

fn owner(value: &str) -> String {
    format!(
        r#"{{"type":"Practitioner","identifier":{{"system":"https://numeros.example","value":"{value}"}}}}"#
    )
}
