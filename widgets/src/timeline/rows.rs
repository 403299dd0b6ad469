//! Lines of the grid: headers of lanes, and rows with their track.

use std::cell::RefCell;
use std::rc::Rc;

use coordo_client::timeline::{Grouping, LaneView, RowView, TimelineView};
use coordo_i18n::{Message, TimelineMessage};

use super::lines::{Line, What};
use super::state::{Timeline, Track};
use super::words;
use crate::kit::el::{El, button, el};
use crate::kit::icon::{Icon, icon};
use crate::kit::keyed::Keyed;
use crate::kit::missing::badge;
use crate::kit::news::dotted;

/// Draws a line, without its marks.
pub(super) fn line(timeline: Timeline, view: &TimelineView, line: &Line, index: usize) -> El {
    let drawn = match line.what {
        What::Lane(lane) => view.lanes.get(lane).map(|l| header(timeline, l, line.id)),
        What::Row(lane, row) => view
            .lanes
            .get(lane)
            .and_then(|lane| lane.rows.get(row))
            .map(|r| row_line(timeline, r, line.id)),
    };
    let drawn = drawn.unwrap_or_else(|| el("div"));
    // The axis is the first row.
    drawn
        .attr("role", "row")
        .attr("aria-rowindex", (index + 2).to_string())
}

fn header(timeline: Timeline, lane: &LaneView, id: u32) -> El {
    let locale = timeline.frame.locale.get_untracked();
    let title = words::lane(locale, timeline.grouping.get_untracked(), lane);
    let is_folded = timeline
        .host
        .with_value(|host| host.folded.contains(&lane.key));
    let counts = TimelineMessage::LaneCounts {
        n: lane.n_items,
        n_done: lane.n_done,
    };
    let fold = button("tl-fold")
        .attr("tabindex", "-1")
        .attr("data-line", id.to_string())
        .attr("aria-expanded", if is_folded { "false" } else { "true" })
        .child((icon(Icon::Down), el("span").class("tl-goal").child(title)));
    let subtitle = lane.subtitle.as_ref().map(|text| text.0.clone());
    el("div")
        .class("tl-line tl-lane")
        .attr("part", "lane")
        .child((
            el("div")
                .class("tl-name")
                .attr("role", "rowheader")
                .attr("part", "lane-header")
                .child(fold),
            el("div").class("tl-plot").attr("role", "gridcell").child(
                el("span").class("tl-sum").child((
                    subtitle.map(|text| el("span").child(text)),
                    el("span")
                        .class("tl-counts")
                        .child(locale.timeline(&counts)),
                )),
            ),
        ))
}

fn row_line(timeline: Timeline, row: &RowView, id: u32) -> El {
    let title = match &row.title {
        Some(title) => title.0.clone(),
        None => timeline.frame.say_now(&Message::Untitled),
    };
    // Under an actor, each row would only repeat who it is.
    let is_told = timeline.grouping.get_untracked() == Grouping::Actor;
    let by = row.by.as_ref().filter(|_| !is_told);
    let by = by.map(|by| by.0.clone());
    let full = match &by {
        Some(by) => format!("{title}, {by}"),
        None => title.clone(),
    };
    let track = el("div").class("tl-track").built(move |element| {
        let track = Track {
            line: id,
            marks: Rc::new(RefCell::new(Keyed::new(element))),
            groups: Rc::from([]),
            base: timeline.host.with_value(|host| host.base),
            reach: (0.0, 0.0),
            turn: 0,
            movers: Rc::from([]),
            seen: (0, 1.0),
        };
        timeline.host.update_value(|host| host.tracks.push(track));
    });
    el("div")
        .class("tl-line tl-row")
        .attr("part", "row")
        .child((
            el("div")
                .class("tl-name")
                .attr("role", "rowheader")
                .attr("part", "row-label")
                .attr("title", full)
                .child(el("span").class("tl-what").child((
                    title,
                    by.map(|by| (" ", el("span").class("tl-by").child(by))),
                )))
                .child(
                    row.badge
                        .map(|of| badge(timeline.frame.locale.get_untracked(), of)),
                )
                .child((row.n_unread > 0).then(|| {
                    let locale = timeline.frame.locale.get_untracked();
                    dotted(locale.n_changes(row.n_unread))
                })),
            el("div").class("tl-plot").child(track),
        ))
}
