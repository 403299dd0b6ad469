//! FHIR text to the records of the rules' engine.

use coordo_client::rule_record;
use coordo_core::{Instant, RecordKey};
use coordo_engine::graph::Resolve;
use coordo_engine::{Engine, Thresholds, same_source};
use coordo_fhir::read::read;

/// The thresholds of a host that listens to everything.
pub fn thresholds() -> Thresholds {
    Thresholds {
        offer_working_days: Some(2),
        offer_hours_if_pressing: Some(24),
        offer_days_if_relative: Some(7),
        handover_working_days: Some(1),
        undated_days_before: Some(7),
        undated_urgent_hours_before: Some(48),
        order_urgent_within_hours: Some(72),
        missed_in_a_row: Some(2),
        silence_tolerance_days: Some(2),
        measure_days: Some(3),
        corrections_from: Some(2),
    }
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
        if let Some(record) = rule_record(projection) {
            engine.put(record, known, resolve);
        }
    }
}
