//! What results can be narrowed by, and how many have each value.

use coordo_core::Private;
use coordo_core::fold::fold;

/// What results can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Profession or function.
    Profession,
    /// Type of structure.
    Structure,
    /// Town.
    Town,
    /// How they can be reached: the values are `mssante`, `phone`, `email`.
    Reach,
}

impl Facet {
    /// All, in reading order.
    pub const ALL: [Self; 4] = [Self::Profession, Self::Structure, Self::Town, Self::Reach];

    pub(crate) fn place(self) -> usize {
        match self {
            Self::Profession => 0,
            Self::Structure => 1,
            Self::Town => 2,
            Self::Reach => 3,
        }
    }
}

/// Values counted over what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// Which.
    pub facet: Facet,
    /// The most frequent first; a chosen one is there whatever its number.
    pub values: Vec<ValueCount>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCount {
    /// As the data say it.
    pub value: Private<String>,
    /// How many results have it, were it chosen with what the other facets have.
    pub n: usize,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// All values of one facet. `CASTRES` and `Castres` are one.
#[derive(Default)]
pub(crate) struct Values {
    shown: Vec<String>,
    /// Folded text and number of each value, sorted.
    sorted: Vec<(String, u32)>,
}

impl Values {
    /// The number of a value; one that was not there before gets the next.
    pub(crate) fn number(&mut self, value: &str) -> Option<u32> {
        let key = fold(value);
        if key.is_empty() {
            return None;
        }
        match self.find(&key) {
            Ok(at) => {
                let number = self.sorted.get(at)?.1;
                // Of two ways to write it, small letters read better; the order of reading does
                // not matter.
                if let Some(shown) = self.shown.get_mut(index(number))
                    && shown.as_str() < value
                {
                    value.clone_into(shown);
                }
                Some(number)
            }
            Err(at) => {
                let number = u32::try_from(self.shown.len()).ok()?;
                self.shown.push(value.to_owned());
                self.sorted.insert(at, (key, number));
                Some(number)
            }
        }
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|(k, _)| k.as_str().cmp(key))
    }

    /// The number of a value that is there.
    pub(crate) fn known(&self, value: &str) -> Option<u32> {
        let at = self.find(&fold(value)).ok()?;
        Some(self.sorted.get(at)?.1)
    }

    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// The most frequent values, then the chosen that are not among them.
    pub(crate) fn top(&self, counts: &[u32], chosen: &[&str], most: usize) -> Vec<ValueCount> {
        // In the order of the text, so that the first of two equally frequent ones stays first.
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(most + 1);
        for (_, number) in &self.sorted {
            let n = counts.get(index(*number)).copied().unwrap_or(0);
            let is_full = best.len() == most;
            if n == 0 || (is_full && best.last().is_some_and(|last| last.0 >= n)) {
                continue;
            }
            let at = best.partition_point(|b| b.0 >= n);
            best.insert(at, (n, *number));
            best.truncate(most);
        }
        let chosen_numbers: Vec<Option<u32>> = chosen.iter().map(|c| self.known(c)).collect();
        let mut values: Vec<ValueCount> = best
            .iter()
            .filter_map(|(n, number)| {
                Some(ValueCount {
                    value: Private(self.shown.get(index(*number))?.clone()),
                    n: index(*n),
                    is_chosen: chosen_numbers.contains(&Some(*number)),
                })
            })
            .collect();
        for (text, number) in chosen.iter().zip(&chosen_numbers) {
            if number.is_some_and(|number| best.iter().any(|b| b.1 == number)) {
                continue;
            }
            let shown = number.and_then(|number| self.shown.get(index(number)));
            let value = shown.map_or_else(|| (*text).to_owned(), Clone::clone);
            if values.iter().any(|v| v.value.0 == value) {
                continue;
            }
            let n = number.and_then(|number| counts.get(index(number)));
            values.push(ValueCount {
                value: Private(value),
                n: n.map_or(0, |n| index(*n)),
                is_chosen: true,
            });
        }
        values
    }
}

/// A number of the index as a place in a list.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
