//! A person and their roles are one, whoever a record names (rows 11, 15, 28, 115, 135).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::TaskStatus;
use coordo_core::actor::{Absence, Actor};
use coordo_core::coded::Coded;
use coordo_core::event::EventKind;
use coordo_core::task::Parameter;
use coordo_engine::{Code, Record};
use plans::*;

fn role(id: &str, person: &str, house: &str) -> Actor {
    let mut made = actor(&format!("PractitionerRole/{id}"));
    made.person = to(&format!("Practitioner/{person}"));
    made.organization = to(&format!("Organization/{house}"));
    made
}

fn away(role: &mut Actor, start: &str, end: &str) {
    let more = role.more.get_or_insert_default();
    more.absences.push(Absence {
        text: None,
        period: period(start, end),
    });
}

#[test]
fn row_11_who_has_two_roles_is_away_when_both_are() {
    let mut planned = task("t");
    planned.execution = period("2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00");
    let (mut one, mut other) = (role("1", "a", "x"), role("2", "a", "y"));
    away(&mut one, "2026-11-18", "2026-11-22");
    let mut world = World::new();
    world.task(&planned).actor(&one).actor(&other);
    assert_eq!(world.codes(NOW), []);
    away(&mut other, "2026-11-10", "2026-11-30");
    assert_eq!(world.actor(&other).codes(NOW), [Code::OwnerAbsent]);
}

#[test]
fn row_28_a_contact_of_the_role_or_of_the_house_that_was_asked_is_the_act() {
    for (owner, who, is_act) in [
        ("Practitioner/a", "PractitionerRole/1", true),
        ("PractitionerRole/1", "Practitioner/a", true),
        ("Organization/x", "PractitionerRole/1", true),
        ("Organization/x", "Practitioner/a", true),
        ("Organization/y", "Practitioner/a", false),
        ("Practitioner/b", "PractitionerRole/1", false),
    ] {
        let mut referral = task("t");
        referral.owner = to(owner);
        referral.window = period("", "2026-11-15");
        more(&mut referral).inputs.push(Parameter {
            code: "retour-attendu".into(),
            reference: to("Practitioner/z"),
            ..Parameter::default()
        });
        let mut visit = event(EventKind::Encounter, "e", "finished");
        visit.period = period("2026-11-12T10:00:00+01:00", "2026-11-12T11:00:00+01:00");
        visit.performers = all(&[who]);
        let mut world = World::new();
        world
            .actor(&role("1", "a", "x"))
            .task(&referral)
            .event(&visit);
        let expected = if is_act {
            vec![Code::ReferralWithoutReturn]
        } else {
            vec![]
        };
        assert_eq!(world.codes(NOW), expected, "{owner}, {who}");
    }
}

#[test]
fn row_115_the_profession_of_a_person_stands_on_their_role_too() {
    let coded = |code: &'static str| Coded {
        system:
            "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
                .into(),
        code: code.into(),
        display: None,
    };
    let mut under = protocol("p");
    under.url = Some("https://x.example/p".into());
    under.roles = vec![coded("60")];
    let mut delegated = task("t");
    more(&mut delegated).protocol = Some("https://x.example/p".into());
    for (code, found) in [("60", vec![]), ("21", vec![Code::DelegationProfession])] {
        let mut role = role("1", "a", "x");
        role.codes = vec![coded(code)];
        let mut world = World::new();
        world
            .tell(Record::Protocol(&under))
            .actor(&role)
            .task(&delegated);
        assert_eq!(world.codes(NOW), found, "{code}");
    }
}

#[test]
fn row_135_who_works_for_two_houses_is_covered_by_the_agreement_of_one() {
    let mut consent = event(EventKind::Consent, "c", "active");
    event_more(&mut consent).related = all(&["Organization/x"]);
    let mut letter = event(EventKind::Communication, "m", "preparation");
    letter.performers = all(&["Practitioner/a"]);
    event_more(&mut letter).related = all(&["DocumentReference/d"]);
    let document = event(EventKind::DocumentReference, "d", "current");
    let mut world = World::new();
    world.event(&consent).event(&document).event(&letter);
    // Nobody knows for whom they work.
    assert_eq!(world.codes(NOW), []);
    world.actor(&role("2", "a", "y"));
    assert_eq!(world.codes(NOW), [Code::ShareWithoutAgreement]);
    world.actor(&role("1", "a", "x"));
    assert_eq!(world.codes(NOW), []);
}

#[test]
fn row_15_a_person_takes_part_for_the_house_of_their_roles() {
    let mut done = task("t");
    done.status = TaskStatus::Completed;
    done.requester = to("Practitioner/b");
    let mut world = World::new();
    world
        .task(&done)
        .actor(&role("1", "a", "x"))
        .actor(&role("2", "b", "x"));
    let with = |world: &World| {
        let actions = world.0.plan().actions();
        let houses = actions[0].participants.iter();
        houses
            .map(|p| p.organization.as_ref().map(|o| o.0.clone()))
            .collect::<Vec<_>>()
    };
    let x = Some("Organization/x".to_owned());
    assert_eq!(with(&world), [x.clone(), x.clone()]);
    // In which of two houses they took part, nobody wrote down.
    world.actor(&role("3", "b", "y"));
    assert_eq!(with(&world), [x, None]);
}

/// Row 2: an appointment that moves alone moves what rests on it.
#[test]
fn an_order_is_broken_from_when_the_appointment_was_moved() {
    let (mut first, mut later) = (task("a"), after("b", "a"));
    first.focus = to("Appointment/r");
    first.authored_on = date("2026-11-02T10:00:00+01:00");
    first.last_modified = first.authored_on;
    later.execution = period("2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00");
    let booked = |start: &str, end: &str| appointment("r", start, end, &["Practitioner/x"]);
    let mut world = World::new();
    world.task(&first).task(&later);
    let before = booked("2026-11-18T10:00:00+01:00", "2026-11-18T11:00:00+01:00");
    world.0.put(
        Record::Event(&before),
        Some(at("2026-11-10T08:00:00+01:00")),
        &coordo_engine::same_source,
    );
    assert_eq!(world.codes(NOW), []);
    let after = booked("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00");
    world.0.put(
        Record::Event(&after),
        Some(at("2026-11-15T18:30:00+01:00")),
        &coordo_engine::same_source,
    );
    let found = world.only(NOW);
    assert_eq!(
        (found.code, found.since),
        (Code::OrderBroken, at("2026-11-15T18:30:00+01:00"))
    );
    let of_booking = found
        .evidence
        .iter()
        .any(|fact| fact.record == key("Appointment/r") && fact.path == "start");
    assert!(of_booking, "the date stands on the appointment");
}

/// A change that is taken back leaves the line as it was.
#[test]
fn a_date_that_is_moved_and_put_back_leaves_the_beginning_of_its_line() {
    let (mut first, mut later) = (task("a"), after("b", "a"));
    first.execution = period("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00");
    first.last_modified = date("2026-11-14T10:00:00+01:00");
    later.execution = period("2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00");
    let mut world = World::new();
    world.task(&first).task(&later);
    let before = world.only(NOW);
    assert_eq!(before.code, Code::OrderBroken);
    let mut moved = later.clone();
    moved.execution = period("2026-12-20T10:00:00+01:00", "");
    moved.last_modified = date("2026-11-16T08:59:00+01:00");
    assert_eq!(world.task(&moved).codes(NOW), []);
    assert_eq!(world.task(&later).only(NOW), before);
}
