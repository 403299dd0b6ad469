//! The timeline's index as the board and the selection use it, so that a filter and a lane
//! mean the same in all widgets.

use std::rc::Rc;

use coordo_core::order::Order as _;
use coordo_core::{Private, RecordKey};

use super::finder::NONE;
use super::index::{self, Entry, Index};
use super::piece::Piece;
use super::sift::Sift;
use crate::draw::owner;
use crate::graph::Held;
use crate::state::State;
use crate::view::ItemKey;
use crate::view::board::Lanes;
use crate::view::timeline::LaneKey;

/// What belongs to no goal, or to nobody who is known.
pub(crate) const NO_LANE: usize = NONE;

/// What a lane is called: key, title, subtitle.
pub(crate) type Heading = (LaneKey, Option<Private<String>>, Option<Private<String>>);

/// The index with what it rests on.
pub(crate) struct Lens<'s> {
    state: &'s State,
    records: Vec<(&'s RecordKey, &'s Held)>,
    index: Rc<Index>,
}

impl<'s> Lens<'s> {
    pub(crate) fn new(state: &'s State) -> Self {
        Self {
            state,
            records: index::records(&state.graph),
            index: state.index(),
        }
    }

    /// For each item its lane, or `None` where the shared filter leaves it out.
    pub(crate) fn places(&self, items: &[ItemKey], lanes: Option<Lanes>) -> Vec<Option<usize>> {
        let sift = Sift::new(self.state, &self.records, &self.index);
        let place = |key: &ItemKey| {
            let Some(entry) = self.index.entry(&self.records, key) else {
                return self.state.filter.is_empty().then_some(NO_LANE);
            };
            let piece = entry.piece(&self.state.graph, &self.records)?;
            sift.keeps(entry, piece).then(|| self.lane_of(entry, lanes))
        };
        items.iter().map(place).collect()
    }

    fn lane_of(&self, entry: &Entry, lanes: Option<Lanes>) -> usize {
        let (lane, n) = match lanes {
            None => return NO_LANE,
            Some(Lanes::Actor) => (entry.actor, self.index.actors.len()),
            Some(Lanes::Goal) => (entry.goal, self.index.goals.len()),
        };
        if lane < n { lane } else { NO_LANE }
    }

    /// What a lane is called.
    pub(crate) fn heading(&self, lane: usize, lanes: Lanes) -> Heading {
        let graph = &self.state.graph;
        let found = match lanes {
            Lanes::Actor => self.index.actors.get(lane).map(|actor| {
                let (name, subtitle) = (actor.name.clone(), actor.subtitle.clone());
                (actor.key.clone(), name, subtitle)
            }),
            Lanes::Goal => self.index.goals.get(lane).map(|goal| {
                let record = self.records.get(goal.record);
                let piece = record.and_then(|(_, held)| Piece::of(graph, &held.projection, None));
                let title = piece.and_then(Piece::title).cloned();
                (goal.key.clone(), title, None)
            }),
        };
        found.unwrap_or((LaneKey::None, None, None))
    }

    /// What someone answers for: their roles count for the person.
    pub(crate) fn answered_by(&self, actor: &RecordKey) -> Vec<ItemKey> {
        let person = LaneKey::Actor(owner::person(&self.state.graph, actor));
        let lane = self.index.actors.iter().position(|a| a.key == person);
        let Some(lane) = lane else {
            return Vec::new();
        };
        let entries = self.index.entries.iter().filter(|e| e.actor == lane);
        entries.map(|e| ItemKey::clone(&e.key)).collect()
    }
}

/// The same person's other records: roles, then the person.
pub(crate) fn others_of(state: &State, actor: &RecordKey) -> Vec<RecordKey> {
    let graph = &state.graph;
    let person = owner::person(graph, actor);
    let same = graph.same_as(&person);
    let mut others: Vec<RecordKey> = std::iter::once(&person)
        .chain(&same)
        .flat_map(|one| graph.of_kind(&one.source, "PractitionerRole"))
        .map(|(key, _)| key)
        .filter(|role| owner::person(graph, role) == person)
        .cloned()
        .collect();
    others.order();
    others.dedup();
    others.push(person);
    others.extend(same);
    others.retain(|key| key != actor);
    others
}

/// Who has to do with an item, whoever answers first, each with the person behind a role.
pub(crate) fn actors_of(state: &State, key: &ItemKey) -> Vec<RecordKey> {
    let graph = &state.graph;
    let Some(piece) = Piece::at(graph, key) else {
        return Vec::new();
    };
    let from = super::item::from(piece);
    let mut references: Vec<_> = piece.performer().into_iter().collect();
    match piece {
        Piece::Task(task) => {
            let more = task.more.iter().flat_map(|m| &m.performers);
            references.extend(more.map(|p| &p.actor));
        }
        Piece::Detail(_, detail) => references.extend(&detail.performers),
        Piece::Event(event) => references.extend(&event.performers),
        Piece::Plan(_) | Piece::Goal(_) => {}
    }
    let mut actors: Vec<RecordKey> = Vec::new();
    for reference in references {
        let Some(actor) = graph.resolve(from, reference) else {
            continue;
        };
        let person = owner::person(graph, &actor);
        for key in [actor, person] {
            if !actors.contains(&key) {
                actors.push(key);
            }
        }
    }
    actors
}
