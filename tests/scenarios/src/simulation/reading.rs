//! A device reads the servers: by what is different, or by what has changed since, and not always
//! to the end.

use coordo_core::{Instant, RecordKey, SourceId};
use coordo_fhir::http::HttpResponse;
use coordo_fhir::read;
use coordo_sandbox::Sandbox;
use coordo_store::Body;
use coordo_sync::{Capability, Event, Pull, PullError, Scope, Stamp};

use super::Simulation;
use super::device::{Copy, Device};

/// The types that occur here: others are not asked for.
const OFFERED: &str = r#"{"resourceType":"CapabilityStatement","rest":[{"resource":[
    {"type":"Task"},{"type":"Goal"},{"type":"CarePlan"}]}]}"#;

impl Simulation {
    /// A device reads every server; `is_fair` where nothing comes between, and what is gone is
    /// told.
    pub(super) fn pull(&mut self, d: usize, is_fair: bool) {
        let Some(capability) = Capability::read(OFFERED) else {
            return;
        };
        let now = self.now;
        let is_poll = !is_fair && self.chance.one_in(2);
        let Some(device) = self.devices.get_mut(d) else {
            return;
        };
        for (source, server) in &mut self.servers {
            // The connection may break at any request.
            let breaks_at = match is_fair {
                true => usize::MAX,
                false => self.chance.below(8),
            };
            let mut road = Road {
                source,
                server,
                now,
                left: breaks_at,
            };
            let known = device.disk.readings.get(source).copied();
            let held: Vec<(RecordKey, Stamp)> = device
                .disk
                .copies
                .iter()
                .filter(|(key, _)| key.source == *road.source)
                .map(|(key, copy)| (key.clone(), stamp(copy)))
                .collect();
            let held = || held.iter().map(|(key, stamp)| (key, stamp.clone()));
            let since = known.filter(|s| is_poll && !s.is_comparison_due());
            if let Some(state) = since {
                let reading = Pull::since(&Scope::All, &state, held());
                if road.go(device, reading, &capability) != Err(PullError::ClockWentBack) {
                    continue;
                }
            }
            let reading = match known {
                Some(_) => Pull::compare(&Scope::All, held()),
                None => Pull::new(&Scope::All),
            };
            let _ = road.go(device, reading, &capability);
        }
    }
}

fn stamp(copy: &Copy) -> Stamp {
    let found = read::identify(&SourceId(String::new()), &copy.body, "");
    Stamp {
        version: copy.version.clone(),
        updated: found.and_then(|(found, _)| found.updated),
    }
}

struct Road<'s> {
    source: &'s SourceId,
    server: &'s mut Sandbox,
    now: i64,
    left: usize,
}

impl Road<'_> {
    fn go(
        &mut self,
        device: &mut Device,
        mut pull: Pull,
        capability: &Capability,
    ) -> Result<(), PullError> {
        pull.adapt(capability);
        while let Some((ticket, request)) = pull.next_request() {
            let response = match self.left {
                0 => HttpResponse {
                    status: 502,
                    headers: Vec::new(),
                    body: String::new(),
                },
                _ => self.server.handle(&request, Instant(self.now)),
            };
            self.left = self.left.saturating_sub(1);
            for text in pull.answered(ticket, &response)?.resources {
                self.take(device, &text);
            }
        }
        let told = pull.state();
        let readings = &mut device.disk.readings;
        if pull.tells_gone() {
            if let Some(told) = told {
                readings.insert(self.source.clone(), told);
            }
            let machine = &device.machine;
            device.disk.copies.retain(|key, _| {
                key.source != *self.source
                    || pull.has_seen(&key.kind, &key.id)
                    || machine.base(key).is_some()
            });
        } else if let Some(before) = readings.get_mut(self.source) {
            *before = before.after_delta(told);
        }
        Ok(())
    }

    fn take(&self, device: &mut Device, text: &str) {
        let Some((found, _)) = read::identify(self.source, text, "") else {
            return;
        };
        let body: Body = text.into();
        if device.machine.base(&found.key).is_some() {
            let read = Event::Read {
                record: found.key,
                version: found.version,
                body,
            };
            return device.tell(read, self.now);
        }
        let version = found.version;
        device.disk.copies.insert(found.key, Copy { version, body });
    }
}
