//! A meeting that was to decide has decided (rows 11, 14).

use coordo_core::TaskStatus;

use super::owner::{leave, open, reach};
use super::{Because as _, View, coded, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{EventFact, Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// The task of a meeting is completed and has no output.
pub(super) fn meeting(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if task.status != TaskStatus::Completed || task.has_output {
        return;
    }
    let Some(focus) = task.focus else {
        return;
    };
    let Some(appointment) = view.appointment(focus).filter(|a| is_meeting(view, a)) else {
        return;
    };
    // What was not written down in a plan that is over is history.
    let plans = task.based_on.iter().filter_map(|p| view.care_plan(*p));
    let (mut any, mut all_ended) = (false, true);
    for plan in plans {
        any = true;
        all_ended &= plan.is_ended();
    }
    if any && all_ended {
        return;
    }
    let written = task.modified.or(task.execution.end);
    let since = task.seen.closed.or_else(|| view.start(written));
    let subjects = [slot, focus];
    let code = Code::MeetingWithoutDecision;
    let Some(mut found) = view.finding(code, Severity::Urgent, since, &subjects) else {
        return;
    };
    found.because(view.evidence(slot, "status", coded(task.status.code())));
    found.because(view.evidence(slot, "output", Value::Absent));
    found.because(view.evidence(focus, "status", coded(&appointment.code)));
    let next = next(view, slot);
    found.arguments = vec![
        view.record(slot),
        when(appointment.period.start),
        task.subject
            .map_or(crate::Argument::None, |s| view.record(s)),
        next.map_or(crate::Argument::None, |(n, _)| view.record(n)),
        next.map_or(crate::Argument::None, |(_, date)| when(date)),
    ];
    if let Some((next, date)) = next {
        found.because(view.evidence(next, "executionPeriod.start", super::dated(date)));
    }
    found.remedies.extend(reach(view, task.owner.slot));
    found.remedies.extend(open(view, slot, RemedyCode::Join));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}

/// Two professionals or more, without the person.
fn is_meeting(view: &View<'_>, appointment: &EventFact) -> bool {
    let mut professionals = 0;
    for who in &appointment.people {
        match who.slot.map(|slot| view.kind(slot)) {
            Some("Patient") => return false,
            Some("Practitioner" | "PractitionerRole") | None => professionals += 1,
            Some(_) => {}
        }
    }
    professionals >= 2
}

/// An open activity that waits for the decision, and its date.
fn next(view: &View<'_>, slot: Slot) -> Option<(Slot, Option<coordo_core::FhirDate>)> {
    let mut later = view.referrers(slot, Link::After);
    for group in view.referrers(slot, Link::Action) {
        let relations = view.event(group).map_or(&[][..], |g| &g.relations);
        let follow = relations.iter().filter(|(_, _, earlier)| *earlier == slot);
        later.extend(follow.map(|(later, ..)| *later));
    }
    later.into_iter().find_map(|later| {
        let task = view.task(later).filter(|t| t.is_open())?;
        Some((later, view.planned(task).date()))
    })
}
