//! The least that a plan says, and how much of it is there (row 144).

use coordo_core::actor::{CareTeam, REFERENT};
use coordo_core::calendar::Zone;
use coordo_core::plan::CarePlan;
use coordo_core::{FhirDate, Instant};

/// Something that a plan should say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Requirement {
    /// What it is called.
    Title,
    /// Whose it is.
    Subject,
    /// From when on.
    Start,
    /// Who keeps it up: a plan that nobody keeps up is out of date unseen.
    Maintainer,
    /// When it was last looked at.
    LastReview,
    /// When it is looked at next.
    NextReview,
    /// What it is for.
    Goal,
    /// Who takes part.
    Team,
    /// Who coordinates.
    Coordinator,
    /// Why: the conditions and needs that it addresses.
    Concern,
    /// What is done.
    Activity,
}

impl Requirement {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 11] = [
        Self::Title,
        Self::Subject,
        Self::Start,
        Self::Maintainer,
        Self::LastReview,
        Self::NextReview,
        Self::Goal,
        Self::Team,
        Self::Coordinator,
        Self::Concern,
        Self::Activity,
    ];

    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subject => "subject",
            Self::Start => "start",
            Self::Maintainer => "maintainer",
            Self::LastReview => "last-review",
            Self::NextReview => "next-review",
            Self::Goal => "goal",
            Self::Team => "team",
            Self::Coordinator => "coordinator",
            Self::Concern => "concern",
            Self::Activity => "activity",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// What is required: of all, by default; a host or a plan may require less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumSet(pub Vec<Requirement>);

impl Default for MinimumSet {
    fn default() -> Self {
        Self(Requirement::ALL.to_vec())
    }
}

/// What a plan says.
#[derive(Clone, Copy, Debug)]
pub struct PlanContent<'p> {
    /// The plan.
    pub plan: &'p CarePlan,
    /// Its teams.
    pub teams: &'p [&'p CareTeam],
    /// How many tasks belong to it, beside the activities that it has itself.
    pub n_tasks: usize,
    /// Now.
    pub now: Instant,
    /// The clock.
    pub zone: Zone,
}

/// How much of what is required is there. It tells a plan, and nobody who keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// What is there.
    pub present: Vec<Requirement>,
    /// What is missing.
    pub missing: Vec<Requirement>,
}

impl Completeness {
    /// How many of how many: 9 of 11. Never a percentage, which would look like a mark.
    pub fn parts(&self) -> (usize, usize) {
        let n = self.present.len();
        (n, n + self.missing.len())
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// What a plan has of what is required, each once, in the order of the requirements.
pub fn completeness(content: &PlanContent<'_>, set: &MinimumSet) -> Completeness {
    let required = Requirement::ALL.into_iter().filter(|r| set.0.contains(r));
    let (present, missing) = required.partition(|requirement| has(content, *requirement));
    Completeness { present, missing }
}

fn has(content: &PlanContent<'_>, requirement: Requirement) -> bool {
    let plan = content.plan;
    match requirement {
        Requirement::Title => plan.title.is_some(),
        Requirement::Subject => !plan.subject.is_empty(),
        Requirement::Start => plan.period.start.is_some(),
        Requirement::Maintainer => !plan.holder.is_empty(),
        // A review in the future was not held yet.
        Requirement::LastReview => plan.last_review.is_some_and(|date| {
            let began = content.zone.earliest(date);
            began.is_some_and(|at| at <= content.now)
        }),
        Requirement::NextReview => plan.review_date.is_some(),
        Requirement::Goal => !plan.goals.is_empty(),
        Requirement::Team => content
            .teams
            .iter()
            .any(|team| !team.participants.is_empty()),
        Requirement::Coordinator => content.teams.iter().any(|team| coordinates(content, team)),
        Requirement::Concern => !plan.addresses.is_empty(),
        Requirement::Activity => !plan.activities.is_empty() || content.n_tasks > 0,
    }
}

/// Whether somebody present coordinates, by role or by engagement.
fn coordinates(content: &PlanContent<'_>, team: &CareTeam) -> bool {
    let is_past = |end: FhirDate| {
        content
            .zone
            .over_at(end)
            .is_some_and(|at| at <= content.now)
    };
    let is_to_come = |start: FhirDate| {
        let at = content.zone.earliest(start);
        at.is_some_and(|at| at > content.now)
    };
    team.participants.iter().any(|participant| {
        let is_in_charge = participant.engagement == "captant"
            || participant.roles.iter().any(|role| role.code == REFERENT);
        is_in_charge
            && !participant.period.end.is_some_and(is_past)
            && !participant.period.start.is_some_and(is_to_come)
    })
}
