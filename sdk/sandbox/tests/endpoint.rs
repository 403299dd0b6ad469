//! The sandbox answers as a FHIR R4 server does.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::Instant;
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};
use coordo_sandbox::{Faults, Sandbox, journal};

const NOW: Instant = Instant(1_795_000_000_000);

fn task(id: &str, status: &str) -> String {
    format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"{status}","for":{{"reference":"Patient/p"}},"weight":1.0}}"#
    )
}

fn put(sandbox: &mut Sandbox, id: &str, version: Option<&str>, body: String) -> HttpResponse {
    let path = format!("Task/{id}");
    sandbox.handle(&HttpRequest::put_if_match(path, version, body), NOW)
}

fn get(sandbox: &mut Sandbox, path: &str) -> HttpResponse {
    sandbox.handle(&HttpRequest::get(path), NOW)
}

fn post(path: &str, body: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        path: path.to_owned(),
        headers: vec![],
        body: Some(body.to_owned()),
    }
}

#[test]
fn an_update_with_the_current_version_gives_the_next_one() {
    let mut sandbox = Sandbox::default();
    assert_eq!(put(&mut sandbox, "1", None, task("1", "ready")).status, 201);
    let second = put(&mut sandbox, "1", Some("1"), task("1", "in-progress"));
    assert_eq!((second.status, second.version()), (200, Some("2")));
    assert!(
        second.body.contains("\"weight\":1.0"),
        "decimals as written"
    );
    assert!(get(&mut sandbox, "Task/1").body.contains("in-progress"));
}

#[test]
fn an_outdated_update_gets_412_and_changes_nothing() {
    let mut sandbox = Sandbox::default();
    put(&mut sandbox, "1", None, task("1", "ready"));
    put(&mut sandbox, "1", Some("1"), task("1", "in-progress"));
    let late = put(&mut sandbox, "1", Some("1"), task("1", "cancelled"));
    assert_eq!(late.status, 412);
    assert!(late.body.contains("OperationOutcome"));
    assert!(get(&mut sandbox, "Task/1").body.contains("in-progress"));
}

#[test]
fn history_keeps_every_version_newest_first() {
    let mut sandbox = Sandbox::default();
    put(&mut sandbox, "1", None, task("1", "ready"));
    put(&mut sandbox, "1", Some("1"), task("1", "in-progress"));
    let delete = HttpRequest {
        method: Method::Delete,
        path: "Task/1".into(),
        headers: vec![],
        body: None,
    };
    assert_eq!(sandbox.handle(&delete, NOW).status, 204);
    assert_eq!(get(&mut sandbox, "Task/1").status, 410);
    let history = get(&mut sandbox, "Task/1/_history").body;
    assert!(history.contains("\"total\":3"));
    assert!(
        get(&mut sandbox, "Task/1/_history/1")
            .body
            .contains("ready")
    );
    assert_eq!(get(&mut sandbox, "Task/1/_history/3").status, 410);
    assert_eq!(get(&mut sandbox, "Task/2").status, 404);
}

#[test]
fn pages_of_a_search_follow_each_other_to_the_end() {
    let mut sandbox = Sandbox::default();
    for n in 0..250 {
        put(
            &mut sandbox,
            &format!("t{n}"),
            None,
            task(&format!("t{n}"), "ready"),
        );
    }
    let mut seen = 0;
    let mut path = Some("Task?patient=Patient/p&_count=100".to_owned());
    while let Some(next) = path {
        let page = get(&mut sandbox, &next);
        let bundle: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(bundle["total"], 250);
        seen += bundle["entry"].as_array().map_or(0, Vec::len);
        path = bundle["link"]
            .as_array()
            .and_then(|links| links.iter().find(|l| l["relation"] == "next"))
            .and_then(|l| l["url"].as_str().map(str::to_owned));
    }
    assert_eq!(seen, 250);
}

#[test]
fn search_finds_by_reference_identifier_status_and_time() {
    let mut sandbox = Sandbox::default();
    put(&mut sandbox, "1", None, task("1", "ready"));
    let patient =
        r#"{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:x","value":"42"}]}"#;
    sandbox.handle(
        &HttpRequest::put_if_match("Patient/p", None, patient.into()),
        NOW,
    );
    for (path, n) in [
        ("Task?patient=p", 1),
        ("Task?patient=Patient/q", 0),
        ("Task?status=ready,draft", 1),
        ("Task?status=draft", 0),
        ("Patient?identifier=urn%3Ax%7C42", 1),
        ("Patient?identifier=urn:y|42", 0),
        ("Task?_lastUpdated=ge2020-01-01", 1),
        ("Task?_lastUpdated=lt2020-01-01", 0),
        ("Task?_id=1,2", 1),
    ] {
        let body = get(&mut sandbox, path).body;
        assert!(body.contains(&format!("\"total\":{n}")), "{path}: {body}");
    }
    assert_eq!(get(&mut sandbox, "Task?colour=blue").status, 400);
    let form = "identifier=urn%3Ax%7C42&_count=1".to_owned();
    let posted = sandbox.handle(&HttpRequest::search("Patient", form), NOW);
    assert!(posted.body.contains("\"total\":1"), "{}", posted.body);
}

