//! One test a rule: in which order, at which time, how often.
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
use coordo_engine::{Code, Gesture, Record, Severity};
use plans::*;

/// Row 2: consumer before producer.
#[test]
fn what_comes_after_has_begun_before_what_it_needs() {
    let (mut b, mut a) = (after("b", "a"), task("a"));
    let mut world = World::new();
    assert_eq!(world.task(&a).task(&b).codes(NOW), []);
    b.status = TaskStatus::InProgress;
    b.last_modified = date("2026-11-15T10:00:00+01:00");
    let found = world.task(&b).only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::OrderBroken, Severity::Attention)
    );
    assert_eq!(found.since, at("2026-11-15T10:00:00+01:00"));
    // What was handed over is enough.
    more(&mut a).outputs.push(Parameter {
        text: Some("Résultats".into()),
        ..Parameter::default()
    });
    assert_eq!(world.task(&a).codes(NOW), []);
}

/// Row 2.
#[test]
fn dates_in_the_wrong_order_are_urgent_when_the_later_activity_is_near() {
    let (mut b, mut a) = (task("b"), task("a"));
    let rg = group("g", &[("a", "", ""), ("b", "after-end", "a")]);
    b.execution = period("2026-11-20T12:00:00+01:00", "");
    a.execution = period("2026-11-24T14:00:00+01:00", "");
    let mut world = World::new();
    world.task(&a).task(&b).event(&rg);
    assert_eq!(world.only(NOW).severity, Severity::Attention);
    assert_eq!(
        world.only("2026-11-18T12:00:00+01:00").severity,
        Severity::Urgent
    );
    a.execution = period("2026-11-19T14:00:00+01:00", "2026-11-19T16:00:00+01:00");
    assert_eq!(world.task(&a).codes(NOW), []);
}

/// Row 2.
#[test]
fn after_the_start_only_asks_for_the_start() {
    let (mut b, mut a) = (task("b"), task("a"));
    let rg = group("g", &[("a", "", ""), ("b", "after-start", "a")]);
    b.status = TaskStatus::InProgress;
    let mut world = World::new();
    world.task(&a).task(&b).event(&rg);
    assert_eq!(world.codes(NOW), [Code::OrderBroken]);
    a.status = TaskStatus::InProgress;
    assert_eq!(world.task(&a).codes(NOW), []);
}

/// Row 2.
#[test]
fn a_prerequisite_without_a_date_is_told_a_week_before_and_urgent_two_days_before() {
    let mut b = after("b", "a");
    b.execution = period("2026-11-27T10:30:00+01:00", "");
    let mut world = World::new();
    world.task(&b).task(&task("a"));
    assert_eq!(world.codes("2026-11-20T10:29:00+01:00"), []);
    let found = world.only("2026-11-20T10:30:00+01:00");
    assert_eq!(
        (found.code, found.severity),
        (Code::UndatedPrerequisite, Severity::Attention)
    );
    let later = world.only("2026-11-25T10:30:00+01:00");
    assert_eq!(
        (later.severity, later.since),
        (Severity::Urgent, found.since)
    );
}

/// Row 2.
#[test]
fn a_prerequisite_that_was_called_off_is_worth_knowing() {
    let mut a = task("a");
    a.status = TaskStatus::Cancelled;
    let found = World::new().task(&a).task(&after("b", "a")).only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::CalledOffPrerequisite, Severity::Info)
    );
}

/// Rows 2, 11: actors who wait for each other.
#[test]
fn tasks_that_wait_for_each_other_are_one_line_and_what_follows_from_it_is_none() {
    let mut a = after("a", "c");
    a.execution = period("2026-11-17T09:00:00+01:00", "");
    let mut world = World::new();
    world.task(&a).task(&after("b", "a")).task(&after("c", "b"));
    world.task(&after("d", "a"));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::WaitingLoop);
    assert_eq!(
        found.subjects,
        [key("Task/a"), key("Task/b"), key("Task/c")]
    );
}

