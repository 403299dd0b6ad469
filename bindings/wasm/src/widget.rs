//! `mountBoard` and its siblings.

use std::rc::Rc;

use coordo_client::core::Instant;
use coordo_client::ports::Clock;
use coordo_client::timeline::Grouping;
use coordo_client::{Client, LocalFuture};
use coordo_i18n::{DateFormat, Locale};
use coordo_widgets::{
    HostEvent, HostPorts, TimelineHandle, TimelineOptions, WidgetHandle, WidgetOptions,
};
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
pub(crate) enum OpenWidget {
    Timeline(Box<TimelineHandle>),
    /// What has nothing to set but what all have: the board, the directory.
    Plain(Box<WidgetHandle>),
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
    group_by: Option<GroupBy>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum GroupBy {
    Goal,
    Actor,
    Kind,
}

impl From<GroupBy> for Grouping {
    fn from(by: GroupBy) -> Self {
        match by {
            GroupBy::Goal => Self::Goal,
            GroupBy::Actor => Self::Actor,
            GroupBy::Kind => Self::Kind,
        }
    }
}

/// What a mount needs, read and opened.
struct Opened {
    client: Client,
    ports: Rc<dyn HostPorts>,
    shown: WidgetOptions,
    grouping: Grouping,
}

fn open(options: JsValue, hooks: WidgetHooks, counted: Counted) -> Result<Opened, JsValue> {
    let options: MountOptions = read(options, "options")?;
    let open = handles::client(options.client)?;
    let ports = Embedding {
        hooks,
        page: open.page.clone(),
        executor: Executor::default(),
        dates: Rc::new(IntlCalendar::new(open.page.clone())),
        counted,
    };
    Ok(Opened {
        client: open.client.clone(),
        ports: Rc::new(ports),
        shown: WidgetOptions {
            locale: locale(options.locale.as_deref()),
            heading_level: options.heading_level.unwrap_or(2),
        },
        grouping: options.group_by.map(Grouping::from).unwrap_or_default(),
    })
}

/// Draws a timeline into an element; gives the widget's handle.
#[wasm_bindgen(js_name = mountTimeline)]
pub fn mount_timeline(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
) -> Result<u32, JsValue> {
    let opened = open(options, hooks, Counted::Items)?;
    let options = TimelineOptions {
        locale: opened.shown.locale,
        heading_level: opened.shown.heading_level,
        grouping: opened.grouping,
    };
    let handle = coordo_widgets::mount_timeline(root, opened.client, options, opened.ports);
    Ok(handles::add_widget(OpenWidget::Timeline(Box::new(handle))))
}

/// Draws a board into an element; gives the widget's handle.
#[wasm_bindgen(js_name = mountBoard)]
pub fn mount_board(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
) -> Result<u32, JsValue> {
    let opened = open(options, hooks, Counted::Cards)?;
    let handle = coordo_widgets::mount_board(root, opened.client, opened.shown, opened.ports);
    Ok(handles::add_widget(OpenWidget::Plain(Box::new(handle))))
}

/// Draws a directory into an element; gives the widget's handle.
#[wasm_bindgen(js_name = mountDirectory)]
pub fn mount_directory(
    root: HtmlElement,
    options: JsValue,
    hooks: WidgetHooks,
) -> Result<u32, JsValue> {
    let opened = open(options, hooks, Counted::Entries)?;
    let handle = coordo_widgets::mount_directory(root, opened.client, opened.shown, opened.ports);
    Ok(handles::add_widget(OpenWidget::Plain(Box::new(handle))))
}

/// Changes language, heading level or lanes of a mounted widget.
#[wasm_bindgen(js_name = updateWidget)]
pub fn update_widget(widget: u32, patch: JsValue) -> Result<(), JsValue> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Patch {
        locale: Option<String>,
        heading_level: Option<u8>,
        group_by: Option<GroupBy>,
    }
    let patch: Patch = read(patch, "patch")?;
    let open = handles::widget(widget)?;
    if let Some(tag) = &patch.locale {
        let locale = locale(Some(tag));
        match &*open {
            OpenWidget::Timeline(timeline) => timeline.set_locale(locale),
            OpenWidget::Plain(plain) => plain.set_locale(locale),
        }
    }
    if let Some(level) = patch.heading_level {
        match &*open {
            OpenWidget::Timeline(timeline) => timeline.set_heading_level(level),
            OpenWidget::Plain(plain) => plain.set_heading_level(level),
        }
    }
    if let (Some(by), OpenWidget::Timeline(timeline)) = (patch.group_by, &*open) {
        timeline.set_grouping(by.into());
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
