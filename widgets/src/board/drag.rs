//! Dragging a card with a mouse or a pen. A finger scrolls: there the menu is the way.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use coordo_i18n::Message;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::lift::{Grip, Lift};
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

pub(super) fn down(board: Board, event: &PointerEvent) {
    board.is_after_drag.set_value(false);
    let is_button = dom::is_within(event, "button");
    if event.button() != 0 || event.pointer_type() == "touch" || is_button {
        return;
    }
    let Some(key) = board.card_of(event) else {
        return;
    };
    if board.card(&key).is_some_and(|card| card.fixed.is_some()) {
        return;
    }
    let columns = board.element(&key).and_then(|e| board_of(&e));
    board.drag.set_value(Some(Drag {
        scrolled: columns.map_or(0, |c| c.scroll_left()),
        key,
        pointer: event.pointer_id(),
        x: f64::from(event.client_x()),
        y: f64::from(event.client_y()),
    }));
}

pub(super) fn moved(board: Board, event: &PointerEvent) {
    let Some(drag) = ours(board, event) else {
        return;
    };
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let (dx, dy) = (x - drag.x, y - drag.y);
    let Some(element) = board.element(&drag.key) else {
        return;
    };
    if !is_dragging(board) {
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

pub(super) fn up(board: Board, event: &PointerEvent) {
    if ours(board, event).is_some() {
        board.drag.set_value(None);
        if is_dragging(board) {
            board.is_after_drag.set_value(true);
            board.put_down();
        }
    }
}

pub(super) fn cancelled(board: Board, event: &PointerEvent) {
    if ours(board, event).is_some() {
        board.drag.set_value(None);
        if is_dragging(board) {
            board.put_back();
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
        // A slot may be wider than the board, or out of its sight: no range to clamp to.
        dx = dx
            .min((board.right() - slot.right()).max(0.0))
            .max((board.left() - slot.left()).min(0.0));
        dy = dy
            .min((board.bottom() - slot.bottom()).max(0.0))
            .max((board.top() - slot.top()).min(0.0));
    }
    dom::set_length(element, "--_dx", dx);
    dom::set_length(element, "--_dy", dy);
}

fn board_of(element: &Element) -> Option<Element> {
    element.closest(".bd-cols").ok().flatten()
}

/// The columns that a card can go to: those of its row.
fn row_of(element: &Element) -> Option<Element> {
    element.closest("[data-row]").ok().flatten()
}

/// The column under a horizontal place.
fn column_at(element: &Element, x: f64) -> Option<Column> {
    let sections = row_of(element)?.children();
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

/// Writes the lift onto the card that is lifted, and takes it off the one that was.
pub(super) fn write_lift(board: Board, before: Option<CardKey>) -> Option<CardKey> {
    let lift = board.lift.get();
    let now = lift.as_ref().map(|lift| lift.key.clone());
    if before != now {
        if let Some(element) = before.and_then(|key| board.element(&key)) {
            mark(&element, None);
        }
        if let Some(key) = &now
            && let Some(element) = board.element(key)
        {
            let title = board
                .frame
                .title_of(board.card(key).and_then(|card| card.title).as_ref());
            mark(
                &element,
                Some(&board.frame.say_now(&Message::OriginOf { title: &title })),
            );
        }
    }
    if let Some(lift) = lift.filter(|l| l.grip == Grip::Keys) {
        hover(board, &lift);
    }
    now
}

/// Marks a card as lifted, and its place as the one that it came from; or neither.
fn mark(card: &HtmlElement, origin: Option<&str>) {
    let slot = card.parent_element();
    // None of these can fail: the names are those of classes and attributes.
    let _ = match (origin, slot) {
        (Some(origin), Some(slot)) => slot.set_attribute("data-hole", origin),
        (None, Some(slot)) => slot.remove_attribute("data-hole"),
        (_, None) => Ok(()),
    };
    let _ = card
        .class_list()
        .toggle_with_force("is-lifted", origin.is_some());
    let part = if origin.is_some() {
        "card card-lifted"
    } else {
        "card"
    };
    let _ = card.set_attribute("part", part);
}

/// Draws a card that is held by keys over the column where it is held.
fn hover(board: Board, lift: &Lift) {
    let Some(element) = board.element(&lift.key) else {
        return;
    };
    let Some(columns) = row_of(&element) else {
        return;
    };
    let left_of = |column: Column| {
        let section = columns.query_selector(&format!("[data-column={}]", column.as_str()));
        let section = section.ok().flatten()?;
        Some(section.get_bounding_client_rect().left())
    };
    if let (Some(from), Some(over)) = (left_of(lift.from), left_of(lift.over)) {
        let dx = over - from;
        dom::set_length(&element, "--_dx", dx);
        dom::set_length(&element, "--_dy", if dx == 0.0 { 0.0 } else { 3.0 });
    }
}
