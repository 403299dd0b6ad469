//! How a widget comes into a page and leaves it without a trace.

use std::fmt;
use std::rc::Rc;

use coordo_client::{Client, Subscription};
use coordo_i18n::Locale;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::prelude::{AnyView, Owner};
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::HtmlElement;

use super::frame::Frame;
use crate::host::HostPorts;

/// How a widget is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WidgetOptions {
    /// Language of its words.
    pub locale: Locale,
    /// Level of its title among the host's headings; those inside are below it.
    pub heading_level: u8,
}

/// A widget in the page. Dropping it removes everything that it put there.
pub struct WidgetHandle {
    frame: Frame,
    owner: Owner,
    // Dropped in this order: no news any more, then the elements.
    subscription: Option<Subscription>,
    mounted: Option<UnmountHandle<AnyViewState>>,
}

impl WidgetHandle {
    /// Changes the language, in place.
    pub fn set_locale(&self, locale: Locale) {
        self.frame.locale.set(locale);
    }

    /// Changes the level of the headings, in place.
    pub fn set_heading_level(&self, level: u8) {
        self.frame.heading.set(level);
    }
}

impl Drop for WidgetHandle {
    fn drop(&mut self) {
        drop(self.subscription.take());
        drop(self.mounted.take());
        self.owner.cleanup();
    }
}

impl fmt::Debug for WidgetHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WidgetHandle")
    }
}

/// What a widget is, once it has made its state from the frame.
pub(crate) struct Started {
    /// Draws it, once.
    pub view: Box<dyn FnOnce() -> AnyView>,
    /// Asks the client for the view and draws what differs.
    pub refresh: Rc<dyn Fn()>,
}

/// Puts a widget into `root`, an element of its shadow root.
pub(crate) fn mount(
    root: HtmlElement,
    client: Client,
    options: WidgetOptions,
    ports: Rc<dyn HostPorts>,
    start: impl FnOnce(Frame) -> Started,
) -> WidgetHandle {
    // Fails where an executor is there already, which is as good.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let WidgetOptions {
        locale,
        heading_level,
    } = options;
    let (frame, refresh, mounted) = owner.with(|| {
        let frame = Frame::new(client.clone(), ports, locale, heading_level);
        let Started { view, refresh } = start(frame);
        (frame, refresh, put(&root, view))
    });
    let subscription = client.subscribe(move || {
        if frame.is_alive() {
            frame.changed(Rc::clone(&refresh));
        }
    });
    WidgetHandle {
        frame,
        owner,
        subscription: Some(subscription),
        mounted: Some(mounted),
    }
}

/// One instance of Leptos's mounting for all widgets.
fn put(root: &HtmlElement, view: Box<dyn FnOnce() -> AnyView>) -> UnmountHandle<AnyViewState> {
    mount_to_renderer(root, view)
}
