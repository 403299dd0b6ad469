//! The keyboard: one tab stop for the whole board, arrows inside it.

use std::sync::Arc;

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use web_sys::KeyboardEvent;

use super::lift::Grip;
use super::rows::{Whole, place};
use super::state::Board;
use crate::kit::dom;

/// How many cards a page key goes.
const PAGE: isize = 10;

/// A step of the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Cards(isize),
    First,
    Last,
    Columns(isize),
}

/// Keys that act wherever the focus is inside the widget.
pub(super) fn anywhere(board: Board, event: &KeyboardEvent) {
    let is_command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    if board.lift.with_untracked(Option::is_some) {
        return;
    }
    if is_command && !event.shift_key() && !event.alt_key() && key.eq_ignore_ascii_case("z") {
        event.prevent_default();
        board.frame.undo();
        return;
    }
    // Letters are letters where something is typed.
    if is_command || event.alt_key() || dom::is_within(event, "input, textarea, select") {
        return;
    }
    match key.as_str() {
        "?" => board.frame.is_help_open.set(true),
        "/" => board.filtering.open(),
        "n" | "N" => board.open_quick(),
        _ => return,
    }
    event.prevent_default();
}

/// Keys that act on the cards.
pub(super) fn on_cards(board: Board, event: &KeyboardEvent) {
    if event.default_prevented() {
        return;
    }
    if board.lift.with_untracked(Option::is_some) {
        if while_lifted(board, &event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(key) = board
        .active
        .get_untracked()
        .filter(|_| dom::is_within(event, "[data-resource]"))
    else {
        return;
    };
    if at_rest(board, event, &key) {
        event.prevent_default();
    }
}

fn while_lifted(board: Board, key: &str) -> bool {
    match key {
        "ArrowLeft" => board.hold_beside(-1),
        "ArrowRight" => board.hold_beside(1),
        "Enter" | " " => board.put_down(),
        "Escape" | "Tab" => {
            board.drag.set_value(None);
            board.put_back();
            // Tab goes on to where it leads.
            return key == "Escape";
        }
        // The order of cards is the board's: there is no place to choose.
        "ArrowUp" | "ArrowDown" => {}
        _ => return false,
    }
    true
}

fn at_rest(board: Board, event: &KeyboardEvent, key: &CardKey) -> bool {
    let is_on_button = dom::is_within(event, "button");
    match event.key().as_str() {
        "ArrowUp" => step(board, key, Step::Cards(-1)),
        "ArrowDown" => step(board, key, Step::Cards(1)),
        "ArrowLeft" => step(board, key, Step::Columns(-1)),
        "ArrowRight" => step(board, key, Step::Columns(1)),
        "Home" => step(board, key, Step::First),
        "End" => step(board, key, Step::Last),
        "PageUp" => step(board, key, Step::Cards(-PAGE)),
        "PageDown" => step(board, key, Step::Cards(PAGE)),
        // A button inside the card keeps its own keys.
        " " if !is_on_button => board.lift_card(key, Grip::Keys),
        "Enter" if !is_on_button => board.open_item(key),
        "Escape" if board.drawer.get_untracked().is_some() => board.close_drawer(),
        "Escape" if board.selection.with_untracked(Option::is_some) => board.frame.select(None),
        "." | "ContextMenu" => board.open_menu(key),
        "F10" if event.shift_key() => board.open_menu(key),
        _ => return false,
    }
    true
}

fn step(board: Board, key: &CardKey, step: Step) {
    let Some(spot) = board.whereabouts(key) else {
        return;
    };
    board.frame.refusal.set(None);
    let rows = board.host.with_value(|host| host.rows.clone());
    let keys_in =
        |row: &Whole, column: Column| row.columns.get(place(column)).map(|h| h.keys.clone());
    let next = if let Step::Columns(by) = step {
        // To the sides within the row, past its empty columns.
        let Some(row) = rows.iter().find(|row| row.n == spot.row) else {
            return;
        };
        let columns: Vec<(Column, Arc<Vec<CardKey>>)> = Column::ALL
            .into_iter()
            .filter_map(|column| Some((column, keys_in(row, column)?)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect();
        let at = columns.iter().position(|(c, _)| *c == spot.column);
        let to = at.map(|at| moved(columns.len(), at, by));
        to.and_then(|to| columns.get(to))
            .and_then(|(column, keys)| {
                if *column != spot.column {
                    board.reveal(*column);
                }
                keys.get(spot.at).or_else(|| keys.last()).cloned()
            })
    } else {
        // Up and down through the column, from lane to lane.
        let keys: Vec<CardKey> = rows
            .iter()
            .filter_map(|row| keys_in(row, spot.column))
            .flat_map(|keys| keys.to_vec())
            .collect();
        let at = keys.iter().position(|k| k == key).unwrap_or(0);
        let to = match step {
            Step::First => 0,
            Step::Last => keys.len().saturating_sub(1),
            Step::Cards(by) | Step::Columns(by) => moved(keys.len(), at, by),
        };
        keys.get(to).cloned()
    };
    if let Some(next) = next {
        board.focus(&next);
    }
}

/// A step among `n` places stops at the first and at the last.
fn moved(n: usize, at: usize, by: isize) -> usize {
    at.saturating_add_signed(by).min(n.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stops_at_the_edges() {
        assert_eq!(moved(3, 0, -1), 0);
        assert_eq!(moved(3, 2, 1), 2);
        assert_eq!(moved(30, 25, PAGE), 29);
        assert_eq!(moved(3, 1, 1), 2);
    }
}
