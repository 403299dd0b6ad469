//! A menu: beside what it belongs to, or a sheet from below on a phone.

use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

use super::dialog::{Dismiss, close_from, dialog};
use super::dom;
use super::el::{El, el};
use super::heading::heading;
use super::icon::{Icon, icon};

/// A menu about to open.
pub(crate) struct Menu {
    /// Its name.
    pub label: String,
    /// Level of its heading.
    pub level: u8,
    /// What stands at its head.
    pub title: String,
    /// What is said below, small.
    pub subtitle: Option<String>,
    /// What it lies beside.
    pub anchor: Option<HtmlElement>,
    /// What may be chosen, in order.
    pub entries: Vec<Entry>,
    /// Takes the menu out of the page and gives the focus back.
    pub closed: Box<dyn Fn()>,
}

/// One line of a menu.
pub(crate) struct Entry {
    glyph: Icon,
    word: String,
    small: Option<String>,
    code: Option<String>,
    /// Where the menu is a choice of one: whether this is it.
    is_checked: Option<bool>,
    current: Option<String>,
    act: Option<Box<dyn Fn()>>,
}

impl Entry {
    /// A line that can be chosen; the menu closes before `act` runs.
    pub(crate) fn new(glyph: Icon, word: String, act: impl Fn() + 'static) -> Self {
        Self {
            act: Some(Box::new(act)),
            ..Self::forbidden(glyph, word, None)
        }
    }

    /// A line that cannot be chosen, and why.
    pub(crate) fn forbidden(glyph: Icon, word: String, why: Option<String>) -> Self {
        Self {
            glyph,
            word,
            small: why,
            code: None,
            is_checked: None,
            current: None,
            act: None,
        }
    }

    /// A small line that says more.
    pub(crate) fn small(mut self, small: Option<String>) -> Self {
        self.small = small;
        self
    }

    /// A code for hosts and tests (`data-to`).
    pub(crate) fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// One of several of which one is chosen.
    pub(crate) fn checked(mut self, is_checked: bool) -> Self {
        self.is_checked = Some(is_checked);
        self
    }

    /// What is so now, with the word that says it.
    pub(crate) fn current(mut self, word: String) -> Self {
        self.current = Some(word);
        self
    }

    fn draw(self) -> El {
        let is_current = self.current.is_some() || self.is_checked == Some(true);
        let role = if self.is_checked.is_some() {
            "menuitemradio"
        } else {
            "menuitem"
        };
        let item = el("div")
            .attr("role", role)
            .attr("tabindex", "-1")
            .class(if is_current {
                "co-item is-current"
            } else {
                "co-item"
            })
            .attr("data-to", self.code)
            .attr("aria-disabled", self.act.is_none().then_some("true"))
            .attr(
                "aria-checked",
                self.is_checked.map(|is| if is { "true" } else { "false" }),
            )
            .child((
                icon(self.glyph),
                el("span").child((self.word, self.small.map(|small| el("small").child(small)))),
                self.current
                    .map(|word| el("span").class("co-count").child(word)),
            ));
        match self.act {
            Some(act) => item.on("click", move |event| {
                close_from(&event);
                act();
            }),
            None => item,
        }
    }
}

pub(crate) fn menu(menu: Menu) -> AnyView {
    let Menu {
        label,
        level,
        title,
        subtitle,
        anchor,
        entries,
        closed,
    } = menu;
    let list = el("div")
        .attr("role", "menu")
        .attr("aria-label", label.clone())
        .on_as::<KeyboardEvent>("keydown", |event| on_key(&event))
        .child(entries.into_iter().map(Entry::draw).collect::<Vec<_>>());
    dialog(
        "co-dialog co-menu",
        Dismiss::Outside,
        move || label.clone(),
        move |element| {
            place(&element, anchor.as_ref());
            focus_item(&element, |items| {
                let is = |name: &str, value: Option<&str>| {
                    items
                        .iter()
                        .position(|item| item.get_attribute(name).as_deref() == value)
                };
                is("aria-checked", Some("true"))
                    .or_else(|| is("aria-disabled", None))
                    .unwrap_or(0)
            });
        },
        closed,
        (
            heading(level, "", move || title.clone()),
            subtitle.map(|subtitle| el("p").child(subtitle)),
            list,
        ),
    )
}

/// Arrows go around; Tab closes, since a menu is one stop.
fn on_key(event: &KeyboardEvent) {
    let Some(menu) = dom::target(event).and_then(|el| el.closest("[role=menu]").ok().flatten())
    else {
        return;
    };
    let key = event.key();
    let at = move |items: &[HtmlElement]| {
        let focused = dom::focused_in_tree_of(items.first()?)?;
        items.iter().position(|item| **item == focused)
    };
    match key.as_str() {
        "ArrowDown" => focus_item(&menu, |all| at(all).map_or(0, |i| (i + 1) % all.len())),
        "ArrowUp" => focus_item(&menu, |all| {
            at(all).map_or(0, |i| (i + all.len() - 1) % all.len())
        }),
        "Home" => focus_item(&menu, |_| 0),
        "End" => focus_item(&menu, |all| all.len() - 1),
        "Enter" | " " => {
            if let Some(item) = dom::target(event).and_then(|el| el.dyn_into::<HtmlElement>().ok())
            {
                item.click();
            }
        }
        "Tab" => close_from(event),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Focuses one of the entries.
fn focus_item(within: &Element, choose: impl Fn(&[HtmlElement]) -> usize) {
    let items = dom::all_within(within, "[role^=menuitem]");
    if items.is_empty() {
        return;
    }
    if let Some(item) = items.get(choose(&items)) {
        dom::focus(item);
    }
}

/// Below what it belongs to, inside the window: the ends aligned, or the beginnings where the menu
/// would cover what of the portal lies before the widget.
pub(crate) fn place(menu: &HtmlDialogElement, anchor: Option<&HtmlElement>) {
    let (Some(anchor), Some(window)) = (anchor, web_sys::window()) else {
        return;
    };
    let size = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let (area, own) = (
        anchor.get_bounding_client_rect(),
        menu.get_bounding_client_rect(),
    );
    let end = area.right() - own.width();
    let is_inside = dom::host_of(anchor).is_none_or(|host| end >= host.left());
    let x = if is_inside { end } else { area.left() }
        .min(width - own.width() - 8.0)
        .max(8.0);
    let y = (area.top() + 34.0)
        .min(height - own.height() - 8.0)
        .max(8.0);
    dom::set_length(menu, "--_x", x);
    dom::set_length(menu, "--_y", y);
}
