//! The client's time zone as a table, so that thousands of dates ask the host's clock rarely.
//!
//! A date without a time begins at midnight where the client is. The clock is the host's, so
//! each question crosses the boundary and formats a date there: about twenty a year answer all
//! dates of that year, for as long as the client lives.

use std::cell::Cell;
use std::rc::Rc;

use coordo_core::order::Order as _;
use coordo_core::{FhirDate, Instant};

use crate::client::Client;
use crate::draw::Moment;
use crate::ports::Clock;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;
/// Days between two questions: shorter than Ramadan, which in Morocco is a zone of its own.
const STEP: i64 = 28;
/// Years that are asked for; what lies outside takes the offset of now.
const FIRST: i32 = 1900;
const WORDS: usize = 4;

impl Client {
    /// Draws with what is known of the zone, and once more where that was not enough.
    pub(crate) fn in_zone<T>(&self, moment: Moment, draw: impl Fn(&Zone) -> T) -> T {
        let zone = self.inner.zone.borrow().clone();
        zone.now_offset.set(moment.offset_minutes());
        let drawn = draw(&zone);
        if !zone.has_gaps() {
            return drawn;
        }
        let mut learned = Zone::clone(&zone);
        learned.learn(&*self.inner.ports.clock);
        zone.missing.take();
        let learned = Rc::new(learned);
        self.inner.zone.replace(learned.clone());
        draw(&learned)
    }
}

/// Offsets at the midnights of the years that were needed so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Zone {
    /// A day since 1970, and the minutes ahead of UTC from its midnight on; sorted.
    changes: Vec<(i64, i32)>,
    /// Years that are in the table, a bit each.
    known: [u64; WORDS],
    /// Years that were asked for and are not.
    missing: Cell<[u64; WORDS]>,
    /// Where a year is not in the table.
    now_offset: Cell<i32>,
}

impl Zone {
    /// The first instant that a date may mean.
    pub(crate) fn earliest(&self, date: FhirDate) -> Option<Instant> {
        self.local(date, date.earliest(0)?)
    }

    /// The first instant that is surely after a date.
    pub(crate) fn over_at(&self, date: FhirDate) -> Option<Instant> {
        self.local(date, date.over_at(0)?)
    }

    /// Midnight there, given midnight in UTC.
    fn local(&self, date: FhirDate, at: Instant) -> Option<Instant> {
        if date.has_time() {
            return Some(at);
        }
        let offset = i64::from(self.offset(at.0.div_euclid(DAY_MS)));
        Some(Instant(at.0.checked_sub(offset * MINUTE_MS)?))
    }

    fn offset(&self, day: i64) -> i32 {
        let Some((word, bit)) = place(year_of(day)) else {
            return self.now_offset.get();
        };
        if self.known.get(word).is_none_or(|w| w & bit == 0) {
            let mut missing = self.missing.get();
            if let Some(word) = missing.get_mut(word) {
                *word |= bit;
            }
            self.missing.set(missing);
            return self.now_offset.get();
        }
        let after = self.changes.partition_point(|(d, _)| *d <= day);
        let found = after.checked_sub(1).and_then(|n| self.changes.get(n));
        found.map_or(self.now_offset.get(), |(_, offset)| *offset)
    }

    /// Whether a date was asked for whose year is not in the table.
    pub(crate) fn has_gaps(&self) -> bool {
        self.missing.get() != [0; WORDS]
    }

    /// Asks for the years that were missing. The clock may call back: never while the
    /// state is borrowed.
    pub(crate) fn learn(&mut self, clock: &dyn Clock) {
        let missing = self.missing.take();
        for year in FIRST..FIRST + 64 * 4 {
            let Some((word, bit)) = place(year) else {
                continue;
            };
            if missing.get(word).is_some_and(|w| w & bit != 0) {
                if let Some(known) = self.known.get_mut(word) {
                    *known |= bit;
                }
                self.learn_year(year, clock);
            }
        }
        self.changes.order();
    }

    fn learn_year(&mut self, year: i32, clock: &dyn Clock) {
        let (Some(first), Some(end)) = (first_day(year), first_day(year + 1)) else {
            return;
        };
        let mut offset = at_midnight(clock, first, self.now_offset.get());
        self.changes.push((first, offset));
        let mut day = first;
        while day + 1 < end {
            let next = (day + STEP).min(end - 1);
            let there = at_midnight(clock, next, offset);
            if there != offset {
                let (mut before, mut after) = (day, next);
                while before + 1 < after {
                    let middle = before + (after - before) / 2;
                    if at_midnight(clock, middle, offset) == offset {
                        before = middle;
                    } else {
                        after = middle;
                    }
                }
                self.changes.push((after, there));
                offset = there;
            }
            day = next;
        }
    }
}

/// The offset in force at a local midnight; `guess` saves a question on most days.
fn at_midnight(clock: &dyn Clock, day: i64, guess: i32) -> i32 {
    let at = |offset: i32| Instant(day * DAY_MS - i64::from(offset) * MINUTE_MS);
    let first = clock.offset_minutes(at(guess));
    if first == guess {
        return first;
    }
    clock.offset_minutes(at(first))
}

