//! Sending somebody on, hearing of it again, and taking turns: rows 27, 28 and 29.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::calendar::{Weekday, Zone};
use coordo_core::coded::Coded;
use coordo_core::task::Parameter;
use coordo_core::task::transition::successors;
use coordo_core::timing::Unit;
use coordo_core::{Command, DateParts, FhirDate, TaskDraft, TaskStatus};
use coordo_engine::mechanism::Reason;
use coordo_engine::protocol::{
    Alternation, Picked, PickedTime, Turn, Until, drafts, occurrences, timing,
};
use coordo_engine::referral::{
    Accepted, Criterion, Referral, Refusal, RefusalReason, Why, misses, refer, sum,
};
use plans::*;
use proptest::prelude::*;

fn day(text: &str) -> DateParts {
    match FhirDate::parse(text) {
        Some(FhirDate::Day(day)) => day,
        other => panic!("{other:?}"),
    }
}

/// A mobile geriatric team.
fn accepted() -> Accepted {
    Accepted {
        service: key("HealthcareService/emg"),
        criteria: vec![
            Criterion::Departments(vec!["49".to_owned(), "72".to_owned()]),
            Criterion::Age {
                from: Some(75),
                to: None,
            },
            Criterion::Needs(vec![coded("chute"), coded("memoire")]),
            Criterion::Senders(vec![coded("10")]),
            Criterion::Document(coded("synthese")),
            Criterion::Agreement,
        ],
    }
}

/// What fits, field by field.
struct Known {
    needs: Vec<Coded>,
    sender: Vec<Coded>,
    documents: Vec<Coded>,
}

fn known() -> Known {
    Known {
        needs: vec![coded("chute")],
        sender: vec![coded("10")],
        documents: vec![coded("autre"), coded("synthese")],
    }
}

fn fitting(known: &Known) -> Referral<'_> {
    Referral {
        department: Some("49"),
        born: FhirDate::parse("1951-11-16"),
        on: day("2026-11-16"),
        needs: &known.needs,
        sender: &known.sender,
        documents: &known.documents,
        has_agreed: Some(true),
    }
}

#[test]
fn row_27_a_referral_that_misses_a_criterion_shows_which_one_before_it_is_sent() {
    let (accepted, known) = (accepted(), known());
    let fitting = fitting(&known);
    assert_eq!(misses(&accepted, &fitting), []);
    let one = |referral: &Referral<'_>| {
        let missed = misses(&accepted, referral);
        assert_eq!(missed.len(), 1, "{missed:?}");
        (missed[0].criterion.code(), missed[0].why)
    };
    let elsewhere = Referral {
        department: Some("35"),
        ..fitting
    };
    assert_eq!(one(&elsewhere), ("departments", Why::NotMet));
    let nowhere = Referral {
        department: None,
        ..fitting
    };
    assert_eq!(one(&nowhere), ("departments", Why::NotSaid));
    // 75 on the day, 74 the day before; born in 1951 may be either.
    let ages = [
        ("1951-11-17", Some(Why::NotMet)),
        ("1951", Some(Why::NotSaid)),
        ("1950", None),
        ("1960", Some(Why::NotMet)),
        ("", Some(Why::NotSaid)),
    ];
    for (born, why) in ages {
        let born = date(born);
        let missed = misses(&accepted, &Referral { born, ..fitting });
        assert_eq!(missed.first().map(|m| m.why), why, "{born:?}");
    }
    let (child, nobody) = ([coded("ecole")], []);
    let other_need = Referral {
        needs: &child,
        ..fitting
    };
    assert_eq!(one(&other_need), ("needs", Why::NotMet));
    let from_nobody = Referral {
        sender: &nobody,
        ..fitting
    };
    assert_eq!(one(&from_nobody), ("senders", Why::NotSaid));
    let without_paper = Referral {
        documents: &child,
        ..fitting
    };
    assert_eq!(one(&without_paper), ("document", Why::NotMet));
    let unasked = Referral {
        has_agreed: None,
        ..fitting
    };
    assert_eq!(one(&unasked), ("agreement", Why::NotSaid));
    // Nothing is known: all is told, in the order of the service.
    let nothing = Referral {
        department: None,
        born: None,
        needs: &nobody,
        sender: &nobody,
        documents: &nobody,
        has_agreed: None,
        ..fitting
    };
    let missed = misses(&accepted, &nothing);
    let told: Vec<_> = missed.iter().map(|m| &m.criterion).collect();
    assert_eq!(told, accepted.criteria.iter().collect::<Vec<_>>());
    assert!(missed.iter().all(|m| m.why == Why::NotSaid));
}

