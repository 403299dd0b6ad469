//! Text as people search it: without accents, case or punctuation.
//!
//! One fold for the directory, the board and the timeline, so that the same words find the same
//! people everywhere. It knows Latin letters, and the case of Greek and Cyrillic; other scripts
//! stay as written.

/// What one character becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// Nothing: an accent written apart, a soft hyphen, a joiner.
    Gone,
    /// The end of a word: a space, a hyphen, an apostrophe, any punctuation.
    Break,
    /// One character.
    One(char),
    /// Two: `œ` is found as `oe`.
    Two(char, char),
}

/// Latin-1 Supplement from U+00C0 and Latin Extended-A, two code points a letter from U+0100 on
/// where upper and lower case alternate. `2` stands for two letters, `-` for a break.
const LATIN: &[u8; 192] = b"aaaaaa2ceeeeiiiidnooooo-ouuuuy22aaaaaa2ceeeeiiiidnooooo-ouuuuy2y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii22jjkkkllllllllllnnnnnnnnnoooooo22rrrrrrssssssss\
ttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Latin Extended Additional from U+1EA0 (Vietnamese), one letter for a pair of cases.
const VIETNAMESE: &[u8; 45] = b"aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy";

/// Folds one character.
pub fn fold_char(c: char) -> Folded {
    let code = u32::from(c);
    match code {
        0x30..=0x39 | 0x61..=0x7A => Folded::One(c),
        0x41..=0x5A => Folded::One(c.to_ascii_lowercase()),
        0xAD | 0x300..=0x36F | 0x200C | 0x200D | 0x2060 | 0xFE00..=0xFE0F | 0xFEFF => Folded::Gone,
        // Below, ASCII and Latin-1 have signs only; the other two are general punctuation, and
        // that of Chinese and Japanese.
        0..0xC0 | 0x2000..=0x206F | 0x3000..=0x303F => match c {
            'ª' => Folded::One('a'),
            'º' => Folded::One('o'),
            _ => Folded::Break,
        },
        0xC0..0x180 => latin(c, letter(LATIN, code - 0xC0)),
        // Pairs of Latin Extended-B that names of people have.
        0x1A0 | 0x1A1 => Folded::One('o'),
        0x1AF | 0x1B0 => Folded::One('u'),
        0x218 | 0x219 => Folded::One('s'),
        0x21A | 0x21B => Folded::One('t'),
        0x1E9E => Folded::Two('s', 's'),
        0x1EA0..=0x1EF9 => latin(c, letter(VIETNAMESE, (code - 0x1EA0) / 2)),
        // Greek and Cyrillic capitals lie at a fixed distance of their small letters.
        0x391..=0x3A9 | 0x410..=0x42F => moved(c, code + 32),
        0x400..=0x40F => moved(c, code + 80),
        _ => Folded::One(c),
    }
}

fn letter(table: &[u8], at: u32) -> u8 {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    table.get(at).copied().unwrap_or(b'-')
}

fn latin(c: char, letter: u8) -> Folded {
    match letter {
        b'-' => Folded::Break,
        b'2' => match c {
            'æ' | 'Æ' => Folded::Two('a', 'e'),
            'œ' | 'Œ' => Folded::Two('o', 'e'),
            'ß' => Folded::Two('s', 's'),
            'þ' | 'Þ' => Folded::Two('t', 'h'),
            _ => Folded::Two('i', 'j'),
        },
        letter => Folded::One(char::from(letter)),
    }
}

fn moved(c: char, to: u32) -> Folded {
    Folded::One(char::from_u32(to).unwrap_or(c))
}

/// The capital of a letter of the scripts that are folded here, accent kept; any other as it is.
pub fn capital(c: char) -> char {
    let code = u32::from(c);
    let distance = match code {
        0xE0..=0xF6 | 0xF8..=0xFE | 0x3B1..=0x3C1 | 0x3C3..=0x3C9 | 0x430..=0x44F => 32,
        0x450..=0x45F => 80,
        // Capital and small letter alternate, from an even number or from an odd one.
        0x100..=0x137 | 0x14A..=0x177 => code & 1,
        0x139..=0x148 | 0x179..=0x17E => 1 - (code & 1),
        _ => return c.to_ascii_uppercase(),
    };
    char::from_u32(code - distance).unwrap_or(c)
}

