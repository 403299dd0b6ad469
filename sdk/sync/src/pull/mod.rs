//! Reading a source until nothing that it refers to is missing.
//!
//! Searches that do not depend on each other may be on their way together: take
//! requests with [`Pull::next_request`] until it gives none, tell each answer with
//! its ticket, ask again. The reading is whole when there is neither a request to
//! take nor an answer to come.
//!
//! Three depths: a whole reading; one that compares ids and versions and fetches what is different,
//! which finds deletions and lost access and trusts no clock; one that asks only for what has
//! changed since the last, by the server's own clock, and cannot see what is gone.

mod ask;
mod by_id;
mod stamp;
mod take;

use std::collections::VecDeque;

use coordo_core::coded::Identifier;
use coordo_core::id::literal;
use coordo_core::{Instant, Private, RecordKey, RecordMap, SourceId};
use coordo_fhir::fields::Fields;
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_fhir::{Document, link};

use self::ask::{Ask, Depth, KINDS, OF_PLANS, includes, is_of_somebody, of_subject, quoted};
pub use self::stamp::Stamp;
use crate::capability::Capability;
use crate::cursor::{SyncState, clock_of};

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
    /// The source's clock shows an earlier time than it did: "since then" means nothing.
    #[error("the source's clock went back")]
    ClockWentBack,
    /// The source does not search by `_lastUpdated`.
    #[error("the source does not tell what has changed since")]
    NoSince,
}

/// Resources of one answer, each as its text.
#[derive(Default)]
pub struct Page {
    /// Resources that were asked for.
    pub resources: Vec<String>,
    /// The full URL of one of them, where the server tells any.
    pub full_url: Option<String>,
    /// `Bundle.total` of the search, told with its first page.
    pub total: Option<usize>,
}

/// Shows how many, nothing of what they say.
impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Page({} resources)", self.resources.len())
    }
}

/// Rounds of following references; a plan needs three (task, role, structure), and one each to
/// look at what is referred to only, and to fetch what is different.
const ROUNDS: u32 = 8;
/// Pages in all.
const PAGES: usize = 2_000;

/// Names one request of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// One reading of a source.
pub struct Pull {
    depth: Depth,
    queue: VecDeque<Ask>,
    named: Option<Identifier>,
    subject: Option<String>,
    asked: Vec<(Ticket, Ask)>,
    n_tickets: u64,
    pages: Vec<String>,
    /// What is held already.
    held: RecordMap<Stamp>,
    seen: RecordMap<()>,
    /// What is listed otherwise than it is held.
    changed: Vec<(&'static str, String)>,
    wanted: Vec<(&'static str, String)>,
    /// Vehicles, rooms and devices that the person's appointments take.
    things: Vec<String>,
    /// Addresses of protocols that records come from.
    protocols: Vec<String>,
    fetched: RecordMap<()>,
    /// Types of which the source gave no answer that tells what is gone.
    untold: Vec<&'static str>,
    /// Those of them that it does not give, or not to whoever asks.
    not_given: Vec<&'static str>,
    /// Whether a search of what is somebody's was answered.
    has_told_of_person: bool,
    /// Whether any search was answered.
    has_told: bool,
    /// The end of searches by type, for what is sent along.
    includes: Vec<(&'static str, String)>,
    /// Types of which no person's records can be searched for, and whether the source has them.
    unoffered: Vec<(&'static str, bool)>,
    rounds: u32,
    clock: Option<Instant>,
    newest: Option<Instant>,
}

impl std::fmt::Debug for Pull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pull({:?}, {} seen)", self.depth, self.seen.len())
    }
}

/// A record of the one source that is read.
fn here(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId(String::new()), kind, id)
}

impl Pull {
    /// A whole reading of that scope.
    pub fn new(scope: &Scope) -> Self {
        Self::at(scope, Depth::Whole, std::iter::empty())
    }

    /// A reading that brings what is different from what is held, and tells what is gone.
    pub fn compare<'k>(
        scope: &Scope,
        held: impl IntoIterator<Item = (&'k RecordKey, Stamp)>,
    ) -> Self {
        Self::at(scope, Depth::Compare, held)
    }

    /// A reading of what has changed since an earlier one.
    pub fn since<'k>(
        scope: &Scope,
        state: &SyncState,
        held: impl IntoIterator<Item = (&'k RecordKey, Stamp)>,
    ) -> Self {
        Self::at(scope, Depth::Since(state.asks_from()), held)
    }

