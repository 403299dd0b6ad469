//! Reading documents that the host gives: Bundles, NDJSON, single resources.

use std::rc::Rc;

use coordo_core::{Notice, NoticeCode, RecordMap, SourceId};
use coordo_fhir::{Document, DocumentError, Loader, read};

use crate::client::Client;
use crate::load::{Outcome, READ_SLICE};
use crate::view::FailureCause;
use crate::whose::Whose;

/// Bytes scanned between two turns of the page.
const SCAN_SLICE: usize = 2 * 1024 * 1024;

impl Client {
    /// Reads the documents of a source, once: they do not change.
    pub(crate) async fn read_documents(
        &self,
        source: &SourceId,
        documents: &[Rc<Vec<u8>>],
        n_pull: u64,
    ) -> Outcome {
        if self
            .inner
            .state
            .borrow()
            .sources
            .get(source)
            .is_some_and(|s| s.is_whole && !s.waits_for_person)
        {
            // A document does not change.
            return Ok(());
        }
        let failed = |e: DocumentError| {
            let cause = match e {
                DocumentError::Empty => FailureCause::Empty,
                DocumentError::TooLarge { limit, .. } => FailureCause::TooLarge { limit },
                DocumentError::NotJson { .. } => FailureCause::NotJson,
                _ => FailureCause::NotJson,
            };
            (cause, None)
        };
        let mut first_failure = Ok(());
        let mut read = Vec::new();
        for bytes in documents {
            let document = match Loader::new(bytes.to_vec()) {
                Ok(mut loader) => {
                    while !loader.advance(SCAN_SLICE) {
                        self.inner.ports.timer.pause().await;
                    }
                    loader.finish()
                }
                Err(e) => Err(e),
            };
            match document {
                Ok(document) => {
                    // An error instead of a plan is no plan without anything in it.
                    if is_outcome(&document) {
                        first_failure = first_failure.and(Err((FailureCause::NotFhir, None)));
                    }
                    read.push(document);
                }
                Err(e) => {
                    if let DocumentError::NotJson { line, column } = &e {
                        let place = format!("line {line}, column {column}");
                        let notice = Notice::at(NoticeCode::NotJson, place);
                        let mut state = self.inner.state.borrow_mut();
                        state.graph.tell_of(source, notice);
                    }
                    first_failure = first_failure.and(Err(failed(e)));
                }
            }
        }
        let whose = self.whose(source, &read).await;
        let mut newest = RecordMap::default();
        for document in &read {
            self.take_document(source, document, &whose, &mut newest, n_pull)
                .await;
        }
        let mut state = self.inner.state.borrow_mut();
        if let Some(held) = state.sources.get_mut(source) {
            held.waits_for_person = whose.waits();
        }
        if let Some(notice) = whose.unknown() {
            state.graph.tell_of(source, notice);
        }
        if lacks_page(&read) {
            let notice = Notice::at(NoticeCode::Truncated, "Bundle.link");
            state.graph.tell_of(source, notice);
        }
        first_failure
    }

    async fn take_document(
        &self,
        source: &SourceId,
        document: &Document,
        whose: &Whose,
        newest: &mut RecordMap<i64>,
        n_pull: u64,
    ) {
        let total = document.items.len();
        {
            let mut state = self.inner.state.borrow_mut();
            for notice in &document.notices {
                state.graph.tell_of(source, notice.clone());
            }
        }
        // Documents come with the page: nothing of them is kept on the device.
        let mut bytes = 0;
        for (n, item) in document.items.iter().enumerate() {
            let text = document.resource(item);
            bytes += text.len();
            if whose.is_anothers(item, text) {
                continue;
            }
            self.take_item(source, item, text, n, newest);
            if bytes > READ_SLICE {
                bytes = 0;
                if !self.goes_on(n_pull, n + 1, total).await {
                    return;
                }
            }
        }
        self.progress(total, Some(total)).await;
    }

    fn take_item(
        &self,
        source: &SourceId,
        item: &coordo_fhir::Item,
        text: &str,
        n: usize,
        newest: &mut RecordMap<i64>,
    ) {
        let mut state = self.inner.state.borrow_mut();
        if text.is_empty() {
            return;
        }
        let urn = item.full_url.as_deref().filter(|u| u.starts_with("urn:"));
        let fallback = match urn.and_then(|u| u.rsplit(':').next()) {
            Some(local) => local.to_owned(),
            None => format!("sans-id-{}", n + 1),
        };
        let Some((opened, notice)) = read::Opened::read(source, text, &fallback) else {
            let place = item.place.clone();
            let code = match coordo_fhir::fields::Fields::parse(text) {
                Ok(_) => NoticeCode::NotAResource,
                Err(_) => NoticeCode::NotJson,
            };
            let notice = Notice::at(code, place);
            state.graph.tell_of(source, notice);
            return;
        };
        let found = opened.resource.clone();
        if item.is_deep {
            for notice in read::too_deep(&found.key, text) {
                state.graph.tell_of(source, notice);
            }
        }
        if urn.is_none() {
            // An entry of a Bundle may go without an id where its fullUrl names it.
            if let Some(notice) = notice {
                state.graph.tell_of(source, notice);
            }
        }
        let updated = found.updated.map_or(i64::MIN, |u| u.0);
        if let Some(before) = newest.get(&found.key) {
            let notice = Notice::on(NoticeCode::DuplicateId, &found.key, item.place.clone());
            state.graph.tell_of(source, notice);
            if *before >= updated {
                return;
            }
        }
        newest.insert(found.key.clone(), updated);
        if let Some(url) = &item.full_url {
            state.graph.name(url.clone(), found.key.clone());
        }
        let body: coordo_store::Body = text.into();
        let (version, reading) = (found.version.clone(), opened.project());
        state.graph.put_reading(&found.key, version, body, reading);
    }
}

/// Whether a document tells of nothing but that something went wrong.
fn is_outcome(document: &Document) -> bool {
    let mut kinds = document.items.iter().map(|item| {
        let fields = coordo_fhir::fields::Fields::parse(document.resource(item)).ok()?;
        fields.string("resourceType")
    });
    !document.items.is_empty() && kinds.all(|kind| kind.as_deref() == Some("OperationOutcome"))
}

/// Whether a page of a search leads to one that was not given. Where pages do not say what they
/// are called, only what is sure is told: each leads to another.
fn lacks_page(read: &[Document]) -> bool {
    // Servers tell the same address with their name and without it.
    let end = |address: &String| address.rsplit('/').next().map(str::to_owned);
    let own: Vec<Option<String>> = read
        .iter()
        .map(|document| document.own_address.as_ref().and_then(end))
        .collect();
    let mut next = read
        .iter()
        .filter_map(|document| document.next_page.as_ref().map(end));
    if own.iter().all(Option::is_some) {
        next.any(|next| !own.contains(&next))
    } else {
        next.count() >= read.len()
    }
}
