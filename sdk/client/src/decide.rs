//! Commands: decided under one borrow, stored as one batch.

use coordo_core::change::{Change, ChangeKind};
use coordo_core::{Command, Private, RecordKey, Refusal, SourceId};
use coordo_fhir::write;
use coordo_store::{Batch, Body, OutboxRow, OutboxWrite, Record, RowState, StoreError};
use coordo_sync::Event;

use crate::client::{Client, Receipt};
use crate::compose::change_of;
use crate::draw::{Moment, Scene};
use crate::options::SourceKind;
use crate::ports::ClientEvent;
use crate::state::{State, Undo};

/// A change that is decided and not yet stored.
pub(crate) struct Decided {
    row: OutboxRow,
    base: Body,
    shown: Body,
    version: Option<String>,
    removes: Vec<u64>,
}

impl Client {
    pub(crate) async fn decide(&self, command: Command) -> Result<Receipt, Refusal> {
        let commands = if let Command::CreateTasks(drafts) = command {
            let drafts = drafts.into_iter();
            drafts
                .map(|draft| Command::CreateTask(Box::new(draft)))
                .collect()
        } else {
            vec![command]
        };
        // The host's clock and ids may call back, so they are asked before anything is borrowed.
        let moment = Moment::of(&self.inner.ports);
        let ids = commands.iter().map(|command| {
            let is_making = matches!(command, Command::CreateTask(_));
            is_making.then(|| self.inner.ports.ids.new_id())
        });
        let ids: Vec<String> = ids.map(Option::unwrap_or_default).collect();
        let (decided, mut changes) = {
            let mut state = self.inner.state.borrow_mut();
            let mut changes = Vec::new();
            {
                let scene = Scene::new(&state, moment);
                for (command, id) in commands.into_iter().zip(&ids) {
                    changes.push(change_of(&scene, command, id)?);
                }
            }
            let mut all = Vec::new();
            for change in &changes {
                let one = decided(&mut state, change.clone(), Vec::new())?;
                all.push(one);
            }
            (all, changes)
        };
        let numbers: Vec<u64> = decided.iter().map(|one| one.row.n).collect();
        let receipt = self.keep_all(decided).await?;
        let others = changes.split_off(changes.len().min(1));
        let others = numbers.into_iter().skip(1).zip(others).collect();
        if let Some(change) = changes.pop() {
            let n = receipt.n;
            let undo = Undo { n, change, others };
            self.inner.state.borrow_mut().undo.push(undo);
        }
        self.changed();
        Ok(receipt)
    }

    /// Stores a decided change and hands it to the machine.
    pub(crate) async fn keep(&self, decided: Decided) -> Result<Receipt, Refusal> {
        self.keep_all(vec![decided]).await
    }

    /// The same for several, as one batch.
    async fn keep_all(&self, all: Vec<Decided>) -> Result<Receipt, Refusal> {
        let mut batch = Batch::default();
        let mut told = Vec::new();
        let mut keys = Vec::new();
        {
            let mut state = self.inner.state.borrow_mut();
            for decided in &all {
                let record = decided.row.record();
                let is_made = decided.row.change.kind == ChangeKind::Created;
                batch.puts.push(Record {
                    key: record.clone(),
                    version: decided.version.clone(),
                    body: decided.shown.clone(),
                    base: (!is_made).then(|| decided.base.clone()),
                });
                // What a person wrote they have seen.
                let seen = state.see_text(record, &decided.shown);
                batch.puts.extend(seen);
                if !decided.removes.is_empty() {
                    state.forget_beginning(record, &mut batch);
                }
                let removed = decided.removes.iter().map(|n| OutboxWrite::Remove(*n));
                batch.outbox.extend(removed);
                batch.outbox.push(OutboxWrite::Add(decided.row.clone()));
                told.push(audit(&decided.row.change));
                keys.push((decided.row.n, record.clone()));
            }
        }
        self.write_change(batch).await?;
        let now = self.inner.ports.clock.now();
        let actions = {
            let mut state = self.inner.state.borrow_mut();
            let mut actions = Vec::new();
            for decided in all {
                let record = decided.row.record().clone();
                if !decided.removes.is_empty() {
                    state.machine.take_out(&record, None);
                }
                state.graph.put(&record, decided.version, decided.shown);
                let event = Event::Added {
                    row: decided.row,
                    base: decided.base,
                };
                actions.extend(state.machine.handle(event, now));
            }
            actions
        };
        self.act(actions);
        for event in told {
            self.event(event);
        }
        self.changed();
        let mut keys = keys.into_iter();
        let (n, record) = keys.next().ok_or(Refusal::NothingToChange)?;
        let others = keys.map(|(_, key)| key).collect();
        Ok(Receipt { n, record, others })
    }
}

