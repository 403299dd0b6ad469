//! Where dates are less than whole, where something was called off, or paused, or is there already.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::TaskStatus;
use coordo_core::event::EventKind;
use coordo_core::task::Parameter;
use coordo_core::waiver::Waiver;
use coordo_engine::{Code, Record};
use plans::*;

/// A request for sessions on Tuesdays and Fridays, and the task that is based on it.
fn sessions(world: &mut World) -> coordo_core::Task {
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    event_more(&mut request).rhythm = rhythm(&[1, 4], None);
    let mut follow_up = task("t");
    follow_up.status = TaskStatus::InProgress;
    follow_up.based_on = all(&["ServiceRequest/r"]);
    world.event(&request).task(&follow_up);
    follow_up
}

/// Row 2: an appointment that is cancelled plans nothing.
#[test]
fn a_prerequisite_whose_appointment_is_cancelled_has_no_date() {
    let mut a = task("a");
    a.focus = to("Appointment/r");
    let mut b = after("b", "a");
    b.execution = period("2026-11-20T10:00:00+01:00", "");
    let (start, end) = ("2026-11-18T10:00:00+01:00", "2026-11-18T11:00:00+01:00");
    let mut booked = appointment("r", start, end, &["Practitioner/x"]);
    let mut world = World::new();
    world.task(&a).task(&b);
    assert_eq!(world.event(&booked).codes(NOW), []);
    let off = event(EventKind::Appointment, "r", "cancelled");
    (booked.status, booked.code) = (off.status, off.code);
    assert_eq!(world.event(&booked).codes(NOW), [Code::UndatedPrerequisite]);
}

/// Row 2: a partial date makes no finding.
#[test]
fn a_day_without_an_hour_and_a_month_come_before_nothing_that_lies_in_them() {
    let pairs = [
        ("2026-11-20", "2026-11-20", false),
        ("2026-11-20", "2026-11-20T09:00:00+01:00", false),
        ("2026-11-20T09:00:00+01:00", "2026-11-20", false),
        ("2026-12", "2026-12-10", false),
        ("2026-11-19", "2026-11-20", true),
        (
            "2026-11-20T08:00:00+01:00",
            "2026-11-20T09:00:00+01:00",
            true,
        ),
    ];
    for (later, earlier, is_broken) in pairs {
        let (mut a, mut b) = (task("a"), after("b", "a"));
        a.execution = period(earlier, "");
        b.execution = period(later, "");
        let found = World::new().task(&a).task(&b).codes(NOW);
        let told = found.contains(&Code::OrderBroken);
        assert_eq!(told, is_broken, "{later} after {earlier}");
    }
}

/// Row 2: nobody waits for what was handed over already.
#[test]
fn tasks_that_name_each_other_are_no_ring_once_one_has_its_result() {
    let (mut a, b) = (after("a", "b"), after("b", "a"));
    let mut world = World::new();
    world.task(&a).task(&b);
    assert_eq!(world.codes(NOW), [Code::WaitingLoop]);
    let result = Parameter {
        text: Some("Résultats".into()),
        ..Parameter::default()
    };
    more(&mut a).outputs.push(result);
    assert!(!world.task(&a).codes(NOW).contains(&Code::WaitingLoop));
    more(&mut a).outputs.clear();
    assert_eq!(world.task(&a).codes(NOW), [Code::WaitingLoop]);
}

/// Rows 2, 3: of three bookings each pair that overlaps is named.
#[test]
fn each_pair_of_three_bookings_that_overlap_is_named() {
    let times = [("09:00", "10:00"), ("09:30", "11:00"), ("09:45", "10:30")];
    let mut world = World::new();
    for (n, (start, end)) in times.into_iter().enumerate() {
        let at = |time: &str| format!("2026-11-18T{time}:00+01:00");
        let made = appointment(&n.to_string(), &at(start), &at(end), &["Device/d"]);
        world.event(&made);
    }
    assert_eq!(world.codes(NOW), [Code::ResourceTwice; 3]);
}

/// Row 11: nothing was expected while the follow-up was on hold.
#[test]
fn sessions_count_from_when_a_follow_up_goes_on() {
    let mut world = World::new();
    let mut follow_up = sessions(&mut world);
    world.event(&session("e", "2026-07-03T17:00:00+02:00"));
    follow_up.status = TaskStatus::OnHold;
    follow_up.last_modified = date("2026-07-04T10:00:00+02:00");
    assert_eq!(world.task(&follow_up).codes(NOW), []);
    follow_up.status = TaskStatus::InProgress;
    follow_up.last_modified = date("2026-11-14T10:00:00+01:00");
    assert_eq!(world.task(&follow_up).codes(NOW), []);
    let found = world.only("2026-11-21T09:00:00+01:00");
    assert_eq!(found.code, Code::SessionsMissed);
    assert_eq!(found.since, at("2026-11-21T00:00:00+01:00"));
}

