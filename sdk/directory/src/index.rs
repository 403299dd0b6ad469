//! The index: entries in segments, names in order, values to narrow by.

use std::fmt;

use coordo_core::fold::{fold, fold_onto};

use crate::entry::{Entry, Field};
use crate::facet::{Facet, Values, index};
use crate::numbers::number;
use crate::segment::{Draft, Segment};

/// The place of an entry in the index; an entry that changes gets a new one.
pub type Slot = u32;

/// Postings up to which a segment is joined with the one before it.
const SMALL: usize = 4096;

/// A search index.
#[derive(Default)]
pub struct Index {
    pub(crate) segments: Vec<Segment>,
    draft: Draft,
    /// Folded names, one after the other, and where each ends.
    names: String,
    name_ends: Vec<u32>,
    /// Values of each entry, one after the other, and where those of each end.
    pub(crate) value_numbers: Vec<u32>,
    pub(crate) value_ends: Vec<u32>,
    pub(crate) values: [Values; 4],
    /// Whether the entry of a slot is there.
    pub(crate) is_alive: Vec<bool>,
    /// Slots in the order of their names; some may be gone.
    pub(crate) by_name: Vec<Slot>,
    /// Slots that are not sealed yet.
    new: Vec<Slot>,
    n_alive: usize,
}

/// Shows counts only.
impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Index({} entries, {} segments)",
            self.n_alive,
            self.segments.len()
        )
    }
}

impl Index {
    /// How many entries there are, with those that are not sealed yet.
    pub fn len(&self) -> usize {
        self.n_alive
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.n_alive == 0
    }

    /// Slots given so far, with those that are gone: a caller whose index is mostly gone builds anew.
    pub fn n_slots(&self) -> usize {
        self.is_alive.len()
    }

    /// Bytes held, roughly.
    pub fn size(&self) -> usize {
        let segments: usize = self.segments.iter().map(Segment::size).sum();
        segments
            + self.names.capacity()
            + 4 * (self.name_ends.capacity()
                + self.value_numbers.capacity()
                + self.value_ends.capacity()
                + self.by_name.capacity())
    }

    /// Adds an entry. It is found once it is sealed.
    pub fn add(&mut self, entry: &Entry<'_>) -> Slot {
        let slot = u32::try_from(self.is_alive.len()).unwrap_or(u32::MAX);
        // Not onto the one before, which would put a space between them.
        self.names.push_str(&fold(entry.name));
        self.name_ends.push(end(self.names.len()));
        let mut folded = String::new();
        for (field, text) in &entry.texts {
            folded.clear();
            fold_onto(&mut folded, text);
            self.draft.add(slot, field.rank(), &folded);
        }
        for written in &entry.numbers {
            self.draft.add(slot, Field::Other.rank(), &number(written));
        }
        let first = self.value_numbers.len();
        for (facet, value) in &entry.values {
            let place = facet.place();
            let Some(number) = self.values.get_mut(place).and_then(|v| v.number(value)) else {
                continue;
            };
            let number = packed(*facet, number);
            let known = self.value_numbers.get(first..).unwrap_or_default();
            if !known.contains(&number) {
                self.value_numbers.push(number);
            }
        }
        self.value_ends.push(end(self.value_numbers.len()));
        self.is_alive.push(true);
        self.new.push(slot);
        self.n_alive += 1;
        slot
    }

    /// Takes an entry out.
    pub fn remove(&mut self, slot: Slot) {
        if let Some(is_alive) = self.is_alive.get_mut(index(slot))
            && *is_alive
        {
            *is_alive = false;
            self.n_alive -= 1;
        }
    }

    /// Makes what was added since the last seal findable. The more was added, the longer it takes:
    /// a thousand entries of a directory are a few milliseconds.
    pub fn seal(&mut self) {
        if self.new.is_empty() {
            return;
        }
        let sealed = self.draft.seal();
        self.segments.push(sealed);
        self.join_small();
        self.order_names();
    }

    /// Keeps the number of segments small where entries change one by one.
    fn join_small(&mut self) {
        while let [.., before, last] = self.segments.as_slice() {
            if before.n_postings() >= SMALL || last.n_postings() >= SMALL {
                break;
            }
            let is_alive = &self.is_alive;
            let merged = Segment::merge(before, last, |slot| {
                is_alive.get(index(slot)).copied().unwrap_or(false)
            });
            self.segments.truncate(self.segments.len() - 2);
            self.segments.push(merged);
        }
    }

    /// Puts the new names among the others. The place of each is looked for by halves: going
    /// through all names at each seal would cost more than all the rest.
    fn order_names(&mut self) {
        let mut new = std::mem::take(&mut self.new);
        new.sort_unstable_by(|a, b| self.name(*a).cmp(self.name(*b)).then(a.cmp(b)));
        let mut old = std::mem::take(&mut self.by_name);
        old.retain(|slot| self.lives(*slot));
        let mut merged = Vec::with_capacity(old.len() + new.len());
        let mut rest = old.as_slice();
        for slot in new {
            let name = self.name(slot);
            let (before, after) = rest.split_at(rest.partition_point(|s| self.name(*s) <= name));
            merged.extend_from_slice(before);
            merged.push(slot);
            rest = after;
        }
        merged.extend_from_slice(rest);
        self.by_name = merged;
    }

    /// Slots that are sealed; the others come after them.
    pub(crate) fn n_sealed(&self) -> usize {
        self.is_alive.len() - self.new.len()
    }

    fn lives(&self, slot: Slot) -> bool {
        self.is_alive.get(index(slot)).copied().unwrap_or(false)
    }

    /// The folded name of an entry.
    pub fn name(&self, slot: Slot) -> &str {
        let range = range(&self.name_ends, slot);
        self.names.get(range).unwrap_or_default()
    }

    /// Whether another sealed entry has the same name.
    pub fn is_homonym(&self, slot: Slot) -> bool {
        let name = self.name(slot);
        let first = self.by_name.partition_point(|s| self.name(*s) < name);
        let same = self.by_name.iter().skip(first);
        let mut same = same.take_while(|s| self.name(**s) == name);
        !name.is_empty() && same.any(|s| *s != slot && self.lives(*s))
    }
}

fn end(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn range(ends: &[u32], slot: Slot) -> std::ops::Range<usize> {
    let at = index(slot);
    let start = at.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(at).copied().unwrap_or(0);
    index(start.copied().unwrap_or(0))..index(end)
}

/// Facet and number of a value together.
pub(crate) fn packed(facet: Facet, number: u32) -> u32 {
    let place = u32::try_from(facet.place()).unwrap_or(0);
    (number << 2) | place
}

/// Both again.
pub(crate) fn unpacked(packed: u32) -> (usize, usize) {
    (index(packed & 3), index(packed >> 2))
}
