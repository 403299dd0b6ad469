//! What is missing, in every widget: the count in the bar, the panel, and the remedies in it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_client::board::{BoardQuery, CardView};
use coordo_client::timeline::Grouping;
use coordo_widgets::{HostEvent, mount_directory};
use support::{Setup, World, tasks};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Two tasks that nobody answers for, the second before the first by its date, and somebody to ask.
fn a_plan() -> String {
    let task = |id: &str, title: &str, more: &str| {
        format!(
            r#"{{"resource":{{"resourceType":"Task","id":"{id}","status":"ready","intent":"order","description":"{title}"{more}}}}}"#
        )
    };
    let entries = [
        r#"{"resource":{"resourceType":"Practitioner","id":"nadia","name":[{"family":"Benhaddou","given":["Nadia"]}]}}"#.to_owned(),
        task("toilette", "Toilette", r#","authoredOn":"2026-11-20T09:00:00+01:00""#),
        task("courses", "Courses", r#","authoredOn":"2026-11-21T09:00:00+01:00""#),
        task("poids", "Peser le matin", r#","owner":{"reference":"Practitioner/nadia"}"#),
    ];
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn n_lines(world: &World) -> u32 {
    world.count("[part~='findings'] li[data-finding]")
}

async fn opened(setup: Setup) -> World {
    let world = World::loaded(setup).await;
    world
        .until("the count in the bar", |w| {
            w.find("[data-findings] .co-find--caution").is_some()
        })
        .await;
    world.click("[data-findings]");
    world
        .until("the panel", |w| w.has_focus_in("[part~='findings']"))
        .await;
    world
}

fn every_widget() -> Vec<Setup> {
    vec![
        Setup::of(a_plan()),
        Setup {
            timeline: Some(Grouping::Goal),
            ..Setup::of(a_plan())
        },
        Setup {
            widget: mount_directory,
            ..Setup::of(a_plan())
        },
    ]
}

#[wasm_bindgen_test]
async fn every_widget_counts_what_is_missing_and_lists_it_with_its_sentence() {
    for setup in every_widget() {
        let world = opened(setup).await;
        assert_eq!(world.text("[data-findings]"), "2 à vérifier");
        assert_eq!(n_lines(&world), 2);
        let said = world.text("[part~='findings'] .fd-l");
        assert!(
            said.contains("Toilette : personne n’en est chargé."),
            "{said}"
        );
        let button = world.get("[data-findings]");
        assert_eq!(
            button.get_attribute("aria-expanded").as_deref(),
            Some("true")
        );
    }
}

#[wasm_bindgen_test]
async fn arrows_go_from_line_to_line_and_escape_goes_back_to_the_count() {
    let world = opened(Setup::of(a_plan())).await;
    let line = |w: &World| {
        let focused = w.shadow.active_element().unwrap();
        focused.text_content().unwrap()
    };
    let first = line(&world);
    world.press("ArrowDown");
    let second = line(&world);
    assert_ne!(first, second);
    world.press("ArrowDown");
    assert_eq!(line(&world), second, "the last line stays");
    world.press("Home");
    assert_eq!(line(&world), first);
    assert_eq!(world.count("[part~='findings'] .fd-t[tabindex='0']"), 1);
    world.press("Escape");
    world
        .until("no panel", |w| w.find(".fd-panel").is_none())
        .await;
    assert!(world.has_focus_in("[data-findings]"));
}

#[wasm_bindgen_test]
async fn a_line_unfolds_into_its_facts_its_rule_and_its_remedies() {
    let world = opened(Setup::of(a_plan())).await;
    assert!(world.find(".fd-f").is_none());
    world.click(".fd-t");
    world
        .until("the facts", |w| w.find(".fd-f dt").is_some())
        .await;
    let facts = world.text(".fd-f");
    assert!(
        facts.contains("Responsable") && facts.contains("non renseigné"),
        "{facts}"
    );
    assert!(world.find("[data-remedy='offer-to-someone']").is_some());
    // Nobody acts here, so nobody can take it themselves.
    assert!(world.find("[data-remedy='take-it']").is_none());
    world.click(".fd-t");
    world.until("folded", |w| w.find(".fd-f").is_none()).await;
}

async fn offer(world: &World) {
    world.click("[data-remedy='offer-to-someone']");
    world
        .until("the question", |w| w.has_focus_in(".fd-ask"))
        .await;
}

fn owner(world: &World, id: &str) -> Option<String> {
    let board = world.client.board(&BoardQuery::default());
    let mut cards = board.columns.into_iter().flat_map(|c| c.cards);
    let card: Option<CardView> = cards.find(|c| c.key.record.id == id);
    card?.owner.name.map(|name| name.0)
}

#[wasm_bindgen_test]
async fn a_remedy_that_lacks_somebody_asks_and_what_was_said_is_kept() {
    let mut setup = Setup::of(a_plan());
    setup.send_after_ms = 600_000;
    let world = opened(setup).await;
    offer(&world).await;
    world.click("[data-keep]");
    world
        .until("why not", |w| w.find(".fd-wrong").is_some())
        .await;
    assert_eq!(world.text(".fd-wrong"), "Choisissez à qui.");
    let select: web_sys::HtmlSelectElement =
        wasm_bindgen::JsCast::unchecked_into(world.get(".fd-ask select"));
    select.set_selected_index(1);
    world.click("[data-keep]");
    world.until("one line less", |w| n_lines(w) == 1).await;
    let events = world.embedding.events.borrow().clone();
    let mut edited: Vec<String> = Vec::new();
    for event in &events {
        if let HostEvent::TaskEdited { resource, .. } = event {
            edited.push(resource.clone());
        }
    }
    assert_eq!(edited.len(), 1);
    let id = edited[0].trim_start_matches("Task/").to_owned();
    assert_eq!(owner(&world, &id).as_deref(), Some("Nadia Benhaddou"));
    world
        .until("it is said", |w| w.announced().contains("c’est noté"))
        .await;
}

#[wasm_bindgen_test]
async fn a_host_may_prevent_a_remedy_and_that_is_said_in_the_panel() {
    let world = opened(Setup::of(a_plan())).await;
    world.embedding.prevents.set(true);
    offer(&world).await;
    let select: web_sys::HtmlSelectElement =
        wasm_bindgen::JsCast::unchecked_into(world.get(".fd-ask select"));
    select.set_selected_index(1);
    world.click("[data-keep]");
    world
        .until("the refusal", |w| w.find(".fd-wrong").is_some())
        .await;
    assert_eq!(n_lines(&world), 2);
    assert_eq!(world.client.status().pending, 0);
}

#[wasm_bindgen_test]
async fn escape_leaves_the_question_first_and_the_panel_then() {
    let world = opened(Setup::of(a_plan())).await;
    offer(&world).await;
    world.press("Escape");
    world
        .until("no question", |w| w.find(".fd-ask").is_none())
        .await;
    assert!(world.find(".fd-panel").is_some());
}

#[wasm_bindgen_test]
async fn where_nothing_is_missing_the_panel_says_so() {
    let owned = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Task","id":"a","status":"accepted","intent":"order","description":"Toilette","owner":{"display":"Nadia"}}}]}"#;
    let world = World::loaded(Setup::of(owned)).await;
    world.click("[data-findings]");
    world
        .until("the panel", |w| {
            w.find(".fd-none")
                .is_some_and(|p| p.text_content().unwrap().contains("Rien ne manque"))
        })
        .await;
    assert_eq!(n_lines(&world), 0);
}

#[wasm_bindgen_test]
async fn a_panel_that_is_open_follows_what_changes() {
    let world = opened(Setup::of(tasks(&[("a", "Toilette", "ready")]))).await;
    assert_eq!(n_lines(&world), 1);
    let done = r#"{"resourceType":"Task","id":"a","status":"completed","intent":"order","description":"Toilette"}"#;
    let request = coordo_sandbox::http::HttpRequest::put_if_match("Task/a", None, done.to_owned());
    world
        .sandbox
        .borrow_mut()
        .exchange(&request, support::now())
        .unwrap();
    world.client.pull().await;
    world.until("no line", |w| n_lines(w) == 0).await;
    assert!(world.has_focus_in(".fd-panel"), "nobody is thrown out");
}
