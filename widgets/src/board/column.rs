//! One column: its header, its cards, and the button that shows more of them.

use coordo_core::board::Column;
use coordo_i18n::{Message, Spoken};
use leptos::prelude::*;

use super::lift::Landing;
use super::state::Board;
use super::{card, words};
use crate::kit::el::{El, button, el, live};
use crate::kit::heading::heading;
use crate::kit::icon::icon;
use crate::kit::list::keyed;

/// Draws a column, if the board has it.
pub(super) fn column(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let is_present = Memo::new(move |_| head.with(|h| h.is_present));
    live(move || is_present.get().then(|| section(board, column)))
}

fn section(board: Board, column: Column) -> El {
    let head = board.head(column);
    let label = move || {
        let n = head.with(|h| h.n_cards);
        board.frame.say(&Message::ColumnLabel { column, n })
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
            el("p")
                .class("bd-none")
                .live_text(move || board.frame.say(&Message::NothingHere))
        })
    };
    let cards = el("ul").child(keyed(
        move || head.with(|h| h.keys.clone()),
        move |key| card::card(board, column, key),
    ));
    el("section")
        .live_attr("class", class)
        .attr("part", "column")
        .attr("data-column", column.as_str())
        .live_attr("aria-label", label)
        .child(header(board, column))
        .live(nothing)
        .child(cards)
        .child(more(board, column))
}

fn header(board: Board, column: Column) -> El {
    let head = board.head(column);
    let name = move || {
        let level = board.frame.heading.get().saturating_add(1);
        heading(level, "", move || board.frame.say(&Message::Column(column)))
    };
    // What a card gets here, while one is lifted: a column of several statuses names one.
    let gives = move || {
        board.lift.with(|lift| {
            let lift = lift.as_ref().filter(|l| l.from != column)?;
            let card = board.card(&lift.key)?;
            let (class, text) = match super::lift::landing(&card, lift.from, column) {
                Landing::Goes { to, .. } => (
                    "bd-gives",
                    board.frame.say(&Message::DropGives { status: &to }),
                ),
                Landing::Refused(_) => (
                    "bd-gives bd-gives--no",
                    board.frame.say(&Message::DropRefused),
                ),
                Landing::Stays => return None,
            };
            Some(
                el("span")
                    .class(class)
                    .attr("part", "slot-target")
                    .child(text),
            )
        })
    };
    el("header")
        .class("bd-h")
        .attr("part", "column-header")
        .child(icon(words::column_icon(column)))
        .live(name)
        .child(
            el("span")
                .class("bd-n")
                .attr("aria-hidden", "true")
                .live_text(move || head.with(|h| h.n_cards).to_string()),
        )
        .live(gives)
}

fn more(board: Board, column: Column) -> AnyView {
    let head = board.head(column);
    let n = Memo::new(move |_| head.with(|h| h.n_more));
    let press = move |_| {
        let before = board.whole(column).keys.len();
        board.show_more(column);
        let now = board.whole(column);
        board
            .frame
            .announce(Spoken::MoreShown(now.keys.len().saturating_sub(before)));
        // The button goes with the last cards: the first that it brought takes the focus.
        if let Some(first) = now.keys.get(before)
            && now.n_more == 0
        {
            board.focus_when_drawn(first);
        }
    };
    let is_shown = Memo::new(move |_| n.get() > 0);
    live(move || {
        is_shown.get().then(|| {
            button("co-btn co-btn--link")
                .attr("part", "more")
                .live_attr("aria-label", move || {
                    let n = n.get().min(board.next_more(column));
                    board.frame.say(&Message::MoreOf { n, column })
                })
                .on("click", press)
                .live_text(move || board.frame.say(&Message::More(n.get())))
        })
    })
}
