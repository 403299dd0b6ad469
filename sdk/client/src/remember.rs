//! What the device keeps between two visits, and what happens where it cannot.

use std::rc::Rc;
use std::task::Poll;

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::fields::Fields;
use coordo_store::{
    Batch, Body, MemoryStore, OutboxRow, OutboxWrite, Record, RecordStore, StoreError,
};
use coordo_sync::{Event, SyncState};

use crate::client::Client;
use crate::lead::Leading;
use crate::options::SourceKind;
use crate::state::State;
use crate::view::LoadView;
use crate::view::cache::{Hindrance, Keeping};
use crate::writes::Turn;

/// A source's copy of a record, and its version.
type Copy = (Option<String>, Body);

/// The kind of the record that says of a source until when it was read whole. No FHIR type is
/// called so.
const READING: &str = "$reading";
/// Bytes read into projections between two turns of the page.
const SLICE: usize = 192 * 1024;
/// How often what cannot be read is set aside before the store is given up.
const ROUNDS: usize = 3;
const DAY_MS: i64 = 86_400_000;

impl Client {
    pub(crate) fn store_port(&self) -> Rc<dyn RecordStore> {
        self.inner.store.borrow().clone()
    }

    /// Writes after all that was to be written before.
    ///
    /// # Errors
    ///
    /// Nothing of the batch is kept; what that means for the device was told.
    pub(crate) async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let turn = Turn::take(&self.inner.turns);
        turn.comes().await;
        let result = self.apply(batch, None).await;
        drop(turn);
        self.written(&result);
        result
    }

    /// The same for the page that leads, under its number.
    pub(crate) async fn write_leading(
        &self,
        batch: Batch,
        what: Leading,
    ) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let turn = Turn::take(&self.inner.turns);
        turn.comes().await;
        let fence = self.fence().ok_or(StoreError::NotLeading)?;
        let result = match what {
            Leading::Outcomes => self.apply(batch, Some(fence)).await,
            Leading::Marks => self.apply_once(batch, Some(fence)).await,
        };
        drop(turn);
        self.written(&result);
        result
    }

    fn written(&self, result: &Result<(), StoreError>) {
        match result {
            Ok(()) => {
                self.inner.state.borrow_mut().cache.is_full = false;
                self.inner.ports.host.kept();
            }
            Err(error) => self.write_failed(error),
        }
    }

    async fn apply_once(&self, batch: Batch, fence: Option<u64>) -> Result<(), StoreError> {
        let (store, now) = (self.store_port(), self.inner.ports.clock.now());
        match fence {
            None => store.apply(batch).await,
            Some(fence) => store.apply_leading(fence, now, batch).await,
        }
    }

    /// Applies a batch. A row that another page took out meanwhile is no reason to keep nothing
    /// of the rest.
    async fn apply(&self, mut batch: Batch, fence: Option<u64>) -> Result<(), StoreError> {
        loop {
            let again = batch.clone();
            let result = self.apply_once(batch, fence).await;
            let Err(StoreError::NoSuchRow(gone)) = result else {
                return result;
            };
            batch = again;
            let before = batch.outbox.len();
            batch.outbox.retain(|write| match write {
                OutboxWrite::Add(_) => true,
                OutboxWrite::Update(row) => row.n != gone,
                OutboxWrite::Remove(n) => *n != gone,
            });
            if batch.outbox.len() == before {
                return result;
            }
        }
    }

    /// The same for what can be read again.
    pub(crate) async fn store(&self, batch: Batch) {
        let _ = self.write(batch).await;
    }

    pub(crate) fn write_failed(&self, error: &StoreError) {
        let is_told_elsewhere = matches!(
            error,
            StoreError::NoSuchRow(_) | StoreError::RowTaken(_) | StoreError::NotLeading
        );
        if is_told_elsewhere {
            return;
        }
        if *error == StoreError::Full {
            let mut state = self.inner.state.borrow_mut();
            state.cache.is_full = true;
            state.is_cache_behind = true;
            return;
        }
        self.keep_in_memory(Hindrance::of(error));
    }

    /// A newer version of the software took the device's storage over from this page.
    pub fn outdated(&self) {
        self.keep_in_memory(Hindrance::Outdated);
        self.changed();
    }

    /// From here on the page is all that remembers. What lies on the device stays there.
    fn keep_in_memory(&self, hindrance: Hindrance) {
        *self.inner.store.borrow_mut() = Rc::new(MemoryStore::default());
        let rows: Vec<OutboxRow> = {
            let mut state = self.inner.state.borrow_mut();
            state.cache.keeping = Keeping::MemoryInstead(hindrance);
            state.machine.rows().cloned().collect()
        };
        let batch = Batch {
            outbox: rows.into_iter().map(OutboxWrite::Add).collect(),
            ..Batch::default()
        };
        let store = self.store_port();
        self.spawn(async move {
            let _ = store.apply(batch).await;
        });
        self.lead_alone();
        // The host lets another page lead what lies on the device.
        self.inner.ports.host.kept();
    }

    /// Brings back what the device kept, once; resolves when it is shown.
    pub(crate) async fn remember(&self, n_pull: u64) {
        self.recall(n_pull).await;
        self.inner.state.borrow_mut().is_recalling = false;
        self.wake_idle();
    }

    /// Resolves when what the device kept is here, as far as a reading brings it, and when it is known
    /// whether this page sends.
    pub(crate) async fn until_ready(&self) {
        std::future::poll_fn(|cx| {
            let mut state = self.inner.state.borrow_mut();
            let is_coming = (state.is_recalling && state.is_pulling) || state.lead.is_asking;
            if state.is_closed || !is_coming {
                return Poll::Ready(());
            }
            state.waiting_for_idle.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    async fn recall(&self, n_pull: u64) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.is_remembered || state.cache.keeping != Keeping::Device {
                return;
            }
            state.is_remembered = true;
        }
        let store = self.store_port();
        let has_aside = self.inner.state.borrow().cache.n_set_aside > 0;
        if has_aside {
            // A later version of the software may know what an earlier one did not.
            let back = store.bring_back().await.unwrap_or(0);
            let cache = &mut self.inner.state.borrow_mut().cache;
            cache.n_set_aside = cache.n_set_aside.saturating_sub(back);
        }
        let rows = self.readable(async || store.outbox().await).await;
        let records = self.readable(async || store.records().await).await;
        let (Some(rows), Some(records)) = (rows, records) else {
            return;
        };
        if !self.is_current(n_pull) || (rows.is_empty() && self.is_too_old(&records).await) {
            return;
        }
        self.take_kept(records, &rows, n_pull).await;
        if !self.is_current(n_pull) {
            return;
        }
        self.take_rows(rows);
        let is_complete = self.inner.state.borrow().is_complete();
        if is_complete {
            self.relate(n_pull).await;
            if self.is_current(n_pull) {
                let mut state = self.inner.state.borrow_mut();
                state.load = LoadView::Ready;
                state.count_notices();
            }
        }
        self.changed();
    }

    /// Reads; what cannot be read is set aside, and the rest read again.
    async fn readable<T>(&self, read: impl AsyncFn() -> Result<T, StoreError>) -> Option<T> {
        for _ in 0..ROUNDS {
            match read().await {
                Ok(found) => return Some(found),
                Err(StoreError::SetAside { segments, changes }) => {
                    let cache = &mut self.inner.state.borrow_mut().cache;
                    cache.n_set_aside += changes;
                    cache.is_reread |= segments > 0;
                }
                Err(error) => {
                    self.write_failed(&error);
                    return None;
                }
            }
        }
        None
    }

    /// What is older than the host allows is erased; unsent changes are never too old.
    async fn is_too_old(&self, records: &[Record]) -> bool {
        let Some(days) = self.inner.state.borrow().options.max_age_days else {
            return false;
        };
        let now = self.inner.ports.clock.now();
        let newest = records.iter().filter_map(read_at).max();
        let limit = i64::from(days).saturating_mul(DAY_MS);
        let is_old = newest.is_some_and(|at| now.0.saturating_sub(at.0) > limit);
        is_old && self.store_port().erase(false).await.is_ok()
    }

    async fn take_kept(&self, records: Vec<Record>, rows: &[OutboxRow], n_pull: u64) {
        let (mut bytes, total) = (0, records.len());
        for (n, record) in records.into_iter().enumerate() {
            {
                let mut state = self.inner.state.borrow_mut();
                if !state.is_from_server(&record.key.source) {
                    continue;
                }
                if state.take_reading(&record) || state.take_seen(&record) {
                    continue;
                }
                bytes += record.body.len();
                let key = record.key.clone();
                if let Some(base) = &record.base
                    && rows.iter().any(|row| *row.record() == key)
                {
                    let version = record.version.clone();
                    state.kept_bases.push((key.clone(), version, base.clone()));
                }
                state.graph.put(&key, record.version, record.body);
            }
            if bytes > SLICE {
                bytes = 0;
                if !self.goes_on(n_pull, n + 1, total).await {
                    return;
                }
            }
        }
    }

    /// Hands kept changes to the machine, each on the copy that its source gave.
    pub(crate) fn take_rows(&self, rows: Vec<OutboxRow>) {
        let now = self.inner.ports.clock.now();
        let actions = {
            let mut state = self.inner.state.borrow_mut();
            let newest = rows.iter().map(|row| row.n).max().unwrap_or(0);
            state.n_changes = state.n_changes.max(newest);
            // The store's rows are newer than a copy of them elsewhere.
            state
                .restored
                .retain(|copied| !rows.iter().any(|row| row.n == copied.n));
            let bases = std::mem::take(&mut state.kept_bases);
            let mut actions = Vec::new();
            for row in rows {
                let record = row.record().clone();
                let kept = bases.iter().find(|(key, ..)| *key == record);
                let kept = kept.map(|(_, version, base)| (version.clone(), base.clone()));
                let Some((version, copy)) = state.copy_under(&row, kept) else {
                    state.restored.push(row);
                    continue;
                };
                let restored = Event::Restored {
                    row,
                    version: version.clone(),
                    copy,
                };
                actions.extend(state.machine.handle(restored, now));
                if let Some(shown) = state.machine.shown(&record) {
                    state.put_shown(&record, version, shown);
                }
            }
            state.give_conflicts_their_beginning();
            actions
        };
        self.act(actions);
    }

    /// Keeps that a source was read whole.
    pub(crate) async fn keep_reading(&self, source: &SourceId, at: Instant) {
        self.keep_readings(source, at, None).await;
    }

    /// Keeps that a source that was read does not admit any more who asks, for the other pages.
    pub(crate) async fn keep_denial(&self, source: &SourceId, status: u16) {
        let read_at = {
            let state = self.inner.state.borrow();
            state.sources.get(source).and_then(|s| s.last_answer_at)
        };
        if let Some(at) = read_at {
            self.keep_readings(source, at, Some(status)).await;
        }
    }

    async fn keep_readings(&self, source: &SourceId, at: Instant, denied: Option<u16>) {
        let sync = {
            let state = self.inner.state.borrow();
            let is_kept = state.cache.keeping == Keeping::Device && state.is_from_server(source);
            if !is_kept || state.is_cache_behind {
                return;
            }
            state.sources.get(source).and_then(|s| s.sync)
        };
        let mut body = String::from("{\"at\":");
        body.push_str(&at.0.to_string());
        if let Some(sync) = sync {
            body.push_str(",\"sync\":");
            body.push_str(&sync.to_text());
        }
        if let Some(status) = denied {
            body.push_str(",\"denied\":");
            body.push_str(&status.to_string());
        }
        body.push('}');
        self.store(Batch {
            puts: vec![Record {
                key: RecordKey::new(source.clone(), READING, "whole"),
                version: None,
                body: body.into(),
                base: None,
            }],
            ..Batch::default()
        })
        .await;
    }

    /// Puts the store in order, a step a turn of the page.
    pub(crate) fn tend_store(&self) {
        if self.inner.state.borrow().cache.keeping != Keeping::Device {
            return;
        }
        let client = self.clone();
        self.spawn(async move {
            let store = client.store_port();
            while !client.is_closed() && store.tend().await == Ok(true) {
                client.inner.ports.timer.pause().await;
            }
        });
    }
}

