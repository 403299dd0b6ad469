//! The rules of commands: a decision, or a refusal that says why. They touch nothing: the
//! caller stores what comes back.

use std::cmp::Ordering;

use crate::command::{Refusal, TaskEdit, TaskValue};
use crate::task::transition::{self, Mode, Verdict};
use crate::{Private, Task, TaskStatus};

/// A status that may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusDecision {
    /// The status.
    pub to: TaskStatus,
    /// The reason, without blanks around it; absent removes the one before, since a reason
    /// belongs to one status.
    pub reason: Option<Private<String>>,
    /// Outside the strict table, let through by lenient mode.
    pub unusual: bool,
}

/// Decides a change of status.
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
) -> Result<StatusDecision, Refusal> {
    let from = &task.status;
    if from != shown {
        return Err(Refusal::Outdated { now: from.clone() });
    }
    let unusual = may_follow(from, to, mode)?;
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    if reason.is_none() && transition::needs_reason(to) {
        return Err(Refusal::ReasonMissing { to: to.clone() });
    }
    Ok(StatusDecision {
        to: to.clone(),
        reason: reason.map(Private::from),
        unusual,
    })
}

/// Whether a status may follow another; true where that is unusual.
///
/// # Errors
///
/// A [`Refusal`] that says why it may not.
pub fn may_follow(from: &TaskStatus, to: &TaskStatus, mode: Mode) -> Result<bool, Refusal> {
    match transition::judge(from, to, mode) {
        Verdict::Allowed => Ok(false),
        Verdict::Unusual => Ok(true),
        Verdict::Forbidden => Err(Refusal::NotAllowed {
            from: from.clone(),
            to: to.clone(),
        }),
        Verdict::Ended => Err(Refusal::Ended { from: from.clone() }),
        Verdict::Same => Err(Refusal::AlreadySo { status: to.clone() }),
        Verdict::NotAStatus => Err(Refusal::NotAStatus),
    }
}

/// The status of a task once someone is asked, or has taken it on; `None` where it stays.
///
/// # Errors
///
/// A [`Refusal`] where the table does not let anybody be asked any more.
pub fn assigned_status(
    from: &TaskStatus,
    is_offered: bool,
    mode: Mode,
) -> Result<Option<StatusDecision>, Refusal> {
    let to = match (is_offered, from) {
        (true, TaskStatus::Received) => return Ok(None),
        (true, _) => TaskStatus::Requested,
        (false, TaskStatus::Draft) => TaskStatus::Ready,
        (false, TaskStatus::Requested | TaskStatus::Received) => TaskStatus::Accepted,
        (false, _) if from.is_ended() => return Err(Refusal::Ended { from: from.clone() }),
        (false, _) => return Ok(None),
    };
    if *from == to {
        return Ok(None);
    }
    let unusual = may_follow(from, &to, mode)?;
    Ok(Some(StatusDecision {
        to,
        reason: None,
        unusual,
    }))
}

/// Whether a value may stand in a task.
///
/// # Errors
///
/// [`Refusal::TitleMissing`], [`Refusal::EndsBeforeItBegins`].
pub fn check_value(value: &TaskValue) -> Result<(), Refusal> {
    match value {
        TaskValue::Title(title) => match title.as_ref().map(|t| t.trim()) {
            None | Some("") => Err(Refusal::TitleMissing),
            Some(_) => Ok(()),
        },
        TaskValue::Planned(period) | TaskValue::Window(period) => {
            let (Some(start), Some(end)) = (period.start, period.end) else {
                return Ok(());
            };
            // Partial dates that may or may not be in order are taken as they come.
            if end.compare(start, 0) == Some(Ordering::Less) {
                let field = value.field();
                return Err(Refusal::EndsBeforeItBegins { field });
            }
            Ok(())
        }
        TaskValue::Owner(_) | TaskValue::Priority(_) | TaskValue::Goal(_) => Ok(()),
    }
}

/// Whether an edit changes anything, where the record says `now`.
///
/// # Errors
///
/// A [`Refusal`] where what was shown is no longer so, or the value may not stand in a task.
pub fn check_edit(now: &TaskValue, edit: &TaskEdit) -> Result<bool, Refusal> {
    if edit.to == *now {
        return Ok(false);
    }
    if edit.shown != *now {
        let field = edit.to.field();
        return Err(Refusal::FieldOutdated { field });
    }
    check_value(&edit.to)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordKey;
    use crate::change::Field;
    use crate::task::{Period, Priority};
    use crate::{FhirDate, Reference, SourceId};

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
            goals: Vec::new(),
            more: None,
        }
    }

    fn change(
        from: TaskStatus,
        to: TaskStatus,
        reason: Option<&str>,
    ) -> Result<StatusDecision, Refusal> {
        change_task_status(&task(from.clone()), &from, &to, reason, Mode::Strict)
    }

    #[test]
    fn starting_an_accepted_task_changes_its_status_and_nothing_else() {
        let done = change(TaskStatus::Accepted, TaskStatus::InProgress, None).unwrap();
        let expected = StatusDecision {
            to: TaskStatus::InProgress,
            reason: None,
            unusual: false,
        };
        assert_eq!(done, expected);
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
        );
        assert!(matches!(done, Ok(StatusDecision { unusual: true, .. })));
    }

    #[test]
    fn asking_someone_and_taking_on_go_by_the_table() {
        let to = |from: &TaskStatus, is_offered| {
            assigned_status(from, is_offered, Mode::Strict).map(|d| d.map(|d| d.to))
        };
        assert_eq!(
            to(&TaskStatus::Draft, true),
            Ok(Some(TaskStatus::Requested))
        );
        assert_eq!(to(&TaskStatus::Requested, true), Ok(None));
        assert_eq!(to(&TaskStatus::Draft, false), Ok(Some(TaskStatus::Ready)));
        assert_eq!(
            to(&TaskStatus::Requested, false),
            Ok(Some(TaskStatus::Accepted))
        );
        assert_eq!(to(&TaskStatus::InProgress, false), Ok(None));
        for ended in [TaskStatus::Rejected, TaskStatus::Completed] {
            for is_offered in [true, false] {
                assert!(matches!(to(&ended, is_offered), Err(Refusal::Ended { .. })));
            }
        }
    }

    #[test]
    fn a_value_that_is_wanted_and_held_already_is_no_change_even_where_another_was_shown() {
        let title = |t: &str| TaskValue::Title(Some(Private::from(t)));
        let edit = |shown: &str, to: &str| TaskEdit {
            shown: title(shown),
            to: title(to),
        };
        assert_eq!(check_edit(&title("b"), &edit("a", "b")), Ok(false));
        assert_eq!(check_edit(&title("a"), &edit("a", "b")), Ok(true));
        assert_eq!(
            check_edit(&title("c"), &edit("a", "b")),
            Err(Refusal::FieldOutdated {
                field: Field::Title
            })
        );
        assert_eq!(
            check_edit(&title("a"), &edit("a", " ")),
            Err(Refusal::TitleMissing)
        );
    }

    #[test]
    fn an_end_that_surely_comes_before_the_beginning_is_refused() {
        let period = |start, end| {
            TaskValue::Window(Period {
                start: FhirDate::parse(start),
                end: FhirDate::parse(end),
            })
        };
        assert!(check_value(&period("2026-11-20", "2026-11-19")).is_err());
        for (start, end) in [
            ("2026-11-20", "2026-11-20"),
            ("2026-11-20", "2026-11"),
            ("2026", "2026-03"),
        ] {
            assert_eq!(check_value(&period(start, end)), Ok(()), "{start} {end}");
        }
    }
}
