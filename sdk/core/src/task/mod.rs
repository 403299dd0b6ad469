//! A task of the plan, as the widgets need it.

mod status;
pub mod transition;

pub use status::TaskStatus;

use crate::coded::{Coded, Word};
use crate::waiver::Waiver;
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
    /// Goals that it serves: `Task.reasonReference` where it is one, and each
    /// `Task.input` that refers to one (TDDUI: type `objectif`).
    pub goals: Vec<Reference>,
    /// What few tasks have.
    pub more: Option<Box<TaskMore>>,
}

/// What few tasks have.
#[derive(Clone, Debug, Default)]
pub struct TaskMore {
    /// `Task.code`.
    pub code: Option<Coded>,
    /// `Task.encounter`: the stay or visit that it follows.
    pub encounter: Reference,
    /// `Task.location`.
    pub location: Reference,
    /// `Task.reasonCode` as text.
    pub reason_text: Option<Private<String>>,
    /// `Task.input` of type `apres`: the tasks that it comes after.
    pub after: Vec<Reference>,
    /// `Task.input`, all of them.
    pub inputs: Vec<Parameter>,
    /// `Task.output`.
    pub outputs: Vec<Parameter>,
    /// Who else takes part: the element of R5 as its cross-version extension.
    pub performers: Vec<TaskPerformer>,
    /// Extension `reponse-attendue`: an answer is expected by then.
    pub answer_by: Option<FhirDate>,
    /// `Task.instantiatesCanonical`.
    pub protocol: Option<String>,
    /// `Task.performerType` as text: which profession is asked, where nobody is named.
    pub performer_type: Option<Private<String>>,
    /// `meta.tag`: how a person classed it (`nomeko-volet`, `nomeko-anneau`, a mechanism).
    pub tags: Vec<Coded>,
    /// Extension `choix`: how it was classed, by whom and when, oldest first.
    pub choices: Vec<TagChoice>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}

impl TaskMore {
    /// The code of the tag of a system, by the last part of its address.
    pub fn tag(&self, system: &str) -> Option<&str> {
        let is_of = |tag: &&Coded| tag.system.rsplit('/').next() == Some(system);
        Some(&*self.tags.iter().find(is_of)?.code)
    }
}

/// A choice of a person among the codes of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChoice {
    /// The list, by its name ([`crate::command::TagList::name`]).
    pub list: String,
    /// The code chosen; empty where it was left to the rule again.
    pub code: Word,
    /// The code before, chosen or by rule; empty for none.
    pub before: Word,
    /// Who chose.
    pub author: Reference,
    /// When.
    pub date: Option<FhirDate>,
}

/// `Task.input` or `Task.output`.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// First code of `type`; empty where none is given.
    pub code: Word,
    /// `type` as text.
    pub name: Option<Private<String>>,
    /// `valueReference`.
    pub reference: Reference,
    /// Any other value as text.
    pub text: Option<Private<String>>,
}

/// Someone beside the owner, and as what.
#[derive(Clone, Debug, Default)]
pub struct TaskPerformer {
    /// Who.
    pub actor: Reference,
    /// Code of the function (`contribue`, `informe`, `valide`); empty where none is given.
    pub function: Word,
}

/// `Annotation`.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// `authorReference`, or `authorString` as its display.
    pub author: Reference,
    /// `time`.
    pub time: Option<FhirDate>,
    /// `text`.
    pub text: Option<Private<String>>,
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
