//! How things are coordinated: mechanisms and their defaults, presets, team rules, and the
//! reason that sets a rule aside (rows 5, 6, 7, 16, 19 to 22, 24, 25).
//!
//! A rule warns and offers; it never stops anybody who gives a reason.

mod ladder;
mod notify;
mod preset;
mod reason;
mod rule;
mod supervised;
mod tag;

pub use ladder::{Instability, LadderStep, PlannedChange, Scale, suggest_step};
pub use notify::{PathEvent, StepEvent, notified};
pub use preset::{Feature, NotStored, Preset, Presets, Privacy};
pub use reason::{Overridden, Reason, ReasonMissing, Trail, Warning, is_set_aside, proceed};
pub use rule::{Agreement, RuleVersion, TeamRule};
pub use supervised::{Departure, DepartureKind, Procedure, ProcedureStep, StepState, departures};
pub use tag::{Defaults, Lacking, Mechanism, TaskFacts, lacking};
