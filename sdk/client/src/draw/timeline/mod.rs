//! State to the timeline.
//!
//! What rests on links alone (which items there are, their lanes, their rows) is found once
//! ([`index`]) and kept by the state; a view is one walk over it, a sort, and a copy of keys.

mod actors;
mod curve;
mod finder;
mod goals;
mod index;
mod item;
mod lens;
mod links;
mod missing;
mod piece;
mod plan;
mod rows;
mod sift;
mod when;

pub(crate) use index::{Draft, Index};
pub(crate) use item::items;
pub(crate) use lens::{Lens, NO_LANE, actors_of, others_of};

use coordo_core::Instant;
use coordo_core::order::Order as _;

use self::finder::Records;
use self::missing::Missing;
use self::piece::Piece;
use self::sift::Sift;
use self::when::Span;
use super::{Moment, finding, frame};
use crate::graph::Graph;
use crate::state::State;
use crate::view::ItemKey;
use crate::view::finding::Badge;
use crate::view::timeline::{
    CurveView, Grouping, ItemKind, LaneKey, LaneView, MarkView, Phase, RowView, TimelineQuery,
    TimelineView,
};
use crate::zone::Zone;

/// One mark before it is drawn.
struct Spot {
    lane: usize,
    row: usize,
    span: Span,
    phase: Phase,
    entry: usize,
}

/// What all lanes of one drawing have in common.
struct Canvas<'s> {
    graph: &'s Graph,
    records: &'s Records<'s>,
    index: &'s Index,
    grouping: Grouping,
    state: &'s State,
    wanted: curve::Wanted<'s>,
}

pub(crate) fn timeline(
    state: &State,
    query: &TimelineQuery,
    moment: Moment,
    zone: &Zone,
) -> TimelineView {
    if state.is_index_due_later() {
        return TimelineView {
            frame: frame(state, moment),
            plan: None,
            lanes: Vec::new(),
            undated: Vec::new(),
            span: None,
            n_items: 0,
            n_filtered: 0,
            orders: Vec::new(),
        };
    }
    let graph = &state.graph;
    let index = state.index();
    let records = index::records(graph);
    let canvas = Canvas {
        graph,
        records: &records,
        index: &index,
        grouping: query.grouping,
        state,
        wanted: curve::wanted(&records),
    };
    let sift = Sift::new(state, &records, &index);
    let missing = Missing::find(&canvas, &sift);
    let mut spots = Vec::with_capacity(index.entries.len());
    let mut undated = Vec::new();
    let mut n_filtered = 0;
    for (n, entry) in index.entries.iter().enumerate() {
        let Some(piece) = entry.piece(graph, &records) else {
            continue;
        };
        if !sift.keeps(entry, piece) {
            n_filtered += 1;
            continue;
        }
        let dates = when::dates(piece, entry.appointment(graph, &records));
        let Some(span) = when::span(piece, dates, zone) else {
            undated.push(n);
            continue;
        };
        spots.push(Spot {
            lane: canvas.lane_of(n),
            row: entry.row,
            span,
            phase: when::phase(piece, Some(span), moment.now),
            entry: n,
        });
    }
    TimelineView {
        frame: frame(state, moment),
        plan: plan::line(graph, &records, index.plan),
        n_items: spots.len() + undated.len(),
        span: canvas.span(&spots),
        lanes: canvas.lanes(spots, &missing),
        undated: canvas.undated(undated),
        n_filtered,
        orders: missing.orders,
    }
}

