//! Transactions (all or nothing) and batches (each by itself).

use coordo_core::{Instant, ListMap, SourceId};
use coordo_fhir::bundle::{Entry, write};
use coordo_fhir::fields::quote;
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};
use coordo_fhir::{Document, Item, read};

use crate::{Sandbox, answer};

impl Sandbox {
    /// `POST [base]` with a Bundle.
    pub(crate) fn bundle(&mut self, request: &HttpRequest, now: Instant) -> HttpResponse {
        let body = request.body.clone().unwrap_or_default();
        let Ok(document) = Document::read(body) else {
            return answer::error(400, "structure", "The body is not JSON.");
        };
        match document.bundle_type.as_deref() {
            Some("transaction") => self.transaction(&document, now),
            Some("batch") => {
                let answers: Vec<HttpResponse> = document
                    .items
                    .iter()
                    .map(|item| self.entry(&document, item, &ListMap::default(), now))
                    .collect();
                answers_bundle("batch-response", &answers)
            }
            _ => answer::error(
                400,
                "value",
                "Only Bundles of type transaction and batch can be posted.",
            ),
        }
    }

    fn transaction(&mut self, document: &Document, now: Instant) -> HttpResponse {
        let before = (self.resources.clone(), self.n_created);
        let ids = self.placeholders(document);
        let mut answers = Vec::new();
        for (n, item) in document.items.iter().enumerate() {
            let answer = self.entry(document, item, &ids, now);
            if !answer.is_success() {
                (self.resources, self.n_created) = before;
                self.found = None;
                let words = coordo_fhir::outcome::words(&answer.body).unwrap_or_default();
                return answer::error(
                    answer.status,
                    "processing",
                    &format!("entry[{n}]: {words} Nothing of the transaction was kept."),
                );
            }
            answers.push(answer);
        }
        answers_bundle("transaction-response", &answers)
    }

    /// The ids that entries with a `urn:uuid:` get, so that references can be written anew
    /// (<https://hl7.org/fhir/R4/http.html#trules>).
    fn placeholders(&self, document: &Document) -> ListMap<String, (String, String)> {
        let source = SourceId(String::new());
        let mut ids = ListMap::default();
        for item in &document.items {
            let Some(url) = item.full_url.as_ref().filter(|u| u.starts_with("urn:")) else {
                continue;
            };
            let local = url.rsplit(':').next().unwrap_or("");
            if let Some((found, _)) = read::identify(&source, document.resource(item), local) {
                ids.insert(url.clone(), (found.key.kind.clone(), found.key.id.clone()));
            }
        }
        ids
    }

    fn entry(
        &mut self,
        document: &Document,
        item: &Item,
        ids: &ListMap<String, (String, String)>,
        now: Instant,
    ) -> HttpResponse {
        let Some(request) = &item.request else {
            return answer::error(400, "required", "An entry has no request.");
        };
        let Some(method) = Method::from_name(&request.method) else {
            return answer::error(
                400,
                "not-supported",
                "The method of an entry is not offered.",
            );
        };
        let mut headers = Vec::new();
        if let Some(tag) = &request.if_match {
            headers.push(("if-match".to_owned(), tag.clone()));
        }
        if let Some(tag) = &request.if_none_match {
            headers.push(("if-none-match".to_owned(), tag.clone()));
        }
        if let Some(condition) = &request.if_none_exist {
            headers.push(("if-none-exist".to_owned(), condition.clone()));
        }
        let body = (!item.resource.is_empty()).then(|| link(document.resource(item), ids));
        // A created resource with a placeholder keeps its id, as the references to it say.
        let placed = item.full_url.as_ref().and_then(|url| ids.get(url));
        let (method, path, body) = match (method, placed, body) {
            (Method::Post, Some((kind, id)), Some(body)) if request.if_none_exist.is_none() => {
                let body = coordo_fhir::write::with_id(&body, id).unwrap_or(body);
                (Method::Put, format!("{kind}/{id}"), Some(body))
            }
            (method, _, body) => (method, request.url.clone(), body),
        };
        let inner = HttpRequest {
            method,
            path,
            headers,
            body,
        };
        self.handle(&inner, now)
    }
}

/// Writes `Type/id` wherever a placeholder stands as a whole string.
pub(crate) fn link(text: &str, ids: &ListMap<String, (String, String)>) -> String {
    if !text.contains("\"urn:") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\"urn:") {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let end = found
            .char_indices()
            .skip(1)
            .find(|(_, c)| *c == '"')
            .map_or(found.len(), |(n, _)| n + 1);
        let (string, after) = found.split_at(end);
        match ids.get(&string.trim_matches('"').to_owned()) {
            Some((kind, id)) => out.push_str(&quote(&format!("{kind}/{id}"))),
            None => out.push_str(string),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn answers_bundle(kind: &str, answers: &[HttpResponse]) -> HttpResponse {
    let entries = answers.iter().map(|a| Entry {
        resource: (!a.body.is_empty()).then_some(a.body.as_str()),
        status: Some(a.status.to_string()),
        etag: a.header("etag").map(str::to_owned),
        location: a.header("location").map(str::to_owned),
        ..Entry::default()
    });
    answer::bundle(write(kind, None, &[], entries))
}
