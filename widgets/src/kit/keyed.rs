//! A list whose elements stay as long as what they show stays.
//!
//! Not reactive: whoever changes what is shown calls [`Keyed::update`], and what it
//! drew is in the page when that returns. Hundreds of marks move on every frame of a
//! zoom; an effect for each would cost more than the moving.

use leptos::prelude::{Owner, Render};
use leptos::tachys::view::Mountable;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom;
use super::el::El;
use super::render::Drawn;

/// The children of one element.
pub(crate) struct Keyed {
    parent: Element,
    items: Vec<Item>,
}

/// The place of an element: what was written on it is not written again.
pub(crate) struct Seat {
    element: HtmlElement,
    written: Vec<(&'static str, i32)>,
}

impl Seat {
    pub(crate) fn element(&self) -> &HtmlElement {
        &self.element
    }

    /// Sets a property to so many pixels.
    pub(crate) fn put(&mut self, name: &'static str, px: i32) {
        match self.written.iter_mut().find(|(of, _)| *of == name) {
            Some((_, before)) if *before == px => return,
            Some((_, before)) => *before = px,
            None => self.written.push((name, px)),
        }
        dom::set_px(&self.element, name, px);
    }

    /// Takes a property away.
    pub(crate) fn clear(&mut self, name: &'static str) {
        if let Some(at) = self.written.iter().position(|(of, _)| *of == name) {
            self.written.swap_remove(at);
            // Fails only for a name that is not a property.
            let _ = self.element.style().remove_property(name);
        }
    }
}

struct Item {
    key: u64,
    seat: Seat,
    drawn: Drawn,
    owner: Owner,
}

impl Item {
    fn new(key: u64, draw: &mut dyn FnMut() -> El) -> Self {
        let owner = Owner::new();
        let drawn = owner.with(|| draw().build());
        Self {
            key,
            seat: Seat {
                element: drawn.element().clone().unchecked_into(),
                written: Vec::new(),
            },
            drawn,
            owner,
        }
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        self.drawn.unmount();
        self.owner.cleanup();
    }
}

impl Keyed {
    /// Takes an element over that has no other children.
    pub(crate) fn new(parent: &Element) -> Self {
        Self {
            parent: parent.clone(),
            items: Vec::new(),
        }
    }

    /// The element whose children they are.
    pub(crate) fn parent(&self) -> &Element {
        &self.parent
    }

    /// Draws what is new, removes what is gone, and places everything, in order.
    ///
    /// Both callbacks get the place in `keys`.
    pub(crate) fn update(
        &mut self,
        keys: &[u64],
        draw: &mut dyn FnMut(usize) -> El,
        place: &mut dyn FnMut(usize, &mut Seat),
    ) {
        let mut before: Vec<Option<Item>> = std::mem::take(&mut self.items)
            .into_iter()
            .map(Some)
            .collect();
        let mut cursor = 0;
        for (at, key) in keys.iter().enumerate() {
            let is_it = |item: &Option<Item>| item.as_ref().is_some_and(|item| item.key == *key);
            // Most of what stays, stays in order.
            let found = before
                .get(cursor..)
                .and_then(|rest| rest.iter().position(is_it))
                .map(|found| cursor + found)
                .or_else(|| before.iter().position(is_it));
            let kept = found.and_then(|found| {
                cursor = found + 1;
                before.get_mut(found).and_then(Option::take)
            });
            let mut item = kept.unwrap_or_else(|| Item::new(*key, &mut || draw(at)));
            place(at, &mut item.seat);
            self.items.push(item);
        }
        drop(before);
        let mut marker: Option<&HtmlElement> = None;
        for item in self.items.iter_mut().rev() {
            let element = &item.seat.element;
            let next = element.next_element_sibling();
            let is_placed = element.parent_node().is_some()
                && next.as_ref() == marker.map(|m| -> &Element { m });
            if !is_placed {
                item.drawn.mount(&self.parent, marker.map(AsRef::as_ref));
            }
            marker = Some(&item.seat.element);
        }
    }

    /// Draws more after what is there, without looking at the rest.
    pub(crate) fn extend(
        &mut self,
        keys: &[u64],
        draw: &mut dyn FnMut(usize) -> El,
        place: &mut dyn FnMut(usize, &mut Seat),
    ) {
        for key in keys {
            let at = self.items.len();
            let mut item = Item::new(*key, &mut || draw(at));
            place(at, &mut item.seat);
            item.drawn.mount(&self.parent, None);
            self.items.push(item);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Removes everything, so that all of it is drawn anew.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    /// The elements in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (u64, &HtmlElement)> {
        self.items.iter().map(|item| (item.key, &item.seat.element))
    }
}
