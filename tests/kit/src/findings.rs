//! FHIR text to the records of the rules' engine.

use coordo_core::{Instant, RecordKey};
use coordo_engine::graph::Resolve;
use coordo_engine::{Engine, Record, same_source};
use coordo_fhir::Projection;
use coordo_fhir::read::read;

/// The record that a projection is, where the rules know its type.
pub fn record(projection: &Projection) -> Option<Record<'_>> {
    let found = projection.task().map(Record::Task);
    found
        .or_else(|| projection.care_plan().map(Record::Plan))
        .or_else(|| projection.care_team().map(Record::Team))
        .or_else(|| projection.goal().map(Record::Goal))
        .or_else(|| projection.actor().map(Record::Actor))
        .or_else(|| projection.protocol().map(Record::Protocol))
        .or_else(|| projection.event().map(Record::Event))
}

/// Gives a resource, and what it contains, to an engine.
pub fn put(engine: &mut Engine, key: &RecordKey, text: &str, known: Option<Instant>) {
    put_led(engine, key, text, known, &same_source);
}

/// The same where references are led in another way.
pub fn put_led(
    engine: &mut Engine,
    key: &RecordKey,
    text: &str,
    known: Option<Instant>,
    resolve: Resolve<'_>,
) {
    let reading = read(key, text);
    let contained = reading.contained.iter().map(|(_, projection)| projection);
    for projection in contained.chain([&reading.projection]) {
        if let Some(record) = record(projection) {
            engine.put(record, known, resolve);
        }
    }
}
