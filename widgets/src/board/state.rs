//! What a board on screen knows: the last view of the client, cut into signals so
//! that only what changed is drawn again, and what the person is in the middle of.

use std::collections::BTreeMap;
use std::rc::Rc;

use coordo_client::Client;
use coordo_client::view::board::{BoardQuery, BoardView, CardKey, CardView, ColumnView};
use coordo_client::view::{LoadView, SyncView, UndoView};
use coordo_core::board::Column;
use coordo_core::{Instant, Private, TaskStatus};
use coordo_i18n::{DateFormat, Locale, Message, Spoken};
use leptos::prelude::*;
use leptos::reactive::computed::Selector;
use web_sys::HtmlElement;

use super::drag::Drag;
use super::lift::Lift;
use crate::host::{HostEvent, HostPorts};
use crate::kit::live::Live;

/// The parts of a view that are not about one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub load: LoadView,
    pub n_open: usize,
    pub n_cards: usize,
    pub sync: SyncView,
    pub undo: Option<UndoView>,
    pub is_read_only: bool,
    pub n_notices: usize,
}

/// One column, without its cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub is_present: bool,
    pub n_cards: usize,
    pub n_more: usize,
    pub keys: Vec<CardKey>,
}

/// A change that waits for its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asking {
    pub key: CardKey,
    pub title: Option<Private<String>>,
    pub from: TaskStatus,
    pub to: TaskStatus,
    pub into: Option<Column>,
}

/// What lives outside the reactive graph.
struct Host {
    client: Client,
    ports: Rc<dyn HostPorts>,
    elements: BTreeMap<CardKey, HtmlElement>,
    limits: [usize; 6],
    cards: BTreeMap<CardKey, ArcRwSignal<CardView>>,
    /// A card that gets the focus as soon as it is drawn.
    wish: Option<CardKey>,
    is_dirty: bool,
    is_ready_said: bool,
    /// The last colleague's change that was said, and when.
    remote_said: u64,
    remote_said_at: Option<Instant>,
}

/// The board's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Board {
    host: StoredValue<Host, LocalStorage>,
    pub locale: RwSignal<Locale>,
    pub heading: RwSignal<u8>,
    pub summary: RwSignal<Summary>,
    pub heads: [RwSignal<Head>; 6],
    /// The one card that Tab leads to.
    pub active: RwSignal<Option<CardKey>>,
    pub is_active: StoredValue<Selector<Option<CardKey>>>,
    pub lift: RwSignal<Option<Lift>>,
    pub drag: StoredValue<Option<Drag>>,
    pub menu: RwSignal<Option<CardKey>>,
    pub asking: RwSignal<Option<Asking>>,
    pub is_help_open: RwSignal<bool>,
    /// A refusal that stays readable until the next gesture.
    pub refusal: RwSignal<Option<String>>,
    /// The column in view where only one fits.
    pub shown: RwSignal<Column>,
    /// The column that a gesture led to last: it is scrolled into view.
    pub revealed: RwSignal<Option<Column>>,
    pub live: Live,
    /// Counts drawings, for what must come after one.
    pub drawn: RwSignal<u32>,
}

/// Where a column stands in [`Column::ALL`].
pub(super) fn place(column: Column) -> usize {
    Column::ALL.iter().position(|c| *c == column).unwrap_or(0)
}

