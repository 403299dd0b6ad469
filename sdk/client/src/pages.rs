//! Several pages of one device on the same plan: any of them may change, one sends.

use coordo_core::{RecordKey, SourceId};
use coordo_store::{News, OutboxRow};

use crate::client::Client;
use crate::remember::denied_in;
use crate::view::cache::Keeping;
use crate::writes::Turn;

impl Client {
    /// Another page changed what the device keeps: takes it in. Resolves when it is shown, or when
    /// it is known that it cannot be.
    pub async fn take_news(&self) {
        self.take_what_others_kept().await;
    }

    /// The same; tells whether it was taken in.
    pub(crate) async fn take_what_others_kept(&self) -> bool {
        let is_ready = {
            let state = self.inner.state.borrow();
            state.cache.keeping == Keeping::Device && state.is_remembered && !state.is_closed
        };
        if !is_ready {
            return false;
        }
        // What this page decided meanwhile is written first, so that it is not taken for news.
        let turn = Turn::take(&self.inner.turns);
        turn.comes().await;
        let known: Vec<u64> = self.known_rows();
        let store = self.store_port();
        let (Ok(news), Ok(rows)) = (store.news().await, store.outbox().await) else {
            return false;
        };
        drop(turn);
        if self.is_closed() {
            return false;
        }
        self.take_records(news, &rows);
        self.take_changes(rows, &known);
        self.changed();
        true
    }

    fn known_rows(&self) -> Vec<u64> {
        let state = self.inner.state.borrow();
        state.machine.rows().map(|row| row.n).collect()
    }

    fn take_records(&self, news: Vec<News>, rows: &[OutboxRow]) {
        let mut denials: Vec<(SourceId, u16)> = Vec::new();
        let mut state = self.inner.state.borrow_mut();
        for (key, record) in news {
            if !state.is_from_server(&key.source) {
                continue;
            }
            if let Some(reading) = record.as_ref().filter(|r| state.is_reading(r)) {
                denials.retain(|(source, _)| *source != key.source);
                match denied_in(reading) {
                    Some(status) => {
                        denials.push((key.source.clone(), status));
                        continue;
                    }
                    None => state.reveal(&key.source),
                }
            }
            let Some(record) = record else {
                if !state.take_beginning_out(&key) {
                    state.remove_shown(&key);
                }
                continue;
            };
            if state.take_reading(&record) || state.take_seen(&record) {
                continue;
            }
            let is_changed = |row: &OutboxRow| *row.record() == key;
            if let Some(base) = &record.base
                && rows.iter().any(is_changed)
            {
                let version = record.version.clone();
                state.kept_bases.push((key.clone(), version, base.clone()));
            }
            let held = state.graph.get(&key);
            let is_same = held.is_some_and(|h| h.body == record.body);
            if !is_same {
                state.put_shown(&key, record.version, record.body);
            }
        }
        drop(state);
        for (source, status) in denials {
            self.take_denial(&source, status, true);
        }
    }

    /// Rows that came, went, or stand elsewhere now. What this page has on its way is its own:
    /// the answer tells more than the store.
    fn take_changes(&self, rows: Vec<OutboxRow>, known: &[u64]) {
        let mut fresh = Vec::new();
        {
            let mut state = self.inner.state.borrow_mut();
            let gone: Vec<(RecordKey, u64)> = state
                .machine
                .rows()
                .filter(|row| known.contains(&row.n))
                .filter(|row| !rows.iter().any(|kept| kept.n == row.n))
                .map(|row| (row.record().clone(), row.n))
                .collect();
            for (record, n) in gone {
                if state.is_pulling {
                    // What is being read may be older than what became of it.
                    state.settled.push(record.clone());
                }
                state.machine.take_out(&record, Some(n));
                state.undo.retain(|undo| !undo.has(n));
            }
            let is_leading = state.lead.is_leading;
            for row in rows {
                let held = state.machine.rows().find(|held| held.n == row.n);
                match held {
                    Some(held) if *held == row || is_leading => {}
                    Some(_) => {
                        let record = row.record().clone();
                        state.keep_base_of(&record);
                        state.machine.take_out(&record, Some(row.n));
                        fresh.push(row);
                    }
                    None => fresh.push(row),
                }
            }
        }
        self.take_rows(fresh);
    }
}

impl crate::state::State {
    /// Remembers the source's copy of a record while its rows are handed over anew.
    pub(crate) fn keep_base_of(&mut self, record: &RecordKey) {
        if self.kept_bases.iter().any(|(key, ..)| key == record) {
            return;
        }
        let base = self.machine.base(record);
        let base = base.map(|(version, text)| (version.map(str::to_owned), text.clone()));
        if let Some((version, text)) = base {
            self.kept_bases.push((record.clone(), version, text));
        }
    }
}
