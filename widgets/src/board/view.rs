//! The board as a whole: bar, lines, columns, hint, dialogs, live region.

use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use coordo_i18n::Message;
use leptos::ev;
use leptos::html::{self, Div};
use leptos::prelude::*;
use web_sys::Element;

use super::lift::{Grip, Landing};
use super::state::Board;
use super::state_lines::{Stage, bones, empty, failed, lines, remarks, stage};
use super::{bar, card, column, drag, help, keys, menu, reason, words};
use crate::kit::icon::{Icon, icon, sprite};

pub(super) fn view(board: Board) -> AnyView {
    Effect::new(move |_| {
        board.drawn.track();
        board.settle();
    });
    Effect::new(move |before: Option<Option<CardKey>>| drag::write_lift(board, before.flatten()));
    Effect::new(move |before: Option<Option<CardKey>>| board.write_tab_stop(before.flatten()));
    let stage = Memo::new(move |_| stage(board));
    let body = move || match stage.get() {
        Stage::Bones => bones(),
        Stage::Empty => empty(board),
        Stage::Failed(failure) => failed(board, &failure),
        Stage::Cards => columns(board),
    };
    let frame = html::section()
        .attr("class", "co bd")
        .attr("part", "board")
        .attr("aria-labelledby", "title")
        .attr("aria-busy", move || {
            (stage.get() == Stage::Bones).then_some("true")
        })
        .on(ev::keydown, move |event| keys::anywhere(board, &event))
        .child((
            bar::bar(board),
            lines(board),
            body,
            hint(board),
            remarks(board),
            board.live.region(),
        ));
    // The dialogs lie beside the frame, so that its keys do not act in them.
    html::div()
        .attr("class", "co-lang")
        .attr("lang", move || board.locale.get().tag())
        .child((
            sprite(),
            frame,
            menu::menu(board),
            reason::reason(board),
            help::help(board),
        ))
        .into_any()
}

fn columns(board: Board) -> AnyView {
    let node: NodeRef<Div> = NodeRef::new();
    // A column that a gesture leads to comes into view, where not all of them are.
    Effect::new(move |_| {
        let column = board.revealed.get();
        if let (Some(column), Some(columns)) = (column, node.get_untracked())
            && let Some(section) = columns
                .query_selector(&format!("[data-column={}]", column.as_str()))
                .ok()
                .flatten()
        {
            bring_into_view(&columns, &section);
        }
    });
    let follow_scroll = move |_| {
        if let Some(columns) = node.get_untracked() {
            let left = columns.get_bounding_client_rect().left();
            let sections = columns.children();
            let nearest = (0..sections.length())
                .filter_map(|i| sections.item(i))
                .min_by_key(|section| {
                    #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
                    let distance = (section.get_bounding_client_rect().left() - left).abs() as i64;
                    distance
                });
            if let Some(column) = nearest.and_then(|section| drag::column_of(&section))
                && board.shown.get_untracked() != column
            {
                board.shown.set(column);
            }
        }
    };
    let class = move || {
        let is_dragging = board
            .lift
            .with(|lift| lift.as_ref().is_some_and(|l| l.grip == Grip::Pointer));
        if is_dragging {
            "bd-cols is-dragging"
        } else {
            "bd-cols"
        }
    };
    let all: Vec<AnyView> = Column::ALL
        .into_iter()
        .map(|c| column::column(board, c))
        .collect();
    (
        tabs(board),
        html::div()
            .attr("class", class)
            .on(ev::keydown, move |event| keys::on_cards(board, &event))
            .on(ev::scroll, follow_scroll)
            .on(ev::click, move |event| card::pressed(board, &event))
            .on(ev::focusin, move |event| board.focus_came(&event))
            .on(ev::pointerdown, move |event| drag::down(board, &event))
            .on(ev::pointermove, move |event| drag::moved(board, &event))
            .on(ev::pointerup, move |event| drag::up(board, &event))
            .on(ev::pointercancel, move |event| {
                drag::cancelled(board, &event)
            })
            .node_ref(node)
            .child(all),
    )
        .into_any()
}

