//! Which goal or need each item serves, as the data say it and never as one might guess.
//!
//! An item's own goals and reasons come first. Without any, it inherits: from what it is part
//! of, from what it is based on, from what it tells about, and a request or an appointment
//! from the task that stands for it. A reason that exactly one goal addresses counts as that
//! goal; a condition that no goal, or several, address is a need with a lane of its own.
//! A measure lies with the goal whose target it tells about.
//! What a plan's only goal is does not make it the goal of what the plan holds.

use coordo_core::event::EventKind;
use coordo_core::order::Order as _;
use coordo_core::{RecordKey, Reference};

use super::finder::{Finder, NONE, Records};
use super::index::{Entry, Ties, places, set};
use super::piece::Piece;
use crate::graph::Graph;
use crate::view::timeline::{ItemKind, LaneKey};

/// Several goals address it.
const SEVERAL: usize = NONE - 1;

/// A goal or need that some item serves.
pub(super) struct GoalLane {
    pub(super) key: LaneKey,
    /// Place of its record.
    pub(super) record: usize,
}

/// Goals and needs in reading order: as plans name them, then by title; needs come last.
pub(super) type Goals = Vec<GoalLane>;

struct Search<'s, 'g> {
    records: &'s Records<'g>,
    /// For each record, the only goal that addresses it.
    addressed: Vec<usize>,
    /// For each record, the goal or need that it names.
    direct: Vec<usize>,
    /// For each record, where it inherits from.
    parent: Vec<usize>,
}

pub(super) fn find<'g>(
    graph: &'g Graph,
    records: &Records<'g>,
    finder: &mut Finder<'g>,
    ties: &Ties,
    entries: &mut [Entry],
) -> Goals {
    let mut search = Search {
        records,
        addressed: vec![NONE; records.len()],
        direct: vec![NONE; records.len()],
        parent: vec![NONE; records.len()],
    };
    let mut order = vec![NONE; records.len()];
    let mut n_named = 0;
    for (place, (key, held)) in records.iter().enumerate() {
        if let Some(goal) = held.projection.goal() {
            for target in places(finder, key, &goal.addresses) {
                set(&mut search.addressed, target, |found| {
                    let is_free = *found == NONE || *found == place;
                    *found = if is_free { place } else { SEVERAL };
                });
            }
        } else if let Some(plan) = held.projection.care_plan() {
            for goal in places(finder, key, &plan.goals) {
                n_named += 1;
                set(&mut order, goal, |o| *o = (*o).min(n_named));
            }
        }
    }
    search.read(graph, finder, ties);
    search.inherit();
    search.measured();
    for entry in entries.iter_mut() {
        entry.goal = match entry.activity {
            None => search.direct.get(entry.record).copied().unwrap_or(NONE),
            Some(_) => match entry.piece(graph, records) {
                Some(piece) => search.own(finder, piece).0,
                None => NONE,
            },
        };
    }
    search.own_needs(entries);
    lanes(records, &order, entries)
}

