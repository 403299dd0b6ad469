//! What every store does, a function a behaviour, over an empty store.
//!
//! Each panics with the behaviour that is broken; it is code for tests, kept here
//! so that every implementation runs the same.
#![allow(
    clippy::expect_used,
    reason = "these are tests: a broken behaviour must stop them"
)]

use coordo_core::{Change, ChangeKind, Instant, RecordKey, SourceId};

use crate::{Batch, OutboxRow, OutboxWrite, Record, RecordStore, RowState};

fn key(source: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId(source.to_owned()), "Task", id)
}

fn record(key: RecordKey, body: &str) -> Record {
    Record {
        key,
        version: Some("1".to_owned()),
        body: body.into(),
        base: None,
    }
}

fn row(n: u64) -> OutboxRow {
    OutboxRow {
        n,
        change: Change {
            record: key("a", "1"),
            kind: ChangeKind::Status,
            fields: Vec::new(),
            at: Instant(0),
            unusual: false,
        },
        base_version: None,
        made_at: Instant(0),
        state: RowState::Unsent,
    }
}

/// A batch with one impossible write leaves no trace of the others.
pub async fn a_batch_is_all_or_nothing<S: RecordStore>(store: &S) {
    let broken = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1)), OutboxWrite::Remove(9)],
    };
    assert!(
        store.apply(broken).await.is_err(),
        "an unknown row is an error"
    );
    assert!(store.records().await.expect("records").is_empty());
    assert!(store.outbox().await.expect("outbox").is_empty());
    let twice = Batch {
        outbox: vec![OutboxWrite::Add(row(1)), OutboxWrite::Add(row(1))],
        ..Batch::default()
    };
    assert!(store.apply(twice).await.is_err(), "a number is given once");
    assert!(store.outbox().await.expect("outbox").is_empty());
}

/// Rows come back oldest first, whatever the order of writing.
pub async fn the_outbox_comes_back_in_the_order_of_making<S: RecordStore>(store: &S) {
    for n in [10, 2, 300] {
        let batch = Batch {
            outbox: vec![OutboxWrite::Add(row(n))],
            ..Batch::default()
        };
        store.apply(batch).await.expect("apply");
    }
    let mut sending = row(2);
    sending.state = RowState::Sending;
    let update = Batch {
        outbox: vec![OutboxWrite::Update(sending), OutboxWrite::Remove(10)],
        ..Batch::default()
    };
    store.apply(update).await.expect("apply");
    let rows = store.outbox().await.expect("outbox");
    let seen: Vec<_> = rows.iter().map(|r| (r.n, r.state.clone())).collect();
    assert_eq!(seen, [(2, RowState::Sending), (300, RowState::Unsent)]);
}

/// Writing a key again replaces it; removing it leaves nothing.
pub async fn a_record_is_replaced_and_removed_by_its_key<S: RecordStore>(store: &S) {
    for body in ["{}", "{\"a\":1.0}"] {
        let batch = Batch {
            puts: vec![record(key("a", "1"), body)],
            ..Batch::default()
        };
        store.apply(batch).await.expect("apply");
    }
    let held = store.records().await.expect("records");
    assert_eq!(held.len(), 1);
    assert!(
        held.iter().all(|r| &*r.body == "{\"a\":1.0}"),
        "the very text"
    );
    let batch = Batch {
        removes: vec![key("a", "1")],
        ..Batch::default()
    };
    store.apply(batch).await.expect("apply");
    assert!(store.records().await.expect("records").is_empty());
}

/// Sources don't share ids.
pub async fn one_id_in_two_sources_is_two_records<S: RecordStore>(store: &S) {
    let batch = Batch {
        puts: vec![record(key("a", "1"), "{}"), record(key("b", "1"), "{}")],
        ..Batch::default()
    };
    store.apply(batch).await.expect("apply");
    assert_eq!(store.records().await.expect("records").len(), 2);
}
