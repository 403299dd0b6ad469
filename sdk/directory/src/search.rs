//! Answering: which entries, in what order, and what they can be narrowed by.

use coordo_core::fold::Words;
use coordo_core::order::Order as _;

use crate::facet::{Facet, FacetCounts, index};
use crate::index::{Index, Slot, packed, unpacked};
use crate::segment::slot_and_rank;

/// Values shown of a facet.
const TOP: usize = 10;
/// What a match is worth where the word only begins as asked; the field is added.
const BEGINS: u8 = 4;
/// What the field of a role adds.
const IN_ROLE: u8 = 1;
/// An entry that lacks a word.
const ABSENT: u8 = u8::MAX;
/// Entries outside of the circle come after those in it, which score less than this.
const OUTSIDE: u16 = 256;
/// An entry that is not found.
const NOT_FOUND: u16 = u16::MAX;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Query<'q> {
    /// Each begins a word of the entry.
    pub words: &'q Words,
    /// Within one facet any of the values, between facets all.
    pub chosen: &'q [(Facet, &'q str)],
    /// What else entries answer to, which the index does not hold: what they are to the person.
    pub roles: &'q [(Slot, &'q str)],
    /// Entries that come first.
    pub circle: &'q [Slot],
    /// Only those.
    pub circle_only: bool,
    /// How many are given at most.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many answer.
    pub n_found: usize,
    /// The first of them: the circle first, then by how well they match, then by name.
    pub slots: Vec<Slot>,
    /// All facets, in reading order.
    pub facets: Vec<FacetCounts>,
}

impl Index {
    /// Answers from what is sealed.
    pub fn search(&self, query: &Query<'_>) -> Found {
        let scores = self.scores(query.words, query.roles);
        let chosen = Chosen::of(self, query.chosen);
        let mut in_circle = vec![false; self.n_slots()];
        for slot in query.circle {
            if let Some(is_in) = in_circle.get_mut(index(*slot)) {
                *is_in = true;
            }
        }
        let mut counts = self
            .values
            .each_ref()
            .map(|values| vec![0_u32; values.len()]);
        let mut places = vec![NOT_FOUND; self.n_slots()];
        let mut per_place = [0_usize; 2 * OUTSIDE as usize];
        let mut n_found = 0;
        // In the order of slots, in which everything lies one after the other in memory.
        let slots = scores.iter().zip(&in_circle).zip(&self.is_alive);
        let slots = slots.zip(&self.value_ends).zip(&mut places);
        let mut first_value = 0;
        for ((((score, is_in), is_alive), end), place) in slots.take(self.n_sealed()) {
            let range = first_value..index(*end);
            first_value = range.end;
            if *score == ABSENT || !is_alive || (query.circle_only && !is_in) {
                continue;
            }
            let values = self.value_numbers.get(range).unwrap_or_default();
            let lacks = chosen.lacking(values);
            count(&mut counts, values, lacks);
            if lacks != Lacks::Nothing {
                continue;
            }
            n_found += 1;
            *place = u16::from(*score) + if *is_in { 0 } else { OUTSIDE };
            if let Some(n) = per_place.get_mut(usize::from(*place)) {
                *n += 1;
            }
        }
        Found {
            n_found,
            slots: self.first(&places, &per_place, query.limit),
            facets: self.facets(&counts, query.chosen),
        }
    }

    /// How well each entry matches, the less the better.
    fn scores(&self, words: &Words, roles: &[(Slot, &str)]) -> Vec<u8> {
        let roles: Vec<(Slot, Words)> = (roles.iter())
            .map(|(slot, role)| (*slot, Words::parse(role)))
            .collect();
        let mut total = vec![0_u8; self.n_slots()];
        let mut best = vec![ABSENT; self.n_slots()];
        for (n, asked) in words.iter().enumerate() {
            if n > 0 {
                best.fill(ABSENT);
            }
            for segment in &self.segments {
                let (exact, longer) = segment.beginning(asked);
                mark(&mut best, exact, 0);
                mark(&mut best, longer, BEGINS);
            }
            for (slot, role) in &roles {
                if role.iter().any(|word| word.starts_with(asked))
                    && let Some(best) = best.get_mut(index(*slot))
                {
                    *best = (*best).min(BEGINS + IN_ROLE);
                }
            }
            for (total, best) in total.iter_mut().zip(&best) {
                // Sixteen words of seven at most stay below what stands for absence.
                *total = total.saturating_add(*best);
            }
        }
        total
    }

