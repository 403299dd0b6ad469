//! The rules, one file a family. Each looks at one record and at what it leads to.
//!
//! A rule reads the graph through [`View`] alone, which notes what was read: so a change is known
//! to touch exactly those rules that would see it.

mod absence;
mod act;
mod circle;
mod conflict;
mod consent;
mod correction;
mod delegation;
mod discharge;
mod meeting;
mod message;
mod offer;
mod order;
mod outside;
mod owner;
mod paper;
mod parent;
mod person;
mod plan;
mod referent;
mod referral;
mod reserve;
mod rhythm;
mod threshold;
mod together;
mod view;
pub(crate) mod wait;

use coordo_core::{FhirDate, Instant};

use crate::finding::{Argument, Evidence, Finding, Value};
use crate::graph::{Fact, Slot, TaskFact};
pub(crate) use view::{Marks, Planned, View};

/// Two stretches of time share an instant.
pub(crate) fn overlap(a: (Instant, Instant), b: (Instant, Instant)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Adds facts to a finding.
pub(crate) trait Because {
    /// One more fact.
    fn because(&mut self, evidence: Option<Evidence>);
}

impl Because for Finding {
    fn because(&mut self, evidence: Option<Evidence>) {
        self.evidence.extend(evidence);
    }
}

/// A date that a sentence is made with.
pub(crate) fn when(date: Option<FhirDate>) -> Argument {
    date.map_or(Argument::None, Argument::Date)
}

/// An absent date is a fact too.
pub(crate) fn dated(date: Option<FhirDate>) -> Value {
    date.map_or(Value::Absent, Value::Date)
}

/// A code of the data as a fact.
pub(crate) fn coded(code: &str) -> Value {
    Value::Code(code.to_owned())
}

/// Looks at one record by all the rules that begin there.
pub(crate) fn look(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    conflict::conflict(view, slot, out);
    match view.kind(slot) {
        "Device" | "Location" => reserve::resource(view, slot, out),
        "" => act::act(view, slot, out),
        "CarePlan" if view.fact(slot).is_none() => person::other_plan(view, slot, out),
        _ => {}
    }
    let Some(fact) = view.fact(slot) else {
        // A person without a record can be expected twice as well.
        if view.kind(slot) == "Patient" {
            person::person(view, slot, out);
        }
        return;
    };
    match fact {
        Fact::Task(task) => task_rules(view, slot, task, out),
        Fact::Plan(plan) => {
            if !view.is_deceased(plan.subject) {
                plan::plan(view, slot, plan, out);
            }
        }
        Fact::Team(team) => {
            if !view.is_deceased(team.subject) {
                referent::team(view, slot, team, out);
            }
        }
        Fact::Event(event) => {
            if !view.is_deceased(event.subject) {
                event_rules(view, slot, event, out);
            }
        }
        Fact::Actor(_) => {
            if view.kind(slot) == "Patient" {
                person::person(view, slot, out);
            }
        }
        Fact::Goal(_) | Fact::Protocol(_) => {}
    }
}

fn task_rules(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    // The person's death is told once, and nothing is asked of anyone after it.
    if view.is_deceased(task.subject) {
        return;
    }
    owner::owner(view, slot, task, out);
    offer::offer(view, slot, task, out);
    circle::circle(view, slot, task, out);
    absence::absence(view, slot, task, out);
    order::order(view, slot, task, out);
    together::together(view, slot, task, out);
    parent::parent(view, slot, task, out);
    discharge::discharge(view, slot, task, out);
    referral::referral(view, slot, task, out);
    meeting::meeting(view, slot, task, out);
    paper::paper(view, slot, task, out);
    delegation::delegation(view, slot, task, out);
    person::task(view, slot, task, out);
}

fn event_rules(
    view: &View<'_>,
    slot: Slot,
    event: &crate::graph::EventFact,
    out: &mut Vec<Finding>,
) {
    use coordo_core::event::EventKind;
    match event.kind {
        EventKind::Communication => {
            message::message(view, slot, event, out);
            consent::share(view, slot, event, out);
        }
        EventKind::ServiceRequest => {
            rhythm::rhythm(view, slot, event, out);
            correction::correction(view, slot, event, out);
        }
        EventKind::Consent => consent::agreement(view, slot, event, out),
        EventKind::RequestGroup
        | EventKind::Appointment
        | EventKind::Slot
        | EventKind::Encounter
        | EventKind::Procedure
        | EventKind::MedicationRequest
        | EventKind::Condition
        | EventKind::Observation
        | EventKind::DocumentReference
        | EventKind::Flag => {}
    }
}
