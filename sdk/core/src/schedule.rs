//! Agendas and protocols: what slots lie in, and what tasks follow.

use crate::coded::Coded;
use crate::task::Period;
use crate::{Private, RecordKey, Reference};

/// A `Schedule`: whose slots they are.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Identity.
    pub key: RecordKey,
    /// `comment`, else the text of `serviceType`.
    pub title: Option<Private<String>>,
    /// `active`, where said.
    pub active: Option<bool>,
    /// `actor`.
    pub actors: Vec<Reference>,
    /// `planningHorizon`.
    pub horizon: Period,
}

/// A `PlanDefinition`: a protocol that tasks may follow (`Task.instantiatesCanonical`).
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Identity.
    pub key: RecordKey,
    /// `url`.
    pub url: Option<String>,
    /// `version`.
    pub version: Option<String>,
    /// `title`, else `name`.
    pub title: Option<Private<String>>,
    /// `status` code as written.
    pub status: Option<String>,
    /// `effectivePeriod`.
    pub effective: Period,
    /// Codes of `jurisdiction`.
    pub jurisdictions: Vec<Coded>,
    /// Codes of `action.participant.role`: who may act under it.
    pub roles: Vec<Coded>,
}
