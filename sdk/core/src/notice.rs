//! What was odd in the data that was read: told, never a failure.

use std::fmt;

use crate::RecordKey;

/// What a [`Notice`] is about. The code is stable; the sentence is made by `coordo-i18n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoticeCode {
    /// The document ends before it should.
    Truncated,
    /// An entry or a line is not JSON.
    NotJson,
    /// A document or an entry holds no FHIR resource.
    NotAResource,
    /// A resource without `id`; it got a local one.
    MissingId,
    /// Two resources of one type with one id; the newest is shown.
    DuplicateId,
    /// A field has a value of another JSON type than FHIR says.
    WrongType,
    /// A required field is absent.
    MissingField,
    /// A code outside its required value set.
    UnknownCode,
    /// A resource type that FHIR R4 does not have or that is not read yet.
    UnknownType,
    /// A reference to something that is not in the data.
    Dangling,
    /// A person, team or structure with neither name nor display.
    MissingDisplay,
    /// `partOf` leads back to where it started.
    Cycle,
    /// A date that is not a FHIR date.
    BadDate,
    /// A period that surely ends before it starts: shown as received.
    EndBeforeStart,
    /// A plan activity with both a reference and a detail, or with neither (cpl-3).
    ActivityShape,
    /// Nesting deeper than what is read here.
    TooDeep,
    /// A source does not give records of this type, or not to whoever asks.
    NotGiven,
    /// A source does not know the person whose plan was asked for.
    UnknownPerson,
}

impl NoticeCode {
    /// All codes, in order.
    pub const ALL: [Self; 18] = [
        Self::Truncated,
        Self::NotJson,
        Self::NotAResource,
        Self::MissingId,
        Self::DuplicateId,
        Self::WrongType,
        Self::MissingField,
        Self::UnknownCode,
        Self::UnknownType,
        Self::Dangling,
        Self::MissingDisplay,
        Self::Cycle,
        Self::BadDate,
        Self::EndBeforeStart,
        Self::ActivityShape,
        Self::TooDeep,
        Self::NotGiven,
        Self::UnknownPerson,
    ];

    /// The code as hosts see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::NotJson => "not-json",
            Self::NotAResource => "not-a-resource",
            Self::MissingId => "missing-id",
            Self::DuplicateId => "duplicate-id",
            Self::WrongType => "wrong-type",
            Self::MissingField => "missing-field",
            Self::UnknownCode => "unknown-code",
            Self::UnknownType => "unknown-type",
            Self::Dangling => "dangling",
            Self::MissingDisplay => "missing-display",
            Self::Cycle => "cycle",
            Self::BadDate => "bad-date",
            Self::EndBeforeStart => "end-before-start",
            Self::ActivityShape => "activity-shape",
            Self::TooDeep => "too-deep",
            Self::NotGiven => "not-given",
            Self::UnknownPerson => "unknown-person",
        }
    }
}

/// One oddity: which resource, which field, what about it.
///
/// Holds no value of the record, only where to look.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// What is odd.
    pub code: NoticeCode,
    /// The resource, when it could be told.
    pub subject: Option<RecordKey>,
    /// FHIR path (`Task.status`), or the place in the document (`line 12`, `entry[3]`).
    pub path: String,
}

impl Notice {
    /// A notice about a field of a resource.
    pub fn on(code: NoticeCode, subject: &RecordKey, path: impl Into<String>) -> Self {
        Self {
            code,
            subject: Some(subject.clone()),
            path: path.into(),
        }
    }

    /// A notice about a place in a document.
    pub fn at(code: NoticeCode, path: impl Into<String>) -> Self {
        Self {
            code,
            subject: None,
            path: path.into(),
        }
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.code.as_str(), self.path)
    }
}
