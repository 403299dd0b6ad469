//! A task of the plan, as the widgets need it.

mod status;
pub mod transition;

pub use status::TaskStatus;

use crate::{FhirDate, Private, RecordKey, Reference};

/// `RequestPriority` (<https://hl7.org/fhir/R4/valueset-request-priority.html>), least urgent first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Normal priority, also where nothing is said.
    #[default]
    Routine,
    /// Sooner than routine.
    Urgent,
    /// As soon as possible.
    Asap,
    /// At once.
    Stat,
}

impl Priority {
    /// Reads a code; `None` where R4 does not have it.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "routine" => Some(Self::Routine),
            "urgent" => Some(Self::Urgent),
            "asap" => Some(Self::Asap),
            "stat" => Some(Self::Stat),
            _ => None,
        }
    }

    /// The FHIR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Asap => "asap",
            Self::Stat => "stat",
        }
    }
}

/// A period whose bounds may be partial dates, or absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// `Period.start`.
    pub start: Option<FhirDate>,
    /// `Period.end`.
    pub end: Option<FhirDate>,
}

impl Period {
    /// Whether neither bound is known.
    pub fn is_empty(&self) -> bool {
        self.start.is_none() && self.end.is_none()
    }
}

/// A FHIR `Task`, reduced to what is shown and decided upon.
#[derive(Clone, Debug)]
pub struct Task {
    /// Identity.
    pub key: RecordKey,
    /// `Task.status`.
    pub status: TaskStatus,
    /// `Task.statusReason` as text.
    pub status_reason: Option<Private<String>>,
    /// `Task.businessStatus` as text.
    pub business_status: Option<Private<String>>,
    /// `Task.priority`.
    pub priority: Priority,
    /// `Task.description`, else `Task.code` as text, else the title input of TDDUI.
    pub title: Option<Private<String>>,
    /// `Task.owner`.
    pub owner: Reference,
    /// `Task.requester`.
    pub requester: Reference,
    /// `Task.for`.
    pub subject: Reference,
    /// `Task.focus`.
    pub focus: Reference,
    /// `Task.basedOn`.
    pub based_on: Vec<Reference>,
    /// `Task.partOf`.
    pub part_of: Vec<Reference>,
    /// `Task.reasonReference`.
    pub reason: Reference,
    /// `Task.executionPeriod`: when it is planned or was done.
    pub execution: Period,
    /// `Task.restriction.period`: the window in which it is due.
    pub window: Period,
    /// `Task.authoredOn`.
    pub authored_on: Option<FhirDate>,
    /// `Task.lastModified`.
    pub last_modified: Option<FhirDate>,
}

impl Task {
    /// The end of the due window, otherwise the planned start: what a board sorts by.
    pub fn due(&self) -> Option<FhirDate> {
        self.execution
            .start
            .or(self.window.end)
            .or(self.execution.end)
            .or(self.window.start)
    }
}
