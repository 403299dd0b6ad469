//! Working days and deadlines.

use super::{Holiday, LocalTime, Territory, Zone};
use crate::{DateParts, Instant};

const HOUR_MS: i64 = 3_600_000;
/// Longest delay that is counted, in working days: some forty years.
const FARTHEST: i32 = 10_000;

/// Days in a hundred years.
const CENTURY: i64 = 36_525;

/// How long after something, or, with a number below zero, how long before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Hours that pass, nights and weekends included.
    Hours(i32),
    /// Calendar days, at the same hour of the clock.
    Days(i32),
    /// Months, on the same day at the same hour; on the last day of a month that is shorter.
    Months(i32),
    /// Working days, at the same hour of the clock.
    WorkingDays(i32),
}

/// Which days are worked somewhere, by which clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    /// The clock.
    pub zone: Zone,
    /// Whose public holidays.
    pub territory: Territory,
    /// Further days that are not worked, as the host knows them.
    pub closed: Vec<DateParts>,
}

impl WorkingCalendar {
    /// The calendar of a territory, by its own clock.
    pub fn of(territory: Territory) -> Self {
        Self {
            zone: territory.zone(),
            territory,
            closed: Vec::new(),
        }
    }

    /// Monday to Friday, without public holidays and without days that the host closed.
    pub fn is_working_day(&self, day: DateParts) -> bool {
        day.weekday().is_some_and(|weekday| !weekday.is_weekend())
            && Holiday::on(day, self.territory).is_none()
            && !self.closed.contains(&day)
    }

    /// The day itself if it is worked, else the next one that is.
    pub fn working_day_from(&self, day: DateParts) -> Option<DateParts> {
        if self.is_working_day(day) {
            return Some(day);
        }
        self.plus_working_days(day, 1)
    }

    /// The `days`th working day after a day, or before it where `days` is below zero; the day
    /// itself, worked or not, for none.
    pub fn plus_working_days(&self, day: DateParts, days: i32) -> Option<DateParts> {
        if !(-FARTHEST..=FARTHEST).contains(&days) {
            return None;
        }
        let mut at = day;
        let mut left = days;
        while left != 0 {
            at = at.plus(i64::from(days.signum()))?;
            if self.is_working_day(at) {
                left -= days.signum();
            }
        }
        Some(at)
    }

    /// How many working days come after `from`, up to `to` and with it; 0 where `to` is not
    /// later, `None` where it is more than a century later.
    pub fn working_days_between(&self, from: DateParts, to: DateParts) -> Option<u32> {
        let (first, last) = (from.number()?.checked_add(1)?, to.number()?);
        if last - first > CENTURY {
            return None;
        }
        let worked = (first..=last).filter(|number| {
            DateParts::from_number(*number).is_some_and(|day| self.is_working_day(day))
        });
        u32::try_from(worked.count()).ok()
    }

    /// The instant that a delay reaches.
    ///
    /// Days keep the hour of the clock across a change of it: Friday at 09:00 and one working
    /// day is Monday at 09:00, whether or not the clocks changed on Sunday. Hours pass.
    pub fn plus(&self, from: Instant, delay: Delay) -> Option<Instant> {
        let number = match delay {
            Delay::Hours(hours) => return add_hours(from, hours),
            Delay::Days(number) | Delay::Months(number) | Delay::WorkingDays(number) => number,
        };
        if number == 0 {
            return Some(from);
        }
        let local = self.zone.local(from)?;
        let day = match delay {
            Delay::WorkingDays(_) => self.plus_working_days(local.day, number)?,
            Delay::Months(_) => local.day.plus_months(number)?,
            Delay::Days(_) | Delay::Hours(_) => local.day.plus(i64::from(number))?,
        };
        self.zone.instant(LocalTime { day, ..local })
    }

    /// The end of the day that a delay reaches: the first instant after it.
    pub fn end_of_day_after(&self, from: Instant, delay: Delay) -> Option<Instant> {
        let day = self.zone.day(self.plus(from, delay)?)?;
        self.zone.end_of_day(day)
    }

    /// Calendar days from one instant to another, counted from midnight to midnight.
    pub fn days_between(&self, from: Instant, to: Instant) -> Option<i64> {
        Some(self.zone.day(to)?.number()? - self.zone.day(from)?.number()?)
    }
}

fn add_hours(from: Instant, hours: i32) -> Option<Instant> {
    Some(Instant(from.0.checked_add(i64::from(hours) * HOUR_MS)?))
}
