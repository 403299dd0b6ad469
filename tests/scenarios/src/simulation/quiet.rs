//! Misfortune ends: what has to be true when everything has come to rest.

use coordo_core::RecordKey;
use coordo_core::change::Field;
use coordo_store::OutboxRow;
use coordo_sync::Event;

use super::model::{notes_in, notes_of};
use super::{Simulation, Violation, everything};

/// Rounds after which nothing more is to happen.
const ROUNDS: usize = 300;

impl Simulation {
    /// A row has left the disk: what it said is at its source, or in another row.
    pub(super) fn is_kept(&mut self, d: usize, row: &OutboxRow) -> Result<(), Violation> {
        let record = row.record();
        let text = self.at_source(record);
        let Some(device) = self.devices.get(d) else {
            return Ok(());
        };
        for note in notes_in(&row.change.fields) {
            let elsewhere = device
                .disk
                .rows_of(record)
                .flat_map(|r| notes_in(&r.change.fields));
            let is_there = text.as_ref().is_some_and(|t| notes_of(t).contains(&note));
            let is_lost = self
                .model
                .given_up
                .contains(&(record.clone(), note.clone()))
                || self.model.lost_records.contains(record);
            if !is_there && !is_lost && !elsewhere.into_iter().any(|n| n == note) {
                return Err(format!(
                    "device {d}: an unsent note vanished with row {}",
                    row.n
                ));
            }
        }
        Ok(())
    }

    /// A row becomes another one, or leaves for others of its record: each value of it is carried on.
    pub(super) fn is_carried_on(
        &self,
        d: usize,
        row: &OutboxRow,
        becomes: Option<&OutboxRow>,
    ) -> Result<(), Violation> {
        let record = row.record();
        let Some(device) = self.devices.get(d) else {
            return Ok(());
        };
        if self.rewound.contains(record) {
            return Ok(());
        }
        let of_record = device.disk.rows_of(record).filter(|r| r.n != row.n);
        let others: Vec<_> = of_record
            .chain(becomes)
            .flat_map(|r| r.change.fields.clone())
            .collect();
        let seen = |r: &OutboxRow| {
            let mut fields = r.change.fields.iter();
            let status = fields.find(|f| f.field == Field::Status)?;
            Some(status.before.as_ref().map(|b| b.0.clone()))
        };
        let oldest = device.disk.rows_of(record).find_map(seen);
        let began = oldest.or_else(|| seen(row)).flatten();
        self.values.merged(d, row, &others, &began)
    }

    fn at_source(&self, record: &RecordKey) -> Option<String> {
        let (_, server) = self.servers.iter().find(|(s, _)| *s == record.source)?;
        let mut held = server.held();
        let found = held.find(|(kind, id, _, _)| *kind == record.kind && *id == record.id);
        found.map(|(_, _, _, text)| text.to_string())
    }

    /// A server comes back from its backup: what it took since is its loss, and known as such.
    /// Half of them number on from there, and give versions to other contents a second time.
    pub(super) fn restore(&mut self) {
        // It takes a while.
        self.pass(1_000);
        let reissues = self.chance.one_in(2);
        let at = self.chance.below(self.servers.len());
        let (Some((source, server)), Some((_, backup))) =
            (self.servers.get_mut(at), self.backups.get(at))
        else {
            return;
        };
        let before = everything(source, server);
        server.clone_from(backup);
        let n = 1_000 * (1 + u64::try_from(self.counts.restores).unwrap_or(0));
        if !reissues {
            server.number_versions_from(n);
        }
        let after = everything(source, server);
        for (key, _, text) in &after {
            self.values.lost(key);
            // It is the server's own doing.
            let _ = self.values.observe(key, text);
        }
        for (key, _, text) in before {
            if reissues {
                self.rewound.insert(key.clone());
            }
            let kept = after
                .iter()
                .find(|(k, _, _)| *k == key)
                .map(|(_, _, t)| notes_of(t));
            if kept.is_none() {
                self.model.lost_records.insert(key.clone());
            }
            for note in notes_of(&text) {
                if !kept.as_ref().is_some_and(|k| k.contains(&note)) {
                    self.model.given_up.insert((key.clone(), note));
                }
            }
        }
        self.counts.restores += 1;
        self.counts.reissues += usize::from(reissues);
    }

    pub(super) fn come_to_rest(&mut self) -> Result<(), Violation> {
        for device in &mut self.devices {
            device.is_online = true;
        }
        for round in 0.. {
            if round > ROUNDS {
                let left: Vec<String> = self
                    .devices
                    .iter()
                    .map(|d| {
                        let rows: Vec<String> = d
                            .machine
                            .rows()
                            .map(|r| format!("{} {:?} {:?}", r.n, r.state, r.record()))
                            .collect();
                        rows.join(", ")
                    })
                    .collect();
                return Err(format!("it does not come to rest: {left:?}"));
            }
            for d in 0..self.devices.len() {
                self.finish(d)?;
                self.decide(d)?;
                self.tell_device(d, Event::SendNow);
                self.finish(d)?;
            }
            while !self.network.is_empty() {
                self.deliver(true)?;
            }
            for d in 0..self.devices.len() {
                self.finish(d)?;
            }
            self.pass(600_000);
            let is_quiet =
                |d: &super::Device| d.machine.rows().next().is_none() && d.to_do.is_empty();
            if self.network.is_empty() && self.devices.iter().all(is_quiet) {
                break;
            }
        }
        for d in 0..self.devices.len() {
            self.pull(d, true);
        }
        self.check()
    }

    fn check(&self) -> Result<(), Violation> {
        for (d, device) in self.devices.iter().enumerate() {
            if !device.disk.rows.is_empty() {
                return Err(format!("device {d}: rows are left on the disk"));
            }
            let mut n = 0;
            for (source, server) in &self.servers {
                for (key, version, text) in everything(source, server) {
                    let copy = device.disk.copies.get(&key);
                    let is_same = copy
                        .is_some_and(|c| c.version.as_deref() == Some(&version) && c.body == text);
                    if !is_same {
                        let shown = copy.and_then(|c| c.version.clone());
                        let at = key.reference();
                        return Err(format!(
                            "device {d} shows {shown:?} of {source} {at}, its server has {version}"
                        ));
                    }
                    n += 1;
                }
            }
            if device.disk.copies.len() != n {
                return Err(format!("device {d} shows what no server has"));
            }
        }
        for (record, note) in self.model.owed() {
            let text = self.at_source(record).unwrap_or_default();
            let times = notes_of(&text).iter().filter(|n| *n == note).count();
            if times != 1 {
                return Err(format!("{record:?}: {note} is there {times} times"));
            }
        }
        for record in self.model.owed_records() {
            if self.at_source(record).is_none() {
                return Err(format!("{record:?} was made and is not there"));
            }
        }
        Ok(())
    }
}
