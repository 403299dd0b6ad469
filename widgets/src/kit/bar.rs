//! The bar on top: title, count, the widget's own tools, undo, the sync chip, help.

use super::signal::{Memo, effect};
use coordo_i18n::Message;
use leptos::prelude::AnyView;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::chip;
use super::dom::{self, Held};
use super::el::{El, button, el};
use super::frame::Frame;
use super::heading::heading;
use super::icon::{Icon, icon};

/// What a widget puts into its bar.
pub(crate) struct Bar {
    /// Its title; the widget is labelled by the element with the id `title`.
    pub title: Message<'static>,
    /// A few quiet words beside the title.
    pub count: Box<dyn Fn() -> Option<String>>,
    /// Tools of its own: [`tool`]s and [`segmented`](super::segmented::segmented) controls.
    pub tools: Vec<AnyView>,
}

/// A button of a bar. The bar gives it the tab stop when its turn comes.
pub(crate) fn tool(class: &'static str) -> El {
    button(class).attr("tabindex", "-1")
}

pub(crate) fn bar(frame: Frame, bar: Bar) -> El {
    let Bar {
        title,
        count,
        tools,
    } = bar;
    el("header")
        .class("co-bar")
        .attr("part", "toolbar")
        .live(move || {
            let level = frame.heading.get();
            heading(level, "co-title", move || frame.say(&title)).attr("id", "title")
        })
        .live(move || count().map(|count| el("span").class("co-count").child(count)))
        .live(move || {
            frame.view.with(|view| view.sync.is_sandbox).then(|| {
                el("span")
                    .class("co-tag co-tag--on")
                    .attr("part", "tag")
                    .attr("title", frame.say(&Message::SandboxMeaning))
                    .child(frame.say(&Message::Sandbox))
            })
        })
        .live(move || {
            frame.view.with(|view| view.is_read_only).then(|| {
                el("span")
                    .class("co-tag")
                    .attr("part", "tag")
                    .child(frame.say(&Message::ReadOnly))
            })
        })
        .child(toolbar(frame, tools))
}

/// One tab stop; arrows go from button to button.
fn toolbar(frame: Frame, tools: Vec<AnyView>) -> El {
    let has_undo =
        Memo::new(move || !frame.view.with(|view| view.is_read_only) && frame.has_content.get());
    let chip = Memo::new(move || chip::state(frame));
    let has_chip = Memo::new(move || chip.with(Option::is_some));
    tools_of(frame, Message::Toolbar)
        .class("co-tools")
        .child(tools)
        .child(el("span").class("grow"))
        .live(move || has_undo.get().then(|| undo(frame)))
        .live(move || has_chip.get().then(|| chip::chip(frame, chip)))
        .child(
            tool("co-btn co-btn--icon co-btn--quiet")
                .live_attr("aria-label", move || frame.say(&Message::Help))
                .on("click", move |_| frame.is_help_open.set(true))
                .child(icon(Icon::Help)),
        )
}

/// A toolbar without its tools.
pub(crate) fn tools_of(frame: Frame, label: Message<'static>) -> El {
    let node = Held::new();
    // A tool that leaves takes the tab stop with it.
    effect(move |_| {
        frame.view.track();
        frame.has_content.track();
        if let Some(toolbar) = node.get() {
            keep_stop(&toolbar);
        }
    });
    el("div")
        .attr("role", "toolbar")
        .live_attr("aria-label", move || frame.say(&label))
        .on_as::<KeyboardEvent>("keydown", |event| on_key(&event))
        .on("focusin", |event| {
            if let Some(button) = dom::target(&event)
                && let Some(toolbar) = toolbar_of(&button)
            {
                give_stop(&toolbar, &button);
            }
        })
        .built(node.keep())
}

fn undo(frame: Frame) -> El {
    let is_possible = move || {
        frame.view.with(|view| {
            view.undo
                .as_ref()
                .is_some_and(|undo| undo.refusal.is_none())
        })
    };
    tool("co-btn co-btn--quiet co-undo")
        .live_attr("aria-label", move || undo_name(frame))
        .live_attr("aria-disabled", move || (!is_possible()).then_some("true"))
        .on("click", move |_| frame.undo())
        .child((
            icon(Icon::Undo),
            el("span")
                .class("co-tool-word")
                .live_text(move || frame.say(&Message::Undo)),
        ))
}

fn undo_name(frame: Frame) -> String {
    frame.view.with(|view| match &view.undo {
        Some(undo) => frame.say(&Message::UndoOf {
            title: &frame.title_of(undo.title.as_ref()),
            kind: undo.kind,
            back_to: undo.back_to.as_ref(),
        }),
        None => frame.say(&Message::Undo),
    })
}

fn buttons(toolbar: &Element) -> Vec<HtmlElement> {
    dom::all_within(toolbar, "button")
}

fn toolbar_of(button: &Element) -> Option<Element> {
    button.closest("[role=toolbar]").ok().flatten()
}

/// Gives the one tab stop to a button.
fn give_stop(toolbar: &Element, to: &Element) {
    for button in buttons(toolbar) {
        let value = if **button == **to { "0" } else { "-1" };
        // Fails only for a name that is no attribute.
        let _ = button.set_attribute("tabindex", value);
    }
}

/// Makes sure that a button has the tab stop: the first, where none has.
fn keep_stop(toolbar: &Element) {
    let buttons = buttons(toolbar);
    let has_stop = |button: &HtmlElement| button.get_attribute("tabindex").as_deref() == Some("0");
    if !buttons.iter().any(has_stop)
        && let Some(first) = buttons.first()
    {
        let _ = first.set_attribute("tabindex", "0");
    }
}

fn on_key(event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        _ => return,
    };
    let Some(target) = dom::target(event) else {
        return;
    };
    let Some(buttons) = toolbar_of(&target).map(|toolbar| buttons(&toolbar)) else {
        return;
    };
    let at = buttons.iter().position(|button| ***button == *target);
    if let Some(next) = at
        .and_then(|at| at.checked_add_signed(step))
        .and_then(|at| buttons.get(at))
    {
        event.prevent_default();
        dom::focus(next);
    }
}
