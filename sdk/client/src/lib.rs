//! The façade that widgets use: sources, one command path, view models.
//!
//! A [`Client`] holds one person's plan from several sources. Commands go
//! gesture → decision (`coordo-core`) → one batch (`coordo-store`) → view model,
//! and later outbox → request (`coordo-sync`) → acknowledgement. Everything
//! platform-bound comes through [`ports`]; nothing here knows a browser.

mod actors;
mod answer;
mod beginnings;
mod choice;
mod choose;
mod client;
mod compose;
mod conflicts;
mod copy;
mod decide;
mod documents;
mod draw;
mod endpoint;
mod export;
mod findings;
mod graph;
mod identity;
mod lead;
mod left_behind;
mod load;
mod moving;
mod options;
mod pages;
pub mod ports;
mod push;
mod relate;
mod remember;
mod restored;
mod seen;
mod sent;
mod series;
mod state;
mod take_back;
pub mod view;
mod watch;
mod whose;
mod withheld;
mod writes;
mod zone;

pub use client::{Client, Receipt, RemoteChange, Subscription};
pub use coordo_core as core;
pub use coordo_engine as engine;
pub use coordo_store::{LocalFuture, MemoryStore, RecordStore, StoreError};
pub use findings::rule_record;
pub use options::{ClientOptions, SourceKind, SourceOptions};
pub use series::OccurrenceView;
pub use view::{board, *};
