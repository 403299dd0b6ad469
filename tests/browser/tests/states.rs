//! What a board says about data that wait, differ, are read-only, odd or many.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_core::task::transition::Mode;
use coordo_widgets::HostEvent;
use support::{Setup, World, now, plain, some_tasks, tasks};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Starts the letter's task by keys.
fn start(world: &World) {
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    world.press("Enter");
}

#[wasm_bindgen_test]
async fn an_unsent_change_is_marked_until_it_is_acknowledged() {
    let world = World::with(some_tasks()).await;
    world.go_offline(true);
    start(&world);
    world
        .until("the mark", |w| {
            w.is_in("lettre", "in-progress")
                && plain(&w.card("lettre").text_content().unwrap()).contains("à envoyer")
        })
        .await;
    world
        .until("the chip", |w| {
            w.text("[part=sync]")
                .starts_with("1 modification à envoyer")
        })
        .await;
    world.go_offline(false);
    world.press_on_with("[part=sync]", "Enter", true);
    world
        .until("the chip is calm", |w| {
            w.text("[part=sync]") == "À jour, 10:42"
        })
        .await;
    assert!(world.find(".bd-pend").is_none());
}

#[wasm_bindgen_test]
async fn offline_is_said_with_the_age_of_what_is_shown() {
    let world = World::with(some_tasks()).await;
    world.go_offline(true);
    world.client.pull().await;
    world
        .until("the line", |w| w.find(".co-note").is_some())
        .await;
    assert!(world.text(".bd").contains("Hors ligne depuis 10:42."));
    assert_eq!(world.count("[part~=card]"), 5, "what was read stays");
}

