//! Reading a source until nothing that it refers to is missing.
//!
//! Searches that do not depend on each other may be on their way together: take
//! requests with [`Pull::next_request`] until it gives none, tell each answer with
//! its ticket, ask again. The reading is whole when there is neither a request to
//! take nor an answer to come.

use std::collections::VecDeque;

use coordo_core::coded::Identifier;
use coordo_core::id::literal;
use coordo_core::identity::names;
use coordo_core::order::Order as _;
use coordo_core::{Private, RecordKey, RecordMap, SourceId};
use coordo_fhir::Document;
use coordo_fhir::fields::{Fields, elements};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::read::read;

use crate::references::references;

/// Whose records are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One person's plan: `Patient/id` on this source.
    Subject(Private<String>),
    /// One person's plan, the person being named by a business identifier: what they are
    /// called here is asked first.
    Named(Identifier),
    /// Everything that the widgets read.
    All,
}

/// Why a pull cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PullError {
    /// The answer has this HTTP status.
    #[error("the source answered with status {status}")]
    Status {
        /// HTTP status.
        status: u16,
    },
    /// The answer is not a FHIR Bundle.
    #[error("the source answered with something that is not a Bundle")]
    NotABundle,
    /// The same page comes again, or there are more pages than any plan has.
    #[error("the pages of the source do not end")]
    EndlessPages,
}

/// Resources of one answer, each as its text.
#[derive(Default)]
pub struct Page {
    /// Resources that were asked for.
    pub resources: Vec<String>,
    /// `Bundle.total` of the search, told with its first page.
    pub total: Option<usize>,
}

/// Shows how many, nothing of what they say.
impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Page({} resources)", self.resources.len())
    }
}

/// Search parameters by which a person's records are found, by type.
const BY_SUBJECT: [(&str, &str); 17] = [
    ("Task", "patient"),
    ("CarePlan", "subject"),
    ("CareTeam", "subject"),
    ("Goal", "subject"),
    ("ServiceRequest", "subject"),
    ("RequestGroup", "subject"),
    ("Appointment", "patient"),
    ("Communication", "subject"),
    ("RelatedPerson", "patient"),
    ("Encounter", "patient"),
    ("Condition", "patient"),
    ("Procedure", "patient"),
    ("MedicationRequest", "patient"),
    ("DocumentReference", "patient"),
    ("Flag", "patient"),
    ("Consent", "patient"),
    // The most numerous come last: what people work with is there before.
    ("Observation", "patient"),
];

/// All that the widgets read.
const KINDS: [&str; 26] = [
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "CareTeam",
    "CarePlan",
    "Goal",
    "Task",
    "ServiceRequest",
    "RequestGroup",
    "Appointment",
    "Communication",
    "Location",
    "HealthcareService",
    "Schedule",
    "Slot",
    "Encounter",
    "Condition",
    "Procedure",
    "MedicationRequest",
    "DocumentReference",
    "Flag",
    "Consent",
    "PlanDefinition",
    "Observation",
];

/// Rounds of following references; a plan needs three (task, role, structure).
const ROUNDS: u32 = 6;
/// Ids a search; a URL has its length.
const IDS: usize = 40;
/// Pages in all.
const PAGES: usize = 2_000;

#[derive(Clone)]
struct Ask {
    /// What comes after the base; where there is a form, the type that is searched.
    path: String,
    /// Parameters that must not stand in an address.
    form: Option<String>,
    kind: &'static str,
    subject: Option<String>,
    is_first: bool,
    /// Whether the answer tells whose plan it is.
    is_whose: bool,
}

impl Ask {
    fn new(path: String, kind: &'static str) -> Self {
        Self {
            path,
            form: None,
            kind,
            subject: None,
            is_first: true,
            is_whose: false,
        }
    }
}

/// Names one request of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// One reading of a source.
pub struct Pull {
    queue: VecDeque<Ask>,
    named: Option<Identifier>,
    asked: Vec<(Ticket, Ask)>,
    n_tickets: u64,
    pages: Vec<String>,
    seen: RecordMap<()>,
    wanted: Vec<(&'static str, String)>,
    fetched: RecordMap<()>,
    rounds: u32,
}

impl std::fmt::Debug for Pull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pull({} seen)", self.seen.len())
    }
}

/// A record of the one source that is read.
fn here(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId(String::new()), kind, id)
}

impl Pull {
    /// A reading of that scope.
    pub fn new(scope: &Scope) -> Self {
        let queue = match scope {
            Scope::All => KINDS
                .into_iter()
                .map(|kind| Ask::new(format!("{kind}?_count=100"), kind))
                .collect(),
            Scope::Subject(subject) => {
                let id = literal(subject).map_or(subject.as_str(), |(_, id)| id);
                let whose = Ask::new(format!("Patient?_id={id}"), "Patient");
                std::iter::once(whose).chain(of_subject(id)).collect()
            }
            Scope::Named(identifier) => {
                let (system, value) = (quoted(&identifier.system), quoted(&identifier.value));
                VecDeque::from([Ask {
                    // A national number names a person: it is no part of an address.
                    form: Some(format!("identifier={system}%7C{value}")),
                    is_whose: true,
                    ..Ask::new("Patient".to_owned(), "Patient")
                }])
            }
        };
        let named = match scope {
            Scope::Named(identifier) => Some(identifier.clone()),
            Scope::Subject(_) | Scope::All => None,
        };
        Self {
            queue,
            named,
            asked: Vec::new(),
            n_tickets: 0,
            pages: Vec::new(),
            seen: RecordMap::default(),
            wanted: Vec::new(),
            fetched: RecordMap::default(),
            rounds: 0,
        }
    }

