//! What a board on screen knows: the last view of the client, cut into signals so
//! that only what changed is drawn again, and what the person is in the middle of.

use std::collections::BTreeMap;

use coordo_client::view::board::{BoardQuery, CardKey, CardView};
use coordo_core::board::Column;
use coordo_core::{Private, TaskStatus};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::drag::Drag;
use super::lift::Lift;
use crate::kit::frame::Frame;

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
    pub elements: BTreeMap<CardKey, HtmlElement>,
    pub limits: [usize; 6],
    pub cards: BTreeMap<CardKey, ArcRwSignal<CardView>>,
    /// The columns as the client gave them: drawing them takes a few turns of the page.
    pub columns: [Head; 6],
    pub is_drawing: bool,
    /// A card that gets the focus as soon as it is drawn.
    pub wish: Option<CardKey>,
}

/// The board's state: cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Board {
    /// What every widget has.
    pub frame: Frame,
    pub host: StoredValue<Host, LocalStorage>,
    /// Cards that are not ended, and all cards.
    pub counts: RwSignal<(usize, usize)>,
    pub heads: [RwSignal<Head>; 6],
    /// The one card that Tab leads to.
    pub active: RwSignal<Option<CardKey>>,
    pub lift: RwSignal<Option<Lift>>,
    pub drag: StoredValue<Option<Drag>>,
    pub menu: RwSignal<Option<CardKey>>,
    pub asking: RwSignal<Option<Asking>>,
    /// The column in view where only one fits.
    pub shown: RwSignal<Column>,
    /// The column that a gesture led to last: it is scrolled into view.
    pub revealed: RwSignal<Option<Column>>,
    /// The plan that most cards belong to.
    pub main_plan: RwSignal<Option<Private<String>>>,
    /// Counts drawings, for what must come after one.
    pub drawn: RwSignal<u32>,
}

/// Where a column stands in [`Column::ALL`].
pub(super) fn place(column: Column) -> usize {
    Column::ALL.iter().position(|c| *c == column).unwrap_or(0)
}

impl Board {
    pub(super) fn new(frame: Frame) -> Self {
        let board = Self {
            frame,
            host: StoredValue::new_local(Host {
                elements: BTreeMap::new(),
                limits: BoardQuery::default().limits,
                cards: BTreeMap::new(),
                columns: Default::default(),
                is_drawing: false,
                wish: None,
            }),
            counts: RwSignal::new((0, 0)),
            heads: std::array::from_fn(|_| RwSignal::new(Head::default())),
            active: RwSignal::new(None),
            lift: RwSignal::new(None),
            drag: StoredValue::new(None),
            menu: RwSignal::new(None),
            asking: RwSignal::new(None),
            shown: RwSignal::new(Column::Proposed),
            revealed: RwSignal::new(None),
            main_plan: RwSignal::new(None),
            drawn: RwSignal::new(0),
        };
        board.take(frame.client().board(&BoardQuery::default()));
        board
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
