//! From state to page: which lines and marks are there, and where.

use std::rc::Rc;

use web_sys::HtmlElement;

use super::lines::{Line, between, lines};
use super::rows;
use super::scale::{Bounds, Scale, whole};
use super::state::{Active, Host, Mode, Page, Timeline, row_of};
use crate::kit::dom::set_px;
use coordo_client::view::ItemKey;
use coordo_core::Instant;
use coordo_core::order::Order as _;

/// Less room than this beside time is no column of names, in pixels.
const NO_COLUMN: f64 = 24.0;

/// Pixels of lines above and below the view that are drawn ahead.
pub(super) const AHEAD: i32 = 320;

impl Timeline {
    /// Measures the page, and draws everything where it differs from what it was for.
    pub(super) fn measure(self) {
        let Some(page) = self.page() else { return };
        let width = page.plot.get_bounding_client_rect().width();
        let metrics = super::lines::Metrics {
            row: page.probe.offset_height(),
            level: child_height(&page.probe, 0),
            name: child_height(&page.probe, 1),
            badge: child_height(&page.probe, 2),
        };
        if width < 1.0 || metrics.row < 1 {
            return;
        }
        let is_first = !self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.is_measured, true))
            .unwrap_or(true);
        if is_first && f64::from(page.chart.client_width()) - width < NO_COLUMN {
            // Where names have no column of their own, time goes down: the table is an agenda there.
            self.mode.set(Mode::Table);
            return;
        }
        let (before, old_metrics) = self
            .host
            .with_value(|host| (host.bounds.width, host.metrics));
        let span = self.view().span;
        let bounds = Bounds::of(width, span);
        self.host.update_value(|host| {
            host.bounds = bounds;
            host.metrics = metrics;
            if host.is_looking {
                let has_chosen = host.has_chosen();
                host.scale = host.scale.resized(before, bounds);
                if !has_chosen {
                    host.looked_first = Some(host.scale);
                }
            }
        });
        if self.width.get_untracked() != whole(width) {
            self.width.set(whole(width));
        }
        // What was placed for another size is placed anew.
        self.host
            .update_value(|host| host.tracks.iter_mut().for_each(|track| track.turn = 0));
        if old_metrics != metrics {
            set_px(&page.chart, "--_rh", metrics.row);
            self.lay_lines(None);
        }
        self.look_first();
        self.redraw();
    }

    /// Where to look before anybody has chosen: a fortnight around now, or all of the
    /// plan where none of it lies there.
    pub(super) fn look_first(self) {
        // Where nobody has looked elsewhere, the view goes with the time.
        let has_chosen = self.host.with_value(Host::has_chosen);
        if has_chosen {
            return;
        }
        let span = self.view().span;
        let now = self.frame.ports().now();
        let offset = self.frame.dates().zone_minutes(now);
        let near = super::ticks::fortnight(now, offset);
        self.host.update_value(|host| {
            let far = span.filter(|span| span.0 >= near.1 || span.1 < near.0);
            host.scale = match far {
                Some(span) => Scale::fit(span, host.bounds),
                None => Scale::between(near.0, near.1, host.bounds),
            };
            host.looked_first = Some(host.scale);
            host.is_looking = true;
        });
    }

    /// Lays the lines of the view out again; `before` is the view that they were laid for,
    /// where that is another one.
    pub(super) fn lay_lines(self, before: Option<&coordo_client::timeline::TimelineView>) {
        let view = self.view();
        self.host.update_value(|host| {
            let old = Rc::clone(&host.lines);
            let new = lines(
                &view,
                &host.folded,
                host.metrics,
                (before.unwrap_or(&view), &old),
                &mut host.next_line,
            );
            host.lines = new.into();
            host.links = None;
        });
    }

    /// The first row in view, by its first item, with its place: above it, lines may come, go and grow.
    pub(super) fn anchor(self) -> Option<(ItemKey, i32)> {
        let top = self.page()?.scroll.scroll_top();
        let (view, lines) = (self.view(), self.lines());
        let lines = if top > 0 {
            between(&lines, top, i32::MAX)
        } else {
            &[]
        };
        let first = |line: &Line| {
            let mark = row_of(&view, line)?.marks.first()?;
            Some((ItemKey::clone(&mark.key), line.top - top))
        };
        lines.iter().find_map(first)
    }

    /// Keeps that row where it was in view.
    pub(super) fn hold(self, anchor: Option<(ItemKey, i32)>) {
        let place = (anchor.as_ref()).and_then(|(key, _)| self.place_of_item(key));
        let line = place.and_then(|place| self.line(place.line));
        if let (Some(page), Some(line), Some((_, below))) = (self.page(), line, anchor) {
            let to = line.top - below;
            if to != page.scroll.scroll_top() {
                self.write_total(&page);
                page.scroll.set_scroll_top(to);
            }
        }
    }

    /// Writes the height of all lines.
    fn write_total(self, page: &Page) {
        let total = self.lines().last().map_or(0, |line| line.top + line.height);
        let before = self
            .host
            .try_update_value(|host| std::mem::replace(&mut host.total, total));
        if before != Some(total) {
            set_px(&page.chart, "--_total", total);
        }
    }

    /// Draws the lines and marks that are in view, and a little more on every side.
    pub(super) fn redraw(self) {
        let Some(page) = self.page() else { return };
        if self
            .host
            .with_value(|host| host.bounds.width < 2.0 || host.metrics.row < 1)
        {
            return;
        }
        let top = page.scroll.scroll_top();
        let bottom = top + page.scroll.client_height();
        let ahead = (top - AHEAD, bottom + AHEAD);
        self.host.update_value(|host| {
            host.drawn = ahead;
            host.settle();
        });
        self.draw_lines(&page, ahead);
        self.draw_axis(&page);
        self.draw_links(&page);
        self.draw_turn(true);
        self.shift(&page);
        self.write_tab_stop();
        self.tell_range();
        self.name_marks();
    }

    fn draw_lines(self, page: &Page, (top, bottom): (i32, i32)) {
        let view = self.view();
        let all = self.lines();
        self.write_total(page);
        let active = self.active().map(|active| active.line);
        let first = between(&all, i32::MIN / 2, top).len();
        let mut shown: Vec<usize> = (first..first + between(&all, top, bottom).len()).collect();
        // What has the focus stays in the page, also where it is scrolled away.
        if let Some(at) = active.and_then(|id| all.iter().position(|line| line.id == id))
            && !shown.contains(&at)
        {
            shown.push(at);
            shown.order();
        }
        let line = |at: usize| all.get(*shown.get(at)?);
        let keys: Vec<u64> = (0..shown.len())
            .filter_map(|at| line(at).map(|line| u64::from(line.id)))
            .collect();
        page.rows.borrow_mut().update(
            &keys,
            &mut |at| {
                let index = shown.get(at).copied().unwrap_or(0);
                match line(at) {
                    Some(line) => rows::line(self, &view, line, index),
                    None => crate::kit::el::el("div"),
                }
            },
            &mut |at, seat| {
                if let Some(line) = line(at) {
                    seat.put("--y", line.top);
                    seat.put("--h", line.height);
                }
            },
        );
        let ids: Vec<u32> = (0..shown.len())
            .filter_map(|at| line(at).map(|line| line.id))
            .collect();
        self.host
            .update_value(|host| host.tracks.retain(|track| ids.contains(&track.line)));
    }

    /// After a scroll: draws what came into view, if it is not drawn yet.
    pub(super) fn scrolled(self) {
        let Some(page) = self.page() else { return };
        let top = page.scroll.scroll_top();
        let bottom = top + page.scroll.client_height();
        let drawn = self.host.with_value(|host| host.drawn);
        if top < drawn.0 + AHEAD / 4 || bottom > drawn.1 - AHEAD / 4 {
            self.redraw();
        }
    }

    /// Writes where now is.
    pub(super) fn write_now(self, page: &Page, x: i32) {
        for element in &page.now {
            set_px(element, "--_now", x);
        }
    }

    /// Says which minute it is, where it is another than before.
    pub(super) fn tell_minute(self, now: Instant) {
        let minute = u32::try_from(now.0 / 60_000).unwrap_or_default();
        if self.minute.get_untracked() != minute {
            self.minute.set(minute);
        }
    }

    /// Looks elsewhere.
    pub(super) fn look(self, scale: Scale) {
        self.host.update_value(|host| host.scale = scale);
        self.redraw();
    }

    /// Shows `factor` times as much time; what lies in the middle stays there.
    pub(super) fn zoom(self, factor: f64) {
        self.look(self.zoomed(factor, None));
    }

    pub(super) fn zoomed(self, factor: f64, x: Option<f64>) -> Scale {
        self.host.with_value(|host| {
            let x = x.unwrap_or(host.bounds.width / 2.0);
            host.scale.zoomed(factor, x, host.bounds)
        })
    }

    /// Shows all of the plan.
    pub(super) fn fit(self) {
        if let Some(span) = self.view().span {
            let bounds = self.host.with_value(|host| host.bounds);
            self.look(Scale::fit(span, bounds));
        }
    }

    /// Puts now into the middle.
    pub(super) fn look_at_now(self) {
        let now = self.frame.ports().now();
        let scale = self
            .host
            .with_value(|host| host.scale.around(now, host.bounds));
        self.look(scale);
    }

    /// Writes the one tab stop of the grid.
    pub(super) fn write_tab_stop(self) {
        let Some(page) = self.page() else { return };
        let stop = self.stop();
        if let Ok(Some(before)) = page
            .scroll
            .query_selector(".tl-m[tabindex='0'], .tl-fold[tabindex='0']")
            && stop.as_ref().is_none_or(|stop| **stop != before)
        {
            // Fails only for a name that no attribute can have.
            let _ = before.set_attribute("tabindex", "-1");
        }
        if let Some(stop) = stop {
            let _ = stop.set_attribute("tabindex", "0");
        }
    }

    /// The element of the active place; the first line's where there is none.
    pub(super) fn stop(self) -> Option<HtmlElement> {
        let active = self.active().or_else(|| {
            let first = self.lines().first()?.id;
            Some(Active {
                line: first,
                at: None,
            })
        })?;
        self.element(&active)
    }

    /// The element at a place, if it is in the page.
    pub(super) fn element(self, active: &Active) -> Option<HtmlElement> {
        use wasm_bindgen::JsCast;
        let page = self.page()?;
        let selector = match active.at {
            None => format!("[data-line='{}']", active.line),
            Some(at) => {
                let first = self.group_at(active.line, at)?.first;
                format!("[data-at='{}:{first}']", active.line)
            }
        };
        let found = page.scroll.query_selector(&selector).ok().flatten();
        found.and_then(|el| el.dyn_into().ok())
    }
}

fn child_height(element: &HtmlElement, at: u32) -> i32 {
    use wasm_bindgen::JsCast;
    let child = element.children().item(at);
    let child = child.and_then(|el| el.dyn_into::<HtmlElement>().ok());
    child.map_or(0, |el| el.offset_height())
}
