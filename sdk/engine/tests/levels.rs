//! Levels: rows 8, 86 and 101. What the compiler refuses is tested in the documentation of the
//! module.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::calendar::Zone;
use coordo_core::coded::Coded;
use coordo_core::task::Priority;
use coordo_core::{Instant, Private, RecordKey, SourceId, Task};
use coordo_engine::levels::{
    Above, Board, BoardItem, CannotRise, Count, Department, DeskIssue, IssueNumber, Level, Needs,
    PersonIssue, ProtocolRef, Shown, State, StructureRef, TableIssue, WrittenForAll, board, shown,
    table,
};
use coordo_fhir::read::read;
use proptest::prelude::*;

const SYSTEM: &str = "https://coordo.example/fhir/CodeSystem/besoins";

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn coded(code: &str) -> Coded {
    Coded {
        system: SYSTEM.into(),
        code: code.to_owned().into(),
        display: None,
    }
}

fn needs() -> Needs {
    Needs::new(vec![coded("aide-a-domicile"), coded("transport")])
}

fn task(id: &str, more: &str) -> Task {
    let text = format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"in-progress","authoredOn":"2026-11-20","description":"Odette Marchandeau : {id}"{more}}}"#
    );
    let reading = read(&key("Task", id), &text);
    reading.projection.task().unwrap().clone()
}

/// A task of a person, with a need of the list.
fn of_a_person() -> Task {
    let code = r#","for":{"reference":"Patient/odette"},"code":{"coding":[{"system":"https://coordo.example/fhir/CodeSystem/besoins","code":"transport","display":"pour Odette"}]}"#;
    task("1", code)
}

fn at_level(id: &str, level: &str, more: &str) -> Task {
    let tag = format!(
        r#","meta":{{"tag":[{{"system":"https://coordo.example/fhir/CodeSystem/niveau","code":"{level}"}}]}}{more}"#
    );
    task(id, &tag)
}

fn above(list: Shown<'_>) -> Vec<Above> {
    match list {
        Shown::Above(items) => items,
        Shown::Person(_) => panic!("it is above the person"),
    }
}

/// Every field of what is told above, by name: one that is added has to be looked at here.
fn fields(item: &Above) -> String {
    let Above {
        level,
        need,
        title,
        structure,
        protocol,
        state,
        priority,
        month,
    } = item;
    let title = title.as_ref().map(WrittenForAll::words);
    let structure = structure.as_ref().map(|s| s.key().id.clone());
    let protocol = protocol.as_ref().map(|p| p.key().id.clone());
    format!(
        "{level:?} {need:?} {title:?} {structure:?} {protocol:?} {state:?} {priority:?} {month:?}"
    )
}

#[test]
fn row_8_every_item_has_a_level_and_lists_above_never_show_a_person() {
    let person = of_a_person();
    let procedure = at_level("procedure", "structure", "");
    let territory = at_level("diagnostic", "territoire", "");
    // What is for somebody is theirs, whatever it is tagged with.
    let mistagged = at_level(
        "erreur",
        "territoire",
        r#","for":{"reference":"Patient/odette"}"#,
    );
    assert_eq!(Level::of(&person), Level::Person);
    assert_eq!(Level::of(&procedure), Level::Structure);
    assert_eq!(Level::of(&territory), Level::Territory);
    assert_eq!(Level::of(&mistagged), Level::Person);
    let tasks = [&person, &procedure, &territory, &mistagged];
    let structure = |_: &Task| StructureRef::of(&key("Organization", "dac"));
    let at = |level| shown(&tasks, level, &needs(), Zone::PARIS, &structure);
    let Shown::Person(all) = at(Level::Person) else {
        panic!("the person's level shows the items");
    };
    assert_eq!(all.len(), 4);
    let meso = above(at(Level::Structure));
    assert_eq!(meso.len(), 4);
    assert_eq!(
        needs().get(meso[0].need.unwrap()),
        Some(&coded("transport"))
    );
    assert_eq!(meso[0].state, State::UnderWay);
    let macros = above(at(Level::Territory));
    assert_eq!(macros.len(), 3, "what a structure does stays there");
    for item in meso.iter().chain(&macros) {
        let told = fields(item);
        assert!(
            !told.contains("odette") && !told.contains("pour Odette"),
            "{told}"
        );
        let is_own = item.title.is_some();
        assert_eq!(
            told.contains("Odette"),
            is_own,
            "only what was written for that level"
        );
    }
    assert!(macros.iter().all(|item| item.structure.is_none()));
    assert_eq!(macros.iter().filter(|item| item.title.is_some()).count(), 1);
}

