//! Identities: sources, records and references.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::Private;
use crate::coded::Identifier;

/// The host's name for one source of records, as given in the client's options.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What identifies a record: its source, its FHIR type and its logical id there.
///
/// Two sources may use one id for two persons, so the source is part of it.
///
/// A pointer, since keys are held and handed on everywhere: a copy costs a count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(Arc<RecordId>);

/// The parts of a [`RecordKey`].
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// The source that owns the record.
    pub source: SourceId,
    /// The FHIR resource type, for example `Task`.
    pub kind: String,
    /// `Resource.id`.
    pub id: String,
}

impl Deref for RecordKey {
    type Target = RecordId;

    fn deref(&self) -> &RecordId {
        &self.0
    }
}

impl RecordKey {
    /// Builds a key from its three parts.
    pub fn new(source: SourceId, kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self(Arc::new(RecordId {
            source,
            kind: kind.into(),
            id: id.into(),
        }))
    }

    /// The relative FHIR reference, `Type/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }
}

/// Shows the type only: an id can be a national identifier in careless data.
impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordKey({}/…)", self.kind)
    }
}

/// The same of its parts.
impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordId({}/…)", self.kind)
    }
}

/// A FHIR `Reference` as written: it may point somewhere, only name someone, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// `Reference.reference`: `Type/id`, `#contained`, `urn:uuid:…` or an absolute URL.
    pub target: Option<Private<String>>,
    /// `Reference.display`.
    pub display: Option<Private<String>>,
    /// `Reference.type`.
    pub kind: Option<String>,
    /// `Reference.identifier`: points to a record by what it is called everywhere.
    pub identifier: Option<Box<Identifier>>,
}

impl Reference {
    /// The target as text.
    pub fn target(&self) -> Option<&str> {
        self.target.as_ref().map(|t| t.as_str())
    }

    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        self.target.is_none() && self.display.is_none() && self.identifier.is_none()
    }

    /// Type and id when the target is a literal reference, relative or absolute.
    ///
    /// `Task/1`, `https://x.example/fhir/Task/1` and `Task/1/_history/2` all give
    /// `("Task", "1")`; `#a` and `urn:uuid:…` give `None`.
    pub fn literal(&self) -> Option<(&str, &str)> {
        literal(self.target()?)
    }
}

/// Type and id of a literal FHIR reference (<https://hl7.org/fhir/R4/references.html#literal>).
pub fn literal(target: &str) -> Option<(&str, &str)> {
    if target.starts_with('#') || target.starts_with("urn:") {
        return None;
    }
    let path = target.split(['?', '#']).next()?;
    let mut parts = path.rsplit('/');
    let (mut id, mut kind) = (parts.next()?, parts.next()?);
    if kind == "_history" {
        (id, kind) = (parts.next()?, parts.next()?);
    }
    let is_type = kind.chars().next().is_some_and(|c| c.is_ascii_uppercase());
    (is_type && !id.is_empty()).then_some((kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_references_give_type_and_id_whatever_their_form() {
        for target in [
            "Task/1",
            "https://x.example/fhir/Task/1",
            "Task/1/_history/4",
        ] {
            assert_eq!(literal(target), Some(("Task", "1")), "{target}");
        }
        for target in ["#a", "urn:uuid:5", "Task", "", "a/b"] {
            assert_eq!(literal(target), None, "{target}");
        }
    }
}
