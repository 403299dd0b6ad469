//! Lanes and rows as one list of lines, each with its place from top to bottom.

use std::rc::Rc;

use coordo_client::timeline::{LaneKey, LaneView, RowView, TimelineView};

use super::gather::levels;
use coordo_core::order::Order as _;

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The header of a lane.
    Lane(usize),
    /// A row of a lane.
    Row(usize, usize),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The same as long as what it shows is the same.
    pub id: u32,
    pub what: What,
    pub top: i32,
    pub height: i32,
    /// The level of each mark of a row.
    pub levels: Rc<[u8]>,
}

/// Heights in pixels, as the page has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Metrics {
    /// A row whose marks lie side by side, and a lane's header.
    pub row: i32,
    /// Each further level of marks.
    pub level: i32,
    /// The line of a row's name, where it stands above its marks.
    pub name: i32,
    /// The line that says what is missing, below a name.
    pub badge: i32,
}

impl Metrics {
    /// From the greatest value of a curve down to the least.
    pub(super) fn curve(self) -> i32 {
        2 * self.level
    }
}

/// All lines of a view. What is as it was keeps its number, so that its elements stay.
pub(super) fn lines(
    view: &TimelineView,
    folded: &[LaneKey],
    metrics: Metrics,
    before: (&TimelineView, &[Line]),
    next: &mut u32,
) -> Vec<Line> {
    let (old_view, old) = before;
    let mut lines: Vec<Line> = Vec::new();
    let mut top = 0;
    let mut push = |lines: &mut Vec<Line>, what, kept: Option<&Line>, row: Option<&RowView>| {
        let id = kept.map_or_else(
            || {
                *next += 1;
                *next
            },
            |line| line.id,
        );
        let levels: Rc<[u8]> = match (kept, row) {
            (Some(line), _) => Rc::clone(&line.levels),
            // On a curve, what is higher is more.
            (None, Some(row)) if row.curve.is_some() => vec![0; row.marks.len()].into(),
            (None, Some(row)) => levels(&row.marks).into(),
            (None, None) => Rc::from([]),
        };
        let deepest = levels.iter().copied().max().unwrap_or(0);
        let height = match what {
            What::Lane(_) => metrics.row,
            What::Row(..) => {
                let has_curve = row.is_some_and(|row| row.curve.is_some());
                let below = if has_curve {
                    metrics.curve()
                } else {
                    i32::from(deepest) * metrics.level
                };
                let marks = metrics.row + metrics.name + below;
                let has_badge = row.is_some_and(|row| row.badge.is_some());
                // Beside marks on several levels there is room for it.
                marks.max(metrics.row + metrics.name + i32::from(has_badge) * metrics.badge)
            }
        };
        lines.push(Line {
            id,
            what,
            top,
            height,
            levels,
        });
        top += height;
    };
    for (at, lane) in view.lanes.iter().enumerate() {
        let old_lane = old_view.lanes.iter().position(|l| l.key == lane.key);
        let old_of = |row: usize| old_line(old, What::Row(old_lane?, row));
        let header = old_lane
            .and_then(|i| old_view.lanes.get(i).zip(old_line(old, What::Lane(i))))
            .filter(|(was, _)| is_same_header(was, lane))
            .map(|(_, line)| line);
        push(&mut lines, What::Lane(at), header, None);
        if folded.contains(&lane.key) {
            continue;
        }
        let old_rows = old_lane.and_then(|i| old_view.lanes.get(i));
        let old_rows = old_rows.map_or(&[][..], |lane| &lane.rows);
        for (n, row) in lane.rows.iter().enumerate() {
            let was = if old_rows.get(n) == Some(row) {
                Some(n)
            } else {
                old_rows.iter().position(|r| r == row)
            };
            let kept = was.and_then(old_of);
            push(&mut lines, What::Row(at, n), kept, Some(row));
        }
    }
    // Two rows of a lane that are alike in everything would keep one number.
    let mut seen: Vec<u32> = lines.iter().map(|line| line.id).collect();
    seen.order();
    if seen.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        for line in &mut lines {
            *next += 1;
            line.id = *next;
        }
    }
    lines
}

fn is_same_header(a: &LaneView, b: &LaneView) -> bool {
    a.title == b.title
        && a.subtitle == b.subtitle
        && a.n_items == b.n_items
        && a.n_done == b.n_done
        && a.n_missing == b.n_missing
}

fn old_line(lines: &[Line], what: What) -> Option<&Line> {
    let order = |what: What| match what {
        What::Lane(lane) => (lane, 0),
        What::Row(lane, row) => (lane, row + 1),
    };
    let at = lines.binary_search_by_key(&order(what), |line| order(line.what));
    lines.get(at.ok()?)
}

