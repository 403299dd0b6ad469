//! Lines from what comes first to what follows it: those of the chosen item, and each order that is
//! broken. What they say is also said in words, by the inspector and by what is missing.

use std::rc::Rc;

use coordo_client::engine::Severity;
use coordo_client::timeline::{LinkKind, Shape};
use coordo_client::view::ItemKey;
use coordo_core::Instant;

use super::scale::whole;
use super::state::{Page, Timeline, mark_of, row_of};
use crate::kit::el::{El, el};
use crate::kit::icon::icon;
use crate::kit::missing;

/// How many lines are drawn: more of them tell nothing.
const MOST: usize = 24;
/// Half of the height of a mark, in pixels, and where an arrow ends.
const HALF: i32 = 10;

/// A line from one mark to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    from: (Instant, i32),
    to: (Instant, i32),
    /// Of an order that is broken, how soon somebody should look.
    broken: Option<Severity>,
}

/// How a line runs on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    x: i32,
    y: i32,
    w: i32,
    h: i32,
    /// Goes right, and not back in time.
    is_forward: bool,
    goes_down: bool,
}

impl Link {
    fn run(&self, x_of: impl Fn(Instant) -> f64) -> Run {
        let (x1, x2) = (whole(x_of(self.from.0)), whole(x_of(self.to.0)));
        let (y1, y2) = (self.from.1, self.to.1);
        let goes_down = y2 >= y1;
        let sign = if goes_down { 1 } else { -1 };
        let is_forward = x2 - HALF >= x1;
        let (x, w, near, far) = if is_forward {
            // Down from the one, then right to the other.
            (x1, x2 - HALF - x1, y1 + sign * HALF, y2)
        } else {
            // Back from the one, then down to the other.
            (x2, (x1 - HALF - x2).max(0), y1, y2 - sign * HALF)
        };
        Run {
            x,
            y: near.min(far),
            w,
            h: (far - near).abs(),
            is_forward,
            goes_down,
        }
    }
}

impl Timeline {
    /// Draws the lines between marks, where something differs.
    pub(super) fn draw_links(self, page: &Page) {
        let known = self.host.with_value(|host| host.links.clone());
        let links = known.unwrap_or_else(|| {
            let found: Rc<[Link]> = self.find_links().into();
            self.host
                .update_value(|host| host.links = Some(Rc::clone(&found)));
            found
        });
        let (base, (from, to)) = self.host.with_value(|host| (host.base, host.span(1.0)));
        let runs: Vec<(u64, Run, Option<Severity>)> = links
            .iter()
            .enumerate()
            .filter_map(|(at, link)| {
                let run = link.run(|at| base.x(at).clamp(from, to));
                let key = (at as u64) << 3
                    | u64::from(run.is_forward) << 2
                    | u64::from(run.goes_down) << 1
                    | u64::from(link.broken.is_some());
                (run.w > 0 || run.h > 0).then_some((key, run, link.broken))
            })
            .collect();
        let keys: Vec<u64> = runs.iter().map(|(key, ..)| *key).collect();
        page.links.borrow_mut().update(
            &keys,
            &mut |at| {
                runs.get(at)
                    .map_or_else(|| el("i"), |(_, run, broken)| line(*run, *broken))
            },
            &mut |at, seat| {
                if let Some((_, run, _)) = runs.get(at) {
                    seat.put("--x", run.x);
                    seat.put("--y", run.y);
                    seat.put("--w", run.w);
                    seat.put("--h", run.h);
                }
            },
        );
    }

    fn find_links(self) -> Vec<Link> {
        let view = self.view();
        let broken = view.orders.iter();
        let mut pairs: Vec<(ItemKey, ItemKey, Option<Severity>)> = broken
            .map(|order| {
                (
                    order.earlier.clone(),
                    order.later.clone(),
                    Some(order.severity),
                )
            })
            .collect();
        let chosen = self.host.with_value(|host| host.chosen.clone());
        if let Some(me) = chosen
            && let Some(item) = self.frame.client().item(&me)
        {
            for link in &item.links {
                let other = link.key.clone();
                let (first, second) = if comes_first(link.kind) {
                    (other, me.clone())
                } else {
                    (me.clone(), other)
                };
                let is_there = pairs.iter().any(|(a, b, _)| *a == first && *b == second);
                if !is_there {
                    pairs.push((first, second, None));
                }
            }
        }
        let pairs = pairs.into_iter().take(MOST);
        let links = pairs.filter_map(|(first, second, broken)| {
            Some(Link {
                from: self.end_of(&first, true)?,
                to: self.end_of(&second, false)?,
                broken,
            })
        });
        links.collect()
    }

    /// Where a line leaves or reaches an item: when, and how far below the first line. Nowhere
    /// where it has no date or its lane is folded.
    fn end_of(self, key: &ItemKey, leaves: bool) -> Option<(Instant, i32)> {
        let place = self.place_of_item(key)?;
        let (line, at) = (self.line(place.line)?, place.at?);
        let view = self.view();
        let mark = mark_of(&view, &line, at)?;
        let metrics = self.host.with_value(|host| host.metrics);
        let level = line.levels.get(at).copied().map_or(0, i32::from);
        let below = match row_of(&view, &line).and_then(|row| row.curve.as_ref()) {
            Some(curve) => super::curve::middle(curve, std::iter::once(at), metrics),
            None => level * metrics.level,
        };
        let y = line.top + metrics.name + metrics.row / 2 + below;
        let is_over =
            leaves && matches!(mark.shape, Shape::Period | Shape::Window | Shape::Partial);
        let when = if is_over { mark.end } else { mark.start };
        Some((when, y))
    }
}

/// Whether the linked item comes before the one that has the link.
fn comes_first(kind: LinkKind) -> bool {
    match kind {
        LinkKind::PartOf
        | LinkKind::BasedOn
        | LinkKind::Focus
        | LinkKind::After
        | LinkKind::Encounter => true,
        LinkKind::Part
        | LinkKind::Leads
        | LinkKind::FulfilledBy
        | LinkKind::Before
        | LinkKind::During => false,
    }
}

fn line(run: Run, broken: Option<Severity>) -> El {
    el("div")
        .class("tl-link")
        .attr("part", "link")
        .attr("data-way", if run.is_forward { "on" } else { "back" })
        .attr("data-to", if run.goes_down { "below" } else { "above" })
        .attr("data-severity", broken.map(Severity::as_str))
        .child(broken.map(|severity| icon(missing::shape(severity))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: (i64, i32), to: (i64, i32)) -> Run {
        let link = Link {
            from: (Instant(from.0), from.1),
            to: (Instant(to.0), to.1),
            broken: None,
        };
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        link.run(|at| at.0 as f64)
    }

    #[test]
    fn what_follows_later_is_reached_from_the_left() {
        let drawn = run((100, 40), (300, 140));
        assert_eq!((drawn.x, drawn.y, drawn.w, drawn.h), (100, 50, 190, 90));
        assert!(drawn.is_forward && drawn.goes_down);
    }

    #[test]
    fn what_should_follow_and_comes_before_is_reached_from_its_row() {
        let drawn = run((300, 140), (100, 40));
        assert_eq!((drawn.x, drawn.y, drawn.w, drawn.h), (100, 50, 190, 90));
        assert!(!drawn.is_forward && !drawn.goes_down);
    }
}
