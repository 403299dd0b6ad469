//! Reading a source again: what is asked, what is found, and what a source that lies costs.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::fields::Fields;
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_sandbox::Sandbox;
use coordo_sync::{Capability, Pull, PullError, Scope, Stamp, SyncState};
use coordo_testkit::duo::{PLAN, now};

/// A server that may twist what it says, and a device's copies of it.
struct Reading {
    server: Sandbox,
    now: Instant,
    held: Vec<(RecordKey, Stamp)>,
    asked: Vec<String>,
    twist: fn(&str, HttpResponse) -> HttpResponse,
}

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn of(held: &[(RecordKey, Stamp)]) -> impl Iterator<Item = (&RecordKey, Stamp)> {
    held.iter().map(|(key, stamp)| (key, stamp.clone()))
}

fn subject() -> Scope {
    Scope::Subject("Patient/p".into())
}

impl Reading {
    fn new() -> Self {
        let mut server = Sandbox::default();
        server.load(PLAN.as_bytes(), now()).unwrap();
        let mut reading = Self {
            server,
            now: now(),
            held: Vec::new(),
            asked: Vec::new(),
            twist: |_, response| response,
        };
        reading.go(Pull::new(&subject())).unwrap();
        reading
    }

    fn compare(&mut self) -> Result<(Vec<String>, Option<SyncState>), PullError> {
        let held = self.held.clone();
        self.go(Pull::compare(&subject(), of(&held)))
    }

    fn since(&mut self, state: &SyncState) -> Result<(Vec<String>, Option<SyncState>), PullError> {
        let held = self.held.clone();
        self.go(Pull::since(&subject(), state, of(&held)))
    }

    /// The ids that came, and from when on to ask again.
    fn go(&mut self, mut pull: Pull) -> Result<(Vec<String>, Option<SyncState>), PullError> {
        let mut came = Vec::new();
        self.asked.clear();
        while let Some((ticket, request)) = pull.next_request() {
            self.asked.push(request.path.clone());
            let response = self.server.handle(&request, self.now);
            let response = (self.twist)(&request.path, response);
            for text in pull.answered(ticket, &response)?.resources {
                let fields = Fields::parse(&text).unwrap();
                let [kind, id] = ["resourceType", "id"].map(|n| fields.string(n).unwrap());
                let meta = fields.object("meta").unwrap_or_default();
                let updated = meta.string("lastUpdated");
                let stamp = Stamp {
                    version: meta.string("versionId"),
                    updated: updated.as_deref().and_then(Instant::from_fhir),
                };
                self.held.retain(|(k, _)| (&k.kind, &k.id) != (&kind, &id));
                came.push(id.clone());
                self.held.push((key(&kind, &id), stamp));
            }
        }
        if pull.tells_gone() {
            self.held.retain(|(k, _)| pull.has_seen(&k.kind, &k.id));
        }
        came.sort();
        Ok((came, pull.state()))
    }

    fn put(&mut self, path: &str, text: &str) {
        let request = HttpRequest::put_if_match(path, None, text.to_owned());
        assert!(self.server.handle(&request, self.now).is_success());
    }

    fn delete(&mut self, path: &str) {
        let request = HttpRequest {
            method: coordo_fhir::http::Method::Delete,
            ..HttpRequest::get(path)
        };
        self.server.handle(&request, self.now);
    }

    fn has(&self, id: &str) -> bool {
        self.held.iter().any(|(k, _)| k.id == id)
    }

    fn pass(&mut self, ms: i64) {
        self.now = Instant(self.now.0 + ms);
    }
}

const TASK: &str = r#"{"resourceType":"Task","id":"1","status":"ready","intent":"order","for":{"reference":"Patient/p"},"owner":{"reference":"Practitioner/new"}}"#;

