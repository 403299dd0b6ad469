//! What a timeline shows, moving through time, and the same facts as a table.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests stop where something is missing"
)]

mod support;

use coordo_client::timeline::Grouping;
use coordo_client::view::ItemKey;
use coordo_core::{RecordKey, SourceId};
use coordo_i18n::Locale;
use coordo_widgets::HostEvent;
use support::{Setup, World, plain, turn};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlElement, HtmlInputElement, WheelEvent, WheelEventInit};

wasm_bindgen_test_configure!(run_in_browser);

/// A task with what follows its title.
fn task(id: &str, title: &str, status: &str, more: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"Task","id":"{id}","status":"{status}","intent":"order","description":"{title}"{more}}}}}"#
    )
}

fn at(start: &str, end: &str) -> String {
    format!(r#","executionPeriod":{{"start":"{start}","end":"{end}"}}"#)
}

fn bundle(entries: &[String]) -> String {
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

/// Three dated tasks around now, a partial date, and one without any.
fn plan() -> String {
    let half = |day: &str| {
        at(
            &format!("{day}T08:30:00+01:00"),
            &format!("{day}T09:00:00+01:00"),
        )
    };
    bundle(&[
        task(
            "sejour",
            "Séjour",
            "completed",
            &at("2026-11-17", "2026-11-20"),
        ),
        task("sang", "Prise de sang", "accepted", &half("2026-11-27")),
        task("appel", "Appel", "in-progress", &half("2026-11-24")),
        task(
            "pose",
            "Téléassistance",
            "accepted",
            r#","executionPeriod":{"start":"2026-11","end":"2026-11"}"#,
        ),
        task("vaccin", "Vaccin", "requested", ""),
    ])
}

fn of(document: String) -> Setup {
    Setup {
        timeline: Some(Grouping::Kind),
        ..Setup::of(document)
    }
}

async fn shown(document: String) -> World {
    let world = World::loaded(of(document)).await;
    world
        .until("marks", |w| w.count(".tl-scroll .tl-m") > 0)
        .await;
    world
}

fn mark(world: &World, id: &str) -> HtmlElement {
    world.get(&format!(".tl-scroll [data-resource='Task/{id}']"))
}

fn middle(element: &HtmlElement) -> f64 {
    let area = element.get_bounding_client_rect();
    area.left() + area.width() / 2.0
}

fn key(id: &str) -> ItemKey {
    ItemKey {
        record: RecordKey::new(SourceId("essai".into()), "Task", id),
        activity: None,
    }
}

#[wasm_bindgen_test]
async fn a_mark_lies_at_its_time_and_says_what_it_is() {
    let world = shown(plan()).await;
    let words = "Prise de sang, prévue ven. 27 nov. 08:30 – 09:00. \
                 À vérifier : Sans responsable. 1 sur 1.";
    let label = |_: &World| mark(&world, "sang").get_attribute("aria-label");
    // What is missing is found after the marks are there.
    let said = |w: &World| label(w).is_some_and(|label| plain(&label) == words);
    world.until("the mark's words", said).await;
    let now = world
        .get(".tl-behind .tl-now")
        .get_bounding_client_rect()
        .left();
    assert!(middle(&mark(&world, "sejour")) < now);
    assert!(middle(&mark(&world, "appel")) > now);
    assert!(middle(&mark(&world, "sang")) > middle(&mark(&world, "appel")));
    assert_eq!(world.text(".tl-range"), "16 – 30 nov.");
    assert_eq!(world.text(".tl-now-l"), "10:42");
}

#[wasm_bindgen_test]
async fn planned_performed_and_partial_are_drawn_apart() {
    let world = shown(plan()).await;
    let of = |id: &str, name: &str| mark(&world, id).get_attribute(name).unwrap();
    assert_eq!(of("sejour", "data-phase"), "performed");
    assert_eq!(of("sejour", "data-shape"), "period");
    assert_eq!(of("sang", "data-phase"), "planned");
    assert_eq!(of("pose", "part"), "item item-planned partial");
    assert_eq!(of("sang", "data-source"), "essai");
}

#[wasm_bindgen_test]
async fn what_has_no_date_lies_on_the_shelf() {
    let world = shown(plan()).await;
    world
        .until("the shelf", |w| w.find("[part=shelf]").is_some())
        .await;
    assert_eq!(world.text("[part=shelf] .tl-name"), "Sans date (1)");
    let chip = world.get("[part=shelf] [data-resource='Task/vaccin']");
    assert_eq!(chip.get_attribute("data-dated").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn the_grid_is_one_tab_stop_and_arrows_lead_through_it() {
    let world = shown(plan()).await;
    assert_eq!(world.count(".tl-scroll [tabindex='0']"), 1);
    world.get(".tl-fold").focus().unwrap();
    world.press("ArrowDown");
    let first = world.focused().expect("a mark has the focus");
    world.press("ArrowDown");
    let second = world.focused().expect("a mark has the focus");
    assert_ne!(first, second);
    world.press("ArrowUp");
    assert_eq!(world.focused(), Some(first));
    assert_eq!(world.count(".tl-scroll [tabindex='0']"), 1);
}

#[wasm_bindgen_test]
async fn a_row_is_walked_from_mark_to_mark_beyond_the_view() {
    let tasks: Vec<String> = (1..=6)
        .map(|month| {
            let day = format!("2027-{month:02}-10T08:00:00+01:00");
            format!(
                r#"{{"resource":{{"resourceType":"Observation","id":"o{month}","status":"final","code":{{"text":"Poids"}},"effectiveDateTime":"{day}"}}}}"#
            )
        })
        .collect();
    let world = shown(bundle(&tasks)).await;
    world.press_on(".tl-fold", "ArrowDown");
    world.press("Home");
    assert_eq!(world.focused().as_deref(), Some("Observation/o1"));
    for _ in 0..3 {
        world.press("+");
    }
    world.press("End");
    assert_eq!(world.focused().as_deref(), Some("Observation/o6"));
    let plot = world.get("[part=axis]").get_bounding_client_rect();
    let seen = middle(&world.get("[data-resource='Observation/o6']"));
    assert!(
        seen > plot.left() && seen < plot.right(),
        "it came into view"
    );
    world.press("ArrowLeft");
    assert_eq!(world.focused().as_deref(), Some("Observation/o5"));
}

#[wasm_bindgen_test]
async fn enter_opens_the_inspector_and_escape_leads_back() {
    let world = shown(plan()).await;
    mark(&world, "sang").focus().unwrap();
    world.press("Enter");
    world
        .until("the inspector has the focus", |w| {
            w.shadow
                .active_element()
                .is_some_and(|el| el.get_attribute("part").as_deref() == Some("inspector"))
        })
        .await;
    let text = world.text("[part=inspector]");
    assert!(text.contains("Prise de sang"), "{text}");
    assert!(text.contains("ven. 27 nov. 08:30"), "{text}");
    assert_eq!(world.client.selection().unwrap().key, key("sang"));
    world
        .until("the host is told", |w| {
            let events = w.embedding.events.borrow();
            events
                .iter()
                .any(|e| matches!(e, HostEvent::ItemOpen { .. }))
                && events.iter().any(|e| matches!(e, HostEvent::Select { .. }))
        })
        .await;
    world.press("Escape");
    assert!(world.is_focused("sang"));
    world
        .until("it is closed", |w| w.find("[part=inspector]").is_none())
        .await;
    assert_eq!(
        mark(&world, "sang")
            .get_attribute("aria-selected")
            .as_deref(),
        Some("true")
    );
}

#[wasm_bindgen_test]
async fn what_is_chosen_elsewhere_is_outlined_and_comes_into_view_without_the_focus() {
    let far = task("loin", "Loin", "accepted", &at("2027-03-01", "2027-03-04"));
    let near = task("pres", "Près", "accepted", &at("2026-11-24", "2026-11-26"));
    let world = shown(bundle(&[near, far])).await;
    mark(&world, "pres").focus().unwrap();
    world.client.select(Some(key("loin")));
    world
        .until("the mark is outlined", |w| {
            w.find("[data-resource='Task/loin'][aria-selected=true]")
                .is_some()
        })
        .await;
    let plot = world.get("[part=axis]").get_bounding_client_rect();
    let seen = middle(&mark(&world, "loin"));
    assert!(seen > plot.left() && seen < plot.right());
    assert!(world.is_focused("pres"));
}

#[wasm_bindgen_test]
async fn dragging_the_ground_moves_through_time() {
    let world = shown(plan()).await;
    let before = middle(&mark(&world, "appel"));
    let body = world.get(".tl-scroll");
    let plot = world.get(".tl-lane .tl-plot");
    let area = plot.get_bounding_client_rect();
    let (x, y) = (area.left() + 200.0, area.top() + 10.0);
    world.point("pointerdown", &plot, x, y);
    world.point("pointermove", &body, x + 10.0, y);
    world.point("pointermove", &body, x + 90.0, y);
    world.point("pointerup", &body, x + 90.0, y);
    let moved = middle(&mark(&world, "appel")) - before;
    assert!((moved - 90.0).abs() < 2.0, "moved by {moved}");
    assert!(
        world.find("[part=inspector]").is_none(),
        "a drag is no click"
    );
}

/// A notch of the wheel with Ctrl, at a place of the page.
fn zoom_at(element: &HtmlElement, x: f64) -> WheelEvent {
    let init = WheelEventInit::new();
    init.set_delta_y(-100.0);
    init.set_ctrl_key(true);
    #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
    init.set_client_x(x as i32);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = WheelEvent::new_with_event_init_dict("wheel", &init).unwrap();
    element.dispatch_event(&event).unwrap();
    event
}

#[wasm_bindgen_test]
async fn the_wheel_with_ctrl_zooms_around_the_pointer() {
    let world = shown(plan()).await;
    let (before, other) = (
        middle(&mark(&world, "appel")),
        middle(&mark(&world, "sang")),
    );
    let event = zoom_at(&mark(&world, "appel"), before);
    assert!((middle(&mark(&world, "appel")) - before).abs() < 3.0);
    assert!(middle(&mark(&world, "sang")) - other > 20.0);
    assert!(event.default_prevented(), "the page itself does not zoom");
}

#[wasm_bindgen_test]
async fn a_mark_that_waits_to_be_drawn_again_lies_at_its_time_all_the_same() {
    let measure = |n: usize| {
        let (row, day) = (n / 14, 16 + n % 14);
        format!(
            r#"{{"resource":{{"resourceType":"Observation","id":"o{row:02}-{day}","status":"final","code":{{"text":"Mesure {row:02}"}},"effectiveDateTime":"2026-11-{day}T08:00:00+01:00"}}}}"#
        )
    };
    let world = shown(bundle(&(0..420).map(measure).collect::<Vec<_>>())).await;
    let of = |row: usize| world.get(&format!("[data-resource='Observation/o{row:02}-23']"));
    let waits = |w: &World| w.count(".tl-row .tl-track:empty, .tl-track[style*=scaleX]") > 0;
    world.until("all rows", |w| !waits(w)).await;
    let still = middle(&of(0));
    zoom_at(&of(0), still);
    zoom_at(&of(0), still);
    assert!(waits(&world), "more than one turn draws");
    for row in 0..10 {
        let off = middle(&of(row)) - still;
        assert!(off.abs() < 3.0, "row {row} is {off} px off");
    }
    world.until("all rows again", |w| !waits(w)).await;
}

#[wasm_bindgen_test]
async fn zoom_goes_from_hours_to_years_and_today_leads_back() {
    let world = shown(plan()).await;
    world.get(".tl-fold").focus().unwrap();
    for _ in 0..9 {
        world.press("+");
    }
    assert!(
        world.text("[part=axis]").contains(":00"),
        "{}",
        world.text("[part=axis]")
    );
    for _ in 0..30 {
        world.press("-");
    }
    assert!(world.text("[part=axis]").contains("2024"));
    world.press("0");
    assert!(
        world
            .find(".tl-scroll [data-resource='Task/pose']")
            .is_some()
    );
    world.click("[aria-label='Période suivante']");
    world.press_on(".tl-fold", "t");
    let now = world
        .get(".tl-behind .tl-now")
        .get_bounding_client_rect()
        .left();
    let plot = world.get("[part=axis]").get_bounding_client_rect();
    assert!((now - plot.left() - plot.width() / 2.0).abs() < 3.0);
}

#[wasm_bindgen_test]
async fn three_thousand_measures_of_one_day_are_a_few_marks_that_open() {
    let entries: Vec<String> = (0..3000)
        .map(|i| {
            format!(
                r#"{{"resource":{{"resourceType":"Observation","id":"o{i}","status":"final","code":{{"text":"Pouls"}},"effectiveDateTime":"2026-11-24T{:02}:{:02}:{:02}+01:00"}}}}"#,
                8 + i / 600,
                i / 10 % 60,
                i % 10
            )
        })
        .collect();
    let world = shown(bundle(&entries)).await;
    assert!(world.count(".tl-m") < 30, "{} marks", world.count(".tl-m"));
    let many = world.get("[data-shape=many]");
    let before = world.text(".tl-range");
    world
        .until("its words", |w| {
            w.get("[data-shape=many]").has_attribute("aria-label")
        })
        .await;
    let label = plain(&many.get_attribute("aria-label").unwrap());
    assert!(label.contains("éléments, mar. 24 nov."), "{label}");
    many.focus().unwrap();
    world.press("Enter");
    world
        .until("it zooms in", |w| w.text(".tl-range") != before)
        .await;
    assert!(world.has_focus_in(".tl-scroll"));
}

#[wasm_bindgen_test]
async fn only_what_is_in_view_is_in_the_page() {
    let entries: Vec<String> = (0..400)
        .map(|i| {
            task(
                &format!("t{i}"),
                &format!("Activité {i}"),
                "accepted",
                &at("2026-11-24", "2026-11-25"),
            )
        })
        .collect();
    let world = shown(bundle(&entries)).await;
    let drawn = world.count("[part=row]");
    assert!(drawn > 5 && drawn < 80, "{drawn} rows");
    assert_eq!(
        world
            .get("[role=grid]")
            .get_attribute("aria-rowcount")
            .as_deref(),
        Some("402")
    );
    world.press_on(".tl-fold", "ArrowDown");
    for _ in 0..120 {
        world.press("ArrowDown");
    }
    let focused = world.shadow.active_element().unwrap();
    let row = focused.closest("[role=row]").unwrap().unwrap();
    assert_eq!(row.get_attribute("aria-rowindex").as_deref(), Some("123"));
    let (own, area) = (
        focused.get_bounding_client_rect(),
        world.get(".tl-scroll").get_bounding_client_rect(),
    );
    assert!(own.top() > area.top() && own.bottom() <= area.bottom() + 1.0);
    assert!(world.count("[part=row]") < 80);
}

#[wasm_bindgen_test]
async fn a_lane_folds_and_its_marks_leave() {
    let world = shown(plan()).await;
    world.click(".tl-fold");
    assert_eq!(
        world
            .get(".tl-fold")
            .get_attribute("aria-expanded")
            .as_deref(),
        Some("false")
    );
    assert!(world.find("[part=row]").is_none());
    world.press_on(".tl-fold", "ArrowRight");
    assert!(world.find("[part=row]").is_some());
}

#[wasm_bindgen_test]
async fn the_table_has_every_item_once_and_sorts() {
    let world = shown(plan()).await;
    world.click(".co-seg-b:last-child");
    world.until("all lines", |w| w.count("tbody tr") == 5).await;
    let ids = |w: &World| -> Vec<String> {
        let rows = w.shadow.query_selector_all("tbody tr").unwrap();
        (0..rows.length())
            .map(|i| rows.item(i).unwrap().unchecked_into::<HtmlElement>())
            .map(|row| row.get_attribute("data-resource").unwrap())
            .collect()
    };
    assert_eq!(
        ids(&world),
        [
            "Task/pose",
            "Task/sejour",
            "Task/appel",
            "Task/sang",
            "Task/vaccin"
        ]
    );
    world.click("thead th:nth-child(3) button");
    world
        .until("by title", |w| {
            w.count("tbody tr") == 5 && ids(w)[0] == "Task/appel"
        })
        .await;
    assert_eq!(
        world
            .get("thead th:nth-child(3)")
            .get_attribute("aria-sort")
            .as_deref(),
        Some("ascending")
    );
    let line = world.get("tbody [data-resource='Task/vaccin']");
    assert_eq!(line.get_attribute("data-dated").as_deref(), Some("false"));
    world.click("tbody [data-resource='Task/sang'] .tl-open");
    world
        .until("the line is chosen", |w| {
            w.find("tbody [data-resource='Task/sang'][aria-current=true]")
                .is_some()
        })
        .await;
    world
        .until("the inspector", |w| w.find("[part=inspector]").is_some())
        .await;
}

#[wasm_bindgen_test]
async fn the_filter_is_shared_and_says_what_it_leaves_out() {
    let world = shown(plan()).await;
    world.press_on(".tl-fold", "/");
    world
        .until("the row of the filter", |w| {
            w.find("input[type=search]").is_some()
        })
        .await;
    let field: HtmlInputElement = world.get("input[type=search]").unchecked_into();
    field.set_value("sang");
    let event = web_sys::Event::new("input").unwrap();
    field.dispatch_event(&event).unwrap();
    assert_eq!(world.client.filter().text, "sang");
    world
        .until("the others left", |w| {
            w.find(".tl-scroll [data-resource='Task/appel']").is_none()
        })
        .await;
    world
        .until("how many are left out is said", |w| {
            w.find("[part=filter-note]").is_some() && w.text("[part=filter-note]").contains('4')
        })
        .await;
    world.click("[part=filter-note] button");
    world
        .until("they are back", |w| {
            w.find(".tl-scroll [data-resource='Task/appel']").is_some()
        })
        .await;
    assert!(world.client.filter().is_empty());
}

#[wasm_bindgen_test]
async fn odd_dates_are_drawn_and_told() {
    let world = shown(bundle(&[
        task(
            "envers",
            "À l’envers",
            "accepted",
            &at("2026-11-26", "2026-11-20"),
        ),
        task(
            "siecle",
            "Un siècle",
            "in-progress",
            &at("1950-01-01", "2050-01-01"),
        ),
    ]))
    .await;
    mark(&world, "envers").click();
    world
        .until("it is told", |w| {
            w.find("[part=inspector]")
                .is_some_and(|el| el.text_content().unwrap().contains("Fin avant le début"))
        })
        .await;
    assert!(mark(&world, "siecle").get_bounding_client_rect().width() > 500.0);
    world.press_on(".tl-fold", "0");
    let (own, plot) = (
        mark(&world, "siecle").get_bounding_client_rect(),
        world.get("[part=axis]").get_bounding_client_rect(),
    );
    assert!(
        own.left() > plot.left() && own.right() < plot.right(),
        "all of it fits"
    );
}

#[wasm_bindgen_test]
async fn another_language_and_other_lanes_are_drawn_in_place() {
    let world = shown(plan()).await;
    world.timeline().set_locale(Locale::En);
    world
        .until("English", |w| w.text(".tl-fold") == "Activities")
        .await;
    assert!(world.text("[part=axis]").contains("Week 48"));
    world.timeline().set_grouping(Grouping::Actor);
    world
        .until("other lanes", |w| {
            w.text(".tl-fold") == "Nobody responsible"
        })
        .await;
}

#[wasm_bindgen_test]
async fn on_a_phone_it_begins_as_a_list_in_which_time_goes_down() {
    let world = World::loaded(Setup {
        width: 390,
        ..of(plan())
    })
    .await;
    world.until("lines", |w| w.count("tbody tr") == 5).await;
    world.click(".co-seg-b:first-child");
    world
        .until("marks", |w| w.count(".tl-scroll .tl-m") > 0)
        .await;
    let (label, mark) = (
        world.get("[part=row-label]").get_bounding_client_rect(),
        world.get(".tl-scroll .tl-m").get_bounding_client_rect(),
    );
    assert!(
        mark.top() >= label.top() + 10.0,
        "the name stands above its row"
    );
}

#[wasm_bindgen_test]
async fn removed_it_leaves_nothing() {
    let mut world = shown(plan()).await;
    let root = world.unmount();
    for _ in 0..5 {
        turn().await;
    }
    assert_eq!(root.child_element_count(), 0);
    world.client.select(Some(key("sang")));
    turn().await;
}
