//! A card's facts in words and glyphs.

use coordo_client::engine::Code;
use coordo_client::view::Badge;
use coordo_client::view::board::{CardStatus, CardView, DueView};
use coordo_core::TaskStatus;
use coordo_core::activity::ActivityStatus;
use coordo_core::board::Column;
use coordo_i18n::{DateFormat, Locale, Message};

use crate::kit::icon::Icon;
use crate::kit::{missing, news};

/// The glyph of a task's status.
pub(crate) fn task_icon(status: &TaskStatus) -> Icon {
    match status {
        TaskStatus::Requested => Icon::Requested,
        TaskStatus::Received => Icon::Received,
        TaskStatus::Accepted => Icon::Accepted,
        TaskStatus::Ready => Icon::Ready,
        TaskStatus::InProgress => Icon::InProgress,
        TaskStatus::OnHold => Icon::OnHold,
        TaskStatus::Completed => Icon::Completed,
        TaskStatus::Rejected => Icon::Rejected,
        TaskStatus::Cancelled => Icon::Cancelled,
        TaskStatus::Failed => Icon::Failed,
        TaskStatus::EnteredInError => Icon::Erroneous,
        TaskStatus::Draft | TaskStatus::Other(_) | TaskStatus::Missing => Icon::Draft,
    }
}

/// The glyph of a plan activity's status.
pub(super) fn activity_icon(status: &ActivityStatus) -> Icon {
    match status {
        ActivityStatus::Scheduled => Icon::Accepted,
        ActivityStatus::InProgress => Icon::InProgress,
        ActivityStatus::OnHold => Icon::OnHold,
        ActivityStatus::Completed => Icon::Completed,
        ActivityStatus::Cancelled | ActivityStatus::Stopped => Icon::Cancelled,
        ActivityStatus::EnteredInError => Icon::Erroneous,
        ActivityStatus::NotStarted | ActivityStatus::Unknown | ActivityStatus::Other(_) => {
            Icon::Draft
        }
    }
}

/// The glyph of a column.
pub(super) fn column_icon(column: Column) -> Icon {
    match column {
        Column::Proposed => Icon::Requested,
        Column::Accepted => Icon::Accepted,
        Column::InProgress => Icon::InProgress,
        Column::OnHold => Icon::OnHold,
        Column::Ended => Icon::Completed,
        Column::Other => Icon::Draft,
    }
}

/// The glyph, the word and the classes of a card's status.
pub(crate) fn status(locale: Locale, status: &CardStatus) -> (Icon, String, &'static str) {
    match status {
        CardStatus::Task(s) => {
            let class = match s {
                TaskStatus::Completed => "co-st co-st--done",
                TaskStatus::Cancelled | TaskStatus::EnteredInError => "co-st co-st--struck",
                TaskStatus::Draft
                | TaskStatus::Requested
                | TaskStatus::Received
                | TaskStatus::Accepted
                | TaskStatus::Rejected
                | TaskStatus::Ready
                | TaskStatus::InProgress
                | TaskStatus::OnHold
                | TaskStatus::Failed
                | TaskStatus::Other(_)
                | TaskStatus::Missing => "co-st",
            };
            (task_icon(s), locale.task_status(s), class)
        }
        CardStatus::Activity(s) => {
            let class = match s {
                ActivityStatus::Completed => "co-st co-st--done",
                ActivityStatus::Cancelled
                | ActivityStatus::Stopped
                | ActivityStatus::EnteredInError => "co-st co-st--struck",
                ActivityStatus::NotStarted
                | ActivityStatus::Scheduled
                | ActivityStatus::InProgress
                | ActivityStatus::OnHold
                | ActivityStatus::Unknown
                | ActivityStatus::Other(_) => "co-st",
            };
            (activity_icon(s), locale.activity_status(s), class)
        }
    }
}

