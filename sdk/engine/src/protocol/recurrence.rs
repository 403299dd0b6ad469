//! "Dressing, every day, in the morning, for three weeks, except Sunday" (row 51): from pickers to
//! a FHIR Timing, with its occurrences to look at before anything is saved.

use coordo_core::calendar::{Holiday, LocalTime, Territory, Weekday, Zone};
use coordo_core::task::Period;
use coordo_core::timing::{Bounds, Moment, Timing, Unit};
use coordo_core::{DateParts, FhirDate, TaskDraft};

/// Most occurrences that are shown.
pub const MOST: usize = 1000;

/// What a person picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The first day that may count.
    pub from: DateParts,
    /// 1 and days: every day; 2 and weeks: every other week.
    pub every: (u32, Unit),
    /// Only on these days of the week; empty for all.
    pub only: Vec<Weekday>,
    /// Never on these.
    pub except: Vec<Weekday>,
    /// Parts of the day, or times of the clock; neither for "some time that day".
    pub at: PickedTime,
    /// How long.
    pub until: Until,
}

/// When on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PickedTime {
    /// Some time that day.
    #[default]
    AnyTime,
    /// In these parts of the day.
    Moments(Vec<Moment>),
    /// At these times, in minutes from midnight.
    Times(Vec<u16>),
}

/// How long something recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// 3 and weeks: for three weeks from the first day on.
    For(u32, Unit),
    /// Up to a day and with it.
    Day(DateParts),
    /// As many times.
    Times(u32),
    /// Until somebody ends it.
    Ended,
}

/// Why something picked cannot recur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickedWrong {
    /// Every zero days, for zero weeks, zero times.
    Zero,
    /// All days of the week are left out.
    NoDayLeft,
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// A day that no calendar has, or a time that no clock shows.
    NoSuchDay,
}

impl PickedWrong {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::NoDayLeft => "no-day-left",
            Self::EndsBeforeItBegins => "ends-before-it-begins",
            Self::NoSuchDay => "no-such-day",
        }
    }
}

/// One time that it is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The day.
    pub day: DateParts,
    /// The part of that day.
    pub moment: Option<Moment>,
    /// The time, in minutes from midnight.
    pub minute: Option<u16>,
}

impl Occurrence {
    /// The public holiday that it falls on: shown, and left to the person.
    pub fn holiday(&self, territory: Territory) -> Option<Holiday> {
        Holiday::on(self.day, territory)
    }
}

/// The Timing of what was picked.
///
/// # Errors
///
/// [`PickedWrong`] where it would never happen.
pub fn timing(picked: &Picked) -> Result<Timing, PickedWrong> {
    let first = picked.from.number().ok_or(PickedWrong::NoSuchDay)?;
    let (bounds, count) = match picked.until {
        _ if picked.every.0 == 0 => return Err(PickedWrong::Zero),
        Until::For(0, _) | Until::Times(0) => return Err(PickedWrong::Zero),
        Until::For(length, unit) => {
            let over = after(picked.from, length, unit).ok_or(PickedWrong::NoSuchDay)?;
            let last = over.plus(-1).ok_or(PickedWrong::NoSuchDay)?;
            (days(picked.from, Some(last)), None)
        }
        Until::Day(last) => {
            if last.number().ok_or(PickedWrong::NoSuchDay)? < first {
                return Err(PickedWrong::EndsBeforeItBegins);
            }
            (days(picked.from, Some(last)), None)
        }
        Until::Times(n) => (days(picked.from, None), Some(n)),
        Until::Ended => (days(picked.from, None), None),
    };
    let (moments, times) = match &picked.at {
        PickedTime::AnyTime => (Vec::new(), Vec::new()),
        PickedTime::Moments(moments) => (in_order(moments), Vec::new()),
        PickedTime::Times(times) => (Vec::new(), in_order(times)),
    };
    if times.iter().any(|minute| *minute >= 24 * 60) {
        return Err(PickedWrong::NoSuchDay);
    }
    Ok(Timing {
        bounds,
        count,
        frequency: Some(1),
        every: Some(picked.every),
        days: days_of_week(picked)?,
        moments,
        times,
    })
}

/// The days of the week as FHIR has them: those that are left, or none where all are.
fn days_of_week(picked: &Picked) -> Result<Vec<Weekday>, PickedWrong> {
    let is_left = |day: &Weekday| {
        (picked.only.is_empty() || picked.only.contains(day)) && !picked.except.contains(day)
    };
    let left: Vec<Weekday> = Weekday::ALL.into_iter().filter(is_left).collect();
    if left.is_empty() {
        return Err(PickedWrong::NoDayLeft);
    }
    if left.len() == Weekday::ALL.len() && picked.only.is_empty() {
        return Ok(Vec::new());
    }
    Ok(left)
}

fn in_order<T: Ord + Copy>(values: &[T]) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for value in values {
        if let Err(place) = sorted.binary_search(value) {
            sorted.insert(place, *value);
        }
    }
    sorted
}

fn days(first: DateParts, last: Option<DateParts>) -> Bounds {
    Bounds::Period(Period {
        start: Some(FhirDate::Day(first)),
        end: last.map(FhirDate::Day),
    })
}

