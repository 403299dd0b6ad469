//! The store on IndexedDB in real browsers: the contract of every store, plain and encrypted,
//! and what only a store on a shared machine must do.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod contract;
mod disk;
mod erasing;
mod forms;
mod misfortune;
mod raw;
mod secrets;
mod storage;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
