//! The timeline's view: lanes, rows, dates, phases, filter and links, by behaviour.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::cell::Cell;
use std::rc::Rc;

use coordo_client::timeline::{
    Grouping, ItemKind, LaneKey, LaneView, LinkKind, MarkView, Phase, RowView, Shape,
    TimelineQuery, TimelineView,
};
use coordo_client::{Client, Filter, ItemKey, OwnerFilter};
use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_testkit::world::{World, WorldClock};

struct Page {
    client: Client,
    clock: Rc<WorldClock>,
}

/// A page that has read these resources, at noon of 20 November 2026 in a zone of one hour.
fn read(resources: &[&str]) -> Page {
    let entries: Vec<String> = resources
        .iter()
        .map(|r| format!("{{\"resource\":{r}}}"))
        .collect();
    let text = format!(
        "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{}]}}",
        entries.join(",")
    );
    let mut world = World::at(Instant::from_fhir("2026-11-20T12:00:00+01:00").unwrap());
    let me = (SourceId("dossier".into()), "PractitionerRole/r1".into());
    let device = world.reader(&[text.as_bytes()], |o| o.actor = Some(me));
    world.run(device.client.pull());
    Page {
        client: device.client,
        clock: world.clock,
    }
}

fn view(device: &Page, grouping: Grouping) -> TimelineView {
    device.client.timeline(&TimelineQuery { grouping })
}

fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("dossier".into()), kind, id)
}

fn item(reference: &str) -> ItemKey {
    let (reference, index) = reference.split_once('#').unwrap_or((reference, ""));
    ItemKey {
        record: key(reference),
        activity: index.parse().ok(),
    }
}

fn text(text: &Option<Private<String>>) -> &str {
    text.as_ref().map_or("", |t| t.as_str())
}

fn rows(view: &TimelineView) -> impl Iterator<Item = (&LaneView, &RowView)> {
    let lanes = view.lanes.iter();
    lanes.flat_map(|lane| lane.rows.iter().map(move |row| (lane, row)))
}

fn lane_of<'v>(view: &'v TimelineView, reference: &str) -> &'v LaneView {
    let key = item(reference);
    let is_it = |row: &RowView| row.marks.iter().any(|m| *m.key == key);
    let found = rows(view).find(|(_, row)| is_it(row));
    found
        .unwrap_or_else(|| panic!("{reference} is in no lane"))
        .0
}

fn row_of<'v>(view: &'v TimelineView, reference: &str) -> &'v RowView {
    let key = item(reference);
    let is_it = |row: &RowView| row.marks.iter().any(|m| *m.key == key);
    let found = rows(view).find(|(_, row)| is_it(row));
    found
        .unwrap_or_else(|| panic!("{reference} is in no row"))
        .1
}

fn mark(view: &TimelineView, reference: &str) -> MarkView {
    let key = item(reference);
    let row = row_of(view, reference);
    row.marks.iter().find(|m| *m.key == key).unwrap().clone()
}

fn references(view: &TimelineView) -> Vec<String> {
    let marks = rows(view).flat_map(|(_, row)| &row.marks).map(|m| &*m.key);
    let mut all: Vec<String> = marks
        .chain(&view.undated)
        .map(|k| k.record.reference())
        .collect();
    all.sort();
    all
}

fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

const TASK: &str = r#""resourceType":"Task","intent":"order","executionPeriod":{"start":"2026-11-23T09:00:00+01:00","end":"2026-11-23T09:30:00+01:00"}"#;

