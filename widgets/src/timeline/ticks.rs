//! What the axis is divided into: two levels, chosen by how much time a pixel holds.

use coordo_core::{DateParts, Instant};

use super::scale::{DAY, Scale};

/// A division of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// So many hours.
    Hours(i64),
    /// A day, with the name of its weekday where there is room.
    Day {
        /// Whether there is.
        is_named: bool,
    },
    /// A week, from Monday.
    Week,
    /// So many months.
    Months(i64),
    /// So many years.
    Years(i64),
}

/// One division: where it begins and ends, and the day on which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub from: Instant,
    pub to: Instant,
    pub day: DateParts,
    /// Day since 1970-01-01.
    pub number: i64,
    /// The hour at which it begins, for hours.
    pub hour: i64,
}

impl Tick {
    /// Whether an instant lies in it.
    pub(super) fn has(&self, at: i64) -> bool {
        (self.from.0..self.to.0).contains(&at)
    }
}

/// Pixels that a label needs.
const LABEL: f64 = 44.0;

impl Unit {
    /// The finest division whose labels fit, where text is `size` times as large as usual.
    pub(super) fn of(scale: Scale, size: f64) -> Self {
        let day = 86_400_000.0 / scale.per_px() / size;
        let hours = [1, 2, 3, 6].into_iter();
        if let Some((n, _)) = hours
            .zip([24.0, 12.0, 8.0, 4.0])
            .find(|(_, in_day)| day / in_day >= LABEL)
        {
            return Self::Hours(n);
        }
        match day {
            _ if day >= 24.0 => Self::Day {
                is_named: day >= 62.0,
            },
            _ if day * 7.0 >= 30.0 => Self::Week,
            _ if day * 30.4 >= LABEL => Self::Months(1),
            _ if day * 91.2 >= LABEL => Self::Months(3),
            _ => {
                let year = day * 365.25;
                let fits = [1, 2, 5, 10, 20, 50].into_iter();
                let fits = fits
                    .zip([1.0, 2.0, 5.0, 10.0, 20.0, 50.0])
                    .find(|(_, n)| year * n >= LABEL);
                Self::Years(fits.map_or(100, |(n, _)| n))
            }
        }
    }

    /// The level above it; years stand alone.
    pub(super) fn above(self) -> Option<Self> {
        match self {
            Self::Hours(_) => Some(Self::Day { is_named: true }),
            Self::Day { .. } => Some(Self::Week),
            Self::Week => Some(Self::Months(1)),
            Self::Months(_) => Some(Self::Years(1)),
            Self::Years(_) => None,
        }
    }

    /// Every division that has a part between two instants. `offset` tells how many
    /// minutes local clocks run ahead of UTC.
    pub(super) fn between(
        self,
        from: Instant,
        to: Instant,
        offset: &dyn Fn(Instant) -> i32,
    ) -> Vec<Tick> {
        let zone = Zone::of(from, to, offset);
        let mut at = self.begin(zone.local(from));
        let mut ticks = Vec::new();
        while ticks.len() < 1_000 {
            let next = self.next(at);
            let tick = Tick {
                from: zone.instant(at),
                to: zone.instant(next),
                day: civil(at.div_euclid(DAY)),
                number: at.div_euclid(DAY),
                hour: at.rem_euclid(DAY) / 3_600_000,
            };
            if tick.from >= to {
                break;
            }
            ticks.push(tick);
            at = next;
        }
        ticks
    }

    /// The beginning of the division that a local time lies in.
    fn begin(self, local: i64) -> i64 {
        let day = local.div_euclid(DAY);
        match self {
            Self::Hours(n) => day * DAY + local.rem_euclid(DAY) / (n * 3_600_000) * n * 3_600_000,
            Self::Day { .. } => day * DAY,
            Self::Week => monday(day) * DAY,
            Self::Months(n) => {
                let month = month_number(civil(day));
                first_of(month.div_euclid(n) * n) * DAY
            }
            Self::Years(n) => {
                let year = i64::from(civil(day).year).div_euclid(n) * n;
                first_of(year * 12) * DAY
            }
        }
    }

