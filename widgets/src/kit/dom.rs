//! The few questions that widgets ask the page.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, Node, ShadowRoot};

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

/// Sets a length as a custom property: geometry never goes through a style attribute.
pub(crate) fn set_length(element: &HtmlElement, name: &str, px: f64) {
    // Fails only for a name that is not a property.
    let _ = element.style().set_property(name, &format!("{px:.1}px"));
}