fn task(id: &str, more: &str) -> String {
    format!(r#"{{{TASK},"id":"{id}","status":"ready","description":"Tâche {id}",{more}}}"#)
}

#[test]
fn roles_of_one_person_share_a_lane_and_a_name_alone_has_its_own() {
    let role = |id: &str| {
        format!(
            r#"{{"resourceType":"PractitionerRole","id":"{id}","practitioner":{{"reference":"Practitioner/p"}},"organization":{{"display":"Cabinet des Sources"}},"code":[{{"text":"Infirmière"}}]}}"#
        )
    };
    let owner = |r: &str| format!(r#""owner":{{"reference":"{r}"}}"#);
    let device = read(&[
        r#"{"resourceType":"Practitioner","id":"p","name":[{"family":"Benhaddou","given":["Nadia"]}]}"#,
        &role("r1"),
        &role("r2"),
        &task("a", &owner("PractitionerRole/r1")),
        &task("b", &owner("PractitionerRole/r2")),
        &task("c", &owner("Practitioner/p")),
        &task("d", r#""owner":{"display":"Voisine du 3e"}"#),
        &task("e", r#""owner":{"display":"VOISINE DU 3E"}"#),
        &task("f", &owner("PractitionerRole/absent")),
        &task("g", r#""priority":"routine""#),
    ]);
    let view = view(&device, Grouping::Actor);
    let lanes: Vec<_> = view
        .lanes
        .iter()
        .map(|l| (text(&l.title), l.n_items))
        .collect();
    assert_eq!(
        lanes,
        [("Nadia Benhaddou", 3), ("Voisine du 3e", 2), ("", 2)]
    );
    assert_eq!(view.lanes[0].key, LaneKey::Actor(key("Practitioner/p")));
    assert_eq!(
        text(&view.lanes[0].subtitle),
        "Infirmière, Cabinet des Sources"
    );
    assert_eq!(view.lanes[2].key, LaneKey::None);

    let filtered = |owner| {
        device.client.set_filter(Filter {
            owner,
            ..Filter::default()
        });
        let view = device.client.timeline(&TimelineQuery::default());
        assert_eq!(view.n_items + view.n_filtered, 7);
        references(&view)
    };
    assert_eq!(filtered(OwnerFilter::Mine), ["Task/a", "Task/b", "Task/c"]);
    // Somebody is named for f, though not in the data.
    assert_eq!(filtered(OwnerFilter::Nobody), ["Task/g"]);
    let of = OwnerFilter::Of(key("PractitionerRole/r2"));
    assert_eq!(filtered(of).len(), 3);
    assert!(filtered(OwnerFilter::Of(key("Practitioner/x"))).is_empty());
}

#[test]
fn a_part_serves_the_goal_of_the_whole_and_no_goal_is_guessed_from_the_plan() {
    let reason = |r: &str| format!(r#""reasonReference":{{"reference":"{r}"}}"#);
    let device = read(&[
        r#"{"resourceType":"CarePlan","id":"p","status":"active","goal":[{"reference":"Goal/g2"}],"activity":[{"reference":{"reference":"Task/alone"}},{"detail":{"status":"scheduled","description":"Repas","goal":[{"reference":"Goal/g1"}],"scheduledPeriod":{"start":"2026-11-24"}}}]}"#,
        r#"{"resourceType":"Goal","id":"g1","description":{"text":"Marcher"},"addresses":[{"reference":"Condition/c1"}]}"#,
        r#"{"resourceType":"Goal","id":"g2","description":{"text":"Rentrer"},"addresses":[{"reference":"Condition/c2"}]}"#,
        r#"{"resourceType":"Goal","id":"g3","description":{"text":"Autre"},"addresses":[{"reference":"Condition/c2"}]}"#,
        r#"{"resourceType":"Condition","id":"c1","code":{"text":"Chute"},"onsetDateTime":"2026-11-01"}"#,
        r#"{"resourceType":"Condition","id":"c2","code":{"text":"Isolement"},"onsetDateTime":"2026-11-01"}"#,
        r#"{"resourceType":"Condition","id":"c3","code":{"text":"Rhume"},"onsetDateTime":"2026-11-01"}"#,
        &task("whole", &reason("Goal/g2")),
        &task("part", r#""partOf":[{"reference":"Task/whole"}]"#),
        &task("part-of-part", r#""partOf":[{"reference":"Task/part"}]"#),
        &task("alone", r#""priority":"routine""#),
        &task("need-of-one-goal", &reason("Condition/c1")),
        &task("need-of-two-goals", &reason("Condition/c2")),
        &task(
            "follows",
            r#""basedOn":[{"reference":"CarePlan/p"},{"reference":"Task/whole"}]"#,
        ),
    ]);
    let view = view(&device, Grouping::Goal);
    for (reference, lane) in [
        ("Task/whole", "Rentrer"),
        ("Task/part", "Rentrer"),
        ("Task/part-of-part", "Rentrer"),
        ("Task/follows", "Rentrer"),
        ("CarePlan/p#1", "Marcher"),
        ("Task/need-of-one-goal", "Marcher"),
        ("Condition/c1", "Marcher"),
        ("Task/need-of-two-goals", "Isolement"),
        ("Condition/c2", "Isolement"),
        ("Condition/c3", ""),
        ("Task/alone", ""),
    ] {
        assert_eq!(text(&lane_of(&view, reference).title), lane, "{reference}");
    }
    let keys: Vec<_> = view.lanes.iter().map(|l| l.key.clone()).collect();
    // The plan names g2 first; needs come after goals, what serves nothing last.
    assert_eq!(
        keys,
        [
            LaneKey::Goal(key("Goal/g2")),
            LaneKey::Goal(key("Goal/g1")),
            LaneKey::Need(key("Condition/c2")),
            LaneKey::None,
        ]
    );
    let words = device.client.item(&item("Task/part")).unwrap();
    assert_eq!(text(&words.need), "Rentrer");
    device.client.set_filter(Filter {
        goal: Some(key("Goal/g1")),
        ..Filter::default()
    });
    let view = device.client.timeline(&TimelineQuery::default());
    assert_eq!(
        references(&view),
        ["CarePlan/p", "Condition/c1", "Task/need-of-one-goal"]
    );
}

#[test]
fn an_appointment_dates_the_task_that_keeps_it_and_is_no_second_mark() {
    let meeting = |id: &str, status: &str| {
        format!(
            r#"{{"resourceType":"Appointment","id":"{id}","status":"{status}","start":"2026-12-01T10:00:00+01:00","end":"2026-12-01T11:00:00+01:00"}}"#
        )
    };
    let task = |id: &str, status: &str, focus: &str| {
        format!(
            r#"{{"resourceType":"Task","id":"{id}","status":"{status}","focus":{{"reference":"Appointment/{focus}"}},"restriction":{{"period":{{"end":"2026-12-31"}}}}}}"#
        )
    };
    let device = read(&[
        &meeting("kept", "booked"),
        &meeting("off", "cancelled"),
        &meeting("left", "booked"),
        &task("a", "accepted", "kept"),
        &task("b", "accepted", "off"),
        &task("c", "cancelled", "left"),
    ]);
    let view = view(&device, Grouping::Kind);
    // A cancelled appointment of a living task says something else, and so does the reverse.
    assert_eq!(
        references(&view),
        [
            "Appointment/left",
            "Appointment/off",
            "Task/a",
            "Task/b",
            "Task/c"
        ]
    );
    let a = mark(&view, "Task/a");
    assert_eq!(
        (a.start, a.end, a.shape),
        (
            at("2026-12-01T10:00:00+01:00"),
            at("2026-12-01T11:00:00+01:00"),
            Shape::Period
        )
    );
    assert_eq!(mark(&view, "Task/b").shape, Shape::Window);
    assert_eq!(mark(&view, "Appointment/off").phase, Phase::Missed);
    let words = device.client.item(&item("Task/a")).unwrap();
    assert_eq!(words.links[0].kind, LinkKind::Focus);
    assert_eq!(words.links[0].key, item("Appointment/kept"));
    let other = device.client.item(&item("Appointment/kept")).unwrap();
    assert_eq!(other.links[0].kind, LinkKind::FulfilledBy);
    assert_eq!(other.links[0].key, item("Task/a"));
}

#[test]
fn the_order_in_which_tasks_come_is_no_step_beside_them() {
    let group = |id: &str, action: &str| {
        let to =
            format!(r#","action":[{{"title":"Bilan","resource":{{"reference":"{action}"}}}}]"#);
        let to = if action.is_empty() { String::new() } else { to };
        format!(
            r#"{{"resourceType":"RequestGroup","id":"{id}","status":"active","intent":"plan",
            "authoredOn":"2026-11-13"{to}}}"#
        )
    };
    let device = read(&[
        &task("bilan", r#""executionPeriod":{"start":"2026-11-19"}"#),
        &group("order", "Task/bilan"),
        &group("alone", ""),
        r#"{"resourceType":"CarePlan","id":"plan","status":"active","intent":"plan","activity":[
            {"reference":{"reference":"RequestGroup/order"}},
            {"reference":{"reference":"RequestGroup/alone"}}]}"#,
    ]);
    let marks = references(&view(&device, Grouping::Kind));
    assert_eq!(marks, ["RequestGroup/alone", "Task/bilan"]);
    let board = device
        .client
        .board(&coordo_client::board::BoardQuery::default());
    let cards = board.columns.iter().flat_map(|c| &c.cards);
    let mut cards: Vec<String> = cards.map(|c| c.resource()).collect();
    cards.sort();
    assert_eq!(cards, ["RequestGroup/alone", "Task/bilan"]);
}

#[test]
fn a_message_is_by_whom_sends_it_and_tells_to_whom() {
    let device = read(&[
        r#"{"resourceType":"Communication","id":"m","status":"completed","sent":"2026-11-19T10:00:00+01:00",
            "sender":{"display":"Dr Vassort"},"recipient":[{"display":"Cabinet Loire-Sud"},{"display":"Dr Richomme"}]}"#,
        r#"{"resourceType":"Communication","id":"n","status":"completed","sent":"2026-11-19T10:00:00+01:00",
            "recipient":[{"display":"Dr Richomme"}]}"#,
    ]);
    let words = device.client.item(&item("Communication/m")).unwrap();
    assert_eq!(text(&words.owner.name), "Dr Vassort");
    assert_eq!(text(&words.to), "Cabinet Loire-Sud, Dr Richomme");
    let unsigned = device.client.item(&item("Communication/n")).unwrap();
    assert_eq!(unsigned.owner.name, None);
    assert_eq!(text(&unsigned.to), "Dr Richomme");
}

#[test]
fn visits_that_follow_from_a_request_lie_in_the_row_of_its_task() {
    let visit = |id: &str, day: u32, request: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"{id}","status":"finished","type":[{{"text":"Passage"}}],"basedOn":[{{"reference":"ServiceRequest/{request}"}}],"period":{{"start":"2026-11-{day}T08:00:00+01:00","end":"2026-11-{day}T08:30:00+01:00"}}}}"#
        )
    };
    let device = read(&[
        r#"{"resourceType":"ServiceRequest","id":"s","status":"active"}"#,
        r#"{"resourceType":"ServiceRequest","id":"free","status":"active"}"#,
        r#"{"resourceType":"Goal","id":"g","description":{"text":"But"}}"#,
        &task(
            "t",
            r#""basedOn":[{"reference":"ServiceRequest/s"}],"reasonReference":{"reference":"Goal/g"}"#,
        ),
        &visit("v1", 12, "s"),
        &visit("v2", 10, "s"),
        &visit("other", 11, "free"),
    ]);
    let view = view(&device, Grouping::Goal);
    let row = row_of(&view, "Task/t");
    assert_eq!(
        (text(&row.title), row.kind),
        ("Tâche t", ItemKind::Activity)
    );
    let keys: Vec<_> = row.marks.iter().map(|m| ItemKey::clone(&m.key)).collect();
    assert_eq!(
        keys,
        [item("Encounter/v2"), item("Encounter/v1"), item("Task/t")]
    );
    assert_eq!(text(&row_of(&view, "Encounter/other").title), "Passage");
    assert_eq!(text(&lane_of(&view, "Encounter/v1").title), "But");
    assert_eq!(lane_of(&view, "Encounter/other").key, LaneKey::None);
    // A request that a task fulfils is that task; the other stands by itself, undated.
    assert_eq!(view.undated, [item("ServiceRequest/free")]);
    let lane = lane_of(&view, "Task/t");
    assert_eq!((lane.n_items, lane.n_done), (3, 2));
}

#[test]
fn three_thousand_measures_on_one_day_are_one_row() {
    let measures: Vec<String> = (0..3_000)
        .map(|n| {
            let name = if n % 2 == 0 { "Poids" } else { "POIDS" };
            format!(
                r#"{{"resourceType":"Observation","id":"o{n}","status":"final","code":{{"text":"{name}"}},"effectiveDateTime":"2026-11-20T08:{:02}:00+01:00"}}"#,
                n % 60
            )
        })
        .collect();
    let measures: Vec<&str> = measures.iter().map(String::as_str).collect();
    let view = view(&read(&measures), Grouping::Goal);
    let rows: Vec<_> = rows(&view).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].1.marks.len(), 3_000);
    assert!(rows[0].1.marks.is_sorted_by_key(|m| (m.start, m.end)));
    assert_eq!(
        view.span,
        Some((
            at("2026-11-20T08:00:00+01:00"),
            at("2026-11-20T08:59:00+01:00")
        ))
    );
}

