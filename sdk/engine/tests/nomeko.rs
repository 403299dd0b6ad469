//! NOMEKO by facts: rows 12, 14, 15, 68 and 69.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::coded::Coded;
use coordo_core::{Command, Instant, Private, RecordKey, SourceId, TaskStatus};
use coordo_engine::nomeko::{
    Action, Choice, Participant, Ring, RingReason, Side, With, choose, chosen_rings, classify,
    grid, is_coordination, suggest, suggest_side,
};
use coordo_fhir::choice;
use coordo_fhir::read::read;
use proptest::prelude::*;

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn pro(who: &str, organization: &str) -> Participant {
    Participant {
        who: Private::from(who),
        is_person: false,
        organization: (!organization.is_empty()).then(|| Private::from(organization)),
    }
}

fn person(who: &str) -> Participant {
    Participant {
        is_person: true,
        ..pro(who, "")
    }
}

fn action(id: &str, participants: Vec<Participant>) -> Action {
    Action {
        key: key("Task", id),
        status: TaskStatus::Completed,
        participants,
        n_edges: 0,
        has_expected_result: false,
        is_for_a_person: true,
        chosen: Choice::default(),
    }
}

fn interdependent(id: &str, participants: Vec<Participant>) -> Action {
    Action {
        n_edges: 1,
        has_expected_result: true,
        ..action(id, participants)
    }
}

#[test]
fn row_12_coordination_needs_two_actors_an_edge_and_a_criterion() {
    let two = || vec![pro("idel", "cabinet"), pro("chu", "chu")];
    assert!(is_coordination(&interdependent("a", two())));
    for missing in [
        interdependent("a", vec![pro("idel", "cabinet")]),
        interdependent("a", vec![pro("idel", "cabinet"), pro("idel", "cabinet")]),
        interdependent("a", Vec::new()),
        Action {
            n_edges: 0,
            ..interdependent("a", two())
        },
        Action {
            has_expected_result: false,
            ..interdependent("a", two())
        },
    ] {
        assert!(!is_coordination(&missing));
        assert_eq!(classify(&missing).ring, None, "never guessed");
    }
}

#[test]
fn row_14_the_side_is_a_tag_with_two_values_and_counted_by_lane() {
    let tag = |system: &str, code: &'static str| Coded {
        system: format!("https://coordo.example/fhir/CodeSystem/{system}").into(),
        code: code.into(),
        display: None,
    };
    assert_eq!(Side::from_code("conception"), Some(Side::Design));
    assert_eq!(Side::from_code("autre"), None);
    let more = coordo_core::task::TaskMore {
        tags: vec![
            tag("nomeko-volet", "conception"),
            tag("nomeko-anneau", "appui"),
        ],
        ..Default::default()
    };
    assert_eq!(more.tag("nomeko-volet"), Some("conception"));
    assert_eq!(more.tag("nomeko-avec"), None);
    let sided = |id: &str, side| Action {
        chosen: Choice {
            side,
            ..Choice::default()
        },
        ..action(id, vec![pro("a", "x")])
    };
    let counted = grid(&[
        sided("1", Some(Side::Design)),
        sided("2", Some(Side::Implementation)),
        sided("3", Some(Side::Implementation)),
        sided("4", None),
    ]);
    assert_eq!(counted.on_side(Some(Side::Design)), 1);
    assert_eq!(counted.on_side(Some(Side::Implementation)), 2);
    assert_eq!(counted.on_side(None), 1);
    // The side is offered, never filled in: a meeting of professionals, or work with the person.
    assert_eq!(suggest_side(&sided("5", None), true), Some(Side::Design));
    let with_person = action("6", vec![person("p"), pro("a", "x")]);
    assert_eq!(
        suggest_side(&with_person, false),
        Some(Side::Implementation)
    );
    assert_eq!(suggest_side(&sided("5", None), false), None);
}

