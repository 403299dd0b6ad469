//! One test a rule: who has it, who is there, who is in charge, what was agreed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::event::EventKind;
use coordo_core::task::{Period, Priority};
use coordo_core::waiver::Waiver;
use coordo_core::{Command, TaskStatus};
use coordo_engine::team::Verdict;
use coordo_engine::who::Actor;
use coordo_engine::{Code, Conflict, Gesture, Record, Severity, Value};
use plans::*;

/// Row 2, row 17.
#[test]
fn an_open_task_without_an_owner_is_told_and_offers_to_name_one() {
    let mut unowned = task("t");
    unowned.owner = to("");
    let found = World::new().task(&unowned).only(NOW);
    assert_eq!(found.code, Code::NoOwner);
    assert_eq!(found.since, at("2026-11-10T10:00:00+01:00"));
    let gesture = &found.remedies[0].gesture;
    let command = gesture.with_owner(key("Practitioner/b")).unwrap();
    assert!(matches!(
        command,
        Command::AssignTask {
            is_offered: true,
            ..
        }
    ));
}

/// Row 2: task assignment. R4 has one owner a task: two are one act in two plans (row 147), or two
/// who are in charge of the whole (row 17).
#[test]
fn a_draft_and_a_name_in_plain_text_are_no_task_without_an_owner() {
    let (mut draft, mut named) = (task("a"), task("b"));
    draft.owner = to("");
    draft.status = TaskStatus::Draft;
    named.owner = to("");
    named.owner.display = Some("La voisine".into());
    assert_eq!(World::new().task(&draft).task(&named).codes(NOW), []);
}

/// Row 147: a task names one plan and then another that are not here, its part one that is.
#[test]
fn a_line_that_is_found_at_another_record_keeps_its_beginning() {
    let mut world = World::new();
    let (mut whole, mut part) = (task("whole"), task("part"));
    whole.based_on = all(&["CarePlan/elsewhere"]);
    part.part_of = all(&["Task/whole"]);
    part.based_on = all(&["CarePlan/here"]);
    world.tell(Record::Plan(&plan("here", "active")));
    world.task(&whole).task(&part);
    let other_plan = |world: &mut World, now| {
        let mut found = world.look(now).into_iter();
        found.find(|line| line.code == Code::OtherPlan).unwrap()
    };
    let first = other_plan(&mut world, NOW);
    whole.based_on = all(&["CarePlan/nowhere"]);
    world.task(&whole);
    let later = other_plan(&mut world, "2026-11-16T10:00:00+01:00");
    assert_eq!((first.since, later.since), (at(NOW), at(NOW)));
    assert_ne!(first.evidence, later.evidence);
}

/// Row 11.
#[test]
fn an_offer_waits_for_two_working_days_at_the_same_hour_a_pressing_one_for_a_day() {
    let mut offer = task("t");
    offer.status = TaskStatus::Requested;
    // A Friday: the weekend does not count.
    offer.authored_on = date("2026-11-13T10:00:00+01:00");
    let mut world = World::new();
    world.task(&offer);
    assert_eq!(world.codes("2026-11-17T09:59:00+01:00"), []);
    let found = world.only("2026-11-17T10:00:00+01:00");
    assert_eq!(found.code, Code::OfferUnanswered);
    assert_eq!(found.severity, Severity::Attention);
    offer.priority = Priority::Asap;
    let found = world.task(&offer).only("2026-11-17T10:00:00+01:00");
    assert_eq!(found.severity, Severity::Urgent);
}

/// Row 11: an offer that nobody accepted.
#[test]
fn an_offer_to_a_relative_waits_for_a_week_and_a_date_in_the_request_wins() {
    let mut offer = task("t");
    offer.status = TaskStatus::Received;
    offer.owner = to("RelatedPerson/r");
    let mut world = World::new();
    assert_eq!(world.task(&offer).codes(NOW), []);
    assert_eq!(
        world.codes("2026-11-17T10:00:00+01:00"),
        [Code::OfferUnanswered]
    );
    more(&mut offer).answer_by = date("2026-12-15");
    assert_eq!(world.task(&offer).codes("2026-12-15T23:00:00+01:00"), []);
    let found = world.only("2026-12-16T00:00:00+01:00");
    assert_eq!(found.since, at("2026-12-16T00:00:00+01:00"));
}

/// Row 11.
#[test]
fn a_draft_that_is_requested_begins_to_wait_then() {
    let mut offer = task("t");
    offer.status = TaskStatus::Draft;
    let mut world = World::new();
    world.task(&offer);
    offer.status = TaskStatus::Requested;
    offer.last_modified = date("2026-11-16T08:00:00+01:00");
    assert_eq!(world.task(&offer).codes(NOW), []);
    let found = world.only("2026-11-18T08:00:00+01:00");
    assert_eq!(found.since, at("2026-11-18T08:00:00+01:00"));
}

