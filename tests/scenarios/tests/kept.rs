//! What a device keeps between two visits: what was read, and above all what was changed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::BoardQuery;
use coordo_client::cache::{Hindrance, Keeping};
use coordo_client::{Client, LoadView, PendingView, StoreError};
use coordo_core::{Command, Refusal, TaskStatus};
use coordo_fhir::http::HttpRequest;
use coordo_testkit::disk::Disk;
use coordo_testkit::duo::{card, cards, key, now, put, try_status};
use coordo_testkit::world::{Device, World};

const DAY: i64 = 86_400_000;

fn status_there(world: &World, id: &str) -> (u16, String) {
    let request = HttpRequest::get(format!("Task/{id}"));
    let response = world.sandbox.borrow_mut().handle(&request, now());
    (response.status, response.body)
}

fn has(client: &Client, id: &str) -> bool {
    cards(client).iter().any(|c| c.key.record.id == id)
}

/// Two tasks, and a device that has read them once and was closed.
fn visited() -> (World, Disk) {
    let mut world = World::at(now());
    put(&world, "1", "requested");
    put(&world, "2", "accepted");
    let disk = Disk::default();
    let first = world.device_on(&disk, |_| {});
    world.run(first.client.pull());
    first.client.close();
    world.settle();
    (world, disk)
}

/// The device opened again where there is no network.
fn reopened_offline(world: &mut World, disk: &Disk) -> Device {
    let device = world.device_on(disk, |_| {});
    device.is_online.set(false);
    world.run(device.client.pull());
    device
}

#[test]
fn what_was_read_whole_is_shown_again_without_a_network_as_of_then() {
    let (mut world, disk) = visited();
    world.pass(DAY);
    let device = reopened_offline(&mut world, &disk);
    let board = device.client.board(&BoardQuery::default());
    assert_eq!(board.frame.load, LoadView::Ready);
    assert!(has(&device.client, "1") && has(&device.client, "2"));
    let status = device.client.status();
    assert!(status.complete && !status.online);
    assert_eq!(status.last_synced_at, Some(now()));
    assert_eq!(status.cache.keeping, Keeping::Device);
}

#[test]
fn what_was_never_read_whole_does_not_pass_for_whole() {
    let mut world = World::at(now());
    put(&world, "1", "requested");
    let disk = Disk::default();
    let first = world.device_on(&disk, |_| {});
    first.is_online.set(false);
    world.run(first.client.pull());
    first.client.close();
    let device = reopened_offline(&mut world, &disk);
    assert!(!device.client.status().complete);
}

