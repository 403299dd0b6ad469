//! One column: its header, its cards, and the button that shows more of them.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use coordo_i18n::{Message, Spoken};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::lift::Landing;
use super::state::Board;
use super::{card, words};
use crate::kit::heading::heading;
use crate::kit::icon::icon;

/// Draws a column, if the board has it.
pub(super) fn column(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let is_present = Memo::new(move |_| head.with(|h| h.is_present));
    (move || is_present.get().then(|| section(board, column))).into_any()
}

fn section(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let label = move || {
        let n = head.with(|h| h.n_cards);
        board.say(&Message::ColumnLabel { column, n })
    };
    let class = move || {
        let over = board.lift.with(|lift| {
            lift.as_ref()
                .filter(|l| l.over == column && l.from != column)
                .map(|l| matches!(l.landing, Landing::Refused(_)))
        });
        match (column == Column::Ended, over) {
            (false, None) => "bd-col",
            (false, Some(false)) => "bd-col is-target",
            (false, Some(true)) => "bd-col is-refused",
            (true, None) => "bd-col bd-col--thin",
            (true, Some(false)) => "bd-col bd-col--thin is-target",
            (true, Some(true)) => "bd-col bd-col--thin is-refused",
        }
    };
    let is_empty = Memo::new(move |_| head.with(|h| h.keys.is_empty()));
    let nothing = move || {
        is_empty.get().then(|| {
            html::p()
                .attr("class", "bd-none")
                .child(move || board.say(&Message::NothingHere))
        })
    };
    let cards = html::ul().child(For(ForProps::builder()
        .each(move || head.with(|h| h.keys.clone()))
        .key(CardKey::clone)
        .children(move |key| card::card(board, column, &key))
        .build()));
    html::section()
        .attr("class", class)
        .attr("part", "column")
        .attr("data-column", column.as_str())
        .attr("aria-label", label)
        .child((header(board, column), nothing, cards, more(board, column)))
        .into_any()
}

fn header(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let name = move || {
        let level = board.heading.get().saturating_add(1);
        heading(level, "", None, move || board.say(&Message::Column(column)))
    };
    // What a card gets here, while one is lifted: a column of several statuses names one.
    let gives = move || {
        board.lift.with(|lift| {
            let lift = lift.as_ref().filter(|l| l.from != column)?;
            let card = board.card(&lift.key)?;
            let (class, text) = match super::lift::landing(&card, lift.from, column) {
                Landing::Goes { to, .. } => {
                    ("bd-gives", board.say(&Message::DropGives { status: &to }))
                }
                Landing::Refused(_) => ("bd-gives bd-gives--no", board.say(&Message::DropRefused)),
                Landing::Stays => return None,
            };
            Some(
                html::span()
                    .attr("class", class)
                    .attr("part", "slot-target")
                    .child(text),
            )
        })
    };
    html::header()
        .attr("class", "bd-h")
        .attr("part", "column-header")
        .child((
            icon(words::column_icon(column)),
            name,
            html::span()
                .attr("class", "bd-n")
                .attr("aria-hidden", "true")
                .child(move || head.with(|h| h.n_cards)),
            gives,
        ))
        .into_any()
}

fn more(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let n = Memo::new(move |_| head.with(|h| h.n_more));
    let press = move |_| {
        let before = board.whole(column).keys.len();
        board.show_more(column);
        let now = board.whole(column);
        board.announce(Spoken::MoreShown(now.keys.len().saturating_sub(before)));
        // The button goes with the last cards: the first that it brought takes the focus.
        if let Some(first) = now.keys.get(before)
            && now.n_more == 0
        {
            board.focus_when_drawn(first);
        }
    };
    let is_shown = Memo::new(move |_| n.get() > 0);
    (move || {
        is_shown.get().then(|| {
            html::button()
                .attr("type", "button")
                .attr("class", "co-btn co-btn--link")
                .attr("part", "more")
                .attr("aria-label", move || {
                    let n = n.get().min(board.next_more(column));
                    board.say(&Message::MoreOf { n, column })
                })
                .on(ev::click, press)
                .child(move || board.say(&Message::More(n.get())))
        })
    })
    .into_any()
}
