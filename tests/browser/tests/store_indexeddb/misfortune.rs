//! Damage, eviction, no storage at all.

use coordo_store::contract::{key, record, row};
use coordo_store::{Batch, OutboxWrite, RecordStore as _, StoreError};
use coordo_store_indexeddb::{Partition, Protection};
use wasm_bindgen_test::wasm_bindgen_test;

use super::raw::{Raw, Row, hide_storage};
use super::secrets::some;
use super::storage::{SUBJECT, Storage, secret};

const OTHER: &str = "clinique|Patient/43";

async fn damage(raw: &Raw, mut row: Row) {
    let last = row.value.len() - 1;
    row.value[last] ^= 1;
    raw.put(&row).await;
}

#[wasm_bindgen_test]
async fn a_damaged_segment_sets_its_file_aside_and_no_other() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let raw = Raw::of(&storage.name).await;
    let store = partition.file(SUBJECT).await.unwrap();
    for n in 1..=3 {
        let batch = Batch {
            puts: vec![record(key("a", &format!("{n}")), "{}")],
            removes: vec![],
            outbox: vec![OutboxWrite::Add(row(n))],
        };
        store.apply(batch).await.unwrap();
    }
    let segments = raw.rows_of("segments").await;
    let other = partition.file(OTHER).await.unwrap();
    other.apply(some()).await.unwrap();
    damage(&raw, segments[1].clone()).await;
    let told = StoreError::SetAside {
        segments: 3,
        changes: 0,
    };
    assert_eq!(store.records().await, Err(told));
    // Loaded again, as a source would give it; changes never left.
    assert!(store.records().await.unwrap().is_empty());
    assert_eq!(store.outbox().await.unwrap().len(), 3);
    store
        .apply(Batch {
            outbox: vec![],
            ..some()
        })
        .await
        .unwrap();
    assert_eq!(store.records().await.unwrap().len(), 1);
    assert_eq!(other.records().await.unwrap().len(), 1);
    let aside = raw.rows_of("aside").await;
    assert_eq!(aside.len(), 3);
    assert!(aside.iter().any(|row| row.value == segments[0].value));
    assert_eq!(storage.opened().await.set_aside, 3);
}

#[wasm_bindgen_test]
async fn a_damaged_change_is_set_aside_and_the_others_are_there() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    let batch = Batch {
        outbox: (1..=3).map(|n| OutboxWrite::Add(row(n))).collect(),
        ..Batch::default()
    };
    store.apply(batch).await.unwrap();
    let raw = Raw::of(&storage.name).await;
    let changes = raw.rows_of("outbox").await;
    // One change in the place of another is as wrong as a broken one.
    raw.put(&Row {
        key: changes[1].key.clone(),
        ..changes[2].clone()
    })
    .await;
    let told = StoreError::SetAside {
        segments: 0,
        changes: 1,
    };
    assert_eq!(store.outbox().await, Err(told));
    let rest: Vec<u64> = store
        .outbox()
        .await
        .unwrap()
        .iter()
        .map(|row| row.n)
        .collect();
    assert_eq!(rest, [1, 3]);
    assert_eq!(raw.rows_of("aside").await.len(), 1);
    let kept = storage.partition().await.purge(SUBJECT, false).await;
    assert_eq!(kept, Err(StoreError::Unsent(3)), "the one aside counts");
}

#[wasm_bindgen_test]
async fn a_change_aside_can_be_taken_elsewhere_and_comes_back_once_it_can_be_read() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let store = partition.file(SUBJECT).await.unwrap();
    let batch = Batch {
        outbox: (1..=2).map(|n| OutboxWrite::Add(row(n))).collect(),
        ..Batch::default()
    };
    store.apply(batch).await.unwrap();
    let raw = Raw::of(&storage.name).await;
    let whole = raw.rows_of("outbox").await.remove(0);
    damage(&raw, whole.clone()).await;
    assert!(store.outbox().await.is_err());
    let aside = raw.rows_of("aside").await.remove(0);
    assert_eq!(store.aside().await.unwrap(), vec![aside.value.clone()]);
    assert_eq!(store.bring_back().await, Ok(0));
    let other = partition.file(OTHER).await.unwrap();
    assert!(other.aside().await.unwrap().is_empty());
    // As if a later version could read it.
    let mended = Row {
        value: whole.value,
        ..aside
    };
    raw.put(&mended).await;
    assert_eq!(store.bring_back().await, Ok(1));
    assert_eq!(store.outbox().await.unwrap(), [row(1), row(2)]);
    assert!(store.aside().await.unwrap().is_empty());
    assert_eq!(store.bring_back().await, Ok(0));
}

#[wasm_bindgen_test]
async fn what_a_later_version_wrote_is_no_damage() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    let raw = Raw::of(&storage.name).await;
    for store in ["segments", "outbox"] {
        let mut row = raw.rows_of(store).await.remove(0);
        row.value[0] = 2;
        raw.put(&row).await;
    }
    let before = raw.rows().await;
    let told = StoreError::TooNew { found: 2, known: 1 };
    assert_eq!(store.records().await, Err(told.clone()));
    assert_eq!(store.outbox().await, Err(told));
    assert!(raw.rows().await == before, "nothing was touched");
}

#[wasm_bindgen_test]
async fn a_file_whose_key_is_damaged_is_set_aside_whole() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    drop(store);
    let raw = Raw::of(&storage.name).await;
    damage(&raw, raw.rows_of("keys").await.remove(0)).await;
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    assert!(store.records().await.unwrap().is_empty());
    assert_eq!(storage.opened().await.set_aside, 4);
}

#[wasm_bindgen_test]
async fn a_partition_whose_secret_is_lost_is_set_aside_with_its_changes() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    drop(store);
    let raw = Raw::of(&storage.name).await;
    let before = raw.rows().await;
    let new = || storage.options_with(Protection::Locked(secret(2)));
    let told = StoreError::SetAside {
        segments: 1,
        changes: 1,
    };
    assert_eq!(Partition::set_aside(new()).await, Err(told));
    let opened = Partition::open(new()).await.unwrap();
    // All but the mark that tells an eviction, and the reserve.
    assert_eq!(opened.set_aside, before.len() - 2);
    assert!(!opened.was_evicted);
    let aside = raw.rows_of("aside").await;
    let is_kept = |row: &Row| row.key != "mark" && row.key != "reserve";
    for row in before.into_iter().filter(|row| is_kept(row)) {
        assert!(aside.iter().any(|kept| kept.value == row.value));
    }
    let store = opened.partition.file(SUBJECT).await.unwrap();
    assert!(store.outbox().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn an_eviction_is_noticed_once() {
    let storage = Storage::encrypted();
    assert!(!storage.opened().await.was_evicted, "nothing was here");
    assert!(!storage.opened().await.was_evicted, "all is here");
    let raw = Raw::of(&storage.name).await;
    raw.remove().await;
    assert!(storage.opened().await.was_evicted);
    assert!(!storage.opened().await.was_evicted, "and it was told");
    let small = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    assert!(small.get_item(&raw.0).unwrap().is_some());
    small.clear().unwrap();
    assert!(
        !storage.opened().await.was_evicted,
        "only the mark was lost"
    );
    assert!(small.get_item(&raw.0).unwrap().is_some());
}

#[wasm_bindgen_test]
async fn a_window_without_storage_is_told_so_that_memory_is_left() {
    let storage = Storage::encrypted();
    hide_storage(true);
    let hidden = Partition::open(storage.options()).await.map(drop);
    hide_storage(false);
    assert_eq!(hidden, Err(StoreError::Unavailable));
    storage.partition().await;
}
