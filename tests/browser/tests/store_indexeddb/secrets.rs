//! The host's secret: what it opens, what it refuses, how it changes.

use coordo_store::contract::{LastingPlace as _, key, record, row};
use coordo_store::{Batch, OutboxWrite, RecordStore as _, StoreError};
use coordo_store_indexeddb::{Partition, Protection, Secret};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::CryptoKey;

use super::raw::{Raw, Row};
use super::storage::{SUBJECT, Storage, secret};

pub(crate) fn some() -> Batch {
    Batch {
        puts: vec![record(key("a", "1"), "{}")],
        removes: vec![],
        outbox: vec![OutboxWrite::Add(row(1))],
    }
}

async fn error(storage: &Storage, protection: Protection) -> StoreError {
    let opened = Partition::open(storage.options_with(protection)).await;
    opened.expect_err("the secret does not fit")
}

async fn generated(algorithm: &str, usages: &[&str]) -> CryptoKey {
    let described = Object::new();
    Reflect::set(&described, &"name".into(), &algorithm.into()).unwrap();
    Reflect::set(&described, &"length".into(), &256.into()).unwrap();
    let list = js_sys::Array::new();
    for usage in usages {
        list.push(&(*usage).into());
    }
    let subtle = web_sys::window().unwrap().crypto().unwrap().subtle();
    let key = subtle.generate_key_with_object(&described, false, &list);
    JsFuture::from(key.unwrap()).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn a_wrong_secret_is_told_as_such_and_touches_nothing() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    let raw = Raw::of(&storage.name).await;
    let before = raw.rows().await;
    let wrong = || Protection::Locked(secret(2));
    assert_eq!(error(&storage, wrong()).await, StoreError::WrongSecret);
    let none = error(&storage, Protection::None).await;
    assert_eq!(none, StoreError::WrongSecret);
    assert!(raw.rows().await == before, "nothing was touched");
    assert_eq!(store.outbox().await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn what_was_kept_without_a_lock_is_not_opened_with_one() {
    let storage = Storage::plain();
    drop(storage.partition().await);
    let locked = error(&storage, Protection::Locked(secret(1))).await;
    assert_eq!(locked, StoreError::WrongSecret);
}

#[wasm_bindgen_test]
async fn secrets_that_lock_nothing_are_refused_and_leave_nothing_behind() {
    let storage = Storage::encrypted();
    let short = Secret::Bytes(vec![7; 15]);
    let unfit = error(&storage, Protection::Locked(short)).await;
    assert_eq!(unfit, StoreError::UnfitSecret);
    let reads_only = generated("AES-GCM", &["encrypt", "decrypt"]).await;
    let unfit = error(&storage, Protection::Locked(Secret::Key(reads_only))).await;
    assert_eq!(unfit, StoreError::UnfitSecret);
    let other = generated("AES-KW", &["wrapKey", "unwrapKey"]).await;
    let unfit = error(&storage, Protection::Locked(Secret::Key(other))).await;
    assert_eq!(unfit, StoreError::UnfitSecret);
    let nothing = Secret::Ask(Box::new(|| Box::pin(async { None })));
    let unfit = error(&storage, Protection::Locked(nothing)).await;
    assert_eq!(unfit, StoreError::UnfitSecret);
    assert!(Raw::of(&storage.name).await.rows().await.is_empty());
}

#[wasm_bindgen_test]
async fn a_key_that_cannot_be_taken_out_opens_what_it_locked() {
    let storage = Storage::encrypted();
    let wrapping = generated("AES-GCM", &["wrapKey", "unwrapKey"]).await;
    for n in 0..2 {
        // Asked for when it is needed, as a host would ask its server.
        let told = wrapping.clone();
        let asked = Secret::Ask(Box::new(move || {
            Box::pin(async move { Some(Secret::Key(told)) })
        }));
        let options = storage.options_with(Protection::Locked(asked));
        let partition = Partition::open(options).await.unwrap().partition;
        let store = partition.file(SUBJECT).await.unwrap();
        assert_eq!(store.outbox().await.unwrap().len(), n);
        if n == 0 {
            store.apply(some()).await.unwrap();
        }
    }
    let other = generated("AES-GCM", &["wrapKey", "unwrapKey"]).await;
    let wrong = error(&storage, Protection::Locked(Secret::Key(other))).await;
    assert_eq!(wrong, StoreError::WrongSecret);
}

#[wasm_bindgen_test]
async fn two_pages_that_make_the_same_partition_at_once_share_it() {
    let storage = Storage::encrypted();
    let both = futures_util::future::join(
        Partition::open(storage.options()),
        Partition::open(storage.options()),
    );
    let (one, other) = both.await;
    let one = one.unwrap().partition.file(SUBJECT).await.unwrap();
    let other = other.unwrap().partition.file(SUBJECT).await.unwrap();
    one.apply(some()).await.unwrap();
    assert_eq!(other.outbox().await.unwrap().len(), 1);
}

fn others(rows: Vec<Row>) -> Vec<Row> {
    let is_key = |row: &Row| row.store == "keys" || row.key == "lock";
    rows.into_iter().filter(|row| !is_key(row)).collect()
}

#[wasm_bindgen_test]
async fn changing_the_secret_rewrites_keys_only() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    for subject in [SUBJECT, "clinique|Patient/43"] {
        let store = partition.file(subject).await.unwrap();
        store.apply(some()).await.unwrap();
    }
    let raw = Raw::of(&storage.name).await;
    let before = raw.rows().await;
    partition.change_secret(secret(2)).await.unwrap();
    let after = raw.rows().await;
    assert_eq!(before.len(), after.len());
    let changed = before.iter().filter(|row| !after.contains(row));
    assert_eq!(changed.count(), 3, "the lock and two keys");
    assert!(others(before) == others(after), "nothing else");
    // This page goes on, and the next one needs the new secret.
    let store = partition.file(SUBJECT).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    let old = error(&storage, Protection::Locked(secret(1))).await;
    assert_eq!(old, StoreError::WrongSecret);
    let options = storage.options_with(Protection::Locked(secret(2)));
    let partition = Partition::open(options).await.unwrap().partition;
    let store = partition.file("clinique|Patient/43").await.unwrap();
    assert_eq!(store.records().await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_with_the_old_secret_keeps_its_files_and_opens_no_others() {
    let storage = Storage::encrypted();
    let old = storage.partition().await;
    let store = old.file(SUBJECT).await.unwrap();
    storage
        .partition()
        .await
        .change_secret(secret(2))
        .await
        .unwrap();
    store.apply(some()).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    let refused = old.file("clinique|Patient/44").await.map(drop);
    assert_eq!(refused, Err(StoreError::WrongSecret));
}

#[wasm_bindgen_test]
async fn a_crash_while_the_secret_changes_leaves_the_old_one_or_the_new_one() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    drop(store);
    for n in 0..9 {
        let partition = storage.partition().await;
        storage.cut_at_write(n);
        let result = partition.change_secret(secret(2)).await;
        drop(partition);
        if !storage.heal() {
            result.unwrap();
            assert!(n > 1, "a change writes several keys");
            return;
        }
        let store = storage.partition().await.file(SUBJECT).await.unwrap();
        assert_eq!(store.outbox().await.unwrap().len(), 1, "after write {n}");
    }
    panic!("the change has no end");
}
