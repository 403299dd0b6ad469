//! Delegation under a protocol: by whom, to whom, how long and where (rows 115, 116).

use coordo_core::calendar::Zone;
use coordo_core::coded::Coded;
use coordo_core::schedule::Protocol;
use coordo_core::{FhirDate, Private, RecordKey, TaskDraft};

use super::coverage::{Coverage, Covered};
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
/// A protocol without professions allows all, and a place that nobody wrote down lies anywhere;
/// but a delegatee whose profession is not known is not allowed. A retired protocol makes no new
/// tasks; those that were made under it go on.
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
    let limits = Coverage::of(protocol);
    let (earliest, over) = (zone.earliest(of.planned), zone.over_at(of.planned));
    found.extend(limits.time(earliest, over, zone));
    let held: Vec<&Coded> = of.professions.iter().collect();
    // Who delegates has to know to whom.
    if of.delegatee.is_some() && limits.profession(&held) != Covered::Yes {
        found.push(Breach::Profession);
    }
    if limits.territory(of.department) == Covered::No {
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
