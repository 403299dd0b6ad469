//! Several devices, several servers, and everything that goes wrong between them, by chance of a
//! seed.
//!
//! Each schedule draws its devices, its servers and its misfortunes from one number: the same
//! number gives the same schedule. When it is over, misfortune ends, people decide what waits for
//! them, and everything has to be where it belongs: each note that somebody wrote is at its source
//! exactly once, each value of a field that a server is said to have taken was there and came once,
//! nothing was overwritten by a change that did not name it or had not seen it, and every device
//! shows what the servers hold.

#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::cast_possible_truncation,
    reason = "code for tests"
)]

mod chance;
mod device;
mod fields;
mod model;
mod network;
mod person;
mod quiet;
mod reading;
mod trace;

use std::collections::BTreeSet;

use coordo_core::{RecordKey, SourceId};
use coordo_fhir::http::HttpRequest;
use coordo_sandbox::Sandbox;
use coordo_store::RowState;
use coordo_sync::{Action, Event};

use chance::Chance;
use device::{Copy, Device};
use fields::Values;
use model::Model;
use network::{Message, Stage};
use trace::{Trace, action_told};

/// What must not be, in words that name no content.
pub type Violation = String;

/// How many steps a schedule has before it comes to rest.
const STEPS: usize = 90;

/// What happened in a schedule, so that a test can tell that it was worth running.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Changes that a source took.
    pub acknowledged: usize,
    /// Records merged by rule.
    pub merged: usize,
    /// Records that waited for a person.
    pub asked: usize,
    /// Devices that crashed.
    pub crashes: usize,
    /// Servers that came back from a backup.
    pub restores: usize,
    /// Those of them that then gave versions a second time.
    pub reissues: usize,
}

impl Counts {
    /// Adds those of another schedule.
    pub fn add(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.merged += other.merged;
        self.asked += other.asked;
        self.crashes += other.crashes;
        self.restores += other.restores;
        self.reissues += other.reissues;
    }
}

struct Simulation {
    chance: Chance,
    now: i64,
    devices: Vec<Device>,
    servers: Vec<(SourceId, Sandbox)>,
    backups: Vec<(SourceId, Sandbox)>,
    network: Vec<Message>,
    /// Records of which a server may give a version a second time.
    rewound: BTreeSet<RecordKey>,
    model: Model,
    values: Values,
    n_marks: usize,
    counts: Counts,
    trace: Trace,
}

/// Runs the schedule of a seed.
///
/// # Errors
///
/// The first violation.
pub fn run(seed: u64) -> Result<Counts, Violation> {
    Simulation::of(seed).play()
}

