//! What people see of sending: two versions decided by keys, the opened chip, the device's cache.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_client::cache::{CacheView, Hindrance, Keeping};
use coordo_core::command::{Command, TaskEdit, TaskValue};
use coordo_core::{Private, RecordKey, SourceId, TaskStatus};
use support::{Setup, World, now, some_tasks, tasks};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn record(id: &str) -> RecordKey {
    RecordKey::new(SourceId("essai".into()), "Task", id)
}

async fn renamed(world: &World, id: &str, from: &str, to: &str) {
    let title = |text| TaskValue::Title(Some(Private::from(text)));
    let command = Command::EditTask {
        task: record(id),
        edits: vec![TaskEdit {
            shown: title(from),
            to: title(to),
        }],
        note: None,
    };
    world.client.run(command).await.unwrap();
}

/// The letter has two titles and two statuses.
async fn in_conflict() -> World {
    let world = World::loaded(Setup {
        send_after_ms: 60_000,
        ..Setup::of(some_tasks())
    })
    .await;
    renamed(&world, "lettre", "Relire la lettre de liaison", "Relire").await;
    let command = Command::ChangeTaskStatus {
        task: record("lettre"),
        from: TaskStatus::Accepted,
        to: TaskStatus::InProgress,
        reason: None,
    };
    world.client.run(command).await.unwrap();
    let theirs = tasks(&[("lettre", "Lire et classer", "cancelled")]);
    let theirs = theirs.as_bytes();
    world.sandbox.borrow_mut().load(theirs, now()).unwrap();
    world.client.sync().await;
    world
        .until("the question", |w| w.find("[data-choice=review]").is_some())
        .await;
    world
}

async fn opened() -> World {
    let world = in_conflict().await;
    world.card("lettre").focus().unwrap();
    world.click("[data-choice=review]");
    world
        .until("both versions", |w| w.has_focus_in("[part=conflict-field]"))
        .await;
    world
}

fn checked(world: &World) -> u32 {
    world.count("[part=conflict] input:checked")
}

#[wasm_bindgen_test]
async fn two_versions_are_decided_by_keys_alone() {
    let world = opened().await;
    assert_eq!(world.count("[part=conflict-field]"), 2);
    assert_eq!(checked(&world), 0, "nothing is chosen in advance");
    world
        .until("what it is about is said", |w| {
            let said = w.announced();
            said.starts_with("Deux versions de Lire et classer. Champ 1 sur 2, État.")
        })
        .await;
    let first = world.text("[part=conflict-field]");
    for part in ["Avant", "Acceptée", "En cours", "Annulée"] {
        assert!(first.contains(part), "{first}");
    }
    world.press("ArrowRight");
    world.press("ArrowDown");
    world
        .until("the next field is said", |w| {
            w.announced().starts_with("Champ 2 sur 2, Titre.")
        })
        .await;
    world.press("ArrowLeft");
    assert_eq!(checked(&world), 2);
    world
        .until("the outcome", |w| {
            w.text("[part=outcome]").contains("Titre : Relire.")
        })
        .await;
    world.press_with("Enter", true);
    world
        .until("the end", |w| {
            w.find("[part=conflict]").is_none() && w.is_focused("lettre")
        })
        .await;
    world.client.sync().await;
    assert_eq!(world.client.status().pending, 0);
    let held = world.text("[data-resource='Task/lettre']");
    assert!(held.starts_with("Relire"), "{held}");
    assert_eq!(world.place("lettre").unwrap().1, "cancelled");
}

#[wasm_bindgen_test]
async fn a_choice_is_not_saved_before_each_field_has_one() {
    let world = opened().await;
    world.press("ArrowLeft");
    world.press_with("Enter", true);
    world
        .until("why not", |w| {
            w.find("[part=outcome] [role=alert]").is_some()
        })
        .await;
    let why = "Il reste 1 champ à décider : Titre.";
    assert_eq!(world.text("[part=outcome] [role=alert]"), why);
    assert!(world.has_focus_in("[data-at='1']"), "the focus goes there");
    assert_eq!(world.client.conflicts().len(), 1);
}

#[wasm_bindgen_test]
async fn what_is_set_aside_stays_asked_and_keeps_what_was_chosen() {
    let world = opened().await;
    world.press("ArrowRight");
    world.click("[part=outcome] .co-btn--quiet");
    world
        .until("the focus is back", |w| {
            w.find("[part=conflict]").is_none() && w.is_focused("lettre")
        })
        .await;
    assert!(world.client.conflicts()[0].is_aside);
    world
        .until("that is said", |w| w.announced().starts_with("Mis de côté"))
        .await;
    world.click("[data-choice=review]");
    world
        .until("both versions", |w| w.has_focus_in("[data-at='1']"))
        .await;
    assert_eq!(checked(&world), 1);
}

