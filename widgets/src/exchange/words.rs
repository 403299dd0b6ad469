//! Fields and values of a conflict in words.

use coordo_client::view::FieldView;
use coordo_client::view::board::DueView;
use coordo_client::view::conflict::{ConflictFieldView, ConflictView};
use coordo_core::{FhirDate, Field};
use coordo_i18n::{Message, SyncMessage, SyncWord};

use crate::board::due_words;
use crate::kit::frame::Frame;

/// The name of a field, as the forms call it.
pub(super) fn named(frame: Frame, field: &ConflictFieldView) -> String {
    frame.say(&Message::Sync(SyncMessage::Named {
        field: field.field,
        path: &field.path,
    }))
}

/// A value in words; of a time that is asked by its bounds, the bound.
pub(super) fn value(frame: Frame, field: Option<Field>, path: &str, view: &FieldView) -> String {
    let locale = frame.locale.get();
    match view {
        FieldView::Nothing => frame.sync_word(SyncWord::Nothing),
        FieldView::Text(text) => text.0.clone(),
        FieldView::Status(status) => locale.task_status(status),
        FieldView::Priority(priority) => locale.say(&Message::Priority(*priority)),
        FieldView::Period(period) => {
            let dates = frame.dates();
            let bound = match path.rsplit('.').next() {
                Some("start") => period.start,
                Some("end") => period.end,
                _ => None,
            };
            if let Some(bound) = bound {
                return dates.day_time(locale, bound);
            }
            let due = DueView {
                start: period.start,
                end: period.end,
                text: None,
                is_window: field == Some(Field::Window),
                is_overdue: false,
            };
            due_words(locale, &*dates, Some(&due))
        }
    }
}

/// When a copy was changed.
pub(super) fn changed_at(frame: Frame, date: FhirDate) -> String {
    let (locale, dates) = (frame.locale.get(), frame.dates());
    match date {
        FhirDate::Exact { at, .. } => dates.time(locale, at),
        FhirDate::Day(_) | FhirDate::Month { .. } | FhirDate::Year(_) => dates.day(locale, date),
    }
}

/// Who changed what, and when.
pub(super) fn story(frame: Frame, conflict: &ConflictView) -> String {
    let mine_at = conflict.mine_at;
    let mine_at = mine_at.map(|at| frame.dates().time(frame.locale.get(), at));
    let theirs_at = conflict.at.map(|at| changed_at(frame, at));
    frame.say(&Message::Sync(SyncMessage::Story {
        mine_at: mine_at.as_deref(),
        by: conflict.by.as_ref().map(|by| by.0.as_str()),
        theirs_at: theirs_at.as_deref(),
    }))
}
