//! Behaviour over several devices, and over FHIR that nobody here wrote.

pub mod offline;
pub mod simulation;
