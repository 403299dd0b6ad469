//! Dragging a card with a mouse or a pen. A finger scrolls: there the menu is the way.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::lift::Grip;
use super::state::Board;
use crate::kit::dom;

/// How far a pointer must go before a press becomes a drag.
const THRESHOLD: f64 = 6.0;
/// How near to the edge of the columns a pointer scrolls them, and how far for each of its moves.
const EDGE: f64 = 28.0;
const SCROLL: i32 = 14;

/// A press that may become a drag, or is one.
#[derive(Clone, Debug)]
pub(super) struct Drag {
    key: CardKey,
    pointer: i32,
    x: f64,
    y: f64,
    /// Where the columns were scrolled to when it began.
    scrolled: i32,
}

pub(super) fn down(board: Board, key: &CardKey) -> impl FnMut(PointerEvent) + 'static {
    let key = key.clone();
    move |event| {
        let is_button = dom::is_within(&event, "button");
        if event.button() != 0 || event.pointer_type() == "touch" || is_button {
            return;
        }
        if board.card(&key).is_some_and(|card| card.fixed.is_some()) {
            return;
        }
        let columns = board.element(&key).and_then(|e| board_of(&e));
        board.drag.set_value(Some(Drag {
            scrolled: columns.map_or(0, |c| c.scroll_left()),
            key: key.clone(),
            pointer: event.pointer_id(),
            x: f64::from(event.client_x()),
            y: f64::from(event.client_y()),
        }));
    }
}

pub(super) fn moved(board: Board) -> impl FnMut(PointerEvent) + 'static {
    move |event| {
        let Some(drag) = ours(board, &event) else {
            return;
        };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let (dx, dy) = (x - drag.x, y - drag.y);
        let Some(element) = board.element(&drag.key) else {
            return;
        };
        let is_held = board
            .lift
            .with_untracked(|lift| lift.as_ref().is_some_and(|l| l.grip == Grip::Pointer));
        if !is_held {
            if dx.hypot(dy) < THRESHOLD {
                return;
            }
            board.lift_card(&drag.key, Grip::Pointer);
            // Fails when the pointer is gone already; then no more of these events come.
            let _ = element.set_pointer_capture(drag.pointer);
        }
        let scrolled = board_of(&element).map_or(0, |columns| {
            scroll_at_edge(&columns, x);
            columns.scroll_left()
        });
        place(&element, dx + f64::from(scrolled - drag.scrolled), dy);
        if let Some(column) = column_at(&element, x) {
            board.hold_over(column);
        }
    }
}

pub(super) fn up(board: Board) -> impl FnMut(PointerEvent) + 'static {
    move |event| {
        if ours(board, &event).is_some() {
            board.drag.set_value(None);
            if is_dragging(board) {
                board.put_down();
            }
        }
    }
}

pub(super) fn cancelled(board: Board) -> impl FnMut(PointerEvent) + 'static {
    move |event| {
        if ours(board, &event).is_some() {
            board.drag.set_value(None);
            if is_dragging(board) {
                board.put_back();
            }
        }
    }
}

pub(super) fn is_dragging(board: Board) -> bool {
    board
        .lift
        .with_untracked(|lift| lift.as_ref().is_some_and(|l| l.grip == Grip::Pointer))
}

/// The drag that an event of a pointer belongs to.
fn ours(board: Board, event: &PointerEvent) -> Option<Drag> {
    board
        .drag
        .get_value()
        .filter(|drag| drag.pointer == event.pointer_id())
}

/// Brings columns out of sight under a pointer that goes to the edge for them.
fn scroll_at_edge(columns: &Element, x: f64) {
    let area = columns.get_bounding_client_rect();
    let by = if x > area.right() - EDGE {
        SCROLL
    } else if x < area.left() + EDGE {
        -SCROLL
    } else {
        return;
    };
    columns.set_scroll_left(columns.scroll_left() + by);
}

/// Moves the card's picture, not beyond the edges of the board.
fn place(element: &HtmlElement, dx: f64, dy: f64) {
    let (mut dx, mut dy) = (dx, dy);
    if let (Some(slot), Some(board)) = (element.parent_element(), board_of(element)) {
        let (slot, board) = (
            slot.get_bounding_client_rect(),
            board.get_bounding_client_rect(),
        );
        dx = dx.clamp(
            board.left() - slot.left(),
            (board.right() - slot.right()).max(0.0),
        );
        dy = dy.clamp(
            (board.top() - slot.top()).min(0.0),
            (board.bottom() - slot.bottom()).max(0.0),
        );
    }
    dom::set_length(element, "--_dx", dx);
    dom::set_length(element, "--_dy", dy);
}

fn board_of(element: &Element) -> Option<Element> {
    element.closest(".bd-cols").ok().flatten()
}

/// The column under a horizontal place.
fn column_at(element: &Element, x: f64) -> Option<Column> {
    let sections = board_of(element)?.children();
    (0..sections.length())
        .filter_map(|i| sections.item(i))
        .find(|section| {
            let area = section.get_bounding_client_rect();
            (area.left()..area.right()).contains(&x)
        })
        .and_then(|section| column_of(&section))
}

pub(super) fn column_of(section: &Element) -> Option<Column> {
    let name = section.get_attribute("data-column")?;
    Column::ALL.into_iter().find(|c| c.as_str() == name)
}

/// Draws a card that is held by keys over the column where it is held.
pub(super) fn hover(board: Board) {
    let lift = board.lift.get();
    let Some(lift) = lift.filter(|l| l.grip == Grip::Keys) else {
        return;
    };
    let Some(element) = board.element(&lift.key) else {
        return;
    };
    let Some(columns) = board_of(&element) else {
        return;
    };
    let find = |column: Column| {
        columns
            .query_selector(&format!("[data-column={}]", column.as_str()))
            .ok()
            .flatten()
    };
    if let (Some(from), Some(over)) = (find(lift.from), find(lift.over)) {
        let (from, over) = (
            from.get_bounding_client_rect(),
            over.get_bounding_client_rect(),
        );
        let dx = over.left() - from.left();
        dom::set_length(&element, "--_dx", dx);
        dom::set_length(&element, "--_dy", if dx == 0.0 { 0.0 } else { 3.0 });
    }
}
