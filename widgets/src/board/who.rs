//! Who does what: the same activities as a grid, a line an activity, a column a person.

use coordo_client::view::OwnerView;
use coordo_client::view::board::CardView;
use coordo_client::view::who::{
    WhoColumn, WhoGroup, WhoGroupKind, WhoPart, WhoQuery, WhoRow, WhoView,
};
use coordo_i18n::{BoardMessage, Message, MissingWord, WhoWord as Word};
use leptos::prelude::{AnyView, on_cleanup};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::state::Board;
use super::words;
use crate::kit::bar::tool as tool_button;
use crate::kit::dom::{self, Held};
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::badges;

/// Lines that a page key goes.
const PAGE: usize = 10;

impl Board {
    /// Asks for the grid where it is shown.
    pub(super) fn take_who(self) {
        if !self.is_who.get_untracked() {
            return;
        }
        let is_whole = self.host.with_value(|host| host.query.is_whole);
        let query = match is_whole {
            true => WhoQuery::WHOLE,
            false => self.who_query.get_value(),
        };
        let view = self.frame.client().who_does_what(query);
        if self.who.with_untracked(|old| *old != view) {
            // What is drawn anew loses the focus.
            let focused = self.focused();
            self.keep_tab_stop_in(&view);
            self.who.set(view);
            if let Some(key) = focused {
                self.focus(&key);
            }
        }
    }

    /// Tab must lead to a line that is there.
    fn keep_tab_stop_in(self, view: &WhoView) {
        let active = self.active.get_untracked();
        let mut lines = view.groups.iter().flat_map(|group| &group.rows);
        if !lines.any(|line| Some(&line.card.key) == active.as_ref()) {
            let first = view.groups.first().and_then(|group| group.rows.first());
            self.active.set(first.map(|line| line.card.key.clone()));
        }
    }

    fn word_who(self, word: Word) -> &'static str {
        self.frame.locale.get().who(word)
    }

    fn toggle_who(self) {
        self.put_back();
        let is_who = !self.is_who.get_untracked();
        self.is_who.set(is_who);
        self.take_who();
        let locale = self.frame.locale.get_untracked();
        self.frame.live.say(match is_who {
            true => locale.who(Word::Title).to_owned(),
            false => self.frame.say_now(&Message::Columns),
        });
    }

    /// All columns, and a few hundred lines more a press.
    fn show_more_who(self) {
        let n_rows = self.who_query.get_value().n_rows;
        self.who_query.set_value(WhoQuery {
            n_rows: n_rows.saturating_add(4 * WhoQuery::ROWS),
            n_columns: usize::MAX,
        });
        self.take_who();
    }
}

/// The button that shows the grid in place of the columns.
pub(super) fn tool(board: Board) -> AnyView {
    live(move || {
        board.frame.has_content.get().then(|| {
            tool_button("co-btn co-btn--quiet")
                .attr("data-who", "")
                .live_attr("aria-pressed", move || {
                    if board.is_who.get() { "true" } else { "false" }
                })
                .live_attr("aria-label", move || board.word_who(Word::Title))
                .on("click", move |_| board.toggle_who())
                .child(icon(Icon::Table))
                .child(
                    el("span")
                        .class("co-tool-word")
                        .live_text(move || board.word_who(Word::Title)),
                )
        })
    })
}

/// The grid, with what it says before there is one.
pub(super) fn grid(board: Board) -> El {
    el("div")
        .class("wd")
        .attr("part", "who")
        .on_as::<KeyboardEvent>("keydown", |event| on_rows(&event))
        .on("focusin", move |event| board.focus_came(&event))
        .on("click", move |event| {
            if let Some(key) = board.card_of(&event) {
                board.open_item(&key);
            }
        })
        .live(move || board.who.with(|view| contents(board, view)))
}

