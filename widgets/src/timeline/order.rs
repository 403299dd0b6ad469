//! The lines of the table: every item once, in an order that the person chooses.

use std::cmp::Ordering;

use coordo_client::timeline::{ItemView, TimelineView};
use coordo_client::view::ItemKey;
use coordo_core::Instant;
use coordo_core::fold::fold;
use coordo_core::order::Order as _;
use coordo_i18n::{Locale, TimelineWord as Word};

use super::words;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Start,
    End,
    What,
    By,
    Need,
    Status,
    Report,
}

impl Column {
    pub(super) const ALL: [Self; 7] = [
        Self::Start,
        Self::End,
        Self::What,
        Self::By,
        Self::Need,
        Self::Status,
        Self::Report,
    ];

    pub(super) fn word(self) -> Word {
        match self {
            Self::Start => Word::Start,
            Self::End => Word::End,
            Self::What => Word::What,
            Self::By => Word::By,
            Self::Need => Word::Need,
            Self::Status => Word::Status,
            Self::Report => Word::Report,
        }
    }

    /// What a line is sorted by, where that is a text; dates are known without it.
    pub(super) fn text(self, locale: Locale, item: &ItemView) -> String {
        let text = match self {
            Self::Start | Self::End => String::new(),
            Self::What => words::title(locale, item),
            Self::By => words::who(locale, item),
            Self::Need => item.need.as_ref().map_or(String::new(), |n| n.0.clone()),
            Self::Status => words::status(locale, &item.status),
            Self::Report => words::report(locale, item).join(", "),
        };
        fold(&text)
    }

    /// Whether it is sorted by dates, which the marks have.
    pub(super) fn is_date(self) -> bool {
        match self {
            Self::Start | Self::End => true,
            Self::What | Self::By | Self::Need | Self::Status | Self::Report => false,
        }
    }
}

/// One line before it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: ItemKey,
    /// When; nothing where it has no date.
    pub when: Option<(Instant, Instant)>,
    /// What it is sorted by, for columns of text.
    pub text: String,
}

/// Every item of a view once, by its start; what has no date comes last.
pub(super) fn entries(view: &TimelineView) -> Vec<Entry> {
    let rows = view.lanes.iter().flat_map(|lane| &lane.rows);
    let mut marks: Vec<_> = rows.flat_map(|row| &row.marks).collect();
    marks.order_by(|a, b| a.key.cmp(&b.key).then(a.start.cmp(&b.start)));
    marks.dedup_by(|a, b| a.key == b.key);
    marks.order_by_key(|mark| (mark.start, mark.end));
    let dated = marks.into_iter().map(|mark| Entry {
        key: ItemKey::clone(&mark.key),
        when: Some((mark.start, mark.end)),
        text: String::new(),
    });
    let undated = view.undated.iter().map(|key| Entry {
        key: key.clone(),
        when: None,
        text: String::new(),
    });
    dated.chain(undated).collect()
}

/// Puts lines into order. What the column does not say comes last, up and down.
pub(super) fn sort(entries: &mut [Entry], column: Column, is_down: bool) {
    let turned = |order: Ordering| if is_down { order.reverse() } else { order };
    entries.order_by(|a, b| match column {
        Column::Start | Column::End => match (a.when, b.when) {
            (Some(a), Some(b)) if column == Column::Start => turned(a.0.cmp(&b.0)),
            (Some(a), Some(b)) => turned(a.1.cmp(&b.1)),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
        Column::What | Column::By | Column::Need | Column::Status | Column::Report => a
            .text
            .is_empty()
            .cmp(&b.text.is_empty())
            .then_with(|| turned(a.text.cmp(&b.text))),
    });
}

#[cfg(test)]
mod tests {
    use coordo_core::{RecordKey, SourceId};

    use super::*;

    fn entry(id: &str, when: Option<i64>, text: &str) -> Entry {
        Entry {
            key: ItemKey {
                record: RecordKey::new(SourceId("s".into()), "Task", id),
                activity: None,
            },
            when: when.map(|at| (Instant(at), Instant(100 - at))),
            text: text.to_owned(),
        }
    }

    fn sorted(column: Column, is_down: bool) -> Vec<String> {
        let mut all = vec![
            entry("a", Some(2), "z"),
            entry("b", None, ""),
            entry("c", Some(1), "y"),
            entry("d", Some(3), "x"),
        ];
        sort(&mut all, column, is_down);
        let ids = all.iter().map(|e| e.key.record.reference());
        ids.map(|id| id.trim_start_matches("Task/").to_owned())
            .collect()
    }

    #[test]
    fn what_has_no_date_comes_last_both_ways() {
        assert_eq!(sorted(Column::Start, false), ["c", "a", "d", "b"]);
        assert_eq!(sorted(Column::Start, true), ["d", "a", "c", "b"]);
        assert_eq!(sorted(Column::End, false), ["d", "a", "c", "b"]);
    }

    #[test]
    fn what_the_column_does_not_say_comes_last_both_ways() {
        assert_eq!(sorted(Column::What, false), ["d", "c", "a", "b"]);
        assert_eq!(sorted(Column::What, true), ["a", "c", "d", "b"]);
    }
}
