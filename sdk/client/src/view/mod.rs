//! View models: plain data that widgets draw.
//!
//! Everything that a person sees is decided here and can be tested without a
//! browser; a widget adds words (by `coordo-i18n`) and shapes. Text of the data
//! travels as [`Private`], so that no `Debug` shows it.

pub mod board;
pub mod cache;
pub mod conflict;
pub mod directory;
pub mod filter;
pub mod finding;
pub mod form;
pub mod news;
pub mod outbox;
pub mod selection;
pub mod timeline;
pub mod who;

use crate::view::cache::CacheView;
pub use board::{CardKey as ItemKey, OwnerView};
pub use conflict::{Choice, ConflictFieldView, ConflictView, MergedView};
pub use filter::{Filter, OwnerFilter};
pub use finding::{Badge, FindingView, FindingsView, Lack, RemedyView};
pub use form::{DetailView, TaskFormView};
pub use news::{ChangeView, ChangesView, Unread};
pub use outbox::{OutboxView, SentView, UnsentState, UnsentView};
pub use selection::SelectionView;

use coordo_core::task::{Period, Priority};
use coordo_core::{
    ChangeKind, Field, Instant, NoticeCode, Private, RecordKey, Refusal, SourceId, TaskStatus,
    Wanted,
};

/// How far the first load is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadView {
    /// Nothing asked for yet.
    Waiting,
    /// Reading; `total` once known.
    Loading {
        /// Resources read.
        done: usize,
        /// Resources announced.
        total: Option<usize>,
    },
    /// The first load is whole.
    Ready,
    /// The first load failed; what was read is shown.
    Failed(FailureView),
}

/// Why a source could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureView {
    /// The host's name of the source.
    pub source: String,
    /// What happened.
    pub cause: FailureCause,
    /// When the next try is made by itself.
    pub retry_at: Option<Instant>,
}

/// What happened to a request or a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureCause {
    /// No answer.
    Network,
    /// An answer that is an error, with its HTTP status.
    Server {
        /// HTTP status.
        status: u16,
    },
    /// An answer that is no FHIR: a page of HTML, most often, perhaps to sign in.
    NotFhir,
    /// The document is not JSON.
    NotJson,
    /// The document is larger than what is read in a page.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The document is empty.
    Empty,
}

impl FailureCause {
    /// The code of the error that hosts are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Server { .. } => "server",
            Self::NotFhir => "wrong-answer",
            Self::NotJson | Self::Empty => "not-json",
            Self::TooLarge { .. } => "too-large",
        }
    }

    /// The status of an answer that is an error.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Server { status } => Some(*status),
            Self::Network | Self::NotFhir | Self::NotJson | Self::Empty | Self::TooLarge { .. } => {
                None
            }
        }
    }
}

/// What every widget shows around its own content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameView {
    /// How far the first load is.
    pub load: LoadView,
    /// The sync chip.
    pub sync: SyncView,
    /// What undo would take back.
    pub undo: Option<UndoView>,
    /// Whether the host opened the client for reading only, or every source is read-only.
    pub is_read_only: bool,
    /// How many oddities of the data there are.
    pub n_notices: usize,
}

/// The sync chip: counts of acknowledged and unsent changes, never a socket's state.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SyncView {
    /// Whether the last exchange with every source succeeded.
    pub online: bool,
    /// Since when it does not.
    pub offline_since: Option<Instant>,
    /// Changes not yet acknowledged, all states together; what waits for a person is one a record.
    pub n_unsent: usize,
    /// Records among them that wait for a person.
    pub n_waiting: usize,
    /// When the oldest unsent change was made.
    pub oldest_unsent_at: Option<Instant>,
    /// Whether something is on its way now.
    pub is_sending: bool,
    /// When the sources last answered.
    pub last_synced_at: Option<Instant>,
    /// Whether any source is an embedded sandbox: said on screen.
    pub is_sandbox: bool,
    /// How records are kept on this device.
    pub cache: CacheView,
}

/// What undo would take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoView {
    /// The task.
    pub record: RecordKey,
    /// What was done to it.
    pub kind: ChangeKind,
    /// Title of the task.
    pub title: Option<Private<String>>,
    /// The status it would get back, where the change gave it another.
    pub back_to: Option<TaskStatus>,
    /// Why it cannot be taken back, where it cannot.
    pub refusal: Option<Refusal>,
}

/// A change that is not acknowledged yet, as its card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingView {
    /// Kept here, not yet sent.
    Unsent {
        /// When it was made.
        since: Instant,
    },
    /// On its way.
    Sending,
    /// The source answered no, for good; the change stays here until a person decides.
    Refused {
        /// HTTP status.
        status: u16,
        /// The source's own words (OperationOutcome), where it gave some.
        words: Option<Private<String>>,
        /// What was wanted.
        mine: Wanted,
    },
    /// The record was changed elsewhere meanwhile (412): a person decides.
    Conflict {
        /// What was wanted here.
        mine: Wanted,
        /// The status held by the source now, once known.
        theirs: Option<TaskStatus>,
        /// Field by field, where the source says something else than what was wanted here:
        /// the status first. Empty until the source was asked.
        differences: Vec<DifferenceView>,
    },
}

/// One field that two people want different things of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceView {
    /// Which field.
    pub field: Field,
    /// What was wanted here.
    pub mine: FieldView,
    /// What the source holds.
    pub theirs: FieldView,
}

/// The value of a field, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldView {
    /// Nothing is said there.
    Nothing,
    /// Text of the data: a title, a name, a goal, a reason.
    Text(Private<String>),
    /// A status.
    Status(TaskStatus),
    /// A priority.
    Priority(Priority),
    /// A time.
    Period(Period),
}

/// One oddity of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeView {
    /// What is odd.
    pub code: NoticeCode,
    /// In which source.
    pub source: Option<SourceId>,
    /// Which resource.
    pub subject: Option<RecordKey>,
    /// Where.
    pub path: String,
}

/// What hosts read with `client.status()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// Whether the last exchange with every source succeeded.
    pub online: bool,
    /// Unsent changes, all states together.
    pub pending: usize,
    /// When the oldest of them was made.
    pub oldest_pending_at: Option<Instant>,
    /// When the sources last answered.
    pub last_synced_at: Option<Instant>,
    /// Whether the first load is whole, and no source keeps anything of it to itself.
    pub complete: bool,
    /// How records are kept on this device.
    pub cache: CacheView,
}
