//! A device's disk: a store that outlives the client on it, and fails when a test says so.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use coordo_core::RecordKey;
use coordo_store::{
    Batch, LocalFuture, MemoryStore, OutboxRow, Page, Record, RecordStore, StoreError,
};

/// A store in memory that several clients open one after the other.
#[derive(Clone, Default)]
pub struct Disk {
    store: Rc<MemoryStore>,
    writes_fail_with: Rc<RefCell<Option<StoreError>>>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disk")
    }
}

impl Disk {
    /// From now on every write fails so; `None` mends the disk.
    pub fn fail_with(&self, error: Option<StoreError>) {
        *self.writes_fail_with.borrow_mut() = error;
    }
}

impl RecordStore for Disk {
    fn apply(&self, batch: Batch) -> LocalFuture<'_, Result<(), StoreError>> {
        match &*self.writes_fail_with.borrow() {
            Some(error) => Box::pin(std::future::ready(Err(error.clone()))),
            None => self.store.apply(batch),
        }
    }

    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>> {
        self.store.records()
    }

    fn page(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> LocalFuture<'_, Result<Page, StoreError>> {
        self.store.page(after, limit)
    }

    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>> {
        self.store.outbox()
    }

    fn erase(&self, discard_unsent: bool) -> LocalFuture<'_, Result<(), StoreError>> {
        self.store.erase(discard_unsent)
    }
}
