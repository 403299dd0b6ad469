//! What has not been acknowledged, and what has, as the sync chip lists it when it is opened.

use coordo_core::{Instant, Private, RecordKey, SourceId, Wanted};

/// All that is unsent, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct OutboxView {
    /// What is unsent, in the order of making; what waits for a person is one row a record.
    pub rows: Vec<UnsentView>,
    /// The host's names of the sources.
    pub sources: Vec<SourceId>,
    /// What sources have acknowledged to this page since it was opened, the newest first; at
    /// most fifty. What another tab sent is told there.
    pub sent: Vec<SentView>,
}

/// One change that its source has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentView {
    /// The record.
    pub record: RecordKey,
    /// Its title, or the name that it goes by.
    pub title: Option<Private<String>>,
    /// What was wanted.
    pub wanted: Wanted,
    /// When the source said that it has it, by the clock of this device.
    pub sent_at: Instant,
}

/// One change that no source has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentView {
    /// The record.
    pub record: RecordKey,
    /// Its title, or the name that it goes by.
    pub title: Option<Private<String>>,
    /// What was wanted.
    pub wanted: Wanted,
    /// When it was made.
    pub made_at: Instant,
    /// How far it is.
    pub state: UnsentState,
}

/// How far a change is that no source has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsentState {
    /// Kept here until it is sent.
    Waiting,
    /// On its way.
    Sending,
    /// The source answered no, for good; it waits for a person.
    Refused {
        /// HTTP status.
        status: u16,
        /// The source's own words (OperationOutcome), where it gave some.
        words: Option<Private<String>>,
    },
    /// A colleague changed the same meanwhile; it waits for a person.
    Conflict,
}
