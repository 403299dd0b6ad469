//! Which records of several sources tell of the same person or structure.
//!
//! Only business identifiers say so, never names or server ids. One system may hold two
//! kinds of number, and one number may stand under two systems, so what counts is type,
//! system, use and resource type together. Too few matches cost a second entry on screen;
//! one match too many shows a person somebody else's file.

mod same;
#[cfg(test)]
mod tests;

pub use same::{Bearer, same};

use crate::coded::Identifier;
use crate::order::Order as _;

/// What a number counts, in order of what it proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Domain {
    /// National health identity of a person (INS-NIR), qualified by its type.
    InsNir,
    /// The same while it is not a NIR yet (INS-NIA); its use is `temp` by rule.
    InsNia,
    /// Test identities, which must never meet real ones.
    InsTest,
    /// Demonstration identities.
    InsDemo,
    /// RPPS of a person.
    Rpps,
    /// FINESS of a site.
    FinessSite,
    /// FINESS of a legal entity.
    FinessEntity,
    /// National id of a professional, with its prefix: neither built nor taken apart.
    NationalPerson,
    /// National id of a structure, with its prefix.
    NationalStructure,
    /// RPPS-rang of a practice.
    RppsRank,
    /// ADELI-rang of a practice.
    AdeliRank,
    /// SIRET of a site.
    Siret,
    /// SIREN of a legal entity.
    Siren,
    /// A number of any other system, of one type.
    Own,
}

impl Domain {
    /// Numbers of rank 0 are one a person or structure, so that two of them are two;
    /// those of a higher rank never overrule a lower one.
    fn rank(self) -> u8 {
        match self {
            Self::InsNir
            | Self::InsNia
            | Self::InsTest
            | Self::InsDemo
            | Self::Rpps
            | Self::FinessSite
            | Self::FinessEntity => 0,
            Self::NationalPerson
            | Self::NationalStructure
            | Self::RppsRank
            | Self::AdeliRank
            | Self::Siret
            | Self::Siren => 1,
            Self::Own => 2,
        }
    }
}

/// What one identifier proves: two records with an equal one are the same, unless a
/// stronger one tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof<'i> {
    domain: Domain,
    /// System and type; empty where the domain says both.
    within: (&'i str, &'i str),
    value: &'i str,
}

/// Shows what kind of number it is, and nothing of it.
impl std::fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proof({:?})", self.domain)
    }
}

impl Proof<'_> {
    /// How much it proves: 0 is one number a person or structure, 2 one of a source's own.
    pub fn rank(&self) -> u8 {
        self.domain.rank()
    }

    /// A sum that equal proofs of one resource type have in common (FNV-1a).
    pub fn sum(&self, kind: &str) -> u64 {
        self.sum_of([kind, self.within.0, self.within.1, self.value])
    }

    /// The same without the type of the number, which a reference may leave out.
    pub fn untyped_sum(&self, kind: &str) -> u64 {
        self.sum_of([kind, self.within.0, "", self.value])
    }

    fn sum_of(&self, texts: [&str; 4]) -> u64 {
        let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(self.domain as u8);
        for text in texts {
            for byte in text.bytes().chain([0xff]) {
                sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        sum
    }
}

const NIR: &str = "urn:oid:1.2.250.1.213.1.4.8";
const NIA: &str = "urn:oid:1.2.250.1.213.1.4.9";
const TEST: &str = "urn:oid:1.2.250.1.213.1.4.10";
const DEMO: &str = "urn:oid:1.2.250.1.213.1.4.11";
const NATIONAL_PERSON: &str = "urn:oid:1.2.250.1.71.4.2.1";
const NATIONAL_STRUCTURE: &str = "urn:oid:1.2.250.1.71.4.2.2";

/// Systems of one number, by version of the guides: the first is today's.
const RPPS: [&str; 2] = ["https://rpps.esante.gouv.fr", "http://rpps.fr"];
const FINESS: [&str; 2] = [
    "https://finess.esante.gouv.fr",
    "http://finess.sante.gouv.fr",
];
const SIRENE: [&str; 2] = ["https://sirene.fr", "http://sirene.fr"];
/// FR Core 2.2 has the first, the Annuaire Santé v2 the second.
const RPPS_RANK: [&str; 2] = [
    "https://rppsrang.esante.gouv.fr",
    "https://rpps.esante.gouv.fr",
];
const ADELI_RANK: &str = "https://adelirang.esante.gouv.fr";

/// What an identifier of a record of this type proves; `None` where it proves nothing.
pub fn proof<'i>(kind: &str, identifier: &'i Identifier) -> Option<Proof<'i>> {
    let system = identifier.system.as_ref();
    let typed = identifier.kind.as_ref();
    let value = identifier.value.as_str();
    // Given up, or unique only where it was given: it may be somebody else's now.
    let is_firm = match identifier.usage.as_ref() {
        "old" | "secondary" => false,
        "temp" => system == NIA,
        _ => true,
    };
    if !is_firm || system.is_empty() || value.is_empty() {
        return None;
    }
    let domain = match kind {
        "Patient" => of_patient(system, typed)?,
        "Practitioner" => of_professional(system, typed)?,
        "Organization" => of_structure(system, typed, value)?,
        // A practice situation may bear the system of its person's RPPS: its own number
        // all the same, told apart by the resource type. Relatives, places, services and
        // teams are known by the numbers of those who keep them.
        _ => Domain::Own,
    };
    let within = if domain == Domain::Own {
        (system, typed)
    } else {
        ("", "")
    };
    Some(Proof {
        domain,
        within,
        value,
    })
}

