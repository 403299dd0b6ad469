//! The first story, on the day of its second step: Odette Marchandeau is about to leave the hospital.
#![allow(
    clippy::unwrap_used,
    reason = "code for tests: it stops where something is missing"
)]

use coordo_client::ItemKey;
use coordo_core::{Instant, RecordKey, SourceId};

use crate::duo::key;
use crate::folders;
use crate::world::{Device, World};

/// The morning on which it plays.
fn now() -> Instant {
    Instant::from_fhir("2026-11-21T10:00:00+01:00").unwrap()
}

/// A record as widgets choose it.
pub fn item(record: RecordKey) -> ItemKey {
    ItemKey {
        record,
        activity: None,
    }
}

/// The same, by type and id.
pub fn item_of(kind: &str, id: &str) -> ItemKey {
    item(key(kind, id))
}

/// The story up to its second step, seen by its discharge nurse.
pub fn story() -> (World, Device) {
    let mut world = World::at(now());
    for file in ["bundle-00.json", "step-01.json", "step-02.json"] {
        let path = folders::stories().join("1-sortie-hopital").join(file);
        let bytes = std::fs::read(path).unwrap();
        world.sandbox.borrow_mut().load(&bytes, now()).unwrap();
    }
    let device = world.device(|options| {
        let dac = SourceId("dac".into());
        options.subject = Some((dac.clone(), "Patient/marchandeau-odette".into()));
        options.actor = Some((dac, "PractitionerRole/idec-corbineau".into()));
    });
    world.run(device.client.pull());
    (world, device)
}
