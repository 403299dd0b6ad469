//! One card.

use coordo_client::view::PendingView;
use coordo_client::view::board::{CardKey, CardStatus, CardView};
use coordo_core::Refusal;
use coordo_core::board::Column;
use coordo_core::task::Priority;
use coordo_i18n::{Locale, Message};
use leptos::ev;
use leptos::html::{self, Div};
use leptos::prelude::*;

use super::state::Board;
use super::{drag, words};
use crate::kit::icon::{Icon, icon};

/// A card in its slot: the slot keeps the place while the card is lifted out of it.
pub(super) fn card(board: Board, column: Column, key: &CardKey) -> AnyView {
    let Some(card) = board.card_signal(key) else {
        return ().into_any();
    };
    let is_lifted = Memo::new({
        let key = key.clone();
        move |_| {
            board
                .lift
                .with(|lift| lift.as_ref().is_some_and(|l| l.key == key))
        }
    });
    let hole = {
        let card = card.clone();
        move || {
            is_lifted.get().then(|| {
                let title = card.with(|c| title(board.locale.get(), c));
                html::div()
                    .attr("class", "bd-hole")
                    .attr("aria-hidden", "true")
                    .child(board.say(&Message::OriginOf { title: &title }))
            })
        }
    };
    html::li()
        .attr("class", move || {
            if is_lifted.get() {
                "bd-slot is-origin"
            } else {
                "bd-slot"
            }
        })
        .child((hole, frame(board, column, key, card, is_lifted)))
        .into_any()
}

/// The card itself: what takes the focus, what is dragged, what hosts find by `data-resource`.
fn frame(
    board: Board,
    column: Column,
    key: &CardKey,
    card: ArcRwSignal<CardView>,
    is_lifted: Memo<bool>,
) -> AnyView {
    let node: NodeRef<Div> = NodeRef::new();
    node.on_load({
        let key = key.clone();
        move |element| board.card_drawn(&key, element.into())
    });
    on_cleanup({
        let key = key.clone();
        move || {
            if let Some(element) = node.try_get_untracked().flatten() {
                board.card_gone(&key, &element.into());
            }
        }
    });
    let selector = board.is_active.get_value();
    let wanted = Some(key.clone());
    let of = |card: &ArcRwSignal<CardView>| card.clone();
    let (label, status, class, body) = (of(&card), of(&card), of(&card), of(&card));
    html::div()
        .attr("class", move || {
            class.with(|c| match (is_lifted.get(), c.fixed.is_none()) {
                (true, _) => "bd-card is-movable is-lifted",
                (false, true) => "bd-card is-movable",
                (false, false) => "bd-card",
            })
        })
        .attr("part", move || {
            if is_lifted.get() {
                "card card-lifted"
            } else {
                "card"
            }
        })
        .attr("role", "group")
        .attr("aria-roledescription", move || {
            board.say(&Message::CardKind)
        })
        .attr("aria-label", move || {
            label.with(|c| words::spoken_card(board.locale.get(), &*board.dates(), c))
        })
        .attr("tabindex", move || {
            if selector.selected(&wanted) {
                "0"
            } else {
                "-1"
            }
        })
        .attr("data-resource", key.record.reference())
        .attr("data-source", key.record.source.0.clone())
        .attr("data-activity", key.activity.map(|index| index.to_string()))
        .attr("data-status", move || {
            status.with(|c| c.status_code().to_owned())
        })
        .on(ev::focusin, {
            let key = key.clone();
            move |_| board.active.set(Some(key.clone()))
        })
        .on(ev::pointerdown, drag::down(board, key))
        .on(ev::pointermove, drag::moved(board))
        .on(ev::pointerup, drag::up(board))
        .on(ev::pointercancel, drag::cancelled(board))
        .node_ref(node)
        .child(move || body.with(|c| contents(board, column, c)))
        .into_any()
}

fn title(locale: Locale, card: &CardView) -> String {
    match &card.title {
        Some(title) => title.0.clone(),
        None => locale.say(&Message::Untitled),
    }
}

