//! What changed since somebody last looked, and what a plan has of what it should (rows 36, 144).

mod content;
mod facet;
mod look;
mod trace;

pub use content::{Completeness, MinimumSet, PlanContent, Requirement, completeness};
pub use facet::{Facet, FacetValue, Facets, facets};
pub use look::{Changed, Delta, LastLook, RecordChange};
pub use trace::{Trace, trace};
