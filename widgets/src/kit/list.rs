//! A list whose items keep their elements while others come, go and move.

use std::rc::Rc;

use coordo_client::view::ItemKey;
use leptos::prelude::{AnyView, For, ForProps, IntoAny};
use send_wrapper::SendWrapper;

type Draw = Rc<dyn Fn(&ItemKey) -> AnyView>;

/// Draws the items of a list that follows signals, each once for as long as it is there.
pub(crate) fn keyed(
    each: impl Fn() -> Vec<ItemKey> + 'static,
    draw: impl Fn(&ItemKey) -> AnyView + 'static,
) -> AnyView {
    boxed(Box::new(each), Rc::new(draw))
}

/// The module holds one list for all widgets.
fn boxed(each: Box<dyn Fn() -> Vec<ItemKey>>, draw: Draw) -> AnyView {
    let (each, draw) = (SendWrapper::new(each), SendWrapper::new(draw));
    For(ForProps::builder()
        .each(move || (*each)())
        .key(ItemKey::clone)
        .children(move |key| draw(&key))
        .build())
    .into_any()
}
