//! What is drawn in this turn of the page, and what in turns to come.
//!
//! To style hundreds of marks takes longer than a frame lasts. So a turn draws the rows that wait
//! longest, up to [`MOST`]; what waits is moved and stretched as it is, by one transform a
//! row, so that each mark lies at its time all along.

use std::time::Duration;

use coordo_core::order::Order as _;
use leptos::prelude::set_timeout;

use super::draw::AHEAD as ROWS_AHEAD;
use super::movers::keep;
use super::scale::{Scale, whole};
use super::state::{Host, Page, Timeline, Track};
use crate::kit::dom::{self, set_px};

/// What one turn may cost: as much as moving so many marks.
const MOST: usize = 64;
/// From one turn to the next: a frame.
const TURN: Duration = Duration::from_millis(16);
/// How much of the view's width is drawn ahead on both sides.
const AHEAD: f64 = 0.5;
/// A row with less than that ahead is drawn again.
const LEAST_AHEAD: f64 = 0.2;
/// A place further away, in widths of the view, is no longer told well in pixels.
const FAR: f64 = 20.0;

impl Host {
    /// What is in view and so many times its width on both sides, in pixels of the base.
    pub(super) fn span(&self, ahead: f64) -> (f64, f64) {
        let (x0, width) = (self.base.distance(self.scale), self.bounds.width);
        (x0 - width * ahead, x0 + width * (1.0 + ahead))
    }

    /// Places by where the person looks from now on, where another base would do as well no more.
    pub(super) fn settle(&mut self) {
        let is_far = self.base.distance(self.scale).abs() > FAR * self.bounds.width;
        if is_far || !self.base.is_zoomed_as(self.scale) {
            self.base = self.scale;
        }
    }

    fn is_drawn(&self, (base, reach): (Scale, (f64, f64))) -> bool {
        let need = self.span(LEAST_AHEAD);
        base == self.base && reach.0 <= need.0 && reach.1 >= need.1
    }

    fn is_due(&self, track: &Track) -> bool {
        track.turn == 0 || !self.is_drawn((track.base, track.reach))
    }
}

impl Timeline {
    /// Whether the marks of a line wait to be drawn.
    pub(super) fn is_due(self, line: u32) -> bool {
        self.host.with_value(|host| {
            let mut tracks = host.tracks.iter();
            tracks.any(|track| track.line == line && host.is_due(track))
        })
    }

    /// Draws marks of rows that wait: first the row that has the focus where `is_asked`, then what
    /// is in view, and of that what waits longest.
    pub(super) fn draw_turn(self, is_asked: bool) {
        let lines = self.lines();
        let (mut tracks, mut waiting, reach, turn) = self.host.with_value(|host| {
            let (top, bottom) = (host.drawn.0 + ROWS_AHEAD, host.drawn.1 - ROWS_AHEAD);
            let active = host.active.as_ref().map(|active| active.line);
            let tracks = host.tracks.iter().enumerate();
            let waiting: Vec<_> = tracks
                .filter_map(|(at, track)| {
                    let line = lines.iter().find(|line| line.id == track.line)?;
                    let is_first = is_asked && active == Some(line.id);
                    let is_seen = line.top < bottom && line.top + line.height > top;
                    let order = (!is_first, !is_seen, track.turn);
                    (is_first || host.is_due(track)).then_some((order, at, line))
                })
                .collect();
            let turn = host.turn.wrapping_add(1).max(1);
            (host.tracks.clone(), waiting, host.span(AHEAD), turn)
        });
        waiting.order_by_key(|(order, ..)| *order);
        let (mut cost, mut n_drawn) = (0, 0);
        for (_, at, line) in &waiting {
            if cost >= MOST {
                break;
            }
            if let Some(track) = tracks.get_mut(*at) {
                track.reach = reach;
                cost += self.draw_marks(line, track);
                track.turn = turn;
            }
            n_drawn += 1;
        }
        let was_drawing = self.host.try_update_value(|host| {
            host.tracks = tracks;
            host.turn = turn;
            std::mem::replace(&mut host.is_drawing, n_drawn < waiting.len())
        });
        if n_drawn < waiting.len() && was_drawing == Some(false) {
            self.draw_on();
        }
    }

    fn draw_on(self) {
        let on = move || {
            if !self.frame.is_alive() {
                return;
            }
            let Some(page) = self.page() else { return };
            if !self.host.with_value(|host| host.is_drawing) {
                return;
            }
            self.host.update_value(|host| host.is_drawing = false);
            self.draw_turn(false);
            self.shift(&page);
            if !self.host.with_value(|host| host.is_drawing) {
                self.write_tab_stop();
                self.name_marks();
            }
        };
        set_timeout(on, TURN);
    }

    /// Follows a gesture that goes on: what is in the page is moved, and drawn where nothing is
    /// being drawn yet.
    fn follow(self) {
        let Some(page) = self.page() else { return };
        let (is_drawing, is_drawn, is_axis_drawn) = self
            .host
            .try_update_value(|host| {
                host.settle();
                let is_drawn = !host.tracks.iter().any(|track| host.is_due(track));
                (host.is_drawing, is_drawn, host.is_drawn(host.axis))
            })
            .unwrap_or_default();
        if !is_drawing && !is_drawn {
            self.redraw();
            return;
        }
        if !is_axis_drawn {
            self.draw_axis(&page);
            self.draw_links(&page);
        }
        self.shift(&page);
        self.tell_range();
    }

    /// Moves through time by so many pixels.
    pub(super) fn pan(self, px: f64) {
        self.host
            .update_value(|host| host.scale = host.scale.panned(px));
        self.follow();
    }

    /// Zooms in the middle of a gesture; what lies at `x` pixels stays there.
    pub(super) fn glide(self, factor: f64, x: Option<f64>) {
        let scale = self.zoomed(factor, x);
        self.host.update_value(|host| host.scale = scale);
        self.follow();
    }

    /// Moves what is drawn. It is written on each thing that moves: written once on the chart, all
    /// that is in it would inherit it, and be styled anew on every frame.
    pub(super) fn shift(self, page: &Page) {
        let (scale, base, mut tracks) = self
            .host
            .with_value(|host| (host.scale, host.base, host.tracks.clone()));
        let width = self.width.get_untracked();
        for track in &mut tracks {
            let (by, times) = scale.seen_from(track.base);
            let seen = (whole(by), times);
            if seen == track.seen {
                continue;
            }
            track.seen = seen;
            dom::set_shift(track.marks.borrow().parent(), seen.0, times);
            if scale.is_zoomed_as(track.base) {
                keep(&track.movers, seen.0, width);
            }
        }
        let by = whole(scale.seen_from(base).0);
        let shifted = self.host.try_update_value(|host| {
            host.tracks = tracks;
            host.shifted.replace(by)
        });
        if shifted == Some(Some(by)) {
            return;
        }
        for list in [&page.major, &page.minor, &page.columns, &page.links] {
            dom::set_shift(list.borrow().parent(), by, 1.0);
        }
        self.host.with_value(|host| keep(&host.movers, by, width));
        for now in &page.now {
            set_px(now, "--_pan", by);
        }
    }

    /// Tells from when to when the plot shows.
    pub(super) fn tell_range(self) {
        let range = self.host.with_value(|host| {
            let last = host.scale.at((host.bounds.width - 1.0).max(0.0));
            (host.scale.at(0.0), last)
        });
        if self.range.get_untracked() != range {
            self.range.set(range);
        }
    }
}
