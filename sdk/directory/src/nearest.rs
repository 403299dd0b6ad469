//! What was probably meant where nothing begins as it was typed.

use coordo_core::fold::Words;

use crate::facet::index;
use crate::index::Index;
use crate::segment::slot_and_rank;

/// Letters from which a word may be misspelled at all, and from which in two places.
const LONG: usize = 4;
const VERY_LONG: usize = 8;

/// A word held that is near what was typed.
struct Near<'i> {
    /// How many letters have to change.
    steps: usize,
    n_entries: usize,
    word: &'i str,
}

impl Index {
    /// The words with each that begins none here in the place of the nearest that does, folded.
    ///
    /// None where every word begins one, or where one has no other near it: one letter too much,
    /// too few, another one, or two in each other's place; twice that from eight letters on.
    pub fn nearest(&self, words: &Words) -> Option<String> {
        let mut text = String::new();
        let mut is_other = false;
        for asked in words.iter() {
            let is_known =
                |begins: (&[u32], &[u32])| self.n_alive(begins.0) > 0 || self.n_alive(begins.1) > 0;
            let segments = &self.segments;
            let word = if segments.iter().any(|s| is_known(s.beginning(asked))) {
                asked
            } else {
                is_other = true;
                self.nearest_word(asked)?
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        is_other.then_some(text)
    }

    /// The word held whose beginning is nearest; of several the one that most entries have.
    fn nearest_word(&self, asked: &str) -> Option<&str> {
        let n = asked.chars().count();
        if n < LONG || asked.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let most = if n < VERY_LONG { 1 } else { 2 };
        let letters = letters(asked);
        let mut found: Vec<Near<'_>> = Vec::new();
        for (word, postings) in self.segments.iter().flat_map(|s| s.words()) {
            // Each step away changes two letters at most; most words end here.
            let may_be_near =
                |prefix: &&str| (letters ^ self::letters(prefix)).count_ones() <= 2 * most;
            let near = beginnings(word, n).filter(may_be_near);
            let steps = near.map(|prefix| strsim::osa_distance(asked, prefix)).min();
            let Some(steps) = steps.filter(|steps| *steps <= most as usize) else {
                continue;
            };
            let n_entries = self.n_alive(postings);
            match found.iter_mut().find(|near| near.word == word) {
                Some(near) => near.n_entries += n_entries,
                None => found.push(Near {
                    steps,
                    n_entries,
                    word,
                }),
            }
        }
        let there = found.into_iter().filter(|near| near.n_entries > 0);
        let best = there.min_by_key(|near| (near.steps, usize::MAX - near.n_entries));
        best.map(|near| near.word)
    }

    /// How many of those entries are there still.
    fn n_alive(&self, postings: &[u32]) -> usize {
        let is_alive = |posting: &&u32| {
            let (slot, _) = slot_and_rank(**posting);
            self.is_alive.get(index(slot)) == Some(&true)
        };
        postings.iter().filter(is_alive).count()
    }
}

/// The beginnings of a word that are about as long as what was typed.
fn beginnings(word: &str, n: usize) -> impl Iterator<Item = &str> {
    (n - 1..=n + 1).filter_map(move |n| {
        if word.is_ascii() {
            return word.get(..n);
        }
        let ends = word.char_indices().map(|(at, _)| at);
        let end = ends.chain([word.len()]).nth(n)?;
        word.get(..end)
    })
}

/// Which letters a word has, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, b| bits | 1 << (b % 32))
}
