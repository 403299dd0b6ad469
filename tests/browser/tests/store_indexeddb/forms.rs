//! Schema steps: older databases, newer ones, pages of other versions.

use std::cell::Cell;
use std::rc::Rc;

use coordo_store::contract::LastingPlace as _;
use coordo_store::{RecordStore as _, StoreError};
use coordo_store_indexeddb::{Event, Options, Partition, Schema, Step};
use wasm_bindgen_test::wasm_bindgen_test;

use super::raw::{Raw, Row};
use super::secrets::some;
use super::storage::{SUBJECT, Storage};

/// A database of step 1001 as it was written: store, row, bytes.
const STEP_1001: &str = include_str!("step-1001.txt");

const ALL: &[&str] = &[
    "meta", "keys", "files", "segments", "outbox", "aside", "later",
];

/// The steps of a later version: first of this generation, then of the next one, which keeps
/// its outbox in another store.
const LATER: [Step; 4] = [
    Step {
        number: 1001,
        adds: &["meta", "keys", "files", "segments", "outbox"],
        copies: &[],
    },
    Step {
        number: 1002,
        adds: &["aside"],
        copies: &[],
    },
    Step {
        number: 1003,
        adds: &["later"],
        copies: &[],
    },
    Step {
        number: 2001,
        adds: &["changes"],
        copies: &[("outbox", "changes")],
    },
];

const NEXT_GENERATION: Schema = Schema {
    steps: &LATER,
    outbox: "changes",
};

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn fixture() -> Vec<Row> {
    let rows = STEP_1001.lines().map(|line| {
        let parts: Vec<&str> = line.split(' ').collect();
        Row {
            store: parts[0].to_owned(),
            key: parts[1].to_owned(),
            value: bytes(parts[2]),
        }
    });
    rows.collect()
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_step_opens_with_all_that_it_held() {
    let storage = Storage::encrypted();
    let raw = Raw::of(&storage.name).await;
    raw.upgrade(1001, &["meta", "keys", "files", "segments", "outbox"])
        .await;
    for row in fixture() {
        raw.put(&row).await;
    }
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    let written = some();
    assert!(store.records().await.unwrap() == written.puts);
    let changes = store.outbox().await.unwrap();
    let writes: Vec<_> = changes
        .into_iter()
        .map(coordo_store::OutboxWrite::Add)
        .collect();
    assert!(writes == written.outbox, "the very change");
    assert_eq!(raw.version().await, 1002.0);
}

#[wasm_bindgen_test]
async fn a_rolled_back_portal_works_on_a_later_step_of_its_generation() {
    let storage = Storage::encrypted();
    drop(storage.partition().await.file(SUBJECT).await.unwrap());
    let raw = Raw::of(&storage.name).await;
    raw.upgrade(1003, &["later"]).await;
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    assert_eq!(raw.version().await, 1003.0);
}

#[wasm_bindgen_test]
async fn a_later_generation_is_told_and_left_alone() {
    let storage = Storage::encrypted();
    let raw = Raw::of(&storage.name).await;
    raw.upgrade(2001, ALL).await;
    let refused = Partition::open(storage.options()).await.map(drop);
    let told = StoreError::TooNew {
        found: 2001,
        known: 1002,
    };
    assert_eq!(refused, Err(told));
    assert!(raw.rows().await.is_empty());
    assert_eq!(raw.version().await, 2001.0);
}

#[wasm_bindgen_test]
async fn a_file_in_a_later_form_is_told_and_nothing_of_it_is_touched() {
    for store in ["files", "keys"] {
        let storage = Storage::encrypted();
        let held = storage.partition().await.file(SUBJECT).await.unwrap();
        held.apply(some()).await.unwrap();
        let raw = Raw::of(&storage.name).await;
        let mut row = raw.rows_of(store).await.remove(0);
        row.value[0] = 2;
        raw.put(&row).await;
        let before = raw.rows().await;
        let told = StoreError::TooNew { found: 2, known: 1 };
        let opened = storage.partition().await.file(SUBJECT).await.map(drop);
        assert_eq!(opened, Err(told.clone()), "{store}");
        if store == "files" {
            // A page that has the file open does not take it for erased.
            assert_eq!(held.apply(some()).await, Err(told));
        }
        assert!(raw.rows().await == before, "{store}");
    }
}

#[wasm_bindgen_test]
async fn a_lock_in_a_later_form_is_told_and_is_no_wrong_secret() {
    let storage = Storage::encrypted();
    drop(storage.partition().await);
    let raw = Raw::of(&storage.name).await;
    let of_meta = raw.rows_of("meta").await;
    let mut row = of_meta.into_iter().find(|r| r.key == "lock").unwrap();
    row.value[0] = 2;
    raw.put(&row).await;
    let opened = Partition::open(storage.options()).await.map(drop);
    assert_eq!(opened, Err(StoreError::TooNew { found: 2, known: 1 }));
}

fn next_generation(storage: &Storage) -> Options {
    Options {
        schema: NEXT_GENERATION,
        ..storage.options()
    }
}

#[wasm_bindgen_test]
async fn an_outbox_is_migrated_never_recreated() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    drop(store);
    let raw = Raw::of(&storage.name).await;
    for n in 0..9 {
        storage.cut_at_write(n);
        let result = Partition::open(next_generation(&storage)).await;
        if !storage.heal() {
            assert!(n > 0, "the copy writes rows");
            let partition = result.unwrap().partition;
            let store = partition.file(SUBJECT).await.unwrap();
            assert_eq!(store.outbox().await.unwrap().len(), 1);
            assert_eq!(store.records().await.unwrap().len(), 1);
            // The copy is made once: what was sent since does not come back.
            let sent = coordo_store::Batch {
                outbox: vec![coordo_store::OutboxWrite::Remove(1)],
                ..coordo_store::Batch::default()
            };
            store.apply(sent).await.unwrap();
            drop((store, partition));
            let opened = Partition::open(next_generation(&storage)).await.unwrap();
            let store = opened.partition.file(SUBJECT).await.unwrap();
            assert!(store.outbox().await.unwrap().is_empty());
            // Erasing a file reaches what the older version left behind.
            assert_eq!(raw.rows_of("outbox").await.len(), 1);
            opened.partition.purge(SUBJECT, false).await.unwrap();
            assert!(raw.rows_of("outbox").await.is_empty());
            return;
        }
        assert!(result.is_err());
        assert_eq!(raw.rows_of("outbox").await.len(), 1, "after write {n}");
        assert!(raw.rows_of("changes").await.is_empty(), "after write {n}");
    }
    panic!("migrating has no end");
}

