//! What a person asks for, and why it may not be. The rules are in [`crate::decide`].

use crate::change::Field;
use crate::task::{Period, Priority};
use crate::{FhirDate, Private, RecordKey, TaskStatus};

/// One gesture of a person, in the words of the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// Give a task another status: start, pause, end it, accept or decline an offer.
    ChangeTaskStatus {
        /// Which task.
        task: RecordKey,
        /// The status that was shown when the person decided.
        from: TaskStatus,
        /// The status wanted.
        to: TaskStatus,
        /// `Task.statusReason`, in the person's own words.
        reason: Option<Private<String>>,
    },
    /// Make a task.
    CreateTask(Box<TaskDraft>),
    /// Make several tasks at once, all or none: the occurrences of something that recurs.
    CreateTasks(Vec<TaskDraft>),
    /// Give fields of a task other values, and say something about it.
    EditTask {
        /// Which task.
        task: RecordKey,
        /// Fields, each with the value that was shown.
        edits: Vec<TaskEdit>,
        /// Added to `Task.note`, with author and time.
        note: Option<Private<String>>,
    },
    /// Offer a task to someone who is to answer, or say who has taken it on.
    AssignTask {
        /// Which task.
        task: RecordKey,
        /// The status that was shown when the person decided.
        from: TaskStatus,
        /// Who was shown as owner.
        shown: Option<RecordKey>,
        /// Whose it shall be.
        owner: RecordKey,
        /// Whether they are asked (requested), or have taken it on (accepted; a draft, of
        /// which nobody was asked, becomes ready).
        is_offered: bool,
    },
    /// Set a rule aside for a record of any type, with a reason that is kept there.
    SetAside {
        /// Which record.
        record: RecordKey,
        /// The rule, by its code.
        rule: String,
        /// Why, in the person's own words.
        reason: Private<String>,
    },
    /// Say that a message was received.
    Acknowledge {
        /// Which Communication.
        message: RecordKey,
    },
    /// Name who is in charge of the whole: from now on one member, and nobody else.
    AppointReferent {
        /// Which CareTeam.
        team: RecordKey,
        /// Who was shown as in charge.
        shown: Vec<RecordKey>,
        /// Who shall be: a present member.
        referent: RecordKey,
    },
    /// Say that a plan was looked at as a whole, or until when it shall be.
    ReviewPlan {
        /// Which CarePlan.
        plan: RecordKey,
        /// The date of the review that was shown.
        shown: Option<FhirDate>,
        /// The next date; `None` says that the review has taken place now.
        next: Option<FhirDate>,
    },
    /// End a plan.
    EndPlan {
        /// Which CarePlan.
        plan: RecordKey,
        /// `CarePlan.status` that was shown.
        from: String,
        /// How it ends.
        to: PlanEnd,
    },
    /// Class a task: a person's choice, which is kept with who chose, when, and what it was.
    ClassTask {
        /// Which task.
        task: RecordKey,
        /// In which list of codes.
        list: TagList,
        /// The code that was shown, chosen before or by rule.
        shown: Option<String>,
        /// The code chosen; `None` leaves it to the rule again.
        to: Option<String>,
    },
}

/// How a plan ends (`CarePlan.status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanEnd {
    /// What was to be done is done.
    Completed,
    /// It ends before that.
    Revoked,
}

impl PlanEnd {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Revoked => "revoked",
        }
    }
}

/// A list of codes by which persons class tasks: the last part of the tag's system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagList {
    /// NOMEKO: design or implementation.
    NomekoSide,
    /// NOMEKO: between whom.
    NomekoWith,
    /// NOMEKO: the ring.
    NomekoRing,
    /// How it is coordinated.
    Mechanism,
    /// Person, structure or territory.
    Level,
}

impl TagList {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NomekoSide,
        Self::NomekoWith,
        Self::NomekoRing,
        Self::Mechanism,
        Self::Level,
    ];

    /// The last part of the system.
    pub fn name(self) -> &'static str {
        match self {
            Self::NomekoSide => "nomeko-volet",
            Self::NomekoWith => "nomeko-avec",
            Self::NomekoRing => "nomeko-anneau",
            Self::Mechanism => "mecanisme",
            Self::Level => "niveau",
        }
    }

    /// The list of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }
}

