//! Who has an activity is still in the circle (rows 11, 17).

use coordo_core::Instant;
use coordo_core::order::Order as _;

use super::owner::{offer_to, reach, withdraw};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{Link, MemberFact, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// Open, the owner was a member, and no period covers now. Who never was one is no finding.
pub(super) fn circle(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    let Some(owner) = task.owner.slot.filter(|_| task.is_open()) else {
        return;
    };
    let mut left: Option<(Instant, Slot, &MemberFact)> = None;
    for name in names(view, owner) {
        for team_slot in view.referrers(name, Link::Member) {
            let Some(team) = view.team(team_slot).filter(|team| team.is_active()) else {
                continue;
            };
            if team.subject.is_some() && task.subject.is_some() && team.subject != task.subject {
                continue;
            }
            for member in team.members.iter().filter(|m| m.who.slot == Some(name)) {
                if view.covers_now(&member.period) {
                    return;
                }
                let over = member.period.end.and_then(|end| view.days().over(end));
                // A membership to come is not one that has ended.
                let Some(over) = over.filter(|over| *over <= view.now()) else {
                    continue;
                };
                if left.is_none_or(|(before, ..)| before < over) {
                    left = Some((over, team_slot, member));
                }
            }
        }
    }
    let Some((since, team, member)) = left else {
        return;
    };
    // It may have been given to them after they left.
    let written = view.start(task.authored);
    let since = written.map_or(since, |written| since.max(written));
    let subjects = [slot, owner];
    let Some(mut found) =
        view.finding(Code::OwnerLeft, Severity::Attention, Some(since), &subjects)
    else {
        return;
    };
    found.because(view.evidence(slot, "owner", view.value(&task.owner)));
    found.because(view.evidence(slot, "status", coded(task.status.code())));
    found.because(view.evidence(team, "participant.period.end", dated(member.period.end)));
    found.arguments = vec![
        view.record(slot),
        view.argument(&task.owner),
        when(member.period.end),
    ];
    found
        .remedies
        .extend(offer_to(view, slot, task, RemedyCode::OfferToSomeoneElse));
    found.remedies.extend(reach(view, Some(owner)));
    found.remedies.extend(withdraw(view, slot, task));
    out.push(found);
}

/// A role and the person whose role it is: a team may name either.
pub(super) fn names(view: &View<'_>, actor: Slot) -> Vec<Slot> {
    let mut names = vec![actor];
    match view.kind(actor) {
        "PractitionerRole" => names.extend(view.actor(actor).and_then(|a| a.person)),
        "Practitioner" => names.extend(view.referrers(actor, Link::Role)),
        _ => {}
    }
    names
}

/// The houses for which somebody works: their own, or those of their roles; a house is its own.
pub(super) fn houses(view: &View<'_>, actor: Slot) -> Vec<Slot> {
    if view.kind(actor) == "Organization" {
        return vec![actor];
    }
    let names = names(view, actor);
    let found = names
        .into_iter()
        .filter_map(|name| view.actor(name)?.organization);
    let mut houses: Vec<Slot> = found.collect();
    houses.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
    houses.dedup();
    houses
}