/// Whether a column holds several statuses, so that each card must say its own.
pub(super) fn is_mixed(column: Column) -> bool {
    match column {
        Column::Proposed | Column::Accepted | Column::Ended | Column::Other => true,
        Column::InProgress | Column::OnHold => false,
    }
}

/// When a card is due, in words.
pub(crate) fn due(locale: Locale, dates: &dyn DateFormat, due: Option<&DueView>) -> String {
    let Some(due) = due else {
        return locale.say(&Message::NoDate);
    };
    if due.is_overdue
        && let Some(date) = due.end.or(due.start)
    {
        let date = dates.day(locale, date);
        return locale.say(&Message::Overdue { date: &date });
    }
    match (due.start, due.end) {
        (Some(start), Some(end)) => dates.span(locale, start, end),
        (Some(start), None) if due.is_window => {
            let date = dates.day(locale, start);
            locale.say(&Message::From { date: &date })
        }
        (Some(start), None) => dates.day_time(locale, start),
        (None, Some(end)) if due.is_window => {
            let date = dates.day_time(locale, end);
            locale.say(&Message::By { date: &date })
        }
        (None, Some(end)) => {
            let date = dates.day(locale, end);
            locale.say(&Message::Until { date: &date })
        }
        (None, None) => match &due.text {
            Some(text) => text.0.clone(),
            None => locale.say(&Message::NoDate),
        },
    }
}

/// Who answers for a card: the name, and what is said beside it.
pub(super) fn owner(locale: Locale, card: &CardView) -> (String, Option<String>) {
    let owner = &card.owner;
    let Some(name) = &owner.name else {
        // Somebody is named by a reference alone: never say that nobody is.
        return if owner.is_awaited {
            ("…".to_owned(), None)
        } else if owner.is_unresolved {
            let missing = locale.say(&Message::NotInData);
            (locale.say(&Message::OwnerElsewhere), Some(missing))
        } else {
            (locale.say(&Message::NoOwner), None)
        };
    };
    let beside = if owner.is_me {
        Some(locale.say(&Message::You))
    } else if owner.is_offered {
        Some(locale.say(&Message::Offered))
    } else if let Some(role) = &owner.role {
        Some(role.0.clone())
    } else if owner.is_group {
        Some(locale.say(&Message::Team))
    } else if owner.is_unresolved {
        Some(locale.say(&Message::NotInData))
    } else {
        None
    };
    (name.0.clone(), beside)
}

/// The badge that says that nobody answers for a card of which nobody is named.
pub(super) fn unowned(card: &CardView) -> Option<Badge> {
    let owner = &card.owner;
    if owner.name.is_some() || owner.is_awaited || owner.is_unresolved {
        return None;
    }
    let mut badges = card.badges.iter().copied();
    badges.find(|of| of.code == Code::NoOwner)
}

/// The whole card in one breath, for those who hear it.
pub(super) fn spoken_card(locale: Locale, dates: &dyn DateFormat, card: &CardView) -> String {
    let title = match &card.title {
        Some(title) => title.0.clone(),
        None => locale.say(&Message::Untitled),
    };
    let (_, status, _) = status(locale, &card.status);
    let due = due(locale, dates, card.due.as_ref());
    let (name, beside) = owner(locale, card);
    let mut spoken = format!("{title}, {status}, {due}");
    if unowned(card).is_none() {
        spoken.push_str(", ");
        spoken.push_str(&name);
    }
    if let Some(beside) = beside {
        spoken.push_str(", ");
        spoken.push_str(&beside);
    }
    if matches!(card.status, CardStatus::Activity(_)) {
        spoken.push_str(", ");
        spoken.push_str(&locale.say(&Message::OfThePlan));
    }
    if let Some(missing) = missing::spoken(locale, &card.badges) {
        spoken.push_str(". ");
        spoken.push_str(&missing);
    }
    if let Some(unread) = &card.unread {
        spoken.push_str(", ");
        spoken.push_str(&news::spoken(locale, unread));
    }
    spoken
}
