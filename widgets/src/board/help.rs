//! The help: which key does what.

use coordo_i18n::{HelpKey, Message};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::state::Board;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::heading::heading;

/// The open help, if it is open.
pub(super) fn help(board: Board) -> AnyView {
    (move || board.is_help_open.get().then(|| sheet(board))).into_any()
}

fn sheet(board: Board) -> AnyView {
    let level = board.heading.get_untracked().saturating_add(1);
    let rows: Vec<AnyView> = HelpKey::ALL
        .into_iter()
        .map(|key| row(board, key))
        .collect();
    dialog(
        "co-dialog",
        Dismiss::Outside,
        move || board.say(&Message::HelpTitle),
        |_| {},
        move || board.is_help_open.set(false),
        (
            heading(level, "", None, move || board.say(&Message::HelpTitle)),
            html::dl().attr("class", "bd-keys").child(rows),
            html::p().child(move || board.say(&Message::HelpPointer)),
            html::div().attr("class", "co-acts").child(
                html::button()
                    .attr("type", "button")
                    .attr("class", "co-btn")
                    .attr("part", "button")
                    .on(ev::click, |event| close_from(&event))
                    .child(move || board.say(&Message::Close)),
            ),
        )
            .into_any(),
    )
}

fn row(board: Board, key: HelpKey) -> AnyView {
    let keys = move || {
        let keys = board.say(&Message::HelpKeys(key));
        keys.split(' ')
            .map(|key| html::kbd().attr("class", "co-kbd").child(key.to_owned()))
            .collect::<Vec<_>>()
    };
    (
        html::dt().child(keys),
        html::dd().child(move || board.say(&Message::HelpMeaning(key))),
    )
        .into_any()
}
