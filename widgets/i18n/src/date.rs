//! How dates become words: a port, what it rests on, and a plain calendar for tests.

use coordo_core::date::local_time;
use coordo_core::{DateParts, FhirDate, Instant};

use crate::Locale;

/// Dates in words, over any [`Calendar`]: browsers give one by `Intl`, which knows every zone.
///
/// French typography holds in every answer: no-break spaces inside « 23 nov. »,
/// lower-case days and months, a 24-hour clock, the year only where it is not the
/// current one.
pub trait DateFormat {
    /// The day: « lun. 23 nov. », « nov. 2026 » or « 2026 », whatever precision was written.
    fn day(&self, locale: Locale, date: FhirDate) -> String;

    /// The day, and the time where one was written: « lun. 23 nov. 16:00 ».
    fn day_time(&self, locale: Locale, date: FhirDate) -> String;

    /// The day of an instant and its time; midnight is where a day begins, not an hour that
    /// somebody wrote.
    fn moment(&self, locale: Locale, at: Instant) -> String;

    /// The time of an instant, with its day where it is not today: « 10:29 ».
    fn time(&self, locale: Locale, at: Instant) -> String;

    /// Today with its year, for paper: « lun. 23 nov. 2026 ».
    fn today(&self, locale: Locale) -> String;

    /// Two dates as one span: « 28 – 29 nov. ».
    fn span(&self, locale: Locale, start: FhirDate, end: FhirDate) -> String;

    /// « lun. »
    fn weekday_name(&self, locale: Locale, day: DateParts) -> String;

    /// « nov. »; `month` from 1.
    fn month_name(&self, locale: Locale, month: u32) -> String;

    /// Minutes that local clocks run ahead of UTC at an instant.
    fn zone_minutes(&self, at: Instant) -> i32;
}

/// What dates in words rest on: a zone, and the names of days and months.
pub trait Calendar {
    /// What counts as today and as this year.
    fn now(&self) -> Instant;
    /// Minutes ahead of UTC at an instant.
    fn offset_minutes(&self, at: Instant) -> i32;
    /// « lun. »
    fn weekday(&self, locale: Locale, day: DateParts) -> String;
    /// « nov. »; `month` from 1.
    fn month(&self, locale: Locale, month: u32) -> String;
}

/// Dates from a fixed offset and a fixed "now": no zone, no daylight saving. For tests.
#[derive(Clone, Copy, Debug)]
pub struct PlainDates {
    /// Minutes ahead of UTC.
    pub offset_minutes: i32,
    /// What counts as today and as this year.
    pub now: Instant,
}