fn contents(board: Board, view: &WhoView) -> Vec<El> {
    let locale = board.frame.locale.get();
    if !view.is_known {
        return vec![
            el("p")
                .class("wd-none")
                .child(locale.missing(MissingWord::Waits)),
        ];
    }
    if view.groups.is_empty() {
        return vec![el("p").class("wd-none").child(locale.who(Word::Empty))];
    }
    let n_left = (view.n_more, view.n_others);
    let more = (n_left != (0, 0)).then(|| {
        el("p").class("wd-more").child((
            el("span").child(locale.who_more(n_left.0, n_left.1)),
            button("co-btn co-btn--s")
                .on("click", move |_| board.show_more_who())
                .child(locale.who(Word::More)),
        ))
    });
    let table = el("table").child((
        head(board, view),
        view.groups
            .iter()
            .map(|group| body(board, view, group))
            .collect::<Vec<_>>(),
        foot(board, view),
    ));
    let region = el("div")
        .class("wd-x")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", locale.who(Word::Grid))
        .child(table);
    [Some(region), more, Some(legend(board))]
        .into_iter()
        .flatten()
        .collect()
}

fn head(board: Board, view: &WhoView) -> El {
    let n_kin = view.columns.iter().filter(|column| column.is_kin).count();
    let n_others = view.columns.len() - n_kin;
    let part = |word: Word, n: usize| {
        (n > 0).then(|| {
            el("th")
                .attr("scope", "colgroup")
                .attr("colspan", n.to_string())
                .child(board.word_who(word))
        })
    };
    let columns = view.columns.iter();
    el("thead").child((
        el("tr").child((
            el("th")
                .attr("scope", "col")
                .attr("rowspan", "2")
                .child(board.word_who(Word::Activity)),
            part(Word::Professionals, n_others),
            part(Word::Family, n_kin),
        )),
        el("tr").child(
            columns
                .map(|column| heading(board, column))
                .collect::<Vec<_>>(),
        ),
    ))
}

fn heading(board: Board, column: &WhoColumn) -> El {
    let OwnerView { name, role, .. } = &column.owner;
    let name = name.as_ref().map_or_else(
        || board.frame.say(&Message::OwnerElsewhere),
        |name| name.0.clone(),
    );
    let mut under = role.as_ref().map(|role| role.0.clone()).unwrap_or_default();
    if column.is_me {
        if !under.is_empty() {
            under.push_str(", ");
        }
        under.push_str(board.word_who(Word::You));
    }
    el("th")
        .attr("scope", "col")
        .attr("class", column.is_me.then_some("is-me"))
        .attr(
            "data-actor",
            column.record.as_ref().map(|record| record.reference()),
        )
        .child((el("b").child(name), under))
}

fn body(board: Board, view: &WhoView, group: &WhoGroup) -> El {
    let (name, class) = match &group.kind {
        WhoGroupKind::Unowned => (board.word_who(Word::Unowned).to_owned(), "wd-g wd-g--alert"),
        WhoGroupKind::Offered => (board.word_who(Word::Offered).to_owned(), "wd-g"),
        WhoGroupKind::Goal(Some(title)) => (title.0.clone(), "wd-g"),
        WhoGroupKind::Goal(None) => (board.word(BoardMessage::NoGoal), "wd-g"),
    };
    let is_alert = group.kind == WhoGroupKind::Unowned;
    let title = el("tr").class(class).child(
        el("th")
            .attr("scope", "rowgroup")
            .attr("colspan", (view.columns.len() + 1).to_string())
            .child((
                is_alert.then(|| icon(Icon::Alert)),
                name,
                el("span").child(group.n.to_string()),
            )),
    );
    let rows = group.rows.iter().map(|row| line(board, view, row));
    el("tbody").child((title, rows.collect::<Vec<_>>()))
}

fn line(board: Board, view: &WhoView, row: &WhoRow) -> El {
    let cells = view.columns.iter().enumerate().map(|(place, column)| {
        let parts = row.parts.iter().find(|(at, _)| *at == place);
        let parts = parts.map_or(&[][..], |(_, parts)| parts);
        el("td")
            .attr("class", column.is_me.then_some("is-me"))
            .child(
                parts
                    .iter()
                    .map(|part| mark(board, *part))
                    .collect::<Vec<_>>(),
            )
    });
    el("tr").child((
        el("th")
            .attr("scope", "row")
            .child(activity(board, &row.card)),
        cells.collect::<Vec<_>>(),
    ))
}