/// Row 11.
#[test]
fn without_its_history_a_request_that_was_written_again_waits_from_then() {
    let mut offer = task("t");
    offer.status = TaskStatus::Requested;
    offer.last_modified = date("2026-11-16T08:00:00+01:00");
    let mut world = World::new();
    assert_eq!(world.task(&offer).codes(NOW), []);
    // A note later on is no new request.
    offer.last_modified = date("2026-11-17T08:00:00+01:00");
    let found = world.task(&offer).only("2026-11-18T08:00:00+01:00");
    assert_eq!(found.since, at("2026-11-18T08:00:00+01:00"));
}

/// Rows 11, 17: the membership has ended.
#[test]
fn who_left_the_circle_is_told_and_who_never_was_in_it_is_not() {
    let gone = member(
        "Practitioner/a",
        &[],
        "",
        period("2026-01-05", "2026-10-31"),
    );
    let lead = member(
        "Practitioner/l",
        &["768820003"],
        "captant",
        Period::default(),
    );
    let mut other = task("u");
    other.owner = to("Organization/carrier");
    let mut world = World::new();
    world.tell(Record::Team(&team("c", vec![gone, lead])));
    world.task(&other).task(&task("t"));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::OwnerLeft);
    // It was given to them after they had left.
    assert_eq!(found.since, at("2026-11-10T10:00:00+01:00"));
    assert_eq!(found.subjects, [key("Task/t"), key("Practitioner/a")]);
}

/// Row 11.
#[test]
fn a_member_with_a_second_period_is_there_to_the_end_of_its_last_day() {
    let gone = member(
        "Practitioner/a",
        &[],
        "",
        period("2026-01-05", "2026-10-31"),
    );
    let back = member(
        "Practitioner/a",
        &["768820003"],
        "",
        period("2026-11-01", "2026-11-16"),
    );
    let mut world = World::new();
    world.tell(Record::Team(&team("c", vec![gone, back])));
    world.task(&task("t"));
    assert_eq!(world.codes("2026-11-16T23:59:00+01:00"), []);
    let codes = world.codes("2026-11-17T00:00:00+01:00");
    assert_eq!(codes, [Code::OwnerLeft, Code::NoReferent]);
}

/// Row 11.
#[test]
fn a_task_planned_within_the_absence_of_its_owner_is_told_one_with_a_way_out_is_not() {
    let mut owned = task("t");
    owned.owner = to("PractitionerRole/a");
    owned.window = period("2026-11-30", "2026-12-04");
    let mut world = World::new();
    world.actor(&absent("PractitionerRole/a", "2026-11-30", "2026-12-11"));
    let found = world.task(&owned).only(NOW);
    assert_eq!(found.code, Code::OwnerAbsent);
    assert_eq!(found.since, at("2026-11-16T00:00:00+01:00"));
    // There is time after the absence.
    owned.window = period("2026-11-30", "2026-12-15");
    assert_eq!(world.task(&owned).codes(NOW), []);
    owned.execution = period("2026-12-01T09:00:00+01:00", "");
    assert_eq!(world.task(&owned).codes(NOW), [Code::OwnerAbsent]);
    owned.status = TaskStatus::InProgress;
    assert_eq!(world.task(&owned).codes(NOW), []);
}

/// Rows 17, 26, 135.
#[test]
fn a_team_without_a_lead_is_told_with_the_treating_doctor_by_default() {
    let lead = member(
        "Practitioner/l",
        &["768820003"],
        "captant",
        period("", "2026-09-30"),
    );
    let doctor = member("Practitioner/d", &["PCP"], "", Period::default());
    let mut world = World::new();
    world.tell(Record::Team(&team("c", vec![lead, doctor])));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::NoReferent);
    assert_eq!(found.since, at("2026-10-01T00:00:00+02:00"));
    let doctor = Value::Record(key("Practitioner/d"));
    assert!(found.evidence.iter().any(|e| e.value == doctor));
    let check = world
        .0
        .plan()
        .team_check(&key("CareTeam/c"), at(NOW), world.0.calendar());
    assert!(check.unwrap().by_default.is_some());
}

/// Row 26.
#[test]
fn two_leads_at_once_are_one_line_though_both_are_captant_and_referent() {
    let a = member(
        "Practitioner/a",
        &["768820003"],
        "captant",
        period("2026-01-05", ""),
    );
    let b = member(
        "Practitioner/b",
        &["768820003"],
        "captant",
        period("2026-11-12", ""),
    );
    let mut world = World::new();
    world.tell(Record::Team(&team("c", vec![a, b])));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::SeveralReferents);
    assert_eq!(found.since, at("2026-11-12T00:00:00+01:00"));
    assert_eq!(found.subjects.len(), 3);
}

