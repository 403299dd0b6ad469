//! A board in a shadow root over a sandbox, and the hands and eyes of its user.

#![allow(dead_code, reason = "each test file uses its part")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use coordo_client::cache::CacheView;
use coordo_client::ports::{ClientEvent, Clock, Host, IdSource, NoAnswer, Ports, Timer, Transport};
use coordo_client::timeline::Grouping;
use coordo_client::{Client, ClientOptions, LocalFuture, SourceKind, SourceOptions};
use coordo_core::task::transition::Mode;
use coordo_core::{Instant, SourceId};
use coordo_i18n::{DateFormat, Locale, PlainDates};
use coordo_sandbox::http::{HttpRequest, HttpResponse};
use coordo_sandbox::{Faults, Sandbox};
use coordo_store::MemoryStore;
use coordo_widgets::{
    HostEvent, HostPorts, TimelineHandle, TimelineOptions, WidgetHandle, WidgetOptions,
    mount_board, mount_timeline,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlElement, KeyboardEvent, KeyboardEventInit, PointerEvent, PointerEventInit,
    ShadowRoot, ShadowRootInit, ShadowRootMode,
};

/// Monday 23 November 2026, 10:42 in Paris.
pub(crate) fn now() -> Instant {
    Instant::from_fhir("2026-11-23T10:42:00+01:00").unwrap()
}

/// One turn of the page.
pub(crate) async fn turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 0)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

#[allow(clippy::disallowed_methods, reason = "the tests' executor")]
fn spawn(task: LocalFuture<'static, ()>) {
    wasm_bindgen_futures::spawn_local(task);
}

struct Page;

impl Clock for Page {
    fn now(&self) -> Instant {
        now()
    }
    fn offset_minutes(&self, _at: Instant) -> i32 {
        60
    }
}

impl IdSource for Page {
    fn new_id(&self) -> String {
        "neuve-1".to_owned()
    }
}

impl Timer for Page {
    fn pause(&self) -> LocalFuture<'static, ()> {
        Box::pin(turn())
    }
    /// Waits end only where there is nothing to wait for: what is sent later is sent
    /// when a test asks for it.
    fn wait(&self, ms: u32) -> LocalFuture<'static, ()> {
        if ms == 0 {
            Box::pin(turn())
        } else {
            Box::pin(std::future::pending())
        }
    }
}

impl Host for Page {
    fn event(&self, _event: ClientEvent) {}
    fn keep_outbox(&self, _bytes: Vec<u8>) {}
    fn spawn(&self, task: LocalFuture<'static, ()>) {
        spawn(task);
    }
}

struct Wire(Rc<RefCell<Sandbox>>);

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let sandbox = Rc::clone(&self.0);
        Box::pin(async move {
            turn().await;
            let answer = sandbox.borrow_mut().exchange(&request, now());
            answer.map_err(|_| NoAnswer)
        })
    }
    fn is_sandbox(&self) -> bool {
        true
    }
}

/// The page that embeds the board: it notes every event, and may prevent what is wanted.
#[derive(Default)]
pub(crate) struct Embedding {
    pub(crate) events: RefCell<Vec<HostEvent>>,
    pub(crate) prevents: Cell<bool>,
}

impl HostPorts for Embedding {
    fn emit(&self, event: HostEvent) -> bool {
        let is_intent = matches!(
            event,
            HostEvent::TaskMove { .. } | HostEvent::TaskCreate { .. } | HostEvent::TaskEdit { .. }
        );
        self.events.borrow_mut().push(event);
        !(is_intent && self.prevents.get())
    }
    fn spawn(&self, task: LocalFuture<'static, ()>) {
        spawn(task);
    }
    fn now(&self) -> Instant {
        now()
    }
    fn dates(&self) -> Rc<dyn DateFormat> {
        Rc::new(PlainDates {
            offset_minutes: 60,
            now: now(),
        })
    }
}

/// A mounted board with all that surrounds it.
pub(crate) struct World {
    pub(crate) sandbox: Rc<RefCell<Sandbox>>,
    pub(crate) client: Client,
    pub(crate) embedding: Rc<Embedding>,
    pub(crate) shadow: ShadowRoot,
    host: HtmlElement,
    root: HtmlElement,
    handle: Option<WidgetHandle>,
    timeline: Option<TimelineHandle>,
}

impl Drop for World {
    fn drop(&mut self) {
        drop(self.handle.take());
        drop(self.timeline.take());
        self.host.remove();
    }
}

/// What a world is made of.
pub(crate) struct Setup {
    pub(crate) documents: Vec<String>,
    /// Given as read-only documents instead of a sandbox.
    pub(crate) is_bundle: bool,
    pub(crate) mode: Mode,
    /// Zero sends at once; anything else, when a test asks for it.
    pub(crate) send_after_ms: u32,
    /// How wide the widget is, in CSS pixels.
    pub(crate) width: u32,
    /// Which widget.
    pub(crate) widget: Mount,
    /// A timeline with these lanes, in place of a board.
    pub(crate) timeline: Option<Grouping>,
    /// How records are kept.
    pub(crate) cache: CacheView,
}

