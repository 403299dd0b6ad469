//! The database as the browser keeps it, past the store.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r"
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
export async function databaseName(partition) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(partition));
  const hex = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
  return 'coordo-' + hex.slice(0, 32);
}
async function withDatabase(name, work) {
  const db = await done(indexedDB.open(name));
  try { return await work(db); } finally { db.close(); }
}
export function rows(name) {
  return withDatabase(name, async (db) => {
    const all = [];
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(rows.getAllKeys()), done(rows.getAll())]);
      keys.forEach((key, n) => all.push([store, key, values[n]]));
    }
    return all;
  });
}
export function putRow(name, store, key, value) {
  return withDatabase(name, (db) => new Promise((resolve, reject) => {
    const change = db.transaction(store, 'readwrite');
    change.objectStore(store).put(value, key);
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error);
  }));
}
export function storesOf(name) {
  return withDatabase(name, async (db) => [db.version, ...db.objectStoreNames]);
}
export async function upgrade(name, version, stores) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const store of stores) request.result.createObjectStore(store);
  };
  (await done(request)).close();
}
export async function remove(name) { await done(indexedDB.deleteDatabase(name)); }
export function hold(name) { return done(indexedDB.open(name)); }
export function release(db) { db.close(); }
const own = Object.getOwnPropertyDescriptor(Window.prototype, 'indexedDB')
  ?? Object.getOwnPropertyDescriptor(window, 'indexedDB');
export function hideStorage(is) {
  if (is) Object.defineProperty(window, 'indexedDB', { configurable: true, value: null });
  else Object.defineProperty(window, 'indexedDB', own);
}
")]
extern "C" {
    #[wasm_bindgen(js_name = databaseName, catch)]
    async fn database_name(partition: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn rows(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = putRow, catch)]
    async fn put_row(
        name: &str,
        store: &str,
        key: &str,
        value: Uint8Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = storesOf, catch)]
    async fn stores_of(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn upgrade(name: &str, version: u32, stores: Vec<String>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn remove(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn hold(name: &str) -> Result<JsValue, JsValue>;
    fn release(database: &JsValue);
    #[wasm_bindgen(js_name = hideStorage)]
    pub(crate) fn hide_storage(is: bool);
}

/// One row as it lies there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) store: String,
    pub(crate) key: String,
    pub(crate) value: Vec<u8>,
}

/// The database of a partition.
pub(crate) struct Raw(pub(crate) String);

impl Raw {
    pub(crate) async fn of(partition: &str) -> Self {
        let name = database_name(partition).await.expect("a hash");
        Self(name.as_string().expect("a name"))
    }

    pub(crate) async fn rows(&self) -> Vec<Row> {
        let all = js_sys::Array::from(&rows(&self.0).await.expect("rows"));
        all.iter()
            .map(|row| {
                let row = js_sys::Array::from(&row);
                Row {
                    store: row.get(0).as_string().expect("a store"),
                    key: row.get(1).as_string().expect("a key"),
                    value: Uint8Array::new(&row.get(2)).to_vec(),
                }
            })
            .collect()
    }

    pub(crate) async fn rows_of(&self, store: &str) -> Vec<Row> {
        let mut rows = self.rows().await;
        rows.retain(|row| row.store == store);
        rows
    }

    pub(crate) async fn put(&self, row: &Row) {
        let value = Uint8Array::from(row.value.as_slice());
        put_row(&self.0, &row.store, &row.key, value)
            .await
            .expect("the row is put");
    }

    /// Its version, then the names of its stores.
    pub(crate) async fn version(&self) -> f64 {
        let told = js_sys::Array::from(&stores_of(&self.0).await.expect("stores"));
        told.get(0).as_f64().expect("a version")
    }

    pub(crate) async fn upgrade(&self, version: u32, stores: &[&str]) {
        let stores = stores.iter().map(|&store| store.to_owned()).collect();
        upgrade(&self.0, version, stores).await.expect("an upgrade");
    }

    pub(crate) async fn remove(&self) {
        remove(&self.0).await.expect("removed");
    }

    /// A page that holds the database and hears nothing.
    pub(crate) async fn hold(&self) -> Holder {
        Holder(hold(&self.0).await.expect("held"))
    }
}

pub(crate) struct Holder(JsValue);

impl Drop for Holder {
    fn drop(&mut self) {
        release(&self.0);
    }
}
