//! State to the board: every card once, sorted into columns, and into lanes where asked for.

use std::borrow::Cow;

use coordo_core::RecordKey;
use coordo_core::board::Column;
use coordo_core::event::Event;
use coordo_core::order::Order as _;
use coordo_core::plan::CarePlan;
use coordo_core::task::Priority;
use coordo_fhir::Projection;

use super::timeline::{Lens, NO_LANE};
use super::{Moment, Scene, card, due, frame};
use crate::graph::fold;
use crate::state::State;
use crate::view::board::{
    BoardLaneView, BoardQuery, BoardView, CardKey, CardView, ColumnView, Lanes,
};
use crate::view::timeline::LaneKey;

/// One card before it is drawn: enough to place and sort it, nothing copied but what a
/// plan's own activities need.
struct Spot<'s> {
    record: &'s RecordKey,
    activity: Option<usize>,
    column: Column,
    /// Due date; undated last.
    at: (bool, i64),
    priority: Priority,
    title: Cow<'s, str>,
    /// Its lane; [`NO_LANE`] where there are none.
    lane: usize,
}

impl Spot<'_> {
    fn key(&self) -> CardKey {
        CardKey {
            record: self.record.clone(),
            activity: self.activity,
        }
    }
}

pub(crate) fn board(state: &State, query: &BoardQuery, moment: Moment) -> BoardView {
    let scene = Scene::new(state, moment);
    let mut spots = spots(&scene);
    let n_all = spots.len();
    let is_plain = state.filter.is_empty() && query.lanes.is_none();
    let lens = (!is_plain).then(|| Lens::new(state));
    if let Some(lens) = &lens {
        let keys: Vec<CardKey> = spots.iter().map(Spot::key).collect();
        let mut places = lens.places(&keys, query.lanes).into_iter();
        spots.retain_mut(|spot| {
            let place = places.next().flatten();
            spot.lane = place.unwrap_or(NO_LANE);
            place.is_some()
        });
    }
    let n_cards = spots.len();
    let ended = |s: &&Spot<'_>| s.column == Column::Ended;
    let n_open = n_cards - spots.iter().filter(ended).count();
    let has_other = spots.iter().any(|s| s.column == Column::Other);
    let mut shown = Column::ALL.to_vec();
    shown.retain(|c| has_other || *c != Column::Other);
    let lanes = match (query.lanes, &lens) {
        (Some(by), Some(lens)) => laned(&scene, query, by, lens, &mut spots, &shown),
        (Some(_) | None, _) => Vec::new(),
    };
    // Where there are lanes, the cards are in them.
    let limits = match query.lanes {
        Some(_) => [0; 6],
        None if query.is_whole => [usize::MAX; 6],
        None => query.limits,
    };
    let mut columns = columns(&scene, &mut spots, &shown, limits);
    if query.lanes.is_some() {
        for column in &mut columns {
            column.n_more = 0;
        }
    }
    BoardView {
        frame: frame(state, moment),
        columns,
        lanes,
        n_open,
        n_cards,
        n_filtered: n_all - n_cards,
    }
}

/// One card, wherever it lies.
pub(crate) fn one_card(state: &State, key: &CardKey, moment: Moment) -> Option<CardView> {
    card::card(&Scene::new(state, moment), key)
}

