//! Which records are the same person or structure, found once and kept while it holds.
//!
//! Nothing is merged: each record stays what its source says. Widgets put those together
//! that are the same, and show where they contradict each other.

use coordo_core::RecordKey;
use coordo_core::coded::Identifier;
use coordo_core::identity::{Bearer, proof, proofs, same};
use coordo_core::order::Order as _;
use coordo_fhir::Projection;

use crate::graph::Graph;

/// Records that are the same as others.
#[derive(Default)]
pub(crate) struct Identity {
    /// Groups of two or more, each in order of key.
    groups: Vec<Vec<RecordKey>>,
    /// Which group a record is in, in order of key.
    of: Vec<(RecordKey, usize)>,
}

impl Identity {
    /// Compares all actors and teams that are held and bear a number that another bears too.
    ///
    /// The sums of numbers were made when the records were read: in a directory of tens of
    /// thousands, making them all here would hold the page.
    pub(crate) fn find(graph: &Graph) -> Self {
        let mut sums: Vec<(u64, &RecordKey, &[Identifier])> = Vec::new();
        for (key, held) in graph.iter() {
            let own = held.sums().iter();
            sums.extend(own.map(|sum| (*sum, key, identifiers(&held.projection))));
        }
        sums.order_by_key(|(sum, ..)| *sum);
        let shared = sums.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
        let mut sharing: Vec<_> = shared.flatten().map(|(_, key, own)| (*key, *own)).collect();
        sharing.order_by_key(|(key, _)| *key);
        sharing.dedup_by_key(|(key, _)| *key);
        let keys: Vec<&RecordKey> = sharing.iter().map(|(key, _)| *key).collect();
        let bearers: Vec<Bearer<'_>> = sharing
            .iter()
            .map(|(key, identifiers)| Bearer {
                source: &key.source.0,
                kind: &key.kind,
                identifiers,
            })
            .collect();
        let mut found = Self::default();
        for group in same(&bearers) {
            let group: Vec<RecordKey> = group
                .into_iter()
                .filter_map(|n| keys.get(n).map(|key| (*key).clone()))
                .collect();
            let n = found.groups.len();
            found.of.extend(group.iter().map(|key| (key.clone(), n)));
            found.groups.push(group);
        }
        found.of.order();
        found
    }

    /// All records that are the same as one, itself among them; empty where it stands alone.
    pub(crate) fn group(&self, key: &RecordKey) -> &[RecordKey] {
        let at = self.of.binary_search_by(|(k, _)| k.cmp(key));
        let group = at.ok().and_then(|at| self.of.get(at));
        group
            .and_then(|(_, n)| self.groups.get(*n))
            .map_or(&[], Vec::as_slice)
    }
}

/// A sum for each number that proves something: two records with none in common are not the same.
pub(crate) fn sums(kind: &str, projection: &Projection) -> Vec<u64> {
    let proofs = identifiers(projection)
        .iter()
        .filter_map(|i| proof(kind, i));
    proofs.map(|proof| proof.sum(kind)).collect()
}

/// What a record is called outside of its server.
pub(crate) fn identifiers(projection: &Projection) -> &[Identifier] {
    if let Some(actor) = projection.actor() {
        return &actor.identifiers;
    }
    projection
        .care_team()
        .map_or(&[], |team| team.identifiers.as_slice())
}

/// Records by the numbers that they bear, for references that name a number only.
#[derive(Default)]
pub(crate) struct Names {
    sums: Vec<(u64, RecordKey)>,
}

impl Names {
    pub(crate) fn find(graph: &Graph) -> Self {
        let mut sums = Vec::new();
        for (key, held) in graph.iter() {
            let identifiers = identifiers(&held.projection);
            for proof in proofs(&key.kind, identifiers) {
                sums.push((proof.untyped_sum(&key.kind), key.clone()));
            }
        }
        sums.order();
        Self { sums }
    }

    /// The record of a type that bears a number, the one of the same source first.
    ///
    /// `None` also where two that are not the same bear it: nobody can say who is meant.
    pub(crate) fn bearer(
        &self,
        graph: &Graph,
        from: &RecordKey,
        kind: &str,
        named: &Identifier,
    ) -> Option<RecordKey> {
        let sum = proof(kind, named)?.untyped_sum(kind);
        let first = self.sums.partition_point(|(s, _)| *s < sum);
        let rest = self.sums.get(first..)?;
        let mut found: Vec<&RecordKey> = rest
            .iter()
            .take_while(|(s, _)| *s == sum)
            .map(|(_, key)| key)
            .filter(|key| key.kind == kind)
            .filter(|key| {
                let held = graph.get(key);
                let borne = held.map_or(&[][..], |held| identifiers(&held.projection));
                coordo_core::identity::names(kind, named, borne)
            })
            .collect();
        // Within one source first: it knows best whom it means.
        if found.iter().any(|key| key.source == from.source) {
            found.retain(|key| key.source == from.source);
        }
        let (first, others) = found.split_first()?;
        let group = graph.identity();
        let is_same = others
            .iter()
            .all(|other| *other == *first || group.group(first).contains(other));
        is_same.then(|| (*first).clone())
    }
}
