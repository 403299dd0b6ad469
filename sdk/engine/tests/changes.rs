//! What changed, and what a plan has: rows 36 and 144, on the stories.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::path::Path;

use coordo_core::calendar::Zone;
use coordo_core::{Instant, Private, RecordKey, RecordMap, SourceId};
use coordo_engine::Record;
use coordo_engine::diff::{
    Changed, Facet, FacetValue, Facets, LastLook, MinimumSet, PlanContent, Requirement, Trace,
    completeness, facets, trace,
};
use coordo_fhir::read::read;
use coordo_fhir::{Document, Projection};
use proptest::prelude::*;

fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn record(projection: &Projection) -> Option<Record<'_>> {
    let found = projection.task().map(Record::Task);
    found
        .or_else(|| projection.care_plan().map(Record::Plan))
        .or_else(|| projection.care_team().map(Record::Team))
        .or_else(|| projection.goal().map(Record::Goal))
        .or_else(|| projection.actor().map(Record::Actor))
        .or_else(|| projection.event().map(Record::Event))
}

/// All records of a file of a story.
fn story(folder: &str, file: &str) -> RecordMap<Projection> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/stories");
    let bytes = std::fs::read(root.join(folder).join(file)).unwrap();
    let document = Document::read(bytes).unwrap();
    let mut all = RecordMap::default();
    for item in &document.items {
        let text = document.resource(item);
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let (kind, id) = (value["resourceType"].as_str(), value["id"].as_str());
        let key = RecordKey::new(SourceId("s".into()), kind.unwrap(), id.unwrap());
        all.insert(key.clone(), read(&key, text).projection);
    }
    all
}

fn all_facets(projections: &RecordMap<Projection>) -> RecordMap<Facets> {
    let mut all = RecordMap::default();
    for (key, projection) in projections {
        if let Some(record) = record(projection) {
            all.insert(key.clone(), facets(record));
        }
    }
    all
}

fn user() -> RecordKey {
    key("PractitionerRole/idec-corbineau")
}

#[test]
fn row_36_what_changed_since_i_last_looked_is_told_record_by_record_and_field_by_field() {
    let mut now = all_facets(&story("1-sortie-hopital", "bundle-00.json"));
    let mut look = LastLook::new(user());
    assert_eq!(
        look.changes(&now),
        [],
        "who never looked sees all for the first time"
    );
    look.look_at_all(&now, Instant(1));
    assert_eq!(look.changes(&now), []);
    for (key, facets) in &all_facets(&story("1-sortie-hopital", "step-01.json")) {
        now.insert(key.clone(), facets.clone());
    }
    let changes = look.changes(&now);
    let seen: Vec<(String, Vec<Facet>)> = changes
        .iter()
        .map(|change| {
            let facets = match &change.changed {
                Changed::Differs(deltas) => deltas.iter().map(|d| d.facet).collect(),
                Changed::Came | Changed::Went => Vec::new(),
            };
            (change.key.reference(), facets)
        })
        .collect();
    let expected = [
        ("CarePlan/plan-sortie", vec![Facet::Activities]),
        (
            "Encounter/sejour-cardio",
            vec![Facet::Status, Facet::Planned],
        ),
        ("Task/t-aide-domicile", vec![]),
        ("Task/t-lettre-liaison", vec![Facet::Status]),
        ("Task/t-ordonnances", vec![Facet::Status]),
        ("Task/t-pilulier", vec![Facet::Status]),
        ("Task/t-sortie-prep", vec![Facet::Status]),
    ];
    let expected: Vec<_> = expected.map(|(k, f)| (k.to_owned(), f)).into();
    assert_eq!(seen, expected);
    assert_eq!(changes[2].changed, Changed::Came);
    let Changed::Differs(deltas) = &changes[6].changed else {
        panic!("a status differs");
    };
    let code = |code: &str| Some(FacetValue::Code(code.into()));
    assert_eq!(deltas[0].before, code("in-progress"));
    assert_eq!(deltas[0].now, code("completed"));
}

