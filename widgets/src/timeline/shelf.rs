//! What has no date: beside the chart, since it has no place in it.

use coordo_i18n::{TimelineMessage, TimelineWord as Word};
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::state::{Mode, Timeline};
use super::words;
use crate::kit::dom;
use crate::kit::el::{El, button, el, live};

/// How many items the shelf shows; the table has them all.
const SHOWN: usize = 12;

pub(super) fn shelf(timeline: Timeline) -> AnyView {
    live(move || {
        timeline.version.track();
        let view = timeline.view();
        if view.undated.is_empty() {
            return None;
        }
        let locale = timeline.frame.locale.get();
        let client = timeline.frame.client();
        let shown: Vec<_> = view.undated.iter().take(SHOWN).cloned().collect();
        let items: Vec<_> = client.items(&shown).into_iter().flatten().collect();
        let chips: Vec<El> = items
            .into_iter()
            .enumerate()
            .map(|(at, item)| {
                let name = words::spoken(locale, &*timeline.frame.dates(), &item, None);
                let title = words::title(locale, &item);
                let key = item.key;
                let chosen = key.clone();
                el("li").child(
                    button("tl-chip")
                        .attr("part", "item item-planned")
                        .attr("tabindex", if at == 0 { "0" } else { "-1" })
                        .attr("data-resource", key.record.reference())
                        .attr("data-source", key.record.source.0.clone())
                        .attr("data-activity", key.activity.map(|n| n.to_string()))
                        .attr("data-dated", "false")
                        .attr("aria-label", name)
                        .live_attr("aria-pressed", move || {
                            let is = timeline
                                .chosen
                                .with(|c| c.as_ref().is_some_and(|c| c.has_item(&chosen)));
                            if is { "true" } else { "false" }
                        })
                        .on("click", move |_| timeline.open_item(key.clone(), false))
                        .child(title),
                )
            })
            .collect();
        let rest = view.undated.len().saturating_sub(SHOWN);
        let rest = (rest > 0).then(|| {
            button("co-btn co-btn--link")
                .on("click", move |_| timeline.mode.set(Mode::Table))
                .child(timeline.sentence(&TimelineMessage::MoreRows(rest)))
        });
        let title = format!("{} ({})", timeline.word(Word::Undated), view.undated.len());
        Some(
            el("div").class("tl-shelf").attr("part", "shelf").child((
                el("div").class("tl-name").child(title),
                el("ul")
                    .attr("aria-label", timeline.word(Word::Undated))
                    .on_as::<KeyboardEvent>("keydown", |event| on_key(&event))
                    .child(chips),
                rest,
            )),
        )
    })
}

/// One tab stop; arrows go from item to item.
fn on_key(event: &KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        _ => return,
    };
    let Some(list) = event
        .current_target()
        .and_then(|list| list.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let Some(target) = dom::target(event) else {
        return;
    };
    let chips = dom::all_within(&list, "button");
    let at = chips.iter().position(|chip| ***chip == *target);
    if let Some(next) = at
        .and_then(|at| at.checked_add_signed(by))
        .and_then(|at| chips.get(at))
    {
        event.prevent_default();
        for chip in &chips {
            // Fails only for a name that no attribute can have.
            let _ = chip.set_attribute("tabindex", if chip == next { "0" } else { "-1" });
        }
        dom::focus(next);
    }
}
