//! Several sources in one client: who is the same, whom a number names, what contradicts.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use coordo_client::board::{BoardQuery, CardView};
use coordo_client::directory::DirectoryQuery;
use coordo_client::ports::{NoAnswer, Transport};
use coordo_client::timeline::TimelineQuery;
use coordo_client::{ItemKey, LocalFuture, SourceKind, SourceOptions};
use coordo_core::coded::Identifier;
use coordo_core::{Command, Field, Instant, Private, RecordKey, Refusal, SourceId, TaskDraft};
use coordo_engine::Code;
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_sandbox::{Faults, Sandbox};
use coordo_testkit::world::{Device, World};

fn bundle(resources: &[&str]) -> String {
    let entries: Vec<String> = resources
        .iter()
        .map(|r| format!("{{\"resource\":{r}}}"))
        .collect();
    format!(
        "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{}]}}",
        entries.join(",")
    )
}

/// A client of two sources, `dac` and `hopital`; the nurse of the first one acts.
fn read(dac: &[&str], hospital: &[&str]) -> Device {
    let mut world = World::at(Instant(1_795_000_000_000));
    let dac = bundle(dac);
    let hospital = bundle(hospital);
    let source = |id: &str, text: &str| SourceOptions {
        id: SourceId(id.to_owned()),
        kind: SourceKind::Bundle {
            documents: vec![Rc::new(text.as_bytes().to_vec())],
        },
    };
    let device = world.reader(&[], |options| {
        options.sources = vec![source("dac", &dac), source("hopital", &hospital)];
        options.actor = Some((SourceId("dac".into()), "Practitioner/1".into()));
    });
    world.run(device.client.pull());
    device
}

fn cards(device: &Device) -> Vec<CardView> {
    let board = device.client.board(&BoardQuery::default());
    board.columns.into_iter().flat_map(|c| c.cards).collect()
}

fn person(id: &str, system: &str, kind: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Practitioner","id":"{id}","name":[{{"text":"Nom {id}"}}],
        "identifier":[{{"system":"{system}","value":"{value}","type":{{"coding":[{{"code":"{kind}"}}]}}}}]}}"#
    )
}

fn task(id: &str, owner: &str) -> String {
    format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"accepted","description":"T{id}","owner":{owner}}}"#
    )
}

const RPPS: &str = "https://rpps.esante.gouv.fr";

