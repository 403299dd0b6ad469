//! Instants, and dates that may be known only to the month or the year.

use std::cmp::Ordering;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// The FHIR `instant` in UTC with milliseconds, as servers that compare text expect.
    pub fn to_fhir(self) -> String {
        match DateTime::from_timestamp_millis(self.0) {
            Some(t) => format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                t.year(),
                t.month(),
                t.day(),
                t.hour(),
                t.minute(),
                t.second(),
                self.0.rem_euclid(1000)
            ),
            None => "1970-01-01T00:00:00.000Z".to_owned(),
        }
    }

    /// Reads a FHIR `instant` or a `dateTime` with a time.
    pub fn from_fhir(text: &str) -> Option<Self> {
        match FhirDate::parse(text)? {
            FhirDate::Exact { at, .. } => Some(at),
            FhirDate::Year(_) | FhirDate::Month { .. } | FhirDate::Day(_) => None,
        }
    }

    /// The calendar day of this instant where clocks run `offset_minutes` ahead of UTC.
    pub fn local_day(self, offset_minutes: i32) -> Option<DateParts> {
        let shifted = self.0.checked_add(i64::from(offset_minutes) * 60_000)?;
        let t = DateTime::from_timestamp_millis(shifted)?;
        Some(DateParts {
            year: t.year(),
            month: t.month(),
            day: t.day(),
        })
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateParts {
    /// Year, for example 2026.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
}

/// A FHIR `date` or `dateTime` with the precision that was written.
///
/// FHIR allows `2026`, `2026-03`, `2026-03-14` and a full instant, and clinicians
/// use all four (<https://hl7.org/fhir/R4/datatypes.html#dateTime>).
///
/// # Why not a plain date
///
/// Filling in the missing parts with `1` turns "born 1950" into a birthday and
/// makes due-date rules fire on 1 January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FhirDate {
    /// `2026`
    Year(i32),
    /// `2026-03`
    Month {
        /// Year.
        year: i32,
        /// Month, 1 to 12.
        month: u32,
    },
    /// `2026-03-14`
    Day(DateParts),
    /// A full date and time. The offset that was written is kept for display.
    Exact {
        /// The instant.
        at: Instant,
        /// Minutes ahead of UTC, as written.
        offset_minutes: i32,
    },
}

