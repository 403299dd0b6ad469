//! Reading a FHIR endpoint: whole at first, then what is different, or what has changed since.

use std::rc::Rc;

use coordo_core::id::literal;
use coordo_core::identity::strongest;
use coordo_core::{Notice, NoticeCode, RecordKey, SourceId};
use coordo_fhir::http::HttpResponse;
use coordo_fhir::merge::says_the_same;
use coordo_fhir::read;
use coordo_store::{Batch, Record};
use coordo_sync::{Capability, Event, Pull, PullError, Scope, Stamp};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use crate::client::{Client, RemoteChange};
use crate::load::{Outcome, READ_SLICE};
use crate::ports::Transport;
use crate::view::FailureCause;

/// Requests of one reading that are on their way together.
const AT_ONCE: usize = 6;

impl Client {
    /// Whose records a source is asked for; `None` where nobody can say what the person is
    /// called there: their id elsewhere may be somebody else's.
    pub(crate) fn scope(&self, source: &SourceId) -> Option<Scope> {
        let mut state = self.inner.state.borrow_mut();
        let options = &state.options;
        let (home, reference) = match (&options.subject, &options.subject_identifier) {
            (None, None) => return Some(Scope::All),
            (Some((home, reference)), _) if home == source => {
                return Some(Scope::Subject(reference.clone().into()));
            }
            (_, Some(identifier)) => return Some(Scope::Named(identifier.clone())),
            (Some(subject), None) => subject,
        };
        let (kind, id) = literal(reference)?;
        let key = RecordKey::new(home.clone(), kind, id);
        let patient = state.graph.actor(&key);
        let borne = patient.map_or(&[][..], |p| &p.identifiers);
        if let Some(identifier) = strongest(kind, borne) {
            return Some(Scope::Named(identifier.clone()));
        }
        let notice = Notice::on(NoticeCode::MissingField, &key, "Patient.identifier");
        state.graph.tell_of(source, notice);
        None
    }

    pub(crate) async fn read_endpoint(
        &self,
        source: &SourceId,
        transport: Rc<dyn Transport>,
        n_pull: u64,
        is_poll: bool,
    ) -> Outcome {
        let Some(scope) = self.scope(source) else {
            return Ok(());
        };
        let mut reading = self.reading(source, &scope, is_poll);
        if !reading.tells_gone() {
            let outcome = self
                .go_through(source, &transport, n_pull, &mut reading)
                .await;
            if !matches!(outcome, Err(Stop::NoSince)) {
                return outcome.map_err(Stop::cause);
            }
            // Then ids tell.
            reading = self.reading(source, &scope, false);
        }
        let outcome = self
            .go_through(source, &transport, n_pull, &mut reading)
            .await;
        outcome.map_err(Stop::cause)?;
        if self.is_current(n_pull) {
            self.tell_of_access(source, &scope, &reading);
            self.forget_unseen(source, &reading).await;
            self.ask_what_is_offered(source, &transport).await;
        }
        Ok(())
    }

    /// Tells what a source keeps to itself, and whether it knows the person.
    fn tell_of_access(&self, source: &SourceId, scope: &Scope, reading: &Pull) {
        let mut state = self.inner.state.borrow_mut();
        // What has changed of late does not tell who is there.
        let tells_person = reading.tells_gone();
        let is_old = |n: &Notice| {
            n.code == NoticeCode::NotGiven || (n.code == NoticeCode::UnknownPerson && tells_person)
        };
        let told = &mut state.graph.source_notices;
        told.retain(|(of, notice)| of != source || !is_old(notice));
        for kind in reading.not_given() {
            let notice = Notice::at(NoticeCode::NotGiven, kind);
            state.graph.tell_of(source, notice);
        }
        if tells_person
            && let Scope::Subject(subject) = scope
            && let Some((kind, id)) = literal(subject)
            && !reading.has_seen(kind, id)
        {
            let key = RecordKey::new(source.clone(), kind, id);
            let notice = Notice::on(NoticeCode::UnknownPerson, &key, kind);
            state.graph.tell_of(source, notice);
        }
    }

