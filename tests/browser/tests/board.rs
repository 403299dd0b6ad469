//! What a board shows, and moving cards by key, by menu and by pointer.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_i18n::Locale;
use coordo_widgets::HostEvent;
use support::{Setup, World, plain, some_tasks, tasks};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlTextAreaElement;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn every_card_is_in_the_column_of_its_status() {
    let world = World::with(some_tasks()).await;
    for (id, column, status) in [
        ("lettre", "accepted", "accepted"),
        ("visite", "proposed", "requested"),
        ("appel", "in-progress", "in-progress"),
        ("cles", "ended", "completed"),
    ] {
        assert_eq!(world.place(id), Some((column.into(), status.into())));
    }
    assert_eq!(world.count("[part~=card]"), 5);
    assert_eq!(world.text(".bd .co-count"), "4 ouvertes");
    // That nobody answers is said once, also where it is found to be missing.
    let found = |w: &World| {
        let badge = w.card("lettre").query_selector("[data-finding=no-owner]");
        badge.unwrap().is_some()
    };
    world.until("what is missing", found).await;
    let label = "Relire la lettre de liaison, Acceptée, sans date. À vérifier : Sans responsable";
    let said = world.card("lettre").get_attribute("aria-label").unwrap();
    assert_eq!(plain(&said), label);
}

#[wasm_bindgen_test]
async fn before_the_first_answer_the_shape_of_the_board_is_shown() {
    let world = World::mount(Setup::of(some_tasks()));
    assert!(world.find("[part=skeleton]").is_some());
    assert_eq!(
        world
            .get("[part=board]")
            .get_attribute("aria-busy")
            .as_deref(),
        Some("true")
    );
    world.client.pull().await;
    world.until("cards", |w| w.count("[part~=card]") == 5).await;
    assert!(world.find("[part=skeleton]").is_none());
}

#[wasm_bindgen_test]
async fn a_board_without_cards_says_so_in_a_sentence() {
    let world = World::mount(Setup::of(tasks(&[])));
    world.client.pull().await;
    world
        .until("the empty state", |w| w.find("[part=empty]").is_some())
        .await;
    assert!(
        world
            .text("[part=empty]")
            .starts_with("Aucune tâche pour l’instant")
    );
}

#[wasm_bindgen_test]
async fn a_source_that_does_not_answer_is_named_with_its_cause_and_a_way_on() {
    let world = World::mount(Setup::of(some_tasks()));
    world.go_offline(true);
    world.client.pull().await;
    world
        .until("the failure", |w| w.find("[part=error]").is_some())
        .await;
    assert!(
        world
            .text("[part=error]")
            .contains("Le serveur ne répond pas.")
    );
    world.go_offline(false);
    world.click("[part=error] button");
    world.until("cards", |w| w.count("[part~=card]") == 5).await;
}

