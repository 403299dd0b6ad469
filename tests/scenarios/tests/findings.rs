//! What the rules find in FHIR that nobody here wrote: sense, and no noise.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coordo_core::calendar::WorkingCalendar;
use coordo_core::{Instant, RecordKey, Reference, SourceId};
use coordo_engine::{Code, Engine, Plan, Severity, same_source};
use coordo_fhir::document::Document;
use coordo_fhir::read::identify;
use coordo_testkit::findings::{put_led, thresholds};
use coordo_testkit::folders;

fn now() -> Instant {
    Instant::from_fhir("2026-11-16T09:00:00Z").unwrap()
}

/// The documents of one person or one publisher together, told to an engine; references to full
/// addresses of entries, and to ids as `urn:uuid`, are led to them.
fn told(documents: &[Document]) -> Engine {
    let source = SourceId("s".into());
    let mut read: Vec<(RecordKey, &str, Option<Instant>)> = Vec::new();
    let mut named: BTreeMap<String, RecordKey> = BTreeMap::new();
    for document in documents {
        for item in &document.items {
            let text = document.resource(item);
            let Some((resource, _)) = identify(&source, text, &item.place) else {
                continue;
            };
            if let Some(url) = &item.full_url {
                named.insert(url.clone(), resource.key.clone());
            }
            let urn = format!("urn:uuid:{}", resource.key.id);
            named.insert(urn, resource.key.clone());
            read.push((resource.key, text, resource.updated));
        }
    }
    let lead = |from: &RecordKey, reference: &Reference| {
        let full = reference.target().and_then(|t| named.get(t));
        full.cloned().or_else(|| same_source(from, reference))
    };
    let mut engine = Engine::new(Plan::default(), WorkingCalendar::default(), thresholds());
    for (key, text, updated) in read {
        put_led(&mut engine, &key, text, updated, &lead);
    }
    engine.evaluate(now());
    engine
}

/// All data but the stories: each bundle by itself, all other files of a folder together.
fn groups() -> BTreeMap<PathBuf, Vec<Document>> {
    let mut groups: BTreeMap<PathBuf, Vec<Document>> = BTreeMap::new();
    for file in folders::files() {
        let is_story = file.path.to_string_lossy().contains("/stories/");
        let Ok(document) = Document::read(file.bytes) else {
            continue;
        };
        let folder = file.path.parent().unwrap().to_owned();
        let is_alone = document.bundle_type.is_some();
        let group = if is_alone { file.path } else { folder };
        if !is_story {
            groups.entry(group).or_default().push(document);
        }
    }
    groups
}

fn is_of(path: &Path, part: &str) -> bool {
    path.to_string_lossy().contains(part)
}

fn codes(engine: &Engine) -> Vec<Code> {
    engine.findings().iter().map(|f| f.code).collect()
}

#[test]
fn published_data_give_few_findings_and_each_is_one_that_a_coordinator_would_look_at() {
    let mut counts: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
    for (path, documents) in groups() {
        let here = folders::root().join("tests/data");
        let Ok(inside) = path.strip_prefix(&here) else {
            // Data of a host: any finding may be right, and none may fail.
            told(&documents);
            continue;
        };
        let publisher = inside.iter().next().unwrap().to_string_lossy().into_owned();
        for finding in told(&documents).findings() {
            let (code, severity) = (finding.code.as_str(), finding.severity.as_str());
            let of = (publisher.clone(), code, severity);
            *counts.entry(of).or_default() += 1;
        }
    }
    let counted: Vec<_> = counts
        .iter()
        .map(|((publisher, code, severity), n)| (publisher.as_str(), *code, *severity, *n))
        .collect();
    assert_eq!(counted, REVIEWED);
}

/// What is found in the published data: each line was looked at, and would be wanted.
#[rustfmt::skip]
const REVIEWED: [(&str, &str, &str, usize); 10] = [
    // A circle of three, and no role or engagement says who leads it.
    ("ans-cercle-de-soins", "no-referent", "attention", 2),
    // The actions name the plan of another example, their means the plan that is here.
    ("ans-tddui", "other-plan", "info", 1),
    // Teams of examples that have a period to this day and no coordinator.
    ("hl7-fhir-r4-core-examples", "no-referent", "attention", 4),
    // Requests to laboratories of 2016 to 2018 that nobody ever accepted.
    ("hl7-fhir-r4-core-examples", "offer-unanswered", "urgent", 4),
    ("hl7-us-mcc-ecareplan", "no-referent", "attention", 1),
    // Two steps of a workflow are ready, and nobody is named.
    ("medplum-mock", "no-owner", "attention", 2),
    // One line a person who has died with active plans, instead of one a plan or an activity.
    ("synthea-r4-2019", "plan-of-deceased", "info", 38),
    // One line a person, whatever the number of their teams.
    ("synthea-r4-2020-careteam", "no-referent", "attention", 3),
    // Tasks that protocols make without saying whose they are.
    ("test-vectors", "no-owner", "attention", 5),
    ("test-vectors", "no-referent", "attention", 1),
];

#[test]
fn parts_of_one_plan_whose_wholes_name_a_plan_that_is_not_there_are_one_line() {
    for (path, documents) in groups() {
        if is_of(&path, "Bundle-tddui-pp-pa") {
            let engine = told(&documents);
            let found = engine.findings();
            assert_eq!(codes(&engine), [Code::OtherPlan]);
            assert_eq!(found[0].severity, Severity::Info);
            // The plan, and the four actions that name another person's.
            assert_eq!(found[0].subjects.len(), 5);
        }
    }
}

#[test]
fn active_plans_of_the_dead_are_told_once_a_person_and_undated_goals_never() {
    let (mut n_dead, mut n_goals) = (0, 0);
    for (path, documents) in groups() {
        if !is_of(&path, "synthea") {
            continue;
        }
        let engine = told(&documents);
        for finding in engine.findings() {
            let about = &finding.subjects[0];
            if finding.code == Code::PlanOfDeceased {
                n_dead += 1;
            } else {
                assert_eq!(finding.code, Code::NoReferent, "{}", path.display());
                assert_eq!(about.kind, "CareTeam");
            }
            assert!(finding.subjects.iter().all(|s| s.kind != "Goal"));
        }
        let texts = documents.iter().flat_map(|d| &d.items);
        n_goals += texts.count();
    }
    assert!(
        n_dead > 0 && n_goals > 0,
        "{n_dead} dead, {n_goals} resources"
    );
}

#[test]
fn the_page_of_all_rules_is_what_the_code_says() {
    let page = coordo_testkit::rules_page::page();
    let held = std::fs::read_to_string(folders::root().join(coordo_testkit::rules_page::PATH));
    assert_eq!(held.unwrap(), page, "run `cargo xtask gen`");
    for code in Code::ALL {
        assert!(page.contains(&format!("## `{}`", code.as_str())));
    }
}

#[test]
fn every_row_that_a_rule_was_drawn_from_can_be_read() {
    let path = folders::root().join("demo-site/docs/sources.md");
    let sources = std::fs::read_to_string(path).unwrap();
    for code in Code::ALL {
        for row in code.rule_facts().source.rows {
            let line = format!("\n| {row} | ");
            assert!(sources.contains(&line), "{}: row {row}", code.as_str());
        }
    }
}
