//! Commands, undo and a person's decisions: decided under one borrow, stored as one batch.

use coordo_core::command::change_task_status;
use coordo_core::task::transition::Verdict;
use coordo_core::task::transition::judge;
use coordo_core::{Change, Command, Private, RecordKey, Refusal, TaskStatus};
use coordo_fhir::{Projection, read, write};
use coordo_store::{Batch, Body, OutboxRow, OutboxWrite, Record, RowState};
use coordo_sync::Event;

use crate::client::{Client, Receipt};
use crate::options::SourceKind;
use crate::state::{State, Undo};

/// A change that is decided and not yet stored.
struct Decided {
    row: OutboxRow,
    base: Body,
    shown: Body,
    version: Option<String>,
    removes: Vec<u64>,
}

impl Client {
    pub(crate) async fn decide(&self, command: Command) -> Result<Receipt, Refusal> {
        // The host's clock may call back, so it is asked before anything is borrowed.
        let now = self.inner.ports.clock.now();
        let (decided, undo) = {
            let mut state = self.inner.state.borrow_mut();
            let Command::ChangeTaskStatus {
                task: key,
                from,
                to,
                reason,
            } = command
            else {
                return Err(Refusal::NotFound);
            };
            may_write(&state, &key)?;
            let task = state.graph.task(&key).ok_or(Refusal::NotFound)?;
            let reason = reason.as_ref().map(|r| r.as_str());
            let change = change_task_status(task, &from, &to, reason, state.options.mode, now)?;
            let undo = undo_of(&change);
            (decided(&mut state, change, Vec::new())?, undo)
        };
        let n = self.keep(decided).await?;
        if let Some(undo) = undo {
            self.inner.state.borrow_mut().undo.push(Undo { n, ..undo });
            self.changed();
        }
        Ok(Receipt { n })
    }

    pub(crate) async fn take_back(&self) -> Result<Receipt, Refusal> {
        let (undo, is_unsent) = {
            let state = self.inner.state.borrow();
            let undo = state.undo.last().cloned().ok_or(Refusal::NotFound)?;
            let is_unsent = state.machine.is_unsent(undo.n);
            (undo, is_unsent)
        };
        if is_unsent {
            self.remove_rows(&undo.task, Some(undo.n)).await;
            self.inner.state.borrow_mut().undo.retain(|u| u.n != undo.n);
            self.changed();
            return Ok(Receipt { n: undo.n });
        }
        let command = Command::ChangeTaskStatus {
            task: undo.task.clone(),
            from: undo.gave.clone(),
            to: undo.back_to.clone(),
            reason: undo.back_reason.clone(),
        };
        let receipt = self.decide(command).await?;
        // Taking back is itself a change; undoing it again would only swing to and fro.
        let gone = [undo.n, receipt.n];
        self.inner
            .state
            .borrow_mut()
            .undo
            .retain(|u| !gone.contains(&u.n));
        self.changed();
        Ok(receipt)
    }

    pub(crate) async fn decide_mine(&self, record: RecordKey) -> Result<Receipt, Refusal> {
        let now = self.inner.ports.clock.now();
        let decided = {
            let mut state = self.inner.state.borrow_mut();
            let rows: Vec<OutboxRow> = state.machine.rows_of(&record).cloned().collect();
            let last = rows.last().ok_or(Refusal::NotFound)?;
            let Change::TaskStatusChanged { to, reason, .. } = &last.change else {
                return Err(Refusal::NotFound);
            };
            let (_, base) = state.machine.base(&record).ok_or(Refusal::NotFound)?;
            let Projection::Task(theirs) = read::read(&record, base).projection else {
                return Err(Refusal::NotFound);
            };
            let reason = reason.as_ref().map(|r| r.as_str());
            let mode = state.options.mode;
            let change = change_task_status(&theirs, &theirs.status, to, reason, mode, now)?;
            let removes = rows.iter().map(|r| r.n).collect();
            decided(&mut state, change, removes)?
        };
        let n = self.keep(decided).await?;
        Ok(Receipt { n })
    }

    pub(crate) async fn decide_theirs(&self, record: RecordKey) {
        self.remove_rows(&record, None).await;
        self.inner
            .state
            .borrow_mut()
            .undo
            .retain(|u| u.task != record);
        self.changed();
    }

    /// Stores a decided change and hands it to the machine.
    async fn keep(&self, decided: Decided) -> Result<u64, Refusal> {
        let n = decided.row.n;
        let record = decided.row.record().clone();
        let mut outbox: Vec<OutboxWrite> = decided
            .removes
            .iter()
            .map(|n| OutboxWrite::Remove(*n))
            .collect();
        outbox.push(OutboxWrite::Add(decided.row.clone()));
        let batch = Batch {
            puts: vec![Record {
                key: record.clone(),
                version: decided.version.clone(),
                body: decided.shown.clone(),
                base: Some(decided.base.clone()),
            }],
            removes: Vec::new(),
            outbox,
        };
        // The memory store refuses nothing that was numbered here.
        let stored = self.inner.ports.store.apply(batch).await;
        if stored.is_err() {
            return Err(Refusal::NotFound);
        }
        let now = self.inner.ports.clock.now();
        let actions = {
            let mut state = self.inner.state.borrow_mut();
            if !decided.removes.is_empty() {
                state.machine.take_out(&record, None);
            }
            state
                .graph
                .put(&record, decided.version.clone(), decided.shown);
            let event = Event::Added {
                row: decided.row,
                base: decided.base,
            };
            state.machine.handle(event, now)
        };
        self.act(actions);
        self.changed();
        Ok(n)
    }

