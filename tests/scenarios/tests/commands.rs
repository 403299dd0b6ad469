//! Tasks that are made, edited, offered and taken on, by several people on one plan.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::{BoardQuery, CardView};
use coordo_client::{Client, DifferenceView, FieldView, PendingView};
use coordo_core::task::{Period, Priority};
use coordo_core::{
    ChangeKind, Command, FhirDate, Field, Instant, Private, RecordKey, Refusal, SourceId,
    TaskDraft, TaskEdit, TaskStatus, TaskValue,
};
use coordo_fhir::http::HttpRequest;
use coordo_sandbox::Faults;
use coordo_testkit::world::{Device, World};

fn now() -> Instant {
    Instant::from_fhir("2026-11-17T10:00:00+01:00").unwrap()
}

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("dac".into()), kind, id)
}

const PLAN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","name":[{"text":"Odette M."}]}},
{"resource":{"resourceType":"Practitioner","id":"ide","identifier":[{"system":"https://rpps.esante.gouv.fr","value":"10001"}],"name":[{"text":"Zoé Roux"}]}},
{"resource":{"resourceType":"Practitioner","id":"kine","name":[{"text":"Paul Petit"}]}},
{"resource":{"resourceType":"CarePlan","id":"plan","status":"active","intent":"plan","title":"Retour à domicile","subject":{"reference":"Patient/p"}}},
{"resource":{"resourceType":"Goal","id":"marcher","lifecycleStatus":"active","description":{"text":"Remarcher"},"subject":{"reference":"Patient/p"}}},
{"resource":{"resourceType":"Task","id":"1","status":"accepted","intent":"order","description":"Pansement","weight":1.50,"for":{"reference":"Patient/p"},"owner":{"reference":"Practitioner/ide"},"restriction":{"repetitions":3,"period":{"end":"2026-11"}},"note":[{"text":"Voir la famille"}]}},
{"resource":{"resourceType":"Task","id":"2","status":"requested","intent":"order","description":"Kiné","for":{"reference":"Patient/p"},"owner":{"reference":"Practitioner/kine"}}}
]}"#;

