//! Two people on one plan: what one changes the other sees, and nothing is lost on the way.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::rc::Rc;

use coordo_client::board::BoardQuery;
use coordo_client::ports::{ClientEvent, Clock as _};
use coordo_client::{
    Client, DifferenceView, FieldView, LoadView, PendingView, SourceKind, SourceOptions,
};
use coordo_core::task::transition::Mode;
use coordo_core::{ChangeKind, Field, Private, Refusal, SourceId, TaskStatus, Wanted};
use coordo_fhir::http::HttpRequest;
use coordo_sandbox::{Faults, Sandbox};
use coordo_testkit::duo::{card, edit, key, now, on_server, title, try_status};
use coordo_testkit::folders;
use coordo_testkit::world::{Device, World};

fn task(id: &str, status: &str) -> String {
    format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"{status}","description":"Tâche {id}","weight":1.50,"extension":[{{"url":"x","valueDecimal":1.0}}]}}"#
    )
}

/// A world with tasks `(id, status)` and two devices that have read them.
fn world(tasks: &[(&str, &str)]) -> (World, Device, Device) {
    let mut world = World::at(now());
    for (id, status) in tasks {
        let request = HttpRequest::put_if_match(format!("Task/{id}"), None, task(id, status));
        world.sandbox.borrow_mut().handle(&request, now());
    }
    let a = world.device(|_| {});
    let b = world.device(|_| {});
    world.run(a.client.pull());
    world.run(b.client.pull());
    (world, a, b)
}

fn status(client: &Client, id: &str) -> String {
    card(client, id).status_code().to_owned()
}

