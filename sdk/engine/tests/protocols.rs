//! Protocols: rows 38, 51, 114, 115, 116, 117, 118, 122 and 133.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::calendar::{WorkingCalendar, Zone};
use coordo_core::coded::Coded;
use coordo_core::schedule::Protocol;
use coordo_core::task::Priority;
use coordo_core::timing::Unit;
use coordo_core::{
    Command, DateParts, FhirDate, Instant, Private, RecordKey, SourceId, TaskStatus,
};
use coordo_engine::mechanism::Reason;
use coordo_engine::protocol::{
    Apply, Breach, Copied, Delegation, DeviationKind, InvalidStep, Lack, Member, Obligation, Pair,
    PairState, Standing, apply, breaches, delegate, deviate, deviations, due_list, lacks, promote,
    standing, uses,
};
use coordo_fhir::read::read;

const PRADO: &str = include_str!("protocols/prado.json");
const DELEGATION: &str = include_str!("protocols/delegation.json");
const INFORMAL: &str = include_str!("protocols/informal.json");
const G15: &str = "https://smt.esante.gouv.fr/terminologie/TRE-G15";

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn protocol(text: &str) -> Protocol {
    let reading = read(&key("PlanDefinition", "p"), text);
    assert!(reading.notices.is_empty(), "{:?}", reading.notices);
    reading.projection.protocol().unwrap().clone()
}

fn profession(code: &'static str) -> Coded {
    Coded {
        system: G15.into(),
        code: code.into(),
        display: None,
    }
}

fn member(id: &str, code: &'static str) -> Member {
    Member {
        key: key("PractitionerRole", id),
        professions: vec![profession(code)],
    }
}

fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

fn date(text: &str) -> FhirDate {
    FhirDate::parse(text).unwrap()
}

fn day(text: &str) -> DateParts {
    match date(text) {
        FhirDate::Day(day) => day,
        other => panic!("{other:?}"),
    }
}

/// Discharged on Thursday 30 April 2026 at 14:00: the first of May is near.
const DISCHARGE: &str = "2026-04-30T14:00:00+02:00";

fn copied(protocol: &Protocol, team: &[Member]) -> Copied {
    apply(&Apply {
        protocol,
        plan: &key("CarePlan", "plan"),
        start: at(DISCHARGE),
        calendar: &WorkingCalendar::default(),
        team,
    })
}

fn ends(copy: &Copied) -> Vec<(String, String)> {
    let end =
        |window: coordo_core::task::Period| window.end.map_or(String::new(), FhirDate::to_fhir);
    let steps = copy.steps.iter();
    steps
        .map(|s| (s.step.clone(), end(s.draft.window)))
        .collect()
}

#[test]
fn row_114_a_return_home_gives_appointments_each_with_an_owner_and_a_due_date() {
    let prado = protocol(PRADO);
    let team = [
        member("idel", "60"),
        member("medecin", "10"),
        member("kine", "70"),
    ];
    let copy = copied(&prado, &team);
    let expected = [
        ("sortie", "2026-04-30"),
        ("lettre", "2026-04-30"),
        ("infirmier", "2026-05-02T14:00:00+02:00"),
        ("medecin", "2026-05-07"),
        ("bilan", "2026-05-05"),
        ("kine", "2026-05-19"),
        ("cardiologue", "2026-06-30"),
    ];
    let expected: Vec<_> = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    assert_eq!(ends(&copy), expected);
    for step in &copy.steps {
        let draft = &step.draft;
        assert!(draft.owner.is_some() && draft.is_offered, "{}", step.step);
        assert_eq!(
            draft.status(),
            TaskStatus::Requested,
            "asked, never assigned"
        );
        assert_eq!(draft.plan, Some(key("CarePlan", "plan")));
    }
    // The visit within 48 hours is due on a Saturday: shown, and left to the person.
    assert!(copy.steps[2].is_due_on_day_off);
    assert!(!copy.steps[3].is_due_on_day_off);
    assert_eq!(copy.steps[3].draft.priority, Priority::Urgent);
    // Three working days from a Thursday before the first of May.
    assert_eq!(copy.steps[5].draft.window.start, Some(date("2026-05-06")));
    // Two physicians: nobody is chosen by the software.
    let two = [member("medecin", "10"), member("cardiologue", "10")];
    let copy = copied(&prado, &two);
    assert_eq!(copy.steps[3].draft.owner, None);
    assert_eq!(copy.steps[3].candidates.len(), 2);
    assert_eq!(copy.steps[5].draft.status(), TaskStatus::Draft);
}

