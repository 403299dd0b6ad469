//! Marks that would lie on each other: stacked where they last, gathered where they are small.

use coordo_client::timeline::{MarkView, Shape};

use super::scale::Scale;

/// How many marks of one row may lie above each other.
pub(super) const MOST_LEVELS: u8 = 4;
/// Small marks whose middles are closer than so many pixels become one.
const CLOSE: f64 = 22.0;
/// What is narrower than so many pixels is small.
const SMALL: f64 = 10.0;

/// One thing to draw: a mark, or several small ones as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Group {
    /// Place of its first mark in the row.
    pub first: usize,
    /// Place of its last mark.
    pub last: usize,
    /// How many marks it stands for.
    pub n: usize,
    /// How far below the top of the row.
    pub level: u8,
    /// From the left edge of the scale, in pixels; infinite for open ends.
    pub x0: f64,
    /// Its right end.
    pub x1: f64,
    is_small: bool,
}

impl Group {
    /// Identity within a row: the same as long as it stands for the same marks.
    pub(super) fn key(&self) -> u64 {
        let (first, n) = (self.first as u64, self.n as u64);
        first << 33 | u64::from(self.is_small) << 32 | n
    }

    /// The place of the first mark, from the key.
    pub(super) fn first_of(key: u64) -> usize {
        usize::try_from(key >> 33).unwrap_or(0)
    }

    /// Whether it is too narrow to be drawn as long as it lasts.
    pub(super) fn is_small(&self) -> bool {
        self.is_small
    }

    /// Whether a mark of the row is in it.
    pub(super) fn has(&self, at: usize, levels: &[u8]) -> bool {
        (self.first..=self.last).contains(&at) && levels.get(at) == Some(&self.level)
    }
}

/// From when to when a mark takes place in its row.
fn extent(mark: &MarkView) -> (i64, i64) {
    let (a, b) = (mark.start.0.min(mark.end.0), mark.start.0.max(mark.end.0));
    match mark.shape {
        Shape::OpenEnd => (a, i64::MAX),
        Shape::OpenStart => (i64::MIN, b),
        Shape::Point | Shape::Milestone => (a, a),
        Shape::Period | Shape::Partial | Shape::Window => (a, b),
    }
}

/// At which level of its row each mark lies, so that none covers another as long as
/// there are levels.
pub(super) fn levels(marks: &[MarkView]) -> Vec<u8> {
    let mut free = [i64::MIN; MOST_LEVELS as usize];
    marks
        .iter()
        .map(|mark| {
            let (from, to) = extent(mark);
            let at = free
                .iter()
                .position(|busy| *busy <= from)
                .unwrap_or(free.len() - 1);
            if let Some(busy) = free.get_mut(at) {
                *busy = (*busy).max(to);
            }
            u8::try_from(at).unwrap_or(0)
        })
        .collect()
}

/// What is drawn of a row at a scale. Always begun at its first mark, so that moving
/// through time changes nothing.
pub(super) fn gather(marks: &[MarkView], levels: &[u8], scale: Scale) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open: [Option<usize>; MOST_LEVELS as usize] = [None; MOST_LEVELS as usize];
    for (at, mark) in marks.iter().enumerate() {
        let level = levels.get(at).copied().unwrap_or(0);
        let (from, to) = extent(mark);
        let x = |ms: i64| scale.x(coordo_core::Instant(ms));
        let x0 = if from == i64::MIN {
            f64::NEG_INFINITY
        } else {
            x(from)
        };
        let x1 = if to == i64::MAX { f64::INFINITY } else { x(to) };
        let is_small = x1 - x0 < SMALL;
        let slot = usize::from(level);
        if is_small
            && let Some(group) = open.get(slot).copied().flatten()
            && let Some(group) = groups.get_mut(group)
            && x0 - group.x0 < CLOSE
        {
            group.last = at;
            group.n += 1;
            group.x1 = group.x1.max(x1);
            continue;
        }
        if let Some(open) = open.get_mut(slot) {
            *open = is_small.then_some(groups.len());
        }
        groups.push(Group {
            first: at,
            last: at,
            n: 1,
            level,
            x0,
            x1,
            is_small,
        });
    }
    groups
}