#[test]
fn a_transaction_is_kept_whole_or_not_at_all() {
    let mut sandbox = Sandbox::default();
    put(&mut sandbox, "1", None, task("1", "ready"));
    let bad = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[
            {{"resource":{},"request":{{"method":"PUT","url":"Task/2"}}}},
            {{"resource":{},"request":{{"method":"PUT","url":"Task/1","ifMatch":"W/\"9\""}}}}]}}"#,
        task("2", "ready"),
        task("1", "cancelled")
    );
    let answer = sandbox.handle(&post("", &bad), NOW);
    assert_eq!(answer.status, 412);
    assert!(answer.body.contains("entry[1]"));
    assert_eq!(get(&mut sandbox, "Task/2").status, 404);
}

#[test]
fn placeholders_of_a_transaction_become_references() {
    let mut sandbox = Sandbox::default();
    let bundle = r#"{"resourceType":"Bundle","type":"transaction","entry":[
        {"fullUrl":"urn:uuid:a","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
        {"fullUrl":"urn:uuid:b","resource":{"resourceType":"Task","status":"ready","for":{"reference":"urn:uuid:a"}},"request":{"method":"POST","url":"Task"}}]}"#;
    assert_eq!(sandbox.handle(&post("", bundle), NOW).status, 200);
    let body = get(&mut sandbox, "Task?patient=Patient/a").body;
    assert!(body.contains("\"total\":1"), "{body}");
}

#[test]
fn a_conditional_create_makes_one_resource_however_often_it_is_sent() {
    let mut sandbox = Sandbox::default();
    let body =
        r#"{"resourceType":"Task","status":"ready","identifier":[{"system":"urn:c","value":"7"}]}"#;
    let mut request = post("Task", body);
    request.headers = vec![("if-none-exist".into(), "identifier=urn:c|7".into())];
    assert_eq!(sandbox.handle(&request, NOW).status, 201);
    assert_eq!(sandbox.handle(&request, NOW).status, 200);
    assert!(get(&mut sandbox, "Task").body.contains("\"total\":1"));
}

#[test]
fn what_is_not_the_resource_of_its_url_is_refused() {
    let mut sandbox = Sandbox::default();
    for body in ["", "<html>", "[]", "{}", &task("2", "ready")] {
        let answer = put(&mut sandbox, "1", None, body.to_owned());
        assert_eq!(answer.status, 400, "{body}");
    }
}

#[test]
fn faults_come_as_often_as_asked_and_then_stop() {
    let mut sandbox = Sandbox::default();
    sandbox.set_faults(Faults {
        fail_next: Some((503, 2)),
        ..Faults::default()
    });
    let read = HttpRequest::get("metadata");
    for expected in [503, 503, 200] {
        assert_eq!(sandbox.exchange(&read, NOW).map(|r| r.status), Ok(expected));
    }
    sandbox.set_faults(Faults {
        offline: true,
        ..Faults::default()
    });
    assert!(sandbox.exchange(&read, NOW).is_err());
}

#[test]
fn a_journal_rebuilds_the_same_sandbox() {
    let mut first = Sandbox::default();
    let mut lines = Vec::new();
    for request in [
        HttpRequest::put_if_match("Task/1", None, task("1", "ready")),
        HttpRequest::put_if_match("Task/1", Some("1"), task("1", "in-progress")),
        post("Task", r#"{"resourceType":"Task","status":"draft"}"#),
    ] {
        first.handle(&request, NOW);
        lines.push(journal::entry(&request, NOW));
    }
    let mut second = Sandbox::default();
    assert!(lines.iter().all(|line| second.replay(line)));
    for path in ["Task", "Task/1/_history"] {
        assert_eq!(get(&mut first, path), get(&mut second, path));
    }
    assert!(!second.replay("{}"));
}

#[test]
fn a_search_asked_again_after_a_write_sees_the_write() {
    let mut sandbox = Sandbox::default();
    let total = |sandbox: &mut Sandbox| {
        let page = get(sandbox, "Task?patient=Patient/p&_count=1");
        let bundle: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        bundle["total"].as_u64().unwrap()
    };
    put(&mut sandbox, "1", None, task("1", "ready"));
    assert_eq!(total(&mut sandbox), 1);
    put(&mut sandbox, "2", None, task("2", "ready"));
    assert_eq!(total(&mut sandbox), 2);
    let gone = HttpRequest {
        method: Method::Delete,
        path: "Task/1".into(),
        headers: vec![],
        body: None,
    };
    sandbox.handle(&gone, NOW);
    assert_eq!(total(&mut sandbox), 1);
    let document = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{}}}]}}"#,
        task("3", "ready")
    );
    sandbox.load(document.as_bytes(), NOW).unwrap();
    assert_eq!(total(&mut sandbox), 2);
}