#[wasm_bindgen_test]
async fn a_conflict_is_told_on_its_card_and_leads_to_both_versions() {
    let world = World::with(some_tasks()).await;
    world.go_offline(true);
    start(&world);
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
    let theirs = tasks(&[("lettre", "Relire la lettre de liaison", "cancelled")]);
    world
        .sandbox
        .borrow_mut()
        .load(theirs.as_bytes(), now())
        .unwrap();
    world.go_offline(false);
    world.press_on_with("[part=sync]", "Enter", true);
    world
        .until("the question", |w| w.find(".bd-ask").is_some())
        .await;
    world
        .until("both versions", |w| {
            let text = w.text(".bd-ask");
            text.contains("La vôtre : En cours.") && text.contains("La leur : Annulée.")
        })
        .await;
    world.card("lettre").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[role=menuitem]").is_some())
        .await;
    assert!(
        world
            .text("[role=menu]")
            .starts_with("Choisir entre les deux versions…")
    );
    world.click("[role=menuitem]");
    world
        .until("both versions side by side", |w| {
            w.has_focus_in("[part=conflict]")
        })
        .await;
    world.press("ArrowRight");
    world.press_with("Enter", true);
    world
        .until("theirs", |w| {
            w.find(".bd-ask").is_none() && w.place("lettre").is_some_and(|(_, s)| s == "cancelled")
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_change_that_the_source_refuses_stays_and_is_told() {
    let world = World::with(some_tasks()).await;
    world
        .sandbox
        .borrow_mut()
        .set_faults(coordo_sandbox::Faults {
            fail_next: Some((422, 1)),
            ..coordo_sandbox::Faults::default()
        });
    start(&world);
    world
        .until("the refusal", |w| w.find(".bd-ask").is_some())
        .await;
    assert!(world.text(".bd-ask").contains("(réponse 422)"));
    assert!(world.text(".bd-ask").contains("Elle est gardée ici."));
    assert!(
        world.is_in("lettre", "accepted"),
        "shown as the source holds it"
    );
    world.click(".bd-ask button");
    world
        .until("the second try", |w| {
            w.is_in("lettre", "in-progress") && w.find(".bd-ask").is_none()
        })
        .await;
}

#[wasm_bindgen_test]
async fn read_only_is_said_once_and_no_button_is_dead() {
    let world = World::loaded(Setup {
        is_bundle: true,
        ..Setup::of(some_tasks())
    })
    .await;
    assert_eq!(
        world.text(".co-note"),
        "Vous consultez ces données. Elles ne se modifient pas ici."
    );
    assert_eq!(world.count(".bd-more"), 0);
    assert!(world.find("[aria-disabled=true]").is_none());
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world
        .until("the cause", |w| w.announced().contains("lecture seule"))
        .await;
    assert!(world.find(".is-lifted").is_none());
}

#[wasm_bindgen_test]
async fn in_lenient_mode_an_unusual_move_is_said_before_it_is_done() {
    let world = World::loaded(Setup {
        mode: Mode::Lenient,
        ..Setup::of(some_tasks())
    })
    .await;
    world.card("visite").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[data-to=completed]").is_some())
        .await;
    assert_eq!(
        world.text("[data-to=completed]"),
        "Faiteinhabituel depuis « Proposée »"
    );
}

#[wasm_bindgen_test]
async fn a_colleagues_change_moves_the_card_and_is_announced() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    let theirs = tasks(&[("lettre", "Relire la lettre de liaison", "in-progress")]);
    world
        .sandbox
        .borrow_mut()
        .load(theirs.as_bytes(), now())
        .unwrap();
    world.client.pull().await;
    world
        .until("the move", |w| w.is_in("lettre", "in-progress"))
        .await;
    world
        .until("the focus follows", |w| w.is_focused("lettre"))
        .await;
    assert_eq!(
        world.announced(),
        "Relire la lettre de liaison est passée à « En cours »."
    );
}

#[wasm_bindgen_test]
async fn a_lifted_card_that_a_colleague_moves_is_let_go() {
    let world = World::with(some_tasks()).await;
    world.card("lettre").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    let theirs = tasks(&[("lettre", "Relire la lettre de liaison", "cancelled")]);
    world
        .sandbox
        .borrow_mut()
        .load(theirs.as_bytes(), now())
        .unwrap();
    world.client.pull().await;
    world
        .until("the move", |w| {
            w.is_in("lettre", "ended") && w.find(".is-lifted").is_none()
        })
        .await;
    world
        .until("the focus follows", |w| w.is_focused("lettre"))
        .await;
}

#[wasm_bindgen_test]
async fn a_board_fills_the_height_that_its_host_gives() {
    let world = World::with(some_tasks()).await;
    let height = |w: &World| w.get("[part=board]").get_bounding_client_rect().height();
    world.set_height(420);
    assert!((height(&world) - 420.0).abs() < 1.0, "{}", height(&world));
}

#[wasm_bindgen_test]
async fn many_cards_are_counted_and_shown_on_request() {
    let names: Vec<(String, String)> = (0..90)
        .map(|n| (format!("t{n:02}"), format!("Tâche {n:02}")))
        .collect();
    let list: Vec<(&str, &str, &str)> = names
        .iter()
        .map(|(id, title)| (id.as_str(), title.as_str(), "accepted"))
        .collect();
    let world = World::with(tasks(&list)).await;
    assert_eq!(world.count("[part~=card]"), 25);
    assert_eq!(world.text("[part=more]"), "65 autres");
    world.click("[part=more]");
    world.until("more", |w| w.count("[part~=card]") == 75).await;
    world.click("[part=more]");
    world.until("all", |w| w.count("[part~=card]") == 90).await;
    assert!(world.find("[part=more]").is_none());
    world
        .until("the first new card has the focus", |w| w.is_focused("t75"))
        .await;
}

#[wasm_bindgen_test]
async fn text_of_the_data_is_text_on_the_board() {
    let hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    let world = World::with(tasks(&[("a", hostile, "requested")])).await;
    assert_eq!(world.text(".bd-t"), hostile);
    assert_eq!(world.count("img, script"), 0);
}

#[wasm_bindgen_test]
async fn an_unknown_status_has_a_column_of_its_own_and_keeps_its_word() {
    let world = World::with(tasks(&[("a", "Rappeler", "en attente")])).await;
    assert_eq!(
        world.place("a"),
        Some(("other".into(), "en attente".into()))
    );
    assert!(world.text("[data-column=other]").contains("en attente"));
}

#[wasm_bindgen_test]
async fn remarks_about_the_data_are_counted_and_listed_on_request() {
    let world = World::with(tasks(&[("a", "Rappeler", "en attente")])).await;
    world
        .until("the count", |w| w.find("[part=footer]").is_some())
        .await;
    assert!(
        world
            .text("[part=footer] summary")
            .contains("sur les données")
    );
    world.click("[part=footer] summary");
    world
        .until("the list", |w| w.find("[part=footer] li").is_some())
        .await;
    let text = world.text("[part=footer] ul");
    assert!(text.contains("Task/a, Task.status"), "{text}");
}

#[wasm_bindgen_test]
async fn a_narrow_board_leads_to_its_columns_by_buttons() {
    let world = World::loaded(Setup {
        width: 390,
        ..Setup::of(some_tasks())
    })
    .await;
    let board = world.get("[part=board]").get_bounding_client_rect();
    assert!(board.width() <= 390.0);
    world.click(".bd-tab:nth-of-type(3)");
    world
        .until("the column is in view", |w| {
            let area = w
                .get("[data-column=in-progress]")
                .get_bounding_client_rect();
            (area.left() - w.get(".bd-cols").get_bounding_client_rect().left()).abs() < 2.0
        })
        .await;
    world
        .until("its button says so", |w| {
            w.text(".bd-tab[aria-current]").starts_with("En cours")
        })
        .await;
}

#[wasm_bindgen_test]
async fn the_first_whole_load_is_told_to_the_host_once() {
    let world = World::with(some_tasks()).await;
    world.client.pull().await;
    let events = world.embedding.events.borrow();
    let ready = events
        .iter()
        .filter(|e| matches!(e, HostEvent::Ready { .. }));
    assert_eq!(ready.count(), 1);
}
