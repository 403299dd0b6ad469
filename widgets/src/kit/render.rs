//! Draws an [`El`]: into the page, and again over what it drew before.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::{AddAnyAttr, Render, RenderEffect, RenderHtml};
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use send_wrapper::SendWrapper;
use web_sys::{Element, Event, Node};

use super::el::{Attr, El, Parts, Text};

/// What an element keeps while it is in the page.
pub(crate) struct Drawn {
    element: Element,
    tag: &'static str,
    attrs: Vec<DrawnAttr>,
    children: Vec<AnyViewState>,
}

/// An effect or a listener lives for as long as its value here does.
enum DrawnAttr {
    Fixed(&'static str, Text),
    Live(
        &'static str,
        #[expect(dead_code, reason = "kept alive")] RenderEffect<Option<Text>>,
    ),
    On(#[expect(dead_code, reason = "kept alive")] EventListener),
}

fn set(element: &Element, name: &str, value: Option<&str>) {
    // Both fail only for names that no attribute can have.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Draws one attribute; `has` tells what an element drawn before has by that name.
fn draw(element: &Element, attr: Attr, has: Option<&Text>) -> Option<DrawnAttr> {
    match attr {
        Attr::Fixed(name, value) => {
            if has != Some(&value) {
                set(element, name, Some(&value));
            }
            Some(DrawnAttr::Fixed(name, value))
        }
        Attr::Live(name, value) => {
            let element = element.clone();
            let effect = RenderEffect::new(move |before: Option<Option<Text>>| {
                let now = value();
                if before.is_none_or(|before| before != now) {
                    set(&element, name, now.as_deref());
                }
                now
            });
            Some(DrawnAttr::Live(name, effect))
        }
        Attr::On(name, mut act, owner) => {
            // Wheel and touch listeners of ours may stop the page from scrolling.
            let options = EventListenerOptions::enable_prevent_default();
            let act = move |event: &Event| match &owner {
                Some(owner) => owner.with(|| act(event.clone())),
                None => act(event.clone()),
            };
            Some(DrawnAttr::On(EventListener::new_with_options(
                element, name, options, act,
            )))
        }
        Attr::Built(act) => {
            act(element);
            None
        }
    }
}

impl Drawn {
    /// The element itself.
    pub(super) fn element(&self) -> &Element {
        &self.element
    }

    fn new(parts: Parts) -> Self {
        let element = Rndr::create_element(parts.tag, parts.namespace);
        let attrs = parts.attrs.into_iter();
        let attrs = attrs.filter_map(|a| draw(&element, a, None)).collect();
        let children = parts.children.into_iter().map(|child| {
            let mut child = child.build();
            child.mount(&element, None);
            child
        });
        Self {
            tag: parts.tag,
            attrs,
            children: children.collect(),
            element,
        }
    }

    fn again(&mut self, parts: Parts) {
        let before = std::mem::take(&mut self.attrs);
        for old in &before {
            let (DrawnAttr::Fixed(name, _) | DrawnAttr::Live(name, _)) = old else {
                continue;
            };
            let stays = |new: &Attr| match new {
                Attr::Fixed(n, _) | Attr::Live(n, _) => n == name,
                Attr::On(..) | Attr::Built(_) => false,
            };
            if !parts.attrs.iter().any(stays) {
                set(&self.element, name, None);
            }
        }
        for attr in parts.attrs {
            let has = match &attr {
                Attr::Fixed(name, _) => before.iter().find_map(|old| match old {
                    DrawnAttr::Fixed(n, value) if n == name => Some(value),
                    DrawnAttr::Fixed(..) | DrawnAttr::Live(..) | DrawnAttr::On(_) => None,
                }),
                Attr::Live(..) | Attr::On(..) | Attr::Built(_) => None,
            };
            self.attrs.extend(draw(&self.element, attr, has));
        }
        let n = parts.children.len();
        for (at, child) in parts.children.into_iter().enumerate() {
            if let Some(old) = self.children.get_mut(at) {
                child.rebuild(old);
            } else {
                let mut new = child.build();
                new.mount(&self.element, None);
                self.children.push(new);
            }
        }
        for mut gone in self.children.drain(n.min(self.children.len())..) {
            gone.unmount();
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        // Fails only where the marker has left its parent, and then there is no place for it.
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.element.parent_element() {
            Some(parent) => {
                child.mount(&parent, Some(&self.element));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl Render for El {
    type State = Drawn;

    fn build(self) -> Drawn {
        Drawn::new(SendWrapper::take(*self.0))
    }

    fn rebuild(self, state: &mut Drawn) {
        if self.0.tag == state.tag {
            state.again(SendWrapper::take(*self.0));
            return;
        }
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for El {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

/// Widgets are drawn in browsers only: what servers would write is nothing.
impl RenderHtml for El {
    type AsyncOutput = ();
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) {}

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
