//! Two people change one task without knowing of each other: what merges, and how the rest is
//! decided.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::ports::ClientEvent;
use coordo_client::{Choice, ConflictFieldView, ConflictView, FieldView, UnsentState};
use coordo_core::task::Priority;
use coordo_core::{Field, Private, Refusal, TaskStatus, TaskValue};
use coordo_testkit::duo::{card, edit, key, n_versions, on_server, status, title, world};
use coordo_testkit::world::{Device, World};

fn renamed(world: &mut World, device: &Device, to: &str, note: Option<&str>) {
    let edits = vec![(title("Pansement"), title(to))];
    edit(world, device, "1", edits, note).unwrap();
}

fn urgent(world: &mut World, device: &Device, note: Option<&str>) {
    let priority = TaskValue::Priority;
    let edits = vec![(priority(Priority::Routine), priority(Priority::Urgent))];
    edit(world, device, "1", edits, note).unwrap();
}

fn conflict(device: &Device) -> ConflictView {
    let mut all = device.client.conflicts();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn text(words: &str) -> FieldView {
    FieldView::Text(Private::from(words))
}

#[test]
fn what_each_changed_alone_merges_is_sent_by_itself_and_asks_nobody() {
    let (mut world, zoe, paul) = world();
    renamed(&mut world, &zoe, "Pansement du pied", Some("De Zoé"));
    world.run(zoe.client.sync());
    urgent(&mut world, &paul, Some("De Paul"));
    world.run(paul.client.sync());
    let held = on_server(&world, "1");
    for part in [
        "Pansement du pied",
        "\"urgent\"",
        "De Zoé",
        "De Paul",
        "1.50",
        "Voir la famille",
    ] {
        assert!(held.contains(part), "{part}: {held}");
    }
    assert_eq!(n_versions(&world, "1"), 3);
    assert_eq!(paul.client.status().pending, 0);
    let events = paul.events.borrow();
    assert!(
        !events
            .iter()
            .any(|e| matches!(e, ClientEvent::Conflict { .. }))
    );
    let shown = card(&paul.client, "1");
    assert_eq!(shown.title.unwrap().0, "Pansement du pied");
    assert_eq!(shown.pending, None);
}

#[test]
fn a_conflict_is_asked_field_by_field_and_what_merges_goes_with_the_decision() {
    let (mut world, zoe, paul) = world();
    renamed(&mut world, &zoe, "Pansement du pied", Some("De Zoé"));
    world.run(zoe.client.sync());
    world.pass(1_000);
    renamed(&mut world, &paul, "Pansement de la main", Some("De Paul"));
    urgent(&mut world, &paul, None);
    world.run(paul.client.sync());

    let asked = conflict(&paul);
    assert_eq!(asked.title.as_ref().unwrap().0, "Pansement du pied");
    assert_eq!(asked.by.as_ref().unwrap().0, "Zoé Roux");
    assert!(asked.at.is_some() && !asked.is_aside);
    let expected = ConflictFieldView {
        path: "description".into(),
        field: Some(Field::Title),
        before: text("Pansement"),
        mine: text("Pansement de la main"),
        theirs: text("Pansement du pied"),
    };
    assert_eq!(asked.fields, [expected]);
    assert!(asked.mine_at.is_some());
    let merged: Vec<_> = asked.merged.iter().map(|m| m.field).collect();
    assert_eq!(merged, [Field::Priority, Field::Note]);
    assert_eq!(asked.merged[1].mine, [text("De Paul")]);
    assert_eq!(asked.merged[1].values, [text("De Zoé"), text("De Paul")]);

    let outbox = paul.client.outbox();
    assert_eq!(
        outbox.rows.len(),
        1,
        "one row for all that is asked of a record"
    );
    assert_eq!(outbox.rows[0].state, UnsentState::Conflict);
    assert_eq!(
        outbox.rows[0].wanted.fields,
        [Field::Title, Field::Note, Field::Priority]
    );
    let record = key("Task", "1");
    let undecided = world.run(paul.client.settle(&record, Vec::new()));
    assert_eq!(undecided, Err(Refusal::WaitsForDecision));
    let choices = vec![("description".into(), Choice::Theirs)];
    world.run(paul.client.settle(&record, choices)).unwrap();
    world.run(paul.client.sync());
    let held = on_server(&world, "1");
    for part in ["Pansement du pied", "\"urgent\"", "De Zoé", "De Paul"] {
        assert!(held.contains(part), "{part}: {held}");
    }
    assert_eq!(paul.client.status().pending, 0);
    assert!(paul.client.conflicts().is_empty());
}

#[test]
fn a_decision_that_was_left_for_later_comes_back_when_the_source_says_something_new() {
    let (mut world, zoe, paul) = world();
    renamed(&mut world, &zoe, "A", None);
    world.run(zoe.client.sync());
    renamed(&mut world, &paul, "B", None);
    world.run(paul.client.sync());
    paul.client.set_aside(&key("Task", "1"));
    assert!(conflict(&paul).is_aside);
    world.run(paul.client.pull());
    assert!(conflict(&paul).is_aside, "nothing is new");
    let edits = vec![(title("A"), title("C"))];
    edit(&mut world, &zoe, "1", edits, None).unwrap();
    world.run(zoe.client.sync());
    world.run(paul.client.pull());
    let asked = conflict(&paul);
    assert!(!asked.is_aside);
    assert_eq!(asked.fields[0].theirs, text("C"));
    // The colleague gave it the wanted name: nothing is left to ask, or to send.
    let edits = vec![(title("C"), title("B"))];
    edit(&mut world, &zoe, "1", edits, None).unwrap();
    world.run(zoe.client.sync());
    world.run(paul.client.pull());
    assert!(paul.client.conflicts().is_empty());
    assert_eq!(paul.client.status().pending, 0);
}

#[test]
fn a_step_that_follows_the_colleagues_holds_and_a_stop_is_asked_with_its_reason() {
    let (mut world, zoe, paul) = world();
    status(&mut world, &zoe, "1", TaskStatus::Ready, None);
    world.run(zoe.client.sync());
    status(&mut world, &paul, "1", TaskStatus::InProgress, None);
    world.run(paul.client.sync());
    assert!(on_server(&world, "1").contains("\"in-progress\""));
    assert_eq!(paul.client.status().pending, 0);

    world.run(zoe.client.pull());
    edit(
        &mut world,
        &zoe,
        "1",
        Vec::new(),
        Some("La famille a rappelé"),
    )
    .unwrap();
    world.run(zoe.client.sync());
    status(
        &mut world,
        &paul,
        "1",
        TaskStatus::Cancelled,
        Some("Doublon"),
    );
    world.run(paul.client.sync());
    let asked = conflict(&paul);
    assert_eq!(
        asked.fields[0].mine,
        FieldView::Status(TaskStatus::Cancelled)
    );
    assert_eq!(
        asked.fields[0].theirs,
        FieldView::Status(TaskStatus::InProgress)
    );
    let why = asked.reasons[0].as_ref();
    assert_eq!(why.map(|why| why.0.as_str()), Some("Doublon"));
    assert!(asked.merged.iter().all(|m| m.field != Field::StatusReason));
    let choices = vec![("status".into(), Choice::Mine)];
    world
        .run(paul.client.settle(&key("Task", "1"), choices))
        .unwrap();
    world.run(paul.client.sync());
    let held = on_server(&world, "1");
    assert!(
        held.contains("\"cancelled\"") && held.contains("Doublon"),
        "{held}"
    );
    assert!(held.contains("a rappelé"), "{held}");
}

#[test]
fn a_conflict_outlives_the_instance() {
    let (mut world, zoe, paul) = world();
    renamed(&mut world, &zoe, "A", None);
    world.run(zoe.client.sync());
    renamed(&mut world, &paul, "B", Some("De Paul"));
    world.run(paul.client.sync());
    let before = conflict(&paul);
    let kept = paul.kept.borrow().clone();
    drop(paul);
    let fresh = world.device(|options| options.outbox = kept);
    world.run(fresh.client.pull());
    assert_eq!(conflict(&fresh).fields, before.fields);
    world
        .run(fresh.client.keep_mine(&key("Task", "1")))
        .unwrap();
    world.run(fresh.client.sync());
    let held = on_server(&world, "1");
    assert!(held.contains("\"B\"") && held.contains("De Paul"), "{held}");
}
