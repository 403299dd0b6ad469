//! A source that wants to know who asks: what it gave is hidden, the host is told once, and all goes
//! on as soon as it admits whoever asks.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::BoardQuery;
use coordo_client::ports::ClientEvent;
use coordo_client::{FailureCause, LoadView};
use coordo_core::TaskStatus;
use coordo_fhir::http::{HttpRequest, Method};
use coordo_sandbox::Faults;
use coordo_testkit::disk::Disk;
use coordo_testkit::duo::{card, cards, edit, now, on_server, status, title, world};
use coordo_testkit::world::{Device, World};

fn deny(world: &World, status: u16) {
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((status, 1_000)),
        ..Faults::default()
    });
}

fn admit(world: &World) {
    world.sandbox.borrow_mut().set_faults(Faults::default());
}

fn told(device: &Device) -> Vec<(String, u16)> {
    let events = device.events.borrow();
    let told = events.iter().filter_map(|event| {
        let ClientEvent::CredentialsNeeded { source, status } = event else {
            return None;
        };
        Some((source.clone(), *status))
    });
    told.collect()
}

#[test]
fn a_session_that_ended_hides_the_plan_and_is_told_to_the_host_once() {
    let (mut world, zoe, _) = world();
    assert_eq!(cards(&zoe.client).len(), 2);
    deny(&world, 401);
    for _ in 0..3 {
        world.run(zoe.client.poll());
    }
    assert_eq!(told(&zoe), [("dac".to_owned(), 401)]);
    assert!(cards(&zoe.client).is_empty());
    let board = zoe.client.board(&BoardQuery::default());
    let LoadView::Failed(failure) = board.frame.load else {
        panic!("it is not said");
    };
    assert_eq!(failure.cause, FailureCause::Server { status: 401 });
    assert!(
        !zoe.client.status().complete,
        "no alarm is derived from what is hidden"
    );
    assert!(
        zoe.client.export().contains("Pansement"),
        "held, and the host may have it"
    );
    // New credentials: the next asking brings it back by itself.
    admit(&world);
    world.run(zoe.client.poll());
    assert_eq!(cards(&zoe.client).len(), 2);
    assert!(zoe.client.status().complete);
    deny(&world, 401);
    world.run(zoe.client.poll());
    assert_eq!(told(&zoe).len(), 2, "told anew");
}

#[test]
fn a_change_that_met_a_closed_door_waits_hidden_and_leaves_with_new_credentials() {
    let (mut world, zoe, _) = world();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    deny(&world, 401);
    world.pass(10_000);
    assert_eq!(told(&zoe), [("dac".to_owned(), 401)]);
    assert!(cards(&zoe.client).is_empty());
    assert!(
        zoe.client.outbox().rows.is_empty(),
        "what it says is hidden"
    );
    assert_eq!(zoe.client.status().pending, 1, "that it waits is not");
    admit(&world);
    world.run(zoe.client.sync());
    assert!(on_server(&world, "1").contains("in-progress"));
    assert_eq!(zoe.client.status().pending, 0);
    assert_eq!(card(&zoe.client, "1").status_code(), "in-progress");
    assert_eq!(cards(&zoe.client).len(), 2);
}

#[test]
fn what_was_sent_is_told_newest_first_and_hidden_with_its_source() {
    let (mut world, zoe, _) = world();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    let to = vec![(title("Pansement"), title("Pansement du soir"))];
    edit(&mut world, &zoe, "1", to, None).unwrap();
    assert!(zoe.client.outbox().sent.is_empty(), "nothing has left");
    world.run(zoe.client.sync());
    let sent = zoe.client.outbox().sent;
    let told: Vec<_> = sent.iter().map(|s| s.wanted.status.clone()).collect();
    assert_eq!(told, [None, Some(TaskStatus::InProgress)]);
    assert_eq!(
        sent[0].title.as_ref().unwrap().as_str(),
        "Pansement du soir"
    );
    assert!(sent[1].sent_at <= sent[0].sent_at);
    deny(&world, 401);
    world.run(zoe.client.pull());
    assert!(zoe.client.outbox().sent.is_empty(), "who asks may not read");
}

#[test]
fn an_unsent_change_is_shown_again_when_the_plan_is() {
    let (mut world, zoe, _) = world();
    zoe.is_online.set(false);
    let to = vec![(title("Pansement"), title("Pansement du soir"))];
    edit(&mut world, &zoe, "1", to, None).unwrap();
    world.pass(4_500);
    zoe.is_online.set(true);
    deny(&world, 403);
    world.run(zoe.client.pull());
    assert!(cards(&zoe.client).is_empty());
    admit(&world);
    world.run(zoe.client.poll());
    let shown = card(&zoe.client, "1");
    assert_eq!(shown.title.unwrap().as_str(), "Pansement du soir");
    world.run(zoe.client.sync());
    assert!(on_server(&world, "1").contains("Pansement du soir"));
}

