//! Offers, undo, conflicts and refusals of every kind of change, between two people.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::BoardQuery;
use coordo_client::{DifferenceView, FieldView, PendingView};
use coordo_core::task::Priority;
use coordo_core::{ChangeKind, Command, Field, Private, Refusal, TaskDraft, TaskStatus, TaskValue};
use coordo_testkit::duo::{
    card, cards, draft, edit, key, make, n_versions, on_server, refuse_next, status, title, world,
};

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

/// Rows 17, 41: handing over is an offer and an answer to it.
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