#[wasm_bindgen_test]
async fn a_choice_does_not_outlive_the_version_it_was_made_on() {
    let world = opened().await;
    world.press("ArrowDown");
    world.press("ArrowLeft");
    assert_eq!(checked(&world), 1);
    let theirs = tasks(&[("lettre", "Lire, classer, appeler", "cancelled")]);
    let theirs = theirs.as_bytes();
    world.sandbox.borrow_mut().load(theirs, now()).unwrap();
    world.client.pull().await;
    world
        .until("the newer version", |w| {
            w.text("[part=conflict]").contains("Lire, classer, appeler")
                && w.has_focus_in("[part=conflict-field]")
        })
        .await;
    assert_eq!(checked(&world), 0);
}

#[wasm_bindgen_test]
async fn the_opened_chip_lists_what_waits_and_leads_to_the_choice() {
    let world = in_conflict().await;
    world.go_offline(true);
    world
        .until("theirs is shown", |w| w.is_in("lettre", "ended"))
        .await;
    renamed(&world, "sang", "Prise de sang", "Bilan").await;
    world.client.sync().await;
    world.click("[part=sync]");
    world
        .until("the list", |w| w.count("[part=sync-row]") == 2)
        .await;
    let list = world.text("[part=sync-list]");
    for part in ["Lire et classer", "État, Titre", "Bilan", "Titre, 10:42"] {
        assert!(list.contains(part), "{part}: {list}");
    }
    let sheet = world.text("dialog");
    assert!(sheet.contains("L’envoi reprendra seul."), "{sheet}");
    world.go_offline(false);
    world.click("[part=sync-row] button");
    world
        .until("both versions", |w| w.has_focus_in("[part=conflict-field]"))
        .await;
    for key in ["ArrowRight", "ArrowDown", "ArrowRight"] {
        world.press(key);
    }
    world.press_with("Enter", true);
    world
        .until("nothing is asked and the focus is on the chip", |w| {
            w.client.conflicts().is_empty() && w.has_focus_in("[part=sync]")
        })
        .await;
}

#[wasm_bindgen_test]
async fn what_is_unsent_leaves_by_the_button_of_the_opened_chip() {
    let world = World::loaded(Setup {
        send_after_ms: 60_000,
        ..Setup::of(some_tasks())
    })
    .await;
    renamed(&world, "sang", "Prise de sang", "Bilan").await;
    world
        .until("the chip", |w| {
            w.text("[part=sync]").starts_with("1 modification")
        })
        .await;
    world.click("[part=sync]");
    world
        .until("the list", |w| w.find("[part=sync-row]").is_some())
        .await;
    assert!(
        world
            .text("[part=sync-row]")
            .contains("gardé tant que cette page reste ouverte")
    );
    world.click(".ex-chip .ex-foot button");
    world
        .until("all is sent", |w| {
            w.find(".ex-list p").is_some()
                && w.text(".ex-list p")
                    .starts_with("Tout est envoyé. Dernière")
        })
        .await;
    assert_eq!(world.client.status().pending, 0);
    world
        .until("what left", |w| w.find("[part=sync-sent]").is_some())
        .await;
    let sent = world.text("[part=sync-sent]");
    assert!(sent.contains("Journal des envois"), "{sent}");
    assert!(
        sent.contains("Bilan") && sent.contains("Titre, 10:"),
        "{sent}"
    );
}

#[wasm_bindgen_test]
async fn why_this_device_keeps_nothing_is_said_in_a_line() {
    for (cache, said) in [
        (CacheView::default(), None),
        (
            CacheView {
                keeping: Keeping::MemoryInstead(Hindrance::Outdated),
                ..CacheView::default()
            },
            Some("rechargez la page"),
        ),
        (
            CacheView {
                keeping: Keeping::MemoryInstead(Hindrance::Unavailable),
                ..CacheView::default()
            },
            Some("navigation privée"),
        ),
        (
            CacheView {
                keeping: Keeping::Device,
                n_set_aside: 2,
                ..CacheView::default()
            },
            Some("2 modifications non envoyées"),
        ),
        (
            CacheView {
                keeping: Keeping::Device,
                is_reread: true,
                ..CacheView::default()
            },
            Some("mise de côté, et relue du serveur"),
        ),
    ] {
        let world = World::loaded(Setup {
            cache,
            ..Setup::of(some_tasks())
        })
        .await;
        match said {
            Some(said) => assert!(world.text("[part=cache-note]").contains(said)),
            None => assert!(world.find("[part=cache-note]").is_none()),
        }
    }
}
