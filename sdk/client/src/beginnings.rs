//! What conflicts began with, kept on the device: without it a restart knows only what the waiting
//! changes saw, and asks about more than what two people changed.

use coordo_core::RecordKey;
use coordo_store::{Batch, Body, Record};

use crate::client::Client;
use crate::state::State;
use crate::view::cache::Keeping;

/// The kind of these records. No FHIR type is called so.
const BEGINNING: &str = "$base";

/// A record, and what a conflict about it began with.
#[derive(Clone)]
pub(crate) struct Beginning {
    record: RecordKey,
    version: Option<String>,
    text: Body,
}

impl Beginning {
    fn key(record: &RecordKey) -> RecordKey {
        RecordKey::new(record.source.clone(), BEGINNING, record.reference())
    }

    fn read(record: &RecordKey) -> Option<RecordKey> {
        if record.kind != BEGINNING {
            return None;
        }
        let (kind, id) = record.id.split_once('/')?;
        Some(RecordKey::new(record.source.clone(), kind, id))
    }
}

impl Client {
    /// Keeps what a conflict began with.
    pub(crate) fn keep_beginning(&self, record: &RecordKey, batch: &mut Batch) {
        let mut state = self.inner.state.borrow_mut();
        if state.cache.keeping != Keeping::Device {
            return;
        }
        let Some(conflict) = state.machine.conflict(record) else {
            return;
        };
        let mut rows = state.machine.rows_of(record);
        let version = rows.next().and_then(|row| row.base_version.clone());
        drop(rows);
        batch.puts.push(Record {
            key: Beginning::key(record),
            version: version.clone(),
            body: conflict.base.clone(),
            base: None,
        });
        state.beginnings.retain(|b| b.record != *record);
        state.beginnings.push(Beginning {
            record: record.clone(),
            version,
            text: conflict.base,
        });
    }
}

impl State {
    /// Forgets what a conflict began with that is over.
    pub(crate) fn forget_beginning(&mut self, record: &RecordKey, batch: &mut Batch) {
        let before = self.beginnings.len();
        self.beginnings.retain(|b| b.record != *record);
        if self.beginnings.len() < before {
            batch.removes.push(Beginning::key(record));
        }
    }

    /// Takes in what a conflict began with, where a record is that.
    pub(crate) fn take_began_with(&mut self, kept: &Record) -> bool {
        let Some(record) = Beginning::read(&kept.key) else {
            return false;
        };
        self.beginnings.retain(|b| b.record != record);
        self.beginnings.push(Beginning {
            record,
            version: kept.version.clone(),
            text: kept.body.clone(),
        });
        true
    }

    /// The same where another page forgot it.
    pub(crate) fn take_beginning_out(&mut self, key: &RecordKey) -> bool {
        let Some(record) = Beginning::read(key) else {
            return false;
        };
        self.beginnings.retain(|b| b.record != record);
        true
    }

    /// Lets conflicts that were brought back rest on what they began with.
    pub(crate) fn give_conflicts_their_beginning(&mut self) {
        for kept in &self.beginnings {
            let (version, text) = (kept.version.clone(), kept.text.clone());
            self.machine.began_with(&kept.record, version, text);
        }
    }
}
