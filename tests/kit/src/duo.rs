//! A small plan, and two people who work on it: Zoé, a nurse, and Paul, a physiotherapist.
#![allow(
    clippy::unwrap_used,
    reason = "code for tests: it stops where something is missing"
)]

use coordo_client::Client;
use coordo_client::board::{BoardQuery, CardView};
use coordo_core::task::{Period, Priority};
use coordo_core::{
    Command, FhirDate, Instant, Private, RecordKey, Refusal, SourceId, TaskDraft, TaskEdit,
    TaskStatus, TaskValue,
};
use coordo_fhir::http::HttpRequest;
use coordo_sandbox::Faults;

use crate::world::{Device, World};

/// The morning on which it plays.
pub fn now() -> Instant {
    Instant::from_fhir("2026-11-17T10:00:00+01:00").unwrap()
}

/// A record of the only source.
pub fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("dac".into()), kind, id)
}

/// Its records.
pub const PLAN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","name":[{"text":"Odette M."}]}},
{"resource":{"resourceType":"Practitioner","id":"ide","identifier":[{"system":"https://rpps.esante.gouv.fr","value":"10001"}],"name":[{"text":"Zoé Roux"}]}},
{"resource":{"resourceType":"Practitioner","id":"kine","name":[{"text":"Paul Petit"}]}},
{"resource":{"resourceType":"CarePlan","id":"plan","status":"active","intent":"plan","title":"Retour à domicile","subject":{"reference":"Patient/p"}}},
{"resource":{"resourceType":"Goal","id":"marcher","lifecycleStatus":"active","description":{"text":"Remarcher"},"subject":{"reference":"Patient/p"}}},
{"resource":{"resourceType":"Task","id":"1","status":"accepted","intent":"order","description":"Pansement","weight":1.50,"for":{"reference":"Patient/p"},"owner":{"reference":"Practitioner/ide"},"restriction":{"repetitions":3,"period":{"end":"2026-11"}},"note":[{"text":"Voir la famille"}]}},
{"resource":{"resourceType":"Task","id":"2","status":"requested","intent":"order","description":"Kiné","for":{"reference":"Patient/p"},"owner":{"reference":"Practitioner/kine"}}}
]}"#;

/// A world with a plan, Zoé's device and Paul's.
pub fn world() -> (World, Device, Device) {
    let mut world = World::at(now());
    world
        .sandbox
        .borrow_mut()
        .load(PLAN.as_bytes(), now())
        .unwrap();
    let device = |world: &World, who: &str| {
        let dac = SourceId("dac".into());
        let actor = format!("Practitioner/{who}");
        world.device(|options| {
            options.subject = Some((dac.clone(), "Patient/p".into()));
            options.actor = Some((dac, actor));
        })
    };
    let (zoe, paul) = (device(&world, "ide"), device(&world, "kine"));
    world.run(zoe.client.pull());
    world.run(paul.client.pull());
    (world, zoe, paul)
}

/// All cards of a device.
pub fn cards(client: &Client) -> Vec<CardView> {
    let board = client.board(&BoardQuery::default());
    board.columns.into_iter().flat_map(|c| c.cards).collect()
}

/// One card; stops the test where it is not there.
pub fn card(client: &Client, id: &str) -> CardView {
    let mut cards = cards(client).into_iter();
    cards.find(|c| c.key.record.id == id).unwrap()
}

/// The text of a task as its source has it.
pub fn on_server(world: &World, id: &str) -> String {
    let request = HttpRequest::get(format!("Task/{id}"));
    world.sandbox.borrow_mut().handle(&request, now()).body
}

/// How many versions of a task its source has seen.
pub fn n_versions(world: &World, id: &str) -> usize {
    let request = HttpRequest::get(format!("Task/{id}/_history"));
    let history = world.sandbox.borrow_mut().handle(&request, now()).body;
    history.matches("\"fullUrl\"").count()
}

/// A task for Paul with everything that a form has.
pub fn draft() -> TaskDraft {
    TaskDraft {
        title: Private::from("  Louer un lit "),
        owner: Some(key("Practitioner", "kine")),
        is_offered: true,
        window: Period {
            start: None,
            end: FhirDate::parse("2026-12"),
        },
        priority: Priority::Urgent,
        goal: Some(key("Goal", "marcher")),
        plan: Some(key("CarePlan", "plan")),
        parent: Some(key("Task", "1")),
        note: Some(Private::from("Lit « médicalisé »")),
        ..TaskDraft::default()
    }
}

/// Makes a task.
pub fn make(world: &mut World, device: &Device, draft: TaskDraft) -> Result<RecordKey, Refusal> {
    let command = Command::CreateTask(Box::new(draft));
    world.run(device.client.run(command)).map(|r| r.record)
}

/// Edits a task: fields with what was shown and what is wanted, and a note.
pub fn edit(
    world: &mut World,
    device: &Device,
    id: &str,
    edits: Vec<(TaskValue, TaskValue)>,
    note: Option<&str>,
) -> Result<u64, Refusal> {
    let edits = edits.into_iter().map(|(shown, to)| TaskEdit { shown, to });
    let command = Command::EditTask {
        task: key("Task", id),
        edits: edits.collect(),
        note: note.map(Private::from),
    };
    world.run(device.client.run(command)).map(|r| r.n)
}

/// A title as the value of a field.
pub fn title(text: &str) -> TaskValue {
    TaskValue::Title(Some(Private::from(text)))
}

/// Gives a task another status.
pub fn status(world: &mut World, device: &Device, id: &str, to: TaskStatus, reason: Option<&str>) {
    try_status(world, device, id, to, reason).unwrap();
}

/// The same; tells the number of the change, or why it was refused.
pub fn try_status(
    world: &mut World,
    device: &Device,
    id: &str,
    to: TaskStatus,
    reason: Option<&str>,
) -> Result<u64, Refusal> {
    let from = TaskStatus::from_code(card(&device.client, id).status_code());
    let command = Command::ChangeTaskStatus {
        task: key("Task", id),
        from,
        to,
        reason: reason.map(Private::from),
    };
    world.run(device.client.run(command)).map(|r| r.n)
}

/// Puts a task without a plan where the source has it, as a colleague's program would: « Tâche 1 »,
/// with a decimal that has to stay as it is written.
pub fn put(world: &World, id: &str, status: &str) {
    let text = format!(
        r#"{{"resourceType":"Task","id":"{id}","status":"{status}","description":"Tâche {id}","weight":1.50}}"#
    );
    let request = HttpRequest::put_if_match(format!("Task/{id}"), None, text);
    world.sandbox.borrow_mut().handle(&request, now());
}

/// The source answers the next request with this status.
pub fn refuse_next(world: &World, status: u16) {
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((status, 1)),
        ..Faults::default()
    });
}
