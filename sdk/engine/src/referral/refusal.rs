//! Why a service refuses: a reason of the list, which is kept with the referral (row 27).

use coordo_core::{Command, Private, RecordKey, TaskStatus};

/// Why a referral is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusalReason {
    /// It misses what the service accepts.
    Criteria,
    /// The service does not work there.
    Territory,
    /// The service has no room.
    NoRoom,
    /// Another service is meant for it.
    OtherService,
    /// Something is missing to decide.
    Incomplete,
    /// The person does not wish it.
    NotWished,
    /// Somebody does it already.
    AlreadyDone,
    /// Another one, in words.
    Other,
}

impl RefusalReason {
    /// The list, in the order in which it is offered.
    pub const ALL: [Self; 8] = [
        Self::Criteria,
        Self::Territory,
        Self::NoRoom,
        Self::OtherService,
        Self::Incomplete,
        Self::NotWished,
        Self::AlreadyDone,
        Self::Other,
    ];

    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Criteria => "criteria",
            Self::Territory => "territory",
            Self::NoRoom => "no-room",
            Self::OtherService => "other-service",
            Self::Incomplete => "incomplete",
            Self::NotWished => "not-wished",
            Self::AlreadyDone => "already-done",
            Self::Other => "other",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// A refusal with its reason: there is none without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: RefusalReason,
    words: Private<String>,
}

impl Refusal {
    /// A reason of the list, and what is said beside it; [`RefusalReason::Other`] needs words.
    pub fn of(reason: RefusalReason, words: &str) -> Option<Self> {
        let words = words.trim();
        let is_said = reason != RefusalReason::Other || !words.is_empty();
        is_said.then(|| Self {
            reason,
            words: Private::from(words),
        })
    }

    /// Which of the list.
    pub fn reason(&self) -> RefusalReason {
        self.reason
    }

    /// The command that refuses a referral. `label` is the reason in the words of the list as it
    /// was shown: with what was said it becomes `Task.statusReason`, which others read without it.
    pub fn command(&self, task: RecordKey, from: TaskStatus, label: &str) -> Command {
        let said = if self.words.is_empty() {
            label.to_owned()
        } else if self.reason == RefusalReason::Other {
            self.words.to_string()
        } else {
            [label, " – ", &self.words].concat()
        };
        Command::ChangeTaskStatus {
            task,
            from,
            to: TaskStatus::Rejected,
            reason: Some(Private(said)),
        }
    }
}
