//! Persons, roles, teams and structures that take part.

use crate::coded::{Coded, Identifier, Word};
use crate::task::Period;
use crate::waiver::Waiver;
use crate::{Private, RecordKey, Reference};

/// A `Patient`, `RelatedPerson`, `Practitioner`, `PractitionerRole`, `Organization`,
/// `Location` or `HealthcareService`.
///
/// One shape for seven types: a widget shows a name and, beside it, what the actor is.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Identity; `key.kind` tells which of the seven it is.
    pub key: RecordKey,
    /// Name as shown; absent on a role, which has its person's.
    pub name: Option<Private<String>>,
    /// Profession, relationship or structure type, as text of the data.
    pub role: Option<Private<String>>,
    /// `PractitionerRole.practitioner`.
    pub person: Reference,
    /// `PractitionerRole.organization`, `Organization.partOf`, `Location.managingOrganization`,
    /// `HealthcareService.providedBy`.
    pub organization: Reference,
    /// `active`, where said; of a Location, whether its `status` is `active`.
    pub active: Option<bool>,
    /// `identifier`, those with a value.
    pub identifiers: Vec<Identifier>,
    /// `telecom`, those with a value.
    pub telecoms: Vec<ContactPoint>,
    /// `address`.
    pub addresses: Vec<Address>,
    /// Profession of a person or a role, wherever it stands: `Practitioner.qualification`
    /// (Annuaire Santé v2) or `PractitionerRole.code` (v1); type of a structure.
    pub codes: Vec<Coded>,
    /// What few actors have.
    pub more: Option<Box<ActorMore>>,
}

/// What few actors have.
#[derive(Clone, Debug, Default)]
pub struct ActorMore {
    /// Names beside [`Actor::name`] (`alias`, the name at birth).
    pub other_names: Vec<Private<String>>,
    /// `RelatedPerson.patient`.
    pub patient: Reference,
    /// Specialties and other know-how, wherever they stand.
    pub specialties: Vec<Coded>,
    /// `PractitionerRole.period`, `RelatedPerson.period`, the extension `organization-period`.
    pub period: Period,
    /// `PractitionerRole.location`, `HealthcareService.location`, `Location.partOf`.
    pub places: Vec<Reference>,
    /// `PractitionerRole.healthcareService`.
    pub services: Vec<Reference>,
    /// `availableTime`.
    pub available: Vec<AvailableTime>,
    /// `notAvailable`.
    pub absences: Vec<Absence>,
    /// `communication`: languages.
    pub languages: Vec<Coded>,
    /// What is said in words: `availabilityExceptions`, `comment`, `description`.
    pub remarks: Vec<Private<String>>,
    /// `Patient.deceased[x]`, where it says that the person has died.
    pub is_deceased: bool,
    /// `Location.physicalType` `ve`: it serves one at a time, wherever it is.
    pub is_vehicle: bool,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}

/// `ContactPoint.system` (<https://hl7.org/fhir/R4/valueset-contact-point-system.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactSystem {
    /// Telephone.
    Phone,
    /// Fax.
    Fax,
    /// E-mail, secure or not: see [`ContactPoint::is_mssante`].
    Email,
    /// Pager.
    Pager,
    /// Web address.
    Url,
    /// Text message.
    Sms,
    /// Anything else, or not said.
    Other,
}

impl ContactSystem {
    /// Reads a code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "phone" => Self::Phone,
            "fax" => Self::Fax,
            "email" => Self::Email,
            "pager" => Self::Pager,
            "url" => Self::Url,
            "sms" => Self::Sms,
            _ => Self::Other,
        }
    }
}

/// `ContactPoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPoint {
    /// `system`.
    pub system: ContactSystem,
    /// `value` as written.
    pub value: Private<String>,
    /// `use` (`work`, `home`, `mobile`, `old`); empty where none is given.
    pub usage: Word,
    /// Whether its extension says that it is a box of secure health messaging (TRE_R256 `MSSANTE`).
    pub is_mssante: bool,
    /// `period.end`: it does not answer any more after that.
    pub until: Option<crate::FhirDate>,
}

/// `Address`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `line`, else the parts that stand in its extensions.
    pub lines: Vec<Private<String>>,
    /// `postalCode`.
    pub postal_code: Option<Private<String>>,
    /// `city` as written, which in France may begin with the code.
    pub city: Option<Private<String>>,
    /// `text`.
    pub text: Option<Private<String>>,
    /// `use`; empty where none is given.
    pub usage: Word,
}

/// `availableTime`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AvailableTime {
    /// Days from Monday, 0 to 6, sorted; empty where none is named.
    pub days: Vec<u8>,
    /// First minute of the day, from midnight; absent where not said.
    pub start: Option<u16>,
    /// Last minute of the day, from midnight.
    pub end: Option<u16>,
    /// `allDay`.
    pub is_all_day: bool,
}

/// `notAvailable`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// `description`.
    pub text: Option<Private<String>>,
    /// `during`.
    pub period: Period,
}

/// `CareTeam.participant`.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Who.
    pub member: Reference,
    /// `onBehalfOf`.
    pub on_behalf_of: Reference,
    /// `role` as text.
    pub role: Option<Private<String>>,
    /// Codes of `role`.
    pub roles: Vec<Coded>,
    /// When they take part.
    pub period: Period,
    /// Extension `engagement` (`captant`, `ponctuel`); empty where none is given.
    pub engagement: Word,
    /// Extension `engagement-condition-de-fin`: what ends it, in words.
    pub until: Option<Private<String>>,
}

/// The role of who holds the person's pathway, the référent: SNOMED CT "care coordinator".
pub const REFERENT: &str = "768820003";

impl Participant {
    /// Whether they are in charge of the whole: the référent, or who wants to steer it
    /// (`captant`).
    pub fn is_lead(&self) -> bool {
        self.engagement == "captant" || self.roles.iter().any(|role| role.code == REFERENT)
    }
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
    /// `period`.
    pub period: Period,
    /// `participant`.
    pub participants: Vec<Participant>,
    /// `managingOrganization`.
    pub organizations: Vec<Reference>,
    /// `telecom`.
    pub telecoms: Vec<ContactPoint>,
    /// `identifier`.
    pub identifiers: Vec<Identifier>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}
