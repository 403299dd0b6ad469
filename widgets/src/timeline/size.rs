//! The chart follows the room that it has, and the time that it is.

use std::time::Duration;

use leptos::prelude::{on_cleanup, set_interval_with_handle};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

use super::scale::whole;
use super::state::{Page, Timeline};
use crate::kit::paper::follow_print;

/// Watches the size of elements until it is dropped.
pub(super) struct Watch {
    observer: Option<ResizeObserver>,
    _act: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(elements: &[&Element], act: impl FnMut() + 'static) -> Self {
        let act = Closure::<dyn FnMut()>::new(act);
        // Fails nowhere: every browser that the widgets run in has it.
        let observer = ResizeObserver::new(act.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            for element in elements {
                observer.observe(element);
            }
        }
        Self {
            observer,
            _act: act,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

impl Page {
    /// What lies above the rows while they scroll.
    pub(super) fn axis_height(&self) -> i32 {
        self.plot.offset_height()
    }
}

impl Timeline {
    /// The chart is in the page: measures it now and whenever its size changes.
    pub(super) fn laid(self, page: Page) {
        let watch = Watch::new(&[&page.chart, &page.probe], move || {
            if self.frame.is_alive() {
                self.measure();
            }
        });
        self.host.update_value(|host| {
            host.tracks.clear();
            host.movers.clear();
            host.is_drawing = false;
            host.shifted = None;
            host.total = 0;
            host.nameless.clear();
            host.watch = Some(watch);
            host.page = Some(page.into());
        });
        self.measure();
    }

    /// The chart is about to leave the page.
    pub(super) fn left(self) {
        self.host.try_update_value(|host| {
            host.watch = None;
            host.page = None;
            host.tracks.clear();
            host.movers.clear();
            host.is_drawing = false;
            host.nameless.clear();
        });
    }

    /// Remembers the root, in which everything of the widget is found.
    pub(super) fn anchored(self, root: &Element) {
        let root: HtmlElement = root.clone().unchecked_into();
        self.host.update_value(|host| host.root = Some(root));
    }

    pub(super) fn root(self) -> Option<HtmlElement> {
        self.host.with_value(|host| host.root.clone())
    }

    /// On paper there is the table, with all of its lines.
    pub(super) fn follow_print(self) {
        follow_print(
            self.frame,
            move || self.before_print(),
            move || self.after_print(),
        );
    }

    /// Moves the line of now once a minute.
    pub(super) fn tick(self) {
        let each = move || {
            if !self.frame.is_alive() {
                return;
            }
            let now = self.frame.ports().now();
            self.tell_minute(now);
            if let Some(page) = self.page() {
                let x = self.host.with_value(|host| host.base.x(now));
                self.write_now(&page, whole(x));
            }
        };
        // Fails only outside of a window.
        if let Ok(handle) = set_interval_with_handle(each, Duration::from_secs(60)) {
            on_cleanup(move || handle.clear());
        }
    }
}