#[test]
fn row_114_what_comes_before_and_what_is_a_part_follows_into_the_commands() {
    let copy = copied(&protocol(PRADO), &[]);
    assert_eq!(copy.steps[1].parent, Some(0));
    assert_eq!(copy.steps[2].after, [0]);
    // "Before the consultation" makes the consultation follow.
    assert_eq!(copy.steps[3].after, [0, 4]);
    let order = copy.order();
    assert_eq!(order, [0, 1, 2, 4, 3, 5, 6]);
    let mut made: Vec<Option<RecordKey>> = vec![None; copy.steps.len()];
    let mut drafts = Vec::new();
    for place in order {
        let Some(Command::CreateTask(draft)) = copy.command(place, &made) else {
            panic!("a step makes a task");
        };
        made[place] = Some(key("Task", &place.to_string()));
        drafts.push((place, draft));
    }
    let of = |place: usize| &drafts.iter().find(|(p, _)| *p == place).unwrap().1;
    assert_eq!(of(1).parent, Some(key("Task", "0")));
    assert_eq!(of(3).after, [key("Task", "0"), key("Task", "4")]);
}

#[test]
fn row_38_a_copy_is_edited_freely_and_keeps_the_link_to_the_version_it_came_from() {
    let prado = protocol(PRADO);
    let original = copied(&prado, &[member("idel", "60")]);
    let canonical = "https://cpam.example/protocoles/prado-ic|3";
    assert_eq!(original.origin.as_deref(), Some(canonical));
    let mut edited = original.clone();
    edited.steps[2].draft.title = Private::from("Visite à deux");
    edited.steps[2].draft.note = None;
    edited.steps.remove(5);
    for step in &edited.steps {
        assert_eq!(step.draft.protocol.as_deref(), Some(canonical));
    }
    // The template is as it was, and gives the same copy again.
    assert_eq!(copied(&prado, &[member("idel", "60")]), original);
    let written = edited.command(2, &[]);
    let Some(Command::CreateTask(draft)) = written else {
        panic!("a task is made");
    };
    assert_eq!(draft.protocol.as_deref(), Some(canonical));
}

#[test]
fn row_117_a_copy_deviates_with_a_reason_and_its_use_is_counted() {
    let original = copied(
        &protocol(PRADO),
        &[member("idel", "60"), member("medecin", "10")],
    );
    let mut edited = original.clone();
    assert_eq!(deviations(&original, &edited), []);
    // Words are no deviation, nor is naming the one whom the protocol leaves open.
    edited.steps[4].draft.title = Private::from("Bilan");
    edited.steps[5].draft.owner = None;
    assert_eq!(deviations(&original, &edited), []);

    edited.steps[2].draft.window.end = Some(date("2026-05-04"));
    edited.steps[3].draft.owner = Some(key("PractitionerRole", "kine"));
    edited.steps[3].after.retain(|place| *place != 4);
    edited.steps[3].draft.priority = Priority::Routine;
    let mut added = edited.steps[0].clone();
    added.step = "appel".into();
    edited.steps.push(added);
    edited.steps.remove(6);
    let found: Vec<_> = deviations(&original, &edited)
        .into_iter()
        .map(|d| (d.step, d.kind))
        .collect();
    let expected = [
        ("infirmier", DeviationKind::OtherTime),
        ("medecin", DeviationKind::OtherOwner),
        ("medecin", DeviationKind::OtherOrder),
        ("medecin", DeviationKind::OtherPriority),
        ("cardiologue", DeviationKind::LeftOut),
        ("appel", DeviationKind::Added),
    ];
    let expected: Vec<_> = expected.map(|(a, b)| (a.to_owned(), b)).into();
    assert_eq!(found, expected);

    let what = deviations(&original, &edited).remove(0);
    let me = key("PractitionerRole", "idel");
    let now = at(DISCHARGE);
    let refused = deviate(&original, what.clone(), "  ", me.clone(), now);
    assert_eq!(refused, Err(what.clone()), "a deviation needs a reason");
    let kept = deviate(&original, what, "La famille est là lundi.", me.clone(), now).unwrap();
    assert_eq!(kept.protocol, original.origin);
    assert_eq!(
        (kept.by, kept.reason.as_str()),
        (me, "La famille est là lundi.")
    );
}

fn task(id: &str, protocol: &str, plan: &str, status: &str) -> coordo_core::Task {
    let text = format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"{status}","description":"x",
        "instantiatesCanonical":"{protocol}","basedOn":[{{"reference":"CarePlan/{plan}"}}]}}"#
    );
    let reading = read(&key("Task", id), &text);
    reading.projection.task().unwrap().clone()
}