impl Group {
    /// Whether any part of it lies between two places.
    pub(super) fn is_between(&self, from: f64, to: f64) -> bool {
        // A small mark is wider on screen than in time, and so may its label be.
        let spare = if self.is_small { CLOSE } else { 0.0 };
        self.x1 + spare >= from && self.x0 - spare <= to
    }
}

#[cfg(test)]
pub(super) mod tests {
    use coordo_client::timeline::Phase;
    use coordo_client::view::ItemKey;
    use coordo_core::{Instant, RecordKey, SourceId};

    use super::super::scale::{Bounds, DAY};
    use super::*;

    fn mark(from: f64, to: f64, shape: Shape) -> MarkView {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "whole milliseconds are enough"
        )]
        let day = |d: f64| Instant((d * 86_400_000.0) as i64);
        MarkView {
            key: std::rc::Rc::new(ItemKey {
                record: RecordKey::new(SourceId("s".into()), "Task", "t"),
                activity: None,
            }),
            start: day(from),
            end: day(to),
            shape,
            phase: Phase::Planned,
            is_reversed: false,
            is_unread: false,
        }
    }

    pub(in super::super) fn point(day: f64) -> MarkView {
        mark(day, day, Shape::Point)
    }

    /// A hundred pixels a day.
    fn scale() -> Scale {
        Scale::between(Instant(0), Instant(10 * DAY), Bounds::of(1000.0, None))
    }

    fn drawn(marks: &[MarkView]) -> Vec<(usize, usize)> {
        let levels = levels(marks);
        let groups = gather(marks, &levels, scale());
        groups.iter().map(|g| (g.first, g.n)).collect()
    }

    #[test]
    fn marks_apart_are_drawn_one_by_one_and_close_ones_as_one() {
        let marks = [point(1.0), point(1.1), point(1.19), point(1.3), point(3.0)];
        assert_eq!(drawn(&marks), [(0, 3), (3, 1), (4, 1)]);
    }

    #[test]
    fn three_thousand_marks_of_one_day_are_a_handful_on_screen() {
        let marks: Vec<MarkView> = (0..3000)
            .map(|i| point(2.0 + f64::from(i) / 3000.0))
            .collect();
        let groups = drawn(&marks);
        assert!(groups.len() <= 6, "{groups:?}");
        assert_eq!(groups.iter().map(|(_, n)| n).sum::<usize>(), 3000);
    }

    #[test]
    fn what_lasts_is_never_gathered() {
        let marks = [
            mark(1.0, 3.0, Shape::Period),
            mark(1.05, 3.0, Shape::Period),
            mark(1.1, 1.1, Shape::OpenEnd),
        ];
        assert_eq!(drawn(&marks), [(0, 1), (1, 1), (2, 1)]);
        assert_eq!(levels(&marks), [0, 1, 2]);
    }

    #[test]
    fn a_level_is_free_again_once_its_period_is_over() {
        let marks = [
            mark(1.0, 3.0, Shape::Period),
            point(2.0),
            mark(3.0, 4.0, Shape::Period),
            point(5.0),
        ];
        assert_eq!(levels(&marks), [0, 1, 0, 0]);
    }

    #[test]
    fn end_before_start_takes_the_place_in_between() {
        let marks = [mark(3.0, 1.0, Shape::Period), point(2.0)];
        assert_eq!(levels(&marks), [0, 1]);
        let levels = levels(&marks);
        let groups = gather(&marks, &levels, scale());
        assert!(groups[0].x0 < groups[0].x1);
    }

    #[test]
    fn moving_through_time_gathers_the_same() {
        let marks: Vec<MarkView> = (0..50).map(|i| point(f64::from(i) * 0.13)).collect();
        let levels = levels(&marks);
        let of = |scale| -> Vec<u64> {
            let groups = gather(&marks, &levels, scale);
            groups.iter().map(Group::key).collect()
        };
        assert_eq!(of(scale()), of(scale().panned(-137.0)));
    }

    #[test]
    fn every_mark_is_in_one_group() {
        let marks = [
            point(1.0),
            mark(1.0, 3.0, Shape::Period),
            point(1.05),
            point(1.1),
            point(4.0),
        ];
        let levels = levels(&marks);
        let groups = gather(&marks, &levels, scale());
        for at in 0..marks.len() {
            assert_eq!(groups.iter().filter(|g| g.has(at, &levels)).count(), 1);
        }
        assert_eq!(groups.iter().map(|g| g.n).sum::<usize>(), marks.len());
    }
}
