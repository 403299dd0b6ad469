//! Relative dates: when each step is due, from the start of a copy and from its neighbours.

use coordo_core::calendar::{Delay, WorkingCalendar};
use coordo_core::order::Order as _;
use coordo_core::protocol::{Step, Within};
use coordo_core::task::Period;
use coordo_core::{FhirDate, Instant};

/// When a step is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// As a task says it: days that count to their end, instants where hours count.
    pub(super) window: Period,
    /// What neighbours count from: the same hour as the start.
    reached: Option<Instant>,
}

/// When each step is due; what hangs in a ring has no date.
pub(super) fn due_dates(steps: &[Step], start: Instant, calendar: &WorkingCalendar) -> Vec<Due> {
    let ids = Ids::of(steps);
    let mut dates: Vec<Due> = steps
        .iter()
        .map(|step| due(step.within, start, calendar, false))
        .collect();
    let neighbours = |at: usize| {
        let related = steps.get(at).map(|step| step.related.iter());
        let dated = related
            .into_iter()
            .flatten()
            .filter(|r| !r.within.is_empty());
        dated.filter_map(|r| ids.place(&r.step)).collect()
    };
    for at in in_order(steps.len(), &neighbours) {
        let is_dated = dates.get(at).is_none_or(|d| d.reached.is_some());
        let step = steps.get(at).filter(|_| !is_dated);
        let found = step.and_then(|step| from_neighbours(step, &ids, &dates, calendar));
        if let (Some(found), Some(place)) = (found, dates.get_mut(at)) {
            *place = found;
        }
    }
    dates
}

/// The places of `n` things, each after those that come before it, otherwise as they are; in a
/// ring the first one that is met comes before what it waits for. Without recursion.
pub(super) fn in_order(n: usize, before: &dyn Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut order = Vec::with_capacity(n);
    let mut is_met = vec![false; n];
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    for first in 0..n {
        let mut next = Some(first);
        loop {
            if let Some(at) = next.take()
                && let Some(met @ false) = is_met.get_mut(at)
            {
                *met = true;
                let mut waits = before(at);
                waits.reverse();
                open.push((at, waits));
            }
            let Some((at, waits)) = open.last_mut() else {
                break;
            };
            match waits.pop() {
                Some(other) => next = Some(other),
                None => {
                    order.push(*at);
                    open.pop();
                }
            }
        }
    }
    order
}

/// What neighbours ask for: before the first of those that it comes before, otherwise the latest
/// of those that it follows. A neighbour that is not there or has no date asks for nothing.
fn from_neighbours(
    step: &Step,
    ids: &Ids<'_>,
    dates: &[Due],
    calendar: &WorkingCalendar,
) -> Option<Due> {
    let (mut first, mut latest): (Option<Due>, Option<Due>) = (None, None);
    for relation in &step.related {
        let other = ids.place(&relation.step).and_then(|other| dates.get(other));
        let Some(from) = other.and_then(|other| other.reached) else {
            continue;
        };
        let is_before = relation.relationship.starts_with("before");
        let found = due(relation.within, from, calendar, is_before);
        if found.reached.is_none() {
            continue;
        }
        if is_before && first.is_none_or(|f| f.reached > found.reached) {
            first = Some(found);
        }
        if !is_before && latest.is_none_or(|l| l.reached < found.reached) {
            latest = Some(found);
        }
    }
    first.or(latest)
}

/// The steps by the ids that others refer to them by.
pub(super) struct Ids<'s>(Vec<(&'s str, usize)>);

impl<'s> Ids<'s> {
    pub(super) fn of(steps: &'s [Step]) -> Self {
        let named = steps.iter().enumerate();
        let mut ids: Vec<(&str, usize)> = named
            .filter(|(_, step)| !step.id.is_empty())
            .map(|(at, step)| (step.id.as_str(), at))
            .collect();
        ids.order();
        Self(ids)
    }

    /// The place of a step; the first of those that share an id.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        let at = self.0.partition_point(|(known, _)| *known < id);
        self.0
            .get(at)
            .filter(|(known, _)| *known == id)
            .map(|(_, place)| *place)
    }
}

fn due(within: Within, from: Instant, calendar: &WorkingCalendar, is_before: bool) -> Due {
    let reach = |delay: Option<Delay>| {
        let delay = if is_before { back(delay?)? } else { delay? };
        Some((calendar.plus(from, delay)?, delay))
    };
    // What comes before is due by the nearer end of the stretch and may begin at the farther.
    let (first, last) = if is_before && within.from.is_some() {
        (within.to, within.from)
    } else {
        (within.from, within.to)
    };
    let (first, last) = (reach(first), reach(last));
    Due {
        window: Period {
            start: first.and_then(|(at, delay)| written(at, delay, calendar)),
            end: last.and_then(|(at, delay)| written(at, delay, calendar)),
        },
        reached: last.or(first).map(|(at, _)| at),
    }
}

/// Days are written as days, so that they count to their end; hours as an instant.
fn written(at: Instant, delay: Delay, calendar: &WorkingCalendar) -> Option<FhirDate> {
    Some(match delay {
        Delay::Hours(_) => FhirDate::Exact {
            at,
            offset_minutes: calendar.zone.offset_minutes(at),
        },
        Delay::Days(_) | Delay::Months(_) | Delay::WorkingDays(_) => {
            FhirDate::Day(calendar.zone.day(at)?)
        }
    })
}

fn back(delay: Delay) -> Option<Delay> {
    Some(match delay {
        Delay::Hours(n) => Delay::Hours(n.checked_neg()?),
        Delay::Days(n) => Delay::Days(n.checked_neg()?),
        Delay::Months(n) => Delay::Months(n.checked_neg()?),
        Delay::WorkingDays(n) => Delay::WorkingDays(n.checked_neg()?),
    })
}
