//! What a directory finds, how it is read and left by keys, and what a record offers.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_client::view::ItemKey;
use coordo_core::{RecordKey, SourceId};
use coordo_widgets::{HostEvent, mount_directory};
use support::{Setup, World, plain, turn};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventInit, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A nurse of the care circle with a task, a doctor, two of the same name, one who stopped,
/// a hostile name, a practice, and someone known by name alone.
const PEOPLE: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"odile","name":[{"text":"Odile Fabrègue"}]}},
{"resource":{"resourceType":"Organization","id":"plo","name":"Cabinet du Plô","type":[{"text":"Cabinet libéral"}],
 "address":[{"line":["4, place du Plô"],"postalCode":"81100","city":"Castres"}],
 "telecom":[{"system":"url","value":"javascript:alert(1)"},{"system":"url","value":"https://plo.example/"}]}},
{"resource":{"resourceType":"Practitioner","id":"nadia","name":[{"text":"Nadia Benhaddou"}],
 "identifier":[{"system":"https://rpps.esante.gouv.fr","value":"10000000012"}]}},
{"resource":{"resourceType":"PractitionerRole","id":"nadia-plo",
 "practitioner":{"reference":"Practitioner/nadia"},"organization":{"reference":"Organization/plo"},
 "code":[{"text":"Infirmière libérale"}],
 "telecom":[{"system":"phone","value":"05 36 49 02 03","use":"work"},
  {"system":"email","value":"n.benhaddou@plo.example"},
  {"system":"email","value":"nadia@idel.mssante.example","extension":[{"url":"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type","valueCoding":{"system":"https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie","code":"MSSANTE"}}]}],
 "availableTime":[{"daysOfWeek":["mon","tue"],"availableStartTime":"08:00:00","availableEndTime":"12:30:00"}],
 "notAvailable":[{"description":"Congés","during":{"start":"2026-12-23","end":"2027-01-02"}}]}},
{"resource":{"resourceType":"Practitioner","id":"remi","name":[{"text":"Rémi Œuvrard"}],
 "address":[{"city":"Mazamet"}],"qualification":[{"code":{"text":"Médecin généraliste"}}]}},
{"resource":{"resourceType":"Practitioner","id":"claire-1","name":[{"text":"Claire Lescure"}],"address":[{"city":"Castres"}]}},
{"resource":{"resourceType":"Practitioner","id":"claire-2","name":[{"text":"Claire Lescure"}],"address":[{"city":"Mazamet"}]}},
{"resource":{"resourceType":"Practitioner","id":"marc","active":false,"name":[{"text":"Marc Delrieu"}]}},
{"resource":{"resourceType":"Practitioner","id":"hostile","name":[{"text":"<img src=x onerror=alert(1)>"}]}},
{"resource":{"resourceType":"CareTeam","id":"equipe","status":"active","name":"Équipe de Mme Fabrègue",
 "subject":{"reference":"Patient/odile"},"participant":[
 {"member":{"reference":"PractitionerRole/nadia-plo"},"role":[{"text":"soins infirmiers"}]},
 {"member":{"display":"Mme Barthès"}}]}},
{"resource":{"resourceType":"Task","id":"sang","status":"accepted","intent":"order","description":"Prise de sang",
 "for":{"reference":"Patient/odile"},"owner":{"reference":"PractitionerRole/nadia-plo"}}}
]}"#;

fn setup() -> Setup {
    Setup {
        widget: mount_directory,
        ..Setup::of(PEOPLE)
    }
}

async fn people() -> World {
    World::loaded(setup()).await
}

fn field(world: &World) -> HtmlInputElement {
    world.get("[part=search]").unchecked_into()
}

/// Types all at once, as a paste does.
fn put(world: &World, text: &str) {
    let field = field(world);
    field.set_value(text);
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict("input", &init).unwrap();
    field.dispatch_event(&event).unwrap();
}

fn names(world: &World) -> Vec<String> {
    let found = world.shadow.query_selector_all("[part=result] .di-n");
    let found = found.unwrap();
    (0..found.length())
        .map(|i| plain(&found.item(i).unwrap().text_content().unwrap_or_default()))
        .collect()
}

