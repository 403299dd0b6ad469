//! One prescription is not corrected again and again without notice (row 28).

use coordo_core::Instant;
use coordo_core::threshold::ThresholdCode;

use super::owner::{leave, open, reach};
use super::{Because as _, View, dated};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity};
use crate::graph::{EventFact, Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// From the nth correction on, until the prescription is written anew. Names nobody.
pub(super) fn correction(view: &View<'_>, slot: Slot, request: &EventFact, out: &mut Vec<Finding>) {
    let Some(from) = view.threshold(slot, ThresholdCode::CorrectionsFrom) else {
        return;
    };
    let mut asked: Vec<(Option<Instant>, Slot, &TaskFact)> = Vec::new();
    for task_slot in view.referrers(slot, Link::BasedOn) {
        if let Some(task) = view.task(task_slot)
            && task.is_correction
            && !task.status.is_called_off()
        {
            asked.push((view.start(task.authored.or(task.modified)), task_slot, task));
        }
    }
    let count = u32::try_from(asked.len()).unwrap_or(u32::MAX);
    let last = asked
        .iter()
        .max_by_key(|(at, slot, _)| (*at, view.key(*slot)));
    let Some((at, last_slot, last)) = last.filter(|_| count >= from) else {
        return;
    };
    let written = view.start(request.written);
    if let (Some(written), Some(at)) = (written, *at)
        && written > at
    {
        return;
    }
    let subjects = [slot, *last_slot];
    let code = Code::RepeatedCorrections;
    let Some(mut found) = view.finding(code, Severity::Info, *at, &subjects) else {
        return;
    };
    for (_, slot, task) in &asked {
        found.because(view.evidence(*slot, "authoredOn", dated(task.authored)));
    }
    found.because(view.evidence(slot, "authoredOn", dated(request.written)));
    found.because(view.threshold_evidence(slot, ThresholdCode::CorrectionsFrom));
    found.arguments = vec![view.record(slot), Argument::Count(count)];
    found
        .remedies
        .extend(open(view, *last_slot, RemedyCode::Record));
    found.remedies.extend(reach(view, last.requester.slot));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}
