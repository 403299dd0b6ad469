//! Recurrences in plain pickers: row 51.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::calendar::{Territory, Weekday, Zone};
use coordo_core::timing::{Moment, Unit};
use coordo_core::{DateParts, FhirDate, RecordKey, SourceId, TaskDraft};
use coordo_engine::protocol::{
    Picked, PickedTime, PickedWrong, Until, drafts, occurrences, timing,
};
use coordo_fhir::read::read;
use proptest::prelude::*;

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn day(text: &str) -> DateParts {
    match FhirDate::parse(text) {
        Some(FhirDate::Day(day)) => day,
        other => panic!("{other:?}"),
    }
}

/// "Dressing, every day, in the morning, for three weeks, except Sunday."
fn dressing() -> Picked {
    Picked {
        from: day("2026-04-27"),
        every: (1, Unit::Day),
        only: Vec::new(),
        except: vec![Weekday::Sunday],
        at: PickedTime::Moments(vec![Moment::Morning]),
        until: Until::For(3, Unit::Week),
    }
}

#[test]
fn row_51_a_rule_in_plain_pickers_shows_its_occurrences_before_it_is_saved() {
    let timing = timing(&dressing()).unwrap();
    assert_eq!(
        coordo_fhir::timing::to_json(&timing),
        concat!(
            r#"{"repeat":{"boundsPeriod":{"start":"2026-04-27","end":"2026-05-17"},"frequency":1,"#,
            r#""period":1,"periodUnit":"d","dayOfWeek":["mon","tue","wed","thu","fri","sat"],"#,
            r#""when":["MORN"]}}"#
        )
    );
    let shown = occurrences(&timing, day("2026-04-27"));
    assert_eq!(shown.len(), 18);
    assert_eq!(shown[0].day, day("2026-04-27"));
    assert_eq!(shown[17].day, day("2026-05-16"));
    assert!(
        shown
            .iter()
            .all(|o| o.day.weekday() != Some(Weekday::Sunday))
    );
    assert!(shown.iter().all(|o| o.moment == Some(Moment::Morning)));
    let holidays: Vec<_> = shown
        .iter()
        .filter(|o| o.holiday(Territory::Metropole).is_some())
        .map(|o| o.day)
        .collect();
    assert_eq!(
        holidays,
        [day("2026-05-01"), day("2026-05-08"), day("2026-05-14")]
    );
}

