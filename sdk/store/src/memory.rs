//! The store that lasts as long as its page: the default, since nothing stays on a shared machine.

use std::cell::RefCell;
use std::fmt;
use std::future::ready;

use coordo_core::{ListMap, RecordMap};

use crate::{Batch, LocalFuture, OutboxRow, OutboxWrite, Record, RecordStore, StoreError};

/// Records and outbox in memory.
#[derive(Default)]
pub struct MemoryStore {
    held: RefCell<Held>,
}

#[derive(Clone, Default)]
struct Held {
    records: RecordMap<Record>,
    outbox: ListMap<u64, OutboxRow>,
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

    fn records(&self) -> LocalFuture<'_, Result<Vec<Record>, StoreError>> {
        let records = self.held.borrow().records.values().cloned().collect();
        Box::pin(ready(Ok(records)))
    }

    fn outbox(&self) -> LocalFuture<'_, Result<Vec<OutboxRow>, StoreError>> {
        let outbox = self.held.borrow().outbox.values().cloned().collect();
        Box::pin(ready(Ok(outbox)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    fn run(behaviour: impl AsyncFn(&MemoryStore)) {
        futures_executor::block_on(behaviour(&MemoryStore::default()));
    }

    #[test]
    fn a_batch_is_all_or_nothing() {
        run(contract::a_batch_is_all_or_nothing);
    }

    #[test]
    fn the_outbox_comes_back_in_the_order_of_making() {
        run(contract::the_outbox_comes_back_in_the_order_of_making);
    }

    #[test]
    fn a_record_is_replaced_and_removed_by_its_key() {
        run(contract::a_record_is_replaced_and_removed_by_its_key);
    }

    #[test]
    fn one_id_in_two_sources_is_two_records() {
        run(contract::one_id_in_two_sources_is_two_records);
    }
}
