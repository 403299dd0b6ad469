//! The search index over actors and structures.
//!
//! An [`Index`] holds words, values to narrow by and an order of names; what is drawn stays with
//! the caller, who gives [`Entry`]s and gets [`Slot`]s back. It grows in slices (segments that are
//! sealed one by one), so that no step holds a page for long, and it answers in between.
//!
//! A word that was typed finds the words that it begins. In a segment words are sorted and their
//! postings lie in the same order, so that a beginning is one run of postings whatever its length:
//! a keystroke reads that run once, and each entry once to count and to order.

mod entry;
mod facet;
mod index;
mod marks;
mod nearest;
mod numbers;
mod search;
mod segment;

pub use entry::{Entry, Field};
pub use facet::{Facet, FacetCounts, ValueCount};
pub use index::{Index, Slot};
pub use marks::{marks, marks_in_number};
pub use numbers::{asked, number};
pub use search::{Found, Query};