#[test]
fn a_second_reading_brings_what_is_different_and_tells_what_is_gone() {
    let mut reading = Reading::new();
    let n = reading.held.len();
    assert_eq!(reading.compare().unwrap().0, Vec::<String>::new());
    assert_eq!(reading.held.len(), n);
    let searches = |r: &Reading| {
        r.asked
            .iter()
            .filter(|p| !p.contains("_elements=id,meta"))
            .count()
    };
    assert_eq!(searches(&reading), 0, "{:?}", reading.asked);

    reading.put(
        "Practitioner/new",
        r#"{"resourceType":"Practitioner","id":"new"}"#,
    );
    reading.put("Task/1", TASK);
    reading.delete("Task/2");
    reading.delete("Practitioner/kine");
    let (came, _) = reading.compare().unwrap();
    assert_eq!(came, ["1", "new"]);
    assert!(!reading.has("2") && !reading.has("kine") && reading.has("ide"));
}

#[test]
fn a_version_that_a_restored_server_gives_a_second_time_is_news() {
    let mut reading = Reading::new();
    reading.put("Practitioner/new", NEWCOMER);
    let backup = reading.server.clone();
    reading.put("Task/1", TASK);
    assert_eq!(reading.compare().unwrap().0, ["1", "new"]);
    reading.pass(60_000);
    reading.server = backup;
    reading.put("Task/1", &TASK.replace("ready", "accepted"));
    assert_eq!(reading.compare().unwrap().0, ["1"]);
    assert_eq!(reading.compare().unwrap().0, Vec::<String>::new());
}

#[test]
fn a_server_that_tells_no_time_is_read_by_versions() {
    let mut reading = Reading::new();
    for (_, stamp) in &mut reading.held {
        stamp.updated = None;
    }
    assert_eq!(reading.compare().unwrap().0, Vec::<String>::new());
}

#[test]
fn what_has_changed_is_asked_by_the_servers_clock_alone() {
    let mut reading = Reading::new();
    // Wherever the device's clock stands: it is never asked.
    reading.pass(3_600_000);
    let (_, state) = reading.compare().unwrap();
    let state = state.unwrap();
    reading.pass(3_600_000);
    reading.put("Task/1", TASK);
    let (came, next) = reading.since(&state).unwrap();
    // Who it is offered to now is no record of this server.
    assert_eq!(came, ["1"]);
    assert!(
        reading
            .asked
            .iter()
            .all(|p| p.contains("_lastUpdated=ge") || p.contains("_id=new"))
    );
    assert!(reading.has("2"), "what did not change is there still");
    let next = state.after_delta(next);
    reading.pass(3_600_000);
    let (twice, after) = reading.since(&next).unwrap();
    assert_eq!(twice, ["1"], "what is of the last minutes comes twice");
    reading.pass(3_600_000);
    let next = next.after_delta(after);
    assert_eq!(reading.since(&next).unwrap().0, Vec::<String>::new());
    assert!(!next.is_comparison_due());

    reading.pass(-86_400_000);
    assert_eq!(reading.since(&next).unwrap_err(), PullError::ClockWentBack);
    reading.twist = |path, response| match path.contains("_lastUpdated") {
        true => HttpResponse {
            status: 400,
            ..response
        },
        false => response,
    };
    assert_eq!(reading.since(&next).unwrap_err(), PullError::NoSince);
}

#[test]
fn a_type_that_is_not_answered_for_is_not_gone() {
    let mut reading = Reading::new();
    reading.twist = |path, response| match path.starts_with("Goal?") {
        true => HttpResponse {
            status: 404,
            headers: Vec::new(),
            body: "<html>".into(),
        },
        false => response,
    };
    reading.compare().unwrap();
    assert!(reading.has("marcher"));
    reading.go(Pull::new(&subject())).unwrap();
    assert!(reading.has("marcher"));
}

#[test]
fn a_source_that_tells_of_nothing_at_all_is_not_there() {
    let mut reading = Reading::new();
    reading.twist = |_, _| HttpResponse {
        status: 404,
        headers: Vec::new(),
        body: "<h1>Maintenance</h1>".into(),
    };
    let nothing = PullError::Status { status: 404 };
    assert_eq!(reading.go(Pull::new(&subject())).unwrap_err(), nothing);
    assert_eq!(reading.compare().unwrap_err(), nothing);
}

