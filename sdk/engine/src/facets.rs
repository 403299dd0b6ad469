//! The five facets of an activity, and which of them nobody has written (row 1).
//!
//! It helps whoever writes a plan; it is never an alarm, and no finding comes from it.

use coordo_core::order::Order as _;
use coordo_core::task::Period;
use coordo_core::{RecordKey, TaskStatus};

use crate::dependency::Dependency;
use crate::graph::{Fact, Plan, Slot, TaskFact};
use crate::who::Activity;

/// An activity by the five components of coordination: objectives, what it rests on and leads
/// to, actors, space and time, knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityFacets {
    /// Goals that it serves.
    pub objectives: Vec<RecordKey>,
    /// What it needs before and brings forth.
    pub conditions: Conditions,
    /// Who answers for it, helps, validates, is told.
    pub actors: Activity,
    /// Whether a profession is asked for where nobody is named (`Task.performerType`).
    pub asks_profession: bool,
    /// `Task.location`, the place of its appointment, else the person, where their home is known.
    pub place: Option<RecordKey>,
    /// `Task.executionPeriod`, else that of its appointment.
    pub planned: Period,
    /// `Task.restriction.period`.
    pub window: Period,
    /// The protocol that it follows (`Task.instantiatesCanonical`).
    pub protocol: Option<String>,
}

/// What an activity needs before, and what it brings forth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Activities that it comes after.
    pub after: Vec<RecordKey>,
    /// Documents that it needs.
    pub documents: Vec<RecordKey>,
    /// Resources that it uses.
    pub resources: Vec<RecordKey>,
    /// Whether a result is expected of it.
    pub expects_result: bool,
    /// Whether it has one.
    pub has_result: bool,
}

/// A facet that nobody has written, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingFacet {
    /// No objective is linked.
    Objective,
    /// Neither somebody nor a profession.
    Performer,
    /// No place, and no home of the person.
    Place,
    /// Neither a date nor a window.
    Period,
    /// Nothing that it comes after, needs or uses.
    Precondition,
}

impl MissingFacet {
    /// All, in that order.
    pub const ALL: [Self; 5] = [
        Self::Objective,
        Self::Performer,
        Self::Place,
        Self::Period,
        Self::Precondition,
    ];

    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Objective => "objective",
            Self::Performer => "performer",
            Self::Place => "place",
            Self::Period => "period",
            Self::Precondition => "precondition",
        }
    }
}

impl ActivityFacets {
    /// The facets that nobody has written.
    pub fn missing(&self) -> Vec<MissingFacet> {
        let conditions = &self.conditions;
        let has = |facet: &MissingFacet| match facet {
            MissingFacet::Objective => !self.objectives.is_empty(),
            MissingFacet::Performer => {
                let who = [&self.actors.accountable, &self.actors.offered_to];
                self.asks_profession || who.iter().any(|who| who.is_some())
            }
            MissingFacet::Place => self.place.is_some(),
            MissingFacet::Period => !(self.planned.is_empty() && self.window.is_empty()),
            MissingFacet::Precondition => {
                let (after, needs) = (&conditions.after, &conditions.documents);
                !(after.is_empty() && needs.is_empty() && conditions.resources.is_empty())
            }
        };
        let all = MissingFacet::ALL.into_iter();
        all.filter(|facet| !has(facet)).collect()
    }
}

impl Plan {
    /// Each activity that is not ended with the facets that nobody has written, in the order of
    /// their keys; those that lack none are left out.
    pub fn lint(&self) -> Vec<(RecordKey, Vec<MissingFacet>)> {
        let facets = self.facets();
        let each = facets.into_iter().filter_map(|facets| {
            let missing = facets.missing();
            (!missing.is_empty()).then_some((facets.actors.task, missing))
        });
        each.collect()
    }

    /// The facets of each activity that is not ended, drafts with them, in the order of their keys.
    pub fn facets(&self) -> Vec<ActivityFacets> {
        let mut after = Vec::new();
        self.each_dependency(&mut |kind, from, to| {
            let is_order = kind == Dependency::ProducerConsumer;
            after.extend(to.filter(|_| is_order).map(|to| (from, to)));
        });
        after.order();
        after.dedup();
        let open = self.tasks().filter(|(_, task)| !task.status.is_ended());
        let each = open.filter(|(_, task)| task.status != TaskStatus::EnteredInError);
        let facets = each.filter_map(|(slot, task)| self.facets_of(slot, task, &after));
        let mut facets: Vec<ActivityFacets> = facets.collect();
        facets.order_by(|a, b| a.actors.task.cmp(&b.actors.task));
        facets
    }

    fn facets_of(
        &self,
        slot: Slot,
        task: &TaskFact,
        after: &[(Slot, Slot)],
    ) -> Option<ActivityFacets> {
        let keys = |slots: &[Slot]| -> Vec<RecordKey> {
            let keys = slots.iter().filter_map(|slot| self.key(*slot));
            keys.cloned().collect()
        };
        let from = after.partition_point(|(later, _)| *later < slot);
        let these = after.iter().skip(from);
        let earlier: Vec<Slot> = these
            .take_while(|(later, _)| *later == slot)
            .map(|(_, earlier)| *earlier)
            .collect();
        let appointment = task.focus.and_then(|focus| match self.fact(focus) {
            Some(Fact::Event(event)) => Some(event),
            _ => None,
        });
        let of_appointment = appointment.map_or_else(Period::default, |a| a.period);
        let protocol = task.protocol.and_then(|name| self.key(name));
        Some(ActivityFacets {
            objectives: keys(&task.goals),
            conditions: Conditions {
                after: keys(&earlier),
                documents: keys(&task.needs),
                resources: keys(&task.uses),
                expects_result: task.expects_result,
                has_result: task.has_output,
            },
            actors: self.activity(slot, task)?,
            asks_profession: task.asks_profession,
            place: self.place_of(task).and_then(|slot| self.key(slot)).cloned(),
            planned: if task.execution.is_empty() {
                of_appointment
            } else {
                task.execution
            },
            window: task.window,
            protocol: protocol.map(|name| name.id.clone()),
        })
    }

    fn place_of(&self, task: &TaskFact) -> Option<Slot> {
        let booked = task.focus.and_then(|focus| match self.fact(focus) {
            Some(Fact::Event(event)) => {
                let mut people = event.people.iter().filter_map(|who| who.slot);
                people.find(|who| self.key(*who).is_some_and(|key| key.kind == "Location"))
            }
            _ => None,
        });
        let home = task.subject.filter(|person| {
            let fact = self.fact(*person);
            matches!(fact, Some(Fact::Actor(person)) if person.department.is_some())
        });
        task.location.or(booked).or(home)
    }
}
