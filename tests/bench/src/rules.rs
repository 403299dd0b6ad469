//! The rules over a document, as every bench of them does it.

use coordo_client::rule_record;
use coordo_core::calendar::WorkingCalendar;
use coordo_core::{Instant, SourceId};
use coordo_engine::{Engine, Plan, same_source};
use coordo_fhir::Projection;
use coordo_fhir::document::{Document, DocumentError};
use coordo_fhir::read::{identify, read};
use coordo_testkit::findings::thresholds;

/// 16 November 2026, nine o'clock in Paris.
pub const NOW: Instant = Instant(1_794_816_000_000);

/// The records of a document, of one source called `s`.
pub fn projections(document: Vec<u8>) -> Result<Vec<Projection>, DocumentError> {
    let document = Document::read(document)?;
    let source = SourceId("s".into());
    let items = document.items.iter();
    let found = items.filter_map(|item| {
        let text = document.resource(item);
        let (resource, _) = identify(&source, text, "?")?;
        Some(read(&resource.key, text).projection)
    });
    Ok(found.collect())
}

/// An engine that took them, of a host that listens to everything.
pub fn told(projections: &[Projection]) -> Engine {
    let mut engine = Engine::new(Plan::default(), WorkingCalendar::default(), thresholds());
    for record in projections.iter().filter_map(rule_record) {
        engine.put(record, None, &same_source);
    }
    engine
}
