//! What tells one content of a record from another without reading it.

use coordo_core::Instant;
use coordo_fhir::fields::Fields;

/// A record's version, and when its source says that it wrote it.
///
/// A server that came back from a backup gives numbers a second time, to other contents: the
/// version alone does not tell them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// `meta.versionId`.
    pub version: Option<String>,
    /// `meta.lastUpdated`.
    pub updated: Option<Instant>,
}

impl Stamp {
    /// Reads it from a resource.
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let meta = fields.object("meta").unwrap_or_default();
        let updated = meta.string("lastUpdated");
        Self {
            version: meta.string("versionId"),
            updated: updated.as_deref().and_then(Instant::from_fhir),
        }
    }

    /// Whether both surely name one content; a time that only one of them tells says nothing.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_other_time = self
            .updated
            .zip(other.updated)
            .is_some_and(|(mine, other)| mine != other);
        self.version.is_some() && self.version == other.version && !is_other_time
    }
}
