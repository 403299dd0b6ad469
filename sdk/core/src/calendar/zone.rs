//! The clocks of France: Paris and overseas, across the changes of summer and winter.

use super::day::weekday_of;
use crate::{DateParts, FhirDate, Instant};

pub(super) const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// A clock: how far ahead of UTC, and when it is summer there.
///
/// Right since 1996, when the rule of the European Union got its present form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    base_minutes: i32,
    summer: Summer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    Never,
    /// Directive 2000/84/EC: last Sunday of March to last Sunday of October, 01:00 UTC.
    Europe,
    /// Saint-Pierre-et-Miquelon follows Canada: second Sunday of March to first Sunday of
    /// November, at 02:00 of the clock.
    NorthAmerica,
}

/// A day and the time that clocks show on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// The day.
    pub day: DateParts,
    /// Milliseconds since midnight, as the clock shows them.
    pub ms: i64,
}

impl LocalTime {
    /// A time of the clock in hours and minutes.
    pub fn at(day: DateParts, hour: u32, minute: u32) -> Self {
        Self {
            day,
            ms: i64::from(hour) * HOUR_MS + i64::from(minute) * MINUTE_MS,
        }
    }
}

/// Paris.
impl Default for Zone {
    fn default() -> Self {
        Self::PARIS
    }
}

impl Zone {
    /// The mainland and Corsica.
    pub const PARIS: Self = Self::with(60, Summer::Europe);
    /// Guadeloupe, Martinique, Saint-Barthélemy, Saint-Martin.
    pub const ANTILLES: Self = Self::with(-240, Summer::Never);
    /// Guyane.
    pub const GUYANE: Self = Self::with(-180, Summer::Never);
    /// Saint-Pierre-et-Miquelon.
    pub const MIQUELON: Self = Self::with(-180, Summer::NorthAmerica);
    /// La Réunion.
    pub const REUNION: Self = Self::with(240, Summer::Never);
    /// Mayotte.
    pub const MAYOTTE: Self = Self::with(180, Summer::Never);

    const fn with(base_minutes: i32, summer: Summer) -> Self {
        Self {
            base_minutes,
            summer,
        }
    }

    /// A clock that never changes, for a host elsewhere.
    pub const fn fixed(offset_minutes: i32) -> Self {
        Self::with(offset_minutes, Summer::Never)
    }

    /// The French zone of an IANA name (`Europe/Paris`, `Indian/Reunion`).
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Europe/Paris" => Self::PARIS,
            "America/Guadeloupe"
            | "America/Martinique"
            | "America/St_Barthelemy"
            | "America/Marigot" => Self::ANTILLES,
            "America/Cayenne" => Self::GUYANE,
            "America/Miquelon" => Self::MIQUELON,
            "Indian/Reunion" => Self::REUNION,
            "Indian/Mayotte" => Self::MAYOTTE,
            _ => return None,
        })
    }

    /// Minutes ahead of UTC at an instant.
    pub fn offset_minutes(self, at: Instant) -> i32 {
        if self.is_summer(at).unwrap_or(false) {
            self.base_minutes + 60
        } else {
            self.base_minutes
        }
    }

    fn is_summer(self, at: Instant) -> Option<bool> {
        let base = i64::from(self.base_minutes) * MINUTE_MS;
        let (first, over) = match self.summer {
            Summer::Never => return Some(false),
            Summer::Europe => {
                let year = at.local_day(0)?.year;
                let at_one = |month| Some(sunday_until(year, month, 31)? * DAY_MS + HOUR_MS);
                (at_one(3)?, at_one(10)?)
            }
            Summer::NorthAmerica => {
                let year = at.local_day(0)?.year;
                let (first, over) = if year < 2007 {
                    (sunday_until(year, 4, 7)?, sunday_until(year, 10, 31)?)
                } else {
                    (sunday_until(year, 3, 14)?, sunday_until(year, 11, 7)?)
                };
                let at_two = |day: i64| day * DAY_MS + 2 * HOUR_MS - base;
                (at_two(first), at_two(over) - HOUR_MS)
            }
        };
        Some((first..over).contains(&at.0))
    }

    /// The day and the time that clocks show at an instant.
    pub fn local(self, at: Instant) -> Option<LocalTime> {
        let offset = i64::from(self.offset_minutes(at)) * MINUTE_MS;
        let shown = at.0.checked_add(offset)?;
        Some(LocalTime {
            day: DateParts::from_number(shown.div_euclid(DAY_MS))?,
            ms: shown.rem_euclid(DAY_MS),
        })
    }

    /// The calendar day at an instant.
    pub fn day(self, at: Instant) -> Option<DateParts> {
        Some(self.local(at)?.day)
    }

    /// The instant at which clocks show a time: the first one in the hour that comes twice;
    /// in the hour that is left out, as long after midnight as it would have been.
    pub fn instant(self, local: LocalTime) -> Option<Instant> {
        let midnight = local.day.number()?.checked_mul(DAY_MS)?;
        let shown = midnight.checked_add(local.ms)?;
        let from = |offset: i32| Some(Instant(shown.checked_sub(i64::from(offset) * MINUTE_MS)?));
        // Clocks change rarely: a day around, only one change can lie.
        let before = from(self.offset_minutes(Instant(shown.checked_sub(DAY_MS)?)))?;
        let after = from(self.offset_minutes(Instant(shown.checked_add(DAY_MS)?)))?;
        let is_shown = |at: Instant| {
            self.local(at)
                == DateParts::from_number(shown.div_euclid(DAY_MS)).map(|day| LocalTime {
                    day,
                    ms: shown.rem_euclid(DAY_MS),
                })
        };
        Some(if !is_shown(before) && is_shown(after) {
            after
        } else {
            before
        })
    }

    /// The first instant of a day.
    pub fn start_of_day(self, day: DateParts) -> Option<Instant> {
        self.instant(LocalTime { day, ms: 0 })
    }

    /// The first instant after a day.
    pub fn end_of_day(self, day: DateParts) -> Option<Instant> {
        self.start_of_day(day.plus(1)?)
    }

    /// The first instant that a date may mean.
    pub fn earliest(self, date: FhirDate) -> Option<Instant> {
        self.midnight(date, date.earliest(0)?)
    }

    /// The first instant that is surely after a date: an end given as a day counts to the end
    /// of that day.
    pub fn over_at(self, date: FhirDate) -> Option<Instant> {
        self.midnight(date, date.over_at(0)?)
    }

    fn midnight(self, date: FhirDate, in_utc: Instant) -> Option<Instant> {
        if date.has_time() {
            return Some(in_utc);
        }
        self.start_of_day(in_utc.local_day(0)?)
    }
}

/// The last Sunday of a month that is not after a day of it.
fn sunday_until(year: i32, month: u32, day: u32) -> Option<i64> {
    let last = DateParts { year, month, day }.number()?;
    let after_sunday = (weekday_of(last) as i64 + 1) % 7;
    Some(last - after_sunday)
}
