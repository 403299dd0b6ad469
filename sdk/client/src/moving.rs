//! When something is moved to, as a person gives it: the hour of their clock, and as long as before.

use coordo_core::task::Period;
use coordo_core::{DateParts, FhirDate, Instant};

use crate::client::Client;
use crate::ports::Clock;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

impl Client {
    /// A date as fields of date and time take it, by the client's clock: `2026-11-16T09:30`, or
    /// `2026-11-16` where no hour was written; `None` where not even the day was.
    pub fn clock_text(&self, date: FhirDate) -> Option<String> {
        clock_text(&*self.inner.ports.clock, date)
    }

    /// What was shown, beginning when a person says (`2026-11-16T09:30`, `2026-11-16`), and lasting
    /// as long as before. `None` where that is no date.
    pub fn moved(&self, shown: Period, start: &str) -> Option<Period> {
        moved(&*self.inner.ports.clock, shown, start)
    }
}

fn clock_text(clock: &dyn Clock, date: FhirDate) -> Option<String> {
    let text = match date {
        FhirDate::Exact { at, .. } => {
            let offset_minutes = clock.offset_minutes(at);
            FhirDate::Exact { at, offset_minutes }.to_fhir()
        }
        FhirDate::Day(_) => date.to_fhir(),
        FhirDate::Year(_) | FhirDate::Month { .. } => return None,
    };
    Some(text.chars().take(16).collect())
}

fn moved(clock: &dyn Clock, shown: Period, start: &str) -> Option<Period> {
    let start = match start.split_once('T') {
        None => FhirDate::parse(start)?,
        Some(_) => exact(clock, FhirDate::parse(&[start, "Z"].concat())?.earliest(0)?),
    };
    let length = |a: FhirDate, b: FhirDate| b.earliest(0)?.0.checked_sub(a.earliest(0)?.0);
    let lasted = shown.start.zip(shown.end);
    let end = lasted.and_then(|(from, to)| {
        let is_alike = [from, to]
            .iter()
            .all(|date| date.has_time() == start.has_time());
        // A month has no length that could be kept.
        let is_exact = |date: FhirDate| matches!(date, FhirDate::Exact { .. } | FhirDate::Day(_));
        if !is_alike || !is_exact(from) || !is_exact(to) {
            return None;
        }
        let at = Instant(start.earliest(0)?.0.checked_add(length(from, to)?)?);
        if start.has_time() {
            let offset_minutes = clock.offset_minutes(at);
            return Some(FhirDate::Exact { at, offset_minutes });
        }
        let day = DateParts::from_number(at.0.div_euclid(DAY_MS))?;
        Some(FhirDate::Day(day))
    });
    let start = Some(start);
    Some(Period { start, end })
}

/// The instant at which the clock shows what was read as if it were UTC.
fn exact(clock: &dyn Clock, shown: Instant) -> FhirDate {
    let at = |offset: i32| Instant(shown.0.saturating_sub(i64::from(offset) * MINUTE_MS));
    let guess = clock.offset_minutes(shown);
    let offset_minutes = clock.offset_minutes(at(guess));
    FhirDate::Exact {
        at: at(offset_minutes),
        offset_minutes,
    }
}

#[cfg(test)]
mod tests {
    use coordo_core::calendar::Zone;

    use super::*;

    struct Paris;

    impl Clock for Paris {
        fn now(&self) -> Instant {
            Instant(0)
        }

        fn offset_minutes(&self, at: Instant) -> i32 {
            Zone::PARIS.offset_minutes(at)
        }
    }

    fn period(start: &str, end: &str) -> Period {
        Period {
            start: FhirDate::parse(start),
            end: FhirDate::parse(end),
        }
    }

    #[test]
    fn what_has_hours_is_shown_by_the_clock_and_moved_with_its_length() {
        let shown = period("2026-11-16T09:00:00Z", "2026-11-16T09:45:00Z");
        let text = clock_text(&Paris, shown.start.unwrap());
        assert_eq!(text.as_deref(), Some("2026-11-16T10:00"));
        let expected = period("2027-07-01T14:30:00+02:00", "2027-07-01T15:15:00+02:00");
        assert_eq!(moved(&Paris, shown, "2027-07-01T14:30"), Some(expected));
    }

    #[test]
    fn days_stay_days_and_a_day_takes_no_hour_along() {
        let days = period("2026-11-16", "2026-11-18");
        let expected = period("2026-11-30", "2026-12-02");
        assert_eq!(moved(&Paris, days, "2026-11-30"), Some(expected));
        let hours = period("2026-11-16T09:00:00Z", "2026-11-16T09:45:00Z");
        let expected = period("2026-11-30", "");
        assert_eq!(moved(&Paris, hours, "2026-11-30"), Some(expected));
    }

    #[test]
    fn what_is_no_date_moves_nothing() {
        for text in ["", "demain", "2026-13-01", "2026-11-16T25:00"] {
            assert_eq!(moved(&Paris, Period::default(), text), None, "{text}");
        }
    }

    #[test]
    fn the_night_on_which_clocks_change_keeps_the_length() {
        let shown = period("2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z");
        let found = moved(&Paris, shown, "2026-10-24T23:00").unwrap();
        assert_eq!(found.end.unwrap().to_fhir(), "2026-10-25T07:00:00+01:00");
    }
}
