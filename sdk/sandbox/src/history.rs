//! Versions of one resource.

use coordo_fhir::bundle::{Entry, write};
use coordo_fhir::http::HttpResponse;

use crate::{Resources, answer, at};

pub(crate) fn of(resources: &Resources, kind: &str, id: &str) -> HttpResponse {
    let Some(versions) = resources.get(&at(kind, id)) else {
        return answer::error(404, "not-found", "No resource of this type has this id.");
    };
    let entries = versions.iter().rev().map(|v| Entry {
        full_url: Some(format!("{kind}/{id}")),
        resource: v.text.as_deref(),
        request: Some((v.method.as_str().to_owned(), format!("{kind}/{id}"))),
        status: Some(if v.text.is_some() { "200" } else { "204" }.to_owned()),
        etag: Some(format!("W/\"{}\"", v.n)),
        ..Entry::default()
    });
    answer::bundle(write("history", Some(versions.len()), &[], entries))
}

pub(crate) fn version(resources: &Resources, kind: &str, id: &str, n: &str) -> HttpResponse {
    let versions = resources.get(&at(kind, id));
    let found = versions.and_then(|v| v.iter().find(|v| v.n.to_string() == n));
    match found {
        None => answer::error(404, "not-found", "The resource has no such version."),
        Some(v) if v.text.is_none() => answer::error(410, "deleted", "This version is a deletion."),
        Some(v) => answer::resource(200, kind, id, v),
    }
}
