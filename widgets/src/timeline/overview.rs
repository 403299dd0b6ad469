//! All of the plan in small, and which part of it is in view.

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;

use crate::kit::signal::effect;
use coordo_client::timeline::{Phase, Shape, TimelineView};
use coordo_core::Instant;
use coordo_i18n::TimelineWord as Word;
use leptos::prelude::on_cleanup;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::scale::{Bounds, DAY, Scale, whole};
use super::state::Timeline;
use super::ticks::Unit;
use crate::kit::dom::{self, set_px};
use crate::kit::el::{El, el, svg};
use crate::kit::keyed::Keyed;

/// Into how many bars the span is cut.
const BARS: usize = 60;
/// Height of the tallest one, in the drawing's units.
const TALL: usize = 30;
/// Pixels of the brush's edges that change its width.
const EDGE: f64 = 10.0;

/// The parts of the overview in the page.
pub(super) struct Overview {
    plot: HtmlElement,
    ticks: Rc<RefCell<Keyed>>,
    done: Element,
    plan: Element,
}

/// What a press on the overview moves.
#[derive(Clone, Copy)]
enum Grip {
    All,
    Start,
    End,
}

/// How many marks begin in each part of a span: performed, and not.
pub(super) fn counts(view: &TimelineView, span: (Instant, Instant)) -> [[usize; BARS]; 2] {
    let mut counts = [[0; BARS]; 2];
    let whole = (span.1.0 - span.0.0).max(1);
    let rows = view.lanes.iter().flat_map(|lane| &lane.rows);
    for mark in rows.flat_map(|row| &row.marks) {
        let at = match mark.shape {
            Shape::OpenStart => mark.end,
            Shape::Point
            | Shape::Period
            | Shape::OpenEnd
            | Shape::Partial
            | Shape::Window
            | Shape::Milestone => mark.start,
        };
        let in_span = i128::from(at.0.saturating_sub(span.0.0));
        let bar = in_span * 60 / i128::from(whole);
        let bar = usize::try_from(bar).unwrap_or(0).min(BARS - 1);
        let of_phase = counts.get_mut(usize::from(mark.phase != Phase::Performed));
        if let Some(n) = of_phase.and_then(|bars| bars.get_mut(bar)) {
            *n += 1;
        }
    }
    counts
}

/// The bars of one phase as a path; `below` are those that it stands on.
pub(super) fn path(bars: &[usize; BARS], below: Option<&[usize; BARS]>, most: usize) -> String {
    let mut path = String::new();
    let high = |n: usize| (n * TALL).div_ceil(most.max(1));
    for (at, n) in bars.iter().enumerate() {
        if *n > 0 {
            let base = below.and_then(|below| below.get(at)).copied().unwrap_or(0);
            let (x, y, h) = (at * 10 + 1, TALL + 2 - high(base), high(*n));
            // Writing into a string cannot fail.
            let _ = write!(path, "M{x} {y}v-{h}h8v{h}z");
        }
    }
    path
}

impl Timeline {
    /// The span of the overview: of the data, with now in it.
    fn whole_span(self) -> (Instant, Instant) {
        let now = self.frame.ports().now();
        let near = (Instant(now.0 - 7 * DAY), Instant(now.0 + 7 * DAY));
        match self.view().span {
            Some((from, to)) => (from.min(near.0), to.max(near.1)),
            None => near,
        }
    }

    fn whole_scale(self) -> (Scale, Bounds) {
        let span = self.whole_span();
        let width = self.host.with_value(|host| host.bounds.width);
        let bounds = Bounds::of(width, Some(span));
        (Scale::between(span.0, span.1, bounds), bounds)
    }

