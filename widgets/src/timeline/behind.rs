//! What of a row lies behind its marks: time in which something is missing, the line of a curve,
//! and what its goal wants.

use coordo_client::timeline::{GapView, RowView};

use super::movers::{Keeps, Mover};
use super::scale::whole;
use super::state::Timeline;
use crate::kit::el::{El, el};
use crate::kit::keyed::Seat;
use crate::kit::missing::badge;

/// In the key of what lies behind: no mark has it.
const BEHIND: u64 = 1 << 63;
/// In the key of a limit.
const LIMIT: u64 = 1 << 62;
/// A label that has less room is not shown.
pub(super) const LEAST_LABEL: f64 = 56.0;
/// What is cut where it leaves the page goes on so many pixels beyond.
const BEYOND: f64 = 50.0;

/// One thing behind the marks of a row.
pub(super) enum Behind<'r> {
    /// Which gap of the row, and from where to where it lies in the plot.
    Gap(usize, &'r GapView, (f64, f64)),
    /// The line from value to value.
    Curve,
    /// Which limit of the curve.
    Limit(usize),
}

impl Behind<'_> {
    /// The same as long as it is the same thing.
    pub(super) fn key(&self) -> u64 {
        BEHIND
            | match self {
                Self::Curve => 0,
                Self::Limit(at) => LIMIT | *at as u64,
                Self::Gap(at, ..) => 1 + *at as u64,
            }
    }
}

impl Timeline {
    /// What lies behind the marks of a row, as far as it is in reach.
    pub(super) fn behind<'r>(self, row: &'r RowView, (from, to): (f64, f64)) -> Vec<Behind<'r>> {
        let mut behind = Vec::new();
        if !row.gaps.is_empty() {
            let now = self.frame.ports().now();
            let scale = self.host.with_value(|host| host.base);
            behind.extend(row.gaps.iter().enumerate().filter_map(|(at, gap)| {
                let span = (scale.x(gap.start), scale.x(gap.end.unwrap_or(now)));
                let (x0, x1) = cut(span, (from, to));
                let is_seen = x0 < to && x1 > from && x1 > x0;
                is_seen.then_some(Behind::Gap(at, gap, (x0, x1)))
            }));
        }
        if let Some(curve) = &row.curve {
            behind.push(Behind::Curve);
            behind.extend((0..curve.limits.len()).map(Behind::Limit));
        }
        behind
    }

    pub(super) fn draw_behind(self, row: &RowView, what: &Behind<'_>) -> El {
        match what {
            Behind::Gap(_, gap, _) => self.gap(gap),
            Behind::Curve => super::curve::line(),
            Behind::Limit(at) => self.limit(row, *at),
        }
    }

    /// Places it; its words stay in view as time moves.
    pub(super) fn place_behind(
        self,
        row: &RowView,
        what: &Behind<'_>,
        seat: &mut Seat,
        reach: (f64, f64),
        movers: &mut Vec<Mover>,
    ) {
        let x = match what {
            Behind::Gap(_, _, span) => {
                place_gap(seat, *span);
                span.0
            }
            Behind::Curve => {
                self.draw_curve(row, seat, reach);
                return;
            }
            Behind::Limit(at) => {
                self.place_limit(row, *at, seat, reach);
                reach.0
            }
        };
        let words = seat.element().first_element_child();
        movers.extend(words.map(|words| Mover::new(words, Keeps::Begin, whole(x))));
    }

    /// Time in which something is missing. Its words are also beside the name of the row.
    fn gap(self, gap: &GapView) -> El {
        let locale = self.frame.locale.get_untracked();
        el("div")
            .class("tl-gap")
            .attr("part", "gap")
            .attr("aria-hidden", "true")
            .attr("data-severity", gap.badge.severity.as_str())
            .child(badge(locale, gap.badge).class("co-find tl-gap-l"))
    }
}

fn place_gap(seat: &mut Seat, (x0, x1): (f64, f64)) {
    seat.put("translate", whole(x0));
    seat.put("--w", whole(x1 - x0));
    seat.put("--inside", room_inside((x0, x1)));
}

/// Where what lasts from one place to another is in the page.
pub(super) fn cut((x0, x1): (f64, f64), (from, to): (f64, f64)) -> (f64, f64) {
    (x0.max(from - BEYOND), x1.min(to + BEYOND))
}

/// How wide a label within it may be: one that would be a letter or two says less than none.
pub(super) fn room_inside((x0, x1): (f64, f64)) -> i32 {
    let inside = x1 - x0 - 14.0;
    if inside < LEAST_LABEL {
        0
    } else {
        whole(inside)
    }
}