#[test]
fn a_change_shows_at_once_leaves_after_a_moment_and_reaches_the_other_at_its_next_pull() {
    let (mut world, a, b) = world(&[("1", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    assert_eq!(status(&a.client, "1"), "in-progress");
    assert!(matches!(
        card(&a.client, "1").pending,
        Some(PendingView::Unsent { .. })
    ));
    assert!(on_server(&world, "1").contains("\"accepted\""));

    world.pass(4_000);
    assert!(on_server(&world, "1").contains("\"in-progress\""));
    assert_eq!(card(&a.client, "1").pending, None);
    assert_eq!(a.client.status().pending, 0);
    let synced =
        |e: &ClientEvent| matches!(e, ClientEvent::Synced { resource, .. } if resource == "Task/1");
    assert!(a.events.borrow().iter().any(synced));

    assert_eq!(status(&b.client, "1"), "accepted");
    world.run(b.client.pull());
    assert_eq!(status(&b.client, "1"), "in-progress");
    let seen = b.client.last_remote_change().unwrap();
    assert_eq!(seen.to, TaskStatus::InProgress);
}

#[test]
fn what_is_not_understood_survives_the_change() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.run(a.client.sync());
    let text = on_server(&world, "1");
    assert!(text.contains("\"weight\":1.50"), "{text}");
    assert!(text.contains("\"valueDecimal\":1.0"), "{text}");
}

#[test]
fn an_outdated_write_is_told_and_kept_until_a_person_decides() {
    let (mut world, a, b) = world(&[("1", "in-progress")]);
    try_status(&mut world, &a, "1", TaskStatus::OnHold, Some("absente")).unwrap();
    world.run(a.client.sync());
    try_status(&mut world, &b, "1", TaskStatus::Completed, None).unwrap();
    world.run(b.client.sync());

    let card = card(&b.client, "1");
    assert_eq!(
        card.status_code(),
        "on-hold",
        "what the source holds is shown"
    );
    assert_eq!(
        card.pending,
        Some(PendingView::Conflict {
            mine: Wanted {
                kind: ChangeKind::Status,
                status: Some(TaskStatus::Completed),
                fields: vec![],
            },
            theirs: Some(TaskStatus::OnHold),
            differences: vec![
                DifferenceView {
                    field: Field::Status,
                    mine: FieldView::Status(TaskStatus::Completed),
                    theirs: FieldView::Status(TaskStatus::OnHold),
                },
                DifferenceView {
                    field: Field::StatusReason,
                    mine: FieldView::Nothing,
                    theirs: FieldView::Text(Private::from("absente")),
                },
            ],
        })
    );
    assert_eq!(card.fixed, Some(Refusal::WaitsForDecision));
    assert_eq!(b.client.status().pending, 1, "it is not lost");
    assert!(on_server(&world, "1").contains("\"on-hold\""));
    assert!(
        b.events
            .borrow()
            .iter()
            .any(|e| matches!(e, ClientEvent::Conflict { .. }))
    );
}

#[test]
fn keeping_mine_sends_it_on_what_the_source_holds_now() {
    let (mut world, a, b) = world(&[("1", "in-progress")]);
    try_status(&mut world, &a, "1", TaskStatus::OnHold, Some("absente")).unwrap();
    world.run(a.client.sync());
    try_status(&mut world, &b, "1", TaskStatus::Cancelled, Some("doublon")).unwrap();
    world.run(b.client.sync());
    world.run(b.client.keep_mine(&key("Task", "1"))).unwrap();
    world.run(b.client.sync());
    assert!(on_server(&world, "1").contains("\"cancelled\""));
    assert_eq!(b.client.status().pending, 0);
}

#[test]
fn keeping_mine_is_refused_where_the_table_forbids_it_there_and_nothing_is_lost() {
    let (mut world, a, b) = world(&[("1", "in-progress")]);
    try_status(&mut world, &a, "1", TaskStatus::Cancelled, Some("doublon")).unwrap();
    world.run(a.client.sync());
    try_status(&mut world, &b, "1", TaskStatus::Completed, None).unwrap();
    world.run(b.client.sync());
    let answer = world.run(b.client.keep_mine(&key("Task", "1")));
    assert!(matches!(answer, Err(Refusal::Ended { .. })));
    assert_eq!(b.client.status().pending, 1);
    world.run(b.client.discard_mine(&key("Task", "1")));
    assert_eq!(b.client.status().pending, 0);
    assert_eq!(status(&b.client, "1"), "cancelled");
}

#[test]
fn without_network_changes_wait_and_leave_when_it_is_back() {
    let (mut world, a, _) = world(&[("1", "accepted"), ("2", "ready")]);
    a.is_online.set(false);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    try_status(&mut world, &a, "2", TaskStatus::InProgress, None).unwrap();
    world.pass(60_000);
    let sync = a.client.board(&BoardQuery::default()).frame.sync;
    assert_eq!((sync.online, sync.n_unsent), (false, 2));
    assert!(sync.offline_since.is_some());
    a.is_online.set(true);
    world.pass(600_000);
    assert_eq!(a.client.status().pending, 0);
    assert!(a.client.status().online);
    assert!(on_server(&world, "2").contains("\"in-progress\""));
}

#[test]
fn several_changes_of_one_task_leave_in_their_order() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a.is_online.set(false);
    for to in [
        TaskStatus::Ready,
        TaskStatus::InProgress,
        TaskStatus::Completed,
    ] {
        try_status(&mut world, &a, "1", to, None).unwrap();
    }
    a.is_online.set(true);
    world.run(a.client.sync());
    world.pass(10_000);
    let request = HttpRequest::get("Task/1/_history");
    let history = world.sandbox.borrow_mut().handle(&request, now()).body;
    assert!(history.contains("\"total\":4"), "{history}");
    assert!(on_server(&world, "1").contains("\"completed\""));
}

#[test]
fn a_change_whose_answer_was_lost_is_not_made_twice_and_is_no_conflict() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.lose_answers.set(1);
    world.run(a.client.sync());
    assert_eq!(a.client.status().pending, 1);
    world.pass(60_000);
    assert_eq!(a.client.status().pending, 0);
    let request = HttpRequest::get("Task/1/_history");
    let history = world.sandbox.borrow_mut().handle(&request, now()).body;
    assert!(history.contains("\"total\":2"), "{history}");
}