/// Row 26: one captant is ok, none an orphan, two a conflict; who comes for a time has an end or
/// what ends it, and the same professional may be one here and the other there.
#[test]
fn the_team_check_is_ok_orphan_or_conflict_and_names_who_comes_for_a_time_without_an_end() {
    let of = |who: &str, engagement: &str, end: &str| {
        member(
            &format!("Practitioner/{who}"),
            &[],
            engagement,
            period("", end),
        )
    };
    let mut until = of("c", "ponctuel", "");
    until.until = Some("jusqu’à la marche seule".into());
    let here = vec![
        of("a", "captant", ""),
        of("b", "ponctuel", "2026-12-31"),
        until,
        of("d", "ponctuel", ""),
        of("e", "ponctuel", "2026-11-15"),
    ];
    let check = |members: Vec<coordo_core::actor::Participant>| {
        let mut world = World::new();
        world.tell(Record::Team(&team("c", members)));
        let plan = world.0.plan();
        plan.team_check(&key("CareTeam/c"), at(NOW), world.0.calendar())
            .unwrap()
    };
    let record = |who: &str| Actor::Record(key(&format!("Practitioner/{who}")));
    let ok = check(here.clone());
    assert_eq!(
        (ok.verdict, ok.coordinator),
        (Verdict::Ok, Some(record("a")))
    );
    let ends: Vec<_> = ok
        .ponctuels
        .iter()
        .map(|p| (&p.member, p.end.is_some()))
        .collect();
    let (b, c, d) = (record("b"), record("c"), record("d"));
    assert_eq!(ends, [(&b, true), (&c, false), (&d, false)]);
    assert_eq!(ok.without_end, [d]);
    assert_eq!(ok.not_current, [record("e")]);
    let orphan = check(here[1..].to_vec());
    assert_eq!(
        (orphan.verdict, orphan.coordinator),
        (Verdict::Orphan, None)
    );
    let mut two = here;
    two[1].engagement = "captant".into();
    assert_eq!(check(two).verdict, Verdict::Conflict);
    let elsewhere = check(vec![
        of("a", "ponctuel", "2026-12-31"),
        of("b", "captant", ""),
    ]);
    assert_eq!(elsewhere.coordinator, Some(record("b")));
}

/// Row 30: who led, one after the other, with dates; the list tells nobody's worth.
#[test]
fn successive_leads_are_listed_in_the_order_of_their_beginning() {
    let of = |who: &str, engagement: &str, from: &str, to: &str| {
        member(
            &format!("Practitioner/{who}"),
            &[],
            engagement,
            period(from, to),
        )
    };
    let members = vec![
        of("late", "captant", "2026-06-01", ""),
        of("never", "ponctuel", "2026-01-01", ""),
        of("first", "captant", "2025", "2025-09-30"),
        of("second", "captant", "2025-10-01", "2026-05-31"),
    ];
    let mut world = World::new();
    world.tell(Record::Team(&team("c", members)));
    let leads = world.0.plan().leads(&key("CareTeam/c"));
    let told: Vec<_> = leads.iter().map(|l| (l.actor.clone(), l.period)).collect();
    let lead = |who: &str, from: &str, to: &str| {
        (
            Actor::Record(key(&format!("Practitioner/{who}"))),
            period(from, to),
        )
    };
    assert_eq!(
        told,
        [
            lead("first", "2025", "2025-09-30"),
            lead("second", "2025-10-01", "2026-05-31"),
            lead("late", "2026-06-01", ""),
        ]
    );
}

/// Row 19.
#[test]
fn a_document_about_to_go_outside_of_the_agreement_is_told() {
    let mut consent = event(EventKind::Consent, "c", "active");
    consent.period = period("2026-09-01", "2027-08-31");
    event_more(&mut consent).related = all(&["Organization/hospital"]);
    let mut message = event(EventKind::Communication, "m", "preparation");
    message.performers = all(&["Organization/school"]);
    event_more(&mut message).related = all(&["DocumentReference/d"]);
    let mut world = World::new();
    // Without any agreement nothing is checked.
    assert_eq!(world.event(&message).codes(NOW), []);
    let found = world.event(&consent).only(NOW);
    assert_eq!(found.code, Code::ShareWithoutAgreement);
    // A service is covered by the house that it is part of.
    let mut school = actor("Organization/school");
    school.organization = to("Organization/hospital");
    assert_eq!(world.actor(&school).codes(NOW), []);
}