async fn find(world: &World, text: &str, wanted: &[&str]) {
    put(world, text);
    world
        .until(&format!("{wanted:?}"), |w| names(w) == wanted)
        .await;
}

fn key(reference: &str) -> ItemKey {
    let (kind, id) = reference.split_once('/').unwrap();
    ItemKey {
        record: RecordKey::new(SourceId("essai".into()), kind, id),
        activity: None,
    }
}

fn chosen(world: &World) -> Option<String> {
    let chosen = world.client.selection()?;
    Some(chosen.key.record.reference())
}

async fn open_nadia(world: &World) {
    find(world, "nadia", &["Nadia Benhaddou"]).await;
    world.click("[part=result]");
    world
        .until("the record", |w| {
            w.find("[part=card]").is_some() && w.text("#di-name") == "Nadia Benhaddou"
        })
        .await;
}

#[wasm_bindgen_test]
async fn words_in_any_order_without_accents_find_who_they_begin() {
    let world = people().await;
    find(&world, "infirm castr nad", &["Nadia Benhaddou"]).await;
    let marks = world.shadow.query_selector_all("mark").unwrap();
    let marks: Vec<String> = (0..marks.length())
        .map(|i| marks.item(i).unwrap().text_content().unwrap())
        .collect();
    assert_eq!(marks, ["Nad", "Infirm", "Castr"]);
    find(&world, "oeuvr REMI", &["Rémi Œuvrard"]).await;
    assert!(world.text(".di-rh").starts_with("1 résultat sur "));
}

#[wasm_bindgen_test]
async fn the_count_is_said_once_nobody_types_and_only_then() {
    let world = people().await;
    put(&world, "claire");
    turn().await;
    put(&world, "claire lesc");
    world.until("the drawing", |w| names(w).len() == 2).await;
    assert!(!world.announced().contains("résultats"));
    world
        .until("the count", |w| {
            w.announced().starts_with("2 résultats. Claire Lescure")
        })
        .await;
}

#[wasm_bindgen_test]
async fn several_keys_in_one_turn_are_drawn_once_and_the_last_one_wins() {
    let world = people().await;
    for text in ["n", "na", "nadia"] {
        put(&world, text);
    }
    assert!(names(&world).len() > 1, "no key waits for a drawing");
    turn().await;
    turn().await;
    assert_eq!(names(&world), ["Nadia Benhaddou"]);
}

#[wasm_bindgen_test]
async fn arrows_lead_from_the_search_through_the_results_and_back() {
    let world = people().await;
    find(&world, "claire", &["Claire Lescure", "Claire Lescure"]).await;
    field(&world).focus().unwrap();
    world.press("ArrowDown");
    assert!(world.focused().unwrap().starts_with("Practitioner/claire"));
    let first = world.focused();
    world.press("End");
    assert_ne!(world.focused(), first);
    world.press("ArrowDown");
    world.press("Home");
    assert_eq!(world.focused(), first);
    world
        .until("one tab stop", |w| {
            w.count("[part=result][tabindex='0']") == 1
        })
        .await;
    world.press("Escape");
    assert_eq!(world.shadow.active_element().unwrap(), **field(&world));
}

#[wasm_bindgen_test]
async fn a_slash_leads_back_to_the_search_and_a_question_mark_opens_the_help() {
    let world = people().await;
    world.get("[part=result]").focus().unwrap();
    world.press("/");
    assert_eq!(world.shadow.active_element().unwrap(), **field(&world));
    world.press("?");
    turn().await;
    assert!(world.find("dialog").is_none(), "it is typed there");
    world.get("[part=result]").focus().unwrap();
    world.press("?");
    world.until("the help", |w| w.count("dialog dt") == 8).await;
}

#[wasm_bindgen_test]
async fn enter_in_the_search_opens_what_was_typed_and_not_what_is_still_on_screen() {
    let world = people().await;
    field(&world).focus().unwrap();
    put(&world, "rémi");
    world.press("Enter");
    world
        .until("the record", |w| {
            w.find("#di-name").is_some() && w.text("#di-name") == "Rémi Œuvrard"
        })
        .await;
    world
        .until("the focus", |w| {
            w.shadow
                .active_element()
                .is_some_and(|el| el.id() == "di-name")
        })
        .await;
    world.press("Escape");
    assert_eq!(world.focused().as_deref(), Some("Practitioner/remi"));
}

