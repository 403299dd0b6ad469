//! What is missing in a plan, in which order its parts follow, and who does what.
//!
//! Everything here is a pure function of the records of one person, the time that the caller
//! gives, and thresholds that belong to the host or to the plan. A [`Finding`] tells facts and
//! ready commands; it is never a score of a person, and nothing is done by itself.
//!
//! Where to start: [`Plan`] is the graph of one person's records, [`Engine`] finds, and each file
//! of `detect` is one family of rules. Beside them: [`protocol`] makes copies of templates,
//! [`mechanism`] has presets, team rules and the reason that sets a rule aside, [`levels`] what may
//! be told above a person, [`diff`] what changed, [`nomeko`] what was coordination.

mod actions;
mod calendar;
mod code;
mod dependency;
mod detect;
pub mod diff;
mod engine;
mod facets;
mod finding;
pub mod graph;
pub mod levels;
pub mod mechanism;
pub mod nomeko;
pub mod protocol;
pub mod referral;
mod remedy;
mod rule;
mod settle;
pub mod team;
mod thresholds;
pub mod who;

pub use code::{Code, Source};
pub use dependency::{Dependency, Edge};
pub use engine::Engine;
pub use facets::{ActivityFacets, Conditions, MissingFacet};
pub use finding::{Argument, Evidence, Finding, Gap, Severity, Value};
pub use graph::{Conflict, Plan, Record, same_source};
pub use remedy::{Gesture, Remedy, RemedyCode};
pub use rule::Rule;
pub use thresholds::Thresholds;
