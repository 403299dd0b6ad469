//! Native benches of reading FHIR, of the widgets' view models and of the rules; run them with
//! `cargo xtask bench`. What they share with the benches in a browser is here.

pub mod rules;