fn place(year: i32) -> Option<(usize, u64)> {
    let n = usize::try_from(year.checked_sub(FIRST)?).ok()?;
    (n < 64 * WORDS).then_some((n / 64, 1 << (n % 64)))
}

fn first_day(year: i32) -> Option<i64> {
    let at = FhirDate::Year(year).earliest(0)?;
    Some(at.0.div_euclid(DAY_MS))
}

fn year_of(day: i64) -> i32 {
    let at = day.checked_mul(DAY_MS).map(Instant);
    at.and_then(|at| at.local_day(0)).map_or(0, |d| d.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paris as it is since 1996: two hours from the last Sunday of March, one from October's.
    #[derive(Default)]
    struct Paris {
        n_asked: Cell<usize>,
    }

    fn last_sunday(year: i32, month: u32) -> i64 {
        let next = FhirDate::Month {
            year,
            month: month + 1,
        };
        let last = next.earliest(0).unwrap().0 / DAY_MS - 1;
        // 1970-01-01 was a Thursday.
        last - (last + 4) % 7
    }

    impl Clock for Paris {
        fn now(&self) -> Instant {
            Instant(0)
        }

        fn offset_minutes(&self, at: Instant) -> i32 {
            self.n_asked.set(self.n_asked.get() + 1);
            let year = at.local_day(0).unwrap().year;
            let one_oclock = |day: i64| day * DAY_MS + 3_600_000;
            let summer = one_oclock(last_sunday(year, 3))..one_oclock(last_sunday(year, 10));
            if summer.contains(&at.0) { 120 } else { 60 }
        }
    }

    fn known(clock: &dyn Clock, dates: &[&str]) -> Zone {
        let mut zone = Zone::default();
        zone.now_offset.set(60);
        for date in dates {
            zone.earliest(FhirDate::parse(date).unwrap());
        }
        assert!(zone.has_gaps());
        zone.learn(clock);
        assert!(!zone.has_gaps());
        zone
    }

    #[test]
    fn every_midnight_of_a_year_is_right_after_a_few_questions() {
        let clock = Paris::default();
        let zone = known(&clock, &["2026"]);
        assert!(clock.n_asked.get() < 40, "{}", clock.n_asked.get());
        let mut n = 0;
        for month in 1..=12 {
            for day in 1..=31 {
                let Some(date) = FhirDate::parse(&format!("2026-{month:02}-{day:02}")) else {
                    continue;
                };
                let is_summer = (330..=1025).contains(&(month * 100 + day));
                let offset = if is_summer { 120 } else { 60 };
                assert_eq!(zone.earliest(date), date.earliest(offset), "{date:?}");
                n += 1;
            }
        }
        assert_eq!(n, 365);
        assert!(!zone.has_gaps());
    }

    #[test]
    fn the_day_on_which_clocks_change_has_twenty_three_or_twenty_five_hours() {
        let zone = known(&Paris::default(), &["2026-03-29"]);
        let hours = |text: &str| {
            let date = FhirDate::parse(text).unwrap();
            (zone.over_at(date).unwrap().0 - zone.earliest(date).unwrap().0) / 3_600_000
        };
        assert_eq!(hours("2026-03-28"), 24);
        assert_eq!(hours("2026-03-29"), 23);
        assert_eq!(hours("2026-10-25"), 25);
        assert_eq!(hours("2026-10-26"), 24);
    }

    #[test]
    fn years_are_learned_one_by_one_and_in_any_order() {
        let clock = Paris::default();
        let mut zone = known(&clock, &["2026-07", "1999-07-14"]);
        zone.earliest(FhirDate::parse("2010-07-14").unwrap());
        zone.learn(&clock);
        let asked = clock.n_asked.get();
        for date in ["1999-07-14", "2010-07-14", "2026-07-14"] {
            let date = FhirDate::parse(date).unwrap();
            assert_eq!(zone.earliest(date), date.earliest(120));
        }
        for date in ["1999-01-14", "2010-12-31", "2026-01-01"] {
            let date = FhirDate::parse(date).unwrap();
            assert_eq!(zone.earliest(date), date.earliest(60));
        }
        assert_eq!(clock.n_asked.get(), asked);
    }

    #[test]
    fn a_written_time_needs_no_zone_and_far_years_take_the_offset_of_now() {
        let zone = Zone::default();
        zone.now_offset.set(60);
        let exact = FhirDate::parse("2026-07-14T10:00:00+02:00").unwrap();
        assert_eq!(zone.earliest(exact), exact.earliest(0));
        for date in ["1789", "0001-01-01", "9999-12-31"] {
            let date = FhirDate::parse(date).unwrap();
            assert_eq!(zone.earliest(date), date.earliest(60));
            zone.over_at(date);
        }
        assert!(!zone.has_gaps());
    }
}