fn of_patient(system: &str, typed: &str) -> Option<Domain> {
    match (system, typed) {
        (NIR, "INS-NIR") => Some(Domain::InsNir),
        // The number under which care is billed, which may be a parent's.
        (NIR, _) => None,
        (NIA, "INS-NIA" | "") => Some(Domain::InsNia),
        (TEST, "INS-NIR-TEST" | "INS-NIR" | "") => Some(Domain::InsTest),
        (DEMO, "INS-NIR-DEMO" | "INS-NIR" | "") => Some(Domain::InsDemo),
        (NIA | TEST | DEMO, _) => None,
        _ => Some(Domain::Own),
    }
}

fn of_professional(system: &str, typed: &str) -> Option<Domain> {
    match typed {
        "RPPS" | "" if RPPS.contains(&system) => Some(Domain::Rpps),
        _ if RPPS.contains(&system) => None,
        "IDNPS" | "" if system == NATIONAL_PERSON => Some(Domain::NationalPerson),
        _ if system == NATIONAL_PERSON => None,
        _ => Some(Domain::Own),
    }
}

fn of_structure(system: &str, typed: &str, value: &str) -> Option<Domain> {
    // Directories of before 2020 gave the bare FINESS under the system of the national id.
    let is_finess = FINESS.contains(&system) || (system == NATIONAL_STRUCTURE && value.len() == 9);
    match typed {
        "FINEG" if is_finess => Some(Domain::FinessSite),
        "FINEJ" if is_finess => Some(Domain::FinessEntity),
        // A site or its legal entity: nobody can tell.
        _ if is_finess => None,
        "IDNST" | "" if system == NATIONAL_STRUCTURE => Some(Domain::NationalStructure),
        _ if system == NATIONAL_STRUCTURE => None,
        "RPPSRG" | "" if RPPS_RANK.contains(&system) => Some(Domain::RppsRank),
        _ if RPPS_RANK.contains(&system) => None,
        _ if system == ADELI_RANK => Some(Domain::AdeliRank),
        _ if SIRENE.contains(&system) => match (typed, value.len()) {
            ("SIRET" | "", 14) => Some(Domain::Siret),
            ("SIREN" | "", 9) => Some(Domain::Siren),
            _ => None,
        },
        _ => Some(Domain::Own),
    }
}

/// What all identifiers of one record prove together, without what is its parent's.
pub fn proofs<'i>(kind: &str, identifiers: &'i [Identifier]) -> Vec<Proof<'i>> {
    let mut found: Vec<Proof<'i>> = identifiers.iter().filter_map(|i| proof(kind, i)).collect();
    let has = |domains: &[Domain]| found.iter().any(|p| domains.contains(&p.domain));
    // A site often bears the numbers of its legal entity beside its own.
    let is_site = has(&[Domain::FinessSite, Domain::Siret]);
    found.retain(|p| !is_site || !matches!(p.domain, Domain::FinessEntity | Domain::Siren));
    found.order();
    found.dedup();
    found
}

/// The identifier by which a host names a person: under the system of the INS, the INS is meant, and not
/// the number under which care is billed.
pub fn of_person(named: Identifier) -> Identifier {
    if named.system == *NIR && named.kind.is_empty() {
        return Identifier {
            kind: "INS-NIR".into(),
            ..named
        };
    }
    named
}

/// Whether a reference's identifier names a record: it may leave its type out where the
/// system holds one kind of number only.
pub fn names(kind: &str, named: &Identifier, borne: &[Identifier]) -> bool {
    let proofs = proofs(kind, borne);
    let typed = proof(kind, named).is_some_and(|p| proofs.contains(&p));
    typed
        || (named.kind.is_empty()
            && proofs.iter().any(|p| {
                p.domain == Domain::Own && p.within.0 == named.system && p.value == *named.value
            }))
}

/// The identifier of a record that proves most, if one proves anything.
pub fn strongest<'i>(kind: &str, identifiers: &'i [Identifier]) -> Option<&'i Identifier> {
    let ranked = identifiers
        .iter()
        .filter_map(|i| Some((proof(kind, i)?.rank(), i)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, i)| i)
}