/// What the activity is called: a button that leads to all that is known of it.
fn activity(board: Board, card: &CardView) -> El {
    let locale = board.frame.locale.get();
    let key = card.key.clone();
    let node = Held::new();
    let keep = node.keep();
    on_cleanup({
        let key = key.clone();
        move || {
            if let Some(element) = node.get_as::<HtmlElement>() {
                board.card_gone(&key, &element);
            }
        }
    });
    let due = words::due(locale, &*board.frame.dates(), card.due.as_ref());
    let title = board.frame.title_of(card.title.as_ref());
    button("wd-t")
        .attr("tabindex", "-1")
        .attr("data-resource", key.record.reference())
        .attr("data-source", key.record.source.0.clone())
        .built(move |element: &Element| {
            keep(element);
            if let Ok(element) = element.clone().dyn_into() {
                board.card_drawn(&key, element);
            }
        })
        .child((
            el("b").child(title),
            el("span").child(due),
            badges(locale, &card.badges),
        ))
}

/// The shape, the letter and the word of a part.
fn sign(part: WhoPart) -> (&'static str, &'static str, Word) {
    match part {
        WhoPart::Answers => ("wd-m wd-m--r", "R", Word::Answers),
        WhoPart::Asked => ("wd-m wd-m--ask", "R?", Word::Asked),
        WhoPart::Contributes => ("wd-m wd-m--c", "C", Word::Contributes),
        WhoPart::Validates => ("wd-m wd-m--v", "V", Word::Validates),
        WhoPart::Informed => ("wd-m wd-m--i", "i", Word::Informed),
    }
}

/// A letter in a shape of its own, and the word for who does not see it.
fn mark(board: Board, part: WhoPart) -> El {
    let (class, letter, word) = sign(part);
    let word = board.word_who(word);
    el("span").class(class).attr("title", word).child((
        el("span").attr("aria-hidden", "true").child(letter),
        el("span").class("sr").child(word),
    ))
}

fn foot(board: Board, view: &WhoView) -> El {
    let sum = |word: Word, n: fn(&WhoColumn) -> usize| {
        let cells = view.columns.iter().map(|column| {
            let n = n(column);
            el("td")
                .attr("class", column.is_me.then_some("is-me"))
                .child(if n == 0 {
                    "–".to_owned()
                } else {
                    n.to_string()
                })
        });
        el("tr").child((
            el("th").attr("scope", "row").child(board.word_who(word)),
            cells.collect::<Vec<_>>(),
        ))
    };
    el("tfoot").child((
        sum(Word::AnswersFor, |column| column.n_answers),
        sum(Word::WaitsFor, |column| column.n_waits),
    ))
}

fn legend(board: Board) -> El {
    let parts = [
        WhoPart::Answers,
        WhoPart::Contributes,
        WhoPart::Validates,
        WhoPart::Informed,
        WhoPart::Asked,
    ];
    let each = parts.into_iter().map(|part| {
        let (_, _, word) = sign(part);
        el("span").child((mark(board, part), board.word_who(word)))
    });
    el("div")
        .class("wd-l")
        .attr("aria-hidden", "true")
        .child(each.collect::<Vec<_>>())
}

/// Arrows lead from line to line; the lines are one tab stop, as the cards are.
fn on_rows(event: &KeyboardEvent) {
    let Some(grid) = dom::target(event).and_then(|at| at.closest(".wd").ok().flatten()) else {
        return;
    };
    let Some(here) = dom::target(event).filter(|at| at.class_list().contains("wd-t")) else {
        return;
    };
    let lines = dom::all_within(&grid, ".wd-t");
    let Some(at) = lines.iter().position(|line| **line == here) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowDown" | "j" => at + 1,
        "ArrowUp" | "k" => at.saturating_sub(1),
        "PageDown" => (at + PAGE).min(lines.len().saturating_sub(1)),
        "PageUp" => at.saturating_sub(PAGE),
        "Home" => 0,
        "End" => lines.len().saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    if let Some(line) = lines.get(to) {
        dom::focus(line);
    }
}
