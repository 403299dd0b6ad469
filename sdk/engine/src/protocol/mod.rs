//! Protocols: templates that are copied into a plan, and what happens to the copies
//! (rows 29, 38, 51, 114 to 118, 122, 133).
//!
//! Nothing here writes: a copy is a list of drafts that a person edits and then asks for.

mod alternation;
mod apply;
pub(crate) mod coverage;
mod delegation;
mod deviation;
mod obligation;
mod pair;
mod recurrence;
mod relative;
mod standing;

pub use alternation::{Alternation, Turn};
pub use apply::{Apply, Copied, Member, StepCopy, apply};
pub use coverage::is_allowed_profession;
pub use delegation::{Allowed, Breach, Delegated, Delegation, breaches, delegate};
pub use deviation::{Deviation, DeviationKind, Unexplained, deviate, deviations};
pub use obligation::{Obligation, ObligationState, due_list};
pub use pair::{InvalidStep, Pair, PairState};
pub use recurrence::{
    MOST, Occurrence, Picked, PickedTime, PickedWrong, Until, drafts, occurrences, timing,
};
pub use standing::{Lack, Promotion, Standing, Use, lacks, promote, standing, uses};
