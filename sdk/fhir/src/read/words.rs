//! Words that thousands of records repeat: one text for all of them.

use std::borrow::Cow;

use coordo_core::coded::Word;

/// The shared text of a usual word, else its own.
pub(super) fn shared(word: &str) -> Word {
    match USUAL.iter().find(|usual| **usual == word) {
        Some(usual) => Cow::Borrowed(usual),
        None => Cow::Owned(word.to_owned()),
    }
}

/// Statuses, uses and categories first: they are asked for most often.
const USUAL: [&str; 58] = [
    "final",
    "active",
    "completed",
    "finished",
    "current",
    "resolved",
    "stopped",
    "in-progress",
    "planned",
    "booked",
    "free",
    "busy",
    "vital-signs",
    "laboratory",
    "survey",
    "AMB",
    "IMP",
    "EMER",
    "HH",
    "VR",
    "official",
    "usual",
    "secondary",
    "temp",
    "old",
    "work",
    "home",
    "mobile",
    "RPPS",
    "IDNPS",
    "IDNST",
    "FINEG",
    "FINEJ",
    "SIREN",
    "SIRET",
    "INTRN",
    "RPPSRG",
    "ADELI",
    "INS-NIR",
    "INS-NIA",
    "NH",
    "PI",
    "MR",
    "NPI",
    "https://rpps.esante.gouv.fr",
    "urn:oid:1.2.250.1.71.4.2.1",
    "urn:oid:1.2.250.1.71.4.2.2",
    "https://finess.esante.gouv.fr",
    "https://sirene.fr",
    "http://sirene.fr",
    "urn:oid:1.2.250.1.213.1.4.8",
    "urn:oid:1.2.250.1.213.1.4.10",
    "http://hl7.org/fhir/sid/us-npi",
    "http://finess.sante.gouv.fr/valuesets/CAT_ETAB",
    "https://mos.esante.gouv.fr/NOS/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement",
    "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante",
    "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale",
    "https://github.com/synthetichealth/synthea",
];
