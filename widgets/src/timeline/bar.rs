//! The bars on top: the plan, and how the person looks at it.

use coordo_client::timeline::Grouping;
use coordo_i18n::{Message, TimelineMessage, TimelineWord as Word};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement, KeyboardEvent};

use super::keys::STEP;
use super::state::{Mode, Timeline};
use crate::kit::dom;
use crate::kit::el::{El, button, el};
use crate::kit::icon::{Icon, icon};

/// « version 4, tenu par Claire Lescure (DAC), revu ven. 20 nov. »
pub(super) fn subtitle(timeline: Timeline) -> String {
    timeline.version.track();
    let view = timeline.view();
    let Some(plan) = &view.plan else {
        return String::new();
    };
    let locale = timeline.frame.locale.get();
    let dates = timeline.frame.dates();
    let title = plan.title.as_ref().map(|title| title.0.clone());
    let holder = plan
        .holder
        .as_ref()
        .map(|name| locale.timeline(&TimelineMessage::HeldBy { name: &name.0 }));
    let span = match (plan.start, plan.end) {
        (Some(start), Some(end)) => Some(dates.span(locale, start, end)),
        (Some(start), None) => Some(locale.timeline(&TimelineMessage::Since {
            date: &dates.day(locale, start),
        })),
        (None, Some(end)) => Some(locale.say(&Message::Until {
            date: &dates.day(locale, end),
        })),
        (None, None) => None,
    };
    let parts: Vec<String> = [title, holder, span].into_iter().flatten().collect();
    parts.join(", ")
}

/// The second bar: presentation, lanes, where in time.
pub(super) fn tools(timeline: Timeline) -> El {
    let is_chart = Memo::new(move |_| timeline.mode.get() == Mode::Chart);
    el("div")
        .class("co-bar tl-tools")
        .attr("role", "toolbar")
        .live_attr("aria-label", move || timeline.word(Word::Toolbar))
        .on_as::<KeyboardEvent>("keydown", on_key)
        .on("focusin", |event| {
            if let Some(tool) = dom::target(event.as_ref()) {
                only_stop(&tool);
            }
        })
        .child((
            presentation(timeline),
            grouping(timeline),
            el("span").class("grow"),
        ))
        .live(move || is_chart.get().then(|| time(timeline)))
}

fn presentation(timeline: Timeline) -> El {
    let choice = move |mode: Mode, glyph: Icon, word: Word, stop: &'static str| {
        button("co-btn")
            .attr("tabindex", stop)
            .live_attr("aria-pressed", move || {
                if timeline.mode.get() == mode {
                    "true"
                } else {
                    "false"
                }
            })
            .on("click", move |_| timeline.mode.set(mode))
            .child(icon(glyph))
            .live_text(move || timeline.word(word))
    };
    el("div")
        .class("co-seg")
        .attr("role", "group")
        .live_attr("aria-label", move || timeline.word(Word::Presentation))
        .child((
            choice(Mode::Chart, Icon::List, Word::Chart, "0"),
            choice(Mode::Table, Icon::Table, Word::Table, "-1"),
        ))
}

fn grouping(timeline: Timeline) -> El {
    let options: Vec<El> = Grouping::ALL
        .into_iter()
        .map(|grouping| {
            let (code, word) = match grouping {
                Grouping::Goal => ("goal", Word::ByGoal),
                Grouping::Actor => ("actor", Word::ByActor),
                Grouping::Kind => ("kind", Word::ByKind),
            };
            el("option")
                .attr("value", code)
                .live_attr("selected", move || {
                    (timeline.grouping.get() == grouping).then_some("")
                })
                .live_text(move || timeline.word(word))
        })
        .collect();
    el("select")
        .class("co-btn co-btn--quiet tl-group")
        .attr("part", "button")
        .attr("tabindex", "-1")
        .live_attr("aria-label", move || timeline.word(Word::GroupBy))
        .on("change", move |event| {
            let select = dom::target(&event).and_then(|el| el.dyn_into::<HtmlSelectElement>().ok());
            if let Some(select) = select {
                timeline.group_by(match select.selected_index() {
                    1 => Grouping::Actor,
                    2 => Grouping::Kind,
                    _ => Grouping::Goal,
                });
            }
        })
        .child(options)
}

/// Where in time, and how much of it.
fn time(timeline: Timeline) -> El {
    let tool = move |glyph: Icon, word: Word, act: fn(Timeline)| {
        button("co-btn co-btn--icon co-btn--quiet")
            .attr("tabindex", "-1")
            .live_attr("aria-label", move || timeline.word(word))
            .on("click", move |_| act(timeline))
            .child(icon(glyph))
    };
    let range = el("span").class("tl-range").live_text(move || {
        timeline.range.track();
        timeline.range_words(timeline.frame.locale.get())
    });
    let scale = el("div")
        .class("co-seg")
        .attr("role", "group")
        .live_attr("aria-label", move || timeline.word(Word::Scale))
        .child((
            tool(Icon::Minus, Word::ZoomOut, |t| t.zoom(STEP, None)),
            tool(Icon::Plus, Word::ZoomIn, |t| t.zoom(1.0 / STEP, None)),
            tool(Icon::Fit, Word::Fit, Timeline::fit),
        ));
    let today = button("co-btn")
        .attr("tabindex", "-1")
        .on("click", move |_| timeline.look_at_now())
        .live_text(move || timeline.word(Word::Today));
    el("div").class("tl-time").child((
        tool(Icon::Left, Word::Earlier, |t| t.turn(-0.8)),
        range,
        tool(Icon::Right, Word::Later, |t| t.turn(0.8)),
        scale,
        today,
    ))
}

impl Timeline {
    /// Moves by a part of the width.
    pub(super) fn turn(self, widths: f64) {
        let scale = self
            .host
            .with_value(|host| host.scale.panned(host.bounds.width * widths));
        self.look(scale);
        self.say_range();
    }

    /// Other lanes for the same items.
    pub(super) fn group_by(self, grouping: Grouping) {
        if self.grouping.get_untracked() != grouping {
            self.grouping.set(grouping);
            self.host.update_value(|host| host.folded.clear());
            self.refresh();
            self.draw_anew();
        }
    }
}

/// All tools of a toolbar, in order.
fn tools_of(toolbar: &web_sys::Element) -> Vec<HtmlElement> {
    let Ok(found) = toolbar.query_selector_all("button, select, input") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

/// Makes one tool the only one that Tab leads to.
fn only_stop(tool: &web_sys::Element) {
    let Ok(Some(toolbar)) = tool.closest("[role=toolbar]") else {
        return;
    };
    for other in tools_of(&toolbar) {
        let stop = if *other == *tool { "0" } else { "-1" };
        // Fails only for a name that no attribute can have.
        let _ = other.set_attribute("tabindex", stop);
    }
}

/// Arrows go from tool to tool; a list and a field keep their own.
fn on_key(event: KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        _ => return,
    };
    let Some(tool) = dom::target(&event) else {
        return;
    };
    let Ok(Some(toolbar)) = tool.closest("[role=toolbar]") else {
        return;
    };
    let tools = tools_of(&toolbar);
    let at = tools.iter().position(|other| **other == tool);
    if let Some(next) = at
        .and_then(|at| at.checked_add_signed(by))
        .and_then(|at| tools.get(at))
    {
        event.prevent_default();
        event.stop_propagation();
        // Fails only for an element that has left the page.
        let _ = next.focus();
    }
}