#[test]
fn row_36_unread_marks_are_a_users_own_and_end_when_they_look_or_when_they_changed_it() {
    let mut now = all_facets(&story("2-onco-geriatrie", "bundle-00.json"));
    let (mut anne, mut paul) = (
        LastLook::new(user()),
        LastLook::new(key("Practitioner/paul")),
    );
    anne.look_at_all(&now, Instant(1));
    paul.look_at_all(&now, Instant(1));
    let team = key("CareTeam/cercle-lucien");
    for (key, facets) in &all_facets(&story("2-onco-geriatrie", "step-01.json")) {
        now.insert(key.clone(), facets.clone());
    }
    assert!(anne.is_unread(&team, now.get(&team)));
    anne.look_at(&team, now.get(&team));
    assert!(!anne.is_unread(&team, now.get(&team)));
    assert!(
        paul.is_unread(&team, now.get(&team)),
        "the mark of one is not that of another"
    );
    // A task whose owner changed, and one that Paul changed himself.
    let care = key("Task/t-soutien-aidante");
    assert!(anne.is_unread(&care, now.get(&care)));
    paul.look_at(&care, now.get(&care));
    assert!(!paul.is_unread(&care, now.get(&care)));
    // What is gone bears a mark until it is looked at.
    now.remove(&care);
    assert!(paul.is_unread(&care, None));
    assert!(
        paul.changes(&now)
            .iter()
            .any(|c| c.key == care && c.changed == Changed::Went)
    );
    paul.look_at(&care, None);
    assert!(!paul.is_unread(&care, None));
    assert_eq!(LastLook::<u64>::new(user()).at(), None);
}

#[test]
fn row_36_a_trace_tells_which_facets_changed_and_nothing_of_what_they_say() {
    let before = all_facets(&story("2-onco-geriatrie", "bundle-00.json"));
    let care = key("Task/t-soutien-aidante");
    let mut look = LastLook::new(user());
    look.look_at(&care, before.get(&care).map(trace).as_ref());
    assert_eq!(look.change(&care, None), None, "who never looked");
    look.looked_at(Instant(1));
    let same: Trace = trace(before.get(&care).unwrap());
    assert_eq!(look.change(&care, Some(&same)), None);
    let now = all_facets(&story("2-onco-geriatrie", "step-01.json"));
    let now = trace(now.get(&care).unwrap());
    let Some(Changed::Differs(deltas)) = look.change(&care, Some(&now)) else {
        panic!("no change");
    };
    let by_trace: Vec<Facet> = deltas.iter().map(|delta| delta.facet).collect();
    let mut whole = LastLook::new(user());
    whole.look_at(&care, before.get(&care));
    whole.looked_at(Instant(1));
    let facets = all_facets(&story("2-onco-geriatrie", "step-01.json"));
    let Some(Changed::Differs(deltas)) = whole.change(&care, facets.get(&care)) else {
        panic!("no change");
    };
    let by_value: Vec<Facet> = deltas.iter().map(|delta| delta.facet).collect();
    assert_eq!(by_trace, by_value);
    assert_eq!(look.change(&care, None), Some(Changed::Went));
    assert_eq!(
        look.change(&key("Task/new"), Some(&now)),
        Some(Changed::Came)
    );
}

