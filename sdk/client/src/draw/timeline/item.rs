//! The words of one item.

use coordo_core::event::EventKind;
use coordo_core::{Private, RecordKey, Reference};

use super::finder::{NONE, Records, place_of};
use super::index::{Index, records};
use super::piece::{Piece, Status};
use super::{links, when};
use crate::draw::{Moment, Scene, card, finding, owner};
use crate::graph::Graph;
use crate::state::State;
use crate::view::ItemKey;
use crate::view::board::OwnerView;
use crate::view::timeline::ItemView;
use crate::zone::Zone;

/// Everything that is said of some items; `None` for what is not here.
pub(crate) fn items(
    state: &State,
    keys: &[ItemKey],
    moment: Moment,
    zone: &Zone,
) -> Vec<Option<ItemView>> {
    let scene = Scene::new(state, moment);
    let index = state.index();
    let records = records(&state.graph);
    let words = Words {
        scene: &scene,
        index: &index,
        records: &records,
        zone,
    };
    keys.iter().map(|key| words.item(key)).collect()
}

struct Words<'s> {
    scene: &'s Scene<'s>,
    index: &'s Index,
    records: &'s Records<'s>,
    zone: &'s Zone,
}

impl<'s> Words<'s> {
    fn item(&self, key: &ItemKey) -> Option<ItemView> {
        let state = self.scene.state;
        let graph = &state.graph;
        let piece = Piece::at(graph, key)?;
        let entry = self.index.entry(self.records, key);
        let appointment = entry.and_then(|e| e.appointment(graph, self.records));
        let dates = when::dates(piece, appointment);
        let span = when::span(piece, dates, self.zone);
        let from = from(piece);
        let performer = piece.performer();
        let status = piece.status();
        let is_offered = matches!(&status, Status::Task(status) if status.is_offer());
        let actor = performer.and_then(|r| graph.resolve(from, r));
        let restored = state.restored.iter().any(|r| *r.record() == key.record);
        let place = place_of(self.records, &key.record);
        Some(ItemView {
            key: key.clone(),
            kind: piece.kind(),
            title: piece.title().cloned(),
            phase: when::phase(piece, span, self.scene.now),
            status: status.to_card(),
            shape: span.map(|s| s.shape),
            start: dates.0.start,
            end: dates.0.end,
            when_text: when_text(piece).cloned(),
            owner: performer.map_or_else(OwnerView::default, |r| {
                owner::owner(self.scene, from, r, is_offered)
            }),
            actor,
            to: recipients(graph, piece),
            need: entry.and_then(|e| self.need(e.goal)),
            place: location(piece)
                .or_else(|| location(appointment?))
                .and_then(|(from, r)| name_of(graph, from, r)),
            value: value(piece).cloned(),
            reason: piece.reason().cloned(),
            plan: self.plan(key, piece),
            source: card::source(self.scene, &key.record),
            badges: finding::badges(state, &key.record),
            unread: (key.activity.is_none())
                .then(|| state.seen.unread(&key.record).cloned())
                .flatten(),
            is_pending: restored || state.machine.rows_of(&key.record).next().is_some(),
            links: match key.activity {
                None if place != NONE => {
                    let edges = self.index.edges(graph, self.records);
                    links::of(graph, self.records, &edges, place)
                }
                None | Some(_) => Vec::new(),
            },
        })
    }

    fn need(&self, goal: usize) -> Option<Private<String>> {
        let lane = self.index.goals.get(goal)?;
        let (_, held) = self.records.get(lane.record)?;
        let graph = &self.scene.state.graph;
        Piece::of(graph, &held.projection, None)?.title().cloned()
    }

    fn plan(&self, key: &ItemKey, piece: Piece<'s>) -> Option<Private<String>> {
        match piece {
            Piece::Task(task) => card::plan_of_task(self.scene, task),
            Piece::Detail(plan, _) => plan.title.clone(),
            Piece::Event(_) => {
                let plan = match key.activity {
                    Some(_) => Some(&key.record),
                    None => self.scene.links.plan_of(&key.record),
                };
                plan.and_then(|plan| card::plan_title(self.scene, plan))
            }
            Piece::Plan(_) | Piece::Goal(_) => None,
        }
    }
}

/// The record whose references they are.
pub(super) fn from(piece: Piece<'_>) -> &RecordKey {
    match piece {
        Piece::Task(task) => &task.key,
        Piece::Event(event) => &event.key,
        Piece::Detail(plan, _) | Piece::Plan(plan) => &plan.key,
        Piece::Goal(goal) => &goal.key,
    }
}

fn when_text(piece: Piece<'_>) -> Option<&Private<String>> {
    match piece {
        Piece::Detail(_, detail) => detail.scheduled_text.as_ref(),
        Piece::Event(event) => event.more.as_ref()?.when_text.as_ref(),
        Piece::Task(_) | Piece::Plan(_) | Piece::Goal(_) => None,
    }
}

/// Names of those to whom a message goes.
fn recipients(graph: &Graph, piece: Piece<'_>) -> Option<Private<String>> {
    let Piece::Event(event) = piece else {
        return None;
    };
    if event.kind != EventKind::Communication {
        return None;
    }
    let names = event.performers.iter();
    let names: Vec<String> = names
        .filter_map(|to| Some(name_of(graph, &event.key, to)?.0))
        .collect();
    (!names.is_empty()).then(|| Private(names.join(", ")))
}

fn value(piece: Piece<'_>) -> Option<&Private<String>> {
    match piece {
        Piece::Event(event) => event.value.as_ref(),
        Piece::Goal(goal) => goal.targets.iter().find_map(|t| t.detail.as_ref()),
        Piece::Task(_) | Piece::Detail(..) | Piece::Plan(_) => None,
    }
}

fn location(piece: Piece<'_>) -> Option<(&RecordKey, &Reference)> {
    let reference = match piece {
        Piece::Task(task) => &task.more.as_ref()?.location,
        Piece::Detail(_, detail) => &detail.location,
        Piece::Event(event) => &event.more.as_ref()?.location,
        Piece::Plan(_) | Piece::Goal(_) => return None,
    };
    (!reference.is_empty()).then(|| (from(piece), reference))
}

fn name_of(graph: &Graph, from: &RecordKey, reference: &Reference) -> Option<Private<String>> {
    let held = graph.resolve(from, reference);
    let name = held.and_then(|key| graph.actor(&key)?.name.clone());
    name.or_else(|| reference.display.clone())
}
