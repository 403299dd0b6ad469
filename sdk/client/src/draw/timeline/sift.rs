//! The shared filter, over items.

use coordo_core::fold::{self, Words, begins};
use coordo_core::{Private, RecordKey};

use super::finder::{NONE, Records, place_of};
use super::index::{Entry, Index};
use super::piece::Piece;
use crate::draw::{me, owner};
use crate::state::State;
use crate::view::OwnerFilter;
use crate::view::timeline::LaneKey;

/// The filter with everything that is the same for all items found beforehand.
pub(super) struct Sift<'s> {
    records: &'s Records<'s>,
    is_empty: bool,
    only_open: bool,
    /// Nobody but these, where `Some`; an empty list is somebody who answers for nothing.
    actors: Option<Vec<usize>>,
    /// Only this goal, where `Some`.
    goal: Option<usize>,
    words: Words,
    /// A bit for each word.
    all: u32,
    /// Which words each actor's name has.
    by_actor: Vec<u32>,
    /// Which words each goal's or need's title has.
    by_goal: Vec<u32>,
}

impl<'s> Sift<'s> {
    pub(super) fn new(state: &State, records: &'s Records<'s>, index: &Index) -> Self {
        let filter = &state.filter;
        let graph = &state.graph;
        let of = |key: &RecordKey| {
            let person = LaneKey::Actor(owner::person(graph, key));
            let lane = index.actors.iter().position(|a| a.key == person);
            lane.into_iter().collect::<Vec<_>>()
        };
        let actors = match &filter.owner {
            OwnerFilter::All => None,
            OwnerFilter::Mine => Some(me(state).map_or(Vec::new(), |me| of(&me))),
            OwnerFilter::Nobody => Some(vec![NONE]),
            OwnerFilter::Of(key) => Some(of(key)),
        };
        let goal = filter.goal.as_ref().map(|key| {
            let place = place_of(records, key);
            let mut lanes = index.goals.iter();
            // Where nothing serves it, no lane has this number.
            lanes.position(|g| g.record == place).unwrap_or(NONE - 1)
        });
        let words = Words::parse(&filter.text);
        let mut sift = Self {
            records,
            is_empty: filter.is_empty(),
            only_open: filter.only_open,
            actors,
            goal,
            all: 0,
            by_actor: Vec::new(),
            by_goal: Vec::new(),
            words,
        };
        if !sift.words.is_empty() {
            sift.all = sift.words.iter().fold(0, |all, _| all << 1 | 1);
            let names = index.actors.iter().map(|a| sift.found(&a.folded));
            sift.by_actor = names.collect();
            let titles = index.goals.iter().map(|g| {
                let held = records.get(g.record).map(|(_, held)| held.folded());
                held.map_or(0, |folded| sift.found(folded))
            });
            sift.by_goal = titles.collect();
        }
        sift
    }

    /// Whether an item is shown.
    pub(super) fn keeps(&self, entry: &Entry, piece: Piece<'_>) -> bool {
        if self.is_empty {
            return true;
        }
        let is_owned = |actors: &Vec<usize>| actors.contains(&entry.actor);
        !(self.only_open && piece.is_ended())
            && self.actors.as_ref().is_none_or(is_owned)
            && self.goal.is_none_or(|goal| entry.goal == goal)
            && (self.all == 0 || self.has_words(entry, piece))
    }

    fn has_words(&self, entry: &Entry, piece: Piece<'_>) -> bool {
        let mut found = self.by_actor.get(entry.actor).copied().unwrap_or(0)
            | self.by_goal.get(entry.goal).copied().unwrap_or(0);
        if found != self.all {
            found |= match (entry.activity, self.records.get(entry.record)) {
                (None, Some((_, held))) => self.found(held.folded()),
                (Some(_), _) | (_, None) => self.found_in(piece.title()),
            };
        }
        if found != self.all {
            found |= self.found_in(piece.reason());
        }
        found == self.all
    }

    fn found_in(&self, text: Option<&Private<String>>) -> u32 {
        text.map_or(0, |t| self.found(&fold::fold(t)))
    }

    /// Which words begin a word of a folded text.
    fn found(&self, folded: &str) -> u32 {
        let is_there = |asked: &str| folded.split(' ').any(|word| begins(word, asked));
        let words = self.words.iter();
        words.fold(0, |found, asked| found << 1 | u32::from(is_there(asked)))
    }
}
