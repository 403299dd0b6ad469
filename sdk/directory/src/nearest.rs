//! What was probably meant where nothing begins as it was typed.

use coordo_core::fold::Words;

use crate::index::Index;

/// Letters from which a word may be misspelled at all, and from which in two places.
const LONG: usize = 4;
const VERY_LONG: usize = 8;

impl Index {
    /// The words with each that begins none here in the place of the nearest that does, folded.
    ///
    /// None where every word begins one, or where one has no other near it: one letter too much,
    /// too few, another one, or two in each other's place; twice that from eight letters on.
    pub fn nearest(&self, words: &Words) -> Option<String> {
        let mut text = String::new();
        let mut is_other = false;
        for asked in words.iter() {
            let is_known = |begins: (&[u32], &[u32])| !begins.0.is_empty() || !begins.1.is_empty();
            let segments = &self.segments;
            let word = if segments.iter().any(|s| is_known(s.beginning(asked))) {
                asked.to_owned()
            } else {
                is_other = true;
                self.nearest_word(asked)?
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
        }
        is_other.then_some(text)
    }

    /// The word held whose beginning is nearest; of several the one that most entries have.
    fn nearest_word(&self, asked: &str) -> Option<String> {
        let n = asked.len();
        if n < LONG || asked.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let most = if n < VERY_LONG { 1 } else { 2 };
        let letters = letters(asked);
        let mut best: Option<(usize, usize, &str)> = None;
        for (word, n_entries) in self.segments.iter().flat_map(|s| s.words()) {
            for prefix in beginnings(word, n) {
                // Each step away changes two letters at most; most words end here.
                let n_apart = (letters ^ self::letters(prefix)).count_ones();
                if n_apart > 2 * u32::try_from(most).unwrap_or(0) {
                    continue;
                }
                let steps = strsim::osa_distance(asked, prefix);
                let is_better = best.is_none_or(|(least, n_most, _)| {
                    steps < least || (steps == least && n_entries > n_most)
                });
                if steps <= most && is_better {
                    best = Some((steps, n_entries, word));
                }
            }
        }
        best.map(|(_, _, word)| word.to_owned())
    }
}

/// The beginnings of a word that are about as long as what was typed, in bytes: folded words have
/// hardly any letter of two.
fn beginnings(word: &str, n: usize) -> impl Iterator<Item = &str> {
    (n - 1..=n + 1).filter_map(|n| word.get(..n))
}

/// Which letters a word has, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, b| bits | 1 << (b % 32))
}
