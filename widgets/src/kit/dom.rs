//! The few questions that widgets ask the page.

use super::signal::StoredValue;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, Event, HtmlElement, Node, ShadowRoot};

/// The element that an event came from, also inside a shadow root.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|t| t.dyn_into().ok())
}

/// Whether the event came from something inside a matching element.
pub(crate) fn is_within(event: &Event, selector: &str) -> bool {
    target(event).is_some_and(|el| el.closest(selector).ok().flatten().is_some())
}

/// The element that has the focus in the tree that `node` lives in.
pub(crate) fn focused_in_tree_of(node: &Node) -> Option<Element> {
    let root = node.get_root_node();
    match root.dyn_into::<ShadowRoot>() {
        Ok(shadow) => shadow.active_element(),
        Err(root) => root
            .dyn_into::<web_sys::Document>()
            .ok()
            .and_then(|document| document.active_element()),
    }
}

/// Where the widget is that an element was drawn by.
pub(crate) fn host_of(node: &Node) -> Option<DomRect> {
    let shadow: ShadowRoot = node.get_root_node().dyn_into().ok()?;
    Some(shadow.host().get_bounding_client_rect())
}

/// Sets a length in whole pixels: formatting them takes less of the module and of time.
pub(crate) fn set_px(element: &HtmlElement, name: &str, px: i32) {
    let mut text = px.to_string();
    text.push_str("px");
    // Fails only for a name that is not a property.
    let _ = element.style().set_property(name, &text);
}

/// Moves an element sideways from its place, and stretches it to so many times its width.
pub(crate) fn set_shift(element: &Element, px: i32, times: f64) {
    let mut text = "translateX(".to_owned();
    text.push_str(&px.to_string());
    text.push_str("px)");
    if times.to_bits() != 1.0_f64.to_bits() {
        text.push_str(&format!("scaleX({times:.4})"));
    }
    let element: &HtmlElement = element.unchecked_ref();
    // Fails only for a name that is not a property.
    let _ = element.style().set_property("transform", &text);
}

/// Sets a length as a custom property: geometry never goes through a style attribute.
pub(crate) fn set_length(element: &HtmlElement, name: &str, px: f64) {
    // Fails only for a name that is not a property.
    let _ = element.style().set_property(name, &format!("{px:.1}px"));
}

/// The element that a part of a widget was drawn as, once it is.
#[derive(Clone, Copy)]
pub(crate) struct Held(StoredValue<Option<Element>>);

impl Held {
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// For [`El::built`](super::el::El::built): remembers the element.
    pub(crate) fn keep(self) -> impl FnOnce(&Element) + 'static {
        move |element| {
            // Nothing to keep it in: the widget left while it was drawn.
            self.0.set_value(Some(element.clone()));
        }
    }

    pub(crate) fn get(self) -> Option<Element> {
        self.0.try_get_value().flatten()
    }

    /// The same as what its tag says that it is.
    pub(crate) fn get_as<E: JsCast>(self) -> Option<E> {
        self.get()?.dyn_into().ok()
    }

    /// Whether it, or something in it, has the focus.
    pub(crate) fn has_focus_within(self) -> bool {
        self.get().is_some_and(|held| {
            let focused = focused_in_tree_of(&held);
            focused.is_some_and(|el| held.contains(Some(&el)))
        })
    }

    /// Moves the focus to the n-th element in it that answers a selector, or to itself where there
    /// is none.
    pub(crate) fn focus_nth(self, selector: &str, n: usize) {
        let Some(held) = self.get_as::<HtmlElement>() else {
            return;
        };
        focus(all_within(&held, selector).get(n).unwrap_or(&held));
    }
}

/// All elements within `root` that answer to a selector.
pub(crate) fn all_within(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into().ok())
        .collect()
}

/// Moves the focus. Nothing happens for an element that has left the page.
pub(crate) fn focus(element: &HtmlElement) {
    let _ = element.focus();
}