#[test]
fn a_text_is_found_without_accents_in_title_owner_need_and_reason_and_the_rest_is_counted() {
    let resources = [
        r#"{"resourceType":"Goal","id":"g","description":{"text":"Équilibre"}}"#.to_owned(),
        task("a", r#""owner":{"display":"Élodie Fabrègue"}"#),
        task("b", r#""reasonReference":{"reference":"Goal/g"}"#),
        task("c", r#""statusReason":{"text":"Absente à l’heure"}"#),
        r#"{"resourceType":"Task","id":"d","status":"completed","description":"Tâche d"}"#.to_owned(),
        r#"{"resourceType":"CarePlan","id":"p","activity":[{"detail":{"status":"completed","description":"Kinésithérapie"}}]}"#.to_owned(),
    ];
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    let device = read(&resources);
    let shown = |text: &str, only_open| {
        device.client.set_filter(Filter {
            text: text.to_owned(),
            only_open,
            ..Filter::default()
        });
        let view = device.client.timeline(&TimelineQuery::default());
        assert_eq!(view.n_items + view.n_filtered, 5, "{text}");
        references(&view)
    };
    assert_eq!(shown("fabregue", false), ["Task/a"]);
    assert_eq!(shown("TACHE elo", false), ["Task/a"]);
    assert_eq!(shown("equili", false), ["Task/b"]);
    assert_eq!(shown("heure absente", false), ["Task/c"]);
    assert_eq!(shown("kine", false), ["CarePlan/p"]);
    assert!(shown("kine tache", false).is_empty());
    assert_eq!(shown("tache", true), ["Task/a", "Task/b", "Task/c"]);
    assert_eq!(shown("", true).len(), 3);
    assert_eq!(shown("", false).len(), 5);
}

#[test]
fn a_hosts_clock_may_call_back_while_the_zone_is_learned() {
    let device = read(&[
        r#"{"resourceType":"Flag","id":"f","status":"active","period":{"start":"2011-03"}}"#,
    ]);
    let client = device.client.clone();
    let n_calls = Rc::new(Cell::new(0));
    let counted = n_calls.clone();
    let clock = device.clock.clone();
    *clock.besides.borrow_mut() = Some(Rc::new(move || {
        counted.set(counted.get() + 1);
        drop(client.subscribe(|| {}));
    }));
    let first = view(&device, Grouping::Kind);
    let asked = n_calls.get();
    assert!(asked > 10, "{asked}");
    assert_eq!(view(&device, Grouping::Kind), first);
    // Now, and its offset: the year is known.
    assert_eq!(n_calls.get(), asked + 2);
    *clock.besides.borrow_mut() = None;
}
