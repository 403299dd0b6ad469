//! Lines of the grid: headers of lanes, and rows with their track.

use std::cell::RefCell;
use std::rc::Rc;

use coordo_client::engine::Severity;
use coordo_client::timeline::{Grouping, LaneView, RowView, TimelineView};
use coordo_i18n::{TimelineMessage, TimelineWord as Word};

use super::curve;
use super::lines::{Line, What};
use super::state::{Timeline, Track};
use super::words;
use crate::kit::el::{El, button, el};
use crate::kit::icon::{Icon, icon};
use crate::kit::keyed::Keyed;
use crate::kit::missing;
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
    let missing = [Severity::Urgent, Severity::Attention].into_iter();
    let missing = missing.zip(lane.n_missing).filter(|(_, n)| *n > 0);
    let missing: Vec<El> = missing
        .map(|(severity, n)| missing::count(locale, severity, n))
        .collect();
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
                    missing,
                    subtitle.map(|text| el("span").class("tl-whose").child(text)),
                    el("span")
                        .class("tl-counts")
                        .child(locale.timeline(&counts)),
                )),
            ),
        ))
}

fn row_line(timeline: Timeline, row: &RowView, id: u32) -> El {
    let locale = timeline.frame.locale.get_untracked();
    let title = match &row.title {
        // Its lane is called so already.
        Some(_) if row.is_of_lane => locale.timeline_word(Word::OfLane).to_owned(),
        Some(title) => title.0.clone(),
        None => words::untitled(locale, row.kind),
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
            movers: Rc::default(),
            seen: (0, 1.0),
        };
        timeline.host.update_value(|host| host.tracks.push(track));
    });
    el("div")
        .class("tl-line tl-row")
        .attr("part", "row")
        .attr("data-curve", row.curve.as_ref().map(|_| ""))
        .child((
            el("div")
                .class("tl-name")
                .attr("role", "rowheader")
                .attr("part", "row-label")
                .attr("title", full)
                .child((row.n_unread > 0).then(|| {
                    let words = locale.n_changes(row.n_unread);
                    let said = el("span").class("sr").child(words.clone());
                    dotted(said).attr("title", words)
                }))
                .child(el("div").class("tl-words").child((
                    el("span").class("tl-what").child(title),
                    by.map(|by| (" ", el("span").class("tl-by").child(by))),
                    row.badge.map(|of| missing::badge(locale, of)),
                )))
                .child(row.curve.as_ref().map(|curve| curve::ends(locale, curve))),
            el("div").class("tl-plot").child(track),
        ))
}