impl<'g> Search<'_, 'g> {
    fn read(&mut self, graph: &'g Graph, finder: &mut Finder<'g>, ties: &Ties) {
        for (place, (_, held)) in self.records.iter().enumerate() {
            let Some(piece) = Piece::of(graph, &held.projection, None) else {
                continue;
            };
            let (own, other) = self.own(finder, piece);
            set(&mut self.direct, place, |d| *d = own);
            let parent = [
                self.parent(finder, piece),
                other,
                ties.fulfils.get(place).copied().unwrap_or(NONE),
                ties.stands.get(place).copied().unwrap_or(NONE),
            ];
            let parent = parent.into_iter().find(|p| *p != NONE && *p != place);
            set(&mut self.parent, place, |p| *p = parent.unwrap_or(NONE));
        }
        for (place, (key, held)) in self.records.iter().enumerate() {
            let Some(goal) = held.projection.goal() else {
                continue;
            };
            set(&mut self.direct, place, |d| *d = place);
            for outcome in places(finder, key, &goal.outcomes) {
                set(&mut self.direct, outcome, |d| {
                    if *d == NONE {
                        *d = place;
                    }
                });
            }
        }
    }

    /// The goal or need that an item names, and else another record that is its reason.
    fn own(&self, finder: &mut Finder<'g>, piece: Piece<'g>) -> (usize, usize) {
        let (from, lists): (&'g RecordKey, [&'g [Reference]; 2]) = match piece {
            Piece::Task(task) => {
                let reason = std::slice::from_ref(&task.reason);
                (&task.key, [&task.goals, reason])
            }
            Piece::Detail(plan, detail) => (&plan.key, [&detail.goals, &detail.reasons]),
            Piece::Event(event) => {
                let related = event.more.as_ref().map(|m| m.related.as_slice());
                (&event.key, [&event.reasons, related.unwrap_or_default()])
            }
            Piece::Plan(_) | Piece::Goal(_) => return (NONE, NONE),
        };
        let mut need = NONE;
        let mut other = NONE;
        for target in lists
            .into_iter()
            .flat_map(|list| places(finder, from, list))
        {
            let Some((_, held)) = self.records.get(target) else {
                continue;
            };
            let goal = match self.addressed.get(target) {
                Some(&(NONE | SEVERAL)) | None => NONE,
                Some(goal) => *goal,
            };
            if held.projection.goal().is_some() {
                return (target, NONE);
            }
            let event = held.projection.event();
            let is_condition = event.is_some_and(|e| e.kind == EventKind::Condition);
            if goal != NONE && need == NONE {
                need = goal;
            } else if is_condition && need == NONE {
                need = target;
            } else if other == NONE && (event.is_some() || held.projection.task().is_some()) {
                other = target;
            }
        }
        (need, other)
    }

    /// What an item inherits from: `partOf`, then `basedOn`, then a task's focus.
    fn parent(&self, finder: &mut Finder<'g>, piece: Piece<'g>) -> usize {
        let empty: &'g [Reference] = &[];
        let (from, lists): (&'g RecordKey, [&'g [Reference]; 3]) = match piece {
            Piece::Task(task) => {
                let focus = std::slice::from_ref(&task.focus);
                (&task.key, [&task.part_of, &task.based_on, focus])
            }
            Piece::Event(event) => {
                let part_of = event.more.as_ref().map(|m| m.part_of.as_slice());
                let part_of = part_of.unwrap_or_default();
                (&event.key, [part_of, &event.based_on, empty])
            }
            Piece::Detail(..) | Piece::Plan(_) | Piece::Goal(_) => return NONE,
        };
        let mut targets = lists
            .into_iter()
            .flat_map(|list| places(finder, from, list));
        let is_fit = |target: &usize| {
            let found = self.records.get(*target).map(|(_, held)| &held.projection);
            found.is_some_and(|p| p.task().is_some() || p.event().is_some())
        };
        targets.find(is_fit).unwrap_or(NONE)
    }

    /// Follows each chain of parents once; a ring of them serves nothing.
    fn inherit(&mut self) {
        let mut is_done = vec![false; self.records.len()];
        for start in 0..self.records.len() {
            let mut trail = Vec::new();
            let mut at = start;
            let mut goal = NONE;
            while let Some(direct) = self.direct.get(at) {
                goal = *direct;
                if goal != NONE || is_done.get(at) == Some(&true) {
                    break;
                }
                set(&mut is_done, at, |d| *d = true);
                trail.push(at);
                at = self.parent.get(at).copied().unwrap_or(NONE);
            }
            for place in trail {
                set(&mut self.direct, place, |d| *d = goal);
            }
        }
    }

    /// A measure that serves nothing by itself lies with the only goal whose target it tells about
    /// (`Goal.target.measure`).
    fn measured(&mut self) {
        let goals = self.records.iter().enumerate();
        let goals = goals.filter_map(|(place, (_, held))| Some((place, held.projection.goal()?)));
        let targets = goals.flat_map(|(place, goal)| {
            let codes = goal.targets.iter().map(|target| &target.code);
            codes.map(move |code| (code, place, &goal.subject))
        });
        let targets: Vec<_> = targets.filter(|(code, ..)| !code.is_empty()).collect();
        if targets.is_empty() {
            return;
        }
        for (place, (_, held)) in self.records.iter().enumerate() {
            let Some(event) = held.projection.event() else {
                continue;
            };
            if event.kind != EventKind::Observation || self.direct.get(place) != Some(&NONE) {
                continue;
            }
            let mut fit = targets.iter().filter(|(code, _, subject)| {
                **code == event.measure && subject.target() == event.subject.target()
            });
            if let (Some((_, goal, _)), None) = (fit.next(), fit.next()) {
                set(&mut self.direct, place, |d| *d = *goal);
            }
        }
    }

    /// A condition lies with the goal that addresses it, and in its own lane where something
    /// else serves it.
    fn own_needs(&self, entries: &mut [Entry]) {
        let mut is_served = vec![false; self.records.len()];
        for entry in entries.iter() {
            set(&mut is_served, entry.goal, |s| *s = true);
        }
        for entry in entries.iter_mut() {
            if entry.kind != ItemKind::Condition || entry.activity.is_some() {
                continue;
            }
            entry.goal = match self.addressed.get(entry.record) {
                Some(&(NONE | SEVERAL)) | None => {
                    let is_need = is_served.get(entry.record) == Some(&true);
                    if is_need { entry.record } else { NONE }
                }
                Some(goal) => *goal,
            };
        }
    }
}

/// Gives lanes their order, and entries their lane in place of a record.
fn lanes(records: &Records<'_>, order: &[usize], entries: &mut [Entry]) -> Goals {
    let mut lane_of = vec![NONE; records.len()];
    for entry in entries.iter() {
        set(&mut lane_of, entry.goal, |l| *l = 0);
    }
    let mut served: Vec<(bool, usize, &str, usize)> = Vec::new();
    for (place, (_, held)) in records.iter().enumerate() {
        if lane_of.get(place) == Some(&0) {
            let rank = order.get(place).copied().unwrap_or(NONE);
            let is_need = held.projection.goal().is_none();
            served.push((is_need, rank, held.folded(), place));
        }
    }
    served.order();
    for (n, (_, _, _, place)) in served.iter().enumerate() {
        set(&mut lane_of, *place, |l| *l = n);
    }
    for entry in entries.iter_mut() {
        entry.goal = lane_of.get(entry.goal).copied().unwrap_or(NONE);
    }
    let lane = |&(is_need, _, _, record): &(bool, usize, &str, usize)| {
        let (key, _) = records.get(record)?;
        let key = (*key).clone();
        let key = if is_need {
            LaneKey::Need(key)
        } else {
            LaneKey::Goal(key)
        };
        Some(GoalLane { key, record })
    };
    served.iter().filter_map(lane).collect()
}
