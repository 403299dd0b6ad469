//! The record store on IndexedDB.
//!
//! A [`Partition`] is one database: one tenant and user. It holds patient files, each with a key
//! of its own under the host's [`Secret`]; an [`IndexedDbStore`] is a handle on one file. A file's
//! records lie in segments, one a batch, merged when the page is idle; its outbox lies beside
//! them, a row a change. What is written was encoded and encrypted before its transaction opened,
//! and what is read is decrypted after it closed.
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        reason = "natively only the forms are tested; what uses them needs a browser"
    )
)]

mod canary;
mod envelope;
mod form;
mod place;
mod row;
mod schema;
mod segment;

pub use schema::{Schema, Step};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::*;
