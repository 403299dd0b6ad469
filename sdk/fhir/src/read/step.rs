//! What a plan's activity may lead to besides a task: `ServiceRequest`,
//! `RequestGroup`, `Appointment`, `Communication`.

use coordo_core::activity::ActivityStatus;
use coordo_core::plan::Step;
use coordo_core::task::Period;
use coordo_core::{FhirDate, NoticeCode, Private, Reference};

use super::lenient::Reader;
use crate::fields::Fields;

pub(super) fn step(r: &mut Reader<'_>, of: &Fields<'_>) -> Step {
    let kind = r.kind();
    let status = match r.string(of, "status", "status") {
        Some(code) => ActivityStatus::from_resource_status(kind, &code),
        None => {
            r.notice(NoticeCode::MissingField, "status");
            ActivityStatus::Unknown
        }
    };
    if matches!(status, ActivityStatus::Other(_)) {
        r.notice(NoticeCode::UnknownCode, "status");
    }
    Step {
        key: r.key(),
        status,
        title: title(r, of),
        performers: performers(r, of),
        period: period(r, of),
    }
}

fn title(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    match r.kind() {
        "Appointment" => r
            .text(of, "description", "description")
            .or_else(|| r.concepts(of, "serviceType", "serviceType"))
            .or_else(|| r.concept(of, "appointmentType", "appointmentType"))
            .or_else(|| r.concepts(of, "reasonCode", "reasonCode")),
        "Communication" => r
            .concept(of, "topic", "topic")
            .or_else(|| r.concepts(of, "category", "category")),
        "RequestGroup" => r.concept(of, "code", "code").or_else(|| {
            let actions = r.list(of, "action", "action");
            actions
                .iter()
                .find_map(|a| r.text(a, "title", "action.title"))
        }),
        _ => r
            .concept(of, "code", "code")
            .or_else(|| r.text(of, "patientInstruction", "patientInstruction")),
    }
}

fn performers(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<Reference> {
    match r.kind() {
        "Appointment" => {
            let participants = r.list(of, "participant", "participant");
            participants
                .iter()
                .map(|p| r.reference(p, "actor", "participant.actor"))
                .filter(|a| !a.is_empty() && !is_patient(a))
                .collect()
        }
        "Communication" => r.references(of, "recipient", "recipient"),
        "RequestGroup" => Vec::new(),
        _ => r.references(of, "performer", "performer"),
    }
}

fn is_patient(reference: &Reference) -> bool {
    reference.kind.as_deref() == Some("Patient")
        || reference
            .literal()
            .is_some_and(|(kind, _)| kind == "Patient")
}

fn period(r: &mut Reader<'_>, of: &Fields<'_>) -> Period {
    let point = |at: Option<FhirDate>| Period {
        start: at,
        end: None,
    };
    match r.kind() {
        "Appointment" => Period {
            start: r.date(of, "start", "start"),
            end: r.date(of, "end", "end"),
        },
        "Communication" => point(r.date(of, "sent", "sent")),
        "RequestGroup" => point(r.date(of, "authoredOn", "authoredOn")),
        _ => {
            let period = r.period(of, "occurrencePeriod", "occurrencePeriod");
            if period.is_empty() {
                point(r.date(of, "occurrenceDateTime", "occurrenceDateTime"))
            } else {
                period
            }
        }
    }
}
