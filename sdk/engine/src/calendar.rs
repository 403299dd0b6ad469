//! Days as a person counts them, over the calendar of the host.

use coordo_core::calendar::{Delay, WorkingCalendar};
use coordo_core::{DateParts, FhirDate, Instant};

/// Dates of the data and delays of the rules as instants, by one calendar.
#[derive(Clone, Copy)]
pub(crate) struct Days<'c>(pub(crate) &'c WorkingCalendar);

impl Days<'_> {
    /// The number of the day of an instant, from 1970-01-01.
    pub(crate) fn number(self, at: Instant) -> Option<i64> {
        self.0.zone.day(at)?.number()
    }

    /// The first instant of the day of this number.
    pub(crate) fn start_of(self, day: i64) -> Option<Instant> {
        self.0.zone.start_of_day(DateParts::from_number(day)?)
    }

    /// The first instant of the day of an instant.
    pub(crate) fn midnight(self, at: Instant) -> Option<Instant> {
        self.start_of(self.number(at)?)
    }

    /// The first instant that a date may mean.
    pub(crate) fn start(self, date: FhirDate) -> Option<Instant> {
        self.0.zone.earliest(date)
    }

    /// The first instant that is surely after a date: a day counts to its end.
    pub(crate) fn over(self, date: FhirDate) -> Option<Instant> {
        self.0.zone.over_at(date)
    }

    /// What a delay of whole days, hours or working days reaches.
    pub(crate) fn plus(self, from: Instant, delay: Delay) -> Option<Instant> {
        self.0.plus(from, delay)
    }
}

/// The number of a calendar week, Monday to Sunday, of a day from 1970-01-01 (a Thursday).
pub(crate) fn week(day: i64) -> i64 {
    (day.saturating_add(3)).div_euclid(7)
}

/// A number of a threshold as a delay takes it.
pub(crate) fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
