//! The timeline: a plan in time, by lanes, rows and marks, and the same as a table.
//!
//! [`state`] holds what is on screen, [`news`] takes the client's view, [`draw`] puts
//! into the page what lies in view and nothing else. [`scale`], [`ticks`], [`gather`]
//! and [`lines`] are sums that know no page. Moving through time is one transform;
//! zooming is one more, until the turn of each row to be placed anew ([`slices`]).

mod axis;
mod bar;
mod behind;
mod curve;
mod draw;
mod focus;
mod gather;
mod inspector;
mod keys;
mod lines;
mod links;
mod marks;
mod movers;
mod news;
mod order;
mod overview;
mod pointer;
mod rows;
mod scale;
mod shelf;
mod size;
mod slices;
mod state;
mod table;
mod ticks;
mod view;
mod words;

use std::fmt;
use std::rc::Rc;

use coordo_client::Client;
use coordo_client::timeline::Grouping;
use coordo_i18n::Locale;
use web_sys::HtmlElement;

use crate::host::HostPorts;
use crate::kit::mount::{Started, WidgetHandle, WidgetOptions, mount};
use state::Timeline;

/// How a timeline is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineOptions {
    /// Language of its words.
    pub locale: Locale,
    /// Level of its title among the host's headings.
    pub heading_level: u8,
    /// What the lanes are at first.
    pub grouping: Grouping,
}

/// A timeline in the page. Dropping it removes everything that it put there.
pub struct TimelineHandle {
    timeline: Option<Timeline>,
    widget: WidgetHandle,
}

impl TimelineHandle {
    /// Changes the language, in place.
    pub fn set_locale(&self, locale: Locale) {
        self.widget.set_locale(locale);
    }

    /// Changes the level of the headings, in place.
    pub fn set_heading_level(&self, level: u8) {
        self.widget.set_heading_level(level);
    }

    /// Changes what the lanes are, in place.
    pub fn set_grouping(&self, grouping: Grouping) {
        if let Some(timeline) = self.timeline {
            timeline.group_by(grouping);
        }
    }
}

impl fmt::Debug for TimelineHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimelineHandle")
    }
}

/// Puts a timeline into `root`, an element of the widget's shadow root.
pub fn mount_timeline(
    root: HtmlElement,
    client: Client,
    options: TimelineOptions,
    ports: Rc<dyn HostPorts>,
) -> TimelineHandle {
    let grouping = options.grouping;
    let widget = WidgetOptions {
        locale: options.locale,
        heading_level: options.heading_level,
    };
    let mut timeline = None;
    let widget = mount(root, client, widget, ports, |frame| {
        let started = Timeline::new(frame, grouping);
        timeline = Some(started);
        Started {
            view: Box::new(move || view::view(started)),
            refresh: Rc::new(move || started.refresh()),
        }
    });
    TimelineHandle { timeline, widget }
}
