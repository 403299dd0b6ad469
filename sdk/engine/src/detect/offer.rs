//! An offer is answered in time (rows 11, 17).

use coordo_core::task::Priority;
use coordo_core::threshold::ThresholdCode as Delay;
use coordo_core::{FhirDate, Instant};

use super::owner::{offer_to, reach, withdraw};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Slot, TaskFact};
use crate::remedy::RemedyCode;

/// Requested or received, and the delay has passed.
pub(super) fn offer(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if !task.is_offer() || task.owner.is_nobody() {
        return;
    }
    let Some(end) = end_of_delay(view, slot, task).filter(|end| *end <= view.now()) else {
        return;
    };
    let severity = if is_pressing(task) {
        Severity::Urgent
    } else {
        Severity::Attention
    };
    let Some(mut found) = view.finding(Code::OfferUnanswered, severity, Some(end), &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "status", coded(task.status.code())));
    found.because(view.evidence(slot, "owner", view.value(&task.owner)));
    found.because(view.evidence(slot, "authoredOn", dated(task.authored)));
    found.because(view.evidence(slot, "priority", coded(task.priority.code())));
    if let Some(by) = answer_by(task) {
        let answer_by = dated(Some(by));
        found.because(view.evidence(slot, "extension(reponse-attendue)", answer_by));
    } else {
        found.because(view.evidence(slot, "extension(reponse-attendue)", Value::At(end)));
        let delay = delay(view, slot, task);
        found.because(delay.and_then(|(code, _)| view.threshold_evidence(slot, code)));
    }
    let begun = begins(view, task).map_or(when(task.authored), crate::Argument::At);
    found.arguments = vec![
        view.record(slot),
        view.argument(&task.owner),
        begun,
        when(answer_by(task)),
        when(task.window.end),
    ];
    found.remedies.extend(reach(view, task.owner.slot));
    found
        .remedies
        .extend(offer_to(view, slot, task, RemedyCode::OfferToSomeoneElse));
    found.remedies.extend(withdraw(view, slot, task));
    out.push(found);
}

fn is_pressing(task: &TaskFact) -> bool {
    task.priority >= Priority::Urgent
}

/// From when on it was asked of whom it is asked of now.
fn begins(view: &View<'_>, task: &TaskFact) -> Option<Instant> {
    let seen = task.seen.offered.or(task.seen.supposed);
    seen.or_else(|| view.start(task.authored.or(task.modified)))
}

/// When the answer is expected, as the request says. What was passed before it was offered anew was
/// expected of somebody else.
fn answer_by(task: &TaskFact) -> Option<FhirDate> {
    let is_of_before = |by: &FhirDate| {
        let over = by.over_at(0);
        task.seen
            .offered
            .is_some_and(|at| over.is_some_and(|over| over <= at))
    };
    task.answer_by.filter(|by| !is_of_before(by))
}

/// When the answer was expected: written in the request, else by the host's delay.
fn end_of_delay(view: &View<'_>, slot: Slot, task: &TaskFact) -> Option<Instant> {
    if let Some(by) = answer_by(task) {
        return view.days().over(by);
    }
    let from = begins(view, task)?;
    let (code, number) = delay(view, slot, task)?;
    if code == Delay::OfferHoursIfPressing {
        view.after_hours(from, number)
    } else if code == Delay::OfferDaysIfRelative {
        view.after_days(from, number)
    } else {
        view.after_working_days(from, number)
    }
}

/// Which delay an offer has, and how long it is.
fn delay(view: &View<'_>, slot: Slot, task: &TaskFact) -> Option<(Delay, u32)> {
    let kin = |owner| matches!(view.kind(owner), "RelatedPerson" | "Patient");
    let delays = [
        (Delay::OfferHoursIfPressing, is_pressing(task)),
        (Delay::OfferDaysIfRelative, task.owner.slot.is_some_and(kin)),
        (Delay::OfferWorkingDays, true),
    ];
    let those = delays.into_iter().filter(|(_, is_meant)| *is_meant);
    let mut set = those.filter_map(|(code, _)| Some((code, view.threshold(slot, code)?)));
    set.next()
}
