//! One device: a machine, a disk that outlives it, and what is still to be done.

use std::collections::{BTreeMap, VecDeque};

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_store::{Body, OutboxRow};
use coordo_sync::{Action, Event, Machine, SyncState};

/// A source's copy of a record, as the disk has it.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    pub(super) version: Option<String>,
    pub(super) body: Body,
}

/// What outlives a crash.
#[derive(Clone, Default)]
pub(super) struct Disk {
    pub(super) rows: BTreeMap<u64, OutboxRow>,
    pub(super) copies: BTreeMap<RecordKey, Copy>,
    pub(super) n_rows: u64,
    /// How far each source was read.
    pub(super) readings: BTreeMap<SourceId, SyncState>,
}

impl Disk {
    pub(super) fn rows_of<'d>(
        &'d self,
        record: &'d RecordKey,
    ) -> impl Iterator<Item = &'d OutboxRow> {
        self.rows.values().filter(move |r| r.record() == record)
    }
}

pub(super) struct Device {
    pub(super) machine: Machine,
    pub(super) disk: Disk,
    /// Actions that the machine asked for and that are not carried out yet.
    pub(super) to_do: VecDeque<Action>,
    pub(super) wake: Option<Instant>,
    pub(super) skew: i64,
    pub(super) is_online: bool,
    /// How often it was started: what comes for an earlier life finds nobody.
    pub(super) life: u64,
}

impl Device {
    pub(super) fn new(skew: i64) -> Self {
        Self {
            machine: Machine::new(4_000),
            disk: Disk::default(),
            to_do: VecDeque::new(),
            wake: None,
            skew,
            is_online: true,
            life: 0,
        }
    }

    pub(super) fn now(&self, now: i64) -> Instant {
        Instant(now + self.skew)
    }

    pub(super) fn tell(&mut self, event: Event, now: i64) {
        let actions = self.machine.handle(event, self.now(now));
        self.to_do.extend(actions);
    }

    /// The power goes, and comes back.
    pub(super) fn crash(&mut self, now: i64) {
        self.machine = Machine::new(4_000);
        self.to_do.clear();
        self.wake = None;
        self.life += 1;
        let rows: Vec<OutboxRow> = self.disk.rows.values().cloned().collect();
        for row in rows {
            let record = row.record().clone();
            let unborn = || Copy {
                version: None,
                body: coordo_fhir::write::unborn(&record).into(),
            };
            let copy = self.disk.copies.get(&record).cloned();
            let copy = copy.unwrap_or_else(unborn);
            let event = Event::Restored {
                row,
                version: copy.version,
                copy: copy.body,
            };
            self.tell(event, now);
        }
    }

    /// The record as a person sees it.
    pub(super) fn shown(&self, record: &RecordKey) -> Option<Body> {
        let shown = self.machine.shown(record);
        shown.or_else(|| self.disk.copies.get(record).map(|c| c.body.clone()))
    }

    pub(super) fn waits_for_person(&self, record: &RecordKey) -> bool {
        let mut rows = self.machine.rows_of(record);
        rows.any(|r| r.state.waits_for_person())
    }
}
