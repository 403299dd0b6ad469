//! `Task` (<https://hl7.org/fhir/R4/task.html>).

use coordo_core::task::Priority;
use coordo_core::{NoticeCode, Private, Task, TaskStatus};

use super::lenient::Reader;
use crate::fields::Fields;

pub(super) fn task(r: &mut Reader<'_>, of: &Fields<'_>) -> Task {
    let restriction = r.object(of, "restriction", "restriction");
    let window = restriction.map(|f| r.period(&f, "period", "restriction.period"));
    let task = Task {
        key: r.key(),
        status: status(r, of),
        status_reason: r.concept(of, "statusReason", "statusReason"),
        business_status: r.concept(of, "businessStatus", "businessStatus"),
        priority: priority(r, of),
        title: r
            .text(of, "description", "description")
            .or_else(|| r.concept(of, "code", "code"))
            .or_else(|| title_input(r, of)),
        owner: r.reference(of, "owner", "owner"),
        requester: r.reference(of, "requester", "requester"),
        subject: r.reference(of, "for", "for"),
        focus: r.reference(of, "focus", "focus"),
        based_on: r.references(of, "basedOn", "basedOn"),
        part_of: r.references(of, "partOf", "partOf"),
        reason: r.reference(of, "reasonReference", "reasonReference"),
        execution: r.period(of, "executionPeriod", "executionPeriod"),
        window: window.unwrap_or_default(),
        authored_on: r.date(of, "authoredOn", "authoredOn"),
        last_modified: r.date(of, "lastModified", "lastModified"),
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

/// The title of a TDDUI task is an input of type `titre`
/// (<https://interop.esante.gouv.fr/ig/fhir/tddui>).
fn title_input(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    let inputs = r.list(of, "input", "input");
    inputs.iter().find_map(|input| {
        let kind = r.object(input, "type", "input.type")?;
        let codings = r.list(&kind, "coding", "input.type.coding");
        codings
            .iter()
            .any(|c| c.string("code").as_deref() == Some("titre"))
            .then(|| r.text(input, "valueString", "input.valueString"))?
    })
}
