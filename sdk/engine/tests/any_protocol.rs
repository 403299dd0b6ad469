//! Copies of any protocol, however its steps hang together (rows 38, 114).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::calendar::{Delay, WorkingCalendar};
use coordo_core::protocol::{Step, StepRelation, Within};
use coordo_core::schedule::Protocol;
use coordo_core::task::Period;
use coordo_core::{Command, Instant, RecordKey, SourceId};
use coordo_engine::protocol::{Apply, Copied, apply, deviations};
use proptest::prelude::*;

fn protocol(steps: Vec<Step>) -> Protocol {
    Protocol {
        key: RecordKey::new(SourceId("s".into()), "PlanDefinition", "p"),
        url: Some("https://x.example/p".into()),
        version: Some("1".into()),
        title: None,
        status: None,
        effective: Period::default(),
        jurisdictions: Vec::new(),
        roles: Vec::new(),
        description: None,
        review_date: None,
        steps,
        waivers: Vec::new(),
    }
}

fn copied(protocol: &Protocol) -> Copied {
    apply(&Apply {
        protocol,
        plan: &RecordKey::new(SourceId("s".into()), "CarePlan", "p"),
        start: Instant(1_795_000_000_000),
        calendar: &WorkingCalendar::default(),
        team: &[],
    })
}

fn delay() -> impl Strategy<Value = Option<Delay>> {
    let number = prop_oneof![30 => -30..30_i32, 1 => any::<i32>()];
    let kind = prop_oneof![
        Just(Delay::Hours as fn(i32) -> Delay),
        Just(Delay::Days as fn(i32) -> Delay),
        Just(Delay::Months as fn(i32) -> Delay),
        Just(Delay::WorkingDays as fn(i32) -> Delay),
    ];
    proptest::option::of((kind, number).prop_map(|(kind, n)| kind(n)))
}

fn within() -> impl Strategy<Value = Within> {
    (delay(), delay()).prop_map(|(from, to)| Within { from, to })
}

fn step() -> impl Strategy<Value = Step> {
    let kinds = ["after-end", "before-start", "concurrent", "x"];
    let relation = (0..12_u8, proptest::sample::select(kinds.to_vec()), within()).prop_map(
        |(step, kind, within)| StepRelation {
            step: step.to_string(),
            relationship: kind.into(),
            within,
        },
    );
    let related = proptest::collection::vec(relation, 0..4);
    (
        0..12_u8,
        within(),
        related,
        proptest::option::of(0..14_usize),
    )
        .prop_map(|(id, within, related, parent)| Step {
            id: id.to_string(),
            within,
            related,
            parent,
            ..Step::default()
        })
}

proptest! {
    #[test]
    fn any_protocol_becomes_a_copy_of_the_same_steps_in_an_order_that_can_be_made(
        steps in proptest::collection::vec(step(), 0..14),
    ) {
        let protocol = protocol(steps);
        let copy = copied(&protocol);
        prop_assert_eq!(copy.steps.len(), protocol.steps.len());
        prop_assert_eq!(&copied(&protocol), &copy, "the same input gives the same copy");
        prop_assert_eq!(deviations(&copy, &copy), Vec::new());
        let order = copy.order();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..copy.steps.len()).collect::<Vec<_>>());
        let mut made: Vec<Option<RecordKey>> = vec![None; copy.steps.len()];
        for place in order {
            let is_task = matches!(copy.command(place, &made), Some(Command::CreateTask(_)));
            prop_assert!(is_task);
            made[place] = Some(RecordKey::new(SourceId("s".into()), "Task", place.to_string()));
        }
        prop_assert_eq!(copy.command(copy.steps.len(), &made), None);
    }
}

#[test]
fn a_chain_of_ten_thousand_steps_that_is_written_backwards_is_dated_and_ordered() {
    let n = 10_000;
    let steps = (0..n).map(|at| {
        let is_last = at + 1 == n;
        let before = StepRelation {
            step: (at + 1).to_string(),
            relationship: "after-end".into(),
            within: Within {
                from: None,
                to: Some(Delay::Days(1)),
            },
        };
        Step {
            id: at.to_string(),
            within: Within {
                from: None,
                to: is_last.then_some(Delay::Days(0)),
            },
            related: if is_last { Vec::new() } else { vec![before] },
            ..Step::default()
        }
    });
    let copy = copied(&protocol(steps.collect()));
    assert!(
        copy.steps
            .iter()
            .all(|step| step.draft.window.end.is_some())
    );
    assert_eq!(copy.order(), (0..n).rev().collect::<Vec<_>>());
}
