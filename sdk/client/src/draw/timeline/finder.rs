//! References of thousands of records, followed once each.
//!
//! Most records of a person name the same few people, stays and requests, so what a reference
//! leads to is remembered by its text.

use coordo_core::{RecordKey, Reference, SourceId};

use crate::graph::{Graph, Held};

/// No place: what indexes of this module say where there is nothing.
pub(super) const NONE: usize = usize::MAX;

/// Every record, in order of key; a place in it stands for the record.
pub(super) type Records<'g> = [(&'g RecordKey, &'g Held)];

/// Follows references to places.
pub(super) struct Finder<'g> {
    graph: &'g Graph,
    records: &'g Records<'g>,
    /// Open addressing; its length is a power of two and half of it stays empty.
    slots: Vec<Option<(&'g SourceId, &'g str, usize)>>,
    n: usize,
}

impl<'g> Finder<'g> {
    pub(super) fn new(graph: &'g Graph, records: &'g Records<'g>) -> Self {
        Self {
            graph,
            records,
            slots: vec![None; 256],
            n: 0,
        }
    }

    /// The place of what `from` refers to, where it is held as a record of its own.
    pub(super) fn find(&mut self, from: &'g RecordKey, reference: &'g Reference) -> usize {
        let Some(target) = reference.target().filter(|t| !t.starts_with('#')) else {
            return self.place(from, reference);
        };
        let slot = self.slot(&from.source, target);
        if let Some(Some((_, _, place))) = self.slots.get(slot) {
            return *place;
        }
        let place = self.place(from, reference);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = Some((&from.source, target, place));
        }
        self.n += 1;
        if self.n * 2 > self.slots.len() {
            self.grow();
        }
        place
    }

    fn place(&self, from: &RecordKey, reference: &Reference) -> usize {
        let key = self.graph.resolve(from, reference);
        key.map_or(NONE, |key| place_of(self.records, &key))
    }

    /// Where a text is, or would be.
    fn slot(&self, source: &SourceId, target: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(target) & mask;
        while let Some(Some((s, t, _))) = self.slots.get(at) {
            if *t == target && *s == source {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let doubled = vec![None; self.slots.len() * 2];
        let slots = std::mem::replace(&mut self.slots, doubled);
        for (source, target, place) in slots.into_iter().flatten() {
            let slot = self.slot(source, target);
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = Some((source, target, place));
            }
        }
    }
}

/// The place of a record, or [`NONE`].
pub(super) fn place_of(records: &Records<'_>, key: &RecordKey) -> usize {
    records
        .binary_search_by(|(k, _)| (*k).cmp(key))
        .unwrap_or(NONE)
}

/// FNV-1a, enough to spread references.
fn hash(text: &str) -> usize {
    let mut hash = 0x811C_9DC5_u32;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    // The low bits are those that are used, and the weakest.
    usize::try_from(hash ^ (hash >> 15)).unwrap_or(0)
}
