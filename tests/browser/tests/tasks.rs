//! A board on which people open, make, change, offer, filter and group tasks.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_client::view::{Filter, ItemKey};
use coordo_core::{RecordKey, SourceId};
use coordo_widgets::HostEvent;
use support::{Setup, World, plain, some_tasks};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventInit, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Two people, two goals, a plan, and tasks of theirs.
fn a_plan() -> String {
    let task = |id: &str, title: &str, status: &str, more: &str| {
        format!(
            r#"{{"resource":{{"resourceType":"Task","id":"{id}","status":"{status}","intent":"order","description":"{title}"{more}}}}}"#
        )
    };
    let owned = |owner: &str| format!(r#","owner":{{"reference":"Practitioner/{owner}"}}"#);
    let person = |id: &str, family: &str, given: &str| {
        format!(
            r#"{{"resource":{{"resourceType":"Practitioner","id":"{id}","name":[{{"family":"{family}","given":["{given}"]}}]}}}}"#
        )
    };
    let entries = [
        person("nadia", "Benhaddou", "Nadia"),
        person("paul", "Estival", "Paul"),
        r#"{"resource":{"resourceType":"Goal","id":"reperer","lifecycleStatus":"active","description":{"text":"Repérer tôt une décompensation"},"subject":{"reference":"Patient/p"}}}"#.into(),
        r#"{"resource":{"resourceType":"CarePlan","id":"plan","status":"active","intent":"plan","title":"Retour à domicile","subject":{"reference":"Patient/p"},"goal":[{"reference":"Goal/reperer"}],"author":{"reference":"Practitioner/paul"}}}"#.into(),
        r#"{"resource":{"resourceType":"Patient","id":"p"}}"#.into(),
        task("sang", "Prise de sang", "accepted", &(owned("nadia") + r#","note":[{"text":"À jeun"}],"reasonReference":{"reference":"Goal/reperer"}"#)),
        task("conciliation", "Conciliation des traitements", "requested", &owned("paul")),
        task("poids", "Peser le matin", "in-progress", &owned("nadia")),
        task("cle", "Clé chez la voisine", "draft", ""),
    ];
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn item(id: &str) -> ItemKey {
    ItemKey {
        record: RecordKey::new(SourceId("essai".into()), "Task", id),
        activity: None,
    }
}

fn fire(element: &web_sys::Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict(name, &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

fn fill(world: &World, selector: &str, text: &str) {
    let field = world.get(selector);
    field.focus().unwrap();
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => field
            .dyn_ref::<HtmlTextAreaElement>()
            .unwrap()
            .set_value(text),
    }
    fire(&field, "input");
}

/// Chooses the option of a list whose words begin so.
fn choose(world: &World, selector: &str, words: &str) {
    let select: HtmlSelectElement = world.get(selector).unchecked_into();
    let options = select.options();
    let at = (0..options.length()).find(|i| {
        let option = options.item(*i).unwrap();
        plain(&option.text_content().unwrap()).starts_with(words)
    });
    select.set_selected_index(at.expect(words).try_into().unwrap());
    fire(&select, "change");
}

fn is_in_drawer(world: &World) -> bool {
    let focused = world.shadow.active_element();
    focused.is_some_and(|el| el.closest(".bd-drawer").unwrap().is_some())
}

async fn open(world: &World, id: &str) {
    world.card(id).focus().unwrap();
    world.press("Enter");
    world.until("the details", is_in_drawer).await;
}

#[wasm_bindgen_test]
async fn enter_opens_the_details_and_escape_returns_to_the_card() {
    let world = World::with(a_plan()).await;
    open(&world, "sang").await;
    let said = world.text(".bd-drawer");
    for expected in ["Prise de sang", "Acceptée", "Nadia Benhaddou", "À jeun"] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
    assert_eq!(
        world.card("sang").get_attribute("aria-current").as_deref(),
        Some("true")
    );
    world.press("Escape");
    world
        .until("no details", |w| w.find(".bd-drawer").is_none())
        .await;
    assert!(world.is_focused("sang"));
}

#[wasm_bindgen_test]
async fn a_press_on_the_title_opens_the_details_and_the_host_hears_of_it() {
    let world = World::with(a_plan()).await;
    world.click("[data-resource='Task/sang'] .bd-t");
    world.until("the details", is_in_drawer).await;
    world
        .until("the host hears", |w| {
            let events = w.embedding.events.borrow();
            let opened = |e: &HostEvent| matches!(e, HostEvent::ItemOpen { item: i } if *i == item("sang"));
            let chosen = |e: &HostEvent| matches!(e, HostEvent::Select { item: Some(i) } if *i == item("sang"));
            events.iter().any(opened) && events.iter().any(chosen)
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_verb_of_the_details_moves_the_card_and_the_focus_stays_with_the_details() {
    let world = World::with(a_plan()).await;
    open(&world, "sang").await;
    assert_eq!(world.text(".bd-drawer [data-to=in-progress]"), "Commencer");
    world
        .get(".bd-drawer [data-to=in-progress]")
        .focus()
        .unwrap();
    world.click(".bd-drawer [data-to=in-progress]");
    world
        .until("the move", |w| w.is_in("sang", "in-progress"))
        .await;
    world
        .until("the new verb", |w| {
            w.find(".bd-drawer [data-to=completed]").is_some()
        })
        .await;
    assert!(is_in_drawer(&world));
    let focused = world.shadow.active_element().unwrap();
    assert_ne!(focused.tag_name(), "BUTTON", "a second Enter does nothing");
}

#[wasm_bindgen_test]
async fn an_offer_is_accepted_or_declined_by_verbs_and_declining_asks_why() {
    let world = World::with(a_plan()).await;
    world.card("conciliation").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[role=menu]").is_some())
        .await;
    assert_eq!(
        world.text("[role=menu] [data-to=accepted]"),
        "Accepter pour Paul Estival"
    );
    assert!(
        world
            .text("[role=menu] [data-to=rejected]")
            .starts_with("Décliner pour Paul Estival…")
    );
    world.click("[role=menu] [data-to=rejected]");
    world
        .until("the question", |w| w.find("dialog textarea").is_some())
        .await;
    fill(&world, "dialog textarea", "Absent cette semaine");
    world.press_with("Enter", true);
    world
        .until("the refusal", |w| w.is_in("conciliation", "ended"))
        .await;
}

#[wasm_bindgen_test]
async fn a_new_task_is_made_by_its_title_alone() {
    let world = World::with(a_plan()).await;
    world.card("sang").focus().unwrap();
    world.press("n");
    world
        .until("the line has the focus", |w| {
            let focused = w.shadow.active_element();
            focused.is_some_and(|el| el.closest(".bd-quick").unwrap().is_some())
        })
        .await;
    world.press("Enter");
    world
        .until("what is missing is said", |w| {
            w.find(".bd-quick [role=alert]").is_some()
        })
        .await;
    fill(&world, ".bd-quick input", "Appeler Mme Fabrègue");
    world.press("Enter");
    world
        .until("the task", |w| {
            let column = w.text("[data-column=proposed]");
            column.contains("Appeler Mme Fabrègue")
        })
        .await;
    world
        .until("it is said", |w| {
            w.announced() == "Créée : Appeler Mme Fabrègue. Annuler : Ctrl Z."
        })
        .await;
    let field: HtmlInputElement = world.get(".bd-quick input").unchecked_into();
    assert_eq!(field.value(), "", "the line is ready for the next");
    let told = world.embedding.events.borrow();
    assert!(told.iter().any(
        |e| matches!(e, HostEvent::TaskCreate { title, .. } if title.0 == "Appeler Mme Fabrègue")
    ));
    assert!(
        told.iter()
            .any(|e| matches!(e, HostEvent::TaskCreated { .. }))
    );
}

#[wasm_bindgen_test]
async fn a_host_may_prevent_a_new_task() {
    let world = World::with(a_plan()).await;
    world.embedding.prevents.set(true);
    world.card("sang").focus().unwrap();
    world.press("n");
    world
        .until("the line", |w| w.find(".bd-quick input").is_some())
        .await;
    fill(&world, ".bd-quick input", "Appeler");
    world.press("Enter");
    world
        .until("it is said", |w| {
            w.find(".bd-quick [role=alert]").is_some_and(|el| {
                plain(&el.text_content().unwrap()).starts_with("Refusé par le portail")
            })
        })
        .await;
    assert_eq!(world.count("[data-resource^='Task/']"), 4);
}

#[wasm_bindgen_test]
async fn the_form_makes_a_task_that_is_offered() {
    let world = World::with(a_plan()).await;
    world.card("sang").focus().unwrap();
    world.press("n");
    world
        .until("the line", |w| w.find(".bd-quick input").is_some())
        .await;
    fill(&world, ".bd-quick input", "Passage infirmier");
    world.click(".bd-quick [aria-haspopup=dialog]");
    world
        .until("the form", |w| w.find("dialog.co-form[open]").is_some())
        .await;
    let title: HtmlInputElement = world.get("dialog input[type=text]").unchecked_into();
    assert_eq!(title.value(), "Passage infirmier", "what was typed is kept");
    choose(&world, "dialog select", "Nadia Benhaddou");
    fill(&world, "dialog input[type=date]", "2026-11-27");
    world.click("dialog [part=button-primary]");
    world
        .until("the task", |w| {
            let column = w.text("[data-column=proposed]");
            column.contains("Passage infirmier") && column.contains("27 nov.")
        })
        .await;
    world
        .until("the new card has the focus", |w| {
            let focused = w.shadow.active_element();
            focused
                .is_some_and(|el| el.get_attribute("data-status").as_deref() == Some("requested"))
        })
        .await;
    assert!(world.find("dialog").is_none());
}

#[wasm_bindgen_test]
async fn editing_writes_what_was_changed_and_nothing_else() {
    let world = World::with(a_plan()).await;
    open(&world, "sang").await;
    world.click(".bd-drawer [data-to=edit]");
    world
        .until("the form", |w| w.find("dialog.co-form[open]").is_some())
        .await;
    fill(&world, "dialog input[type=text]", "Prise de sang à jeun");
    world.click("dialog [part=button-primary]");
    world
        .until("the new title", |w| {
            plain(&w.card("sang").text_content().unwrap()).contains("Prise de sang à jeun")
        })
        .await;
    world
        .until("the form is gone", |w| w.find("dialog").is_none())
        .await;
    let told = world.embedding.events.borrow();
    let fields = told.iter().find_map(|e| match e {
        HostEvent::TaskEdited { fields, .. } => Some(fields.clone()),
        HostEvent::TaskMove { .. }
        | HostEvent::TaskMoved { .. }
        | HostEvent::TaskCreate { .. }
        | HostEvent::TaskCreated { .. }
        | HostEvent::TaskEdit { .. }
        | HostEvent::Select { .. }
        | HostEvent::ItemOpen { .. }
        | HostEvent::Ready { .. } => None,
    });
    assert_eq!(fields, Some(vec!["description"]));
}

#[wasm_bindgen_test]
async fn a_task_is_offered_to_someone_from_its_menu() {
    let world = World::with(a_plan()).await;
    world.card("cle").focus().unwrap();
    world.press(".");
    world
        .until("the menu", |w| w.find("[data-to=offer]").is_some())
        .await;
    world.click("[role=menu] [data-to=offer]");
    world
        .until("the form", |w| w.find("dialog.co-form[open]").is_some())
        .await;
    choose(&world, "dialog select", "Paul Estival");
    world.click("dialog [part=button-primary]");
    world
        .until("the offer", |w| {
            let card = plain(&w.card("cle").text_content().unwrap());
            card.contains("Paul Estival") && card.contains("proposé")
        })
        .await;
    world.until("the focus", |w| w.is_focused("cle")).await;
}

#[wasm_bindgen_test]
async fn the_filter_says_what_it_leaves_out_and_lets_go_of_it() {
    let world = World::with(a_plan()).await;
    world.card("sang").focus().unwrap();
    world.press("/");
    world
        .until("the field has the focus", |w| {
            let focused = w.shadow.active_element();
            focused.is_some_and(|el| el.get_attribute("type").as_deref() == Some("search"))
        })
        .await;
    fill(&world, ".co-filter input[type=search]", "benhaddou");
    world
        .until("the others are left out", |w| {
            w.count("[data-resource^='Task/']") == 2
        })
        .await;
    assert_eq!(
        world.text("[part=filter-note] p"),
        "Le filtre laisse 2 tâches de côté."
    );
    assert_eq!(world.client.filter().text, "benhaddou");
    world.click("[part=filter-note] button");
    world
        .until("all are back", |w| w.count("[data-resource^='Task/']") == 4)
        .await;
    assert!(world.client.filter().is_empty());
    let field: HtmlInputElement = world.get(".co-filter input[type=search]").unchecked_into();
    assert_eq!(field.value(), "");
}

#[wasm_bindgen_test]
async fn escape_in_the_filter_goes_back_to_the_card_it_was_opened_from() {
    let world = World::with(a_plan()).await;
    world.card("sang").focus().unwrap();
    world.press("/");
    let field = ".co-filter input[type=search]";
    world
        .until("the field has the focus", |w| w.has_focus_in(field))
        .await;
    world.press("Escape");
    world
        .until("the card has it again, and the fields are gone", |w| {
            w.is_focused("sang") && w.find(field).is_none()
        })
        .await;

    // What the filter has left out by then is no place to go back to.
    world.press("/");
    world
        .until("the field has the focus", |w| w.has_focus_in(field))
        .await;
    fill(&world, field, "estival");
    world
        .until("the card is left out", |w| {
            w.find("[data-resource='Task/sang']").is_none()
        })
        .await;
    world.press("Escape");
    world
        .until("the button of the filter has it", |w| {
            w.has_focus_in("[aria-expanded=false]")
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_filter_that_leaves_nothing_still_says_how_to_let_go_of_it() {
    let world = World::with(a_plan()).await;
    world.client.set_filter(Filter {
        text: "introuvable".into(),
        ..Filter::default()
    });
    world
        .until("nothing is left", |w| {
            w.count("[data-resource^='Task/']") == 0 && w.find("[part=filter-note]").is_some()
        })
        .await;
    assert!(world.find("[part=empty]").is_none());
}

#[wasm_bindgen_test]
async fn letters_typed_in_a_field_are_letters() {
    let world = World::with(a_plan()).await;
    world.card("sang").focus().unwrap();
    world.press("/");
    world
        .until("the field", |w| w.find(".co-filter input").is_some())
        .await;
    world.get(".co-filter input[type=search]").focus().unwrap();
    world.press("n");
    world.press("?");
    support::turn().await;
    assert!(world.find(".bd-quick").is_none());
    assert!(world.find("dialog").is_none());
}

async fn in_lanes(world: &World, entry: u32) {
    world.click("[role=toolbar] [aria-haspopup=menu]");
    world
        .until("the choice", |w| w.find("[role=menuitemradio]").is_some())
        .await;
    world.click(&format!("[role=menuitemradio]:nth-child({entry})"));
}

#[wasm_bindgen_test]
async fn lanes_group_the_cards_by_who_answers() {
    let world = World::with(a_plan()).await;
    in_lanes(&world, 2).await;
    world
        .until("the lanes", |w| {
            w.count(".bd-lane") == 3 && w.count("[data-resource^='Task/']") == 4
        })
        .await;
    let first = world.get(".bd-lane");
    assert_eq!(
        first.get_attribute("aria-label").as_deref(),
        Some("Sans responsable"),
        "what nobody answers for comes first"
    );
    let lane_of = |id: &str| {
        let lane = world.card(id).closest(".bd-lane").unwrap().unwrap();
        lane.get_attribute("aria-label").unwrap()
    };
    assert_eq!(lane_of("sang"), "Nadia Benhaddou");
    assert_eq!(lane_of("poids"), lane_of("sang"));
    assert_eq!(world.count(".bd-heads header"), 5);
}

#[wasm_bindgen_test]
async fn a_card_moves_in_its_lane_and_a_folded_lane_hides_its_cards() {
    let world = World::with(a_plan()).await;
    in_lanes(&world, 2).await;
    world
        .until("the lanes", |w| {
            w.count(".bd-lane") == 3 && w.count("[data-resource^='Task/']") == 4
        })
        .await;
    world.card("sang").focus().unwrap();
    world.press(" ");
    world.press("ArrowRight");
    assert_eq!(world.count(".is-target"), 0, "drawn in a task to come");
    world
        .until("one place is offered", |w| w.count(".is-target") == 1)
        .await;
    world.press("Enter");
    world
        .until("the move", |w| w.is_in("sang", "in-progress"))
        .await;
    world.until("the focus", |w| w.is_focused("sang")).await;
    world.press("ArrowUp");
    assert!(
        !world.is_focused("sang"),
        "up goes to the other card of the column"
    );
    let fold = world
        .card("sang")
        .closest(".bd-lane")
        .unwrap()
        .unwrap()
        .query_selector("[aria-expanded]")
        .unwrap()
        .unwrap();
    fold.unchecked_into::<web_sys::HtmlElement>().click();
    world
        .until("the lane is folded", |w| {
            w.count("[data-resource^='Task/']") == 2
        })
        .await;
}

#[wasm_bindgen_test]
async fn what_another_widget_chose_is_marked_on_its_card() {
    let world = World::with(a_plan()).await;
    world.client.select(Some(item("poids")));
    world
        .until("the mark", |w| {
            w.card("poids").get_attribute("aria-current").is_some()
        })
        .await;
    assert_eq!(world.count("[aria-current=true][data-resource]"), 1);
    world.client.select(None);
    world
        .until("no mark", |w| {
            w.card("poids").get_attribute("aria-current").is_none()
        })
        .await;
}

#[wasm_bindgen_test]
async fn the_cards_of_a_chosen_actor_are_marked() {
    let world = World::with(a_plan()).await;
    world.client.select(Some(ItemKey {
        record: RecordKey::new(SourceId("essai".into()), "Practitioner", "nadia"),
        activity: None,
    }));
    world
        .until("the marks", |w| w.count(".bd-card.is-related") == 2)
        .await;
}

#[wasm_bindgen_test]
async fn the_details_follow_what_is_chosen_and_leave_the_focus_where_it_is() {
    let world = World::with(a_plan()).await;
    open(&world, "sang").await;
    world.card("cle").focus().unwrap();
    world.client.select(Some(item("poids")));
    world
        .until("the details of the other", |w| {
            w.text(".bd-drawer").contains("Peser le matin")
        })
        .await;
    assert!(world.is_focused("cle"));
}

#[wasm_bindgen_test]
async fn a_board_that_is_read_only_offers_no_changes() {
    let world = World::loaded(Setup {
        is_bundle: true,
        ..Setup::of(some_tasks())
    })
    .await;
    world.card("lettre").focus().unwrap();
    world.press("n");
    world.press("Enter");
    world.until("the details", is_in_drawer).await;
    assert!(world.find(".bd-quick").is_none());
    assert!(world.find(".bd-drawer [data-to]").is_none());
}
