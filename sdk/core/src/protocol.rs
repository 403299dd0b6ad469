//! The steps of a protocol: what `PlanDefinition.action` says.

use crate::Private;
use crate::calendar::Delay;
use crate::coded::{Coded, Word};
use crate::task::Priority;
use crate::timing::Timing;

/// One `PlanDefinition.action`, at any depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// `id`, by which others refer to it; empty where none is given.
    pub id: String,
    /// `title`, else `description`, else `code` as text.
    pub title: Option<Private<String>>,
    /// `textEquivalent`, else `description` where there is a title too: how it is done.
    pub instruction: Option<Private<String>>,
    /// `priority`.
    pub priority: Priority,
    /// `participant.role`: who may do it.
    pub roles: Vec<Coded>,
    /// `trigger.name` and the words of `condition.expression`: when it applies.
    pub triggers: Vec<Private<String>>,
    /// The step that it is a part of, by its place among all.
    pub parent: Option<usize>,
    /// `timingDuration` and `timingRange`: from the start of the protocol.
    pub within: Within,
    /// `timingTiming`: how often.
    pub repeat: Option<Timing>,
    /// `relatedAction`.
    pub related: Vec<StepRelation>,
}

/// A stretch of time after something. A single duration is its end: "within 7 days".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// `low` of a range: not before.
    pub from: Option<Delay>,
    /// `high` of a range, or the duration: not after.
    pub to: Option<Delay>,
}

impl Within {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// `relatedAction`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepRelation {
    /// `actionId`: the other step.
    pub step: String,
    /// `relationship` (`after-end`, `before-start`, `concurrent` …).
    pub relationship: Word,
    /// `offset[x]`: how far from it.
    pub within: Within,
}