    /// The first entries by place, then by name.
    fn first(&self, places: &[u16], per_place: &[usize], limit: usize) -> Vec<Slot> {
        let mut left = limit;
        let mut last = 0_u16;
        // What is taken of the last place that is taken from.
        let mut of_last = 0;
        for (place, n) in (0_u16..).zip(per_place) {
            last = place;
            of_last = left.min(*n);
            if left <= *n {
                break;
            }
            left -= n;
        }
        let mut found: Vec<(u16, Slot)> = Vec::new();
        for slot in &self.by_name {
            let place = places.get(index(*slot)).copied().unwrap_or(NOT_FOUND);
            if place > last {
                continue;
            }
            if place == last {
                if of_last == 0 {
                    continue;
                }
                of_last -= 1;
            }
            found.push((place, *slot));
        }
        found.order_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, slot)| slot).collect()
    }

    fn facets(&self, counts: &[Vec<u32>; 4], chosen: &[(Facet, &str)]) -> Vec<FacetCounts> {
        let lists = Facet::ALL.iter().zip(&self.values).zip(counts);
        lists
            .map(|((facet, values), counts)| {
                let chosen: Vec<&str> = chosen
                    .iter()
                    .filter(|(f, _)| f == facet)
                    .map(|(_, value)| *value)
                    .collect();
                FacetCounts {
                    facet: *facet,
                    values: values.top(counts, &chosen, TOP),
                }
            })
            .collect()
    }
}

fn mark(best: &mut [u8], postings: &[u32], worth: u8) {
    for posting in postings {
        let (slot, rank) = slot_and_rank(*posting);
        if let (Some(best), Ok(rank)) = (best.get_mut(index(slot)), u8::try_from(rank)) {
            *best = (*best).min(worth + rank);
        }
    }
}

/// Which facets with a choice an entry does not answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lacks {
    Nothing,
    /// This one only: the entry counts for its other values, which could be chosen too.
    One(usize),
    Several,
}

/// What is chosen, as numbers.
struct Chosen {
    values: Vec<u32>,
    has_choice: [bool; 4],
    is_empty: bool,
}

impl Chosen {
    fn of(index: &Index, chosen: &[(Facet, &str)]) -> Self {
        let mut found = Self {
            values: Vec::new(),
            has_choice: [false; 4],
            is_empty: chosen.is_empty(),
        };
        for (facet, value) in chosen {
            let place = facet.place();
            if let Some(has_choice) = found.has_choice.get_mut(place) {
                *has_choice = true;
            }
            let number = index.values.get(place).and_then(|v| v.known(value));
            found.values.extend(number.map(|n| packed(*facet, n)));
        }
        found
    }

    fn lacking(&self, values: &[u32]) -> Lacks {
        if self.is_empty {
            return Lacks::Nothing;
        }
        let mut lacks = Lacks::Nothing;
        for (place, has_choice) in self.has_choice.iter().enumerate() {
            let answers = |v: &&u32| unpacked(**v).0 == place && self.values.contains(v);
            if *has_choice && !values.iter().any(|v| answers(&v)) {
                lacks = match lacks {
                    Lacks::Nothing => Lacks::One(place),
                    Lacks::One(_) | Lacks::Several => Lacks::Several,
                };
            }
        }
        lacks
    }
}

fn count(counts: &mut [Vec<u32>; 4], values: &[u32], lacks: Lacks) {
    for value in values {
        let (place, number) = unpacked(*value);
        let counts_here = match lacks {
            Lacks::Nothing => true,
            Lacks::One(only) => only == place,
            Lacks::Several => false,
        };
        if counts_here && let Some(n) = counts.get_mut(place).and_then(|c| c.get_mut(number)) {
            *n += 1;
        }
    }
}
