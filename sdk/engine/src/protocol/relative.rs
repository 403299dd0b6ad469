//! Relative dates: when each step is due, from the start of a copy and from its neighbours.

use coordo_core::calendar::{Delay, WorkingCalendar};
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
    let mut due: Vec<Due> = steps
        .iter()
        .map(|step| due(step.within, start, calendar, false))
        .collect();
    // Each round dates those whose neighbours were dated before: never more rounds than steps.
    for _ in 0..steps.len() {
        let mut is_settled = true;
        for (at, step) in steps.iter().enumerate() {
            if due.get(at).is_none_or(|d| d.reached.is_some()) {
                continue;
            }
            let Some(found) = from_neighbours(step, steps, &due, calendar) else {
                continue;
            };
            if let Some(place) = due.get_mut(at) {
                *place = found;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    due
}

/// The latest of what neighbours ask for, since each of them has to come first.
fn from_neighbours(
    step: &Step,
    steps: &[Step],
    dates: &[Due],
    calendar: &WorkingCalendar,
) -> Option<Due> {
    let mut latest: Option<Due> = None;
    for relation in &step.related {
        if relation.within.is_empty() {
            continue;
        }
        let other = place_of(steps, &relation.step)?;
        let from = dates.get(other)?.reached?;
        let is_before = relation.relationship.starts_with("before");
        let found = due(relation.within, from, calendar, is_before);
        let is_later = latest.is_none_or(|l| l.reached < found.reached);
        if found.reached.is_some() && is_later {
            latest = Some(found);
        }
    }
    latest
}

/// The step that others refer to by this id.
pub(super) fn place_of(steps: &[Step], id: &str) -> Option<usize> {
    steps
        .iter()
        .position(|step| step.id == id && !id.is_empty())
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