#[test]
fn an_overloaded_source_is_asked_again_and_a_refusal_for_good_is_told() {
    let (mut world, a, _) = world(&[("1", "accepted"), ("2", "accepted")]);
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((503, 1)),
        ..Faults::default()
    });
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.pass(60_000);
    assert_eq!(a.client.status().pending, 0);

    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((422, 1)),
        ..Faults::default()
    });
    try_status(&mut world, &a, "2", TaskStatus::InProgress, None).unwrap();
    world.pass(60_000);
    let card = card(&a.client, "2");
    assert!(matches!(
        card.pending,
        Some(PendingView::Refused { status: 422, .. })
    ));
    assert_eq!(card.status_code(), "accepted", "a wrong one is never shown");
    assert_eq!(a.client.status().pending, 1);
}

#[test]
fn undo_of_an_unsent_change_removes_it() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    let undo = a.client.board(&BoardQuery::default()).frame.undo.unwrap();
    assert_eq!(
        (undo.back_to, undo.refusal),
        (Some(TaskStatus::Accepted), None)
    );
    world.run(a.client.undo()).unwrap();
    assert_eq!(status(&a.client, "1"), "accepted");
    world.pass(60_000);
    assert_eq!(a.client.status().pending, 0);
    assert!(!on_server(&world, "1").contains("in-progress"));
}

