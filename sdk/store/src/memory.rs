//! The store that lasts as long as its page: the default, since nothing stays on a shared machine.

use std::cell::RefCell;
use std::fmt;
use std::future::ready;
use std::ops::Bound;

use coordo_core::{Instant, ListMap, RecordKey, RecordMap};

use crate::{
    Batch, Lease, LocalFuture, OutboxRow, OutboxWrite, Page, Record, RecordStore, StoreError,
};

/// Records and outbox in memory.
#[derive(Default)]
pub struct MemoryStore {
    held: RefCell<Held>,
}

#[derive(Clone, Default)]
struct Held {
    records: RecordMap<Record>,
    outbox: ListMap<u64, OutboxRow>,
    lease: Option<Lease>,
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl MemoryStore {
    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let mut held = self.held.borrow_mut();
        let mut outbox = held.outbox.clone();
        for write in batch.outbox {
            match write {
                OutboxWrite::Add(row) if outbox.contains_key(&row.n) => {
                    return Err(StoreError::RowTaken(row.n));
                }
                OutboxWrite::Update(row) if !outbox.contains_key(&row.n) => {
                    return Err(StoreError::NoSuchRow(row.n));
                }
                OutboxWrite::Add(row) | OutboxWrite::Update(row) => {
                    outbox.insert(row.n, row);
                }
                OutboxWrite::Remove(n) => {
                    outbox.remove(&n).ok_or(StoreError::NoSuchRow(n))?;
                }
            }
        }
        held.outbox = outbox;
        for key in batch.removes {
            held.records.remove(&key);
        }
        for record in batch.puts {
            held.records.insert(record.key.clone(), record);
        }
        Ok(())
    }
}

impl RecordStore for MemoryStore {
    fn apply(&self, batch: Batch) -> LocalFuture<'_, Result<(), StoreError>> {
        Box::pin(ready(self.write(batch)))
    }

    fn lease(
        &self,
        mine: Option<u64>,
        is_granted: bool,
        now: Instant,
    ) -> LocalFuture<'_, Result<Option<u64>, StoreError>> {
        let mut held = self.held.borrow_mut();
        let lease = Lease::ask(held.lease, mine, is_granted, now);
        held.lease = lease.or(held.lease);
        Box::pin(ready(Ok(lease.map(|lease| lease.fence))))
    }

    fn apply_leading(
        &self,
        fence: u64,
        now: Instant,
        batch: Batch,
    ) -> LocalFuture<'_, Result<(), StoreError>> {
        let lease = Lease::renew(self.held.borrow().lease, fence, now);
        let result = match lease {
            None => Err(StoreError::NotLeading),
            Some(_) => self.write(batch),
        };
        if result.is_ok() {
            self.held.borrow_mut().lease = lease;
        }
        Box::pin(ready(result))
    }

    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>> {
        let records = self.held.borrow().records.values().cloned().collect();
        Box::pin(ready(Ok(records)))
    }

    fn page(
        &self,
        after: Option<RecordKey>,
        limit: usize,
    ) -> LocalFuture<'_, Result<Page, StoreError>> {
        Box::pin(ready(Ok(page(&self.held.borrow().records, after, limit))))
    }

    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>> {
        let outbox = self.held.borrow().outbox.values().cloned().collect();
        Box::pin(ready(Ok(outbox)))
    }

    fn erase(&self, discard_unsent: bool) -> LocalFuture<'_, Result<(), StoreError>> {
        let n_unsent = self.held.borrow().outbox.len();
        let result = if n_unsent > 0 && !discard_unsent {
            Err(StoreError::Unsent(n_unsent))
        } else {
            *self.held.borrow_mut() = Held::default();
            Ok(())
        };
        Box::pin(ready(result))
    }
}

/// The page of records that are in memory.
pub fn page(records: &RecordMap<Record>, after: Option<RecordKey>, limit: usize) -> Page {
    let start = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    let mut rest = records.after(start).map(|(_, record)| record);
    let records: Vec<Record> = rest.by_ref().take(limit.max(1)).cloned().collect();
    let next = rest.next().and(records.last()).map(|r| r.key.clone());
    Page { records, next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{self, Place};

    /// Memory is no lasting place and no limited one: it ends with its page, nobody else has a
    /// handle on it, and where it ends the module ends.
    struct InMemory;

    impl Place for InMemory {
        type Store = MemoryStore;

        fn open(&self) -> LocalFuture<'_, Result<MemoryStore, StoreError>> {
            Box::pin(ready(Ok(MemoryStore::default())))
        }
    }

    macro_rules! test {
        ($($behaviour:ident)*) => {$(
            #[test]
            fn $behaviour() {
                futures_executor::block_on(contract::$behaviour(&InMemory));
            }
        )*};
    }

    crate::behaviours_of_every_store!(test);
}