/// Until when a source was read whole, where a record says that.
fn read_at(record: &Record) -> Option<Instant> {
    if record.key.kind != READING {
        return None;
    }
    let fields = Fields::parse(&record.body).ok()?;
    fields.get("at")?.parse().ok().map(Instant)
}

/// The status with which a source stopped to admit who asks, where a record says that. It holds for
/// the pages that are open: whoever opens the plan anew is asked anew.
pub(crate) fn denied_in(record: &Record) -> Option<u16> {
    read_at(record)?;
    let fields = Fields::parse(&record.body).ok()?;
    fields.get("denied")?.parse().ok()
}

/// From when on the source can be asked what has changed, where that was kept.
fn sync_of(record: &Record) -> Option<SyncState> {
    let fields = Fields::parse(&record.body).ok()?;
    SyncState::from_text(fields.get("sync")?)
}

impl State {
    /// Whether a source's records are worth keeping: those of a document come with the page.
    pub(crate) fn is_from_server(&self, source: &SourceId) -> bool {
        let found = self.options.sources.iter().find(|s| s.id == *source);
        found.is_some_and(|s| matches!(s.kind, SourceKind::Endpoint { .. }))
    }

    /// Whether a record says that a source was read whole.
    pub(crate) fn is_reading(&self, record: &Record) -> bool {
        read_at(record).is_some()
    }

    /// Takes in what is kept beside records: that a source was read whole, and what a conflict
    /// began with.
    pub(crate) fn take_reading(&mut self, record: &Record) -> bool {
        if self.take_began_with(record) {
            return true;
        }
        let Some(at) = read_at(record) else {
            return false;
        };
        if let Some(source) = self.sources.get_mut(&record.key.source) {
            source.is_whole = true;
            source.last_answer_at = Some(at);
            source.sync = sync_of(record).or(source.sync);
        }
        true
    }

    /// What a kept change rests on: the kept copy of its source, nothing for what was made here,
    /// or the record where no change had touched it.
    fn copy_under(&self, row: &OutboxRow, kept: Option<Copy>) -> Option<Copy> {
        let record = row.record();
        let machine = self.machine.base(record);
        let machine = machine.map(|(version, text)| (version.map(str::to_owned), text.clone()));
        let is_made_here =
            row.change.kind == coordo_core::ChangeKind::Created && row.base_version.is_none();
        let held = || {
            let held = self.graph.get(record)?;
            Some((held.version.clone(), held.body.clone()))
        };
        machine
            .or(kept)
            .or_else(|| is_made_here.then(|| (None, coordo_fhir::write::unborn(record).into())))
            .or_else(held)
    }
}
