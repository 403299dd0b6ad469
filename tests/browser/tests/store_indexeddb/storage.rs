//! A place in this browser, and the ways in which browsers let it down.

use std::cell::Cell;
use std::future::ready;
use std::rc::Rc;

use coordo_store::contract::{LastingPlace, LimitedPlace, Place};
use coordo_store::{LocalFuture, StoreError};
use coordo_store_indexeddb::{
    IndexedDbStore, Opened, Options, Partition, Protection, Schema, Secret,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Whose file the tests write.
pub(crate) const SUBJECT: &str = "clinique|Patient/42";

#[wasm_bindgen(inline_js = r"
let left = Infinity, dead = false, lost = false, full = false;
for (const name of ['put', 'add', 'delete', 'clear']) {
  const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...args) {
    if (left <= 0) {
      dead = true;
      try { this.transaction.abort(); } catch {}
      throw new DOMException('', 'AbortError');
    }
    left -= 1;
    if (full && args[0]?.length > 1 << 20) throw new DOMException('', 'QuotaExceededError');
    return real.apply(this, args);
  };
}
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...args) {
  if (dead) throw new DOMException('', 'InvalidStateError');
  if (lost) { lost = false; this.close(); }
  return transaction.apply(this, args);
};
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...args) {
  if (dead) throw new DOMException('', 'UnknownError');
  return open.apply(this, args);
};
export function cut(n) { left = n; }
export function heal() { const was = dead; left = Infinity; dead = false; return was; }
export function lose() { lost = true; }
export function fill(is) { full = is; }
")]
extern "C" {
    fn cut(writes: f64);
    fn heal() -> bool;
    fn lose();
    fn fill(is: bool);
}

thread_local! {
    static PLACES: Cell<u32> = const { Cell::new(0) };
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
        Self {
            name: format!("tests/{n}"),
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
}

/// A room for small rows only: as browsers do, the write that does not fit is refused.
impl LimitedPlace for Storage {
    fn fill(&self) -> LocalFuture<'_, ()> {
        fill(true);
        Box::pin(ready(()))
    }

    fn make_room(&self) -> LocalFuture<'_, ()> {
        fill(false);
        Box::pin(ready(()))
    }
}
