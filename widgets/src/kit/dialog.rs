//! Modal dialogs by the browser's own `<dialog>`: it keeps the focus inside, listens
//! to Escape, and lies above the host's page whatever that page's stacking is.

use super::signal::effect;
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, MouseEvent};

use super::dom::{self, Held};
use super::el::{IntoChildren, el};

/// What closes a dialog besides its own buttons and Escape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dismiss {
    /// A press anywhere outside.
    Outside,
    /// Nothing: something typed would be lost.
    OnPurpose,
}

/// A dialog that opens as soon as it is in the page.
///
/// `opened` runs once it is open: to place it, or to move the focus. `closed` runs
/// after it was closed in whatever way, and must take it out of the page.
pub(crate) fn dialog(
    class: &'static str,
    dismiss: Dismiss,
    label: impl Fn() -> String + 'static,
    opened: impl FnOnce(HtmlDialogElement) + 'static,
    closed: impl Fn() + 'static,
    children: impl IntoChildren,
) -> AnyView {
    let node = Held::new();
    let mut opened = Some(opened);
    effect(move |_| {
        if let Some(element) = node.get_as::<HtmlDialogElement>()
            // A dialog that is drawn again over itself is open already.
            && !element.open()
            // Fails only where the dialog has left the page already.
            && element.show_modal().is_ok()
            && let Some(opened) = opened.take()
        {
            opened(element);
        }
    });
    el("dialog")
        .class(class)
        .attr("part", "dialog")
        .live_attr("aria-label", label)
        .on("close", move |_| closed())
        .on_as::<MouseEvent>("click", move |event| {
            if dismiss == Dismiss::Outside && is_on_backdrop(&event) {
                close_from(&event);
            }
        })
        .built(node.keep())
        .child(children)
        .into_any()
}

/// Closes the dialog that an event came from.
pub(crate) fn close_from(event: &web_sys::Event) {
    if let Some(target) = dom::target(event) {
        close_around(&target);
    }
}

/// Closes the dialog that an element is in.
pub(crate) fn close_around(element: &Element) {
    if let Some(dialog) = element.closest("dialog").ok().flatten()
        && let Ok(dialog) = dialog.dyn_into::<HtmlDialogElement>()
    {
        dialog.close();
    }
}

/// The backdrop answers as the dialog itself, and so does its padding: the place tells.
fn is_on_backdrop(event: &MouseEvent) -> bool {
    let Some(dialog) = dom::target(event).and_then(|el| el.dyn_into::<HtmlDialogElement>().ok())
    else {
        return false;
    };
    let area = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    x < area.left() || x > area.right() || y < area.top() || y > area.bottom()
}