#[test]
fn row_51_every_other_week_twice_a_day_and_a_number_of_times_can_be_picked() {
    let days = |picked: &Picked| {
        let shown = occurrences(&timing(picked).unwrap(), picked.from);
        shown
            .iter()
            .map(|o| (o.day.month, o.day.day))
            .collect::<Vec<_>>()
    };
    let alternate = Picked {
        every: (2, Unit::Week),
        only: vec![Weekday::Friday, Weekday::Tuesday],
        except: Vec::new(),
        from: day("2026-04-30"),
        until: Until::Times(4),
        ..dressing()
    };
    assert_eq!(days(&alternate), [(5, 1), (5, 12), (5, 15), (5, 26)]);
    let monthly = Picked {
        every: (1, Unit::Month),
        from: day("2026-01-31"),
        except: Vec::new(),
        until: Until::Day(day("2026-04-30")),
        ..dressing()
    };
    assert_eq!(days(&monthly), [(1, 31), (2, 28), (3, 31), (4, 30)]);
    let twice = Picked {
        at: PickedTime::Times(vec![19 * 60, 7 * 60 + 30]),
        until: Until::For(1, Unit::Day),
        ..dressing()
    };
    let shown = occurrences(&timing(&twice).unwrap(), twice.from);
    assert_eq!(
        shown.iter().map(|o| o.minute).collect::<Vec<_>>(),
        [Some(450), Some(1140)]
    );
    let json = coordo_fhir::timing::to_json(&timing(&twice).unwrap());
    assert!(
        json.contains(r#""timeOfDay":["07:30:00","19:00:00"]"#),
        "{json}"
    );
}

#[test]
fn row_51_each_occurrence_becomes_a_task_with_the_owner_that_was_named() {
    let nurse = key("PractitionerRole", "idel");
    let of = TaskDraft {
        title: "Pansement".into(),
        owner: Some(nurse.clone()),
        is_offered: true,
        ..TaskDraft::default()
    };
    let made = |picked: &Picked| {
        let timing = timing(picked).unwrap();
        drafts(&of, &occurrences(&timing, picked.from), Zone::PARIS)
    };
    let mornings = made(&dressing());
    assert_eq!(mornings.len(), 18);
    assert_eq!(mornings[0].planned.start, FhirDate::parse("2026-04-27"));
    assert!(
        mornings
            .iter()
            .all(|d| d.owner == Some(nurse.clone()) && d.is_offered)
    );
    // Over the night on which winter begins, the clock keeps its hour.
    let evenings = made(&Picked {
        from: day("2026-10-24"),
        except: Vec::new(),
        at: PickedTime::Times(vec![19 * 60]),
        until: Until::For(2, Unit::Day),
        ..dressing()
    });
    let starts: Vec<_> = evenings
        .iter()
        .map(|d| d.planned.start.unwrap().to_fhir())
        .collect();
    assert_eq!(
        starts,
        ["2026-10-24T19:00:00+02:00", "2026-10-25T19:00:00+01:00"]
    );
}

#[test]
fn row_51_what_would_never_happen_is_said_before_it_is_saved() {
    for (picked, wrong) in [
        (
            Picked {
                every: (0, Unit::Day),
                ..dressing()
            },
            PickedWrong::Zero,
        ),
        (
            Picked {
                until: Until::Times(0),
                ..dressing()
            },
            PickedWrong::Zero,
        ),
        (
            Picked {
                except: Weekday::ALL.to_vec(),
                ..dressing()
            },
            PickedWrong::NoDayLeft,
        ),
        (
            Picked {
                only: vec![Weekday::Sunday],
                ..dressing()
            },
            PickedWrong::NoDayLeft,
        ),
        (
            Picked {
                until: Until::Day(day("2026-04-26")),
                ..dressing()
            },
            PickedWrong::EndsBeforeItBegins,
        ),
        (
            Picked {
                at: PickedTime::Times(vec![1440]),
                ..dressing()
            },
            PickedWrong::NoSuchDay,
        ),
    ] {
        assert_eq!(timing(&picked), Err(wrong));
    }
}

fn picked() -> impl Strategy<Value = Picked> {
    let week = || proptest::collection::vec(proptest::sample::select(Weekday::ALL.to_vec()), 0..4);
    let unit = || proptest::sample::select(Unit::ALL.to_vec());
    let until = prop_oneof![
        (1..20_u32, unit()).prop_map(|(n, unit)| Until::For(n, unit)),
        (1..50_u32).prop_map(Until::Times),
        Just(Until::Ended),
    ];
    let moments = proptest::collection::vec(proptest::sample::select(Moment::ALL.to_vec()), 0..3);
    (
        0..20_000_i64,
        (1..10_u32, unit()),
        week(),
        week(),
        moments,
        until,
    )
        .prop_map(|(from, every, only, except, moments, until)| Picked {
            from: DateParts::from_number(from).unwrap(),
            every,
            only,
            except,
            at: PickedTime::Moments(moments),
            until,
        })
}

proptest! {
    #[test]
    fn row_51_occurrences_are_in_order_within_bounds_and_on_the_days_that_were_picked(picked in picked()) {
        let Ok(timing) = timing(&picked) else {
            let is_out = |day: &Weekday| {
                picked.except.contains(day) || !(picked.only.is_empty() || picked.only.contains(day))
            };
            let no_day_left = Weekday::ALL.iter().all(is_out);
            prop_assert!(no_day_left);
            return Ok(());
        };
        let shown = occurrences(&timing, picked.from);
        prop_assert!(shown.len() <= coordo_engine::protocol::MOST);
        prop_assert!(shown.windows(2).all(|pair| pair[0] < pair[1]));
        for occurrence in &shown {
            let weekday = occurrence.day.weekday().unwrap();
            prop_assert!(occurrence.day >= picked.from);
            prop_assert!(picked.only.is_empty() || picked.only.contains(&weekday));
            prop_assert!(!picked.except.contains(&weekday));
        }
        if let Until::Times(n) = picked.until {
            prop_assert!(shown.len() <= n as usize);
        }
        // What is written is read as the same rule.
        let text = format!(
            r#"{{"resourceType":"PlanDefinition","id":"p","action":[{{"title":"x","timingTiming":{}}}]}}"#,
            coordo_fhir::timing::to_json(&timing)
        );
        let reading = read(&key("PlanDefinition", "p"), &text);
        let step = &reading.projection.protocol().unwrap().steps[0];
        prop_assert_eq!(step.repeat.as_ref(), Some(&timing));
    }
}
