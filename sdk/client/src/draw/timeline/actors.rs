//! Who answers for each item: the roles of one person are one.

use coordo_core::order::Order as _;
use coordo_core::{Private, RecordKey, fold};

use super::finder::{Finder, NONE, Records, place_of};
use super::index::{Entry, set};
use super::item;
use crate::draw::owner;
use crate::graph::Graph;
use crate::view::board::OwnerView;
use crate::view::timeline::LaneKey;

/// Somebody is named who is not in the data, and by no display either.
pub(super) const UNRESOLVED: usize = NONE - 1;

/// Someone who answers for some item.
pub(super) struct ActorLane {
    pub(super) key: LaneKey,
    pub(super) name: Option<Private<String>>,
    /// Profession and structure of the first role met.
    pub(super) subtitle: Option<Private<String>>,
    /// The name as it is searched and sorted.
    pub(super) folded: String,
}

/// Those who answer, by name.
pub(super) type Actors = Vec<ActorLane>;

pub(super) fn find<'g>(
    graph: &'g Graph,
    records: &Records<'g>,
    finder: &mut Finder<'g>,
    entries: &mut [Entry],
) -> Actors {
    let mut lanes: Actors = Vec::new();
    // For each record that someone refers to, and for each person, their lane.
    let mut lane_of = vec![NONE; records.len()];
    let mut contained: Vec<(RecordKey, usize)> = Vec::new();
    let mut named: Vec<(String, usize, &Private<String>)> = Vec::new();
    for (n, entry) in entries.iter_mut().enumerate() {
        let Some(piece) = entry.piece(graph, records) else {
            continue;
        };
        let Some(reference) = piece.performer() else {
            continue;
        };
        let from = item::from(piece);
        let place = finder.find(from, reference);
        entry.actor = if place != NONE {
            match lane_of.get(place) {
                Some(&NONE) | None => {
                    let lane = held(graph, records, place, &mut lane_of, &mut lanes);
                    set(&mut lane_of, place, |l| *l = lane);
                    lane
                }
                Some(lane) => *lane,
            }
        } else if let Some(key) = graph.resolve(from, reference) {
            match contained.binary_search_by(|(k, _)| k.cmp(&key)) {
                Ok(at) => contained.get(at).map_or(NONE, |(_, lane)| *lane),
                Err(at) => {
                    lanes.push(lane(graph, &key, &key));
                    contained.insert(at, (key, lanes.len() - 1));
                    lanes.len() - 1
                }
            }
        } else if let Some(display) = &reference.display {
            named.push((fold::fold(display), n, display));
            NONE
        } else {
            UNRESOLVED
        };
    }
    // Stable: of several spellings of a name, the first counts.
    named.order_by(|a, b| a.0.cmp(&b.0));
    let mut last = None;
    for (folded, n, display) in named {
        if last.as_ref() != Some(&folded) {
            last = Some(folded.clone());
            lanes.push(ActorLane {
                key: LaneKey::Named(display.clone()),
                name: Some(display.clone()),
                subtitle: None,
                folded,
            });
        }
        set(entries, n, |e| e.actor = lanes.len() - 1);
    }
    sorted(lanes, entries)
}

/// The lane of a record, made where its person has none yet.
fn held(
    graph: &Graph,
    records: &Records<'_>,
    place: usize,
    lane_of: &mut [usize],
    lanes: &mut Actors,
) -> usize {
    let Some((role, _)) = records.get(place) else {
        return NONE;
    };
    let person = owner::person(graph, role);
    let person_place = place_of(records, &person);
    match lane_of.get(person_place) {
        Some(&NONE) | None => {
            lanes.push(lane(graph, &person, role));
            set(lane_of, person_place, |l| *l = lanes.len() - 1);
            lanes.len() - 1
        }
        Some(lane) => *lane,
    }
}

fn lane(graph: &Graph, person: &RecordKey, role: &RecordKey) -> ActorLane {
    let mut view = OwnerView::default();
    owner::describe(graph, role, &mut view);
    if role != person {
        let mut of_person = OwnerView::default();
        owner::describe(graph, person, &mut of_person);
        view.name = of_person.name.or(view.name);
    }
    let structure = graph.actor(role).and_then(|actor| {
        let place = graph.resolve(role, &actor.organization);
        let place = place.and_then(|key| graph.actor(&key)?.name.clone());
        place.or_else(|| actor.organization.display.clone())
    });
    let structure = structure.filter(|s| Some(s) != view.name.as_ref());
    let subtitle = match (view.role, structure) {
        (Some(role), Some(structure)) => Some(Private(format!("{}, {}", *role, *structure))),
        (role, structure) => role.or(structure),
    };
    ActorLane {
        key: LaneKey::Actor(person.clone()),
        folded: view.name.as_ref().map_or(String::new(), |n| fold::fold(n)),
        name: view.name,
        subtitle,
    }
}

/// Lanes by name, those without one last; entries follow.
fn sorted(lanes: Actors, entries: &mut [Entry]) -> Actors {
    let mut order: Vec<(usize, ActorLane)> = lanes.into_iter().enumerate().collect();
    order.order_by(|(_, a), (_, b)| {
        let key = |l: &ActorLane| l.folded.is_empty();
        (key(a), &a.folded, &a.key).cmp(&(key(b), &b.folded, &b.key))
    });
    let mut new_place = vec![NONE; order.len()];
    for (new, (old, _)) in order.iter().enumerate() {
        set(&mut new_place, *old, |p| *p = new);
    }
    for entry in entries.iter_mut() {
        if let Some(new) = new_place.get(entry.actor) {
            entry.actor = *new;
        }
    }
    order.into_iter().map(|(_, lane)| lane).collect()
}
