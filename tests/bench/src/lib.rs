//! Native benches of reading FHIR and of drawing the board; run them with `cargo xtask bench`.
