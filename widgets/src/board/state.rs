//! What a board on screen knows: the last view of the client, cut into signals so
//! that only what changed is drawn again, and what the person is in the middle of.

use crate::kit::signal::{ArcRwSignal, RwSignal, StoredValue};
use coordo_client::view::board::{BoardQuery, CardKey, CardView, Lanes};
use coordo_client::view::timeline::LaneKey;
use coordo_client::view::who::{WhoQuery, WhoView};
use coordo_client::view::{ItemKey, SelectionView};
use coordo_core::board::Column;
use coordo_core::{ListMap, Private, TaskStatus};
use coordo_i18n::{BoardMessage, Message};
use web_sys::HtmlElement;

use super::drag::Drag;
use super::form::Form;
use super::lift::Lift;
use super::rows::{Head, Row, Total, Whole, place};
use crate::kit::dom::Held;
use crate::kit::filter::Filtering;
use crate::kit::frame::Frame;

/// A change that waits for its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asking {
    pub key: CardKey,
    pub title: Option<Private<String>>,
    pub from: TaskStatus,
    pub to: TaskStatus,
    pub into: Option<Column>,
}

/// Where a card lies: its row, its column, and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub row: u32,
    pub column: Column,
    pub at: usize,
}

/// What lives outside the reactive graph.
pub(super) struct Host {
    pub elements: ListMap<CardKey, HtmlElement>,
    pub query: BoardQuery,
    /// Lanes that show their header alone.
    pub folded: Vec<LaneKey>,
    pub cards: ListMap<CardKey, ArcRwSignal<CardView>>,
    /// The rows as the client gave them: drawing them takes a few turns of the page.
    pub rows: Vec<Whole>,
    /// Rows that there have been.
    pub n_rows: u32,
    pub is_drawing: bool,
    /// A card that gets the focus as soon as it is drawn.
    pub wish: Option<CardKey>,
    /// Whether it gets the focus only where nothing else took it meanwhile.
    pub is_wish_soft: bool,
}

/// The board's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Board {
    /// What every widget has.
    pub frame: Frame,
    pub host: StoredValue<Host>,
    /// Cards that are not ended, and all cards.
    pub counts: RwSignal<(usize, usize)>,
    /// The columns, all rows together.
    pub totals: [RwSignal<Total>; 6],
    /// What the swimlanes are, where there are any.
    pub lanes: RwSignal<Option<Lanes>>,
    /// The rows that are drawn so far: the lanes, or one row that is the whole board.
    pub rows: RwSignal<Vec<Row>>,
    /// The one card that Tab leads to.
    pub active: RwSignal<Option<CardKey>>,
    pub lift: RwSignal<Option<Lift>>,
    pub drag: StoredValue<Option<Drag>>,
    pub menu: RwSignal<Option<CardKey>>,
    pub asking: RwSignal<Option<Asking>>,
    /// The button that opens the choice of swimlanes, and whether it is open.
    pub lanes_button: Held,
    pub is_choosing_lanes: RwSignal<bool>,
    /// Whether the next press belongs to the drag that has just ended.
    pub is_after_drag: StoredValue<bool>,
    /// What the form is about, when it is open.
    pub form_node: Held,
    pub form: RwSignal<Option<Form>>,
    /// What the drawer shows, its title, and whether that gets the focus once it is drawn.
    pub drawer: RwSignal<Option<ItemKey>>,
    pub drawer_title: Held,
    pub wants_drawer: StoredValue<bool>,
    /// The line for a new task: whether it is open, and what is wrong with it.
    pub is_quick_open: RwSignal<bool>,
    pub quick_wrong: RwSignal<Option<String>>,
    pub quick_field: Held,
    pub quick_button: Held,
    pub wants_quick: StoredValue<bool>,
    /// What is chosen in all widgets of the client.
    pub selection: RwSignal<Option<SelectionView>>,
    /// The shared filter, as far as this widget shows it.
    pub filtering: Filtering,
    /// The column in view where only one fits.
    pub shown: RwSignal<Column>,
    /// The column that a gesture led to last: it is scrolled into view.
    pub revealed: RwSignal<Option<Column>>,
    /// The plan that most cards belong to.
    pub main_plan: RwSignal<Option<Private<String>>>,
    /// Counts drawings, for what must come after one.
    pub drawn: RwSignal<u32>,
    /// Whether the grid of who does what stands in place of the columns, what it says, and how
    /// much of it is asked for.
    pub is_who: RwSignal<bool>,
    pub who: RwSignal<WhoView>,
    pub who_query: StoredValue<WhoQuery>,
}