/// What puts a widget into the page.
pub(crate) type Mount = fn(HtmlElement, Client, WidgetOptions, Rc<dyn HostPorts>) -> WidgetHandle;

impl Setup {
    pub(crate) fn of(document: impl Into<String>) -> Self {
        Self {
            documents: vec![document.into()],
            is_bundle: false,
            mode: Mode::Strict,
            send_after_ms: 0,
            width: 1200,
            widget: mount_board,
            timeline: None,
            cache: CacheView::default(),
        }
    }
}

impl World {
    /// A board over a sandbox that holds `document`, loaded.
    pub(crate) async fn with(document: impl Into<String>) -> Self {
        Self::loaded(Setup::of(document)).await
    }

    /// A board, loaded.
    pub(crate) async fn loaded(setup: Setup) -> Self {
        let world = Self::mount(setup);
        world.client.pull().await;
        world
            .until("the board is ready", |w| {
                !w.embedding.events.borrow().is_empty()
            })
            .await;
        world
    }

    /// A board that nothing was asked for yet.
    pub(crate) fn mount(setup: Setup) -> Self {
        let sandbox = Rc::new(RefCell::new(Sandbox::default()));
        let kind = if setup.is_bundle {
            SourceKind::Bundle {
                documents: setup
                    .documents
                    .iter()
                    .map(|d| Rc::new(d.clone().into_bytes()))
                    .collect(),
            }
        } else {
            for document in &setup.documents {
                sandbox
                    .borrow_mut()
                    .load(document.as_bytes(), now())
                    .unwrap();
            }
            SourceKind::Endpoint {
                transport: Rc::new(Wire(Rc::clone(&sandbox))),
            }
        };
        let page = Rc::new(Page);
        let client = Client::open(
            ClientOptions {
                sources: vec![SourceOptions {
                    id: SourceId("essai".into()),
                    kind,
                }],
                subject: None,
                subject_identifier: None,
                actor: None,
                read_only: false,
                mode: setup.mode,
                send_after_ms: setup.send_after_ms,
                cache: setup.cache,
                max_age_days: None,
                thresholds: Default::default(),
                calendar: Default::default(),
                outbox: vec![],
            },
            Ports {
                clock: page.clone(),
                timer: page.clone(),
                ids: page.clone(),
                host: page,
                store: Rc::new(MemoryStore::default()),
            },
        );
        let document = web_sys::window().unwrap().document().unwrap();
        let host: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        host.style()
            .set_property("width", &format!("{}px", setup.width))
            .unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let shadow = host
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .unwrap();
        let style = document.create_element("style").unwrap();
        style.set_text_content(Some(concat!(
            include_str!("../../../../widgets/src/theme/base.css"),
            include_str!("../../../../widgets/src/theme/menu.css"),
            include_str!("../../../../widgets/src/theme/missing.css"),
            include_str!("../../../../widgets/src/theme/news.css"),
            include_str!("../../../../widgets/src/theme/tokens.css"),
            include_str!("../../../../widgets/src/theme/width.css"),
            include_str!("../../../../widgets/src/board/style.css"),
            include_str!("../../../../widgets/src/board/series.css"),
            include_str!("../../../../widgets/src/board/surroundings.css"),
            include_str!("../../../../widgets/src/board/who.css"),
            include_str!("../../../../widgets/src/directory/style.css"),
            include_str!("../../../../widgets/src/directory/surroundings.css"),
            include_str!("../../../../widgets/src/exchange/style.css"),
            include_str!("../../../../widgets/src/timeline/chart.css"),
            include_str!("../../../../widgets/src/timeline/docked.css"),
            include_str!("../../../../widgets/src/timeline/marks.css"),
            include_str!("../../../../widgets/src/timeline/links.css"),
            include_str!("../../../../widgets/src/timeline/table.css"),
            include_str!("../../../../widgets/src/timeline/width.css"),
        )));
        shadow.append_child(&style).unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        root.set_class_name("coordo-root");
        shadow.append_child(&root).unwrap();
        let embedding = Rc::new(Embedding::default());
        let (handle, timeline) = match setup.timeline {
            Some(grouping) => {
                let options = TimelineOptions {
                    locale: Locale::Fr,
                    heading_level: 2,
                    grouping,
                };
                let (root, client) = (root.clone(), client.clone());
                let timeline = mount_timeline(root, client, options, embedding.clone());
                (None, Some(timeline))
            }
            None => {
                let options = WidgetOptions {
                    locale: Locale::Fr,
                    heading_level: 2,
                };
                let (root, client) = (root.clone(), client.clone());
                let board = (setup.widget)(root, client, options, embedding.clone());
                (Some(board), None)
            }
        };
        Self {
            sandbox,
            client,
            embedding,
            shadow,
            host,
            root,
            handle,
            timeline,
        }
    }

    pub(crate) fn handle(&self) -> &WidgetHandle {
        self.handle.as_ref().unwrap()
    }

    pub(crate) fn timeline(&self) -> &TimelineHandle {
        self.timeline.as_ref().unwrap()
    }

    /// Gives the element a height.
    pub(crate) fn set_height(&self, px: u32) {
        self.host
            .style()
            .set_property("height", &format!("{px}px"))
            .unwrap();
    }

