//! Groups of records that bear the same numbers.

use super::{Proof, proof, proofs};
use crate::coded::Identifier;
use crate::order::Order as _;

/// One record and what it bears.
#[derive(Clone, Copy, Debug)]
pub struct Bearer<'i> {
    /// Who tells of it: a source that holds two records apart knows why, and only a number
    /// that is one a person or structure overrules it.
    pub source: &'i str,
    /// Resource type: records of two types are never the same.
    pub kind: &'i str,
    /// Its identifiers.
    pub identifiers: &'i [Identifier],
}

/// Groups records that tell of the same person or structure.
///
/// Gives each group of two or more as places in `bearers`, in order. A weaker number never
/// joins what a stronger one tells apart: then it joins nobody, since nobody can say whom.
/// The answer does not depend on the order of the records.
pub fn same(bearers: &[Bearer<'_>]) -> Vec<Vec<usize>> {
    let sharing = sharing(bearers);
    let each: Vec<Vec<Proof<'_>>> = sharing
        .iter()
        .filter_map(|n| bearers.get(*n))
        .map(|bearer| proofs(bearer.kind, bearer.identifiers))
        .collect();
    let sources: Vec<&str> = sharing
        .iter()
        .filter_map(|n| bearers.get(*n))
        .map(|bearer| bearer.source)
        .collect();
    let mut borne: Vec<(u8, &str, Proof<'_>, usize)> = Vec::new();
    for (at, proofs) in each.iter().enumerate() {
        let kind = sharing.get(at).and_then(|n| bearers.get(*n));
        let kind = kind.map_or("", |bearer| bearer.kind);
        borne.extend(proofs.iter().map(|p| (p.domain.rank(), kind, *p, at)));
    }
    borne.order();
    let mut groups = Groups::new(each.len());
    for run in borne.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
        let mut of: Vec<usize> = run.iter().map(|(.., at)| groups.of(*at)).collect();
        of.order();
        of.dedup();
        let rank = run.first().map_or(0, |(rank, ..)| *rank);
        let is_sure = of.iter().enumerate().all(|(n, a)| {
            let mut others = of.iter().take(n);
            !others.any(|b| is_told_apart(&groups, &each, &sources, (*a, *b), rank))
        });
        if is_sure {
            groups.join(&of);
        }
    }
    let places = |group: Vec<usize>| -> Vec<usize> {
        let mut places: Vec<usize> = group
            .iter()
            .filter_map(|at| sharing.get(*at))
            .copied()
            .collect();
        places.order();
        places
    };
    let several = groups.members.into_iter().filter(|group| group.len() > 1);
    several.map(places).collect()
}

/// Records that bear a number which another bears too, by a sum of it: among tens of
/// thousands of records few do, and only those are compared.
fn sharing(bearers: &[Bearer<'_>]) -> Vec<usize> {
    let mut sums: Vec<(u64, usize)> = Vec::new();
    for (n, bearer) in bearers.iter().enumerate() {
        for identifier in bearer.identifiers {
            if let Some(proof) = proof(bearer.kind, identifier) {
                sums.push((proof.sum(bearer.kind), n));
            }
        }
    }
    sums.order();
    let shared = sums.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
    let mut found: Vec<usize> = shared.flatten().map(|(_, n)| *n).collect();
    found.order();
    found.dedup();
    found
}

/// Which group each record is in, and who is in each.
struct Groups {
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self {
            of: (0..n).collect(),
            members: (0..n).map(|at| vec![at]).collect(),
        }
    }

    fn of(&self, at: usize) -> usize {
        self.of.get(at).copied().unwrap_or(at)
    }

    fn members(&self, group: usize) -> &[usize] {
        self.members.get(group).map_or(&[], Vec::as_slice)
    }

    fn join(&mut self, groups: &[usize]) {
        let Some((into, rest)) = groups.split_first() else {
            return;
        };
        for from in rest {
            let moved = self.members.get_mut(*from).map(std::mem::take);
            for member in moved.into_iter().flatten() {
                if let Some(group) = self.of.get_mut(member) {
                    *group = *into;
                }
                if let Some(members) = self.members.get_mut(*into) {
                    members.push(member);
                }
            }
        }
    }
}

/// Whether two groups bear different numbers of one domain, not weaker than what would
/// join them, or stand apart in one source.
fn is_told_apart(
    groups: &Groups,
    each: &[Vec<Proof<'_>>],
    sources: &[&str],
    (a, b): (usize, usize),
    rank: u8,
) -> bool {
    let proofs_of = |group: usize| {
        let members = groups.members(group).iter();
        members.filter_map(|at| each.get(*at)).flatten()
    };
    let sources_of = |group: usize| {
        let members = groups.members(group).iter();
        members.filter_map(|at| sources.get(*at))
    };
    if rank > 0 && sources_of(a).any(|one| sources_of(b).any(|other| one == other)) {
        return true;
    }
    // Numbers of a source's own never tell apart: one person may have several files there.
    let firm = |p: &&Proof<'_>| p.domain.rank() <= rank.min(1);
    proofs_of(a).filter(firm).any(|p| {
        let mut others = proofs_of(b).filter(|q| q.domain == p.domain).peekable();
        others.peek().is_some() && others.all(|q| q != p)
    })
}
