//! What is read of tasks that were classed, and of protocols.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::{RecordKey, SourceId};
use coordo_fhir::read::{Projection, read};

fn projection(kind: &str, text: &str) -> Projection {
    read(&RecordKey::new(SourceId("s".into()), kind, "x"), text).projection
}

#[test]
fn tags_of_a_task_are_found_by_the_last_part_of_their_system() {
    let read = projection(
        "Task",
        r#"{"resourceType":"Task","id":"x","status":"completed","description":"y","meta":{"tag":[
            {"system":"https://coordo.example/fhir/CodeSystem/nomeko-volet","code":"conception"},
            {"system":"https://autre.example/x"},
            {"system":"https://coordo.example/fhir/CodeSystem/nomeko-anneau","code":"appui"}]}}"#,
    );
    let more = read.task().unwrap().more.as_ref().unwrap();
    assert_eq!(more.tags.len(), 2);
    assert_eq!(more.tag("nomeko-volet"), Some("conception"));
    assert_eq!(more.tag("nomeko-anneau"), Some("appui"));
    assert_eq!(more.tag("x"), None);
}

#[test]
fn a_meta_of_a_wrong_type_costs_its_tags_and_not_the_task() {
    for meta in [
        r#""tag""#,
        r#"{"tag":"a"}"#,
        r#"{"tag":[7]}"#,
        r#"{"tag":[{"code":7}]}"#,
    ] {
        let text = format!(r#"{{"resourceType":"Task","id":"x","status":"ready","meta":{meta}}}"#);
        let read = projection("Task", &text);
        let task = read.task().unwrap();
        assert!(
            task.more.as_ref().is_none_or(|more| more.tags.is_empty()),
            "{meta}"
        );
    }
}
