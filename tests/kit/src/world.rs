//! Several devices around one sandbox, one clock, and a network that can be cut.
//!
//! Everything runs on one thread and nothing waits for real time: tasks run when
//! the world is told to settle, timers fire when its clock is moved.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use coordo_client::cache::{CacheView, Keeping};
use coordo_client::ports::{
    Channel, ClientEvent, Clock, Host, IdSource, NoAnswer, Ports, Timer, Transport,
};
use coordo_client::{Client, ClientOptions, LocalFuture, SourceKind, SourceOptions};
use coordo_core::task::transition::Mode;
use coordo_core::{Instant, SourceId};
use coordo_fhir::http::{HttpRequest, HttpResponse};
use coordo_sandbox::Sandbox;
use coordo_store::{MemoryStore, RecordStore};
use futures_executor::LocalPool;
use futures_task::{LocalFutureObj, LocalSpawn};

use crate::channel::Channels;
use crate::disk::Disk;

type Deadlines = RefCell<BTreeMap<(i64, u64), Rc<Alarm>>>;

#[derive(Default)]
struct Alarm {
    is_over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

struct Ring(Rc<Alarm>);

impl Future for Ring {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.is_over.get() {
            return Poll::Ready(());
        }
        *self.0.waker.borrow_mut() = Some(cx.waker().clone());
        Poll::Pending
    }
}

/// The clock of a world.
#[derive(Default)]
pub struct WorldClock {
    now: Cell<i64>,
    n: Cell<u64>,
    deadlines: Deadlines,
    /// What a host's clock does besides telling the time: hosts write it, so it may call back.
    pub besides: RefCell<Option<Rc<dyn Fn()>>>,
}

impl fmt::Debug for WorldClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorldClock({})", self.now.get())
    }
}

impl WorldClock {
    fn call_back(&self) {
        let besides = self.besides.borrow().clone();
        if let Some(besides) = besides {
            besides();
        }
    }
}

impl Clock for WorldClock {
    fn now(&self) -> Instant {
        self.call_back();
        Instant(self.now.get())
    }

    fn offset_minutes(&self, _at: Instant) -> i32 {
        self.call_back();
        60
    }
}

impl Timer for WorldClock {
    fn pause(&self) -> LocalFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn wait(&self, ms: u32) -> LocalFuture<'static, ()> {
        self.n.set(self.n.get() + 1);
        let alarm = Rc::new(Alarm::default());
        let at = self.now.get() + i64::from(ms);
        self.deadlines
            .borrow_mut()
            .insert((at, self.n.get()), alarm.clone());
        Box::pin(Ring(alarm))
    }
}

/// Ids in order: `neuve-1`, `neuve-2` …, no two alike in one world.
#[derive(Default)]
struct WorldIds(Cell<u32>);

impl IdSource for WorldIds {
    fn new_id(&self) -> String {
        self.0.set(self.0.get() + 1);
        format!("neuve-{}", self.0.get())
    }
}

/// One device: a client, what its host heard, and its network.
pub struct Device {
    /// The client.
    pub client: Client,
    /// Events that the host was told, in order.
    pub events: Rc<RefCell<Vec<ClientEvent>>>,
    /// The outbox as the host keeps it.
    pub kept: Rc<RefCell<Vec<u8>>>,
    /// Whether this device reaches the sandbox.
    pub is_online: Rc<Cell<bool>>,
    /// What it asked for, in order: methods and paths.
    pub requests: Rc<RefCell<Vec<String>>>,
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device")
    }
}

struct FakeHost {
    events: Rc<RefCell<Vec<ClientEvent>>>,
    kept: Rc<RefCell<Vec<u8>>>,
    spawner: futures_executor::LocalSpawner,
}

impl Host for FakeHost {
    fn event(&self, event: ClientEvent) {
        self.events.borrow_mut().push(event);
    }