/// Rows 2, 11.
#[test]
fn a_ring_of_a_group_ends_where_one_of_its_tasks_is_taken_out_or_done() {
    let rg = group("g", &[("a", "after-end", "b"), ("b", "after-end", "a")]);
    let mut world = World::new();
    world.task(&task("a")).task(&task("b")).event(&rg);
    assert_eq!(world.codes(NOW), [Code::WaitingLoop]);
    world.0.remove(&key("Task/b"));
    assert_eq!(world.codes(NOW), []);
    assert_eq!(world.task(&task("b")).codes(NOW), [Code::WaitingLoop]);
    let mut done = task("b");
    done.status = TaskStatus::Completed;
    assert_eq!(world.task(&done).codes(NOW), []);
}

/// Rows 2, 11, 25: what is said of a ring follows the tasks and the group that it rests on.
#[test]
fn a_ring_is_set_aside_and_brought_back_by_one_of_its_tasks_and_ends_with_its_group() {
    let ring = [("a", "after-end", "b"), ("b", "after-end", "a")];
    let mut world = World::new();
    world.task(&task("a")).task(&task("b"));
    assert_eq!(
        world.event(&group("g", &ring)).codes(NOW),
        [Code::WaitingLoop]
    );
    let mut waived = task("a");
    more(&mut waived).waivers.push(Waiver {
        rule: "attente en boucle".to_owned(),
        reason: Some("Vu ensemble".into()),
        ..Waiver::default()
    });
    assert_eq!(world.task(&waived).codes(NOW), []);
    assert_eq!(world.task(&task("a")).codes(NOW), [Code::WaitingLoop]);
    let mut given = task("b");
    given.owner = to("Practitioner/z");
    let reached = world.task(&given).only(NOW).remedies.clone();
    let z = Gesture::Reach(key("Practitioner/z"));
    assert!(reached.iter().any(|remedy| remedy.gesture == z));
    let chain = [("a", "", ""), ("b", "after-end", "a")];
    assert_eq!(world.event(&group("g", &chain)).codes(NOW), []);
    assert_eq!(
        world.event(&group("g", &ring)).codes(NOW),
        [Code::WaitingLoop]
    );
    let mut over = group("g", &ring);
    over.status = coordo_core::activity::ActivityStatus::Completed;
    assert_eq!(world.event(&over).codes(NOW), []);
}

/// Row 2: task and subtask.
#[test]
fn a_whole_that_is_closed_while_a_part_is_open_is_told() {
    let (mut whole, mut part) = (task("w"), task("p"));
    part.part_of = all(&["Task/w"]);
    let mut world = World::new();
    assert_eq!(world.task(&whole).task(&part).codes(NOW), []);
    whole.status = TaskStatus::Completed;
    whole.last_modified = date("2026-11-15T10:00:00+01:00");
    let found = world.task(&whole).only(NOW);
    assert_eq!(found.code, Code::ParentClosed);
    assert_eq!(found.since, at("2026-11-15T10:00:00+01:00"));
}

/// Row 3: a plan with no edge reports nothing; one shared resource makes exactly one conflict.
#[test]
fn a_shared_device_is_one_conflict_and_two_that_only_touch_are_none() {
    let morning = |id: &str, from: &str, to: &str, what: &[&str]| {
        let time = |hour: &str| format!("2026-11-20T{hour}:00+01:00");
        appointment(id, &time(from), &time(to), what)
    };
    let mut world = World::new();
    world.event(&morning("a", "09:00", "10:00", &["Patient/p", "Device/d"]));
    world.event(&morning("b", "10:00", "11:00", &["Device/d"]));
    assert_eq!(world.codes(NOW), []);
    world.event(&morning("b", "09:30", "10:30", &["Device/d"]));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::ResourceTwice);
    assert_eq!(
        found.subjects,
        [key("Device/d"), key("Appointment/a"), key("Appointment/b")]
    );
    // What is over is history.
    assert_eq!(world.codes("2026-11-20T10:30:00+01:00"), []);
}

/// Row 2: a shared resource.
#[test]
fn a_room_may_hold_two_and_a_vehicle_may_not() {
    let mut van = actor("Location/l");
    let both = |world: &mut World| {
        for id in ["a", "b"] {
            let (from, to) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
            world.event(&appointment(id, from, to, &["Location/l"]));
        }
    };
    let mut world = World::new();
    both(&mut world);
    assert_eq!(world.actor(&van).codes(NOW), []);
    van.more.get_or_insert_default().is_vehicle = true;
    assert_eq!(world.actor(&van).codes(NOW), [Code::ResourceTwice]);
}