#[test]
fn row_144_each_plan_shows_what_it_has_of_the_minimum_its_maintainer_and_last_review_first() {
    let now = Instant::from_fhir("2026-11-20T10:00:00+01:00").unwrap();
    let missing = |folder: &str, plan: &str, set: &MinimumSet| {
        let all = story(folder, "bundle-00.json");
        let teams: Vec<_> = all.values().filter_map(Projection::care_team).collect();
        let plan = all.get(&key(plan)).unwrap().care_plan().unwrap();
        let content = PlanContent {
            plan,
            teams: &teams,
            n_tasks: 0,
            now,
            zone: Zone::PARIS,
        };
        let found = completeness(&content, set);
        assert_eq!(found.parts().1, set.0.len());
        assert_eq!(found.is_complete(), found.missing.is_empty());
        found.missing
    };
    let all = MinimumSet::default();
    let hospital = missing("1-sortie-hopital", "CarePlan/plan-sortie", &all);
    assert_eq!(hospital, [Requirement::LastReview]);
    // Nobody keeps up the child's plan.
    let child = missing("3-enfant-handicap", "CarePlan/plan-enfant", &all);
    assert!(child.contains(&Requirement::Maintainer));
    assert!(child.contains(&Requirement::LastReview));
    let set = MinimumSet(vec![Requirement::Title, Requirement::Goal]);
    assert_eq!(
        missing("3-enfant-handicap", "CarePlan/plan-enfant", &set),
        []
    );
    for requirement in Requirement::ALL {
        assert_eq!(
            Requirement::from_code(requirement.code()),
            Some(requirement)
        );
    }
}

#[test]
fn row_144_a_plan_without_anything_lacks_all_and_a_review_to_come_was_not_held() {
    let at = Instant::from_fhir("2026-11-20T10:00:00+01:00").unwrap();
    let lacks = |text: &str| {
        let reading = read(&key("CarePlan/p"), text);
        let plan = reading.projection.care_plan().unwrap().clone();
        let content = PlanContent {
            plan: &plan,
            teams: &[],
            n_tasks: 0,
            now: at,
            zone: Zone::PARIS,
        };
        completeness(&content, &MinimumSet::default()).missing
    };
    assert_eq!(
        lacks(r#"{"resourceType":"CarePlan","id":"p"}"#),
        Requirement::ALL
    );
    let reviewed = |date: &str| {
        let url = "https://coordo.example/fhir/StructureDefinition/date-de-derniere-revue";
        let text = format!(
            r#"{{"resourceType":"CarePlan","id":"p","extension":[{{"url":"{url}","valueDate":"{date}"}}]}}"#
        );
        !lacks(&text).contains(&Requirement::LastReview)
    };
    assert!(reviewed("2026-11-20") && reviewed("2026-10"));
    assert!(!reviewed("2026-11-21"));
}

fn any_map() -> impl Strategy<Value = RecordMap<Facets>> {
    let value = (0..3_u8).prop_map(|n| FacetValue::Text(Private(n.to_string())));
    let facets =
        proptest::collection::btree_map(proptest::sample::select(Facet::ALL.to_vec()), value, 0..4);
    proptest::collection::btree_map(0..12_u8, facets, 0..12).prop_map(|all| {
        let mut map = RecordMap::default();
        for (id, facets) in all {
            map.insert(key(&format!("Task/{id}")), facets.into_iter().collect());
        }
        map
    })
}

proptest! {
    #[test]
    fn row_36_changes_are_exactly_what_differs_and_looking_ends_them(before in any_map(), now in any_map()) {
        let mut look = LastLook::new(user());
        look.look_at_all(&before, Instant(0));
        let changes = look.changes(&now);
        for id in 0..12_u8 {
            let key = key(&format!("Task/{id}"));
            let change = changes.iter().find(|c| c.key == key).map(|c| &c.changed);
            prop_assert_eq!(look.is_unread(&key, now.get(&key)), change.is_some());
            match (before.get(&key), now.get(&key)) {
                (None, None) => prop_assert_eq!(change, None),
                (None, Some(_)) => prop_assert_eq!(change, Some(&Changed::Came)),
                (Some(_), None) => prop_assert_eq!(change, Some(&Changed::Went)),
                (Some(a), Some(b)) if a == b => prop_assert_eq!(change, None),
                (Some(_), Some(_)) => {
                    let is_told = matches!(change, Some(Changed::Differs(deltas)) if !deltas.is_empty());
                    prop_assert!(is_told);
                }
            }
        }
        prop_assert!(changes.windows(2).all(|pair| pair[0].key < pair[1].key));
        look.look_at_all(&now, Instant(1));
        prop_assert_eq!(look.changes(&now), Vec::new());
    }
}