    fn keep_outbox(&self, bytes: Vec<u8>) {
        *self.kept.borrow_mut() = bytes;
    }

    fn spawn(&self, task: LocalFuture<'static, ()>) {
        // The pool outlives every device of its world.
        let _ = self.spawner.spawn_local_obj(LocalFutureObj::new(task));
    }
}

struct Wire {
    sandbox: Rc<RefCell<Sandbox>>,
    clock: Rc<WorldClock>,
    is_online: Rc<Cell<bool>>,
    requests: Rc<RefCell<Vec<String>>>,
    channels: Rc<Channels>,
    has_channel: Rc<Cell<bool>>,
    /// Answers to drop on their way back: the request arrived.
    lose_answers: Rc<Cell<u32>>,
    latency_ms: Rc<Cell<u32>>,
}

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let asked = format!("{} {}", request.method.as_str(), request.path);
        self.requests.borrow_mut().push(asked);
        let late = self.latency_ms.get();
        let wait = (late > 0).then(|| self.clock.wait(late));
        let answer = if self.is_online.get() {
            let now = self.clock.now();
            let answer = self.sandbox.borrow_mut().exchange(&request, now);
            answer.map_err(|_| NoAnswer)
        } else {
            Err(NoAnswer)
        };
        let lost = self.lose_answers.get();
        if lost > 0 {
            self.lose_answers.set(lost - 1);
            return Box::pin(std::future::ready(Err(NoAnswer)));
        }
        Box::pin(async move {
            if let Some(wait) = wait {
                wait.await;
            }
            answer
        })
    }

    fn is_sandbox(&self) -> bool {
        true
    }

    fn has_channel(&self) -> bool {
        self.has_channel.get()
    }

    fn open_channel(&self, _address: String) -> LocalFuture<'static, Option<Rc<dyn Channel>>> {
        let channel = self
            .is_online
            .get()
            .then(|| self.channels.open(&self.sandbox));
        Box::pin(std::future::ready(channel))
    }
}

/// One sandbox, one clock, as many devices as a test opens.
pub struct World {
    /// The endpoint that all devices share.
    pub sandbox: Rc<RefCell<Sandbox>>,
    /// The clock that all share.
    pub clock: Rc<WorldClock>,
    /// How many answers get lost next, for any device.
    pub lose_answers: Rc<Cell<u32>>,
    /// How long the answers to the next requests take: what they say is of when they were asked.
    pub latency_ms: Rc<Cell<u32>>,
    /// Channels on which the sandbox tells of changes.
    pub channels: Rc<Channels>,
    /// Whether devices may open one.
    pub has_channel: Rc<Cell<bool>>,
    ids: Rc<WorldIds>,
    pool: LocalPool,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World")
    }
}

impl World {
    /// A world at an instant.
    pub fn at(now: Instant) -> Self {
        let clock = WorldClock::default();
        clock.now.set(now.0);
        Self {
            sandbox: Rc::default(),
            clock: Rc::new(clock),
            lose_answers: Rc::default(),
            latency_ms: Rc::default(),
            channels: Rc::default(),
            has_channel: Rc::default(),
            ids: Rc::default(),
            pool: LocalPool::new(),
        }
    }

    /// A device whose only source, `dac`, is the sandbox; nothing is read yet.
    pub fn device(&self, change: impl FnOnce(&mut ClientOptions)) -> Device {
        self.device_with(Rc::new(MemoryStore::default()), change)
    }

    /// The same on a disk that outlives it.
    pub fn device_on(&self, disk: &Disk, change: impl FnOnce(&mut ClientOptions)) -> Device {
        self.device_with(Rc::new(disk.clone()), |options| {
            options.cache.keeping = Keeping::Device;
            change(options);
        })
    }

