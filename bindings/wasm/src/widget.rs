//! `mountBoard` and its siblings.

use std::rc::Rc;

use coordo_client::core::Instant;
use coordo_client::ports::Clock;
use coordo_client::{Client, LocalFuture};
use coordo_i18n::{DateFormat, Locale};
use coordo_widgets::{HostEvent, HostPorts, WidgetHandle, WidgetOptions};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::client::Page;
use crate::dates::IntlCalendar;
use crate::events::{self, Counted};
use crate::executor::Executor;
use crate::handles;
use crate::hooks::WidgetHooks;
use crate::options::read;

/// A mounted widget. Dropping it removes everything that it put into the page.
pub(crate) struct OpenWidget {
    handle: WidgetHandle,
}

struct Embedding {
    hooks: WidgetHooks,
    page: Rc<Page>,
    executor: Executor,
    dates: Rc<dyn DateFormat>,
    counted: Counted,
}

impl HostPorts for Embedding {
    fn emit(&self, event: HostEvent) -> bool {
        let (name, detail, cancelable) = events::of_widget(&event, self.counted);
        self.hooks.emit(name, detail, cancelable).unwrap_or(true)
    }

    fn spawn(&self, task: LocalFuture<'static, ()>) {
        self.executor.spawn(task);
    }

    fn now(&self) -> Instant {
        self.page.now()
    }

    fn dates(&self) -> Rc<dyn DateFormat> {
        self.dates.clone()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MountOptions {
    client: u32,
    locale: Option<String>,
    heading_level: Option<u8>,
}

/// How a widget comes into a page: each of the widgets has this shape.
type Mount = fn(HtmlElement, Client, WidgetOptions, Rc<dyn HostPorts>) -> WidgetHandle;

fn mount(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
    counted: Counted,
    put: Mount,
) -> Result<u32, JsValue> {
    let options: MountOptions = read(options, "options")?;
    let open = handles::client(options.client)?;
    let ports = Embedding {
        hooks,
        page: open.page.clone(),
        executor: Executor::default(),
        dates: Rc::new(IntlCalendar::new(open.page.clone())),
        counted,
    };
    let shown = WidgetOptions {
        locale: locale(options.locale.as_deref()),
        heading_level: options.heading_level.unwrap_or(2),
    };
    let handle = put(root, open.client.clone(), shown, Rc::new(ports));
    Ok(handles::add_widget(OpenWidget { handle }))
}

/// Draws a board into an element; gives the widget's handle.
#[wasm_bindgen(js_name = mountBoard)]
pub fn mount_board(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
) -> Result<u32, JsValue> {
    let put = coordo_widgets::mount_board;
    mount(root, options, hooks, Counted::Cards, put)
}

/// Draws a directory into an element; gives the widget's handle.
#[wasm_bindgen(js_name = mountDirectory)]
pub fn mount_directory(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
) -> Result<u32, JsValue> {
    let put = coordo_widgets::mount_directory;
    mount(root, options, hooks, Counted::Entries, put)
}

/// Changes language or heading level of a mounted widget.
#[wasm_bindgen(js_name = updateWidget)]
pub fn update_widget(widget: u32, patch: JsValue) -> Result<(), JsValue> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Patch {
        locale: Option<String>,
        heading_level: Option<u8>,
    }
    let patch: Patch = read(patch, "patch")?;
    let open = handles::widget(widget)?;
    if let Some(tag) = &patch.locale {
        open.handle.set_locale(locale(Some(tag)));
    }
    if let Some(level) = patch.heading_level {
        open.handle.set_heading_level(level);
    }
    Ok(())
}

/// Removes a widget and all that it held.
#[wasm_bindgen(js_name = unmountWidget)]
pub fn unmount_widget(widget: u32) {
    drop(handles::remove_widget(widget));
}

fn locale(tag: Option<&str>) -> Locale {
    tag.and_then(Locale::from_tag).unwrap_or(Locale::Fr)
}
