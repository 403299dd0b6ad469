//! Each trap of French identifiers, told by what must not be joined.

use super::*;
use crate::Private;

fn id(system: &'static str, kind: &'static str, value: &str) -> Identifier {
    Identifier {
        system: system.into(),
        value: Private::from(value),
        kind: kind.into(),
        usage: "official".into(),
    }
}

/// Each record is told by a source of its own.
const SOURCES: [&str; 4] = ["a", "b", "c", "d"];

fn groups(records: &[(&str, Vec<Identifier>)]) -> Vec<Vec<usize>> {
    let bearers: Vec<_> = records
        .iter()
        .enumerate()
        .map(|(n, (kind, identifiers))| Bearer {
            source: SOURCES[n],
            kind,
            identifiers,
        })
        .collect();
    let found = same(&bearers);
    // Whatever the order of the records, the same ones are together.
    let turned: Vec<_> = bearers.iter().rev().copied().collect();
    let mut back: Vec<Vec<usize>> = same(&turned)
        .into_iter()
        .map(|group| group.iter().rev().map(|n| bearers.len() - 1 - n).collect())
        .collect();
    let mut sorted = found.clone();
    sorted.sort();
    back.sort();
    assert_eq!(sorted, back, "in the other order");
    found
}

fn are_same(a: (&str, Identifier), b: (&str, Identifier)) -> bool {
    groups(&[(a.0, vec![a.1]), (b.0, vec![b.1])]) == [[0, 1]]
}

const FINESS_NOW: &str = FINESS[0];

#[test]
fn one_rpps_is_one_professional_under_today_s_system_and_the_former_one() {
    let now = ("Practitioner", id(RPPS[0], "RPPS", "10003461033"));
    let former = ("Practitioner", id(RPPS[1], "", "10003461033"));
    let other = ("Practitioner", id(RPPS[0], "RPPS", "10003461034"));
    assert!(are_same(now.clone(), former));
    assert!(!are_same(now, other));
}

#[test]
fn a_situation_with_the_system_of_the_rpps_is_not_the_person() {
    let person = ("Practitioner", id(RPPS[0], "RPPS", "1234567890"));
    let situation = ("PractitionerRole", id(RPPS[0], "", "1234567890"));
    assert!(!are_same(person, situation.clone()));
    assert!(are_same(situation.clone(), situation));
}

#[test]
fn a_prefixed_national_id_is_never_built_nor_taken_apart() {
    let bare = ("Practitioner", id(RPPS[0], "RPPS", "10003461033"));
    let national = ("Practitioner", id(NATIONAL_PERSON, "IDNPS", "810003461033"));
    assert!(!are_same(bare.clone(), national.clone()));
    let unprefixed = ("Practitioner", id(NATIONAL_PERSON, "IDNPS", "10003461033"));
    assert!(!are_same(bare.clone(), unprefixed));
    // A source that knows both brings the other two together.
    let both = vec![bare.1.clone(), national.1.clone()];
    let found = groups(&[
        ("Practitioner", vec![bare.1]),
        ("Practitioner", vec![national.1]),
        ("Practitioner", both),
    ]);
    assert_eq!(found, [[0, 1, 2]]);
}

#[test]
fn the_number_under_which_care_is_billed_is_no_identity() {
    let nir = "244054900799945";
    let ins = ("Patient", id(NIR, "INS-NIR", nir));
    let billed = ("Patient", id(NIR, "NH", nir));
    let untyped = ("Patient", id(NIR, "", nir));
    assert!(are_same(ins.clone(), ins.clone()));
    assert!(!are_same(ins.clone(), billed.clone()));
    assert!(!are_same(billed.clone(), billed));
    assert!(!are_same(ins, untyped));
}

#[test]
fn test_identities_never_meet_real_ones() {
    let real = ("Patient", id(NIR, "INS-NIR", "244054900799945"));
    let test = ("Patient", id(TEST, "INS-NIR-TEST", "244054900799945"));
    assert!(!are_same(real, test.clone()));
    assert!(are_same(test.clone(), test));
}

