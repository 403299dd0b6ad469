//! What a user has seen, and what is new since.

use coordo_core::{Instant, RecordKey, RecordMap};

use super::facet::{Facet, FacetValue};

/// What one user has seen of one person's plan: facet by facet what it said, or what is left of
/// it to know it again ([`super::trace`]).
#[derive(Clone, Debug)]
pub struct LastLook<V = FacetValue> {
    user: RecordKey,
    at: Option<Instant>,
    seen: RecordMap<Vec<(Facet, V)>>,
}

/// One facet, before and now; `None` where it said nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta<V = FacetValue> {
    /// Which.
    pub facet: Facet,
    /// As it was seen.
    pub before: Option<V>,
    /// As it is.
    pub now: Option<V>,
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed<V = FacetValue> {
    /// It was not there.
    Came,
    /// It is not there any more.
    Went,
    /// It says something else.
    Differs(Vec<Delta<V>>),
}

/// A record that is not as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange<V = FacetValue> {
    /// Which.
    pub key: RecordKey,
    /// How.
    pub changed: Changed<V>,
}

impl<V: Clone + PartialEq> LastLook<V> {
    /// A user who has never looked.
    pub fn new(user: RecordKey) -> Self {
        Self {
            user,
            at: None,
            seen: RecordMap::default(),
        }
    }

    /// Whose marks these are.
    pub fn user(&self) -> &RecordKey {
        &self.user
    }

    /// When they last looked at all of it; `None`: never.
    pub fn at(&self) -> Option<Instant> {
        self.at
    }

    /// Takes all as seen. What is gone is forgotten.
    pub fn look_at_all(&mut self, now: &RecordMap<Vec<(Facet, V)>>, at: Instant) {
        self.seen = now.clone();
        self.at = Some(at);
    }

    /// All of it was looked at, record by record.
    pub fn looked_at(&mut self, at: Instant) {
        self.at = Some(at);
    }

    /// Takes one record as seen: because it was opened, or because this user changed it.
    pub fn look_at(&mut self, key: &RecordKey, now: Option<&Vec<(Facet, V)>>) {
        match now {
            Some(facets) => {
                self.seen.insert(key.clone(), facets.clone());
            }
            None => {
                self.seen.remove(key);
            }
        }
    }

    /// Whether a record bears an unread mark. Nothing does for who never looked: they see all
    /// of it for the first time.
    pub fn is_unread(&self, key: &RecordKey, now: Option<&Vec<(Facet, V)>>) -> bool {
        self.at.is_some() && self.seen.get(key) != now
    }

    /// What became of one record since; nothing for who never looked.
    pub fn change(&self, key: &RecordKey, now: Option<&Vec<(Facet, V)>>) -> Option<Changed<V>> {
        if !self.is_unread(key, now) {
            return None;
        }
        Some(match (self.seen.get(key), now) {
            (_, None) => Changed::Went,
            (None, Some(_)) => Changed::Came,
            (Some(before), Some(now)) => Changed::Differs(deltas(before, now)),
        })
    }

    /// What changed since, in the order of the keys; nothing for who never looked.
    pub fn changes(&self, now: &RecordMap<Vec<(Facet, V)>>) -> Vec<RecordChange<V>> {
        let mut found = Vec::new();
        if self.at.is_none() {
            return found;
        }
        let mut seen = self.seen.iter().peekable();
        let mut put = |key: &RecordKey, changed| {
            let key = key.clone();
            found.push(RecordChange { key, changed });
        };
        // Both are in the order of their keys: one walk over both.
        for (key, facets) in now.iter() {
            while let Some((gone, _)) = seen.next_if(|(before, _)| *before < key) {
                put(gone, Changed::Went);
            }
            match seen.next_if(|(before, _)| *before == key) {
                None => put(key, Changed::Came),
                Some((_, before)) if before != facets => {
                    put(key, Changed::Differs(deltas(before, facets)));
                }
                Some(_) => {}
            }
        }
        for (gone, _) in seen {
            put(gone, Changed::Went);
        }
        found
    }
}

/// The facets that differ, in their order.
fn deltas<V: Clone + PartialEq>(before: &[(Facet, V)], now: &[(Facet, V)]) -> Vec<Delta<V>> {
    let value = |of: &[(Facet, V)], facet: Facet| {
        let found = of.iter().find(|(f, _)| *f == facet);
        found.map(|(_, value)| V::clone(value))
    };
    let all = Facet::ALL.into_iter().map(|facet| Delta {
        facet,
        before: value(before, facet),
        now: value(now, facet),
    });
    all.filter(|delta| delta.before != delta.now).collect()
}
