//! The one WebAssembly module: handles, ports of the browser, typed errors.
//!
//! JavaScript sees free functions over opaque numbers. Nothing stateful is
//! exported, so nothing can be aliased or freed under a running call; removing a
//! handle stops its tasks. Host code is called only while no borrow is held.
//! Everything that can be tested without a browser lies elsewhere.
#![allow(
    unreachable_pub,
    reason = "what wasm-bindgen exports is reached from JavaScript"
)]

mod cache;
mod choice;
mod client;
mod dates;
mod errors;
mod events;
mod executor;
mod findings;
mod handles;
mod hooks;
mod options;
mod sandbox;
mod transport;
mod widget;

use wasm_bindgen::prelude::*;

/// Prepares an instance: its executor. Called once, before anything else.
///
/// A panic traps at once and says nothing, so nothing of a record can be in what it says; the
/// page's guard around the exports sees the trap and where in the module it was.
#[wasm_bindgen]
pub fn start() {
    // A second call keeps the first executor, which is the same one.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

/// What the instance holds, for tests: `{ sandboxes, clients, widgets, memoryBytes }`.
#[wasm_bindgen(js_name = describeInstance)]
pub fn describe_instance() -> JsValue {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Description {
        sandboxes: usize,
        clients: usize,
        widgets: usize,
        memory_bytes: f64,
    }
    let (sandboxes, clients, widgets) = handles::counts();
    let memory = wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>();
    let buffer = memory.buffer().unchecked_into::<js_sys::ArrayBuffer>();
    hooks::to_js(&Description {
        sandboxes,
        clients,
        widgets,
        memory_bytes: f64::from(buffer.byte_length()),
    })
}

/// Provokes a panic, so that tests can see what a host sees then. No public way leads here.
#[wasm_bindgen(js_name = panicForTest)]
#[allow(clippy::panic, reason = "that is what it is for")]
pub fn panic_for_test() {
    panic!("asked for by a test");
}