/// Row 2: simultaneity.
#[test]
fn the_person_in_two_places_is_told_unless_both_are_meant_to_be_together() {
    let (from, to_) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
    let (mut a, mut b) = (task("a"), task("b"));
    a.focus = to("Appointment/a");
    b.focus = to("Appointment/b");
    let mut world = World::new();
    for id in ["a", "b"] {
        world.event(&appointment(id, from, to_, &["Patient/p"]));
    }
    world.task(&a).task(&b);
    assert_eq!(world.codes(NOW), [Code::PersonTwice]);
    let rg = group("g", &[("a", "", ""), ("b", "concurrent", "a")]);
    assert_eq!(world.event(&rg).codes(NOW), []);
    // And then they have to stay so.
    let moved = appointment(
        "b",
        "2026-11-21T09:00:00+01:00",
        "2026-11-21T10:00:00+01:00",
        &[],
    );
    assert_eq!(world.event(&moved).codes(NOW), [Code::TogetherApart]);
}

/// Row 147.
#[test]
fn one_act_in_two_plans_in_one_week_is_told_and_in_two_weeks_is_not() {
    let of = |id: &str, plan: &str, day: &str| {
        let mut act = task(id);
        act.based_on = all(&[plan]);
        act.execution = period(day, "");
        more(&mut act).code = Some(coded("visite"));
        act
    };
    let mut world = World::new();
    for id in ["p", "q"] {
        world.tell(Record::Plan(&plan(id, "active")));
    }
    world.task(&of("a", "CarePlan/p", "2026-11-22"));
    world.task(&of("b", "CarePlan/q", "2026-11-23"));
    assert_eq!(world.codes(NOW), []);
    // Monday to Sunday is one week.
    world.task(&of("b", "CarePlan/q", "2026-11-16"));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::SameActTwice);
    assert_eq!(found.subjects.len(), 4);
    world.task(&of("b", "CarePlan/p", "2026-11-16"));
    assert_eq!(world.codes(NOW), []);
}

/// Row 11.
#[test]
fn home_without_a_visit_in_time_is_urgent_and_says_the_offer_that_nobody_answered() {
    let mut stay = event(EventKind::Encounter, "s", "in-progress");
    let mut visit = task("v");
    visit.status = TaskStatus::Requested;
    visit.window = period("2026-11-13T11:00:00+01:00", "2026-11-15T11:00:00+01:00");
    more(&mut visit).encounter = to("Encounter/s");
    let mut world = World::new();
    world.event(&stay).task(&visit);
    assert_eq!(world.codes(NOW), [Code::OfferUnanswered]);
    stay = event(EventKind::Encounter, "s", "finished");
    stay.period = period("2026-11-09", "2026-11-13T11:00:00+01:00");
    let found = world.event(&stay).only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::NoVisitAfterDischarge, Severity::Urgent)
    );
    assert_eq!(found.since, at("2026-11-15T11:00:00+01:00"));
    visit.status = TaskStatus::InProgress;
    assert_eq!(world.task(&visit).codes(NOW), []);
}

/// Row 11: a hand-over that is not acknowledged.
#[test]
fn a_hand_over_waits_a_working_day_for_its_receipt() {
    let mut message = event(EventKind::Communication, "m", "completed");
    // A Saturday: expected on Monday at the same hour.
    message.period = period("2026-11-14T10:15:00+01:00", "");
    event_more(&mut message).categories = vec!["transmission".into()];
    let mut world = World::new();
    assert_eq!(world.event(&message).codes(NOW), []);
    let found = world.only("2026-11-16T10:15:00+01:00");
    assert_eq!(found.code, Code::HandoverUnacknowledged);
    event_more(&mut message).received = date("2026-11-16T11:00:00+01:00");
    assert_eq!(world.event(&message).codes("2026-11-16T12:00:00+01:00"), []);
}

