//! From the client's view to what is on screen: only what differs is written.

use crate::kit::signal::ArcRwSignal;
use coordo_client::view::board::{
    BoardLaneView, BoardQuery, BoardView, CardView, ColumnView, Lanes,
};
use coordo_client::view::timeline::LaneKey;
use coordo_core::Private;
use coordo_core::board::Column;
use coordo_i18n::{Message, Spoken};

use super::form::Form;
use super::rows::place;
use super::state::Board;
use crate::kit::paper::follow_print;

impl Board {
    /// Asks the client for the view and draws what differs.
    pub(super) fn refresh(self) {
        self.frame.drawn();
        let query = self.host.with_value(|host| host.query.clone());
        let view = self.frame.client().board(&query);
        let focused = self.focused();
        let before = focused.as_ref().and_then(|key| self.whereabouts(key));
        self.take(view);
        if let (Some(key), Some(spot)) = (focused, before) {
            self.keep_focus(key, spot);
        }
        self.keep_lift();
        self.keep_open();
        self.take_who();
        self.take_selection();
        self.say_news();
    }

    /// A lifted card that somebody else moves meanwhile is no longer in this person's hand.
    fn keep_lift(self) {
        if let Some(lift) = self.lift.get_untracked()
            && self.whereabouts(&lift.key).map(|spot| spot.column) != Some(lift.from)
        {
            self.drag.set_value(None);
            self.put_back();
        }
    }

    /// What is open goes with what it is about: a plan that was erased, or whose source admits nobody
    /// any more, is hidden there too.
    fn keep_open(self) {
        let menu = self.menu.get_untracked();
        if menu.is_some_and(|key| self.whereabouts(&key).is_none()) {
            self.menu.set(None);
        }
        let form = self.form.get_untracked();
        let task = form.as_ref().and_then(Form::task);
        if task.is_some_and(|task| self.frame.client().task_form(Some(task)).is_none()) {
            self.form.set(None);
        }
    }

    /// Writes a view into the signals, where it differs.
    pub(super) fn take(self, view: BoardView) {
        self.take_rows(&view);
        let counts = (view.n_open, view.n_cards);
        if self.counts.get_untracked() != counts {
            self.counts.set(counts);
        }
        let main_plan = main_plan(&view);
        if self.main_plan.with_untracked(|old| *old != main_plan) {
            self.main_plan.set(main_plan);
        }
        self.take_cards(view.columns, view.lanes);
        self.filtering.take(view.n_filtered);
        let has_content = view.n_cards + view.n_filtered > 0;
        self.frame.take(view.frame, has_content);
        self.draw_slice();
        self.keep_tab_stop();
        self.drawn.update(|n| *n = n.wrapping_add(1));
    }

    fn take_cards(self, columns: Vec<ColumnView>, lanes: Vec<BoardLaneView>) {
        let in_lanes = lanes.into_iter().flat_map(|lane| lane.columns);
        let cards = columns.into_iter().chain(in_lanes).flat_map(|c| c.cards);
        self.host.update_value(|host| {
            let known = std::mem::take(&mut host.cards);
            let now = cards.map(|card| {
                let key = card.key.clone();
                let signal = match known.get(&key).cloned() {
                    Some(signal) => {
                        if signal.with_untracked(|old| *old != card) {
                            signal.set(card);
                        }
                        signal
                    }
                    None => ArcRwSignal::new(card),
                };
                (key, signal)
            });
            host.cards = now.collect();
        });
    }

    /// How many more cards the next press shows: as many as are there, so that a long
    /// column takes a few presses and not a hundred.
    pub(super) fn next_more(self, row: u32, column: Column) -> usize {
        self.limit(row, column).max(BoardQuery::STEP)
    }

    fn limit(self, row: u32, column: Column) -> usize {
        let lane = self.lane_of(row);
        self.host.with_value(|host| {
            let limits = match &lane {
                None => Some(&host.query.limits),
                Some(lane) => limits_of(&host.query.lane_limits, lane),
            };
            let limit = limits.and_then(|limits| limits.get(place(column)).copied());
            limit.unwrap_or(BoardQuery::FIRST_OF_LANE)
        })
    }

    fn lane_of(self, row: u32) -> Option<LaneKey> {
        self.host.with_value(|host| {
            let whole = host.rows.iter().find(|whole| whole.n == row)?;
            whole.lane.as_ref().map(|lane| lane.key.clone())
        })
    }