    fn next(self, at: i64) -> i64 {
        let day = at.div_euclid(DAY);
        match self {
            // A day of 23 or 25 hours has its divisions by the clock on the wall.
            Self::Hours(n) => at + n * 3_600_000,
            Self::Day { .. } => at + DAY,
            Self::Week => at + 7 * DAY,
            Self::Months(n) => first_of(month_number(civil(day)) + n) * DAY,
            Self::Years(n) => first_of(month_number(civil(day)) + n * 12) * DAY,
        }
    }
}

/// Local time over a span. Asking a browser for an offset is slow, so that where both
/// ends have the same it is asked no further; over years, an hour is no pixel.
struct Zone<'a> {
    fixed: Option<i32>,
    offset: &'a dyn Fn(Instant) -> i32,
}

impl<'a> Zone<'a> {
    fn of(from: Instant, to: Instant, offset: &'a dyn Fn(Instant) -> i32) -> Self {
        let first = offset(from);
        let is_fixed = to.0.saturating_sub(from.0) > 400 * DAY || first == offset(to);
        Self {
            fixed: is_fixed.then_some(first),
            offset,
        }
    }

    fn minutes(&self, at: Instant) -> i64 {
        i64::from(self.fixed.unwrap_or_else(|| (self.offset)(at)))
    }

    fn local(&self, at: Instant) -> i64 {
        at.0.saturating_add(self.minutes(at) * 60_000)
    }

    fn instant(&self, local: i64) -> Instant {
        let guess = Instant(local - self.minutes(Instant(local)) * 60_000);
        Instant(local - self.minutes(guess) * 60_000)
    }
}

/// Months since year 0.
fn month_number(day: DateParts) -> i64 {
    i64::from(day.year) * 12 + i64::from(day.month) - 1
}

/// Day since 1970-01-01 on which a month begins.
fn first_of(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    // The year begins in March here, so that the odd day of February comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let months = (month + 9) % 12;
    let days = (153 * months + 2) / 5;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + days - 719_468
}

/// The calendar day that lies so many days after 1970-01-01.
pub(super) fn civil(day: i64) -> DateParts {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let in_era = shifted.rem_euclid(146_097);
    let year = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let months = (5 * in_year + 2) / 153;
    let date = in_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    DateParts {
        year: i32::try_from(year).unwrap_or(0),
        month: u32::try_from(month).unwrap_or(1),
        day: u32::try_from(date).unwrap_or(1),
    }
}

/// The Monday of a day's week.
fn monday(day: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    day - (day + 3).rem_euclid(7)
}

/// The week before an instant's, its own, and the Monday after.
pub(super) fn fortnight(at: Instant, offset_minutes: i32) -> (Instant, Instant) {
    let shift = i64::from(offset_minutes) * 60_000;
    let day = monday(at.0.saturating_add(shift).div_euclid(DAY));
    let midnight = |day: i64| Instant(day * DAY - shift);
    (midnight(day - 7), midnight(day + 8))
}

/// When the day begins that an instant lies in.
pub(super) fn day_begins(at: Instant, offset_minutes: i32) -> Instant {
    let shift = i64::from(offset_minutes) * 60_000;
    Instant(at.0.saturating_add(shift).div_euclid(DAY) * DAY - shift)
}

/// Whether a day is a Saturday or a Sunday.
pub(super) fn is_weekend(day: i64) -> bool {
    (day + 3).rem_euclid(7) >= 5
}

/// The number of a day's week (ISO 8601): that of its Thursday's year.
pub(super) fn week(day: i64) -> i64 {
    let thursday = monday(day) + 3;
    let year = i64::from(civil(thursday).year);
    (thursday - first_of(year * 12)) / 7 + 1
}

