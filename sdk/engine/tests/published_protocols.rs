//! Protocols that nobody here wrote, and those of the stories: rows 38, 115, 116 and 118.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::path::{Path, PathBuf};

use coordo_core::calendar::{WorkingCalendar, Zone, department_of};
use coordo_core::coded::Coded;
use coordo_core::schedule::Protocol;
use coordo_core::{Instant, RecordKey, Reference, SourceId};
use coordo_engine::protocol::{
    Apply, Breach, Delegation, Standing, apply, breaches, standing, uses,
};
use coordo_fhir::Projection;
use coordo_fhir::read::read;
use serde_json::Value;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data")
}

fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn target(reference: &Reference) -> Option<RecordKey> {
    reference.target().map(key)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn protocol(resource: &Value) -> Protocol {
    let reading = read(&key("PlanDefinition/p"), &resource.to_string());
    reading.projection.protocol().unwrap().clone()
}

#[test]
fn row_38_published_plan_definitions_become_copies_with_a_title_and_their_version() {
    let vectors = data().join("test-vectors/android-fhir/plan-definition");
    let files = [
        (
            vectors.join(
                "cds-hooks-multiple-actions__cds_hooks_multiple_actions_plan_definition.json",
            ),
            2,
        ),
        (
            vectors.join("med-request__med_request_plan_definition.json"),
            1,
        ),
        (vectors.join("anc-visit__anc_visit_plan_definition.json"), 1),
        (
            vectors.join("cql-applicability-condition__plan_definition.json"),
            1,
        ),
        (
            data().join("medplum-mock/PlanDefinition-ExampleWorkflowPlanDefinition.json"),
            3,
        ),
    ];
    for (path, n) in files {
        let read = json(&path);
        let mut all = read["entry"].as_array().into_iter().flatten();
        let mut inner = all.find(|e| e["resource"]["resourceType"] == "PlanDefinition");
        let resource = inner.take().map_or(&read, |entry| &entry["resource"]);
        let protocol = protocol(resource);
        assert_eq!(standing(&protocol), Standing::Written);
        let copy = apply(&Apply {
            protocol: &protocol,
            plan: &key("CarePlan/p"),
            start: Instant(1_795_000_000_000),
            calendar: &WorkingCalendar::default(),
            team: &[],
        });
        assert_eq!(copy.steps.len(), n, "{}", path.display());
        for step in &copy.steps {
            assert!(!step.draft.title.is_empty(), "{}", path.display());
            assert_eq!(step.draft.protocol, copy.origin);
            assert_eq!(step.draft.owner, None);
        }
    }
}

/// The records of a story after a step.
fn story(folder: &str, steps: usize) -> Vec<(RecordKey, Projection)> {
    let folder = data().join("stories").join(folder);
    let mut all: Vec<(RecordKey, Projection)> = Vec::new();
    for n in 0..=steps {
        let name = if n == 0 {
            "bundle".to_owned()
        } else {
            "step".to_owned()
        };
        let bundle = json(&folder.join(format!("{name}-{n:02}.json")));
        for entry in bundle["entry"].as_array().unwrap() {
            let resource = &entry["resource"];
            let (Some(kind), Some(id)) =
                (resource["resourceType"].as_str(), resource["id"].as_str())
            else {
                continue;
            };
            let key = key(&format!("{kind}/{id}"));
            let projection = read(&key, &resource.to_string()).projection;
            all.retain(|(known, _)| *known != key);
            all.push((key, projection));
        }
    }
    all
}

fn find<'a>(all: &'a [(RecordKey, Projection)], key: &RecordKey) -> &'a Projection {
    &all.iter().find(|(known, _)| known == key).unwrap().1
}

/// The professions of a role, or of the person behind it.
fn professions(all: &[(RecordKey, Projection)], role: &RecordKey) -> Vec<Coded> {
    let role = find(all, role).actor().unwrap();
    let mut codes = role.codes.clone();
    if let Some(person) = target(&role.person) {
        codes.extend(find(all, &person).actor().unwrap().codes.clone());
    }
    codes
}

#[test]
fn rows_115_and_116_the_delegations_of_the_stories_break_what_a_coordinator_says_they_break() {
    for (folder, step, task, breach) in [
        (
            "1-sortie-hopital",
            9,
            "Task/t-suivi-delegue",
            Some(Breach::Expired),
        ),
        (
            "2-onco-geriatrie",
            6,
            "Task/t-entretien-delegue",
            Some(Breach::Profession),
        ),
        ("2-onco-geriatrie", 8, "Task/t-entretien-delegue", None),
    ] {
        let all = story(folder, step);
        let task = find(&all, &key(task)).task().unwrap();
        let canonical = task.more.as_ref().unwrap().protocol.clone();
        let mut protocols = all.iter().filter_map(|(_, found)| found.protocol());
        let protocol = protocols.find(|p| p.canonical() == canonical).unwrap();
        let (delegator, delegatee) = (target(&task.requester), target(&task.owner).unwrap());
        let professions = professions(&all, &delegatee);
        let person = find(&all, &target(&task.subject).unwrap()).actor().unwrap();
        let postal_code = person.addresses.iter().find_map(|a| a.postal_code.as_ref());
        let of = Delegation {
            protocol,
            delegator: delegator.as_ref(),
            delegatee: Some(&delegatee),
            professions: &professions,
            planned: task.execution.start.unwrap(),
            department: postal_code.and_then(|code| department_of(code)),
        };
        assert!(of.department.is_some(), "the person lives somewhere");
        let found: Vec<Breach> = breach.into_iter().collect();
        assert_eq!(breaches(&of, Zone::PARIS), found, "{folder} {step}");
        let counted = uses(all.iter().filter_map(|(_, found)| found.task()));
        assert_eq!(counted.len(), 1);
        assert_eq!((counted[0].n_copies, counted[0].n_tasks), (1, 1));
    }
}

#[test]
fn row_118_the_agreement_of_the_school_is_informal_and_used_all_the_same() {
    let all = story("3-enfant-handicap", 0);
    let agreement = find(&all, &key("PlanDefinition/accord-verticalisateur"));
    let agreement = agreement.protocol().unwrap();
    assert_eq!(standing(agreement), Standing::Informal);
    let used = uses(all.iter().filter_map(|(_, found)| found.task()));
    assert_eq!(Some(used[0].protocol.clone()), agreement.canonical());
}