#[test]
fn row_117_the_use_of_each_version_is_counted_by_copies_and_tasks() {
    let tasks = [
        task("1", "u|2", "a", "completed"),
        task("2", "u|2", "a", "ready"),
        task("3", "u|2", "b", "ready"),
        task("4", "u|1", "a", "cancelled"),
        task("5", "u|2", "c", "entered-in-error"),
    ];
    let counted: Vec<_> = uses(tasks.iter())
        .into_iter()
        .map(|u| (u.protocol, u.n_copies, u.n_tasks))
        .collect();
    assert_eq!(
        counted,
        [("u|1".to_owned(), 1, 1), ("u|2".to_owned(), 2, 3)]
    );
}

#[test]
fn row_117_a_template_has_steps_roles_triggers_and_a_review_date() {
    assert_eq!(lacks(&protocol(PRADO)), []);
    assert_eq!(protocol(PRADO).review_date, Some(date("2027-01-05")));
    assert_eq!(
        lacks(&protocol(DELEGATION)),
        [Lack::Triggers, Lack::ReviewDate]
    );
}

#[test]
fn row_118_an_informal_agreement_may_be_used_and_becomes_a_written_version() {
    let mut agreement = protocol(INFORMAL);
    assert_eq!(standing(&agreement), Standing::Informal);
    assert!(standing(&agreement).may_be_applied());
    assert_eq!(copied(&agreement, &[]).steps.len(), 1);
    let parents = vec![
        key("RelatedPerson", "mere"),
        key("PractitionerRole", "kine"),
    ];
    let today = date("2026-11-22");
    let missing = promote(&agreement, "2", parents.clone(), today);
    assert_eq!(
        missing,
        Err(vec![Lack::Roles, Lack::Triggers, Lack::ReviewDate])
    );
    agreement.review_date = Some(date("2027-06-01"));
    agreement.steps[0].roles = vec![profession("70")];
    agreement.steps[0].triggers = vec![Private::from("Chaque matin d'école")];
    assert_eq!(
        promote(&agreement, "1", parents.clone(), today),
        Err(Vec::new())
    );
    assert_eq!(promote(&agreement, "2", Vec::new(), today), Err(Vec::new()));
    let written = promote(&agreement, "2", parents.clone(), today).unwrap();
    assert_eq!(
        written.from.as_deref(),
        Some("https://ecole.example/accords/installation|1")
    );
    assert_eq!((written.version.as_str(), written.status), ("2", "active"));
    assert_eq!(written.agreed_by, parents);
}

fn delegation<'a>(
    protocol: &'a Protocol,
    who: &'a (RecordKey, RecordKey),
    professions: &'a [Coded],
    planned: &str,
    department: &'a str,
) -> Delegation<'a> {
    Delegation {
        protocol,
        delegator: Some(&who.0),
        delegatee: Some(&who.1),
        professions,
        planned: date(planned),
        department: Some(department),
    }
}

fn doctor_and_nurse() -> (RecordKey, RecordKey) {
    (
        key("PractitionerRole", "medecin"),
        key("PractitionerRole", "ide"),
    )
}

#[test]
fn row_115_a_delegated_task_carries_protocol_delegator_and_an_allowed_delegatee() {
    let asalee = protocol(DELEGATION);
    let who = doctor_and_nurse();
    let nurse = [profession("60")];
    let of = delegation(&asalee, &who, &nurse, "2026-06-01", "79");
    let task = delegate(&of, "Examen des pieds", Zone::PARIS, None).unwrap();
    let canonical = Some("https://equipe.example/protocoles/suivi-diabete|1.2");
    assert_eq!(task.draft.protocol.as_deref(), canonical);
    assert_eq!((task.delegator, task.delegatee), who);
    assert_eq!(task.draft.owner, Some(who.1.clone()));
    assert_eq!(
        task.draft.requester,
        Some(who.0.clone()),
        "the delegator is kept"
    );
    assert_eq!(task.allowed, None);

    let pharmacist = [profession("21")];
    let of = delegation(&asalee, &who, &pharmacist, "2026-06-01", "79");
    assert_eq!(breaches(&of, Zone::PARIS), [Breach::Profession]);
    let nobody = Delegation {
        delegator: None,
        ..delegation(&asalee, &who, &nurse, "2026-06-01", "79")
    };
    let reason = Reason::given("parce que", who.1.clone(), at(DISCHARGE));
    let refused = delegate(&nobody, "x", Zone::PARIS, reason);
    assert_eq!(
        refused,
        Err(vec![Breach::NoDelegator]),
        "no reason replaces a delegator"
    );
}

