//! After a discharge somebody comes in time (row 11).

use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;

use super::owner::{offer_to, reach};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity};
use crate::graph::{Slot, TaskFact};
use crate::remedy::RemedyCode;

/// Discharged, the task that follows the stay has not begun, and its due time has passed.
pub(super) fn discharge(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if task.status.is_ended() || task.is_started() {
        return;
    }
    let Some(stay_slot) = task.encounter else {
        return;
    };
    let Some(stay) = view
        .event(stay_slot)
        .filter(|e| e.kind == EventKind::Encounter && e.status == ActivityStatus::Completed)
    else {
        return;
    };
    let due = task.window.end.and_then(|end| view.days().over(end));
    let Some(due) = due.filter(|due| *due <= view.now()) else {
        return;
    };
    let subjects = [stay_slot, slot];
    let code = Code::NoVisitAfterDischarge;
    let Some(mut found) = view.finding(code, Severity::Urgent, Some(due), &subjects) else {
        return;
    };
    let key = view.key(stay_slot).cloned();
    let stay_key = key.map_or(crate::Value::Absent, crate::Value::Record);
    found.because(view.evidence(slot, "encounter", stay_key));
    found.because(view.evidence(stay_slot, "period.end", dated(stay.period.end)));
    let end = dated(task.window.end);
    found.because(view.evidence(slot, "restriction.period.end", end));
    found.because(view.evidence(slot, "status", coded(task.status.code())));
    found.because(view.evidence(slot, "owner", view.value(&task.owner)));
    found.arguments = vec![
        view.record(slot),
        when(stay.period.end),
        when(task.window.end),
        if task.is_offer() {
            view.argument(&task.owner)
        } else {
            Argument::None
        },
    ];
    let out_at = stay.period.end.and_then(|end| view.days().over(end));
    found.gap = view.gap(slot, out_at);
    found.remedies.extend(reach(view, task.subject));
    found.remedies.extend(reach(view, task.owner.slot));
    found
        .remedies
        .extend(offer_to(view, slot, task, RemedyCode::OfferToSomeoneElse));
    out.push(found);
}
