//! The search field, the circle's switch, and how many answer.

use crate::kit::signal::Memo;
use coordo_client::view::directory::DirectoryQuery;
use coordo_i18n::InDirectory;
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::keys;
use super::state::Directory;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};

pub(super) fn search(directory: Directory) -> El {
    let input = el("input")
        .attr("type", "search")
        .attr("part", "search")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-describedby", "di-keys")
        .live_attr("aria-label", move || {
            directory.say(&InDirectory::SearchLabel)
        })
        .live_attr("placeholder", move || {
            directory.say(&InDirectory::SearchLabel)
        })
        .on("input", move |event| {
            let field = dom::target(&event).and_then(|el| el.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                directory.typed(field.value());
            }
        })
        .on_as("keydown", move |event| keys::on_search(directory, &event));
    let clear = move || {
        directory.has_text.get().then(|| {
            button("co-btn co-btn--icon co-btn--quiet")
                .live_attr("aria-label", move || {
                    directory.say(&InDirectory::ClearSearch)
                })
                .on("click", move |_| directory.clear_search())
                .child(icon(Icon::Close))
        })
    };
    let filters = button("co-btn di-filters")
        .attr("aria-controls", "di-facets")
        .live_attr("aria-expanded", move || {
            if directory.is_filtering.get() {
                "true"
            } else {
                "false"
            }
        })
        .on("click", move |_| {
            directory.is_filtering.update(|shown| *shown = !*shown);
        })
        .live_text(move || directory.say(&InDirectory::Filters(directory.n_chosen.get())));
    el("div").class("di-s").attr("role", "search").child((
        el("div")
            .class("di-q")
            .child((icon(Icon::Search), input))
            .live(clear),
        el("span")
            .class("sr")
            .attr("id", "di-keys")
            .live_text(move || directory.say(&InDirectory::SearchKeys)),
        circle(directory),
        filters,
    ))
}

/// The switch of the care circle, where there is one.
fn circle(directory: Directory) -> AnyView {
    let is_on = directory.is_circle_only;
    let is_any = Memo::new(move || is_on.get() || directory.count.get().n_circle > 0);
    live(move || {
        is_any.get().then(|| {
            button("co-btn di-switch")
                .attr("role", "switch")
                .live_attr(
                    "aria-checked",
                    move || {
                        if is_on.get() { "true" } else { "false" }
                    },
                )
                .on("click", move |_| {
                    directory.set_circle_only(!is_on.get_untracked());
                })
                .child(el("i").attr("aria-hidden", "true"))
                .live_text(move || {
                    directory.say(&InDirectory::Circle(directory.count.get().n_circle))
                })
        })
    })
}

/// How many answer. It is not a live region: the count is said once nobody types.
pub(super) fn count(directory: Directory) -> AnyView {
    el("div")
        .class("di-rh")
        .live(move || {
            let count = directory.count.get();
            let text = if count.is_narrowed {
                directory.say(&InDirectory::Found {
                    n: count.n_found,
                    of: count.n_entries,
                })
            } else {
                directory.say(&InDirectory::Entries(count.n_entries))
            };
            el("b").child(text)
        })
        .live(move || {
            let count = directory.count.get();
            let is_circle_first =
                !directory.has_text.get() && !directory.is_circle_only.get() && count.n_circle > 0;
            is_circle_first.then(|| el("span").child(directory.say(&InDirectory::CircleFirst)))
        })
        .live(move || {
            directory.count.get().is_building.then(|| {
                el("span")
                    .class("di-building")
                    .child((icon(Icon::Loop), directory.say(&InDirectory::Building)))
            })
        })
        .into_any()
}

impl Directory {
    /// Asks for what was typed.
    pub(super) fn typed(self, text: String) {
        let has_text = !text.is_empty();
        if self.has_text.get_untracked() != has_text {
            self.has_text.set(has_text);
        }
        self.ask(|query| {
            query.text = text;
            query.limit = DirectoryQuery::FIRST;
        });
    }

    /// Empties the search and stays in it.
    pub(super) fn clear_search(self) {
        self.search_for("");
    }

    /// Asks for words as if they had been typed, and stays in the field.
    pub(super) fn search_for(self, text: &str) {
        if let Some(field) = self.field() {
            field.set_value(text);
            // Fails only for an element that has left the page.
            let _ = field.focus();
        }
        self.typed(text.to_owned());
    }

    /// Shows the care circle alone, or everybody.
    pub(super) fn set_circle_only(self, is_circle_only: bool) {
        self.is_circle_only.set(is_circle_only);
        self.ask(|query| {
            query.circle_only = is_circle_only;
            query.limit = DirectoryQuery::FIRST;
        });
    }
}