impl Board {
    pub(super) fn new(client: Client, ports: Rc<dyn HostPorts>, locale: Locale, level: u8) -> Self {
        let view = client.board(&BoardQuery::default());
        // What happened before the board was there is no news.
        let remote_said = client.last_remote_change().map_or(0, |change| change.n);
        let active = RwSignal::new(None);
        let board = Self {
            host: StoredValue::new_local(Host {
                client,
                ports,
                elements: BTreeMap::new(),
                limits: BoardQuery::default().limits,
                cards: BTreeMap::new(),
                wish: None,
                is_dirty: false,
                is_ready_said: false,
                remote_said,
                remote_said_at: None,
            }),
            locale: RwSignal::new(locale),
            heading: RwSignal::new(level),
            summary: RwSignal::new(summary_of(&view)),
            heads: std::array::from_fn(|_| RwSignal::new(Head::default())),
            active,
            // Closures of cards keep the selector a moment longer than the board lives.
            is_active: StoredValue::new(Selector::new(move || active.try_get().flatten())),
            lift: RwSignal::new(None),
            drag: StoredValue::new(None),
            menu: RwSignal::new(None),
            asking: RwSignal::new(None),
            is_help_open: RwSignal::new(false),
            refusal: RwSignal::new(None),
            shown: RwSignal::new(Column::Proposed),
            revealed: RwSignal::new(None),
            live: Live::new(),
            drawn: RwSignal::new(0),
        };
        board.take(view);
        board
    }

    /// Whether the widget is still there: a host may remove it while a task waits.
    pub(super) fn is_alive(self) -> bool {
        self.locale.try_get_untracked().is_some()
    }

    // ── Words ──

    pub(super) fn say(self, message: &Message<'_>) -> String {
        self.locale.get().say(message)
    }

    /// The same outside of drawing: the language is read, not watched.
    pub(super) fn say_now(self, message: &Message<'_>) -> String {
        self.locale.get_untracked().say(message)
    }

    pub(super) fn announce(self, spoken: Spoken<'_>) {
        self.live.say(self.say_now(&Message::Spoken(spoken)));
    }

    pub(super) fn dates(self) -> Rc<dyn DateFormat> {
        self.ports().dates()
    }

    // ── The world outside ──

    pub(super) fn client(self) -> Client {
        self.host.with_value(|host| host.client.clone())
    }

