//! What a protocol is to a team: an informal agreement or a written one, and how often it was
//! used (rows 117, 118).

use coordo_core::order::Order as _;
use coordo_core::schedule::Protocol;
use coordo_core::{FhirDate, RecordKey, Task, TaskStatus};

/// Written rules and "mindlines" both count; they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Agreed by word of mouth and practised: `PlanDefinition.status` draft.
    Informal,
    /// Written and in force: active.
    Written,
    /// Not used any more: retired.
    Retired,
    /// Nobody said.
    Unknown,
}

impl Standing {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Informal => "informal",
            Self::Written => "written",
            Self::Retired => "retired",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it may be copied into a plan. An informal agreement may.
    pub fn may_be_applied(self) -> bool {
        !matches!(self, Self::Retired)
    }
}

/// What a protocol is to a team.
pub fn standing(protocol: &Protocol) -> Standing {
    match protocol.status.as_deref() {
        Some("draft") => Standing::Informal,
        Some("active") => Standing::Written,
        Some("retired") => Standing::Retired,
        _ => Standing::Unknown,
    }
}

/// What a written protocol has and this one does not (row 117: steps, roles, triggers, review).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No title.
    Title,
    /// No steps.
    Steps,
    /// A step that nobody is named for.
    Roles,
    /// Nothing says when it applies.
    Triggers,
    /// No date by which it is looked at again.
    ReviewDate,
}

impl Lack {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Steps => "steps",
            Self::Roles => "roles",
            Self::Triggers => "triggers",
            Self::ReviewDate => "review-date",
        }
    }
}

/// What is missing for a written protocol, in a fixed order. Nothing of it keeps an informal
/// agreement from being used.
pub fn lacks(protocol: &Protocol) -> Vec<Lack> {
    let steps = &protocol.steps;
    let is_group = |at: usize| steps.iter().any(|step| step.parent == Some(at));
    let has_no_role =
        |(at, step): (usize, &coordo_core::protocol::Step)| step.roles.is_empty() && !is_group(at);
    let checks = [
        (Lack::Title, protocol.title.is_none()),
        (Lack::Steps, steps.is_empty()),
        (Lack::Roles, steps.iter().enumerate().any(has_no_role)),
        (
            Lack::Triggers,
            steps.iter().all(|step| step.triggers.is_empty()),
        ),
        (Lack::ReviewDate, protocol.review_date.is_none()),
    ];
    let missing = checks.into_iter().filter(|(_, is_missing)| *is_missing);
    missing.map(|(lack, _)| lack).collect()
}

/// An informal agreement that becomes a written version: what its next version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promotion {
    /// The agreement, `url|version`, which stays as it was.
    pub from: Option<String>,
    /// `version` of the written one.
    pub version: String,
    /// `status` of the written one: active.
    pub status: &'static str,
    /// Who agreed, each member for themselves.
    pub agreed_by: Vec<RecordKey>,
    /// `date`.
    pub on: FhirDate,
}

/// Writes an informal agreement down as a version of its own.
///
/// # Errors
///
/// What is missing for it; nothing where it is no informal agreement, or nobody agreed.
pub fn promote(
    protocol: &Protocol,
    version: &str,
    agreed_by: Vec<RecordKey>,
    on: FhirDate,
) -> Result<Promotion, Vec<Lack>> {
    let missing = lacks(protocol);
    let is_new = !version.trim().is_empty() && protocol.version.as_deref() != Some(version);
    if !missing.is_empty()
        || standing(protocol) != Standing::Informal
        || agreed_by.is_empty()
        || !is_new
    {
        return Err(missing);
    }
    Ok(Promotion {
        from: protocol.canonical(),
        version: version.to_owned(),
        status: "active",
        agreed_by,
        on,
    })
}

/// How often one version was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// `url|version`, as tasks name it.
    pub protocol: String,
    /// Plans that it was copied into. Tasks without a plan count as one copy together.
    pub n_copies: usize,
    /// Tasks that came from it.
    pub n_tasks: usize,
}

/// Counts the use of each version, by its tasks and their plans; tasks in error do not count.
pub fn uses<'t>(tasks: impl Iterator<Item = &'t Task>) -> Vec<Use> {
    let mut seen: Vec<(&str, &str)> = tasks
        .filter(|task| task.status != TaskStatus::EnteredInError)
        .filter_map(|task| {
            let protocol = task.more.as_ref()?.protocol.as_deref()?;
            let plans = task.based_on.iter().filter_map(|r| r.target());
            let is_plan = |target: &&str| {
                coordo_core::id::literal(target).is_some_and(|(kind, _)| kind == "CarePlan")
            };
            Some((protocol, plans.into_iter().find(is_plan).unwrap_or("")))
        })
        .collect();
    seen.order();
    let mut uses: Vec<Use> = Vec::new();
    let mut last_plan = None;
    for (protocol, plan) in seen {
        let is_new = last_plan != Some((protocol, plan));
        last_plan = Some((protocol, plan));
        match uses.last_mut() {
            Some(found) if found.protocol == protocol => {
                found.n_tasks += 1;
                found.n_copies += usize::from(is_new);
            }
            _ => uses.push(Use {
                protocol: protocol.to_owned(),
                n_copies: 1,
                n_tasks: 1,
            }),
        }
    }
    uses
}
