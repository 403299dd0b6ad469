//! A choice of one among a few, in a bar: « Colonnes | Par personne | Par besoin ».

use coordo_i18n::Message;

use super::bar::tool;
use super::el::{El, el};
use super::frame::Frame;

/// Buttons of which one is pressed; they are tools of the bar that holds them.
pub(crate) fn segmented(
    frame: Frame,
    label: Message<'static>,
    choices: Vec<Message<'static>>,
    chosen: impl Fn() -> usize + Copy + 'static,
    choose: impl Fn(usize) + Copy + 'static,
) -> El {
    let choices = choices.into_iter().enumerate().map(|(at, word)| {
        tool("co-seg-b")
            .live_attr("aria-pressed", move || {
                if chosen() == at { "true" } else { "false" }
            })
            .on("click", move |_| choose(at))
            .live_text(move || frame.say(&word))
    });
    el("div")
        .class("co-seg")
        .attr("role", "group")
        .live_attr("aria-label", move || frame.say(&label))
        .child(choices.collect::<Vec<_>>())
}
