//! Several pages of one device on the same plan: any of them may change, one sends.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::cell::Cell;
use std::rc::Rc;

use coordo_client::board::BoardQuery;
use coordo_client::ports::ClientEvent;
use coordo_client::{LoadView, PendingView};
use coordo_core::TaskStatus;
use coordo_sandbox::Faults;
use coordo_testkit::disk::Disk;
use coordo_testkit::duo::{card, cards, key, now, on_server, put, status};
use coordo_testkit::world::{Device, World};

/// Two pages that have read the same, the first of which leads.
fn pages() -> (World, Device, Device) {
    let mut world = World::at(now());
    put(&world, "1", "requested");
    put(&world, "2", "accepted");
    let disk = Disk::default();
    let leader = world.device_on(&disk, |_| {});
    let follower = world.device_on(&disk, |_| {});
    follower.client.lead(false);
    world.run(leader.client.pull());
    world.run(follower.client.pull());
    world.run(news(&leader));
    world.run(news(&follower));
    (world, leader, follower)
}

fn news(page: &Device) -> impl Future<Output = ()> + 'static {
    let client = page.client.clone();
    async move { client.take_news().await }
}

#[test]
fn a_change_of_a_page_that_follows_is_shown_in_the_other_and_sent_by_it_once() {
    let (mut world, leader, follower) = pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.run(news(&leader));
    assert_eq!(card(&leader.client, "1").status_code(), "accepted");
    assert!(on_server(&world, "1").contains("requested"));
    world.pass(10_000);
    let sent = on_server(&world, "1");
    assert!(
        sent.contains("accepted") && sent.contains(r#""versionId":"2""#),
        "{sent}"
    );
    assert_eq!(leader.client.status().pending, 0);
    assert_eq!(follower.client.status().pending, 1, "it has not heard yet");
    world.run(news(&follower));
    assert_eq!(follower.client.status().pending, 0);
    assert_eq!(card(&follower.client, "1").status_code(), "accepted");
    assert_eq!(card(&follower.client, "1").pending, None);
}

#[test]
fn a_page_that_follows_sends_nothing_until_it_leads() {
    let (mut world, leader, follower) = pages();
    leader.client.close();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.pass(60_000);
    assert!(on_server(&world, "1").contains("requested"));
    follower.client.lead(true);
    world.settle();
    assert!(on_server(&world, "1").contains("accepted"));
    assert_eq!(follower.client.status().pending, 0);
}

#[test]
fn a_page_that_the_device_fails_sends_for_itself_what_it_and_others_changed_and_all_of_it_once() {
    let (mut world, leader, follower) = pages();
    status(&mut world, &leader, "2", TaskStatus::InProgress, None);
    world.run(news(&follower));
    follower.client.outdated();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    leader.client.close();
    world.pass(60_000);
    for (id, is) in [("1", "accepted"), ("2", "in-progress")] {
        let sent = on_server(&world, id);
        assert!(sent.contains(is), "{sent}");
        assert!(sent.contains(r#""versionId":"2""#), "{sent}");
    }
    assert_eq!(follower.client.status().pending, 0);
}

#[test]
fn what_one_page_takes_back_in_time_the_other_never_sends() {
    let (mut world, leader, follower) = pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.run(news(&leader));
    world.run(follower.client.undo()).unwrap();
    world.run(news(&leader));
    assert_eq!(card(&leader.client, "1").status_code(), "requested");
    world.pass(10_000);
    assert!(on_server(&world, "1").contains(r#""versionId":"1""#));
    assert_eq!(leader.client.status().pending, 0);
}

#[test]
fn what_the_leading_page_reads_is_shown_in_the_other() {
    let (mut world, leader, follower) = pages();
    put(&world, "2", "in-progress");
    world.run(leader.client.pull());
    world.run(news(&follower));
    assert_eq!(card(&follower.client, "2").status_code(), "in-progress");
}

#[test]
fn a_question_is_asked_in_both_pages_and_answered_in_either() {
    let (mut world, leader, follower) = pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    put(&world, "1", "cancelled");
    world.run(news(&leader));
    world.pass(10_000);
    world.run(news(&follower));
    for page in [&leader, &follower] {
        let pending = card(&page.client, "1").pending;
        assert!(matches!(pending, Some(PendingView::Conflict { .. })));
    }
    world.run(follower.client.discard_mine(&key("Task", "1")));
    world.run(news(&leader));
    for page in [&leader, &follower] {
        assert_eq!(page.client.status().pending, 0);
        assert_eq!(card(&page.client, "1").status_code(), "cancelled");
    }
}

#[test]
fn changes_of_two_pages_to_one_record_arrive_in_the_order_of_making() {
    let (mut world, leader, follower) = pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.run(news(&leader));
    world.pass(1);
    status(&mut world, &leader, "1", TaskStatus::InProgress, None);
    world.run(news(&follower));
    assert_eq!(card(&follower.client, "1").status_code(), "in-progress");
    world.pass(20_000);
    world.run(news(&follower));
    let sent = on_server(&world, "1");
    assert!(sent.contains("in-progress"), "{sent}");
    assert_eq!(leader.client.status().pending, 0);
    assert_eq!(follower.client.status().pending, 0);
}

/// Two pages of which the first leads under a number in the store.
fn numbered_pages() -> (World, Device, Device) {
    let (mut world, leader, follower) = pages();
    leader.client.lead(true);
    world.settle();
    (world, leader, follower)
}

#[test]
fn a_page_that_slept_while_another_took_the_lead_sends_nothing() {
    let (mut world, frozen, other) = numbered_pages();
    status(&mut world, &frozen, "1", TaskStatus::Accepted, None);
    // The other got the lock; the first was not told, since it sleeps.
    other.client.lead(true);
    world.settle();
    assert_eq!(other.client.status().pending, 1);
    world.pass(3_999);
    let frozen_is_cut = frozen.is_online.clone();
    other.is_online.set(false);
    world.pass(10_000);
    assert!(frozen_is_cut.get());
    assert!(on_server(&world, "1").contains(r#""versionId":"1""#));
    other.is_online.set(true);
    world.pass(120_000);
    let sent = on_server(&world, "1");
    assert!(
        sent.contains("accepted") && sent.contains(r#""versionId":"2""#),
        "{sent}"
    );
    world.run(news(&frozen));
    for page in [&frozen, &other] {
        assert_eq!(page.client.status().pending, 0);
    }
}

#[test]
fn the_late_answer_to_a_page_that_no_longer_leads_takes_nothing_out() {
    let (mut world, frozen, other) = numbered_pages();
    status(&mut world, &frozen, "1", TaskStatus::Accepted, None);
    world.latency_ms.set(5_000);
    world.pass(4_500);
    other.client.lead(true);
    world.settle();
    // Both answers are on their way: the first page's own, and what the other asked.
    world.run(news(&other));
    world.pass(4_600);
    assert_eq!(other.client.status().pending, 1, "nobody took it out");
    world.pass(20_000);
    world.run(news(&frozen));
    for page in [&frozen, &other] {
        assert_eq!(page.client.status().pending, 0);
        assert_eq!(card(&page.client, "1").status_code(), "accepted");
    }
    assert!(on_server(&world, "1").contains(r#""versionId":"2""#));
}

#[test]
fn what_another_page_took_back_without_a_word_is_not_sent() {
    let (mut world, leader, follower) = numbered_pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.run(news(&leader));
    world.run(follower.client.undo()).unwrap();
    // No message came: the row is gone when it is to be marked.
    world.pass(10_000);
    assert!(on_server(&world, "1").contains(r#""versionId":"1""#));
    assert_eq!(leader.client.status().pending, 0);
    status(&mut world, &leader, "2", TaskStatus::InProgress, None);
    world.pass(10_000);
    assert!(on_server(&world, "2").contains("in-progress"), "it goes on");
}

#[test]
fn a_page_whose_number_is_over_asks_again_once_nobody_leads() {
    let (mut world, leader, other) = numbered_pages();
    other.client.lead(true);
    world.settle();
    status(&mut world, &leader, "1", TaskStatus::Accepted, None);
    other.client.close();
    world.pass(60_000);
    assert!(on_server(&world, "1").contains("accepted"));
    assert_eq!(leader.client.status().pending, 0);
}

#[test]
fn a_plan_that_is_denied_to_one_page_is_hidden_in_all_until_one_may_read_it_again() {
    let (mut world, leader, follower) = pages();
    let deny = |world: &World, n| {
        world.sandbox.borrow_mut().set_faults(Faults {
            fail_next: (n > 0).then_some((403, n)),
            ..Faults::default()
        });
    };
    let n_shown = |page: &Device| cards(&page.client).len();
    let needs_credentials = |page: &Device| {
        let events = page.events.borrow();
        let told = events.iter();
        told.filter(|e| matches!(e, ClientEvent::CredentialsNeeded { status: 403, .. }))
            .count()
    };
    deny(&world, 1_000);
    world.run(leader.client.poll());
    world.pass(0);
    assert_eq!((n_shown(&leader), n_shown(&follower)), (0, 2));
    world.run(news(&follower));
    assert_eq!(n_shown(&follower), 0);
    assert_eq!(needs_credentials(&follower), 1, "its host hears it too");
    assert!(!follower.client.status().complete);
    deny(&world, 0);
    world.run(leader.client.pull());
    world.pass(0);
    world.run(news(&follower));
    assert_eq!((n_shown(&leader), n_shown(&follower)), (2, 2));
    let board = follower.client.board(&BoardQuery::default());
    assert_eq!(board.frame.load, LoadView::Ready);
    assert!(follower.client.status().complete);
}

#[test]
fn a_plan_that_was_denied_is_asked_for_anew_by_whoever_opens_it_anew() {
    let mut world = World::at(now());
    put(&world, "1", "requested");
    let disk = Disk::default();
    let before = world.device_on(&disk, |_| {});
    world.run(before.client.pull());
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((401, 1)),
        ..Faults::default()
    });
    world.run(before.client.poll());
    world.pass(0);
    let after = world.device_on(&disk, |_| {});
    after.is_online.set(false);
    world.run(after.client.pull());
    assert_eq!(card(&after.client, "1").status_code(), "requested");
}

#[test]
fn sending_ends_where_another_page_took_the_only_change_back() {
    let (mut world, leader, follower) = numbered_pages();
    status(&mut world, &follower, "1", TaskStatus::Accepted, None);
    world.run(news(&leader));
    world.run(follower.client.undo()).unwrap();
    let has_ended = Rc::new(Cell::new(false));
    let (client, ended) = (leader.client.clone(), has_ended.clone());
    world.begin(async move {
        client.sync().await;
        ended.set(true);
    });
    world.pass(10_000);
    assert!(has_ended.get());
    assert!(on_server(&world, "1").contains("requested"));
}

#[test]
fn a_page_that_is_admitted_reads_again_as_soon_as_it_leads() {
    let (mut world, leader, other) = numbered_pages();
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((401, 1)),
        ..Faults::default()
    });
    world.run(leader.client.poll());
    world.pass(0);
    world.run(news(&other));
    assert!(cards(&other.client).is_empty());
    // The session of the one is over; the other has signed in.
    leader.client.lead(false);
    other.client.lead(true);
    world.pass(0);
    assert_eq!(cards(&other.client).len(), 2);
    world.run(news(&leader));
    assert_eq!(cards(&leader.client).len(), 2);
}