#[cfg(test)]
mod tests {
    use super::super::scale::Bounds;
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_fhir(text).unwrap()
    }

    /// Paris, 2026: summer time from 29 March to 25 October.
    fn paris(at: Instant) -> i32 {
        let summer = self::at("2026-03-29T01:00:00Z")..self::at("2026-10-25T01:00:00Z");
        if summer.contains(&at) { 120 } else { 60 }
    }

    fn unit(from: &str, to: &str) -> Unit {
        Unit::of(
            Scale::between(at(from), at(to), Bounds::of(1000.0, None)),
            1.0,
        )
    }

    #[test]
    fn the_axis_goes_from_hours_to_years() {
        let to = |text| unit("2026-11-16T00:00:00Z", text);
        assert_eq!(to("2026-11-17T00:00:00Z"), Unit::Hours(2));
        assert_eq!(to("2026-12-01T00:00:00Z"), Unit::Day { is_named: true });
        assert_eq!(to("2026-12-16T00:00:00Z"), Unit::Day { is_named: false });
        assert_eq!(to("2027-03-16T00:00:00Z"), Unit::Week);
        assert_eq!(to("2028-02-16T00:00:00Z"), Unit::Months(1));
        assert_eq!(to("2031-11-16T00:00:00Z"), Unit::Months(3));
        assert_eq!(to("2036-11-15T00:00:00Z"), Unit::Years(1));
    }

    #[test]
    fn larger_text_gets_a_coarser_axis() {
        let (from, to) = (at("2026-11-16T00:00:00Z"), at("2026-12-01T00:00:00Z"));
        let scale = Scale::between(from, to, Bounds::of(1000.0, None));
        assert_eq!(Unit::of(scale, 2.0), Unit::Day { is_named: false });
    }

    #[test]
    fn days_begin_at_local_midnight_on_both_sides_of_a_clock_change() {
        let day = Unit::Day { is_named: true };
        let ticks = day.between(
            at("2026-10-24T10:00:00Z"),
            at("2026-10-26T10:00:00Z"),
            &paris,
        );
        let starts: Vec<String> = ticks.iter().map(|t| t.from.to_fhir()).collect();
        assert_eq!(
            starts,
            [
                "2026-10-23T22:00:00.000Z",
                "2026-10-24T22:00:00.000Z",
                "2026-10-25T23:00:00.000Z"
            ]
        );
        assert!(ticks.windows(2).all(|w| w[0].to == w[1].from));
    }

    #[test]
    fn a_week_begins_on_monday_and_has_the_number_of_its_thursday() {
        let ticks = Unit::Week.between(
            at("2026-11-23T10:00:00Z"),
            at("2027-01-06T00:00:00Z"),
            &|_| 0,
        );
        let weeks: Vec<i64> = ticks.iter().map(|t| week(t.number)).collect();
        assert_eq!(weeks, [48, 49, 50, 51, 52, 53, 1]);
        assert_eq!(ticks[0].day.day, 23);
    }

    #[test]
    fn months_and_years_begin_on_their_first_day() {
        let months = Unit::Months(1).between(
            at("2026-11-23T10:00:00Z"),
            at("2027-02-02T00:00:00Z"),
            &|_| 0,
        );
        let firsts: Vec<(i32, u32, u32)> = months
            .iter()
            .map(|t| (t.day.year, t.day.month, t.day.day))
            .collect();
        assert_eq!(
            firsts,
            [(2026, 11, 1), (2026, 12, 1), (2027, 1, 1), (2027, 2, 1)]
        );
        let years = Unit::Years(10).between(
            at("1999-11-23T10:00:00Z"),
            at("2026-01-01T00:00:00Z"),
            &|_| 0,
        );
        let years: Vec<i32> = years.iter().map(|t| t.day.year).collect();
        assert_eq!(years, [1990, 2000, 2010, 2020]);
    }

    #[test]
    fn the_calendar_agrees_with_the_core_over_four_centuries() {
        for day in (-80_000..80_000).step_by(7) {
            let at = Instant(day * DAY);
            assert_eq!(Some(civil(day)), at.local_day(0), "day {day}");
        }
    }

    #[test]
    fn weekends_are_saturday_and_sunday() {
        let day = |text| at(text).0 / DAY;
        assert!(is_weekend(day("2026-11-21T12:00:00Z")));
        assert!(is_weekend(day("2026-11-22T12:00:00Z")));
        assert!(!is_weekend(day("2026-11-23T12:00:00Z")));
    }
}
