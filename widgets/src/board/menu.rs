//! The menu of a card: every status that it can be given, and why not where it cannot.

use coordo_client::view::PendingView;
use coordo_client::view::board::{CardKey, CardStatus, CardView, MoveView};
use coordo_core::{Refusal, TaskStatus};
use coordo_i18n::Message;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

use super::state::{Asking, Board};
use super::words;
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::dom;
use crate::kit::heading::heading;
use crate::kit::icon::{Icon, icon};

impl Board {
    /// Opens the menu of a card, or says why it has none.
    pub(super) fn open_menu(self, key: &CardKey) {
        let Some(card) = self.card(key) else { return };
        self.refusal.set(None);
        self.active.set(Some(key.clone()));
        match &card.fixed {
            Some(refusal) if *refusal != Refusal::WaitsForDecision => self.refuse(refusal),
            _ => self.menu.set(Some(key.clone())),
        }
    }
}

/// The open menu, if there is one.
pub(super) fn menu(board: Board) -> AnyView {
    (move || {
        let key = board.menu.get()?;
        let card = board.card(&key)?;
        Some(sheet(board, key, card))
    })
    .into_any()
}

fn sheet(board: Board, key: CardKey, card: CardView) -> AnyView {
    let locale = board.locale.get();
    let title = board.title_of(card.title.as_ref());
    let label = locale.say(&Message::Actions { title: &title });
    let (name, _) = words::owner(locale, &card);
    let due = words::due(locale, &*board.dates(), card.due.as_ref());
    let level = board.heading.get_untracked().saturating_add(1);
    let list = html::div()
        .attr("role", "menu")
        .attr("aria-label", label.clone())
        .on(ev::keydown, on_key)
        .child(items(board, &card));
    let anchor = board.element(&key);
    dialog(
        "co-dialog co-menu",
        Dismiss::Outside,
        move || label.clone(),
        move |element| {
            place(&element, anchor.as_ref());
            focus_item(&element, |items| {
                items
                    .iter()
                    .position(|item| item.get_attribute("aria-disabled").is_none())
                    .unwrap_or(0)
            });
        },
        move || {
            board.menu.set(None);
            board.focus(&key);
        },
        (
            heading(level, "", None, move || title.clone()),
            html::p().child(format!("{due}, {name}")),
            list,
        )
            .into_any(),
    )
}

fn items(board: Board, card: &CardView) -> Vec<AnyView> {
    let mut items = Vec::new();
    let is_question = matches!(
        card.pending,
        Some(PendingView::Conflict { .. } | PendingView::Refused { .. })
    );
    if is_question {
        items.push(choice(
            board,
            &card.key,
            Message::SendMine,
            Icon::Send,
            true,
        ));
        items.push(choice(
            board,
            &card.key,
            Message::KeepTheirs,
            Icon::Loop,
            false,
        ));
    }
    let CardStatus::Task(from) = &card.status else {
        return items;
    };
    items.push(current(board, from));
    let others = || card.moves.iter().filter(|m| m.to != *from);
    // What goes on comes before what must be explained, so that Enter twice never cancels.
    let mut possible: Vec<&MoveView> = others().filter(|m| m.refusal.is_none()).collect();
    possible.sort_by_key(|m| (m.is_unusual, m.needs_reason));
    items.extend(possible.into_iter().map(|m| allowed(board, card, from, m)));
    items.extend(others().filter_map(|m| {
        let refusal = m.refusal.as_ref()?;
        Some(forbidden(board, m, refusal))
    }));
    items
}

/// What every entry looks like: glyph, word, and a small line that says more.
fn entry(glyph: Icon, word: String, small: Option<String>) -> AnyView {
    (
        icon(glyph),
        html::span().child((word, small.map(|small| html::small().child(small)))),
    )
        .into_any()
}

fn allowed(board: Board, card: &CardView, from: &TaskStatus, to: &MoveView) -> AnyView {
    let locale = board.locale.get();
    let mut word = locale.task_status(&to.to);
    let mut small = Vec::new();
    if to.needs_reason {
        word.push('…');
        small.push(locale.say(&Message::ReasonAsked));
    }
    if to.is_unusual {
        small.push(locale.say(&Message::Unusual { from }));
    }
    let asking = Asking {
        key: card.key.clone(),
        title: card.title.clone(),
        from: from.clone(),
        to: to.to.clone(),
        into: None,
    };
    let needs_reason = to.needs_reason;
    html::div()
        .attr("role", "menuitem")
        .attr("tabindex", "-1")
        .attr("class", "co-item")
        .attr("data-to", to.to.code().to_owned())
        .on(ev::click, move |event| {
            close_from(&event);
            if needs_reason {
                board.asking.set(Some(asking.clone()));
            } else {
                board.give_status(asking.clone(), None);
            }
        })
        .child(entry(
            words::task_icon(&to.to),
            word,
            (!small.is_empty()).then(|| small.join(", ")),
        ))
        .into_any()
}

