//! What is found: facts, since when, and what can be done.

use coordo_core::{FhirDate, Instant, Private, RecordKey};

use crate::code::Code;
use crate::remedy::Remedy;

/// How soon somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Somebody should look at it.
    Attention,
    /// Somebody should look at it now.
    Urgent,
}

impl Severity {
    /// The word that hosts see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Attention => "attention",
            Self::Urgent => "urgent",
        }
    }
}

/// A value that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing stands there.
    Absent,
    /// A date, with the precision that was written.
    Date(FhirDate),
    /// An instant that follows from the data and a threshold.
    At(Instant),
    /// A code.
    Code(String),
    /// Another record.
    Record(RecordKey),
    /// Text of the data.
    Text(Private<String>),
    /// A number.
    Count(u32),
}

/// One fact that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which record says so.
    pub record: RecordKey,
    /// Where in it, as a FHIR path without the type.
    pub path: &'static str,
    /// What it says.
    pub value: Value,
}

/// What a sentence is made with, in the order that its message code defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A record, shown by its name or title.
    Record(RecordKey),
    /// Someone named in plain text.
    Text(Private<String>),
    /// A date, with the precision that was written.
    Date(FhirDate),
    /// An instant.
    At(Instant),
    /// A number.
    Count(u32),
    /// Nobody, or nothing.
    None,
}

/// Time in which something that was expected did not take place, or nobody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The activity whose time it is.
    pub of: RecordKey,
    /// From when.
    pub from: Instant,
    /// Until when; none while it lasts.
    pub until: Option<Instant>,
}

/// Something that somebody may want to look at. Never a score of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub code: Code,
    /// How soon.
    pub severity: Severity,
    /// What it is about; together with the code, what tells it from others.
    pub subjects: Vec<RecordKey>,
    /// The instant from which it is true; it does not move while it lasts.
    pub since: Instant,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What its sentence is made with.
    pub arguments: Vec<Argument>,
    /// What can be done, best first.
    pub remedies: Vec<Remedy>,
    /// The time that it is about, where it is about some.
    pub gap: Option<Gap>,
}

impl Finding {
    /// Whether two are the same line, whatever has changed of it.
    pub fn is_same_line(&self, other: &Self) -> bool {
        self.code == other.code && self.subjects == other.subjects
    }
}
