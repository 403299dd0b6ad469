//! State to view models.

mod card;
mod directory;
mod due;
mod form;
mod owner;
mod timeline;
mod wanted;

pub(crate) use directory::{card_of_actor, directory};
pub(crate) use form::{detail, task_form};
pub(crate) use owner::name_of;
pub(crate) use timeline::{Index, items, timeline};

use std::borrow::Cow;
use std::rc::Rc;

use coordo_core::board::Column;
use coordo_core::event::Event;
use coordo_core::plan::CarePlan;
use coordo_core::task::{Period, Priority};
use coordo_core::{Instant, RecordKey};
use coordo_fhir::Projection;

use crate::decide::title_of;
use crate::graph::{Links, fold};
use crate::options::SourceKind;
use crate::ports::Ports;
use crate::state::State;
use crate::take_back::undo_refusal;
use crate::view::board::{BoardQuery, BoardView, CardKey, ColumnView};
use crate::view::{FrameView, LoadView, SyncView, UndoView};

/// What all cards of one drawing have in common.
pub(crate) struct Scene<'s> {
    pub(crate) state: &'s State,
    pub(crate) now: Instant,
    pub(crate) offset_minutes: i32,
    /// Whether derived alarms may be shown.
    pub(crate) is_complete: bool,
    /// What plans and tasks say of each other.
    pub(crate) links: Rc<Links>,
    pub(crate) me: Option<RecordKey>,
}

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
}

impl Spot<'_> {
    fn key(&self) -> CardKey {
        CardKey {
            record: self.record.clone(),
            activity: self.activity,
        }
    }
}

/// When something is drawn, in the client's zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) now: Instant,
    pub(crate) offset_minutes: i32,
}

impl Moment {
    /// Asks the host's clock, which may call back: never while the state is borrowed.
    pub(crate) fn of(ports: &Ports) -> Self {
        let now = ports.clock.now();
        Self {
            now,
            offset_minutes: ports.clock.offset_minutes(now),
        }
    }

    /// Minutes ahead of UTC, now.
    pub(crate) fn offset_minutes(self) -> i32 {
        self.offset_minutes
    }

    /// Whole minutes since 1970.
    pub(crate) fn minute(self) -> i64 {
        self.now.0.div_euclid(60_000)
    }

    /// Whether a period is surely over.
    pub(crate) fn is_past(self, period: &Period) -> bool {
        let over = period.end.and_then(|end| end.over_at(self.offset_minutes));
        over.is_some_and(|over| over <= self.now)
    }
}

impl<'s> Scene<'s> {
    pub(crate) fn new(state: &'s State, moment: Moment) -> Self {
        Self {
            state,
            now: moment.now,
            offset_minutes: moment.offset_minutes,
            is_complete: state.is_complete(),
            links: state.graph.links(),
            me: me(state),
        }
    }
}

/// What every widget shows around its own content.
pub(crate) fn frame(state: &State, moment: Moment) -> FrameView {
    FrameView {
        load: state.load.clone(),
        sync: sync(state),
        undo: undo(state, moment.now),
        is_read_only: state.options.read_only || !is_writable(state),
        n_notices: state.n_notices,
    }
}

pub(crate) fn board(state: &State, query: &BoardQuery, moment: Moment) -> BoardView {
    let scene = Scene::new(state, moment);
    let spots = spots(&scene);
    let mut by_column = Column::ALL.map(|_| Vec::new());
    let n_cards = spots.len();
    for spot in spots {
        if let Some(column) = by_column.get_mut(spot.column as usize) {
            column.push(spot);
        }
    }
    let mut columns = Vec::new();
    let mut n_open = 0;
    for ((n, column), mut spots) in Column::ALL.into_iter().enumerate().zip(by_column) {
        if spots.is_empty() && column == Column::Other {
            continue;
        }
        if column != Column::Ended {
            n_open += spots.len();
        }
        sort(&mut spots, column);
        let limit = query.limits.get(n).copied().unwrap_or(BoardQuery::FIRST);
        let cards: Vec<_> = spots
            .iter()
            .take(limit)
            .filter_map(|spot| card::card(&scene, &spot.key()))
            .collect();
        columns.push(ColumnView {
            column,
            drop_status: column.drop_status(),
            n_cards: spots.len(),
            n_more: spots.len().saturating_sub(limit),
            cards,
        });
    }
    BoardView {
        frame: frame(state, moment),
        columns,
        lanes: Vec::new(),
        n_open,
        n_cards,
        n_filtered: 0,
    }
}

/// Due date, then priority, then title; what has ended, the latest first.
fn sort(spots: &mut [Spot<'_>], column: Column) {
    spots.sort_unstable_by(|a, b| {
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
    }
}

/// Who acts here.
fn me(state: &State) -> Option<RecordKey> {
    let (source, reference) = state.options.actor.as_ref()?;
    let (kind, id) = coordo_core::id::literal(reference)?;
    Some(RecordKey::new(source.clone(), kind, id))
}

fn is_writable(state: &State) -> bool {
    let mut sources = state.options.sources.iter();
    sources.any(|s| match &s.kind {
        SourceKind::Endpoint { transport } => !transport.is_read_only(),
        SourceKind::Bundle { .. } => false,
    })
}

fn sync(state: &State) -> SyncView {
    let waiting = state.machine.rows().filter(|r| r.state.waits_for_person());
    SyncView {
        online: state.offline_since().is_none(),
        offline_since: state.offline_since(),
        n_unsent: state.n_unsent(),
        n_waiting: waiting.count(),
        oldest_unsent_at: state.oldest_unsent_at(),
        is_sending: state.machine.is_sending(),
        last_synced_at: state.last_synced_at(),
        is_sandbox: state.options.sources.iter().any(|s| match &s.kind {
            SourceKind::Endpoint { transport } => transport.is_sandbox(),
            SourceKind::Bundle { .. } => false,
        }),
    }
}

fn undo(state: &State, now: Instant) -> Option<UndoView> {
    if !matches!(state.load, LoadView::Ready | LoadView::Failed(_)) {
        return None;
    }
    let undo = state.undo.last()?;
    Some(UndoView {
        record: undo.change.record.clone(),
        kind: undo.change.kind,
        title: title_of(state, &undo.change.record),
        back_to: undo.change.status_before(),
        refusal: undo_refusal(state, undo, now),
    })
}
