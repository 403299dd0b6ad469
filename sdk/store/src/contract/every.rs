//! Behaviours of every store.

use coordo_core::{Field, FieldChange, Instant};

use super::samples::{ids, key, numbers, put, record, row, rows};
use super::{LocalFuture, Place};
use crate::{Batch, LEASE_MS, OutboxWrite, RecordStore, RowState, StoreError};

async fn opened<P: Place>(place: &P) -> P::Store {
    let store: LocalFuture<'_, Result<P::Store, StoreError>> = place.open();
    store.await.expect("the store opens")
}

/// A batch with one impossible write leaves no trace of the others.
pub async fn a_batch_is_all_or_nothing(place: &impl Place) {
    let store = opened(place).await;
    let broken = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1)), OutboxWrite::Remove(9)],
    };
    assert_eq!(store.apply(broken).await, Err(StoreError::NoSuchRow(9)));
    assert!(ids(&store).await.is_empty());
    assert!(numbers(&store).await.is_empty());
    let twice = rows(vec![OutboxWrite::Add(row(1)), OutboxWrite::Add(row(1))]);
    assert_eq!(store.apply(twice).await, Err(StoreError::RowTaken(1)));
    let absent = rows(vec![OutboxWrite::Update(row(4))]);
    assert_eq!(store.apply(absent).await, Err(StoreError::NoSuchRow(4)));
    assert!(numbers(&store).await.is_empty());
    // A row may come and go in one batch, and its number is free again.
    let both = rows(vec![OutboxWrite::Add(row(1)), OutboxWrite::Remove(1)]);
    store.apply(both).await.expect("apply");
    assert!(numbers(&store).await.is_empty());
}

/// Nothing to write is written without a complaint.
pub async fn an_empty_batch_changes_nothing(place: &impl Place) {
    let store = opened(place).await;
    store.apply(Batch::default()).await.expect("apply");
    assert!(ids(&store).await.is_empty());
    assert!(numbers(&store).await.is_empty());
}

/// Rows come back oldest first, whatever the order of writing.
pub async fn the_outbox_comes_back_in_the_order_of_making(place: &impl Place) {
    let store = opened(place).await;
    for n in [10, 2, 300, u64::MAX] {
        let batch = rows(vec![OutboxWrite::Add(row(n))]);
        store.apply(batch).await.expect("apply");
    }
    let mut sending = row(2);
    sending.state = RowState::Sending;
    let update = rows(vec![OutboxWrite::Update(sending), OutboxWrite::Remove(10)]);
    store.apply(update).await.expect("apply");
    let held = store.outbox().await.expect("outbox");
    let seen: Vec<_> = held.iter().map(|r| (r.n, r.state.clone())).collect();
    let unsent = RowState::Unsent;
    assert_eq!(
        seen,
        [
            (2, RowState::Sending),
            (300, unsent.clone()),
            (u64::MAX, unsent)
        ]
    );
}

/// Whatever a change names is there again.
pub async fn a_change_comes_back_with_all_its_fields(place: &impl Place) {
    let store = opened(place).await;
    let mut whole = row(1);
    whole.base_version = None;
    whole.made_at = Instant(-1);
    whole.change.unusual = true;
    whole.change.fields = Field::ALL
        .into_iter()
        .map(|field| FieldChange {
            field,
            before: None,
            after: Some("\"Œdème, 1.0 kg\"".into()),
        })
        .collect();
    let batch = rows(vec![OutboxWrite::Add(whole.clone())]);
    store.apply(batch).await.expect("apply");
    let held = store.outbox().await.expect("outbox");
    assert!(held == [whole], "the very change");
}

/// Where a change stands is kept, the source's words too.
pub async fn every_state_of_a_change_comes_back(place: &impl Place) {
    let store = opened(place).await;
    let states = [
        RowState::Unsent,
        RowState::Sending,
        RowState::Refused {
            status: 422,
            words: Some("Date impossible".to_owned().into()),
        },
        RowState::Refused {
            status: 400,
            words: None,
        },
        RowState::Conflict,
    ];
    for (n, state) in (0..).zip(states.clone()) {
        let add = OutboxWrite::Add(crate::OutboxRow { state, ..row(n) });
        store.apply(rows(vec![add])).await.expect("apply");
    }
    let held = store.outbox().await.expect("outbox");
    let seen: Vec<RowState> = held.into_iter().map(|row| row.state).collect();
    assert_eq!(seen, states);
}

/// Writing a key again replaces it; removing it leaves nothing.
pub async fn a_record_is_replaced_and_removed_by_its_key(place: &impl Place) {
    let store = opened(place).await;
    for body in ["{}", "{\"a\":1.0}"] {
        let batch = put(vec![record(key("a", "1"), body)]);
        store.apply(batch).await.expect("apply");
    }
    let held = store.records().await.expect("records");
    assert_eq!(held.len(), 1);
    assert!(
        held.iter().all(|r| &*r.body == "{\"a\":1.0}"),
        "the very text"
    );
    let batch = Batch {
        removes: vec![key("a", "1"), key("a", "never")],
        ..Batch::default()
    };
    store.apply(batch).await.expect("apply");
    assert!(ids(&store).await.is_empty());
}