    /// The next request; `None` while answers are awaited, or when the reading is whole.
    pub fn next_request(&mut self) -> Option<(Ticket, HttpRequest)> {
        // What is missing is known only when every search has answered.
        if self.queue.is_empty() && self.asked.is_empty() && self.rounds < ROUNDS {
            self.rounds += 1;
            self.ask_for_the_missing();
        }
        let ask = self.queue.pop_front()?;
        let request = match &ask.form {
            Some(form) => HttpRequest::search(&ask.path, form.clone()),
            None => HttpRequest::get(ask.path.clone()),
        };
        self.n_tickets += 1;
        let ticket = Ticket(self.n_tickets);
        self.asked.push((ticket, ask));
        Some((ticket, request))
    }

    /// Takes the answer to a request in.
    ///
    /// # Errors
    ///
    /// [`PullError`]; the reading is then not whole.
    pub fn answered(&mut self, ticket: Ticket, response: &HttpResponse) -> Result<Page, PullError> {
        let Some(at) = self.asked.iter().position(|(t, _)| *t == ticket) else {
            return Ok(Page::default());
        };
        let (_, ask) = self.asked.swap_remove(at);
        if !response.is_success() {
            // A type or a parameter that a server does not offer is no reason to show nothing.
            return match response.status {
                400 | 404 | 405 | 501 => Ok(Page::default()),
                status => Err(PullError::Status { status }),
            };
        }
        let document =
            Document::read(response.body.as_bytes()).map_err(|_| PullError::NotABundle)?;
        if document.bundle_type.is_none() {
            return Err(PullError::NotABundle);
        }
        self.follow_next_page(&ask, &response.body)?;
        let mut page = Page::default();
        if ask.is_first {
            page.total = Fields::parse(&response.body)
                .ok()
                .and_then(|f| f.get("total").and_then(|t| t.parse().ok()));
        }
        for item in &document.items {
            let text = document.resource(item);
            if self.take(&ask, text) {
                page.resources.push(text.to_owned());
            }
        }
        Ok(page)
    }

    /// Checks a resource against what was asked: servers ignore parameters that they don't know.
    fn take(&mut self, ask: &Ask, text: &str) -> bool {
        let Ok(fields) = Fields::parse(text) else {
            return false;
        };
        let (Some(kind), Some(id)) = (fields.string("resourceType"), fields.string("id")) else {
            return false;
        };
        if kind != ask.kind || ask.subject.as_ref().is_some_and(|s| !text.contains(s)) {
            return false;
        }
        if ask.is_whose {
            // A server searches by system and value alone, and one system can hold two
            // kinds of number.
            if !self.is_named(&id, text) {
                return false;
            }
            self.queue.extend(of_subject(&id));
        }
        for target in references(text) {
            if let Some((kind, id)) = literal(&target)
                && let Some(kind) = KINDS.into_iter().find(|k| *k == kind)
                && !target.contains("://")
            {
                self.wanted.push((kind, id.to_owned()));
            }
        }
        self.seen.insert(here(&kind, &id), ()).is_none()
    }

    fn is_named(&self, id: &str, text: &str) -> bool {
        let key = here("Patient", id);
        let reading = read(&key, text);
        let borne = reading.projection.actor().map(|a| &a.identifiers);
        let named = self.named.as_ref().zip(borne);
        named.is_some_and(|(named, borne)| names("Patient", named, borne))
    }

    fn follow_next_page(&mut self, ask: &Ask, body: &str) -> Result<(), PullError> {
        let fields = Fields::parse(body).map_err(|_| PullError::NotABundle)?;
        let links = fields.get("link").and_then(elements).unwrap_or_default();
        let next = links
            .into_iter()
            .filter_map(|link| Fields::parse(link).ok())
            .find(|link| link.string("relation").as_deref() == Some("next"))
            .and_then(|link| link.string("url"));
        let Some(path) = next else {
            return Ok(());
        };
        if self.pages.contains(&path) || self.pages.len() > PAGES {
            return Err(PullError::EndlessPages);
        }
        self.pages.push(path.clone());
        self.queue.push_front(Ask {
            path,
            form: None,
            is_first: false,
            ..ask.clone()
        });
        Ok(())
    }

    fn ask_for_the_missing(&mut self) {
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.order();
        for of_kind in wanted.chunk_by(|a, b| a.0 == b.0) {
            let Some((kind, _)) = of_kind.first() else {
                continue;
            };
            let missing: Vec<&str> = of_kind
                .iter()
                .filter(|(_, id)| {
                    let key = here(kind, id);
                    !self.seen.contains_key(&key) && self.fetched.insert(key, ()).is_none()
                })
                .map(|(_, id)| id.as_str())
                .collect();
            for ids in missing.chunks(IDS) {
                let path = format!("{kind}?_id={}&_count=100", ids.join(","));
                self.queue.push_back(Ask::new(path, kind));
            }
        }
    }

    /// Whether a resource came back in this reading.
    pub fn has_seen(&self, kind: &str, id: &str) -> bool {
        self.seen.contains_key(&here(kind, id))
    }
}

/// What finds the records of a person.
fn of_subject(id: &str) -> impl Iterator<Item = Ask> + '_ {
    BY_SUBJECT.into_iter().map(move |(kind, parameter)| Ask {
        subject: Some(format!("Patient/{id}\"")),
        ..Ask::new(format!("{kind}?{parameter}=Patient/{id}&_count=100"), kind)
    })
}

/// Text as a part of a search (<https://url.spec.whatwg.org/#query-percent-encode-set>), with
/// what separates there.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            quoted.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                quoted.push(digit.to_ascii_uppercase());
            }
        }
    }
    quoted
}