#[test]
fn row_86_boards_of_a_territory_and_of_a_project_hold_nothing_of_a_person() {
    let about = |task: &Task| {
        let reference = [&task.subject, &task.focus]
            .into_iter()
            .find(|reference| !reference.is_empty())?;
        let (kind, id) = reference.literal()?;
        Some(key(kind, id))
    };
    let focus = r#","focus":{"reference":"PlanDefinition/plaies"}"#;
    let person = of_a_person();
    let writing = at_level("ecrire", "structure", focus);
    let meeting = at_level("reunion", "territoire", "");
    // A person's task that follows the same protocol is not of the project.
    let followed = task(
        "suivi",
        r#","for":{"reference":"Patient/odette"},"focus":{"reference":"PlanDefinition/plaies"}"#,
    );
    let tasks = [&person, &writing, &meeting, &followed];
    let items = |which: &Board| board(which, &tasks, &needs(), Zone::PARIS, &about);
    let of_person = items(&Board::Person(key("Patient", "odette")));
    assert_eq!(of_person.len(), 2);
    assert!(
        of_person
            .iter()
            .all(|item| matches!(item, BoardItem::Task(_)))
    );
    let protocol = ProtocolRef::of(&key("PlanDefinition", "plaies")).unwrap();
    for (which, n) in [(Board::Project(protocol), 1), (Board::Territory, 1)] {
        let found = items(&which);
        assert_eq!(found.len(), n, "{which:?}");
        for item in found {
            let BoardItem::Above(item) = item else {
                panic!("no task of a person above");
            };
            assert!(!fields(&item).contains("odette"));
        }
    }
}

fn issue(need: &str) -> PersonIssue {
    PersonIssue {
        from: key("Task", "t-aide"),
        subject: key("Patient", "odette"),
        title: Private::from("Pas d'aide à domicile pour Odette"),
        need: Some(coded(need)),
        structure: key("Organization", "dac"),
        department: Some("49".into()),
        priority: Priority::Urgent,
        raised_by: key("PractitionerRole", "coordinatrice"),
        raised_at: Instant::from_fhir("2026-11-20T10:00:00+01:00").unwrap(),
    }
}

fn rise(issue: &PersonIssue) -> Result<DeskIssue, CannotRise> {
    let now = Instant::from_fhir("2026-11-21T10:00:00+01:00").unwrap();
    let by = key("PractitionerRole", "pilote");
    let risen = issue.escalate(IssueNumber(7), by.clone(), now, &needs(), Zone::PARIS);
    risen.map(|(desk, link)| {
        assert_eq!(
            (link.from, link.to, link.by),
            (key("Task", "t-aide"), IssueNumber(7), by)
        );
        desk
    })
}

#[test]
fn row_101_an_issue_rises_to_the_desk_and_to_the_table_and_leaves_the_person_behind() {
    let desk = rise(&issue("aide-a-domicile")).unwrap();
    let DeskIssue {
        need,
        structure,
        department,
        priority,
        month,
    } = desk.clone();
    assert_eq!(needs().get(need), Some(&coded("aide-a-domicile")));
    assert_eq!(structure.key(), &key("Organization", "dac"));
    assert_eq!(department.unwrap().code(), "49");
    assert_eq!((priority, month.parts()), (Priority::Urgent, (2026, 11)));

    let transport = rise(&issue("transport")).unwrap();
    let issues = [desk.clone(), transport, desk.clone(), desk];
    let rows = table(&issues, 3);
    let seen: Vec<_> = rows
        .iter()
        .map(
            |TableIssue {
                 need,
                 department,
                 quarter,
                 count,
             }| {
                (
                    *need,
                    department.map(|d| d.code().to_owned()),
                    (quarter.year, quarter.quarter),
                    *count,
                )
            },
        )
        .collect();
    assert_eq!(
        seen,
        [
            (need, Some("49".to_owned()), (2026, 4), Count::Exactly(3)),
            (
                needs().find(&coded("transport")).unwrap(),
                Some("49".to_owned()),
                (2026, 4),
                Count::FewerThan(3)
            ),
        ]
    );
}

