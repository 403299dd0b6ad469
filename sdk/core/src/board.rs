//! Which column a status lies in, and which status a drop in a column gives.

use crate::TaskStatus;
use crate::activity::ActivityStatus;

/// A column of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Written or asked, nobody has taken it on.
    Proposed,
    /// Taken on, not started.
    Accepted,
    /// Under way.
    InProgress,
    /// Paused.
    OnHold,
    /// Over, done or not.
    Ended,
    /// A status that FHIR R4 does not have.
    Other,
}

impl Column {
    /// All columns in reading order.
    pub const ALL: [Self; 6] = [
        Self::Proposed,
        Self::Accepted,
        Self::InProgress,
        Self::OnHold,
        Self::Ended,
        Self::Other,
    ];

    /// The name in the element contract (`data-column`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::InProgress => "in-progress",
            Self::OnHold => "on-hold",
            Self::Ended => "ended",
            Self::Other => "other",
        }
    }

    /// The column of a task.
    pub fn of_task(status: &TaskStatus) -> Self {
        match status {
            TaskStatus::Draft | TaskStatus::Requested | TaskStatus::Received => Self::Proposed,
            TaskStatus::Accepted | TaskStatus::Ready => Self::Accepted,
            TaskStatus::InProgress => Self::InProgress,
            TaskStatus::OnHold => Self::OnHold,
            TaskStatus::Rejected
            | TaskStatus::Cancelled
            | TaskStatus::Failed
            | TaskStatus::Completed
            | TaskStatus::EnteredInError => Self::Ended,
            TaskStatus::Other(_) | TaskStatus::Missing => Self::Other,
        }
    }

    /// The column of an activity of the plan.
    pub fn of_activity(status: &ActivityStatus) -> Self {
        match status {
            ActivityStatus::NotStarted => Self::Proposed,
            ActivityStatus::Scheduled => Self::Accepted,
            ActivityStatus::InProgress => Self::InProgress,
            ActivityStatus::OnHold => Self::OnHold,
            ActivityStatus::Completed
            | ActivityStatus::Cancelled
            | ActivityStatus::Stopped
            | ActivityStatus::EnteredInError => Self::Ended,
            ActivityStatus::Unknown | ActivityStatus::Other(_) => Self::Other,
        }
    }

    /// The status that a drop in this column gives; the column's header names it.
    pub fn drop_status(self) -> Option<TaskStatus> {
        match self {
            Self::Proposed => Some(TaskStatus::Requested),
            Self::Accepted => Some(TaskStatus::Accepted),
            Self::InProgress => Some(TaskStatus::InProgress),
            Self::OnHold => Some(TaskStatus::OnHold),
            Self::Ended => Some(TaskStatus::Completed),
            Self::Other => None,
        }
    }

    /// The status that a drop in this column gives to a task that stands at `from`.
    ///
    /// A column of several statuses prefers the one that its header names, then the
    /// first of its own that the strict table allows: a draft dropped among the
    /// accepted becomes ready, since nobody was asked.
    pub fn drop_from(self, from: &TaskStatus) -> Option<TaskStatus> {
        use crate::task::transition::successors;
        let named = self.drop_status()?;
        let next = successors(from);
        if self == Self::Ended || next.contains(&named) {
            return Some(named);
        }
        next.iter()
            .find(|s| Self::of_task(s) == self)
            .cloned()
            .or(Some(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_in_a_column_gives_a_status_of_that_column() {
        for column in Column::ALL {
            if let Some(status) = column.drop_status() {
                assert_eq!(Column::of_task(&status), column);
            }
        }
    }

    #[test]
    fn a_draft_dropped_among_the_accepted_becomes_ready() {
        assert_eq!(
            Column::Accepted.drop_from(&TaskStatus::Draft),
            Some(TaskStatus::Ready)
        );
        assert_eq!(
            Column::Accepted.drop_from(&TaskStatus::Received),
            Some(TaskStatus::Accepted)
        );
    }

    #[test]
    fn a_drop_among_the_ended_never_cancels_or_marks_an_error_by_itself() {
        assert_eq!(
            Column::Ended.drop_from(&TaskStatus::Accepted),
            Some(TaskStatus::Completed)
        );
    }
}
