//! What the rules find through a client: the same as the rules by themselves, after each change,
//! and nothing before the first load is whole.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod told;

use std::cell::Cell;
use std::rc::Rc;

use coordo_client::ItemKey;
use coordo_client::engine::{Code, Finding, Gesture};
use coordo_client::ports::ClientEvent;
use coordo_core::{Command, Private, RecordKey, SourceId};
use coordo_testkit::world::Device;
use told::{Told, found, lines};

/// The first story up to a step.
fn story(step: usize) -> Told {
    told::story("1-sortie-hopital", step)
}

#[test]
fn a_client_finds_what_the_rules_find_at_each_step_of_a_story() {
    let mut n = 0;
    for step in 0..=10 {
        let mut told = story(step);
        let device = told.device();
        told.world.run(device.client.pull());
        let found = found(&mut told.world, &device.client);
        let whole = told.by_the_rules(&device.client);
        assert_eq!(lines(&found), lines(&whole), "step {step}");
        n += found.len();
    }
    // A story in which nothing is found proves nothing.
    assert!(n > 10, "{n} findings");
}

#[test]
fn nothing_is_found_before_the_first_load_is_whole() {
    let mut told = story(4);
    let device = told.device();
    told.world.latency_ms.set(1_000);
    let client = device.client.clone();
    told.world.begin(async move { client.pull().await });
    let mut n_asked = 0;
    while !device.client.status().complete {
        let view = device.client.findings();
        assert!(view.at.is_none() && view.findings.is_empty() && view.n == [0; 3]);
        told.world.pass(1_000);
        n_asked += 1;
    }
    assert!(n_asked > 2, "asked {n_asked} times");
    assert!(!found(&mut told.world, &device.client).is_empty());
}

#[test]
fn a_source_that_cannot_be_read_lets_nothing_be_found() {
    let mut told = story(4);
    let device = told.device();
    device.is_online.set(false);
    told.world.run(device.client.pull());
    device.client.findings();
    told.world.settle();
    assert_eq!(device.client.findings().at, None);
}

/// The story with a task that nobody answers for, and the command by which one takes it.
fn with_a_command() -> (Told, Device, RecordKey, Command) {
    let mut told = story(3);
    told.resources.push(serde_json::json!({
        "resourceType": "Task", "id": "personne", "status": "ready", "intent": "order",
        "description": "Garder la clé",
        "basedOn": [{ "reference": "CarePlan/plan-sortie" }],
        "for": { "reference": "Patient/marchandeau-odette" },
        "authoredOn": "2026-11-16T08:00:00Z",
    }));
    let device = told.device();
    told.world.run(device.client.pull());
    found(&mut told.world, &device.client);
    let findings = device.client.findings().findings;
    let finding = findings
        .into_iter()
        .find(|f| f.finding.code == Code::NoOwner)
        .unwrap();
    assert_eq!(
        finding.name(&finding.items[0].record).unwrap().0,
        "Garder la clé"
    );
    let command = finding.remedies.into_iter().find_map(|r| r.command);
    let about = finding.finding.subjects[0].clone();
    (told, device, about, command.unwrap())
}

#[test]
fn a_remedy_lifts_its_finding_and_undo_brings_it_back() {
    let (mut told, device, about, command) = with_a_command();
    let item = ItemKey {
        record: about,
        activity: None,
    };
    let n_told = Rc::new(Cell::new(0));
    let followed = device.client.subscribe({
        let n_told = n_told.clone();
        move || n_told.set(n_told.get() + 1)
    });
    let before = found(&mut told.world, &device.client);
    assert!(!device.client.findings_of(&item).is_empty());
    assert!(!device.client.card(&item).unwrap().badges.is_empty());
    n_told.set(0);
    told.world.run(device.client.run(command)).unwrap();
    let after = found(&mut told.world, &device.client);
    assert_ne!(lines(&before), lines(&after));
    assert_eq!(lines(&after), lines(&told.by_the_rules(&device.client)));
    assert!(
        n_told.get() > 1,
        "subscribers were told {} times",
        n_told.get()
    );
    told.world.run(device.client.undo()).unwrap();
    let again = found(&mut told.world, &device.client);
    assert_eq!(lines(&again), lines(&before));
    drop(followed);
}

#[test]
fn row_116_the_protocol_of_a_task_is_read_with_it_and_its_end_is_found() {
    let mut told = story(9);
    let device = told.device();
    told.world.run(device.client.pull());
    let findings = found(&mut told.world, &device.client);
    let expired = findings.iter().find(|f| {
        let mut kinds = f.subjects.iter().map(|s| s.kind.as_str());
        kinds.any(|kind| kind == "PlanDefinition")
    });
    let task = RecordKey::new(SourceId("dac".into()), "Task", "t-suivi-delegue");
    assert!(expired.unwrap().subjects.contains(&task));
    // Read again, it is not asked for as if it were gone.
    told.world.run(device.client.pull());
    let again = found(&mut told.world, &device.client);
    assert_eq!(lines(&again), lines(&findings));
}

#[test]
fn row_25_a_finding_is_left_so_with_a_reason_and_undo_brings_it_back() {
    // Two in charge at once, set aside on the team: a record that is no task.
    let mut told = story(5);
    let device = told.device();
    told.world.run(device.client.pull());
    let before = found(&mut told.world, &device.client);
    let findings = device.client.findings().findings;
    let waived = findings.iter().find_map(|f| {
        let code = f.finding.code;
        let mut remedies = f.remedies.iter();
        let leave = remedies.find(|r| matches!(r.gesture, Gesture::Waive(_)))?;
        let reason = Private::from("Le relais se fait à deux cette semaine.");
        Some((code, leave.gesture.with_waiver(code, reason)?))
    });
    let (code, command) = waived.unwrap();
    told.world.run(device.client.run(command)).unwrap();
    let after = found(&mut told.world, &device.client);
    let count = |all: &[Rc<Finding>]| all.iter().filter(|f| f.code == code).count();
    assert_eq!(count(&after) + 1, count(&before), "{code:?}");
    assert_eq!(lines(&after), lines(&told.by_the_rules(&device.client)));
    told.world.run(device.client.undo()).unwrap();
    let again = found(&mut told.world, &device.client);
    assert_eq!(lines(&again), lines(&before));
}

#[test]
fn what_falls_due_is_found_when_its_minute_comes_and_told_to_the_host() {
    let mut told = story(0);
    let device = told.device();
    told.world.run(device.client.pull());
    let followed = device.client.subscribe(|| {});
    let before = found(&mut told.world, &device.client).len();
    told.world.pass(3 * 86_400_000);
    let after = found(&mut told.world, &device.client).len();
    assert!(after > before, "{before}, then {after}");
    let counts: Vec<usize> = device
        .events
        .borrow()
        .iter()
        .filter_map(|e| match e {
            ClientEvent::Findings { n } => Some(n.iter().sum()),
            _ => None,
        })
        .collect();
    assert_eq!(counts.last(), Some(&after));
    drop(followed);
}
