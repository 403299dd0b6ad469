//! What happens to changes on their way, and what is to be done about it.

use std::fmt;

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_store::{Body, OutboxRow};

/// Names one request that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token(pub(crate) u64);

/// What happened.
#[derive(Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "an event is handed over once and never kept"
)]
pub enum Event {
    /// A person changed a record; `base` is the source's copy of it, of the row's `base_version`.
    Added {
        /// The change.
        row: OutboxRow,
        /// The source's copy.
        base: Body,
    },
    /// A row was kept by an earlier life of this device, in the order of its numbers.
    Restored {
        /// The change, as it was kept.
        row: OutboxRow,
        /// The version of the source's copy that is held now.
        version: Option<String>,
        /// That copy.
        copy: Body,
    },
    /// A request was answered.
    Answered {
        /// Which request.
        token: Token,
        /// The answer.
        response: HttpResponse,
    },
    /// A request got no answer.
    NoAnswer {
        /// Which request.
        token: Token,
    },
    /// A reading brought the source's copy of a record that has unsent changes.
    Read {
        /// The record.
        record: RecordKey,
        /// Its version there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// The host has new credentials for a source.
    CredentialsGiven {
        /// Which source.
        source: SourceId,
    },
    /// Whether this page is the one that sends. Who no longer is forgets what it has on its way:
    /// whoever leads now asks what became of it.
    Leading(bool),
    /// Time has passed.
    Tick,
    /// Send what waits, without further delay.
    SendNow,
}

/// Names the event and nothing of the record.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added { .. } => "Added",
            Self::Restored { .. } => "Restored",
            Self::Answered { .. } => "Answered",
            Self::NoAnswer { .. } => "NoAnswer",
            Self::Read { .. } => "Read",
            Self::CredentialsGiven { .. } => "CredentialsGiven",
            Self::Leading(_) => "Leading",
            Self::Tick => "Tick",
            Self::SendNow => "SendNow",
        })
    }
}

/// What to do.
#[derive(Clone)]
pub enum Action {
    /// Send a request to a source and tell the answer.
    Send {
        /// To be told with the answer.
        token: Token,
        /// The source.
        source: SourceId,
        /// The request.
        request: HttpRequest,
    },
    /// A row has another state, or rests on something else, now: store it.
    RowChanged(OutboxRow),
    /// The source has the change: remove the row, keep its copy of the record.
    Acknowledged {
        /// The row.
        row: OutboxRow,
        /// The version of its record there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// What a colleague changed and what was wanted here are one now: remove the rows, keep the
    /// source's copy, show it under what is left of the rows.
    Merged {
        /// The record.
        record: RecordKey,
        /// Rows that rest in another one, or that the source has no need of.
        gone: Vec<u64>,
        /// Its version there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// The source holds something else than the person saw: show it, and let a person decide.
    Theirs {
        /// The record.
        record: RecordKey,
        /// Its version there.
        version: Option<String>,
        /// The source's copy.
        body: Body,
    },
    /// The source does not know, or does not admit, who asks: nothing leaves for it until
    /// [`Event::CredentialsGiven`] or [`Event::SendNow`].
    NeedsCredentials {
        /// The source.
        source: SourceId,
        /// 401 or 403.
        status: u16,
    },
    /// Nothing more to do before this instant: come back with [`Event::Tick`].
    WakeAt(Instant),
}

/// Names the action and nothing of the record.
impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Send { .. } => "Send",
            Self::RowChanged(_) => "RowChanged",
            Self::Acknowledged { .. } => "Acknowledged",
            Self::Merged { .. } => "Merged",
            Self::Theirs { .. } => "Theirs",
            Self::NeedsCredentials { .. } => "NeedsCredentials",
            Self::WakeAt(_) => "WakeAt",
        })
    }
}