#[test]
fn undo_of_a_sent_change_is_a_new_change_where_the_table_allows_it_and_says_why_otherwise() {
    let (mut world, a, _) = world(&[("1", "on-hold"), ("2", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.run(a.client.sync());
    // Paused again without the reason it had: the table asks for one, and none was written.
    let answer = world.run(a.client.undo());
    assert_eq!(
        answer,
        Err(Refusal::ReasonMissing {
            to: TaskStatus::OnHold
        })
    );
    try_status(&mut world, &a, "2", TaskStatus::InProgress, None).unwrap();
    world.run(a.client.sync());
    assert!(matches!(
        world.run(a.client.undo()),
        Err(Refusal::NotAllowed { .. })
    ));
    let undo = a.client.board(&BoardQuery::default()).frame.undo.unwrap();
    assert!(matches!(undo.refusal, Some(Refusal::NotAllowed { .. })));
}

#[test]
fn unsent_changes_outlive_the_instance_through_the_hosts_copy() {
    let (mut world, a, _) = world(&[("1", "accepted"), ("2", "ready")]);
    a.is_online.set(false);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    try_status(
        &mut world,
        &a,
        "2",
        TaskStatus::OnHold,
        Some("« clé » perdue"),
    )
    .unwrap();
    let kept = a.kept.borrow().clone();
    drop(a);

    let fresh = world.device(|options| options.outbox = kept);
    assert_eq!(fresh.client.status().pending, 2);
    world.run(fresh.client.pull());
    assert_eq!(status(&fresh.client, "1"), "in-progress");
    world.pass(60_000);
    assert_eq!(fresh.client.status().pending, 0);
    assert!(on_server(&world, "1").contains("\"in-progress\""));
    assert!(on_server(&world, "2").contains("« clé » perdue"));
    assert!(fresh.kept.borrow().is_empty());
}

#[test]
fn an_unsent_change_waits_for_its_own_source_after_a_restart_and_for_no_other() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a.is_online.set(false);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    let kept = a.kept.borrow().clone();
    drop(a);
    let fresh = world.device(|options| {
        options.outbox = kept;
        options.sources.push(SourceOptions {
            id: SourceId("hopital".into()),
            kind: SourceKind::Bundle {
                documents: vec![Rc::new(b"<html>".to_vec())],
            },
        });
    });
    world.run(fresh.client.pull());
    assert!(!fresh.client.status().complete);
    assert_eq!(status(&fresh.client, "1"), "in-progress");
    world.pass(60_000);
    assert_eq!(fresh.client.status().pending, 0);
    assert!(on_server(&world, "1").contains("\"in-progress\""));
}

#[test]
fn an_unsent_change_whose_record_is_gone_waits_for_a_person() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a.is_online.set(false);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    let kept = a.kept.borrow().clone();
    let mut elsewhere = World::at(now());
    let fresh = elsewhere.device(|options| options.outbox = kept);
    elsewhere.run(fresh.client.pull());
    elsewhere.pass(60_000);
    assert_eq!(fresh.client.status().pending, 1);
    assert!(
        world.run(fresh.client.purge(false)).is_err(),
        "purge refuses while something is unsent"
    );
    world.run(fresh.client.purge(true)).unwrap();
    assert_eq!(fresh.client.status().pending, 0);
}

#[test]
fn a_read_only_client_and_a_bundle_source_refuse_and_say_which() {
    let mut world = World::at(now());
    let text = task("1", "accepted");
    let reader = world.reader(&[text.as_bytes()], |_| {});
    world.run(reader.client.pull());
    let view = reader.client.board(&BoardQuery::default());
    assert!(view.frame.is_read_only);
    let fixed = view.columns.iter().flat_map(|c| &c.cards).next().unwrap();
    assert_eq!(fixed.fixed, Some(Refusal::ReadOnlySource));
    assert!(fixed.moves.is_empty());
}

#[test]
fn lenient_mode_lets_an_unusual_move_through_and_says_so_before() {
    let mut world = World::at(now());
    let put = HttpRequest::put_if_match("Task/1", None, task("1", "draft"));
    world.sandbox.borrow_mut().handle(&put, now());
    let a = world.device(|options| options.mode = Mode::Lenient);
    world.run(a.client.pull());
    let moves = card(&a.client, "1").moves;
    let done = moves
        .iter()
        .find(|m| m.to == TaskStatus::Completed)
        .unwrap();
    assert!(done.is_unusual && done.refusal.is_none());
    try_status(&mut world, &a, "1", TaskStatus::Completed, None).unwrap();
}

#[test]
fn the_first_story_shows_its_tasks_with_owner_due_date_and_plan() {
    let mut world = World::at(now());
    let story = folders::stories().join("1-sortie-hopital/bundle-00.json");
    let bytes = std::fs::read(story).unwrap();
    world.sandbox.borrow_mut().load(&bytes, now()).unwrap();
    let a = world.device(|options| {
        let dac = SourceId("dac".into());
        options.subject = Some((dac.clone(), "Patient/marchandeau-odette".into()));
        options.actor = Some((dac, "PractitionerRole/idec-corbineau".into()));
    });
    world.run(a.client.pull());
    let view = a.client.board(&BoardQuery::default());
    assert_eq!(view.frame.load, LoadView::Ready);
    assert_eq!(view.n_cards, 11);
    let courses = card(&a.client, "t-courses");
    assert_eq!(
        courses.owner.name.as_deref().map(String::as_str),
        Some("Voisine du 3e étage (Mme J.)")
    );
    let visite = card(&a.client, "t-premiere-visite");
    assert!(visite.owner.is_offered && visite.due.is_some() && visite.plan.is_some());
    let every_owner = view.columns.iter().flat_map(|c| &c.cards);
    assert!(every_owner.clone().all(|c| !c.owner.is_unresolved));
    assert!(every_owner.clone().any(|c| c.owner.is_me));
}

#[test]
fn a_closed_client_does_nothing_more() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    a.client.close();
    world.pass(60_000);
    assert!(on_server(&world, "1").contains("\"accepted\""));
    assert_eq!(a.client.board(&BoardQuery::default()).n_cards, 0);
}

