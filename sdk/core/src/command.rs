//! What a person asks for, and the answer: changes, or a refusal that says why.

use crate::task::transition::{self, Mode, Verdict};
use crate::{Instant, Private, RecordKey, Task, TaskStatus};

/// One gesture of a person, in the words of the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// Give a task another status.
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
}

/// What a command did to one record: the fields it names, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A task got another status.
    TaskStatusChanged {
        /// Which task.
        task: RecordKey,
        /// Status before.
        from: TaskStatus,
        /// Reason before, as text, for undo.
        from_reason: Option<Private<String>>,
        /// Status after.
        to: TaskStatus,
        /// `statusReason.text` after; absent removes it: a reason belongs to one status.
        reason: Option<Private<String>>,
        /// `lastModified` after.
        at: Instant,
        /// Outside the strict table, let through by lenient mode.
        unusual: bool,
    },
}

impl Change {
    /// The record that it touches.
    pub fn subject(&self) -> &RecordKey {
        match self {
            Self::TaskStatusChanged { task, .. } => task,
        }
    }
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
        }
    }
}

/// Decides a change of status. Touches nothing: the caller stores what comes back.
///
/// # Errors
///
/// A [`Refusal`] where the task is over, the table forbids it, a reason is missing,
/// or the status shown is no longer the status held.
pub fn change_task_status(
    task: &Task,
    shown: &TaskStatus,
    to: &TaskStatus,
    reason: Option<&str>,
    mode: Mode,
    now: Instant,
) -> Result<Change, Refusal> {
    if task.status != *shown {
        return Err(Refusal::Outdated {
            now: task.status.clone(),
        });
    }
    let verdict = transition::judge(&task.status, to, mode);
    match verdict {
        Verdict::Allowed | Verdict::Unusual => {}
        Verdict::Forbidden => {
            return Err(Refusal::NotAllowed {
                from: task.status.clone(),
                to: to.clone(),
            });
        }
        Verdict::Ended => {
            return Err(Refusal::Ended {
                from: task.status.clone(),
            });
        }
        Verdict::Same => return Err(Refusal::AlreadySo { status: to.clone() }),
        Verdict::NotAStatus => return Err(Refusal::NotAStatus),
    }
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    if reason.is_none() && transition::needs_reason(to) {
        return Err(Refusal::ReasonMissing { to: to.clone() });
    }
    Ok(Change::TaskStatusChanged {
        task: task.key.clone(),
        from: task.status.clone(),
        from_reason: task.status_reason.clone(),
        to: to.clone(),
        reason: reason.map(Private::from),
        at: now,
        unusual: verdict == Verdict::Unusual,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::{Period, Priority};
    use crate::{Reference, SourceId};

    fn task(status: TaskStatus) -> Task {
        Task {
            key: RecordKey::new(SourceId("s".into()), "Task", "1"),
            status,
            status_reason: None,
            business_status: None,
            priority: Priority::Routine,
            title: None,
            owner: Reference::default(),
            requester: Reference::default(),
            subject: Reference::default(),
            focus: Reference::default(),
            based_on: vec![],
            part_of: vec![],
            reason: Reference::default(),
            execution: Period::default(),
            window: Period::default(),
            authored_on: None,
            last_modified: None,
        }
    }

    fn change(from: TaskStatus, to: TaskStatus, reason: Option<&str>) -> Result<Change, Refusal> {
        change_task_status(
            &task(from.clone()),
            &from,
            &to,
            reason,
            Mode::Strict,
            Instant(7),
        )
    }

    #[test]
    fn starting_an_accepted_task_changes_its_status_and_nothing_else() {
        let done = change(TaskStatus::Accepted, TaskStatus::InProgress, None).unwrap();
        assert!(matches!(
            done,
            Change::TaskStatusChanged {
                to: TaskStatus::InProgress,
                at: Instant(7),
                unusual: false,
                ..
            }
        ));
    }

    #[test]
    fn pausing_refusing_cancelling_or_failing_needs_a_reason() {
        for (from, to) in [
            (TaskStatus::InProgress, TaskStatus::OnHold),
            (TaskStatus::Requested, TaskStatus::Rejected),
            (TaskStatus::Ready, TaskStatus::Cancelled),
            (TaskStatus::InProgress, TaskStatus::Failed),
            (TaskStatus::Completed, TaskStatus::EnteredInError),
        ] {
            for blank in [None, Some(""), Some("  \n")] {
                assert_eq!(
                    change(from.clone(), to.clone(), blank),
                    Err(Refusal::ReasonMissing { to: to.clone() })
                );
            }
            assert!(change(from, to, Some("absente")).is_ok());
        }
    }

    #[test]
    fn a_forbidden_move_says_from_where_to_where() {
        assert_eq!(
            change(TaskStatus::Draft, TaskStatus::Completed, None),
            Err(Refusal::NotAllowed {
                from: TaskStatus::Draft,
                to: TaskStatus::Completed
            })
        );
    }

    #[test]
    fn a_decision_made_on_an_outdated_status_is_refused() {
        let held = task(TaskStatus::Completed);
        let answer = change_task_status(
            &held,
            &TaskStatus::InProgress,
            &TaskStatus::OnHold,
            Some("pause"),
            Mode::Lenient,
            Instant(0),
        );
        assert_eq!(
            answer,
            Err(Refusal::Outdated {
                now: TaskStatus::Completed
            })
        );
    }

    #[test]
    fn lenient_mode_marks_the_change_as_unusual() {
        let held = task(TaskStatus::Draft);
        let done = change_task_status(
            &held,
            &TaskStatus::Draft,
            &TaskStatus::Completed,
            None,
            Mode::Lenient,
            Instant(0),
        );
        assert!(matches!(
            done,
            Ok(Change::TaskStatusChanged { unusual: true, .. })
        ));
    }
}
