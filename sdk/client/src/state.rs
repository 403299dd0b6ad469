//! What a client holds between two gestures.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Waker;

use coordo_core::{Change, Instant, ListMap, RecordKey, SourceId};
use coordo_store::{Body, OutboxRow};
use coordo_sync::{Capability, Machine, SyncState};

use crate::actors::Directory;
use crate::beginnings::Beginning;
use crate::client::RemoteChange;
use crate::draw::{Draft, Index};
use crate::findings::Findings;
use crate::graph::Graph;
use crate::lead::Lead;
use crate::options::ClientOptions;
use crate::seen::Seen;
use crate::sent::Journal;
use crate::view::cache::{CacheView, Keeping};
use crate::view::{FailureCause, FailureView, Filter, ItemKey, LoadView};
use crate::withheld::Hidden;

/// Records beyond which the timeline waits until the first load has found its items.
const MUCH: usize = 2_000;

/// One change that undo could take back.
#[derive(Clone, Debug)]
pub(crate) struct Undo {
    pub(crate) n: u64,
    pub(crate) change: Change,
    /// The other changes that were made with it, and are taken back with it.
    pub(crate) others: Vec<(u64, Change)>,
}

impl Undo {
    /// Its changes with their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &Change)> {
        let others = self.others.iter().map(|(n, change)| (*n, change));
        std::iter::once((self.n, &self.change)).chain(others)
    }

    /// Whether it takes back the change of a number.
    pub(crate) fn has(&self, wanted: u64) -> bool {
        self.all().any(|(n, _)| n == wanted)
    }

    /// Whether it takes back a change of a record.
    pub(crate) fn touches(&self, record: &RecordKey) -> bool {
        self.all().any(|(_, change)| change.record == *record)
    }
}

/// How far a source is.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceState {
    pub(crate) is_whole: bool,
    /// Whether its documents were read before anybody could say what the person is called there.
    pub(crate) waits_for_person: bool,
    pub(crate) last_answer_at: Option<Instant>,
    pub(crate) failure: Option<FailureView>,
    /// Why it did not take what was sent the last time, where it may take it another time.
    pub(crate) send_failure: Option<FailureCause>,
    /// Whether it wants to know who asks, and the host was told.
    pub(crate) is_denied: bool,
    /// Whether what it gave is hidden until then, and what that is.
    pub(crate) is_hidden: bool,
    pub(crate) hidden: Vec<Hidden>,
    /// Whether it was hidden while it was read, so that the reading tells less than all.
    pub(crate) was_hidden_meanwhile: bool,
    /// Whether it is watched, or will be again.
    pub(crate) is_watched: bool,
    /// From when on it can be asked what has changed.
    pub(crate) sync: Option<SyncState>,
    /// What it says that it offers, once it was asked.
    pub(crate) capability: Option<Rc<Capability>>,
}

pub(crate) struct State {
    pub(crate) options: ClientOptions,
    pub(crate) graph: Graph,
    pub(crate) directory: Directory,
    pub(crate) findings: Findings,
    pub(crate) seen: Seen,
    pub(crate) machine: Machine,
    pub(crate) sources: ListMap<SourceId, SourceState>,
    pub(crate) load: LoadView,
    pub(crate) undo: Vec<Undo>,
    pub(crate) n_changes: u64,
    /// Rows of an earlier instance whose record has not been read yet.
    pub(crate) restored: Vec<OutboxRow>,
    /// What sources have acknowledged to this page.
    pub(crate) sent: Journal,
    /// How many of a colleague's changes were said, and when.
    pub(crate) remote_said: (u64, Option<Instant>),
    /// How many changes waited for a person when that was last said.
    pub(crate) waiting_said: usize,
    pub(crate) remote: Option<RemoteChange>,
    pub(crate) n_remote: u64,
    pub(crate) subscribers: Vec<(u64, Rc<dyn Fn()>)>,
    pub(crate) n_subscribers: u64,
    pub(crate) n_pulls: u64,
    pub(crate) is_pulling: bool,
    /// Whether a source said during a reading that something has changed.
    pub(crate) is_poll_due: bool,
    /// How often all was forgotten.
    pub(crate) n_forgotten: u64,
    /// Records whose source took a change since the reading that is under way began: what it
    /// brings of them may be older.
    pub(crate) settled: Vec<RecordKey>,
    /// How many resources were read when progress was last told.
    pub(crate) told_done: usize,
    /// Those who wait until no change is on its way.
    pub(crate) waiting_for_idle: Vec<Waker>,
    pub(crate) is_closed: bool,
    /// How records are kept on this device.
    pub(crate) cache: CacheView,
    /// Whether what the device kept was brought back.
    pub(crate) is_remembered: bool,
    /// Whether what it kept is still on its way into this page.
    pub(crate) is_recalling: bool,
    /// Whether something that was read is not kept: then no reading counts as kept whole.
    pub(crate) is_cache_behind: bool,
    /// What the device did not let go of.
    pub(crate) left_behind: Vec<crate::left_behind::LeftBehind>,
    /// Sources' copies of records whose kept changes are still to be handed over.
    pub(crate) kept_bases: Vec<(RecordKey, Option<String>, Body)>,
    /// What conflicts began with, as the device keeps it.
    pub(crate) beginnings: Vec<Beginning>,
    /// Whether this page is the one that sends.
    pub(crate) lead: Lead,
    /// Told to the host only when it changes.
    pub(crate) told_pending: usize,
    pub(crate) told_notices: usize,
    /// The number of oddities, counted once a load and not once a drawing.
    pub(crate) n_notices: usize,
    /// What all widgets of the client show as chosen.
    pub(crate) selection: Option<ItemKey>,
    /// What the board and the timeline leave out.
    pub(crate) filter: Filter,
    /// The timeline's items and the shape of the graph that they were found in.
    index: RefCell<Option<(u64, Rc<Index>)>>,
    /// The same on its way, and the shape that it is for.
    draft: Option<(u64, Draft)>,
}

