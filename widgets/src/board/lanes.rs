//! Swimlanes: a row of columns for each actor or goal, which can be folded.

use crate::kit::signal::Memo;
use coordo_client::view::ItemKey;
use coordo_client::view::board::Lanes;
use coordo_client::view::timeline::LaneKey;
use coordo_core::board::Column;
use coordo_core::{RecordKey, SourceId};
use coordo_i18n::{BoardMessage, Message};
use leptos::prelude::{AnyView, IntoAny};
use web_sys::HtmlElement;

use super::column;
use super::rows::{LaneHead, Row};
use super::state::Board;
use crate::kit::bar::tool as tool_button;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};
use crate::kit::list::keyed;
use crate::kit::menu::{Entry, Menu, menu};

/// The header of each column, then the lanes.
pub(super) fn lanes(board: Board) -> Vec<AnyView> {
    let header = |column| {
        let total = board.total(column);
        let is_present = Memo::new(move || total.with(|total| total.is_present));
        live(move || {
            is_present
                .get()
                .then(|| column::header(board, column).attr("data-column", column.as_str()))
        })
    };
    let headers = el("div")
        .class("bd-heads")
        .child(Column::ALL.into_iter().map(header).collect::<Vec<_>>());
    let rows = keyed(
        move || board.rows.with(|rows| rows.iter().map(key_of).collect()),
        move |key| {
            let n = key.record.id.parse().ok();
            match n.and_then(|n| board.row(n)) {
                Some(row) => lane(board, &row).into_any(),
                None => ().into_any(),
            }
        },
    );
    vec![headers.into_any(), rows]
}

/// A row by its number, as the module's one list wants its keys.
fn key_of(row: &Row) -> ItemKey {
    ItemKey {
        record: RecordKey::new(SourceId(String::new()), "Lane", row.n.to_string()),
        activity: None,
    }
}

fn lane(board: Board, row: &Row) -> El {
    let lane = row.lane.clone();
    let is_folded = {
        let lane = lane.clone();
        Memo::new(move || lane.with(|lane| lane.as_ref().is_some_and(|lane| lane.is_folded)))
    };
    let columns = row.clone();
    el("section")
        .class("bd-lane")
        .attr("part", "lane")
        .live_attr("aria-label", {
            let lane = lane.clone();
            move || lane.with(|lane| lane.as_ref().map(|lane| name(board, lane)))
        })
        .live(move || lane.with(|lane| lane.as_ref().map(|lane| header(board, lane))))
        .live(move || {
            (!is_folded.get()).then(|| {
                el("div")
                    .class("bd-row")
                    .attr("data-row", columns.n.to_string())
                    .child(column::columns(board, &columns, false))
            })
        })
}

/// What a lane is called.
fn name(board: Board, lane: &LaneHead) -> String {
    match (&lane.title, &lane.key) {
        (Some(title), _) => title.0.clone(),
        (None, LaneKey::Goal(_) | LaneKey::Need(_)) => board.frame.say(&Message::Untitled),
        (None, LaneKey::Actor(_)) => board.frame.say(&Message::OwnerElsewhere),
        (None, LaneKey::Named(name)) => name.0.clone(),
        (None, LaneKey::None | LaneKey::Kind(_)) => board.word(match board.lanes.get() {
            Some(Lanes::Goal) => BoardMessage::NoGoal,
            Some(Lanes::Actor) | None => BoardMessage::Nobody,
        }),
    }
}

fn header(board: Board, lane: &LaneHead) -> El {
    let level = board.frame.heading.get().saturating_add(1);
    let title = name(board, lane);
    let count = board.frame.say(&Message::OpenCount(lane.n_open));
    let (key, is_folded) = (lane.key.clone(), lane.is_folded);
    el("header")
        .class("bd-lane-h")
        .attr("part", "lane-header")
        .child((
            button("co-btn co-btn--icon co-btn--quiet")
                .attr("aria-expanded", if is_folded { "false" } else { "true" })
                .attr(
                    "aria-label",
                    board.word(BoardMessage::FoldLane { title: &title }),
                )
                .on("click", move |_| board.fold_lane(&key))
                .child(icon(Icon::Fold)),
            heading(level, "bd-lane-t", move || title.clone()),
            lane.subtitle
                .as_ref()
                .map(|s| el("span").class("co-count").child(s.0.clone())),
            el("span").class("co-count").child(count),
        ))
}

/// The button in the bar that opens the choice of swimlanes.
pub(super) fn tool(board: Board) -> AnyView {
    live(move || {
        board.frame.has_content.get().then(|| {
            tool_button("co-btn co-btn--quiet")
                .attr("aria-haspopup", "menu")
                .live_attr("aria-label", move || board.word(BoardMessage::Lanes))
                .built(board.lanes_button.keep())
                .on("click", move |_| board.is_choosing_lanes.set(true))
                .child(icon(Icon::Lanes))
                .child(
                    el("span")
                        .class("co-tool-word")
                        .live_text(move || board.word(BoardMessage::Lanes)),
                )
        })
    })
}

/// The choice of swimlanes, when it is open.
pub(super) fn choice(board: Board) -> AnyView {
    live(move || board.is_choosing_lanes.get().then(|| sheet(board)))
}

fn sheet(board: Board) -> AnyView {
    let anchor = board.lanes_button.get_as::<HtmlElement>();
    let now = board.lanes.get_untracked();
    let entry = |glyph, message, lanes: Option<Lanes>| {
        let entry = Entry::new(glyph, board.word(message), move || {
            board.set_lanes(lanes);
            board.frame.live.say(board.word_now(message));
        });
        entry.checked(now == lanes)
    };
    menu(Menu {
        label: board.word(BoardMessage::Lanes),
        level: board.frame.heading.get_untracked().saturating_add(1),
        title: board.word(BoardMessage::Lanes),
        subtitle: None,
        entries: vec![
            entry(Icon::List, BoardMessage::LanesNone, None),
            entry(Icon::Person, BoardMessage::LanesActor, Some(Lanes::Actor)),
            entry(Icon::Lanes, BoardMessage::LanesGoal, Some(Lanes::Goal)),
        ],
        closed: Box::new({
            let anchor = anchor.clone();
            move || {
                board.is_choosing_lanes.set(false);
                if let Some(anchor) = &anchor {
                    dom::focus(anchor);
                }
            }
        }),
        anchor,
    })
}
