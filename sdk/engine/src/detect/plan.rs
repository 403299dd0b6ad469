//! A plan is looked at again, goes on, and ends with its activities (rows 2, 11, 129, 144).

use coordo_core::Command;
use coordo_core::command::{PlanEnd, TaskDraft};
use coordo_core::order::Order as _;

use super::owner::{end, leave, make, reach, ready};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity};
use crate::graph::{Fact, Link, PlanFact, Slot};
use crate::remedy::{Gesture, Remedy, RemedyCode};

pub(super) fn plan(view: &View<'_>, slot: Slot, plan: &PlanFact, out: &mut Vec<Finding>) {
    if plan.is_active() {
        review(view, slot, plan, out);
        next_step(view, slot, plan, out);
    } else if plan.is_ended() && plan.status.as_deref() != Some("entered-in-error") {
        closed(view, slot, plan, out);
    }
}

/// The date of the review is over; whoever reviewed it sets the next one.
fn review(view: &View<'_>, slot: Slot, plan: &PlanFact, out: &mut Vec<Finding>) {
    let over = plan.review.and_then(|date| view.days().over(date));
    let Some(over) = over.filter(|over| *over <= view.now()) else {
        return;
    };
    // A review that is recorded and no next one set is no missed review.
    let reviewed = view.start(plan.reviewed);
    if reviewed.is_some_and(|at| view.start(plan.review).is_some_and(|due| due <= at)) {
        return;
    }
    let code = Code::ReviewMissed;
    let Some(mut found) = view.finding(code, Severity::Attention, Some(over), &[slot]) else {
        return;
    };
    let date = dated(plan.review);
    found.because(view.evidence(slot, "extension(date-de-revue)", date));
    let holder = view.value(&plan.holder);
    found.because(view.evidence(slot, "extension(responsable-du-plan)", holder));
    found.arguments = vec![
        view.record(slot),
        when(plan.review),
        view.argument(&plan.holder),
    ];
    if let Some(key) = view.key(slot) {
        let held = Command::ReviewPlan {
            plan: key.clone(),
            shown: plan.review,
            next: None,
        };
        let next = Gesture::Review {
            plan: key.clone(),
            shown: plan.review,
        };
        found.remedies.push(ready(RemedyCode::Record, held));
        found.remedies.push(Remedy {
            code: RemedyCode::SetDate,
            gesture: next,
        });
    }
    let end = end(view, slot, plan, PlanEnd::Completed);
    found.remedies.extend(end);
    found.remedies.extend(reach(view, plan.holder.slot));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}

/// Open activities of a plan: those that it lists, and those that say that they are based on it.
fn open_tasks<'p, 'v>(
    view: &'p View<'v>,
    slot: Slot,
    plan: &'p PlanFact,
) -> impl Iterator<Item = Slot> + use<'p, 'v> {
    let listed = plan.activities.iter().copied();
    let all = listed.chain(view.crowd(slot, Link::BasedOn));
    all.filter(|s| match view.fact(*s) {
        Some(Fact::Task(task)) => !task.status.is_ended(),
        Some(Fact::Event(event)) => !event.status.is_ended() && !event.kind.is_record(),
        Some(_) => false,
        // What is not here may be open.
        None => true,
    })
}

/// Active, nothing is open, and no review is planned.
fn next_step(view: &View<'_>, slot: Slot, plan: &PlanFact, out: &mut Vec<Finding>) {
    // A plan without any activity is one that is kept elsewhere.
    let has_tasks = !plan.activities.is_empty() || plan.entries > 0;
    if plan.review.is_some() || plan.open_details > 0 || !has_tasks {
        return;
    }
    if view.is_over(plan.period.end) || open_tasks(view, slot, plan).next().is_some() {
        return;
    }
    let since = view.known(slot);
    let Some(mut found) = view.finding(Code::NoNextStep, Severity::Info, since, &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "status", coded("active")));
    found.arguments = vec![view.record(slot)];
    let draft = TaskDraft {
        plan: view.key(slot).cloned(),
        ..TaskDraft::default()
    };
    found.remedies.push(make(draft));
    let end = end(view, slot, plan, PlanEnd::Completed);
    found.remedies.extend(end);
    found.remedies.extend(leave(view, slot));
    out.push(found);
}

/// The plan is over and tasks of it are open: one line for all of them.
fn closed(view: &View<'_>, slot: Slot, plan: &PlanFact, out: &mut Vec<Finding>) {
    let is_task = |s: &Slot| view.task(*s).is_some_and(|t| t.is_open());
    // A task that a running plan lists as well goes on there.
    let elsewhere = |s: &Slot| {
        let task = view.task(*s);
        task.is_some_and(|t| super::act::plan_of(view, *s, t).is_some())
    };
    let mut open_ones: Vec<Slot> = open_tasks(view, slot, plan)
        .filter(|s| is_task(s) && !elsewhere(s))
        .collect();
    open_ones.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
    open_ones.dedup();
    if open_ones.is_empty() {
        return;
    }
    let since = view.start(plan.period.end).or_else(|| view.known(slot));
    let Some(mut found) = view.finding(Code::ClosedPlan, Severity::Info, since, &[slot]) else {
        return;
    };
    let status = plan.status.as_deref().unwrap_or_default();
    found.because(view.evidence(slot, "status", coded(status)));
    for task in &open_ones {
        if let Some(fact) = view.task(*task) {
            found.because(view.evidence(*task, "status", coded(fact.status.code())));
        }
    }
    let count = u32::try_from(open_ones.len()).unwrap_or(u32::MAX);
    found.arguments = vec![view.record(slot), Argument::Count(count)];
    found.remedies.extend(leave(view, slot));
    out.push(found);
}
