//! What stands on a timeline besides tasks and what is written in a plan.

use crate::activity::ActivityStatus;
use crate::coded::Word;
use crate::task::Period;
use crate::threshold::Threshold;
use crate::waiver::Waiver;
use crate::{FhirDate, Private, RecordKey, Reference};

/// The resource types that are events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// `ServiceRequest`.
    ServiceRequest,
    /// `RequestGroup`.
    RequestGroup,
    /// `Appointment`.
    Appointment,
    /// `Communication`.
    Communication,
    /// `Slot`.
    Slot,
    /// `Encounter`.
    Encounter,
    /// `Procedure`.
    Procedure,
    /// `MedicationRequest`.
    MedicationRequest,
    /// `Condition`.
    Condition,
    /// `Observation`.
    Observation,
    /// `DocumentReference`.
    DocumentReference,
    /// `Flag`.
    Flag,
    /// `Consent`.
    Consent,
}

impl EventKind {
    /// All, in no order that means anything.
    pub const ALL: [Self; 13] = [
        Self::ServiceRequest,
        Self::RequestGroup,
        Self::Appointment,
        Self::Communication,
        Self::Slot,
        Self::Encounter,
        Self::Procedure,
        Self::MedicationRequest,
        Self::Condition,
        Self::Observation,
        Self::DocumentReference,
        Self::Flag,
        Self::Consent,
    ];

    /// The FHIR resource type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServiceRequest => "ServiceRequest",
            Self::RequestGroup => "RequestGroup",
            Self::Appointment => "Appointment",
            Self::Communication => "Communication",
            Self::Slot => "Slot",
            Self::Encounter => "Encounter",
            Self::Procedure => "Procedure",
            Self::MedicationRequest => "MedicationRequest",
            Self::Condition => "Condition",
            Self::Observation => "Observation",
            Self::DocumentReference => "DocumentReference",
            Self::Flag => "Flag",
            Self::Consent => "Consent",
        }
    }

    /// Reads a resource type; `None` for one that is no event.
    pub fn from_type(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == kind)
    }

    /// Whether a plan's activity that leads to it is a card of the board.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Self::ServiceRequest | Self::RequestGroup | Self::Appointment | Self::Communication
        )
    }

    /// Whether it tells what is or was, and not what somebody wants to happen.
    pub fn is_record(self) -> bool {
        match self {
            Self::Encounter
            | Self::Procedure
            | Self::Condition
            | Self::Observation
            | Self::DocumentReference
            | Self::Flag
            | Self::Consent
            | Self::Communication => true,
            Self::ServiceRequest
            | Self::RequestGroup
            | Self::Appointment
            | Self::Slot
            | Self::MedicationRequest => false,
        }
    }
}

/// One event. Where FHIR has several places for one thing, the comment says which counts.
#[derive(Clone, Debug)]
pub struct Event {
    /// Identity.
    pub key: RecordKey,
    /// Its type.
    pub kind: EventKind,
    /// Status in the words of an activity.
    pub status: ActivityStatus,
    /// Status code as written (`Condition.clinicalStatus` for a condition); empty where none is given.
    pub code: Word,
    /// What it is, as text of the data.
    pub title: Option<Private<String>>,
    /// When, with the precision that was written.
    ///
    /// `occurrence[x]` · `start`/`end`, else `requestedPeriod` (Appointment) · `sent` ·
    /// `period` · `performed[x]` · bounds of the dosage, else of the dispense request, else
    /// from `authoredOn` (MedicationRequest) · `onset[x]` to `abatement[x]`, else from
    /// `recordedDate` · `effective[x]`, else `issued` · `context.period`, else `date`
    /// (DocumentReference) · `provision.period`, else `dateTime` (Consent).
    pub period: Period,
    /// Who takes part and answers for it, never the patient of an appointment: `performer`,
    /// `participant.actor`, `participant.individual` else `serviceProvider`, `recipient`,
    /// `asserter` else `recorder`, `author`; of a MedicationRequest, `performer` else `requester`.
    pub performers: Vec<Reference>,
    /// `subject`, `patient`, the patient of an appointment.
    pub subject: Reference,
    /// `encounter`, `context.encounter` (DocumentReference).
    pub encounter: Reference,
    /// `basedOn`.
    pub based_on: Vec<Reference>,
    /// `reasonReference`: conditions, and whatever else it serves.
    pub reasons: Vec<Reference>,
    /// Value of an Observation with its unit, decimals as written.
    pub value: Option<Private<String>>,
    /// First code of an Observation's `code`: what was measured; empty elsewhere.
    pub measure: Word,
    /// What few events have.
    pub more: Option<Box<EventMore>>,
}

