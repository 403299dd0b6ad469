//! Does what the sync machine asks for.

use std::task::Poll;

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};
use coordo_store::{Batch, Body, LEASE_MS, OutboxRow, OutboxWrite, Record, RowState};
use coordo_sync::{Action, Event, Token, is_foreign};

use crate::client::Client;
use crate::options::SourceKind;
use crate::ports::ClientEvent;
use crate::view::FailureCause;

/// A request of the machine, and where it goes.
pub(crate) type Sending = (Token, SourceId, HttpRequest);

impl Client {
    /// Carries actions out; requests and waits go on by themselves.
    pub(crate) fn act(&self, actions: Vec<Action>) {
        let mut batch = Batch::default();
        let (mut marks, mut sends) = (Vec::new(), Vec::new());
        let mut events = Vec::new();
        for action in actions {
            match action {
                Action::Send {
                    token,
                    source,
                    request,
                } => sends.push((token, source, request)),
                Action::RowChanged(row) if row.state == RowState::Sending => {
                    marks.push(OutboxWrite::Update(row));
                }
                Action::RowChanged(row) => self.row_changed(row, &mut batch, &mut events),
                Action::Acknowledged { row, version, body } => {
                    let record = row.record().clone();
                    let now = self.inner.ports.clock.now();
                    let was_seen = self.inner.state.borrow().is_seen(&record);
                    self.show(&record, version, &body, &mut batch);
                    let mut state = self.inner.state.borrow_mut();
                    if was_seen {
                        // The source may write the same otherwise.
                        batch.puts.extend(state.see_held(&record));
                    }
                    if state.is_pulling {
                        state.settled.push(record.clone());
                    }
                    state.sent.note(&row, now);
                    drop(state);
                    batch.outbox.push(OutboxWrite::Remove(row.n));
                    events.push(ClientEvent::Synced {
                        source: record.source.0.clone(),
                        resource: record.reference(),
                    });
                }
                Action::Merged {
                    record,
                    gone,
                    version,
                    body,
                } => {
                    self.show(&record, version, &body, &mut batch);
                    let mut state = self.inner.state.borrow_mut();
                    // It rests on a colleague's change now: taking it out would not give back
                    // what was seen before.
                    state.undo.retain(|u| !u.touches(&record));
                    let is_over = state.machine.base(&record).is_none();
                    drop(state);
                    batch
                        .outbox
                        .extend(gone.into_iter().map(OutboxWrite::Remove));
                    if is_over {
                        events.push(ClientEvent::Synced {
                            source: record.source.0.clone(),
                            resource: record.reference(),
                        });
                    }
                }
                Action::NeedsCredentials { source, status } => {
                    self.denied(&source, status, false);
                }
                Action::Theirs {
                    record,
                    version,
                    body,
                } => {
                    self.show(&record, version, &body, &mut batch);
                    self.keep_beginning(&record, &mut batch);
                }
                Action::WakeAt(at) => self.wake_at(at),
            }
        }
        self.carry_out(batch, marks, sends);
        for event in events {
            self.event(event);
        }
    }

    /// Keeps what is different now, and sends. On the device, what leaves is marked before, by a
    /// page that still leads.
    fn carry_out(&self, mut batch: Batch, marks: Vec<OutboxWrite>, sends: Vec<Sending>) {
        let client = self.clone();
        if self.fence().is_none() {
            batch.outbox.extend(marks);
            if !batch.is_empty() {
                self.spawn(async move { client.store(batch).await });
            }
            for sending in sends {
                self.send(sending);
            }
        } else if !batch.is_empty() || !sends.is_empty() {
            let marks = Batch {
                outbox: marks,
                ..Batch::default()
            };
            self.spawn(async move {
                let at = client.inner.ports.clock.now();
                if client.may_send(batch, marks, &sends).await {
                    client.send_all(sends, at);
                }
            });
        }
    }

    fn send_all(&self, sends: Vec<Sending>, marked_at: Instant) {
        let now = self.inner.ports.clock.now();
        // A page that slept in between: another one may have taken the lead, which marking tells.
        if now.0.saturating_sub(marked_at.0) >= LEASE_MS {
            self.not_sent(&sends);
            self.tell_machine(Event::Tick);
            return;
        }
        for sending in sends {
            self.send(sending);
        }
    }

    fn send(&self, (token, source, request): Sending) {
        let client = self.clone();
        let kind = {
            let state = self.inner.state.borrow();
            let found = state.options.sources.iter().find(|s| s.id == source);
            found.map(|s| s.kind.clone())
        };
        // Whether a change arrived is asked, too.
        let is_change = request.method != Method::Get;
        self.spawn(async move {
            let answer = match kind {
                Some(SourceKind::Endpoint { transport }) => transport.send(request).await.ok(),
                Some(SourceKind::Bundle { .. }) | None => None,
            };
            client.answered(token, &source, answer, is_change);
        });
    }

    /// Takes back that requests are on their way.
    pub(crate) fn not_sent(&self, sends: &[Sending]) {
        for (token, ..) in sends {
            let mut state = self.inner.state.borrow_mut();
            state.machine.not_sent(*token);
        }
        self.wake_idle();
    }