    fn device_with(
        &self,
        store: Rc<dyn RecordStore>,
        change: impl FnOnce(&mut ClientOptions),
    ) -> Device {
        let is_online = Rc::new(Cell::new(true));
        let requests = Rc::new(RefCell::new(Vec::new()));
        let wire = Wire {
            requests: requests.clone(),
            channels: self.channels.clone(),
            has_channel: self.has_channel.clone(),
            sandbox: self.sandbox.clone(),
            clock: self.clock.clone(),
            is_online: is_online.clone(),
            lose_answers: self.lose_answers.clone(),
            latency_ms: self.latency_ms.clone(),
        };
        let kind = SourceKind::Endpoint {
            transport: Rc::new(wire),
        };
        let device = self.open(kind, store, change);
        Device {
            is_online,
            requests,
            ..device
        }
    }

    /// A device whose only source, `dossier`, is made of documents.
    pub fn reader(&self, documents: &[&[u8]], change: impl FnOnce(&mut ClientOptions)) -> Device {
        let documents = documents.iter().map(|d| Rc::new(d.to_vec())).collect();
        let store = Rc::new(MemoryStore::default());
        self.open(SourceKind::Bundle { documents }, store, change)
    }

    fn open(
        &self,
        kind: SourceKind,
        store: Rc<dyn RecordStore>,
        change: impl FnOnce(&mut ClientOptions),
    ) -> Device {
        let id = match kind {
            SourceKind::Bundle { .. } => "dossier",
            SourceKind::Endpoint { .. } => "dac",
        };
        let mut options = ClientOptions {
            sources: vec![SourceOptions {
                id: SourceId(id.to_owned()),
                kind,
            }],
            subject: None,
            subject_identifier: None,
            actor: None,
            read_only: false,
            mode: Mode::Strict,
            send_after_ms: 4_000,
            cache: CacheView::default(),
            max_age_days: None,
            thresholds: Default::default(),
            calendar: Default::default(),
            outbox: Vec::new(),
        };
        change(&mut options);
        let events = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::new(RefCell::new(options.outbox.clone()));
        let host = FakeHost {
            events: events.clone(),
            kept: kept.clone(),
            spawner: self.pool.spawner(),
        };
        let ports = Ports {
            clock: self.clock.clone(),
            timer: self.clock.clone(),
            ids: self.ids.clone(),
            host: Rc::new(host),
            store,
        };
        Device {
            client: Client::open(options, ports),
            events,
            kept,
            is_online: Rc::new(Cell::new(true)),
            requests: Rc::default(),
        }
    }

    /// Runs a task, and all that it starts, as far as they go without time passing.
    pub fn run<T: 'static>(&mut self, task: impl Future<Output = T>) -> T {
        let result = self.pool.run_until(task);
        self.settle();
        result
    }

    /// Begins a task, and goes on as far as it goes without time passing.
    pub fn begin(&mut self, task: impl Future<Output = ()> + 'static) {
        let task = LocalFutureObj::new(Box::new(task));
        // The pool is there as long as the world is.
        let _ = self.pool.spawner().spawn_local_obj(task);
        self.settle();
    }

    /// Runs all that can run now.
    pub fn settle(&mut self) {
        self.pool.run_until_stalled();
        while self.channels.ring(&self.sandbox) {
            self.pool.run_until_stalled();
        }
    }

    /// Moves the clock, firing what falls due in order.
    pub fn pass(&mut self, ms: i64) {
        let until = self.clock.now.get() + ms;
        loop {
            let next = {
                let mut deadlines = self.clock.deadlines.borrow_mut();
                match deadlines.first_key_value() {
                    Some(((at, _), _)) if *at <= until => deadlines.pop_first(),
                    _ => None,
                }
            };
            let Some(((at, _), alarm)) = next else {
                break;
            };
            self.clock.now.set(at.max(self.clock.now.get()));
            alarm.is_over.set(true);
            if let Some(waker) = alarm.waker.borrow_mut().take() {
                waker.wake();
            }
            self.settle();
        }
        self.clock.now.set(until);
        self.settle();
    }
}
