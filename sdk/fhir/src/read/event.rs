//! Everything that stands on a timeline besides tasks and what is written in a plan.

use coordo_core::activity::ActivityStatus;
use coordo_core::coded::Word;
use coordo_core::event::{Event, EventKind, EventMore};
use coordo_core::{NoticeCode, Private, Reference};

use super::lenient::Reader;
use super::when;
use crate::fields::Fields;

const ANSWER_BY: &str = "https://coordo.example/fhir/StructureDefinition/reponse-attendue";

pub(super) fn event(r: &mut Reader<'_>, of: &Fields<'_>, kind: EventKind) -> Event {
    let (code, status) = status(r, of, kind);
    let (performers, places) = performers(r, of, kind);
    let is_document = kind == EventKind::DocumentReference;
    let context = is_document
        .then(|| r.object(of, "context", "context"))
        .flatten();
    let mut more = more(r, of, kind);
    if let Some(place) = places {
        more.location = place;
    }
    if let Some(context) = &context {
        let related = r.references(context, "related", "context.related");
        more.related.extend(related);
    }
    let period = when::period(r, of, kind, context.as_ref());
    more.when_text = when::text(r, of);
    Event {
        key: r.key(),
        kind,
        status,
        code,
        title: title(r, of, kind),
        period,
        performers,
        subject: subject(r, of),
        encounter: match &context {
            Some(context) => {
                let encounters = r.references(context, "encounter", "context.encounter");
                encounters.into_iter().next().unwrap_or_default()
            }
            None if kind == EventKind::Encounter => r.reference(of, "partOf", "partOf"),
            None => r.reference(of, "encounter", "encounter"),
        },
        based_on: r.references(of, "basedOn", "basedOn"),
        reasons: r.references(of, "reasonReference", "reasonReference"),
        value: (kind == EventKind::Observation)
            .then(|| value(r, of))
            .flatten(),
        measure: if kind == EventKind::Observation {
            r.first_code(of, "code", "code")
        } else {
            Word::default()
        },
        more: (!is_empty(&more)).then(|| Box::new(more)),
    }
}

fn is_empty(more: &EventMore) -> bool {
    more.location.is_empty()
        && more.part_of.is_empty()
        && more.related.is_empty()
        && more.requester.is_empty()
        && more.reason_text.is_none()
        && more.status_reason.is_none()
        && more.when_text.is_none()
        && more.written.is_none()
        && more.received.is_none()
        && more.answer_by.is_none()
        && more.categories.is_empty()
        && more.actions.is_empty()
        && more.participants.is_empty()
        && more.rhythm.is_none()
        && !more.is_on_paper
        && more.thresholds.is_empty()
        && more.waivers.is_empty()
}

fn status(r: &mut Reader<'_>, of: &Fields<'_>, kind: EventKind) -> (Word, ActivityStatus) {
    let code = if kind == EventKind::Condition {
        condition_status(r, of)
    } else {
        r.word(of, "status", "status")
    };
    if code.is_empty() {
        // A condition may say nothing of its course.
        if kind != EventKind::Condition {
            r.notice(NoticeCode::MissingField, "status");
        }
        return (code, ActivityStatus::Unknown);
    }
    let status = ActivityStatus::from_resource_status(kind.as_str(), &code);
    if matches!(status, ActivityStatus::Other(_)) {
        r.notice(NoticeCode::UnknownCode, "status");
    }
    (code, status)
}

/// The course of a condition, unless it was refuted or is an error.
fn condition_status(r: &mut Reader<'_>, of: &Fields<'_>) -> Word {
    let verified = r.first_code(of, "verificationStatus", "verificationStatus");
    if matches!(verified.as_ref(), "entered-in-error" | "refuted") {
        return verified;
    }
    r.first_code(of, "clinicalStatus", "clinicalStatus")
}

fn title(r: &mut Reader<'_>, of: &Fields<'_>, kind: EventKind) -> Option<Private<String>> {
    match kind {
        EventKind::Appointment => r
            .text(of, "description", "description")
            .or_else(|| r.concepts(of, "serviceType", "serviceType"))
            .or_else(|| r.concept(of, "appointmentType", "appointmentType"))
            .or_else(|| r.concepts(of, "reasonCode", "reasonCode")),
        EventKind::Communication => r
            .concept(of, "topic", "topic")
            .or_else(|| r.concepts(of, "category", "category")),
        EventKind::RequestGroup => r.concept(of, "code", "code").or_else(|| {
            let actions = r.list(of, "action", "action");
            actions
                .iter()
                .find_map(|a| r.text(a, "title", "action.title"))
        }),
        EventKind::Slot => r
            .concepts(of, "serviceType", "serviceType")
            .or_else(|| r.text(of, "comment", "comment"))
            .or_else(|| r.concepts(of, "specialty", "specialty")),
        EventKind::Encounter => r
            .concepts(of, "type", "type")
            .or_else(|| r.concept(of, "serviceType", "serviceType"))
            .or_else(|| {
                let class = r.object(of, "class", "class")?;
                r.text_in(&class, "display", "class")
                    .or_else(|| r.text_in(&class, "code", "class"))
            }),
        EventKind::MedicationRequest => r
            .concept(of, "medicationCodeableConcept", "medicationCodeableConcept")
            .or_else(|| {
                let medication = r.reference(of, "medicationReference", "medicationReference");
                medication.display
            }),
        EventKind::DocumentReference => document_title(r, of),
        EventKind::Consent => consent_title(r, of),
        EventKind::ServiceRequest
        | EventKind::Procedure
        | EventKind::Condition
        | EventKind::Observation
        | EventKind::Flag => r
            .concept(of, "code", "code")
            .or_else(|| r.text(of, "patientInstruction", "patientInstruction")),
    }
}