const DAYS: [[&str; 7]; 2] = [
    ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
];
const MONTHS: [[&str; 12]; 2] = [
    [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
];

impl Calendar for PlainDates {
    fn now(&self) -> Instant {
        self.now
    }

    fn offset_minutes(&self, _at: Instant) -> i32 {
        self.offset_minutes
    }

    fn weekday(&self, locale: Locale, day: DateParts) -> String {
        // Days since 1970-01-01, a Thursday.
        let Some(at) = FhirDate::Day(day).earliest(0) else {
            return String::new();
        };
        let index = usize::try_from((at.0.div_euclid(86_400_000) + 3).rem_euclid(7)).unwrap_or(0);
        name(&DAYS, locale, index)
    }

    fn month(&self, locale: Locale, month: u32) -> String {
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        name(&MONTHS, locale, index)
    }
}

fn name<const N: usize>(names: &[[&str; N]; 2], locale: Locale, index: usize) -> String {
    let row = usize::from(locale == Locale::En);
    let found = names.get(row).and_then(|names| names.get(index));
    found.copied().unwrap_or("").to_owned()
}

fn local<C: Calendar + ?Sized>(calendar: &C, date: FhirDate) -> Option<DateParts> {
    match date {
        FhirDate::Day(day) => Some(day),
        FhirDate::Exact { at, .. } => at.local_day(calendar.offset_minutes(at)),
        FhirDate::Year(_) | FhirDate::Month { .. } => None,
    }
}

fn hour_of<C: Calendar + ?Sized>(calendar: &C, date: FhirDate) -> Option<(u32, u32)> {
    match date {
        FhirDate::Exact { at, .. } => local_time(at, calendar.offset_minutes(at)),
        FhirDate::Day(_) | FhirDate::Month { .. } | FhirDate::Year(_) => None,
    }
}

fn today<C: Calendar + ?Sized>(calendar: &C) -> Option<DateParts> {
    let now = calendar.now();
    now.local_day(calendar.offset_minutes(now))
}

fn short<C: Calendar + ?Sized>(calendar: &C, locale: Locale, day: DateParts) -> String {
    let month = calendar.month(locale, day.month);
    let year = if today(calendar).map(|d| d.year) == Some(day.year) {
        String::new()
    } else {
        format!("\u{a0}{}", day.year)
    };
    format!("{}\u{a0}{month}{year}", day.day)
}

impl<C: Calendar> DateFormat for C {
    fn day(&self, locale: Locale, date: FhirDate) -> String {
        match (date, local(self, date)) {
            (_, Some(day)) => {
                let name = self.weekday(locale, day);
                format!("{name}\u{a0}{}", short(self, locale, day))
            }
            (FhirDate::Month { year, month }, None) => {
                format!("{}\u{a0}{year}", self.month(locale, month))
            }
            (FhirDate::Year(year), None) => year.to_string(),
            (FhirDate::Day(_) | FhirDate::Exact { .. }, None) => String::new(),
        }
    }

    fn day_time(&self, locale: Locale, date: FhirDate) -> String {
        let day = self.day(locale, date);
        match hour_of(self, date) {
            Some((hour, minute)) => format!("{day} {hour:02}:{minute:02}"),
            None => day,
        }
    }

    fn moment(&self, locale: Locale, at: Instant) -> String {
        let offset_minutes = self.offset_minutes(at);
        let date = FhirDate::Exact { at, offset_minutes };
        match hour_of(self, date) {
            Some((0, 0)) => self.day(locale, date),
            _ => self.day_time(locale, date),
        }
    }

    fn time(&self, locale: Locale, at: Instant) -> String {
        let offset = self.offset_minutes(at);
        let Some((hour, minute)) = local_time(at, offset) else {
            return String::new();
        };
        match at.local_day(offset) {
            Some(day) if Some(day) != today(self) => {
                format!("{} {hour:02}:{minute:02}", short(self, locale, day))
            }
            _ => format!("{hour:02}:{minute:02}"),
        }
    }

    fn today(&self, locale: Locale) -> String {
        today(self).map_or_else(String::new, |day| {
            let name = self.weekday(locale, day);
            let month = self.month(locale, day.month);
            format!("{name}\u{a0}{}\u{a0}{month}\u{a0}{}", day.day, day.year)
        })
    }

    fn span(&self, locale: Locale, start: FhirDate, end: FhirDate) -> String {
        match (local(self, start), local(self, end)) {
            (Some(a), Some(b)) if a == b => {
                let first = self.day_time(locale, start);
                match hour_of(self, end).filter(|_| start.has_time() && end != start) {
                    Some((hour, minute)) => format!("{first} – {hour:02}:{minute:02}"),
                    None => first,
                }
            }
            (Some(a), Some(b)) if (a.year, a.month) == (b.year, b.month) => {
                format!("{} – {}", a.day, short(self, locale, b))
            }
            (Some(a), Some(b)) if a.year == b.year => {
                let month = self.month(locale, a.month);
                format!("{}\u{a0}{month} – {}", a.day, short(self, locale, b))
            }
            _ if start == end => self.day(locale, start),
            _ => format!("{} – {}", self.day(locale, start), self.day(locale, end)),
        }
    }

    fn weekday_name(&self, locale: Locale, day: DateParts) -> String {
        self.weekday(locale, day)
    }

    fn month_name(&self, locale: Locale, month: u32) -> String {
        self.month(locale, month)
    }

    fn zone_minutes(&self, at: Instant) -> i32 {
        self.offset_minutes(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates() -> PlainDates {
        PlainDates {
            offset_minutes: 60,
            now: Instant::from_fhir("2026-11-23T10:42:00+01:00").unwrap(),
        }
    }

    fn read(text: &str) -> FhirDate {
        FhirDate::parse(text).unwrap()
    }

    #[test]
    fn a_date_keeps_the_precision_that_was_written() {
        let d = dates();
        assert_eq!(
            d.day(Locale::Fr, read("2026-11-23")),
            "lun.\u{a0}23\u{a0}nov."
        );
        assert_eq!(d.day(Locale::Fr, read("2027-03")), "mars\u{a0}2027");
        assert_eq!(d.day(Locale::En, read("2027")), "2027");
        assert_eq!(
            d.day_time(Locale::Fr, read("2026-11-24T15:00:00Z")),
            "mar.\u{a0}24\u{a0}nov. 16:00"
        );
    }

    #[test]
    fn the_year_is_said_only_where_it_is_not_this_one() {
        assert_eq!(
            dates().day(Locale::En, read("2025-01-02")),
            "Thu\u{a0}2\u{a0}Jan\u{a0}2025"
        );
    }

    #[test]
    fn a_span_says_what_its_ends_share_only_once() {
        let d = dates();
        let span = |a, b| d.span(Locale::Fr, read(a), read(b));
        assert_eq!(span("2026-11-28", "2026-11-29"), "28 – 29\u{a0}nov.");
        assert_eq!(
            span("2026-11-28", "2026-12-02"),
            "28\u{a0}nov. – 2\u{a0}déc."
        );
        assert_eq!(
            span("2026-11-23T08:00:00+01:00", "2026-11-23T10:30:00+01:00"),
            "lun.\u{a0}23\u{a0}nov. 08:00 – 10:30"
        );
        assert_eq!(span("2026-11", "2026-11"), "nov.\u{a0}2026");
    }

    #[test]
    fn midnight_is_a_day_and_no_hour() {
        let at = |text| dates().moment(Locale::Fr, Instant::from_fhir(text).unwrap());
        assert_eq!(at("2026-11-25T00:00:00+01:00"), "mer.\u{a0}25\u{a0}nov.");
        assert_eq!(
            at("2026-11-25T00:01:00+01:00"),
            "mer.\u{a0}25\u{a0}nov. 00:01"
        );
    }

    #[test]
    fn today_is_told_with_its_year() {
        assert_eq!(
            dates().today(Locale::Fr),
            "lun.\u{a0}23\u{a0}nov.\u{a0}2026"
        );
    }

    #[test]
    fn the_time_of_another_day_says_which() {
        let d = dates();
        let at = |text| Instant::from_fhir(text).unwrap();
        assert_eq!(d.time(Locale::Fr, at("2026-11-23T09:29:00Z")), "10:29");
        assert_eq!(
            d.time(Locale::Fr, at("2026-11-20T09:29:00Z")),
            "20\u{a0}nov. 10:29"
        );
    }
}
