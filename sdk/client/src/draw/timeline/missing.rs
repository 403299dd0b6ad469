//! What is missing, where it lies in time: gaps in rows, orders that are broken, counts of lanes.

use coordo_core::RecordKey;
use coordo_core::order::Order as _;
use coordo_engine::{Code, Severity};

use super::Canvas;
use super::finder::NONE;
use super::sift::Sift;
use crate::draw::finding::told;
use crate::view::ItemKey;
use crate::view::finding::Badge;
use crate::view::timeline::{GapView, OrderView};

/// What is missing, by the places of the index.
#[derive(Default)]
pub(super) struct Missing {
    /// The lane of each finding that somebody should look at; one finding may be in several.
    lanes: Vec<(usize, Severity)>,
    /// Gaps with the row that they lie in.
    gaps: Vec<(usize, GapView)>,
    /// Orders that are broken.
    pub(super) orders: Vec<OrderView>,
}

impl Missing {
    /// What the rules found about the entries that the filter keeps.
    pub(super) fn find(canvas: &Canvas<'_>, sift: &Sift<'_>) -> Self {
        let mut missing = Self::default();
        let entry_of = |record: &RecordKey| {
            let key = ItemKey {
                record: record.clone(),
                activity: None,
            };
            let at = canvas.index.place(canvas.records, &key)?;
            let entry = canvas.index.entries.get(at)?;
            let piece = entry.piece(canvas.graph, canvas.records)?;
            sift.keeps(entry, piece).then_some((at, entry))
        };
        for finding in told(canvas.state) {
            let entries: Vec<_> = finding.subjects.iter().filter_map(entry_of).collect();
            let mut lanes: Vec<usize> = entries.iter().map(|(at, _)| canvas.lane_of(*at)).collect();
            lanes.order();
            lanes.dedup();
            missing
                .lanes
                .extend(lanes.into_iter().map(|lane| (lane, finding.severity)));
            if let Some(gap) = &finding.gap
                && let Some((_, entry)) = entry_of(&gap.of)
                && entry.row != NONE
            {
                let view = GapView {
                    start: gap.from,
                    end: gap.until,
                    badge: Badge::of(finding),
                };
                missing.gaps.push((entry.row, view));
            }
            if finding.code == Code::OrderBroken
                && let [(_, later), (_, earlier)] = entries.as_slice()
            {
                missing.orders.push(OrderView {
                    earlier: ItemKey::clone(&earlier.key),
                    later: ItemKey::clone(&later.key),
                    severity: finding.severity,
                });
            }
        }
        missing
    }

    /// How many findings of a lane are urgent, and how many to look at.
    pub(super) fn of_lane(&self, lane: usize) -> [usize; 2] {
        let n = |wanted: Severity| {
            let found = self.lanes.iter();
            found
                .filter(|(of, severity)| *of == lane && *severity == wanted)
                .count()
        };
        [n(Severity::Urgent), n(Severity::Attention)]
    }

    /// The gaps of a row.
    pub(super) fn of_row(&self, row: usize) -> Vec<GapView> {
        let found = self.gaps.iter().filter(|(of, _)| *of == row);
        found.map(|(_, gap)| *gap).collect()
    }
}
