//! A place in this browser, and the ways in which browsers let it down.

use std::cell::Cell;
use std::rc::Rc;

use coordo_store::contract::{LastingPlace, LimitedPlace, Place};
use coordo_store::{LocalFuture, StoreError};
use coordo_store_indexeddb::{
    IndexedDbStore, Opened, Options, Partition, Protection, Schema, Secret,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Whose file the tests write.
pub(crate) const SUBJECT: &str = "clinique|Patient/42";

#[wasm_bindgen(inline_js = r"
let left = Infinity, dead = false, lost = false, full = false, unanswered = false;
let durability = '', encryptions = 0;
for (const name of ['put', 'add', 'delete', 'clear']) {
  const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...args) {
    if (left <= 0) {
      dead = true;
      try { this.transaction.abort(); } catch {}
      throw new DOMException('', 'AbortError');
    }
    left -= 1;
    if (full && args[0]?.length > (1 << 20)) throw new DOMException('', 'QuotaExceededError');
    return real.apply(this, args);
  };
}
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...args) {
  if (dead) throw new DOMException('', 'InvalidStateError');
  if (lost) { lost = false; this.close(); }
  if (args[1] === 'readwrite') durability = args[2]?.durability;
  return transaction.apply(this, args);
};
const listen = EventTarget.prototype.addEventListener;
IDBTransaction.prototype.addEventListener = function (type, ...args) {
  if (!unanswered || type !== 'complete' || this.mode !== 'readwrite') {
    return listen.call(this, type, ...args);
  }
  unanswered = false;
  listen.call(this, 'complete', () => this.dispatchEvent(new Event('abort')));
};
const encrypt = SubtleCrypto.prototype.encrypt;
SubtleCrypto.prototype.encrypt = function (...args) {
  encryptions += 1;
  return encrypt.apply(this, args);
};
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...args) {
  if (dead) throw new DOMException('', 'UnknownError');
  return open.apply(this, args);
};
export function cut(n) { left = n; }
export function heal() { const was = dead; left = Infinity; dead = false; return was; }
export function lose() { lost = true; }
export async function forget(partition) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(partition));
  const hex = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
  indexedDB.deleteDatabase('coordo-' + hex.slice(0, 32));
}
export function loseAnswer() { unanswered = true; }
export function lastDurability() { return durability; }
export function countEncryptions() { const count = encryptions; encryptions = 0; return count; }
const answer = (request) => new Promise((resolve) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => resolve(null);
});
const LITTLE = 100 * (1 << 20);
export async function fill() {
  const room = await navigator.storage?.estimate?.();
  if (!(room?.quota < LITTLE)) { full = true; return; }
  for (let size = 1 << 20, n = 0; size >= 1 << 16; n += 1) {
    const noise = new Uint8Array(size);
    for (let at = 0; at < size; at += 1 << 16) crypto.getRandomValues(noise.subarray(at, at + (1 << 16)));
    if (!(await fits(noise))) size >>= 1;
  }
}
// Firefox lets nothing be written on a connection that once met the end of the room.
async function fits(noise) {
  const request = open.call(indexedDB, 'filler', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('noise', { autoIncrement: true });
  const filler = await answer(request);
  if (!filler) return false;
  const change = transaction.call(filler, 'noise', 'readwrite');
  change.objectStore('noise').put(noise);
  const result = await new Promise((resolve) => {
    change.oncomplete = () => resolve(true);
    change.onabort = () => resolve(false);
  });
  filler.close();
  return result;
}
export async function makeRoom() {
  full = false;
  await answer(indexedDB.deleteDatabase('filler'));
}
")]
extern "C" {
    fn cut(writes: f64);
    fn heal() -> bool;
    fn lose();
    fn forget(partition: &str);
    #[wasm_bindgen(js_name = loseAnswer)]
    fn lose_answer();
    #[wasm_bindgen(catch)]
    async fn fill() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = makeRoom, catch)]
    async fn make_room() -> Result<JsValue, JsValue>;
    /// How the last transaction that writes was asked for.
    #[wasm_bindgen(js_name = lastDurability)]
    pub(crate) fn last_durability() -> String;
    /// Since it was asked last.
    #[wasm_bindgen(js_name = countEncryptions)]
    pub(crate) fn count_encryptions() -> u32;
}

thread_local! {
    static PLACES: Cell<u32> = const { Cell::new(0) };
}

fn partition(n: u32) -> String {
    format!("tests/{n}")
}

/// A partition of its own for each test.
pub(crate) struct Storage {
    pub(crate) name: String,
    is_locked: bool,
}

impl Storage {
    pub(crate) fn plain() -> Self {
        let n = PLACES.get();
        PLACES.set(n + 1);
        // What the test before left takes the room of those that need it.
        forget(&partition(n.wrapping_sub(1)));
        Self {
            name: partition(n),
            is_locked: false,
        }
    }

    pub(crate) fn encrypted() -> Self {
        Self {
            is_locked: true,
            ..Self::plain()
        }
    }

    pub(crate) fn options(&self) -> Options {
        let protection = if self.is_locked {
            Protection::Locked(secret(1))
        } else {
            Protection::None
        };
        self.options_with(protection)
    }

    pub(crate) fn options_with(&self, protection: Protection) -> Options {
        Options {
            name: self.name.clone(),
            protection,
            schema: Schema::default(),
            on_event: Rc::new(|_| {}),
        }
    }

    pub(crate) async fn opened(&self) -> Opened {
        Partition::open(self.options())
            .await
            .expect("the partition opens")
    }

    pub(crate) async fn partition(&self) -> Partition {
        self.opened().await.partition
    }
}

/// A secret of bytes.
pub(crate) fn secret(n: u8) -> Secret {
    Secret::Bytes(vec![n; 32])
}

impl Place for Storage {
    type Store = IndexedDbStore;

    fn open(&self) -> LocalFuture<'_, Result<IndexedDbStore, StoreError>> {
        Box::pin(async {
            let opened = Partition::open(self.options()).await?;
            opened.partition.file(SUBJECT).await
        })
    }
}

impl LastingPlace for Storage {
    fn cut_at_write(&self, n: usize) {
        cut(n as f64);
    }

    fn heal(&self) -> bool {
        heal()
    }

    fn lose_connection(&self) {
        lose();
    }

    fn lose_answer(&self) {
        lose_answer();
    }
}

/// Where the browser was told to have little room, it is really filled; elsewhere it refuses
/// large rows, as a full one does.
impl LimitedPlace for Storage {
    fn fill(&self) -> LocalFuture<'_, ()> {
        Box::pin(async { drop(fill().await.expect("filled")) })
    }

    fn make_room(&self) -> LocalFuture<'_, ()> {
        Box::pin(async { drop(make_room().await.expect("room")) })
    }
}