#[test]
fn who_may_read_and_not_write_still_reads() {
    let (mut world, zoe, _) = world();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    deny(&world, 403);
    world.pass(4_500);
    assert_eq!(told(&zoe), [("dac".to_owned(), 403)]);
    assert_eq!(cards(&zoe.client).len(), 2);
}

#[test]
fn what_was_deleted_behind_a_closed_door_does_not_come_back_from_the_device() {
    let (mut world, _, _) = world();
    let disk = Disk::default();
    let device = world.device_on(&disk, |_| {});
    world.run(device.client.pull());
    deny(&world, 401);
    world.run(device.client.poll());
    admit(&world);
    let gone = HttpRequest {
        method: Method::Delete,
        ..HttpRequest::get("Task/2")
    };
    world.sandbox.borrow_mut().handle(&gone, now());
    world.run(device.client.poll());
    assert_eq!(cards(&device.client).len(), 1);
    device.client.close();
    let later = world.device_on(&disk, |_| {});
    later.is_online.set(false);
    world.run(later.client.pull());
    assert_eq!(cards(&later.client).len(), 1);
}

#[test]
fn an_answer_that_comes_after_the_door_was_closed_shows_nothing() {
    let (mut world, zoe, _) = world();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    // The change is on its way, and taken; its answer is slow.
    world.latency_ms.set(3_000);
    world.pass(4_500);
    world.latency_ms.set(0);
    deny(&world, 401);
    world.run(zoe.client.poll());
    assert!(cards(&zoe.client).is_empty());
    world.pass(5_000);
    assert_eq!(zoe.client.status().pending, 0, "it is acknowledged");
    assert!(cards(&zoe.client).is_empty());
    admit(&world);
    world.run(zoe.client.poll());
    assert_eq!(card(&zoe.client, "1").status_code(), "in-progress");
    assert_eq!(cards(&zoe.client).len(), 2);
}

#[test]
fn a_door_that_closes_on_a_change_while_the_plan_is_read_takes_nothing_from_the_device() {
    let (mut world, _, _) = world();
    let disk = Disk::default();
    let device = world.device_on(&disk, |_| {});
    world.run(device.client.pull());
    // Long enough ago that nobody tells the unchanged ones again.
    world.pass(3_600_000);
    world.run(device.client.poll());
    status(&mut world, &device, "1", TaskStatus::InProgress, None);
    world.latency_ms.set(3_000);
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((401, 1)),
        ..Faults::default()
    });
    world.pass(4_500);
    // The change is refused at the door while a reading of what has changed is under way.
    world.begin(device.client.poll());
    world.pass(3_000);
    assert!(cards(&device.client).is_empty());
    world.pass(60_000);
    world.latency_ms.set(0);
    assert_eq!(told(&device), [("dac".to_owned(), 401)]);
    assert_eq!(cards(&device.client).len(), 2);
    world.run(device.client.poll());
    assert_eq!(cards(&device.client).len(), 2);
    assert!(device.client.status().complete);
    world.run(device.client.sync());
    assert!(on_server(&world, "1").contains("in-progress"));
    device.client.close();
    let later = world.device_on(&disk, |_| {});
    later.is_online.set(false);
    world.run(later.client.pull());
    assert_eq!(cards(&later.client).len(), 2);
}

#[test]
fn nothing_of_a_hidden_plan_is_told_by_the_rules_by_what_changed_or_by_undo() {
    let (mut world, zoe, paul) = world();
    let nobodys = r#"{"resourceType":"Task","id":"3","status":"in-progress","intent":"order","for":{"reference":"Patient/p"}}"#;
    let request = HttpRequest::put_if_match("Task/3", None, nobodys.into());
    world.sandbox.borrow_mut().handle(&request, now());
    let look = |world: &mut World| {
        world.run(zoe.client.poll());
        zoe.client.changes();
        zoe.client.findings();
        world.settle();
    };
    look(&mut world);
    status(&mut world, &paul, "2", TaskStatus::Accepted, None);
    world.pass(4_500);
    look(&mut world);
    assert_eq!(zoe.client.changes().changes.len(), 1);
    assert_ne!(zoe.client.findings().n, [0, 0, 0]);
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    deny(&world, 401);
    world.pass(4_500);
    assert!(cards(&zoe.client).is_empty());
    assert_eq!(zoe.client.changes().changes, []);
    let findings = zoe.client.findings();
    assert_eq!((findings.findings.len(), findings.n), (0, [0, 0, 0]));
    let board = zoe.client.board(&BoardQuery::default());
    assert_eq!(board.frame.undo, None);
    // A key of the keyboard may still ask for it.
    let _ = world.run(zoe.client.undo());
    assert!(cards(&zoe.client).is_empty());
    admit(&world);
    world.run(zoe.client.poll());
    assert_eq!(cards(&zoe.client).len(), 3);
}