    pub(super) fn ports(self) -> Rc<dyn HostPorts> {
        self.host.with_value(|host| Rc::clone(&host.ports))
    }

    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.ports().spawn(Box::pin(task));
    }

    // ── Cards ──

    pub(super) fn head(self, column: Column) -> RwSignal<Head> {
        let [proposed, accepted, in_progress, on_hold, ended, other] = self.heads;
        match column {
            Column::Proposed => proposed,
            Column::Accepted => accepted,
            Column::InProgress => in_progress,
            Column::OnHold => on_hold,
            Column::Ended => ended,
            Column::Other => other,
        }
    }

    pub(super) fn card_signal(self, key: &CardKey) -> Option<ArcRwSignal<CardView>> {
        self.host.with_value(|host| host.cards.get(key).cloned())
    }

    pub(super) fn card(self, key: &CardKey) -> Option<CardView> {
        self.card_signal(key).map(|card| card.get_untracked())
    }

    /// Title as shown: an untitled card is called so.
    pub(super) fn title_of(self, title: Option<&Private<String>>) -> String {
        match title {
            Some(title) => title.0.clone(),
            None => self.say_now(&Message::Untitled),
        }
    }

    /// The column in which a card is on screen, and its place there.
    pub(super) fn whereabouts(self, key: &CardKey) -> Option<(Column, usize)> {
        Column::ALL.into_iter().find_map(|column| {
            self.head(column).with_untracked(|head| {
                let at = head.keys.iter().position(|k| k == key)?;
                Some((column, at))
            })
        })
    }

    // ── Elements and focus ──

    pub(super) fn element(self, key: &CardKey) -> Option<HtmlElement> {
        self.host.with_value(|host| host.elements.get(key).cloned())
    }

    /// Remembers the element of a card that was just drawn.
    pub(super) fn card_drawn(self, key: &CardKey, element: HtmlElement) {
        let is_wished = self
            .host
            .try_update_value(|host| {
                host.elements.insert(key.clone(), element.clone());
                let is_wished = host.wish.as_ref() == Some(key);
                if is_wished {
                    host.wish = None;
                }
                is_wished
            })
            .unwrap_or(false);
        if is_wished {
            // Fails only for an element that has left the page again.
            let _ = element.focus();
        }
    }

    /// Forgets the element of a card, unless the card has another one by now.
    pub(super) fn card_gone(self, key: &CardKey, element: &HtmlElement) {
        self.host.try_update_value(|host| {
            if host.elements.get(key) == Some(element) {
                host.elements.remove(key);
            }
        });
    }

    /// The element of a card, once it is where the card belongs.
    fn placed(self, key: &CardKey) -> Option<HtmlElement> {
        let (column, _) = self.whereabouts(key)?;
        let element = self.element(key)?;
        let section = element.closest("[data-column]").ok().flatten()?;
        (element.is_connected() && section.get_attribute("data-column")? == column.as_str())
            .then_some(element)
    }

    /// Brings a column into view where not all of them are.
    pub(super) fn reveal(self, column: Column) {
        self.shown.set(column);
        self.revealed.set(Some(column));
    }

    /// Takes a refusal off the screen and gives the focus back to the cards.
    pub(super) fn dismiss_refusal(self) {
        self.refusal.set(None);
        if let Some(key) = self.active.get_untracked() {
            self.focus(&key);
        }
    }

    /// Moves the focus to a card that is on screen.
    pub(super) fn focus(self, key: &CardKey) {
        self.active.set(Some(key.clone()));
        if let Some(element) = self.placed(key) {
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    }

    /// Moves the focus to a card once the drawing that is under way is done.
    pub(super) fn focus_when_drawn(self, key: &CardKey) {
        self.active.set(Some(key.clone()));
        self.host
            .try_update_value(|host| host.wish = Some(key.clone()));
    }

    /// The card that has the focus, itself or one of its buttons.
    fn focused(self) -> Option<CardKey> {
        let key = self.active.get_untracked()?;
        let element = self.element(&key)?;
        let focused = crate::kit::dom::focused_in_tree_of(&element)?;
        element.contains(Some(&focused)).then_some(key)
    }

    // ── Drawing ──

    /// Draws the client's news, once for however many of them come together.
    pub(super) fn changed(self) {
        let was_dirty = self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.is_dirty, true));
        if was_dirty == Some(false) {
            self.spawn(async move {
                if self.is_alive() {
                    self.refresh();
                }
            });
        }
    }

    /// Asks the client for the view and draws what differs.
    pub(super) fn refresh(self) {
        self.host.update_value(|host| host.is_dirty = false);
        let limits = self.host.with_value(|host| host.limits);
        let view = self.client().board(&BoardQuery { limits });
        let focused = self.focused();
        let before = focused.as_ref().and_then(|key| self.whereabouts(key));
        self.take(view);
        if let (Some(key), Some((column, at))) = (focused, before) {
            self.keep_focus(key, column, at);
        }
        self.say_news();
    }

    /// Writes a view into the signals, where it differs.
    fn take(self, view: BoardView) {
        let summary = summary_of(&view);
        self.host.update_value(|host| {
            let known = std::mem::take(&mut host.cards);
            for card in view.columns.iter().flat_map(|column| &column.cards) {
                let signal = match known.get(&card.key) {
                    Some(signal) => {
                        if signal.with_untracked(|old| old != card) {
                            signal.set(card.clone());
                        }
                        signal.clone()
                    }
                    None => ArcRwSignal::new(card.clone()),
                };
                host.cards.insert(card.key.clone(), signal);
            }
        });
        for column in Column::ALL {
            let now = view.columns.iter().find(|c| c.column == column);
            let now = now.map(head_of).unwrap_or_default();
            let head = self.head(column);
            if head.with_untracked(|old| *old != now) {
                head.set(now);
            }
        }
        if self.summary.with_untracked(|old| *old != summary) {
            self.summary.set(summary);
        }
        self.keep_tab_stop();
        self.drawn.update(|n| *n = n.wrapping_add(1));
    }

    /// Tab must always lead to a card that is there.
    fn keep_tab_stop(self) {
        let active = self.active.get_untracked();
        if active.is_some_and(|key| self.whereabouts(&key).is_some()) {
            return;
        }
        let first = Column::ALL.into_iter().find_map(|column| {
            self.head(column)
                .with_untracked(|h| h.keys.first().cloned())
        });
        self.active.set(first);
    }

    /// The focus follows its card into another column, or goes to the nearest one left.
    fn keep_focus(self, key: CardKey, column: Column, at: usize) {
        match self.whereabouts(&key) {
            Some((now, _)) => {
                self.reveal(now);
                // An element that is moved loses the focus, also within its column.
                self.focus_when_drawn(&key);
            }
            None => {
                let keys = self.head(column).with_untracked(|head| head.keys.clone());
                if let Some(next) = keys.get(at).or_else(|| keys.last()) {
                    self.focus_when_drawn(next);
                }
            }
        }
    }

    /// After a drawing: gives the focus to the card that should have it.
    pub(super) fn settle(self) {
        let wish = self.host.with_value(|host| host.wish.clone());
        let Some(key) = wish else { return };
        let element = self.placed(&key);
        // Where the card is yet to be drawn, `card_drawn` does it.
        if element.is_some() || self.whereabouts(&key).is_none() {
            self.host.update_value(|host| host.wish = None);
        }
        if let Some(element) = element
            && self.focused().as_ref() != Some(&key)
        {
            let _ = element.focus();
        }
    }

    /// Shows more cards of a column.
    pub(super) fn show_more(self, column: Column) {
        self.host.update_value(|host| {
            if let Some(limit) = host.limits.get_mut(place(column)) {
                *limit = limit.saturating_add(BoardQuery::STEP);
            }
        });
        self.refresh();
    }

    // ── News ──

    /// Says what the person could not see happen: the first load, a colleague's change.
    pub(super) fn say_news(self) {
        let (is_ready, cards) = self
            .summary
            .with_untracked(|s| (s.load == LoadView::Ready, s.n_cards));
        let was_said = self.host.with_value(|host| host.is_ready_said);
        if is_ready && !was_said {
            self.host.update_value(|host| host.is_ready_said = true);
            self.announce(Spoken::Loaded { n: cards });
            let ports = self.ports();
            self.spawn(async move {
                ports.emit(HostEvent::Ready { cards });
            });
        }
        self.say_colleague();
    }

    /// At most one such announcement in five seconds, then a count.
    fn say_colleague(self) {
        let Some(change) = self.client().last_remote_change() else {
            return;
        };
        let (said, said_at) = self
            .host
            .with_value(|host| (host.remote_said, host.remote_said_at));
        let now = self.ports().now();
        let n = change.n.saturating_sub(said);
        if n == 0 || said_at.is_some_and(|at| now.0 - at.0 < 5_000) {
            return;
        }
        self.host.update_value(|host| {
            host.remote_said = change.n;
            host.remote_said_at = Some(now);
        });
        if n > 1 {
            self.announce(Spoken::ByColleagues(n));
        } else {
            let title = self.title_of(change.title.as_ref());
            self.announce(Spoken::ByColleague {
                by: change.by.as_ref().map(|by| by.0.as_str()),
                title: &title,
                to: &change.to,
            });
        }
    }
}

fn summary_of(view: &BoardView) -> Summary {
    Summary {
        load: view.load.clone(),
        n_open: view.n_open,
        n_cards: view.n_cards,
        sync: view.sync.clone(),
        undo: view.undo.clone(),
        is_read_only: view.is_read_only,
        n_notices: view.n_notices,
    }
}

fn head_of(column: &ColumnView) -> Head {
    Head {
        is_present: true,
        n_cards: column.n_cards,
        n_more: column.n_more,
        keys: column.cards.iter().map(|card| card.key.clone()).collect(),
    }
}