    /// Draws the bars and the names of months or years.
    pub(super) fn draw_overview(self) {
        let view = self.view();
        let span = self.whole_span();
        let Some(overview) = self.host.with_value(|host| host.overview.clone()) else {
            return;
        };
        let [done, plan] = counts(&view, span);
        let most = done.iter().zip(&plan).map(|(a, b)| a + b).max();
        let most = most.unwrap_or(1);
        for (element, path) in [
            (&overview.done, path(&done, None, most)),
            (&overview.plan, path(&plan, Some(&done), most)),
        ] {
            // Fails only for a name that no attribute can have.
            let _ = element.set_attribute("d", &path);
        }
        let (scale, _) = self.whole_scale();
        let locale = self.frame.locale.get_untracked();
        let dates = self.frame.dates();
        let unit = match Unit::of(scale, self.text_size()) {
            Unit::Hours(_) | Unit::Day { .. } => Unit::Week,
            Unit::Week => Unit::Months(1),
            unit @ (Unit::Months(_) | Unit::Years(_)) => unit,
        };
        let ticks = unit.between(span.0, span.1, &|at| dates.zone_minutes(at));
        let keys: Vec<u64> = ticks.iter().map(|t| t.from.0.unsigned_abs()).collect();
        let mut list = overview.ticks.borrow_mut();
        list.clear();
        list.update(
            &keys,
            &mut |at| {
                let words = ticks.get(at).map(|tick| match unit {
                    Unit::Week => format!(
                        "{}\u{a0}{}",
                        tick.day.day,
                        dates.month_name(locale, tick.day.month)
                    ),
                    Unit::Months(_) if tick.day.month == 1 => tick.day.year.to_string(),
                    Unit::Months(_) => dates.month_name(locale, tick.day.month),
                    Unit::Years(_) | Unit::Day { .. } | Unit::Hours(_) => tick.day.year.to_string(),
                });
                el("span").child(words)
            },
            &mut |at, seat| {
                if let Some(tick) = ticks.get(at) {
                    let x = whole(scale.x(tick.from));
                    seat.put("--x", x);
                    seat.put("--w", whole(scale.x(tick.to)) - x);
                }
            },
        );
        drop(list);
        self.write_brush();
    }

    /// Places the brush where the person looks.
    pub(super) fn write_brush(self) {
        let Some(overview) = self.host.with_value(|host| host.overview.clone()) else {
            return;
        };
        let (whole_scale, bounds) = self.whole_scale();
        let (from, to) = self.range.get_untracked();
        // Never so narrow that it cannot be seen or held.
        let x0 = whole_scale.x(from).min(bounds.width - 8.0).max(0.0);
        let x1 = whole_scale.x(to).min(bounds.width).max(x0 + 8.0);
        set_px(&overview.plot, "--_brush", whole(x0));
        set_px(&overview.plot, "--_brush-w", whole(x1 - x0));
        let now = self.frame.ports().now();
        set_px(&overview.plot, "--_now", whole(whole_scale.x(now)));
    }

    /// Looks from one place of the overview to another.
    fn look_between(self, x0: f64, x1: f64) {
        let (whole_scale, _) = self.whole_scale();
        let bounds = self.host.with_value(|host| host.bounds);
        self.look(Scale::between(
            whole_scale.at(x0.min(x1 - 1.0)),
            whole_scale.at(x1),
            bounds,
        ));
    }
}

pub(super) fn overview(timeline: Timeline) -> El {
    let grip: Rc<Cell<Option<(Grip, f64)>>> = Rc::default();
    let plot = Rc::new(RefCell::new(Vec::<Element>::new()));
    let keep = |plot: &Rc<RefCell<Vec<Element>>>| {
        let plot = Rc::clone(plot);
        move |element: &Element| plot.borrow_mut().push(element.clone())
    };
    let bars = svg("svg")
        .attr("viewBox", "0 0 600 33")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child((
            svg("path").class("tl-ov-done").built(keep(&plot)),
            svg("path").class("tl-ov-plan").built(keep(&plot)),
        ));
    let ticks = el("div")
        .class("tl-ov-t")
        .attr("aria-hidden", "true")
        .built(keep(&plot));
    let percent = move |of: fn((Instant, Instant)) -> Instant| {
        move || {
            timeline.version.track();
            let span = timeline.whole_span();
            let whole = (span.1.0 - span.0.0).max(1);
            let at = of(timeline.range.get()).0.saturating_sub(span.0.0);
            (at.saturating_mul(100) / whole).clamp(0, 100).to_string()
        }
    };
    let brush = el("div")
        .class("tl-brush")
        .attr("part", "brush")
        .attr("role", "slider")
        .attr("tabindex", "0")
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", "100")
        .live_attr("aria-valuenow", percent(|range| range.0))
        .live_attr("aria-label", move || timeline.word(Word::TimeInView))
        .live_attr("aria-valuetext", move || {
            timeline.range.track();
            timeline.range_words(timeline.frame.locale.get())
        })
        .on_as::<KeyboardEvent>("keydown", move |event| on_key(timeline, &event));
    let (down, moved, up) = (Rc::clone(&grip), Rc::clone(&grip), grip);
    let parts = Rc::clone(&plot);
    let area = el("div")
        .class("tl-ov-plot")
        .on_as::<PointerEvent>("pointerdown", move |event| press(timeline, &event, &down))
        .on_as::<PointerEvent>("pointermove", move |event| drag(timeline, &event, &moved))
        .on_as::<PointerEvent>("pointerup", move |_| up.set(None))
        .built(keep(&plot))
        .child((ticks, bars, el("div").class("tl-now"), brush));
    effect(move |_| {
        if let [plot, ticks, done, plan] = parts.borrow().as_slice() {
            let overview = Rc::new(Overview {
                plot: plot.clone().unchecked_into(),
                ticks: Rc::new(RefCell::new(Keyed::new(ticks))),
                done: done.clone(),
                plan: plan.clone(),
            });
            timeline
                .host
                .update_value(|host| host.overview = Some(overview));
        }
        timeline.version.track();
        timeline.frame.locale.track();
        timeline.width.track();
        timeline.draw_overview();
    });
    effect(move |_| {
        timeline.range.track();
        timeline.write_brush();
    });
    on_cleanup(move || {
        timeline.host.try_update_value(|host| host.overview = None);
    });
    el("div").class("tl-ov").attr("part", "overview").child((
        el("div")
            .class("tl-name")
            .live_text(move || timeline.word(Word::Overview)),
        area,
    ))
}

