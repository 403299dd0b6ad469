//! Filling the sandbox: any document of resources, or a transaction that is played.

use coordo_core::{Instant, ListMap, SourceId};
use coordo_fhir::http::{HttpRequest, Method};
use coordo_fhir::{Document, DocumentError, read, write};

use crate::{Sandbox, Version};

/// Why a document could not be loaded or played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Its transaction was refused; nothing of it was kept.
    #[error("the transaction was refused with status {status}: {words}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The OperationOutcome's words; they hold no record content.
        words: String,
    },
}

impl Sandbox {
    /// Applies a document: a transaction or batch Bundle as its requests say, any
    /// other Bundle, NDJSON or resource by putting each resource under its id.
    ///
    /// # Errors
    ///
    /// [`LoadError`]; nothing is kept then.
    pub fn load(&mut self, bytes: &[u8], now: Instant) -> Result<(), LoadError> {
        let document = Document::read(bytes)?;
        if matches!(
            document.bundle_type.as_deref(),
            Some("transaction" | "batch")
        ) {
            let request = HttpRequest {
                method: Method::Post,
                path: String::new(),
                headers: Vec::new(),
                body: Some(String::from_utf8_lossy(bytes).into_owned()),
            };
            let answer = self.handle(&request, now);
            return if answer.is_success() {
                Ok(())
            } else {
                Err(LoadError::Refused {
                    status: answer.status,
                    words: coordo_fhir::outcome::words(&answer.body).unwrap_or_default(),
                })
            };
        }
        self.put_all(&document, now);
        Ok(())
    }

    fn put_all(&mut self, document: &Document, now: Instant) {
        let source = SourceId(String::new());
        let mut ids = ListMap::default();
        let mut found = Vec::new();
        for (n, item) in document.items.iter().enumerate() {
            let text = document.resource(item);
            let urn = item.full_url.as_deref().filter(|u| u.starts_with("urn:"));
            let fallback = match urn.and_then(|u| u.rsplit(':').next()) {
                Some(local) => local.to_owned(),
                None => format!("sans-id-{}", n + 1),
            };
            let Some((resource, _)) = read::identify(&source, text, &fallback) else {
                continue;
            };
            if let Some(urn) = urn {
                let target = (resource.key.kind.clone(), resource.key.id.clone());
                ids.insert(urn.to_owned(), target);
            }
            found.push((resource.key, text));
        }
        self.found = None;
        for (key, text) in found {
            let text = crate::transaction::link(text, &ids);
            let stamped = write::with_id(&text, &key.id);
            let Some(versions) = self.resources.or_default(&key) else {
                continue;
            };
            let n = versions.last().map_or(1, |v| v.n + 1);
            let Ok(text) = stamped.and_then(|t| write::stamp(&t, &n.to_string(), &now.to_fhir()))
            else {
                continue;
            };
            versions.push(Version {
                n,
                text: Some(text.into()),
                at: now,
                method: Method::Put,
            });
            self.tell_subscribers(&key.kind, &key.id);
        }
    }
}