fn forbidden(board: Board, to: &MoveView, refusal: &Refusal) -> AnyView {
    let locale = board.locale.get();
    // The full sentence sends people to this very menu: here it is said short.
    let why = if let Refusal::NotAllowed { from, .. } = refusal {
        locale.say(&Message::NotAfter { from })
    } else {
        locale.refusal(refusal)
    };
    html::div()
        .attr("role", "menuitem")
        .attr("tabindex", "-1")
        .attr("aria-disabled", "true")
        .attr("class", "co-item")
        .attr("data-to", to.to.code().to_owned())
        .child(entry(
            words::task_icon(&to.to),
            locale.task_status(&to.to),
            Some(why),
        ))
        .into_any()
}

fn current(board: Board, status: &TaskStatus) -> AnyView {
    let locale = board.locale.get();
    html::div()
        .attr("role", "menuitem")
        .attr("tabindex", "-1")
        .attr("aria-disabled", "true")
        .attr("class", "co-item is-current")
        .child((
            entry(words::task_icon(status), locale.task_status(status), None),
            html::span()
                .attr("class", "co-count")
                .child(locale.say(&Message::Current)),
        ))
        .into_any()
}

fn choice(
    board: Board,
    key: &CardKey,
    message: Message<'static>,
    glyph: Icon,
    is_mine: bool,
) -> AnyView {
    let key = key.clone();
    html::div()
        .attr("role", "menuitem")
        .attr("tabindex", "-1")
        .attr("class", "co-item")
        .on(ev::click, move |event| {
            close_from(&event);
            if is_mine {
                board.keep_mine(&key);
            } else {
                board.keep_theirs(&key);
            }
        })
        .child(entry(glyph, board.say(&message), None))
        .into_any()
}

/// Arrows go around; Tab closes, since a menu is one stop.
fn on_key(event: KeyboardEvent) {
    let Some(menu) = dom::target(&event).and_then(|el| el.closest("[role=menu]").ok().flatten())
    else {
        return;
    };
    let key = event.key();
    let at = move |items: &[HtmlElement]| {
        let focused = dom::focused_in_tree_of(items.first()?)?;
        items.iter().position(|item| **item == focused)
    };
    match key.as_str() {
        "ArrowDown" => focus_item(&menu, |all| at(all).map_or(0, |i| (i + 1) % all.len())),
        "ArrowUp" => focus_item(&menu, |all| {
            at(all).map_or(0, |i| (i + all.len() - 1) % all.len())
        }),
        "Home" => focus_item(&menu, |_| 0),
        "End" => focus_item(&menu, |all| all.len() - 1),
        "Enter" | " " => {
            if let Some(item) = dom::target(&event).and_then(|el| el.dyn_into::<HtmlElement>().ok())
            {
                item.click();
            }
        }
        "Tab" => close_from(&event),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Focuses one of the entries.
fn focus_item(within: &Element, choose: impl Fn(&[HtmlElement]) -> usize) {
    let Ok(found) = within.query_selector_all("[role=menuitem]") else {
        return;
    };
    let items: Vec<HtmlElement> = (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into().ok())
        .collect();
    if let Some(item) = items.get(choose(&items)) {
        // Fails only for an element that has left the page.
        let _ = item.focus();
    }
}

/// Beside its card, inside the window.
fn place(menu: &HtmlDialogElement, card: Option<&HtmlElement>) {
    let (Some(card), Some(window)) = (card, web_sys::window()) else {
        return;
    };
    let size = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let (area, own) = (
        card.get_bounding_client_rect(),
        menu.get_bounding_client_rect(),
    );
    let x = (area.right() - own.width())
        .min(width - own.width() - 8.0)
        .max(8.0);
    let y = (area.top() + 34.0)
        .min(height - own.height() - 8.0)
        .max(8.0);
    dom::set_length(menu, "--_x", x);
    dom::set_length(menu, "--_y", y);
}
