//! Which parts of a text answer, as byte ranges of the text as written.

use coordo_core::fold::{Folded, Folding, Words, other_spelling};

use crate::numbers::number;

/// The beginnings of words that were asked for, in order, not overlapping, on character boundaries.
///
/// A word that answers by another spelling (`st` for `saint`) is marked whole.
pub fn marks(text: &str, words: &Words) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if words.is_empty() {
        return found;
    }
    let mut word = Word::default();
    for (start, end, folded) in Folding::of(text) {
        match folded {
            Folded::Gone => word.extend(end),
            Folded::Break => found.extend(word.take(words)),
            Folded::One(c) => word.push(c, start, end),
            Folded::Two(first, second) => {
                word.push(first, start, end);
                word.push(second, start, end);
            }
        }
    }
    found.extend(word.take(words));
    found
}

/// The same in a number, which answers from its first character whatever its spaces.
pub fn marks_in_number(text: &str, words: &Words) -> Option<(usize, usize)> {
    let whole = number(text);
    let asked = words.iter().filter(|asked| whole.starts_with(asked));
    let longest = asked.max_by_key(|asked| asked.len())?;
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (start, end, folded) in Folding::of(text) {
        match folded {
            Folded::One(_) => kept.push((start, end)),
            Folded::Two(..) => kept.extend([(start, end); 2]),
            Folded::Gone | Folded::Break => {}
        }
    }
    // Read from the end: what a prefix from abroad adds stands before.
    let n_after = whole.chars().count() - longest.chars().count();
    let last = kept.len().checked_sub(n_after + 1)?;
    Some((kept.first()?.0, kept.get(last)?.1))
}

/// The word that is being read.
#[derive(Default)]
struct Word {
    folded: String,
    start: usize,
    /// For each folded character, where the original one ends.
    ends: Vec<usize>,
}

impl Word {
    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.folded.is_empty() {
            self.start = start;
        }
        self.folded.push(c);
        self.ends.push(end);
    }

    /// An accent written apart belongs to the letter before it.
    fn extend(&mut self, end: usize) {
        if let Some(last) = self.ends.last_mut() {
            *last = end;
        }
    }

    /// Ends the word: its part that was asked for.
    fn take(&mut self, words: &Words) -> Option<(usize, usize)> {
        let mut n_marked = 0;
        for asked in words.iter() {
            let n = if self.folded.starts_with(asked) {
                asked.chars().count()
            } else if other_spelling(&self.folded).is_some_and(|w| w.starts_with(asked)) {
                self.ends.len()
            } else {
                0
            };
            n_marked = n_marked.max(n);
        }
        let end = n_marked.checked_sub(1).and_then(|n| self.ends.get(n));
        let mark = end.map(|end| (self.start, *end));
        self.folded.clear();
        self.ends.clear();
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked;

    /// The text with its marks in brackets.
    fn marked(text: &str, typed: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (start, end) in marks(text, &asked(typed)) {
            out.push_str(&text[at..start]);
            out.push('[');
            out.push_str(&text[start..end]);
            out.push(']');
            at = end;
        }
        out + &text[at..]
    }

    #[test]
    fn marks_lie_on_the_text_as_written() {
        for (text, typed, expected) in [
            ("Infirmière libérale", "lib inf", "[Inf]irmière [lib]érale"),
            (
                "L’Hôpital Saint-Étienne",
                "hop etienne",
                "L’[Hôp]ital Saint-[Étienne]",
            ),
            ("E\u{301}lodie", "e", "[E\u{301}]lodie"),
            ("Cœur", "co", "[Cœ]ur"),
            ("Weiß", "weis", "[Weiß]"),
            ("CH ST FLOUR", "saint", "CH [ST] FLOUR"),
            ("Saint-Flour", "st flour", "[Saint]-[Flour]"),
            ("S.S.I.A.D. du Tarn", "ssi", "[S.S.I.]A.D. du Tarn"),
            ("Anne Annecy", "anne annec", "[Anne] [Annec]y"),
            ("Rien", "", "Rien"),
        ] {
            assert_eq!(marked(text, typed), expected, "{text} / {typed}");
        }
    }

    #[test]
    fn a_number_is_marked_with_its_spaces() {
        let of = |text: &str, typed: &str| {
            marks_in_number(text, &asked(typed)).map(|(a, b)| text[a..b].to_owned())
        };
        assert_eq!(of("05 36 49 02 03", "0536 4").as_deref(), Some("05 36"));
        assert_eq!(of("05 36 49 02 03", "05 36 4").as_deref(), Some("05 36 4"));
        assert_eq!(of("+33 5 36 49", "0536").as_deref(), Some("33 5 36"));
        assert_eq!(of("05 36", "36"), None);
    }
}
