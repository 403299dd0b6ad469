//! One element type for all widgets.
//!
//! Leptos gives each element of each widget a type of its own, and the module a
//! renderer for each of those types. Here tags, attributes and children are data,
//! so that one renderer serves all of them: the module is smaller by a third.
//! Signals, effects, owners and views around it are Leptos's own.

use std::borrow::Cow;

use leptos::prelude::{AnyView, IntoAny, Owner};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

pub(crate) type Text = Cow<'static, str>;
type Listener = Box<dyn FnMut(Event)>;

/// Something that an element has besides children.
pub(super) enum Attr {
    Fixed(&'static str, Text),
    Live(&'static str, Box<dyn Fn() -> Option<Text>>),
    On(&'static str, Listener, Option<Owner>),
    Built(Box<dyn FnOnce(&Element)>),
}

/// An element before it is drawn.
/// A pointer: what is handed from step to step of building is four bytes, and so is the code of each step.
pub(crate) struct El(pub(super) Box<SendWrapper<Parts>>);

pub(super) struct Parts {
    pub(super) tag: &'static str,
    pub(super) namespace: Option<&'static str>,
    pub(super) attrs: Vec<Attr>,
    pub(super) children: Vec<AnyView>,
}

/// Begins an HTML element.
pub(crate) fn el(tag: &'static str) -> El {
    element(tag, None)
}

/// Begins an SVG element.
pub(crate) fn svg(tag: &'static str) -> El {
    element(tag, Some("http://www.w3.org/2000/svg"))
}

fn element(tag: &'static str, namespace: Option<&'static str>) -> El {
    El(Box::new(SendWrapper::new(Parts {
        tag,
        namespace,
        attrs: Vec::new(),
        children: Vec::new(),
    })))
}

/// A button that submits nothing.
pub(crate) fn button(class: &'static str) -> El {
    el("button")
        .attr("type", "button")
        .attr("class", class)
        .attr("part", "button")
}

impl El {
    /// An attribute with a value that stays; `None` leaves it out.
    pub(crate) fn attr(mut self, name: &'static str, value: impl IntoText) -> Self {
        if let Some(value) = value.into_text() {
            // The last one wins, as where an element has a class by default.
            self.0
                .attrs
                .retain(|a| !matches!(a, Attr::Fixed(n, _) if *n == name));
            self.0.attrs.push(Attr::Fixed(name, value));
        }
        self
    }

    /// The same with its class: the most frequent attribute.
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// An attribute whose value follows signals; `None` takes it away.
    pub(crate) fn live_attr<T: IntoText>(
        self,
        name: &'static str,
        value: impl Fn() -> T + 'static,
    ) -> Self {
        self.having(Attr::Live(name, Box::new(move || value().into_text())))
    }

    /// One function for all that has a closure of its own.
    #[inline(never)]
    fn having(mut self, attr: Attr) -> Self {
        self.0.attrs.push(attr);
        self
    }

    #[inline(never)]
    fn listen(self, event: &'static str, act: Listener) -> Self {
        self.having(Attr::On(event, act, Owner::current()))
    }

    /// Listens to an event on this very element: nothing is delegated.
    pub(crate) fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    /// The same for an event whose kind the name tells: `KeyboardEvent`, `PointerEvent` …
    pub(crate) fn on_as<E: JsCast>(
        self,
        event: &'static str,
        mut act: impl FnMut(E) + 'static,
    ) -> Self {
        self.on(event, move |event| act(event.unchecked_into()))
    }

    /// Runs when the element exists, before it is in the page; again where it is drawn anew.
    pub(crate) fn built(self, act: impl FnOnce(&Element) + 'static) -> Self {
        self.having(Attr::Built(Box::new(act)))
    }

    /// Adds a child, or several, or none.
    pub(crate) fn child(mut self, child: impl IntoChildren) -> Self {
        child.add_to(&mut self.0.children);
        self
    }

    /// Adds text that follows signals.
    pub(crate) fn live_text<T: Into<Text>>(self, text: impl Fn() -> T + 'static) -> Self {
        self.follow(Box::new(move || text_node(text().into())))
    }

    /// Adds a child that follows signals; `None` draws nothing.
    pub(crate) fn live<T: IntoChildren>(self, view: impl Fn() -> T + 'static) -> Self {
        self.follow(following(view))
    }

    #[inline(never)]
    fn follow(self, view: Following) -> Self {
        self.child(live_boxed(view))
    }

    /// As a view of any kind.
    pub(crate) fn into_any(self) -> AnyView {
        IntoAny::into_any(self)
    }
}

/// A view that follows signals; `None` draws nothing.
pub(crate) fn live<T: IntoChildren>(view: impl Fn() -> T + 'static) -> AnyView {
    live_boxed(following(view))
}

type Following = Box<dyn Fn() -> AnyView>;

fn following<T: IntoChildren>(view: impl Fn() -> T + 'static) -> Following {
    Box::new(move || {
        let mut views = Vec::new();
        view().add_to(&mut views);
        one(views)
    })
}

/// One instance of Leptos's following for all that follows.
fn live_boxed(view: Following) -> AnyView {
    let view = SendWrapper::new(view);
    let view: Box<dyn Fn() -> AnyView + Send> = Box::new(move || (*view)());
    IntoAny::into_any(view)
}

fn one(mut views: Vec<AnyView>) -> AnyView {
    if views.len() == 1
        && let Some(only) = views.pop()
    {
        return only;
    }
    IntoAny::into_any(views)
}

fn text_node(text: Text) -> AnyView {
    IntoAny::into_any(text.into_owned())
}

/// What can be the value of an attribute.
pub(crate) trait IntoText {
    fn into_text(self) -> Option<Text>;
}

impl IntoText for &'static str {
    fn into_text(self) -> Option<Text> {
        Some(Cow::Borrowed(self))
    }
}

impl IntoText for String {
    fn into_text(self) -> Option<Text> {
        Some(Cow::Owned(self))
    }
}

impl IntoText for Text {
    fn into_text(self) -> Option<Text> {
        Some(self)
    }
}

impl<T: IntoText> IntoText for Option<T> {
    fn into_text(self) -> Option<Text> {
        self.and_then(T::into_text)
    }
}

/// What can stand inside an element.
pub(crate) trait IntoChildren {
    fn add_to(self, children: &mut Vec<AnyView>);
}

impl IntoChildren for El {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl IntoChildren for AnyView {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl IntoChildren for &'static str {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(text_node(Cow::Borrowed(self)));
    }
}

impl IntoChildren for String {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(text_node(Cow::Owned(self)));
    }
}

impl<T: IntoChildren> IntoChildren for Option<T> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        if let Some(child) = self {
            child.add_to(children);
        }
    }
}

impl<T: IntoChildren> IntoChildren for Vec<T> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        for child in self {
            child.add_to(children);
        }
    }
}

macro_rules! tuples {
    ($(($($name:ident),+))*) => {$(
        impl<$($name: IntoChildren),+> IntoChildren for ($($name,)+) {
            #[allow(non_snake_case, reason = "the parts have the names of their types")]
            fn add_to(self, children: &mut Vec<AnyView>) {
                let ($($name,)+) = self;
                $($name.add_to(children);)+
            }
        }
    )*};
}

tuples! {
    (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H)
}