#[test]
fn a_task_of_another_source_is_mine_where_its_owner_has_my_number() {
    let me = person("1", RPPS, "RPPS", "10003461033");
    let there = person("9", RPPS, "RPPS", "10003461033");
    // The same id there is somebody else.
    let other = person("1", RPPS, "RPPS", "10003461034");
    let mine = task("a", r#"{"reference":"Practitioner/9"}"#);
    let not_mine = task("b", r#"{"reference":"Practitioner/1"}"#);
    let device = read(&[&me], &[&there, &other, &mine, &not_mine]);
    for card in cards(&device) {
        assert_eq!(card.owner.is_me, card.key.record.id == "a");
        // Each record keeps its source and its own name.
        assert_eq!(card.source, Some(SourceId("hopital".into())));
        let name = if card.owner.is_me { "Nom 9" } else { "Nom 1" };
        assert_eq!(card.owner.name.unwrap().as_str(), name);
    }
}

#[test]
fn a_situation_with_the_same_system_and_number_as_a_person_is_somebody_else() {
    let me = person("1", RPPS, "RPPS", "1234567890");
    let situation = format!(
        r#"{{"resourceType":"PractitionerRole","id":"r","identifier":[{{"system":"{RPPS}","value":"1234567890"}}],
        "practitioner":{{"display":"Dr Autre"}}}}"#
    );
    let task = task("a", r#"{"reference":"PractitionerRole/r"}"#);
    let device = read(&[&me], &[&situation, &task]);
    assert!(!cards(&device)[0].owner.is_me);
}

#[test]
fn a_reference_by_number_finds_its_bearer_in_any_source() {
    let me = person("1", RPPS, "RPPS", "10003461033");
    let owner = format!(
        r#"{{"type":"Practitioner","identifier":{{"system":"{RPPS}","value":"10003461033"}}}}"#
    );
    let device = read(&[&me], &[&task("a", &owner)]);
    let owner = &cards(&device)[0].owner;
    assert_eq!(owner.name.as_ref().unwrap().as_str(), "Nom 1");
    assert!(owner.is_me && !owner.is_unresolved);
}

#[test]
fn a_number_that_nobody_bears_or_two_bear_names_nobody() {
    let one = person("1", "https://numeros.example", "A", "7");
    let two = person("2", "https://numeros.example", "B", "7");
    let device = read(
        &[&one],
        &[
            &two,
            &task("unknown", &owner("8")),
            &task("both", &owner("7")),
        ],
    );
    let found = |id: &str| {
        let mut cards = cards(&device).into_iter();
        cards.find(|c| c.key.record.id == id).unwrap().owner
    };
    assert!(found("unknown").is_unresolved && found("unknown").name.is_none());
    // Its own source is asked first, and knows one.
    assert_eq!(found("both").name.unwrap().as_str(), "Nom 2");
    let device = read(&[&one, &two], &[&task("both", &owner("7"))]);
    assert!(cards(&device)[0].owner.is_unresolved);
}

#[test]
fn two_sources_that_tell_of_one_person_make_one_entry_and_both_are_told() {
    let phone = |n: &str| format!(r#","telecom":[{{"system":"phone","value":"{n}"}}]"#);
    let here = with(
        &person("1", RPPS, "RPPS", "10003461033"),
        &phone("01 99 00 00 01"),
    );
    let there = with(
        &person("9", RPPS, "RPPS", "10003461033"),
        &phone("01 99 00 00 02"),
    );
    let stranger = person("1", RPPS, "RPPS", "10003461034");
    let device = read(&[&here], &[&there, &stranger]);
    let view = device.client.directory(&DirectoryQuery::default());
    let mut found: Vec<_> = view.results.iter().map(|r| r.sources.len()).collect();
    found.sort_unstable();
    assert_eq!(found, [1, 2]);
    let one = view.results.iter().find(|r| r.sources.len() == 2).unwrap();
    let card = device.client.card_of_actor(&one.key).unwrap();
    let reach: Vec<_> = card.reach.iter().map(|r| r.value.as_str()).collect();
    assert_eq!(reach, ["01 99 00 00 01", "01 99 00 00 02"]);
    assert!(
        card.reach
            .iter()
            .all(|r| r.is_contested && r.source.is_some())
    );
}

#[test]
fn choosing_a_person_chooses_their_records_in_every_source() {
    let here = person("1", RPPS, "RPPS", "10003461033");
    let there = person("9", RPPS, "RPPS", "10003461033");
    let role = r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/9"}}"#;
    let task = task("a", r#"{"reference":"PractitionerRole/r"}"#);
    let device = read(&[&here], &[&there, role, &task]);
    let key = RecordKey::new(SourceId("dac".into()), "Practitioner", "1");
    device.client.select(Some(ItemKey {
        record: key,
        activity: None,
    }));
    let chosen = device.client.selection().unwrap();
    let mut actors: Vec<_> = chosen.actors.iter().map(RecordKey::reference).collect();
    actors.sort_unstable();
    assert_eq!(actors, ["Practitioner/9", "PractitionerRole/r"]);
    assert_eq!(chosen.items.len(), 1);
}

/// A resource with further members.
fn with(resource: &str, members: &str) -> String {
    let open = resource.strip_suffix('}').unwrap();
    format!("{open}{members}}}")
}

fn owner(value: &str) -> String {
    format!(
        r#"{{"type":"Practitioner","identifier":{{"system":"https://numeros.example","value":"{value}"}}}}"#
    )
}

/// A client of a server `dac` with a plan, and of a read-only directory and a read-only plan.
fn writer(dac: &[&str], annuaire: &[&str]) -> (World, Device) {
    let now = Instant(1_795_000_000_000);
    let mut world = World::at(now);
    let loaded = bundle(dac);
    world
        .sandbox
        .borrow_mut()
        .load(loaded.as_bytes(), now)
        .unwrap();
    let annuaire = bundle(annuaire);
    let device = world.device(|options| {
        options.sources.push(SourceOptions {
            id: SourceId("annuaire".into()),
            kind: SourceKind::Bundle {
                documents: vec![Rc::new(annuaire.as_bytes().to_vec())],
            },
        });
        options.actor = Some((SourceId("annuaire".into()), "Practitioner/1".into()));
    });
    world.run(device.client.pull());
    (world, device)
}

#[test]
fn a_task_names_people_of_another_source_by_their_record_here_or_else_by_their_number() {
    let here = person("ide", RPPS, "RPPS", "10003461033");
    let me = person("1", RPPS, "RPPS", "10003461033");
    let other = person("2", RPPS, "RPPS", "10009999999");
    let role = r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/2"}}"#;
    let plan = r#"{"resourceType":"CarePlan","id":"p","status":"active","title":"Plan","subject":{"reference":"Patient/x"}}"#;
    let (mut world, device) = writer(&[&here, plan], &[&me, &other, role]);
    let draft = TaskDraft {
        title: Private::from("Appeler"),
        owner: Some(RecordKey::new(
            SourceId("annuaire".into()),
            "PractitionerRole",
            "r",
        )),
        is_offered: true,
        plan: Some(RecordKey::new(SourceId("dac".into()), "CarePlan", "p")),
        ..TaskDraft::default()
    };
    let command = Command::CreateTask(Box::new(draft));
    let made = world.run(device.client.run(command)).unwrap().record;
    assert_eq!(made.source, SourceId("dac".into()), "where its plan is");
    world.run(device.client.sync());
    let get = HttpRequest::get(made.reference());
    let now = Instant(1_795_000_000_000);
    let text = world.sandbox.borrow_mut().handle(&get, now).body;
    assert!(
        text.contains(r#""requester":{"reference":"Practitioner/ide","display":"Nom 1"}"#),
        "{text}"
    );
    assert!(
        text.contains(r#""owner":{"type":"Practitioner","identifier":"#),
        "{text}"
    );
    assert!(
        text.contains("10009999999") && text.contains(r#""display":"Nom 2""#),
        "{text}"
    );
    assert!(
        text.contains(r#""for":{"reference":"Patient/x"}"#),
        "{text}"
    );
    let owner = &cards(&device)[0].owner;
    assert_eq!(owner.name.as_ref().unwrap().as_str(), "Nom 2");
    assert!(owner.is_offered && !owner.is_unresolved);
}

#[test]
fn a_goal_of_another_source_than_the_plan_is_refused_and_a_read_only_plan_takes_no_task() {
    let me = person("1", RPPS, "RPPS", "10003461033");
    let plan = r#"{"resourceType":"CarePlan","id":"p","status":"active","title":"Plan"}"#;
    let goal = r#"{"resourceType":"Goal","id":"g","lifecycleStatus":"active","description":{"text":"But"}}"#;
    let (mut world, device) = writer(&[plan], &[&me, goal, plan]);
    let of = |source: &str, kind: &str, id: &str| {
        Some(RecordKey::new(SourceId(source.into()), kind, id))
    };
    let draft = TaskDraft {
        title: Private::from("Appeler"),
        plan: of("dac", "CarePlan", "p"),
        ..TaskDraft::default()
    };
    let far = TaskDraft {
        goal: of("annuaire", "Goal", "g"),
        ..draft.clone()
    };
    let fixed = TaskDraft {
        plan: of("annuaire", "CarePlan", "p"),
        ..draft
    };
    let field = Field::Goal;
    for (draft, refusal) in [
        (far, Refusal::OtherSource { field }),
        (fixed, Refusal::ReadOnlySource),
    ] {
        let command = Command::CreateTask(Box::new(draft));
        assert_eq!(world.run(device.client.run(command)), Err(refusal));
    }
    let form = device.client.task_form(None).unwrap();
    assert_eq!(form.plans.len(), 1, "only plans that take changes");
    assert_eq!(form.plan, of("dac", "CarePlan", "p"));
}

/// A server of its own, whose log of addresses anybody may read.
struct Server(Rc<RefCell<Sandbox>>);

impl Transport for Server {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        assert!(!request.path.contains(NIR), "a number in an address");
        let now = Instant(1_795_000_000_000);
        let answer = self.0.borrow_mut().exchange(&request, now);
        Box::pin(std::future::ready(answer.map_err(|_| NoAnswer)))
    }

    fn is_sandbox(&self) -> bool {
        true
    }
}

/// A client of two servers, for the patient `p` of the first one.
fn read_servers(dac: &[&str], hospital: &[&str]) -> Device {
    read_servers_for(Some("Patient/p"), dac, hospital)
}

/// The same for a person of the first one, or for the bearer of [`NIR`].
fn read_servers_for(subject: Option<&str>, dac: &[&str], hospital: &[&str]) -> Device {
    let now = Instant(1_795_000_000_000);
    let mut world = World::at(now);
    let source = |id: &str, resources: &[&str]| {
        let mut sandbox = Sandbox::default();
        sandbox.load(bundle(resources).as_bytes(), now).unwrap();
        SourceOptions {
            id: SourceId(id.to_owned()),
            kind: SourceKind::Endpoint {
                transport: Rc::new(Server(Rc::new(RefCell::new(sandbox)))),
            },
        }
    };
    let device = world.reader(&[], |options| {
        // The person's own source is asked first, wherever it stands in the list.
        options.sources = vec![source("hopital", hospital), source("dac", dac)];
        options.subject = subject.map(|s| (SourceId("dac".into()), s.to_owned()));
        options.subject_identifier = subject.is_none().then(|| Identifier {
            system: "urn:oid:1.2.250.1.213.1.4.8".into(),
            value: NIR.into(),
            kind: "INS-NIR".into(),
            usage: "official".into(),
        });
    });
    world.run(device.client.pull());
    device
}

fn patient(id: &str, kind: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","name":[{{"text":"P"}}],"identifier":[{{"system":"urn:oid:1.2.250.1.213.1.4.8",
        "value":"{value}","type":{{"coding":[{{"code":"{kind}"}}]}}}}]}}"#
    )
}