/// Rows 138, 140.
#[test]
fn threshold_messages_about_one_goal_are_one_urgent_line_until_the_first_is_taken() {
    let mut world = World::new();
    for (id, day) in [("a", "13"), ("b", "14"), ("c", "15")] {
        let mut message = event(EventKind::Communication, id, "completed");
        message.period = period(&format!("2026-11-{day}T07:45:00+01:00"), "");
        let more = event_more(&mut message);
        more.categories = vec!["message-de-seuil".into()];
        more.related = all(&["Goal/g"]);
        more.answer_by = date(&format!("2026-11-{day}T11:45:00+01:00"));
        world.event(&message);
    }
    let found = world.only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::ThresholdMessageUnanswered, Severity::Urgent)
    );
    assert_eq!(found.subjects, [key("Communication/a"), key("Goal/g")]);
}

fn follow_up(world: &mut World, days: &[u8], every: Option<u16>) {
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    event_more(&mut request).rhythm = rhythm(days, every);
    let mut follow = task("t");
    follow.status = TaskStatus::InProgress;
    follow.based_on = all(&["ServiceRequest/r"]);
    follow.goals = all(&["Goal/g"]);
    world.event(&request).task(&follow);
}

/// Row 11: expected intervals.
#[test]
fn two_planned_days_without_a_session_are_told_the_day_after() {
    let mut world = World::new();
    follow_up(&mut world, &[1, 4], None);
    // Before the first one on record, no trace is not an absence.
    assert_eq!(world.codes("2026-12-20T09:00:00+01:00"), []);
    world.event(&session("e", "2026-11-06T17:00:00+01:00"));
    assert_eq!(world.codes("2026-11-13T09:00:00+01:00"), []);
    let found = world.only(NOW);
    assert_eq!(found.code, Code::SessionsMissed);
    assert_eq!(found.since, at("2026-11-14T00:00:00+01:00"));
    assert_eq!(
        world
            .event(&session("f", "2026-11-16T08:00:00+01:00"))
            .codes(NOW),
        []
    );
}

/// Row 11: silence longer than the rhythm of the plan.
#[test]
fn silence_is_longer_than_the_rhythm_and_its_tolerance() {
    let mut world = World::new();
    follow_up(&mut world, &[], Some(7));
    world.event(&session("e", "2026-11-06T16:00:00+01:00"));
    assert_eq!(world.codes("2026-11-15T23:00:00+01:00"), []);
    let found = world.only(NOW);
    assert_eq!(found.code, Code::Silence);
    assert_eq!(found.since, at("2026-11-16T00:00:00+01:00"));
    // A date to come ends it.
    let mut next = event(EventKind::Encounter, "f", "planned");
    next.period = period("2026-11-17T16:00:00+01:00", "");
    next.based_on = all(&["ServiceRequest/r"]);
    assert_eq!(world.event(&next).codes(NOW), []);
}

/// Row 140.
#[test]
fn a_measure_of_a_goal_that_does_not_come_is_told() {
    let mut world = World::new();
    follow_up(&mut world, &[], Some(1));
    world.tell(Record::Goal(&goal("g", "29463-7")));
    let mut weight = event(EventKind::Observation, "o", "final");
    weight.measure = "29463-7".into();
    weight.period = period("2026-11-12T07:40:00+01:00", "");
    assert_eq!(world.event(&weight).codes("2026-11-15T23:00:00+01:00"), []);
    let found = world.only(NOW);
    assert_eq!(found.code, Code::MeasureMissing);
    assert_eq!(found.subjects, [key("ServiceRequest/r")]);
}

/// Row 28.
#[test]
fn a_referral_is_open_until_its_return() {
    let mut referral = task("t");
    referral.status = TaskStatus::InProgress;
    referral.execution = period("2026-11-11T10:00:00+01:00", "2026-11-11T10:45:00+01:00");
    referral.window = period("", "2026-11-13T18:00:00+01:00");
    input(&mut referral, "retour-attendu", "Practitioner/s");
    let mut world = World::new();
    assert_eq!(world.task(&referral).codes("2026-11-13T17:00:00+01:00"), []);
    let found = world.only(NOW);
    assert_eq!(found.code, Code::ReferralWithoutReturn);
    assert_eq!(found.since, at("2026-11-13T18:00:00+01:00"));
    // Before the act nothing can come back.
    referral.status = TaskStatus::Accepted;
    assert_eq!(world.task(&referral).codes(NOW), []);
}

