//! One act is not planned twice in a week by two plans (row 147).

use coordo_core::order::Order as _;

use super::owner::{leave, withdraw};
use super::{Because as _, Planned, View, coded, when};
use crate::calendar::week;
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{Link, Slot, TaskFact};

/// A task of a plan, and the calendar weeks that it lies in.
struct Doing<'v> {
    slot: Slot,
    task: &'v TaskFact,
    plan: Slot,
    weeks: (i64, i64),
    planned: Planned,
}

/// `act` is a code: all tasks that bear it refer to its place.
pub(super) fn act(view: &View<'_>, act: Slot, out: &mut Vec<Finding>) {
    let tasks = view.crowd(act, Link::Act);
    let mut doings: Vec<Doing<'_>> = tasks.filter_map(|t| doing(view, t)).collect();
    doings.order_by(|a, b| (a.weeks, view.key(a.slot)).cmp(&(b.weeks, view.key(b.slot))));
    // The latest to end, and the latest to end of another plan.
    let mut latest: [Option<&Doing<'_>>; 2] = [None, None];
    for next in &doings {
        let other = latest
            .into_iter()
            .flatten()
            .find(|d| d.plan != next.plan && d.task.subject == next.task.subject);
        if let Some(other) = other.filter(|o| next.weeks.0 <= o.weeks.1) {
            out.extend(twice(view, other, next));
        }
        latest = match latest {
            [None, _] => [Some(next), None],
            [Some(a), b] if a.plan == next.plan => {
                [Some(if a.weeks.1 < next.weeks.1 { next } else { a }), b]
            }
            [Some(a), _] if a.weeks.1 <= next.weeks.1 => [Some(next), Some(a)],
            [Some(a), Some(b)] if b.plan != next.plan && b.weeks.1 > next.weeks.1 => {
                [Some(a), Some(b)]
            }
            [Some(a), _] => [Some(a), Some(next)],
        };
    }
}

fn doing<'v>(view: &View<'v>, slot: Slot) -> Option<Doing<'v>> {
    let task = view.task(slot).filter(|t| t.is_open())?;
    let plan = plan_of(view, slot, task)?;
    let days = view.days();
    let mut planned = view.planned(task);
    let is_dated = planned.start.is_some();
    if !is_dated {
        planned = Planned::of(task.window, days);
    }
    let (start, over) = planned.bounds()?;
    // The instant at which it is over may be the first one of the next day.
    let last = coordo_core::Instant(over.0.saturating_sub(1)).max(start);
    let weeks = (week(days.number(start)?), week(days.number(last)?));
    // A week that is over is history; what was planned in this one may be still to do.
    if weeks.1 < week(days.number(view.now())?) {
        return None;
    }
    // A wide window is no week in which it is planned.
    (is_dated || weeks.0 == weeks.1).then_some(Doing {
        slot,
        task,
        plan,
        weeks,
        planned,
    })
}

/// The plan that a task says it is based on, itself or through a request, else one that lists it;
/// not one that is over.
pub(super) fn plan_of(view: &View<'_>, slot: Slot, task: &TaskFact) -> Option<Slot> {
    let is_running = |p: &Slot| view.care_plan(*p).is_some_and(|p| !p.is_ended());
    let own = task.based_on.iter().copied().find(is_running);
    let requested = || {
        let requests = task.based_on.iter().filter_map(|r| view.event(*r));
        requests
            .flat_map(|request| &request.based_on)
            .copied()
            .find(is_running)
    };
    own.or_else(requested).or_else(|| {
        let lists = view.referrers(slot, Link::Activity);
        lists.into_iter().find(is_running)
    })
}

fn twice(view: &View<'_>, a: &Doing<'_>, b: &Doing<'_>) -> Option<Finding> {
    let (a, b) = if view.key(a.slot) <= view.key(b.slot) {
        (a, b)
    } else {
        (b, a)
    };
    let written = [a, b].into_iter();
    let since = written
        .filter_map(|d| view.start(d.task.authored.or(d.task.modified)))
        .max();
    let subjects = [a.slot, b.slot, a.plan, b.plan];
    let code = Code::SameActTwice;
    let mut found = view.finding(code, Severity::Attention, since, &subjects)?;
    for d in [a, b] {
        if let Some(act) = d.task.act.and_then(|act| view.key(act)) {
            found.because(view.evidence(d.slot, "code", coded(&act.id)));
        }
        found.because(view.planned_evidence(d.slot, d.planned));
    }
    found.arguments = vec![
        view.record(a.slot),
        when(a.planned.date()),
        view.record(a.plan),
        view.record(b.slot),
        when(b.planned.date()),
        view.record(b.plan),
    ];
    for d in [a, b] {
        found.remedies.extend(withdraw(view, d.slot, d.task));
    }
    found.remedies.extend(leave(view, a.slot));
    Some(found)
}
