//! What is written together.

use std::fmt;
use std::rc::Rc;

use coordo_core::{Change, Instant, Private, RecordKey};

/// A record's text, shared between the store and those who read it.
pub type Body = Rc<str>;

/// One record.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Identity.
    pub key: RecordKey,
    /// The version that the source last told.
    pub version: Option<String>,
    /// The record as people see it here, unsent changes included.
    pub body: Body,
    /// The source's own copy, where this device is ahead of it.
    pub base: Option<Body>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({:?})", self.key)
    }
}

/// Where a change stands on its way to its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Kept here.
    Unsent,
    /// A request is on its way; after a crash it counts as unsent.
    Sending,
    /// The source said no for good.
    Refused {
        /// HTTP status.
        status: u16,
        /// The source's words.
        words: Option<Private<String>>,
    },
    /// The record was changed elsewhere meanwhile; a person decides.
    Conflict,
}

impl RowState {
    /// Whether nothing happens until a person decides.
    pub fn waits_for_person(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Conflict)
    }
}

/// One change that its source has not acknowledged.
///
/// It enters when a command succeeds and leaves when the source confirms it or
/// when a person discards it; nothing else may delete it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number: the order in which changes were made on this device.
    pub n: u64,
    /// What was changed.
    pub change: Change,
    /// The version that the person saw; sent as `If-Match`.
    pub base_version: Option<String>,
    /// When it was made.
    pub made_at: Instant,
    /// Where it stands.
    pub state: RowState,
}

impl OutboxRow {
    /// The record that it changes.
    pub fn record(&self) -> &RecordKey {
        &self.change.record
    }
}

/// One write to the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxWrite {
    /// A new row.
    Add(OutboxRow),
    /// A row that is there, as it is now.
    Update(OutboxRow),
    /// A row that was acknowledged, or that a person discarded.
    Remove(u64),
}

/// Writes that become visible together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records to write.
    pub puts: Vec<Record>,
    /// Records to remove.
    pub removes: Vec<RecordKey>,
    /// Outbox writes, in order.
    pub outbox: Vec<OutboxWrite>,
}

impl Batch {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.removes.is_empty() && self.outbox.is_empty()
    }
}