/// Row 14.
#[test]
fn a_meeting_that_is_closed_without_a_decision_is_urgent() {
    let (from, until) = ("2026-11-13T12:00:00+01:00", "2026-11-13T13:00:00+01:00");
    let mut meeting = task("t");
    meeting.status = TaskStatus::Completed;
    meeting.focus = to("Appointment/a");
    let mut world = World::new();
    let both = ["Practitioner/a", "Practitioner/b"];
    world
        .event(&appointment("a", from, until, &both))
        .task(&meeting);
    let found = world.only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::MeetingWithoutDecision, Severity::Urgent)
    );
    let with_person = ["Practitioner/a", "Practitioner/b", "Patient/p"];
    world.event(&appointment("a", from, until, &with_person));
    assert_eq!(world.codes(NOW), []);
}

/// Row 28.
#[test]
fn the_second_correction_of_a_prescription_is_worth_knowing_until_it_is_corrected() {
    let mut request = event(EventKind::ServiceRequest, "r", "active");
    event_more(&mut request).written = date("2026-11-01");
    let mut world = World::new();
    world.event(&request);
    for (id, day) in [("a", "2026-11-10"), ("b", "2026-11-14")] {
        assert_eq!(world.codes(NOW), []);
        let mut correction = task(id);
        correction.based_on = all(&["ServiceRequest/r"]);
        correction.authored_on = date(day);
        more(&mut correction).code = Some(coded("correction-prescription"));
        world.task(&correction);
    }
    let found = world.only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::RepeatedCorrections, Severity::Info)
    );
    assert_eq!(found.subjects, [key("ServiceRequest/r"), key("Task/b")]);
    event_more(&mut request).written = date("2026-11-15");
    assert_eq!(world.event(&request).codes(NOW), []);
}

/// Row 11.
#[test]
fn a_document_on_paper_is_told_to_who_needs_it_and_one_that_is_nowhere_is_not() {
    let mut paper = event(EventKind::DocumentReference, "d", "current");
    let mut needs = task("t");
    input(&mut needs, "document", "DocumentReference/d");
    let mut world = World::new();
    assert_eq!(world.task(&needs).codes(NOW), []);
    event_more(&mut paper).is_on_paper = true;
    assert_eq!(world.event(&paper).codes(NOW), [Code::PaperOnly]);
}

/// Rows 129, 144.
#[test]
fn a_review_that_is_overdue_is_told_the_day_after() {
    let mut reviewed = plan("p", "active");
    reviewed.review_date = date("2026-11-15");
    let mut world = World::new();
    world.tell(Record::Plan(&reviewed));
    assert_eq!(world.codes("2026-11-15T23:00:00+01:00"), []);
    let found = world.only(NOW);
    assert_eq!(found.code, Code::ReviewMissed);
    assert_eq!(found.since, at("2026-11-16T00:00:00+01:00"));
    reviewed.last_review = date("2026-11-15");
    world.tell(Record::Plan(&reviewed));
    assert_eq!(world.codes(NOW), []);
}

/// Rows 2, 11: an active plan without a next step.
#[test]
fn a_plan_that_is_closed_with_open_tasks_and_one_that_goes_nowhere_are_worth_knowing() {
    let mut open = task("t");
    open.based_on = all(&["CarePlan/p"]);
    let mut world = World::new();
    world
        .tell(Record::Plan(&plan("p", "completed")))
        .task(&open);
    assert_eq!(world.only(NOW).code, Code::ClosedPlan);
    open.status = TaskStatus::Completed;
    world.task(&open);
    let mut still = plan("p", "active");
    still.activities.push(coordo_core::plan::Activity {
        index: 0,
        reference: to("Task/t"),
        detail: None,
        outcomes: Vec::new(),
        outcome_text: None,
        progress: Vec::new(),
    });
    world.tell(Record::Plan(&still));
    assert_eq!(world.only(NOW).code, Code::NoNextStep);
    still.review_date = date("2027-01-15");
    world.tell(Record::Plan(&still));
    assert_eq!(world.codes(NOW), []);
}
