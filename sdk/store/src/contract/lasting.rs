//! Behaviours of stores that outlive their page.

use coordo_core::Instant;

use super::LastingPlace;
use super::samples::{ids, key, numbers, put, record, row, rows};
use crate::{Batch, LEASE_MS, OutboxWrite, RecordStore, RowState, StoreError};

/// Each write of the crash test is one of these at most.
const WRITES_OF_A_BATCH: usize = 64;

/// A tablet is shut, and opened three days later.
pub async fn what_was_written_is_there_after_opening_again(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    let batch = Batch {
        puts: vec![
            record(key("a", "1"), "{\"a\":1.0}"),
            record(key("a", "2"), "{}"),
        ],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(7))],
    };
    store.apply(batch).await.expect("apply");
    let (records, outbox) = (
        store.records().await.expect("records"),
        store.outbox().await.expect("outbox"),
    );
    drop(store);
    let store = place.open().await.expect("open again");
    assert!(store.records().await.expect("records") == records);
    assert!(store.outbox().await.expect("outbox") == outbox);
    assert_eq!((records.len(), outbox.len()), (2, 1));
}

/// Two tabs on one patient file.
pub async fn two_handles_see_what_the_other_wrote(place: &impl LastingPlace) {
    let one = place.open().await.expect("open");
    let other = place.open().await.expect("open twice");
    one.apply(put(vec![record(key("a", "1"), "{}")]))
        .await
        .expect("apply");
    assert_eq!(ids(&other).await, ["1"]);
    let batch = Batch {
        puts: vec![record(key("a", "2"), "{}")],
        removes: vec![key("a", "1")],
        outbox: vec![OutboxWrite::Add(row(1))],
    };
    other.apply(batch).await.expect("apply");
    assert_eq!(ids(&one).await, ["2"]);
    assert_eq!(numbers(&one).await, [1]);
    let page = one.page(None, 10).await.expect("page");
    assert_eq!(page.records.len(), 1);
}

/// No change overwrites another tab's.
pub async fn a_number_taken_by_one_handle_is_refused_to_the_other(place: &impl LastingPlace) {
    let one = place.open().await.expect("open");
    let other = place.open().await.expect("open twice");
    one.apply(rows(vec![OutboxWrite::Add(row(1))]))
        .await
        .expect("apply");
    let second = rows(vec![OutboxWrite::Add(row(1))]);
    assert_eq!(other.apply(second).await, Err(StoreError::RowTaken(1)));
    one.apply(rows(vec![OutboxWrite::Remove(1)]))
        .await
        .expect("apply");
    let gone = rows(vec![OutboxWrite::Remove(1)]);
    assert_eq!(other.apply(gone).await, Err(StoreError::NoSuchRow(1)));
}

/// Neither waits for the other, and nothing is lost.
pub async fn writes_of_two_handles_at_once_are_all_kept(place: &impl LastingPlace) {
    let one = place.open().await.expect("open");
    let other = place.open().await.expect("open twice");
    let mut pending = Vec::new();
    for n in 0..12 {
        let store = if n % 2 == 0 { &one } else { &other };
        pending.push(store.apply(Batch {
            puts: vec![record(key("a", &format!("{n:02}")), "{}")],
            removes: vec![],
            outbox: vec![OutboxWrite::Add(row(n))],
        }));
    }
    for result in futures_util::future::join_all(pending).await {
        result.expect("apply");
    }
    assert_eq!(ids(&one).await.len(), 12);
    assert_eq!(numbers(&other).await, (0..12).collect::<Vec<_>>());
}

/// Whatever moment the power fails at.
pub async fn a_crash_at_any_write_leaves_a_batch_whole_or_absent(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    let first = Batch {
        puts: vec![record(key("a", "old"), "{}"), record(key("a", "kept"), "1")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1)), OutboxWrite::Add(row(2))],
    };
    store.apply(first).await.expect("apply");
    drop(store);
    let batch = || Batch {
        puts: vec![record(key("a", "new"), "{}"), record(key("a", "kept"), "2")],
        removes: vec![key("a", "old")],
        outbox: vec![
            OutboxWrite::Remove(1),
            OutboxWrite::Update(row(2)),
            OutboxWrite::Add(row(3)),
        ],
    };
    let mut crashes = 0;
    for n in 0..WRITES_OF_A_BATCH {
        let store = place.open().await.expect("open");
        place.cut_at_write(n);
        let result = store.apply(batch()).await;
        drop(store);
        let was_cut = place.heal();
        let store = place.open().await.expect("open after the crash");
        let (ids, numbers) = (ids(&store).await, numbers(&store).await);
        if was_cut {
            crashes += 1;
            assert!(result.is_err(), "a crash at write {n} is no success");
            assert_eq!(ids, ["kept", "old"], "after a crash at write {n}");
            assert_eq!(numbers, [1, 2], "after a crash at write {n}");
        } else {
            result.expect("no write is left to crash at");
            assert_eq!(ids, ["kept", "new"]);
            assert_eq!(numbers, [2, 3]);
            break;
        }
    }
    assert!((1..WRITES_OF_A_BATCH).contains(&crashes), "{crashes}");
}