    fn at<'k>(
        scope: &Scope,
        depth: Depth,
        held: impl IntoIterator<Item = (&'k RecordKey, Stamp)>,
    ) -> Self {
        let mut known = RecordMap::default();
        for (key, stamp) in held {
            known.insert(here(&key.kind, &key.id), stamp);
        }
        let mut pull = Self {
            depth,
            queue: VecDeque::new(),
            named: None,
            subject: None,
            asked: Vec::new(),
            n_tickets: 0,
            pages: Vec::new(),
            held: known,
            seen: RecordMap::default(),
            changed: Vec::new(),
            wanted: Vec::new(),
            things: Vec::new(),
            protocols: Vec::new(),
            fetched: RecordMap::default(),
            untold: Vec::new(),
            not_given: Vec::new(),
            has_told_of_person: false,
            has_told: false,
            includes: Vec::new(),
            unoffered: Vec::new(),
            rounds: 0,
            clock: None,
            newest: None,
        };
        match scope {
            Scope::All => {
                let all = KINDS
                    .into_iter()
                    .map(|kind| Ask::new(format!("{kind}?_count=100"), kind).to(&depth));
                pull.queue.extend(all);
            }
            Scope::Subject(subject) => {
                let id = literal(subject).map_or(subject.as_str(), |(_, id)| id);
                let whose = Ask::new(format!("Patient?_id={id}"), "Patient");
                pull.queue.push_back(whose.to(&depth));
                pull.ask_of_subject(id);
            }
            Scope::Named(identifier) => {
                let (system, value) = (quoted(&identifier.system), quoted(&identifier.value));
                pull.queue.push_back(Ask {
                    // A national number names a person: it is no part of an address.
                    form: Some(format!("identifier={system}%7C{value}")),
                    is_whose: true,
                    ..Ask::new("Patient".to_owned(), "Patient")
                });
                pull.named = Some(identifier.clone());
            }
        }
        pull
    }

    /// The same, which also asks what else becomes of the vehicles, rooms and devices that held
    /// appointments take: references of this source.
    #[must_use]
    pub fn with_things(mut self, things: Vec<String>) -> Self {
        self.things = things;
        self
    }

    /// Leaves out what a source says that it does not offer, and has it send along what it offers to.
    pub fn adapt(&mut self, capability: &Capability) {
        for kind in KINDS {
            let end = includes(capability, kind);
            if !end.is_empty() {
                self.includes.push((kind, end));
            }
        }
        let unoffered = of_subject("").filter(|ask| !capability.offers(ask.kind, &ask.path));
        let unoffered = unoffered.map(|ask| (ask.kind, capability.offers(ask.kind, "")));
        self.unoffered = unoffered.collect();
        for ask in std::mem::take(&mut self.queue) {
            let is_offered = ask.form.is_some() || capability.offers(ask.kind, &ask.path);
            if is_offered {
                self.queue.push_back(self.sending_along(ask));
            } else {
                self.leave_out(ask.kind);
            }
        }
    }

    /// A type is not asked for, since the source says that it would not answer.
    fn leave_out(&mut self, kind: &'static str) {
        self.untold.push(kind);
        // It has them, and does not tell which are the person's.
        if OF_PLANS.contains(&kind) && self.unoffered.contains(&(kind, true)) {
            self.keeps_back(kind);
        }
    }

    fn ask_of_subject(&mut self, id: &str) {
        let depth = self.depth;
        for ask in of_subject(id) {
            if self.unoffered.iter().any(|(kind, _)| *kind == ask.kind) {
                self.leave_out(ask.kind);
                continue;
            }
            let ask = self.sending_along(ask.to(&depth));
            self.queue.push_back(ask);
        }
        self.subject = Some(id.to_owned());
    }

    fn sending_along(&self, ask: Ask) -> Ask {
        match self.includes.iter().find(|(kind, _)| *kind == ask.kind) {
            Some((_, end)) => ask.with(end),
            None => ask,
        }
    }

