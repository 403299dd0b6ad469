//! A device's disk: a store that outlives the client on it, and fails when a test says so.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use coordo_core::{Instant, RecordKey};
use coordo_store::{
    Batch, LocalFuture, MemoryStore, News, OutboxRow, OutboxWrite, Page, Record, RecordStore,
    StoreError,
};

/// A store in memory that several clients open, one after the other or at the same time; each
/// clone is a handle of its own.
#[derive(Clone, Default)]
pub struct Disk {
    store: Rc<MemoryStore>,
    writes_fail_with: Rc<RefCell<Option<StoreError>>>,
    /// What was written or removed, in order.
    journal: Rc<RefCell<Vec<RecordKey>>>,
    /// Changes that cannot be read, and whether they can be again.
    aside: Rc<RefCell<Vec<OutboxRow>>>,
    is_mended: Rc<Cell<bool>>,
    /// How much of the journal this handle knows.
    known: Cell<usize>,
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

    /// All changes are set aside, as if they could not be read any more.
    pub async fn set_changes_aside(&self) {
        let rows = self.store.outbox().await.unwrap_or_default();
        let removes = rows.iter().map(|row| OutboxWrite::Remove(row.n));
        let batch = Batch {
            outbox: removes.collect(),
            ..Batch::default()
        };
        // They are there: nobody else writes meanwhile.
        let _ = self.store.apply(batch).await;
        self.aside.borrow_mut().extend(rows);
    }

    /// From now on what lies aside can be read.
    pub fn mend(&self) {
        self.is_mended.set(true);
    }

    fn note(&self, batch: &Batch) {
        let written = batch.puts.iter().map(|record| record.key.clone());
        let written = written.chain(batch.removes.iter().cloned());
        self.journal.borrow_mut().extend(written);
    }
}

impl RecordStore for Disk {
    fn lease(
        &self,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> LocalFuture<'_, Result<Option<u64>, StoreError>> {
        match &*self.writes_fail_with.borrow() {
            Some(error) => Box::pin(std::future::ready(Err(error.clone()))),
            None => self.store.lease(mine, is_granted, now),
        }
    }

    fn apply_leading(
        &self,
        fence: u64,
        now: Instant,
        batch: Batch,
    ) -> LocalFuture<'_, Result<(), StoreError>> {
        match &*self.writes_fail_with.borrow() {
            Some(error) => Box::pin(std::future::ready(Err(error.clone()))),
            None => {
                self.note(&batch);
                self.store.apply_leading(fence, now, batch)
            }
        }
    }

    fn apply(&self, batch: Batch) -> LocalFuture<'_, Result<(), StoreError>> {
        match &*self.writes_fail_with.borrow() {
            Some(error) => Box::pin(std::future::ready(Err(error.clone()))),
            None => {
                self.note(&batch);
                self.store.apply(batch)
            }
        }
    }

    fn news(&self) -> LocalFuture<'_, Result<Vec<News>, StoreError>> {
        let journal = self.journal.borrow();
        let mut keys: Vec<RecordKey> = journal.get(self.known.get()..).unwrap_or_default().to_vec();
        self.known.set(journal.len());
        keys.sort();
        keys.dedup();
        Box::pin(async move {
            let records = self.store.records().await?;
            let now = |key: &RecordKey| records.iter().find(|record| record.key == *key).cloned();
            Ok(keys
                .into_iter()
                .map(|key| (key.clone(), now(&key)))
                .collect())
        })
    }

    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>> {
        self.known.set(self.journal.borrow().len());
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

    fn aside(&self) -> LocalFuture<'_, Result<Vec<Vec<u8>>, StoreError>> {
        let aside = self.aside.borrow();
        let bytes = aside.iter().map(|row| row.n.to_be_bytes().to_vec());
        Box::pin(std::future::ready(Ok(bytes.collect())))
    }

    fn bring_back(&self) -> LocalFuture<'_, Result<usize, StoreError>> {
        let rows = match self.is_mended.get() {
            true => self.aside.take(),
            false => Vec::new(),
        };
        let n = rows.len();
        let batch = Batch {
            outbox: rows.into_iter().map(OutboxWrite::Add).collect(),
            ..Batch::default()
        };
        Box::pin(async move {
            self.store.apply(batch).await?;
            Ok(n)
        })
    }

    fn erase(&self, discard_unsent: bool) -> LocalFuture<'_, Result<(), StoreError>> {
        self.store.erase(discard_unsent)
    }
}
