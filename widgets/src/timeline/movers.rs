//! What keeps to the view while time moves under it: a label stays where it can be read, the chevron
//! of an open end at the edge.
//!
//! Each is moved by a property of its own: a custom property on its mark would have the mark and all
//! that is in it styled anew on every frame.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::kit::dom::set_px;

/// Room between the edge of the view and the chevron, with the chevron.
const END: i32 = 16;
/// The same at the edge where time begins.
const START: i32 = 5;

/// To what it keeps.
#[derive(Clone, Copy)]
pub(super) enum Keeps {
    /// Where it begins, while that is in view; then the edge.
    Begin,
    /// The edge where the view begins.
    Start,
    /// The edge where the view ends.
    End,
}

/// Something in a thing that lies in time.
pub(super) struct Mover {
    element: HtmlElement,
    keeps: Keeps,
    /// Where that thing begins, in pixels of the base.
    x: i32,
    written: Cell<i32>,
}

impl Mover {
    pub(super) fn new(element: Element, keeps: Keeps, x: i32) -> Self {
        Self {
            element: element.unchecked_into(),
            keeps,
            x,
            // Whatever it was moved by before, it is written.
            written: Cell::new(i32::MIN),
        }
    }
}

/// Moves them: all lies `pan` pixels further to the right than by the base, in a view so wide.
pub(super) fn keep(movers: &[Mover], pan: i32, width: i32) {
    for mover in movers {
        let begin = mover.x + pan;
        let by = match mover.keeps {
            Keeps::Begin => (-begin).max(0),
            Keeps::Start => START - begin,
            Keeps::End => width - begin - END,
        };
        if mover.written.replace(by) != by {
            set_px(&mover.element, "translate", by);
        }
    }
}

/// Puts a label back that needs not move any more.
pub(super) fn rest(label: &Element) {
    let label: &HtmlElement = label.unchecked_ref();
    // Fails only for a name that is not a property.
    let _ = label.style().remove_property("translate");
}
