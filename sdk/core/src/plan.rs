//! A care plan, its goals, and what its activities lead to.

use crate::activity::ActivityDetail;
use crate::coded::Word;
use crate::task::{Note, Period};
use crate::threshold::Threshold;
use crate::waiver::Waiver;
use crate::{FhirDate, Private, RecordKey, Reference};

/// One entry of `CarePlan.activity`.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Place in `CarePlan.activity`, from 0.
    pub index: usize,
    /// `reference`: the resource that holds the activity.
    pub reference: Reference,
    /// `detail`: the activity itself, in place.
    pub detail: Option<ActivityDetail>,
    /// `outcomeReference`.
    pub outcomes: Vec<Reference>,
    /// `outcomeCodeableConcept` as text.
    pub outcome_text: Option<Private<String>>,
    /// `progress`.
    pub progress: Vec<Note>,
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
    /// Extension `responsable-du-plan`: who holds it.
    pub holder: Reference,
    /// `author`.
    pub author: Reference,
    /// `contributor`.
    pub contributors: Vec<Reference>,
    /// `addresses`.
    pub addresses: Vec<Reference>,
    /// `partOf`, `replaces`, `basedOn`.
    pub related: Vec<Reference>,
    /// Extension `date-de-revue`.
    pub review_date: Option<FhirDate>,
    /// Extension `date-de-derniere-revue`: when it was last looked at as a whole.
    pub last_review: Option<FhirDate>,
    /// `created`.
    pub created: Option<FhirDate>,
    /// Extension `seuil`.
    pub thresholds: Vec<Threshold>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
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
    /// First code of `achievementStatus`.
    pub achievement: Option<String>,
    /// `subject`.
    pub subject: Reference,
    /// `startDate`.
    pub start: Option<FhirDate>,
    /// `statusDate`.
    pub status_date: Option<FhirDate>,
    /// `target`, those with a date or a measure.
    pub targets: Vec<GoalTarget>,
    /// `addresses`: conditions, and the needs that a goal answers.
    pub addresses: Vec<Reference>,
    /// `expressedBy`.
    pub expressed_by: Reference,
    /// `outcomeReference`.
    pub outcomes: Vec<Reference>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}

/// `Goal.target`.
#[derive(Clone, Debug, Default)]
pub struct GoalTarget {
    /// `dueDate`.
    pub due: Option<FhirDate>,
    /// `measure` as text.
    pub measure: Option<Private<String>>,
    /// First code of `measure`; empty where none is given.
    pub code: Word,
    /// `detail[x]` as text, decimals as written.
    pub detail: Option<Private<String>>,
}