impl State {
    pub(crate) fn new(options: ClientOptions) -> Self {
        let sources = options
            .sources
            .iter()
            .map(|s| (s.id.clone(), SourceState::default()))
            .collect();
        Self {
            machine: Machine::new(options.send_after_ms),
            cache: options.cache,
            options,
            graph: Graph::default(),
            directory: Directory::default(),
            findings: Findings::default(),
            seen: Seen::default(),
            sources,
            load: LoadView::Waiting,
            undo: Vec::new(),
            n_changes: 0,
            restored: Vec::new(),
            sent: Journal::default(),
            remote_said: (0, None),
            waiting_said: 0,
            remote: None,
            n_remote: 0,
            subscribers: Vec::new(),
            n_subscribers: 0,
            n_pulls: 0,
            is_pulling: false,
            is_poll_due: false,
            n_forgotten: 0,
            settled: Vec::new(),
            told_done: 0,
            waiting_for_idle: Vec::new(),
            is_closed: false,
            is_remembered: false,
            is_recalling: false,
            is_cache_behind: false,
            left_behind: Vec::new(),
            kept_bases: Vec::new(),
            beginnings: Vec::new(),
            lead: Lead::default(),
            told_pending: 0,
            told_notices: 0,
            n_notices: 0,
            selection: None,
            filter: Filter::default(),
            index: RefCell::default(),
            draft: None,
        }
    }

    /// The timeline's items, lanes and rows, kept while links stay as they are.
    pub(crate) fn index(&self) -> Rc<Index> {
        let shape = self.graph.shape();
        if let Some((kept, index)) = &*self.index.borrow()
            && *kept == shape
        {
            return index.clone();
        }
        let index = Rc::new(Draft::default().finish(&self.graph));
        *self.index.borrow_mut() = Some((shape, index.clone()));
        index
    }

    /// Whether the timeline's items would have to be found anew while much is being read for the
    /// first time: each time, that would hold the page.
    pub(crate) fn is_index_due_later(&self) -> bool {
        let kept = self.index.borrow().as_ref().map(|(kept, _)| *kept);
        matches!(self.load, LoadView::Loading { .. })
            && self.graph.len() > MUCH
            && kept != Some(self.graph.shape())
    }

    /// One step towards the timeline's items; true once they are there.
    pub(crate) fn advance_index(&mut self) -> bool {
        let shape = self.graph.shape();
        if matches!(&*self.index.borrow(), Some((kept, _)) if *kept == shape) {
            self.draft = None;
            return true;
        }
        let draft = self.draft.take().filter(|(of, _)| *of == shape);
        let (_, mut draft) = draft.unwrap_or_else(|| (shape, Draft::default()));
        match draft.advance(&self.graph) {
            Some(index) => *self.index.borrow_mut() = Some((shape, Rc::new(index))),
            None => self.draft = Some((shape, draft)),
        }
        false
    }

    /// Whether every source has been read to its end once.
    pub(crate) fn is_complete(&self) -> bool {
        self.sources.values().all(|s| s.is_whole)
    }

    /// Where nothing is to be sent to a source any more, what kept it from leaving is over.
    pub(crate) fn forget_send_failure(&mut self, source: &SourceId) {
        let to_send =
            |row: &OutboxRow| row.record().source == *source && !row.state.waits_for_person();
        if !self.machine.rows().any(to_send)
            && let Some(held) = self.sources.get_mut(source)
        {
            held.send_failure = None;
        }
    }

    /// The number of a new change. Where several pages write to one place, it is taken from the
    /// time, so that no other page has it.
    pub(crate) fn next_change(&self, now: Instant) -> u64 {
        let next = self.n_changes + 1;
        if self.cache.keeping == Keeping::Device {
            return next.max(u64::try_from(now.0).unwrap_or(0));
        }
        next
    }

    /// Changes that no source has acknowledged, as people count them: each that is to be sent, and
    /// one a record that waits for a person.
    pub(crate) fn n_unsent(&self) -> usize {
        let all = self.machine.rows().chain(&self.restored);
        let to_send = all.filter(|row| !row.state.waits_for_person());
        to_send.count() + self.n_waiting()
    }

    /// Records that wait for a person.
    pub(crate) fn n_waiting(&self) -> usize {
        let all = self.machine.rows().chain(&self.restored);
        let mut asked: Vec<&RecordKey> = Vec::new();
        for row in all.filter(|row| row.state.waits_for_person()) {
            if !asked.contains(&row.record()) {
                asked.push(row.record());
            }
        }
        asked.len()
    }

    pub(crate) fn oldest_unsent_at(&self) -> Option<Instant> {
        let rows = self.machine.rows().chain(self.restored.iter());
        rows.map(|r| r.made_at).min()
    }

    pub(crate) fn last_synced_at(&self) -> Option<Instant> {
        self.sources.values().filter_map(|s| s.last_answer_at).min()
    }

    /// Since when a source has been silent.
    pub(crate) fn offline_since(&self) -> Option<Instant> {
        let sources = self.sources.keys();
        sources.filter_map(|s| self.machine.silent_since(s)).min()
    }

    pub(crate) fn count_notices(&mut self) {
        self.n_notices = self.graph.notices().count();
    }
}
