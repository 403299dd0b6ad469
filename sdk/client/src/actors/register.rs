//! Which records make which entry of the directory.

use coordo_core::RecordKey;
use coordo_core::order::Order as _;
use coordo_directory::Slot;

/// The place of a record in the register.
pub(crate) type Number = u32;

/// A record that has no entry of its own, or none yet.
const NO_SLOT: Slot = Slot::MAX;

/// Records by number, and the entry of each: its home is the record that stands for it.
#[derive(Default)]
pub(crate) struct Register {
    keys: Vec<RecordKey>,
    /// Numbers in the order of their keys.
    sorted: Vec<Number>,
    homes: Vec<Number>,
    /// Where each leads and what others show of it, to know when a change concerns more than
    /// its own entry.
    digests: Vec<(u64, u64)>,
    /// Records of which entries of others show something, sorted.
    rested_on: Vec<Number>,
    slots: Vec<Slot>,
    /// The number that stands for each slot of the index.
    entries: Vec<Number>,
    /// Home and number of the records that lie in an entry of another, sorted.
    folded: Vec<(Number, Number)>,
    /// Structure and number of its places and services with an entry of their own, sorted.
    parts: Vec<(Number, Number)>,
}

impl Register {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Adds a record that is its own home so far.
    pub(super) fn add(&mut self, key: RecordKey, digest: (u64, u64)) -> Option<Number> {
        let number = Number::try_from(self.keys.len()).ok()?;
        self.keys.push(key);
        self.homes.push(number);
        self.digests.push(digest);
        self.slots.push(NO_SLOT);
        Some(number)
    }

    /// Sorts what was added; `n_ordered` records came in order.
    pub(super) fn sort(&mut self, n_ordered: usize) {
        let numbers: Vec<Number> = (0..).take(self.keys.len()).collect();
        let (ordered, others) = numbers.split_at(n_ordered.min(numbers.len()));
        let mut others = others.to_vec();
        others.order_by(|a, b| self.key(*a).cmp(&self.key(*b)));
        let mut sorted = Vec::with_capacity(numbers.len());
        let mut ordered = ordered.iter().copied().peekable();
        for other in others {
            while let Some(number) = ordered.next_if(|n| self.key(*n) < self.key(other)) {
                sorted.push(number);
            }
            sorted.push(other);
        }
        sorted.extend(ordered);
        self.sorted = sorted;
    }

    /// Lays a record into the entry of another.
    pub(super) fn fold(&mut self, number: Number, home: Number) {
        if number != home
            && let Some(to) = self.homes.get_mut(place(number))
        {
            *to = home;
            self.folded.push((home, number));
        }
    }

    pub(super) fn add_part(&mut self, structure: Number, number: Number) {
        self.parts.push((structure, number));
    }

    pub(super) fn rest_on(&mut self, number: Number) {
        self.rested_on.push(number);
    }

    /// Whether the entry of another shows something of a record.
    pub(super) fn is_rested_on(&self, number: Number) -> bool {
        self.rested_on.binary_search(&number).is_ok()
    }

    /// Ends the folding: what was laid into an entry that itself lies in another goes there.
    pub(super) fn settle(&mut self) {
        let n = self.folded.len();
        for at in 0..n {
            let Some((home, number)) = self.folded.get(at).copied() else {
                continue;
            };
            let last = self.last_home(home);
            if let Some(to) = self.homes.get_mut(place(number)) {
                *to = last;
            }
            if let Some(folded) = self.folded.get_mut(at) {
                folded.0 = last;
            }
        }
        self.folded.order();
        for at in 0..self.parts.len() {
            let whole = self.parts.get(at).map(|(whole, _)| self.last_home(*whole));
            if let (Some(part), Some(whole)) = (self.parts.get_mut(at), whole) {
                part.0 = whole;
            }
        }
        self.parts.order();
        self.rested_on.order();
        self.rested_on.dedup();
    }