    /// How a source is read: whole at first, then by what is different.
    fn reading(&self, source: &SourceId, scope: &Scope, is_poll: bool) -> Pull {
        let state = self.inner.state.borrow();
        let known = state.sources.get(source);
        let capability = known.and_then(|s| s.capability.as_deref());
        let adapted = |mut reading: Pull| {
            if let Some(capability) = capability {
                reading.adapt(capability);
            }
            reading
        };
        let Some(known) = known.filter(|s| s.is_whole) else {
            return adapted(Pull::new(scope));
        };
        let held = state.graph.of_source(source);
        let held = held.map(|(key, held)| {
            let (version, updated) = (held.version.clone(), held.updated);
            (key, Stamp { version, updated })
        });
        let sync = known.sync.filter(|s| {
            let is_offered = capability.is_none_or(Capability::offers_since);
            is_poll && is_offered && !s.is_comparison_due()
        });
        adapted(match &sync {
            Some(sync) => Pull::since(scope, sync, held),
            None => Pull::compare(scope, held).with_things(state.graph.things_of(source)),
        })
    }

    /// Learns once what a source offers: after the first load, which asks for everything anyway,
    /// since some servers take long to say it.
    async fn ask_what_is_offered(&self, source: &SourceId, transport: &Rc<dyn Transport>) {
        let is_known = {
            let state = self.inner.state.borrow();
            let held = state.sources.get(source);
            held.is_none_or(|s| s.capability.is_some())
        };
        if is_known {
            return;
        }
        let request = coordo_fhir::http::HttpRequest::get("metadata");
        let Ok(response) = transport.send(request).await else {
            return;
        };
        let capability = match response.is_success() {
            true => Capability::read(&response.body),
            false => None,
        };
        let mut state = self.inner.state.borrow_mut();
        if let Some(capability) = &capability {
            let checks = capability.checks_versions("Task");
            state.machine.checks_versions(source, checks);
            // What a source says that it does not have is not kept back.
            let told = &mut state.graph.source_notices;
            told.retain(|(of, n)| {
                of != source
                    || n.code != NoticeCode::NotGiven
                    || capability.offers(n.path.as_str(), "")
            });
        }
        if let Some(held) = state.sources.get_mut(source) {
            held.capability = Some(Rc::new(capability.unwrap_or_default()));
        }
    }

    /// Asks, and takes what comes, until nothing is left to ask.
    async fn go_through(
        &self,
        source: &SourceId,
        transport: &Rc<dyn Transport>,
        n_pull: u64,
        pull: &mut Pull,
    ) -> Result<(), Stop> {
        let mut flights = FuturesUnordered::new();
        let (mut done, mut total, mut bytes) = (0, 0, 0);
        loop {
            while flights.len() < AT_ONCE
                && let Some((ticket, request)) = pull.next_request()
            {
                let answer = transport.send(request);
                flights.push(async move { (ticket, answer.await) });
            }
            let Some((ticket, answer)) = flights.next().await else {
                break;
            };
            if !self.is_current(n_pull) {
                return Ok(());
            }
            let Ok(response) = answer else {
                return Err(Stop::Failed((FailureCause::Network, None)));
            };
            let now = self.inner.ports.clock.now();
            let page = pull.answered(ticket, &response);
            let page = page.map_err(|e| Stop::of(&e, &response, now))?;
            total += page.total.unwrap_or(0);
            if let Some(url) = &page.full_url {
                self.inner.state.borrow_mut().graph.lives_at(source, url);
            }
            let mut batch = Batch::default();
            for text in page.resources {
                bytes += text.len();
                self.take_remote(source, text, &mut batch);
                if bytes > READ_SLICE {
                    bytes = 0;
                    self.inner.ports.timer.pause().await;
                }
                done += 1;
            }
            self.store(batch).await;
            self.progress(done, Some(total.max(done))).await;
        }
        let mut state = self.inner.state.borrow_mut();
        if let Some(held) = state.sources.get_mut(source) {
            let told = pull.state();
            held.sync = match held.sync.filter(|_| !pull.tells_gone()) {
                Some(before) => Some(before.after_delta(told)),
                None => told,
            };
        }
        Ok(())
    }

