//! The synchronisation machine: pushed events, pulled for actions, no I/O.
//!
//! [`Machine`] sends changes: one record's changes in the order they were made,
//! each with the version that the person saw as `If-Match`, different records
//! independently. An answer 412 is never a loss: the machine asks what the source
//! holds now and leaves the decision to a person. [`Pull`] reads a source page by
//! page until nothing that it refers to is missing.
//!
//! The caller sends the requests, tells the answers, keeps time. The same machine
//! runs in native tests and in a tab; the same events give the same actions.

mod machine;
mod pull;
mod settle;

pub use machine::{Action, Event, Machine, Token};
pub use pull::{Page, Pull, PullError, Scope, Ticket};
