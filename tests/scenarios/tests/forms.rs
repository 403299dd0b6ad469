//! What a form of a task offers, and what its drawer tells.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::view::form::HistoryKind;
use coordo_core::command::TagList;
use coordo_core::{
    ChangeKind, Command, Field, Private, RecordKey, Refusal, SourceId, TaskDraft, TaskStatus,
};
use coordo_testkit::discharge::{item, story};
use coordo_testkit::duo::key;

#[test]
fn a_form_for_a_new_task_offers_the_care_circle_the_goals_and_the_plans() {
    let (_, device) = story();
    let form = device.client.task_form(None).unwrap();
    assert_eq!(form.refusal, None);
    assert!(form.fields.contains(&Field::Plan));
    let first = form.owners.first().unwrap();
    assert!(first.is_me && first.name.is_some());
    let n_circle = form.owners.iter().filter(|o| o.is_of_circle).count();
    assert!(n_circle > 4, "{n_circle}");
    let mut names: Vec<_> = form.owners.iter().map(|o| &o.key).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), form.owners.len(), "each once");
    assert!(
        form.goals
            .iter()
            .any(|g| g.key == key("Goal", "g-domicile"))
    );
    assert!(
        form.plans
            .iter()
            .any(|p| Some(&p.key) == form.plan.as_ref())
    );
    assert!(form.plans.iter().all(|p| p.name.is_some()));
}

#[test]
fn a_form_for_a_task_has_its_values_and_an_ended_one_takes_notes_only() {
    let (mut world, device) = story();
    let balance = key("Task", "t-balance");
    let form = device.client.task_form(Some(&balance)).unwrap();
    assert_eq!(form.status, TaskStatus::InProgress);
    assert_eq!(
        form.owner,
        Some(key("PractitionerRole", "cellule-escoffre"))
    );
    assert_eq!(form.goal, Some(key("Goal", "g-poids")));
    assert_eq!(form.plan, Some(key("CarePlan", "plan-sortie")));
    assert!(form.window.end.is_some() && form.owner_name.is_some());
    assert!(form.fields.contains(&Field::Title) && !form.fields.contains(&Field::Plan));
    let done = Command::ChangeTaskStatus {
        task: balance.clone(),
        from: TaskStatus::InProgress,
        to: TaskStatus::Completed,
        reason: None,
    };
    world.run(device.client.run(done)).unwrap();
    let form = device.client.task_form(Some(&balance)).unwrap();
    assert_eq!(form.fields, [Field::Note]);
    assert!(
        device
            .client
            .task_form(Some(&key("Task", "autre")))
            .is_none()
    );
}

#[test]
fn a_form_that_cannot_be_written_says_why() {
    let (mut world, _) = story();
    let reader = world.device(|options| options.read_only = true);
    world.run(reader.client.pull());
    let form = reader.client.task_form(None).unwrap();
    assert_eq!(form.refusal, Some(Refusal::ReadOnlyClient));
    assert!(form.fields.is_empty());
}

#[test]
fn a_drawer_tells_notes_contributors_and_what_is_known_of_who_did_what() {
    let (mut world, device) = story();
    let balance = item(key("Task", "t-balance"));
    let detail = device.client.detail(&balance).unwrap();
    assert_eq!(detail.notes.len(), 1);
    assert!(detail.notes.iter().all(|n| n.text.contains("Balance")));
    assert!(detail.requester.unwrap().name.is_some());
    let contributors = &detail.contributors;
    assert!(contributors.iter().any(|c| c.function == "contribue"));
    let kinds: Vec<_> = detail.history.iter().map(|h| &h.what).collect();
    assert!(matches!(
        kinds.as_slice(),
        [HistoryKind::Changed(_), HistoryKind::Made(_)]
    ));

    let note = Command::EditTask {
        task: balance.record.clone(),
        edits: vec![],
        note: Some(Private::from("Première pesée")),
    };
    world.run(device.client.run(note)).unwrap();
    let detail = device.client.detail(&balance).unwrap();
    let first = detail.notes.first().unwrap();
    assert_eq!(first.text.0, "Première pesée", "the latest first");
    assert!(first.author.is_some());
    let HistoryKind::Unsent { wanted, .. } = &detail.history.first().unwrap().what else {
        panic!("not told as unsent");
    };
    assert_eq!(
        (wanted.kind, wanted.fields.as_slice()),
        (ChangeKind::Edited, &[Field::Note][..])
    );
}