#[test]
fn a_legal_entity_is_not_its_site() {
    let site = ("Organization", id(FINESS_NOW, "FINEG", "350005179"));
    let entity = ("Organization", id(FINESS_NOW, "FINEJ", "350005179"));
    let untyped = ("Organization", id(FINESS_NOW, "", "350005179"));
    assert!(!are_same(site.clone(), entity.clone()));
    assert!(!are_same(site.clone(), untyped));
    let older = id(NATIONAL_STRUCTURE, "FINEG", "350005179");
    assert!(are_same(site.clone(), ("Organization", older)));
    // Two sites that bear the number of their legal entity stay two.
    let another = id(FINESS_NOW, "FINEG", "350005180");
    let found = groups(&[
        ("Organization", vec![site.1, entity.1.clone()]),
        ("Organization", vec![another, entity.1.clone()]),
        ("Organization", vec![entity.1]),
    ]);
    assert!(found.is_empty());
}

#[test]
fn a_practice_is_known_by_its_rank_under_both_systems() {
    let core = ("Organization", id(RPPS_RANK[0], "RPPSRG", "F754567860"));
    let annuaire = ("Organization", id(RPPS_RANK[1], "RPPSRG", "F754567860"));
    assert!(are_same(core, annuaire));
}

#[test]
fn a_weaker_number_joins_nobody_where_a_stronger_one_tells_two_apart() {
    let siret = || id(SIRENE[0], "SIRET", "77931148900040");
    let site = |finess| vec![id(FINESS_NOW, "FINEG", finess), siret()];
    let found = groups(&[
        ("Organization", site("010001295")),
        ("Organization", site("010001303")),
        ("Organization", vec![siret()]),
    ]);
    assert!(found.is_empty(), "{found:?}");
    let found = groups(&[
        ("Organization", site("010001295")),
        ("Organization", vec![siret()]),
    ]);
    assert_eq!(found, [[0, 1]]);
}

#[test]
fn what_was_given_up_or_is_only_secondary_proves_nothing() {
    for usage in ["old", "secondary", "temp"] {
        let mut given_up = id(RPPS[0], "RPPS", "10003461033");
        given_up.usage = usage.into();
        let now = ("Practitioner", id(RPPS[0], "RPPS", "10003461033"));
        assert!(!are_same(now, ("Practitioner", given_up)), "{usage}");
    }
    let mut waiting = id(NIA, "INS-NIA", "244054900799945");
    waiting.usage = "temp".into();
    let waiting = ("Patient", waiting);
    assert!(are_same(waiting.clone(), waiting), "temporary by rule");
}

#[test]
fn a_number_of_a_source_s_own_counts_with_its_system_and_type() {
    let file = |system, kind| ("Patient", id(system, kind, "7"));
    assert!(are_same(
        file("https://a.example", "PI"),
        file("https://a.example", "PI")
    ));
    assert!(!are_same(
        file("https://a.example", "PI"),
        file("https://b.example", "PI")
    ));
    assert!(!are_same(
        file("https://a.example", "PI"),
        file("https://a.example", "MR")
    ));
    assert!(!are_same(file("", "PI"), file("", "PI")));
}

#[test]
fn a_reference_may_leave_the_type_out_but_not_where_it_would_name_two_things() {
    let bearer = [id("https://a.example", "PI", "7")];
    assert!(names("Patient", &id("https://a.example", "", "7"), &bearer));
    let ins = [id(NIR, "INS-NIR", "244054900799945")];
    assert!(!names("Patient", &id(NIR, "", "244054900799945"), &ins));
    assert!(names("Patient", &ins[0], &ins));
}

#[test]
fn two_records_that_one_source_holds_apart_are_joined_by_nothing_but_a_firm_number() {
    let found = |identifier: Identifier| {
        let identifiers = [identifier];
        let of = |source| Bearer {
            source,
            kind: "Practitioner",
            identifiers: &identifiers,
        };
        same(&[of("a"), of("a"), of("b")])
    };
    assert_eq!(found(id(RPPS[0], "RPPS", "10003461033")), [[0, 1, 2]]);
    let own = found(id("https://a.example", "PI", "7"));
    assert!(
        own.is_empty(),
        "whom of the two the third one is, nobody can say"
    );
}
