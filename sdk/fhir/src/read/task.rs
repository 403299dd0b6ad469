//! `Task` (<https://hl7.org/fhir/R4/task.html>).

use coordo_core::task::{Parameter, Priority, TaskMore, TaskPerformer};
use coordo_core::{NoticeCode, Reference, Task, TaskStatus};

use super::lenient::Reader;
use crate::fields::Fields;

/// `Task.performer` of R5 (<https://hl7.org/fhir/R5/task-definitions.html#Task.performer>).
const PERFORMER: &str = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Task.performer";
const ANSWER_BY: &str = "https://coordo.example/fhir/StructureDefinition/reponse-attendue";

pub(super) fn task(r: &mut Reader<'_>, of: &Fields<'_>) -> Task {
    let restriction = r.object(of, "restriction", "restriction");
    let window = restriction.map(|f| r.period(&f, "period", "restriction.period"));
    let description = r.text(of, "description", "description");
    let reason = r.reference(of, "reasonReference", "reasonReference");
    let more = more(r, of);
    let goals = goals(&reason, &more);
    let title = description
        .or_else(|| r.concept(of, "code", "code"))
        .or_else(|| {
            // The title of a TDDUI task is an input of type `titre`
            // (<https://interop.esante.gouv.fr/ig/fhir/tddui>).
            let title = more.inputs.iter().find(|i| i.code == "titre");
            title.and_then(|i| i.text.clone())
        });
    let task = Task {
        key: r.key(),
        status: status(r, of),
        status_reason: r.concept(of, "statusReason", "statusReason"),
        business_status: r.concept(of, "businessStatus", "businessStatus"),
        priority: priority(r, of),
        title,
        owner: r.reference(of, "owner", "owner"),
        requester: r.reference(of, "requester", "requester"),
        subject: r.reference(of, "for", "for"),
        focus: r.reference(of, "focus", "focus"),
        based_on: r.references(of, "basedOn", "basedOn"),
        part_of: r.references(of, "partOf", "partOf"),
        reason,
        execution: r.period(of, "executionPeriod", "executionPeriod"),
        window: window.unwrap_or_default(),
        authored_on: r.date(of, "authoredOn", "authoredOn"),
        last_modified: r.date(of, "lastModified", "lastModified"),
        goals,
        more: (!is_empty(&more)).then(|| Box::new(more)),
    };
    if task.title.is_none() {
        r.notice(NoticeCode::MissingDisplay, "description");
    }
    task
}

fn status(r: &mut Reader<'_>, of: &Fields<'_>) -> TaskStatus {
    let Some(code) = r.string(of, "status", "status").filter(|c| !c.is_empty()) else {
        r.notice(NoticeCode::MissingField, "status");
        return TaskStatus::Missing;
    };
    let status = TaskStatus::from_code(&code);
    if !status.is_known() {
        r.notice(NoticeCode::UnknownCode, "status");
    }
    status
}

fn priority(r: &mut Reader<'_>, of: &Fields<'_>) -> Priority {
    let Some(code) = r.string(of, "priority", "priority") else {
        return Priority::default();
    };
    Priority::from_code(&code).unwrap_or_else(|| {
        r.notice(NoticeCode::UnknownCode, "priority");
        Priority::default()
    })
}

fn more(r: &mut Reader<'_>, of: &Fields<'_>) -> TaskMore {
    let inputs = parameters(r, of, "input");
    TaskMore {
        code: r.codings(of, "code", "code").into_iter().next(),
        encounter: r.reference(of, "encounter", "encounter"),
        location: r.reference(of, "location", "location"),
        reason_text: r.concept(of, "reasonCode", "reasonCode"),
        after: inputs
            .iter()
            .filter(|i| i.code == "apres" && !i.reference.is_empty())
            .map(|i| i.reference.clone())
            .collect(),
        inputs,
        outputs: parameters(r, of, "output"),
        performers: performers(r, of),
        answer_by: r.extension_date(of, ANSWER_BY),
        protocol: r.string(of, "instantiatesCanonical", "instantiatesCanonical"),
        performer_type: r.concepts(of, "performerType", "performerType"),
        tags: r.tags(of),
        choices: r.choices(of),
        waivers: r.waivers(of),
    }
}

fn is_empty(more: &TaskMore) -> bool {
    more.code.is_none()
        && more.encounter.is_empty()
        && more.location.is_empty()
        && more.reason_text.is_none()
        && more.inputs.is_empty()
        && more.outputs.is_empty()
        && more.performers.is_empty()
        && more.answer_by.is_none()
        && more.protocol.is_none()
        && more.performer_type.is_none()
        && more.tags.is_empty()
        && more.choices.is_empty()
        && more.waivers.is_empty()
}

fn goals(reason: &Reference, more: &TaskMore) -> Vec<Reference> {
    let is_goal = |r: &&Reference| {
        r.kind.as_deref() == Some("Goal") || r.literal().is_some_and(|(kind, _)| kind == "Goal")
    };
    let inputs = more.inputs.iter().map(|i| &i.reference);
    let named = std::iter::once(reason).chain(inputs);
    named.filter(is_goal).cloned().collect()
}

fn parameters(r: &mut Reader<'_>, of: &Fields<'_>, name: &str) -> Vec<Parameter> {
    let list = r.list(of, name, name);
    list.iter()
        .map(|parameter| Parameter {
            code: r.first_code(parameter, "type", name),
            name: r.concept(parameter, "type", name),
            reference: r.reference(parameter, "valueReference", name),
            text: r.value(parameter, "value"),
        })
        .collect()
}

fn performers(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<TaskPerformer> {
    if of.get("extension").is_none() {
        return Vec::new();
    }
    let extensions = r.list(of, "extension", "extension");
    extensions
        .iter()
        .filter(|e| e.string("url").as_deref() == Some(PERFORMER))
        .map(|e| {
            let actor = r.extension(e, "actor");
            let function = r.extension(e, "function");
            TaskPerformer {
                actor: actor
                    .map(|a| r.reference(&a, "valueReference", "extension.valueReference"))
                    .unwrap_or_default(),
                function: function
                    .map(|f| r.first_code(&f, "valueCodeableConcept", "extension"))
                    .unwrap_or_default(),
            }
        })
        .filter(|p| !p.actor.is_empty())
        .collect()
}