    fn take_remote(&self, source: &SourceId, text: String, batch: &mut Batch) {
        let mut state = self.inner.state.borrow_mut();
        let Some((found, _)) = read::identify(source, &text, "") else {
            return;
        };
        let body: coordo_store::Body = text.into();
        if state.machine.base(&found.key).is_some() {
            if !state.lead.is_leading {
                // Who leads reads it too, and decides for all pages.
                return;
            }
            drop(state);
            let now = self.inner.ports.clock.now();
            let read = Event::Read {
                record: found.key,
                version: found.version,
                body,
            };
            let actions = self.inner.state.borrow_mut().machine.handle(read, now);
            self.act(actions);
            return;
        }
        if state.settled.contains(&found.key) {
            return;
        }
        let held = state.graph.get(&found.key);
        let same = held.filter(|h| h.version.is_some() && h.version == found.version);
        if same.is_some_and(|h| h.body == body) {
            return;
        }
        if same.is_some_and(|h| !says_the_same(&h.body, &body)) {
            state.machine.numbers_twice(source);
        }
        let before = state.graph.task(&found.key).map(|t| t.status.clone());
        state
            .graph
            .put(&found.key, found.version.clone(), body.clone());
        let after = state.graph.task(&found.key).map(|t| t.status.clone());
        if let (Some(before), Some(to)) = (before, after)
            && before != to
        {
            state.n_remote += 1;
            let n = state.n_remote;
            let title = crate::decide::title_of(&state, &found.key);
            state.remote = Some(RemoteChange {
                title,
                to,
                by: None,
                n,
            });
        }
        batch.puts.push(Record {
            key: found.key,
            version: found.version,
            body,
            base: None,
        });
    }

    /// What the source no longer gives goes, unless a change of it is unsent.
    async fn forget_unseen(&self, source: &SourceId, pull: &Pull) {
        let removes: Vec<RecordKey> = {
            let mut state = self.inner.state.borrow_mut();
            let gone: Vec<RecordKey> = state
                .graph
                .of_source(source)
                .map(|(key, _)| key.clone())
                .filter(|key| !pull.has_seen(&key.kind, &key.id))
                .filter(|key| state.machine.base(key).is_none())
                .filter(|key| !state.settled.contains(key))
                .collect();
            for key in &gone {
                state.graph.remove(key);
            }
            gone
        };
        let batch = Batch {
            removes,
            ..Batch::default()
        };
        self.store(batch).await;
    }
}

/// Why a reading stopped.
enum Stop {
    /// The source failed.
    Failed((FailureCause, Option<i64>)),
    /// It cannot be asked what has changed since.
    NoSince,
}

impl Stop {
    fn of(error: &PullError, response: &HttpResponse, now: coordo_core::Instant) -> Self {
        if matches!(error, PullError::NoSince | PullError::ClockWentBack) {
            return Self::NoSince;
        }
        Self::Failed(failure(error, response, now))
    }

    fn cause(self) -> (FailureCause, Option<i64>) {
        match self {
            Self::Failed(cause) => cause,
            Self::NoSince => (FailureCause::NotFhir, None),
        }
    }
}

fn failure(
    error: &PullError,
    response: &HttpResponse,
    now: coordo_core::Instant,
) -> (FailureCause, Option<i64>) {
    let cause = if let PullError::Status { status } = error {
        FailureCause::Server { status: *status }
    } else {
        FailureCause::NotFhir
    };
    (cause, coordo_sync::retry_after(response, now))
}