/// Runs the schedules of many seeds on all cores: what happened, and the seeds that failed.
pub fn run_many(first: u64, n: u64) -> (Counts, Vec<(u64, Violation)>) {
    let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let mut all = Counts::default();
    let mut failed = Vec::new();
    std::thread::scope(|scope| {
        let seeds = |thread: u64| (first + thread..first + n).step_by(n_threads as usize);
        let some = move |thread| {
            let mut counts = Counts::default();
            let mut failed = Vec::new();
            for seed in seeds(thread) {
                match run(seed) {
                    Ok(one) => counts.add(one),
                    Err(violation) => failed.push((seed, violation)),
                }
            }
            (counts, failed)
        };
        let threads: Vec<_> = (0..n_threads)
            .map(|thread| scope.spawn(move || some(thread)))
            .collect();
        for thread in threads {
            match thread.join() {
                Ok((counts, some)) => {
                    all.add(counts);
                    failed.extend(some);
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    failed.sort();
    (all, failed)
}

/// Runs the schedule of a seed again and tells its last steps, and what it came to.
pub fn replay(seed: u64, n_steps: usize) -> String {
    let mut simulation = Simulation::of(seed);
    simulation.trace = Trace::begin();
    let end = simulation.play();
    format!("{}\nseed {seed}: {end:?}", simulation.trace.last(n_steps))
}

impl Simulation {
    fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let mut servers = Vec::new();
        let now = 1_795_000_000_000;
        for n in 0..1 + chance.below(3) {
            let mut server = Sandbox::default();
            for id in 0..2 {
                let (task, goal) = (
                    format!(
                        "{{\"resourceType\":\"Task\",\"id\":\"t{id}\",\"status\":\"requested\",\"weight\":1.50,\"description\":\"t\"}}"
                    ),
                    format!(
                        "{{\"resourceType\":\"Goal\",\"id\":\"g{id}\",\"description\":{{\"text\":\"g\"}},\"note\":[{{\"text\":\"n\"}}]}}"
                    ),
                );
                for (path, text) in [(format!("Task/t{id}"), task), (format!("Goal/g{id}"), goal)] {
                    let request = HttpRequest::put_if_match(path, None, text);
                    server.handle(&request, coordo_core::Instant(now));
                }
            }
            servers.push((SourceId(format!("s{n}")), server));
        }
        let mut devices = Vec::new();
        for _ in 0..2 + chance.below(4) {
            // Some clocks are a year off.
            let skew = match chance.below(4) {
                0 => -31_536_000_000,
                1 => 31_536_000_000,
                _ => i64::try_from(chance.below(5_000)).unwrap_or(0),
            };
            devices.push(Device::new(skew));
        }
        let mut simulation = Self {
            chance,
            now,
            devices,
            backups: servers.clone(),
            servers,
            network: Vec::new(),
            rewound: BTreeSet::new(),
            model: Model::default(),
            values: Values::default(),
            n_marks: 0,
            counts: Counts::default(),
            trace: Trace::default(),
        };
        for (source, server) in &simulation.servers {
            for (key, _, text) in everything(source, server) {
                // What is there at first is nobody's wish.
                let _ = simulation.values.observe(&key, &text);
            }
        }
        // All begin with the same copies, read once.
        simulation.pull(0, true);
        let disk = simulation.devices.first().map(|d| d.disk.clone());
        for device in &mut simulation.devices {
            device.disk = disk.clone().unwrap_or_default();
        }
        simulation
    }

    fn play(&mut self) -> Result<Counts, Violation> {
        for _ in 0..STEPS {
            self.step()?;
        }
        self.come_to_rest()?;
        Ok(self.counts)
    }

    /// Words that nobody else writes.
    fn mark(&mut self, d: usize) -> String {
        self.n_marks += 1;
        format!("m{}-{d}", self.n_marks)
    }

    fn step(&mut self) -> Result<(), Violation> {
        let d = self.chance.below(self.devices.len());
        match self.chance.below(100) {
            0..=21 => {
                self.finish(d)?;
                self.command(d);
            }
            22..=44 => self.act(d)?,
            45..=74 => self.deliver(false)?,
            75..=81 => {
                let ms = [900, 5_000, 60_000, 600_000];
                let ms = self.chance.pick(&ms).copied().unwrap_or(0);
                self.pass(ms);
            }
            82..=86 => {
                self.finish(d)?;
                self.pull(d, false);
            }
            87..=88 => self.crash(d),
            89..=91 => self.tell_device(d, Event::SendNow),
            92..=94 => {
                self.finish(d)?;
                self.decide(d)?;
            }
            95 => {
                self.finish(d)?;
                self.undo(d);
            }
            96 => {
                if let Some(device) = self.devices.get_mut(d) {
                    device.is_online = !device.is_online;
                }
            }
            97 => {
                let source = SourceId(format!("s{}", self.chance.below(self.servers.len())));
                self.tell_device(d, Event::CredentialsGiven { source });
            }
            98 => self.backups.clone_from(&self.servers),
            _ if self.chance.one_in(3) => self.restore(),
            _ => {}
        }
        Ok(())
    }

    fn tell_device(&mut self, d: usize, event: Event) {
        let now = self.now;
        if let Some(device) = self.devices.get_mut(d) {
            device.tell(event, now);
        }
    }

    /// Time passes; who asked to be woken is.
    fn pass(&mut self, ms: i64) {
        self.now += ms + 1;
        for device in &mut self.devices {
            if device.wake.is_some_and(|at| at <= device.now(self.now)) {
                device.wake = None;
                device.tell(Event::Tick, self.now);
            }
        }
    }

    fn crash(&mut self, d: usize) {
        let now = self.now;
        if let Some(device) = self.devices.get_mut(d) {
            self.trace.push(|| format!("{d}: crash"));
            device.crash(now);
            self.counts.crashes += 1;
        }
    }

    /// Does all that a device has to do.
    fn finish(&mut self, d: usize) -> Result<(), Violation> {
        while self.devices.get(d).is_some_and(|d| !d.to_do.is_empty()) {
            self.act(d)?;
        }
        Ok(())
    }

    /// Does the next thing that a device has to do.
    fn act(&mut self, d: usize) -> Result<(), Violation> {
        let Some(device) = self.devices.get_mut(d) else {
            return Ok(());
        };
        let Some(action) = device.to_do.pop_front() else {
            return Ok(());
        };
        self.trace.push(|| format!("{d}: {}", action_told(&action)));
        match action {
            Action::Send {
                token,
                source,
                request,
            } => {
                let row = device.machine.rows().find(|r| {
                    r.state == RowState::Sending
                        && r.record().source == source
                        && request.path == r.record().reference()
                });
                let writable = row.map(model::writable).unwrap_or_default();
                let record = row.map(|r| r.record().clone());
                let rests_on = record.and_then(|r| {
                    let (_, base) = device.machine.base(&r)?;
                    Some((r.clone(), base.clone()))
                });
                self.network.push(Message {
                    device: d,
                    life: device.life,
                    token,
                    source,
                    request,
                    stage: Stage::Request,
                    writable,
                    rests_on,
                    is_given_up: false,
                });
            }
            Action::RowChanged(row) => {
                let waits = row.state.waits_for_person();
                if let Some(before) = device.disk.rows.get(&row.n).cloned() {
                    self.is_carried_on(d, &before, Some(&row))?;
                }
                let Some(device) = self.devices.get_mut(d) else {
                    return Ok(());
                };
                let known = device.disk.rows.insert(row.n, row);
                let waited = known.is_some_and(|r| r.state.waits_for_person());
                self.counts.asked += usize::from(waits && !waited);
            }
            Action::Acknowledged { row, version, body } => {
                let record = row.record().clone();
                let row = device.disk.rows.remove(&row.n);
                device.disk.copies.insert(record, Copy { version, body });
                self.counts.acknowledged += 1;
                if let Some(row) = row {
                    self.is_kept(d, &row)?;
                    if !self.rewound.contains(row.record()) {
                        self.values.acknowledged(d, &row)?;
                    }
                }
            }
            Action::Merged {
                record,
                gone,
                version,
                body,
            } => {
                let rows: Vec<_> = gone
                    .iter()
                    .filter_map(|n| device.disk.rows.remove(n))
                    .collect();
                device.disk.copies.insert(record, Copy { version, body });
                self.counts.merged += 1;
                for row in rows {
                    self.is_kept(d, &row)?;
                    self.is_carried_on(d, &row, None)?;
                }
            }
            Action::Theirs {
                record,
                version,
                body,
            } => {
                device.disk.copies.insert(record, Copy { version, body });
            }
            Action::NeedsCredentials { .. } => {}
            Action::WakeAt(at) => {
                device.wake = Some(device.wake.map_or(at, |w| w.min(at)));
            }
        }
        Ok(())
    }
}

/// All records of a server with their versions.
fn everything(source: &SourceId, server: &Sandbox) -> Vec<(RecordKey, String, coordo_store::Body)> {
    server
        .held()
        .map(|(kind, id, version, text)| {
            let key = RecordKey::new(source.clone(), kind, id);
            (key, version.to_string(), text)
        })
        .collect()
}
