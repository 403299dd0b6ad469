//! Agendas and protocols: what slots lie in, and what tasks follow.

use crate::coded::Coded;
use crate::protocol::Step;
use crate::task::Period;
use crate::waiver::Waiver;
use crate::{FhirDate, Private, RecordKey, Reference};

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
    /// `description`.
    pub description: Option<Private<String>>,
    /// Extension `date-de-revue`: to be looked at again by then.
    pub review_date: Option<FhirDate>,
    /// `action`, each followed by its parts.
    pub steps: Vec<Step>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}

impl Protocol {
    /// What a task names it by: `url|version`. `None` where it has no address.
    pub fn canonical(&self) -> Option<String> {
        let mut canonical = self.url.clone()?;
        if let Some(version) = &self.version {
            canonical.push('|');
            canonical.push_str(version);
        }
        Some(canonical)
    }
}
