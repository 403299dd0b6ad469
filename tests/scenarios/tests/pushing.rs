//! Changes on their way: their order, and every answer that a server may give.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::fields::quote;
use coordo_fhir::http::{HttpRequest, HttpResponse, Method};
use coordo_fhir::write;
use coordo_sandbox::Sandbox;
use coordo_store::{OutboxRow, RowState};
use coordo_sync::{Action, Event, Machine, Token};

const START: i64 = 1_795_000_000_000;

/// One machine, one server, and the answers that a test gives in its place.
struct Road {
    machine: Machine,
    server: Sandbox,
    now: i64,
    sent: Vec<(Token, HttpRequest)>,
    actions: Vec<Action>,
    n: u64,
}

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn answer(status: u16, body: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

impl Road {
    /// A server with the tasks `1` and `2`.
    fn new() -> Self {
        let mut server = Sandbox::default();
        for id in ["1", "2"] {
            let text =
                format!("{{\"resourceType\":\"Task\",\"id\":\"{id}\",\"status\":\"ready\"}}");
            let request = HttpRequest::put_if_match(format!("Task/{id}"), None, text);
            server.handle(&request, Instant(START));
        }
        Self {
            machine: Machine::new(0),
            server,
            now: START,
            sent: Vec::new(),
            actions: Vec::new(),
            n: 0,
        }
    }

    fn tell(&mut self, event: Event) {
        for action in self.machine.handle(event, Instant(self.now)) {
            if let Action::Send { token, request, .. } = action {
                self.sent.push((token, request));
            } else {
                self.actions.push(action);
            }
        }
    }

    fn add(&mut self, record: RecordKey, kind: ChangeKind, fields: Vec<FieldChange>) {
        self.n += 1;
        let held = self
            .server
            .handle(&HttpRequest::get(record.reference()), Instant(self.now));
        let is_there = held.is_success();
        let base = match is_there {
            true => held.body.clone(),
            false => write::unborn(&record),
        };
        let row = OutboxRow {
            n: self.n,
            base_version: held.version().filter(|_| is_there).map(str::to_owned),
            change: Change {
                record,
                kind,
                fields,
                at: Instant(self.now),
                unusual: false,
            },
            made_at: Instant(self.now),
            state: RowState::Unsent,
        };
        self.tell(Event::Added {
            row,
            base: base.into(),
        });
    }

    fn rename(&mut self, id: &str, to: &str) {
        let title = write::field("{}", Field::Title, Some(quote(to)));
        self.add(key("Task", id), ChangeKind::Edited, vec![title]);
    }

    fn make(&mut self, kind: &str, id: &str, refers: &[(Field, &str)]) {
        let mut fields = vec![write::field("{}", Field::Title, Some(quote(id)))];
        for (field, to) in refers {
            let reference = format!("[{{\"reference\":{}}}]", quote(to));
            fields.push(write::field("{}", *field, Some(reference)));
        }
        self.add(key(kind, id), ChangeKind::Created, fields);
    }

    /// The oldest request is answered by the server, or by a test.
    fn answer(&mut self, with: Option<HttpResponse>) -> HttpRequest {
        let (token, request) = self.sent.remove(0);
        let response = with.unwrap_or_else(|| self.server.handle(&request, Instant(self.now)));
        self.tell(Event::Answered { token, response });
        request
    }

    fn answer_all(&mut self) {
        while !self.sent.is_empty() {
            self.answer(None);
        }
    }

    fn pass(&mut self, ms: i64) {
        self.now += ms;
        self.tell(Event::Tick);
    }

    fn title(&mut self, id: &str) -> String {
        let held = self
            .server
            .handle(&HttpRequest::get(format!("Task/{id}")), Instant(self.now));
        let fields = coordo_fhir::fields::Fields::parse(&held.body).unwrap();
        fields.string("description").unwrap_or_default()
    }

    fn paths(&self) -> Vec<String> {
        self.sent
            .iter()
            .map(|(_, r)| format!("{} {}", r.method.as_str(), r.path))
            .collect()
    }

    fn n_rows(&self) -> usize {
        self.machine.rows().count()
    }

    fn state(&self) -> RowState {
        self.machine.rows().next().unwrap().state.clone()
    }
}

#[test]
fn what_is_referred_to_leaves_before_what_refers_to_it() {
    let mut road = Road::new();
    road.machine.handle(Event::Leading(false), Instant(START));
    road.make("Task", "part", &[(Field::Plan, "CarePlan/plan")]);
    road.make("CarePlan", "plan", &[]);
    road.rename("1", "Autre");
    road.tell(Event::Leading(true));
    assert_eq!(road.paths(), ["PUT CarePlan/plan", "PUT Task/1"]);
    road.answer(None);
    assert_eq!(road.paths(), ["PUT Task/1", "PUT Task/part"]);
    road.answer_all();
    assert_eq!(road.n_rows(), 0);
}

#[test]
fn a_circle_of_new_records_leaves_as_one() {
    let mut road = Road::new();
    road.machine.handle(Event::Leading(false), Instant(START));
    road.make("Task", "a", &[(Field::Parent, "Task/b")]);
    road.make("Task", "b", &[(Field::Plan, "Task/a")]);
    road.make("Task", "c", &[(Field::Plan, "Task/b")]);
    road.tell(Event::Leading(true));
    assert_eq!(road.paths(), ["POST "]);
    // Its answer is lost on the way: what became of each is asked.
    let (token, request) = road.sent.remove(0);
    road.server.handle(&request, Instant(road.now));
    road.tell(Event::NoAnswer { token });
    road.pass(10_000);
    assert_eq!(road.paths(), ["GET Task/a", "GET Task/b"]);
    road.answer_all();
    assert_eq!(road.n_rows(), 0);
    assert_eq!(road.title("c"), "c");
    let history = HttpRequest::get("Task/a/_history");
    let history = road.server.handle(&history, Instant(road.now)).body;
    assert!(history.contains("\"total\":1"), "{history}");
}

#[test]
fn a_circle_that_arrives_late_is_not_written_over_what_became_of_it() {
    let mut road = Road::new();
    road.machine.handle(Event::Leading(false), Instant(START));
    road.make("Task", "a", &[(Field::Parent, "Task/b")]);
    road.make("Task", "b", &[(Field::Plan, "Task/a")]);
    road.tell(Event::Leading(true));
    let (token, late) = road.sent.remove(0);
    road.tell(Event::NoAnswer { token });
    road.pass(10_000);
    // Neither is there yet.
    road.answer(None);
    road.answer(None);
    assert_eq!(road.paths(), ["POST "]);
    road.server.handle(&late, Instant(road.now));
    let theirs = r#"{"resourceType":"Task","id":"a","status":"ready","description":"Leur"}"#;
    let put = HttpRequest::put_if_match("Task/a", Some("1"), theirs.into());
    assert!(road.server.handle(&put, Instant(road.now)).is_success());
    road.answer_all();
    assert_eq!(road.title("a"), "Leur");
    assert_eq!(road.title("b"), "b");
}

#[test]
fn where_an_answer_was_lost_the_source_is_asked_before_anything_is_sent_again() {
    let mut road = Road::new();
    road.rename("1", "Autre");
    let (token, request) = road.sent.remove(0);
    assert_eq!(request.method, Method::Put);
    road.server.handle(&request, Instant(road.now));
    road.tell(Event::NoAnswer { token });
    road.pass(1_000);
    assert!(road.sent.is_empty(), "it waits");
    road.pass(10_000);
    assert_eq!(road.paths(), ["GET Task/1"]);
    road.answer_all();
    assert_eq!((road.n_rows(), road.title("1")), (0, "Autre".into()));
}

#[test]
fn one_change_that_fails_holds_up_no_other() {
    let mut road = Road::new();
    road.rename("1", "A");
    road.rename("2", "B");
    let outcome = coordo_fhir::outcome::outcome("error", "invalid", "Trop long.");
    road.answer(Some(answer(422, &outcome)));
    let RowState::Refused { status, words } = road.state() else {
        panic!("not refused");
    };
    assert_eq!((status, words.unwrap().0), (422, "Trop long.".to_owned()));
    road.answer_all();
    assert_eq!((road.n_rows(), road.title("2")), (1, "B".into()));

    // A failure of the server on one record is waited for with that record alone.
    let mut road = Road::new();
    road.rename("1", "A");
    road.answer(Some(answer(500, "")));
    road.rename("2", "B");
    assert_eq!(road.paths(), ["PUT Task/2"]);
    road.answer_all();
    assert_eq!(road.n_rows(), 1);
    road.pass(5_000);
    road.answer_all();
    assert_eq!((road.n_rows(), road.title("1")), (0, "A".into()));
}

#[test]
fn an_answer_that_is_not_the_servers_is_none() {
    let page = "<!doctype html><title>Connexion</title>";
    let cut = "{\"resourceType\":\"Task\",\"id\":\"1\",\"sta";
    let outcome = coordo_fhir::outcome::outcome("error", "exception", "Plus tard.");
    let other = "{\"resourceType\":\"Task\",\"id\":\"9\"}";
    for body in [page, cut, &outcome, other] {
        let mut road = Road::new();
        road.rename("1", "Autre");
        road.answer(Some(answer(200, body)));
        assert_eq!(road.state(), RowState::Unsent, "{body}");
        road.pass(600_000);
        assert_eq!(road.paths(), ["GET Task/1"], "{body}");
        road.answer_all();
        assert_eq!(
            (road.n_rows(), road.title("1")),
            (0, "Autre".into()),
            "{body}"
        );
    }
    for status in [302, 408, 429, 502, 503, 504] {
        let mut road = Road::new();
        road.rename("1", "Autre");
        road.answer(Some(answer(status, page)));
        assert_eq!(road.state(), RowState::Unsent);
        road.pass(600_000);
        road.answer_all();
        assert_eq!(
            (road.n_rows(), road.title("1")),
            (0, "Autre".into()),
            "{status}"
        );
    }
}

#[test]
fn a_server_is_left_alone_for_as_long_as_it_says() {
    let mut road = Road::new();
    road.rename("1", "A");
    road.answer(Some(HttpResponse {
        headers: vec![("retry-after".into(), "120".into())],
        ..answer(503, "")
    }));
    road.rename("2", "B");
    road.pass(119_000);
    assert!(road.sent.is_empty());
    road.pass(10_000);
    assert_eq!(road.sent.len(), 2);
}

#[test]
fn who_is_not_known_is_asked_for_credentials_once_and_nothing_is_refused() {
    let mut road = Road::new();
    road.rename("1", "A");
    road.rename("2", "B");
    road.answer(Some(answer(401, "")));
    road.answer(Some(answer(401, "")));
    let asked = |a: &&Action| matches!(a, Action::NeedsCredentials { status: 401, .. });
    assert_eq!(road.actions.iter().filter(asked).count(), 1);
    road.pass(600_000);
    assert!(road.sent.is_empty());
    assert_eq!(road.state(), RowState::Unsent);
    let source = SourceId("s".into());
    road.tell(Event::CredentialsGiven { source });
    road.answer_all();
    assert_eq!(road.n_rows(), 0);
}

#[test]
fn what_is_forbidden_again_with_credentials_waits_for_a_person() {
    let mut road = Road::new();
    road.rename("1", "A");
    road.answer(Some(answer(403, "")));
    assert_eq!(road.state(), RowState::Unsent);
    let source = SourceId("s".into());
    road.tell(Event::CredentialsGiven { source });
    road.answer(Some(answer(403, "")));
    assert!(matches!(
        road.state(),
        RowState::Refused { status: 403, .. }
    ));
    road.rename("2", "B");
    road.answer_all();
    assert_eq!(road.title("2"), "B");
}

#[test]
fn what_is_denied_again_though_its_source_was_read_waits_for_a_person() {
    let mut road = Road::new();
    let source = || SourceId("s".into());
    road.rename("1", "A");
    road.answer(Some(answer(401, "")));
    // Whoever asks at once, before anybody signed in, is only told again.
    road.tell(Event::SendNow);
    road.answer(Some(answer(401, "")));
    assert_eq!(road.state(), RowState::Unsent);
    road.tell(Event::CredentialsGiven { source: source() });
    road.answer(Some(answer(401, "")));
    assert!(matches!(
        road.state(),
        RowState::Refused { status: 401, .. }
    ));
}

#[test]
fn a_change_of_what_is_gone_says_so() {
    let mut road = Road::new();
    road.rename("1", "A");
    let delete = HttpRequest {
        method: Method::Delete,
        ..HttpRequest::get("Task/1")
    };
    road.server.handle(&delete, Instant(road.now));
    road.answer_all();
    assert!(matches!(
        road.state(),
        RowState::Refused { status: 410, .. }
    ));
}

#[test]
fn a_server_that_checks_no_versions_is_asked_before_each_writing() {
    let mut road = Road::new();
    road.machine.checks_versions(&SourceId("s".into()), false);
    road.rename("1", "A");
    assert_eq!(road.paths(), ["GET Task/1"]);
    let theirs =
        "{\"resourceType\":\"Task\",\"id\":\"1\",\"status\":\"ready\",\"priority\":\"asap\"}";
    let put = HttpRequest::put_if_match("Task/1", None, theirs.into());
    road.server.handle(&put, Instant(road.now));
    road.answer_all();
    let held = road
        .server
        .handle(&HttpRequest::get("Task/1"), Instant(road.now))
        .body;
    assert!(held.contains("asap") && held.contains("\"A\""), "{held}");
    assert_eq!(road.n_rows(), 0);
}

#[test]
fn a_version_that_its_own_server_calls_outdated_ends_with_a_person() {
    let mut road = Road::new();
    road.rename("1", "A");
    let mut n = 0;
    while !road.sent.is_empty() {
        n += 1;
        assert!(n < 20, "it goes on for ever");
        let is_put = road.sent[0].1.method == Method::Put;
        road.answer(is_put.then(|| answer(412, "")));
    }
    assert!(matches!(
        road.state(),
        RowState::Refused { status: 412, .. }
    ));
}

#[test]
fn what_a_server_says_of_a_conflict_that_is_none_is_told_in_its_words() {
    let mut road = Road::new();
    road.rename("1", "A");
    let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"conflict","diagnostics":"The care pathway is locked."}]}"#;
    while !road.sent.is_empty() {
        let is_put = road.sent[0].1.method == Method::Put;
        road.answer(is_put.then(|| answer(409, outcome)));
    }
    let RowState::Refused { status, words } = road.state() else {
        panic!("{:?}", road.state());
    };
    assert_eq!(status, 409);
    assert_eq!(words.unwrap().0, "The care pathway is locked.");
}

