//! The words and the rules of one item of a care plan.
//!
//! Everything here is plain data and pure functions: time, ids and chance are
//! arguments, so that the same input gives the same output. This crate knows
//! neither JSON nor storage nor a browser.
//!
//! Where to start: [`task::transition`] says which status may follow which,
//! [`command`] has what a person may want, [`decide`] says whether it may be, or gives a
//! [`Refusal`].

pub mod activity;
pub mod actor;
pub mod board;
pub mod calendar;
pub mod change;
pub mod coded;
pub mod command;
pub mod date;
pub mod decide;
pub mod event;
pub mod fold;
pub mod id;
pub mod identity;
pub mod map;
pub mod merge;
pub mod notice;
pub mod order;
pub mod plan;
pub mod private;
pub mod protocol;
pub mod schedule;
pub mod task;
pub mod threshold;
pub mod timing;
pub mod waiver;

pub use change::{Change, ChangeKind, Field, FieldChange, Wanted};
pub use command::{Command, Refusal, TaskDraft, TaskEdit, TaskValue};
pub use date::{DateParts, FhirDate, Instant};
pub use id::{RecordKey, Reference, SourceId};
pub use map::{ListMap, RecordMap};
pub use notice::{Notice, NoticeCode};
pub use private::Private;
pub use task::{Task, TaskStatus};