/// The characters of a text, folded, each with the bytes that it had there.
#[derive(Clone)]
pub struct Folding<'a> {
    text: &'a str,
    at: usize,
    /// Letters of the word so far: the dots of `S.S.I.A.D.` do not end it.
    n_letters: usize,
}

/// Shows where it is, not what it reads.
impl std::fmt::Debug for Folding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Folding({})", self.at)
    }
}

impl<'a> Folding<'a> {
    /// Starts at the beginning of a text.
    pub fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            n_letters: 0,
        }
    }

    /// Whether the dot before `rest` stands in an acronym: `S.S.I.A.D.`, but not `M. Roux`,
    /// `J.Roux` or `1.5`.
    fn is_acronym(&self, rest: &str) -> bool {
        let mut next = rest.chars();
        self.n_letters == 1
            && next.next().is_some_and(is_letter)
            && !next
                .next()
                .is_some_and(|c| is_letter(c) || c.is_ascii_digit())
    }
}

/// Whether words of people and places are written with it.
pub fn is_letter(c: char) -> bool {
    !c.is_ascii_digit() && matches!(fold_char(c), Folded::One(_) | Folded::Two(..))
}

impl Iterator for Folding<'_> {
    /// First byte, byte after the last, and what the character becomes.
    type Item = (usize, usize, Folded);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        let c = rest.chars().next()?;
        let start = self.at;
        self.at += c.len_utf8();
        let mut folded = fold_char(c);
        match folded {
            Folded::Break if c == '.' => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                if self.is_acronym(rest) {
                    folded = Folded::Gone;
                }
                // The next letter is again the first of its own.
                self.n_letters = 0;
            }
            Folded::Break => self.n_letters = 0,
            Folded::Gone => {}
            Folded::One(_) | Folded::Two(..) => {
                self.n_letters += 1;
                if c.is_ascii_digit() {
                    self.n_letters += 1;
                }
            }
        }
        Some((start, self.at, folded))
    }
}

/// The words of a text, folded, with one space between them and none at the ends.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_onto(&mut out, text);
    out
}

/// Adds the words of a text to others that are folded already.
pub fn fold_onto(out: &mut String, text: &str) {
    let mut is_apart = true;
    for (_, _, folded) in Folding::of(text) {
        let (first, second) = match folded {
            Folded::Gone => continue,
            Folded::Break => {
                is_apart = true;
                continue;
            }
            Folded::One(first) => (first, None),
            Folded::Two(first, second) => (first, Some(second)),
        };
        if is_apart && !out.is_empty() {
            out.push(' ');
        }
        is_apart = false;
        out.push(first);
        out.extend(second);
    }
}

/// Another way in which a folded word is written: directories abbreviate saints.
pub fn other_spelling(word: &str) -> Option<&'static str> {
    match word {
        "st" => Some("saint"),
        "saint" => Some("st"),
        "ste" => Some("sainte"),
        "sainte" => Some("ste"),
        _ => None,
    }
}

/// Whether a folded word begins as asked, in one of its spellings.
pub fn begins(word: &str, asked: &str) -> bool {
    word.starts_with(asked) || other_spelling(word).is_some_and(|w| w.starts_with(asked))
}

/// What someone looks for: words in any order, each of which must begin a word of the text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// Shows a count: what people look for is about someone.
impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.0.len())
    }
}

impl Words {
    /// How many words are looked for at most; a page of text that was pasted counts as its first.
    pub const MOST: usize = 16;

