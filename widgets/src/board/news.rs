//! From the client's view to what is on screen: only what differs is written.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use coordo_client::view::board::{BoardQuery, BoardView, CardKey, ColumnView};
use coordo_core::Private;
use coordo_core::board::Column;
use coordo_i18n::{Message, Spoken};
use leptos::prelude::*;

use super::state::{Board, Head, place};

/// How many new cards one turn of the page draws.
const SLICE: usize = 8;

impl Board {
    /// Asks the client for the view and draws what differs.
    pub(super) fn refresh(self) {
        self.frame.drawn();
        let limits = self.host.with_value(|host| host.limits);
        let view = self.frame.client().board(&BoardQuery {
            limits,
            ..BoardQuery::default()
        });
        let focused = self.focused();
        let before = focused.as_ref().and_then(|key| self.whereabouts(key));
        self.take(view);
        if let (Some(key), Some((column, at))) = (focused, before) {
            self.keep_focus(key, column, at);
        }
        self.keep_lift();
        self.say_news();
    }

    /// A lifted card that somebody else moves meanwhile is no longer in this person's hand.
    fn keep_lift(self) {
        if let Some(lift) = self.lift.get_untracked()
            && self.whereabouts(&lift.key).map(|(column, _)| column) != Some(lift.from)
        {
            self.drag.set_value(None);
            self.put_back();
        }
    }

    /// Writes a view into the signals, where it differs.
    pub(super) fn take(self, view: BoardView) {
        let counts = (view.n_open, view.n_cards);
        let has_content = view.n_cards > 0;
        self.host.update_value(|host| {
            let known = std::mem::take(&mut host.cards);
            for card in view.columns.iter().flat_map(|column| &column.cards) {
                let signal = match known.get(&card.key) {
                    Some(signal) => {
                        if signal.with_untracked(|old| old != card) {
                            signal.set(card.clone());
                        }
                        signal.clone()
                    }
                    None => ArcRwSignal::new(card.clone()),
                };
                host.cards.insert(card.key.clone(), signal);
            }
        });
        for column in Column::ALL {
            let now = view.columns.iter().find(|c| c.column == column);
            let now = now.map(head_of).unwrap_or_default();
            self.host.update_value(|host| {
                if let Some(held) = host.columns.get_mut(place(column)) {
                    *held = now;
                }
            });
        }
        if self.counts.get_untracked() != counts {
            self.counts.set(counts);
        }
        let main_plan = main_plan(&view);
        self.frame.take(view.frame, has_content);
        if self.main_plan.with_untracked(|old| *old != main_plan) {
            self.main_plan.set(main_plan);
        }
        self.draw_slice();
        self.keep_tab_stop();
        self.drawn.update(|n| *n = n.wrapping_add(1));
    }

    /// Draws some of the cards that are not drawn yet, and the others in turns to come:
    /// a column of a hundred cards would hold the page up for longer than is noticed.
    fn draw_slice(self) {
        let missing = |column: Column| {
            let whole = self.whole(column);
            let head = self.head(column);
            head.with_untracked(|drawn| {
                let drawn: BTreeSet<&CardKey> = drawn.keys.iter().collect();
                whole.keys.iter().any(|key| !drawn.contains(key))
            })
        };
        let n_columns = Column::ALL.into_iter().filter(|c| missing(*c)).count();
        let share = SLICE / n_columns.max(1);
        let mut is_whole = true;
        for column in Column::ALL {
            let head = self.head(column);
            let mut now = self.whole(column);
            let n_whole = now.keys.len();
            now.keys = head.with_untracked(|drawn| beginning(&now.keys, &drawn.keys, share));
            is_whole &= now.keys.len() == n_whole;
            if head.with_untracked(|drawn| *drawn != now) {
                head.set(now);
            }
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

    /// How many more cards the next press shows: as many as are there, so that a long
    /// column takes a few presses and not a hundred.
    pub(super) fn next_more(self, column: Column) -> usize {
        let limit = self
            .host
            .with_value(|host| host.limits.get(place(column)).copied());
        limit.unwrap_or(0).max(BoardQuery::STEP)
    }

    /// Shows more cards of a column.
    pub(super) fn show_more(self, column: Column) {
        let more = self.next_more(column);
        self.host.update_value(|host| {
            if let Some(limit) = host.limits.get_mut(place(column)) {
                *limit = limit.saturating_add(more);
            }
        });
        self.refresh();
    }

    /// Says what the person could not see happen: the first load, a colleague's change.
    pub(super) fn say_news(self) {
        if !self.host.with_value(|host| host.is_drawing) {
            let n = self.counts.get_untracked().1;
            let sentence = Message::Spoken(Spoken::Loaded { n });
            self.frame.say_ready(n, &sentence);
        }
        self.frame.say_colleague();
    }
}

/// The longest beginning of `keys` in which no more than `share` are not drawn yet.
fn beginning(keys: &[CardKey], drawn: &[CardKey], share: usize) -> Vec<CardKey> {
    let drawn: BTreeSet<&CardKey> = drawn.iter().collect();
    let mut n_new = 0;
    keys.iter()
        .take_while(|key| {
            n_new += usize::from(!drawn.contains(key));
            n_new <= share
        })
        .cloned()
        .collect()
}

/// The plan that most of the cards belong to.
fn main_plan(view: &BoardView) -> Option<Private<String>> {
    let mut counts: BTreeMap<&Private<String>, usize> = BTreeMap::new();
    for card in view.columns.iter().flat_map(|column| &column.cards) {
        if let Some(plan) = &card.plan {
            *counts.entry(plan).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, n)| *n)?;
    Some(most.0.clone())
}

fn head_of(column: &ColumnView) -> Head {
    Head {
        is_present: true,
        n_cards: column.n_cards,
        n_more: column.n_more,
        keys: column.cards.iter().map(|card| card.key.clone()).collect(),
    }
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
        assert_eq!(beginning(&all, &[], 2), all[..2]);
        assert_eq!(beginning(&all, &all[..2], 1), all[..3]);
        assert_eq!(beginning(&all, &all, 0), all);
    }
}