/// The occurrences of a Timing from a day on, at most [`MOST`], in order.
///
/// `from` is where it begins if the Timing itself does not say. A frequency of several a day
/// without times gives so many of that day; several a week or more without days of the week
/// cannot be placed, and give one.
pub fn occurrences(timing: &Timing, from: DateParts) -> Vec<Occurrence> {
    let mut found = Vec::new();
    let (first, last) = bounds(timing, from);
    let most = timing.count.map_or(MOST, |n| MOST.min(n as usize));
    let Some(period) = timing.every.filter(|(n, _)| *n > 0) else {
        return found;
    };
    // A year of empty periods is enough to know that none will come.
    let mut n_empty = 0;
    for turn in 0.. {
        let Some(days) = days_of(timing, period, first, turn) else {
            return found;
        };
        let before = found.len();
        for day in days {
            if day < first {
                continue;
            }
            if last.is_some_and(|last| day > last) {
                return found;
            }
            for occurrence in of_day(timing, day) {
                if found.len() == most {
                    return found;
                }
                found.push(occurrence);
            }
        }
        n_empty = if found.len() == before {
            n_empty + 1
        } else {
            0
        };
        if n_empty > 366 {
            return found;
        }
    }
    found
}

fn bounds(timing: &Timing, from: DateParts) -> (DateParts, Option<DateParts>) {
    match timing.bounds {
        Bounds::Open => (from, None),
        Bounds::Duration(length, unit) => {
            let over = after(from, length, unit);
            (from, over.and_then(|day| day.plus(-1)))
        }
        Bounds::Period(period) => {
            let day = |date: FhirDate| date.earliest(0)?.local_day(0);
            let last = |date: FhirDate| match date {
                FhirDate::Exact { at, offset_minutes } => at.local_day(offset_minutes),
                FhirDate::Year(_) | FhirDate::Month { .. } | FhirDate::Day(_) => {
                    date.over_at(0)?.local_day(0)?.plus(-1)
                }
            };
            let first = match period.start {
                Some(FhirDate::Exact { at, offset_minutes }) => at.local_day(offset_minutes),
                start => start.and_then(day),
            };
            (first.unwrap_or(from), period.end.and_then(last))
        }
    }
}

/// The days of one turn of the period, in order.
fn days_of(
    timing: &Timing,
    (every, unit): (u32, Unit),
    first: DateParts,
    turn: i64,
) -> Option<Vec<DateParts>> {
    let step = turn.checked_mul(i64::from(every))?;
    let is_named = |day: &DateParts| {
        timing.days.is_empty()
            || day
                .weekday()
                .is_some_and(|name| timing.days.contains(&name))
    };
    let months = |n: i64| first.plus_months(i32::try_from(n).ok()?);
    let day = match unit {
        Unit::Day => first.plus(step)?,
        Unit::Month => months(step)?,
        Unit::Year => months(step.checked_mul(12)?)?,
        Unit::Week if timing.days.is_empty() => first.plus(step.checked_mul(7)?)?,
        Unit::Week => {
            let monday = first.plus(-(first.weekday()? as i64))?;
            let monday = monday.plus(step.checked_mul(7)?)?;
            let week = (0..7).filter_map(|n| monday.plus(n));
            return Some(week.filter(is_named).collect());
        }
    };
    Some(Some(day).filter(is_named).into_iter().collect())
}

fn of_day(timing: &Timing, day: DateParts) -> Vec<Occurrence> {
    let at = |moment, minute| Occurrence {
        day,
        moment,
        minute,
    };
    if !timing.times.is_empty() {
        let times = timing.times.iter();
        return times.map(|minute| at(None, Some(*minute))).collect();
    }
    if !timing.moments.is_empty() {
        let moments = timing.moments.iter();
        return moments.map(|moment| at(Some(*moment), None)).collect();
    }
    let a_day = match timing.every {
        Some((1, Unit::Day)) => timing.frequency.unwrap_or(1).clamp(1, 24),
        _ => 1,
    };
    (0..a_day).map(|_| at(None, None)).collect()
}

fn after(day: DateParts, length: u32, unit: Unit) -> Option<DateParts> {
    let months = |n: u32| day.plus_months(i32::try_from(n).ok()?);
    match unit {
        Unit::Day => day.plus(i64::from(length)),
        Unit::Week => day.plus(i64::from(length).checked_mul(7)?),
        Unit::Month => months(length),
        Unit::Year => months(length.checked_mul(12)?),
    }
}

/// One task for each occurrence, each with the owner of the draft that it is made from.
///
/// A time of the clock is planned to the minute; a part of the day only to the day, since nobody
/// said when a morning begins.
pub fn drafts(of: &TaskDraft, occurrences: &[Occurrence], zone: Zone) -> Vec<TaskDraft> {
    let planned = |occurrence: &Occurrence| {
        let day = FhirDate::Day(occurrence.day);
        let minute = occurrence.minute.map(i64::from);
        let at = minute.and_then(|minute| {
            let ms = minute * 60_000;
            let day = occurrence.day;
            zone.instant(LocalTime { day, ms })
        });
        at.map_or(day, |at| FhirDate::Exact {
            at,
            offset_minutes: zone.offset_minutes(at),
        })
    };
    let drafts = occurrences.iter().map(|occurrence| TaskDraft {
        planned: Period {
            start: Some(planned(occurrence)),
            end: None,
        },
        ..of.clone()
    });
    drafts.collect()
}

/// The bounds of a Timing once it is known from which day it counts.
pub(super) fn from_day(timing: &Timing, from: DateParts) -> Bounds {
    let (first, last) = bounds(timing, from);
    days(first, last)
}
