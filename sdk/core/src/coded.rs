//! Codes and business identifiers, as the data give them.

use std::borrow::Cow;

use crate::Private;

/// Text of a closed vocabulary: shared where it is a usual one, owned otherwise.
///
/// Thousands of records repeat the same system or status; reading gives them one text.
pub type Word = Cow<'static, str>;

/// `Coding`: a code of a system, with the words that came with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// `system`; empty where none is given.
    pub system: Word,
    /// `code`; empty where only words are given.
    pub code: Word,
    /// `display`, else `CodeableConcept.text`.
    pub display: Option<Private<String>>,
}

impl Coded {
    /// The words, else the code.
    pub fn text(&self) -> Option<Private<String>> {
        self.display
            .clone()
            .or_else(|| (!self.code.is_empty()).then(|| Private(self.code.to_string())))
    }

    /// Whether the system is the French nomenclature of this number, whatever the form of
    /// its address (`TRE_G15`, `TRE-G15`).
    pub fn is_of(&self, nomenclature: &str) -> bool {
        is_of(&self.system, nomenclature)
    }
}

/// Whether a system is the French nomenclature of this number (`G15`, `R38`).
pub fn is_of(system: &str, nomenclature: &str) -> bool {
    let mut rest = system;
    while let Some((_, after)) = rest.split_once("TRE") {
        let after = after.strip_prefix(['_', '-']).unwrap_or(after);
        let number = after.split(['-', '_', '/']).next();
        if number == Some(nomenclature) {
            return true;
        }
        rest = after;
    }
    false
}

/// `Identifier`: what a record is called outside of its server.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// `system`; empty where none is given.
    pub system: Word,
    /// `value` as written.
    pub value: Private<String>,
    /// First code of `type` (`RPPS`, `INS-NIR`, `FINEG`); empty where none is given.
    pub kind: Word,
    /// `use` (`official`, `temp`, `old`); empty where none is given.
    pub usage: Word,
}

/// Shows neither system nor value: both can tell who it is.
impl std::fmt::Debug for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identifier(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_nomenclature_is_known_by_its_number_in_any_form_of_its_address() {
        for system in [
            "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante",
            "https://smt.esante.gouv.fr/terminologie/TRE-G15",
        ] {
            assert!(is_of(system, "G15"), "{system}");
            assert!(!is_of(system, "G1"), "{system}");
            assert!(!is_of(system, "R15"), "{system}");
        }
        assert!(!is_of("", "G15"));
    }
}
