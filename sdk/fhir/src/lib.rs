//! FHIR R4 JSON to core and back, without loss.
//!
//! The stored form is the JSON as it was received. [`Document`] finds the
//! resources in what a host gives (a Bundle, NDJSON, one resource) without
//! changing a byte; [`read`] makes the projection that the core works on;
//! [`edit`] changes the fields that a change names and leaves every other byte
//! where it was. So what we do not understand survives.
//!
//! Reading never fails on content: it yields a value and notices. Only a document
//! that is not JSON at all is an error.

pub mod answer;
pub mod bundle;
pub mod choice;
pub mod document;
pub mod edit;
pub mod fields;
pub mod http;
pub mod merge;
pub mod outcome;
pub mod read;
pub mod references;
mod split;
pub mod timing;
mod types;
pub mod write;

pub use document::{Document, DocumentError, Item, Loader, Request, link};
pub use edit::EditError;
pub use read::{Projection, Resource};
