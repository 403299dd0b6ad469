//! One card.

use coordo_client::view::PendingView;
use coordo_client::view::board::{CardKey, CardStatus, CardView};
use coordo_core::Refusal;
use coordo_core::board::Column;
use coordo_core::task::Priority;
use coordo_i18n::{Locale, Message, SyncMessage, SyncWord};
use leptos::prelude::{AnyView, IntoAny, on_cleanup};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::state::Board;
use super::words;
use crate::kit::dom::{self, Held};
use crate::kit::el::{El, button, el};
use crate::kit::icon::{Icon, icon};
use crate::kit::missing::{badge, badges};
use crate::kit::news;

/// A card in its slot: the slot keeps the place while the card is lifted out of it.
///
/// A card is one effect and no listener: the columns listen for all their cards, and
/// what is true of one card at a time (focus, lift) is written onto its element.
pub(super) fn card(board: Board, column: Column, key: &CardKey) -> AnyView {
    let Some(card) = board.card_signal(key) else {
        return ().into_any();
    };
    let node = Held::new();
    on_cleanup({
        let key = key.clone();
        move || {
            if let Some(element) = node.get_as::<HtmlElement>() {
                board.card_gone(&key, &element);
            }
        }
    });
    el("li")
        .class("bd-slot")
        .live(move || card.with(|card| frame(board, column, card, node)))
        .into_any()
}

/// The card itself: what takes the focus, what is dragged, what hosts find by `data-resource`.
fn frame(board: Board, column: Column, card: &CardView, node: Held) -> El {
    let locale = board.frame.locale.get();
    let key = card.key.clone();
    let keep = node.keep();
    el("div")
        .class(if card.fixed.is_none() {
            "bd-card is-movable"
        } else {
            "bd-card"
        })
        .attr("part", "card")
        .attr("role", "group")
        .attr("aria-roledescription", locale.say(&Message::CardKind))
        .attr(
            "aria-label",
            words::spoken_card(locale, &*board.frame.dates(), card),
        )
        .attr("tabindex", "-1")
        .attr("data-resource", key.record.reference())
        .attr("data-source", key.record.source.0.clone())
        .attr("data-activity", key.activity.map(|index| index.to_string()))
        .attr("data-status", card.status_code().to_owned())
        .built(move |element: &Element| {
            keep(element);
            if let Ok(element) = element.clone().dyn_into() {
                board.card_drawn(&key, element);
            }
        })
        .child(contents(board, column, card))
}

fn title(locale: Locale, card: &CardView) -> String {
    match &card.title {
        Some(title) => title.0.clone(),
        None => locale.say(&Message::Untitled),
    }
}

/// A press on a card: on one of its buttons, on its title, or anywhere else.
pub(super) fn pressed(board: Board, event: &Event) {
    if board.is_after_drag.get_value() {
        board.is_after_drag.set_value(false);
        return;
    }
    let Some(key) = board.card_of(event) else {
        return;
    };
    let Some(button) = dom::target(event).and_then(|el| el.closest("button").ok().flatten()) else {
        if dom::is_within(event, ".bd-t") {
            board.open_item(&key);
        } else {
            board.frame.select(Some(key));
        }
        return;
    };
    match button.get_attribute("data-choice").as_deref() {
        Some("mine") => board.keep_mine(&key),
        Some("review") => board.review(&key),
        Some(_) => board.keep_theirs(&key),
        None => board.open_menu(&key),
    }
}

