//! What a board on screen knows: the last view of the client, cut into signals so
//! that only what changed is drawn again, and what the person is in the middle of.

use std::collections::BTreeMap;
use std::rc::Rc;

use coordo_client::Client;
use coordo_client::view::board::{BoardQuery, CardKey, CardView};
use coordo_client::view::{LoadView, SyncView, UndoView};
use coordo_core::board::Column;
use coordo_core::{Instant, Private, TaskStatus};
use coordo_i18n::{DateFormat, Locale, Message, Spoken};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::drag::Drag;
use super::lift::Lift;
use super::news::summary_of;
use crate::host::HostPorts;
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
pub(super) struct Host {
    pub client: Client,
    pub ports: Rc<dyn HostPorts>,
    pub elements: BTreeMap<CardKey, HtmlElement>,
    pub limits: [usize; 6],
    pub cards: BTreeMap<CardKey, ArcRwSignal<CardView>>,
    /// The columns as the client gave them: drawing them takes a few turns of the page.
    pub columns: [Head; 6],
    pub is_drawing: bool,
    /// A card that gets the focus as soon as it is drawn.
    pub wish: Option<CardKey>,
    pub is_dirty: bool,
    pub is_ready_said: bool,
    /// The last colleague's change that was said, and when.
    pub remote_said: u64,
    pub remote_said_at: Option<Instant>,
}

/// The board's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub host: StoredValue<Host, LocalStorage>,
    pub locale: RwSignal<Locale>,
    pub heading: RwSignal<u8>,
    pub summary: RwSignal<Summary>,
    pub heads: [RwSignal<Head>; 6],
    /// The one card that Tab leads to.
    pub active: RwSignal<Option<CardKey>>,
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
    /// The plan that most cards belong to.
    pub main_plan: RwSignal<Option<Private<String>>>,
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
        let board = Self {
            host: StoredValue::new_local(Host {
                client,
                ports,
                elements: BTreeMap::new(),
                limits: BoardQuery::default().limits,
                cards: BTreeMap::new(),
                columns: Default::default(),
                is_drawing: false,
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
            active: RwSignal::new(None),
            lift: RwSignal::new(None),
            drag: StoredValue::new(None),
            menu: RwSignal::new(None),
            asking: RwSignal::new(None),
            is_help_open: RwSignal::new(false),
            refusal: RwSignal::new(None),
            shown: RwSignal::new(Column::Proposed),
            revealed: RwSignal::new(None),
            main_plan: RwSignal::new(None),
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

    pub(super) fn client(self) -> Client {
        self.host.with_value(|host| host.client.clone())
    }

    pub(super) fn ports(self) -> Rc<dyn HostPorts> {
        self.host.with_value(|host| Rc::clone(&host.ports))
    }

    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.ports().spawn(Box::pin(task));
    }

    /// A column's signal.
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

    /// A column as the client gave it, whether or not all of it is drawn yet.
    pub(super) fn whole(self, column: Column) -> Head {
        self.host
            .with_value(|host| host.columns.get(place(column)).cloned().unwrap_or_default())
    }

    /// The column in which a card lies, and its place there.
    pub(super) fn whereabouts(self, key: &CardKey) -> Option<(Column, usize)> {
        self.host.with_value(|host| {
            Column::ALL
                .into_iter()
                .zip(&host.columns)
                .find_map(|(column, head)| {
                    let at = head.keys.iter().position(|k| k == key)?;
                    Some((column, at))
                })
        })
    }
}
