//! One column of one row: its cards, and the button that shows more of them.

use crate::kit::signal::Memo;
use coordo_core::board::Column;
use coordo_i18n::{Message, Spoken};
use leptos::prelude::AnyView;

use super::lift::Landing;
use super::rows::Row;
use super::state::Board;
use super::{card, words};
use crate::kit::el::{El, button, el, live};
use crate::kit::heading::heading;
use crate::kit::icon::icon;
use crate::kit::list::keyed;

/// The columns of a row, as far as the board has them.
pub(super) fn columns(board: Board, row: &Row, has_headers: bool) -> Vec<AnyView> {
    let column = |column| {
        let total = board.total(column);
        let is_present = Memo::new(move || total.with(|total| total.is_present));
        let row = row.clone();
        live(move || {
            is_present
                .get()
                .then(|| section(board, &row, column, has_headers))
        })
    };
    Column::ALL.into_iter().map(column).collect()
}

/// From so many cards on, those far out of view are not laid out.
const LONG: usize = 100;

fn section(board: Board, row: &Row, column: Column, has_header: bool) -> El {
    let n = row.n;
    let head = row.head(column);
    let label = {
        let head = head.clone();
        move || {
            let n = head.with(|h| h.n_cards);
            board.frame.say(&Message::ColumnLabel { column, n })
        }
    };
    let class = move || {
        let over = board.lift.with(|lift| {
            lift.as_ref()
                .filter(|l| l.row == n && l.over == column && l.from != column)
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
    let is_empty = {
        let head = head.clone();
        Memo::new(move || head.with(|h| h.n_cards == 0))
    };
    let is_long = {
        let head = head.clone();
        Memo::new(move || head.with(|h| h.keys.len() > LONG))
    };
    let cards = el("ul").child(keyed(
        move || head.with(|h| h.keys.to_vec()),
        move |key| card::card(board, column, key),
    ));
    // In lanes the columns are many: each is a group there and no landmark.
    let (tag, role) = if has_header {
        ("section", None)
    } else {
        ("div", Some("group"))
    };
    el(tag)
        .attr("role", role)
        .live_attr("class", class)
        .live_attr("data-long", move || is_long.get().then_some(""))
        .attr("part", "column")
        .attr("data-column", column.as_str())
        .live_attr("aria-label", label)
        .child(has_header.then(|| header(board, column)))
        .live(move || {
            // A lane has many empty places: saying so in each would drown its cards.
            (is_empty.get() && has_header).then(|| {
                el("p")
                    .class("bd-none")
                    .live_text(move || board.frame.say(&Message::NothingHere))
            })
        })
        .child(cards)
        .child(more(board, row, column))
}

/// The name of a column, how many cards it has, and what a card that is lifted gets there.
pub(super) fn header(board: Board, column: Column) -> El {
    let total = board.total(column);
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
                .live_text(move || total.with(|total| total.n_cards).to_string()),
        )
        .live(gives)
}

fn more(board: Board, row: &Row, column: Column) -> AnyView {
    let (head, lane) = (row.head(column), row.lane.clone());
    let n_row = row.n;
    let n = Memo::new(move || {
        // A folded lane says how many cards it has, and unfolds as a whole.
        let is_folded = lane.with(|lane| lane.as_ref().is_some_and(|lane| lane.is_folded));
        if is_folded {
            0
        } else {
            head.with(|h| h.n_more)
        }
    });
    let press = move |_| {
        let before = board.whole(n_row, column).keys.len();
        board.show_more(n_row, column);
        let now = board.whole(n_row, column);
        let n_new = now.keys.len().saturating_sub(before);
        board.frame.announce(Spoken::MoreShown(n_new));
        // The button goes with the last cards: the first that it brought takes the focus.
        if let Some(first) = now.keys.get(before)
            && now.n_more == 0
        {
            board.focus_when_drawn(first);
        }
    };
    let is_shown = Memo::new(move || n.get() > 0);
    live(move || {
        is_shown.get().then(|| {
            button("co-btn co-btn--link")
                .attr("part", "more")
                .live_attr("aria-label", move || {
                    let n = n.get().min(board.next_more(n_row, column));
                    board.frame.say(&Message::MoreOf { n, column })
                })
                .on("click", press)
                .live_text(move || board.frame.say(&Message::More(n.get())))
        })
    })
}