/// What it is called where it was given. The names that LOINC and HL7 give to kinds of consents
/// (« Privacy Consent ») tell a reader less than that it is one.
fn consent_title(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    const GENERAL: [&str; 2] = ["http://loinc.org", "http://terminology.hl7.org/"];
    let mut concepts = r.list(of, "category", "category");
    concepts.extend(r.object(of, "scope", "scope"));
    let path = "category";
    let text = concepts.iter().find_map(|c| r.text_in(c, "text", path));
    text.or_else(|| {
        concepts.iter().find_map(|concept| {
            let codings = r.list(concept, "coding", path);
            codings.iter().find_map(|coding| {
                let system = r.text_in(coding, "system", path);
                let is_general =
                    system.is_some_and(|of| GENERAL.iter().any(|start| of.0.starts_with(start)));
                let display = r.text_in(coding, "display", path);
                display.filter(|_| !is_general)
            })
        })
    })
}

fn document_title(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    if let Some(title) = r.text(of, "description", "description") {
        return Some(title);
    }
    for content in r.list(of, "content", "content") {
        if let Some(attachment) = r.object(&content, "attachment", "content.attachment")
            && let Some(title) = r.text_in(&attachment, "title", "content.attachment")
        {
            return Some(title);
        }
    }
    r.concept(of, "type", "type")
        .or_else(|| r.concepts(of, "category", "category"))
}

fn subject(r: &mut Reader<'_>, of: &Fields<'_>) -> Reference {
    match r.kind() {
        "Consent" => r.reference(of, "patient", "patient"),
        "Appointment" => {
            let participants = r.list(of, "participant", "participant");
            let mut actors = participants
                .iter()
                .map(|p| r.reference(p, "actor", "participant.actor"));
            actors
                .find(|a| type_of(a) == Some("Patient"))
                .unwrap_or_default()
        }
        "Slot" => Reference::default(),
        _ => r.reference(of, "subject", "subject"),
    }
}

/// Who answers for it, and a place among them where FHIR lists places with persons.
fn performers(
    r: &mut Reader<'_>,
    of: &Fields<'_>,
    kind: EventKind,
) -> (Vec<Reference>, Option<Reference>) {
    let mut place = None;
    let either = |r: &mut Reader<'_>, first: &str, second: &str| {
        let found = r.reference(of, first, first);
        let found = if found.is_empty() {
            r.reference(of, second, second)
        } else {
            found
        };
        Vec::from_iter((!found.is_empty()).then_some(found))
    };
    let performers = match kind {
        EventKind::Appointment => {
            let participants = r.list(of, "participant", "participant");
            let mut who = Vec::new();
            for participant in &participants {
                let actor = r.reference(participant, "actor", "participant.actor");
                match type_of(&actor) {
                    Some("Patient" | "Device") => {}
                    Some("Location") => place = place.or(Some(actor)),
                    _ if actor.is_empty() => {}
                    _ => who.push(actor),
                }
            }
            who
        }
        EventKind::Encounter => {
            let participants = r.list(of, "participant", "participant");
            let mut who: Vec<_> = participants
                .iter()
                .map(|p| r.reference(p, "individual", "participant.individual"))
                .filter(|i| !i.is_empty())
                .collect();
            if who.is_empty() {
                let provider = r.reference(of, "serviceProvider", "serviceProvider");
                who.extend((!provider.is_empty()).then_some(provider));
            }
            let locations = r.list(of, "location", "location");
            place = locations
                .first()
                .map(|l| r.reference(l, "location", "location.location"));
            who
        }
        EventKind::Procedure => {
            let list = r.list(of, "performer", "performer");
            list.iter()
                .map(|p| r.reference(p, "actor", "performer.actor"))
                .filter(|a| !a.is_empty())
                .collect()
        }
        EventKind::Communication => r.references(of, "recipient", "recipient"),
        EventKind::MedicationRequest => either(r, "performer", "requester"),
        EventKind::Condition => either(r, "asserter", "recorder"),
        EventKind::Flag => either(r, "author", "author"),
        EventKind::DocumentReference => r.references(of, "author", "author"),
        EventKind::RequestGroup | EventKind::Slot => Vec::new(),
        EventKind::ServiceRequest | EventKind::Observation | EventKind::Consent => {
            r.references(of, "performer", "performer")
        }
    };
    (performers, place)
}

