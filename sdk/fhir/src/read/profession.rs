//! Professions, know-how and types of structure, wherever the data put them.
//!
//! Profession and specialty stand on the role in Annuaire Santé v1 and on the person's
//! qualification in v2; both are read.

use coordo_core::Private;
use coordo_core::coded::{Coded, is_of};
use coordo_core::order::Order as _;

use super::lenient::Reader;
use crate::fields::Fields;

/// What an actor is.
pub(super) struct Professions {
    /// As text.
    pub(super) role: Option<Private<String>>,
    /// Professions; relationship; type.
    pub(super) codes: Vec<Coded>,
    /// Specialties and other know-how.
    pub(super) specialties: Vec<Coded>,
}

pub(super) fn professions(r: &mut Reader<'_>, of: &Fields<'_>) -> Professions {
    let mut specialties = Vec::new();
    let codes = match r.kind() {
        "PractitionerRole" => {
            specialties = r.codings(of, "specialty", "specialty");
            let codes = r.codings(of, "code", "code");
            of_person(codes, &mut specialties)
        }
        "Practitioner" => {
            let mut codes = Vec::new();
            for qualification in r.list(of, "qualification", "qualification") {
                codes.extend(r.codings(&qualification, "code", "qualification.code"));
            }
            of_person(codes, &mut specialties)
        }
        "RelatedPerson" => r.codings(of, "relationship", "relationship"),
        "Organization" => of_structure(r.codings(of, "type", "type")),
        "Location" => {
            let mut codes = r.codings(of, "type", "type");
            codes.extend(r.codings(of, "physicalType", "physicalType"));
            of_structure(codes)
        }
        "HealthcareService" => {
            specialties = r.codings(of, "specialty", "specialty");
            let mut codes = r.codings(of, "type", "type");
            codes.extend(r.codings(of, "category", "category"));
            of_structure(codes)
        }
        _ => Vec::new(),
    };
    let first = codes.first().or_else(|| specialties.first());
    // What a role's code does not say in words, its person's profession does.
    let role = if r.kind() == "PractitionerRole" {
        first.and_then(|code| code.display.clone())
    } else {
        first.and_then(Coded::text)
    };
    Professions {
        role,
        codes,
        specialties,
    }
}

/// Professions first, then functions; know-how is put aside, and what only registers do
/// with (diplomas, categories, ways of practising) is left out.
fn of_person(codes: Vec<Coded>, specialties: &mut Vec<Coded>) -> Vec<Coded> {
    let mut kept: Vec<(u8, Coded)> = Vec::new();
    for mut code in codes {
        let Some(rank) = rank_of_person(&code) else {
            continue;
        };
        if code.display.is_none() && is_health_profession(&code.system) {
            code.display = label(&code.code).map(Private::from);
        }
        if rank == KNOW_HOW {
            specialties.push(code);
        } else {
            kept.push((rank, code));
        }
    }
    kept.order_by_key(|(rank, _)| *rank);
    let named = kept.iter().any(|(_, c)| c.display.is_some());
    kept.into_iter()
        .map(|(_, code)| code)
        // A code without words is kept only where there is nothing better.
        .filter(|code| !named || code.display.is_some())
        .collect()
}

const KNOW_HOW: u8 = 9;

fn rank_of_person(code: &Coded) -> Option<u8> {
    let of = |numbers: &[&str]| numbers.iter().any(|n| is_of(&code.system, n));
    if is_health_profession(&code.system) || of(&["R94", "R95", "R291"]) {
        Some(0)
    } else if of(&["R38", "R39", "R40", "R42", "R43", "R44", "R45"]) {
        Some(KNOW_HOW)
    } else if of(&[
        "R04", "R09", "R14", "R22", "R23", "R47", "R48", "R49", "R50",
    ]) {
        None
    } else if of(&["R21"]) {
        Some(2)
    } else {
        Some(1)
    }
}

fn is_health_profession(system: &str) -> bool {
    is_of(system, "G15")
}

/// The words that people use for a structure: its category, not that it is a legal entity.
fn of_structure(codes: Vec<Coded>) -> Vec<Coded> {
    let rank = |code: &Coded| -> u8 {
        let system = code.system.as_ref();
        if is_of(system, "R66") || system.ends_with("/CAT_ETAB") {
            0
        } else if system.ends_with("v2-3307") || is_of(system, "R75") {
            4
        } else if code.display.is_none() {
            3
        } else if system.ends_with("/organization-type") || system.ends_with("/CAT_AGR_ETAB") {
            2
        } else {
            1
        }
    };
    codes.into_iter().min_by_key(rank).into_iter().collect()
}

/// TRE_G15-ProfessionSante, whose codes the Annuaire Santé gives without words.
fn label(code: &str) -> Option<&'static str> {
    let found = PROFESSIONS.iter().find(|(known, _)| *known == code)?;
    Some(found.1)
}

const PROFESSIONS: [(&str, &str); 29] = [
    ("10", "Médecin"),
    ("21", "Pharmacien"),
    ("26", "Audioprothésiste"),
    ("28", "Opticien-Lunetier"),
    ("31", "Assistant dentaire"),
    ("32", "Physicien médical"),
    ("35", "Aide-soignant"),
    ("36", "Ambulancier"),
    ("37", "Auxiliaire de puériculture"),
    ("38", "Préparateur en pharmacie hospitalière"),
    ("39", "Préparateur en pharmacie (officine)"),
    ("40", "Chirurgien-Dentiste"),
    ("50", "Sage-Femme"),
    ("60", "Infirmier"),
    ("69", "Infirmier psychiatrique"),
    ("70", "Masseur-Kinésithérapeute"),
    ("80", "Pédicure-Podologue"),
    ("81", "Orthoprothésiste"),
    ("82", "Podo-Orthésiste"),
    ("83", "Orthopédiste-Orthésiste"),
    ("84", "Oculariste"),
    ("85", "Epithésiste"),
    ("86", "Technicien de laboratoire médical"),
    ("91", "Orthophoniste"),
    ("92", "Orthoptiste"),
    ("94", "Ergothérapeute"),
    ("95", "Diététicien"),
    ("96", "Psychomotricien"),
    ("98", "Manipulateur ERM"),
];