#[test]
fn row_116_an_expired_protocol_blocks_new_tasks_until_a_reason_is_given_and_kept() {
    let asalee = protocol(DELEGATION);
    let who = doctor_and_nurse();
    let nurse = [profession("60")];
    for (planned, department, breach) in [
        ("2026-11-30", "79", None),
        ("2026-12-01", "79", Some(Breach::Expired)),
        ("2026-11", "86", None),
        ("2024-12-31", "86", Some(Breach::NotYetValid)),
        ("2026-06-01", "35", Some(Breach::Territory)),
    ] {
        let of = delegation(&asalee, &who, &nurse, planned, department);
        let found: Vec<_> = breach.into_iter().collect();
        assert_eq!(breaches(&of, Zone::PARIS), found, "{planned} {department}");
    }
    let late = delegation(&asalee, &who, &nurse, "2026-12-01", "79");
    let reason = |words: &str| Reason::given(words, who.0.clone(), at("2026-12-01T09:00:00+01:00"));
    let title = "Examen des pieds";
    for none in [None, reason("  ")] {
        let refused = delegate(&late, title, Zone::PARIS, none);
        assert_eq!(refused, Err(vec![Breach::Expired]));
    }
    let given = reason("Renouvellement signé, pas encore publié.").unwrap();
    let task = delegate(&late, title, Zone::PARIS, Some(given.clone())).unwrap();
    let allowed = task.allowed.unwrap();
    assert_eq!(allowed.breaches, [Breach::Expired]);
    assert_eq!(allowed.reason, given);
    assert_eq!(task.draft.note, Some(given.words().clone()));
    // Where nobody knows the place, nothing is said about it.
    let unknown = Delegation {
        department: None,
        ..delegation(&asalee, &who, &nurse, "2026-06-01", "")
    };
    assert_eq!(breaches(&unknown, Zone::PARIS), []);
}

#[test]
fn row_122_recurring_obligations_by_condition_have_an_owner_and_an_overdue_list() {
    let condition = |code: &'static str| Coded {
        system: "http://hl7.org/fhir/sid/icd-10".into(),
        code: code.into(),
        display: None,
    };
    let obligation =
        |title: &str, code, every, last: Option<&str>, owner: Option<&str>| Obligation {
            title: Private::from(title),
            condition: condition(code),
            every,
            from: day("2025-01-15"),
            last_done: last.map(day),
            owner: owner.map(|id| key("PractitionerRole", id)),
        };
    let obligations = [
        obligation(
            "Bilan rénal",
            "E11",
            (1, Unit::Year),
            Some("2026-03-01"),
            Some("mg"),
        ),
        obligation("HbA1c", "E11", (3, Unit::Month), Some("2026-08-20"), None),
        obligation(
            "Fond d'œil",
            "E11",
            (1, Unit::Year),
            Some("2025-11-21"),
            Some("mg"),
        ),
        obligation(
            "Revue des traitements",
            "E11",
            (1, Unit::Year),
            None,
            Some("pharma"),
        ),
        obligation("Échographie", "I50", (1, Unit::Year), None, None),
    ];
    let due = due_list(
        &obligations,
        &[condition("E11")],
        at("2026-11-22T10:00:00+01:00"),
        &WorkingCalendar::default(),
    );
    let seen: Vec<_> = due
        .iter()
        .map(|d| (d.place, d.is_overdue, d.owner.is_some()))
        .collect();
    assert_eq!(
        seen,
        [
            (3, true, true),
            (1, true, false),
            (2, true, true),
            (0, false, true),
        ]
    );
    assert_eq!(due[1].due, day("2026-11-20"));
    // Due today is not overdue yet.
    let on_the_day = due_list(
        &obligations,
        &[condition("E11")],
        at("2026-11-20T23:59:00+01:00"),
        &WorkingCalendar::default(),
    );
    assert!(!on_the_day[1].is_overdue);
}

