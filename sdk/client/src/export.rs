//! Everything held, as one FHIR Bundle.

use coordo_core::RecordKey;
use coordo_fhir::bundle::{Entry, write};
use coordo_fhir::fields::Fields;
use coordo_fhir::{edit, fields};
use coordo_store::Body;

use crate::state::State;

/// The tag of a record that holds changes its source has not acknowledged.
pub(crate) const UNSENT: (&str, &str) =
    ("https://coordo.example/fhir/CodeSystem/etat", "non-envoye");

pub(crate) fn bundle(state: &State) -> String {
    let texts: Vec<(RecordKey, Body)> = state
        .graph
        .iter()
        .map(|(key, held)| {
            let is_ahead = state.machine.base(key).is_some();
            let body = if is_ahead {
                tagged(&held.body)
            } else {
                held.body.clone()
            };
            (key.clone(), body)
        })
        .collect();
    let entries = texts.iter().map(|(key, body)| Entry {
        full_url: Some(format!("urn:coordo:{}:{}", key.source, key.reference())),
        resource: Some(body),
        ..Entry::default()
    });
    write("collection", None, &[], entries)
}

/// The text with the tag added to `meta.tag`; as it was where `meta` is odd.
fn tagged(body: &Body) -> Body {
    let tag = format!(
        "{{\"system\":{},\"code\":{}}}",
        fields::quote(UNSENT.0),
        fields::quote(UNSENT.1)
    );
    let before = Fields::parse(body)
        .ok()
        .and_then(|f| f.object("meta"))
        .and_then(|m| m.get("tag").and_then(fields::elements))
        .unwrap_or_default();
    let tags: Vec<&str> = before.into_iter().chain([tag.as_str()]).collect();
    let value = format!("[{}]", tags.join(","));
    edit::set(body, &["meta", "tag"], &value).map_or_else(|_| body.clone(), Body::from)
}