    fn answered(
        &self,
        token: Token,
        source: &SourceId,
        answer: Option<HttpResponse>,
        is_change: bool,
    ) {
        if self.is_closed() {
            return;
        }
        let now = self.inner.ports.clock.now();
        let cause = match answer.as_ref().map(|response| response.status) {
            None => Some(FailureCause::Network),
            Some(status @ (300..=399 | 408 | 425 | 429 | 500..)) => {
                Some(FailureCause::Server { status })
            }
            Some(200..=299) if answer.as_ref().is_some_and(is_foreign) => {
                Some(FailureCause::NotFhir)
            }
            // It was taken, or what was said is told of the change itself.
            Some(_) => None,
        };
        let mut trouble = None;
        let actions = {
            let mut state = self.inner.state.borrow_mut();
            if let Some(held) = state.sources.get_mut(source) {
                if answer.is_some() {
                    held.last_answer_at = Some(now);
                }
                let told = held.failure.as_ref().map(|failure| &failure.cause);
                if is_change && held.send_failure != cause {
                    if told != cause.as_ref() {
                        trouble.clone_from(&cause);
                    }
                    held.send_failure = cause;
                }
            }
            let event = match answer {
                Some(response) => Event::Answered { token, response },
                None => Event::NoAnswer { token },
            };
            let actions = state.machine.handle(event, now);
            state.forget_send_failure(source);
            actions
        };
        if let Some(cause) = trouble {
            let source = source.0.clone();
            self.event(ClientEvent::Trouble {
                source,
                cause,
                is_sending: true,
            });
        }
        self.act(actions);
        self.changed();
        self.wake_idle();
    }

    /// Those who wait until nothing is on its way look again.
    pub(crate) fn wake_idle(&self) {
        let waiting = std::mem::take(&mut self.inner.state.borrow_mut().waiting_for_idle);
        for waker in waiting {
            waker.wake();
        }
    }

    fn row_changed(&self, row: OutboxRow, batch: &mut Batch, events: &mut Vec<ClientEvent>) {
        let record = row.record().clone();
        let (source, resource) = (record.source.0.clone(), record.reference());
        match &row.state {
            RowState::Refused { status, .. } => events.push(ClientEvent::Refused {
                source,
                resource,
                status: *status,
            }),
            RowState::Conflict => events.push(ClientEvent::Conflict { source, resource }),
            RowState::Unsent | RowState::Sending => {}
        }
        if row.state.waits_for_person() {
            // What waits for a person is no longer shown as if it had happened.
            let base = {
                let state = self.inner.state.borrow();
                let base = state.machine.base(&record);
                base.map(|(v, text)| (v.map(str::to_owned), text.clone()))
            };
            if let Some((version, body)) = base {
                self.show(&record, version, &body, batch);
                // The question says what it is about.
                let seen = self.inner.state.borrow_mut().see_held(&record);
                batch.puts.extend(seen);
            }
        }
        batch.outbox.push(OutboxWrite::Update(row));
    }

    /// Takes the source's copy of a record in, under what is still unsent of it.
    pub(crate) fn show(
        &self,
        record: &RecordKey,
        version: Option<String>,
        base: &Body,
        batch: &mut Batch,
    ) {
        let mut state = self.inner.state.borrow_mut();
        if state.machine.conflict(record).is_none() {
            state.forget_beginning(record, batch);
        }
        let shown = state.machine.shown(record);
        let body = shown.clone().unwrap_or_else(|| base.clone());
        state.put_shown(record, version.clone(), body.clone());
        batch.puts.push(Record {
            key: record.clone(),
            version,
            body,
            base: shown.map(|_| base.clone()),
        });
    }

    fn wake_at(&self, at: Instant) {
        let client = self.clone();
        let now = self.inner.ports.clock.now();
        let ms = u32::try_from((at.0 - now.0).clamp(1, 3_600_000)).unwrap_or(1);
        let wait = self.inner.ports.timer.wait(ms);
        self.spawn(async move {
            wait.await;
            if !client.is_closed() {
                client.tell_machine(Event::Tick);
            }
        });
    }

    pub(crate) fn send_now(&self) {
        {
            // Whoever asks anew is told anew.
            let mut state = self.inner.state.borrow_mut();
            let sources: Vec<SourceId> = state.sources.keys().cloned().collect();
            for source in sources {
                if let Some(held) = state.sources.get_mut(&source) {
                    held.is_denied = false;
                }
            }
        }
        self.tell_machine(Event::SendNow);
    }

    pub(crate) fn tell_machine(&self, event: Event) {
        let now = self.inner.ports.clock.now();
        let actions = self.inner.state.borrow_mut().machine.handle(event, now);
        if !actions.is_empty() {
            self.act(actions);
            self.changed();
        }
    }

    /// Resolves when no request with a change is on its way.
    pub(crate) async fn until_idle(&self) {
        std::future::poll_fn(|cx| {
            let mut state = self.inner.state.borrow_mut();
            if state.is_closed || !state.machine.is_sending() {
                return Poll::Ready(());
            }
            state.waiting_for_idle.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
