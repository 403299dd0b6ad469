//! `createClient` and its siblings.

use std::rc::Rc;

use coordo_client::cache::Keeping;
use coordo_client::core::Instant;
use coordo_client::ports::{ClientEvent, Clock, Host, IdSource, Ports, Timer};
use coordo_client::{Client, LocalFuture, MemoryStore, StoreError};
use coordo_i18n::Locale;
use js_sys::{Promise, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::errors::{Code, error};
use crate::events;
use crate::executor::Executor;
use crate::handles;
use crate::hooks::{ClientHooks, to_js, whole};
use crate::options::{client_options, read};

/// A client with what its page gives.
pub(crate) struct OpenClient {
    pub(crate) client: Client,
    pub(crate) page: Rc<Page>,
    pub(crate) locale: Locale,
}

/// The page behind the client's ports.
pub(crate) struct Page {
    hooks: ClientHooks,
    executor: Executor,
}

impl Clock for Page {
    fn now(&self) -> Instant {
        Instant(self.hooks.client_now().map_or(0, whole))
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "an offset is below 1,000 minutes"
    )]
    fn offset_minutes(&self, at: Instant) -> i32 {
        #[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
        let at = at.0 as f64;
        self.hooks.offset_minutes(at).map_or(0, |m| m as i32)
    }
}

impl IdSource for Page {
    fn new_id(&self) -> String {
        // Nothing is made without one.
        self.hooks.new_id().unwrap_or_default()
    }
}

impl Timer for Page {
    fn pause(&self) -> LocalFuture<'static, ()> {
        settled(self.hooks.pause())
    }

    fn wait(&self, ms: u32) -> LocalFuture<'static, ()> {
        settled(self.hooks.client_wait(ms))
    }
}

fn settled(promise: Result<Promise, JsValue>) -> LocalFuture<'static, ()> {
    Box::pin(async move {
        if let Ok(promise) = promise {
            let _ = JsFuture::from(promise).await;
        }
    })
}

impl Host for Page {
    fn event(&self, event: ClientEvent) {
        let (name, detail) = events::of_client(&event);
        let _ = self.hooks.event(name, detail);
    }

    fn keep_outbox(&self, bytes: Vec<u8>) {
        let _ = self.hooks.outbox(Uint8Array::from(bytes.as_slice()));
    }

    fn kept(&self) {
        let _ = self.hooks.kept();
    }

    fn spawn(&self, task: LocalFuture<'static, ()>) {
        self.executor.spawn(task);
    }
}

/// Opens a client; nothing is read before `clientPull`.
#[wasm_bindgen(js_name = createClient)]
pub fn create_client(options: JsValue, hooks: ClientHooks) -> Result<u32, JsValue> {
    #[derive(Deserialize)]
    struct Language {
        locale: Option<String>,
    }
    #[derive(Deserialize)]
    struct Held {
        cache: Option<u32>,
    }
    let language: Language = read(options.clone(), "options.locale")?;
    let cache: Held = read(options.clone(), "options.cache")?;
    let cache = cache.cache.map(handles::cache).transpose()?;
    let options = client_options(&options)?;
    let page = Rc::new(Page {
        hooks,
        executor: Executor::default(),
    });
    let ports = Ports {
        clock: page.clone(),
        timer: page.clone(),
        ids: page.clone(),
        host: page.clone(),
        store: match &cache {
            Some(cache) => cache.store.clone(),
            None => Rc::new(MemoryStore::default()),
        },
    };
    let locale = language
        .locale
        .as_deref()
        .and_then(Locale::from_tag)
        .unwrap_or(Locale::Fr);
    let client = Client::open(options, ports);
    if let Some(cache) = cache {
        let told = client.clone();
        *cache.on_outdated.borrow_mut() = Some(Box::new(move || told.outdated()));
    }
    Ok(handles::add_client(OpenClient {
        client,
        page,
        locale,
    }))
}

/// Reads all sources; resolves when that is done.
#[wasm_bindgen(js_name = clientPull)]
pub fn client_pull(client: u32) -> Result<Promise, JsValue> {
    let open = handles::client(client)?;
    Ok(done(open.client.pull()))
}

/// Asks for what has changed since; resolves to whether any source answers.
#[wasm_bindgen(js_name = clientPoll)]
pub fn client_poll(client: u32) -> Result<Promise, JsValue> {
    let open = handles::client(client)?;
    Ok(future_to_promise(async move {
        open.client.poll().await;
        Ok(JsValue::from_bool(open.client.hears_anybody()))
    }))
}