/// The lines that lie between two heights.
pub(super) fn between(lines: &[Line], top: i32, bottom: i32) -> &[Line] {
    let from = lines.partition_point(|line| line.top + line.height <= top);
    let to = lines.partition_point(|line| line.top < bottom);
    lines.get(from..to.max(from)).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use coordo_client::timeline::{ItemKind, MarkView, Phase, Shape};
    use coordo_client::view::{FrameView, ItemKey, LoadView, SyncView};
    use coordo_core::{Instant, Private, RecordKey, SourceId};

    use super::*;

    pub(in super::super) const METRICS: Metrics = Metrics {
        row: 32,
        level: 24,
        name: 0,
        badge: 16,
    };

    fn row(title: &str, spans: &[(i64, i64)]) -> RowView {
        let mark = |&(from, to): &(i64, i64)| MarkView {
            key: Rc::new(ItemKey {
                record: RecordKey::new(SourceId("s".into()), "Task", title),
                activity: None,
            }),
            start: Instant(from),
            end: Instant(to),
            shape: Shape::Period,
            phase: Phase::Planned,
            is_reversed: false,
            is_unread: false,
        };
        RowView {
            title: Some(Private(title.to_owned())),
            by: None,
            kind: ItemKind::Activity,
            badge: None,
            curve: None,
            gaps: Vec::new(),
            is_of_lane: false,
            n_unread: 0,
            marks: spans.iter().map(mark).collect(),
        }
    }

    fn view(lanes: Vec<(ItemKind, Vec<RowView>)>) -> TimelineView {
        let lane = |(kind, rows): (ItemKind, Vec<RowView>)| LaneView {
            key: LaneKey::Kind(kind),
            title: None,
            subtitle: None,
            n_items: rows.len(),
            n_done: 0,
            n_missing: [0, 0],
            rows,
        };
        TimelineView {
            frame: FrameView {
                load: LoadView::Ready,
                sync: SyncView::default(),
                undo: None,
                is_read_only: false,
                n_notices: 0,
            },
            plan: None,
            lanes: lanes.into_iter().map(lane).collect(),
            undated: Vec::new(),
            span: None,
            n_items: 0,
            n_filtered: 0,
            orders: Vec::new(),
        }
    }

    fn two_lanes() -> TimelineView {
        view(vec![
            (
                ItemKind::Activity,
                vec![row("a", &[(0, 5), (3, 8)]), row("b", &[(0, 5)])],
            ),
            (ItemKind::Measure, vec![row("c", &[(0, 5)])]),
        ])
    }

    fn first(view: &TimelineView, folded: &[LaneKey]) -> Vec<Line> {
        lines(view, folded, METRICS, (view, &[]), &mut 0)
    }

    #[test]
    fn lines_lie_below_each_other_and_levels_need_room() {
        let all = first(&two_lanes(), &[]);
        let places: Vec<(i32, i32)> = all.iter().map(|l| (l.top, l.height)).collect();
        assert_eq!(places, [(0, 32), (32, 56), (88, 32), (120, 32), (152, 32)]);
    }

    #[test]
    fn a_folded_lane_is_its_header() {
        let folded = [LaneKey::Kind(ItemKind::Activity)];
        let all = first(&two_lanes(), &folded);
        let whats: Vec<What> = all.iter().map(|l| l.what).collect();
        assert_eq!(whats, [What::Lane(0), What::Lane(1), What::Row(1, 0)]);
    }

    #[test]
    fn what_did_not_change_keeps_its_number() {
        let (before, mut after) = (two_lanes(), two_lanes());
        let old = first(&before, &[]);
        after.lanes[0].rows[0] = row("a", &[(0, 6)]);
        let mut next = 100;
        let new = lines(&after, &[], METRICS, (&before, &old), &mut next);
        let same: Vec<bool> = old.iter().zip(&new).map(|(a, b)| a.id == b.id).collect();
        assert_eq!(same, [true, false, true, true, true]);
        assert_eq!(next, 101);
    }

    #[test]
    fn rows_that_are_alike_are_still_two() {
        let view = view(vec![(
            ItemKind::Activity,
            vec![row("a", &[]), row("a", &[])],
        )]);
        let old = first(&view, &[]);
        let new = lines(&view, &[], METRICS, (&view, &old), &mut 50);
        let mut ids: Vec<u32> = new.iter().map(|l| l.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn only_the_lines_in_view_are_asked_for() {
        let all = first(&two_lanes(), &[]);
        let tops =
            |from, to| -> Vec<i32> { between(&all, from, to).iter().map(|l| l.top).collect() };
        assert_eq!(tops(0, 33), [0, 32]);
        assert_eq!(tops(88, 120), [88]);
        assert_eq!(tops(1000, 2000), Vec::<i32>::new());
    }
}
