//! Which items there are, and what of them rests on links alone: found once and kept until a
//! link changes, so that after another status a timeline is a walk and a sort.
//!
//! # Which items
//!
//! Each record once:
//! - every `Task`;
//! - every activity with a `detail`, or with a contained request, appointment, group or
//!   communication, in a `CarePlan`;
//! - every `CarePlan` with a date in its period, every `Goal` with a `target.dueDate`;
//! - every `Encounter`, `Procedure`, `Observation`, `MedicationRequest`, `Condition`,
//!   `Communication`, `DocumentReference`, `Flag` and `Consent`;
//! - every `Appointment`, `ServiceRequest` and `RequestGroup` that no task stands for. A task
//!   stands for an appointment in its focus, and for a request or group in its focus or
//!   `basedOn`, where both were called off (cancelled, refused, failed, no-show, revoked,
//!   stopped, in error) or neither was; and for a group whose actions lead to it, which says
//!   in which order they come.

use std::cell::OnceCell;
use std::rc::Rc;

use coordo_core::event::EventKind;
use coordo_core::plan::CarePlan;
use coordo_core::{RecordKey, Reference};
use coordo_fhir::Projection;

use super::actors::{self, Actors};
use super::finder::{Finder, NONE, Records};
use super::goals::{self, Goals};
use super::links::{self, Edges};
use super::piece::{Piece, is_called_off};
use super::rows;
use crate::graph::{Graph, Held};
use crate::view::ItemKey;
use crate::view::timeline::ItemKind;

/// One item; places are those of records, lanes and rows.
pub(super) struct Entry {
    pub(super) key: Rc<ItemKey>,
    /// Its record, or the plan that it is written in.
    pub(super) record: usize,
    /// Place in `CarePlan.activity`.
    pub(super) activity: Option<usize>,
    pub(super) kind: ItemKind,
    /// The appointment that gives its date.
    pub(super) appointment: usize,
    pub(super) goal: usize,
    pub(super) actor: usize,
    pub(super) row: usize,
}

/// Everything that rests on links alone.
pub(crate) struct Index {
    /// In order of key.
    pub(super) entries: Vec<Entry>,
    pub(super) goals: Goals,
    pub(super) actors: Actors,
    /// The entry that names each row.
    pub(super) rows: Vec<usize>,
    /// The plan that most items belong to.
    pub(super) plan: usize,
    /// Found when an item is first looked at.
    edges: OnceCell<Rc<Edges>>,
}

/// What tasks and records say of each other.
pub(super) struct Ties {
    /// For each record, the task that stands for it.
    pub(super) stands: Vec<usize>,
    /// For each request, the only living task that fulfils it.
    pub(super) fulfils: Vec<usize>,
    /// For each task, the appointment in its focus.
    pub(super) appointment: Vec<usize>,
    /// How many items name a plan.
    pub(super) named: Vec<usize>,
}

/// The records in order, as the index counts them.
pub(super) fn records(graph: &Graph) -> Vec<(&RecordKey, &Held)> {
    graph.iter().collect()
}

/// An index on its way. Over ten thousand items each step is short enough for a page to stay
/// alive; it is of no use once the graph has another shape.
#[derive(Default)]
pub(crate) struct Draft {
    ties: Option<Ties>,
    entries: Vec<Entry>,
    goals: Option<Goals>,
    actors: Option<Actors>,
    n_steps: u8,
}

