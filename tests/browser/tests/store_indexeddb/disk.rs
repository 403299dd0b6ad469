//! What lies on the disk says nothing about anybody.
//!
//! A real plan is kept, and the database is searched, past the store, for every string of it.

use coordo_core::{Private, RecordKey, SourceId};
use coordo_store::contract::{key, record, row};
use coordo_store::{Batch, OutboxWrite, Record, RecordStore as _};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use super::raw::Raw;
use super::storage::{Storage, count_encryptions, last_durability};

const PLAN: &str = include_str!("../../../data/stories/1-sortie-hopital/bundle-00.json");
const SUBJECT: &str = "clinique|Patient/odette-marchandeau";
/// All that may be read there: names of stores, rows, and of the database.
const SCHEMA_WORDS: [&str; 10] = [
    "meta", "keys", "files", "segments", "outbox", "aside", "lock", "mark", "reserve", "coordo",
];

#[wasm_bindgen(inline_js = r"
const strings = (value, into) => {
  if (value === null || typeof value !== 'object') into.add(String(value));
  else for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) into.add(name);
    strings(inner, into);
  }
};
export function resources(bundle) {
  return JSON.parse(bundle).entry.map(({ resource }) =>
    [resource.resourceType, resource.id, JSON.stringify(resource)]);
}
export function needles(bundle) {
  const whole = new Set();
  strings(JSON.parse(bundle), whole);
  const all = new Set(whole);
  for (const text of whole) for (const word of text.split(/[^\p{L}\p{N}]+/u)) all.add(word);
  return [...all];
}
// Shorter ones are met in any noise; hexadecimal ones in any hash.
const isTelling = (text) => text.length >= (/^[0-9a-f]*$/i.test(text) ? 9 : 6);
const latin = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
export function found(needles, hay) {
  const low = hay.toLowerCase();
  const utf8 = (text) => latin(new TextEncoder().encode(text));
  const utf16 = (text) => [...text].map((c) => latin([c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])).join('');
  const is = (text) => low.includes(utf8(text).toLowerCase()) || low.includes(utf16(text).toLowerCase());
  return needles.filter((text) => isTelling(text) && is(text));
}
export function telling(needles) { return needles.filter(isTelling).length; }
export function asLatin(bytes) { return latin(bytes); }
export function smallStorage() { return JSON.stringify({ ...localStorage }); }
")]
extern "C" {
    fn resources(bundle: &str) -> Vec<js_sys::Array>;
    fn needles(bundle: &str) -> Vec<String>;
    fn found(needles: Vec<String>, hay: &str) -> Vec<String>;
    fn telling(needles: Vec<String>) -> usize;
    #[wasm_bindgen(js_name = asLatin)]
    fn as_latin(bytes: &[u8]) -> String;
    #[wasm_bindgen(js_name = smallStorage)]
    fn small_storage() -> String;
}

/// Keeps the plan with a change of each record; gives all that can be read past the store.
async fn kept(storage: &Storage) -> String {
    let partition = storage.partition().await;
    let store = partition.file(SUBJECT).await.unwrap();
    let text = |value: wasm_bindgen::JsValue| value.as_string().unwrap();
    let mut batch = Batch::default();
    for (n, parts) in (0..).zip(resources(PLAN)) {
        let source = SourceId("clinique-saint-roch".into());
        let key = RecordKey::new(source, text(parts.get(0)), text(parts.get(1)));
        let body = text(parts.get(2));
        let mut change = row(n);
        change.change.record = key.clone();
        change.change.fields[0].after = Some(Private(body.clone()));
        batch.outbox.push(OutboxWrite::Add(change));
        batch.puts.push(Record {
            key,
            version: Some("version-of-a-source".into()),
            body: body.as_str().into(),
            base: Some(body.into()),
        });
    }
    let records = batch.puts.len();
    store.apply(batch).await.unwrap();
    // Merged segments too.
    for _ in 0..9 {
        let again = store.records().await.unwrap().remove(0);
        let batch = Batch {
            puts: vec![again],
            ..Batch::default()
        };
        store.apply(batch).await.unwrap();
    }
    assert!(store.compact().await.unwrap());
    assert_eq!(store.records().await.unwrap().len(), records);
    let raw = Raw::of(&storage.name).await;
    let mut hay = format!("{}\n{}\n", raw.0, small_storage());
    for row in raw.rows().await {
        hay += &format!("{} {} {}\n", row.store, row.key, as_latin(&row.value));
    }
    hay
}

fn all() -> Vec<String> {
    let mut all = needles(PLAN);
    let told = [SUBJECT, "clinique-saint-roch", "version-of-a-source"];
    all.extend(told.map(str::to_owned));
    all
}

#[wasm_bindgen_test]
async fn a_locked_partition_shows_no_string_of_what_it_holds() {
    let storage = Storage::encrypted();
    let hay = kept(&storage).await;
    assert!(telling(all()) > 500, "the plan has words");
    assert!(hay.len() > 500_000, "and it is there");
    let mut seen = found(all(), &hay);
    seen.retain(|text| !SCHEMA_WORDS.contains(&text.as_str()));
    assert!(seen.is_empty(), "{} strings can be read", seen.len());
}

#[wasm_bindgen_test]
async fn the_search_finds_them_where_there_is_no_lock() {
    let storage = Storage::plain();
    let hay = kept(&storage).await;
    let (seen, all) = (found(all(), &hay).len(), telling(all()));
    assert!(seen * 10 > all * 9, "{seen} of {all}");
}

#[wasm_bindgen_test]
async fn names_on_the_disk_differ_between_secrets_and_say_nothing_of_their_length() {
    let mut seen = Vec::new();
    for subject in ["a", "b", SUBJECT] {
        let storage = Storage::encrypted();
        drop(storage.partition().await.file(subject).await.unwrap());
        drop(storage.partition().await.file(subject).await.unwrap());
        let files = Raw::of(&storage.name).await.rows_of("files").await;
        assert_eq!(files.len(), 1, "one file however often it is opened");
        assert_eq!(files[0].key.len(), 32);
        assert!(!seen.contains(&files[0].key));
        seen.push(files[0].key.clone());
    }
}

#[wasm_bindgen_test]
async fn a_batch_is_one_encryption_however_many_records_it_has() {
    let storage = Storage::encrypted();
    let store = storage.partition().await.file(SUBJECT).await.unwrap();
    count_encryptions();
    let records = (0..500).map(|n| record(key("a", &format!("{n}")), "{}"));
    let batch = Batch {
        puts: records.collect(),
        ..Batch::default()
    };
    store.apply(batch).await.unwrap();
    assert_eq!(count_encryptions(), 1);
}

#[wasm_bindgen_test]
async fn a_change_is_on_the_disk_before_it_is_acknowledged_the_cache_need_not_be() {
    let storage = Storage::encrypted();
    let partition = storage.partition().await;
    let store = partition.file(SUBJECT).await.unwrap();
    assert_eq!(last_durability(), "strict", "its key");
    let batch = Batch {
        puts: vec![record(key("a", "1"), "{}")],
        ..Batch::default()
    };
    store.apply(batch.clone()).await.unwrap();
    assert_eq!(last_durability(), "relaxed");
    let change = Batch {
        outbox: vec![OutboxWrite::Add(row(1))],
        ..batch
    };
    store.apply(change).await.unwrap();
    assert_eq!(last_durability(), "strict");
    partition.purge(SUBJECT, true).await.unwrap();
    assert_eq!(last_durability(), "strict");
}
