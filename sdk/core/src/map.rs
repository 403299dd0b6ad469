//! Two maps for the whole module.
//!
//! Each map of its own key and value is a copy of the same machinery, 5 to 8 kB of what every page
//! downloads. So there is one tree, from records to places, whatever lies there; and lists where a
//! page holds a handful.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use crate::RecordKey;
use crate::order::Order as _;

/// Values by record, in the order of the keys. Made for many thousands.
#[derive(Clone)]
pub struct RecordMap<V> {
    places: BTreeMap<RecordKey, usize>,
    values: Vec<Option<V>>,
    free: Vec<usize>,
}

impl<V> Default for RecordMap<V> {
    fn default() -> Self {
        Self {
            places: BTreeMap::new(),
            values: Vec::new(),
            free: Vec::new(),
        }
    }
}

/// Tells how many, and nothing of which.
impl<V> fmt::Debug for RecordMap<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordMap({})", self.places.len())
    }
}

impl<V> RecordMap<V> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The value of a record.
    pub fn get(&self, key: &RecordKey) -> Option<&V> {
        self.values.get(*self.places.get(key)?)?.as_ref()
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, key: &RecordKey) -> Option<&mut V> {
        self.values.get_mut(*self.places.get(key)?)?.as_mut()
    }

    /// Whether a record has a value.
    pub fn contains_key(&self, key: &RecordKey) -> bool {
        self.places.contains_key(key)
    }

    /// Gives a record a value; tells what it had.
    pub fn insert(&mut self, key: RecordKey, value: V) -> Option<V> {
        if let Some(held) = self.get_mut(&key) {
            return Some(std::mem::replace(held, value));
        }
        let place = self.free.pop().unwrap_or(self.values.len());
        match self.values.get_mut(place) {
            Some(empty) => *empty = Some(value),
            None => self.values.push(Some(value)),
        }
        self.places.insert(key, place);
        None
    }

    /// The value of a record, an empty one where it had none. Always there.
    pub fn or_default(&mut self, key: &RecordKey) -> Option<&mut V>
    where
        V: Default,
    {
        if !self.contains_key(key) {
            self.insert(key.clone(), V::default());
        }
        self.get_mut(key)
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: &RecordKey) -> Option<V> {
        let place = self.places.remove(key)?;
        self.free.push(place);
        self.values.get_mut(place)?.take()
    }

    /// All, in the order of the keys.
    pub fn iter<'m>(&'m self) -> impl Iterator<Item = (&'m RecordKey, &'m V)> + use<'m, V> {
        self.after(Bound::Unbounded)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// From a place in the order of the keys on.
    pub fn after<'m>(
        &'m self,
        start: Bound<&RecordKey>,
    ) -> impl Iterator<Item = (&'m RecordKey, &'m V)> + use<'m, V> {
        let places = self.places.range((start, Bound::Unbounded));
        places.filter_map(|(key, place)| Some((key, self.values.get(*place)?.as_ref()?)))
    }
}

impl<'m, V> IntoIterator for &'m RecordMap<V> {
    type Item = (&'m RecordKey, &'m V);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'm>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// A sorted list with the words of a map. Made for a handful.
#[derive(Clone)]
pub struct ListMap<K, V>(Vec<(K, V)>);

impl<K, V> Default for ListMap<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Tells how many, and nothing of which.
impl<K, V> fmt::Debug for ListMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListMap({})", self.0.len())
    }
}

impl<K: Ord, V> ListMap<K, V> {
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(k, _)| k.cmp(key))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Whether a key has a value.
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Gives a key a value; tells what it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => {
                let held = self.0.get_mut(place)?;
                Some(std::mem::replace(&mut held.1, value))
            }
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.0.remove(place).1)
    }

    /// All, in the order of the keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for ListMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        entries.order_by(|a, b| a.0.cmp(&b.0));
        // Of several values for one key the last counts, as if they came one by one.
        entries.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        Self(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SourceId;

    fn key(id: &str) -> RecordKey {
        RecordKey::new(SourceId("s".into()), "Task", id)
    }

    #[test]
    fn records_come_in_the_order_of_their_keys_whatever_came_and_went() {
        let mut map = RecordMap::default();
        for (n, id) in ["c", "a", "d", "b"].into_iter().enumerate() {
            assert_eq!(map.insert(key(id), n), None);
        }
        assert_eq!(map.remove(&key("d")), Some(2));
        assert_eq!(map.insert(key("e"), 9), None);
        assert_eq!(map.insert(key("a"), 5), Some(1));
        let all: Vec<_> = map.iter().map(|(k, v)| (k.id.as_str(), *v)).collect();
        assert_eq!(all, [("a", 5), ("b", 3), ("c", 0), ("e", 9)]);
        assert_eq!(map.len(), 4);
        assert_eq!(map.get(&key("d")), None);
        let after: Vec<_> = map.after(Bound::Excluded(&key("b"))).collect();
        assert_eq!(after.len(), 2);
    }

    #[test]
    fn a_list_has_one_value_a_key_in_order() {
        let mut map: ListMap<u64, &str> = [(3, "c"), (1, "a"), (3, "d")].into_iter().collect();
        assert_eq!(map.keys().copied().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(map.get(&3), Some(&"d"));
        assert_eq!(map.remove(&1), Some("a"));
        assert_eq!((map.len(), map.contains_key(&1)), (1, false));
    }
}
