//! Reading the sources, a slice at a time, so that the page stays alive meanwhile.

use coordo_core::identity::names;
use coordo_core::{Notice, NoticeCode, SourceId};
use coordo_store::Batch;
use coordo_sync::Event;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use crate::LocalFuture;
use crate::client::Client;
use crate::options::{SourceKind, SourceOptions};
use crate::ports::ClientEvent;
use crate::state::State;
use crate::view::{FailureCause, FailureView, LoadView};

/// Bytes read into projections between two turns of the page.
pub(crate) const READ_SLICE: usize = 192 * 1024;

/// What one reading of a source told.
pub(crate) type Outcome = Result<(), (FailureCause, Option<i64>)>;

impl Client {
    /// Reads what has changed in the sources since they were read, by their own clocks; now and
    /// then, what is gone too. A source that is silent is asked each time later. For asking often;
    /// [`Client::pull`] leaves nothing and nobody out.
    pub fn poll(&self) -> LocalFuture<'static, ()> {
        let client = self.clone();
        Box::pin(async move { client.read_all(true).await })
    }

    pub(crate) async fn pull_all(&self) {
        self.read_all(false).await;
    }

    /// Reads all sources: the person's own first, since it tells what they are called elsewhere,
    /// then the others side by side, so that a slow one holds nobody up.
    async fn read_all(&self, is_poll: bool) {
        let (sources, n_pull) = {
            let mut state = self.inner.state.borrow_mut();
            if state.is_pulling || state.is_closed {
                return;
            }
            state.is_pulling = true;
            state.settled.clear();
            state.told_done = 0;
            state.n_pulls += 1;
            if !state.is_complete() {
                state.load = LoadView::Loading {
                    done: 0,
                    total: None,
                };
            }
            (state.options.sources.clone(), state.n_pulls)
        };
        self.changed();
        self.remember(n_pull).await;
        if !self.is_current(n_pull) {
            return;
        }
        let sources = if is_poll {
            self.not_left_alone(sources)
        } else {
            sources
        };
        let (home, others) = self.home_and_others(sources);
        for source in home {
            self.read_source(source, n_pull, is_poll).await;
        }
        let mut readings: FuturesUnordered<LocalFuture<'_, ()>> = FuturesUnordered::new();
        for source in others {
            readings.push(Box::pin(self.read_source(source, n_pull, is_poll)));
        }
        while readings.next().await.is_some() {}
        if !self.is_current(n_pull) {
            return;
        }
        self.relate(n_pull).await;
        if self.is_current(n_pull) {
            self.pull_ended();
        }
    }

    /// Those that are not left alone now: silence of one keeps nobody from asking the others.
    fn not_left_alone(&self, sources: Vec<SourceOptions>) -> Vec<SourceOptions> {
        let now = self.inner.ports.clock.now();
        let state = self.inner.state.borrow();
        let each = sources.into_iter();
        each.filter(|s| {
            let until = state.machine.left_alone_until(&s.id);
            until.is_none_or(|until| until <= now)
        })
        .collect()
    }

    fn home_and_others(
        &self,
        sources: Vec<SourceOptions>,
    ) -> (Vec<SourceOptions>, Vec<SourceOptions>) {
        let state = self.inner.state.borrow();
        let home = state.options.subject.as_ref().map(|(home, _)| home);
        sources.into_iter().partition(|s| Some(&s.id) == home)
    }

    async fn read_source(&self, source: SourceOptions, n_pull: u64, is_poll: bool) {
        if !self.is_current(n_pull) {
            return;
        }
        let is_endpoint = matches!(source.kind, SourceKind::Endpoint { .. });
        // Where nobody knows yet what the person is called there, the source is not asked at all.
        let is_asked = !is_endpoint || self.scope(&source.id).is_some();
        if let Some(held) = self.inner.state.borrow_mut().sources.get_mut(&source.id) {
            held.was_hidden_meanwhile = false;
        }
        let outcome = match source.kind {
            SourceKind::Bundle { documents } => {
                self.read_documents(&source.id, &documents, n_pull).await
            }
            SourceKind::Endpoint { transport } => {
                self.read_endpoint(&source.id, transport, n_pull, is_poll)
                    .await
            }
        };
        if self.is_current(n_pull) {
            let is_whole = outcome.is_ok();
            let status = match outcome {
                Err((FailureCause::Server { status }, _)) => Some(status),
                Ok(()) | Err(_) => None,
            };
            self.source_read(&source.id, outcome, is_endpoint);
            if is_whole && is_asked {
                self.admitted(&source.id).await;
                self.tell_machine(Event::CredentialsGiven {
                    source: source.id.clone(),
                });
            } else if let Some(status) = status.filter(|s| matches!(s, 401 | 403)) {
                self.denied(&source.id, status, true);
            }
            self.find_subject(&source.id);
            if is_whole && is_asked {
                let now = self.inner.ports.clock.now();
                self.keep_reading(&source.id, now).await;
            }
        }
    }

    /// False once the client was closed or purged: what still comes in is dropped.
    pub(crate) fn is_current(&self, n_pull: u64) -> bool {
        let state = self.inner.state.borrow();
        state.n_pulls == n_pull && !state.is_closed
    }

    fn source_read(&self, source: &SourceId, outcome: Outcome, is_endpoint: bool) {
        let now = self.inner.ports.clock.now();
        let mut trouble = None;
        let mut state = self.inner.state.borrow_mut();
        let (failure, retry_at) = match outcome {
            Ok(()) => {
                state.machine.heard_from(source);
                (None, None)
            }
            Err((cause, retry_after)) => {
                let is_silence = match cause {
                    FailureCause::Network => true,
                    FailureCause::Server { status } => matches!(status, 429 | 500..),
                    // What is not the server's own answer, or has no end, is none.
                    FailureCause::NotFhir
                    | FailureCause::NotJson
                    | FailureCause::TooLarge { .. }
                    | FailureCause::Empty => is_endpoint,
                };
                let at = is_silence.then(|| state.machine.lost(source, now, retry_after));
                if at.is_none() {
                    state.machine.is_there(source);
                }
                (Some(cause), at)
            }
        };
        state.forget_send_failure(source);
        if let Some(held) = state.sources.get_mut(source) {
            if failure.is_none() {
                held.is_whole = true;
                held.last_answer_at = Some(now);
            }
            // Who is not admitted is told otherwise.
            let is_denied = matches!(&failure, Some(FailureCause::Server { status: 401 | 403 }));
            let before = held.failure.as_ref().map(|before| &before.cause);
            let sending = held.send_failure.as_ref();
            if !is_denied && before != failure.as_ref() && sending != failure.as_ref() {
                trouble.clone_from(&failure);
            }
            held.failure = failure.map(|cause| FailureView {
                source: source.0.clone(),
                cause,
                retry_at,
            });
        }
        drop(state);
        // What needs a whole source need not wait for the others.
        self.changed();
        if let Some(cause) = trouble {
            let source = source.0.clone();
            self.event(ClientEvent::Trouble {
                source,
                cause,
                is_sending: false,
            });
        }
    }

    fn pull_ended(&self) {
        let now = self.inner.ports.clock.now();
        let (resources, notices, restored, actions) = {
            let mut state = self.inner.state.borrow_mut();
            state.is_pulling = false;
            let failure = state.sources.values().find_map(|s| s.failure.clone());
            state.load = match failure {
                Some(failure) if !state.is_complete() => LoadView::Failed(failure),
                _ => LoadView::Ready,
            };
            state.tell_of_unknown_person();
            state.count_notices();
            let n_notices = state.n_notices;
            let notices = (state.told_notices != n_notices).then_some(n_notices);
            state.told_notices = n_notices;
            let loaded = state.is_complete().then(|| state.graph.len());
            let restored = state.restored_of_whole_sources();
            let actions = state.give_restored_rows(restored.clone(), now);
            (loaded, notices, restored, actions)
        };
        if restored.is_empty() {
            self.act(actions);
        } else {
            // What follows changes and removes them there: each by itself, since a store that
            // lasts has them already.
            let client = self.clone();
            self.spawn(async move {
                for row in restored {
                    let outbox = vec![coordo_store::OutboxWrite::Add(row)];
                    let batch = Batch {
                        outbox,
                        ..Batch::default()
                    };
                    client.store(batch).await;
                }
                client.act(actions);
                client.changed();
            });
        }
        self.changed();
        self.tend_store();
        self.watch_sources();
        self.poll_if_due();
        if let Some(resources) = resources {
            self.event(ClientEvent::Loaded { resources });
        }
        if let Some(n) = notices {
            self.event(ClientEvent::Notices { n });
        }
    }

    /// A person who was named by number alone is the first record found that bears it.
    fn find_subject(&self, source: &SourceId) {
        let mut state = self.inner.state.borrow_mut();
        let options = &state.options;
        let (None, Some(named)) = (&options.subject, &options.subject_identifier) else {
            return;
        };
        let mut patients = state.graph.of_kind(source, "Patient");
        let found = patients.find(|(_, held)| {
            let actor = held.projection.actor();
            actor.is_some_and(|a| names("Patient", named, &a.identifiers))
        });
        let found = found.map(|(key, _)| (key.source.clone(), key.reference()));
        drop(patients);
        state.options.subject = found;
    }

    /// Tells how far reading is. The telling has a turn of the page of its own: with what was
    /// read before it, or is read after it, drawing would hold the page for too long.
    pub(crate) async fn progress(&self, done: usize, total: Option<usize>) {
        let is_first = {
            let mut state = self.inner.state.borrow_mut();
            let is_first = matches!(state.load, LoadView::Loading { .. });
            if is_first {
                state.load = LoadView::Loading { done, total };
            }
            // Each telling draws all anew, so it comes when what was read has doubled.
            let is_due = done >= state.told_done.saturating_mul(2) || total == Some(done);
            if is_due {
                state.told_done = done;
            }
            is_first && is_due
        };
        if is_first {
            self.inner.ports.timer.pause().await;
            self.changed();
            self.inner.ports.timer.pause().await;
        }
    }

    /// Tells how far the reading is and leaves the page a turn; false where it was meanwhile given
    /// up.
    pub(crate) async fn goes_on(&self, n_pull: u64, done: usize, total: usize) -> bool {
        self.progress(done, Some(total)).await;
        self.inner.ports.timer.pause().await;
        self.is_current(n_pull)
    }
}

impl State {
    /// Tells where all sources were read and none of them knows the number by which the person is named.
    fn tell_of_unknown_person(&mut self) {
        const PATH: &str = "Patient.identifier";
        let is_old = |n: &Notice| n.code == NoticeCode::UnknownPerson && n.path == PATH;
        self.graph.source_notices.retain(|(_, n)| !is_old(n));
        let is_unknown =
            self.options.subject.is_none() && self.options.subject_identifier.is_some();
        let first = self.options.sources.first().map(|s| s.id.clone());
        if let Some(first) = first.filter(|_| is_unknown && self.is_complete()) {
            let notice = Notice::at(NoticeCode::UnknownPerson, PATH);
            self.graph.tell_of(&first, notice);
        }
    }
}
