//! Undo, and a person's decisions on what its source did not take.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::decide::may_follow;
use coordo_core::task::transition::needs_reason;
use coordo_core::{Instant, Private, RecordKey, Refusal, TaskStatus};
use coordo_fhir::{Projection, read, write};
use coordo_store::{Batch, OutboxRow, OutboxWrite, Record};

use crate::client::{Client, Receipt};
use crate::decide::{decided, may_write};
use crate::ports::ClientEvent;
use crate::state::{State, Undo};
use crate::view::conflict::Choice;

impl Client {
    /// Takes the last change back.
    pub(crate) async fn take_back(&self) -> Result<Receipt, Refusal> {
        let now = self.inner.ports.clock.now();
        let (undo, is_unsent) = {
            let state = self.inner.state.borrow();
            let undo = state.undo.last().cloned().ok_or(Refusal::NotFound)?;
            let is_unsent = undo.all().all(|(n, _)| state.machine.is_unsent(n));
            (undo, is_unsent)
        };
        let receipt = if is_unsent {
            let rows = undo
                .all()
                .map(|(n, change)| (change.record.clone(), Some(n)));
            self.remove_rows(rows.collect()).await;
            let others = undo.others.iter();
            Receipt {
                n: undo.n,
                record: undo.change.record.clone(),
                others: others.map(|(_, change)| change.record.clone()).collect(),
            }
        } else if !undo.others.is_empty() {
            // Some of them are at their source: what was made at once is not taken back by halves.
            return Err(Refusal::CreatedAndSent);
        } else {
            let decided = {
                let mut state = self.inner.state.borrow_mut();
                let inverse = inverse(&state, &undo.change, now)?;
                decided(&mut state, inverse, Vec::new())?
            };
            // Taking back is itself a change; undoing it again would only swing to and fro.
            self.keep(decided).await?
        };
        self.inner.state.borrow_mut().undo.retain(|u| u.n != undo.n);
        self.changed();
        Ok(receipt)
    }

    /// Sends what waits for a decision again, on what its source holds now.
    pub(crate) async fn decide_mine(&self, record: RecordKey) -> Result<Receipt, Refusal> {
        let now = self.inner.ports.clock.now();
        let is_asked = self
            .inner
            .state
            .borrow()
            .machine
            .conflict(&record)
            .is_some();
        if is_asked {
            return self.decide_fields(&record, &|_| Some(Choice::Mine)).await;
        }
        let decided = {
            let mut state = self.inner.state.borrow_mut();
            let again = again(&state, &record, now)?;
            let removes = state.machine.rows_of(&record).map(|r| r.n).collect();
            decided(&mut state, again, removes)?
        };
        self.keep(decided).await
    }

    /// Drops what is unsent of a record.
    pub(crate) async fn decide_theirs(&self, record: RecordKey) {
        self.remove_rows(vec![(record.clone(), None)]).await;
        let mut state = self.inner.state.borrow_mut();
        state.undo.retain(|u| !u.touches(&record));
        drop(state);
        self.changed();
    }

    /// Takes unsent rows of records out, all in one batch, and shows the source's copies again; a
    /// record that its source never had is gone.
    async fn remove_rows(&self, mut rows: Vec<(RecordKey, Option<u64>)>) {
        let at = self.inner.ports.clock.now();
        let (mut batch, mut out) = (Batch::default(), Vec::new());
        {
            let mut state = self.inner.state.borrow_mut();
            rows.retain(|(record, only)| {
                let before = batch.outbox.len();
                let was_there = state.remove_rows_of(record, *only, &mut batch);
                let taken = batch.outbox.iter().skip(before);
                let taken = taken.filter_map(|write| match write {
                    OutboxWrite::Remove(n) => Some(*n),
                    OutboxWrite::Add(_) | OutboxWrite::Update(_) => None,
                });
                out.push((record.clone(), taken.collect()));
                was_there
            });
        }
        self.keep_taken_back(batch, out).await;
        for (record, _) in rows {
            self.event(ClientEvent::Audit {
                source: record.source.0.clone(),
                resource: record.reference(),
                kind: None,
                fields: Vec::new(),
                at,
            });
        }
    }
}

impl State {
    /// False where nothing of the record waits.
    fn remove_rows_of(&mut self, record: &RecordKey, only: Option<u64>, batch: &mut Batch) -> bool {
        let base = self.machine.base(record);
        let base = base.map(|(v, text)| (v.map(str::to_owned), text.clone()));
        let was_unborn = self.machine.is_unborn(record);
        self.forget_beginning(record, batch);
        self.restored.retain(|r| r.record() != record);
        let gone = self.machine.take_out(record, only);
        let Some((version, base)) = base else {
            return false;
        };
        let shown = self.machine.shown(record);
        batch
            .outbox
            .extend(gone.into_iter().map(OutboxWrite::Remove));
        if was_unborn && shown.is_none() {
            self.remove_shown(record);
            batch.removes.push(record.clone());
        } else {
            let body = shown.clone().unwrap_or_else(|| base.clone());
            self.put_shown(record, version.clone(), body.clone());
            batch.puts.push(Record {
                key: record.clone(),
                version,
                body,
                base: shown.map(|_| base),
            });
        }
        // Whoever takes a change back has seen what is there again.
        batch.puts.extend(self.see_held(record));
        true
    }
}

