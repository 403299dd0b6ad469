//! Activities that wait for each other (rows 2, 11).
//!
//! A ring of any length is one finding; what waits for the ring is not told again.

use coordo_core::RecordKey;
use coordo_core::order::Order as _;

use super::owner::{leave, reach};
use super::{Because as _, View};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Plan, Relation, Slot, TaskFact};

/// Every group of open tasks that wait for each other. Returns all tasks that are in one, sorted,
/// those of a ring that was set aside with them.
pub(crate) fn rings(view: &View<'_>, plan: &Plan, out: &mut Vec<Finding>) -> Vec<Slot> {
    let mut members = Vec::new();
    let open = |slot: Slot| {
        let task = view.task(slot).filter(|t| t.is_open());
        task.filter(|t| !view.is_deceased(t.subject))
    };
    let next = |slot: Slot| -> Vec<Slot> {
        let Some(task) = open(slot) else {
            return Vec::new();
        };
        let before = super::order::before(view, slot, task).into_iter();
        let waits = before.filter(|(earlier, relation)| {
            let earlier = open(*earlier);
            // Nobody waits for what is there already.
            earlier.is_some_and(|e| {
                !(e.has_output || *relation == Relation::AfterStart && e.is_started())
            })
        });
        waits.map(|(earlier, _)| earlier).collect()
    };
    for mut ring in components(plan, &next) {
        members.extend(&ring);
        ring.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
        let tasks: Vec<(Slot, &TaskFact)> = ring
            .iter()
            .filter_map(|s| Some((*s, view.task(*s)?)))
            .collect();
        let written = tasks
            .iter()
            .filter_map(|(_, t)| view.start(t.authored.or(t.modified)));
        let since = written.max();
        let code = Code::WaitingLoop;
        let Some(mut found) = view.finding(code, Severity::Attention, since, &ring) else {
            continue;
        };
        for (slot, task) in &tasks {
            for (earlier, _) in super::order::before(view, *slot, task) {
                if ring.contains(&earlier)
                    && let Some(key) = view.key(earlier)
                {
                    let value = Value::Record(RecordKey::clone(key));
                    found.because(view.evidence(*slot, "input(apres)", value));
                }
            }
        }
        found.arguments = ring.iter().map(|s| view.record(*s)).collect();
        let mut owners: Vec<Slot> = tasks.iter().filter_map(|(_, t)| t.owner.slot).collect();
        owners.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
        owners.dedup();
        for owner in owners {
            found.remedies.extend(reach(view, Some(owner)));
        }
        for slot in &ring {
            found.remedies.extend(leave(view, *slot));
        }
        out.push(found);
    }
    members.order();
    members
}

/// Strongly connected components of two or more, or of one that waits for itself: Tarjan's
/// algorithm with a stack of its own, so that no chain is too long.
fn components(plan: &Plan, next: &dyn Fn(Slot) -> Vec<Slot>) -> Vec<Vec<Slot>> {
    let mut search = Search {
        marks: vec![Mark::default(); plan.len()],
        open: Vec::new(),
        time: 0,
        found: Vec::new(),
    };
    for root in plan.slots() {
        if search.mark(root).entered != 0 {
            continue;
        }
        let mut path = vec![search.enter(root, next(root))];
        while let Some(step) = path.last_mut() {
            let here = step.slot;
            match step.rest.pop() {
                Some(other) if search.mark(other).entered == 0 => {
                    let step = search.enter(other, next(other));
                    path.push(step);
                }
                Some(other) => search.meet(here, other),
                None => {
                    let waits_for_itself = step.waits_for_itself;
                    path.pop();
                    search.leave(here, waits_for_itself);
                    if let Some(above) = path.last() {
                        search.lower(above.slot, here);
                    }
                }
            }
        }
    }
    search.found
}

#[derive(Clone, Copy, Default)]
struct Mark {
    entered: u32,
    lowest: u32,
    is_open: bool,
}

struct Step {
    slot: Slot,
    rest: Vec<Slot>,
    waits_for_itself: bool,
}

struct Search {
    marks: Vec<Mark>,
    open: Vec<Slot>,
    time: u32,
    found: Vec<Vec<Slot>>,
}

impl Search {
    fn at(&mut self, slot: Slot) -> Option<&mut Mark> {
        self.marks.get_mut(usize::try_from(slot.0).ok()?)
    }

    fn mark(&mut self, slot: Slot) -> Mark {
        self.at(slot).copied().unwrap_or_default()
    }

    fn enter(&mut self, slot: Slot, rest: Vec<Slot>) -> Step {
        self.time += 1;
        let time = self.time;
        if let Some(mark) = self.at(slot) {
            *mark = Mark {
                entered: time,
                lowest: time,
                is_open: true,
            };
        }
        self.open.push(slot);
        Step {
            slot,
            waits_for_itself: rest.contains(&slot),
            rest,
        }
    }

    fn meet(&mut self, here: Slot, other: Slot) {
        let other = self.mark(other);
        if other.is_open
            && let Some(mark) = self.at(here)
        {
            mark.lowest = mark.lowest.min(other.entered);
        }
    }

    fn lower(&mut self, above: Slot, below: Slot) {
        let lowest = self.mark(below).lowest;
        if let Some(mark) = self.at(above) {
            mark.lowest = mark.lowest.min(lowest);
        }
    }

    fn leave(&mut self, slot: Slot, waits_for_itself: bool) {
        let mark = self.mark(slot);
        if mark.lowest != mark.entered {
            return;
        }
        let mut ring = Vec::new();
        while let Some(member) = self.open.pop() {
            if let Some(mark) = self.at(member) {
                mark.is_open = false;
                // What is closed lowers nothing any more.
                mark.lowest = u32::MAX;
            }
            ring.push(member);
            if member == slot {
                break;
            }
        }
        if ring.len() > 1 || waits_for_itself {
            self.found.push(ring);
        }
    }
}