/// What few events have.
#[derive(Clone, Debug, Default)]
pub struct EventMore {
    /// `location`, `locationReference`, the place among an appointment's participants.
    pub location: Reference,
    /// `partOf`.
    pub part_of: Vec<Reference>,
    /// `about` and `payload.contentReference`, `slot`, `context.related`, `relatesTo.target`, `provision.actor`,
    /// `Slot.schedule`, `Encounter.appointment`.
    pub related: Vec<Reference>,
    /// `requester`; `sender` of a communication.
    pub requester: Reference,
    /// `reasonCode` as text.
    pub reason_text: Option<Private<String>>,
    /// Why it is in its status: `statusReason`, `cancelationReason`.
    pub status_reason: Option<Private<String>>,
    /// When, in words: `onsetString`, `performedString`, the code of a timing.
    pub when_text: Option<Private<String>>,
    /// `authoredOn`, `created`, `issued`, `recordedDate`: when it was written.
    pub written: Option<FhirDate>,
    /// `Communication.received`.
    pub received: Option<FhirDate>,
    /// Extension `reponse-attendue`: an answer is expected by then.
    pub answer_by: Option<FhirDate>,
    /// Codes of `category`; of an Encounter, its `class`.
    pub categories: Vec<Word>,
    /// `RequestGroup.action` at any depth, those with a resource.
    pub actions: Vec<GroupAction>,
    /// `Appointment.participant.actor`, all of them.
    pub participants: Vec<Reference>,
    /// `ServiceRequest.occurrenceTiming.repeat`: how often it is expected.
    pub rhythm: Option<Rhythm>,
    /// A DocumentReference whose attachments have neither data nor address.
    pub is_on_paper: bool,
    /// Extension `seuil` of a ServiceRequest.
    pub thresholds: Vec<Threshold>,
    /// Extension `derogation`.
    pub waivers: Vec<Waiver>,
}

/// `Timing.repeat`, as far as days tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// `dayOfWeek` from Monday, 0 to 6, sorted; empty where none is named.
    pub days: Vec<u8>,
    /// Whole days from one time to the next, where no days of the week are named.
    pub every_days: Option<u16>,
}

/// `RequestGroup.action`: a resource, and which others it follows, itself or by the groups of
/// actions around it.
#[derive(Clone, Debug, Default)]
pub struct GroupAction {
    /// `id` inside the group; where none is given, `#` and its place.
    pub id: String,
    /// `resource`.
    pub resource: Reference,
    /// `relatedAction`: the other's id, and how (`after-end`, `concurrent`).
    pub related: Vec<(String, Word)>,
}

impl Event {
    /// Who does it: of a message, who sends it; elsewhere the first of its `performers` that is neither a
    /// place nor a device, which take part and answer for nothing.
    pub fn doer(&self) -> Option<&Reference> {
        if self.kind == EventKind::Communication {
            return self.more.as_ref().map(|more| &more.requester);
        }
        let is_thing = |reference: &&Reference| {
            let kind = reference.literal().map(|(kind, _)| kind);
            let kind = kind.or(reference.kind.as_deref());
            matches!(kind, Some("Location" | "Device" | "HealthcareService"))
        };
        self.performers.iter().find(|p| !is_thing(p))
    }

    /// Whether it has surely happened, or is happening, by its status alone.
    pub fn is_performed(&self) -> bool {
        match &self.status {
            ActivityStatus::Completed => true,
            ActivityStatus::InProgress | ActivityStatus::OnHold | ActivityStatus::Stopped => {
                self.kind.is_record()
            }
            ActivityStatus::NotStarted
            | ActivityStatus::Scheduled
            | ActivityStatus::Cancelled
            | ActivityStatus::EnteredInError => false,
            // A record of unknown state still tells of something that was.
            ActivityStatus::Unknown | ActivityStatus::Other(_) => self.kind.is_record(),
        }
    }
}
