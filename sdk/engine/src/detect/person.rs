//! The person: where they are expected, whose plan it is, and that they live.

use coordo_core::command::PlanEnd;
use coordo_core::event::EventKind;

use super::owner::{end, leave, open};
use super::{Because as _, View, coded};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

pub(super) fn person(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    if view.is_deceased(Some(slot)) {
        deceased(view, slot, out);
    } else {
        super::reserve::person(view, slot, out);
    }
}

/// A plan of a person who has died is still active: said once, instead of all that it lacks.
fn deceased(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    let plans = view.referrers(slot, Link::PlanOf).into_iter();
    let is_active = |p: &Slot| view.care_plan(*p).is_some_and(|p| p.is_active());
    let active: Vec<Slot> = plans.filter(is_active).collect();
    if active.is_empty() {
        return;
    }
    let mut subjects = vec![slot];
    subjects.extend(&active);
    let since = view.known(slot);
    let Some(mut found) = view.finding(Code::PlanOfDeceased, Severity::Info, since, &subjects)
    else {
        return;
    };
    found.because(view.evidence(slot, "deceased", coded("true")));
    for plan in &active {
        found.because(view.evidence(*plan, "status", coded("active")));
        let fact = view.care_plan(*plan);
        let end = fact.and_then(|fact| end(view, *plan, fact, PlanEnd::Revoked));
        found.remedies.extend(end);
    }
    let first = active.first().copied();
    found
        .remedies
        .extend(first.and_then(|plan| leave(view, plan)));
    let count = u32::try_from(active.len()).unwrap_or(u32::MAX);
    found.arguments = vec![view.record(slot), Argument::Count(count)];
    out.push(found);
}

/// A task and the plan that it is based on are about the same person (row 147).
pub(super) fn task(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if !task.is_open() {
        return;
    }
    for &plan_slot in &task.based_on {
        let Some(plan) = view.care_plan(plan_slot) else {
            continue;
        };
        let (Some(of_plan), Some(of_task)) = (plan.subject, task.subject) else {
            continue;
        };
        if of_plan == of_task {
            continue;
        }
        let since = view.start(task.authored.or(task.modified));
        let subjects = [slot, plan_slot];
        let code = Code::OtherPersonsPlan;
        let Some(mut found) = view.finding(code, Severity::Attention, since, &subjects) else {
            continue;
        };
        found.because(view.evidence(slot, "for", said(view, of_task)));
        found.because(view.evidence(plan_slot, "subject", said(view, of_plan)));
        found.arguments = vec![view.record(slot), view.record(plan_slot)];
        found.remedies.extend(open(view, slot, RemedyCode::Record));
        found.remedies.extend(leave(view, slot));
        out.push(found);
    }
}

/// Tasks name a plan that is not here, and their parts one that is: the link of the wholes was
/// probably written wrongly, maybe to another person's plan. `missing` is the plan that is named.
pub(super) fn other_plan(view: &View<'_>, missing: Slot, out: &mut Vec<Finding>) {
    let mut held: Option<Slot> = None;
    let mut wholes: Vec<Slot> = Vec::new();
    for whole in view.referrers(missing, Link::BasedOn) {
        if !view.task(whole).is_some_and(|whole| whole.is_open()) {
            continue;
        }
        let parts = view.referrers(whole, Link::PartOf).into_iter();
        let mut plans = parts
            .filter_map(|part| view.task(part))
            .flat_map(|part| &part.based_on);
        let Some(plan) = plans.find(|plan| view.care_plan(**plan).is_some()) else {
            continue;
        };
        if *held.get_or_insert(*plan) == *plan {
            wholes.push(whole);
        }
    }
    let Some(held) = held else {
        return;
    };
    let mut subjects = vec![held];
    subjects.extend(&wholes);
    let code = Code::OtherPlan;
    let Some(mut found) = view.finding(code, Severity::Info, view.known(held), &subjects) else {
        return;
    };
    for whole in &wholes {
        found.because(view.evidence(*whole, "basedOn", said(view, missing)));
        found
            .remedies
            .extend(open(view, *whole, RemedyCode::Record));
    }
    let first = wholes.first().copied();
    found
        .remedies
        .extend(first.and_then(|whole| leave(view, whole)));
    let count = u32::try_from(wholes.len()).unwrap_or(u32::MAX);
    found.arguments = vec![view.record(held), Argument::Count(count)];
    out.push(found);
}

fn said(view: &View<'_>, slot: Slot) -> Value {
    view.key(slot)
        .map_or(Value::Absent, |key| Value::Record(key.clone()))
}

/// Whether an event is an appointment that people are still expected at.
pub(super) fn is_expected(event: &crate::graph::EventFact) -> bool {
    event.kind == EventKind::Appointment && !event.status.is_ended() && !event.is_off()
}
