//! State to view models.

mod board;
mod card;
mod conflict;
mod directory;
mod due;
mod finding;
mod form;
mod news;
mod outbox;
mod owner;
mod timeline;
mod wanted;
mod who;

pub(crate) use board::{board, one_card};
pub(crate) use conflict::conflicts;
pub(crate) use directory::{card_of_actor, directory};
pub(crate) use finding::{counts, findings, findings_of};
pub(crate) use form::{detail, task_form};
pub(crate) use news::changes;
pub(crate) use outbox::outbox;
pub(crate) use owner::{name_of, person};
pub(crate) use timeline::{Draft, Index, Lens, actors_of, items, others_of, timeline};
pub(crate) use who::who;

use std::rc::Rc;

use coordo_core::task::Period;
use coordo_core::{Instant, RecordKey};

use crate::decide::title_of;
use crate::graph::Links;
use crate::options::SourceKind;
use crate::ports::Ports;
use crate::state::State;
use crate::take_back::undo_refusal;
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

/// Who acts here.
pub(crate) fn me(state: &State) -> Option<RecordKey> {
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
    SyncView {
        online: state.offline_since().is_none(),
        cache: state.cache,
        offline_since: state.offline_since(),
        n_unsent: state.n_unsent(),
        n_waiting: state.n_waiting(),
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
    if state.is_hidden(&undo.change.record.source) {
        return None;
    }
    Some(UndoView {
        record: undo.change.record.clone(),
        kind: undo.change.kind,
        title: title_of(state, &undo.change.record),
        back_to: undo.change.status_before(),
        refusal: undo_refusal(state, undo, now),
    })
}
