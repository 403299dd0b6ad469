//! What is missing, where the timeline shows it: in the stories, on the day of a step.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::engine::{Code, Severity};
use coordo_client::timeline::{Grouping, LaneView, RowView, TimelineQuery, TimelineView};
use coordo_core::{Instant, SourceId};
use coordo_testkit::discharge::item_of;
use coordo_testkit::findings::thresholds;
use coordo_testkit::folders;
use coordo_testkit::world::World;

fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

/// A story up to one of its steps, as its coordinator's timeline shows it by need.
fn story(name: &str, person: &str, last: usize, now: &str) -> TimelineView {
    let mut world = World::at(at(now));
    let steps = (1..=last).map(|n| format!("step-{n:02}.json"));
    for file in std::iter::once("bundle-00.json".to_owned()).chain(steps) {
        let bytes = std::fs::read(folders::stories().join(name).join(file)).unwrap();
        world.sandbox.borrow_mut().load(&bytes, at(now)).unwrap();
    }
    let device = world.device(|options| {
        options.subject = Some((SourceId("dac".into()), person.into()));
        options.thresholds = thresholds();
    });
    world.run(device.client.pull());
    device.client.findings();
    world.settle();
    device.client.timeline(&TimelineQuery {
        grouping: Grouping::Goal,
    })
}

fn odette(last: usize, now: &str) -> TimelineView {
    let person = "Patient/marchandeau-odette";
    story("1-sortie-hopital", person, last, now)
}

fn rows(view: &TimelineView) -> impl Iterator<Item = (&LaneView, &RowView)> {
    let lanes = view.lanes.iter();
    lanes.flat_map(|lane| lane.rows.iter().map(move |row| (lane, row)))
}

fn row<'v>(view: &'v TimelineView, kind: &str, id: &str) -> (&'v LaneView, &'v RowView) {
    let key = item_of(kind, id);
    let of = |row: &RowView| row.marks.iter().any(|mark| *mark.key == key);
    rows(view).find(|(_, row)| of(row)).unwrap()
}

#[test]
fn an_order_that_is_broken_leads_from_what_should_be_first_to_what_needs_it() {
    let view = odette(6, "2026-11-27T09:45:00Z");
    let [order] = view.orders.as_slice() else {
        panic!("{:?}", view.orders);
    };
    assert_eq!(order.earlier, item_of("Task", "t-bio"));
    assert_eq!(order.later, item_of("Task", "t-consult-mt"));
    assert_eq!(order.severity, Severity::Attention);
}

#[test]
fn sessions_that_were_missed_are_a_gap_in_the_row_of_the_follow_up_that_lasts() {
    let view = story(
        "3-enfant-handicap",
        "Patient/roussin-timothee",
        6,
        "2026-12-07T09:00:00Z",
    );
    let (lane, row) = row(&view, "Task", "t-kine");
    let [gap] = row.gaps.as_slice() else {
        panic!("{:?}", row.gaps);
    };
    assert_eq!(gap.badge.code, Code::SessionsMissed);
    // The first session without a trace was that of Friday 27 November.
    assert_eq!(
        (gap.start, gap.end),
        (at("2026-11-27T00:00:00+01:00"), None)
    );
    assert!(lane.n_missing[1] > 0);
    let others = rows(&view).filter(|(_, row)| !row.gaps.is_empty());
    assert_eq!(others.count(), 1);
}

#[test]
fn a_lane_counts_each_finding_of_its_items_once() {
    let view = odette(3, "2026-11-21T09:30:00Z");
    let (lane, _) = row(&view, "Task", "t-premiere-visite");
    // An offer without an answer, one act twice, and an order without a date: two tasks of the lane.
    assert_eq!(lane.n_missing, [0, 3]);
}

#[test]
fn the_goal_of_a_lane_is_told_from_the_activities_that_serve_it() {
    let view = odette(0, "2026-11-13T10:00:00Z");
    let goals = rows(&view).filter(|(_, row)| row.is_of_lane);
    for (lane, row) in goals {
        assert_eq!(lane.title, row.title);
    }
    assert!(rows(&view).any(|(_, row)| row.is_of_lane));
}

#[test]
fn a_diagnosis_of_years_ago_does_not_stretch_the_plan() {
    let view = odette(0, "2026-11-13T10:00:00Z");
    assert!(view.span.unwrap().0 > at("2026-01-01T00:00:00Z"));
}
