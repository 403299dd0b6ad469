//! Native benches.
