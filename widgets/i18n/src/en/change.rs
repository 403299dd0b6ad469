//! English words for changes: what was wanted, what undo takes back.

use coordo_core::{ChangeKind, Field, TaskStatus, Wanted};

use super::words::task_status;

pub(crate) fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "Title",
        Field::Owner => "Owner",
        Field::Planned => "Planned date",
        Field::Window => "Due",
        Field::Priority => "Priority",
        Field::Goal => "Goal",
        Field::Note => "Note",
        Field::Status => "Status",
        Field::StatusReason => "Reason",
        Field::Plan => "Plan",
        Field::Parent => "Part of",
        Field::Replaces => "Replaces",
        Field::Subject => "Person",
        Field::Requester => "Requester",
        Field::Protocol => "Protocol",
        Field::After => "After",
        Field::Intent => "Intent",
        Field::Resource => "Record",
    }
}

/// "Completed", "Title, Due", "New task".
pub(crate) fn wanted(wanted: &Wanted) -> String {
    if wanted.kind == ChangeKind::Created {
        return "New task".into();
    }
    let status = wanted.status.iter().map(task_status);
    let fields = wanted.fields.iter().map(|f| field(*f));
    status.chain(fields).collect::<Vec<_>>().join(", ")
}

pub(crate) fn undo_of(title: &str, kind: ChangeKind, back_to: Option<&TaskStatus>) -> String {
    let what = match (kind, back_to) {
        (ChangeKind::Created, _) => "making",
        (ChangeKind::Offered, _) => "offer",
        (ChangeKind::Status, Some(to)) => {
            return format!("Undo: {title} goes back to “{}”", task_status(to));
        }
        (ChangeKind::Edited | ChangeKind::Status, _) => "change",
    };
    format!("Undo: {what} of “{title}”")
}

pub(crate) fn undone(title: &str, kind: ChangeKind, back_to: Option<&TaskStatus>) -> String {
    let what = match (kind, back_to) {
        (ChangeKind::Created, _) => "no longer made",
        (ChangeKind::Offered, _) => "no longer offered",
        (ChangeKind::Status, Some(to)) => task_status(to),
        (ChangeKind::Edited | ChangeKind::Status, _) => "change taken back",
    };
    format!("Undone. {title}: {what}.")
}
