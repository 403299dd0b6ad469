//! The rows of a board: its swimlanes, or one row that is the whole board; and how they
//! are drawn a slice at a time.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::kit::signal::ArcRwSignal;
use coordo_client::view::board::{BoardLaneView, BoardView, CardKey, ColumnView};
use coordo_client::view::timeline::LaneKey;
use coordo_core::Private;
use coordo_core::board::Column;
use coordo_core::order::Order as _;
use leptos::prelude::set_timeout;

use super::state::Board;

/// How many new cards one turn of the page draws.
const SLICE: usize = 10;
/// How many cards the header of a lane is as long to draw as.
const LANE_COST: usize = 3;

/// A column, all rows together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub is_present: bool,
    pub n_cards: usize,
}

/// One column of one row, without its cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub n_cards: usize,
    pub n_more: usize,
    // Shared, since long columns are copied for each slice of them.
    pub keys: Arc<Vec<CardKey>>,
}

/// What the header of a lane says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LaneHead {
    pub key: LaneKey,
    pub title: Option<Private<String>>,
    pub subtitle: Option<Private<String>>,
    pub n_open: usize,
    pub n_cards: usize,
    pub is_folded: bool,
}

/// A row as the client gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    /// Its number, for as long as its lane is there.
    pub n: u32,
    pub lane: Option<LaneHead>,
    pub columns: [Head; 6],
}

/// A row as far as it is drawn.
#[derive(Clone)]
pub(super) struct Row {
    pub n: u32,
    pub lane: ArcRwSignal<Option<LaneHead>>,
    heads: Rc<[ArcRwSignal<Head>; 6]>,
}

impl Row {
    fn new(n: u32) -> Self {
        Self {
            n,
            lane: ArcRwSignal::new(None),
            heads: Rc::new(std::array::from_fn(|_| ArcRwSignal::new(Head::default()))),
        }
    }

    /// One of its columns.
    pub(super) fn head(&self, column: Column) -> ArcRwSignal<Head> {
        let [proposed, accepted, in_progress, on_hold, ended, other] = &*self.heads;
        match column {
            Column::Proposed => proposed,
            Column::Accepted => accepted,
            Column::InProgress => in_progress,
            Column::OnHold => on_hold,
            Column::Ended => ended,
            Column::Other => other,
        }
        .clone()
    }
}

/// Where a column stands in [`Column::ALL`].
pub(super) fn place(column: Column) -> usize {
    Column::ALL.iter().position(|c| *c == column).unwrap_or(0)
}

fn columns_of(columns: &[ColumnView]) -> [Head; 6] {
    Column::ALL.map(|column| {
        let found = columns.iter().find(|c| c.column == column);
        found.map_or_else(Head::default, |c| Head {
            n_cards: c.n_cards,
            n_more: c.n_more,
            keys: Arc::new(c.cards.iter().map(|card| card.key.clone()).collect()),
        })
    })
}

fn lane_of(lane: &BoardLaneView, folded: &[LaneKey]) -> LaneHead {
    LaneHead {
        key: lane.key.clone(),
        title: lane.title.clone(),
        subtitle: lane.subtitle.clone(),
        n_open: lane.n_open,
        n_cards: lane.n_cards,
        is_folded: folded.contains(&lane.key),
    }
}

impl Board {
    /// Takes the rows of a view; a lane that was there keeps its number.
    pub(super) fn take_rows(self, view: &BoardView) {
        let has_lanes = self.lanes.get_untracked().is_some();
        self.host.update_value(|host| {
            let before = std::mem::take(&mut host.rows);
            let n_rows = &mut host.n_rows;
            let mut number = |lane: Option<&LaneKey>| {
                let known = before
                    .iter()
                    .find(|whole| whole.lane.as_ref().map(|lane| &lane.key) == lane);
                known.map_or_else(
                    || {
                        *n_rows = n_rows.wrapping_add(1);
                        *n_rows
                    },
                    |whole| whole.n,
                )
            };
            host.rows = if has_lanes {
                let lanes = view.lanes.iter().map(|lane| Whole {
                    n: number(Some(&lane.key)),
                    lane: Some(lane_of(lane, &host.folded)),
                    columns: columns_of(&lane.columns),
                });
                lanes.collect()
            } else {
                vec![Whole {
                    n: number(None),
                    lane: None,
                    columns: columns_of(&view.columns),
                }]
            };
        });
        for column in Column::ALL {
            let now = view.columns.iter().find(|c| c.column == column);
            let now = now.map_or_else(Total::default, |c| Total {
                is_present: true,
                n_cards: c.n_cards,
            });
            let total = self.total(column);
            if total.with_untracked(|old| *old != now) {
                total.set(now);
            }
        }
    }

