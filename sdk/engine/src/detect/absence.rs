//! Who has an activity is there when it is planned (row 11).

use coordo_core::Instant;
use coordo_core::task::Period;

use super::owner::{offer_to, plan};
use super::{Because as _, Planned, View, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// Not started, and planned (if undated: its whole window) within an absence of its owner.
///
/// A structure is not absent: somebody of it is there.
pub(super) fn absence(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if !task.is_open() || task.is_started() {
        return;
    }
    let Some(owner) = task.owner.slot else {
        return;
    };
    let absences = absences(view, owner);
    if absences.is_empty() {
        return;
    }
    let planned = view.planned(task);
    let is_dated = planned.start.is_some();
    let time = if is_dated {
        planned
    } else if task.window.start.is_some() && task.window.end.is_some() {
        Planned::of(task.window, view.days())
    } else {
        return;
    };
    let Some((start, over)) = time.bounds() else {
        return;
    };
    let within = absences.iter().find(|(_, away)| {
        let Some((from, until)) = bounds(view, away) else {
            return false;
        };
        from <= start && over <= until && until > view.now()
    });
    let Some((role, away)) = within else {
        return;
    };
    // Both have to be known: the absence, and that it is theirs.
    let known = view.known(*role).map(|known| {
        let written = view.start(task.authored);
        written.map_or(known, |written| known.max(written))
    });
    let since = known.unwrap_or_else(|| view.now());
    let since = view.days().midnight(since).or(Some(since));
    let subjects = [slot, owner];
    let Some(mut found) = view.finding(Code::OwnerAbsent, Severity::Attention, since, &subjects)
    else {
        return;
    };
    found.because(view.evidence(slot, "owner", view.value(&task.owner)));
    let path = if is_dated {
        "executionPeriod.start"
    } else {
        "restriction.period.start"
    };
    found.because(view.evidence(slot, path, dated(time.date())));
    found.because(view.evidence(*role, "notAvailable.during.start", dated(away.start)));
    found.because(view.evidence(*role, "notAvailable.during.end", dated(away.end)));
    found.arguments = vec![
        view.record(slot),
        view.argument(&task.owner),
        when(time.date()),
        when(away.start),
        when(away.end),
    ];
    found
        .remedies
        .extend(offer_to(view, slot, task, RemedyCode::OfferToSomeoneElse));
    found
        .remedies
        .extend(plan(view, slot, task, RemedyCode::MoveDate));
    out.push(found);
}

fn bounds(view: &View<'_>, away: &Period) -> Option<(Instant, Instant)> {
    let from = view.days().start(away.start?)?;
    let until = away
        .end
        .map_or(Some(Instant(i64::MAX)), |e| view.days().over(e));
    Some((from, until?))
}

/// Absences of a role; of a person, those of the roles, if all are absent at once it is said there.
fn absences<'v>(view: &View<'v>, owner: Slot) -> Vec<(Slot, &'v Period)> {
    let of = |role: Slot| {
        let actor = view.actor(role);
        let absences = actor.map_or(&[][..], |actor| &actor.absences);
        absences.iter().map(move |away| (role, away))
    };
    match view.kind(owner) {
        "PractitionerRole" => of(owner).collect(),
        "Practitioner" => match view.referrers(owner, Link::Role).as_slice() {
            [role] => of(*role).collect(),
            // With several roles nobody knows in which one they would come.
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
