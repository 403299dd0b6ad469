//! The store of one patient file, as its port wants it.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use coordo_core::{Instant, RecordKey};
use coordo_store::{Batch, LocalFuture, News, OutboxRow, Page, Record, RecordStore, StoreError};

use super::file::File;
use super::partition::Partition;

/// A handle on one patient file. Several may be open, in one page or in many.
pub struct IndexedDbStore {
    partition: Partition,
    subject: String,
    file: RefCell<Rc<File>>,
}

impl fmt::Debug for IndexedDbStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexedDbStore")
    }
}

impl Partition {
    /// The store of a patient file, named as the host likes; only a keyed hash of it is seen on
    /// the machine. A new file gets a new key.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn file(&self, subject: &str) -> Result<IndexedDbStore, StoreError> {
        let file = self.open_subject(subject).await?;
        Ok(IndexedDbStore {
            partition: self.clone(),
            subject: subject.to_owned(),
            file: RefCell::new(Rc::new(file)),
        })
    }
}

impl IndexedDbStore {
    fn file(&self) -> Rc<File> {
        self.file.borrow().clone()
    }

    /// A name that pages on the same file share and that tells nothing of it.
    pub fn name(&self) -> String {
        let mut name = self.partition.0.name.clone();
        name.push('/');
        name.push_str(&self.file().file);
        name
    }

    /// Merges segments that have become many; tells whether there were any to merge.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the segments are then as they were.
    pub async fn compact(&self) -> Result<bool, StoreError> {
        self.file().compact().await
    }
}

impl RecordStore for IndexedDbStore {
    fn apply(&self, batch: Batch) -> LocalFuture<'_, Result<(), StoreError>> {
        let file = self.file();
        Box::pin(async move { file.write(batch, None).await })
    }

    fn lease(
        &self,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> LocalFuture<'_, Result<Option<u64>, StoreError>> {
        let file = self.file();
        Box::pin(async move { file.lease(mine, is_granted, now).await })
    }

    fn apply_leading(
        &self,
        fence: u64,
        now: Instant,
        batch: Batch,
    ) -> LocalFuture<'_, Result<(), StoreError>> {
        let file = self.file();
        Box::pin(async move { file.write(batch, Some((fence, now))).await })
    }

    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>> {
        let file = self.file();
        Box::pin(async move {
            let snapshot = file.snapshot().await?;
            Ok(snapshot.records.values().cloned().collect())
        })
    }

    fn page(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> LocalFuture<'_, Result<Page, StoreError>> {
        let file = self.file();
        Box::pin(async move { file.read_page(after, limit).await })
    }

    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>> {
        let file = self.file();
        Box::pin(async move { file.read_outbox().await })
    }

    fn news(&self) -> LocalFuture<'_, Result<Vec<News>, StoreError>> {
        let file = self.file();
        Box::pin(async move { file.read_news().await })
    }

    fn aside(&self) -> LocalFuture<'_, Result<Vec<Vec<u8>>, StoreError>> {
        let file = self.file();
        Box::pin(async move {
            let aside = file.changes_aside().await?;
            Ok(aside.iter().map(|(_, sealed)| sealed.to_vec()).collect())
        })
    }

    fn bring_back(&self) -> LocalFuture<'_, Result<usize, StoreError>> {
        let file = self.file();
        Box::pin(async move { file.bring_back().await })
    }

    /// The file's key is destroyed, and the next one lies under a new key.
    fn erase(&self, discard_unsent: bool) -> LocalFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.partition.purge(&self.subject, discard_unsent).await?;
            let file = self.partition.open_subject(&self.subject).await?;
            *self.file.borrow_mut() = Rc::new(file);
            Ok(())
        })
    }

    fn tend(&self) -> LocalFuture<'_, Result<bool, StoreError>> {
        Box::pin(self.compact())
    }
}