#[test]
fn row_15_with_whom_follows_from_who_took_part_and_a_person_may_say_otherwise() {
    for (participants, with) in [
        (vec![pro("a", "x"), person("odette")], With::Person),
        (vec![pro("a", ""), person("daughter")], With::Person),
        (vec![pro("a", "x"), pro("b", "y")], With::Outside),
        (
            vec![pro("a", "x"), pro("b", "y"), pro("c", "")],
            With::Outside,
        ),
        (vec![pro("a", "x"), pro("b", "x")], With::Inside),
        (vec![pro("a", "x"), pro("b", "")], With::Undetermined),
        (vec![pro("a", "")], With::Undetermined),
        (Vec::new(), With::Undetermined),
    ] {
        let mut action = action("a", participants);
        assert_eq!(classify(&action).with, with);
        action.chosen.with = Some(With::Inside);
        assert_eq!(classify(&action).with, With::Inside);
    }
}

#[test]
fn row_68_each_action_done_gets_one_cell_and_what_is_not_classed_is_a_bucket_of_its_own() {
    // The three examples of the seed: a change of rhythm asked for by community nurses, the call
    // of an oral chemotherapy, the list of the day hospital.
    let side = |side, of: Action| Action {
        chosen: Choice {
            side: Some(side),
            ..of.chosen
        },
        ..of
    };
    let rhythm = interdependent(
        "rythme",
        vec![pro("idel", "cabinet"), pro("ide", "clinique")],
    );
    let call = interdependent("appel", vec![pro("ide", "clinique"), person("patient")]);
    let list = interdependent(
        "liste",
        vec![pro("ide", "clinique"), pro("hdj", "clinique")],
    );
    let actions = [
        side(Side::Design, rhythm),
        side(Side::Implementation, call),
        side(Side::Implementation, list),
        action("courses", vec![pro("aide", "saad")]),
        Action {
            status: TaskStatus::InProgress,
            ..action("open", Vec::new())
        },
        Action {
            status: TaskStatus::Cancelled,
            ..action("never", Vec::new())
        },
    ];
    let counted = grid(&actions);
    assert_eq!(counted.total(), 4);
    assert_eq!(counted.in_ring(Some(Ring::Coordination)), 3);
    assert_eq!(counted.in_ring(None), 1);
    let cells: Vec<_> = counted
        .cells
        .iter()
        .map(|c| (c.ring, c.side, c.with.code(), c.actions.len()))
        .collect();
    let ring = Some(Ring::Coordination);
    assert_eq!(
        cells,
        [
            (ring, Some(Side::Design), "pro-pro-externe", 1),
            (ring, Some(Side::Implementation), "patient-pro", 1),
            (ring, Some(Side::Implementation), "pro-pro-interne", 1),
            (None, None, "pro-pro-interne", 1),
        ]
    );
}