#[test]
fn row_101_what_could_not_be_told_without_the_person_does_not_rise() {
    assert_eq!(
        rise(&issue("Odette a besoin de moi")),
        Err(CannotRise::NoNeed)
    );
    let without = PersonIssue {
        need: None,
        ..issue("transport")
    };
    assert_eq!(rise(&without), Err(CannotRise::NoNeed));
    let alone = PersonIssue {
        structure: key("Patient", "odette"),
        ..issue("transport")
    };
    assert_eq!(rise(&alone), Err(CannotRise::NoStructure));
    let nowhere = PersonIssue {
        department: Some("chez Odette".into()),
        ..issue("transport")
    };
    assert_eq!(rise(&nowhere).unwrap().department, None);
    assert_eq!(Department::of("2A").unwrap().code(), "2A");
    assert_eq!(Department::of("974").unwrap().code(), "974");
}

proptest! {
    #[test]
    fn row_101_whatever_a_person_level_says_nothing_of_it_is_above(
        name in "[A-Z][a-z]{6,12}", id in "[a-z0-9]{8,12}", n in 1_usize..6,
    ) {
        let written = PersonIssue {
            subject: key("Patient", &id),
            title: Private(name.clone()),
            from: key("Task", &id),
            raised_by: key("Practitioner", &id),
            department: Some(name.clone()),
            ..issue("transport")
        };
        let desk = rise_any(&written);
        let told = format!("{desk:?} {} {:?}", desk.structure.key().id, table(&vec![desk.clone(); n], 5));
        prop_assert!(!told.contains(&name) && !told.contains(&id), "{}", told);
    }
}

fn rise_any(issue: &PersonIssue) -> DeskIssue {
    let by = key("PractitionerRole", "pilote");
    let risen = issue.escalate(IssueNumber(1), by, Instant(0), &needs(), Zone::PARIS);
    risen.unwrap().0
}

/// Every text in a record that tells who a person is: names, identifiers, addresses, numbers.
fn texts_of(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.len() > 3 => found.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts_of(item, found)),
        serde_json::Value::Object(members) => members.values().for_each(|m| texts_of(m, found)),
        serde_json::Value::String(_)
        | serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_) => {}
    }
}

#[test]
fn row_8_of_the_stories_nothing_above_tells_who_a_person_is() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/stories");
    for folder in ["1-sortie-hopital", "2-onco-geriatrie", "3-enfant-handicap"] {
        let bytes = std::fs::read(root.join(folder).join("bundle-00.json")).unwrap();
        let bundle: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let (mut tasks, mut secrets, mut codes) = (Vec::new(), Vec::new(), Vec::new());
        for entry in bundle["entry"].as_array().unwrap() {
            let resource = &entry["resource"];
            let kind = resource["resourceType"].as_str().unwrap();
            let own = [
                "id",
                "name",
                "identifier",
                "telecom",
                "address",
                "birthDate",
                "description",
            ];
            if matches!(kind, "Patient" | "RelatedPerson" | "Task") {
                own.iter()
                    .for_each(|field| texts_of(&resource[*field], &mut secrets));
            }
            if kind == "Task" {
                let id = resource["id"].as_str().unwrap();
                let reading = read(&key("Task", id), &resource.to_string());
                let task = reading.projection.task().unwrap().clone();
                codes.extend(task.more.as_ref().and_then(|more| more.code.clone()));
                tasks.push(task);
            }
        }
        let needs = Needs::new(codes);
        let tasks: Vec<&Task> = tasks.iter().collect();
        let structure = |_: &Task| StructureRef::of(&key("Organization", "dac"));
        assert!(secrets.len() > 20, "{folder}");
        for level in [Level::Structure, Level::Territory] {
            let items = above(shown(&tasks, level, &needs, Zone::PARIS, &structure));
            assert_eq!(
                items.len(),
                tasks.len(),
                "all are told, none with its person"
            );
            for item in &items {
                let told = fields(item);
                let leak = secrets.iter().find(|secret| told.contains(secret.as_str()));
                assert_eq!(leak, None, "{folder}: {told}");
            }
        }
    }
}