fn task_for(id: &str, patient: &str) -> String {
    let of = format!(r#","for":{{"reference":"Patient/{patient}"}}"#);
    with(&task(id, r#"{"display":"X"}"#), &of)
}

const NIR: &str = "244054900799945";

#[test]
fn a_person_is_read_from_another_server_by_their_number_and_never_by_their_id() {
    let here = patient("p", "INS-NIR", NIR);
    let there = patient("q", "INS-NIR", NIR);
    let stranger = patient("p", "INS-NIR", "199054900799945");
    let device = read_servers(
        &[&here, &task_for("a", "p")],
        &[&there, &stranger, &task_for("b", "q"), &task_for("c", "p")],
    );
    let mut shown: Vec<_> = cards(&device)
        .into_iter()
        .map(|c| c.key.record.id.clone())
        .collect();
    shown.sort_unstable();
    assert_eq!(shown, ["a", "b"]);
}

#[test]
fn a_person_may_be_named_by_number_alone() {
    let there = patient("q", "INS-NIR", NIR);
    let device = read_servers_for(
        None,
        &[&patient("p", "INS-NIR", NIR), &task_for("a", "p")],
        &[&there, &task_for("b", "q"), &task_for("c", "somebody")],
    );
    assert_eq!(cards(&device).len(), 2);
    let found = device.client.directory(&DirectoryQuery::default()).results;
    let patients = found.iter().filter(|r| r.key.kind == "Patient");
    let told_by: Vec<_> = patients.map(|p| p.sources.len()).collect();
    assert_eq!(told_by, [2], "both servers tell of one person");
}

#[test]
fn a_number_under_which_care_is_billed_does_not_open_another_s_file() {
    let here = patient("p", "INS-NIR", NIR);
    let child = patient("q", "NH", NIR);
    let device = read_servers(
        &[&here, &task_for("a", "p")],
        &[&child, &task_for("b", "q")],
    );
    assert_eq!(cards(&device).len(), 1);
}

#[test]
fn a_person_without_a_number_is_not_looked_for_elsewhere_and_that_is_told() {
    let here = r#"{"resourceType":"Patient","id":"p","name":[{"text":"P"}]}"#;
    let device = read_servers(&[here, &task_for("a", "p")], &[here, &task_for("b", "p")]);
    assert_eq!(cards(&device).len(), 1);
    let notices = device.client.notices();
    assert!(notices.iter().any(|n| n.path == "Patient.identifier"));
}

#[test]
fn a_slow_source_holds_no_other_source_up() {
    let mut world = World::at(Instant(1_795_000_000_000));
    let document = bundle(&[&task("1", "{}")]);
    let device = world.device(|options| {
        options.sources.push(SourceOptions {
            id: SourceId("hopital".into()),
            kind: SourceKind::Bundle {
                documents: vec![Rc::new(document.as_bytes().to_vec())],
            },
        });
    });
    world.latency_ms.set(20_000);
    world.begin(device.client.pull());
    assert_eq!(cards(&device).len(), 1);
    assert!(!device.client.status().complete);
    world.pass(600_000);
    assert!(device.client.status().complete);
}

/// A server in front of which a page to log in stands while a session is over.
struct Portal(RefCell<Sandbox>, Rc<Cell<bool>>);

impl Transport for Portal {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let answer = if self.1.get() {
            Ok(HttpResponse {
                status: 200,
                headers: vec![("content-type".into(), "text/html".into())],
                body: "<form>Connexion</form>".into(),
            })
        } else {
            let now = Instant(1_795_000_000_000);
            self.0.borrow_mut().exchange(&request, now)
        };
        Box::pin(std::future::ready(answer.map_err(|_| NoAnswer)))
    }

    fn is_sandbox(&self) -> bool {
        false
    }
}

#[test]
fn a_later_answer_that_is_not_the_servers_counts_as_none_and_nothing_is_forgotten() {
    let now = Instant(1_795_000_000_000);
    let is_over = Rc::new(Cell::new(false));
    let mut sandbox = Sandbox::default();
    sandbox
        .load(bundle(&[&task("1", "null")]).as_bytes(), now)
        .unwrap();
    let portal = Rc::new(Portal(RefCell::new(sandbox), is_over.clone()));
    let mut world = World::at(now);
    let device = world.reader(&[], |options| {
        let kind = SourceKind::Endpoint { transport: portal };
        let id = SourceId("dac".into());
        options.sources = vec![SourceOptions { id, kind }];
    });
    world.run(device.client.pull());
    assert!(device.client.status().online);
    is_over.set(true);
    world.run(device.client.pull());
    let status = device.client.status();
    assert!(!status.online && status.complete);
    assert_eq!(cards(&device).len(), 1);
    is_over.set(false);
    world.run(device.client.pull());
    assert!(device.client.status().online);
}

#[test]
fn what_rests_on_a_source_that_is_hidden_is_no_badge_in_another() {
    let meets = |id: &str, person: &str| {
        format!(
            r#"{{"resourceType":"Appointment","id":"{id}","status":"booked","start":"2026-12-01T09:00:00Z","end":"2026-12-01T10:00:00Z",
            "participant":[{{"actor":{{"reference":"Patient/{person}"}},"status":"accepted"}}]}}"#
        )
    };
    let (mut world, device) = writer(
        &[&patient("p", "INS-NIR", NIR), &meets("a", "p")],
        &[&patient("q", "INS-NIR", NIR), &meets("b", "q")],
    );
    let client = device.client.clone();
    let badges = || {
        let view = client.timeline(&TimelineQuery::default());
        let rows = view.lanes.iter().flat_map(|lane| &lane.rows);
        let n = view.lanes.iter().map(|lane| lane.n_missing);
        let found: Vec<_> = rows.filter_map(|row| row.badge).map(|b| b.code).collect();
        (found, n.flatten().sum::<usize>())
    };
    client.findings();
    world.settle();
    assert_eq!(badges(), (vec![Code::PersonTwice], 1));
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((401, 1_000)),
        ..Faults::default()
    });
    world.run(client.pull());
    assert_eq!(badges(), (Vec::new(), 0));
}