#[test]
fn a_change_made_without_a_network_arrives_once_from_a_later_visit_unaltered() {
    let (mut world, disk) = visited();
    let stairwell = reopened_offline(&mut world, &disk);
    try_status(&mut world, &stairwell, "1", TaskStatus::Accepted, None).unwrap();
    stairwell.client.close();
    world.pass(3 * DAY);
    let later = world.device_on(&disk, |_| {});
    world.run(later.client.pull());
    world.pass(10_000);
    let (_, there) = status_there(&world, "1");
    assert!(there.contains(r#""status":"accepted""#) && there.contains(r#""weight":1.50"#));
    assert!(there.contains(r#""versionId":"2""#), "{there}");
    assert_eq!(later.client.status().pending, 0);
    later.client.close();
    let again = reopened_offline(&mut world, &disk);
    assert_eq!(again.client.status().pending, 0);
    assert_eq!(card(&again.client, "1").status_code(), "accepted");
}

#[test]
fn an_unsent_change_is_shown_again_as_unsent_with_its_age() {
    let (mut world, disk) = visited();
    let first = reopened_offline(&mut world, &disk);
    try_status(&mut world, &first, "1", TaskStatus::Accepted, None).unwrap();
    first.client.close();
    world.pass(DAY);
    let second = reopened_offline(&mut world, &disk);
    let card = card(&second.client, "1");
    assert_eq!(card.status_code(), "accepted");
    assert!(matches!(card.pending, Some(PendingView::Unsent { since }) if since == now()));
    assert_eq!(second.client.status().oldest_pending_at, Some(now()));
}

#[test]
fn a_change_made_elsewhere_meanwhile_is_a_question_also_on_a_later_visit() {
    let (mut world, disk) = visited();
    let first = reopened_offline(&mut world, &disk);
    try_status(&mut world, &first, "1", TaskStatus::Accepted, None).unwrap();
    first.client.close();
    put(&world, "1", "cancelled");
    let second = world.device_on(&disk, |_| {});
    world.run(second.client.pull());
    world.pass(10_000);
    let asked = |device: &Device| {
        let pending = card(&device.client, "1").pending;
        matches!(pending, Some(PendingView::Conflict { .. }))
    };
    assert!(asked(&second));
    second.client.close();
    let third = reopened_offline(&mut world, &disk);
    assert!(asked(&third));
    assert_eq!(card(&third.client, "1").status_code(), "cancelled");
}

#[test]
fn a_task_made_without_a_network_is_there_at_the_next_visit_and_arrives() {
    let (mut world, disk) = visited();
    let first = reopened_offline(&mut world, &disk);
    let draft = coordo_core::TaskDraft {
        title: "Rappeler la famille".into(),
        ..Default::default()
    };
    world
        .run(first.client.run(Command::CreateTask(Box::new(draft))))
        .unwrap();
    first.client.close();
    let second = reopened_offline(&mut world, &disk);
    assert!(has(&second.client, "neuve-1"));
    second.is_online.set(true);
    world.run(second.client.retry());
    world.pass(10_000);
    assert_eq!(status_there(&world, "neuve-1").0, 200);
    assert_eq!(second.client.status().pending, 0);
}

#[test]
fn what_is_erased_does_not_come_back() {
    let (mut world, disk) = visited();
    let device = reopened_offline(&mut world, &disk);
    try_status(&mut world, &device, "1", TaskStatus::Accepted, None).unwrap();
    let refused = world.run(device.client.purge(false));
    assert_eq!(refused, Err(StoreError::Unsent(1)));
    assert!(has(&device.client, "1"));
    world.run(device.client.purge(true)).unwrap();
    device.client.close();
    let next = reopened_offline(&mut world, &disk);
    assert!(!has(&next.client, "1"));
    assert!(!next.client.status().complete);
}

#[test]
fn what_is_older_than_the_host_allows_is_erased_but_never_with_an_unsent_change() {
    for is_changed in [false, true] {
        let (mut world, disk) = visited();
        if is_changed {
            let device = reopened_offline(&mut world, &disk);
            try_status(&mut world, &device, "1", TaskStatus::Accepted, None).unwrap();
            device.client.close();
        }
        world.pass(8 * DAY);
        let device = world.device_on(&disk, |options| options.max_age_days = Some(7));
        device.is_online.set(false);
        world.run(device.client.pull());
        assert_eq!(has(&device.client, "1"), is_changed);
    }
}

#[test]
fn a_change_that_finds_no_room_is_refused_in_words_and_not_shown_as_done() {
    let (mut world, disk) = visited();
    let device = reopened_offline(&mut world, &disk);
    disk.fail_with(Some(StoreError::Full));
    assert_eq!(
        try_status(&mut world, &device, "1", TaskStatus::Accepted, None),
        Err(Refusal::NoRoom)
    );
    assert_eq!(card(&device.client, "1").status_code(), "requested");
    assert!(device.client.status().cache.is_full);
    disk.fail_with(None);
    try_status(&mut world, &device, "1", TaskStatus::Accepted, None).unwrap();
    assert!(!device.client.status().cache.is_full);
}

#[test]
fn what_found_no_room_does_not_pass_for_read_whole_at_the_next_visit() {
    let mut world = World::at(now());
    put(&world, "1", "requested");
    let disk = Disk::default();
    disk.fail_with(Some(StoreError::Full));
    let first = world.device_on(&disk, |_| {});
    world.run(first.client.pull());
    assert!(has(&first.client, "1"), "reading goes on");
    disk.fail_with(None);
    world.run(first.client.pull());
    first.client.close();
    let second = reopened_offline(&mut world, &disk);
    assert!(!second.client.status().complete);
}

#[test]
fn a_change_is_kept_by_the_page_where_the_device_fails_and_that_is_told() {
    let (mut world, disk) = visited();
    let device = reopened_offline(&mut world, &disk);
    disk.fail_with(Some(StoreError::Failed("storage".into())));
    try_status(&mut world, &device, "1", TaskStatus::Accepted, None).unwrap();
    let keeping = device.client.status().cache.keeping;
    assert_eq!(keeping, Keeping::MemoryInstead(Hindrance::Failed));
    assert_eq!(device.client.status().pending, 1);
    device.is_online.set(true);
    world.run(device.client.sync());
    assert_eq!(device.client.status().pending, 0);
}

#[test]
fn after_a_restart_a_poll_asks_for_what_has_changed_since_and_no_more() {
    let (mut world, disk) = visited();
    world.pass(600_000);
    let device = world.device_on(&disk, |_| {});
    put(&world, "2", "in-progress");
    world.run(device.client.poll());
    let asked = device.requests.borrow().join("\n");
    assert!(
        asked.contains("Task?") && asked.contains("_lastUpdated=ge"),
        "{asked}"
    );
    let is_since = |line: &str| line.contains("_lastUpdated=") || line.contains("_id=");
    assert!(asked.lines().all(is_since), "{asked}");
    assert_eq!(card(&device.client, "2").status_code(), "in-progress");
}

#[test]
fn a_conflict_still_tells_after_a_restart_what_it_began_with() {
    let (mut world, disk) = visited();
    let stairwell = reopened_offline(&mut world, &disk);
    try_status(&mut world, &stairwell, "1", TaskStatus::Accepted, None).unwrap();
    let text = r#"{"resourceType":"Task","id":"1","status":"cancelled","description":"Autre titre","statusReason":{"text":"Refus"}}"#;
    let request = HttpRequest::put_if_match("Task/1".to_owned(), None, text.to_owned());
    world.sandbox.borrow_mut().handle(&request, now());
    stairwell.is_online.set(true);
    world.run(stairwell.client.sync());
    world.run(stairwell.client.pull());
    let before = stairwell.client.conflicts();
    assert_eq!(before.len(), 1);
    assert!(!before[0].merged.is_empty(), "the title is taken over");
    stairwell.client.close();
    world.settle();
    let later = reopened_offline(&mut world, &disk);
    assert_eq!(later.client.conflicts(), before);
    // A decision ends it, and what it began with is no longer kept.
    let key = key("Task", "1");
    world.run(later.client.discard_mine(&key));
    later.client.close();
    world.settle();
    let last = reopened_offline(&mut world, &disk);
    assert!(last.client.conflicts().is_empty());
    assert_eq!(card(&last.client, "1").status_code(), "cancelled");
    assert_eq!(last.client.export().matches("\"fullUrl\"").count(), 2);
}

#[test]
fn what_the_device_could_not_read_is_in_the_export_and_comes_back_when_it_can() {
    let (mut world, disk) = visited();
    let stairwell = reopened_offline(&mut world, &disk);
    try_status(&mut world, &stairwell, "1", TaskStatus::Accepted, None).unwrap();
    stairwell.client.close();
    world.settle();
    let damaged = disk.clone();
    world.run(async move { damaged.set_changes_aside().await });
    let device = world.device_on(&disk, |options| options.cache.n_set_aside = 1);
    device.is_online.set(false);
    world.run(device.client.pull());
    assert_eq!(device.client.status().pending, 0);
    let client = device.client.clone();
    let export = world.run(async move { client.export_all().await });
    assert!(export.contains(r#""code":"mis-de-cote""#), "{export}");
    let client = device.client.clone();
    assert_eq!(world.run(async move { client.bring_back().await }), 0);
    disk.mend();
    let client = device.client.clone();
    assert_eq!(world.run(async move { client.bring_back().await }), 1);
    let status = device.client.status();
    assert_eq!((status.pending, status.cache.n_set_aside), (1, 0));
    device.is_online.set(true);
    world.run(device.client.sync());
    assert!(status_there(&world, "1").1.contains("accepted"));
}

#[test]
fn a_later_version_that_can_read_it_brings_it_back_by_itself() {
    let (mut world, disk) = visited();
    let stairwell = reopened_offline(&mut world, &disk);
    try_status(&mut world, &stairwell, "1", TaskStatus::Accepted, None).unwrap();
    stairwell.client.close();
    world.settle();
    let damaged = disk.clone();
    world.run(async move { damaged.set_changes_aside().await });
    disk.mend();
    let device = world.device_on(&disk, |options| options.cache.n_set_aside = 1);
    world.run(device.client.pull());
    world.pass(10_000);
    assert!(status_there(&world, "1").1.contains("accepted"));
    assert_eq!(device.client.status().cache.n_set_aside, 0);
}

#[test]
fn what_waits_for_a_person_counts_as_one_however_many_steps_it_has() {
    let (mut world, disk) = visited();
    let device = reopened_offline(&mut world, &disk);
    try_status(&mut world, &device, "1", TaskStatus::Accepted, None).unwrap();
    world.pass(1);
    let command = Command::ChangeTaskStatus {
        task: key("Task", "1"),
        from: TaskStatus::Accepted,
        to: TaskStatus::InProgress,
        reason: None,
    };
    world.run(device.client.run(command)).unwrap();
    assert_eq!(
        device.client.status().pending,
        2,
        "two steps are to be sent"
    );
    put(&world, "1", "cancelled");
    device.is_online.set(true);
    world.run(device.client.sync());
    let sync = device.client.board(&BoardQuery::default()).frame.sync;
    assert_eq!((sync.n_unsent, sync.n_waiting), (1, 1), "one question");
    assert_eq!(device.client.status().pending, 1);
    let export = device.client.export();
    assert!(
        export.contains(r#""contentType":"application/json""#),
        "what was wanted is in it"
    );
}

/// A change made offline and taken back while the device fails so; then it works again.
fn taken_back_while(failure: StoreError) -> (World, Disk, Device) {
    let (mut world, disk) = visited();
    let device = reopened_offline(&mut world, &disk);
    try_status(&mut world, &device, "2", TaskStatus::InProgress, None).unwrap();
    disk.fail_with(Some(failure));
    world.run(device.client.undo()).unwrap();
    assert_eq!(card(&device.client, "2").status_code(), "accepted");
    world.pass(10_000);
    disk.fail_with(None);
    (world, disk, device)
}

#[test]
fn what_was_taken_back_while_the_device_did_not_let_go_is_not_sent_by_the_next_visit() {
    for failure in [StoreError::Full, StoreError::Failed("cut".into())] {
        let (mut world, disk, device) = taken_back_while(failure);
        world.pass(60_000);
        device.client.close();
        let next = world.device_on(&disk, |_| {});
        world.run(next.client.pull());
        assert_eq!(next.client.status().pending, 0);
        assert_eq!(card(&next.client, "2").status_code(), "accepted");
        world.pass(60_000);
        assert!(status_there(&world, "2").1.contains("\"accepted\""));
    }
}
