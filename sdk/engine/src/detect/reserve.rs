//! One thing, one person: one place at a time (rows 2, 3).

use coordo_core::Instant;
use coordo_core::order::Order as _;

use super::owner::{leave, open, plan};
use super::{Because as _, Planned, View, dated, overlap};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity};
use crate::graph::{Link, Relation, Slot};
use crate::remedy::RemedyCode;

/// A reservation: what it is, its bounds, when it was made.
struct Reservation {
    slot: Slot,
    time: (Instant, Instant),
    planned: Planned,
    made: Option<Instant>,
}

/// A vehicle, a device, or whatever a task says that it uses.
pub(super) fn resource(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    let is_vehicle = || view.actor(slot).is_some_and(|place| place.is_vehicle);
    let mut held = Vec::new();
    if view.kind(slot) == "Device" || is_vehicle() {
        held.extend(appointments(view, slot));
    }
    for task_slot in view.crowd(slot, Link::Uses) {
        let Some(task) = view.task(task_slot).filter(|t| !t.status.is_ended()) else {
            continue;
        };
        // Where the task's appointment takes it too, that is the reservation.
        let booked = task.focus.and_then(|focus| view.appointment(focus));
        if booked.is_some_and(|b| b.people.iter().any(|who| who.slot == Some(slot))) {
            continue;
        }
        let planned = view.planned(task);
        held.extend(reservation(view, task_slot, planned, task.authored));
    }
    clashes(view, slot, Code::ResourceTwice, held, out);
}

/// The person, unless both were declared together.
pub(super) fn person(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    let held = appointments(view, slot);
    clashes(view, slot, Code::PersonTwice, held, out);
}

fn appointments(view: &View<'_>, slot: Slot) -> Vec<Reservation> {
    let expected = view.crowd(slot, Link::Participant).filter_map(|a| {
        let event = view.event(a).filter(|e| super::person::is_expected(e))?;
        let planned = Planned::of(event.period, view.days());
        reservation(view, a, planned, event.written)
    });
    expected.collect()
}

fn reservation(
    view: &View<'_>,
    slot: Slot,
    planned: Planned,
    made: Option<coordo_core::FhirDate>,
) -> Option<Reservation> {
    let time = planned.bounds().filter(|(_, over)| *over > view.now())?;
    // A day without hours does not tell at which hour.
    let has_hours = planned.period.start.is_some_and(|d| d.has_time());
    has_hours.then(|| Reservation {
        slot,
        time,
        planned,
        made: view.start(made),
    })
}

/// How many that are not over when another begins are each told with it: a thousand at one hour
/// are some thousands of lines and not a million.
const AT_ONCE: usize = 6;

/// Each reservation with those before it that are not over when it begins.
fn clashes(
    view: &View<'_>,
    slot: Slot,
    code: Code,
    mut held: Vec<Reservation>,
    out: &mut Vec<Finding>,
) {
    held.order_by(|a, b| (a.time, view.key(a.slot)).cmp(&(b.time, view.key(b.slot))));
    let mut open: Vec<&Reservation> = Vec::new();
    for next in &held {
        open.retain(|before| overlap(before.time, next.time));
        for before in &open {
            let is_meant = code == Code::PersonTwice && are_together(view, before.slot, next.slot);
            if !is_meant {
                out.extend(clash(view, slot, code, before, next));
            }
        }
        open.push(next);
        if open.len() > AT_ONCE {
            open.order_by(|a, b| (b.time.1, view.key(a.slot)).cmp(&(a.time.1, view.key(b.slot))));
            open.truncate(AT_ONCE);
        }
    }
}

fn clash(
    view: &View<'_>,
    slot: Slot,
    code: Code,
    a: &Reservation,
    b: &Reservation,
) -> Option<Finding> {
    let since = a.made.max(b.made);
    let mut pair = [a.slot, b.slot];
    pair.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
    let [first, second] = pair;
    let subjects = [slot, first, second];
    let mut found = view.finding(code, Severity::Attention, since, &subjects)?;
    for one in [a, b] {
        found.because(view.evidence(one.slot, "start", dated(one.planned.period.start)));
        found.because(view.evidence(one.slot, "end", dated(one.planned.period.end)));
    }
    found.arguments = vec![
        view.record(slot),
        view.record(a.slot),
        view.record(b.slot),
        Argument::At(a.time.0.max(b.time.0)),
        Argument::At(a.time.1.min(b.time.1)),
    ];
    for one in pair {
        // What an appointment holds, a date of its task does not move.
        match view.task(one) {
            Some(fact) => {
                let remedy = plan(view, one, fact, RemedyCode::MoveDate);
                found.remedies.extend(remedy);
            }
            None => found.remedies.extend(open(view, one, RemedyCode::MoveDate)),
        }
    }
    found.remedies.extend(leave(view, first));
    Some(found)
}

/// The task itself, or the tasks that have an appointment in focus.
fn tasks_of<'v>(view: &View<'v>, slot: Slot) -> Vec<(Slot, &'v crate::graph::TaskFact)> {
    let own = view.task(slot).map(|t| (slot, t));
    let focused = view.referrers(slot, Link::Focus).into_iter();
    let focused = focused.filter_map(|t| Some((t, view.task(t)?)));
    own.into_iter().chain(focused).collect()
}

/// Whether a group says of their tasks that they are to be together.
fn are_together(view: &View<'_>, a: Slot, b: Slot) -> bool {
    let others = tasks_of(view, b);
    tasks_of(view, a).iter().any(|(task, _)| {
        let groups = view.referrers(*task, Link::Action).into_iter();
        let mut groups = groups.filter_map(|g| view.event(g).filter(|g| !g.status.is_ended()));
        groups.any(|group| {
            others.iter().any(|(other, _)| {
                let pair = (*task.max(other), Relation::Together, *task.min(other));
                group.relations.binary_search(&pair).is_ok()
            })
        })
    })
}
