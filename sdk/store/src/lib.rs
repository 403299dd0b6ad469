//! Where records live: the port, its batches, and the store in memory.
//!
//! A record is a key, a version and an opaque body; this crate knows no FHIR. The
//! outbox lies beside the records: one row a change that its source has not yet
//! acknowledged. Every store runs the behaviours of [`contract`].

mod batch;
pub mod contract;
mod lease;
mod memory;

use std::future::Future;
use std::pin::Pin;

use coordo_core::{Instant, RecordKey};

pub use batch::{Batch, Body, OutboxRow, OutboxWrite, Record, RowState};
pub use lease::{LEASE_MS, Lease};
pub use memory::{MemoryStore, page};

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Why a store did not do what was asked. No variant carries record content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The batch names an outbox row that is not there; nothing of it was written.
    #[error("outbox row {0} is not in the store")]
    NoSuchRow(u64),
    /// The batch adds an outbox row under a number that is taken; nothing of it was written.
    #[error("outbox row {0} is in the store already")]
    RowTaken(u64),
    /// Another page leads since: nothing of the batch was written, and nothing is to be sent.
    #[error("another page sends")]
    NotLeading,
    /// There is no room; nothing of the batch was written, and what is there can be read.
    #[error("the storage is full")]
    Full,
    /// This browser or window keeps nothing: memory is all there is.
    #[error("this browser or window offers no storage")]
    Unavailable,
    /// A newer version of the software took the storage over from this page.
    #[error("a newer version took the storage over: reload the page")]
    Outdated,
    /// Another page holds an older form of the storage open and does not let go.
    #[error("another page holds the storage: close it or reload it")]
    Blocked,
    /// The storage was written by a version of the software that this one cannot follow.
    #[error("the storage has form {found}, this version knows {known}")]
    TooNew {
        /// The form that lies there.
        found: u32,
        /// The newest form that is known here.
        known: u32,
    },
    /// The secret is not the one that the storage was locked with; nothing was touched.
    #[error("the secret does not open this storage")]
    WrongSecret,
    /// The secret cannot lock anything: too short, of another algorithm, or none was given.
    #[error("the secret is not fit to lock a storage")]
    UnfitSecret,
    /// The patient file was erased, its key destroyed; open it anew to start over.
    #[error("this patient file was erased")]
    Purged,
    /// Changes that no source has acknowledged would be lost.
    #[error("{0} unsent changes would be lost")]
    Unsent(usize),
    /// Something could not be read. It was set aside, not deleted; what can be read is there at
    /// the next call, and records are to be loaded again.
    #[error("unreadable, set aside: {segments} segments of records, {changes} changes")]
    SetAside {
        /// How many segments of records.
        segments: usize,
        /// How many outbox rows.
        changes: usize,
    },
    /// The technology failed, in its own name for the failure.
    #[error("the storage failed: {0}")]
    Failed(String),
}

/// Records of a store from one key on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In the order of their keys.
    pub records: Vec<Record>,
    /// Where the next page goes on; absent after the last.
    pub next: Option<RecordKey>,
}

/// A record that another handle wrote, or removed.
pub type News = (RecordKey, Option<Record>);

/// Where records live.
///
/// All writes of one user action arrive as one [`Batch`] and become visible
/// together or not at all.
///
/// Implementations must not wait for anything but their own storage between
/// opening a transaction and committing it: browsers close an idle transaction.
/// Encode and encrypt before opening.
pub trait RecordStore {
    /// Writes a batch, all or nothing; durable as far as the store is when it resolves.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the store is then as it was before.
    fn apply(&self, batch: Batch) -> LocalFuture<'_, Result<(), StoreError>>;

    /// Asks to be the page that sends, in one transaction: resolves to the number to send under,
    /// or to nothing where another page leads.
    ///
    /// `mine` is the number that this page had before. With `is_granted` a lock of the browser
    /// says that nobody else leads, and the lease is taken from whoever has it; without, only
    /// where it is over ([`LEASE_MS`]). A number that was given is never given again.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the lease is then as it was before.
    fn lease(
        &self,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> LocalFuture<'_, Result<Option<u64>, StoreError>>;

    /// Writes a batch of the page that leads under the number `fence`, and renews its lease: what
    /// is to be sent is marked so first, and what was answered is kept.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotLeading`] where another page took the lease since; otherwise as
    /// [`RecordStore::apply`].
    fn apply_leading(
        &self,
        fence: u64,
        now: Instant,
        batch: Batch,
    ) -> LocalFuture<'_, Result<(), StoreError>>;

    /// All records, in key order.
    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>>;

    /// At most `limit` records, in the order of their keys, after `after`.
    ///
    /// A page tells what is there when it is asked for. Whoever goes from page to page sees no
    /// record twice, and each that was there all along.
    fn page(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> LocalFuture<'_, Result<Page, StoreError>>;

    /// The outbox, oldest first.
    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>>;

    /// What other handles did to records since this one last read all of them, or their news:
    /// each record as it is now, nothing for one that is gone. What this handle wrote itself may
    /// be among it. A place with one handle has no news.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the news then come with those of the next call.
    fn news(&self) -> LocalFuture<'_, Result<Vec<News>, StoreError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// Forgets records and outbox for good. What is written afterwards begins anew.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unsent`] where changes would be lost and `discard_unsent` does not say
    /// that they may; nothing is forgotten then.
    fn erase(&self, discard_unsent: bool) -> LocalFuture<'_, Result<(), StoreError>>;

    /// Changes that could not be read and were set aside, as the bytes that lie there: for a host
    /// to keep elsewhere.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn aside(&self) -> LocalFuture<'_, Result<Vec<Vec<u8>>, StoreError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// Reads what was set aside once more, and puts what can be read now back into the outbox:
    /// a later version of the software knows more. Resolves to how many changes are back.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing was moved.
    fn bring_back(&self) -> LocalFuture<'_, Result<usize, StoreError>> {
        Box::pin(std::future::ready(Ok(0)))
    }

    /// Puts in order what writing left behind. To be called when nothing else is to be done, as
    /// often as it tells that there is more.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing is lost.
    fn tend(&self) -> LocalFuture<'_, Result<bool, StoreError>> {
        Box::pin(std::future::ready(Ok(false)))
    }
}
