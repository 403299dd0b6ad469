//! Finding again after a change, by looking only at what the change touches.
//!
//! Each look at a record notes what it read ([`crate::detect`]); a change makes those looks old
//! that read what it changed. The result is that of a full look: nothing is guessed from the kind
//! of change.

use std::fmt;
use std::rc::Rc;

use coordo_core::calendar::WorkingCalendar;
use coordo_core::{Instant, RecordKey};

use crate::detect::{Marks, View, look, wait};
use crate::finding::Finding;
use crate::graph::{Conflict, Link, Plan, Record, Resolve, Slot, Touched};
use crate::settle::{Memory, settle};
use crate::thresholds::Thresholds;

/// What one look found, and what it read.
#[derive(Default)]
struct Looked {
    found: Vec<Rc<Finding>>,
    /// What is found here for the first time, until all that is old is looked at: the line may
    /// have been found elsewhere before.
    fresh: Vec<Finding>,
    reads: Vec<(Slot, Link)>,
    reads_now: bool,
    is_old: bool,
}

/// The findings over the records of one person, kept up to date.
pub struct Engine {
    plan: Plan,
    calendar: WorkingCalendar,
    thresholds: Thresholds,
    now: Instant,
    looked: Vec<Looked>,
    /// By record: which looks have read it, and what of it.
    readers: Vec<Vec<(Link, Slot)>>,
    /// Looks that are old.
    old: Vec<Slot>,
    rings: Vec<Rc<Finding>>,
    /// Tasks that are in a ring, sorted: what is said of the ring rests on them.
    in_rings: Vec<Slot>,
    are_rings_old: bool,
    shown: Vec<Rc<Finding>>,
    /// Looks that found something for the first time.
    fresh: Vec<Slot>,
    /// What an earlier engine found, and what is not found any more where it was.
    memory: Memory,
    /// What the present look reads, and what the one before read.
    reads: Marks,
    read_before: Marks,
}

/// Tells how many, and nothing of which.
impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({:?}, {} findings)", self.plan, self.shown.len())
    }
}

impl Engine {
    /// Takes the records, the calendar and the thresholds.
    pub fn new(plan: Plan, calendar: WorkingCalendar, thresholds: Thresholds) -> Self {
        let mut engine = Self {
            plan,
            calendar,
            thresholds,
            now: Instant(i64::MIN),
            looked: Vec::new(),
            readers: Vec::new(),
            old: Vec::new(),
            rings: Vec::new(),
            in_rings: Vec::new(),
            are_rings_old: true,
            shown: Vec::new(),
            fresh: Vec::new(),
            memory: Memory::default(),
            reads: Marks::default(),
            read_before: Marks::default(),
        };
        engine.make_room();
        engine
    }

    /// The records.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The calendar.
    pub fn calendar(&self) -> &WorkingCalendar {
        &self.calendar
    }

    /// What an earlier engine had found ([`Engine::found`]): lines that last keep their
    /// beginning. To be given before the first look.
    pub fn remember(&mut self, found: Vec<Rc<Finding>>) {
        self.memory = Memory::of(found);
    }

    /// All that was found at the last whole look, also what is not shown since another line says
    /// its cause.
    pub fn found(&self) -> Vec<Rc<Finding>> {
        let each = self.looked.iter().flat_map(|looked| &looked.found);
        each.chain(&self.rings).map(Rc::clone).collect()
    }

    /// Takes other thresholds: everything is looked at again.
    pub fn set_thresholds(&mut self, thresholds: Thresholds) {
        self.thresholds = thresholds;
        for slot in self.plan.slots() {
            self.age(slot);
        }
    }

    /// Takes a record, in place of what was known of it: see [`Plan::put`].
    pub fn put(&mut self, record: Record<'_>, known: Option<Instant>, resolve: Resolve<'_>) {
        let touched = self.plan.put_touching(record, known, resolve);
        self.touch(&touched);
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: &RecordKey) {
        let touched = self.plan.remove_touching(key);
        self.touch(&touched);
    }

    /// Says that two changes of a record wait for a person, or that none do any more.
    pub fn set_conflict(&mut self, key: &RecordKey, conflict: Option<Conflict>) {
        let touched = self.plan.conflict_touching(key, conflict);
        self.touch(&touched);
    }

    /// Sets the time to look at; what depends on the time is looked at again.
    pub fn set_now(&mut self, now: Instant) {
        if self.now == now {
            return;
        }
        self.now = now;
        for slot in self.plan.slots() {
            if self.at(slot).is_some_and(|looked| looked.reads_now) {
                self.age(slot);
            }
        }
    }

