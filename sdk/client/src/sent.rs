//! What was sent, told for as long as the client is open: nothing of it is kept on the device.

use std::collections::VecDeque;

use coordo_core::{Instant, RecordKey, Wanted};
use coordo_store::OutboxRow;

/// How many are told: what somebody did in a morning.
const MOST: usize = 50;

/// A change that its source has.
pub(crate) struct Sent {
    pub(crate) record: RecordKey,
    pub(crate) wanted: Wanted,
    pub(crate) at: Instant,
}

/// The last changes that sources have acknowledged to this page.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Sent>);

impl Journal {
    /// Notes a change that its source has.
    pub(crate) fn note(&mut self, row: &OutboxRow, at: Instant) {
        self.0.truncate(MOST - 1);
        self.0.push_front(Sent {
            record: row.record().clone(),
            wanted: row.change.wanted(),
            at,
        });
    }

    /// The newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Sent> {
        self.0.iter()
    }
}
