//! The device's cache: opened before its client, since only the browser says whether it opens.

use std::cell::RefCell;
use std::rc::Rc;

use coordo_client::cache::{CacheView, Hindrance, Keeping};
use coordo_client::{MemoryStore, RecordStore, StoreError};
use coordo_store_indexeddb::{Event, Opened, Options, Partition, Protection, Schema, Secret};
use js_sys::{Promise, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::CryptoKey;

use crate::errors::{Code, error, option_error};
use crate::handles;
use crate::hooks::to_js;

/// Whoever is to be told, once there is somebody.
type Listener = Rc<RefCell<Option<Box<dyn Fn()>>>>;

/// A cache that waits for its client, or why there is none.
pub(crate) struct OpenCache {
    /// Records and outbox.
    pub(crate) store: Rc<dyn RecordStore>,
    /// What opening it told.
    pub(crate) view: CacheView,
    /// Called when a newer version of the software takes the storage over.
    pub(crate) on_outdated: Listener,
    partition: Option<Partition>,
}

/// Opens the cache of one tenant, user and patient file.
///
/// Resolves to `{ cache, hindrance? }`; where the device keeps nothing, `hindrance` says why, and
/// the cache is the page's memory.
///
/// # Errors
///
/// `wrong-secret` and `wrong-option`; nothing was touched then.
#[wasm_bindgen(js_name = openCache)]
pub fn open_cache(partition: String, file: String, secret: JsValue) -> Promise {
    #[derive(Serialize)]
    struct Told {
        cache: u32,
        /// Shared by all pages on this file; absent where there is no such thing.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    }
    future_to_promise(async move {
        let secret = match secret.dyn_into::<CryptoKey>() {
            Ok(key) => Secret::Key(key),
            Err(other) => Secret::Bytes(Uint8Array::new(&other).to_vec()),
        };
        let opened = open(partition, &file, secret).await;
        let (cache, name) = match opened {
            Ok((cache, name)) => (cache, Some(name)),
            Err(failure) => {
                let keeping = Keeping::MemoryInstead(hindrance(&failure)?);
                let cache = OpenCache {
                    store: Rc::new(MemoryStore::default()),
                    view: CacheView {
                        keeping,
                        ..CacheView::default()
                    },
                    on_outdated: Rc::default(),
                    partition: None,
                };
                (cache, None)
            }
        };
        let cache = handles::add_cache(cache);
        Ok(to_js(&Told { cache, name }))
    })
}

async fn open(
    partition: String,
    file: &str,
    secret: Secret,
) -> Result<(OpenCache, String), StoreError> {
    let on_outdated: Listener = Rc::default();
    let told = on_outdated.clone();
    let Opened {
        partition,
        was_evicted,
        set_aside,
    } = Partition::open(Options {
        name: partition,
        protection: Protection::Locked(secret),
        schema: Schema::default(),
        on_event: Rc::new(move |event| {
            if event == Event::Outdated
                && let Some(tell) = &*told.borrow()
            {
                tell();
            }
        }),
    })
    .await?;
    let store = partition.file(file).await?;
    let n_set_aside = match set_aside {
        0 => 0,
        _ => store.aside().await?.len(),
    };
    let name = store.name();
    let cache = OpenCache {
        store: Rc::new(store),
        view: CacheView {
            keeping: Keeping::Device,
            was_evicted,
            n_set_aside,
            ..CacheView::default()
        },
        on_outdated,
        partition: Some(partition),
    };
    Ok((cache, name))
}

/// Why the page's memory takes the place of the device; an error where the host is to be asked.
fn hindrance(failure: &StoreError) -> Result<Hindrance, JsValue> {
    if *failure == StoreError::WrongSecret {
        return Err(option_error(
            Code::WrongSecret,
            "cache.secret",
            "It does not open what this device keeps. Nothing was touched: give the right one, or call eraseCache where it is lost for good.",
        ));
    }
    if *failure == StoreError::UnfitSecret {
        return Err(option_error(
            Code::WrongOption,
            "cache.secret",
            "Give an AES-GCM CryptoKey that may wrap and unwrap keys, or at least 16 random bytes.",
        ));
    }
    Ok(Hindrance::of(failure))
}

/// Puts what the device keeps under another secret.
#[wasm_bindgen(js_name = cacheChangeSecret)]
pub fn cache_change_secret(cache: u32, secret: JsValue) -> Result<Promise, JsValue> {
    let open = handles::cache(cache)?;
    let secret = match secret.dyn_into::<CryptoKey>() {
        Ok(key) => Secret::Key(key),
        Err(other) => Secret::Bytes(Uint8Array::new(&other).to_vec()),
    };
    Ok(future_to_promise(async move {
        let Some(partition) = &open.partition else {
            return Err(error(Code::NoCache, "This device keeps nothing."));
        };
        match partition.change_secret(secret).await {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(failure) => {
                hindrance(&failure)?;
                Err(error(
                    Code::NoCache,
                    "The device could not change the secret; the old one stays the right one.",
                ))
            }
        }
    }))
}

/// Lets go of a cache whose client was closed.
#[wasm_bindgen(js_name = cacheClose)]
pub fn cache_close(cache: u32) {
    if let Some(cache) = handles::remove_cache(cache) {
        // It holds the client, whose store leads back here.
        *cache.on_outdated.borrow_mut() = None;
    }
}
