//! Writes as lines of text, so that a sandbox can be rebuilt after its instance has gone.

use coordo_core::Instant;
use coordo_fhir::fields::{Fields, quote};
use coordo_fhir::http::{HttpRequest, Method};

use crate::Sandbox;

/// Whether a request may change the sandbox.
pub fn is_write(request: &HttpRequest) -> bool {
    !request.is_reading()
}

/// One write as JSON.
pub fn entry(request: &HttpRequest, now: Instant) -> String {
    let headers: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| format!("{}:{}", quote(name), quote(value)))
        .collect();
    format!(
        "{{\"at\":{},\"method\":\"{}\",\"path\":{},\"headers\":{{{}}},\"body\":{}}}",
        now.0,
        request.method.as_str(),
        quote(&request.path),
        headers.join(","),
        quote(request.body.as_deref().unwrap_or(""))
    )
}

/// A document that was loaded or played, as JSON.
pub fn loaded(document: &[u8], now: Instant) -> String {
    let text = String::from_utf8_lossy(document);
    format!("{{\"at\":{},\"document\":{}}}", now.0, quote(&text))
}

impl Sandbox {
    /// Does a write again. Says whether the text was an entry of a journal.
    pub fn replay(&mut self, entry: &str) -> bool {
        if let Some((document, now)) = read_document(entry) {
            return self.load(document.as_bytes(), now).is_ok();
        }
        let Some((request, now)) = read(entry) else {
            return false;
        };
        self.handle(&request, now);
        true
    }
}

fn read_document(entry: &str) -> Option<(String, Instant)> {
    let fields = Fields::parse(entry).ok()?;
    let at = fields.get("at")?.parse().ok()?;
    Some((fields.string("document")?, Instant(at)))
}

fn read(entry: &str) -> Option<(HttpRequest, Instant)> {
    let fields = Fields::parse(entry).ok()?;
    let headers = fields.object("headers")?;
    let request = HttpRequest {
        method: Method::from_name(&fields.string("method")?)?,
        path: fields.string("path")?,
        headers: headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_owned(), serde_json::from_str(value).ok()?)))
            .collect(),
        body: fields.string("body").filter(|b| !b.is_empty()),
    };
    Some((request, Instant(fields.get("at")?.parse().ok()?)))
}