#[test]
fn a_task_that_takes_anothers_place_is_linked_both_ways() {
    let (mut world, device) = story();
    let old = key("Task", "t-premiere-visite");
    let status = device.client.task_form(Some(&old)).unwrap().status;
    let declined = Command::ChangeTaskStatus {
        task: old.clone(),
        from: status,
        to: TaskStatus::Cancelled,
        reason: Some(Private::from("Pas de place")),
    };
    world.run(device.client.run(declined)).unwrap();
    let again = TaskDraft {
        title: Private::from("Première visite"),
        replaces: Some(old.clone()),
        ..TaskDraft::default()
    };
    let command = Command::CreateTask(Box::new(again));
    let new = world.run(device.client.run(command)).unwrap().record;
    let of_new = device.client.detail(&item(new.clone())).unwrap();
    let of_old = device.client.detail(&item(old.clone())).unwrap();
    let records = |links: &[coordo_client::view::form::TitleView]| {
        let keys = links.iter().map(|l| l.key.record.clone());
        keys.collect::<Vec<_>>()
    };
    assert_eq!(records(&of_new.replaces), [old]);
    assert_eq!(records(&of_old.replaced_by), [new]);
}

#[test]
fn a_task_made_from_a_protocol_names_its_version_and_what_it_follows() {
    let (mut world, device) = story();
    let bloods = key("Task", "t-bio");
    let draft = TaskDraft {
        title: Private::from("Consultation de suivi"),
        protocol: Some("https://dac-rives.example/protocoles/suivi|2".into()),
        after: vec![bloods.clone()],
        requester: Some(key("PractitionerRole", "mt-richomme")),
        ..TaskDraft::default()
    };
    let elsewhere = TaskDraft {
        after: vec![RecordKey::new(SourceId("x".into()), "Task", "1")],
        ..draft.clone()
    };
    let command = Command::CreateTask(Box::new(elsewhere));
    let refused = world.run(device.client.run(command));
    assert!(refused.is_err(), "a server follows no reference to another");
    let command = Command::CreateTask(Box::new(draft));
    let made = world.run(device.client.run(command)).unwrap().record;
    let held = device.client.export();
    let value: serde_json::Value = serde_json::from_slice(held.as_bytes()).unwrap();
    let entries = value["entry"].as_array().unwrap();
    let task = entries
        .iter()
        .map(|entry| &entry["resource"])
        .find(|resource| resource["id"] == made.id.as_str())
        .unwrap();
    assert_eq!(
        task["instantiatesCanonical"],
        "https://dac-rives.example/protocoles/suivi|2"
    );
    let delegator = &task["requester"]["reference"];
    assert_eq!(delegator, "PractitionerRole/mt-richomme");
    let input = &task["input"][0];
    assert_eq!(input["type"]["coding"][0]["code"], "apres");
    assert_eq!(input["valueReference"]["reference"], bloods.reference());
}

#[test]
fn row_25_a_rule_set_aside_and_row_69_a_ring_chosen_are_kept_with_who_when_and_why() {
    let (mut world, device) = story();
    let balance = key("Task", "t-balance");
    let set_aside = |reason: &str| Command::SetAside {
        record: balance.clone(),
        rule: "task-without-owner".into(),
        reason: Private::from(reason),
    };
    let refused = world.run(device.client.run(set_aside("  ")));
    assert_eq!(refused.err(), Some(Refusal::WithoutReason));
    world
        .run(device.client.run(set_aside("La voisine s’en charge.")))
        .unwrap();
    let class = |shown: Option<&str>, to: Option<&str>| Command::ClassTask {
        task: balance.clone(),
        list: TagList::NomekoRing,
        shown: shown.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    let by_rule = class(Some("coordination"), Some("appui"));
    world.run(device.client.run(by_rule.clone())).unwrap();
    let again = world.run(device.client.run(by_rule));
    assert_eq!(again.err(), Some(Refusal::NothingToChange));
    let unseen = world.run(
        device
            .client
            .run(class(Some("coordination"), Some("autre"))),
    );
    let field = Field::Resource;
    assert_eq!(unseen.err(), Some(Refusal::FieldOutdated { field }));
    world.run(device.client.sync());

    let text = device.client.export();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = value["entry"].as_array().unwrap().iter();
    let mut tasks = entries.map(|entry| &entry["resource"]);
    let task = tasks.find(|r| r["id"] == "t-balance").unwrap();
    let reading = coordo_fhir::read::read(&balance, &task.to_string());
    let more = reading.projection.task().unwrap().more.as_ref().unwrap();
    assert_eq!(more.waivers[0].rule, "task-without-owner");
    assert_eq!(
        more.waivers[0].author.target(),
        Some("PractitionerRole/idec-corbineau")
    );
    assert_eq!(more.tag("nomeko-anneau"), Some("appui"));
    assert_eq!(more.tag("nomeko-volet"), Some("mise-en-oeuvre"));
    assert_eq!(more.choices[0].before, "coordination");

    // Undo takes the choice back, the reason stays.
    world.run(device.client.undo()).unwrap();
    let text = device.client.export();
    assert!(!text.contains("nomeko-anneau\",\"code\":\"appui"));
    assert!(text.contains("La voisine"));
}
