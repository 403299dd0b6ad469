//! What is left of a record to know it again: a number a facet, and nothing of what it says.

use coordo_core::{FhirDate, Reference};

use super::facet::{Facet, FacetValue, Facets};

/// The facets of a record, each as a sum of what it says.
pub type Trace = Vec<(Facet, u64)>;

/// The trace of a record. Two values with one sum are as good as never met, and cost a mark.
pub fn trace(facets: &Facets) -> Trace {
    let sums = facets.iter().map(|(facet, value)| (*facet, sum(value)));
    sums.collect()
}

/// FNV-1a of 64 bits.
struct Sum(u64);

impl Sum {
    fn add(&mut self, text: &str) {
        // A byte that no text has keeps neighbours apart.
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn date(&mut self, date: Option<FhirDate>) {
        self.add(&date.map(|date| date.to_fhir()).unwrap_or_default());
    }

    fn reference(&mut self, reference: &Reference) {
        // A name beside a reference is the source's courtesy, and may be written otherwise.
        let by_number = reference.identifier.as_ref().map(|i| i.value.as_str());
        let named = reference.target().or(by_number);
        let shown = reference.display.as_ref().map(|name| name.as_str());
        self.add(named.or(shown).unwrap_or_default());
    }
}

fn sum(value: &FacetValue) -> u64 {
    let mut sum = Sum(0xcbf2_9ce4_8422_2325);
    match value {
        FacetValue::Code(code) => sum.add(code),
        FacetValue::Text(text) => sum.add(text.as_str()),
        FacetValue::Date(date) => sum.date(Some(*date)),
        FacetValue::Period(period) => {
            sum.date(period.start);
            sum.date(period.end);
        }
        FacetValue::References(references) => {
            for reference in references {
                sum.reference(reference);
            }
        }
    }
    sum.0
}