/// Rows 25, 27: no criterion is a dead end.
#[test]
fn row_27_what_misses_a_criterion_is_sent_with_a_reason_that_is_kept() {
    let (accepted, known) = (accepted(), known());
    let fitting = fitting(&known);
    let sent = refer(&accepted, &fitting, "Évaluation", None).unwrap();
    assert_eq!(sent.owner.as_ref(), Some(&accepted.service));
    assert_eq!((sent.status(), sent.note), (TaskStatus::Requested, None));
    let elsewhere = Referral {
        department: Some("35"),
        ..fitting
    };
    let missed = refer(&accepted, &elsewhere, "Évaluation", None).unwrap_err();
    assert_eq!(missed, misses(&accepted, &elsewhere));
    let reason = Reason::given(
        "Vit chez sa fille à Angers.",
        key("Practitioner/d"),
        at(NOW),
    );
    let sent = refer(&accepted, &elsewhere, "Évaluation", reason.as_ref()).unwrap();
    assert_eq!(sent.note.as_ref(), reason.as_ref().map(Reason::words));
    // A service that declares nothing accepts all.
    let open = Accepted {
        criteria: vec![
            Criterion::Departments(Vec::new()),
            Criterion::Age {
                from: None,
                to: None,
            },
            Criterion::Needs(Vec::new()),
            Criterion::Senders(Vec::new()),
        ],
        ..accepted
    };
    assert_eq!(misses(&open, &elsewhere), []);
}