/// Sources don't share ids.
pub async fn one_id_in_two_sources_is_two_records(place: &impl Place) {
    let store = opened(place).await;
    let batch = put(vec![
        record(key("a", "1"), "{}"),
        record(key("b", "1"), "{}"),
    ]);
    store.apply(batch).await.expect("apply");
    assert_eq!(ids(&store).await.len(), 2);
}

/// Removes come first.
pub async fn a_put_wins_over_a_remove_of_the_same_batch(place: &impl Place) {
    let store = opened(place).await;
    let batch = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![key("a", "1")],
        outbox: vec![],
    };
    store.apply(batch).await.expect("apply");
    assert_eq!(ids(&store).await, ["1"]);
}

/// A batch is read from its beginning to its end.
pub async fn of_two_puts_in_one_batch_the_later_counts(place: &impl Place) {
    let store = opened(place).await;
    let batch = put(vec![record(key("a", "1"), "1"), record(key("a", "1"), "2")]);
    store.apply(batch).await.expect("apply");
    let held = store.records().await.expect("records");
    assert!(held.len() == 1 && held.iter().all(|r| &*r.body == "2"));
}

/// Source, type, id: whatever the order of writing.
pub async fn records_come_in_the_order_of_their_keys(place: &impl Place) {
    let store = opened(place).await;
    let keys = [("b", "1"), ("a", "20"), ("a", "3"), ("a", "é"), ("a", "B")];
    for (source, id) in keys {
        let batch = put(vec![record(key(source, id), "{}")]);
        store.apply(batch).await.expect("apply");
    }
    let held = store.records().await.expect("records");
    let seen: Vec<_> = held.into_iter().map(|r| r.key).collect();
    let mut sorted = seen.clone();
    sorted.sort();
    assert_eq!(seen.len(), keys.len());
    assert!(seen == sorted, "in order");
}

/// What a source told about a version is opaque, and so is its own copy.
pub async fn versions_and_bases_come_back_as_they_were_told(place: &impl Place) {
    let store = opened(place).await;
    let told = [None, Some(""), Some("1"), Some("W/\"é 7\"")];
    let mut written = Vec::new();
    for (n, version) in (0..).zip(told) {
        let mut one = record(key("a", &format!("{n}")), "{}");
        one.version = version.map(str::to_owned);
        one.base = version.map(Into::into);
        written.push(one);
    }
    store.apply(put(written.clone())).await.expect("apply");
    let held = store.records().await.expect("records");
    assert!(held == written, "versions and bases as told");
}

/// Bodies are text of any length and any kind.
pub async fn any_text_comes_back_as_it_was(place: &impl Place) {
    let store = opened(place).await;
    let long = "Ligne d’une lettre de liaison, 1.0 mg.\r\n".repeat(20_000);
    let texts = ["", "\0", "𝄞 \u{feff}\u{202e}", "</script>", &long];
    let written: Vec<_> = (0..)
        .zip(texts)
        .map(|(n, text)| record(key("a", &format!("{n}")), text))
        .collect();
    store.apply(put(written.clone())).await.expect("apply");
    let held = store.records().await.expect("records");
    assert!(held == written, "the very text");
}

/// Pages of any size lead through the whole store.
pub async fn pages_together_are_all_records_each_once(place: &impl Place) {
    let store = opened(place).await;
    let empty = store.page(None, 10).await.expect("page");
    assert!(empty.records.is_empty() && empty.next.is_none());
    for part in 0..3 {
        let records = (0..7).map(|n| record(key("a", &format!("{:02}", n * 3 + part)), "{}"));
        store.apply(put(records.collect())).await.expect("apply");
    }
    let all = store.records().await.expect("records");
    for limit in [1, 4, 7, 20, 21, 22] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.page(after, limit).await.expect("page");
            assert!(page.records.len() <= limit);
            seen.extend(page.records);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(seen == all, "in pages of {limit}");
    }
}

/// A page tells what is there now, after its key.
pub async fn a_page_goes_on_from_its_key_whatever_changed_meanwhile(place: &impl Place) {
    let store = opened(place).await;
    let records = (1..=6).map(|n| record(key("a", &format!("{n}")), "{}"));
    store.apply(put(records.collect())).await.expect("apply");
    let first = store.page(None, 3).await.expect("page");
    let batch = Batch {
        puts: vec![record(key("a", "0"), "{}"), record(key("a", "45"), "{}")],
        removes: vec![key("a", "3"), key("a", "5")],
        outbox: vec![],
    };
    store.apply(batch).await.expect("apply");
    let second = store.page(first.next, 10).await.expect("page");
    let seen: Vec<_> = second
        .records
        .into_iter()
        .map(|r| r.key.id.clone())
        .collect();
    assert_eq!(seen, ["4", "45", "6"]);
    assert!(second.next.is_none());
}

