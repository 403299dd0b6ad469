//! The synchronisation machine: pushed events, pulled for actions, no I/O.
//!
//! [`Machine`] sends changes: one record's changes in the order they were made,
//! each with the version that the person saw as `If-Match`, different records
//! independently, what is referred to before what refers to it. Where an answer was
//! lost, the source is asked what it holds before anything is sent again. An answer
//! 412 is never a loss: what the source holds is merged with what was wanted, and
//! what two people changed to two values waits for a person ([`Conflict`]).
//! [`Pull`] reads a source page by page until nothing that it refers to is missing.
//!
//! The caller sends the requests, tells the answers, keeps time. The same machine
//! runs in native tests and in a tab; the same events give the same actions.

mod capability;
mod cursor;
mod event;
mod leave;
mod machine;
mod pull;
mod rebase;
mod references;
mod settle;
mod wait;
mod watch;

pub use capability::Capability;
pub use cursor::SyncState;
pub use event::{Action, Event, Token};
pub use machine::Machine;
pub use pull::{Page, Pull, PullError, Scope, Stamp, Ticket};
pub use rebase::{Conflict, fold};
pub use references::references;
pub use settle::is_foreign;
pub use wait::retry_after;
pub use watch::{Step, Watch};
