//! What a source may be asked for, and what the host hears of changes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::rc::Rc;

use coordo_client::board::{BoardQuery, CardView};
use coordo_client::ports::{ClientEvent, NoAnswer, Transport};
use coordo_client::{Client, LocalFuture, SourceKind};
use coordo_core::change::{ChangeKind, Field};
use coordo_core::{Command, Instant, RecordKey, Refusal, SourceId, TaskStatus};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_testkit::world::{Device, World};

fn now() -> Instant {
    Instant::from_fhir("2026-11-17T10:00:00+01:00").unwrap()
}

fn world() -> World {
    let world = World::at(now());
    let task = r#"{"resourceType":"Task","id":"1","status":"accepted","description":"Tâche"}"#;
    let put = HttpRequest::put_if_match("Task/1", None, task.to_owned());
    world.sandbox.borrow_mut().handle(&put, now());
    world
}

fn card(client: &Client) -> CardView {
    let board = client.board(&BoardQuery::default());
    let mut cards = board.columns.into_iter().flat_map(|c| c.cards);
    cards.next().unwrap()
}

fn start(world: &mut World, device: &Device) -> Result<(), Refusal> {
    let command = Command::ChangeTaskStatus {
        task: RecordKey::new(SourceId("dac".into()), "Task", "1"),
        from: TaskStatus::Accepted,
        to: TaskStatus::InProgress,
        reason: None,
    };
    world.run(device.client.run(command)).map(|_| ())
}

/// An endpoint whose host said that nothing may be written there.
struct Shown(Rc<dyn Transport>);

impl Transport for Shown {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        self.0.send(request)
    }

    fn is_sandbox(&self) -> bool {
        self.0.is_sandbox()
    }

    fn is_read_only(&self) -> bool {
        true
    }
}

#[test]
fn an_endpoint_that_takes_no_changes_is_shown_and_not_written() {
    let mut world = world();
    let reader = world.device(|options| {
        for source in &mut options.sources {
            if let SourceKind::Endpoint { transport } = &mut source.kind {
                *transport = Rc::new(Shown(transport.clone()));
            }
        }
    });
    world.run(reader.client.pull());
    assert_eq!(card(&reader.client).fixed, Some(Refusal::ReadOnlySource));
    let board = reader.client.board(&BoardQuery::default());
    assert!(board.frame.is_read_only);
    assert_eq!(start(&mut world, &reader), Err(Refusal::ReadOnlySource));
    assert_eq!(reader.client.status().pending, 0);
}

#[test]
fn the_host_hears_of_each_change_by_its_paths_and_of_its_undoing() {
    let mut world = world();
    let device = world.device(|_| {});
    world.run(device.client.pull());
    start(&mut world, &device).unwrap();
    world.run(device.client.undo()).unwrap();
    let events = device.events.borrow();
    let told: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            ClientEvent::Audit {
                source,
                resource,
                kind,
                fields,
                at,
            } => Some((
                source.as_str(),
                resource.as_str(),
                *kind,
                fields.clone(),
                *at,
            )),
            _ => None,
        })
        .collect();
    let status = Some(ChangeKind::Status);
    assert_eq!(
        told,
        [
            ("dac", "Task/1", status, vec![Field::Status], now()),
            ("dac", "Task/1", None, vec![], now()),
        ]
    );
}