/// What a card says, drawn again whenever it changes.
fn contents(board: Board, column: Column, card: &CardView) -> AnyView {
    let is_quiet = column == Column::Ended;
    let parts: Vec<AnyView> = [
        Some(top(board, card)),
        Some(meta(board, column, card)),
        (!is_quiet).then(|| need(card)).flatten(),
        (!is_quiet).then(|| origin(board, card)).flatten(),
        reason(board, card),
        question(board, card),
        (!is_quiet || card.pending.is_some()).then(|| foot(board, card, is_quiet)),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.into_any()
}

fn top(board: Board, card: &CardView) -> AnyView {
    let locale = board.locale.get();
    let title = title(locale, card);
    let name = locale.say(&Message::Actions { title: &title });
    let key = card.key.clone();
    // A card that nobody can move has no actions, but one that waits for a choice has.
    let has_menu = matches!(card.fixed, None | Some(Refusal::WaitsForDecision));
    html::div()
        .attr("class", "bd-top")
        .child((
            html::span()
                .attr(
                    "class",
                    if card.title.is_some() {
                        "bd-t"
                    } else {
                        "bd-t bd-t--none"
                    },
                )
                .child(title),
            has_menu.then(move || {
                html::button()
                    .attr("type", "button")
                    .attr("class", "bd-more")
                    .attr("part", "button")
                    .attr("tabindex", "-1")
                    .attr("aria-haspopup", "menu")
                    .attr("aria-label", name)
                    .on(ev::click, move |_| board.open_menu(&key))
                    .child(icon(Icon::More))
            }),
        ))
        .into_any()
}

fn meta(board: Board, column: Column, card: &CardView) -> AnyView {
    let locale = board.locale.get();
    let due = words::due(locale, &*board.dates(), card.due.as_ref());
    let is_late = card.due.as_ref().is_some_and(|d| d.is_overdue);
    let (glyph, word, class) = words::status(locale, &card.status);
    let is_quiet = column == Column::Ended;
    // What is over says when only if a date is known.
    let when = (!is_quiet || card.due.is_some()).then(|| {
        html::span()
            .attr("class", if is_late { "bd-late" } else { "" })
            .child((
                (!is_quiet).then(|| icon(if is_late { Icon::Clock } else { Icon::Calendar })),
                due,
            ))
    });
    let status = words::is_mixed(column).then(|| {
        html::span()
            .attr("class", class)
            .attr("part", "status")
            .child((icon(glyph), word))
    });
    let priority = (!is_quiet && card.priority != Priority::Routine).then(|| {
        html::span()
            .attr("class", "bd-urgent")
            .child(locale.say(&Message::Priority(card.priority)))
    });
    html::div()
        .attr("class", "bd-meta")
        .child((status, when, priority))
        .into_any()
}

/// The goal or need that the card serves.
fn need(card: &CardView) -> Option<AnyView> {
    let need = card.need.as_ref()?;
    Some(
        html::div()
            .attr("class", "bd-need")
            .child(need.0.clone())
            .into_any(),
    )
}

/// Where the card comes from, where that is not plain.
fn origin(board: Board, card: &CardView) -> Option<AnyView> {
    let locale = board.locale.get();
    let is_of_plan = matches!(card.status, CardStatus::Activity(_));
    // The plan that most cards belong to goes without saying.
    let plan = card
        .plan
        .as_ref()
        .filter(|plan| board.main_plan.with(|main| main.as_ref() != Some(*plan)))
        .map(|plan| locale.say(&Message::Plan { title: &plan.0 }));
    let source = card
        .source
        .as_ref()
        .map(|source| locale.say(&Message::Source { name: &source.0 }));
    if !is_of_plan && plan.is_none() && source.is_none() {
        return None;
    }
    let tag = is_of_plan.then(|| {
        html::span()
            .attr("class", "co-tag")
            .attr("part", "tag")
            .child(locale.say(&Message::OfThePlan))
    });
    let lines = [plan, source].into_iter().flatten();
    Some(
        html::div()
            .attr("class", "bd-meta")
            .child((
                tag,
                lines
                    .map(|line| html::span().attr("class", "bd-wrap").child(line))
                    .collect::<Vec<_>>(),
            ))
            .into_any(),
    )
}

fn reason(board: Board, card: &CardView) -> Option<AnyView> {
    let text = card.reason.as_ref()?;
    Some(
        html::div()
            .attr("class", "bd-line")
            .child(board.say(&Message::Reason { text: &text.0 }))
            .into_any(),
    )
}

/// A change that waits for a person: what happened, and the two ways out.
fn question(board: Board, card: &CardView) -> Option<AnyView> {
    let text = match card.pending.as_ref()? {
        PendingView::Conflict { mine, theirs } => board.say(&Message::Conflict {
            mine,
            theirs: theirs.as_ref(),
        }),
        PendingView::Refused { status, words } => {
            let mut text = board.say(&Message::Refused { status: *status });
            if let Some(words) = words {
                text.push(' ');
                text.push_str(&board.say(&Message::RefusedWords { words: &words.0 }));
            }
            text
        }
        PendingView::Unsent { .. } | PendingView::Sending => return None,
    };
    let choice = |message: Message<'static>, is_mine: bool| {
        let key = card.key.clone();
        html::button()
            .attr("type", "button")
            .attr("class", "co-btn co-btn--s")
            .attr("part", "button")
            .attr("tabindex", "-1")
            .on(ev::click, move |_| {
                if is_mine {
                    board.keep_mine(&key);
                } else {
                    board.keep_theirs(&key);
                }
            })
            .child(board.say(&message))
    };
    Some(
        html::div()
            .attr("class", "bd-ask")
            .child((
                html::span().child((icon(Icon::Alert), text)),
                html::div().child((
                    choice(Message::SendMine, true),
                    choice(Message::KeepTheirs, false),
                )),
            ))
            .into_any(),
    )
}

/// Who answers for it, and whether a change is on its way.
fn foot(board: Board, card: &CardView, is_quiet: bool) -> AnyView {
    let locale = board.locale.get();
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
    let who = (!is_quiet).then(|| {
        html::span()
            .attr("class", class)
            .attr("part", "owner")
            .child((
                html::span()
                    .attr("class", "co-ini")
                    .attr("aria-hidden", "true")
                    .child(initials),
                html::span().attr("class", "co-who-n").child((
                    name,
                    beside.map(|beside| html::span().attr("class", "co-who-r").child(beside)),
                )),
            ))
    });
    let pending = match &card.pending {
        Some(PendingView::Unsent { .. }) => Some((Icon::Send, Message::ToSend)),
        Some(PendingView::Sending) => Some((Icon::Loop, Message::BeingSent)),
        Some(PendingView::Refused { .. } | PendingView::Conflict { .. }) | None => None,
    };
    let pending = pending.map(|(glyph, message)| {
        html::span()
            .attr("class", "bd-pend")
            .child((icon(glyph), locale.say(&message)))
    });
    html::div()
        .attr("class", "bd-own")
        .child((who, pending))
        .into_any()
}
