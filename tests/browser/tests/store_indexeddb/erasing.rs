//! Erasing a patient file, and all files.

use coordo_store::contract::{LastingPlace as _, key, record};
use coordo_store::{Batch, RecordStore as _, StoreError};
use wasm_bindgen_test::wasm_bindgen_test;

use super::raw::Raw;
use super::secrets::some;
use super::storage::{SUBJECT, Storage};

const OTHER: &str = "clinique|Patient/43";

#[wasm_bindgen_test]
async fn purging_a_file_destroys_its_key_and_its_rows_and_no_others() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let raw = Raw::of(&storage.name).await;
    let other = partition.file(OTHER).await.unwrap();
    other.apply(some()).await.unwrap();
    let before = raw.rows().await;
    let store = partition.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    assert_eq!(raw.rows().await.len(), before.len() + 4);
    partition.purge(SUBJECT, true).await.unwrap();
    assert!(raw.rows().await == before, "as if it had never been");
    assert_eq!(other.outbox().await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn purging_refuses_to_lose_unsent_changes_unless_told_to() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let store = partition.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    let refused = Err(StoreError::Unsent(1));
    assert_eq!(partition.purge(SUBJECT, false).await, refused);
    assert_eq!(partition.purge_all(false).await, refused);
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    assert_eq!(store.records().await.unwrap().len(), 1);
    partition.purge_all(true).await.unwrap();
    assert!(Raw::of(&storage.name).await.rows().await.is_empty());
    assert!(!storage.opened().await.was_evicted, "erased, not evicted");
}

#[wasm_bindgen_test]
async fn handles_of_an_erased_file_say_so_and_write_nothing_into_the_next_one() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let old = partition.file(SUBJECT).await.unwrap();
    old.apply(some()).await.unwrap();
    storage
        .partition()
        .await
        .purge(SUBJECT, true)
        .await
        .unwrap();
    assert_eq!(old.apply(some()).await, Err(StoreError::Purged));
    assert_eq!(old.records().await, Err(StoreError::Purged));
    let new = partition.file(SUBJECT).await.unwrap();
    assert!(new.records().await.unwrap().is_empty());
    assert!(new.outbox().await.unwrap().is_empty());
    assert_eq!(old.apply(some()).await, Err(StoreError::Purged));
    assert_eq!(old.outbox().await, Err(StoreError::Purged));
    assert!(new.records().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn a_crash_while_a_file_is_erased_leaves_it_whole_or_absent() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    drop(store);
    for n in 0..20 {
        let partition = storage.partition().await;
        storage.cut_at_write(n);
        let result = partition.purge(SUBJECT, true).await;
        drop(partition);
        if !storage.heal() {
            result.unwrap();
            assert!(n > 1);
            let store = storage.partition().await.file(SUBJECT).await.unwrap();
            assert!(store.records().await.unwrap().is_empty());
            return;
        }
        let store = storage.partition().await.file(SUBJECT).await.unwrap();
        assert_eq!(store.records().await.unwrap().len(), 1, "after write {n}");
        assert_eq!(store.outbox().await.unwrap().len(), 1, "after write {n}");
    }
    panic!("erasing has no end");
}

fn put(n: usize, body: &str) -> Batch {
    Batch {
        puts: vec![record(key("a", &format!("{n:02}")), body)],
        ..Batch::default()
    }
}

#[wasm_bindgen_test]
async fn many_segments_become_few_and_no_record_changes() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    for n in 0..30 {
        store.apply(put(n % 20, &format!("{n}"))).await.unwrap();
    }
    let gone = Batch {
        removes: vec![key("a", "07")],
        ..Batch::default()
    };
    store.apply(gone).await.unwrap();
    let before = store.records().await.unwrap();
    assert!(store.compact().await.unwrap());
    assert!(!store.compact().await.unwrap(), "nothing is left to merge");
    let raw = Raw::of(&storage.name).await;
    assert_eq!(raw.rows_of("segments").await.len(), 1);
    assert!(store.records().await.unwrap() == before);
    assert_eq!(before.len(), 19);
    store.apply(put(7, "back")).await.unwrap();
    assert_eq!(store.records().await.unwrap().len(), 20);
}

#[wasm_bindgen_test]
async fn a_crash_while_segments_are_merged_loses_nothing() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    for n in 0..12 {
        store.apply(put(n, "{}")).await.unwrap();
    }
    let before = store.records().await.unwrap();
    drop(store);
    for n in 0..9 {
        let store = storage.partition().await.file(SUBJECT).await.unwrap();
        storage.cut_at_write(n);
        let result = store.compact().await;
        drop(store);
        let was_cut = storage.heal();
        let store = storage.partition().await.file(SUBJECT).await.unwrap();
        assert!(store.records().await.unwrap() == before, "after write {n}");
        if !was_cut {
            assert_eq!(result, Ok(true));
            assert!(n > 1);
            return;
        }
    }
    panic!("merging has no end");
}

#[wasm_bindgen_test]
async fn pages_that_merge_and_write_at_once_lose_nothing() {
    let storage = Storage::encrypted();
    let one = storage.partition().await.file(SUBJECT).await.unwrap();
    let other = storage.partition().await.file(SUBJECT).await.unwrap();
    for n in 0..12 {
        one.apply(put(n, "{}")).await.unwrap();
    }
    let (batches, merges) = futures_util::future::join(
        futures_util::future::join_all((12..18).map(|n| other.apply(put(n, "{}")))),
        futures_util::future::join(one.compact(), other.compact()),
    )
    .await;
    assert!(batches.into_iter().all(|result| result.is_ok()));
    assert!(merges.0.unwrap() || merges.1.unwrap());
    assert_eq!(one.records().await.unwrap().len(), 18);
    while other.compact().await.unwrap() {}
    assert_eq!(one.records().await.unwrap().len(), 18);
}
