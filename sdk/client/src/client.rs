//! The client: one person's plan, held for as many widgets as a page has.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use coordo_core::identity::of_person;
use coordo_core::{Command, Private, RecordKey, Refusal, TaskStatus};
use coordo_store::{LocalFuture, RecordStore, StoreError};

use crate::options::{ClientOptions, SourceKind};
use crate::ports::{ClientEvent, Ports};
use crate::state::State;
use crate::view::board::{BoardQuery, BoardView, CardView};
use crate::view::cache::Keeping;
use crate::view::directory::{CardOfActorView, DirectoryQuery, DirectoryView};
use crate::view::timeline::{ItemView, TimelineQuery, TimelineView};
use crate::view::{DetailView, ItemKey, NoticeView, StatusView, TaskFormView};
use crate::writes::{Turn, Turns};
use crate::zone::Zone;

/// A handle to one client; cloning it gives another handle to the same.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Rc<Inner>,
}

pub(crate) struct Inner {
    /// Behind a pointer, so that a timer which still remembers the client holds little of it.
    pub(crate) state: RefCell<Box<State>>,
    pub(crate) ports: Ports,
    /// What is known of the client's time zone.
    pub(crate) zone: RefCell<Rc<Zone>>,
    /// Where records and changes are kept.
    pub(crate) store: RefCell<Rc<dyn RecordStore>>,
    /// Who writes to it now.
    pub(crate) turns: Rc<RefCell<Turns>>,
    /// Whether subscribers are to be told once the task at hand is over.
    is_dirty: Cell<bool>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

/// The change that a command made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number: the order of making on this device.
    pub n: u64,
    /// The record that it touches: the new one, where one was made.
    pub record: RecordKey,
    /// The others, where several were made at once.
    pub others: Vec<RecordKey>,
}

/// A colleague's change, seen at the last pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteChange {
    /// Title of the task.
    pub title: Option<Private<String>>,
    /// Its status now.
    pub to: TaskStatus,
    /// Who made it, where the source tells.
    pub by: Option<Private<String>>,
    /// How many were seen before, itself included.
    pub n: u64,
}

/// Ends a subscription when dropped.
pub struct Subscription {
    n: u64,
    client: Weak<Inner>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.client.upgrade()
            && let Ok(mut state) = inner.state.try_borrow_mut()
        {
            state.subscribers.retain(|(n, _)| *n != self.n);
        }
    }
}

impl Client {
    /// Opens a client. Nothing is read before [`Client::pull`].
    pub fn open(mut options: ClientOptions, ports: Ports) -> Self {
        options.subject_identifier = options.subject_identifier.map(of_person);
        let restored = crate::copy::read(&options.outbox);
        let mut state = State::new(options);
        state.n_changes = restored.iter().map(|r| r.n).max().unwrap_or(0);
        state.restored = restored;
        state.is_recalling = state.cache.keeping == Keeping::Device;
        Self {
            inner: Rc::new(Inner {
                state: RefCell::new(Box::new(state)),
                store: RefCell::new(ports.store.clone()),
                turns: Rc::default(),
                ports,
                zone: RefCell::default(),
                is_dirty: Cell::new(false),
            }),
        }
    }

    /// The board as it is now, from memory.
    pub fn board(&self, query: &BoardQuery) -> BoardView {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::board(&self.inner.state.borrow(), query, moment)
    }

    /// The timeline as it is now, from memory. While much is being read for the first time it is
    /// empty, until the end.
    pub fn timeline(&self, query: &TimelineQuery) -> TimelineView {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        self.in_zone(moment, |zone| {
            crate::draw::timeline(&self.inner.state.borrow(), query, moment, zone)
        })
    }

