//! The records of one person as a graph: every reference led to its end, and known from there.
//!
//! A record that others only name has a place too, so that its coming is a change like any other.

mod fact;
mod read;
mod seen;

use std::fmt;
use std::hash::BuildHasher as _;

use coordo_core::actor::{Actor, CareTeam};
use coordo_core::event::Event;
use coordo_core::order::Order as _;
use coordo_core::plan::{CarePlan, Goal};
use coordo_core::schedule::Protocol;
use coordo_core::{Instant, RecordKey, Reference, Task};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

pub(crate) use fact::Link;
pub use fact::{
    ActorFact, EventFact, Fact, GoalFact, MemberFact, PlanFact, ProtocolFact, Relation, Seen, Slot,
    TaskFact, TeamFact, Who,
};

/// A record as the core projects it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Record<'r> {
    /// A task.
    Task(&'r Task),
    /// A plan.
    Plan(&'r CarePlan),
    /// A team.
    Team(&'r CareTeam),
    /// A goal.
    Goal(&'r Goal),
    /// A person, a role, a structure or a place.
    Actor(&'r Actor),
    /// A protocol.
    Protocol(&'r Protocol),
    /// Everything else that has a time.
    Event(&'r Event),
}

/// Leads a reference of a record to the record that is meant; `None` where it leads nowhere.
pub type Resolve<'r> = &'r dyn Fn(&RecordKey, &Reference) -> Option<RecordKey>;

/// The usual way: type and id in the same source, and contained records.
pub fn same_source(from: &RecordKey, reference: &Reference) -> Option<RecordKey> {
    if let Some(local) = reference.target()?.strip_prefix('#') {
        // Contained records are known by the record around them; a type has to be guessed.
        let kind = reference.kind.as_deref().unwrap_or("Practitioner");
        let id = format!("{}#{local}", from.reference());
        return Some(RecordKey::new(from.source.clone(), kind, id));
    }
    let (kind, id) = reference.literal()?;
    Some(RecordKey::new(from.source.clone(), kind, id))
}

pub(crate) struct Node {
    pub(crate) key: RecordKey,
    pub(crate) fact: Option<Fact>,
    /// When the record was last changed or came, as the host knows it.
    pub(crate) known: Option<Instant>,
    /// Since when two changes of it wait for a person.
    pub(crate) conflict: Option<Conflict>,
    /// Who refers to it, and why.
    pub(crate) from: Vec<(Link, Slot)>,
    /// To what it refers, and why.
    pub(crate) to: Vec<(Link, Slot)>,
}

/// Two changes of one record that wait for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Since when, where it is known.
    pub since: Option<Instant>,
    /// The fields on which both differ, as FHIR paths.
    pub paths: Vec<String>,
}

/// What a change may have changed for others.
pub(crate) type Touched = Vec<(Slot, Link)>;

/// The records of one person.
#[derive(Default)]
pub struct Plan {
    /// Slots by their keys, which lie in `nodes`. Nobody asks for them in order, and a look at
    /// two thousand activities asks for them some thirty thousand times.
    places: HashTable<Slot>,
    nodes: Vec<Node>,
}

/// Tells how many, and nothing of which.
impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plan({})", self.nodes.len())
    }
}

impl Plan {
    /// Takes a record, in place of what was known of it. `known` is when it came or was last
    /// changed, where the host knows (`meta.lastUpdated`).
    ///
    /// What only an older version tells (when a draft became an offer, when a date was moved) is
    /// kept from one version to the next: a host that has the history gives it oldest first.
    pub fn put(&mut self, record: Record<'_>, known: Option<Instant>, resolve: Resolve<'_>) {
        self.put_touching(record, known, resolve);
    }

    pub(crate) fn put_touching(
        &mut self,
        record: Record<'_>,
        known: Option<Instant>,
        resolve: Resolve<'_>,
    ) -> Touched {
        let key = read::key_of(record);
        let slot = self.slot(key);
        let mut links = Vec::new();
        let mut fact = read::fact(self, record, resolve, &mut links);
        links.order();
        links.dedup();
        match (&mut fact, self.fact(slot)) {
            (Fact::Task(task), Some(Fact::Task(before))) => seen::remember(before, task, known),
            (Fact::Task(task), _) => seen::suppose(task),
            (Fact::Event(event), Some(Fact::Event(before))) => seen::moved(before, event, known),
            _ => {}
        }
        let may_wait = |fact: Option<&Fact>| match fact {
            Some(Fact::Task(task)) => {
                let is_given = (task.has_output, task.is_started());
                Some((task.is_open(), is_given, task.subject))
            }
            _ => None,
        };
        let before = may_wait(self.fact(slot));
        let waits_otherwise = before != may_wait(Some(&fact));
        let mut touched = self.set(slot, Some(fact), links);
        // Whether it waits, and for whom, is what rings are made of.
        touched.extend(waits_otherwise.then_some((slot, Link::After)));
        if let Some(node) = self.node_mut(slot) {
            node.known = known;
        }
        touched
    }

    /// Takes a record out: it was deleted, or may not be seen any more.
    pub fn remove(&mut self, key: &RecordKey) {
        self.remove_touching(key);
    }

    pub(crate) fn remove_touching(&mut self, key: &RecordKey) -> Touched {
        match self.find(key) {
            Some(slot) => {
                let mut touched = self.set(slot, None, Vec::new());
                touched.push((slot, Link::After));
                touched
            }
            None => Vec::new(),
        }
    }

    /// Says that two changes of a record wait for a person, or that none do any more.
    pub fn set_conflict(&mut self, key: &RecordKey, conflict: Option<Conflict>) {
        self.conflict_touching(key, conflict);
    }

    pub(crate) fn conflict_touching(
        &mut self,
        key: &RecordKey,
        conflict: Option<Conflict>,
    ) -> Touched {
        let slot = self.slot(key);
        if let Some(node) = self.node_mut(slot) {
            node.conflict = conflict;
        }
        vec![(slot, Link::Own)]
    }

    /// How many places there are, those that are only named with them.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The place of a record.
    pub fn find(&self, key: &RecordKey) -> Option<Slot> {
        let is_it = |slot: &Slot| self.key(*slot) == Some(key);
        self.places
            .find(FxBuildHasher.hash_one(key), is_it)
            .copied()
    }

    /// The record at a place.
    pub fn key(&self, slot: Slot) -> Option<&RecordKey> {
        self.node(slot).map(|node| &node.key)
    }

    /// What is known of the record at a place.
    pub fn fact(&self, slot: Slot) -> Option<&Fact> {
        self.node(slot)?.fact.as_ref()
    }

    /// All places, in the order in which they were first named.
    pub fn slots(&self) -> impl Iterator<Item = Slot> + use<> {
        self.slots_from(0)
    }

    /// All places but so many first ones, which cost nothing.
    pub(crate) fn slots_from(&self, n: usize) -> impl Iterator<Item = Slot> + use<> {
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (at(n)..at(self.nodes.len())).map(Slot)
    }

    pub(crate) fn node(&self, slot: Slot) -> Option<&Node> {
        self.nodes.get(usize::try_from(slot.0).ok()?)
    }

    fn node_mut(&mut self, slot: Slot) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(slot.0).ok()?)
    }

    pub(crate) fn slot(&mut self, key: &RecordKey) -> Slot {
        if let Some(slot) = self.find(key) {
            return slot;
        }
        let slot = Slot(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let Self { places, nodes } = self;
        nodes.push(Node {
            key: key.clone(),
            fact: None,
            known: None,
            conflict: None,
            from: Vec::new(),
            to: Vec::new(),
        });
        let hash = |slot: &Slot| {
            let at = usize::try_from(slot.0).ok();
            let node = at.and_then(|at| nodes.get(at));
            node.map_or(0, |node| FxBuildHasher.hash_one(&node.key))
        };
        places.insert_unique(FxBuildHasher.hash_one(key), slot, hash);
        slot
    }

    fn set(&mut self, slot: Slot, fact: Option<Fact>, links: Vec<(Link, Slot)>) -> Touched {
        let mut touched = vec![(slot, Link::Own)];
        let Some(node) = self.node_mut(slot) else {
            return touched;
        };
        node.fact = fact;
        let before = std::mem::replace(&mut node.to, links.clone());
        // Who refers to a record is changed by what came and went; what they say of it is theirs.
        for &(link, to) in &before {
            if links.binary_search(&(link, to)).is_ok() {
                continue;
            }
            touched.push((to, link));
            if let Some(node) = self.node_mut(to)
                && let Some(at) = node.from.iter().position(|f| *f == (link, slot))
            {
                node.from.swap_remove(at);
            }
        }
        for &(link, to) in &links {
            if before.binary_search(&(link, to)).is_ok() {
                continue;
            }
            touched.push((to, link));
            if let Some(node) = self.node_mut(to) {
                node.from.push((link, slot));
            }
        }
        touched
    }
}
