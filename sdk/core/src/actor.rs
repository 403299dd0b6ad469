//! Persons, roles, teams and structures that take part.

use crate::task::Period;
use crate::{Private, RecordKey, Reference};

/// A `Patient`, `RelatedPerson`, `Practitioner`, `PractitionerRole` or `Organization`.
///
/// One shape for five types: a board shows a name and, beside it, what the actor is.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Identity; `key.kind` tells which of the five it is.
    pub key: RecordKey,
    /// Name as shown; absent on a role, which has its person's.
    pub name: Option<Private<String>>,
    /// Profession, relationship or structure type, as text of the data.
    pub role: Option<Private<String>>,
    /// `PractitionerRole.practitioner`.
    pub person: Reference,
    /// `PractitionerRole.organization`, `Organization.partOf`.
    pub organization: Reference,
    /// `active`, where said.
    pub active: Option<bool>,
}

/// `CareTeam.participant`.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Who.
    pub member: Reference,
    /// `role` as text.
    pub role: Option<Private<String>>,
    /// When they take part.
    pub period: Period,
}

/// A `CareTeam`.
#[derive(Clone, Debug)]
pub struct CareTeam {
    /// Identity.
    pub key: RecordKey,
    /// `name`.
    pub name: Option<Private<String>>,
    /// `status` code as written.
    pub status: Option<String>,
    /// `subject`.
    pub subject: Reference,
    /// `participant`.
    pub participants: Vec<Participant>,
}