#[wasm_bindgen_test]
async fn one_tab_stop_leads_to_the_board_and_arrows_lead_on() {
    let world = World::with(some_tasks()).await;
    assert_eq!(world.count("[data-resource][tabindex='0']"), 1);
    world.card("visite").focus().unwrap();
    world.press("ArrowRight");
    assert!(world.is_focused("sang"), "by title within the column");
    world.press("ArrowDown");
    assert!(world.is_focused("lettre"));
    world.press("Home");
    assert!(world.is_focused("sang"));
    world
        .until("one tab stop", |w| {
            w.card("sang").get_attribute("tabindex").as_deref() == Some("0")
                && w.count("[data-resource][tabindex='0']") == 1
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_card_moved_by_keys_keeps_the_focus_in_its_new_column() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world
        .until("the lift is said", |w| {
            w.announced().starts_with("Carte soulevée")
        })
        .await;
    assert!(world.find("[part=hint]").is_some());
    world.press("ArrowRight");
    world
        .until("the effect is said", |w| {
            w.announced() == "En cours. Posée ici, elle passe à « En cours »."
        })
        .await;
    world.press("Enter");
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
    world.until("the focus", |w| w.is_focused("lettre")).await;
    world
        .until("the drop is said", |w| {
            w.announced() == "Posée dans En cours. Annuler : Ctrl Z."
        })
        .await;
    assert!(world.find("[part=hint]").is_none());
}

#[wasm_bindgen_test]
async fn escape_puts_a_lifted_card_back() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Escape");
    world
        .until("it is said", |w| w.announced() == "Reposée à sa place.")
        .await;
    assert!(world.is_in("lettre", "accepted"));
    assert!(world.is_focused("lettre"));
    assert!(
        world
            .embedding
            .events
            .borrow()
            .iter()
            .all(|e| matches!(e, HostEvent::Ready { .. }))
    );
}

#[wasm_bindgen_test]
async fn a_forbidden_column_says_why_while_hovering_and_on_drop() {
    let world = World::with(some_tasks()).await;
    world.card("visite").focus().unwrap();
    world.press(" ");
    for _ in 0..4 {
        world.press("ArrowRight");
    }
    let why = "« Faite » ne peut pas suivre « Proposée ».";
    world
        .until("the cause is said", |w| w.announced().contains(why))
        .await;
    assert!(world.text("[data-column=ended] .bd-gives") == "Pas ici");
    world.press("Enter");
    world
        .until("the cause stays readable", |w| {
            w.find("[part=hint]").is_some() && w.text("[part=hint]").contains(why)
        })
        .await;
    assert!(world.is_in("visite", "proposed"));
}

#[wasm_bindgen_test]
async fn the_menu_lists_every_status_and_says_why_some_cannot_be() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("dialog [role=menu]").is_some())
        .await;
    world
        .until("its first entry has the focus", |w| {
            w.shadow
                .active_element()
                .is_some_and(|el| el.get_attribute("data-to").is_some())
        })
        .await;
    assert_eq!(world.count("[role=menuitem]"), 10);
    let forbidden = world.text("[data-to~=completed]");
    assert_eq!(
        forbidden,
        "Brouillon, Proposée, Reçue, Refusée, Non aboutie, Faitepas depuis « Acceptée »"
    );
    assert!(world.text("[data-to=on-hold]").starts_with("En pause…"));
    world.click("[data-to=in-progress]");
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
    world
        .until("the menu is gone", |w| w.find("dialog").is_none())
        .await;
    world.until("the focus", |w| w.is_focused("lettre")).await;
}

#[wasm_bindgen_test]
async fn escape_closes_the_menu_and_the_card_has_the_focus_again() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("dialog [role=menu]").is_some())
        .await;
    world.press("Tab");
    world
        .until("the menu is gone", |w| w.find("dialog").is_none())
        .await;
    assert!(world.is_focused("lettre"));
}

#[wasm_bindgen_test]
async fn a_status_that_needs_a_reason_asks_for_it_and_keeps_it() {
    let world = World::with(some_tasks()).await;
    world.card("appel").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Enter");
    world
        .until("the question", |w| w.find("dialog textarea").is_some())
        .await;
    assert!(
        world.is_in("appel", "in-progress"),
        "nothing happens before the reason"
    );
    world.click("dialog [part=button-primary]");
    world
        .until("the reason is asked for", |w| {
            w.find("dialog .co-wrong").is_some()
        })
        .await;
    let field: HtmlTextAreaElement = world.get("dialog textarea").unchecked_into();
    field.set_value("Attendre le relevé");
    field.focus().unwrap();
    world.press_with("Enter", true);
    world
        .until("the move", |w| w.is_in("appel", "on-hold"))
        .await;
    world
        .until("the reason", |w| {
            plain(&w.card("appel").text_content().unwrap()).contains("Motif : Attendre le relevé")
        })
        .await;
    world.until("the focus", |w| w.is_focused("appel")).await;
}

#[wasm_bindgen_test]
async fn changing_nothing_in_the_question_leaves_the_card() {
    let world = World::with(some_tasks()).await;
    world.card("appel").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[data-to=on-hold]").is_some())
        .await;
    world.click("[data-to=on-hold]");
    world
        .until("the question", |w| w.find("dialog textarea").is_some())
        .await;
    world.click("dialog .co-acts .co-btn:last-child");
    world
        .until("no dialog", |w| w.find("dialog").is_none())
        .await;
    assert!(world.is_in("appel", "in-progress"));
    assert!(world.is_focused("appel"));
}

#[wasm_bindgen_test]
async fn undo_names_what_it_takes_back_and_takes_it_back() {
    let world = World::loaded(Setup {
        send_after_ms: 5_000,
        ..Setup::of(some_tasks())
    })
    .await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Enter");
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
    world
        .until("the name of undo", |w| {
            let name = w
                .get("[role=toolbar] [aria-label^=Annuler]")
                .get_attribute("aria-label")
                .unwrap();
            plain(&name) == "Annuler : Relire la lettre de liaison redevient « Acceptée »"
        })
        .await;
    world.press_with("z", true);
    world
        .until("the way back", |w| w.is_in("lettre", "accepted"))
        .await;
    world
        .until("it is said", |w| {
            w.announced() == "Annulé. Relire la lettre de liaison : Acceptée."
        })
        .await;
}