    /// Removes the board, and gives what is left of it.
    pub(crate) fn unmount(&mut self) -> HtmlElement {
        drop(self.handle.take());
        drop(self.timeline.take());
        self.root.clone()
    }

    /// Waits for a state of the page, turn by turn.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..400 {
            if is_so(self) {
                return;
            }
            turn().await;
        }
        panic!("never came: {what}. Announced: {}", self.announced());
    }

    // ── Eyes ──

    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.shadow.query_selector(selector).unwrap();
        found.map(JsCast::unchecked_into)
    }

    pub(crate) fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector)
            .unwrap_or_else(|| panic!("no {selector}"))
    }

    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.shadow.query_selector_all(selector).unwrap().length()
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        plain(&self.get(selector).text_content().unwrap_or_default())
    }

    pub(crate) fn announced(&self) -> String {
        self.text("[aria-live]")
    }

    pub(crate) fn card(&self, id: &str) -> HtmlElement {
        self.get(&format!("[data-resource='Task/{id}']"))
    }

    /// The column and the status in which a card is drawn.
    pub(crate) fn place(&self, id: &str) -> Option<(String, String)> {
        let card = self.find(&format!("[data-resource='Task/{id}']"))?;
        let column = card.closest("[data-column]").unwrap()?;
        Some((
            column.get_attribute("data-column")?,
            card.get_attribute("data-status")?,
        ))
    }

    pub(crate) fn is_in(&self, id: &str, column: &str) -> bool {
        self.place(id).is_some_and(|(c, _)| c == column)
    }

    pub(crate) fn focused(&self) -> Option<String> {
        self.shadow.active_element()?.get_attribute("data-resource")
    }

    pub(crate) fn is_focused(&self, id: &str) -> bool {
        self.focused() == Some(format!("Task/{id}"))
    }

    // ── Hands ──

    pub(crate) fn press(&self, key: &str) {
        self.press_with(key, false);
    }

    pub(crate) fn press_with(&self, key: &str, ctrl: bool) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_ctrl_key(ctrl);
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_composed(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let target: Element = self
            .shadow
            .active_element()
            .expect("something has the focus");
        target.dispatch_event(&event).unwrap();
    }

    /// Gives the focus to something, then presses a key.
    pub(crate) fn press_on(&self, selector: &str, key: &str) {
        self.get(selector).focus().unwrap();
        self.press(key);
    }

    /// The same with Ctrl held.
    pub(crate) fn press_on_with(&self, selector: &str, key: &str, ctrl: bool) {
        self.get(selector).focus().unwrap();
        self.press_with(key, ctrl);
    }

    pub(crate) fn has_focus_in(&self, selector: &str) -> bool {
        let focused = self.shadow.active_element();
        focused.is_some_and(|el| el.closest(selector).unwrap().is_some())
    }

    pub(crate) fn click(&self, selector: &str) {
        self.get(selector).click();
    }

    pub(crate) fn point(&self, kind: &str, on: &HtmlElement, x: f64, y: f64) {
        let init = PointerEventInit::new();
        init.set_pointer_id(1);
        init.set_pointer_type("mouse");
        #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
        let (x, y) = (x as i32, y as i32);
        init.set_client_x(x);
        init.set_client_y(y);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = PointerEvent::new_with_event_init_dict(kind, &init).unwrap();
        on.dispatch_event(&event).unwrap();
    }

    /// Drags a card over a column, without letting go.
    pub(crate) fn drag(&self, id: &str, column: &str) {
        let card = self.card(id);
        let from = card.get_bounding_client_rect();
        let to = self
            .get(&format!("[data-column={column}]"))
            .get_bounding_client_rect();
        let (x, y) = (from.left() + 20.0, from.top() + 10.0);
        self.point("pointerdown", &card, x, y);
        self.point("pointermove", &card, x + 8.0, y);
        self.point("pointermove", &card, to.left() + to.width() / 2.0, y);
    }

    pub(crate) fn let_go(&self, id: &str) {
        self.point("pointerup", &self.card(id), 0.0, 0.0);
    }

    pub(crate) fn go_offline(&self, offline: bool) {
        self.sandbox.borrow_mut().set_faults(Faults {
            offline,
            ..Faults::default()
        });
    }
}

/// Text with plain spaces, for reading in assertions.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}

/// A Bundle of tasks, each given as id, title, status.
pub(crate) fn tasks(tasks: &[(&str, &str, &str)]) -> String {
    let entries: Vec<String> = tasks
        .iter()
        .map(|(id, title, status)| {
            format!(
                r#"{{"resource":{{"resourceType":"Task","id":"{id}","status":"{status}","intent":"order","description":"{title}"}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

/// The tasks that most tests begin with.
pub(crate) fn some_tasks() -> String {
    tasks(&[
        ("lettre", "Relire la lettre de liaison", "accepted"),
        ("sang", "Prise de sang", "accepted"),
        ("visite", "Passage infirmier", "requested"),
        ("appel", "Appel après seuil franchi", "in-progress"),
        ("cles", "Clés remises", "completed"),
    ])
}
