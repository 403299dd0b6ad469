//! What the rules need of each record, with its references already led to their ends.

use coordo_core::activity::ActivityStatus;
use coordo_core::coded::{Coded, Word};
use coordo_core::event::{EventKind, Rhythm};
use coordo_core::task::{Period, Priority};
use coordo_core::threshold::Threshold;
use coordo_core::{FhirDate, Instant, Private, TaskStatus};

use crate::nomeko::Choice;

/// The place of a record in the graph, also of one that is only named by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub(crate) u32);

/// Somebody: a record, or a name in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Their record.
    pub slot: Option<Slot>,
    /// The name that stands there, where no record does.
    pub text: Option<Private<String>>,
}

impl Who {
    /// Whether nobody is named at all.
    pub fn is_nobody(&self) -> bool {
        self.slot.is_none() && self.text.is_none()
    }
}

/// Why a record refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Link {
    /// The record itself, and nothing that refers to it.
    Own,
    /// `for`, `subject`, `patient` of a task or an event.
    Subject,
    /// `CarePlan.subject`.
    PlanOf,
    /// `CareTeam.subject`.
    TeamOf,
    /// `Consent.patient`.
    ConsentOf,
    /// `Observation.subject`.
    MeasureOf,
    /// `Task.owner`.
    Owner,
    /// `CareTeam.participant.member`.
    Member,
    /// `basedOn`.
    BasedOn,
    /// `Task.partOf`.
    PartOf,
    /// `Task.input` of type `apres`.
    After,
    /// `Task.focus`.
    Focus,
    /// `Task.encounter`.
    Encounter,
    /// `Task.input` of type `ressource`.
    Uses,
    /// `Task.input` of type `document`.
    Needs,
    /// A goal that a task serves.
    Goal,
    /// Who takes part in an appointment or an encounter.
    Participant,
    /// `about` of a communication.
    About,
    /// `RequestGroup.action.resource`.
    Action,
    /// `CarePlan.activity.reference`.
    Activity,
    /// `CarePlan.careTeam`.
    Team,
    /// What a protocol is called.
    Canonical,
    /// `Task.code`.
    Act,
    /// The person whose role it is.
    Role,
    /// Any other reference.
    Other,
}

/// One fact sheet a record.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A task.
    Task(Box<TaskFact>),
    /// A plan.
    Plan(Box<PlanFact>),
    /// A team.
    Team(Box<TeamFact>),
    /// A goal.
    Goal(Box<GoalFact>),
    /// A person, a role, a structure or a place.
    Actor(Box<ActorFact>),
    /// A protocol.
    Protocol(Box<ProtocolFact>),
    /// Everything else that has a time.
    Event(Box<EventFact>),
}

/// What only the versions of a task tell, where they were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// When it became an offer, or was offered to somebody else.
    pub offered: Option<Instant>,
    /// When it may have become one: it was written again after it was made, and nobody saw how.
    pub supposed: Option<Instant>,
    /// When it last changed in time: planned otherwise, begun, or made to wait.
    pub moved: Option<Instant>,
    /// When it last began, or went on.
    pub begun: Option<Instant>,
    /// When it ended.
    pub closed: Option<Instant>,
}

