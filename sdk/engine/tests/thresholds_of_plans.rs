//! Thresholds belong to the host or the plan (row 11).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod plans;

use coordo_core::TaskStatus;
use coordo_core::event::EventKind;
use coordo_core::plan::Activity;
use coordo_core::threshold::{Threshold, ThresholdCode};
use coordo_engine::{Code, Value};
use plans::{NOW, World, all, at, event, event_more, key, period, plan, rhythm, task, to};

fn number(code: ThresholdCode, value: u32) -> Vec<Threshold> {
    vec![Threshold { code, value }]
}

fn holding(reference: &str) -> Activity {
    Activity {
        index: 0,
        reference: to(reference),
        detail: None,
        outcomes: Vec::new(),
        outcome_text: None,
        progress: Vec::new(),
    }
}

/// Offered on Friday the 13th at nine: told on Tuesday by the host, who waits two working days.
fn offer() -> coordo_core::Task {
    let mut offer = task("o");
    offer.status = TaskStatus::Requested;
    offer.authored_on = plans::date("2026-11-13T09:00:00+01:00");
    offer.last_modified = offer.authored_on;
    offer
}

#[test]
fn a_plan_that_waits_less_than_the_host_is_heard_whichever_end_names_the_other() {
    for is_based in [true, false] {
        let mut offer = offer();
        let mut world = World::new();
        let mut hold = plan("c", "active");
        hold.review_date = plans::date("2027-01-04");
        if is_based {
            offer.based_on = all(&["CarePlan/c"]);
        } else {
            hold.activities.push(holding("Task/o"));
        }
        world.task(&offer).tell(coordo_engine::Record::Plan(&hold));
        assert_eq!(world.codes(NOW), []);
        hold.thresholds = number(ThresholdCode::OfferWorkingDays, 1);
        let found = world.tell(coordo_engine::Record::Plan(&hold)).only(NOW);
        assert_eq!(found.code, Code::OfferUnanswered);
        assert_eq!(found.since, at(NOW));
        let said = found.evidence.iter().find(|e| e.path == "extension(seuil)");
        let said = said.unwrap();
        assert_eq!(
            (&said.record, &said.value),
            (&key("CarePlan/c"), &Value::Count(1))
        );
    }
}

#[test]
fn a_plan_that_is_over_says_nothing_any_more() {
    let mut offer = offer();
    offer.based_on = all(&["CarePlan/c"]);
    let mut hold = plan("c", "revoked");
    hold.thresholds = number(ThresholdCode::OfferWorkingDays, 1);
    let mut world = World::new();
    world.task(&offer).tell(coordo_engine::Record::Plan(&hold));
    assert!(!world.codes(NOW).contains(&Code::OfferUnanswered));
}

#[test]
fn of_two_plans_the_one_that_waits_less_is_heard() {
    let mut offer = offer();
    offer.based_on = all(&["CarePlan/c", "CarePlan/d"]);
    let mut world = World::new();
    for (id, days) in [("c", 5), ("d", 1)] {
        let mut hold = plan(id, "active");
        hold.review_date = plans::date("2027-01-04");
        hold.thresholds = number(ThresholdCode::OfferWorkingDays, days);
        world.tell(coordo_engine::Record::Plan(&hold));
    }
    world.task(&offer);
    assert!(world.codes(NOW).contains(&Code::OfferUnanswered));
}

/// A call every seven days, the last one on 5 November, with two days of tolerance by the host.
#[test]
fn the_request_wins_over_the_plan_and_the_plan_over_the_host() {
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    event_more(&mut request).rhythm = rhythm(&[], Some(7));
    let mut call = event(EventKind::Encounter, "e", "finished");
    call.period = period("2026-11-05T10:00:00+01:00", "2026-11-05T10:20:00+01:00");
    call.based_on = all(&["ServiceRequest/r"]);
    let mut follow = task("f");
    follow.status = TaskStatus::InProgress;
    follow.based_on = all(&["ServiceRequest/r", "CarePlan/c"]);
    let mut hold = plan("c", "active");
    let mut world = World::new();
    world.event(&request).event(&call).task(&follow);
    world.tell(coordo_engine::Record::Plan(&hold));
    assert_eq!(world.only(NOW).since, at("2026-11-15T00:00:00+01:00"));
    hold.thresholds = number(ThresholdCode::SilenceToleranceDays, 10);
    assert_eq!(
        world.tell(coordo_engine::Record::Plan(&hold)).codes(NOW),
        []
    );
    event_more(&mut request).thresholds = number(ThresholdCode::SilenceToleranceDays, 3);
    let found = world.event(&request).only(NOW);
    assert_eq!(
        (found.code, found.since),
        (Code::Silence, at("2026-11-16T00:00:00+01:00"))
    );
}