/// Sends what is unsent, now; resolves when each request has its answer.
#[wasm_bindgen(js_name = clientSync)]
pub fn client_sync(client: u32) -> Result<Promise, JsValue> {
    let open = handles::client(client)?;
    Ok(done(open.client.sync()))
}

fn done(task: LocalFuture<'static, ()>) -> Promise {
    future_to_promise(async move {
        task.await;
        Ok(JsValue::UNDEFINED)
    })
}

/// Says whether this page is the one that sends.
#[wasm_bindgen(js_name = clientLead)]
pub fn client_lead(client: u32, is_leading: bool) -> Result<(), JsValue> {
    handles::client(client)?.client.lead(is_leading);
    Ok(())
}

/// Takes in what another page of this device changed.
#[wasm_bindgen(js_name = clientNews)]
pub fn client_news(client: u32) -> Result<(), JsValue> {
    let open = handles::client(client)?;
    let client = open.client.clone();
    open.page
        .executor
        .spawn(Box::pin(async move { client.take_news().await }));
    Ok(())
}

/// `{ online, pending, oldestPendingAt, lastSyncedAt, complete }`, instants in milliseconds.
#[wasm_bindgen(js_name = clientStatus)]
pub fn client_status(client: u32) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Status {
        online: bool,
        pending: usize,
        oldest_pending_at: Option<f64>,
        last_synced_at: Option<f64>,
        complete: bool,
        cache: &'static str,
        cache_trouble: Option<&'static str>,
        set_aside: usize,
    }
    #[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
    let number = |at: Instant| at.0 as f64;
    let status = handles::client(client)?.client.status();
    Ok(to_js(&Status {
        online: status.online,
        pending: status.pending,
        oldest_pending_at: status.oldest_pending_at.map(number),
        last_synced_at: status.last_synced_at.map(number),
        complete: status.complete,
        cache: match status.cache.keeping {
            Keeping::Device => "encrypted",
            Keeping::Memory | Keeping::MemoryInstead(_) => "memory",
        },
        cache_trouble: status.cache.trouble(),
        set_aside: status.cache.n_set_aside,
    }))
}

/// Everything held, as one FHIR Bundle in UTF-8.
#[wasm_bindgen(js_name = clientExport)]
pub fn client_export(client: u32) -> Result<Promise, JsValue> {
    let open = handles::client(client)?;
    Ok(future_to_promise(async move {
        let text = open.client.export_all().await;
        Ok(Uint8Array::from(text.as_bytes()).into())
    }))
}

/// Tries to read again what the device set aside; resolves to how many changes are back.
#[wasm_bindgen(js_name = clientBringBack)]
pub fn client_bring_back(client: u32) -> Result<Promise, JsValue> {
    let open = handles::client(client)?;
    Ok(future_to_promise(async move {
        let back = open.client.bring_back().await;
        Ok(u32::try_from(back).unwrap_or(u32::MAX).into())
    }))
}

/// Forgets everything; refuses while changes are unsent, unless `discardUnsent`.
#[wasm_bindgen(js_name = clientPurge)]
pub fn client_purge(client: u32, options: JsValue) -> Result<Promise, JsValue> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Options {
        #[serde(default)]
        discard_unsent: bool,
    }
    let open = handles::client(client)?;
    let options: Options = read(options, "options")?;
    Ok(future_to_promise(async move {
        match open.client.purge(options.discard_unsent).await {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(StoreError::Unsent(_)) => Err(error(
                Code::UnsentChanges,
                "Changes are not sent yet. Send them with sync(), or pass { discardUnsent: true } to lose them.",
            )),
            Err(_) => Err(error(
                Code::NoCache,
                "This page forgot everything, but the device could not erase what it keeps. Try again from a new client.",
            )),
        }
    }))
}

/// Oddities of the data, in the client's language.
#[wasm_bindgen(js_name = clientNotices)]
pub fn client_notices(client: u32) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Notice {
        code: &'static str,
        resource: Option<String>,
        source: Option<String>,
        path: String,
        message: &'static str,
    }
    let open = handles::client(client)?;
    let notices: Vec<Notice> = open
        .client
        .notices()
        .into_iter()
        .map(|n| Notice {
            code: n.code.as_str(),
            resource: n.subject.as_ref().map(|s| s.reference()),
            source: n.source.map(|source| source.0),
            path: n.path,
            message: open.locale.notice(n.code),
        })
        .collect();
    Ok(to_js(&notices))
}

/// Stops a client and forgets what it holds.
#[wasm_bindgen(js_name = clientClose)]
pub fn client_close(client: u32) {
    if let Some(open) = handles::remove_client(client) {
        open.client.close();
    }
}