/// What a card says.
fn contents(board: Board, column: Column, card: &CardView) -> Vec<El> {
    let is_quiet = column == Column::Ended;
    // That nobody answers is said once, where the owner would stand.
    let unowned = words::unowned(card).filter(|_| !is_quiet);
    let mut others = card.badges.clone();
    others.retain(|of| Some(*of) != unowned);
    [
        Some(top(board, card)),
        Some(meta(board, column, card)),
        (!is_quiet).then(|| need(card)).flatten(),
        origin(board, card, is_quiet),
        badges(board.frame.locale.get(), &others),
        reason(board, card),
        question(board, card, true),
        (!is_quiet || card.pending.is_some()).then(|| foot(board, card, is_quiet)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn top(board: Board, card: &CardView) -> El {
    let locale = board.frame.locale.get();
    let title = title(locale, card);
    let name = locale.say(&Message::Actions { title: &title });
    // A card that nobody can move has no actions, but one that waits for a choice has.
    let has_menu = matches!(card.fixed, None | Some(Refusal::WaitsForDecision));
    el("div").class("bd-top").child((
        el("span")
            .class(if card.title.is_some() {
                "bd-t"
            } else {
                "bd-t bd-t--none"
            })
            .child(title),
        has_menu.then(move || {
            button("bd-more")
                .attr("tabindex", "-1")
                .attr("aria-haspopup", "menu")
                .attr("aria-label", name)
                .child(icon(Icon::More))
        }),
    ))
}

fn meta(board: Board, column: Column, card: &CardView) -> El {
    let locale = board.frame.locale.get();
    let due = words::due(locale, &*board.frame.dates(), card.due.as_ref());
    let is_late = card.due.as_ref().is_some_and(|d| d.is_overdue);
    let (glyph, word, class) = words::status(locale, &card.status);
    let is_quiet = column == Column::Ended;
    // What is over says when only if a date is known.
    let when = (!is_quiet || card.due.is_some()).then(|| {
        el("span")
            .attr("class", is_late.then_some("bd-late"))
            .child((
                (!is_quiet).then(|| icon(if is_late { Icon::Clock } else { Icon::Calendar })),
                due,
            ))
    });
    let status = words::is_mixed(column).then(|| {
        el("span")
            .class(class)
            .attr("part", "status")
            .child((icon(glyph), word))
    });
    let priority = (!is_quiet && card.priority != Priority::Routine).then(|| {
        el("span")
            .class("bd-urgent")
            .child(locale.say(&Message::Priority(card.priority)))
    });
    let unread = card.unread.as_ref().map(|of| news::mark(locale, of));
    el("div")
        .class("bd-meta")
        .child((status, when, priority, unread))
}

/// The goal or need that the card serves.
fn need(card: &CardView) -> Option<El> {
    let need = card.need.as_ref()?;
    Some(el("div").class("bd-need").child(need.0.clone()))
}

/// Where the card comes from, where that is not plain; of what is over, the source alone.
fn origin(board: Board, card: &CardView, is_quiet: bool) -> Option<El> {
    let locale = board.frame.locale.get();
    let is_of_plan = !is_quiet && matches!(card.status, CardStatus::Activity(_));
    // The plan that most cards belong to goes without saying.
    let plan = card
        .plan
        .as_ref()
        .filter(|plan| !is_quiet && board.main_plan.with(|main| main.as_ref() != Some(*plan)))
        .map(|plan| locale.say(&Message::Plan { title: &plan.0 }));
    let source = card
        .source
        .as_ref()
        .map(|source| locale.say(&Message::Source { name: &source.0 }));
    if !is_of_plan && plan.is_none() && source.is_none() {
        return None;
    }
    let tag = is_of_plan.then(|| {
        el("span")
            .class("co-tag")
            .attr("part", "tag")
            .child(locale.say(&Message::OfThePlan))
    });
    let lines = [plan, source].into_iter().flatten();
    Some(
        el("div").class("bd-meta").child((
            tag,
            lines
                .map(|line| el("span").class("bd-wrap").child(line))
                .collect::<Vec<_>>(),
        )),
    )
}

fn reason(board: Board, card: &CardView) -> Option<El> {
    let text = card.reason.as_ref()?;
    Some(
        el("div")
            .class("bd-line")
            .child(board.frame.say(&Message::Reason { text: &text.0 })),
    )
}

/// A change that waits for a person: what happened, and the ways out.
pub(super) fn question(board: Board, card: &CardView, has_buttons: bool) -> Option<El> {
    let text = match card.pending.as_ref()? {
        PendingView::Conflict { mine, theirs, .. } => board.frame.say(&Message::Conflict {
            mine,
            theirs: theirs.as_ref(),
        }),
        PendingView::Refused {
            status,
            words,
            mine,
        } => {
            let mut text = board.frame.say(&Message::Refused {
                status: *status,
                mine,
            });
            if let Some(words) = words {
                text.push(' ');
                text.push_str(&board.frame.say(&Message::RefusedWords { words: &words.0 }));
            }
            text
        }
        PendingView::Unsent { .. } | PendingView::Sending => return None,
    };
    let is_reviewed = is_reviewed(card);
    let choice = |message: Message<'static>, choice: &'static str| {
        button("co-btn co-btn--s")
            .attr("tabindex", "-1")
            .attr("data-choice", choice)
            .child(board.frame.say(&message))
    };
    let choices = if is_reviewed {
        let word = Message::Sync(SyncMessage::Word(SyncWord::ChooseHere));
        vec![choice(word, "review")]
    } else {
        vec![
            choice(Message::SendMine, "mine"),
            choice(Message::KeepTheirs, "theirs"),
        ]
    };
    Some(el("div").class("bd-ask").child((
        el("span").child((icon(Icon::Alert), text)),
        has_buttons.then(|| el("div").child(choices)),
    )))
}

/// Whether both versions are known, so that a person decides field by field.
pub(super) fn is_reviewed(card: &CardView) -> bool {
    let pending = card.pending.as_ref();
    matches!(pending, Some(PendingView::Conflict { theirs, .. }) if theirs.is_some())
}

/// Who answers for it, and whether a change is on its way.
fn foot(board: Board, card: &CardView, is_quiet: bool) -> El {
    let locale = board.frame.locale.get();
    let owner = &card.owner;
    let (name, beside) = words::owner(locale, card);
    let class = if owner.is_me {
        "co-who co-who--me"
    } else if owner.is_offered || owner.name.is_none() {
        "co-who co-who--asked"
    } else {
        "co-who"
    };
    let initials = match (&owner.initials, &owner.name) {
        (Some(initials), _) => initials.0.clone(),
        (None, Some(_)) => "—".to_owned(),
        (None, None) => "?".to_owned(),
    };
    let unowned = words::unowned(card).map(|of| badge(locale, of));
    let name = unowned.is_none().then_some(name);
    let who = (!is_quiet).then(|| {
        el("span").class(class).attr("part", "owner").child((
            el("span")
                .class("co-ini")
                .attr("aria-hidden", "true")
                .child(initials),
            el("span").class("co-who-n").child((
                unowned,
                name,
                beside.map(|beside| el("span").class("co-who-r").child(beside)),
            )),
        ))
    });
    let pending = match &card.pending {
        Some(PendingView::Unsent { .. }) => Some((Icon::Send, Message::ToSend)),
        Some(PendingView::Sending) => Some((Icon::Loop, Message::BeingSent)),
        Some(PendingView::Refused { .. } | PendingView::Conflict { .. }) | None => None,
    };
    let pending = pending.map(|(glyph, message)| {
        el("span")
            .class("bd-pend")
            .child((icon(glyph), locale.say(&message)))
    });
    el("div").class("bd-own").child((who, pending))
}