    /// Takes unsent rows of a record out and shows the source's copy again.
    async fn remove_rows(&self, record: &RecordKey, only: Option<u64>) {
        let batch = {
            let mut state = self.inner.state.borrow_mut();
            let base = state
                .machine
                .base(record)
                .map(|(v, text)| (v.map(str::to_owned), text.clone()));
            state.restored.retain(|r| r.record() != record);
            let gone = state.machine.take_out(record, only);
            let Some((version, base)) = base else {
                return;
            };
            let shown = state.machine.shown(record);
            let body = shown.clone().unwrap_or_else(|| base.clone());
            state.graph.put(record, version.clone(), body.clone());
            Batch {
                puts: vec![Record {
                    key: record.clone(),
                    version,
                    body,
                    base: shown.map(|_| base),
                }],
                removes: Vec::new(),
                outbox: gone.into_iter().map(OutboxWrite::Remove).collect(),
            }
        };
        self.store(batch).await;
    }
}

/// Whether a record may be changed here at all.
pub(crate) fn may_write(state: &State, record: &RecordKey) -> Result<(), Refusal> {
    if state.options.read_only {
        return Err(Refusal::ReadOnlyClient);
    }
    let source = state.options.sources.iter().find(|s| s.id == record.source);
    match source.map(|s| &s.kind) {
        None => Err(Refusal::NotFound),
        Some(SourceKind::Bundle { .. }) => Err(Refusal::ReadOnlySource),
        Some(SourceKind::Endpoint { transport }) if transport.is_read_only() => {
            Err(Refusal::ReadOnlySource)
        }
        Some(SourceKind::Endpoint { .. }) => {
            let waits = |r: &OutboxRow| r.state.waits_for_person();
            if state.machine.rows_of(record).any(waits) {
                Err(Refusal::WaitsForDecision)
            } else {
                Ok(())
            }
        }
    }
}

/// Why a change could not be taken back now; `None` where it can.
pub(crate) fn undo_refusal(state: &State, undo: &Undo) -> Option<Refusal> {
    if state.machine.is_unsent(undo.n) {
        return None;
    }
    if let Err(refusal) = may_write(state, &undo.task) {
        return Some(refusal);
    }
    let now = state.graph.task(&undo.task)?.status.clone();
    if now != undo.gave {
        return Some(Refusal::Outdated { now });
    }
    match judge(&now, &undo.back_to, state.options.mode) {
        Verdict::Allowed | Verdict::Unusual => None,
        Verdict::Ended => Some(Refusal::Ended { from: now }),
        Verdict::Forbidden | Verdict::Same | Verdict::NotAStatus => Some(Refusal::NotAllowed {
            from: now,
            to: undo.back_to.clone(),
        }),
    }
}

fn undo_of(change: &Change) -> Option<Undo> {
    match change {
        Change::TaskStatusChanged {
            task,
            from,
            from_reason,
            to,
            ..
        } => Some(Undo {
            n: 0,
            task: task.clone(),
            back_to: from.clone(),
            back_reason: from_reason.clone(),
            gave: to.clone(),
        }),
        _ => None,
    }
}

fn decided(state: &mut State, change: Change, removes: Vec<u64>) -> Result<Decided, Refusal> {
    let key = change.subject().clone();
    let held = state.graph.get(&key).ok_or(Refusal::NotFound)?;
    let made_at = match &change {
        Change::TaskStatusChanged { at, .. } => *at,
        _ => return Err(Refusal::NotFound),
    };
    let (version, base) = match state.machine.base(&key) {
        Some((version, text)) => (version.map(str::to_owned), text.clone()),
        None => (held.version.clone(), held.body.clone()),
    };
    // On top of what is shown, or of the source's copy where the rows before it go.
    let under = if removes.is_empty() {
        &held.body
    } else {
        &base
    };
    let shown: Body = write::apply(under, &change)
        .map_err(|_| Refusal::NotFound)?
        .into();
    state.n_changes += 1;
    Ok(Decided {
        row: OutboxRow {
            n: state.n_changes,
            change,
            base_version: version.clone(),
            made_at,
            state: RowState::Unsent,
        },
        base,
        shown,
        version,
        removes,
    })
}

/// Title of a task, for sentences about it.
pub(crate) fn title_of(state: &State, task: &RecordKey) -> Option<Private<String>> {
    state.graph.task(task)?.title.clone()
}

/// The status that the newest unsent change of a record wants.
pub(crate) fn wanted(state: &State, record: &RecordKey) -> Option<TaskStatus> {
    let rows = state.machine.rows_of(record);
    rows.last().and_then(|row| match &row.change {
        Change::TaskStatusChanged { to, .. } => Some(to.clone()),
        _ => None,
    })
}
