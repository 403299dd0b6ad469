//! Folders of FHIR to test on, fakes of the ports, a world of several devices.

pub mod actors;
pub mod channel;
pub mod discharge;
pub mod disk;
pub mod duo;
pub mod findings;
pub mod folders;
pub mod generate;
pub mod generate_plan;
pub mod rules_page;
pub mod world;
