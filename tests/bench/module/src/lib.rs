//! What benches in a browser drive without a page of ours around it: the store, the rules.
#![cfg(target_arch = "wasm32")]
#![allow(
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "what wasm-bindgen exports is reached from JavaScript, by the benches alone"
)]

mod rules;
mod store;