/// Browsers drop connections of pages in the background.
pub async fn a_lost_connection_is_opened_again_and_the_batch_replayed(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    for n in 1..=2 {
        place.lose_connection();
        let batch = Batch {
            puts: vec![record(key("a", &format!("{n}")), "{}")],
            removes: vec![],
            outbox: vec![OutboxWrite::Add(row(n))],
        };
        store.apply(batch).await.expect("apply");
    }
    assert_eq!(ids(&store).await, ["1", "2"]);
    assert_eq!(numbers(&store).await, [1, 2]);
}

/// Whether it was kept is not known, so it is tried again; it must not be refused then.
pub async fn a_batch_whose_answer_was_lost_is_kept_once(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    place.lose_answer();
    store
        .apply(rows(vec![OutboxWrite::Add(row(1))]))
        .await
        .expect("the number is not taken by another");
    place.lose_answer();
    store
        .apply(rows(vec![OutboxWrite::Remove(1), OutboxWrite::Add(row(2))]))
        .await
        .expect("the row is not missing");
    assert_eq!(numbers(&store).await, [2]);
}

/// Reading needs no care of its callers either.
pub async fn a_lost_connection_is_opened_again_for_reading(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    store
        .apply(put(vec![record(key("a", "1"), "{}")]))
        .await
        .expect("apply");
    place.lose_connection();
    assert_eq!(ids(&store).await, ["1"]);
    place.lose_connection();
    assert!(numbers(&store).await.is_empty());
}

/// Records that one handle wrote and removed are news for the other, once.
pub async fn a_handle_is_told_once_what_the_other_did(place: &impl LastingPlace) {
    let here = place.open().await.expect("open");
    let first = put(vec![
        record(key("a", "1"), "{}"),
        record(key("a", "2"), "{}"),
    ]);
    here.apply(first).await.expect("apply");
    let there = place.open().await.expect("open");
    assert_eq!(there.records().await.expect("records").len(), 2);
    assert!(there.news().await.expect("news").is_empty());
    let second = put(vec![record(key("a", "2"), r#"{"b":1}"#)]);
    here.apply(second).await.expect("apply");
    let third = Batch {
        removes: vec![key("a", "1")],
        ..Batch::default()
    };
    here.apply(third).await.expect("apply");
    let mut news = there.news().await.expect("news");
    news.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    assert_eq!(
        news,
        [
            (key("a", "1"), None),
            (key("a", "2"), Some(record(key("a", "2"), r#"{"b":1}"#)))
        ]
    );
    assert!(there.news().await.expect("news").is_empty());
}

/// A store that was put in order meanwhile still tells what is new.
pub async fn putting_in_order_hides_no_news(place: &impl LastingPlace) {
    let (here, there) = (
        place.open().await.expect("open"),
        place.open().await.expect("open twice"),
    );
    assert!(there.records().await.expect("records").is_empty());
    for n in 0..20 {
        let batch = put(vec![record(key("a", &format!("{n:02}")), "{}")]);
        here.apply(batch).await.expect("apply");
    }
    while here.tend().await.expect("tend") {}
    assert_eq!(there.news().await.expect("news").len(), 20);
    assert!(there.news().await.expect("news").is_empty());
}

/// Two tabs, one of which the browser froze while it led.
pub async fn of_two_handles_one_leads_and_a_frozen_one_writes_nothing(place: &impl LastingPlace) {
    let (frozen, other) = (
        place.open().await.expect("open"),
        place.open().await.expect("open twice"),
    );
    assert_eq!(frozen.lease(None, false, Instant(0)).await, Ok(Some(1)));
    let made = frozen.apply_leading(1, Instant(0), rows(vec![OutboxWrite::Add(row(1))]));
    made.await.expect("it leads");
    assert_eq!(other.lease(None, false, Instant(1)).await, Ok(None));
    let later = Instant(LEASE_MS);
    assert_eq!(other.lease(None, false, later).await, Ok(Some(2)));
    let mut sending = row(1);
    sending.state = RowState::Sending;
    let mark = || rows(vec![OutboxWrite::Update(sending.clone())]);
    let old = frozen.apply_leading(1, later, mark()).await;
    assert_eq!(old, Err(StoreError::NotLeading));
    assert!(other.outbox().await.expect("outbox") == [row(1)]);
    let marked = other.apply_leading(2, later, mark()).await;
    marked.expect("it leads");
    let old = frozen.apply_leading(1, later, rows(vec![OutboxWrite::Remove(1)]));
    assert_eq!(old.await, Err(StoreError::NotLeading), "a late answer");
    assert!(frozen.outbox().await.expect("outbox") == [sending]);
}

/// Whether it was given is not known, so it is asked for again: it is no other page's then.
pub async fn a_lease_whose_answer_was_lost_is_taken_again(place: &impl LastingPlace) {
    let store = place.open().await.expect("open");
    place.lose_answer();
    let fence = store.lease(None, true, Instant(0)).await.expect("lease");
    let fence = fence.expect("it leads");
    let batch = rows(vec![OutboxWrite::Add(row(1))]);
    let kept = store.apply_leading(fence, Instant(0), batch).await;
    kept.expect("it leads under the number that it was told");
    assert_eq!(numbers(&store).await, [1]);
}