#[test]
fn a_page_that_follows_sends_nothing() {
    let mut road = Road::new();
    road.tell(Event::Leading(false));
    road.rename("1", "A");
    road.pass(600_000);
    assert!(road.sent.is_empty());
    road.tell(Event::Leading(true));
    road.answer_all();
    assert_eq!(road.title("1"), "A");
}

/// Found by the simulation: a later reading compared versions and left the text that was sent.
#[test]
fn where_a_server_does_not_give_its_copy_none_of_its_versions_is_held() {
    let mut road = Road::new();
    road.rename("1", "A");
    let (token, request) = road.sent.remove(0);
    let given = road.server.handle(&request, Instant(road.now));
    let response = HttpResponse {
        body: String::new(),
        ..given
    };
    road.tell(Event::Answered { token, response });
    let is_unknown = |a: &Action| matches!(a, Action::Acknowledged { version: None, .. });
    assert!(road.actions.iter().any(is_unknown));
    // What it has of the version is enough for the next change.
    assert_eq!(road.n_rows(), 0);
}

#[test]
fn a_creation_that_is_said_to_be_there_and_is_not_found_is_not_sent_at_once_and_ends_with_a_person()
{
    let mut road = Road::new();
    road.make("Task", "n", &[]);
    let mut tries = 0;
    while !road.sent.is_empty() {
        road.answer(Some(answer(412, "")));
        road.answer(Some(answer(404, "")));
        assert!(road.sent.is_empty());
        tries += 1;
        road.pass(600_000);
    }
    assert_eq!(tries, 4);
    let state = road.state();
    assert!(matches!(state, RowState::Refused { status: 412, .. }));
}

