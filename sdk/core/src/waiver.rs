//! Rules that a person set aside for one record, and why.

use crate::{FhirDate, Private, Reference};

/// Extension `derogation`: a rule that shall not speak of this record any more.
#[derive(Clone, Debug, Default)]
pub struct Waiver {
    /// `regle`: the rule, by its name or its code.
    pub rule: String,
    /// `motif`, which is kept.
    pub reason: Option<Private<String>>,
    /// `auteur`.
    pub author: Reference,
    /// `date`.
    pub date: Option<FhirDate>,
}
