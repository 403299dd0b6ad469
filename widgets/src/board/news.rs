//! From the client's view to what is on screen: only what differs is written.

use std::collections::BTreeMap;

use coordo_client::view::LoadView;
use coordo_client::view::board::{BoardQuery, BoardView, ColumnView};
use coordo_core::Private;
use coordo_core::board::Column;
use coordo_i18n::Spoken;
use leptos::prelude::*;

use super::state::{Board, Head, Summary, place};
use crate::host::HostEvent;

impl Board {
    /// Draws the client's news, once for however many of them come together.
    pub(super) fn changed(self) {
        let was_dirty = self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.is_dirty, true));
        if was_dirty == Some(false) {
            self.spawn(async move {
                if self.is_alive() {
                    self.refresh();
                }
            });
        }
    }

    /// Asks the client for the view and draws what differs.
    pub(super) fn refresh(self) {
        self.host.update_value(|host| host.is_dirty = false);
        let limits = self.host.with_value(|host| host.limits);
        let view = self.client().board(&BoardQuery { limits });
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
        let summary = summary_of(&view);
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
            let head = self.head(column);
            if head.with_untracked(|old| *old != now) {
                head.set(now);
            }
        }
        if self.summary.with_untracked(|old| *old != summary) {
            self.summary.set(summary);
        }
        let main_plan = main_plan(&view);
        if self.main_plan.with_untracked(|old| *old != main_plan) {
            self.main_plan.set(main_plan);
        }
        self.keep_tab_stop();
        self.drawn.update(|n| *n = n.wrapping_add(1));
    }

    /// Shows more cards of a column.
    pub(super) fn show_more(self, column: Column) {
        self.host.update_value(|host| {
            if let Some(limit) = host.limits.get_mut(place(column)) {
                *limit = limit.saturating_add(BoardQuery::STEP);
            }
        });
        self.refresh();
    }

    /// Says what the person could not see happen: the first load, a colleague's change.
    pub(super) fn say_news(self) {
        let (is_ready, cards) = self
            .summary
            .with_untracked(|s| (s.load == LoadView::Ready, s.n_cards));
        let was_said = self.host.with_value(|host| host.is_ready_said);
        if is_ready && !was_said {
            self.host.update_value(|host| host.is_ready_said = true);
            self.announce(Spoken::Loaded { n: cards });
            let ports = self.ports();
            self.spawn(async move {
                ports.emit(HostEvent::Ready { cards });
            });
        }
        self.say_colleague();
    }

    /// At most one such announcement in five seconds, then a count.
    fn say_colleague(self) {
        let Some(change) = self.client().last_remote_change() else {
            return;
        };
        let (said, said_at) = self
            .host
            .with_value(|host| (host.remote_said, host.remote_said_at));
        let now = self.ports().now();
        let n = change.n.saturating_sub(said);
        if n == 0 || said_at.is_some_and(|at| now.0 - at.0 < 5_000) {
            return;
        }
        self.host.update_value(|host| {
            host.remote_said = change.n;
            host.remote_said_at = Some(now);
        });
        if n > 1 {
            self.announce(Spoken::ByColleagues(n));
        } else {
            let title = self.title_of(change.title.as_ref());
            self.announce(Spoken::ByColleague {
                by: change.by.as_ref().map(|by| by.0.as_str()),
                title: &title,
                to: &change.to,
            });
        }
    }
}

pub(super) fn summary_of(view: &BoardView) -> Summary {
    Summary {
        load: view.load.clone(),
        n_open: view.n_open,
        n_cards: view.n_cards,
        sync: view.sync.clone(),
        undo: view.undo.clone(),
        is_read_only: view.is_read_only,
        n_notices: view.n_notices,
    }
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
