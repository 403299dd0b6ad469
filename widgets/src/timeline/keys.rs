//! The keyboard: one tab stop for the whole grid, arrows inside it.

use web_sys::KeyboardEvent;

use coordo_core::order::Order as _;

use super::focus::place_of;
use super::lines::{Line, What};
use super::state::{Active, Mode, Timeline, row_of};
use crate::kit::dom;

/// How much more or less time a key shows.
pub(super) const STEP: f64 = 1.5;

/// Keys that act wherever the focus is inside the widget, except in fields.
pub(super) fn anywhere(timeline: Timeline, event: &KeyboardEvent) {
    if event.default_prevented() || dom::is_within(event, "input, select, textarea, dialog") {
        return;
    }
    let is_command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    if is_command && !event.shift_key() && !event.alt_key() && key.eq_ignore_ascii_case("z") {
        event.prevent_default();
        timeline.frame.undo();
        return;
    }
    if is_command || event.alt_key() {
        return;
    }
    let is_chart = timeline.mode.get_untracked() == Mode::Chart;
    match key.as_str() {
        "?" => timeline.frame.is_help_open.set(true),
        "+" | "=" if is_chart => zoom(timeline, 1.0 / STEP),
        "-" if is_chart => zoom(timeline, STEP),
        "0" if is_chart => keep_focus(timeline, || timeline.fit()),
        "t" | "T" if is_chart => keep_focus(timeline, || timeline.look_at_now()),
        "l" | "L" => timeline.follow_link(),
        "/" => timeline.filtering.open(),
        "Escape" if timeline.opened.with_untracked(Option::is_some) => timeline.close_inspector(),
        _ => return,
    }
    event.prevent_default();
}

/// Zooms around what has the focus, so that it stays in view.
fn zoom(timeline: Timeline, factor: f64) {
    let x = timeline.active_x().filter(|_| timeline.has_focus());
    keep_focus(timeline, || timeline.look(timeline.zoomed(factor, x)));
}

/// Leaves the focus on the same thing.
fn keep_focus(timeline: Timeline, act: impl FnOnce()) {
    let had_focus = timeline.has_focus();
    act();
    if had_focus && let Some(stop) = timeline.stop() {
        if let Some(active) = timeline.active() {
            timeline.name(active.line, &stop);
        }
        // Fails only for an element that has left the page.
        let _ = stop.focus();
    }
    timeline.say_range();
}

/// Keys that act on the grid.
pub(super) fn on_grid(timeline: Timeline, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(active) = dom::target(event).as_ref().and_then(place_of) else {
        return;
    };
    let Some(line) = timeline.line(active.line) else {
        return;
    };
    let is_header = active.at.is_none();
    match event.key().as_str() {
        "ArrowUp" => step_row(timeline, &active, -1),
        "ArrowDown" => step_row(timeline, &active, 1),
        "ArrowLeft" if is_header => timeline.fold(active.line, Some(true)),
        "ArrowRight" if is_header => timeline.fold(active.line, Some(false)),
        "ArrowLeft" => step_mark(timeline, &line, &active, Step::Earlier),
        "ArrowRight" => step_mark(timeline, &line, &active, Step::Later),
        "Home" => step_mark(timeline, &line, &active, Step::First),
        "End" => step_mark(timeline, &line, &active, Step::Last),
        "PageUp" => period(timeline, &line, -0.8),
        "PageDown" => period(timeline, &line, 0.8),
        "Enter" | " " if !is_header => timeline.open_place(&active, true),
        // A header is a button: it knows Enter and Space.
        _ => return,
    }
    event.prevent_default();
}

#[derive(Clone, Copy)]
enum Step {
    Earlier,
    Later,
    First,
    Last,
}

fn step_mark(timeline: Timeline, line: &Line, active: &Active, step: Step) {
    let view = timeline.view();
    let (Some(row), Some(at)) = (row_of(&view, line), active.at) else {
        return;
    };
    let last = row.marks.len().saturating_sub(1);
    let group = timeline.group_at(line.id, at);
    let (first_of, last_of) = group.map_or((at, at), |group| (group.first, group.last));
    let to = match step {
        Step::Earlier => first_of.checked_sub(1),
        Step::Later => (last_of < last).then_some(last_of + 1),
        Step::First => Some(0),
        Step::Last => Some(last),
    };
    if let Some(to) = to {
        timeline.focus(Active {
            line: line.id,
            at: Some(to),
        });
    }
}

/// To the row above or below; in it, to what lies nearest in time.
fn step_row(timeline: Timeline, active: &Active, by: isize) {
    let lines = timeline.lines();
    let Some(from) = lines.iter().position(|line| line.id == active.line) else {
        return;
    };
    let Some(to) = from.checked_add_signed(by).and_then(|to| lines.get(to)) else {
        return;
    };
    let view = timeline.view();
    let middle = timeline
        .host
        .with_value(|host| host.scale.at(host.bounds.width / 2.0));
    let near = lines
        .get(from)
        .and_then(|line| row_of(&view, line))
        .zip(active.at)
        .and_then(|(row, at)| row.marks.get(at))
        .map_or(middle, |mark| mark.start);
    let at = row_of(&view, to).and_then(|row| {
        let marks = row.marks.iter().enumerate();
        let nearest = marks.min_by_key(|(_, mark)| mark.start.0.saturating_sub(near.0).abs());
        nearest.map(|(at, _)| at)
    });
    timeline.focus(Active { line: to.id, at });
}

/// A period further; the focus goes to what lies nearest to its middle.
fn period(timeline: Timeline, line: &Line, by: f64) {
    let width = timeline.host.with_value(|host| host.bounds.width);
    let scale = timeline
        .host
        .with_value(|host| host.scale.panned(width * by));
    timeline.look(scale);
    let middle = scale.at(width / 2.0);
    let (view, lines) = (timeline.view(), timeline.lines());
    let in_view = |line: &Line| {
        let marks = row_of(&view, line)?.marks.iter().enumerate();
        // As much of it as is brought into view for the focus.
        let marks = marks
            .filter(|(_, mark)| scale.x(mark.end) >= 24.0 && scale.x(mark.start) <= width - 24.0);
        let nearest = marks.min_by_key(|(_, mark)| mark.start.0.saturating_sub(middle.0).abs());
        nearest.map(|(at, _)| Active {
            line: line.id,
            at: Some(at),
        })
    };
    // What is in view now may lie in another row, the nearest; where there is none at all, the head
    // of the lane is always in view.
    let here = lines.iter().position(|l| l.id == line.id).unwrap_or(0);
    let mut near: Vec<&Line> = lines.iter().collect();
    near.order_by_key(|other| (other.top - line.top).abs());
    let lane = lines.get(..=here).into_iter().flatten().rev();
    let lane = lane
        .into_iter()
        .find(|line| matches!(line.what, What::Lane(_)));
    let to = near.into_iter().find_map(in_view);
    let to = to.or_else(|| {
        lane.map(|lane| Active {
            line: lane.id,
            at: None,
        })
    });
    match to {
        Some(to) if matches!(line.what, What::Row(..)) => timeline.focus(to),
        _ => keep_focus(timeline, || {}),
    }
    timeline.say_range();
}