    fn last_home(&self, number: Number) -> Number {
        let mut at = number;
        // Two steps are what data have; the bound is for those that go in circles.
        for _ in 0..8 {
            match self.homes.get(place(at)) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        at
    }

    pub(crate) fn number(&self, key: &RecordKey) -> Option<Number> {
        let at = self
            .sorted
            .binary_search_by(|n| self.keys.get(place(*n)).cmp(&Some(key)))
            .ok()?;
        self.sorted.get(at).copied()
    }

    /// Whether anyone contained or named in a record is known.
    pub(super) fn holds_within(&self, record: &RecordKey) -> bool {
        let reference = record.reference();
        self.keys.iter().any(|key| {
            let place = key.id.strip_prefix(&reference);
            place.is_some_and(|place| place.starts_with('#')) && key.source == record.source
        })
    }

    /// The number of the record that comes at a place in the order of keys.
    pub(super) fn at(&self, at: usize) -> Option<Number> {
        self.sorted.get(at).copied()
    }

    pub(crate) fn key(&self, number: Number) -> Option<&RecordKey> {
        self.keys.get(place(number))
    }

    /// The number of the record that stands for the entry of a record.
    pub(crate) fn home(&self, number: Number) -> Option<Number> {
        self.homes.get(place(number)).copied()
    }

    pub(crate) fn home_of(&self, key: &RecordKey) -> Option<Number> {
        self.home(self.number(key)?)
    }

    pub(super) fn digest(&self, number: Number) -> Option<(u64, u64)> {
        self.digests.get(place(number)).copied()
    }

    /// Records of an entry, the one that stands for it first.
    pub(crate) fn members(&self, home: Number) -> impl Iterator<Item = &RecordKey> {
        let numbers = std::iter::once(home).chain(of(&self.folded, home));
        numbers.filter_map(|n| self.key(n))
    }

    /// Places and services of a structure that have an entry of their own.
    pub(crate) fn parts(&self, structure: Number) -> impl Iterator<Item = &RecordKey> {
        of(&self.parts, structure).filter_map(|n| self.key(n))
    }

    /// Says where the entry of a home is in the index, or that there is none.
    pub(super) fn give_slot(&mut self, home: Number, slot: Option<Slot>) {
        if let Some(to) = self.slots.get_mut(place(home)) {
            *to = slot.unwrap_or(NO_SLOT);
        }
        // Slots are given in order, one after the other.
        self.entries.extend(slot.map(|_| home));
    }

    pub(crate) fn slot(&self, home: Number) -> Option<Slot> {
        let slot = self.slots.get(place(home)).copied();
        slot.filter(|s| *s != NO_SLOT)
    }

    /// The record that stands for a slot of the index.
    pub(crate) fn entry(&self, slot: Slot) -> Option<Number> {
        self.entries.get(place(slot)).copied()
    }
}

fn of(pairs: &[(Number, Number)], first: Number) -> impl Iterator<Item = Number> {
    let start = pairs.partition_point(|(f, _)| *f < first);
    let pairs = pairs.get(start..).unwrap_or_default().iter();
    pairs
        .take_while(move |(f, _)| *f == first)
        .map(|(_, second)| *second)
}

fn place(number: Number) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coordo_core::SourceId;

    fn key(id: &str) -> RecordKey {
        RecordKey::new(SourceId("s".to_owned()), "Practitioner", id)
    }

    fn register(ids: &[&str], n_ordered: usize) -> Register {
        let mut register = Register::default();
        for id in ids {
            register.add(key(id), (0, 0));
        }
        register.sort(n_ordered);
        register
    }

    #[test]
    fn records_are_found_whatever_the_order_in_which_they_came() {
        let register = register(&["a", "d", "f", "e", "b", "z"], 3);
        for (number, id) in (0..).zip(["a", "d", "f", "e", "b", "z"]) {
            assert_eq!(register.number(&key(id)), Some(number), "{id}");
        }
        assert_eq!(register.number(&key("c")), None);
    }

    #[test]
    fn a_record_lies_in_the_entry_of_the_last_of_its_homes() {
        let mut register = register(&["a", "b", "c", "d"], 4);
        register.fold(2, 1);
        register.fold(1, 0);
        register.settle();
        assert_eq!(register.home(2), Some(0));
        let members: Vec<_> = register.members(0).map(|k| k.id.as_str()).collect();
        assert_eq!(members, ["a", "b", "c"]);
        assert_eq!(register.members(3).count(), 1);
    }
}
