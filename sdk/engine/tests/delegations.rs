//! Delegation: what is found of tasks that were made is what new ones are refused for
//! (rows 115, 116, 133).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::calendar::{Zone, department_of};
use coordo_core::schedule::Protocol;
use coordo_engine::protocol::{Breach, Delegation, breaches};
use coordo_engine::{Code, Record};
use plans::*;

/// Rows 115, 116, 133.
#[test]
fn a_delegated_act_keeps_to_the_time_the_professions_and_the_territory_of_its_protocol() {
    let protocol = Protocol {
        url: Some("https://x.example/p".to_owned()),
        version: Some("2".to_owned()),
        effective: period("2025-01-01", "2026-11-30"),
        jurisdictions: vec![coded("FR-49")],
        roles: vec![coded("60")],
        ..protocol("p")
    };
    let mut act = task("t");
    act.execution = period("2026-11-20T09:00:00+01:00", "");
    more(&mut act).protocol = Some("https://x.example/p|2".to_owned());
    let mut nurse = actor("Practitioner/a");
    nurse.codes = vec![coded("60")];
    let mut world = World::new();
    world
        .tell(Record::Protocol(&protocol))
        .task(&act)
        .actor(&nurse);
    world.actor(&living_at("Patient/p", "49990"));
    assert_eq!(world.codes(NOW), []);
    act.execution = period("2026-12-01T09:00:00+01:00", "");
    assert_eq!(world.task(&act).codes(NOW), [Code::DelegationExpired]);
    nurse.codes = vec![coded("21")];
    world.actor(&nurse).actor(&living_at("Patient/p", "20200"));
    let all = [
        Code::DelegationExpired,
        Code::DelegationProfession,
        Code::DelegationTerritory,
    ];
    assert_eq!(world.codes(NOW), all);
}

/// Rows 115, 116: one rule, asked before a task is made and of the task that was.
#[test]
fn whatever_is_found_of_a_delegated_task_would_have_been_said_before_it_was_made() {
    let who = (key("Practitioner/d"), key("Practitioner/a"));
    let (mut n_found, mut n_silent) = (0, 0);
    let areas: [&[&str]; 6] = [
        &[],
        &["FR-49"],
        &["FR-RE", "49"],
        &["FR-PDL"],
        &["FR"],
        &["FR-2B"],
    ];
    for planned in [
        "2024-12-31",
        "2025-01-01",
        "2026-11",
        "2026-11-30",
        "2026-12-01",
    ] {
        for held in ["60", "21"] {
            for postal_code in ["49990", "97400", "20200", ""] {
                for areas in areas {
                    let protocol = Protocol {
                        url: Some("https://x.example/p".to_owned()),
                        effective: period("2025-01-01", "2026-11-30"),
                        jurisdictions: areas.iter().map(|area| coded(area)).collect(),
                        roles: vec![coded("60"), coded("70")],
                        ..protocol("p")
                    };
                    let mut nurse = actor("Practitioner/a");
                    nurse.codes = vec![coded(held)];
                    let mut act = task("t");
                    act.execution = period(planned, "");
                    more(&mut act).protocol = Some("https://x.example/p".to_owned());
                    let mut world = World::new();
                    world.tell(Record::Protocol(&protocol)).task(&act);
                    world.actor(&nurse);
                    world.actor(&living_at("Patient/p", postal_code));
                    let said = breaches(
                        &Delegation {
                            protocol: &protocol,
                            delegator: Some(&who.0),
                            delegatee: Some(&who.1),
                            professions: &nurse.codes,
                            planned: date(planned).unwrap(),
                            department: department_of(postal_code),
                        },
                        Zone::PARIS,
                    );
                    let said: Vec<Code> = said.into_iter().map(code_of).collect();
                    assert_eq!(
                        world.codes(NOW),
                        said,
                        "{planned} {held} {postal_code} {areas:?}"
                    );
                    if said.is_empty() {
                        n_silent += 1;
                    } else {
                        n_found += 1;
                    }
                }
            }
        }
    }
    assert!(n_found > 100 && n_silent > 40, "{n_found} and {n_silent}");
}

fn code_of(breach: Breach) -> Code {
    match breach {
        Breach::NotYetValid | Breach::Expired => Code::DelegationExpired,
        Breach::Profession => Code::DelegationProfession,
        Breach::Territory => Code::DelegationTerritory,
        Breach::NoDelegator | Breach::NoDelegatee | Breach::Retired => panic!("{breach:?}"),
    }
}

/// Row 115: who is asked has to be known to be allowed; of who has it already, what nobody wrote
/// down is not held against them.
#[test]
fn a_profession_that_nobody_wrote_down_stops_a_new_delegation_and_is_no_finding() {
    let who = (key("Practitioner/d"), key("Practitioner/a"));
    let protocol = Protocol {
        url: Some("https://x.example/p".to_owned()),
        roles: vec![coded("60")],
        ..protocol("p")
    };
    let mut act = task("t");
    more(&mut act).protocol = Some("https://x.example/p".to_owned());
    let mut world = World::new();
    world.tell(Record::Protocol(&protocol)).task(&act);
    world.actor(&actor("Practitioner/a"));
    assert_eq!(world.codes(NOW), []);
    let of = Delegation {
        protocol: &protocol,
        delegator: Some(&who.0),
        delegatee: Some(&who.1),
        professions: &[],
        planned: date("2026-11-20").unwrap(),
        department: None,
    };
    assert_eq!(breaches(&of, Zone::PARIS), [Breach::Profession]);
}
