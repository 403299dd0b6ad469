//! Which records are the same person or structure, found once and kept while it holds.
//!
//! Nothing is merged: each record stays what its source says. Widgets put those together
//! that are the same, and show where they contradict each other.

use coordo_core::RecordKey;
use coordo_core::coded::Identifier;
use coordo_core::identity::{Bearer, proof, proofs, same};
use coordo_core::order::Order as _;
use coordo_fhir::Projection;

use crate::graph::{Graph, Held};

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
    pub(crate) fn find(graph: &Graph) -> Self {
        let mut search = Search::over(graph);
        loop {
            if let Some(found) = search.advance(graph) {
                return found;
            }
        }
    }

    /// The groups of those that share a number.
    fn of(sharing: &[(&RecordKey, &Held)]) -> Self {
        let bearers: Vec<Bearer<'_>> = sharing
            .iter()
            .map(|(key, held)| Bearer {
                source: &key.source.0,
                kind: &key.kind,
                identifiers: identifiers(&held.projection),
            })
            .collect();
        let mut found = Self::default();
        for group in same(&bearers) {
            let group: Vec<RecordKey> = group
                .into_iter()
                .filter_map(|n| sharing.get(n).map(|(key, _)| (*key).clone()))
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

/// Records looked at in one step.
const STEP: usize = 4_000;

/// A search for those that are the same, in steps: in a directory of tens of thousands, one go
/// would hold the page. It is of no use once a record bears other numbers.
///
/// The sums of numbers were made when the records were read. A sum that comes twice is shared;
/// most directories share none.
pub(crate) struct Search {
    /// Sums met, by open addressing: its length is a power of two, zero a free place.
    met: Vec<u64>,
    n_met: usize,
    /// Sums met twice, in order once all records were looked at.
    shared: Vec<u64>,
    last: Option<RecordKey>,
}

impl Search {
    pub(crate) fn over(graph: &Graph) -> Self {
        Self {
            met: vec![0; (graph.len() * 2).next_power_of_two().max(64)],
            n_met: 0,
            shared: Vec::new(),
            last: None,
        }
    }

    /// One step; what was found at the end.
    pub(crate) fn advance(&mut self, graph: &Graph) -> Option<Identity> {
        let mut n = 0;
        let mut last = None;
        let after = self.last.take();
        for (key, held) in graph.after(after.as_ref()).take(STEP) {
            n += 1;
            last = Some(key);
            for sum in held.sums() {
                self.meet(*sum);
            }
        }
        self.last = last.cloned();
        if n == STEP {
            return None;
        }
        self.shared.order();
        self.shared.dedup();
        let is_sharing = |held: &Held| {
            let mut sums = held.sums().iter();
            sums.any(|sum| self.shared.binary_search(sum).is_ok())
        };
        let mut sharing = Vec::new();
        if !self.shared.is_empty() {
            sharing.extend(graph.iter().filter(|(_, held)| is_sharing(held)));
        }
        Some(Identity::of(&sharing))
    }

    fn meet(&mut self, sum: u64) {
        if self.n_met * 2 >= self.met.len() {
            let doubled = vec![0; self.met.len() * 2];
            for met in std::mem::replace(&mut self.met, doubled) {
                if met != 0 {
                    self.put(met);
                }
            }
        }
        if self.put(sum) {
            self.n_met += 1;
        } else {
            self.shared.push(sum);
        }
    }

    /// False where it is there already.
    fn put(&mut self, sum: u64) -> bool {
        let mask = self.met.len() - 1;
        // The bits of a sum are spread evenly: any of them tell a place.
        let mut at = usize::try_from(sum & 0xffff_ffff).unwrap_or(0) & mask;
        loop {
            match self.met.get_mut(at) {
                Some(free) if *free == 0 => {
                    *free = sum;
                    return true;
                }
                Some(met) if *met == sum => return false,
                Some(_) | None => at = (at + 1) & mask,
            }
        }
    }
}

/// A sum for each number that proves something: two records with none in common are not the same.
pub(crate) fn sums(kind: &str, projection: &Projection) -> Vec<u64> {
    let proofs = identifiers(projection)
        .iter()
        .filter_map(|i| proof(kind, i));
    // None is zero, which stands for a free place where sums are met.
    proofs.map(|proof| proof.sum(kind).max(1)).collect()
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

#[cfg(test)]
mod tests {
    use coordo_core::SourceId;

    use super::*;

    /// A structure with a FINESS number.
    fn put(graph: &mut Graph, n: usize, finess: usize) -> RecordKey {
        let key = RecordKey::new(SourceId("s".to_owned()), "Organization", format!("o{n:05}"));
        let text = format!(
            r#"{{"resourceType":"Organization","id":"o{n:05}","identifier":[{{"type":{{"coding":[{{"code":"FINEG"}}]}},"system":"https://finess.esante.gouv.fr","value":"{finess:09}"}}]}}"#
        );
        graph.put(&key, None, text.as_str().into());
        key
    }

    #[test]
    fn those_that_are_the_same_are_found_however_many_steps_lie_between_them() {
        let mut graph = Graph::default();
        let last = STEP + 10;
        let first = put(&mut graph, 0, 7);
        for n in 1..last {
            put(&mut graph, n, 1_000 + n);
        }
        let same = put(&mut graph, last, 7);
        let mut n_steps = 1;
        while !graph.advance_identity() {
            n_steps += 1;
        }
        assert!(n_steps > 2, "{n_steps}");
        assert_eq!(graph.identity().group(&same), [first, same.clone()]);
        assert_eq!(graph.identity().groups.len(), 1);
    }

    #[test]
    fn a_number_that_changes_meanwhile_is_the_one_that_counts() {
        let mut graph = Graph::default();
        let first = put(&mut graph, 0, 7);
        for n in 1..=STEP {
            put(&mut graph, n, 1_000 + n);
        }
        assert!(!graph.advance_identity());
        put(&mut graph, 0, 1_001);
        while !graph.advance_identity() {}
        let second = RecordKey::new(first.source.clone(), "Organization", "o00001");
        assert_eq!(graph.identity().group(&first), [first.clone(), second]);
    }
}