/// A world with a plan, Zoé's device and Paul's.
fn world() -> (World, Device, Device) {
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

fn cards(client: &Client) -> Vec<CardView> {
    let board = client.board(&BoardQuery::default());
    board.columns.into_iter().flat_map(|c| c.cards).collect()
}

fn card(client: &Client, id: &str) -> CardView {
    let mut cards = cards(client).into_iter();
    cards.find(|c| c.key.record.id == id).unwrap()
}

fn on_server(world: &World, id: &str) -> String {
    let request = HttpRequest::get(format!("Task/{id}"));
    world.sandbox.borrow_mut().handle(&request, now()).body
}

fn n_versions(world: &World, id: &str) -> usize {
    let request = HttpRequest::get(format!("Task/{id}/_history"));
    let history = world.sandbox.borrow_mut().handle(&request, now()).body;
    history.matches("\"fullUrl\"").count()
}

fn draft() -> TaskDraft {
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

fn make(world: &mut World, device: &Device, draft: TaskDraft) -> Result<RecordKey, Refusal> {
    let command = Command::CreateTask(Box::new(draft));
    world.run(device.client.run(command)).map(|r| r.record)
}

fn edit(
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

fn title(text: &str) -> TaskValue {
    TaskValue::Title(Some(Private::from(text)))
}

fn status(world: &mut World, device: &Device, id: &str, to: TaskStatus, reason: Option<&str>) {
    let from = TaskStatus::from_code(card(&device.client, id).status_code());
    let command = Command::ChangeTaskStatus {
        task: key("Task", id),
        from,
        to,
        reason: reason.map(Private::from),
    };
    world.run(device.client.run(command)).unwrap();
}

fn refuse_next(world: &World, status: u16) {
    world.sandbox.borrow_mut().set_faults(Faults {
        fail_next: Some((status, 1)),
        ..Faults::default()
    });
}

#[test]
fn a_task_that_is_made_shows_at_once_and_reaches_the_other_with_all_that_was_said() {
    let (mut world, zoe, paul) = world();
    let made = make(&mut world, &zoe, draft()).unwrap();
    let mine = card(&zoe.client, &made.id);
    assert_eq!(mine.title.unwrap().0, "Louer un lit");
    assert!(mine.owner.is_offered && mine.due.is_some());
    assert_eq!(mine.need.unwrap().0, "Remarcher");
    assert_eq!(mine.plan.unwrap().0, "Retour à domicile");
    assert!(matches!(mine.pending, Some(PendingView::Unsent { .. })));

    world.pass(4_000);
    assert_eq!(card(&zoe.client, &made.id).pending, None);
    let text = on_server(&world, &made.id);
    for part in [
        "\"status\":\"requested\"",
        "\"intent\":\"order\"",
        "\"basedOn\":[{\"reference\":\"CarePlan/plan\"",
        "\"partOf\":[{\"reference\":\"Task/1\"",
        "\"for\":{\"reference\":\"Patient/p\"",
        "\"requester\":{\"reference\":\"Practitioner/ide\",\"display\":\"Zoé Roux\"}",
        "\"owner\":{\"reference\":\"Practitioner/kine\",\"display\":\"Paul Petit\"}",
        "\"reasonReference\":{\"reference\":\"Goal/marcher\"",
        "\"restriction\":{\"period\":{\"end\":\"2026-12\"}}",
        "\"priority\":\"urgent\"",
        "\"authoredOn\":\"2026-11-17T09:00:00.000Z\"",
        "Lit « médicalisé »",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    world.run(paul.client.pull());
    assert!(card(&paul.client, &made.id).owner.is_me);
}

#[test]
fn a_task_without_owner_is_a_draft_and_one_that_was_taken_on_is_accepted() {
    let (mut world, zoe, _) = world();
    let nobodys = TaskDraft {
        title: Private::from("Appeler la mairie"),
        ..TaskDraft::default()
    };
    let mine = TaskDraft {
        owner: Some(key("Practitioner", "ide")),
        ..nobodys.clone()
    };
    let nobodys = make(&mut world, &zoe, nobodys).unwrap();
    let mine = make(&mut world, &zoe, mine).unwrap();
    world.run(zoe.client.sync());
    assert_eq!(card(&zoe.client, &nobodys.id).status_code(), "draft");
    assert_eq!(card(&zoe.client, &mine.id).status_code(), "accepted");
    let text = on_server(&world, &nobodys.id);
    assert!(
        text.contains("\"for\":{\"reference\":\"Patient/p\""),
        "{text}"
    );
}

#[test]
fn a_task_without_title_or_that_ends_before_it_begins_is_not_made() {
    let (mut world, zoe, _) = world();
    let untitled = TaskDraft {
        title: Private::from(" "),
        ..draft()
    };
    assert_eq!(make(&mut world, &zoe, untitled), Err(Refusal::TitleMissing));
    let backwards = TaskDraft {
        planned: Period {
            start: FhirDate::parse("2026-12-02"),
            end: FhirDate::parse("2026-12-01"),
        },
        ..draft()
    };
    let field = Field::Planned;
    assert_eq!(
        make(&mut world, &zoe, backwards),
        Err(Refusal::EndsBeforeItBegins { field })
    );
    let unknown = TaskDraft {
        goal: Some(key("Goal", "autre")),
        ..draft()
    };
    assert_eq!(make(&mut world, &zoe, unknown), Err(Refusal::NotFound));
    assert_eq!(cards(&zoe.client).len(), 2);
}

#[test]
fn a_creation_whose_answer_was_lost_is_made_once_even_where_a_colleague_went_on_with_it() {
    let (mut world, zoe, paul) = world();
    let made = make(&mut world, &zoe, draft()).unwrap();
    world.lose_answers.set(1);
    world.run(zoe.client.sync());
    assert_eq!(zoe.client.status().pending, 1);
    world.run(paul.client.pull());
    status(&mut world, &paul, &made.id, TaskStatus::Accepted, None);
    world.run(paul.client.sync());
    world.pass(60_000);
    assert_eq!(zoe.client.status().pending, 0);
    assert_eq!(card(&zoe.client, &made.id).status_code(), "accepted");
    assert_eq!(n_versions(&world, &made.id), 2);
}

#[test]
fn what_a_slow_reading_brings_from_before_a_change_does_not_undo_it() {
    let (mut world, zoe, _) = world();
    world.latency_ms.set(20_000);
    world.begin(zoe.client.pull());
    world.latency_ms.set(0);
    let made = make(&mut world, &zoe, draft()).unwrap();
    let other = vec![(title("Pansement"), title("Autre"))];
    edit(&mut world, &zoe, "1", other, None).unwrap();
    world.run(zoe.client.sync());
    assert_eq!(zoe.client.status().pending, 0);
    world.pass(600_000);
    assert!(card(&zoe.client, &made.id).owner.is_offered);
    assert_eq!(card(&zoe.client, "1").title.unwrap().0, "Autre");
}

#[test]
fn an_unsent_creation_and_its_edits_leave_in_order() {
    let (mut world, zoe, _) = world();
    zoe.is_online.set(false);
    let made = make(&mut world, &zoe, draft()).unwrap();
    let other = vec![(title("Louer un lit"), title("Acheter un lit"))];
    edit(&mut world, &zoe, &made.id, other, None).unwrap();
    zoe.is_online.set(true);
    world.run(zoe.client.sync());
    world.pass(60_000);
    assert_eq!(zoe.client.status().pending, 0);
    assert_eq!(n_versions(&world, &made.id), 2);
    assert!(on_server(&world, &made.id).contains("Acheter un lit"));
}

#[test]
fn undo_of_an_unsent_creation_removes_it_and_of_a_sent_one_says_what_can_be_done() {
    let (mut world, zoe, _) = world();
    let made = make(&mut world, &zoe, draft()).unwrap();
    let undo = zoe.client.board(&BoardQuery::default()).frame.undo.unwrap();
    assert_eq!((undo.kind, undo.record), (ChangeKind::Created, made));
    world.run(zoe.client.undo()).unwrap();
    assert_eq!(cards(&zoe.client).len(), 2);
    assert_eq!(zoe.client.status().pending, 0);

    make(&mut world, &zoe, draft()).unwrap();
    world.run(zoe.client.sync());
    assert_eq!(world.run(zoe.client.undo()), Err(Refusal::CreatedAndSent));
    let undo = zoe.client.board(&BoardQuery::default()).frame.undo.unwrap();
    assert_eq!(undo.refusal, Some(Refusal::CreatedAndSent));
}

#[test]
fn a_creation_that_is_refused_for_good_stays_with_the_servers_answer_until_a_person_decides() {
    let (mut world, zoe, _) = world();
    let made = make(&mut world, &zoe, draft()).unwrap();
    let other = vec![(title("Louer un lit"), title("Acheter un lit"))];
    edit(&mut world, &zoe, &made.id, other, None).unwrap();
    refuse_next(&world, 422);
    world.pass(60_000);
    let shown = card(&zoe.client, &made.id);
    assert_eq!(
        shown.title.unwrap().0,
        "Acheter un lit",
        "it stays as it was made"
    );
    let Some(PendingView::Refused { status, mine, .. }) = shown.pending else {
        panic!("not refused");
    };
    assert_eq!((status, mine.kind), (422, ChangeKind::Created));
    world.run(zoe.client.pull());
    assert_eq!(
        card(&zoe.client, &made.id).fixed,
        Some(Refusal::WaitsForDecision)
    );

    world.run(zoe.client.keep_mine(&made)).unwrap();
    world.run(zoe.client.sync());
    assert_eq!(zoe.client.status().pending, 0);
    assert!(on_server(&world, &made.id).contains("Acheter un lit"));
    assert_eq!(n_versions(&world, &made.id), 1);

    let second = make(&mut world, &zoe, draft()).unwrap();
    refuse_next(&world, 422);
    world.run(zoe.client.sync());
    world.run(zoe.client.discard_mine(&second));
    assert_eq!(cards(&zoe.client).len(), 3);
    assert_eq!(zoe.client.status().pending, 0);
}

#[test]
fn an_unsent_creation_outlives_the_instance_and_is_not_made_twice() {
    let (mut world, zoe, _) = world();
    zoe.is_online.set(false);
    let made = make(&mut world, &zoe, draft()).unwrap();
    let kept = zoe.kept.borrow().clone();
    drop(zoe);
    let fresh = world.device(|options| options.outbox = kept.clone());
    world.run(fresh.client.pull());
    assert_eq!(
        card(&fresh.client, &made.id).title.unwrap().0,
        "Louer un lit"
    );
    world.pass(60_000);
    assert_eq!(fresh.client.status().pending, 0);
    assert_eq!(n_versions(&world, &made.id), 1);

    // The same copy again: what it holds has arrived meanwhile.
    let late = world.device(|options| options.outbox = kept);
    world.run(late.client.pull());
    assert_eq!(late.client.status().pending, 0);
    world.pass(60_000);
    assert_eq!(n_versions(&world, &made.id), 1);
}

#[test]
fn an_edit_writes_the_fields_that_it_names_and_leaves_the_rest_as_received() {
    let (mut world, zoe, _) = world();
    let due = |end| {
        TaskValue::Window(Period {
            start: None,
            end: FhirDate::parse(end),
        })
    };
    let edits = vec![
        (title("Pansement"), title("Pansement du pied")),
        (due("2026-11"), due("2026-11-20T18:00:00+01:00")),
    ];
    edit(&mut world, &zoe, "1", edits, Some("Vu avec Paul")).unwrap();
    world.run(zoe.client.sync());
    let text = on_server(&world, "1");
    for part in [
        "\"description\":\"Pansement du pied\"",
        "\"weight\":1.50",
        "\"restriction\":{\"repetitions\":3,\"period\":{\"end\":\"2026-11-20T18:00:00+01:00\"}}",
        "\"note\":[{\"text\":\"Voir la famille\"},{\"authorReference\":{\"reference\":\"Practitioner/ide\",\"display\":\"Zoé Roux\"},\"time\":\"2026-11-17T09:00:00.000Z\",\"text\":\"Vu avec Paul\"}]",
        "\"lastModified\":\"2026-11-17T09:00:00.000Z\"",
        "\"owner\":{\"reference\":\"Practitioner/ide\"}",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_edit_of_what_was_not_shown_so_is_refused_and_one_that_changes_nothing_too() {
    let (mut world, zoe, _) = world();
    let outdated = vec![(title("Pensement"), title("Pansement du pied"))];
    let field = Field::Title;
    assert_eq!(
        edit(&mut world, &zoe, "1", outdated, None),
        Err(Refusal::FieldOutdated { field })
    );
    let same = vec![(title("Pansement"), title("Pansement"))];
    assert_eq!(
        edit(&mut world, &zoe, "1", same, Some("  ")),
        Err(Refusal::NothingToChange)
    );
}

#[test]
fn what_is_over_takes_notes_and_nothing_else() {
    let (mut world, zoe, _) = world();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    status(&mut world, &zoe, "1", TaskStatus::Completed, None);
    let other = vec![(title("Pansement"), title("Autre"))];
    assert!(matches!(
        edit(&mut world, &zoe, "1", other, None),
        Err(Refusal::Ended { .. })
    ));
    edit(&mut world, &zoe, "1", vec![], Some("Cicatrisé")).unwrap();
}

#[test]
fn undo_of_an_edit_gives_the_fields_back_sent_or_not_and_refuses_where_they_changed_since() {
    let (mut world, zoe, paul) = world();
    let before = on_server(&world, "1");
    let other = || vec![(title("Pansement"), title("Autre"))];
    edit(&mut world, &zoe, "1", other(), Some("Note")).unwrap();
    world.run(zoe.client.undo()).unwrap();
    world.pass(60_000);
    assert_eq!(on_server(&world, "1"), before, "nothing was sent");

    edit(&mut world, &zoe, "1", other(), Some("Note")).unwrap();
    world.run(zoe.client.sync());
    world.run(zoe.client.undo()).unwrap();
    world.run(zoe.client.sync());
    let text = on_server(&world, "1");
    assert!(text.contains("\"description\":\"Pansement\""), "{text}");
    assert!(
        text.contains("\"note\":[{\"text\":\"Voir la famille\"}]"),
        "{text}"
    );

    edit(&mut world, &zoe, "1", other(), None).unwrap();
    world.run(zoe.client.sync());
    world.run(paul.client.pull());
    let third = vec![(title("Autre"), title("Troisième"))];
    edit(&mut world, &paul, "1", third, None).unwrap();
    world.run(paul.client.sync());
    world.run(zoe.client.pull());
    let field = Field::Title;
    assert_eq!(
        world.run(zoe.client.undo()),
        Err(Refusal::FieldOutdated { field })
    );
}

#[test]
fn two_edits_of_one_field_meet_and_are_told_field_by_field() {
    let (mut world, zoe, paul) = world();
    let to = |text: &str| vec![(title("Pansement"), title(text))];
    edit(&mut world, &zoe, "1", to("Pansement du pied"), None).unwrap();
    world.run(zoe.client.sync());
    world.pass(1_000);
    let urgent = (
        TaskValue::Priority(Priority::Routine),
        TaskValue::Priority(Priority::Urgent),
    );
    let mut both = to("Pansement de la main");
    both.push(urgent);
    edit(&mut world, &paul, "1", both, Some("À deux")).unwrap();
    world.run(paul.client.sync());
    let shown = card(&paul.client, "1");
    assert_eq!(
        shown.title.unwrap().0,
        "Pansement du pied",
        "what the source holds"
    );
    let Some(PendingView::Conflict {
        mine, differences, ..
    }) = shown.pending
    else {
        panic!("no conflict");
    };
    assert_eq!(mine.fields, [Field::Title, Field::Priority, Field::Note]);
    let text = |t: &str| FieldView::Text(Private::from(t));
    let expected = [
        DifferenceView {
            field: Field::Title,
            mine: text("Pansement de la main"),
            theirs: text("Pansement du pied"),
        },
        DifferenceView {
            field: Field::Priority,
            mine: FieldView::Priority(Priority::Urgent),
            theirs: FieldView::Priority(Priority::Routine),
        },
    ];
    assert_eq!(differences, expected);

    world.run(paul.client.keep_mine(&key("Task", "1"))).unwrap();
    world.run(paul.client.sync());
    let text = on_server(&world, "1");
    assert!(
        text.contains("Pansement de la main") && text.contains("\"urgent\""),
        "{text}"
    );
    assert!(
        text.contains("À deux") && text.contains("Voir la famille"),
        "{text}"
    );
    assert_eq!(paul.client.status().pending, 0);
}

#[test]
fn an_edit_that_is_refused_for_good_says_which_field_was_wanted() {
    let (mut world, zoe, _) = world();
    let other = vec![(title("Pansement"), title("Autre"))];
    edit(&mut world, &zoe, "1", other, None).unwrap();
    refuse_next(&world, 422);
    world.run(zoe.client.sync());
    let shown = card(&zoe.client, "1");
    assert_eq!(shown.title.unwrap().0, "Pansement");
    let Some(PendingView::Refused { mine, .. }) = shown.pending else {
        panic!("not refused");
    };
    assert_eq!(
        (mine.kind, mine.fields),
        (ChangeKind::Edited, vec![Field::Title])
    );
    world.run(zoe.client.discard_mine(&key("Task", "1")));
    assert_eq!(zoe.client.status().pending, 0);
}

#[test]
fn an_offer_is_one_change_and_is_accepted_or_declined_by_whom_it_is_made_to() {
    let (mut world, zoe, paul) = world();
    let nobodys = TaskDraft {
        title: Private::from("Appeler la mairie"),
        ..TaskDraft::default()
    };
    let made = make(&mut world, &zoe, nobodys).unwrap();
    let offer = Command::AssignTask {
        task: made.clone(),
        from: TaskStatus::Draft,
        shown: None,
        owner: key("Practitioner", "kine"),
        is_offered: true,
    };
    world.run(zoe.client.run(offer)).unwrap();
    world.run(zoe.client.sync());
    world.pass(60_000);
    assert_eq!(n_versions(&world, &made.id), 2);
    let undo = zoe.client.board(&BoardQuery::default()).frame.undo.unwrap();
    assert_eq!(undo.kind, ChangeKind::Offered);
    assert!(matches!(undo.refusal, Some(Refusal::NotAllowed { .. })));

    world.run(paul.client.pull());
    let mine = card(&paul.client, &made.id);
    assert!(mine.owner.is_me && mine.owner.is_offered);
    status(
        &mut world,
        &paul,
        &made.id,
        TaskStatus::Rejected,
        Some("Trop loin"),
    );
    world.run(paul.client.sync());
    world.run(zoe.client.pull());
    let declined = card(&zoe.client, &made.id);
    assert_eq!(declined.status_code(), "rejected");
    assert_eq!(declined.reason.unwrap().0, "Trop loin");

    // A refused offer stays refused: the next one is a new task that takes its place.
    let again = TaskDraft {
        title: declined.title.unwrap(),
        owner: Some(key("Practitioner", "ide")),
        is_offered: true,
        replaces: Some(made.clone()),
        ..TaskDraft::default()
    };
    let again = make(&mut world, &zoe, again).unwrap();
    world.run(zoe.client.sync());
    let text = on_server(&world, &again.id);
    assert!(text.contains("task-replaces"), "{text}");
    assert!(text.contains(&format!("Task/{}", made.id)), "{text}");
}

#[test]
fn whoever_takes_an_open_task_on_becomes_its_owner_in_the_same_change() {
    let (mut world, zoe, _) = world();
    let mine = Command::AssignTask {
        task: key("Task", "2"),
        from: TaskStatus::Requested,
        shown: Some(key("Practitioner", "kine")),
        owner: key("Practitioner", "ide"),
        is_offered: false,
    };
    world.run(zoe.client.run(mine)).unwrap();
    world.run(zoe.client.sync());
    let mine = card(&zoe.client, "2");
    assert_eq!(mine.status_code(), "accepted");
    assert!(mine.owner.is_me && !mine.owner.is_offered);
    assert_eq!(n_versions(&world, "2"), 2);
}

#[test]
fn a_reader_of_documents_makes_and_edits_nothing() {
    let mut world = World::at(now());
    let reader = world.reader(&[PLAN.as_bytes()], |_| {});
    world.run(reader.client.pull());
    let nobodys = TaskDraft {
        title: Private::from("Appeler la mairie"),
        ..TaskDraft::default()
    };
    let command = Command::CreateTask(Box::new(nobodys));
    assert_eq!(
        world.run(reader.client.run(command)),
        Err(Refusal::ReadOnlySource)
    );
}
