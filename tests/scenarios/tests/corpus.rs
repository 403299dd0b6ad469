//! FHIR that nobody here wrote: every resource keeps its bytes, an edit changes only what it names.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::decide::StatusDecision;
use coordo_core::{Change, ChangeKind, Instant, Private, RecordKey, SourceId, TaskStatus};
use coordo_fhir::{Document, edit, read, write};
use coordo_testkit::folders;
use serde_json::Value;

fn source() -> SourceId {
    SourceId("s".to_owned())
}

/// Calls back with every resource of every file; says how many there were.
fn each_resource(mut see: impl FnMut(&str, &str)) -> usize {
    let mut n = 0;
    for file in folders::files() {
        let Ok(document) = Document::read(file.bytes.clone()) else {
            continue;
        };
        for item in &document.items {
            let text = document.resource(item);
            if !text.is_empty() {
                n += 1;
                see(&format!("{} {}", file.path.display(), item.place), text);
            }
        }
    }
    n
}

#[test]
fn every_document_that_is_read_and_not_edited_is_written_as_the_same_bytes() {
    let mut n = 0;
    for file in folders::files() {
        match Document::read(file.bytes.clone()) {
            Ok(document) => {
                assert_eq!(
                    document.write(|_| None),
                    file.bytes,
                    "{}",
                    file.path.display()
                );
                // Writing each resource again as its own text is no edit either.
                let same = document.write(|n| document.items.get(n).map(|i| document.resource(i)));
                assert_eq!(same, file.bytes, "{}", file.path.display());
                n += 1;
            }
            Err(e) => {
                let parses = serde_json::from_slice::<Value>(&file.bytes);
                let is_object = parses.is_ok_and(|v| v.is_object());
                assert!(!is_object, "{}: {e}", file.path.display());
            }
        }
    }
    assert!(n > 100, "only {n} documents were found");
}

#[test]
fn every_resource_of_a_bundle_is_found() {
    for file in folders::files() {
        let Ok(value) = serde_json::from_slice::<Value>(&file.bytes) else {
            continue;
        };
        if value["resourceType"] != "Bundle" {
            continue;
        }
        let entries = value["entry"].as_array().map_or(&[][..], Vec::as_slice);
        let expected = entries.iter().filter(|e| e["resource"].is_object()).count();
        let document = Document::read(file.bytes.clone()).unwrap();
        let found = document.items.iter().filter(|i| !i.resource.is_empty());
        assert_eq!(found.count(), expected, "{}", file.path.display());
    }
}

#[test]
fn every_resource_can_be_read_without_failing() {
    let mut n_tasks = 0;
    let n = each_resource(|place, text| {
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(_) => return,
        };
        let found = read::identify(&source(), text, "x");
        if value["resourceType"].as_str().is_none_or(str::is_empty) {
            assert!(found.is_none(), "{place}");
            return;
        }
        let (resource, _) = found.unwrap_or_else(|| panic!("{place}"));
        assert_eq!(value["resourceType"], resource.key.kind.as_str(), "{place}");
        let reading = read::read(&resource.key, text);
        if let coordo_fhir::Projection::Task(task) = reading.projection {
            n_tasks += 1;
            let status = value["status"].as_str().unwrap_or("");
            assert_eq!(task.status.code(), status, "{place}");
        }
    });
    println!("{n} resources, {n_tasks} of them tasks");
    assert!(n > 500 && n_tasks > 20, "{n} resources, {n_tasks} tasks");
}

#[test]
fn an_edit_of_any_resource_changes_only_what_it_names() {
    each_resource(|place, text| {
        let Ok(Value::Object(before)) = serde_json::from_str::<Value>(text) else {
            return;
        };
        let edited = edit::set(text, &["status"], "\"on-hold\"").unwrap();
        let Value::Object(mut after) = serde_json::from_str(&edited).unwrap() else {
            panic!("{place}: no longer an object");
        };
        assert_eq!(
            after.insert("status".into(), "x".into()),
            Some("on-hold".into())
        );
        let mut expected = before.clone();
        expected.insert("status".into(), "x".into());
        assert_eq!(after, expected, "{place}");

        let stamped = write::stamp(text, "7", "2026-11-20T08:00:00.000Z").unwrap();
        let Value::Object(mut after) = serde_json::from_str(&stamped).unwrap() else {
            panic!("{place}: no longer an object");
        };
        let mut expected = before;
        let meta = expected
            .entry("meta")
            .or_insert_with(|| serde_json::json!({}));
        meta["versionId"] = "7".into();
        meta["lastUpdated"] = "2026-11-20T08:00:00.000Z".into();
        assert_eq!(after.remove("meta"), expected.remove("meta"), "{place}");
        assert_eq!(after, expected, "{place}");
    });
}

#[test]
fn a_change_of_any_task_names_three_fields_and_leaves_the_rest() {
    let mut n = 0;
    each_resource(|place, text| {
        let Ok(Value::Object(before)) = serde_json::from_str::<Value>(text) else {
            return;
        };
        if before.get("resourceType") != Some(&"Task".into()) {
            return;
        }
        n += 1;
        let decision = StatusDecision {
            to: TaskStatus::OnHold,
            reason: Some(Private::from("« absente » \"\\\n")),
            unusual: false,
        };
        let change = Change {
            record: RecordKey::new(source(), "Task", "x"),
            kind: ChangeKind::Status,
            fields: write::status(text, &decision).into(),
            at: Instant(1_795_000_000_000),
            unusual: false,
        };
        let Value::Object(mut after) =
            serde_json::from_str(&write::apply(text, &change).unwrap()).unwrap()
        else {
            panic!("{place}: no longer an object");
        };
        assert_eq!(
            after["statusReason"]["text"], "« absente » \"\\\n",
            "{place}"
        );
        let mut expected = before;
        for field in ["status", "statusReason", "lastModified"] {
            after.remove(field);
            expected.remove(field);
        }
        assert_eq!(after, expected, "{place}");
    });
    assert!(n > 20, "only {n} tasks");
}