    /// One card of the board, also one that the filter leaves out or that lies behind "more".
    pub fn card(&self, key: &ItemKey) -> Option<CardView> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::one_card(&self.inner.state.borrow(), key, moment)
    }

    /// Everything that is shown of one item; `None` where it is not, or no longer, here.
    pub fn item(&self, key: &ItemKey) -> Option<ItemView> {
        self.items(std::slice::from_ref(key)).pop()?
    }

    /// The same for several items, at less cost than one by one.
    pub fn items(&self, keys: &[ItemKey]) -> Vec<Option<ItemView>> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        self.in_zone(moment, |zone| {
            crate::draw::items(&self.inner.state.borrow(), keys, moment, zone)
        })
    }

    /// What is said of a task besides its card: notes, who takes part, what is known of who
    /// did what; `None` where it is not, or no longer, here, or is no task.
    pub fn detail(&self, key: &ItemKey) -> Option<DetailView> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::detail(&self.inner.state.borrow(), key, moment)
    }

    /// A form for a task, or for one that is to be made; `None` where the task is not, or no
    /// longer, here.
    pub fn task_form(&self, task: Option<&RecordKey>) -> Option<TaskFormView> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        crate::draw::task_form(&self.inner.state.borrow(), task, moment)
    }

    /// The directory as it is now, from memory.
    pub fn directory(&self, query: &DirectoryQuery) -> DirectoryView {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        self.tend_directory(moment);
        crate::draw::directory(&self.inner.state.borrow(), query, moment)
    }

    /// Everything that is known of one entry of the directory.
    pub fn card_of_actor(&self, key: &RecordKey) -> Option<CardOfActorView> {
        let moment = crate::draw::Moment::of(&self.inner.ports);
        self.tend_directory(moment);
        crate::draw::card_of_actor(&self.inner.state.borrow(), key, moment)
    }

    /// Calls back after every change, with no borrow held.
    pub fn subscribe(&self, on_change: impl Fn() + 'static) -> Subscription {
        let mut state = self.inner.state.borrow_mut();
        state.n_subscribers += 1;
        let n = state.n_subscribers;
        state.subscribers.push((n, Rc::new(on_change)));
        Subscription {
            n,
            client: Rc::downgrade(&self.inner),
        }
    }

    /// Carries a command out; when it resolves, the change is kept here.
    ///
    /// # Errors
    ///
    /// A [`Refusal`], to be said to the person.
    pub fn run(&self, command: Command) -> LocalFuture<'static, Result<Receipt, Refusal>> {
        let client = self.clone();
        Box::pin(async move { client.decide(command).await })
    }

    /// Takes the last change back: an unsent one is removed, a sent one gets a new
    /// change where the table allows the inverse.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] that says why it cannot be taken back.
    pub fn undo(&self) -> LocalFuture<'static, Result<Receipt, Refusal>> {
        let client = self.clone();
        Box::pin(async move { client.take_back().await })
    }

    /// Sends a change that waits for a decision again, on what its source holds now.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] where the change is no longer possible there.
    pub fn keep_mine(&self, record: &RecordKey) -> LocalFuture<'static, Result<Receipt, Refusal>> {
        let (client, record) = (self.clone(), record.clone());
        Box::pin(async move { client.decide_mine(record).await })
    }

    /// Drops the unsent changes of a record, because a person said so.
    pub fn discard_mine(&self, record: &RecordKey) -> LocalFuture<'static, ()> {
        let (client, record) = (self.clone(), record.clone());
        Box::pin(async move { client.decide_theirs(record).await })
    }

    /// Loads again what failed and sends what waits, now.
    pub fn retry(&self) -> LocalFuture<'static, ()> {
        let client = self.clone();
        Box::pin(async move {
            client.send_now();
            client.pull_all().await;
        })
    }

    /// Reads all sources; resolves when that is done, whether or not each of them answered.
    pub fn pull(&self) -> LocalFuture<'static, ()> {
        let client = self.clone();
        Box::pin(async move { client.pull_all().await })
    }

    /// Sends what waits, without further delay; resolves when each request has its answer. Sources
    /// that wanted credentials are read again.
    pub fn sync(&self) -> LocalFuture<'static, ()> {
        let client = self.clone();
        Box::pin(async move {
            client.until_ready().await;
            let is_denied = client.is_denied_anywhere();
            client.send_now();
            if is_denied {
                client.poll().await;
            }
            client.until_idle().await;
        })
    }

    /// Oddities of the data.
    pub fn notices(&self) -> Vec<NoticeView> {
        let state = self.inner.state.borrow();
        let notices = state.graph.notices();
        notices
            .map(|(source, n)| NoticeView {
                code: n.code,
                source: source.cloned(),
                subject: n.subject.clone(),
                path: n.path.clone(),
            })
            .collect()
    }

    /// The last change of a colleague that a pull brought.
    pub fn last_remote_change(&self) -> Option<RemoteChange> {
        self.inner.state.borrow().remote.clone()
    }

    /// How many of a colleague's changes nobody has said yet, after the first `before`: whoever asks
    /// says them, so that widgets of one page do not say the same twice. At most once in five
    /// seconds, then all that came meanwhile.
    pub fn hear_remote(&self, before: u64) -> Option<(RemoteChange, u64)> {
        let now = self.inner.ports.clock.now();
        let mut state = self.inner.state.borrow_mut();
        let change = state.remote.clone()?;
        let (said, said_at) = state.remote_said;
        let n = change.n.saturating_sub(said.max(before));
        if n == 0 || said_at.is_some_and(|at| now.0 - at.0 < 5_000) {
            return None;
        }
        state.remote_said = (change.n, Some(now));
        Some((change, n))
    }

    /// How many changes wait for a person, where these are more than when somebody last asked.
    pub fn hear_waiting(&self) -> Option<usize> {
        let mut state = self.inner.state.borrow_mut();
        let now = state.n_waiting();
        let before = std::mem::replace(&mut state.waiting_said, now);
        (now > before).then_some(now)
    }

    /// What hosts may know at any time.
    pub fn status(&self) -> StatusView {
        let state = self.inner.state.borrow();
        StatusView {
            online: state.offline_since().is_none(),
            pending: state.n_unsent(),
            oldest_pending_at: state.oldest_unsent_at(),
            last_synced_at: state.last_synced_at(),
            complete: state.is_complete()
                && state.graph.not_given().next().is_none()
                && !state.graph.is_cut_short(),
            cache: state.cache,
        }
    }

    /// Whether any endpoint answers, as far as is known; those that do not are asked less often.
    pub fn hears_anybody(&self) -> bool {
        let state = self.inner.state.borrow();
        let mut sources = state.options.sources.iter();
        sources.any(|s| {
            let is_endpoint = matches!(s.kind, SourceKind::Endpoint { .. });
            is_endpoint && state.machine.silent_since(&s.id).is_none()
        })
    }

    /// Everything held as one FHIR Bundle; records with unsent changes carry a tag, and what those
    /// changes want is a Binary of JSON.
    pub fn export(&self) -> String {
        crate::export::bundle(&self.inner.state.borrow(), &[])
    }

    /// Forgets everything, here and on this device.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unsent`], and nothing is touched, while changes are unsent and
    /// `discard_unsent` is not set; otherwise what erasing the device's cache failed with.
    pub fn purge(&self, discard_unsent: bool) -> LocalFuture<'static, Result<(), StoreError>> {
        let client = self.clone();
        Box::pin(async move {
            let n_unsent = client.inner.state.borrow().n_unsent();
            if n_unsent > 0 && !discard_unsent {
                return Err(StoreError::Unsent(n_unsent));
            }
            // Nothing that is still on its way is written after the erasing.
            let turn = Turn::take(&client.inner.turns);
            turn.comes().await;
            let erased = client.store_port().erase(discard_unsent).await;
            // The device may hold unsent changes of which this page knows nothing.
            if !matches!(erased, Err(StoreError::Unsent(_))) {
                client.forget();
            }
            drop(turn);
            if erased.is_ok() {
                client.lead_anew();
            }
            erased
        })
    }

    /// Forgets what this page holds.
    fn forget(&self) {
        let options = self.inner.state.borrow().options.clone();
        let mut fresh = State::new(ClientOptions {
            outbox: Vec::new(),
            ..options
        });
        {
            let mut state = self.inner.state.borrow_mut();
            fresh.subscribers = std::mem::take(&mut state.subscribers);
            fresh.n_subscribers = state.n_subscribers;
            fresh.n_changes = state.n_changes;
            fresh.told_pending = state.told_pending;
            fresh.n_forgotten = state.n_forgotten + 1;
            fresh.keep_lead(&state);
            // Answers that are still on their way belong to a client that is gone.
            fresh.n_pulls = state.n_pulls + 1;
            let before = std::mem::replace(&mut *state, Box::new(fresh));
            for waker in before.waiting_for_idle {
                waker.wake();
            }
        }
        self.changed();
    }

    /// Stops everything; open handles see an empty client. What the device keeps stays there.
    pub fn close(&self) {
        self.inner.state.borrow_mut().is_closed = true;
        self.forget();
        let mut state = self.inner.state.borrow_mut();
        state.is_closed = true;
        state.subscribers.clear();
    }

    /// Tells subscribers and host that something is different now.
    pub(crate) fn changed(&self) {
        self.inner.is_dirty.set(true);
        self.tell_pending();
        self.tend_findings();
        self.tend_seen();
        let subscribers: Vec<Rc<dyn Fn()>> = {
            let state = self.inner.state.borrow();
            state.subscribers.iter().map(|(_, s)| s.clone()).collect()
        };
        if self.inner.is_dirty.replace(false) {
            for subscriber in subscribers {
                subscriber();
            }
        }
    }

    fn tell_pending(&self) {
        let (pending, bytes) = {
            let mut state = self.inner.state.borrow_mut();
            let bytes = crate::copy::write(&state);
            let pending = state.n_unsent();
            let is_new = state.told_pending != pending;
            state.told_pending = pending;
            (is_new.then_some(pending), bytes)
        };
        self.inner.ports.host.keep_outbox(bytes);
        if let Some(pending) = pending {
            self.event(ClientEvent::Pending { pending });
        }
    }

    pub(crate) fn event(&self, event: ClientEvent) {
        self.inner.ports.host.event(event);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.inner.state.borrow().is_closed
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.inner.ports.host.spawn(Box::pin(task));
    }
}