/// A task that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskDraft {
    /// What is to be done.
    pub title: Private<String>,
    /// Whose it shall be; nobody's is a draft.
    pub owner: Option<RecordKey>,
    /// Whether the owner is asked (requested), or has taken it on (accepted).
    pub is_offered: bool,
    /// When it is planned.
    pub planned: Period,
    /// The window in which it is due.
    pub window: Period,
    /// Priority.
    pub priority: Priority,
    /// The goal that it serves.
    pub goal: Option<RecordKey>,
    /// The plan that it belongs to: it goes to the plan's source.
    pub plan: Option<RecordKey>,
    /// The task that it is a part of.
    pub parent: Option<RecordKey>,
    /// The ended task whose place it takes: a new offer after a refusal.
    pub replaces: Option<RecordKey>,
    /// A first note.
    pub note: Option<Private<String>>,
    /// The version of the protocol that it comes from, `url|version`.
    pub protocol: Option<String>,
    /// The tasks that it comes after.
    pub after: Vec<RecordKey>,
    /// On whose behalf it is made: who delegates. Nobody means who makes it.
    pub requester: Option<RecordKey>,
}

impl TaskDraft {
    /// The status that it begins with.
    pub fn status(&self) -> TaskStatus {
        match &self.owner {
            None => TaskStatus::Draft,
            Some(_) if self.is_offered => TaskStatus::Requested,
            Some(_) => TaskStatus::Accepted,
        }
    }
}

/// A field of a task with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskValue {
    /// What is to be done.
    Title(Option<Private<String>>),
    /// Whose it is; nobody's, or somebody's whose record is not held.
    Owner(Option<RecordKey>),
    /// When it is planned.
    Planned(Period),
    /// The window in which it is due.
    Window(Period),
    /// Priority.
    Priority(Priority),
    /// The goal that it serves.
    Goal(Option<RecordKey>),
}

impl TaskValue {
    /// Which field.
    pub fn field(&self) -> Field {
        match self {
            Self::Title(_) => Field::Title,
            Self::Owner(_) => Field::Owner,
            Self::Planned(_) => Field::Planned,
            Self::Window(_) => Field::Window,
            Self::Priority(_) => Field::Priority,
            Self::Goal(_) => Field::Goal,
        }
    }
}

/// Another value for one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEdit {
    /// The value that was shown when the person decided.
    pub shown: TaskValue,
    /// The value wanted, of the same field.
    pub to: TaskValue,
}

/// Why a command was not carried out: an expected answer, said to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The record is not, or no longer, here.
    NotFound,
    /// The status has changed since it was shown.
    Outdated {
        /// The status now.
        now: TaskStatus,
    },
    /// It has that status already.
    AlreadySo {
        /// The status.
        status: TaskStatus,
    },
    /// The table does not let this status follow that one.
    NotAllowed {
        /// Status now.
        from: TaskStatus,
        /// Status wanted.
        to: TaskStatus,
    },
    /// The task is over; reopening is a new task.
    Ended {
        /// Status now.
        from: TaskStatus,
    },
    /// The new status needs a reason.
    ReasonMissing {
        /// Status wanted.
        to: TaskStatus,
    },
    /// The target is not a status of R4.
    NotAStatus,
    /// The source is read-only (a bundle given by the host).
    ReadOnlySource,
    /// The host opened the client for reading only.
    ReadOnlyClient,
    /// The card is an activity written in the plan, not a task.
    OfThePlan,
    /// A change of this record waits for a person's decision.
    WaitsForDecision,
    /// A field has changed since it was shown.
    FieldOutdated {
        /// Which.
        field: Field,
    },
    /// A task says what is to be done.
    TitleMissing,
    /// The end comes before the beginning.
    EndsBeforeItBegins {
        /// Which of its times.
        field: Field,
    },
    /// Nothing would be different.
    NothingToChange,
    /// A rule is set aside with a reason only.
    WithoutReason,
    /// What the field names is in another source than the task.
    OtherSource {
        /// Which field.
        field: Field,
    },
    /// The source has the new task: it can be marked as an error, with a reason.
    CreatedAndSent,
    /// There is no room on this device for the change.
    NoRoom,
    /// This device could not keep the change.
    NotKept,
}

impl Refusal {
    /// A stable code for hosts and messages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Outdated { .. } => "outdated",
            Self::AlreadySo { .. } => "already-so",
            Self::NotAllowed { .. } => "not-allowed",
            Self::Ended { .. } => "ended",
            Self::ReasonMissing { .. } => "reason-missing",
            Self::NotAStatus => "not-a-status",
            Self::ReadOnlySource => "read-only-source",
            Self::ReadOnlyClient => "read-only-client",
            Self::OfThePlan => "of-the-plan",
            Self::WaitsForDecision => "waits-for-decision",
            Self::FieldOutdated { .. } => "field-outdated",
            Self::TitleMissing => "title-missing",
            Self::EndsBeforeItBegins { .. } => "ends-before-it-begins",
            Self::NothingToChange => "nothing-to-change",
            Self::WithoutReason => "without-reason",
            Self::OtherSource { .. } => "other-source",
            Self::CreatedAndSent => "created-and-sent",
            Self::NoRoom => "no-room",
            Self::NotKept => "not-kept",
        }
    }
}
