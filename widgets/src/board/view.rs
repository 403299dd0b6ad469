//! The board as a whole: bar, lines, columns, hint, dialogs, live region.

use crate::kit::signal::{Memo, effect};
use coordo_client::view::board::CardKey;
use coordo_core::board::Column;
use coordo_i18n::{HelpKey, Message};
use leptos::prelude::AnyView;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::lift::{Grip, Landing};
use super::rows::Row;
use super::state::Board;
use super::{card, column, drag, drawer, form, keys, lanes, menu, quick, reason, who, words};
use crate::exchange::dialogs;
use crate::kit::bar::{Bar, bar};
use crate::kit::dom::Held;
use crate::kit::el::{El, button, el, live};
use crate::kit::frame::Frame;
use crate::kit::help::help;
use crate::kit::icon::{Icon, icon, sprite};
use crate::kit::missing::Missing;
use crate::kit::news::News;
use crate::kit::remarks::remarks;
use crate::kit::state_lines::{Stage, empty, failed, lines, stage};

pub(super) fn view(board: Board) -> AnyView {
    let frame = board.frame;
    effect(move |_| {
        board.drawn.track();
        board.settle();
    });
    effect(move |before: Option<Option<CardKey>>| drag::write_lift(board, before.flatten()));
    effect(move |before: Option<Option<CardKey>>| board.write_tab_stop(before.flatten()));
    effect(move |_| {
        board.selection.track();
        board.write_selection();
    });
    board.follow_print();
    let missing = Missing::new(frame, move |item| board.go_to(item));
    let news = News::new(frame, move |item| board.go_to(item));
    let stage = Memo::new(move || stage(frame));
    let body = move || match stage.get() {
        Stage::Bones => vec![bones()],
        Stage::Empty => vec![empty(
            frame,
            Icon::List,
            Message::EmptyTitle,
            Message::EmptyText,
        )],
        Stage::Failed(failure) => vec![failed(frame, &failure)],
        Stage::Content if board.is_who.get() => vec![main(board, who::grid(board))],
        Stage::Content => vec![tabs(board), main(board, columns(board))],
    };
    let section = el("section")
        .class("co bd")
        .attr("part", "board")
        .attr("aria-labelledby", "title")
        .live_attr("aria-busy", move || {
            (stage.get() == Stage::Bones).then_some("true")
        })
        .on_as::<KeyboardEvent>("keydown", move |event| keys::anywhere(board, &event))
        .child(bar(
            frame,
            Bar {
                title: Message::Tasks,
                count: Box::new(move || count(board)),
                tools: vec![
                    missing.tool(),
                    news.tool(),
                    quick::tool(board),
                    lanes::tool(board),
                    who::tool(board),
                    board.filtering.tool(),
                ],
            },
        ))
        .child(lines(frame))
        .child(missing.panel())
        .child(news.panel())
        .child(quick::line(board))
        .child(board.filtering.rows())
        .live(body)
        .child(hint(board))
        .child(remarks(frame))
        .child(frame.live.region());
    // The dialogs lie beside the frame, so that its keys do not act in them.
    el("div")
        .class("co-lang")
        .live_attr("lang", move || frame.locale.get().tag())
        .child((
            sprite(),
            section,
            menu::menu(board),
            lanes::choice(board),
            form::form(board),
            reason::reason(board),
            help(frame, help_rows, Message::HelpPointer),
            dialogs(frame, move |record| board.review_ended(record)),
        ))
        .into_any()
}

fn count(board: Board) -> Option<String> {
    let in_grid = board.who.with(|view| {
        let n_actors = view.columns.len() + view.n_others;
        view.is_known.then_some((view.n_activities, n_actors))
    });
    if let Some((n_activities, n_actors)) = in_grid.filter(|_| board.is_who.get()) {
        let locale = board.frame.locale.get();
        return Some(locale.who_count(n_activities, n_actors));
    }
    let (n_open, n_cards) = board.counts.get();
    (n_cards > 0).then(|| board.frame.say(&Message::OpenCount(n_open)))
}

fn help_rows(frame: Frame) -> Vec<(String, String)> {
    let row = |key| {
        (
            frame.say(&Message::HelpKeys(key)),
            frame.say(&Message::HelpMeaning(key)),
        )
    };
    HelpKey::ALL.into_iter().map(row).collect()
}

/// The shape of the result, while nothing is there yet.
fn bones() -> El {
    let column = |n: usize| el("div").child((0..=n).map(|_| el("i")).collect::<Vec<_>>());
    el("div")
        .class("bd-bones")
        .attr("part", "skeleton")
        .attr("aria-hidden", "true")
        .child([3, 4, 3, 2, 1].into_iter().map(column).collect::<Vec<_>>())
}

/// The columns or the grid, and beside them the drawer.
fn main(board: Board, content: El) -> El {
    el("div")
        .live_attr("class", move || {
            if board.drawer.with(Option::is_some) {
                "bd-main has-drawer"
            } else {
                "bd-main"
            }
        })
        .child((content, drawer::drawer(board)))
}