/// An erased store is empty and can be written to.
pub async fn what_is_erased_is_gone_and_the_store_begins_anew(place: &impl Place) {
    let store = opened(place).await;
    let batch = put(vec![record(key("a", "1"), "{}")]);
    store.apply(batch).await.expect("apply");
    store.erase(false).await.expect("erase");
    assert!(ids(&store).await.is_empty());
    let batch = put(vec![record(key("a", "2"), "{}")]);
    store.apply(batch).await.expect("apply after erasing");
    assert_eq!(ids(&store).await, ["2"]);
}

/// Erasing a store with unsent changes needs to be meant.
pub async fn unsent_changes_are_erased_only_where_that_is_said(place: &impl Place) {
    let store = opened(place).await;
    let batch = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1))],
    };
    store.apply(batch).await.expect("apply");
    assert_eq!(store.erase(false).await, Err(StoreError::Unsent(1)));
    assert_eq!(ids(&store).await, ["1"]);
    assert_eq!(numbers(&store).await, [1]);
    store.erase(true).await.expect("erase");
    assert!(ids(&store).await.is_empty());
    assert!(numbers(&store).await.is_empty());
}

/// Putting a store in order is not seen.
pub async fn tending_changes_nothing_that_is_seen(place: &impl Place) {
    let store = opened(place).await;
    for n in 0..40 {
        let batch = put(vec![record(key("a", &format!("{n:02}")), "{}")]);
        store.apply(batch).await.expect("apply");
    }
    let before = store.records().await.expect("records");
    let mut rounds = 0;
    while store.tend().await.expect("tend") {
        rounds += 1;
        assert!(rounds < 100, "tending ends");
    }
    assert_eq!(store.records().await.expect("records"), before);
}

/// Without a lock of the browser, time says who leads.
pub async fn who_asks_first_leads_until_the_lease_is_over(place: &impl Place) {
    let store = opened(place).await;
    let ask = |mine, now| store.lease(mine, false, Instant(now));
    assert_eq!(ask(None, 0).await, Ok(Some(1)));
    assert_eq!(ask(None, 1).await, Ok(None));
    assert_eq!(ask(Some(1), 5_000).await, Ok(Some(1)), "renewed");
    assert_eq!(ask(None, LEASE_MS).await, Ok(None));
    // What is sent renews it too.
    let sent = store.apply_leading(1, Instant(10_000), rows(vec![OutboxWrite::Add(row(1))]));
    sent.await.expect("it leads");
    assert_eq!(ask(None, 5_000 + LEASE_MS).await, Ok(None));
    assert_eq!(ask(None, 10_000 + LEASE_MS).await, Ok(Some(2)));
    assert_eq!(ask(Some(1), 10_000 + LEASE_MS).await, Ok(None));
}

/// A page that was frozen wakes up and believes that it still leads.
pub async fn what_is_written_under_an_old_number_changes_nothing(place: &impl Place) {
    let store = opened(place).await;
    let now = Instant(0);
    let refused = store.apply_leading(1, now, put(vec![record(key("a", "1"), "{}")]));
    assert_eq!(refused.await, Err(StoreError::NotLeading), "nobody leads");
    assert_eq!(store.lease(None, true, now).await, Ok(Some(1)));
    let first = store.apply_leading(1, now, rows(vec![OutboxWrite::Add(row(1))]));
    first.await.expect("it leads");
    // A lock of the browser was granted to another one meanwhile.
    assert_eq!(store.lease(None, true, now).await, Ok(Some(2)));
    let mut sending = row(1);
    sending.state = RowState::Sending;
    let mark = || rows(vec![OutboxWrite::Update(sending.clone())]);
    let old = store.apply_leading(1, now, mark()).await;
    assert_eq!(old, Err(StoreError::NotLeading));
    let held = store.outbox().await.expect("outbox");
    assert!(held == [row(1)], "nothing is marked as sent");
    store.apply_leading(2, now, mark()).await.expect("it leads");
    assert!(store.outbox().await.expect("outbox") == [sending]);
}

/// What a page led is gone: it asks anew.
pub async fn after_erasing_nobody_leads_until_they_ask_again(place: &impl Place) {
    let store = opened(place).await;
    let now = Instant(0);
    assert_eq!(store.lease(None, true, now).await, Ok(Some(1)));
    store.erase(true).await.expect("erase");
    let old = store.apply_leading(1, now, rows(vec![OutboxWrite::Add(row(1))]));
    assert_eq!(old.await, Err(StoreError::NotLeading));
    let asked = store.lease(Some(1), false, now).await.expect("lease");
    let fence = asked.expect("nobody else leads");
    let new = store.apply_leading(fence, now, rows(vec![OutboxWrite::Add(row(1))]));
    new.await.expect("it leads");
}
