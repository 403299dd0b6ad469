//! What recurs becomes tasks by one command, and they are taken back as one (row 51).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::BoardQuery;
use coordo_client::engine::protocol::{Picked, PickedTime, PickedWrong, Until};
use coordo_client::{Client, OccurrenceView};
use coordo_core::calendar::{Holiday, Weekday};
use coordo_core::timing::{Moment, Unit};
use coordo_core::{Command, DateParts, FhirDate, Instant, Private, Refusal, TaskDraft};
use coordo_testkit::world::{Device, World};

fn now() -> Instant {
    Instant::from_fhir("2026-12-21T10:00:00+01:00").unwrap()
}

fn day(text: &str) -> DateParts {
    match FhirDate::parse(text) {
        Some(FhirDate::Day(day)) => day,
        _ => panic!("no day"),
    }
}

fn daily() -> Picked {
    Picked {
        from: day("2026-12-21"),
        every: (1, Unit::Day),
        only: Vec::new(),
        except: vec![Weekday::Sunday],
        at: PickedTime::Moments(vec![Moment::Morning]),
        until: Until::For(1, Unit::Week),
    }
}

fn opened(world: &mut World) -> Device {
    let device = world.device(|_| {});
    world.run(device.client.pull());
    device
}

fn n_cards(client: &Client) -> usize {
    client.board(&BoardQuery::default()).n_cards
}

fn draft() -> TaskDraft {
    TaskDraft {
        title: Private("Toilette".into()),
        ..TaskDraft::default()
    }
}

fn make(world: &mut World, device: &Device) -> Vec<OccurrenceView> {
    let found = device.client.occurrences(&daily()).unwrap();
    let occurrences: Vec<_> = found.iter().map(|of| of.occurrence).collect();
    let drafts = device.client.series(&draft(), &occurrences);
    let receipt = world
        .run(device.client.run(Command::CreateTasks(drafts)))
        .unwrap();
    assert_eq!(receipt.others.len() + 1, found.len());
    found
}

#[test]
fn occurrences_are_shown_before_anything_is_saved_with_holidays_and_days_off() {
    let mut world = World::at(now());
    let device = opened(&mut world);
    let found = device.client.occurrences(&daily()).unwrap();
    let days: Vec<u32> = found.iter().map(|of| of.occurrence.day.day).collect();
    assert_eq!(days, [21, 22, 23, 24, 25, 26], "without Sunday 27");
    assert_eq!(found[4].holiday, Some(Holiday::Christmas));
    let off: Vec<bool> = found.iter().map(|of| of.is_off).collect();
    assert_eq!(off, [false, false, false, false, true, true]);
    assert_eq!(n_cards(&device.client), 0);
    let never = Picked {
        except: Weekday::ALL.to_vec(),
        ..daily()
    };
    assert_eq!(
        device.client.occurrences(&never),
        Err(PickedWrong::NoDayLeft)
    );
}

#[test]
fn each_occurrence_becomes_a_task_that_is_planned_that_day_and_one_undo_takes_all_back() {
    let mut world = World::at(now());
    let device = opened(&mut world);
    let found = make(&mut world, &device);
    assert_eq!(n_cards(&device.client), found.len());
    assert_eq!(device.client.status().pending, found.len());
    let board = device.client.board(&BoardQuery::default());
    let cards = board.columns.iter().flat_map(|c| &c.cards);
    let planned: Vec<_> = cards.map(|c| c.due.clone().unwrap().start).collect();
    for of in &found {
        assert!(planned.contains(&Some(FhirDate::Day(of.occurrence.day))));
    }
    world.run(device.client.undo()).unwrap();
    assert_eq!(n_cards(&device.client), 0);
    assert_eq!(device.client.status().pending, 0);
    assert_eq!(world.run(device.client.undo()), Err(Refusal::NotFound));
}

#[test]
fn what_has_reached_its_source_is_not_taken_back_by_halves() {
    let mut world = World::at(now());
    let device = opened(&mut world);
    let n = make(&mut world, &device).len();
    world.run(device.client.sync());
    assert_eq!(device.client.status().pending, 0);
    let undo = device.client.board(&BoardQuery::default()).frame.undo;
    assert_eq!(undo.unwrap().refusal, Some(Refusal::CreatedAndSent));
    assert_eq!(
        world.run(device.client.undo()),
        Err(Refusal::CreatedAndSent)
    );
    assert_eq!(n_cards(&device.client), n);
}

#[test]
fn one_task_that_cannot_be_made_means_that_none_is() {
    let mut world = World::at(now());
    let device = opened(&mut world);
    let drafts = vec![draft(), TaskDraft::default()];
    let answer = world.run(device.client.run(Command::CreateTasks(drafts)));
    assert_eq!(answer, Err(Refusal::TitleMissing));
    assert_eq!(n_cards(&device.client), 0);
    assert_eq!(device.client.status().pending, 0);
}