#[test]
fn row_133_a_pair_keeps_instruction_acknowledgement_result_and_both_authors() {
    let (specialist, nurse) = doctor_and_nurse();
    let at = |n: i64| Instant(n);
    let instruct = |words: &str| Pair::instruct(specialist.clone(), nurse.clone(), words, at(1));
    assert_eq!(instruct(" "), Err(InvalidStep::Empty));
    let alone = Pair::instruct(nurse.clone(), nurse.clone(), "x", at(1));
    assert_eq!(alone, Err(InvalidStep::OneActor));
    let mut pair = instruct("Montrez-moi la plaie de près.").unwrap();
    assert_eq!(
        pair.report(&nurse, "fait", at(2)),
        Err(InvalidStep::OutOfOrder)
    );
    assert_eq!(
        pair.acknowledge(&specialist, at(2)),
        Err(InvalidStep::NotTheirs)
    );
    assert_eq!(pair.acknowledge(&nurse, at(2)), Ok(()));
    assert_eq!(
        pair.acknowledge(&nurse, at(3)),
        Err(InvalidStep::OutOfOrder)
    );
    assert_eq!(pair.report(&nurse, "", at(3)), Err(InvalidStep::Empty));
    assert_eq!(pair.report(&nurse, "Bords nets.", at(3)), Ok(()));
    assert_eq!(pair.state(), PairState::Reported);
    let (author, words, when) = pair.instruction();
    assert_eq!(
        (author, words.as_str(), when),
        (&specialist, "Montrez-moi la plaie de près.", at(1))
    );
    assert_eq!(pair.acknowledgement(), Some((&nurse, at(2))));
    let (author, words, _) = pair.result().unwrap();
    assert_eq!((author, words.as_str()), (&nurse, "Bords nets."));
    let [guide, hands] = pair.drafts("Téléexpertise", &key("CarePlan", "p"));
    assert_eq!((guide.owner, hands.owner), (Some(specialist), Some(nurse)));
    assert!(hands.is_offered && !guide.is_offered);
    assert_eq!(
        hands.requester, guide.requester,
        "who guides asked for both"
    );
}

#[test]
fn row_51_a_length_in_a_template_becomes_a_period_in_the_copy() {
    let copy = copied(&protocol(PRADO), &[]);
    let kine = &copy.steps[5];
    let json = coordo_fhir::timing::to_json(kine.repeat.as_ref().unwrap());
    assert!(
        json.contains(r#""boundsPeriod":{"start":"2026-04-30","end":"2026-05-20"}"#),
        "{json}"
    );
    let shown: Vec<_> = kine
        .occurrences
        .iter()
        .map(|o| (o.day.month, o.day.day))
        .collect();
    assert_eq!(shown, [(5, 1), (5, 5), (5, 8), (5, 12), (5, 15), (5, 19)]);
}

#[test]
fn a_step_follows_the_latest_and_precedes_the_first_of_its_neighbours() {
    let relation = |to: &str, kind: &str, n: i32| {
        format!(
            r#"{{"actionId":"{to}","relationship":"{kind}","offsetDuration":{{"value":{n},"code":"d"}}}}"#
        )
    };
    let step = |id: &str, within: i32, related: &[String]| {
        let related = related.join(",");
        format!(
            r#"{{"id":"{id}","title":"x","timingDuration":{{"value":{within},"code":"d"}},"relatedAction":[{related}]}}"#
        )
    };
    let undated = |id: &str, related: &[String]| {
        let related = related.join(",");
        format!(r#"{{"id":"{id}","title":"x","relatedAction":[{related}]}}"#)
    };
    let steps = [
        step("a", 10, &[]),
        step("b", 20, &[]),
        undated(
            "c",
            &[
                relation("a", "after-end", 1),
                relation("b", "after-end", 1),
                relation("gone", "after-end", 9),
            ],
        ),
        undated(
            "d",
            &[
                relation("a", "before-start", 2),
                relation("b", "before-start", 2),
            ],
        ),
    ];
    let text = format!(
        r#"{{"resourceType":"PlanDefinition","id":"p","action":[{}]}}"#,
        steps.join(",")
    );
    let copy = copied(&protocol(&text), &[]);
    let of = |place: usize| ends(&copy)[place].1.clone();
    assert_eq!(of(2), "2026-05-21");
    assert_eq!(of(3), "2026-05-08");
}

#[test]
fn steps_in_a_ring_have_no_date_and_still_become_tasks() {
    let ring = r#"{"resourceType":"PlanDefinition","id":"p","action":[
        {"id":"a","title":"A","relatedAction":[{"actionId":"b","relationship":"after-end","offsetDuration":{"value":1,"code":"d"}}]},
        {"id":"b","title":"B","relatedAction":[{"actionId":"a","relationship":"after-end","offsetDuration":{"value":1,"code":"d"}}]},
        {"id":"c","title":"C","relatedAction":[{"actionId":"c","relationship":"after","offsetDuration":{"value":1,"code":"d"}},{"actionId":"gone","relationship":"after"}]}]}"#;
    let copy = copied(&protocol(ring), &[]);
    assert!(copy.steps.iter().all(|s| s.draft.window.is_empty()));
    let mut order = copy.order();
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2]);
    assert!(copy.steps[2].after.is_empty());
}
