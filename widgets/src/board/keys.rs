//! The keyboard: one tab stop for the whole board, arrows inside it.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::lift::Grip;
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
    } else if key == "?" && !is_command && !event.alt_key() {
        event.prevent_default();
        board.frame.is_help_open.set(true);
    }
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
        "Enter" if !is_on_button => board.open_menu(key),
        "." | "ContextMenu" => board.open_menu(key),
        "F10" if event.shift_key() => board.open_menu(key),
        _ => return false,
    }
    true
}

fn step(board: Board, key: &CardKey, step: Step) {
    let Some((column, at)) = board.whereabouts(key) else {
        return;
    };
    board.frame.refusal.set(None);
    let keys_of = |column: Column| board.head(column).with_untracked(|head| head.keys.clone());
    let columns: Vec<(Column, Vec<CardKey>)> = Column::ALL
        .into_iter()
        .map(|column| (column, keys_of(column)))
        .filter(|(_, keys)| !keys.is_empty())
        .collect();
    let Some(from) = columns.iter().position(|(c, _)| *c == column) else {
        return;
    };
    let sizes: Vec<usize> = columns.iter().map(|(_, keys)| keys.len()).collect();
    let (to, at) = destination(&sizes, from, at, step);
    if let Some((column, keys)) = columns.get(to)
        && let Some(next) = keys.get(at)
    {
        if to != from {
            board.reveal(*column);
        }
        board.focus(next);
    }
}

/// Where a step leads, among columns of these sizes, none of them empty.
fn destination(sizes: &[usize], column: usize, at: usize, step: Step) -> (usize, usize) {
    let last_of = |column: usize| sizes.get(column).map_or(0, |n| n.saturating_sub(1));
    match step {
        Step::First => (column, 0),
        Step::Last => (column, last_of(column)),
        Step::Cards(n) => (column, at.saturating_add_signed(n).min(last_of(column))),
        Step::Columns(n) => {
            let to = column
                .saturating_add_signed(n)
                .min(sizes.len().saturating_sub(1));
            (to, at.min(last_of(to)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stop_at_the_edges_of_the_board() {
        let sizes = [3, 1, 2];
        assert_eq!(destination(&sizes, 0, 0, Step::Cards(-1)), (0, 0));
        assert_eq!(destination(&sizes, 0, 2, Step::Cards(1)), (0, 2));
        assert_eq!(destination(&sizes, 0, 2, Step::Columns(-1)), (0, 2));
        assert_eq!(destination(&sizes, 2, 1, Step::Columns(1)), (2, 1));
    }

    #[test]
    fn a_shorter_column_is_entered_at_its_last_card() {
        assert_eq!(destination(&[3, 1], 0, 2, Step::Columns(1)), (1, 0));
    }

    #[test]
    fn home_end_and_page_keys_stay_in_the_column() {
        assert_eq!(destination(&[30], 0, 4, Step::First), (0, 0));
        assert_eq!(destination(&[30], 0, 4, Step::Last), (0, 29));
        assert_eq!(destination(&[30], 0, 25, Step::Cards(PAGE)), (0, 29));
    }
}