/// The lanes that hold a card: nobody's first by actor, what serves no goal last.
fn laned(
    scene: &Scene<'_>,
    query: &BoardQuery,
    by: Lanes,
    lens: &Lens<'_>,
    spots: &mut [Spot<'_>],
    shown: &[Column],
) -> Vec<BoardLaneView> {
    let is_first = |lane: usize| by == Lanes::Actor && lane == NO_LANE;
    spots.order_by_key(|s| (!is_first(s.lane), s.lane));
    let lanes = spots.chunk_by_mut(|a, b| a.lane == b.lane);
    lanes
        .map(|spots| {
            let lane = spots.first().map_or(NO_LANE, |s| s.lane);
            let (key, title, subtitle) = lens.heading(lane, by);
            let ended = spots.iter().filter(|s| s.column == Column::Ended);
            let (n_ended, n_cards) = (ended.count(), spots.len());
            BoardLaneView {
                columns: columns(scene, spots, shown, limits_of(query, &key)),
                key,
                title,
                subtitle,
                n_open: n_cards - n_ended,
                n_cards,
            }
        })
        .collect()
}

fn limits_of(query: &BoardQuery, lane: &LaneKey) -> [usize; 6] {
    let mut given = query.lane_limits.iter();
    let found = given
        .find(|(key, _)| key == lane)
        .map(|(_, limits)| *limits);
    match found {
        Some([0, 0, 0, 0, 0, 0]) => [0; 6],
        _ if query.is_whole => [usize::MAX; 6],
        Some(limits) => limits,
        None => [BoardQuery::FIRST_OF_LANE; 6],
    }
}

/// The columns of some cards, each with its first ones.
fn columns(
    scene: &Scene<'_>,
    spots: &mut [Spot<'_>],
    shown: &[Column],
    limits: [usize; 6],
) -> Vec<ColumnView> {
    spots.order_by_key(|s| s.column);
    let mut rest = spots;
    let mut columns = Vec::new();
    for (column, limit) in Column::ALL.into_iter().zip(limits) {
        let n_cards = rest.iter().take_while(|s| s.column == column).count();
        let (of_column, after) = rest.split_at_mut(n_cards);
        rest = after;
        if !shown.contains(&column) {
            continue;
        }
        let first = limit.min(n_cards);
        if first > 0 {
            sort(of_column, column);
        }
        let cards = of_column.iter().take(first);
        columns.push(ColumnView {
            column,
            drop_status: column.drop_status(),
            n_cards,
            n_more: n_cards - first,
            cards: cards.filter_map(|s| card::card(scene, &s.key())).collect(),
        });
    }
    columns
}

/// Due date, then priority, then title; what has ended, the latest first.
fn sort(spots: &mut [Spot<'_>], column: Column) {
    spots.order_by(|a, b| {
        let by_date = if column == Column::Ended {
            (a.at.0, -a.at.1).cmp(&(b.at.0, -b.at.1))
        } else {
            a.at.cmp(&b.at).then(b.priority.cmp(&a.priority))
        };
        by_date
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| (a.record, a.activity).cmp(&(b.record, b.activity)))
    });
}

/// Every card there is: each task, each activity written in a plan, and each request,
/// appointment or communication that a plan leads to and no task stands for.
fn spots<'s>(scene: &Scene<'s>) -> Vec<Spot<'s>> {
    let graph = &scene.state.graph;
    let mut spots = Vec::new();
    for (key, held) in graph.iter() {
        if let Some(task) = held.projection.task() {
            spots.push(Spot {
                record: key,
                activity: None,
                column: Column::of_task(&task.status),
                at: due::sort_key(task.due(), scene.offset_minutes),
                priority: task.priority,
                title: Cow::Borrowed(held.folded()),
                lane: NO_LANE,
            });
        } else if let Some(plan) = held.projection.care_plan() {
            of_plan(scene, key, plan, &mut spots);
        } else if let Some(step) = held.projection.step() {
            // A plan leads here, and no task stands for it.
            if scene.links.plan_of(key).is_some() && !scene.links.is_covered(key) {
                spots.push(step_spot(scene, key, None, step));
            }
        }
    }
    spots
}

/// The activities that are written in the plan itself, as detail or as a contained resource.
fn of_plan<'s>(
    scene: &Scene<'s>,
    key: &'s RecordKey,
    plan: &'s CarePlan,
    spots: &mut Vec<Spot<'s>>,
) {
    let graph = &scene.state.graph;
    let mut drawn: Vec<RecordKey> = Vec::new();
    for activity in &plan.activities {
        if let Some(detail) = &activity.detail {
            spots.push(Spot {
                record: key,
                activity: Some(activity.index),
                column: Column::of_activity(&detail.status),
                at: due::sort_key(detail.scheduled.start, scene.offset_minutes),
                priority: Priority::Routine,
                title: Cow::Owned(fold(detail.title.as_ref())),
                lane: NO_LANE,
            });
            continue;
        }
        let is_local = activity
            .reference
            .target()
            .is_some_and(|t| t.starts_with('#'));
        let target = is_local.then(|| graph.resolve(key, &activity.reference));
        let Some(target) = target.flatten().filter(|t| !drawn.contains(t)) else {
            continue;
        };
        if let Some(step) = graph.projection(&target).and_then(Projection::step) {
            spots.push(step_spot(scene, key, Some(activity.index), step));
            drawn.push(target);
        }
    }
}

fn step_spot<'s>(
    scene: &Scene<'s>,
    record: &'s RecordKey,
    activity: Option<usize>,
    step: &'s Event,
) -> Spot<'s> {
    Spot {
        record,
        activity,
        column: Column::of_activity(&step.status),
        at: due::sort_key(step.period.start, scene.offset_minutes),
        priority: Priority::Routine,
        title: Cow::Owned(fold(step.title.as_ref())),
        lane: NO_LANE,
    }
}