#[test]
fn what_was_made_before_a_restart_is_looked_for_before_it_is_sent() {
    let mut before = Road::new();
    before.make("Task", "n", &[]);
    let row = before.machine.rows().next().unwrap().clone();
    let row = OutboxRow {
        state: RowState::Unsent,
        ..row
    };
    let mut road = Road::new();
    road.tell(Event::Restored {
        copy: write::unborn(row.record()).into(),
        version: None,
        row,
    });
    assert_eq!(road.paths(), ["GET Task/n"]);
    road.answer_all();
    assert_eq!((road.n_rows(), road.title("n")), (0, "n".into()));
}

#[test]
fn a_conflict_over_a_whole_resource_is_asked_again_after_a_restart() {
    let goal = |words: &str| {
        format!(r#"{{"resourceType":"Goal","id":"g","description":{{"text":"{words}"}}}}"#)
    };
    let row = OutboxRow {
        n: 1,
        base_version: Some("1".into()),
        change: Change {
            record: key("Goal", "g"),
            kind: ChangeKind::Edited,
            fields: vec![write::resource(&goal("Avant"), &goal("Mien"))],
            at: Instant(START),
            unusual: false,
        },
        made_at: Instant(START),
        state: RowState::Conflict,
    };
    let mut machine = Machine::new(0);
    let restored = Event::Restored {
        row,
        version: Some("2".into()),
        copy: goal("Leur").as_str().into(),
    };
    machine.handle(restored, Instant(START));
    let conflict = machine.conflict(&key("Goal", "g")).unwrap();
    assert_eq!(conflict.merge.clashes.len(), 1);
    let mine = machine.decided(&key("Goal", "g"), |_| true).unwrap();
    assert_eq!(mine.len(), 1);
}