fn columns(board: Board) -> El {
    let node = Held::new();
    // A column that a gesture leads to comes into view, where not all of them are.
    effect(move |_| {
        let column = board.revealed.get();
        if let (Some(column), Some(columns)) = (column, node.get())
            && let Some(section) = columns
                .query_selector(&format!("[data-column={}]", column.as_str()))
                .ok()
                .flatten()
        {
            bring_into_view(&columns, &section);
        }
    });
    let class = move || {
        let is_dragging = board
            .lift
            .with(|lift| lift.as_ref().is_some_and(|l| l.grip == Grip::Pointer));
        match (board.lanes.get().is_some(), is_dragging) {
            (false, false) => "bd-cols bd-row",
            (false, true) => "bd-cols bd-row is-dragging",
            (true, false) => "bd-cols bd-cols--lanes",
            (true, true) => "bd-cols bd-cols--lanes is-dragging",
        }
    };
    let pointer = |act: fn(Board, &PointerEvent)| move |event: PointerEvent| act(board, &event);
    // The one row of a board without lanes.
    let row = Memo::new(move || {
        let is_whole = board.lanes.get().is_none();
        let first = move |rows: &Vec<Row>| rows.first().map(|row| row.n);
        board.rows.with(first).filter(|_| is_whole)
    });
    el("div")
        .live_attr("class", class)
        .on_as::<KeyboardEvent>("keydown", move |event| keys::on_cards(board, &event))
        .on("scroll", move |_| {
            if let Some(columns) = node.get() {
                follow_scroll(board, &columns);
            }
        })
        .on("click", move |event| card::pressed(board, &event))
        .on("focusin", move |event| board.focus_came(&event))
        .on_as("pointerdown", pointer(drag::down))
        .on_as("pointermove", pointer(drag::moved))
        .on_as("pointerup", pointer(drag::up))
        .on_as("pointercancel", pointer(drag::cancelled))
        .live_attr("data-row", move || row.get().map(|n| n.to_string()))
        .built(node.keep())
        .live(move || match row.get().and_then(|n| board.row(n)) {
            Some(row) => column::columns(board, &row, true),
            None if board.lanes.get().is_some() => lanes::lanes(board),
            None => Vec::new(),
        })
}

/// The tab of the column that is in view, where only one fits.
fn follow_scroll(board: Board, columns: &Element) {
    let left = columns.get_bounding_client_rect().left();
    let row = columns.query_selector(".bd-heads").ok().flatten();
    let sections = row.as_ref().unwrap_or(columns).children();
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
fn tabs(board: Board) -> El {
    let tab = move |column: Column| {
        let total = board.total(column);
        let is_present = Memo::new(move || total.with(|total| total.is_present));
        live(move || {
            is_present.get().then(|| {
                button("bd-tab")
                    .attr("data-for", column.as_str())
                    .live_attr("aria-current", move || {
                        (board.shown.get() == column).then_some("true")
                    })
                    .on("click", move |_| board.reveal(column))
                    .child(icon(words::column_icon(column)))
                    .live_text(move || board.frame.say(&Message::Column(column)))
                    .child(
                        el("span").live_text(move || total.with(|total| total.n_cards).to_string()),
                    )
            })
        })
    };
    let node = Held::new();
    effect(move |before: Option<Column>| {
        let shown = board.shown.get();
        // At first there is nothing to bring into view, and measuring costs a layout.
        if before.is_some_and(|before| before != shown)
            && let Some(row) = node.get()
            && let Ok(Some(tab)) = row.query_selector(&format!("[data-for={}]", shown.as_str()))
        {
            bring_into_view(&row, &tab);
        }
        shown
    });
    el("div")
        .class("bd-tabs")
        .attr("role", "group")
        .live_attr("aria-label", move || board.frame.say(&Message::Columns))
        .built(node.keep())
        .child(Column::ALL.into_iter().map(tab).collect::<Vec<_>>())
}

/// The bar at the foot while a card is lifted, or after a refusal.
fn hint(board: Board) -> AnyView {
    live(move || match board.lift.get() {
        Some(lift) => {
            let card = board.card(&lift.key)?;
            let effect = board.effect(&card, &lift.landing);
            let is_refused = matches!(lift.landing, Landing::Refused(_));
            let escape = board.frame.locale.get().escape_key();
            let keys: &[(&[&'static str], Message<'_>)] = if lift.grip == Grip::Keys {
                &[
                    (&["←", "→"], Message::KeyColumn),
                    (&["↵"], Message::KeyPutDown),
                    (&[escape], Message::KeyPutBack),
                ]
            } else {
                &[]
            };
            let keys: Vec<El> = keys
                .iter()
                .map(|(keys, meaning)| hint_key(keys, board.frame.say(meaning)))
                .collect();
            Some(hint_bar(is_refused).child((
                el("b").child(board.frame.say(&Message::Lifted)),
                keys,
                is_refused.then(|| icon(Icon::Caution)),
                el("p").child(effect),
            )))
        }
        None => board.frame.refusal.get().map(|sentence| {
            hint_bar(true).child((
                icon(Icon::Caution),
                el("p").child(sentence),
                button("co-btn co-btn--s")
                    .on("click", move |_| board.dismiss_refusal())
                    .child(board.frame.say(&Message::Close)),
            ))
        }),
    })
}

fn hint_bar(is_refused: bool) -> El {
    el("div").attr("part", "hint").class(if is_refused {
        "bd-hint bd-hint--refused"
    } else {
        "bd-hint"
    })
}

fn hint_key(keys: &[&'static str], meaning: String) -> El {
    let keys: Vec<El> = keys
        .iter()
        .map(|key| el("kbd").class("co-kbd").child(*key))
        .collect();
    el("span").child((keys, meaning))
}
