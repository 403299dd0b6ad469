//! How items hang together: part of, based on, in focus, after, during; each link both ways.

use std::rc::Rc;

use coordo_core::event::{Event, EventKind};
use coordo_core::order::Order as _;
use coordo_core::{RecordKey, Reference};

use super::finder::{Finder, NONE, Records};
use super::piece::Piece;
use crate::graph::Graph;
use crate::view::ItemKey;
use crate::view::timeline::{LinkKind, LinkView};

/// From, how, to; both ways, sorted.
pub(super) type Edges = Vec<(usize, LinkKind, usize)>;

/// The links of one record, each to what is held.
pub(super) fn of(
    graph: &Graph,
    records: &Records<'_>,
    edges: &Rc<Edges>,
    place: usize,
) -> Vec<LinkView> {
    let first = edges.partition_point(|(from, _, _)| *from < place);
    let own = edges.iter().skip(first);
    let own = own.take_while(|(from, _, _)| *from == place);
    own.filter_map(|(_, kind, to)| {
        let (key, held) = records.get(*to)?;
        let piece = Piece::of(graph, &held.projection, None)?;
        Some(LinkView {
            kind: *kind,
            key: ItemKey {
                record: (*key).clone(),
                activity: None,
            },
            title: piece.title().cloned(),
        })
    })
    .collect()
}

/// All links between items of all records.
pub(super) fn find(graph: &Graph, records: &Records<'_>) -> Edges {
    let mut search = Search {
        records,
        finder: Finder::new(graph, records),
        edges: Vec::new(),
    };
    for (place, (_, held)) in records.iter().enumerate() {
        if let Some(task) = held.projection.task() {
            let one = std::slice::from_ref;
            search.add(place, &task.key, &task.part_of, LinkKind::PartOf);
            search.add(place, &task.key, &task.based_on, LinkKind::BasedOn);
            search.add(place, &task.key, one(&task.focus), LinkKind::Focus);
            if let Some(more) = &task.more {
                search.add(place, &task.key, &more.after, LinkKind::After);
                search.add(place, &task.key, one(&more.encounter), LinkKind::Encounter);
            }
        } else if let Some(event) = held.projection.event() {
            search.of_event(place, event);
        }
    }
    let mut edges = search.edges;
    edges.order();
    edges.dedup();
    edges
}

struct Search<'s, 'g> {
    records: &'s Records<'g>,
    finder: Finder<'g>,
    edges: Edges,
}

impl<'g> Search<'_, 'g> {
    fn of_event(&mut self, place: usize, event: &'g Event) {
        let encounter = std::slice::from_ref(&event.encounter);
        self.add(place, &event.key, &event.based_on, LinkKind::BasedOn);
        self.add(place, &event.key, encounter, LinkKind::Encounter);
        let Some(more) = &event.more else {
            return;
        };
        self.add(place, &event.key, &more.part_of, LinkKind::PartOf);
        // A visit that keeps an appointment.
        if event.kind == EventKind::Encounter {
            self.add(place, &event.key, &more.related, LinkKind::Focus);
        }
        for action in &more.actions {
            for (neighbour, how) in &action.related {
                let other = more.actions.iter().find(|a| a.id == *neighbour);
                let other = other.filter(|_| !neighbour.is_empty());
                let Some(other) = other else { continue };
                let from = self.finder.find(&event.key, &action.resource);
                let to = self.finder.find(&event.key, &other.resource);
                if how.starts_with("after") {
                    self.edge(from, LinkKind::After, to);
                } else if how.starts_with("before") {
                    self.edge(to, LinkKind::After, from);
                }
            }
        }
    }

    fn add(&mut self, from: usize, key: &'g RecordKey, to: &'g [Reference], kind: LinkKind) {
        for reference in to {
            if !reference.is_empty() {
                let to = self.finder.find(key, reference);
                self.edge(from, kind, to);
            }
        }
    }

    /// Adds a link both ways, between items only.
    fn edge(&mut self, from: usize, kind: LinkKind, to: usize) {
        let is_item = |place: usize| {
            let found = self.records.get(place).map(|(_, held)| &held.projection);
            found.is_some_and(|p| p.task().is_some() || p.event().is_some())
        };
        if from != to && from != NONE && is_item(from) && is_item(to) {
            self.edges.push((from, kind, to));
            self.edges.push((to, inverse(kind), from));
        }
    }
}

fn inverse(kind: LinkKind) -> LinkKind {
    match kind {
        LinkKind::PartOf => LinkKind::Part,
        LinkKind::Part => LinkKind::PartOf,
        LinkKind::BasedOn => LinkKind::Leads,
        LinkKind::Leads => LinkKind::BasedOn,
        LinkKind::Focus => LinkKind::FulfilledBy,
        LinkKind::FulfilledBy => LinkKind::Focus,
        LinkKind::After => LinkKind::Before,
        LinkKind::Before => LinkKind::After,
        LinkKind::Encounter => LinkKind::During,
        LinkKind::During => LinkKind::Encounter,
    }
}