/// Scrolls a row sideways until all of `item` is in it.
fn bring_into_view(row: &Element, item: &Element) {
    let (area, own) = (
        row.get_bounding_client_rect(),
        item.get_bounding_client_rect(),
    );
    if own.left() < area.left() || own.right() > area.right() + 1.0 {
        // To a place, not by a distance: scrolling by one stops at every column.
        #[allow(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
        let by = (own.left() - area.left()).round() as i32;
        row.set_scroll_left(row.scroll_left() + by);
    }
}

/// Where only one column fits, a row of buttons leads to each.
fn tabs(board: Board) -> AnyView {
    let tab = move |column: Column| {
        let head = board.head(column);
        let is_present = Memo::new(move |_| head.with(|h| h.is_present));
        move || {
            is_present.get().then(|| {
                html::button()
                    .attr("type", "button")
                    .attr("class", "bd-tab")
                    .attr("data-for", column.as_str())
                    .attr("part", "button")
                    .attr("aria-current", move || {
                        (board.shown.get() == column).then_some("true")
                    })
                    .on(ev::click, move |_| board.reveal(column))
                    .child((
                        icon(words::column_icon(column)),
                        move || board.say(&Message::Column(column)),
                        html::span().child(move || head.with(|h| h.n_cards)),
                    ))
            })
        }
    };
    let node: NodeRef<Div> = NodeRef::new();
    Effect::new(move |before: Option<Column>| {
        let shown = board.shown.get();
        // At first there is nothing to bring into view, and measuring costs a layout.
        if before.is_some_and(|before| before != shown)
            && let Some(row) = node.get_untracked()
            && let Ok(Some(tab)) = row.query_selector(&format!("[data-for={}]", shown.as_str()))
        {
            bring_into_view(&row, &tab);
        }
        shown
    });
    html::div()
        .node_ref(node)
        .attr("class", "bd-tabs")
        .attr("role", "group")
        .attr("aria-label", move || board.say(&Message::Columns))
        .child(Column::ALL.into_iter().map(tab).collect::<Vec<_>>())
        .into_any()
}

/// The bar at the foot while a card is lifted, or after a refusal.
fn hint(board: Board) -> AnyView {
    (move || {
        let lift = board.lift.get();
        match lift {
            Some(lift) => {
                let card = board.card(&lift.key)?;
                let effect = board.effect(&card, &lift.landing);
                let is_refused = matches!(lift.landing, Landing::Refused(_));
                let keys = (lift.grip == Grip::Keys).then(|| {
                    [
                        (vec!["←", "→"], Message::KeyColumn),
                        (vec!["↵"], Message::KeyPutDown),
                        (vec!["Esc"], Message::KeyPutBack),
                    ]
                    .into_iter()
                    .map(|(keys, meaning)| hint_key(&keys, board.say(&meaning)))
                    .collect::<Vec<_>>()
                });
                Some(
                    html::div()
                        .attr("class", hint_class(is_refused))
                        .attr("part", "hint")
                        .child((
                            html::b().child(board.say(&Message::Lifted)),
                            keys,
                            is_refused.then(|| icon(Icon::Caution)),
                            html::p().child(effect),
                        ))
                        .into_any(),
                )
            }
            None => board.refusal.get().map(|sentence| {
                html::div()
                    .attr("class", hint_class(true))
                    .attr("part", "hint")
                    .child((
                        icon(Icon::Caution),
                        html::p().child(sentence),
                        html::button()
                            .attr("type", "button")
                            .attr("class", "co-btn co-btn--s")
                            .attr("part", "button")
                            .on(ev::click, move |_| board.dismiss_refusal())
                            .child(board.say(&Message::Close)),
                    ))
                    .into_any()
            }),
        }
    })
    .into_any()
}

fn hint_class(is_refused: bool) -> &'static str {
    if is_refused {
        "bd-hint bd-hint--refused"
    } else {
        "bd-hint"
    }
}

fn hint_key(keys: &[&'static str], meaning: String) -> AnyView {
    let keys: Vec<_> = keys
        .iter()
        .map(|key| html::kbd().attr("class", "co-kbd").child(*key))
        .collect();
    html::span().child((keys, meaning)).into_any()
}
