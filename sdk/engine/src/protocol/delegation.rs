//! Delegation under a protocol: by whom, to whom, how long and where (rows 115, 116).

use coordo_core::calendar::{Territory, Zone};
use coordo_core::coded::Coded;
use coordo_core::schedule::Protocol;
use coordo_core::{FhirDate, Private, RecordKey, TaskDraft};

use crate::mechanism::Reason;

/// What is to be delegated.
#[derive(Clone, Debug)]
pub struct Delegation<'a> {
    /// Under which protocol.
    pub protocol: &'a Protocol,
    /// Who delegates: `Task.requester`.
    pub delegator: Option<&'a RecordKey>,
    /// To whom: `Task.owner`.
    pub delegatee: Option<&'a RecordKey>,
    /// The professions of the delegatee, on the role or on the person.
    pub professions: &'a [Coded],
    /// When it is planned; today where nothing is planned.
    pub planned: FhirDate,
    /// The INSEE code of the département where it takes place; `None` where that is unknown.
    pub department: Option<&'a str>,
}

/// What the protocol does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// Nobody delegates.
    NoDelegator,
    /// It is delegated to nobody.
    NoDelegatee,
    /// The protocol is retired.
    Retired,
    /// It is planned before the protocol is valid.
    NotYetValid,
    /// It is planned after the protocol ends.
    Expired,
    /// The delegatee's profession is not among those of the protocol.
    Profession,
    /// The place lies outside of its territory.
    Territory,
}

impl Breach {
    /// A stable code for messages and for the rule that a reason sets aside.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoDelegator => "no-delegator",
            Self::NoDelegatee => "no-delegatee",
            Self::Retired => "retired",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::Profession => "profession",
            Self::Territory => "territory",
        }
    }

    /// Whether a reason can set it aside. Who delegates and to whom must be known in any case.
    pub fn can_be_overridden(self) -> bool {
        !matches!(self, Self::NoDelegator | Self::NoDelegatee)
    }
}

/// A delegated task that may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegated {
    /// The task: owned by the delegatee, who is asked; under the protocol's version.
    pub draft: TaskDraft,
    /// Who delegates, kept as its requester.
    pub delegator: RecordKey,
    /// To whom.
    pub delegatee: RecordKey,
    /// The protocol, `url|version`.
    pub protocol: Option<String>,
    /// What was set aside, and why.
    pub allowed: Option<Allowed>,
}

/// What was set aside, and why: kept with the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What the protocol does not cover.
    pub breaches: Vec<Breach>,
    /// Why all the same.
    pub reason: Reason,
}

/// All that the protocol does not cover, in a fixed order.
///
/// What is unknown is no breach: a protocol without professions allows all, a place that nobody
/// wrote down lies anywhere.
pub fn breaches(of: &Delegation<'_>, zone: Zone) -> Vec<Breach> {
    let protocol = of.protocol;
    let mut found = Vec::new();
    if of.delegator.is_none() {
        found.push(Breach::NoDelegator);
    }
    if of.delegatee.is_none() {
        found.push(Breach::NoDelegatee);
    }
    if protocol.status.as_deref() == Some("retired") {
        found.push(Breach::Retired);
    }
    let (from, over) = (zone.earliest(of.planned), zone.over_at(of.planned));
    let starts = protocol.effective.start.and_then(|d| zone.earliest(d));
    let ends = protocol.effective.end.and_then(|d| zone.over_at(d));
    if starts
        .zip(over)
        .is_some_and(|(starts, over)| over <= starts)
    {
        found.push(Breach::NotYetValid);
    }
    if ends.zip(from).is_some_and(|(ends, from)| from >= ends) {
        found.push(Breach::Expired);
    }
    if of.delegatee.is_some() && !is_allowed_profession(&protocol.roles, of.professions) {
        found.push(Breach::Profession);
    }
    if of.department.is_some_and(|place| !covers(protocol, place)) {
        found.push(Breach::Territory);
    }
    found
}

/// Makes the draft of a delegated task.
///
/// # Errors
///
/// The breaches, where there are some and no reason, or one that no reason can set aside.
pub fn delegate(
    of: &Delegation<'_>,
    title: &str,
    zone: Zone,
    reason: Option<Reason>,
) -> Result<Delegated, Vec<Breach>> {
    let found = breaches(of, zone);
    let (Some(delegator), Some(delegatee)) = (of.delegator, of.delegatee) else {
        return Err(found);
    };
    let allowed = match reason {
        _ if found.is_empty() => None,
        Some(reason) => Some(Allowed {
            breaches: found,
            reason,
        }),
        None => return Err(found),
    };
    let protocol = of.protocol.canonical();
    Ok(Delegated {
        draft: TaskDraft {
            title: Private::from(title),
            owner: Some(delegatee.clone()),
            is_offered: true,
            protocol: protocol.clone(),
            requester: Some(delegator.clone()),
            note: allowed.as_ref().map(|a| a.reason.words().clone()),
            ..TaskDraft::default()
        },
        delegator: delegator.clone(),
        delegatee: delegatee.clone(),
        protocol,
        allowed,
    })
}

/// Whether one of the professions is allowed. A profession without a code never is by its
/// words alone; a list without any allows all.
pub fn is_allowed_profession(allowed: &[Coded], professions: &[Coded]) -> bool {
    let coded = || allowed.iter().filter(|role| !role.code.is_empty());
    coded().next().is_none()
        || coded().any(|role| {
            let is_same = |p: &Coded| p.code == role.code && same_system(&p.system, &role.system);
            professions.iter().any(is_same)
        })
}

/// Whether two addresses name one code system. French nomenclatures are written in several
/// forms; one that was left out is taken for the same.
fn same_system(a: &str, b: &str) -> bool {
    let number = |system: &str| {
        let (_, rest) = system.rsplit_once("TRE")?;
        let rest = rest.strip_prefix(['_', '-']).unwrap_or(rest);
        rest.split(['-', '_', '/']).next().map(str::to_owned)
    };
    a == b || a.is_empty() || b.is_empty() || number(a).is_some_and(|n| number(b) == Some(n))
}

/// Whether a département lies in the jurisdiction (ISO 3166-2): `FR-49` names one, `FR` and
/// nothing all. Of a region nobody can tell here which départements it has: it covers.
fn covers(protocol: &Protocol, department: &str) -> bool {
    let codes = || protocol.jurisdictions.iter().map(|j| &*j.code);
    let is_here = |code: &str| {
        let place = code.strip_prefix("FR-").unwrap_or(code);
        let place = match place {
            "GP" => "971",
            "MQ" => "972",
            "GF" => "973",
            "RE" => "974",
            "PM" => "975",
            "YT" => "976",
            "BL" => "977",
            "MF" => "978",
            place => place,
        };
        place == department || Territory::of_department(place).is_none()
    };
    codes().all(str::is_empty) || codes().any(is_here)
}
