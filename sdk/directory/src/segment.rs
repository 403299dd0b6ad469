//! Sorted words with the entries that have them.

use std::ops::Range;

use coordo_core::fold::other_spelling;

use crate::facet::index;

/// Bits of a posting that hold the rank of the field; the others hold the slot.
const FIELD_BITS: u32 = 2;
const FIELD_MASK: u32 = (1 << FIELD_BITS) - 1;

/// Slot and rank of the field of a posting.
pub(crate) fn slot_and_rank(posting: u32) -> (u32, u32) {
    (posting >> FIELD_BITS, posting & FIELD_MASK)
}

/// Words as they come, before they are sorted.
#[derive(Default)]
pub(crate) struct Draft {
    text: String,
    /// First eight bytes, where the word lies, and its posting.
    items: Vec<Item>,
}

struct Item {
    head: u64,
    at: u32,
    len: u32,
    posting: u32,
}

impl Draft {
    /// Adds folded words of one field of an entry.
    pub(crate) fn add(&mut self, slot: u32, rank: u32, folded: &str) {
        for word in folded.split(' ').filter(|w| !w.is_empty()) {
            self.add_word(slot, rank, word);
            if let Some(other) = other_spelling(word) {
                self.add_word(slot, rank, other);
            }
        }
    }

    fn add_word(&mut self, slot: u32, rank: u32, word: &str) {
        if let (Ok(at), Ok(len)) = (u32::try_from(self.text.len()), u32::try_from(word.len())) {
            self.text.push_str(word);
            let posting = (slot << FIELD_BITS) | rank;
            let head = head(word.as_bytes());
            self.items.push(Item {
                head,
                at,
                len,
                posting,
            });
        }
    }

    /// Sorts what was added into a segment and starts anew.
    pub(crate) fn seal(&mut self) -> Segment {
        let text = std::mem::take(&mut self.text);
        let mut items = std::mem::take(&mut self.items);
        let word = |i: &Item| {
            let at = index(i.at);
            text.as_bytes()
                .get(at..at + index(i.len))
                .unwrap_or_default()
        };
        items.sort_unstable_by(|a, b| {
            let heads = a.head.cmp(&b.head);
            heads
                .then_with(|| word(a).cmp(word(b)))
                .then(a.posting.cmp(&b.posting))
        });
        let mut segment = Segment::default();
        for item in &items {
            segment.push(word(item), item.posting);
        }
        segment.shrink();
        segment
    }
}

/// The first eight bytes as a number that sorts as they do.
fn head(word: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(word) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

/// Words in order, and the entries that have them in the same order.
#[derive(Default)]
pub(crate) struct Segment {
    text: Vec<u8>,
    /// For each word, where its text and where its postings end.
    ends: Vec<(u32, u32)>,
    postings: Vec<u32>,
}

impl Segment {
    /// Adds a posting whose word is the last one or comes after it.
    fn push(&mut self, word: &[u8], posting: u32) {
        let last = self.ends.len().checked_sub(1);
        if let Some(last) = last.filter(|last| self.word(*last) == word) {
            // Of two fields with the word, the better one comes first and counts.
            let (slot, _) = slot_and_rank(posting);
            let before = self.postings.last().map(|p| slot_and_rank(*p).0);
            if before != Some(slot) {
                self.postings.push(posting);
            }
            if let (Some(end), Ok(n)) =
                (self.ends.get_mut(last), u32::try_from(self.postings.len()))
            {
                end.1 = n;
            }
            return;
        }
        self.text.extend_from_slice(word);
        self.postings.push(posting);
        if let (Ok(text), Ok(postings)) = (
            u32::try_from(self.text.len()),
            u32::try_from(self.postings.len()),
        ) {
            self.ends.push((text, postings));
        }
    }

    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.postings.shrink_to_fit();
    }

    fn ends_before(&self, at: usize) -> (u32, u32) {
        at.checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or_default()
    }

    fn word(&self, at: usize) -> &[u8] {
        let start = index(self.ends_before(at).0);
        let end = self.ends.get(at).map_or(start, |e| index(e.0));
        self.text.get(start..end).unwrap_or_default()
    }

    /// Each word, and its postings.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, &[u32])> {
        (0..self.ends.len()).filter_map(|at| {
            let range = index(self.ends_before(at).1)..index(self.ends_before(at + 1).1);
            let word = std::str::from_utf8(self.word(at)).ok()?;
            Some((word, self.postings.get(range)?))
        })
    }

    /// Postings of the word itself, then of the longer words that it begins.
    pub(crate) fn beginning(&self, asked: &str) -> (&[u32], &[u32]) {
        let asked = asked.as_bytes();
        let first = self.first_where(0, |word| word >= asked);
        let is_exact = self.word(first) == asked;
        let longer = if is_exact { first + 1 } else { first };
        let last = self.first_where(longer, |word| !word.starts_with(asked));
        let place = |at: usize| index(self.ends_before(at).1);
        let of = |range: Range<usize>| self.postings.get(range).unwrap_or_default();
        (
            of(place(first)..place(longer)),
            of(place(longer)..place(last)),
        )
    }

    /// The first word at or after a place of which something holds, as it does of all after it.
    fn first_where(&self, from: usize, holds: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (from, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.word(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    pub(crate) fn n_postings(&self) -> usize {
        self.postings.len()
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 8 + self.postings.capacity() * 4
    }

    /// One segment of two, without the postings that are no longer wanted.
    pub(crate) fn merge(a: &Self, b: &Self, is_wanted: impl Fn(u32) -> bool) -> Self {
        let mut merged = Self::default();
        let (mut at_a, mut at_b) = (0, 0);
        while at_a < a.ends.len() || at_b < b.ends.len() {
            let takes_a =
                at_b >= b.ends.len() || (at_a < a.ends.len() && a.word(at_a) <= b.word(at_b));
            let (from, at) = if takes_a {
                (a, &mut at_a)
            } else {
                (b, &mut at_b)
            };
            let word = from.word(*at);
            let range = index(from.ends_before(*at).1)..index(from.ends_before(*at + 1).1);
            for posting in from.postings.get(range).unwrap_or_default() {
                if is_wanted(slot_and_rank(*posting).0) {
                    merged.push(word, *posting);
                }
            }
            *at += 1;
        }
        merged.shrink();
        merged
    }
}