impl Canvas<'_> {
    /// The lane of an entry in this grouping; beyond all lanes where it has none.
    fn lane_of(&self, entry: usize) -> usize {
        let Some(entry) = self.index.entries.get(entry) else {
            return finder::NONE;
        };
        match self.grouping {
            Grouping::Goal => entry.goal,
            // Whoever is named but unknown has no lane either.
            Grouping::Actor => entry.actor.min(self.index.actors.len()),
            Grouping::Kind => entry.kind as usize,
        }
    }

    /// From the first to the last instant of what is done and planned: a diagnosis of ten years ago
    /// counts only where there is nothing else.
    fn span(&self, spots: &[Spot]) -> Option<(Instant, Instant)> {
        let is_act = |spot: &&Spot| {
            let entry = self.index.entries.get(spot.entry);
            entry.is_some_and(|e| e.kind != ItemKind::Condition)
        };
        let has_acts = spots.iter().any(|spot| is_act(&spot));
        let counted = || spots.iter().filter(|spot| !has_acts || is_act(spot));
        let first = counted().map(|s| s.span.start).min()?;
        let last = counted().map(|s| s.span.end).max()?;
        Some((first, last))
    }

    fn lanes(&self, mut spots: Vec<Spot>, missing: &Missing) -> Vec<LaneView> {
        spots.order_by_key(|s| (s.lane, s.row, s.span.start, s.span.end, s.entry));
        let lanes = spots.chunk_by(|a, b| a.lane == b.lane);
        lanes.map(|spots| self.lane(spots, missing)).collect()
    }

    fn lane(&self, spots: &[Spot], missing: &Missing) -> LaneView {
        let mut rows: Vec<&[Spot]> = spots.chunk_by(|a, b| a.row == b.row).collect();
        // What somebody does comes first, by its first date; then what recurs, kind by kind.
        rows.order_by_key(|row| {
            let first = row.first().map(|s| (s.span.start, s.span.end, s.entry));
            let kind = self.kind_of_row(row);
            (kind.filter(|k| recurs(*k)), first)
        });
        let is_done = |spot: &&Spot| spot.phase == Phase::Performed;
        let (key, title, subtitle) = self.heading(spots);
        let lane = spots.first().map_or(finder::NONE, |s| s.lane);
        let rows = rows.into_iter();
        LaneView {
            key,
            title,
            subtitle,
            n_items: spots.len(),
            n_done: spots.iter().filter(is_done).count(),
            n_missing: missing.of_lane(lane),
            rows: rows.filter_map(|row| self.row(row, missing)).collect(),
        }
    }

    fn heading(&self, spots: &[Spot]) -> plan::Heading {
        let lane = spots.first().map_or(finder::NONE, |s| s.lane);
        match self.grouping {
            Grouping::Goal => match self.index.goals.get(lane) {
                Some(goal) => {
                    let record = self.records.get(goal.record);
                    let piece =
                        record.and_then(|(_, held)| Piece::of(self.graph, &held.projection, None));
                    let title = piece.and_then(Piece::title).cloned();
                    (goal.key.clone(), title, self.most_frequent_actor(spots))
                }
                None => (LaneKey::None, None, None),
            },
            Grouping::Actor => match self.index.actors.get(lane) {
                Some(actor) => (
                    actor.key.clone(),
                    actor.name.clone(),
                    actor.subtitle.clone(),
                ),
                None => (LaneKey::None, None, None),
            },
            Grouping::Kind => {
                let first = spots.first().and_then(|s| self.index.entries.get(s.entry));
                let key = first.map_or(LaneKey::None, |e| LaneKey::Kind(e.kind));
                (key, None, None)
            }
        }
    }

    /// Who answers for most of what is done; of two with as many, the first by name.
    fn most_frequent_actor(&self, spots: &[Spot]) -> Option<coordo_core::Private<String>> {
        let entries = spots.iter().filter_map(|s| self.index.entries.get(s.entry));
        // Who measures, writes or tells answers for nothing by that.
        let entries = entries.filter(|entry| !recurs(entry.kind));
        let mut actors: Vec<usize> = entries.map(|e| e.actor).collect();
        actors.retain(|a| *a < self.index.actors.len());
        actors.order();
        let runs = actors.chunk_by(|a, b| a == b);
        let most = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run.first().copied())));
        let actor = most.and_then(|run| run.first())?;
        self.index.actors.get(*actor)?.name.clone()
    }

    /// What a row is named by: the task that its visits belong to, or its first item.
    fn head(&self, row: &[Spot]) -> Option<&index::Entry> {
        let head = self.index.rows.get(row.first()?.row)?;
        self.index.entries.get(*head)
    }

    fn kind_of_row(&self, row: &[Spot]) -> Option<ItemKind> {
        self.head(row).map(|head| head.kind)
    }

    fn row(&self, spots: &[Spot], missing: &Missing) -> Option<RowView> {
        let head = self.head(spots)?;
        let piece = head.piece(self.graph, self.records);
        let mut marks = Vec::with_capacity(spots.len());
        for spot in spots {
            let entry = self.index.entries.get(spot.entry)?;
            marks.push(MarkView {
                key: entry.key.clone(),
                start: spot.span.start,
                end: spot.span.end,
                shape: spot.span.shape,
                phase: spot.phase,
                is_reversed: spot.span.is_reversed,
                is_unread: self.is_unread(&entry.key),
            });
        }
        let entries = spots.iter().filter_map(|s| self.index.entries.get(s.entry));
        let mut actors = entries.map(|e| e.actor);
        let actor = actors.next().unwrap_or(finder::NONE);
        let by = actors
            .all(|a| a == actor)
            .then(|| self.index.actors.get(actor));
        Some(RowView {
            title: piece.and_then(Piece::title).cloned(),
            by: by.flatten().and_then(|a| a.name.clone()),
            kind: head.kind,
            badge: self.badge(&marks),
            curve: self.curve(head, spots),
            gaps: (spots.first()).map_or_else(Vec::new, |spot| missing.of_row(spot.row)),
            is_of_lane: self.is_of_lane(head),
            n_unread: marks.iter().filter(|mark| mark.is_unread).count(),
            marks,
        })
    }

    fn curve(&self, head: &index::Entry, spots: &[Spot]) -> Option<CurveView> {
        if head.kind != ItemKind::Measure || spots.len() < 2 {
            return None;
        }
        let entries = spots.iter().map(|s| self.index.entries.get(s.entry));
        let entries = entries.collect::<Option<Vec<_>>>()?;
        curve::curve(self.graph, self.records, &self.wanted, &entries)
    }

    /// Whether an entry is the goal that its lane stands for.
    fn is_of_lane(&self, entry: &index::Entry) -> bool {
        let goal = self.index.goals.get(entry.goal);
        self.grouping == Grouping::Goal
            && entry.kind == ItemKind::Plan
            && goal.is_some_and(|goal| goal.record == entry.record)
    }

    /// An activity written in a plan has no mark of its own: the plan has one.
    fn is_unread(&self, key: &ItemKey) -> bool {
        key.activity.is_none() && self.state.seen.unread(&key.record).is_some()
    }

    /// The most urgent of what is missing of some marks.
    fn badge(&self, marks: &[MarkView]) -> Option<Badge> {
        let found = marks
            .iter()
            .flat_map(|m| finding::badges(self.state, &m.key.record));
        found.max_by_key(|badge| badge.severity)
    }

    /// By kind, then title, then key.
    fn undated(&self, mut undated: Vec<usize>) -> Vec<ItemKey> {
        undated.order_by_key(|n| {
            let entry = self.index.entries.get(*n);
            let held = entry.and_then(|e| self.records.get(e.record));
            (entry.map(|e| e.kind), held.map(|(_, h)| h.folded()), *n)
        });
        let entries = undated.iter().filter_map(|n| self.index.entries.get(*n));
        entries.map(|e| ItemKey::clone(&e.key)).collect()
    }
}

/// Whether rows of a kind come after those of what somebody does.
fn recurs(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Plan
        | ItemKind::Activity
        | ItemKind::Appointment
        | ItemKind::Encounter
        | ItemKind::Request => false,
        ItemKind::Procedure
        | ItemKind::Treatment
        | ItemKind::Condition
        | ItemKind::Measure
        | ItemKind::Message
        | ItemKind::Document
        | ItemKind::Flag
        | ItemKind::Consent => true,
    }
}
