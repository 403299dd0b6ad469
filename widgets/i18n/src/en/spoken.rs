//! What the live region says, in English.

use super::change;
use super::words::{column, task_status};
use super::{count, number};
use crate::message::Spoken;

pub(crate) fn say(spoken: &Spoken<'_>) -> String {
    match *spoken {
        Spoken::Lifted {
            title,
            column: c,
            place,
            of,
        } => format!(
            "Card lifted: {title}. {}, {} of {}. Left and right arrows change column, Enter puts \
             it down, Escape puts it back.",
            column(c),
            number(place),
            number(of)
        ),
        Spoken::Over { column: c, effect } => format!("{}. {effect}", column(c)),
        Spoken::Dropped { column: c } => format!("Put down in {}. Undo: Ctrl Z.", column(c)),
        Spoken::Status { title, status } => {
            format!("{title}: {}. Undo: Ctrl Z.", task_status(status))
        }
        Spoken::PutBack => "Put back in its place.".into(),
        Spoken::HostRefused => "Refused by the portal. The card stays in its place.".into(),
        Spoken::Undone {
            title,
            kind,
            back_to,
        } => change::undone(title, kind, back_to),
        Spoken::NothingToUndo => "Nothing to undo.".into(),
        Spoken::MoreShown(n) => count(n, "more card", "more cards"),
        Spoken::ByColleague {
            by: Some(by),
            title,
            to,
        } => {
            format!("{by} changed {title} to “{}”.", task_status(to))
        }
        Spoken::ByColleague {
            by: None,
            title,
            to,
        } => {
            format!("{title} is now “{}”.", task_status(to))
        }
        Spoken::ByColleagues(n) => count(
            usize::try_from(n).unwrap_or(usize::MAX),
            "change by your colleagues",
            "changes by your colleagues",
        ),
        Spoken::Loaded { n } => format!("{} shown.", count(n, "task", "tasks")),
    }
}
