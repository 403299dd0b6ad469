//! The rules, without what a page does before and after.

use coordo_bench::rules::{NOW, projections, told};
use coordo_engine::{Engine, Record, same_source};
use coordo_fhir::Projection;
use wasm_bindgen::prelude::*;

/// The records of a plan, and the rules over them.
#[wasm_bindgen]
pub struct RulesBench {
    projections: Vec<Projection>,
    engine: Engine,
}

#[wasm_bindgen]
impl RulesBench {
    /// Reads a document.
    pub fn open(document: Vec<u8>) -> Result<RulesBench, JsValue> {
        let read = projections(document).map_err(|e| JsValue::from_str(&e.to_string()))?;
        Ok(Self {
            engine: told(&[]),
            projections: read,
        })
    }

    /// Tells an engine of all of them.
    pub fn take(&mut self) {
        self.engine = told(&self.projections);
    }

    /// Looks at everything; how much is found.
    pub fn look(&mut self) -> usize {
        self.engine.evaluate(NOW).len()
    }

    /// Takes the owner off the `n`-th task, and looks at what that touches; how much is found.
    pub fn change(&mut self, n: usize) -> Option<usize> {
        let mut tasks = self.projections.iter().filter_map(Projection::task);
        let mut task = tasks.nth(n)?.clone();
        task.owner = coordo_core::Reference::default();
        self.engine.put(Record::Task(&task), None, &same_source);
        Some(self.engine.evaluate(NOW).len())
    }
}
