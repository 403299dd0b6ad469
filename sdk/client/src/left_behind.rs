//! What a person took back and the device did not let go of: the next visit would send it.

use std::rc::Rc;

use coordo_core::RecordKey;
use coordo_store::{Batch, OutboxWrite, Record, RecordStore, StoreError};

use crate::client::Client;
use crate::state::State;
use crate::writes::Turn;

/// The first wait before the device is asked again, in milliseconds; it doubles up to the longest.
const FIRST_WAIT: u32 = 2_000;
const LONGEST_WAIT: u32 = 300_000;

/// Rows of a record that lie where they should not.
pub(crate) struct LeftBehind {
    /// The device's store, which the page may have left since.
    store: Rc<dyn RecordStore>,
    record: RecordKey,
    rows: Vec<u64>,
}

impl Client {
    /// Keeps that rows were taken out. Where the device does not, it is asked again until it does.
    pub(crate) async fn keep_taken_back(&self, batch: Batch, rows: Vec<(RecordKey, Vec<u64>)>) {
        let store = self.store_port();
        let result = self.write(batch).await;
        if result.as_ref().is_err_and(may_pass) {
            let is_first = {
                let left = &mut self.inner.state.borrow_mut().left_behind;
                let is_first = left.is_empty();
                left.extend(rows.into_iter().map(|(record, rows)| LeftBehind {
                    store: store.clone(),
                    record,
                    rows,
                }));
                is_first
            };
            if is_first {
                self.let_go_after(FIRST_WAIT);
            }
        }
    }

    fn let_go_after(&self, ms: u32) {
        let wait = self.inner.ports.timer.wait(ms);
        let client = self.clone();
        self.spawn(async move {
            wait.await;
            if client.is_closed() {
                return;
            }
            client.let_go().await;
            if !client.inner.state.borrow().left_behind.is_empty() {
                client.let_go_after(ms.saturating_mul(2).min(LONGEST_WAIT));
            }
        });
    }

    async fn let_go(&self) {
        let all = std::mem::take(&mut self.inner.state.borrow_mut().left_behind);
        for mut left in all {
            let turn = Turn::take(&self.inner.turns);
            turn.comes().await;
            let mut result = Ok(());
            while !left.rows.is_empty() {
                let batch = self.inner.state.borrow().without(&left);
                result = left.store.apply(batch).await;
                match result {
                    // Another page has sent it meanwhile, or taken it out.
                    Err(StoreError::NoSuchRow(gone)) => left.rows.retain(|n| *n != gone),
                    Ok(()) | Err(_) => break,
                }
            }
            drop(turn);
            match result {
                Err(error) if may_pass(&error) => {
                    self.inner.state.borrow_mut().left_behind.push(left);
                }
                Ok(()) => self.inner.ports.host.kept(),
                Err(_) => {}
            }
        }
    }
}

/// Whether the same may be kept later.
fn may_pass(error: &StoreError) -> bool {
    matches!(error, StoreError::Full | StoreError::Failed(_))
}

impl State {
    /// Takes rows out, and lays what is held of their record now in their place.
    fn without(&self, left: &LeftBehind) -> Batch {
        let record = &left.record;
        let mut batch = Batch::default();
        let rows = left.rows.iter().copied();
        batch.outbox.extend(rows.map(OutboxWrite::Remove));
        match self.graph.get(record) {
            Some(held) => batch.puts.push(Record {
                key: record.clone(),
                version: held.version.clone(),
                body: held.body.clone(),
                base: self.machine.base(record).map(|(_, base)| base.clone()),
            }),
            None => batch.removes.push(record.clone()),
        }
        batch
    }
}
