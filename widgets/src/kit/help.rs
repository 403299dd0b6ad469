//! The help: which key does what.

use coordo_i18n::Message;
use leptos::prelude::AnyView;

use super::dialog::{Dismiss, close_from, dialog};
use super::el::{El, button, el, live};
use super::frame::Frame;
use super::heading::heading;

/// The rows of a help: keys, parted by spaces, and what they do.
pub(crate) type HelpRows = fn(Frame) -> Vec<(String, String)>;

/// The open help, if it is open. `note` is said below the rows.
pub(crate) fn help(frame: Frame, rows: HelpRows, note: Message<'static>) -> AnyView {
    live(move || frame.is_help_open.get().then(|| sheet(frame, rows, note)))
}

fn sheet(frame: Frame, rows: HelpRows, note: Message<'static>) -> AnyView {
    let level = frame.heading.get_untracked().saturating_add(1);
    dialog(
        "co-dialog",
        Dismiss::Outside,
        move || frame.say(&Message::HelpTitle),
        |_| {},
        move || frame.is_help_open.set(false),
        (
            heading(level, "", move || frame.say(&Message::HelpTitle)),
            el("dl")
                .class("co-keys")
                .live(move || rows(frame).into_iter().map(row).collect::<Vec<_>>()),
            el("p").live_text(move || frame.say(&note)),
            el("div").class("co-acts").child(
                button("co-btn")
                    .on("click", |event| close_from(&event))
                    .live_text(move || frame.say(&Message::Close)),
            ),
        ),
    )
}

fn row((keys, meaning): (String, String)) -> (El, El) {
    let keys = keys
        .split(' ')
        .map(|key| el("kbd").class("co-kbd").child(key.to_owned()));
    (
        el("dt").child(keys.collect::<Vec<_>>()),
        el("dd").child(meaning),
    )
}
