//! Days that can be counted.

use chrono::{Datelike as _, NaiveDate};

use crate::DateParts;

/// Days from the first day of the first year to 1970-01-01.
const EPOCH_FROM_CE: i64 = 719_163;

/// A day of the week, in the order of the calendar week (Monday to Sunday).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weekday {
    /// `mon`
    Monday,
    /// `tue`
    Tuesday,
    /// `wed`
    Wednesday,
    /// `thu`
    Thursday,
    /// `fri`
    Friday,
    /// `sat`
    Saturday,
    /// `sun`
    Sunday,
}

impl Weekday {
    /// Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The code of `Timing.repeat.dayOfWeek` (<https://hl7.org/fhir/R4/valueset-days-of-week.html>).
    pub fn code(self) -> &'static str {
        match self {
            Self::Monday => "mon",
            Self::Tuesday => "tue",
            Self::Wednesday => "wed",
            Self::Thursday => "thu",
            Self::Friday => "fri",
            Self::Saturday => "sat",
            Self::Sunday => "sun",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.code() == code)
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

/// The weekday of a day counted from 1970-01-01, which was a Thursday.
pub(super) fn weekday_of(number: i64) -> Weekday {
    match (number % 7 + 10) % 7 {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    }
}

impl DateParts {
    /// Days since 1970-01-01; `None` for a day that no calendar has.
    pub fn number(self) -> Option<i64> {
        let date = NaiveDate::from_ymd_opt(self.year, self.month, self.day)?;
        Some(i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE)
    }

    /// The day of that number.
    pub fn from_number(number: i64) -> Option<Self> {
        let days = i32::try_from(number.checked_add(EPOCH_FROM_CE)?).ok()?;
        let date = NaiveDate::from_num_days_from_ce_opt(days)?;
        Some(Self {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        })
    }

    /// As many calendar days later, or earlier.
    pub fn plus(self, days: i64) -> Option<Self> {
        Self::from_number(self.number()?.checked_add(days)?)
    }

    /// As many months later, or earlier: the same day, or the last one of a month that is
    /// shorter.
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let number = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let year = i32::try_from(number.div_euclid(12)).ok()?;
        let month = u32::try_from(number.rem_euclid(12) + 1).ok()?;
        (28..=self.day.max(28)).rev().find_map(|last| {
            let day = self.day.min(last);
            let there = Self { year, month, day };
            there.number().map(|_| there)
        })
    }

    /// Its day of the week.
    pub fn weekday(self) -> Option<Weekday> {
        Some(weekday_of(self.number()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> DateParts {
        DateParts { year, month, day }
    }

    #[test]
    fn days_are_counted_across_months_years_and_leap_days() {
        assert_eq!(day(1970, 1, 1).number(), Some(0));
        assert_eq!(day(2024, 2, 28).plus(2), Some(day(2024, 3, 1)));
        assert_eq!(day(2026, 3, 1).plus(-1), Some(day(2026, 2, 28)));
        assert_eq!(day(2026, 12, 31).plus(1), Some(day(2027, 1, 1)));
        assert_eq!(day(2026, 2, 30).number(), None);
        assert_eq!(day(2026, 1, 1).plus(i64::MAX), None);
    }

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!(day(2026, 11, 22).plus_months(3), Some(day(2027, 2, 22)));
        assert_eq!(day(2026, 1, 31).plus_months(1), Some(day(2026, 2, 28)));
        assert_eq!(day(2024, 2, 29).plus_months(12), Some(day(2025, 2, 28)));
        assert_eq!(day(2026, 3, 31).plus_months(-1), Some(day(2026, 2, 28)));
        assert_eq!(day(2026, 1, 5).plus_months(-1), Some(day(2025, 12, 5)));
    }

    #[test]
    fn weekdays_are_right_before_and_after_1970() {
        assert_eq!(day(1969, 12, 31).weekday(), Some(Weekday::Wednesday));
        assert_eq!(day(1789, 7, 14).weekday(), Some(Weekday::Tuesday));
        assert_eq!(day(2026, 11, 22).weekday(), Some(Weekday::Sunday));
        for weekday in Weekday::ALL {
            assert_eq!(Weekday::from_code(weekday.code()), Some(weekday));
        }
    }
}
