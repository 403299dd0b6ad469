//! Where records live: the port, its batches, and the store in memory.
//!
//! A record is a key, a version and an opaque body; this crate knows no FHIR. The
//! outbox lies beside the records: one row a change that its source has not yet
//! acknowledged. Every store runs the behaviours of [`contract`].

mod batch;
pub mod contract;
mod memory;

use std::future::Future;
use std::pin::Pin;

pub use batch::{Batch, Body, OutboxRow, OutboxWrite, Record, RowState};
pub use memory::MemoryStore;

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Why a store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The batch names an outbox row that is not there; nothing of it was written.
    #[error("outbox row {0} is not in the store")]
    NoSuchRow(u64),
    /// The batch adds an outbox row under a number that is taken; nothing of it was written.
    #[error("outbox row {0} is in the store already")]
    RowTaken(u64),
}

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

    /// All records, in key order.
    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>>;

    /// The outbox, oldest first.
    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>>;
}
