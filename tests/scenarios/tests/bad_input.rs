//! Bad input: a clear notice naming resource and field, the rest still shown.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::board::BoardQuery;
use coordo_client::{FailureCause, LoadView, NoticeView};
use coordo_core::{Instant, NoticeCode};
use coordo_testkit::world::{Device, World};

fn read(text: &[u8]) -> Device {
    let mut world = World::at(Instant(1_795_000_000_000));
    let device = world.reader(&[text], |_| {});
    world.run(device.client.pull());
    device
}

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

fn task(id: &str, more: &str) -> String {
    format!(r#"{{"resourceType":"Task","id":"{id}","status":"ready","description":"T"{more}}}"#)
}

fn n_cards(device: &Device) -> usize {
    device.client.board(&BoardQuery::default()).n_cards
}

fn find(device: &Device, code: NoticeCode) -> NoticeView {
    let notices = device.client.notices();
    let found = notices.iter().find(|n| n.code == code);
    found
        .unwrap_or_else(|| panic!("{code:?} not among {notices:?}"))
        .clone()
}

fn failure(device: &Device) -> FailureCause {
    match device.client.board(&BoardQuery::default()).frame.load {
        LoadView::Failed(failure) => failure.cause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_json_says_so_with_line_and_column() {
    for text in ["<html></html>", "{hello}", "bonjour", "{\"a\":1", "[1,2"] {
        let device = read(text.as_bytes());
        assert_eq!(failure(&device), FailureCause::NotJson, "{text}");
        assert!(
            find(&device, NoticeCode::NotJson)
                .path
                .starts_with("line 1")
        );
    }
    assert_eq!(failure(&read(b"  \n ")), FailureCause::Empty);
}

#[test]
fn a_bundle_cut_in_the_middle_shows_what_came_before_the_cut() {
    let whole = bundle(&[&task("1", ""), &task("2", ""), &task("3", "")]);
    let cut = whole.find("\"3\"").unwrap();
    let device = read(&whole.as_bytes()[..cut]);
    assert_eq!(n_cards(&device), 2);
    assert!(
        find(&device, NoticeCode::Truncated)
            .path
            .contains("entry[2]")
    );
}

#[test]
fn a_document_above_the_limit_is_refused_with_the_limit() {
    let device = read(&vec![b' '; coordo_fhir::document::MAX_BYTES + 1]);
    assert!(matches!(failure(&device), FailureCause::TooLarge { limit } if limit > 0));
}

#[test]
fn a_resource_without_id_is_shown_and_named() {
    let device = read(bundle(&[r#"{"resourceType":"Task","status":"ready"}"#]).as_bytes());
    assert_eq!(n_cards(&device), 1);
    assert_eq!(find(&device, NoticeCode::MissingId).path, "Task.id");
}

#[test]
fn of_two_resources_with_one_id_the_newest_is_shown() {
    let old = r#"{"resourceType":"Task","id":"1","status":"draft","meta":{"lastUpdated":"2026-01-01T00:00:00Z"}}"#;
    let new = r#"{"resourceType":"Task","id":"1","status":"ready","meta":{"lastUpdated":"2026-02-01T00:00:00Z"}}"#;
    for order in [[old, new], [new, old]] {
        let device = read(bundle(&order).as_bytes());
        assert_eq!(n_cards(&device), 1);
        let view = device.client.board(&BoardQuery::default());
        let card = view.columns.iter().flat_map(|c| &c.cards).next().unwrap();
        assert_eq!(card.status_code(), "ready");
        assert_eq!(find(&device, NoticeCode::DuplicateId).path, "entry[1]");
    }
}

#[test]
fn an_unknown_status_keeps_its_word_and_its_card() {
    let odd = r#"{"resourceType":"Task","id":"1","status":"en attente"}"#;
    let device = read(bundle(&[odd, &task("2", "")]).as_bytes());
    let view = device.client.board(&BoardQuery::default());
    assert_eq!(view.n_cards, 2);
    let other = view.columns.last().unwrap();
    assert_eq!(other.cards[0].status_code(), "en attente");
    assert_eq!(find(&device, NoticeCode::UnknownCode).path, "Task.status");
}

#[test]
fn a_cycle_of_parts_is_told_for_each_of_its_tasks_and_for_no_other() {
    let part =
        |id: &str, of: &str| task(id, &format!(r#","partOf":[{{"reference":"Task/{of}"}}]"#));
    let text = bundle(&[
        &part("a", "b"),
        &part("b", "c"),
        &part("c", "a"),
        &part("tail", "a"),
        &part("self", "self"),
    ]);
    let device = read(text.as_bytes());
    assert_eq!(n_cards(&device), 5);
    let mut in_cycle: Vec<String> = device
        .client
        .notices()
        .into_iter()
        .filter(|n| n.code == NoticeCode::Cycle)
        .map(|n| n.subject.unwrap().id.clone())
        .collect();
    in_cycle.sort();
    assert_eq!(in_cycle, ["a", "b", "c", "self"]);
}

#[test]
fn a_chain_of_five_thousand_parts_is_read_without_trouble() {
    let tasks: Vec<String> = (0..5_000)
        .map(|n| {
            let part = format!(r#","partOf":[{{"reference":"Task/{}"}}]"#, n + 1);
            task(&n.to_string(), &part)
        })
        .collect();
    let refs: Vec<&str> = tasks.iter().map(String::as_str).collect();
    let device = read(bundle(&refs).as_bytes());
    assert_eq!(n_cards(&device), 5_000);
    assert!(
        device
            .client
            .notices()
            .iter()
            .all(|n| n.code != NoticeCode::Cycle)
    );
}

#[test]
fn three_hundred_levels_of_nesting_cost_a_notice_and_nothing_else() {
    let deep = format!(
        r#","extension":{}{}"#,
        "[{\"extension\":".repeat(300),
        "[]".to_owned() + &"}]".repeat(300)
    );
    let device = read(bundle(&[&task("1", &deep), &task("2", "")]).as_bytes());
    assert_eq!(n_cards(&device), 2);
    assert_eq!(find(&device, NoticeCode::TooDeep).path, "Task.extension");
    assert!(device.client.export().contains(&deep[1..]), "it survives");
}

#[test]
fn fields_of_the_wrong_type_cost_a_notice_and_not_the_card() {
    let odd = r#"{"resourceType":"Task","id":"1","status":5,"description":["x"],"owner":"moi","for":[{"display":"P"}],"executionPeriod":{"start":"hier","end":null},"partOf":{"reference":"Task/2"},"priority":"vite"}"#;
    let device = read(bundle(&[odd]).as_bytes());
    assert_eq!(n_cards(&device), 1);
    let paths: Vec<String> = device
        .client
        .notices()
        .into_iter()
        .map(|n| n.path)
        .collect();
    for path in [
        "Task.status",
        "Task.description",
        "Task.owner",
        "Task.for",
        "Task.executionPeriod.start",
        "Task.executionPeriod.end",
        "Task.partOf",
        "Task.priority",
    ] {
        assert!(paths.contains(&path.to_owned()), "{path} not in {paths:?}");
    }
}

#[test]
fn dangling_references_contained_actors_and_unknown_types_are_notices() {
    let care_team = r##"{"resourceType":"CareTeam","id":"c","contained":[{"resourceType":"Practitioner","id":"k","name":[{"family":"Kiné"}]}],"participant":[{"member":{"reference":"#k"}},{"member":{"reference":"Practitioner/absent"}}]}"##;
    let strange = r#"{"resourceType":"Fusée","id":"f"}"#;
    let device = read(bundle(&[care_team, strange]).as_bytes());
    assert_eq!(
        find(&device, NoticeCode::Dangling).path,
        "CareTeam.participant.member"
    );
    assert!(
        find(&device, NoticeCode::UnknownType)
            .path
            .ends_with("resourceType")
    );
    assert!(device.client.export().contains("Fusée"));
}

#[test]
fn a_bad_line_of_ndjson_is_named_and_the_others_are_shown() {
    let text = format!(
        "{}\n{{\"resourceType\":\n\n{}\n",
        task("1", ""),
        task("2", "")
    );
    let device = read(text.as_bytes());
    assert_eq!(n_cards(&device), 2);
    assert_eq!(find(&device, NoticeCode::NotJson).path, "line 2");
}

#[test]
fn one_hostile_entry_does_not_fail_the_rest() {
    let text = format!(
        r#"{{"resourceType":"Bundle","entry":[{{"resource":{}}},{{"resource":{{"a":tru}}}},{{}},{{"resource":7}},{{"resource":{}}}]}}"#,
        task("1", ""),
        task("2", "")
    );
    let device = read(text.as_bytes());
    assert_eq!(n_cards(&device), 2);
    let paths: Vec<String> = device
        .client
        .notices()
        .into_iter()
        .map(|n| n.path)
        .collect();
    for path in ["entry[1]", "entry[2]", "entry[3]"] {
        assert!(paths.contains(&path.to_owned()), "{path} not in {paths:?}");
    }
}

#[test]
fn a_plans_activities_show_in_place_or_through_their_reference() {
    let plan = r##"{"resourceType":"CarePlan","id":"p","title":"Plan","contained":[{"resourceType":"RequestGroup","id":"g","status":"active"}],
        "activity":[{"detail":{"status":"scheduled","description":"Marche"}},{"reference":{"reference":"Task/1"}},
        {"reference":{"reference":"ServiceRequest/s"}},{"reference":{"reference":"ServiceRequest/covered"}},{"reference":{"reference":"#g"}},{"reference":{"reference":"Task/absent"}},{}]}"##;
    let text = bundle(&[
        plan,
        &task(
            "1",
            r#","basedOn":[{"reference":"ServiceRequest/covered"}]"#,
        ),
        r#"{"resourceType":"ServiceRequest","id":"s","status":"active","code":{"text":"Kiné"}}"#,
        r#"{"resourceType":"ServiceRequest","id":"covered","status":"active"}"#,
    ]);
    let device = read(text.as_bytes());
    let view = device.client.board(&BoardQuery::default());
    let mut cards: Vec<(String, Option<usize>)> = view
        .columns
        .iter()
        .flat_map(|c| &c.cards)
        .map(|c| (c.resource(), c.key.activity))
        .collect();
    cards.sort();
    assert_eq!(
        cards,
        [
            ("CarePlan/p".to_owned(), Some(0)),
            ("CarePlan/p".to_owned(), Some(4)),
            ("ServiceRequest/s".to_owned(), None),
            ("Task/1".to_owned(), None),
        ]
    );
    let task = view
        .columns
        .iter()
        .flat_map(|c| &c.cards)
        .find(|c| c.resource() == "Task/1");
    assert_eq!(
        task.unwrap().plan.as_deref().map(String::as_str),
        Some("Plan")
    );
    assert_eq!(
        find(&device, NoticeCode::Dangling).path,
        "CarePlan.activity.reference"
    );
    assert_eq!(
        find(&device, NoticeCode::ActivityShape).path,
        "CarePlan.activity"
    );
}

#[test]
fn an_error_instead_of_a_plan_is_no_empty_plan() {
    let outcome =
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login"}]}"#;
    let mut world = World::at(Instant(1_795_000_000_000));
    let device = world.reader(&[outcome.as_bytes()], |_| {});
    world.run(device.client.pull());
    assert!(!device.client.status().complete);
}
