//! The working calendar over decades of clocks and weeks (issue item 11).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use coordo_core::calendar::{Delay, Holiday, LocalTime, Territory, WorkingCalendar, Zone};
use coordo_core::{DateParts, FhirDate, Instant};
use proptest::prelude::*;

const ZONES: &str = include_str!("calendar/zones.txt");

fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

fn day(text: &str) -> DateParts {
    match FhirDate::parse(text) {
        Some(FhirDate::Day(day)) => day,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn item_11_clocks_of_paris_and_overseas_change_when_the_iana_database_says() {
    let mut last: Option<(Zone, i32)> = None;
    let mut n = 0;
    for line in ZONES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<_> = line.split(' ').collect();
        let zone = Zone::named(fields[0]).unwrap();
        let from = at(fields[1]);
        let offset: i32 = fields[2].parse().unwrap();
        assert_eq!(zone.offset_minutes(from), offset, "{line}");
        if let Some((_, before)) = last.filter(|(before, _)| *before == zone && n > 0)
            && !fields[1].starts_with("1996-01-01")
        {
            assert_eq!(zone.offset_minutes(Instant(from.0 - 1)), before, "{line}");
        }
        last = Some((zone, offset));
        n += 1;
    }
    assert_eq!(n, 177);
    assert_eq!(Zone::named("Europe/London"), None);
}

#[test]
fn item_11_the_hour_that_comes_twice_is_the_first_and_the_one_left_out_is_moved_on() {
    let paris = Zone::PARIS;
    let autumn = LocalTime::at(day("2026-10-25"), 2, 30);
    assert_eq!(paris.instant(autumn), Some(at("2026-10-25T02:30:00+02:00")));
    let spring = LocalTime::at(day("2026-03-29"), 2, 30);
    assert_eq!(paris.instant(spring), Some(at("2026-03-29T03:30:00+02:00")));
    let hours = |text: &str| {
        let day = day(text);
        (paris.end_of_day(day).unwrap().0 - paris.start_of_day(day).unwrap().0) / 3_600_000
    };
    assert_eq!(hours("2026-03-29"), 23);
    assert_eq!(hours("2026-10-25"), 25);
    assert_eq!(hours("2026-10-26"), 24);
}

#[test]
fn item_11_one_instant_is_another_day_overseas() {
    let evening = at("2026-11-20T21:30:00+01:00");
    assert_eq!(Zone::PARIS.day(evening), Some(day("2026-11-20")));
    assert_eq!(Zone::REUNION.day(evening), Some(day("2026-11-21")));
    assert_eq!(Zone::MAYOTTE.day(evening), Some(day("2026-11-20")));
    let night = at("2026-11-20T03:30:00+01:00");
    assert_eq!(Zone::ANTILLES.day(night), Some(day("2026-11-19")));
    let ends = Zone::GUYANE.over_at(FhirDate::Day(day("2026-11-20")));
    assert_eq!(ends, Some(at("2026-11-21T00:00:00-03:00")));
}

#[test]
fn item_11_working_days_keep_the_hour_across_weekends_holidays_and_changes_of_clocks() {
    let calendar = WorkingCalendar::default();
    for (from, days, to) in [
        // Over a weekend.
        ("2026-11-20T09:00:00+01:00", 1, "2026-11-23T09:00:00+01:00"),
        // From a weekend.
        ("2026-11-21T09:00:00+01:00", 1, "2026-11-23T09:00:00+01:00"),
        // Over the weekend on which winter begins: 73 hours, the same hour.
        ("2026-10-23T09:00:00+02:00", 1, "2026-10-26T09:00:00+01:00"),
        // Over the weekend on which summer begins.
        ("2026-03-27T09:00:00+01:00", 1, "2026-03-30T09:00:00+02:00"),
        // Over Ascension, a Thursday.
        ("2026-05-13T17:00:00+02:00", 2, "2026-05-18T17:00:00+02:00"),
        // Over Christmas and a weekend.
        ("2026-12-24T10:00:00+01:00", 1, "2026-12-28T10:00:00+01:00"),
        // Two working days before a Tuesday after Easter Monday.
        ("2026-04-07T08:00:00+02:00", -2, "2026-04-02T08:00:00+02:00"),
        ("2026-11-21T09:00:00+01:00", 0, "2026-11-21T09:00:00+01:00"),
    ] {
        let reached = calendar.plus(at(from), Delay::WorkingDays(days));
        assert_eq!(reached, Some(at(to)), "{from} + {days}");
    }
}

#[test]
fn item_11_hours_pass_while_days_keep_the_hour() {
    let calendar = WorkingCalendar::default();
    let friday = at("2026-10-23T09:00:00+02:00");
    let plus = |delay| calendar.plus(friday, delay);
    assert_eq!(
        plus(Delay::Hours(72)),
        Some(at("2026-10-26T08:00:00+01:00"))
    );
    assert_eq!(plus(Delay::Days(3)), Some(at("2026-10-26T09:00:00+01:00")));
    assert_eq!(
        calendar.end_of_day_after(friday, Delay::Hours(48)),
        Some(at("2026-10-26T00:00:00+01:00"))
    );
}

#[test]
fn item_11_alsace_moselle_and_overseas_have_days_of_their_own() {
    let from = at("2026-04-02T12:00:00Z");
    let next = |territory| {
        let calendar = WorkingCalendar::of(territory);
        calendar
            .zone
            .day(calendar.plus(from, Delay::WorkingDays(1)).unwrap())
    };
    assert_eq!(next(Territory::Metropole), Some(day("2026-04-03")));
    assert_eq!(next(Territory::AlsaceMoselle), Some(day("2026-04-07")));
    let mayotte = WorkingCalendar::of(Territory::Mayotte);
    assert!(!mayotte.is_working_day(day("2026-04-27")));
    assert!(WorkingCalendar::default().is_working_day(day("2026-04-27")));
    let closed = WorkingCalendar {
        closed: vec![day("2026-05-15")],
        ..WorkingCalendar::default()
    };
    let ascension = closed.plus_working_days(day("2026-05-13"), 1);
    assert_eq!(ascension, Some(day("2026-05-18")));
    assert_eq!(
        closed.working_day_from(day("2026-05-15")),
        Some(day("2026-05-18"))
    );
}

#[test]
fn item_11_a_year_has_the_working_days_that_payrolls_count() {
    let calendar = WorkingCalendar::default();
    // 2026: 261 weekdays, less nine public holidays that fall on one.
    let worked = calendar.working_days_between(day("2025-12-31"), day("2026-12-31"));
    assert_eq!(worked, Some(252));
    let moselle = WorkingCalendar::of(Territory::AlsaceMoselle);
    let worked = moselle.working_days_between(day("2025-12-31"), day("2026-12-31"));
    assert_eq!(worked, Some(251));
}

fn territory() -> impl Strategy<Value = Territory> {
    proptest::sample::select(Territory::ALL.to_vec())
}

/// 1996 to 2037, in milliseconds.
fn instant() -> impl Strategy<Value = Instant> {
    (820_454_400_000_i64..2_145_916_800_000).prop_map(Instant)
}

proptest! {
    #[test]
    fn item_11_a_clock_shows_a_time_that_leads_back_to_the_instant(at in instant(), territory in territory()) {
        let zone = territory.zone();
        let local = zone.local(at).unwrap();
        let back = zone.instant(local).unwrap();
        // In the hour that comes twice, the first one is meant.
        prop_assert!(back == at || back.0 == at.0 - 3_600_000);
        prop_assert_eq!(zone.local(back).unwrap(), local);
        let (start, end) = (zone.start_of_day(local.day).unwrap(), zone.end_of_day(local.day).unwrap());
        prop_assert!(start <= at && at < end);
    }

    #[test]
    fn item_11_working_days_are_counted_as_they_are_added(
        at in instant(), territory in territory(), days in 1_i32..400,
    ) {
        let calendar = WorkingCalendar::of(territory);
        let from = calendar.zone.day(at).unwrap();
        let to = calendar.plus_working_days(from, days).unwrap();
        prop_assert!(calendar.is_working_day(to));
        prop_assert!(Holiday::on(to, territory).is_none());
        prop_assert_eq!(calendar.working_days_between(from, to), u32::try_from(days).ok());
        let back = calendar.plus_working_days(to, -days).unwrap();
        prop_assert!(back <= from && calendar.working_days_between(back, from).unwrap() <= 1);
    }

    #[test]
    fn item_11_no_date_and_no_delay_is_too_far(at in any::<i64>(), n in any::<i32>()) {
        let calendar = WorkingCalendar::default();
        for delay in [Delay::Hours(n), Delay::Days(n), Delay::Months(n), Delay::WorkingDays(n)] {
            calendar.plus(Instant(at), delay);
            calendar.end_of_day_after(Instant(at), delay);
        }
        calendar.days_between(Instant(at), Instant(0));
    }
}
