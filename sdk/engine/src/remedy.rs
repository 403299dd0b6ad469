//! What can be done about a finding, as gestures that a widget can offer. None runs by itself.

use coordo_core::command::{TaskDraft, TaskEdit, TaskValue};
use coordo_core::task::Period;
use coordo_core::{Command, FhirDate, Private, RecordKey, TaskStatus};

use crate::code::Code;

/// What a remedy is called; the words are made by `coordo-i18n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemedyCode {
    /// Call or write to whom it depends on.
    Contact,
    /// Offer it to somebody.
    OfferToSomeone,
    /// Offer it to somebody else.
    OfferToSomeoneElse,
    /// Take it oneself.
    TakeIt,
    /// Withdraw it, with a reason.
    Withdraw,
    /// Give it a date.
    SetDate,
    /// Move it.
    MoveDate,
    /// Mark it as done.
    MarkDone,
    /// Make a new task in its place.
    MakeTask,
    /// Say that it was received.
    Acknowledge,
    /// Join what is missing: a picture, a report, a decision.
    Join,
    /// Set who is in charge.
    SetReferent,
    /// Record what has taken place.
    Record,
    /// Close the plan.
    ClosePlan,
    /// Choose between two versions.
    Choose,
    /// Ask for an agreement.
    AskAgreement,
    /// Leave it so, with a reason that is kept.
    LeaveSo,
}

impl RemedyCode {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Contact,
        Self::OfferToSomeone,
        Self::OfferToSomeoneElse,
        Self::TakeIt,
        Self::Withdraw,
        Self::SetDate,
        Self::MoveDate,
        Self::MarkDone,
        Self::MakeTask,
        Self::Acknowledge,
        Self::Join,
        Self::SetReferent,
        Self::Record,
        Self::ClosePlan,
        Self::Choose,
        Self::AskAgreement,
        Self::LeaveSo,
    ];

    /// The code as hosts see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::OfferToSomeone => "offer-to-someone",
            Self::OfferToSomeoneElse => "offer-to-someone-else",
            Self::TakeIt => "take-it",
            Self::Withdraw => "withdraw",
            Self::SetDate => "set-date",
            Self::MoveDate => "move-date",
            Self::MarkDone => "mark-done",
            Self::MakeTask => "make-task",
            Self::Acknowledge => "acknowledge",
            Self::Join => "join",
            Self::SetReferent => "set-referent",
            Self::Record => "record",
            Self::ClosePlan => "close-plan",
            Self::Choose => "choose",
            Self::AskAgreement => "ask-agreement",
            Self::LeaveSo => "leave-so",
        }
    }
}

/// A remedy: what it is called, and the gesture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What it is called.
    pub code: RemedyCode,
    /// What it does, once a person has chosen it.
    pub gesture: Gesture,
}

/// What a remedy does once a person has chosen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A command that lacks nothing.
    Ready(Box<Command>),
    /// A task that lacks the owner whom the person names: see [`Gesture::with_owner`].
    Owner {
        /// Which task.
        task: RecordKey,
        /// Its status as seen.
        from: TaskStatus,
        /// Who was seen as owner.
        shown: Option<RecordKey>,
        /// Whether they are asked, or have taken it on.
        is_offered: bool,
    },
    /// A task that lacks the date which the person gives: see [`Gesture::with_planned`].
    Planned {
        /// Which task.
        task: RecordKey,
        /// When it was seen as planned.
        shown: Period,
    },
    /// A status that lacks the reason which the person gives: see [`Gesture::with_reason`].
    Reason {
        /// Which task.
        task: RecordKey,
        /// Its status as seen.
        from: TaskStatus,
        /// The status wanted.
        to: TaskStatus,
    },
    /// A team that lacks the one member who is in charge: see [`Gesture::with_owner`].
    Referent {
        /// Which team.
        team: RecordKey,
        /// Who is in charge as seen.
        shown: Vec<RecordKey>,
        /// Who may be: its present members.
        members: Vec<RecordKey>,
    },
    /// A plan that lacks the date of its next review: see [`Gesture::with_planned`].
    Review {
        /// Which plan.
        plan: RecordKey,
        /// The date as seen.
        shown: Option<FhirDate>,
    },
    /// A task that lacks its title, and whoever makes it as owner: see [`Gesture::with_title`].
    Make {
        /// What is known of it.
        draft: Box<TaskDraft>,
    },
    /// Reach somebody, by what their record says.
    Reach(RecordKey),
    /// Open a record, since what is to be done there has no command here.
    Open(RecordKey),
    /// Set the rule aside for a record, with a reason (extension `derogation`): see
    /// [`Gesture::with_waiver`].
    Waive(RecordKey),
}

impl Gesture {
    /// The command, once the person has named an owner, or who is in charge.
    pub fn with_owner(&self, owner: RecordKey) -> Option<Command> {
        if let Self::Owner {
            task,
            from,
            shown,
            is_offered,
        } = self
        {
            return Some(Command::AssignTask {
                task: task.clone(),
                from: from.clone(),
                shown: shown.clone(),
                owner,
                is_offered: *is_offered,
            });
        }
        let Self::Referent { team, shown, .. } = self else {
            return None;
        };
        Some(Command::AppointReferent {
            team: team.clone(),
            shown: shown.clone(),
            referent: owner,
        })
    }

    /// What it is about, where that is one record.
    pub fn record(&self) -> Option<&RecordKey> {
        match self {
            Self::Owner { task, .. } | Self::Planned { task, .. } | Self::Reason { task, .. } => {
                Some(task)
            }
            Self::Referent { team, .. } => Some(team),
            Self::Review { plan, .. } => Some(plan),
            Self::Reach(key) | Self::Open(key) | Self::Waive(key) => Some(key),
            Self::Ready(_) | Self::Make { .. } => None,
        }
    }

    /// The command, once the person has given a date.
    pub fn with_planned(&self, planned: Period) -> Option<Command> {
        if let Self::Planned { task, shown } = self {
            return Some(Command::EditTask {
                task: task.clone(),
                edits: vec![TaskEdit {
                    shown: TaskValue::Planned(*shown),
                    to: TaskValue::Planned(planned),
                }],
                note: None,
            });
        }
        let Self::Review { plan, shown } = self else {
            return None;
        };
        Some(Command::ReviewPlan {
            plan: plan.clone(),
            shown: *shown,
            next: Some(planned.start?),
        })
    }

    /// The command, once the person has said what is to be done, and whose it is.
    pub fn with_title(&self, title: Private<String>, owner: RecordKey) -> Option<Command> {
        let Self::Make { draft } = self else {
            return None;
        };
        let mut draft = draft.clone();
        draft.title = title;
        draft.owner = Some(owner);
        Some(Command::CreateTask(draft))
    }

    /// The command, once the person has given a reason.
    pub fn with_reason(&self, reason: Private<String>) -> Option<Command> {
        if let Self::Reason { task, from, to } = self {
            Some(Command::ChangeTaskStatus {
                task: task.clone(),
                from: from.clone(),
                to: to.clone(),
                reason: Some(reason),
            })
        } else {
            None
        }
    }

    /// The command, once the person has said why: the rule of this code no longer speaks of the
    /// record.
    pub fn with_waiver(&self, code: Code, reason: Private<String>) -> Option<Command> {
        if let Self::Waive(record) = self {
            Some(Command::SetAside {
                record: record.clone(),
                rule: code.rule().to_owned(),
                reason,
            })
        } else {
            None
        }
    }
}
