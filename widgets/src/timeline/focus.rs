//! Where the focus is, and where it goes.

use coordo_client::view::ItemKey;
use web_sys::Event;

use super::lines::{Line, What};
use super::marks::spot;
use super::state::{Active, Timeline, mark_of, row_of};
use crate::kit::dom;

impl Timeline {
    /// The focus came to a mark or a header: Tab leads there from now on.
    pub(super) fn focus_came(self, event: &Event) {
        if let Some(active) = dom::target(event).as_ref().and_then(place_of)
            && self.active().as_ref() != Some(&active)
        {
            self.host.update_value(|host| host.active = Some(active));
            self.write_tab_stop();
        }
    }

    /// The key of the mark that has the focus, or had it last.
    pub(super) fn active_key(self) -> Option<ItemKey> {
        let active = self.active()?;
        let line = self.line(active.line)?;
        let view = self.view();
        mark_of(&view, &line, active.at?).map(|mark| ItemKey::clone(&mark.key))
    }

    /// Where in the plot the mark begins that has the focus, or had it last, as far as it is in view.
    pub(super) fn active_x(self) -> Option<f64> {
        let active = self.active()?;
        let line = self.line(active.line)?;
        let view = self.view();
        let mark = mark_of(&view, &line, active.at?)?;
        let (scale, width) = self.host.with_value(|host| (host.scale, host.bounds.width));
        let (x0, x1) = (scale.x(mark.start).max(0.0), scale.x(mark.end).min(width));
        (x0 <= x1).then_some(x0)
    }

    /// Moves the focus to a place: brings it into view, and gives it its words first.
    pub(super) fn focus(self, active: Active) {
        self.bring(&active);
        if let Some(element) = self.element(&active) {
            self.name(active.line, &element);
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    }

    /// Brings a place into view and makes it the one that Tab leads to.
    pub(super) fn bring(self, active: &Active) {
        self.host
            .update_value(|host| host.active = Some(active.clone()));
        self.reveal(active);
    }

    /// Brings a place into view, and leaves the focus and the tab stop where they are.
    pub(super) fn reveal(self, active: &Active) {
        let Some(line) = self.line(active.line) else {
            return;
        };
        let is_in_time = self.bring_in_time(&line, active.at);
        let is_in_rows = self.bring_in_rows(&line);
        let is_drawn = !self.is_due(active.line) && self.element(active).is_some();
        if !is_in_time || !is_in_rows || !is_drawn {
            self.redraw();
        } else {
            self.write_tab_stop();
        }
    }

    /// Whether a mark's beginning was in view; if not, time moves so that it is.
    fn bring_in_time(self, line: &Line, at: Option<usize>) -> bool {
        let view = self.view();
        let mark = at.and_then(|at| mark_of(&view, line, at));
        let Some(mark) = mark else { return true };
        let (scale, bounds) = self.host.with_value(|host| (host.scale, host.bounds));
        let (x0, x1) = (
            scale.x(mark.start.min(mark.end)),
            scale.x(mark.end.max(mark.start)),
        );
        let width = bounds.width;
        // Enough of it to be seen: an end of it, or what lies between.
        let is_seen = (x0 >= 12.0 && x0 <= width - 24.0)
            || (x1 >= 24.0 && x1 <= width - 12.0)
            || (x0 < 12.0 && x1 > width - 12.0);
        if !is_seen {
            let by = if x0 > width - 24.0 {
                x0 - width * 0.75
            } else {
                x1.min(x0 + width / 2.0) - width * 0.25
            };
            self.host
                .update_value(|host| host.scale = host.scale.panned(by));
        }
        is_seen
    }

    /// Whether a line was in view; if not, the rows scroll so that it is.
    fn bring_in_rows(self, line: &Line) -> bool {
        let Some(page) = self.page() else {
            return true;
        };
        let axis = page.axis_height();
        let (top, height) = (page.scroll.scroll_top(), page.scroll.client_height());
        let room = height - axis;
        let to = if line.top < top {
            line.top
        } else if line.top + line.height > top + room {
            line.top + line.height - room
        } else {
            return true;
        };
        page.scroll.set_scroll_top(to);
        false
    }

    /// The place of an item: the active line first, since an item may be in several lanes.
    pub(super) fn place_of_item(self, key: &ItemKey) -> Option<Active> {
        let view = self.view();
        let lines = self.lines();
        let in_line = |line: &Line| {
            let row = row_of(&view, line)?;
            let at = row.marks.iter().position(|mark| *mark.key == *key)?;
            Some(Active {
                line: line.id,
                at: Some(at),
            })
        };
        let active = self.active().and_then(|active| self.line(active.line));
        active
            .as_ref()
            .and_then(in_line)
            .or_else(|| lines.iter().find_map(in_line))
    }

    /// Opens the lane that an item lies in, where it is folded.
    pub(super) fn unfold_for(self, key: &ItemKey) {
        let view = self.view();
        let lane = view.lanes.iter().find(|lane| {
            let mut marks = lane.rows.iter().flat_map(|row| &row.marks);
            marks.any(|mark| *mark.key == *key)
        });
        let Some(lane) = lane else { return };
        let was_folded = self.host.try_update_value(|host| {
            let before = host.folded.len();
            host.folded.retain(|folded| *folded != lane.key);
            host.folded.len() != before
        });
        if was_folded == Some(true) {
            self.lay_lines(None);
        }
    }

    /// Folds or unfolds the lane of a header.
    pub(super) fn fold(self, line: u32, is_folded: Option<bool>) {
        let Some(What::Lane(lane)) = self.line(line).map(|line| line.what) else {
            return;
        };
        let view = self.view();
        let Some(key) = view.lanes.get(lane).map(|lane| lane.key.clone()) else {
            return;
        };
        let is_now = self.host.with_value(|host| host.folded.contains(&key));
        let wanted = is_folded.unwrap_or(!is_now);
        if wanted == is_now {
            return;
        }
        self.host.update_value(|host| {
            if wanted {
                host.folded.push(key);
            } else {
                host.folded.retain(|folded| *folded != key);
            }
        });
        let header = self.element(&Active { line, at: None });
        self.lay_lines(None);
        self.redraw();
        if let Some(header) = header {
            let expanded = if wanted { "false" } else { "true" };
            // Fails only for a name that no attribute can have.
            let _ = header.set_attribute("aria-expanded", expanded);
        }
    }
}

/// Which place of the grid an element is, or is in.
pub(super) fn place_of(element: &web_sys::Element) -> Option<Active> {
    if let Ok(Some(mark)) = element.closest("[data-at]") {
        let (line, at) = spot(&mark)?;
        return Some(Active { line, at: Some(at) });
    }
    let header = element.closest("[data-line]").ok().flatten()?;
    Some(Active {
        line: header.get_attribute("data-line")?.parse().ok()?,
        at: None,
    })
}
