//! State to view models.

mod card;
mod due;
mod owner;

use coordo_core::board::Column;
use coordo_core::plan::CarePlan;
use coordo_core::task::Priority;
use coordo_core::{Instant, RecordKey};
use coordo_fhir::Projection;

use crate::decide::{title_of, undo_refusal};
use crate::options::SourceKind;
use crate::ports::Ports;
use crate::state::State;
use crate::view::board::{BoardQuery, BoardView, CardKey, ColumnView};
use crate::view::{LoadView, SyncView, UndoView};

/// What all cards of one drawing have in common.
pub(crate) struct Scene<'s> {
    pub(crate) state: &'s State,
    pub(crate) now: Instant,
    pub(crate) offset_minutes: i32,
    /// Whether derived alarms may be shown.
    pub(crate) is_complete: bool,
    /// Records that plans name among their activities, and the plan, sorted.
    pub(crate) plans: Vec<(RecordKey, RecordKey)>,
    pub(crate) me: Option<RecordKey>,
}

impl Scene<'_> {
    /// The plan that names a record among its activities.
    pub(crate) fn plan_of(&self, record: &RecordKey) -> Option<&RecordKey> {
        let at = self.plans.partition_point(|(r, _)| r < record);
        let (found, plan) = self.plans.get(at)?;
        (found == record).then_some(plan)
    }
}

/// One card before it is drawn: enough to place and sort it.
struct Spot {
    key: CardKey,
    column: Column,
    /// Due date; undated last.
    at: (bool, i64),
    priority: Priority,
    title: String,
}

/// When something is drawn, in the client's zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    now: Instant,
    offset_minutes: i32,
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
}

pub(crate) fn board(state: &State, query: &BoardQuery, moment: Moment) -> BoardView {
    let mut scene = Scene {
        state,
        now: moment.now,
        offset_minutes: moment.offset_minutes,
        is_complete: state.is_complete(),
        plans: Vec::new(),
        me: me(state),
    };
    let spots = spots(&mut scene);
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
            .filter_map(|spot| card::card(&scene, &spot.key))
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
        load: state.load.clone(),
        columns,
        n_open,
        n_cards,
        sync: sync(state),
        undo: undo(state),
        is_read_only: state.options.read_only || !has_endpoint(state),
        n_notices: state.n_notices,
    }
}

/// Due date, then priority, then title; what has ended, the latest first.
fn sort(spots: &mut [Spot], column: Column) {
    if column == Column::Ended {
        spots.sort_by(|a, b| {
            let (a_at, b_at) = ((a.at.0, -a.at.1), (b.at.0, -b.at.1));
            (a_at, &a.title, &a.key).cmp(&(b_at, &b.title, &b.key))
        });
    } else {
        spots.sort_by(|a, b| {
            (a.at, b.priority, &a.title, &a.key).cmp(&(b.at, a.priority, &b.title, &b.key))
        });
    }
}

/// Every card there is: each task, each activity written in a plan, and each request,
/// appointment or communication that a plan leads to and no task stands for.
fn spots(scene: &mut Scene<'_>) -> Vec<Spot> {
    let state = scene.state;
    let mut spots = Vec::new();
    let mut covered: Vec<RecordKey> = Vec::new();
    let mut plans: Vec<&CarePlan> = Vec::new();
    for (key, held) in state.graph.iter() {
        if let Some(task) = held.projection.task() {
            let references = task.based_on.iter().chain([&task.focus]);
            covered.extend(references.filter_map(|r| state.graph.resolve(key, r)));
            spots.push(Spot {
                key: CardKey {
                    record: key.clone(),
                    activity: None,
                },
                column: Column::of_task(&task.status),
                at: due::sort_key(task.due(), scene.offset_minutes),
                priority: task.priority,
                title: fold(task.title.as_ref().map(|t| t.as_str())),
            });
        }
        plans.extend(held.projection.care_plan());
    }
    covered.sort_unstable();
    let mut drawn: Vec<RecordKey> = Vec::new();
    for plan in plans {
        for activity in &plan.activities {
            let in_place = CardKey {
                record: plan.key.clone(),
                activity: Some(activity.index),
            };
            if let Some(detail) = &activity.detail {
                spots.push(Spot {
                    key: in_place,
                    column: Column::of_activity(&detail.status),
                    at: due::sort_key(detail.scheduled.start, scene.offset_minutes),
                    priority: Priority::Routine,
                    title: fold(detail.title.as_ref().map(|t| t.as_str())),
                });
                continue;
            }
            let Some(target) = state.graph.resolve(&plan.key, &activity.reference) else {
                continue;
            };
            scene.plans.push((target.clone(), plan.key.clone()));
            let Some(step) = state.graph.projection(&target).and_then(Projection::step) else {
                continue;
            };
            if covered.binary_search(&target).is_ok() || drawn.contains(&target) {
                continue;
            }
            drawn.push(target.clone());
            let is_contained = target.id.contains('#');
            spots.push(Spot {
                key: if is_contained {
                    in_place
                } else {
                    CardKey {
                        record: target,
                        activity: None,
                    }
                },
                column: Column::of_activity(&step.status),
                at: due::sort_key(step.period.start, scene.offset_minutes),
                priority: Priority::Routine,
                title: fold(step.title.as_ref().map(|t| t.as_str())),
            });
        }
    }
    // Stable: of two plans that name a record, the first counts.
    scene.plans.sort_by(|a, b| a.0.cmp(&b.0));
    spots
}

fn fold(title: Option<&str>) -> String {
    title.unwrap_or("\u{10FFFF}").to_lowercase()
}

fn me(state: &State) -> Option<RecordKey> {
    let (source, reference) = state.options.actor.as_ref()?;
    let (kind, id) = coordo_core::id::literal(reference)?;
    Some(RecordKey::new(source.clone(), kind, id))
}

fn has_endpoint(state: &State) -> bool {
    let mut sources = state.options.sources.iter();
    sources.any(|s| matches!(s.kind, SourceKind::Endpoint { .. }))
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

fn undo(state: &State) -> Option<UndoView> {
    if !matches!(state.load, LoadView::Ready | LoadView::Failed(_)) {
        return None;
    }
    let undo = state.undo.last()?;
    Some(UndoView {
        title: title_of(state, &undo.task),
        back_to: undo.back_to.clone(),
        refusal: undo_refusal(state, undo),
    })
}