impl Board {
    pub(super) fn new(frame: Frame) -> Self {
        let board = Self {
            frame,
            host: StoredValue::new(Host {
                elements: ListMap::default(),
                query: BoardQuery::default(),
                folded: Vec::new(),
                cards: ListMap::default(),
                rows: Vec::new(),
                n_rows: 0,
                is_drawing: false,
                wish: None,
                is_wish_soft: false,
            }),
            counts: RwSignal::new((0, 0)),
            totals: std::array::from_fn(|_| RwSignal::new(Total::default())),
            lanes: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            lift: RwSignal::new(None),
            drag: StoredValue::new(None),
            menu: RwSignal::new(None),
            asking: RwSignal::new(None),
            lanes_button: Held::new(),
            is_choosing_lanes: RwSignal::new(false),
            is_after_drag: StoredValue::new(false),
            form_node: Held::new(),
            form: RwSignal::new(None),
            drawer: RwSignal::new(None),
            drawer_title: Held::new(),
            wants_drawer: StoredValue::new(false),
            is_quick_open: RwSignal::new(false),
            quick_wrong: RwSignal::new(None),
            quick_field: Held::new(),
            quick_button: Held::new(),
            wants_quick: StoredValue::new(false),
            selection: RwSignal::new(None),
            filtering: Filtering::new(frame),
            shown: RwSignal::new(Column::Proposed),
            revealed: RwSignal::new(None),
            main_plan: RwSignal::new(None),
            drawn: RwSignal::new(0),
            is_who: RwSignal::new(false),
            who: RwSignal::new(WhoView::default()),
            who_query: StoredValue::new(WhoQuery::default()),
        };
        board.take(frame.client().board(&BoardQuery::default()));
        board.take_selection();
        board
    }

    /// A word of the board in the widget's language, drawn again when that changes.
    pub(super) fn word(self, message: BoardMessage<'_>) -> String {
        self.frame.say(&Message::Board(message))
    }

    /// The same outside of drawing.
    pub(super) fn word_now(self, message: BoardMessage<'_>) -> String {
        self.frame.say_now(&Message::Board(message))
    }

    /// A column's signal, all rows together.
    pub(super) fn total(self, column: Column) -> RwSignal<Total> {
        let [proposed, accepted, in_progress, on_hold, ended, other] = self.totals;
        match column {
            Column::Proposed => proposed,
            Column::Accepted => accepted,
            Column::InProgress => in_progress,
            Column::OnHold => on_hold,
            Column::Ended => ended,
            Column::Other => other,
        }
    }

    /// A row that is drawn.
    pub(super) fn row(self, n: u32) -> Option<Row> {
        self.rows
            .with_untracked(|rows| rows.iter().find(|row| row.n == n).cloned())
    }

    pub(super) fn card_signal(self, key: &CardKey) -> Option<ArcRwSignal<CardView>> {
        self.host.with_value(|host| host.cards.get(key).cloned())
    }

    pub(super) fn card(self, key: &CardKey) -> Option<CardView> {
        self.card_signal(key).map(|card| card.get_untracked())
    }

    /// One column of one row as the client gave it, whether or not all of it is drawn yet.
    pub(super) fn whole(self, row: u32, column: Column) -> Head {
        self.host.with_value(|host| {
            let found = host.rows.iter().find(|whole| whole.n == row);
            found
                .and_then(|whole| whole.columns.get(place(column)).cloned())
                .unwrap_or_default()
        })
    }

    /// Where a card lies.
    pub(super) fn whereabouts(self, key: &CardKey) -> Option<Spot> {
        self.host.with_value(|host| {
            host.rows.iter().find_map(|whole| {
                Column::ALL
                    .into_iter()
                    .zip(&whole.columns)
                    .find_map(|(column, head)| {
                        let at = head.keys.iter().position(|k| k == key)?;
                        let row = whole.n;
                        Some(Spot { row, column, at })
                    })
            })
        })
    }
}