#[test]
fn a_hosts_clock_may_call_the_client_back_at_any_time() {
    let (mut world, a, b) = world(&[("1", "accepted"), ("2", "in-progress")]);
    let client = a.client.clone();
    let calls = Rc::new(std::cell::Cell::new(0));
    let counted = calls.clone();
    *world.clock.besides.borrow_mut() = Some(Rc::new(move || {
        counted.set(counted.get() + 1);
        // Takes the state for writing and gives it back, as a host's own call does.
        drop(client.subscribe(|| {}));
    }));
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.run(a.client.undo()).unwrap();
    try_status(&mut world, &b, "2", TaskStatus::Completed, None).unwrap();
    try_status(&mut world, &a, "2", TaskStatus::Completed, None).unwrap();
    world.run(b.client.sync());
    world.run(a.client.sync());
    world.run(a.client.pull());
    let _ = world.run(a.client.keep_mine(&key("Task", "2")));
    world.pass(60_000);
    assert!(calls.get() > 10);
    *world.clock.besides.borrow_mut() = None;
}

/// Paul changes what Zoé has read; then the server comes back from a backup of before, and takes
/// another change of Paul's under the same version.
fn a_version_is_given_twice(world: &mut World, zoe: &Device) {
    let backup = world.sandbox.borrow().clone();
    let put = |world: &World, title: &str| {
        let text = task("1", "accepted").replace("Tâche 1", title);
        let request = HttpRequest::put_if_match("Task/1", Some("1"), text);
        let now = world.clock.now();
        let answer = world.sandbox.borrow_mut().handle(&request, now);
        assert_eq!(answer.version(), Some("2"));
    };
    put(world, "Avant");
    world.run(zoe.client.pull());
    world.pass(60_000);
    *world.sandbox.borrow_mut() = backup;
    put(world, "Après");
}

#[test]
fn what_a_restored_server_says_under_a_number_of_before_is_shown() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a_version_is_given_twice(&mut world, &a);
    let shown = |a: &Device| card(&a.client, "1").title.unwrap();
    assert_eq!(shown(&a).as_str(), "Avant");
    world.run(a.client.pull());
    assert_eq!(shown(&a).as_str(), "Après");
}

#[test]
fn a_change_that_rests_on_a_number_given_twice_overwrites_nothing_once_it_is_read() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a_version_is_given_twice(&mut world, &a);
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    world.run(a.client.pull());
    world.run(a.client.sync());
    let text = on_server(&world, "1");
    assert!(
        text.contains("Après") && text.contains("in-progress"),
        "{text}"
    );
    assert_eq!(a.client.status().pending, 0);
}

#[test]
fn a_source_that_gave_a_number_twice_is_asked_before_each_writing() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a_version_is_given_twice(&mut world, &a);
    world.run(a.client.pull());
    try_status(&mut world, &a, "1", TaskStatus::InProgress, None).unwrap();
    a.requests.borrow_mut().clear();
    world.run(a.client.sync());
    let asked = a.requests.borrow();
    assert_eq!(*asked, ["GET Task/1", "PUT Task/1"]);
}

#[test]
fn a_change_kept_over_a_restart_asks_where_its_number_names_another_content_now() {
    let (mut world, a, _) = world(&[("1", "accepted")]);
    a.is_online.set(false);
    edit(
        &mut world,
        &a,
        "1",
        vec![(title("Tâche 1"), title("Mienne"))],
        None,
    )
    .unwrap();
    let kept = a.kept.borrow().clone();
    drop(a);
    let text = task("1", "accepted").replace("Tâche 1", "Leur");
    let request = HttpRequest::put_if_match("Task/1", None, text);
    let mut restored = Sandbox::default();
    restored.handle(&request, now());
    *world.sandbox.borrow_mut() = restored;

    let fresh = world.device(|options| options.outbox = kept);
    world.run(fresh.client.pull());
    world.pass(60_000);
    let pending = card(&fresh.client, "1").pending;
    assert!(matches!(pending, Some(PendingView::Conflict { .. })));
    assert!(on_server(&world, "1").contains("Leur"));
}