#[test]
fn a_type_that_is_not_for_everybody_hides_nothing_else_and_the_person_hides_all() {
    fn forbidden(response: HttpResponse, is_it: bool) -> HttpResponse {
        HttpResponse {
            status: if is_it { 403 } else { response.status },
            ..response
        }
    }
    let mut reading = Reading::new();
    reading.twist = |path, response| forbidden(response, path.starts_with("Goal?"));
    reading.compare().unwrap();
    assert!(reading.has("marcher"));
    reading.go(Pull::new(&subject())).unwrap();
    reading.twist = |path, response| forbidden(response, path.starts_with("Patient"));
    let refused = PullError::Status { status: 403 };
    assert_eq!(reading.go(Pull::new(&subject())).unwrap_err(), refused);
    assert_eq!(reading.compare().unwrap_err(), refused);
}

#[test]
fn a_source_of_plans_that_refuses_to_look_for_tasks_keeps_them_back_and_a_register_does_not() {
    fn refused(response: HttpResponse, is_it: bool) -> HttpResponse {
        HttpResponse {
            status: if is_it { 404 } else { response.status },
            ..response
        }
    }
    let not_given = |twist: fn(&str, HttpResponse) -> HttpResponse| {
        let mut reading = Reading::new();
        reading.twist = twist;
        let mut pull = Pull::new(&subject());
        while let Some((ticket, request)) = pull.next_request() {
            let response = reading.server.handle(&request, now());
            let response = (reading.twist)(&request.path, response);
            pull.answered(ticket, &response).unwrap();
        }
        pull.not_given().collect::<Vec<_>>()
    };
    let of_tasks = not_given(|path, r| refused(r, path.starts_with("Task?")));
    assert_eq!(of_tasks, ["Task"]);
    let of_goals = not_given(|path, r| refused(r, path.starts_with("Goal?")));
    assert_eq!(of_goals, [""; 0], "not every server knows every type");
    let of_register = not_given(|path, r| {
        let is_known = ["Practitioner", "Organization", "Patient"]
            .iter()
            .any(|kind| path.starts_with(kind));
        refused(r, !is_known)
    });
    assert_eq!(of_register, [""; 0]);
}

#[test]
fn a_server_that_does_not_know_a_parameter_gives_nobody_elses_records() {
    let mut reading = Reading::new();
    reading.put(
        "Task/x",
        r#"{"resourceType":"Task","id":"x","status":"ready","for":{"reference":"Patient/other"}}"#,
    );
    let mut pull = Pull::compare(&subject(), of(&reading.held));
    let mut came = 0;
    while let Some((ticket, request)) = pull.next_request() {
        // Searches by the person search everything here, and ids alone are understood.
        let path = request
            .path
            .replace("patient=Patient/p", "")
            .replace("subject=Patient/p", "");
        let response = reading.server.handle(&HttpRequest::get(path), now());
        came += pull.answered(ticket, &response).unwrap().resources.len();
    }
    assert_eq!(came, 0);
}

#[test]
fn pages_that_turn_in_a_circle_are_an_error_and_nothing_is_forgotten() {
    let mut reading = Reading::new();
    let n = reading.held.len();
    reading.twist = |path, response| {
        let next = format!("{{\"relation\":\"next\",\"url\":\"{path}\"}},{{\"relation\":\"self\"");
        HttpResponse {
            body: response.body.replace("{\"relation\":\"self\"", &next),
            ..response
        }
    };
    assert_eq!(reading.compare().unwrap_err(), PullError::EndlessPages);
    assert_eq!(reading.held.len(), n);
}

