//! What is missing in a plan, in which order its parts follow, and who does what.
//!
//! Everything here is a pure function of the records of one person, the time that the caller
//! gives, and thresholds that belong to the host or to the plan. A finding tells facts and ready
//! commands; it is never a score of a person, and nothing is done by itself.

pub mod nomeko;

pub mod protocol;
