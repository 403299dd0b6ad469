//! An embedded FHIR R4 endpoint: a real one in small, not a mock.
//!
//! It answers [`HttpRequest`]s as a server would: read, version read, history,
//! search, versioned update with `ETag` and `If-Match`, conditional create,
//! transactions with roll-back, paging, `OperationOutcome`. It holds everything in
//! memory, takes the time as an argument and gives the same answers to the same
//! requests, so that it can be rebuilt from its [`journal`].
//!
//! It exists for demonstrations and tests, is always named on screen as a sandbox,
//! and never goes into production.

mod answer;
mod history;
pub mod journal;
mod load;
mod search;
mod subscribe;
mod transaction;

use std::fmt;
use std::rc::Rc;

use coordo_core::{Instant, RecordKey, RecordMap, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse, Method, version_of_etag};
use coordo_fhir::{read, write};

pub use coordo_fhir::{DocumentError, http};
pub use load::LoadError;

/// One state of a resource.
#[derive(Clone)]
pub(crate) struct Version {
    pub(crate) n: u64,
    /// Absent: deleted.
    pub(crate) text: Option<Rc<str>>,
    pub(crate) at: Instant,
    pub(crate) method: Method,
}

type Resources = RecordMap<Vec<Version>>;

/// Where a resource lies: there is one source here, which needs no name.
fn at(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId(String::new()), kind, id)
}

/// Disturbances that can be dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// No answer at all.
    pub offline: bool,
    /// How long an answer takes, in milliseconds; waited for by the transport.
    pub latency_ms: u32,
    /// The next so many requests get this HTTP status.
    pub fail_next: Option<(u16, u32)>,
}

/// There was no answer: the network is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox is set offline")]
pub struct Offline;

/// The endpoint. A clone is a backup of it.
#[derive(Clone, Default)]
pub struct Sandbox {
    resources: Resources,
    n_created: u64,
    /// Versions from now on have at least this number.
    least_version: u64,
    faults: Faults,
    /// Subscriptions that are to be told of a change.
    pings: Vec<String>,
    /// The last search, until something is written.
    found: Option<search::Found>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sandbox({})", self.resources.len())
    }
}

impl Sandbox {
    /// Sets the disturbances.
    pub fn set_faults(&mut self, faults: Faults) {
        self.faults = faults;
    }

    /// The disturbances now.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Numbers versions from `n` on, as a server does that came back from a backup and does not
    /// give two contents one version.
    pub fn number_versions_from(&mut self, n: u64) {
        self.least_version = n;
    }

    /// All that it holds now: type, id, version, text.
    pub fn held(&self) -> impl Iterator<Item = (&str, &str, u64, Rc<str>)> {
        let held = self.resources.iter().filter_map(|(key, versions)| {
            let last = versions.last()?;
            Some((key, last.n, last.text.clone()?))
        });
        held.map(|(key, n, text)| (key.kind.as_str(), key.id.as_str(), n, text))
    }

    /// Answers a request that comes over the network, disturbances included.
    ///
    /// # Errors
    ///
    /// [`Offline`] where the network is cut.
    pub fn exchange(
        &mut self,
        request: &HttpRequest,
        now: Instant,
    ) -> Result<HttpResponse, Offline> {
        if self.faults.offline {
            return Err(Offline);
        }
        if let Some((status, left)) = self.faults.fail_next {
            self.faults.fail_next = (left > 1).then(|| (status, left - 1));
            return Ok(answer::fault(status));
        }
        Ok(self.handle(request, now))
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &HttpRequest, now: Instant) -> HttpResponse {
        let path = request.path.trim_start_matches('/');
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
        match (request.method, parts.as_slice()) {
            (Method::Post, []) => self.bundle(request, now),
            (Method::Get, ["metadata"]) => answer::capability(now),
            (Method::Get, [kind]) => self.search(kind, query, now),
            (Method::Post, [kind, "_search"]) => {
                let form = request.body.as_deref().unwrap_or("").replace('+', "%20");
                self.search(kind, &form, now)
            }
            (Method::Post, [kind]) => self.create(kind, request, now),
            (Method::Get, [kind, id]) => self.read(kind, id),
            (Method::Put, [kind, id]) => self.update(kind, id, request, now),
            (Method::Delete, [kind, id]) => self.delete(kind, id, now),
            (Method::Get, [kind, id, "_history"]) => history::of(&self.resources, kind, id),
            (Method::Get, [kind, id, "_history", n]) => {
                history::version(&self.resources, kind, id, n)
            }
            _ => answer::error(
                404,
                "not-supported",
                "This interaction is not offered here.",
            ),
        }
    }

