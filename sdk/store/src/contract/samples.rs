//! Records and changes of the contract.

use coordo_core::{Change, ChangeKind, Field, FieldChange, Instant, RecordKey, SourceId};

use crate::{Batch, OutboxRow, OutboxWrite, Record, RecordStore, RowState};

/// The key of a task.
pub fn key(source: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId(source.to_owned()), "Task", id)
}

/// A record of that key.
pub fn record(key: RecordKey, body: &str) -> Record {
    Record {
        key,
        version: Some("1".to_owned()),
        body: body.into(),
        base: None,
    }
}

/// An unsent change of the task `a`, `1`.
pub fn row(n: u64) -> OutboxRow {
    OutboxRow {
        n,
        change: Change {
            record: key("a", "1"),
            kind: ChangeKind::Status,
            fields: vec![FieldChange {
                field: Field::Status,
                before: Some("\"draft\"".into()),
                after: Some("\"ready\"".into()),
            }],
            at: Instant(1_795_000_000_000),
            unusual: false,
        },
        base_version: Some("3".to_owned()),
        made_at: Instant(1_795_000_000_001),
        state: RowState::Unsent,
    }
}

pub(super) fn put(records: Vec<Record>) -> Batch {
    Batch {
        puts: records,
        ..Batch::default()
    }
}

pub(super) fn rows(writes: Vec<OutboxWrite>) -> Batch {
    Batch {
        outbox: writes,
        ..Batch::default()
    }
}

pub(super) async fn ids<S: RecordStore>(store: &S) -> Vec<String> {
    let records = store.records().await.expect("records");
    records.into_iter().map(|r| r.key.id.clone()).collect()
}

pub(super) async fn numbers<S: RecordStore>(store: &S) -> Vec<u64> {
    let rows = store.outbox().await.expect("outbox");
    rows.into_iter().map(|row| row.n).collect()
}
