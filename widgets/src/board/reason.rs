//! The question for a reason, where a status needs one.

use coordo_i18n::Message;
use leptos::ev;
use leptos::html::{self, Textarea};
use leptos::prelude::*;
use web_sys::{Event, KeyboardEvent};

use super::state::{Asking, Board};
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::heading::heading;

/// The open question, if there is one.
pub(super) fn reason(board: Board) -> AnyView {
    (move || board.asking.get().map(|asking| question(board, asking))).into_any()
}

fn question(board: Board, asking: Asking) -> AnyView {
    let field: NodeRef<Textarea> = NodeRef::new();
    let is_wrong = RwSignal::new(false);
    let key = asking.key.clone();
    let title = board.title_of(asking.title.as_ref());
    let to = asking.to.clone();
    let level = board.heading.get_untracked().saturating_add(1);
    let what = {
        let to = to.clone();
        move || board.say(&Message::ReasonTitle { to: &to })
    };
    let confirm = move |event: &Event| {
        let Some(element) = field.get_untracked() else {
            return;
        };
        let text = element.value();
        if text.trim().is_empty() {
            is_wrong.set(true);
            // Fails only for an element that has left the page.
            let _ = element.focus();
        } else {
            close_from(event);
            board.give_status(asking.clone(), Some(text.trim().to_owned()));
        }
    };
    let on_key = {
        let confirm = confirm.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                confirm(&event);
            }
        }
    };
    let wrong = move || {
        is_wrong.get().then(|| {
            html::p()
                .attr("class", "co-wrong")
                .attr("id", "reason-wrong")
                .attr("role", "alert")
                .child(board.say(&Message::ReasonAbsent))
        })
    };
    let input = html::label().attr("class", "co-field").child((
        move || board.say(&Message::ReasonLabel),
        html::textarea()
            .attr("part", "field")
            .attr("required", "")
            .attr("rows", "3")
            .attr("aria-describedby", "reason-wrong reason-meaning")
            .attr("aria-invalid", move || is_wrong.get().then_some("true"))
            .on(ev::input, move |_| is_wrong.set(false))
            .on(ev::keydown, on_key)
            .node_ref(field),
    ));
    let buttons = html::div().attr("class", "co-acts").child((
        html::button()
            .attr("type", "button")
            .attr("class", "co-btn co-btn--primary")
            .attr("part", "button-primary")
            .on(ev::click, move |event| confirm(&event))
            .child(move || board.say(&Message::ReasonConfirm { to: &to })),
        html::button()
            .attr("type", "button")
            .attr("class", "co-btn")
            .attr("part", "button")
            .on(ev::click, |event| close_from(&event))
            .child(move || board.say(&Message::ChangeNothing)),
    ));
    dialog(
        "co-dialog",
        // Something typed is not lost by a press beside it.
        Dismiss::OnPurpose,
        what.clone(),
        |_| {},
        move || {
            board.asking.set(None);
            board.focus(&key);
        },
        (
            heading(level, "", None, what),
            html::p().child(title),
            input,
            wrong,
            html::p()
                .attr("id", "reason-meaning")
                .child(move || board.say(&Message::ReasonMeaning)),
            buttons,
        )
            .into_any(),
    )
}
