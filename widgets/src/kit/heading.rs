//! A heading of the level that fits the host's page.

use leptos::html;
use leptos::prelude::*;

/// A real heading element, `h1` to `h6`, whatever the level asked for.
pub(crate) fn heading(
    level: u8,
    class: &'static str,
    id: Option<&'static str>,
    text: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    macro_rules! element {
        ($tag:ident) => {
            html::$tag()
                .attr("class", class)
                .attr("id", id)
                .attr("part", "title")
                .child(text)
                .into_any()
        };
    }
    match level {
        0 | 1 => element!(h1),
        2 => element!(h2),
        3 => element!(h3),
        4 => element!(h4),
        5 => element!(h5),
        6.. => element!(h6),
    }
}
