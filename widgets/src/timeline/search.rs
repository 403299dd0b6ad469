//! The shared filter, as far as it is words.

use coordo_client::Filter;
use coordo_i18n::{Message, TimelineMessage, TimelineWord as Word};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::state::Timeline;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};
use crate::kit::icon::{Icon, icon};

impl Timeline {
    /// Leaves out, in all widgets of the client, what these words are not found in.
    pub(super) fn filter_by(self, text: String) {
        let client = self.frame.client();
        let filter = Filter {
            text,
            ..client.filter()
        };
        client.set_filter(filter);
    }

    /// Leaves nothing out any more.
    fn filter_nothing(self) {
        self.frame.client().set_filter(Filter::default());
    }

    /// Goes to the field of the filter.
    pub(super) fn focus_filter(self) {
        let field = self
            .root()
            .and_then(|root| root.query_selector("input[type=search]").ok().flatten())
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            dom::focus(&field);
            field.select();
        }
    }
}

pub(super) fn search(timeline: Timeline) -> El {
    let field = el("input")
        .attr("type", "search")
        .class("tl-input")
        .attr("part", "field")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .live_attr("aria-label", move || timeline.word(Word::Search))
        .live_attr("placeholder", move || timeline.word(Word::Search))
        .on("input", move |event| {
            if let Some(field) =
                dom::target(&event).and_then(|el| el.dyn_into::<HtmlInputElement>().ok())
            {
                timeline.filter.set(field.value());
                timeline.filter_by(field.value());
            }
        })
        .on_as::<KeyboardEvent>("keydown", move |event| {
            if event.key() == "Escape" && timeline.filter.with_untracked(String::is_empty) {
                event.prevent_default();
                timeline.focus_back();
            }
        })
        .built(move |element| {
            let field: HtmlInputElement = element.clone().unchecked_into();
            // What another widget of the client filters by stands here, too.
            Effect::new(move |_| {
                let text = timeline.filter.get();
                if field.value() != text {
                    field.set_value(&text);
                }
            });
        });
    el("div")
        .class("tl-search")
        .child((icon(Icon::Search), field))
}

/// How much the filter leaves out, and a way to leave out nothing.
pub(super) fn filtered(timeline: Timeline) -> AnyView {
    live(move || {
        timeline.version.track();
        let n = timeline.view().n_filtered;
        (n > 0).then(|| {
            el("p")
                .class("tl-filtered")
                .attr("part", "filter-note")
                .child((
                    timeline.sentence(&TimelineMessage::Filtered(n)),
                    " ",
                    button("co-btn co-btn--link")
                        .on("click", move |_| timeline.filter_nothing())
                        .child(
                            timeline
                                .frame
                                .say(&Message::Timeline(TimelineMessage::Word(Word::ShowAll))),
                        ),
                ))
        })
    })
}