/// The type that a reference leads to, where it tells.
fn type_of(reference: &Reference) -> Option<&str> {
    reference
        .kind
        .as_deref()
        .or_else(|| reference.literal().map(|(kind, _)| kind))
}

fn more(r: &mut Reader<'_>, of: &Fields<'_>, kind: EventKind) -> EventMore {
    let mut more = EventMore {
        reason_text: r.concepts(of, "reasonCode", "reasonCode"),
        status_reason: r
            .concept(of, "statusReason", "statusReason")
            .or_else(|| r.concept(of, "cancelationReason", "cancelationReason")),
        waivers: r.waivers(of),
        ..EventMore::default()
    };
    more.written = ["authoredOn", "created", "recordedDate"]
        .into_iter()
        .find(|name| of.get(name).is_some())
        .and_then(|name| r.date(of, name, name));
    // An encounter's whole is read as its encounter.
    if kind != EventKind::Encounter {
        more.part_of = r.references(of, "partOf", "partOf");
    }
    match kind {
        EventKind::ServiceRequest | EventKind::MedicationRequest => {
            more.requester = r.reference(of, "requester", "requester");
            let places = r.references(of, "locationReference", "locationReference");
            more.location = places.into_iter().next().unwrap_or_default();
            more.rhythm = when::rhythm(r, of);
            more.thresholds = r.thresholds(of);
        }
        EventKind::Communication => {
            more.requester = r.reference(of, "sender", "sender");
            more.related = r.references(of, "about", "about");
            for payload in r.list(of, "payload", "payload") {
                let content = r.reference(&payload, "contentReference", "payload");
                more.related
                    .extend((!content.is_empty()).then_some(content));
            }
            more.received = r.date(of, "received", "received");
            more.answer_by = r.extension_date(of, ANSWER_BY);
        }
        EventKind::Appointment => {
            more.related = r.references(of, "slot", "slot");
            let participants = r.list(of, "participant", "participant");
            let actors = participants.iter();
            more.participants = actors
                .map(|p| r.reference(p, "actor", "participant.actor"))
                .filter(|a| !a.is_empty())
                .collect();
        }
        EventKind::Slot => {
            let schedule = r.reference(of, "schedule", "schedule");
            more.related
                .extend((!schedule.is_empty()).then_some(schedule));
        }
        EventKind::Encounter => {
            more.related = r.references(of, "appointment", "appointment");
            let class = r.object(of, "class", "class");
            let class = class.map(|c| r.word(&c, "code", "class"));
            more.categories.extend(class.filter(|c| !c.is_empty()));
        }
        EventKind::Procedure => more.location = r.reference(of, "location", "location"),
        EventKind::DocumentReference => {
            more.is_on_paper = is_on_paper(r, of);
            for relation in r.list(of, "relatesTo", "relatesTo") {
                more.related
                    .push(r.reference(&relation, "target", "relatesTo.target"));
            }
        }
        EventKind::Consent => {
            if let Some(provision) = r.object(of, "provision", "provision") {
                for actor in r.list(&provision, "actor", "provision.actor") {
                    more.related.push(r.reference(
                        &actor,
                        "reference",
                        "provision.actor.reference",
                    ));
                }
            }
        }
        EventKind::RequestGroup => more.actions = super::group::actions(r, of),
        EventKind::Condition | EventKind::Observation | EventKind::Flag => {}
    }
    if kind != EventKind::Encounter {
        let codings = r.codings(of, "category", "category").into_iter();
        more.categories = codings.map(|c| c.code).filter(|c| !c.is_empty()).collect();
    }
    more
}

/// Whether nothing of it can be read from afar.
fn is_on_paper(r: &mut Reader<'_>, of: &Fields<'_>) -> bool {
    let contents = r.list(of, "content", "content");
    !contents.is_empty()
        && contents.iter().all(|content| {
            let attachment = r.object(content, "attachment", "content.attachment");
            attachment.is_none_or(|a| a.get("data").is_none() && a.get("url").is_none())
        })
}

/// The value, else those of its components, each with its name.
fn value(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    if let Some(value) = r.value(of, "value") {
        return Some(value);
    }
    let mut text = String::new();
    for component in r.list(of, "component", "component") {
        let Some(value) = r.value(&component, "value") else {
            continue;
        };
        if !text.is_empty() {
            text.push_str(", ");
        }
        if let Some(name) = r.concept(&component, "code", "component.code") {
            text.push_str(&name);
            text.push('\u{a0}');
        }
        text.push_str(&value);
    }
    (!text.is_empty()).then_some(Private(text))
}