    /// Reads what was typed.
    pub fn parse(typed: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in fold(typed).split(' ').filter(|w| !w.is_empty()) {
            if words.len() < Self::MOST && !words.iter().any(|w| w == word) {
                words.push(word.to_owned());
            }
        }
        Self(words)
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each word, folded.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a text answers, given as [`fold`] makes it. No words: any text does.
    pub fn found_in(&self, folded: &str) -> bool {
        let is_there = |asked: &str| folded.split(' ').any(|word| begins(word, asked));
        self.iter().all(is_there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_is_what_unicode_says_for_the_letters_that_names_begin_with() {
        for c in ('a'..='ž').chain('α'..='ω').chain('а'..='џ') {
            let told: Vec<char> = c.to_uppercase().collect();
            // Letters whose capital lies elsewhere stay as they are.
            let is_known = !matches!(c, 'µ' | 'ß' | 'ı' | 'ŉ' | 'ſ' | 'ÿ' | 'ς');
            if let ([upper], true) = (told.as_slice(), is_known) {
                assert_eq!(capital(c), *upper, "{c}");
            }
        }
    }

    #[test]
    fn accents_case_and_punctuation_do_not_matter() {
        for (text, folded) in [
            ("L’Hôpital Saint-Étienne", "l hopital saint etienne"),
            ("ÉLODIE  FABRÈGUE", "elodie fabregue"),
            ("E\u{301}lodie", "elodie"),
            ("Cœur, Sœur & Lætitia", "coeur soeur laetitia"),
            (
                "Weiß, Łukasz, Ørsted, Þór, Ĳssel",
                "weiss lukasz orsted thor ijssel",
            ),
            (
                "Nguyễn Thị Ước, Ștefan Țepeș",
                "nguyen thi uoc stefan tepes",
            ),
            ("ŒDÈME – 3ᵉ", "oedeme 3ᵉ"),
            ("co\u{ad}or\u{200d}do", "coordo"),
            ("«\u{a0}d\u{202f}!\u{a0}»", "d"),
            ("ΑΘΗΝΑ МОСКВА Ёлка", "αθηνα москва ёлка"),
            ("S.S.I.A.D. (C.H.U)", "ssiad chu"),
            (
                "M. Roux, J.Roux, J.-P. Roux, Dr.Roux",
                "m roux j roux j p roux dr roux",
            ),
            ("1.5 mg, v.2.0", "1 5 mg v 2 0"),
            ("  -- ' ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    /// The standard library knows the case of every letter: our small table must agree with it.
    #[test]
    fn both_cases_of_every_letter_fold_alike() {
        for code in (0x41..0x180)
            .chain(0x1EA0..0x1EFA)
            .chain(0x391..0x3AA)
            .chain(0x400..0x430)
        {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            let lower: Vec<char> = c.to_lowercase().collect();
            if let [lower] = lower[..] {
                assert_eq!(fold_char(c), fold_char(lower), "U+{code:04X}");
            }
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        let all: String = (0..0x3100).filter_map(char::from_u32).collect();
        let once = fold(&all);
        assert_eq!(fold(&once), once);
    }

    #[test]
    fn words_are_found_in_any_order_each_at_the_beginning_of_a_word() {
        let text = fold("Centre hospitalier de Saint-Étienne, CASTRES");
        for typed in ["castres hosp", "ÉTI", "st etienne", "sai cas", "", "  "] {
            assert!(Words::parse(typed).found_in(&text), "{typed}");
        }
        for typed in ["ospitalier", "castres mazamet", "ste"] {
            assert!(!Words::parse(typed).found_in(&text), "{typed}");
        }
        assert!(Words::parse("saint").found_in(&fold("CH ST FLOUR")));
        assert!(Words::parse("sainte").found_in(&fold("STE-FOY")));
    }

    #[test]
    fn a_pasted_page_counts_as_its_first_words() {
        let page: Vec<String> = (0..500).map(|n| format!("m{n}")).collect();
        assert_eq!(Words::parse(&page.join(" ")).iter().count(), Words::MOST);
        assert_eq!(Words::parse("a A à a").iter().count(), 1);
    }
}
