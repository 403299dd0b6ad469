//! English words: statuses, columns, priorities, keys.

use coordo_core::TaskStatus;
use coordo_core::activity::ActivityStatus;
use coordo_core::board::Column;
use coordo_core::task::Priority;

use crate::Locale;
use crate::board::HelpKey;

pub(crate) fn task_status(status: &TaskStatus) -> &str {
    match status {
        TaskStatus::Draft => "Draft",
        TaskStatus::Requested => "Proposed",
        TaskStatus::Received => "Received",
        TaskStatus::Accepted => "Accepted",
        TaskStatus::Rejected => "Declined",
        TaskStatus::Ready => "Ready",
        TaskStatus::Cancelled => "Cancelled",
        TaskStatus::InProgress => "In progress",
        TaskStatus::OnHold => "On hold",
        TaskStatus::Failed => "Failed",
        TaskStatus::Completed => "Done",
        TaskStatus::EnteredInError => "Entered in error",
        TaskStatus::Other(code) => code,
        TaskStatus::Missing => "No status",
    }
}

pub(crate) fn activity_status(status: &ActivityStatus) -> &str {
    match status {
        ActivityStatus::NotStarted => "Not started",
        ActivityStatus::Scheduled => "Scheduled",
        ActivityStatus::InProgress => "In progress",
        ActivityStatus::OnHold => "On hold",
        ActivityStatus::Completed => "Done",
        ActivityStatus::Cancelled => "Cancelled",
        ActivityStatus::Stopped => "Stopped",
        ActivityStatus::Unknown => "Status not known",
        ActivityStatus::EnteredInError => "Entered in error",
        ActivityStatus::Other(code) => code,
    }
}

pub(crate) fn column(column: Column) -> &'static str {
    match column {
        Column::Proposed => "Proposed",
        Column::Accepted => "Accepted",
        Column::InProgress => "In progress",
        Column::OnHold => "On hold",
        Column::Ended => "Ended",
        Column::Other => "Other status",
    }
}

pub(crate) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Routine => "Routine",
        Priority::Urgent => "Urgent",
        Priority::Asap => "As soon as possible",
        Priority::Stat => "At once",
    }
}

/// What giving this status asks for, as the title of the question.
pub(crate) fn reason_title(to: &TaskStatus) -> String {
    match to {
        TaskStatus::Rejected => "Decline the task".into(),
        TaskStatus::Cancelled => "Cancel the task".into(),
        TaskStatus::OnHold => "Put the task on hold".into(),
        TaskStatus::Failed => "Say that the task failed".into(),
        TaskStatus::EnteredInError => "Mark the task as entered in error".into(),
        TaskStatus::Draft
        | TaskStatus::Requested
        | TaskStatus::Received
        | TaskStatus::Accepted
        | TaskStatus::Ready
        | TaskStatus::InProgress
        | TaskStatus::Completed
        | TaskStatus::Other(_)
        | TaskStatus::Missing => format!("Change to “{}”", task_status(to)),
    }
}

/// The same as a button: it says the result.
pub(crate) fn reason_confirm(to: &TaskStatus) -> String {
    match to {
        TaskStatus::OnHold => "Put on hold".into(),
        TaskStatus::Failed => "Mark as failed".into(),
        TaskStatus::EnteredInError => "Mark as an error".into(),
        TaskStatus::Draft
        | TaskStatus::Requested
        | TaskStatus::Received
        | TaskStatus::Accepted
        | TaskStatus::Rejected
        | TaskStatus::Ready
        | TaskStatus::Cancelled
        | TaskStatus::InProgress
        | TaskStatus::Completed
        | TaskStatus::Other(_)
        | TaskStatus::Missing => reason_title(to),
    }
}

/// Key names, alternatives set apart by a space.
pub(crate) fn help_keys(key: HelpKey) -> &'static str {
    match key {
        HelpKey::Card => "↑ ↓",
        HelpKey::Column => "← →",
        HelpKey::Ends => "Home End",
        HelpKey::Pages => "Page\u{a0}↑ Page\u{a0}↓",
        HelpKey::Open => "Enter",
        HelpKey::New => "N",
        HelpKey::Filter => "/",
        HelpKey::Lift => "Space",
        HelpKey::PutDown => "Enter Space",
        HelpKey::Back | HelpKey::PutBack => Locale::En.escape_key(),
        HelpKey::Menu => ". Shift\u{a0}F10",
        HelpKey::Undo => "Ctrl\u{a0}Z",
        HelpKey::Help => "?",
    }
}

pub(crate) fn help_meaning(key: HelpKey) -> &'static str {
    match key {
        HelpKey::Card => "card above, below",
        HelpKey::Column => "next column",
        HelpKey::Ends => "first, last card of the column",
        HelpKey::Pages => "ten cards up, down",
        HelpKey::Open => "open the details",
        HelpKey::Back => "close the details",
        HelpKey::New => "new task",
        HelpKey::Filter => "filter",
        HelpKey::Lift => "lift the card; ← and → choose the column",
        HelpKey::PutDown => "put the lifted card down",
        HelpKey::PutBack => "put it back in its place",
        HelpKey::Menu => "actions of the card",
        HelpKey::Undo => "undo the last change",
        HelpKey::Help => "this help",
    }
}