#[test]
fn row_27_a_refusal_has_a_reason_of_the_list_and_its_words_where_the_list_has_none() {
    for reason in RefusalReason::ALL {
        assert_eq!(RefusalReason::from_code(reason.code()), Some(reason));
        let bare = Refusal::of(reason, "  ");
        assert_eq!(bare.is_none(), reason == RefusalReason::Other);
    }
    let said = |reason, words: &str| {
        let refusal = Refusal::of(reason, words).unwrap();
        let command = refusal.command(key("Task/t"), TaskStatus::Requested, "pas de place");
        match command {
            Command::ChangeTaskStatus {
                from, to, reason, ..
            } => {
                assert_eq!(to, TaskStatus::Rejected);
                assert!(successors(&from).contains(&to));
                reason.unwrap().to_string()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(said(RefusalReason::NoRoom, ""), "pas de place");
    let until = said(RefusalReason::NoRoom, "avant janvier");
    assert_eq!(until, "pas de place – avant janvier");
    assert_eq!(said(RefusalReason::Other, "Travaux"), "Travaux");
}

fn referral(id: &str, sender: &str, receiver: &str) -> coordo_core::Task {
    let mut made = task(id);
    made.owner = to(receiver);
    input(&mut made, "retour-attendu", sender);
    made
}

#[test]
fn row_28_returns_are_counted_pair_by_pair_and_a_referral_stays_open_until_its_return() {
    let (gp, other_gp) = ("Practitioner/gp", "Practitioner/other");
    let cardiologist = "Practitioner/cardio";
    let mut back = referral("back", gp, cardiologist);
    more(&mut back).outputs.push(Parameter {
        text: Some("Compte rendu".into()),
        ..Parameter::default()
    });
    // Done for who did it, and open for who waits for the report.
    let mut silent = referral("silent", gp, cardiologist);
    silent.status = TaskStatus::Completed;
    let mut declined = referral("declined", gp, cardiologist);
    declined.status = TaskStatus::Rejected;
    let mut draft = referral("draft", gp, cardiologist);
    draft.status = TaskStatus::Draft;
    let mut world = World::new();
    for task in [&back, &silent, &declined, &draft] {
        world.task(task);
    }
    world.task(&referral("x", other_gp, cardiologist));
    world.task(&referral("y", gp, "Organization/ssr"));
    world.task(&task("no referral"));
    let returns = world.0.plan().returns();
    let told: Vec<_> = returns
        .iter()
        .map(|r| (r.parts(), r.awaited.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ((0, 1), vec![key("Task/y")]),
            ((1, 2), vec![key("Task/silent")]),
            ((0, 1), vec![key("Task/x")]),
        ]
    );
    let both = sum(returns.iter().cloned().chain(world.0.plan().returns()));
    assert_eq!(both[1].parts(), (2, 4));
    assert_eq!(both.len(), 3);
}

fn two() -> Alternation {
    Alternation::between(key("Practitioner/a"), key("Practitioner/b")).unwrap()
}

fn turn(n: usize, status: TaskStatus, owner: &str) -> Turn {
    Turn {
        task: key(&format!("Task/{n}")),
        status,
        owner: (!owner.is_empty()).then(|| key(&format!("Practitioner/{owner}"))),
    }
}

fn ids(performers: &[Option<coordo_core::RecordKey>]) -> String {
    let id = |who: &Option<coordo_core::RecordKey>| {
        who.as_ref().map_or("-".to_owned(), |key| key.id.clone())
    };
    performers.iter().map(id).collect()
}

#[test]
fn row_29_a_recurrence_alternates_between_two_performers() {
    let picked = Picked {
        from: day("2026-11-16"),
        every: (1, Unit::Week),
        only: vec![Weekday::Tuesday, Weekday::Friday],
        except: Vec::new(),
        at: PickedTime::AnyTime,
        until: Until::Times(5),
    };
    let all = occurrences(&timing(&picked).unwrap(), picked.from);
    let drafts = two().drafts(drafts(&TaskDraft::default(), &all, Zone::PARIS));
    let owners: String = drafts
        .iter()
        .map(|d| d.owner.clone().unwrap().id.clone())
        .collect();
    assert_eq!(owners, "ababa");
    assert_eq!(
        Alternation::between(key("Practitioner/a"), key("Practitioner/a")),
        None
    );
}

#[test]
fn row_29_who_skips_a_turn_has_the_next_one_and_all_to_come_move_on_by_one() {
    use TaskStatus as S;
    let planned = |second: TaskStatus| {
        vec![
            turn(0, S::Completed, "a"),
            turn(1, second, "b"),
            turn(2, S::Accepted, "a"),
            turn(3, S::Accepted, "b"),
            turn(4, S::Accepted, "a"),
        ]
    };
    assert_eq!(ids(&two().performers(&planned(S::Completed))), "ababa");
    assert_eq!(two().shifts(&planned(S::Completed)), []);
    let skipped = planned(S::Cancelled);
    assert_eq!(ids(&two().performers(&skipped)), "a-bab");
    let shifts: Vec<_> = two()
        .shifts(&skipped)
        .into_iter()
        .map(|command| match command {
            Command::AssignTask {
                task,
                owner,
                shown,
                is_offered,
                ..
            } => {
                assert!(is_offered, "who gets a turn is asked");
                (task.id.clone(), shown.unwrap().id.clone(), owner.id.clone())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let shift =
        |task: &str, from: &str, to: &str| (task.to_owned(), from.to_owned(), to.to_owned());
    assert_eq!(
        shifts,
        [
            shift("2", "a", "b"),
            shift("3", "b", "a"),
            shift("4", "a", "b")
        ]
    );
    // Who stood in is followed by the other; a third changes nothing between both.
    let mut stood_in = planned(S::Completed);
    stood_in[1].owner = Some(key("Practitioner/a"));
    assert_eq!(ids(&two().performers(&stood_in)), "aabab");
    stood_in[1].owner = Some(key("Practitioner/c"));
    assert_eq!(ids(&two().performers(&stood_in)), "acbab");
}

#[test]
fn row_29_the_turns_of_a_follow_up_are_its_tasks_in_the_order_of_their_dates() {
    let mut world = World::new();
    let of = |id: &str, planned: &str, status: TaskStatus| {
        let mut turn = task(id);
        turn.based_on = all(&["ServiceRequest/r"]);
        turn.execution = period(planned, "");
        turn.status = status;
        turn
    };
    world.task(&of("late", "2026-11-27", TaskStatus::Accepted));
    world.task(&of("undated", "", TaskStatus::Accepted));
    world.task(&of("first", "2026-11-13", TaskStatus::Completed));
    world.task(&of("error", "2026-11-14", TaskStatus::EnteredInError));
    world.task(&of("next", "2026-11-20", TaskStatus::Cancelled));
    let turns = world.0.plan().turns(&key("ServiceRequest/r"));
    let order: Vec<_> = turns.iter().map(|turn| turn.task.id.as_str()).collect();
    assert_eq!(order, ["first", "next", "late", "undated"]);
    assert!(turns[0].is_held() && turns[1].is_skipped());
    assert_eq!(world.0.plan().turns(&key("ServiceRequest/none")), []);
}

proptest! {
    /// Whatever was held, skipped or taken over: after its shifts a plan needs none, and no two
    /// turns that are held or to come follow each other with one performer but where one stood in.
    #[test]
    fn row_29_after_its_shifts_a_plan_alternates_and_needs_no_other(
        kinds in proptest::collection::vec((0_u8..4, any::<bool>()), 0..30),
    ) {
        let mut turns: Vec<Turn> = kinds.iter().enumerate().map(|(n, (kind, is_a))| {
            let status = match kind {
                0 => TaskStatus::Completed,
                1 => TaskStatus::Cancelled,
                _ => TaskStatus::Accepted,
            };
            turn(n, status, if *is_a { "a" } else { "b" })
        }).collect();
        for command in two().shifts(&turns) {
            let Command::AssignTask { task, owner, .. } = command else {
                panic!("{command:?}");
            };
            let turn = turns.iter_mut().find(|turn| turn.task == task).unwrap();
            prop_assert!(!turn.is_held() && !turn.is_skipped());
            turn.owner = Some(owner);
        }
        prop_assert_eq!(two().shifts(&turns), []);
        let real: Vec<&Turn> = turns.iter().filter(|turn| !turn.is_skipped()).collect();
        for pair in real.windows(2) {
            prop_assert!(pair[0].owner != pair[1].owner || pair[1].is_held());
        }
    }
}
