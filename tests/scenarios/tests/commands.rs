//! Tasks that are made and edited: what shows here, and what arrives.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::PendingView;
use coordo_core::task::Period;
use coordo_core::{Command, FhirDate, Field, Private, Refusal, TaskDraft, TaskStatus, TaskValue};
use coordo_testkit::duo::{
    PLAN, card, cards, draft, edit, key, make, n_versions, now, on_server, status, title, world,
};
use coordo_testkit::world::World;

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