/// A `Task`.
#[derive(Clone, Debug)]
pub struct TaskFact {
    /// `status`.
    pub status: TaskStatus,
    /// `priority`.
    pub priority: Priority,
    /// `owner`.
    pub owner: Who,
    /// `requester`.
    pub requester: Who,
    /// `for`.
    pub subject: Option<Slot>,
    /// `focus`.
    pub focus: Option<Slot>,
    /// `basedOn`.
    pub based_on: Vec<Slot>,
    /// `partOf`.
    pub part_of: Vec<Slot>,
    /// What it comes after.
    pub after: Vec<Slot>,
    /// Resources that it uses.
    pub uses: Vec<Slot>,
    /// Documents that it needs.
    pub needs: Vec<Slot>,
    /// Goals that it serves.
    pub goals: Vec<Slot>,
    /// `encounter`.
    pub encounter: Option<Slot>,
    /// `location`.
    pub location: Option<Slot>,
    /// `executionPeriod`.
    pub execution: Period,
    /// `restriction.period`.
    pub window: Period,
    /// `authoredOn`.
    pub authored: Option<FhirDate>,
    /// `lastModified`.
    pub modified: Option<FhirDate>,
    /// What its versions were seen to do.
    pub seen: Seen,
    /// What had been seen at earlier versions, by their `lastModified`, the latest last: for a
    /// change that is taken back.
    pub(crate) earlier: Vec<(Instant, Seen)>,
    /// Extension `reponse-attendue`.
    pub answer_by: Option<FhirDate>,
    /// First code of `code`.
    pub act: Option<Slot>,
    /// Whether `performerType` asks for a profession.
    pub asks_profession: bool,
    /// Whether `code` is a correction of a prescription.
    pub is_correction: bool,
    /// `instantiatesCanonical`.
    pub protocol: Option<Slot>,
    /// Whether it is a means of another (`moyen-ressource` of TDDUI), for which the whole's owner
    /// answers.
    pub is_means: bool,
    /// Whether an input says what result is expected.
    pub expects_result: bool,
    /// To whom a return is expected.
    pub return_to: Option<Who>,
    /// Whether it has an output.
    pub has_output: bool,
    /// Who contributes.
    pub contributes: Vec<Who>,
    /// Who is informed.
    pub informed: Vec<Who>,
    /// Who validates.
    pub validates: Vec<Who>,
    /// NOMEKO: what a person chose.
    pub chosen: Choice,
    /// Rules set aside.
    pub waived: Vec<String>,
}

impl TaskFact {
    /// Neither ended nor draft.
    pub fn is_open(&self) -> bool {
        !self.status.is_ended() && self.status != TaskStatus::Draft
    }

    /// Asked of someone who has not answered.
    pub fn is_offer(&self) -> bool {
        matches!(self.status, TaskStatus::Requested | TaskStatus::Received)
    }

    /// Whether it has begun, ended or not.
    pub fn is_started(&self) -> bool {
        matches!(
            self.status,
            TaskStatus::InProgress
                | TaskStatus::OnHold
                | TaskStatus::Completed
                | TaskStatus::Failed
        )
    }
}

/// A `CarePlan`.
#[derive(Clone, Debug)]
pub struct PlanFact {
    /// `status` as written.
    pub status: Option<String>,
    /// `subject`.
    pub subject: Option<Slot>,
    /// `period`.
    pub period: Period,
    /// `careTeam`.
    pub teams: Vec<Slot>,
    /// `activity.reference`.
    pub activities: Vec<Slot>,
    /// How many activities written in the plan are not ended.
    pub open_details: u32,
    /// How many activities there are.
    pub entries: u32,
    /// Extension `responsable-du-plan`.
    pub holder: Who,
    /// Extension `date-de-revue`.
    pub review: Option<FhirDate>,
    /// When it was last reviewed, where that is recorded.
    pub reviewed: Option<FhirDate>,
    /// Extension `seuil`.
    pub thresholds: Vec<Threshold>,
    /// Rules set aside.
    pub waived: Vec<String>,
}

impl PlanFact {
    /// Whether it is in force.
    pub fn is_active(&self) -> bool {
        self.status.as_deref() == Some("active")
    }

    /// Whether it is over, or should never have been.
    pub fn is_ended(&self) -> bool {
        matches!(
            self.status.as_deref(),
            Some("completed" | "revoked" | "entered-in-error")
        )
    }
}

/// `CareTeam.participant`.
#[derive(Clone, Debug)]
pub struct MemberFact {
    /// Who.
    pub who: Who,
    /// When they take part.
    pub period: Period,
    /// Whether a role is the référent's.
    pub is_referent: bool,
    /// Whether a role is the treating doctor's.
    pub is_treating_doctor: bool,
    /// `captant`, `ponctuel`, or nothing.
    pub engagement: Word,
    /// What ends it, in words.
    pub until: Option<Private<String>>,
}