/// Where on the overview a pointer is, and where the brush begins and ends there.
fn places(timeline: Timeline, event: &PointerEvent) -> Option<(f64, f64, f64)> {
    let area: Element = event.current_target()?.dyn_into().ok()?;
    let left = area.get_bounding_client_rect().left();
    let (scale, _) = timeline.whole_scale();
    let (from, to) = timeline.range.get_untracked();
    let x = f64::from(event.client_x()) - left;
    Some((x, scale.x(from), scale.x(to)))
}

fn press(timeline: Timeline, event: &PointerEvent, grip: &Cell<Option<(Grip, f64)>>) {
    let Some((x, x0, x1)) = places(timeline, event) else {
        return;
    };
    let is_wide = x1 - x0 > 3.0 * EDGE;
    let what = if is_wide && (x - x0).abs() < EDGE {
        Grip::Start
    } else if is_wide && (x - x1).abs() < EDGE {
        Grip::End
    } else {
        Grip::All
    };
    if matches!(what, Grip::All) && !(x0..x1).contains(&x) {
        let half = (x1 - x0) / 2.0;
        timeline.look_between(x - half, x + half);
    }
    grip.set(Some((what, x)));
    if let Some(area) = dom::target(event).and_then(|el| el.closest(".tl-ov-plot").ok().flatten()) {
        // Fails where the pointer has gone up meanwhile.
        let _ = area.set_pointer_capture(event.pointer_id());
    }
}

fn drag(timeline: Timeline, event: &PointerEvent, grip: &Cell<Option<(Grip, f64)>>) {
    let Some((what, before)) = grip.get() else {
        return;
    };
    let Some((x, x0, x1)) = places(timeline, event) else {
        return;
    };
    grip.set(Some((what, x)));
    let by = x - before;
    match what {
        Grip::All => {
            let width = timeline.host.with_value(|host| host.bounds.width);
            timeline.pan(by * width / (x1 - x0).max(1.0));
        }
        Grip::Start => timeline.look_between(x, x1),
        Grip::End => timeline.look_between(x0, x),
    }
}

fn on_key(timeline: Timeline, event: &KeyboardEvent) {
    let span = timeline.whole_span();
    match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => timeline.turn(-0.1),
        "ArrowRight" | "ArrowUp" => timeline.turn(0.1),
        "PageDown" => timeline.turn(-0.8),
        "PageUp" => timeline.turn(0.8),
        "Home" | "End" => {
            let at = if event.key() == "Home" {
                span.0
            } else {
                span.1
            };
            let scale = timeline
                .host
                .with_value(|host| host.scale.around(at, host.bounds));
            timeline.look(scale);
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_each_other_and_none_is_invisible() {
        let (mut done, mut plan) = ([0; BARS], [0; BARS]);
        done[2] = 300;
        plan[2] = 1;
        assert_eq!(path(&done, None, 301), "M21 32v-30h8v30z");
        assert_eq!(path(&plan, Some(&done), 301), "M21 2v-1h8v1z");
    }
}