impl Client {
    /// Writes a change. Where the device's store is lost meanwhile, the page's memory takes it,
    /// and that is told beside it.
    async fn write_change(&self, batch: Batch) -> Result<(), Refusal> {
        let again = batch.clone();
        match self.write(batch).await {
            Ok(()) => Ok(()),
            Err(StoreError::Full) => Err(Refusal::NoRoom),
            Err(_) => {
                let second = self.write(again).await;
                second.map_err(|_| Refusal::NotKept)
            }
        }
    }
}

/// What the host's journal is told: which fields are different now, never what they hold.
fn audit(change: &Change) -> ClientEvent {
    let differs = change.fields.iter().filter(|f| f.before != f.after);
    ClientEvent::Audit {
        source: change.record.source.0.clone(),
        resource: change.record.reference(),
        kind: Some(change.kind),
        fields: differs.map(|f| f.field).collect(),
        at: change.at,
    }
}

/// Whether a record may be changed here at all.
pub(crate) fn may_write(state: &State, record: &RecordKey) -> Result<(), Refusal> {
    may_write_to(state, &record.source)?;
    let waits = |r: &OutboxRow| r.state.waits_for_person();
    if state.machine.rows_of(record).any(waits) {
        return Err(Refusal::WaitsForDecision);
    }
    Ok(())
}

/// Whether a source takes changes from here.
pub(crate) fn may_write_to(state: &State, source: &SourceId) -> Result<(), Refusal> {
    if state.options.read_only {
        return Err(Refusal::ReadOnlyClient);
    }
    let source = state.options.sources.iter().find(|s| s.id == *source);
    match source.map(|s| &s.kind) {
        None => Err(Refusal::NotFound),
        Some(SourceKind::Bundle { .. }) => Err(Refusal::ReadOnlySource),
        Some(SourceKind::Endpoint { transport }) if transport.is_read_only() => {
            Err(Refusal::ReadOnlySource)
        }
        Some(SourceKind::Endpoint { .. }) => Ok(()),
    }
}

/// Numbers a change and lays it on what is held; `removes` are the rows whose place it takes.
pub(crate) fn decided(
    state: &mut State,
    change: Change,
    removes: Vec<u64>,
) -> Result<Decided, Refusal> {
    let key = &change.record;
    let held = state.graph.get(key);
    let (version, base) = match (state.machine.base(key), held) {
        (Some((version, text)), _) => (version.map(str::to_owned), text.clone()),
        (None, Some(held)) => (held.version.clone(), held.body.clone()),
        (None, None) if change.kind == ChangeKind::Created => (None, write::unborn(key).into()),
        (None, None) => return Err(Refusal::NotFound),
    };
    // On top of what is shown, or of the source's copy where the rows before it go.
    let under = match held {
        Some(held) if removes.is_empty() => &held.body,
        Some(_) | None => &base,
    };
    let shown: Body = write::apply(under, &change)
        .map_err(|_| Refusal::NotFound)?
        .into();
    state.n_changes = state.next_change(change.at);
    Ok(Decided {
        row: OutboxRow {
            n: state.n_changes,
            base_version: version.clone(),
            made_at: change.at,
            change,
            state: RowState::Unsent,
        },
        base,
        shown,
        version,
        removes,
    })
}

/// Title of what was changed, for sentences about it.
pub(crate) fn title_of(state: &State, record: &RecordKey) -> Option<Private<String>> {
    let found = state.graph.projection(record)?;
    let of_task = found.task().map(|t| &t.title);
    let of_plan = || found.care_plan().map(|p| &p.title);
    let of_event = || found.event().map(|e| &e.title);
    of_task.or_else(of_plan).or_else(of_event)?.clone()
}
