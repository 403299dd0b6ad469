//! The store on IndexedDB.

use std::rc::Rc;

use coordo_core::{Change, ChangeKind, Field, FieldChange, Instant, RecordKey, SourceId};
use coordo_store::{Batch, OutboxRow, OutboxWrite, Record, RecordStore, RowState, StoreError};
use coordo_store_indexeddb::{IndexedDbStore, Options, Partition, Protection, Schema, Secret};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Records of one write, about as many as a page of a server brings.
const AT_ONCE: usize = 1_000;

fn failed(error: StoreError) -> JsValue {
    JsValue::from_str(&error.to_string())
}

fn key(id: String) -> RecordKey {
    RecordKey::new(SourceId("clinique".to_owned()), "Task", id)
}

/// A store and the records that are written to it.
#[wasm_bindgen]
pub struct StoreBench {
    store: IndexedDbStore,
    records: Vec<Record>,
}

#[wasm_bindgen]
impl StoreBench {
    /// Opens an empty store, under a secret or not.
    pub async fn open(partition: String, is_locked: bool) -> Result<StoreBench, JsValue> {
        let protection = if is_locked {
            Protection::Locked(Secret::Bytes(b"un secret du banc d'essai".to_vec()))
        } else {
            Protection::None
        };
        let opened = Partition::open(Options {
            name: partition,
            protection,
            schema: Schema::default(),
            on_event: Rc::new(|_| {}),
        })
        .await
        .map_err(failed)?;
        let store = opened.partition.file("Patient/1").await.map_err(failed)?;
        Ok(Self {
            store,
            records: Vec::new(),
        })
    }

    /// Takes the texts of the resources that will be written, each with its id.
    pub fn take(&mut self, ids: Array, texts: Array) {
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        self.records = ids
            .iter()
            .zip(texts.iter())
            .map(|(id, body)| Record {
                key: key(text(id)),
                version: Some("1".to_owned()),
                body: text(body).into(),
                base: None,
            })
            .collect();
    }

    /// Writes all of them.
    #[wasm_bindgen(js_name = bulkWrite)]
    pub async fn bulk_write(&self) -> Result<(), JsValue> {
        for records in self.records.chunks(AT_ONCE) {
            let batch = Batch {
                puts: records.to_vec(),
                ..Batch::default()
            };
            self.store.apply(batch).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Reads all of them; how many there are.
    pub async fn load(&self) -> Result<usize, JsValue> {
        Ok(self.store.records().await.map_err(failed)?.len())
    }

    /// One change with its outbox row, durable.
    pub async fn change(&self, n: u32) -> Result<(), JsValue> {
        let record = self.records.first().cloned();
        let record = record.ok_or_else(|| JsValue::from_str("take records first"))?;
        let row = OutboxRow {
            n: u64::from(n) + 1,
            change: Change {
                record: record.key.clone(),
                kind: ChangeKind::Status,
                fields: vec![FieldChange {
                    field: Field::Status,
                    before: Some("\"ready\"".into()),
                    after: Some("\"completed\"".into()),
                }],
                at: Instant(0),
                unusual: false,
            },
            base_version: Some("1".to_owned()),
            made_at: Instant(0),
            state: RowState::Unsent,
        };
        let batch = Batch {
            puts: vec![record],
            removes: vec![],
            outbox: vec![OutboxWrite::Add(row)],
        };
        self.store.apply(batch).await.map_err(failed)
    }

    /// Puts the store in order, as an idle page does.
    pub async fn tend(&self) -> Result<(), JsValue> {
        while self.store.tend().await.map_err(failed)? {}
        Ok(())
    }
}