/// A `CareTeam`.
#[derive(Clone, Debug)]
pub struct TeamFact {
    /// `status` as written.
    pub status: Option<String>,
    /// `subject`.
    pub subject: Option<Slot>,
    /// `period`.
    pub period: Period,
    /// `participant`.
    pub members: Vec<MemberFact>,
    /// Rules set aside.
    pub waived: Vec<String>,
}

impl TeamFact {
    /// Whether it works; a team without a status does.
    pub fn is_active(&self) -> bool {
        !matches!(
            self.status.as_deref(),
            Some("inactive" | "suspended" | "entered-in-error")
        )
    }
}

/// A `Goal`.
#[derive(Clone, Debug)]
pub struct GoalFact {
    /// `subject`.
    pub subject: Option<Slot>,
    /// Codes of `target.measure`.
    pub measures: Vec<Word>,
    /// Rules set aside.
    pub waived: Vec<String>,
}

/// A person, a role, a structure or a place.
#[derive(Clone, Debug)]
pub struct ActorFact {
    /// `PractitionerRole.practitioner`.
    pub person: Option<Slot>,
    /// `organization`, `partOf`, `managingOrganization`, `providedBy`.
    pub organization: Option<Slot>,
    /// Professions, without their words.
    pub professions: Vec<Coded>,
    /// `notAvailable.during`.
    pub absences: Vec<Period>,
    /// Département, from the postal code of the home address, else of the first.
    pub department: Option<String>,
    /// Whether the person has died.
    pub is_deceased: bool,
    /// Whether it is a vehicle.
    pub is_vehicle: bool,
    /// Rules set aside.
    pub waived: Vec<String>,
}

/// A `PlanDefinition`.
#[derive(Clone, Debug)]
pub struct ProtocolFact {
    /// `effectivePeriod`.
    pub effective: Period,
    /// `jurisdiction`, without words.
    pub jurisdictions: Vec<Coded>,
    /// Professions that may act under it, without their words.
    pub roles: Vec<Coded>,
    /// Rules set aside.
    pub waived: Vec<String>,
}

/// How one action of a group stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Begins after the other has ended.
    AfterEnd,
    /// Begins after the other has begun.
    AfterStart,
    /// Together with the other.
    Together,
}

/// Everything else that has a time.
#[derive(Clone, Debug)]
pub struct EventFact {
    /// Its type.
    pub kind: EventKind,
    /// `status` in the words of an activity.
    pub status: ActivityStatus,
    /// `status` as written.
    pub code: Word,
    /// When.
    pub period: Period,
    /// `subject`, `patient`.
    pub subject: Option<Slot>,
    /// `basedOn`.
    pub based_on: Vec<Slot>,
    /// Participants of an appointment, else who answers for it; recipients of a communication.
    pub people: Vec<Who>,
    /// `sender`, `requester`.
    pub requester: Who,
    /// What a communication is about; actors of a consent.
    pub related: Vec<Slot>,
    /// `category`; class of an encounter.
    pub categories: Vec<Word>,
    /// `authoredOn`, `created`.
    pub written: Option<FhirDate>,
    /// `Communication.received`.
    pub received: Option<FhirDate>,
    /// Extension `reponse-attendue`.
    pub answer_by: Option<FhirDate>,
    /// How often it is expected.
    pub rhythm: Option<Rhythm>,
    /// What was measured.
    pub measure: Word,
    /// Whether nothing of the document can be read from afar.
    pub is_on_paper: bool,
    /// When it was last seen to move in time, or to be called off.
    pub moved: Option<Instant>,
    /// Extension `seuil` of a request.
    pub thresholds: Vec<Threshold>,
    /// Of a group: the later one, how, and the earlier one, sorted.
    pub relations: Vec<(Slot, Relation, Slot)>,
    /// Rules set aside.
    pub waived: Vec<String>,
}

impl EventFact {
    /// Whether nobody is expected there, whatever its date says (`Appointment.status`).
    pub fn is_off(&self) -> bool {
        let code: &str = &self.code;
        matches!(
            code,
            "cancelled" | "noshow" | "waitlist" | "entered-in-error"
        )
    }
}
