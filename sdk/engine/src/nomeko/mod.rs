//! NOMEKO: what was coordination, by the people who do it (rows 12, 14, 15, 68, 69).
//!
//! Each action that was done gets one cell: design or implementation, with whom, and in which of
//! three rings. With whom and the ring follow from who took part; what a person chose wins. The
//! counts are those of actions, never of persons.

mod class;
mod grid;

pub use class::{
    Action, Choice, ChosenRing, Class, Participant, Ring, RingReason, Side, Suggestion, With,
    choose, chosen_rings, classify, is_coordination, suggest, suggest_side,
};
pub use grid::{Cell, Grid, grid};