#[test]
fn row_69_the_ring_is_suggested_by_rule_a_persons_choice_wins_and_is_traced() {
    let work = interdependent("a", vec![pro("a", "x"), pro("b", "y")]);
    let suggested = suggest(&work).unwrap();
    assert_eq!(
        (suggested.ring, suggested.reason),
        (Ring::Coordination, RingReason::InterdependentWork)
    );
    // Asking an association for material: support. A procedure: other.
    let material = action("a", vec![pro("a", "x"), pro("association", "y")]);
    assert_eq!(suggest(&material).unwrap().ring, Ring::Support);
    let procedure = Action {
        is_for_a_person: false,
        ..action("a", vec![pro("a", "x")])
    };
    assert_eq!(suggest(&procedure).unwrap().ring, Ring::Other);
    assert_eq!(
        suggest(&action("a", vec![person("p"), pro("a", "x")])),
        None
    );
    // What is only offered is not counted.
    assert_eq!(classify(&material).ring, None);

    // A choice is a command; what it writes is read as the choice, and as its trace.
    let mut text = String::from(
        r#"{"resourceType":"Task","id":"a","status":"completed","description":"x","meta":{"tag":[
        {"system":"https://coordo.example/fhir/CodeSystem/nomeko-volet","code":"conception"}]}}"#,
    );
    let mut chosen = work;
    for (day, ring) in [(1, Ring::Support), (2, Ring::Other)] {
        let Some(Command::ClassTask {
            list, shown, to, ..
        }) = choose(&chosen, ring)
        else {
            panic!("a choice is a command");
        };
        let anne = r#"{"reference":"PractitionerRole/anne"}"#;
        let (shown, to) = (shown.as_deref(), to.as_deref());
        text =
            choice::with_choice(&text, list.name(), shown, to, Some(anne), Instant(day)).unwrap();
        let reading = read(&chosen.key, &text);
        chosen.chosen = Choice::of(reading.projection.task().unwrap());
        assert_eq!(choose(&chosen, ring), None, "it is chosen already");
    }
    let class = classify(&chosen);
    assert_eq!((class.ring, class.is_chosen), (Some(Ring::Other), true));
    assert_eq!(class.side, Some(Side::Design), "other tags stay");
    let reading = read(&chosen.key, &text);
    let traced = chosen_rings(reading.projection.task().unwrap());
    let seen: Vec<_> = traced
        .iter()
        .map(|c| (c.before, c.ring, c.by.target()))
        .collect();
    let anne = Some("PractitionerRole/anne");
    assert_eq!(
        seen,
        [
            (Some(Ring::Coordination), Some(Ring::Support), anne),
            (Some(Ring::Support), Some(Ring::Other), anne),
        ]
    );
    assert_ne!(traced[0].at, traced[1].at);
    // Left to the rule again, the tag goes and the trace stays.
    let left = choice::with_choice(
        &text,
        "nomeko-anneau",
        Some("autre"),
        None,
        None,
        Instant(3),
    );
    let reading = read(&chosen.key, &left.unwrap());
    let task = reading.projection.task().unwrap();
    assert_eq!(Choice::of(task).ring, None);
    assert_eq!(chosen_rings(task).len(), 3);
}

fn any_action() -> impl Strategy<Value = Action> {
    let participant =
        (0..4_u8, any::<bool>(), 0..3_u8).prop_map(|(who, is_person, org)| Participant {
            who: Private(who.to_string()),
            is_person,
            organization: (org > 0).then(|| Private(org.to_string())),
        });
    let participants = proptest::collection::vec(participant, 0..4);
    let statuses = vec![
        TaskStatus::Completed,
        TaskStatus::Completed,
        TaskStatus::Draft,
    ];
    let choice = (
        proptest::option::of(proptest::sample::select(vec![
            Side::Design,
            Side::Implementation,
        ])),
        proptest::option::of(proptest::sample::select(With::ALL.to_vec())),
        proptest::option::of(proptest::sample::select(Ring::ALL.to_vec())),
    );
    let facts = (participants, 0..2_usize, any::<bool>(), any::<bool>());
    (0..30_u8, proptest::sample::select(statuses), facts, choice).prop_map(
        |(id, status, (participants, n_edges, has_expected_result, is_for_a_person), choice)| {
            Action {
                key: key("Task", &id.to_string()),
                status,
                participants,
                n_edges,
                has_expected_result,
                is_for_a_person,
                chosen: Choice {
                    side: choice.0,
                    with: choice.1,
                    ring: choice.2,
                },
            }
        },
    )
}

proptest! {
    #[test]
    fn row_68_totals_equal_the_number_of_actions_whatever_the_facts(
        actions in proptest::collection::vec(any_action(), 0..60),
    ) {
        let mut done: Vec<_> = actions
            .iter()
            .filter(|a| a.status == TaskStatus::Completed)
            .map(|a| a.key.clone())
            .collect();
        done.sort();
        done.dedup();
        let counted = grid(&actions);
        prop_assert_eq!(counted.total(), done.len());
        let rings = Ring::ALL.map(Some).into_iter().chain([None]);
        prop_assert_eq!(rings.map(|ring| counted.in_ring(ring)).sum::<usize>(), done.len());
        let mut listed: Vec<_> = counted.cells.iter().flat_map(|c| c.actions.clone()).collect();
        listed.sort();
        prop_assert_eq!(listed, done);
        prop_assert!(counted.cells.iter().all(|cell| !cell.actions.is_empty()));
    }
}
