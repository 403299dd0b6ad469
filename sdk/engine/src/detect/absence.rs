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
    found.because(if is_dated {
        view.planned_evidence(slot, time)
    } else {
        view.evidence(slot, "restriction.period.start", dated(time.date()))
    });
    found.because(view.evidence(*role, "notAvailable.during.start", dated(away.start)));
    found.because(view.evidence(*role, "notAvailable.during.end", dated(away.end)));
    found.gap = bounds(view, away).and_then(|(from, until)| {
        let gap = view.gap(slot, Some(from))?;
        Some(crate::Gap {
            until: (until.0 < i64::MAX).then_some(until),
            ..gap
        })
    });
    found.arguments = vec![
        view.record(slot),
        view.argument(&task.owner),
        when(time.date().filter(|_| is_dated)),
        when(away.start),
        when(away.end),
        // Time in which it is due: nobody said when it is.
        when(task.window.start.filter(|_| !is_dated)),
        when(task.window.end.filter(|_| !is_dated)),
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
        "Practitioner" => {
            let roles = view.referrers(owner, Link::Role);
            let Some((first, others)) = roles.split_first() else {
                return Vec::new();
            };
            // With several roles nobody knows in which one they would come: away is who is away
            // from all of them.
            let is_everywhere = |(_, away): &(Slot, &Period)| {
                others
                    .iter()
                    .all(|role| of(*role).any(|(_, other)| covers(view, other, away)))
            };
            of(*first).filter(is_everywhere).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether one absence lasts at least as long as another, on both sides.
fn covers(view: &View<'_>, whole: &Period, part: &Period) -> bool {
    let bounds = |away: &Period| bounds(view, away);
    bounds(whole)
        .zip(bounds(part))
        .is_some_and(|(whole, part)| whole.0 <= part.0 && part.1 <= whole.1)
}
