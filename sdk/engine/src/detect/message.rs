//! What is sent is taken in (rows 11, 138, 140).

use coordo_core::threshold::ThresholdCode;
use coordo_core::{Command, FhirDate, Instant};

use super::owner::{leave, reach, ready};
use super::{Because as _, View, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{EventFact, Link, Slot};
use crate::remedy::RemedyCode;

const HANDOVER: &str = "transmission";
const THRESHOLD: &str = "message-de-seuil";

pub(super) fn message(view: &View<'_>, slot: Slot, message: &EventFact, out: &mut Vec<Finding>) {
    if is_of(message, THRESHOLD) {
        threshold(view, slot, message, out);
    } else if is_of(message, HANDOVER) {
        handover(view, slot, message, out);
    }
}

fn is_of(message: &EventFact, category: &str) -> bool {
    message.categories.iter().any(|c| c == category)
}

/// When it was sent, where it was and nobody has received it.
fn waiting(message: &EventFact) -> Option<FhirDate> {
    let is_void = matches!(
        message.code.as_ref(),
        "entered-in-error" | "not-done" | "stopped" | "preparation"
    );
    message
        .period
        .start
        .filter(|_| message.received.is_none() && !is_void)
}

fn handover(view: &View<'_>, slot: Slot, message: &EventFact, out: &mut Vec<Finding>) {
    let Some(sent) = waiting(message) else {
        return;
    };
    let end = match message.answer_by {
        Some(by) => view.days().over(by),
        None => view
            .threshold(slot, ThresholdCode::HandoverWorkingDays)
            .and_then(|days| view.after_working_days(view.days().start(sent)?, days)),
    };
    let Some(end) = end.filter(|end| *end <= view.now()) else {
        return;
    };
    let code = Code::HandoverUnacknowledged;
    let Some(mut found) = view.finding(code, Severity::Attention, Some(end), &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "sent", Value::Date(sent)));
    found.because(view.evidence(slot, "received", Value::Absent));
    match message.answer_by {
        Some(by) => {
            found.because(view.evidence(slot, "extension(reponse-attendue)", Value::Date(by)));
        }
        None => {
            let code = ThresholdCode::HandoverWorkingDays;
            found.because(view.threshold_evidence(slot, code));
        }
    }
    found.arguments = vec![
        view.record(slot),
        view.argument(&message.requester),
        to(view, message),
        Argument::Date(sent),
    ];
    remedies(view, slot, message, &mut found);
    out.push(found);
}

/// One line until it is taken, however many follow about the same.
fn threshold(view: &View<'_>, slot: Slot, message: &EventFact, out: &mut Vec<Finding>) {
    let Some((sent, end)) = overdue(view, message) else {
        return;
    };
    let of_kind = |kind: &str| -> Vec<Slot> {
        let about = message.related.iter().copied();
        about.filter(|a| view.kind(*a) == kind).collect()
    };
    let mut about = of_kind("Goal");
    if about.is_empty() {
        about = of_kind("Task");
    }
    let is_first = about.iter().all(|about| {
        let mut earlier = view.crowd(*about, Link::About).filter(|other| {
            let message = view.event(*other).filter(|m| is_of(m, THRESHOLD));
            let overdue = message.and_then(|m| overdue(view, m));
            overdue.is_some_and(|(_, at)| (at, view.key(*other)) < (end, view.key(slot)))
        });
        earlier.next().is_none()
    });
    if !is_first {
        return;
    }
    let mut subjects = vec![slot];
    subjects.extend(&about);
    let code = Code::ThresholdMessageUnanswered;
    let Some(mut found) = view.finding(code, Severity::Urgent, Some(end), &subjects) else {
        return;
    };
    found.because(view.evidence(slot, "sent", Value::Date(sent)));
    found.because(view.evidence(slot, "received", Value::Absent));
    let by = dated(message.answer_by);
    found.because(view.evidence(slot, "extension(reponse-attendue)", by));
    let measures = message
        .related
        .iter()
        .filter(|s| view.kind(**s) == "Observation");
    for &measure in measures {
        if let Some(event) = view.event(measure) {
            let date = dated(event.period.start);
            found.because(view.evidence(measure, "effectiveDateTime", date));
        }
    }
    found.arguments = vec![
        view.record(slot),
        Argument::Date(sent),
        when(message.answer_by),
        about.first().map_or(Argument::None, |a| view.record(*a)),
        to(view, message),
    ];
    remedies(view, slot, message, &mut found);
    out.push(found);
}

/// When a threshold message was sent and should have been taken, where that has passed.
fn overdue(view: &View<'_>, message: &EventFact) -> Option<(FhirDate, Instant)> {
    let sent = waiting(message)?;
    let end = view.days().over(message.answer_by?)?;
    (end <= view.now()).then_some((sent, end))
}

fn to(view: &View<'_>, message: &EventFact) -> Argument {
    let first = message.people.first();
    first.map_or(Argument::None, |who| view.argument(who))
}

fn remedies(view: &View<'_>, slot: Slot, message: &EventFact, found: &mut Finding) {
    if let Some(key) = view.key(slot) {
        let message = key.clone();
        let command = Command::Acknowledge { message };
        found.remedies.push(ready(RemedyCode::Acknowledge, command));
    }
    for who in &message.people {
        found.remedies.extend(reach(view, who.slot));
    }
    found.remedies.extend(leave(view, slot));
}
