//! What comes first is with somebody who does not see the plan (rows 2, 11).

use coordo_core::threshold::ThresholdCode;

use super::circle::{houses, names};
use super::owner::{leave, plan, reach};
use super::{Because as _, View, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// A date hangs on something undated, and who has that was never in the circle: nobody there is
/// told of the date by the plan. Not to be in the circle is no finding by itself.
///
/// Who has left is told of that task, an offer by its delay, and a date that is near as such.
pub(super) fn outside(
    view: &View<'_>,
    (later_slot, later): (Slot, &TaskFact),
    (earlier_slot, earlier): (Slot, &TaskFact),
    out: &mut Vec<Finding>,
) {
    let waits = |task: &TaskFact| {
        task.is_open() && !task.is_offer() && !task.is_started() && !task.has_output
    };
    let Some(owner) = earlier.owner.slot.filter(|_| waits(earlier)) else {
        return;
    };
    let (planned, undated) = (view.planned(later), view.planned(earlier));
    let (Some(start), None, false) = (planned.start, undated.start, later.is_started()) else {
        return;
    };
    let horizon = view.threshold(later_slot, ThresholdCode::UndatedDaysBefore);
    let near = horizon.and_then(|days| view.before_days(start, days));
    if near.unwrap_or(start) <= view.now() || start <= view.now() {
        return;
    }
    let Some(person) = later.subject else {
        return;
    };
    let is_kin = matches!(view.kind(owner), "Patient" | "RelatedPerson");
    let has_both = names(view, owner)
        .into_iter()
        .any(|name| later.owner.slot == Some(name));
    if is_kin || has_both || !is_outside(view, person, owner) {
        return;
    }
    let tasks = [later, earlier];
    let written = tasks.iter().filter_map(|task| view.start(task.authored));
    let seen = tasks.iter().filter_map(|task| view.moved(task));
    let since = written.chain(seen).max();
    let subjects = [later_slot, earlier_slot];
    let found = view.finding(Code::OutsidePrerequisite, Severity::Info, since, &subjects);
    let Some(mut found) = found else {
        return;
    };
    let after = view.key(earlier_slot).cloned();
    let after = after.map_or(Value::Absent, Value::Record);
    found.because(view.evidence(later_slot, "input(apres)", after));
    found.because(view.planned_evidence(later_slot, planned));
    found.because(view.planned_evidence(earlier_slot, undated));
    found.because(view.evidence(earlier_slot, "owner", view.value(&earlier.owner)));
    found.arguments = vec![
        view.record(later_slot),
        view.record(earlier_slot),
        when(planned.date()),
        view.argument(&earlier.owner),
    ];
    found.remedies.extend(reach(view, Some(owner)));
    let date = plan(view, earlier_slot, earlier, RemedyCode::SetDate);
    found.remedies.extend(date);
    found.remedies.extend(leave(view, later_slot));
    out.push(found);
}

/// Whether a person has a circle, and somebody was never in it: neither they nor their house.
fn is_outside(view: &View<'_>, person: Slot, somebody: Slot) -> bool {
    let mut names = names(view, somebody);
    names.extend(houses(view, somebody));
    let mut has_circle = false;
    for team in view.crowd(person, Link::TeamOf) {
        let Some(team) = view.team(team).filter(|team| team.is_active()) else {
            continue;
        };
        for member in &team.members {
            let Some(who) = member.who.slot else {
                continue;
            };
            if names.contains(&who) || houses(view, who).contains(&somebody) {
                return false;
            }
            has_circle |= view.covers_now(&member.period);
        }
    }
    has_circle
}