/// Why a change could not be taken back now; `None` where it can.
pub(crate) fn undo_refusal(state: &State, undo: &Undo, now: Instant) -> Option<Refusal> {
    if undo.all().all(|(n, _)| state.machine.is_unsent(n)) {
        return None;
    }
    if !undo.others.is_empty() {
        return Some(Refusal::CreatedAndSent);
    }
    inverse(state, &undo.change, now).err()
}

/// The change that takes one back which has left.
fn inverse(state: &State, change: &Change, now: Instant) -> Result<Change, Refusal> {
    let record = &change.record;
    may_write(state, record)?;
    let held = state.graph.get(record).ok_or(Refusal::NotFound)?;
    if change.kind == ChangeKind::Created {
        return Err(Refusal::CreatedAndSent);
    }
    let task = held.projection.task().ok_or(Refusal::NotFound)?;
    let mut inverse = change.inverse(now);
    for field in &change.fields {
        if !write::has(&held.body, field) {
            return Err(outdated(field.field, &task.status));
        }
    }
    if let Some(to) = inverse.status() {
        inverse.unusual = allowed(&task.status, &to, &inverse, state)?;
    } else if task.status.is_ended() && change.fields.iter().any(|f| f.field != Field::Note) {
        let from = task.status.clone();
        return Err(Refusal::Ended { from });
    }
    Ok(inverse)
}

fn outdated(field: Field, status: &TaskStatus) -> Refusal {
    if field == Field::Status {
        let now = status.clone();
        return Refusal::Outdated { now };
    }
    Refusal::FieldOutdated { field }
}

/// Whether a status may be given with the reason that a change writes.
fn allowed(
    from: &TaskStatus,
    to: &TaskStatus,
    change: &Change,
    state: &State,
) -> Result<bool, Refusal> {
    is_allowed(from, to, with_reason(change, None), state)
}

/// Whether a record has a reason once a change is made; `said` is what it has before.
pub(crate) fn with_reason(change: &Change, said: Option<Private<String>>) -> bool {
    let written = change.field(Field::StatusReason);
    written.map_or(said.is_some(), |r| r.after.is_some())
}

pub(crate) fn is_allowed(
    from: &TaskStatus,
    to: &TaskStatus,
    has_reason: bool,
    state: &State,
) -> Result<bool, Refusal> {
    let unusual = may_follow(from, to, state.options.mode)?;
    if needs_reason(to) && !has_reason {
        return Err(Refusal::ReasonMissing { to: to.clone() });
    }
    Ok(unusual)
}

/// All that waits of one record as one change of what its source holds now.
fn again(state: &State, record: &RecordKey, now: Instant) -> Result<Change, Refusal> {
    let rows: Vec<&OutboxRow> = state.machine.rows_of(record).collect();
    let last = rows.last().ok_or(Refusal::NotFound)?;
    let (_, base) = state.machine.base(record).ok_or(Refusal::NotFound)?;
    let is_unborn = state.machine.is_unborn(record);
    let mut change = Change {
        record: record.clone(),
        kind: last.change.kind,
        fields: coordo_sync::fold(&rows),
        at: now,
        unusual: false,
    };
    if is_unborn {
        // It is made when it was made, so that a lost answer is still recognised.
        change.kind = ChangeKind::Created;
        change.at = rows.first().map_or(now, |r| r.change.at);
        return Ok(change);
    }
    if change.kind == ChangeKind::Created {
        change.kind = ChangeKind::Edited;
    }
    let Projection::Task(theirs) = read::read(record, base).projection else {
        return Err(Refusal::NotFound);
    };
    let wanted = change.status();
    for field in &mut change.fields {
        if field.field != Field::Note {
            field.before = write::current(base, field.field);
        }
    }
    let is_new = |f: &FieldChange| !write::has(base, f);
    if !change.fields.iter().any(is_new) {
        return Err(match wanted {
            Some(status) => Refusal::AlreadySo { status },
            None => Refusal::NothingToChange,
        });
    }
    match wanted {
        Some(to) if to == theirs.status => {
            let of_status = [Field::Status, Field::StatusReason];
            change.fields.retain(|f| !of_status.contains(&f.field));
            if change.fields.is_empty() {
                return Err(Refusal::AlreadySo { status: to });
            }
        }
        Some(to) => change.unusual = allowed(&theirs.status, &to, &change, state)?,
        None => {}
    }
    Ok(change)
}