impl FhirDate {
    /// Reads a FHIR date; `None` where the text is not one.
    ///
    /// Seconds may be missing and fractions may have any number of digits, as
    /// seen in the field; a time without zone is refused, since it names no instant.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((date, time)) = text.split_once('T') {
            return Self::parse_exact(date, time);
        }
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let Some(month) = parts.next() else {
            return Some(Self::Year(i32::try_from(year).ok()?));
        };
        let month = number(month, 2)?;
        let year = i32::try_from(year).ok()?;
        let Some(day) = parts.next() else {
            return (1..=12)
                .contains(&month)
                .then_some(Self::Month { year, month });
        };
        let day = number(day, 2)?;
        NaiveDate::from_ymd_opt(year, month, day)?;
        parts
            .next()
            .is_none()
            .then_some(Self::Day(DateParts { year, month, day }))
    }

    fn parse_exact(date: &str, time: &str) -> Option<Self> {
        let Some(Self::Day(d)) = Self::parse(date) else {
            return None;
        };
        let zone_at = time.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = time.split_at(zone_at);
        let offset_minutes = parse_zone(zone)?;
        let mut parts = clock.split(':');
        let hour = number(parts.next()?, 2)?;
        let minute = number(parts.next()?, 2)?;
        let (second, milli) = match parts.next() {
            None => (0, 0),
            Some(s) => parse_seconds(s)?,
        };
        // A leap second is read as the second before it: no clock here can show it.
        let time = NaiveTime::from_hms_milli_opt(hour, minute, second.min(59), milli)?;
        let day = NaiveDate::from_ymd_opt(d.year, d.month, d.day)?;
        let local = NaiveDateTime::new(day, time).and_utc().timestamp_millis();
        let at = Instant(local - i64::from(offset_minutes) * 60_000);
        Some(Self::Exact { at, offset_minutes })
    }

    /// The text that FHIR has for it, with the precision and the offset that it was written
    /// with; seconds and fractions only where there are any.
    pub fn to_fhir(self) -> String {
        let day = |d: DateParts| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day);
        let (at, offset) = match self {
            Self::Year(year) => return format!("{year:04}"),
            Self::Month { year, month } => return format!("{year:04}-{month:02}"),
            Self::Day(parts) => return day(parts),
            Self::Exact { at, offset_minutes } => (at, offset_minutes),
        };
        let (Some(date), Some((hour, minute))) = (at.local_day(offset), local_time(at, offset))
        else {
            return at.to_fhir();
        };
        let in_minute = at.0.rem_euclid(60_000);
        let (second, milli) = (in_minute / 1000, in_minute % 1000);
        let fraction = match milli {
            0 => String::new(),
            _ => format!(".{milli:03}"),
        };
        let zone = match offset {
            0 => "Z".to_owned(),
            _ => {
                let sign = if offset < 0 { '-' } else { '+' };
                let ahead = offset.abs();
                format!("{sign}{:02}:{:02}", ahead / 60, ahead % 60)
            }
        };
        format!(
            "{}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}",
            day(date)
        )
    }

    /// The first instant that the date may mean, where clocks run `offset_minutes` ahead of UTC.
    pub fn earliest(self, offset_minutes: i32) -> Option<Instant> {
        let (y, m, d) = match self {
            Self::Year(y) => (y, 1, 1),
            Self::Month { year, month } => (year, month, 1),
            Self::Day(d) => (d.year, d.month, d.day),
            Self::Exact { at, .. } => return Some(at),
        };
        start_of(NaiveDate::from_ymd_opt(y, m, d)?, offset_minutes)
    }

    /// The first instant that is surely after the date.
    pub fn over_at(self, offset_minutes: i32) -> Option<Instant> {
        let next = match self {
            Self::Year(y) => NaiveDate::from_ymd_opt(y.checked_add(1)?, 1, 1)?,
            Self::Month { year, month: 12 } => NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?,
            Self::Month { year, month } => NaiveDate::from_ymd_opt(year, month + 1, 1)?,
            Self::Day(d) => NaiveDate::from_ymd_opt(d.year, d.month, d.day)?.succ_opt()?,
            Self::Exact { at, .. } => return Some(at),
        };
        start_of(next, offset_minutes)
    }

    /// Compares where the answer does not depend on what was left out.
    ///
    /// `2026` against `2026-03` answers `None` rather than guessing a day.
    pub fn compare(self, other: Self, offset_minutes: i32) -> Option<Ordering> {
        if self == other {
            return Some(Ordering::Equal);
        }
        let (a0, a1) = (
            self.earliest(offset_minutes)?,
            self.over_at(offset_minutes)?,
        );
        let (b0, b1) = (
            other.earliest(offset_minutes)?,
            other.over_at(offset_minutes)?,
        );
        if a1 <= b0 {
            Some(Ordering::Less)
        } else if b1 <= a0 {
            Some(Ordering::Greater)
        } else if (a0, a1) == (b0, b1) {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    /// Whether hours and minutes were written.
    pub fn has_time(self) -> bool {
        matches!(self, Self::Exact { .. })
    }
}

fn start_of(day: NaiveDate, offset_minutes: i32) -> Option<Instant> {
    let midnight = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
    Some(Instant(midnight - i64::from(offset_minutes) * 60_000))
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn parse_zone(zone: &str) -> Option<i32> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let total = number(hours, 2)? * 60 + number(minutes, 2)?;
    (total <= 14 * 60).then(|| i32::try_from(total).ok().map(|t| sign * t))?
}

fn parse_seconds(text: &str) -> Option<(u32, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let second = number(whole, 2)?;
    if second > 60 || fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded: String = fraction.chars().chain("00".chars()).take(3).collect();
    Some((second, padded.parse().ok()?))
}

/// Hours and minutes of an instant where clocks run `offset_minutes` ahead of UTC.
pub fn local_time(at: Instant, offset_minutes: i32) -> Option<(u32, u32)> {
    let shifted = at.0.checked_add(i64::from(offset_minutes) * 60_000)?;
    let t = DateTime::from_timestamp_millis(shifted)?;
    Some((t.hour(), t.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_precision_that_was_written() {
        assert_eq!(FhirDate::parse("2026"), Some(FhirDate::Year(2026)));
        assert_eq!(
            FhirDate::parse("2026-03"),
            Some(FhirDate::Month {
                year: 2026,
                month: 3
            })
        );
        assert_eq!(
            FhirDate::parse("2026-03-14"),
            Some(FhirDate::Day(DateParts {
                year: 2026,
                month: 3,
                day: 14
            }))
        );
        assert!(FhirDate::parse("2026-03-14T09:30:00+01:00").is_some_and(FhirDate::has_time));
    }

    #[test]
    fn instants_of_any_fraction_and_offset_are_the_same_moment() {
        let utc = Instant::from_fhir("2026-11-20T08:00:00Z");
        assert!(utc.is_some());
        for text in [
            "2026-11-20T09:00:00+01:00",
            "2026-11-20T08:00:00.0000000Z",
            "2026-11-20T00:00:00.000000-08:00",
            "2026-11-20T08:00Z",
        ] {
            assert_eq!(Instant::from_fhir(text), utc, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_fhir_date_is_refused() {
        for text in [
            "",
            "20",
            "2026-13",
            "2026-02-30",
            "2026-1-1",
            "2026-11-20T08:00:00",
            "2026-11-20T25:00:00Z",
            "hier",
            "2026-11-20T08:00:00+99:00",
            "2026-11-20T08:00:00.Z",
            "2026-11-20Té8:00Z",
        ] {
            assert_eq!(FhirDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_of_different_precision_compare_only_when_the_answer_is_sure() {
        let day = FhirDate::parse("2026-03-14").unwrap();
        let month = FhirDate::parse("2026-03").unwrap();
        let year = FhirDate::parse("2025").unwrap();
        assert_eq!(day.compare(month, 60), None);
        assert_eq!(year.compare(day, 60), Some(Ordering::Less));
        assert_eq!(day.compare(year, 60), Some(Ordering::Greater));
        assert_eq!(day.compare(day, 60), Some(Ordering::Equal));
    }

    #[test]
    fn a_day_is_over_at_local_midnight() {
        let day = FhirDate::parse("2026-03-14").unwrap();
        assert_eq!(
            day.over_at(60),
            Instant::from_fhir("2026-03-15T00:00:00+01:00")
        );
        let december = FhirDate::parse("2026-12").unwrap();
        assert_eq!(
            december.over_at(0),
            Instant::from_fhir("2027-01-01T00:00:00Z")
        );
    }

    #[test]
    fn instants_are_written_in_utc_with_milliseconds() {
        let at = Instant::from_fhir("2026-11-20T09:00:00.5+01:00").unwrap();
        assert_eq!(at.to_fhir(), "2026-11-20T08:00:00.500Z");
    }

    #[test]
    fn dates_are_written_with_the_precision_and_the_offset_that_they_were_read_with() {
        for text in [
            "2026",
            "2026-03",
            "2026-03-14",
            "2026-03-14T09:30:00+01:00",
            "2026-03-14T09:30:07.250-03:30",
            "2026-03-14T23:59:59Z",
        ] {
            let date = FhirDate::parse(text).unwrap();
            assert_eq!(date.to_fhir(), text);
        }
    }
}