    /// The next request; `None` while answers are awaited, or when the reading is whole.
    pub fn next_request(&mut self) -> Option<(Ticket, HttpRequest)> {
        // What is missing is known only when every search has answered.
        while self.queue.is_empty() && self.asked.is_empty() && self.rounds < ROUNDS {
            self.rounds += 1;
            if self.rounds == 1 && self.depth != Depth::Whole {
                self.ask_for_the_held();
            } else {
                self.ask_for_the_missing();
            }
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
            // Most servers tell nobody what else a vehicle does.
            if ask.thing.is_some() && matches!(response.status, 400 | 403 | 404 | 405 | 501) {
                return Ok(Page::default());
            }
            let asks_since = matches!(self.depth, Depth::Since(_)) && ask.kind != "PlanDefinition";
            return match response.status {
                400 | 501 if asks_since && !ask.is_whose => Err(PullError::NoSince),
                // A type or a parameter that a server does not offer is no reason to show
                // nothing, and none to believe that what is held of it is gone.
                400 | 404 | 405 | 501 => {
                    if OF_PLANS.contains(&ask.kind) {
                        self.keeps_back(ask.kind);
                    }
                    self.not_told(ask.kind, response.status)
                }
                // Some types are not for everybody; whoever may not see the person sees nothing.
                403 if !ask.is_whose && ask.kind != "Patient" => {
                    self.keeps_back(ask.kind);
                    self.not_told(ask.kind, response.status)
                }
                status => Err(PullError::Status { status }),
            };
        }
        let document =
            Document::read(response.body.as_bytes()).map_err(|_| PullError::NotABundle)?;
        if document.bundle_type.is_none() {
            return Err(PullError::NotABundle);
        }
        self.has_told = true;
        self.has_told_of_person |= is_of_somebody(ask.kind);
        self.tell_time(clock_of(response))?;
        self.follow_next_page(&ask, &response.body)?;
        let mut page = Page::default();
        if ask.is_first && !ask.is_listing {
            page.total = Fields::parse(&response.body)
                .ok()
                .and_then(|f| f.get("total").and_then(|t| t.parse().ok()));
        }
        for item in &document.items {
            let text = document.resource(item);
            if self.take(&ask, text) {
                page.full_url = page.full_url.or_else(|| item.full_url.clone());
                page.resources.push(text.to_owned());
            }
        }
        Ok(page)
    }

    fn keeps_back(&mut self, kind: &'static str) {
        if !self.not_given.contains(&kind) {
            self.not_given.push(kind);
        }
    }

    /// A type is not told. A source that tells of none at all is not there: a wrong address, a page
    /// that says that it is being mended.
    fn not_told(&mut self, kind: &'static str, status: u16) -> Result<Page, PullError> {
        self.untold.push(kind);
        match self.has_told || !self.queue.is_empty() || !self.asked.is_empty() {
            true => Ok(Page::default()),
            false => Err(PullError::Status { status }),
        }
    }

    /// The earliest instant that the source told counts: what changed later is asked for again.
    fn tell_time(&mut self, clock: Option<Instant>) -> Result<(), PullError> {
        let Some(clock) = clock else {
            return Ok(());
        };
        if let Depth::Since(from) = self.depth
            && clock < from
        {
            return Err(PullError::ClockWentBack);
        }
        self.clock = Some(self.clock.map_or(clock, |c| c.min(clock)));
        Ok(())
    }

    fn follow_next_page(&mut self, ask: &Ask, body: &str) -> Result<(), PullError> {
        let fields = Fields::parse(body).map_err(|_| PullError::NotABundle)?;
        let Some(path) = link(&fields, "next") else {
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

    /// Whether a resource is still there, as far as this reading tells.
    pub fn has_seen(&self, kind: &str, id: &str) -> bool {
        self.untold.contains(&kind) || self.seen.contains_key(&here(kind, id))
    }

    /// Types that the source does not give, or not to whoever asks. Of plans and tasks this says
    /// something only where the source keeps what is somebody's: a register has neither.
    pub fn not_given(&self) -> impl Iterator<Item = &'static str> {
        let all = self.not_given.iter().copied();
        all.filter(|kind| self.has_told_of_person || !OF_PLANS.contains(kind))
    }

    /// Whether what was not seen is gone.
    pub fn tells_gone(&self) -> bool {
        !matches!(self.depth, Depth::Since(_))
    }

    /// From when on a later reading asks; `None` where the source told no time.
    pub fn state(&self) -> Option<SyncState> {
        self.clock.or(self.newest).map(SyncState::at)
    }
}
