//! What the page gives, as typed JavaScript objects. Every call catches what the page throws.

use js_sys::{Promise, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Given to `createSandbox`.
    pub type SandboxHooks;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn now(this: &SandboxHooks) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn journal(this: &SandboxHooks, entry: Uint8Array) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn wait(this: &SandboxHooks, ms: u32) -> Result<Promise, JsValue>;

    /// Given to `createClient`.
    pub type ClientHooks;

    #[wasm_bindgen(method, catch, js_name = now)]
    pub(crate) fn client_now(this: &ClientHooks) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, catch, js_name = offsetMinutes)]
    pub(crate) fn offset_minutes(this: &ClientHooks, at: f64) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn pause(this: &ClientHooks) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = newId)]
    pub(crate) fn new_id(this: &ClientHooks) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_name = wait)]
    pub(crate) fn client_wait(this: &ClientHooks, ms: u32) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn event(this: &ClientHooks, name: &str, detail: JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn outbox(this: &ClientHooks, bytes: Uint8Array) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn kept(this: &ClientHooks) -> Result<(), JsValue>;

    /// A source that the host answers for.
    #[derive(Clone)]
    pub type HostHooks;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn send(this: &HostHooks, request: JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = openChannel)]
    pub(crate) fn open_channel(this: &HostHooks, address: String) -> Result<Promise, JsValue>;

    /// A way on which a source speaks unasked.
    pub type ChannelHooks;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn say(this: &ChannelHooks, text: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn next(this: &ChannelHooks) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn close(this: &ChannelHooks) -> Result<(), JsValue>;

    /// Given to `mountBoard` and its siblings.
    pub type WidgetHooks;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn emit(
        this: &WidgetHooks,
        name: &str,
        detail: JsValue,
        cancelable: bool,
    ) -> Result<bool, JsValue>;
}

/// A plain object; `undefined` where a value has no form in JavaScript.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}

/// Milliseconds as the page's clock gives them.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a float out of range saturates, and no clock comes near"
)]
pub(crate) fn whole(ms: f64) -> i64 {
    ms as i64
}