    fn search(&mut self, kind: &str, query: &str, now: Instant) -> HttpResponse {
        search::search(&self.resources, &mut self.found, kind, query, now)
    }

    fn read(&self, kind: &str, id: &str) -> HttpResponse {
        let versions = self.resources.get(&at(kind, id));
        match versions.and_then(|v| v.last()) {
            None => answer::error(404, "not-found", "No resource of this type has this id."),
            Some(last) if last.text.is_none() => {
                answer::error(410, "deleted", "The resource was deleted.")
            }
            Some(last) => answer::resource(200, kind, id, last),
        }
    }

    fn create(&mut self, kind: &str, request: &HttpRequest, now: Instant) -> HttpResponse {
        if let Some(condition) = request.header("if-none-exist") {
            let found = search::matches(&self.resources, kind, condition);
            match found.as_deref() {
                Err(response) => return response.clone(),
                Ok([]) => {}
                Ok([one]) => {
                    let id = one.clone();
                    return self.read(kind, &id);
                }
                Ok(_) => {
                    return answer::error(
                        412,
                        "multiple-matches",
                        "The condition of If-None-Exist holds for several resources.",
                    );
                }
            }
        }
        let id = loop {
            self.n_created += 1;
            let id = format!("s{}", self.n_created);
            if !self.resources.contains_key(&at(kind, &id)) {
                break id;
            }
        };
        let body = request.body.as_deref().unwrap_or("");
        let Ok(body) = write::with_id(body, &id) else {
            return answer::error(400, "structure", "The body is not a JSON object.");
        };
        self.put(kind, &id, &body, Method::Post, now)
    }

    fn update(
        &mut self,
        kind: &str,
        id: &str,
        request: &HttpRequest,
        now: Instant,
    ) -> HttpResponse {
        let held = self.resources.get(&at(kind, id));
        let current = held
            .and_then(|v| v.last())
            .filter(|v| v.text.is_some())
            .map(|v| v.n);
        if let Some(wanted) = request.header("if-match") {
            let wanted = version_of_etag(wanted);
            if current.map(|n| n.to_string()).as_deref() != Some(wanted) {
                return answer::error(
                    412,
                    "conflict",
                    "The resource has another version than If-Match names.",
                );
            }
        }
        if request.header("if-none-match") == Some("*") && current.is_some() {
            return answer::error(412, "duplicate", "The resource exists.");
        }
        let body = request.body.as_deref().unwrap_or("");
        self.put(kind, id, body, Method::Put, now)
    }

    fn put(
        &mut self,
        kind: &str,
        id: &str,
        body: &str,
        method: Method,
        now: Instant,
    ) -> HttpResponse {
        let source = SourceId(String::new());
        match read::identify(&source, body, "") {
            None => {
                return answer::error(400, "structure", "The body is not a FHIR resource.");
            }
            Some((found, _)) if found.key.kind != kind || found.key.id != id => {
                return answer::error(
                    400,
                    "invariant",
                    "Type or id of the body differ from those of the URL.",
                );
            }
            Some(_) => {}
        }
        let place = at(kind, id);
        let last = self.resources.get(&place).and_then(|v| v.last());
        let is_new = last.is_none_or(|v| v.text.is_none());
        let n = last.map_or(1, |v| v.n + 1).max(self.least_version);
        let Ok(text) = write::stamp(body, &n.to_string(), &now.to_fhir()) else {
            return answer::error(400, "structure", "The meta of the body is not an object.");
        };
        let version = Version {
            n,
            text: Some(text.into()),
            at: now,
            method,
        };
        self.found = None;
        if let Some(versions) = self.resources.or_default(&place) {
            versions.push(version.clone());
        }
        self.tell_subscribers(kind, id);
        answer::resource(if is_new { 201 } else { 200 }, kind, id, &version)
    }

    fn delete(&mut self, kind: &str, id: &str, now: Instant) -> HttpResponse {
        self.found = None;
        if let Some(versions) = self.resources.get_mut(&at(kind, id)) {
            let n = versions
                .last()
                .map_or(1, |v| v.n + 1)
                .max(self.least_version);
            versions.push(Version {
                n,
                text: None,
                at: now,
                method: Method::Delete,
            });
        }
        self.tell_subscribers(kind, id);
        answer::empty(204)
    }
}
