//! Sources that want to know who asks: what they gave is hidden until they do.
//!
//! On the device it stays, sealed; here it is held aside, so that neither a view nor a rule sees it.

use coordo_core::{RecordKey, SourceId};
use coordo_store::{Batch, Body};

use crate::client::Client;
use crate::ports::ClientEvent;
use crate::state::State;
use crate::view::{FailureCause, FailureView, LoadView};

/// A record that is hidden: key, version, text.
pub(crate) type Hidden = (RecordKey, Option<String>, Body);

impl Client {
    /// A source does not know, or does not admit, who asks: said to the host once, until it admits
    /// them or is asked anew by a person.
    pub(crate) fn denied(&self, source: &SourceId, status: u16, is_reading: bool) {
        // Who may read and not write still reads.
        let hides = is_reading || status == 401;
        if hides && !self.inner.state.borrow().is_hidden(source) {
            let (client, source) = (self.clone(), source.clone());
            self.spawn(async move { client.keep_denial(&source, status).await });
        }
        self.take_denial(source, status, hides);
    }

    /// The same, once the other pages know.
    pub(crate) fn take_denial(&self, source: &SourceId, status: u16, hides: bool) {
        let is_new = {
            let mut state = self.inner.state.borrow_mut();
            if hides {
                state.withhold(source);
            }
            let failure = FailureView {
                source: source.0.clone(),
                cause: FailureCause::Server { status },
                retry_at: None,
            };
            let Some(held) = state.sources.get_mut(source) else {
                return;
            };
            held.failure = Some(failure.clone());
            let is_new = !held.is_denied;
            held.is_denied = true;
            if !state.is_pulling {
                state.load = LoadView::Failed(failure);
            }
            is_new
        };
        if is_new {
            self.event(ClientEvent::CredentialsNeeded {
                source: source.0.clone(),
                status,
            });
        }
    }

    /// A source was read: what it gave before is shown again, as far as it is still there.
    pub(crate) async fn admitted(&self, source: &SourceId) {
        let removes = {
            let mut state = self.inner.state.borrow_mut();
            let Some(held) = state.sources.get_mut(source) else {
                return;
            };
            if held.was_hidden_meanwhile {
                // What is not in this reading may only not have changed: the next one is whole.
                held.is_whole = false;
                state.reveal(source);
                return;
            }
            held.is_denied = false;
            held.is_hidden = false;
            let hidden = std::mem::take(&mut held.hidden);
            let mut gone = Vec::new();
            for (key, version, body) in hidden {
                if state.graph.get(&key).is_some() {
                    continue;
                }
                // What its source took meanwhile the reading may have passed before.
                let is_new = state.settled.contains(&key);
                match state.machine.shown(&key).or(is_new.then_some(body)) {
                    Some(shown) => state.graph.put(&key, version, shown),
                    None => gone.push(key),
                }
            }
            gone
        };
        if !removes.is_empty() {
            let batch = Batch {
                removes,
                ..Batch::default()
            };
            self.store(batch).await;
        }
    }

    /// Whether a source waits for credentials.
    pub(crate) fn is_denied_anywhere(&self) -> bool {
        let state = self.inner.state.borrow();
        state.sources.values().any(|held| held.is_denied)
    }
}

impl State {
    /// Hides what a source gave. It counts as not read until it is read again.
    fn withhold(&mut self, source: &SourceId) {
        let records: Vec<Hidden> = self
            .graph
            .of_source(source)
            .map(|(key, held)| (key.clone(), held.version.clone(), held.body.clone()))
            .collect();
        for (key, ..) in &records {
            self.graph.remove(key);
        }
        if let Some(held) = self.sources.get_mut(source) {
            held.is_whole = false;
            held.is_hidden = true;
            held.was_hidden_meanwhile = true;
            if !held.hidden.is_empty() {
                let is_older = |(key, ..): &Hidden| records.iter().all(|(newer, ..)| newer != key);
                held.hidden.retain(is_older);
            }
            held.hidden.extend(records);
        }
    }

    /// Whether nothing of a source is shown.
    pub(crate) fn is_hidden(&self, source: &SourceId) -> bool {
        self.sources.get(source).is_some_and(|held| held.is_hidden)
    }

    /// Whether there is a source of which nothing is shown.
    pub(crate) fn hides_any(&self) -> bool {
        self.sources.iter().any(|(_, held)| held.is_hidden)
    }

    /// Shows a record, or holds it aside where its source is hidden.
    pub(crate) fn put_shown(&mut self, key: &RecordKey, version: Option<String>, body: Body) {
        if self.is_hidden(&key.source) {
            self.hide(key, Some((version, body)));
        } else {
            self.graph.put(key, version, body);
        }
    }

    /// Takes a record out, where it is shown or held aside.
    pub(crate) fn remove_shown(&mut self, key: &RecordKey) {
        if self.is_hidden(&key.source) {
            self.hide(key, None);
        } else {
            self.graph.remove(key);
        }
    }

    fn hide(&mut self, key: &RecordKey, text: Option<(Option<String>, Body)>) {
        if let Some(held) = self.sources.get_mut(&key.source) {
            held.hidden.retain(|(known, ..)| known != key);
            let news = text.map(|(version, body)| (key.clone(), version, body));
            held.hidden.extend(news);
        }
    }

    /// The source was read, here or by another page: shows all again that is not there already.
    pub(crate) fn reveal(&mut self, source: &SourceId) {
        let Some(held) = self.sources.get_mut(source) else {
            return;
        };
        if !held.is_hidden {
            return;
        }
        held.is_denied = false;
        held.is_hidden = false;
        held.failure = None;
        for (key, version, body) in std::mem::take(&mut held.hidden) {
            if self.graph.get(&key).is_none() {
                self.graph.put(&key, version, body);
            }
        }
        if matches!(&self.load, LoadView::Failed(failure) if failure.source == source.0) {
            self.load = LoadView::Ready;
        }
    }
}
