//! A heading of the level that fits the host's page.

use super::el::{El, el};

/// A real heading element, `h1` to `h6`, whatever the level asked for.
pub(crate) fn heading(level: u8, class: &'static str, text: impl Fn() -> String + 'static) -> El {
    let tag = match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    };
    el(tag).class(class).attr("part", "title").live_text(text)
}