impl Draft {
    /// One step; the index once it is whole.
    pub(crate) fn advance(&mut self, graph: &Graph) -> Option<Index> {
        let records = records(graph);
        let mut finder = Finder::new(graph, &records);
        self.n_steps += 1;
        let Some(ties) = &self.ties else {
            self.ties = Some(tie(&records, &mut finder));
            return None;
        };
        let of = &mut self.entries;
        match self.n_steps {
            2 => *of = entries(graph, &records, ties),
            3 => self.goals = Some(goals::find(graph, &records, &mut finder, ties, of)),
            4 => self.actors = Some(actors::find(graph, &records, &mut finder, of)),
            _ => {
                let rows = rows::find(graph, &records, &mut finder, ties, of);
                let plans = ties.named.iter().enumerate().filter(|(_, n)| **n > 0);
                let most = plans.max_by_key(|(place, n)| (**n, std::cmp::Reverse(*place)));
                return Some(Index {
                    entries: std::mem::take(&mut self.entries),
                    goals: self.goals.take().unwrap_or_default(),
                    actors: self.actors.take().unwrap_or_default(),
                    rows,
                    plan: most.map_or(NONE, |(place, _)| place),
                    edges: OnceCell::new(),
                });
            }
        }
        None
    }

    /// All steps at once.
    pub(crate) fn finish(mut self, graph: &Graph) -> Index {
        loop {
            if let Some(index) = self.advance(graph) {
                return index;
            }
        }
    }
}

impl Index {
    /// Links between items.
    pub(super) fn edges(&self, graph: &Graph, records: &Records<'_>) -> Rc<Edges> {
        let edges = || Rc::new(links::find(graph, records));
        self.edges.get_or_init(edges).clone()
    }

    /// The entry of a key.
    pub(super) fn entry(&self, records: &Records<'_>, key: &ItemKey) -> Option<&Entry> {
        self.entries.get(self.place(records, key)?)
    }

    /// The place of that entry.
    pub(super) fn place(&self, records: &Records<'_>, key: &ItemKey) -> Option<usize> {
        let place = super::finder::place_of(records, &key.record);
        let wanted = (place, key.activity);
        let found = self
            .entries
            .binary_search_by(|e| (e.record, e.activity).cmp(&wanted));
        found.ok()
    }
}

impl Entry {
    pub(super) fn piece<'g>(&self, graph: &'g Graph, records: &Records<'g>) -> Option<Piece<'g>> {
        let (_, held) = records.get(self.record)?;
        Piece::of(graph, &held.projection, self.activity)
    }

    /// What gives its date besides itself.
    pub(super) fn appointment<'g>(
        &self,
        graph: &'g Graph,
        records: &Records<'g>,
    ) -> Option<Piece<'g>> {
        let (_, held) = records.get(self.appointment)?;
        Piece::of(graph, &held.projection, None)
    }
}

fn tie<'g>(records: &Records<'g>, finder: &mut Finder<'g>) -> Ties {
    let mut ties = Ties {
        stands: vec![NONE; records.len()],
        fulfils: vec![NONE; records.len()],
        appointment: vec![NONE; records.len()],
        named: vec![0; records.len()],
    };
    // Requests that several living tasks fulfil: none of them is the one.
    let mut is_shared = vec![false; records.len()];
    for (place, (key, held)) in records.iter().enumerate() {
        if let Some(plan) = held.projection.care_plan() {
            set(&mut ties.named, place, |n| *n += plan.activities.len());
        }
        let Some(task) = held.projection.task() else {
            let group = held.projection.event().and_then(|e| e.more.as_ref());
            let actions = group.into_iter().flat_map(|more| &more.actions);
            let mut targets = actions.map(|a| finder.find(key, &a.resource));
            let is_task = |at: &usize| records.get(*at).is_some_and(|(key, _)| key.kind == "Task");
            if let Some(target) = targets.find(is_task) {
                set(&mut ties.stands, place, |t| *t = target);
            }
            continue;
        };
        let is_off = is_called_off(&Piece::Task(task).status());
        let references = std::iter::once(&task.focus).chain(&task.based_on);
        for (n, reference) in references.enumerate() {
            let target = finder.find(key, reference);
            let Some((_, other)) = records.get(target) else {
                continue;
            };
            if other.projection.care_plan().is_some() {
                set(&mut ties.named, target, |n| *n += 1);
            }
            let Some(event) = other.projection.event() else {
                continue;
            };
            let is_focus = n == 0;
            let is_kept = is_focus && event.kind == EventKind::Appointment;
            if !is_kept && !is_request(event.kind) {
                continue;
            }
            let is_same = is_called_off(&Piece::Event(event).status()) == is_off;
            if is_same && ties.stands.get(target) == Some(&NONE) {
                set(&mut ties.stands, target, |t| *t = place);
            }
            if event.kind == EventKind::Appointment && is_same {
                set(&mut ties.appointment, place, |t| *t = target);
            }
            // Focus and basis may name one record.
            if !is_off && ties.fulfils.get(target) != Some(&place) {
                let is_first = ties.fulfils.get(target) == Some(&NONE)
                    && is_shared.get(target) == Some(&false);
                set(&mut ties.fulfils, target, |t| {
                    *t = if is_first { place } else { NONE };
                });
                set(&mut is_shared, target, |s| *s = !is_first);
            }
        }
    }
    ties
}