    /// Draws some of the cards that are not drawn yet, and the others in turns to come:
    /// a column of a hundred cards would hold the page up for longer than is noticed.
    pub(super) fn draw_slice(self) {
        let (rows, is_on_paper) = self
            .host
            .with_value(|host| (host.rows.clone(), host.query.is_whole));
        // Paper does not wait for another turn.
        let mut budget = if is_on_paper { usize::MAX } else { SLICE };
        let mut is_whole = true;
        let mut drawn = Vec::with_capacity(rows.len());
        for whole in &rows {
            let row = match self.row(whole.n) {
                Some(row) => row,
                None if budget == 0 => {
                    is_whole = false;
                    break;
                }
                None => Row::new(whole.n),
            };
            if row.lane.with_untracked(|lane| *lane != whole.lane) {
                if row.lane.with_untracked(Option::is_none) {
                    budget = budget.saturating_sub(LANE_COST);
                }
                row.lane.set(whole.lane.clone());
            }
            is_whole &= fill(&row, whole, &mut budget);
            drawn.push(row);
        }
        let numbers = |rows: &[Row]| rows.iter().map(|row| row.n).collect::<Vec<_>>();
        if self.rows.with_untracked(|old| numbers(old)) != numbers(&drawn) {
            self.rows.set(drawn);
        }
        let was_drawing = self.host.with_value(|host| host.is_drawing);
        self.host.update_value(|host| host.is_drawing = !is_whole);
        if !is_whole && !was_drawing {
            self.draw_on();
        }
    }

    /// Goes on in the page's next turn.
    fn draw_on(self) {
        set_timeout(
            move || {
                if !self.frame.is_alive() {
                    return;
                }
                self.host.update_value(|host| host.is_drawing = false);
                self.draw_slice();
                self.drawn.update(|n| *n = n.wrapping_add(1));
                self.say_news();
            },
            Duration::ZERO,
        );
    }
}

/// Draws as much of a row as the budget holds; says whether that is all of it.
fn fill(row: &Row, whole: &Whole, budget: &mut usize) -> bool {
    let missing = |(column, now): (Column, &Head)| {
        row.head(column)
            .with_untracked(|drawn| drawn.keys.len() < now.keys.len())
    };
    let columns = || Column::ALL.into_iter().zip(&whole.columns);
    let n_missing = columns().filter(|c| missing(*c)).count();
    let share = (*budget / n_missing.max(1)).max(1);
    let mut is_whole = true;
    for (column, head) in columns() {
        let signal = row.head(column);
        let mut now = head.clone();
        let (n, n_new) =
            signal.with_untracked(|drawn| beginning(&head.keys, &drawn.keys, share.min(*budget)));
        *budget = budget.saturating_sub(n_new);
        if n < head.keys.len() {
            is_whole = false;
            now.keys = Arc::new(head.keys.iter().take(n).cloned().collect());
        }
        if signal.with_untracked(|drawn| *drawn != now) {
            signal.set(now);
        }
    }
    is_whole
}

/// How long the longest beginning of `keys` is in which no more than `share` are not drawn
/// yet, and how many those are.
fn beginning(keys: &[CardKey], drawn: &[CardKey], share: usize) -> (usize, usize) {
    // Most of the time what is drawn is where it was.
    if keys.starts_with(drawn) {
        let n = keys.len().min(drawn.len().saturating_add(share));
        return (n, n - drawn.len());
    }
    let mut sorted: Vec<&CardKey> = drawn.iter().collect();
    sorted.order();
    let mut n_new = 0;
    for (n, key) in keys.iter().enumerate() {
        if sorted.binary_search(&key).is_err() {
            if n_new == share {
                return (n, n_new);
            }
            n_new += 1;
        }
    }
    (keys.len(), n_new)
}

#[cfg(test)]
mod tests {
    use coordo_core::{RecordKey, SourceId};

    use super::*;

    fn key(id: &str) -> CardKey {
        CardKey {
            record: RecordKey::new(SourceId("s".into()), "Task", id),
            activity: None,
        }
    }

    #[test]
    fn a_slice_draws_a_few_new_cards_and_never_less_than_what_is_drawn() {
        let all = ["a", "b", "c", "d"].map(key);
        assert_eq!(beginning(&all, &[], 2), (2, 2));
        assert_eq!(beginning(&all, &all[..2], 1), (3, 1));
        assert_eq!(beginning(&all, &all, 0), (4, 0));
    }

    #[test]
    fn on_paper_what_is_drawn_stays() {
        let all = ["a", "b"].map(key);
        assert_eq!(beginning(&all, &all, usize::MAX), (2, 0));
    }

    #[test]
    fn what_was_drawn_elsewhere_in_the_column_costs_nothing() {
        let all = ["a", "b", "c", "d"].map(key);
        let drawn = ["c", "a"].map(key);
        assert_eq!(beginning(&all, &drawn, 1), (3, 1));
    }
}