#[test]
fn what_a_server_does_not_offer_is_not_asked() {
    let mut reading = Reading::new();
    let statement = r#"{"resourceType":"CapabilityStatement","rest":[{"resource":[
        {"type":"Patient"},{"type":"Practitioner"},{"type":"CarePlan"},
        {"type":"Task","searchParam":[{"name":"patient"}]},
        {"type":"Goal","searchParam":[{"name":"target-date"}]}]}]}"#;
    let capability = Capability::read(statement).unwrap();
    let held = reading.held.clone();
    let mut pull = Pull::compare(&subject(), of(&held));
    pull.adapt(&capability);
    reading.go(pull).unwrap();
    let is_asked = |kind: &str| reading.asked.iter().any(|p| p.starts_with(kind));
    assert!(is_asked("Task?") && !is_asked("Goal?") && !is_asked("Flag?"));
    assert!(reading.has("marcher"), "nothing was said of it");
}

const NEWCOMER: &str = r#"{"resourceType":"Practitioner","id":"new"}"#;

#[test]
fn who_comes_new_is_sent_along_where_a_server_offers_it() {
    let mut reading = Reading::new();
    reading.pass(3_600_000);
    let (_, state) = reading.compare().unwrap();
    let state = state.unwrap();
    reading.pass(3_600_000);
    reading.put("Practitioner/new", NEWCOMER);
    reading.put("Task/1", TASK);
    let offered = reading
        .server
        .handle(&HttpRequest::get("metadata"), reading.now);
    let capability = Capability::read(&offered.body).unwrap();

    let held = reading.held.clone();
    let held = || of(&held);
    let mut since = Pull::since(&subject(), &state, held());
    since.adapt(&capability);
    let mut compared = Pull::compare(&subject(), held());
    compared.adapt(&capability);
    for pull in [since, compared] {
        let (came, _) = reading.go(pull).unwrap();
        assert_eq!(came, ["1", "new"]);
        assert!(
            reading
                .asked
                .iter()
                .any(|p| p.contains("_include=Task:owner"))
        );
        assert!(
            reading
                .asked
                .iter()
                .all(|p| !p.contains("Practitioner?_id=new"))
        );
    }
}

#[test]
fn nobody_elses_records_come_along() {
    let mut reading = Reading::new();
    reading.put(
        "Patient/other",
        r#"{"resourceType":"Patient","id":"other"}"#,
    );
    reading.put("Task/1", &TASK.replace("Practitioner/new", "Patient/other"));
    // A server that sends along whatever it likes.
    reading.twist = |path, response| {
        match path.starts_with("Task?") {
        true => HttpResponse {
            body: response.body.replace(
                "\"entry\":[",
                r#""entry":[{"resource":{"resourceType":"Goal","id":"whose","subject":{"reference":"Patient/other"}},"search":{"mode":"include"}},"#,
            ),
            ..response
        },
        false => response,
    }
    };
    let offered = reading
        .server
        .handle(&HttpRequest::get("metadata"), reading.now);
    let mut pull = Pull::new(&subject());
    pull.adapt(&Capability::read(&offered.body).unwrap());
    reading.go(pull).unwrap();
    assert!(
        reading
            .asked
            .iter()
            .any(|p| p.contains("_include=Task:owner"))
    );
    assert!(!reading.has("whose"));
}