/// Changes what lies at a place, if there is one.
pub(super) fn set<T>(list: &mut [T], place: usize, change: impl FnOnce(&mut T)) {
    if let Some(found) = list.get_mut(place) {
        change(found);
    }
}

fn is_request(kind: EventKind) -> bool {
    matches!(kind, EventKind::ServiceRequest | EventKind::RequestGroup)
}

fn entries(graph: &Graph, records: &Records<'_>, ties: &Ties) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(records.len());
    let mut add = |record: usize, activity: Option<usize>, kind: ItemKind, appointment: usize| {
        let Some((key, _)) = records.get(record) else {
            return;
        };
        let key = ItemKey {
            record: (*key).clone(),
            activity,
        };
        entries.push(Entry {
            key: Rc::new(key),
            record,
            activity,
            kind,
            appointment,
            goal: NONE,
            actor: NONE,
            row: NONE,
        });
    };
    for (place, (_, held)) in records.iter().enumerate() {
        let Some(piece) = Piece::of(graph, &held.projection, None) else {
            continue;
        };
        let is_item = match piece {
            Piece::Task(_) => true,
            Piece::Plan(_) | Piece::Goal(_) => !piece.period().is_empty(),
            Piece::Detail(..) => false,
            Piece::Event(event) => match event.kind {
                EventKind::Slot => false,
                EventKind::Appointment | EventKind::ServiceRequest | EventKind::RequestGroup => {
                    ties.stands.get(place) == Some(&NONE)
                }
                EventKind::Communication
                | EventKind::Encounter
                | EventKind::Procedure
                | EventKind::MedicationRequest
                | EventKind::Condition
                | EventKind::Observation
                | EventKind::DocumentReference
                | EventKind::Flag
                | EventKind::Consent => true,
            },
        };
        if is_item {
            let appointment = ties.appointment.get(place).copied().unwrap_or(NONE);
            add(place, None, piece.kind(), appointment);
        }
        if let Piece::Plan(plan) = piece {
            for (index, kind) in written(graph, plan) {
                add(place, Some(index), kind, NONE);
            }
        }
    }
    entries
}

/// The activities that are written in the plan itself, as detail or as a contained resource.
fn written(graph: &Graph, plan: &CarePlan) -> Vec<(usize, ItemKind)> {
    let mut found = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for activity in &plan.activities {
        if activity.detail.is_some() {
            found.push((activity.index, ItemKind::Activity));
            continue;
        }
        let target = activity.reference.target().filter(|t| t.starts_with('#'));
        let Some(target) = target.filter(|t| !seen.contains(t)) else {
            continue;
        };
        let local = graph.resolve(&plan.key, &activity.reference);
        let local = local.and_then(|key| graph.projection(&key));
        if let Some(event) = local.and_then(Projection::event)
            && event.kind.is_step()
        {
            seen.push(target);
            found.push((activity.index, Piece::Event(event).kind()));
        }
    }
    found
}

/// Places of what references lead to, those that lead nowhere left out.
pub(super) fn places<'g>(
    finder: &mut Finder<'g>,
    from: &'g RecordKey,
    references: &'g [Reference],
) -> Vec<usize> {
    let found = references.iter().map(|r| finder.find(from, r));
    found.filter(|place| *place != NONE).collect()
}
