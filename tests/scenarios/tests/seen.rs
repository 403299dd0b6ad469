//! What changed since a person last looked (row 36): marks are theirs alone, own changes bear none,
//! and a device that keeps records keeps them too.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::engine::diff::Facet;
use coordo_client::{Client, ClientOptions, Unread};
use coordo_core::{SourceId, TaskStatus};
use coordo_testkit::disk::Disk;
use coordo_testkit::duo::{card, key, now, put, status};
use coordo_testkit::world::{Device, World};

const DAY: i64 = 86_400_000;

fn world() -> World {
    let world = World::at(now());
    put(&world, "1", "accepted");
    put(&world, "2", "accepted");
    world
}

fn as_nadia(options: &mut ClientOptions) {
    options.actor = Some((SourceId("dac".into()), "Practitioner/nadia".into()));
}

/// Everything read, and what is unread worked out, as for a widget that is in the page.
fn look(world: &mut World, device: &Device) {
    world.run(device.client.pull());
    let _ = device.client.changes();
    world.settle();
}

fn unread(client: &Client) -> Vec<(String, Unread)> {
    let changes = client.changes().changes.into_iter();
    changes.map(|c| (c.record.id.clone(), c.unread)).collect()
}

#[test]
fn a_first_look_marks_nothing_and_a_colleagues_change_after_it_is_marked_part_by_part() {
    let mut world = world();
    let device = world.device(as_nadia);
    look(&mut world, &device);
    assert_eq!(unread(&device.client), []);
    assert_eq!(device.client.changes().since, Some(now()));
    put(&world, "1", "in-progress");
    put(&world, "3", "requested");
    look(&mut world, &device);
    let status = Unread::Differs(vec![Facet::Status]);
    assert_eq!(
        unread(&device.client),
        [("1".into(), status.clone()), ("3".into(), Unread::Came)]
    );
    assert_eq!(card(&device.client, "1").unread, Some(status));
    assert_eq!(card(&device.client, "2").unread, None);
}

#[test]
fn what_was_marked_as_seen_bears_no_mark_until_it_changes_again() {
    let mut world = world();
    let device = world.device(as_nadia);
    look(&mut world, &device);
    put(&world, "1", "in-progress");
    put(&world, "2", "in-progress");
    look(&mut world, &device);
    device.client.mark_seen(&[key("Task", "1")]);
    world.settle();
    assert_eq!(card(&device.client, "1").unread, None);
    assert_eq!(unread(&device.client).len(), 1);
    device.client.mark_seen(&[]);
    world.settle();
    assert_eq!(unread(&device.client), []);
    put(&world, "1", "on-hold");
    look(&mut world, &device);
    assert_eq!(unread(&device.client).len(), 1);
}

#[test]
fn own_changes_bear_no_mark_sent_or_unsent_or_taken_back() {
    let mut world = world();
    let device = world.device(as_nadia);
    look(&mut world, &device);
    status(&mut world, &device, "1", TaskStatus::InProgress, None);
    assert_eq!(unread(&device.client), []);
    world.run(device.client.undo()).unwrap();
    assert_eq!(unread(&device.client), []);
    status(&mut world, &device, "1", TaskStatus::InProgress, None);
    world.run(device.client.sync());
    look(&mut world, &device);
    assert_eq!(unread(&device.client), []);
}

#[test]
fn who_is_not_named_and_whoever_only_reads_documents_sees_no_marks() {
    let mut world = world();
    let device = world.device(|_| {});
    look(&mut world, &device);
    put(&world, "1", "in-progress");
    look(&mut world, &device);
    assert_eq!(unread(&device.client), []);
    assert_eq!(device.client.changes().since, None);
}

#[test]
fn a_device_that_keeps_records_tells_at_the_next_visit_what_changed_meanwhile() {
    let mut world = world();
    let disk = Disk::default();
    let first = world.device_on(&disk, as_nadia);
    look(&mut world, &first);
    status(&mut world, &first, "2", TaskStatus::InProgress, None);
    world.run(first.client.sync());
    first.client.close();
    world.settle();
    put(&world, "1", "in-progress");
    world.pass(DAY);
    let later = world.device_on(&disk, as_nadia);
    look(&mut world, &later);
    assert_eq!(
        unread(&later.client),
        [("1".into(), Unread::Differs(vec![Facet::Status]))]
    );
    assert_eq!(later.client.changes().since, Some(now()));
    later.client.mark_seen(&[]);
    world.settle();
    later.client.close();
    world.settle();
    let last = world.device_on(&disk, as_nadia);
    look(&mut world, &last);
    assert_eq!(unread(&last.client), []);
}

#[test]
fn what_one_person_has_seen_is_not_what_another_has_on_the_same_device() {
    let mut world = world();
    let disk = Disk::default();
    let nadia = world.device_on(&disk, as_nadia);
    look(&mut world, &nadia);
    nadia.client.close();
    world.settle();
    put(&world, "1", "in-progress");
    let paul = world.device_on(&disk, |options| {
        options.actor = Some((SourceId("dac".into()), "Practitioner/paul".into()));
    });
    look(&mut world, &paul);
    assert_eq!(unread(&paul.client), [], "Paul looks for the first time");
    paul.client.close();
    world.settle();
    let nadia = world.device_on(&disk, as_nadia);
    look(&mut world, &nadia);
    assert_eq!(unread(&nadia.client).len(), 1);
}

#[test]
fn what_was_seen_is_kept_without_anything_that_records_say() {
    let mut world = world();
    let disk = Disk::default();
    let device = world.device_on(&disk, as_nadia);
    look(&mut world, &device);
    let records = world
        .run(coordo_store::RecordStore::records(&disk))
        .unwrap();
    let seen: Vec<_> = records.iter().filter(|r| r.key.kind == "$seen").collect();
    assert_eq!(seen.len(), 3, "one for all, one a task");
    assert!(seen.iter().all(|r| !r.body.contains("Tâche")));
}

#[test]
fn two_pages_of_one_device_agree_on_what_was_seen() {
    let mut world = world();
    let disk = Disk::default();
    let a = world.device_on(&disk, as_nadia);
    look(&mut world, &a);
    let b = world.device_on(&disk, as_nadia);
    look(&mut world, &b);
    status(&mut world, &a, "1", TaskStatus::InProgress, None);
    world.run(b.client.take_news());
    let _ = b.client.changes();
    world.settle();
    assert_eq!(unread(&b.client), [], "the same person did it");
}