fn appointment(id: &str, start: &str, who: &[&str]) -> String {
    let who: Vec<String> = who
        .iter()
        .map(|who| format!(r#"{{"actor":{{"reference":"{who}"}},"status":"accepted"}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Appointment","id":"{id}","status":"booked","start":"{start}","participant":[{}]}}"#,
        who.join(",")
    )
}

#[test]
fn what_else_a_vehicle_does_is_known_without_a_name_and_from_now_on() {
    let mut reading = Reading::new();
    let mut put = |id: &str, start: &str, who: &[&str]| {
        reading.put(&format!("Appointment/{id}"), &appointment(id, start, who));
    };
    put(
        "hers",
        "2026-12-14T13:00:00+01:00",
        &["Patient/p", "Location/vsl"],
    );
    put("taken", "2026-12-14T13:15:00+01:00", &["Location/vsl"]);
    put("past", "2020-12-14T13:15:00+01:00", &["Location/vsl"]);
    put(
        "named",
        "2026-12-14T13:20:00+01:00",
        &["Patient/other", "Location/vsl"],
    );
    reading.go(Pull::new(&subject())).unwrap();
    let has = |reading: &Reading| ["hers", "taken", "past", "named"].map(|id| reading.has(id));
    assert_eq!(has(&reading), [true, true, false, false]);
    // Also from a server that does not know the parameters, and gives all.
    reading.twist = |path, response| {
        match path.contains("patient:missing") {
        true => HttpResponse {
            body: response.body.replace(
                "\"entry\":[",
                r#""entry":[{"resource":{"resourceType":"Appointment","id":"named","participant":[{"actor":{"reference":"Patient/other"}},{"actor":{"reference":"Location/vsl"}}]}},{"resource":{"resourceType":"Appointment","id":"elsewhere","participant":[{"actor":{"reference":"Location/else"}}]}},"#,
            ),
            ..response
        },
        false => response,
    }
    };
    reading.go(Pull::new(&subject())).unwrap();
    assert_eq!(has(&reading), [true, true, false, false]);
    assert!(!reading.has("elsewhere"));
    reading.compare().unwrap();
    assert_eq!(has(&reading), [true, true, false, false]);
}

#[test]
fn a_source_that_keeps_a_vehicle_s_other_journeys_to_itself_is_whole_all_the_same() {
    let mut reading = Reading::new();
    let hers = appointment(
        "hers",
        "2026-12-14T13:00:00+01:00",
        &["Patient/p", "Device/d"],
    );
    reading.put("Appointment/hers", &hers);
    reading.twist = |path, response| match path.contains("actor=Device/d") {
        true => HttpResponse {
            status: 403,
            headers: Vec::new(),
            body: String::new(),
        },
        false => response,
    };
    reading.go(Pull::new(&subject())).unwrap();
    assert!(reading.has("hers"));
}

#[test]
fn a_meeting_that_names_nobody_stays_until_it_is_gone() {
    let mut reading = Reading::new();
    let meeting = appointment("rcp", "2026-11-27T12:30:00+01:00", &["Practitioner/new"]);
    reading.put("Appointment/rcp", &meeting);
    let focus = TASK.replace(
        "\"intent\"",
        r#""focus":{"reference":"Appointment/rcp"},"intent""#,
    );
    reading.put("Task/1", &focus);
    reading.go(Pull::new(&subject())).unwrap();
    assert!(reading.has("rcp"));
    reading.compare().unwrap();
    assert!(reading.has("rcp"), "nothing of it is different");
    reading.put(
        "Appointment/rcp",
        &meeting.replace("Practitioner/new", "Patient/other"),
    );
    reading.compare().unwrap();
    assert!(!reading.has("rcp"), "it is somebody else's by now");
}

#[test]
fn a_version_that_lies_is_found_by_what_it_is_not() {
    let mut reading = Reading::new();
    // Every version is called the same, whatever it holds: ids alone are told apart then.
    reading.twist = |_, response| HttpResponse {
        body: response.body.replace("\"versionId\":", "\"was\":"),
        ..response
    };
    reading.put("Task/1", TASK);
    let (came, _) = reading.compare().unwrap();
    assert!(
        came.contains(&"1".to_owned()),
        "without a version all is fetched: {came:?}"
    );
}

#[test]
fn a_client_polls_for_what_has_changed_and_pulls_for_what_is_gone_too() {
    use coordo_testkit::duo::{card, cards, status, world};
    let (mut world, zoe, paul) = world();
    world.pass(600_000);
    // The second reading compares, and tells from when on to ask.
    world.run(paul.client.pull());
    status(&mut world, &zoe, "1", coordo_core::TaskStatus::Ready, None);
    world.run(zoe.client.sync());
    let delete = HttpRequest {
        method: coordo_fhir::http::Method::Delete,
        ..HttpRequest::get("Task/2")
    };
    world.sandbox.borrow_mut().handle(&delete, now());
    world.run(paul.client.poll());
    assert_eq!(card(&paul.client, "1").status_code(), "ready");
    assert_eq!(
        cards(&paul.client).len(),
        2,
        "what is gone, a poll does not tell"
    );
    world.run(paul.client.pull());
    assert_eq!(cards(&paul.client).len(), 1);
}
