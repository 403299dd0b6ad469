//! Who sent somebody on hears what came of it (row 28).

use coordo_core::TaskStatus;
use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;

use super::circle::{houses, names};
use super::owner::{open, reach};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Link, Slot, TaskFact, Who};
use crate::remedy::RemedyCode;

/// A return is expected, the act has taken place, the due time has passed, and nothing came.
pub(super) fn referral(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    let Some(to) = task.return_to.as_ref() else {
        return;
    };
    if task.has_output || task.status.is_called_off() {
        return;
    }
    let due = task.window.end.and_then(|end| view.days().over(end));
    let Some(due) = due.filter(|due| *due <= view.now()) else {
        return;
    };
    let held = contact(view, task);
    let planned = view.planned(task);
    let is_past = planned.over.is_some_and(|over| over <= view.now());
    let is_done = task.status == TaskStatus::Completed;
    if !is_done && held.is_none() && !(task.is_started() && is_past) {
        return;
    }
    let code = Code::ReferralWithoutReturn;
    let Some(mut found) = view.finding(code, Severity::Attention, Some(due), &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "input(retour-attendu)", view.value(to)));
    found.because(view.evidence(slot, "output", Value::Absent));
    let end = dated(task.window.end);
    found.because(view.evidence(slot, "restriction.period.end", end));
    let mut took_place = planned.date();
    if let Some(held) = held
        && let Some(event) = view.event(held)
    {
        found.because(view.evidence(held, "status", coded(&event.code)));
        took_place = event.period.start.or(took_place);
    }
    found.arguments = vec![
        view.record(slot),
        view.argument(&task.owner),
        when(took_place),
        when(task.window.end),
        view.argument(to),
    ];
    found.remedies.extend(reach(view, task.owner.slot));
    found.remedies.extend(open(view, slot, RemedyCode::Join));
    found
        .remedies
        .extend(super::owner::withdraw(view, slot, task));
    out.push(found);
}

/// A contact with the owner after it was asked: the act, as the record tells it. One that follows
/// another request is none.
fn contact(view: &View<'_>, task: &TaskFact) -> Option<Slot> {
    let of_focus = task.focus.filter(|focus| {
        let appointment = view.appointment(*focus);
        appointment.is_some_and(|a| a.status == ActivityStatus::Completed)
    });
    of_focus.or_else(|| {
        let owner = task.owner.slot?;
        let names = names(view, owner);
        let asked = view.start(task.authored);
        // Of a house, whoever works there.
        let is_owner = |who: &Who| {
            let works_there = |who: Slot| houses(view, who).contains(&owner);
            who.slot
                .is_some_and(|who| names.contains(&who) || works_there(who))
        };
        let is_contact = |slot: &Slot| {
            let Some(event) = view.event(*slot) else {
                return false;
            };
            let start = view.start(event.period.start);
            event.kind == EventKind::Encounter
                && event.status == ActivityStatus::Completed
                && (event.based_on.is_empty()
                    || event.based_on.iter().any(|b| task.based_on.contains(b)))
                && start.is_some_and(|start| asked.is_none_or(|asked| asked <= start))
                && event.people.iter().any(is_owner)
        };
        let of_person = view.referrers(task.subject?, Link::Subject).into_iter();
        of_person
            .filter(|slot| view.kind(*slot) == "Encounter")
            .find(is_contact)
    })
}