#[wasm_bindgen_test]
async fn a_page_of_an_older_version_lets_go_and_asks_for_a_reload() {
    let storage = Storage::encrypted();
    let told = Rc::new(Cell::new(None));
    let options = Options {
        on_event: Rc::new({
            let told = Rc::clone(&told);
            move |event| told.set(Some(event))
        }),
        ..storage.options()
    };
    let old = Partition::open(options).await.unwrap().partition;
    let store = old.file(SUBJECT).await.unwrap();
    store.apply(some()).await.unwrap();
    let new = Partition::open(next_generation(&storage)).await.unwrap();
    assert_eq!(told.get(), Some(Event::Outdated));
    assert_eq!(store.apply(some()).await, Err(StoreError::Outdated));
    assert_eq!(store.outbox().await.map(drop), Err(StoreError::Outdated));
    let store = new.partition.file(SUBJECT).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_does_not_let_go_is_told_of_and_waited_for_by_nobody() {
    let storage = Storage::encrypted();
    drop(storage.partition().await);
    let raw = Raw::of(&storage.name).await;
    let holder = raw.hold().await;
    let blocked = Partition::open(next_generation(&storage)).await.map(drop);
    assert_eq!(blocked, Err(StoreError::Blocked));
    drop(holder);
    let opened = Partition::open(next_generation(&storage)).await;
    opened.unwrap().partition.file(SUBJECT).await.unwrap();
}