/// Row 19.
#[test]
fn an_agreement_that_is_over_is_told_while_a_plan_is_active_and_none_follows() {
    let mut consent = event(EventKind::Consent, "c", "active");
    consent.period = period("2025-09-01", "2026-08-31");
    let mut world = World::new();
    assert_eq!(world.event(&consent).codes(NOW), []);
    world.tell(Record::Plan(&plan("p", "active")));
    let found = world.only(NOW);
    assert_eq!(found.code, Code::AgreementExpired);
    assert_eq!(found.since, at("2026-09-01T00:00:00+02:00"));
    let mut next = event(EventKind::Consent, "d", "active");
    next.period = period("2026-09-01", "2027-08-31");
    assert_eq!(world.event(&next).codes(NOW), []);
}

/// Row 37.
#[test]
fn two_changes_that_wait_for_a_person_are_one_line_until_they_chose() {
    let mut world = World::new();
    world.task(&task("t"));
    let conflict = Conflict {
        since: Some(at("2026-11-15T10:00:00+01:00")),
        paths: vec!["restriction.period.end".to_owned()],
    };
    world.0.set_conflict(&key("Task/t"), Some(conflict));
    assert_eq!(world.only(NOW).code, Code::ConflictingChanges);
    world.0.set_conflict(&key("Task/t"), None);
    assert_eq!(world.codes(NOW), []);
}

/// Row 11.
#[test]
fn a_plan_of_a_person_who_has_died_is_told_once_and_nothing_else_is() {
    let mut dead = actor("Patient/p");
    dead.more.get_or_insert_default().is_deceased = true;
    let mut unowned = task("t");
    unowned.owner = to("");
    let mut world = World::new();
    world.actor(&dead).task(&unowned);
    assert_eq!(world.codes(NOW), []);
    world.tell(Record::Plan(&plan("p", "active")));
    let found = world.only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::PlanOfDeceased, Severity::Info)
    );
}

/// Row 147.
#[test]
fn a_task_in_the_plan_of_another_person_is_told() {
    let mut stray = task("t");
    stray.based_on = all(&["CarePlan/o"]);
    let mut other = plan("o", "active");
    other.subject = to("Patient/other");
    let mut world = World::new();
    world.tell(Record::Plan(&other)).task(&stray);
    assert_eq!(world.only(NOW).code, Code::OtherPersonsPlan);
}

/// Row 25.
#[test]
fn a_rule_that_a_person_set_aside_with_a_reason_is_silent_for_that_record() {
    let mut unowned = task("t");
    unowned.owner = to("");
    more(&mut unowned).waivers.push(Waiver {
        rule: "activité sans responsable".to_owned(),
        reason: Some("La famille s'en occupe".into()),
        ..Waiver::default()
    });
    assert_eq!(World::new().task(&unowned).codes(NOW), []);
    more(&mut unowned).waivers[0].rule = "offre jamais acceptée".to_owned();
    assert_eq!(World::new().task(&unowned).codes(NOW), [Code::NoOwner]);
}

/// Row 52: nothing is done by itself.
#[test]
fn no_remedy_runs_by_itself_and_each_finding_here_offers_one() {
    let mut unowned = task("t");
    unowned.owner = to("");
    let mut world = World::new();
    let found = world.task(&unowned).only(NOW);
    assert!(!found.remedies.is_empty());
    let ready = |g: &Gesture| matches!(g, Gesture::Ready(_));
    assert!(!found.remedies.iter().any(|r| ready(&r.gesture)));
    assert_eq!(world.only(NOW), found);
}

/// Facet "actors" of row 1, and row 17: unowned first.
#[test]
fn who_does_what_begins_with_what_is_nobodys_and_tells_who_waits_for_whom() {
    let mut unowned = task("z");
    unowned.owner = to("");
    let mut offer = task("y");
    offer.status = TaskStatus::Requested;
    let mut later = task("a");
    later.owner = to("Practitioner/b");
    input(&mut later, "apres", "Task/x");
    let mut world = World::new();
    world
        .task(&unowned)
        .task(&offer)
        .task(&later)
        .task(&task("x"));
    let activities = world.0.plan().who_does_what(&|_| false);
    let order: Vec<_> = activities.iter().map(|a| a.task.id.as_str()).collect();
    assert_eq!(order, ["z", "y", "a", "x"]);
    let loads = world.0.plan().loads();
    assert_eq!(loads[0].actor, None);
    let waits: Vec<_> = loads.iter().flat_map(|l| &l.waits_for).collect();
    assert_eq!(waits, [&(key("Task/a"), key("Task/x"))]);
}
