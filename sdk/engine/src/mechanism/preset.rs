//! Three coordinations, which combine (rows 19 to 22).

use coordo_core::{RecordKey, Reference, TaskDraft};

/// A kind of coordination that a structure works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Sharing means to make one's own work easier.
    Logistic,
    /// Articulating what each does for one person.
    Operative,
    /// Doing things together, with goals and values that are shared.
    Collective,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Logistic, Self::Operative, Self::Collective];

    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Logistic => "logistique",
            Self::Operative => "operatoire",
            Self::Collective => "collective",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    /// What it turns on.
    pub fn features(self) -> &'static [Feature] {
        match self {
            Self::Logistic => &[
                Feature::Directory,
                Feature::SharedPlanning,
                Feature::ResourceBooking,
            ],
            Self::Operative => &[
                Feature::Directory,
                Feature::TaskBoard,
                Feature::Handovers,
                Feature::Referent,
                Feature::Protocols,
                Feature::CaseMeetings,
            ],
            Self::Collective => &[
                Feature::SharedGoals,
                Feature::TeamBoards,
                Feature::DecisionLog,
                Feature::Protocols,
                Feature::ProtocolVersions,
            ],
        }
    }

    /// What it lets in.
    pub fn privacy(self) -> Privacy {
        match self {
            Self::Logistic => Privacy::NoPerson,
            Self::Operative | Self::Collective => Privacy::CareTeam,
        }
    }
}

/// Something that can be turned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The actor directory.
    Directory,
    /// Planning that several share.
    SharedPlanning,
    /// Rooms, vehicles, devices.
    ResourceBooking,
    /// The board of a person's plan.
    TaskBoard,
    /// Offer and accept.
    Handovers,
    /// One accountable coordinator.
    Referent,
    /// Protocols and their copies.
    Protocols,
    /// Meetings about one person.
    CaseMeetings,
    /// Goals of a team.
    SharedGoals,
    /// Boards of a team.
    TeamBoards,
    /// What was decided together.
    DecisionLog,
    /// Protocols that are written together, version by version.
    ProtocolVersions,
}

impl Feature {
    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::SharedPlanning => "shared-planning",
            Self::ResourceBooking => "resource-booking",
            Self::TaskBoard => "task-board",
            Self::Handovers => "handovers",
            Self::Referent => "referent",
            Self::Protocols => "protocols",
            Self::CaseMeetings => "case-meetings",
            Self::SharedGoals => "shared-goals",
            Self::TeamBoards => "team-boards",
            Self::DecisionLog => "decision-log",
            Self::ProtocolVersions => "protocol-versions",
        }
    }
}

/// What may be stored, the stricter the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privacy {
    /// Data of a person, among those who care for them.
    CareTeam,
    /// Nothing that leads to a person.
    NoPerson,
}

/// Resource types that lead to no person. All others do, or may.
const IMPERSONAL: [&str; 12] = [
    "Device",
    "Endpoint",
    "HealthcareService",
    "InsurancePlan",
    "Location",
    "Organization",
    "OrganizationAffiliation",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Schedule",
    "Slot",
];

/// What leads to a person and is therefore not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored {
    /// The field, as a FHIR path without the type.
    pub path: &'static str,
}

/// Whether a reference leads to a person, or may.
fn leads_to_somebody(reference: &Reference) -> bool {
    let named = reference.literal().map(|(kind, _)| kind);
    let kind = named.or(reference.kind.as_deref());
    !reference.is_empty() && kind.is_none_or(|kind| !IMPERSONAL.contains(&kind))
}

/// The presets that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presets(Vec<Preset>);

impl Presets {
    /// Those that are on, in any order.
    pub fn new(presets: &[Preset]) -> Self {
        let on = Preset::ALL.into_iter().filter(|p| presets.contains(p));
        Self(on.collect())
    }

    /// Those that are on, each once.
    pub fn on(&self) -> &[Preset] {
        &self.0
    }

    /// Whether something is on: the union of all.
    pub fn has(&self, feature: Feature) -> bool {
        self.0
            .iter()
            .any(|preset| preset.features().contains(&feature))
    }

    /// The strictest of all; for none, what a care team may do.
    pub fn privacy(&self) -> Privacy {
        let rules = self.0.iter().map(|preset| preset.privacy());
        rules.max().unwrap_or(Privacy::CareTeam)
    }

    /// Whether references may be stored: each with the path that it stands at.
    ///
    /// What names nothing but words is no better: nobody can tell whom they mean.
    ///
    /// # Errors
    ///
    /// The first path that leads to a person, where the strictest rule forbids it.
    pub fn admit(&self, references: &[(&'static str, &Reference)]) -> Result<(), NotStored> {
        if self.privacy() != Privacy::NoPerson {
            return Ok(());
        }
        match references.iter().find(|(_, r)| leads_to_somebody(r)) {
            Some((path, _)) => Err(NotStored { path }),
            None => Ok(()),
        }
    }

    /// Whether a record may be stored: its type, and all that it refers to at any depth.
    pub fn admits(&self, kind: &str, references: &[Reference]) -> bool {
        // A task or a booking is let in by what it refers to.
        let is_work = matches!(kind, "Task" | "Appointment");
        self.privacy() != Privacy::NoPerson
            || ((is_work || IMPERSONAL.contains(&kind))
                && !references.iter().any(leads_to_somebody))
    }

    /// The same for a task that is to be made.
    ///
    /// # Errors
    ///
    /// The first path that leads to a person, where the strictest rule forbids it.
    pub fn admit_draft(&self, draft: &TaskDraft) -> Result<(), NotStored> {
        if self.privacy() != Privacy::NoPerson {
            return Ok(());
        }
        let mut named: Vec<(&'static str, &RecordKey)> = Vec::new();
        named.extend(draft.owner.iter().map(|key| ("owner", key)));
        named.extend(draft.goal.iter().map(|key| ("reasonReference", key)));
        named.extend(draft.plan.iter().map(|key| ("basedOn", key)));
        let is_of_somebody = |kind: &str| !IMPERSONAL.contains(&kind);
        match named.iter().find(|(_, key)| is_of_somebody(&key.kind)) {
            Some((path, _)) => Err(NotStored { path }),
            None => Ok(()),
        }
    }
}