    /// Looks at up to so many records. True when there is nothing left to look at, and
    /// [`Engine::findings`] are those of the time that was set.
    pub fn advance(&mut self, budget: usize) -> bool {
        let from = self.old.len().saturating_sub(budget);
        let these = self.old.split_off(from);
        for slot in these {
            self.look(slot);
        }
        if !self.old.is_empty() {
            return false;
        }
        if std::mem::take(&mut self.are_rings_old) {
            let view = View::new(
                &self.plan,
                self.now,
                &self.thresholds,
                &self.calendar,
                &self.reads,
            );
            let mut found = Vec::new();
            let in_rings = wait::rings(&view, &self.plan, &mut found);
            for ring in self.rings.drain(..) {
                self.memory.remember(ring);
            }
            self.rings
                .extend(found.into_iter().map(|ring| self.memory.begun(ring)));
            self.in_rings = in_rings;
        }
        let memory = std::mem::take(&mut self.memory);
        for slot in std::mem::take(&mut self.fresh) {
            if let Some(looked) = self.at(slot) {
                let fresh = looked.fresh.drain(..).map(|finding| memory.begun(finding));
                looked.found.extend(fresh);
            }
        }
        self.shown = settle(self.found());
        true
    }

    /// Looks at all that is old, at a time.
    pub fn evaluate(&mut self, now: Instant) -> &[Rc<Finding>] {
        self.set_now(now);
        while !self.advance(usize::MAX) {}
        &self.shown
    }

    /// What was found at the last whole look, most urgent first, then in the order of their
    /// beginning.
    pub fn findings(&self) -> &[Rc<Finding>] {
        &self.shown
    }

    fn at(&mut self, slot: Slot) -> Option<&mut Looked> {
        self.looked.get_mut(usize::try_from(slot.0).ok()?)
    }

    fn readers_of(&mut self, slot: Slot) -> Option<&mut Vec<(Link, Slot)>> {
        self.readers.get_mut(usize::try_from(slot.0).ok()?)
    }

    /// A place for each record that came to be named; nobody has looked at them yet.
    fn make_room(&mut self) {
        for slot in self.plan.slots_from(self.looked.len()) {
            self.looked.push(Looked::default());
            self.readers.push(Vec::new());
            self.age(slot);
        }
    }

    fn age(&mut self, slot: Slot) {
        if let Some(looked) = self.at(slot)
            && !std::mem::replace(&mut looked.is_old, true)
        {
            self.old.push(slot);
        }
    }

    fn touch(&mut self, touched: &Touched) {
        self.make_room();
        for &(slot, link) in touched {
            self.are_rings_old |= self.may_wait(slot, link);
            let Some(readers) = self.readers_of(slot) else {
                continue;
            };
            let mut old = Vec::new();
            old.extend(
                readers
                    .iter()
                    .filter(|(l, _)| *l == link)
                    .map(|(_, by)| *by),
            );
            for by in old {
                self.age(by);
            }
        }
    }

    /// Whether a change may close or open a ring of tasks that wait for each other, or changes
    /// what is said of one.
    fn may_wait(&self, slot: Slot, link: Link) -> bool {
        let kind = self.plan.key(slot).map_or("", |key| &key.kind);
        let is_rest = || {
            matches!(kind, "Patient" | "RequestGroup") || self.in_rings.binary_search(&slot).is_ok()
        };
        matches!(link, Link::After | Link::Action) || (link == Link::Own && is_rest())
    }

    fn look(&mut self, slot: Slot) {
        let view = View::new(
            &self.plan,
            self.now,
            &self.thresholds,
            &self.calendar,
            &self.reads,
        );
        let mut found = Vec::new();
        look(&view, slot, &mut found);
        let (reads, reads_now) = view.reads();
        let before = self.at(slot).map(std::mem::take).unwrap_or_default();
        self.read_before.begin(self.looked.len());
        for &(read, link) in &before.reads {
            self.read_before.note(read, link);
            if !self.reads.has(read, link)
                && let Some(readers) = self.readers_of(read)
                && let Some(at) = readers.iter().position(|r| *r == (link, slot))
            {
                readers.swap_remove(at);
            }
        }
        for &(read, link) in &reads {
            if !self.read_before.has(read, link)
                && let Some(readers) = self.readers_of(read)
            {
                readers.push((link, slot));
            }
        }
        let mut left = before.found;
        let mut kept = Vec::new();
        let mut fresh = Vec::new();
        for mut finding in found {
            match left.iter().position(|before| before.is_same_line(&finding)) {
                Some(at) => {
                    finding.since = left.swap_remove(at).since;
                    kept.push(Rc::new(finding));
                }
                None => fresh.push(finding),
            }
        }
        for gone in left {
            self.memory.remember(gone);
        }
        if !fresh.is_empty() {
            self.fresh.push(slot);
        }
        if let Some(looked) = self.at(slot) {
            *looked = Looked {
                found: kept,
                fresh,
                reads,
                reads_now,
                is_old: false,
            };
        }
    }
}