/// Row 140: another end of the follow-up is no measure.
#[test]
fn a_missing_measure_stays_told_when_the_follow_up_is_planned_otherwise() {
    let mut world = World::new();
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    event_more(&mut request).rhythm = rhythm(&[], Some(1));
    let mut follow_up = task("t");
    follow_up.status = TaskStatus::InProgress;
    follow_up.based_on = all(&["ServiceRequest/r"]);
    follow_up.goals = all(&["Goal/g"]);
    follow_up.execution = period("2026-11-01", "2026-11-30");
    let mut weight = event(EventKind::Observation, "o", "final");
    weight.measure = "29463-7".into();
    weight.period = period("2026-11-12T07:40:00+01:00", "");
    world.tell(Record::Goal(&goal("g", "29463-7")));
    world.event(&request).event(&weight).task(&follow_up);
    let before = world.only(NOW);
    assert_eq!(before.code, Code::MeasureMissing);
    follow_up.execution = period("2026-11-01", "2026-12-31");
    follow_up.last_modified = date("2026-11-16T08:00:00+01:00");
    assert_eq!(world.task(&follow_up).only(NOW).since, before.since);
}

/// Row 28: a visit that follows another request is not the act that was asked for.
#[test]
fn a_routine_visit_of_who_was_asked_does_not_make_a_referral_due() {
    let mut referral = task("t");
    referral.status = TaskStatus::Accepted;
    referral.window = period("", "2026-11-13T18:00:00+01:00");
    input(&mut referral, "retour-attendu", "Practitioner/s");
    let mut visit = session("e", "2026-11-12T10:00:00+01:00");
    visit.subject = referral.subject.clone();
    visit.performers = vec![referral.owner.clone()];
    let mut world = World::new();
    assert_eq!(world.task(&referral).event(&visit).codes(NOW), []);
    visit.based_on.clear();
    assert_eq!(
        world.event(&visit).codes(NOW),
        [Code::ReferralWithoutReturn]
    );
}

/// Row 25: a rule is set aside with a reason, or not at all.
#[test]
fn a_rule_is_not_set_aside_without_a_reason() {
    let mut unowned = task("t");
    unowned.owner = to("");
    let mut waiver = Waiver {
        rule: "activité sans responsable".into(),
        ..Waiver::default()
    };
    more(&mut unowned).waivers.push(waiver.clone());
    assert_eq!(World::new().task(&unowned).codes(NOW), [Code::NoOwner]);
    waiver.reason = Some("La voisine y va.".into());
    more(&mut unowned).waivers = vec![waiver];
    assert_eq!(World::new().task(&unowned).codes(NOW), []);
}

/// Row 147: a request belongs to a plan too.
#[test]
fn one_act_in_two_plans_is_told_where_a_task_names_its_plan_through_a_request() {
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    request.based_on = all(&["CarePlan/p"]);
    let (mut one, mut other) = (task("a"), task("b"));
    for (task, based_on) in [(&mut one, "ServiceRequest/r"), (&mut other, "CarePlan/q")] {
        task.based_on = all(&[based_on]);
        task.execution = period("2026-11-18T10:00:00+01:00", "2026-11-18T10:30:00+01:00");
        more(task).code = Some(coded("visite"));
    }
    let mut world = World::new();
    world.tell(Record::Plan(&plan("p", "active")));
    world.tell(Record::Plan(&plan("q", "active")));
    let codes = world.event(&request).task(&one).task(&other).codes(NOW);
    assert_eq!(codes, [Code::SameActTwice]);
}

/// Rows 15, 68: who owns a part takes part in the whole.
#[test]
fn the_owner_of_a_part_takes_part_in_the_whole() {
    let (mut whole, mut part) = (task("whole"), task("part"));
    whole.owner = to("Practitioner/a");
    part.owner = to("Practitioner/b");
    part.part_of = all(&["Task/whole"]);
    let mut world = World::new();
    world.task(&whole).task(&part);
    let actions = world.0.plan().actions();
    let whole = actions.iter().find(|a| a.key == key("Task/whole")).unwrap();
    let names: Vec<&str> = whole.participants.iter().map(|p| p.who.as_str()).collect();
    assert!(names.contains(&"Practitioner/b"), "{}", names.len());
}