    /// Shows more cards of a column.
    pub(super) fn show_more(self, row: u32, column: Column) {
        let limit = self
            .limit(row, column)
            .saturating_add(self.next_more(row, column));
        let lane = self.lane_of(row);
        self.host.update_value(|host| {
            let limits = match lane {
                None => &mut host.query.limits,
                Some(lane) => own_limits(&mut host.query.lane_limits, lane),
            };
            if let Some(held) = limits.get_mut(place(column)) {
                *held = limit;
            }
        });
        self.refresh();
    }

    /// On paper there is every card: nobody can press "more" there.
    pub(super) fn follow_print(self) {
        let draw = move |is_whole| {
            self.host
                .update_value(|host| host.query.is_whole = is_whole);
            self.refresh();
        };
        follow_print(self.frame, move || draw(true), move || draw(false));
    }

    /// Draws the board in swimlanes, or without any.
    pub(super) fn set_lanes(self, lanes: Option<Lanes>) {
        if self.lanes.get_untracked() == lanes {
            return;
        }
        self.put_back();
        self.host.update_value(|host| {
            host.query.lanes = lanes;
            host.query.lane_limits.clear();
            host.folded.clear();
            host.rows.clear();
        });
        self.rows.set(Vec::new());
        self.lanes.set(lanes);
        self.refresh();
    }

    /// Shows the header of a lane alone, or its cards again.
    pub(super) fn fold_lane(self, lane: &LaneKey) {
        self.host.update_value(|host| {
            let before = host.folded.len();
            host.folded.retain(|folded| folded != lane);
            let limits = own_limits(&mut host.query.lane_limits, lane.clone());
            if host.folded.len() == before {
                host.folded.push(lane.clone());
                *limits = [0; 6];
            } else {
                *limits = [BoardQuery::FIRST_OF_LANE; 6];
            }
        });
        self.refresh();
    }

    /// Says what the person could not see happen: the first load, a colleague's change.
    pub(super) fn say_news(self) {
        if !self.host.with_value(|host| host.is_drawing) {
            let n = self.counts.get_untracked().1;
            let sentence = Message::Spoken(Spoken::Loaded { n });
            if self.frame.say_ready(n, &sentence) {
                self.begin_where_cards_are();
            }
        }
        self.frame.say_news();
    }

    /// Where one column fits at a time, the first that is seen is not an empty one; who looks at
    /// cards already goes on doing so.
    fn begin_where_cards_are(self) {
        let has_cards = |column: &Column| self.total(*column).with_untracked(|t| t.n_cards > 0);
        let first = Column::ALL.into_iter().find(has_cards);
        if let Some(first) = first
            && !has_cards(&self.shown.get_untracked())
            && self.revealed.get_untracked().is_none()
        {
            self.reveal(first);
        }
    }
}

fn limits_of<'a>(all: &'a [(LaneKey, [usize; 6])], lane: &LaneKey) -> Option<&'a [usize; 6]> {
    all.iter().find(|(key, _)| key == lane).map(|(_, own)| own)
}

fn own_limits(all: &mut Vec<(LaneKey, [usize; 6])>, lane: LaneKey) -> &mut [usize; 6] {
    let at = all.iter().position(|(key, _)| *key == lane);
    let at = at.unwrap_or_else(|| {
        all.push((lane, [BoardQuery::FIRST_OF_LANE; 6]));
        all.len() - 1
    });
    #[allow(clippy::indexing_slicing, reason = "found, or just pushed")]
    &mut all[at].1
}

/// All cards of a view, in its lanes or in its columns.
fn cards(view: &BoardView) -> impl Iterator<Item = &CardView> {
    let in_lanes = view.lanes.iter().flat_map(|lane| &lane.columns);
    view.columns
        .iter()
        .chain(in_lanes)
        .flat_map(|column| &column.cards)
}

/// The plan that most of the cards belong to.
fn main_plan(view: &BoardView) -> Option<Private<String>> {
    let mut counts: Vec<(&Private<String>, usize)> = Vec::new();
    for card in cards(view) {
        if let Some(plan) = &card.plan {
            // A person has a handful of plans.
            match counts.iter_mut().find(|(known, _)| *known == plan) {
                Some((_, n)) => *n += 1,
                None => counts.push((plan, 1)),
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(_, n)| *n)?;
    Some(most.0.clone())
}
