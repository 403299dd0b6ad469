//! Whose records a document tells of, and which server an address means.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::ClientOptions;
use coordo_client::board::BoardQuery;
use coordo_core::coded::Identifier;
use coordo_core::{Instant, NoticeCode, Private, SourceId};
use coordo_testkit::world::World;
use serde_json::{Value, json};

const INS: &str = "urn:oid:1.2.250.1.213.1.4.8";
const NIR: &str = "244054900799945";

fn patient(id: &str, number: &str) -> Value {
    let kind = json!({"coding": [{"code": "INS-NIR"}]});
    json!({"resourceType": "Patient", "id": id, "name": [{"text": "P"}],
        "identifier": [{"system": INS, "value": number, "type": kind}]})
}

fn task(id: &str, more: Value) -> Value {
    let mut task =
        json!({"resourceType": "Task", "id": id, "status": "accepted", "description": id});
    let more = more.as_object().unwrap().clone();
    task.as_object_mut().unwrap().extend(more);
    task
}

fn task_for(id: &str, person: &str) -> Value {
    task(
        id,
        json!({"for": {"reference": format!("Patient/{person}")}}),
    )
}

/// What a client shows of a Bundle: ids of tasks with the names of their owners, and whether it says that
/// nobody knows the person.
fn shown(entries: &[Value], change: impl FnOnce(&mut ClientOptions)) -> (String, bool) {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    let mut world = World::at(Instant(1_795_000_000_000));
    let device = world.reader(&[bundle.to_string().as_bytes()], change);
    world.run(device.client.pull());
    let board = device.client.board(&BoardQuery::default());
    let cards = board.columns.into_iter().flat_map(|c| c.cards);
    let mut cards: Vec<String> = cards
        .map(|card| match card.owner.name {
            Some(name) => format!("{} {}", card.key.record.id, name.0),
            None => card.key.record.id.clone(),
        })
        .collect();
    cards.sort();
    let notices = device.client.notices();
    let is_unknown = notices.iter().any(|n| n.code == NoticeCode::UnknownPerson);
    (cards.join(", "), is_unknown)
}

#[test]
fn of_a_bundle_that_tells_of_several_people_only_the_one_who_was_asked_for_is_shown() {
    let all = [
        patient("p", NIR),
        patient("q", "244054900799946"),
        task_for("a", "p"),
        task_for("b", "q"),
        task_for("c", "absente"),
        task("d", json!({})),
    ];
    let all = all.map(|resource| json!({"resource": resource}));
    let of = |person: &str| {
        let subject = (SourceId("dossier".into()), format!("Patient/{person}"));
        shown(&all, |options| options.subject = Some(subject))
    };
    assert_eq!(shown(&all, |_| {}).0, "a, b, c, d");
    assert_eq!(of("p"), ("a, d".to_owned(), false));
    assert_eq!(of("nul"), ("d".to_owned(), true));
}

#[test]
fn an_address_on_another_server_is_not_the_person_who_has_that_id_here() {
    let owned = |id: &str, base: &str| {
        let owner = format!("{base}/Practitioner/1");
        task(
            id,
            json!({"owner": {"reference": owner, "display": "Dr Gamma"}}),
        )
    };
    let here = json!({"resourceType": "Practitioner", "id": "1", "name": [{"text": "Dr Ici"}]});
    let all = [
        here,
        owned("a", "https://ici.example/fhir"),
        owned("b", "http://ici.example/fhir"),
        owned("c", "https://ailleurs.example/fhir"),
    ];
    let all = all.map(|resource| {
        let name = |member: &str| {
            resource
                .get(member)
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        };
        let url = format!(
            "https://ici.example/fhir/{}/{}",
            name("resourceType"),
            name("id")
        );
        json!({"fullUrl": url, "resource": resource})
    });
    assert_eq!(shown(&all, |_| {}).0, "a Dr Ici, b Dr Ici, c Dr Gamma");
}

#[test]
fn the_system_of_the_ins_names_the_ins_and_a_number_that_nobody_bears_is_told() {
    let all = [patient("p", NIR), task_for("a", "p")];
    let all = all.map(|resource| json!({"resource": resource}));
    let of = |value: &str| {
        let named = Identifier {
            system: INS.into(),
            value: Private(value.to_owned()),
            kind: "".into(),
            usage: "".into(),
        };
        shown(&all, |options| options.subject_identifier = Some(named))
    };
    assert_eq!(of(NIR), ("a".to_owned(), false));
    assert_eq!(of("199122A00100180"), (String::new(), true));
}
