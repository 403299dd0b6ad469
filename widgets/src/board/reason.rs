//! The question for a reason, where a status needs one.

use crate::kit::signal::RwSignal;
use coordo_i18n::Message;
use leptos::prelude::AnyView;
use web_sys::{Event, HtmlTextAreaElement, KeyboardEvent};

use super::state::{Asking, Board};
use crate::kit::dialog::{Dismiss, close_from, dialog};
use crate::kit::dom::Held;
use crate::kit::el::{button, el, live};
use crate::kit::heading::heading;

/// The open question, if there is one.
pub(super) fn reason(board: Board) -> AnyView {
    live(move || board.asking.get().map(|asking| question(board, asking)))
}

fn question(board: Board, asking: Asking) -> AnyView {
    let field = Held::new();
    let is_wrong = RwSignal::new(false);
    let key = asking.key.clone();
    let title = board.frame.title_of(asking.title.as_ref());
    let to = asking.to.clone();
    let level = board.frame.heading.get_untracked().saturating_add(1);
    let what = {
        let to = to.clone();
        move || board.frame.say(&Message::ReasonTitle { to: &to })
    };
    let confirm = move |event: &Event| {
        let Some(element) = field.get_as::<HtmlTextAreaElement>() else {
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
            el("p")
                .class("co-wrong")
                .attr("id", "reason-wrong")
                .attr("role", "alert")
                .child(board.frame.say(&Message::ReasonAbsent))
        })
    };
    let input = el("label")
        .class("co-field")
        .live_text(move || board.frame.say(&Message::ReasonLabel))
        .child(
            el("textarea")
                .attr("part", "field")
                .attr("required", "")
                .attr("rows", "3")
                .attr("aria-describedby", "reason-wrong reason-meaning")
                .live_attr("aria-invalid", move || is_wrong.get().then_some("true"))
                .on("input", move |_| is_wrong.set(false))
                .on_as("keydown", on_key)
                .built(field.keep()),
        );
    let buttons = el("div").class("co-acts").child((
        button("co-btn co-btn--primary")
            .attr("part", "button-primary")
            .on("click", move |event| confirm(&event))
            .live_text(move || board.frame.say(&Message::ReasonConfirm { to: &to })),
        button("co-btn")
            .on("click", |event| close_from(&event))
            .live_text(move || board.frame.say(&Message::ChangeNothing)),
    ));
    dialog(
        "co-dialog",
        // Something typed is not lost by a press beside it.
        Dismiss::OnPurpose,
        what.clone(),
        |_| {},
        move || {
            board.asking.set(None);
            board.focus_back(&key);
        },
        (
            heading(level, "", what),
            el("p").child(title),
            input,
            live(wrong),
            el("p")
                .attr("id", "reason-meaning")
                .live_text(move || board.frame.say(&Message::ReasonMeaning)),
            buttons,
        ),
    )
}