#[wasm_bindgen_test]
async fn an_opened_entry_is_chosen_in_all_widgets_and_told_to_the_host() {
    let world = people().await;
    open_nadia(&world).await;
    assert_eq!(chosen(&world).as_deref(), Some("Practitioner/nadia"));
    let item = key("Practitioner/nadia");
    world
        .until("the events", |w| {
            let events = w.embedding.events.borrow();
            events.contains(&HostEvent::ItemOpen { item: item.clone() })
                && events.contains(&HostEvent::Select {
                    item: Some(item.clone()),
                })
        })
        .await;
    assert_eq!(world.count("[part=result][aria-current=true]"), 1);
    world.click(".di-who .co-btn");
    world
        .until("the record is gone", |w| w.find("[part=card]").is_none())
        .await;
    assert_eq!(chosen(&world), None);
}

#[wasm_bindgen_test]
async fn only_what_looks_like_a_number_or_an_address_is_a_link() {
    let world = people().await;
    open_nadia(&world).await;
    let link = |selector: &str| world.get(selector).get_attribute("href").unwrap();
    assert_eq!(link("[href^='tel:']"), "tel:0536490203");
    assert_eq!(link("[href^='mailto:']"), "mailto:n.benhaddou@plo.example");
    let secure = world.text("[part=reach]");
    assert!(
        secure.starts_with("nadia@idel.mssante.example MSSanté"),
        "{secure}"
    );
    assert!(
        world.find("[part=reach]:first-child a").is_none(),
        "secure messages are not written from an ordinary mailbox"
    );
    find(&world, "plo", &["Nadia Benhaddou", "Cabinet du Plô"]).await;
    world.click("[part=result][data-resource='Organization/plo']");
    world
        .until("the practice", |w| w.text("#di-name") == "Cabinet du Plô")
        .await;
    assert!(world.text("[part=card]").contains("javascript:alert(1)"));
    assert_eq!(world.count("[part=card] a"), 1);
    assert_eq!(link("[part=card] a"), "https://plo.example/");
    assert_eq!(
        world.get("[part=card] a").get_attribute("rel").as_deref(),
        Some("noopener noreferrer")
    );
}