#[wasm_bindgen_test]
async fn dragging_a_card_into_a_column_gives_it_that_status() {
    let world = World::with(some_tasks()).await;
    world.drag("lettre", "in-progress");
    world
        .until("the target", |w| {
            w.find("[data-column=in-progress].is-target").is_some()
        })
        .await;
    assert_eq!(
        world.text("[data-column=in-progress] .bd-gives"),
        "Poser ici : En cours"
    );
    world.let_go("lettre");
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
}

#[wasm_bindgen_test]
async fn a_card_dragged_where_it_cannot_be_returns_and_says_why() {
    let world = World::with(some_tasks()).await;
    world.drag("visite", "ended");
    world
        .until("the refusal", |w| {
            w.find("[data-column=ended].is-refused").is_some()
        })
        .await;
    world.let_go("visite");
    world
        .until("the cause", |w| {
            w.find(".bd-hint--refused").is_some() && w.find(".is-lifted").is_none()
        })
        .await;
    assert!(world.is_in("visite", "proposed"));
}

#[wasm_bindgen_test]
async fn escape_ends_a_drag() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.drag("lettre", "in-progress");
    world
        .until("the lift", |w| w.find(".is-lifted").is_some())
        .await;
    world.press("Escape");
    world
        .until("no lift", |w| w.find(".is-lifted").is_none())
        .await;
    world.let_go("lettre");
    assert!(world.is_in("lettre", "accepted"));
}

#[wasm_bindgen_test]
async fn the_host_hears_the_intent_before_and_the_fact_after() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Enter");
    world
        .until("the fact", |w| w.embedding.events.borrow().len() == 3)
        .await;
    let events = world.embedding.events.borrow();
    assert!(matches!(&events[0], HostEvent::Ready { cards: 5 }));
    assert!(
        matches!(&events[1], HostEvent::TaskMove { resource, .. } if resource == "Task/lettre")
    );
    assert!(matches!(&events[2], HostEvent::TaskMoved { to, .. } if to.code() == "in-progress"));
}

#[wasm_bindgen_test]
async fn a_host_that_prevents_a_move_keeps_the_card_where_it_is() {
    let world = World::with(some_tasks()).await;
    world.embedding.prevents.set(true);
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Enter");
    world
        .until("it is said", |w| {
            w.announced().starts_with("Refusé par le portail.")
        })
        .await;
    assert!(world.is_in("lettre", "accepted"));
    assert!(world.is_focused("lettre"));
}

#[wasm_bindgen_test]
async fn the_language_changes_in_place() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    let before = world.card("lettre");
    world.handle().set_locale(Locale::En);
    world
        .until("English", |w| w.text("[part=title]") == "Tasks")
        .await;
    assert_eq!(world.card("lettre"), before, "the same element");
    assert!(world.is_focused("lettre"));
    assert!(
        world
            .text("[data-column=ended] header")
            .starts_with("Ended")
    );
    assert_eq!(
        world.get("[lang]").get_attribute("lang").as_deref(),
        Some("en-GB")
    );
}

#[wasm_bindgen_test]
async fn the_language_changes_under_an_open_menu_too() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[data-to=on-hold]").is_some())
        .await;
    world.handle().set_locale(Locale::En);
    world
        .until("English", |w| {
            w.text("[data-to=on-hold]").starts_with("On hold…")
        })
        .await;
    world.click("[data-to=in-progress]");
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
}

#[wasm_bindgen_test]
async fn headings_fit_the_page() {
    let world = World::with(some_tasks()).await;
    assert_eq!(world.get("#title").tag_name(), "H2");
    assert_eq!(world.count("section h3"), 5);
    world.handle().set_heading_level(4);
    world
        .until("level 4", |w| w.get("#title").tag_name() == "H4")
        .await;
    world.until("level 5", |w| w.count("section h5") == 5).await;
}

#[wasm_bindgen_test]
async fn removing_a_board_leaves_nothing() {
    let mut world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    let root = world.unmount();
    assert_eq!(root.child_nodes().length(), 0);
    world.client.pull().await;
    assert_eq!(root.child_nodes().length(), 0, "news find nobody");
}
