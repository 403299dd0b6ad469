//! Answers: a resource with its headers, an OperationOutcome, the CapabilityStatement.

use coordo_core::Instant;
use coordo_fhir::http::HttpResponse;
use coordo_fhir::outcome::outcome;

use crate::Version;
use crate::search::{TYPES, includes};
use crate::subscribe::CHANNEL;

fn json(status: u16, body: String) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![("content-type".into(), "application/fhir+json".into())],
        body,
    }
}

pub(crate) fn bundle(body: String) -> HttpResponse {
    json(200, body)
}

pub(crate) fn empty(status: u16) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: String::new(),
    }
}

pub(crate) fn resource(status: u16, kind: &str, id: &str, version: &Version) -> HttpResponse {
    let text = version.text.as_deref().unwrap_or("");
    let mut response = json(status, text.to_owned());
    let n = version.n;
    response.headers.extend([
        ("etag".to_owned(), format!("W/\"{n}\"")),
        ("last-modified".to_owned(), version.at.to_fhir()),
        ("location".to_owned(), format!("{kind}/{id}/_history/{n}")),
    ]);
    response
}

pub(crate) fn error(status: u16, code: &str, diagnostics: &str) -> HttpResponse {
    json(status, outcome("error", code, diagnostics))
}

pub(crate) fn fault(status: u16) -> HttpResponse {
    let mut response = error(status, "transient", "A fault that was asked for.");
    if matches!(status, 429 | 503) {
        response.headers.push(("retry-after".into(), "1".into()));
    }
    response
}

/// <https://hl7.org/fhir/R4/capabilitystatement.html>
pub(crate) fn capability(now: Instant) -> HttpResponse {
    let interactions = [
        "read",
        "vread",
        "update",
        "delete",
        "history-instance",
        "create",
        "search-type",
    ]
    .map(|code| format!("{{\"code\":\"{code}\"}}"))
    .join(",");
    let resources: Vec<String> = TYPES
        .iter()
        .map(|kind| {
            format!(
                "{{\"type\":\"{kind}\",\"interaction\":[{interactions}],\"versioning\":\"versioned-update\",\"readHistory\":true,\"updateCreate\":true,\"conditionalCreate\":true,\"searchInclude\":[{}]}}",
                includes(kind).join(",")
            )
        })
        .collect();
    json(
        200,
        format!(
            "{{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\",\"date\":\"{}\",\"kind\":\"instance\",\"fhirVersion\":\"4.0.1\",\"format\":[\"json\"],\"rest\":[{{\"mode\":\"server\",\"extension\":[{{\"url\":\"http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket\",\"valueUri\":\"{}\"}}],\"interaction\":[{{\"code\":\"transaction\"}},{{\"code\":\"batch\"}}],\"resource\":[{}]}}]}}",
            now.to_fhir(),
            CHANNEL,
            resources.join(",")
        ),
    )
}
