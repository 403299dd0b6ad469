//! Sources that say by themselves that something has changed: their word is a reason to ask at once.
//! Asking now and then goes on whatever becomes of it.

use std::collections::VecDeque;
use std::rc::Rc;

use coordo_core::SourceId;
use coordo_sync::{Step, Watch};

use crate::client::Client;
use crate::options::SourceKind;
use crate::ports::{Channel, Transport};

/// How long a source is left in peace after a channel broke, in milliseconds; it doubles.
const PEACE: u32 = 30_000;
const LONGEST_PEACE: u32 = 960_000;

impl Client {
    /// Watches the sources that offer it and that nobody watches yet.
    pub(crate) fn watch_sources(&self) {
        let found: Vec<(SourceId, Rc<dyn Transport>)> = {
            let mut state = self.inner.state.borrow_mut();
            if !state.lead.is_leading || !state.is_complete() {
                return;
            }
            let mut found = Vec::new();
            for source in state.options.sources.clone() {
                let SourceKind::Endpoint { transport } = source.kind else {
                    continue;
                };
                let Some(held) = state.sources.get_mut(&source.id) else {
                    continue;
                };
                let capability = held.capability.as_deref();
                let is_offered =
                    capability.is_some_and(coordo_sync::Capability::offers_subscriptions);
                if is_offered && transport.has_channel() && !held.is_watched {
                    held.is_watched = true;
                    found.push((source.id, transport));
                }
            }
            found
        };
        for (source, transport) in found {
            let client = self.clone();
            self.spawn(async move { client.watch(source, transport).await });
        }
    }

    /// Watches one source as long as this page leads, with ever longer pauses after trouble.
    async fn watch(&self, source: SourceId, transport: Rc<dyn Transport>) {
        let n_forgotten = self.inner.state.borrow().n_forgotten;
        let mut peace = PEACE;
        while self.is_watching(n_forgotten) {
            if self.watch_once(&source, &transport, n_forgotten).await {
                peace = PEACE;
            }
            if !self.is_watching(n_forgotten) {
                break;
            }
            self.inner.ports.timer.wait(peace).await;
            peace = peace.saturating_mul(2).min(LONGEST_PEACE);
        }
        if let Some(held) = self.inner.state.borrow_mut().sources.get_mut(&source) {
            held.is_watched = false;
        }
    }

    fn is_watching(&self, n_forgotten: u64) -> bool {
        let state = self.inner.state.borrow();
        !state.is_closed && state.lead.is_leading && state.n_forgotten == n_forgotten
    }

    /// One watch, from its subscriptions to its end; tells whether anything was heard.
    async fn watch_once(
        &self,
        source: &SourceId,
        transport: &Rc<dyn Transport>,
        n_forgotten: u64,
    ) -> bool {
        let now = self.inner.ports.clock.now();
        let name = self.inner.ports.ids.new_id();
        let Some(mut watch) = self.new_watch(source, &name, now) else {
            return false;
        };
        let mut channel: Option<Rc<dyn Channel>> = None;
        let mut steps: VecDeque<Step> = watch.begin().into();
        let mut has_heard = false;
        loop {
            let Some(step) = steps.pop_front() else {
                let Some(open) = &channel else { break };
                let heard = open.next().await;
                if !self.is_watching(n_forgotten) {
                    break;
                }
                has_heard |= heard.is_some();
                steps.extend(watch.heard(heard.as_deref()));
                continue;
            };
            match step {
                Step::Ask(request) => {
                    let answer = transport.send(request).await.ok();
                    steps.extend(watch.answered(answer.as_ref()));
                }
                Step::Open(address) => {
                    channel = transport.open_channel(address).await;
                    let next = match channel {
                        Some(_) => watch.opened(),
                        None => watch.heard(None),
                    };
                    steps.extend(next);
                }
                Step::Say(text) => {
                    if let Some(open) = &channel {
                        open.say(&text);
                    }
                }
                Step::Poll => self.poll_now(),
                Step::GiveUp => break,
            }
            if !self.is_watching(n_forgotten) {
                break;
            }
        }
        drop(channel);
        for request in watch.farewell() {
            let _ = transport.send(request).await;
        }
        has_heard
    }

    fn new_watch(&self, source: &SourceId, name: &str, now: coordo_core::Instant) -> Option<Watch> {
        let scope = self.scope(source)?;
        let state = self.inner.state.borrow();
        let held = state.sources.get(source)?;
        Watch::new(held.capability.as_deref()?, &scope, name, now)
    }

    /// Asks for what has changed, now, or once what is being read is read.
    pub(crate) fn poll_now(&self) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.is_pulling {
                state.is_poll_due = true;
                return;
            }
        }
        let client = self.clone();
        self.spawn(async move { client.poll().await });
    }

    /// Asks once more where a source spoke while it was read.
    pub(crate) fn poll_if_due(&self) {
        let is_due = std::mem::take(&mut self.inner.state.borrow_mut().is_poll_due);
        if is_due {
            self.poll_now();
        }
    }
}