#[wasm_bindgen_test]
async fn a_press_copies_a_value_or_selects_it_and_says_which() {
    let world = people().await;
    open_nadia(&world).await;
    world.click(".di-copy");
    world
        .until("what was done", |w| {
            let said = w.announced();
            said == "Copié : nadia@idel.mssante.example"
                || said == "Texte sélectionné. Ctrl C pour le copier."
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_record_tells_the_week_the_absences_and_the_teams() {
    let world = people().await;
    open_nadia(&world).await;
    assert_eq!(world.count("[part=week] li"), 7);
    assert!(
        world
            .text("[part=week] li")
            .starts_with("lundi : 8 h à 12 h 30")
    );
    assert!(
        world
            .text("[part=week] li:last-child")
            .starts_with("dimanche : pas d’horaire")
    );
    assert!(world.text("[part=cover]").contains("Congés"));
    let card = world.text("[part=card]");
    for wanted in [
        "RPPS",
        "10000000012",
        "Équipe de Mme Fabrègue",
        "soins infirmiers",
        "essai",
    ] {
        assert!(card.contains(wanted), "{wanted}");
    }
}

#[wasm_bindgen_test]
async fn an_open_activity_of_the_record_is_chosen_and_let_go_of_by_a_press() {
    let world = people().await;
    open_nadia(&world).await;
    let button = "[part=card] [data-resource='Task/sang']";
    assert!(world.text(button).starts_with("Prise de sang"));
    world.click(button);
    assert_eq!(chosen(&world).as_deref(), Some("Task/sang"));
    world
        .until("it is pressed", |w| {
            w.get(button).get_attribute("aria-pressed").as_deref() == Some("true")
        })
        .await;
    assert_eq!(
        world.text("#di-name"),
        "Nadia Benhaddou",
        "the record stays"
    );
    world.click(button);
    assert_eq!(chosen(&world), None);
}

#[wasm_bindgen_test]
async fn an_actor_chosen_elsewhere_is_shown_here_without_taking_the_focus() {
    let world = people().await;
    field(&world).focus().unwrap();
    world.client.select(Some(key("PractitionerRole/nadia-plo")));
    world
        .until("the record", |w| w.find("#di-name").is_some())
        .await;
    assert_eq!(world.text("#di-name"), "Nadia Benhaddou");
    assert_eq!(world.shadow.active_element().unwrap(), **field(&world));
    assert!(!world.text(".di-r").contains("tâche choisie"));
}

#[wasm_bindgen_test]
async fn who_answers_for_a_task_chosen_elsewhere_is_marked() {
    let world = people().await;
    world.client.select(Some(key("Task/sang")));
    world
        .until("the mark", |w| {
            w.find("[data-resource='Practitioner/nadia']")
                .is_some_and(|row| {
                    plain(&row.text_content().unwrap()).contains("répond de la tâche choisie")
                })
        })
        .await;
    assert_eq!(world.count(".is-mine"), 1);
    assert!(world.find("[part=card]").is_none());
}

#[wasm_bindgen_test]
async fn the_care_circle_comes_first_and_alone_on_request() {
    let world = people().await;
    assert_eq!(names(&world)[..2], ["Mme Barthès", "Nadia Benhaddou"]);
    world.click("[role=switch]");
    world
        .until("the circle alone", |w| names(w).len() == 2)
        .await;
    assert_eq!(
        world
            .get("[role=switch]")
            .get_attribute("aria-checked")
            .as_deref(),
        Some("true")
    );
    assert_eq!(world.text("[role=switch]"), "Cercle de soins (2)");
    assert!(world.text(".di-r").contains("connu par son seul nom"));
}

#[wasm_bindgen_test]
async fn filters_narrow_are_counted_and_are_cleared_at_once() {
    let world = people().await;
    let n = names(&world).len();
    world.click("input[data-facet=town]");
    world.until("fewer results", |w| names(w).len() < n).await;
    assert!(world.text(".di-r").contains("Castres"));
    assert_eq!(
        world.text("#di-facets > .co-btn--link, #di-facets .co-btn--link"),
        "Effacer le filtre"
    );
    world.click("#di-facets .co-btn--link");
    world.until("all of them", |w| names(w).len() == n).await;
    assert_eq!(world.count("[data-facet]:checked"), 0);
}

#[wasm_bindgen_test]
async fn arrows_fold_a_group_of_filters_and_unfold_it() {
    let world = people().await;
    let boxes = world.count("input[data-facet=town]");
    assert!(boxes > 0);
    world.get("input[data-facet=town]").focus().unwrap();
    world.press("ArrowLeft");
    world
        .until("folded", |w| w.count("input[data-facet=town]") == 0)
        .await;
    let button = world.shadow.active_element().unwrap();
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("false")
    );
    world.press("ArrowRight");
    world
        .until("unfolded", |w| w.count("input[data-facet=town]") == boxes)
        .await;
    world.press("ArrowDown");
    let focused = world.shadow.active_element().unwrap();
    assert_eq!(focused.tag_name(), "INPUT");
}

#[wasm_bindgen_test]
async fn no_result_says_what_to_try_and_one_press_takes_the_filter_back() {
    let world = people().await;
    world.click("input[data-facet=town]");
    find(&world, "xyz", &[]).await;
    world
        .until("the sentence", |w| {
            w.find("[part=empty]").is_some() && w.text("[part=empty]").contains("moins de lettres")
        })
        .await;
    world.click("[part=empty] .co-btn");
    put(&world, "");
    world.until("results", |w| names(w).len() > 3).await;
}

#[wasm_bindgen_test]
async fn a_misspelled_name_leads_to_the_nearest_one_by_a_press() {
    let world = people().await;
    find(&world, "Benadou", &[]).await;
    assert!(world.find("[part=empty] .co-btn").is_none());
    find(&world, "Nadia Benhadou", &[]).await;
    world
        .until("what was meant", |w| {
            w.find("[part=empty] .co-btn").is_some()
        })
        .await;
    assert_eq!(
        world.text("[part=empty] .co-btn"),
        "Chercher plutôt « nadia benhaddou »"
    );
    world
        .until("it is said", |w| {
            w.announced() == "Aucun résultat. Chercher plutôt « nadia benhaddou »."
        })
        .await;
    world.click("[part=empty] .co-btn");
    world
        .until("the person", |w| names(w) == ["Nadia Benhaddou"])
        .await;
    let field: HtmlInputElement = world.get("[part=search]").unchecked_into();
    assert_eq!(field.value(), "nadia benhaddou");
    assert!(world.has_focus_in("[part=search]"));
}

#[wasm_bindgen_test]
async fn homonyms_and_those_who_stopped_are_told_as_such() {
    let world = people().await;
    find(&world, "claire", &["Claire Lescure", "Claire Lescure"]).await;
    let rows = world.text(".di-r");
    assert_eq!(rows.matches("homonyme").count(), 2);
    assert!(rows.contains("Castres") && rows.contains("Mazamet"));
    find(&world, "marc", &["Marc Delrieu"]).await;
    assert!(world.find(".di-row.is-out").is_some());
    assert!(world.text(".di-row").contains("n’est plus en activité"));
}

#[wasm_bindgen_test]
async fn a_hostile_name_is_text() {
    let world = people().await;
    find(&world, "onerror", &["<img src=x onerror=alert(1)>"]).await;
    world.click("[part=result]");
    world
        .until("the record", |w| w.find("#di-name").is_some())
        .await;
    assert_eq!(world.text("#di-name"), "<img src=x onerror=alert(1)>");
    assert_eq!(world.count("img"), 0);
}

#[wasm_bindgen_test]
async fn where_there_is_no_room_the_record_lies_over_the_results() {
    let world = World::loaded(Setup {
        width: 390,
        ..setup()
    })
    .await;
    find(&world, "nadia", &["Nadia Benhaddou"]).await;
    world.get("[part=result]").focus().unwrap();
    world.click("[part=result]");
    world
        .until("the sheet", |w| w.find("dialog[open] #di-name").is_some())
        .await;
    assert_eq!(world.count("[part=card]"), 1);
    world.click("dialog .di-who .co-btn");
    world
        .until("the result has the focus again", |w| {
            w.find("dialog").is_none() && w.focused().as_deref() == Some("Practitioner/nadia")
        })
        .await;
}

#[wasm_bindgen_test]
async fn the_shape_of_the_results_then_an_empty_directory_in_a_sentence() {
    let world = World::mount(Setup {
        documents: vec![r#"{"resourceType":"Bundle","type":"collection","entry":[]}"#.into()],
        ..setup()
    });
    assert!(world.find("[part=skeleton]").is_some());
    world.client.pull().await;
    world
        .until("the sentence", |w| w.find("[part=empty]").is_some())
        .await;
    assert!(
        world
            .text("[part=empty]")
            .starts_with("L’annuaire est vide pour l’instant")
    );
}

#[wasm_bindgen_test]
async fn the_focus_stays_with_its_result_when_news_move_it() {
    let world = people().await;
    find(&world, "claire", &["Claire Lescure", "Claire Lescure"]).await;
    field(&world).focus().unwrap();
    world.press("ArrowDown");
    let before = world.focused();
    world
        .sandbox
        .borrow_mut()
        .load(
            br#"{"resourceType":"Practitioner","id":"a","name":[{"text":"Claire Abadie"}]}"#,
            support::now(),
        )
        .unwrap();
    world.client.pull().await;
    world
        .until("the news", |w| {
            names(w).len() == 3 && names(w)[0] == "Claire Abadie"
        })
        .await;
    turn().await;
    turn().await;
    assert_eq!(world.focused(), before);
}

#[wasm_bindgen_test]
async fn the_language_changes_in_place_and_what_was_typed_stays() {
    let world = people().await;
    find(&world, "nadia", &["Nadia Benhaddou"]).await;
    world.handle().set_locale(coordo_i18n::Locale::En);
    world
        .until("English", |w| w.text(".di-rh").starts_with("1 result of"))
        .await;
    assert_eq!(field(&world).value(), "nadia");
}

#[wasm_bindgen_test]
async fn an_unmounted_directory_leaves_nothing() {
    let mut world = people().await;
    put(&world, "nadia");
    let root = world.unmount();
    assert_eq!(root.child_element_count(), 0);
    turn().await;
    world.client.pull().await;
    assert_eq!(root.child_element_count(), 0);
}
