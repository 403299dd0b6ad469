//! What a protocol covers: time, profession, territory (rows 115, 116). New delegations ask it
//! before they are made, the rules ask it of those that are: one answer for both.

use coordo_core::Instant;
use coordo_core::calendar::{Territory, Zone};
use coordo_core::coded::Coded;
use coordo_core::schedule::Protocol;
use coordo_core::task::Period;

use super::delegation::Breach;

/// Whether something lies within a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Covered {
    /// It does, or there is no limit.
    Yes,
    /// It does not.
    No,
    /// Nobody wrote down what would tell.
    Unknown,
}

/// The limits of a protocol.
#[derive(Clone, Copy)]
pub(crate) struct Coverage<'p> {
    pub(crate) effective: Period,
    /// Professions that may act under it.
    pub(crate) roles: &'p [Coded],
    /// `jurisdiction`.
    pub(crate) areas: &'p [Coded],
}

impl<'p> Coverage<'p> {
    pub(crate) fn of(protocol: &'p Protocol) -> Self {
        Self {
            effective: protocol.effective,
            roles: &protocol.roles,
            areas: &protocol.jurisdictions,
        }
    }

    /// How an act breaks the time of the protocol. `earliest` is the first instant at which it
    /// may take place, `over` the first one after it; an act without a date has no `over`.
    pub(crate) fn time(
        self,
        earliest: Option<Instant>,
        over: Option<Instant>,
        zone: Zone,
    ) -> Option<Breach> {
        let starts = self.effective.start.and_then(|d| zone.earliest(d));
        let ends = self.effective.end.and_then(|d| zone.over_at(d));
        if starts
            .zip(over)
            .is_some_and(|(starts, over)| over <= starts)
        {
            return Some(Breach::NotYetValid);
        }
        let is_late = ends.zip(earliest).is_some_and(|(ends, at)| ends <= at);
        is_late.then_some(Breach::Expired)
    }

    /// Whether one of these professions may act. Where none is of a nomenclature that the
    /// protocol uses, nobody can tell.
    pub(crate) fn profession(self, held: &[&Coded]) -> Covered {
        let allowed = || self.roles.iter().filter(|role| !role.code.is_empty());
        if allowed().next().is_none() {
            return Covered::Yes;
        }
        let held = || held.iter().filter(|held| !held.code.is_empty());
        let is_comparable = |a: &Coded, b: &Coded| same_system(&a.system, &b.system);
        let is_same = |a: &Coded, b: &Coded| a.code == b.code && is_comparable(a, b);
        if held().any(|held| allowed().any(|role| is_same(held, role))) {
            Covered::Yes
        } else if held().any(|held| allowed().any(|role| is_comparable(held, role))) {
            Covered::No
        } else {
            Covered::Unknown
        }
    }

    /// Whether a département lies in the territory (ISO 3166-2): `FR-49` names one, `FR` and
    /// nothing all. Which départements a region has nobody can tell here: it covers.
    pub(crate) fn territory(self, department: Option<&str>) -> Covered {
        let Some(department) = department else {
            return Covered::Unknown;
        };
        let is_here = |area: &Coded| {
            let place = department_of(&area.code);
            place == department || Territory::of_department(place).is_none()
        };
        if self.areas.iter().all(|area| area.code.is_empty()) || self.areas.iter().any(is_here) {
            Covered::Yes
        } else {
            Covered::No
        }
    }
}

/// The INSEE code of a département from its ISO code, which has letters overseas.
fn department_of(area: &str) -> &str {
    let place = area.strip_prefix("FR-").unwrap_or(area);
    match place {
        "GP" => "971",
        "MQ" => "972",
        "GF" => "973",
        "RE" => "974",
        "PM" => "975",
        "YT" => "976",
        "BL" => "977",
        "MF" => "978",
        place => place,
    }
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

/// Whether one of the professions is surely among those allowed; an empty list allows all.
pub fn is_allowed_profession(allowed: &[Coded], professions: &[Coded]) -> bool {
    let of = Coverage {
        effective: Period::default(),
        roles: allowed,
        areas: &[],
    };
    let held: Vec<&Coded> = professions.iter().collect();
    of.profession(&held) == Covered::Yes
}
