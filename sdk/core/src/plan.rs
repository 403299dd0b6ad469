//! A care plan, its goals, and what its activities lead to.

use crate::activity::{ActivityDetail, ActivityStatus};
use crate::task::Period;
use crate::{Private, RecordKey, Reference};

/// One entry of `CarePlan.activity`.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Place in `CarePlan.activity`, from 0.
    pub index: usize,
    /// `reference`: the resource that holds the activity.
    pub reference: Reference,
    /// `detail`: the activity itself, in place.
    pub detail: Option<ActivityDetail>,
}

/// A `CarePlan`.
#[derive(Clone, Debug)]
pub struct CarePlan {
    /// Identity.
    pub key: RecordKey,
    /// `title`, else the text of `category`.
    pub title: Option<Private<String>>,
    /// `status` code as written.
    pub status: Option<String>,
    /// `subject`.
    pub subject: Reference,
    /// `period`.
    pub period: Period,
    /// `goal`.
    pub goals: Vec<Reference>,
    /// `careTeam`.
    pub teams: Vec<Reference>,
    /// `activity`.
    pub activities: Vec<Activity>,
}

/// A `Goal`.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Identity.
    pub key: RecordKey,
    /// `description` as text.
    pub title: Option<Private<String>>,
    /// `lifecycleStatus` code as written.
    pub status: Option<String>,
}

/// A `ServiceRequest`, `RequestGroup`, `Appointment` or `Communication` that a plan leads to.
#[derive(Clone, Debug)]
pub struct Step {
    /// Identity; `key.kind` tells which of the four it is.
    pub key: RecordKey,
    /// Status in the words of an activity.
    pub status: ActivityStatus,
    /// What it is, as text of the data.
    pub title: Option<Private<String>>,
    /// Who performs it: `performer`, `participant.actor` but the patient, `recipient`.
    pub performers: Vec<Reference>,
    /// When.
    pub period: Period,
}
