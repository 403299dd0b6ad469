//! The words of coordination: mechanisms, presets, protocols, NOMEKO, levels, changes.

mod rhythm;
mod sentence;
pub(crate) mod word;

pub use sentence::RuleSentence;

pub use word::RuleWord;

use crate::Locale;

impl Locale {
    /// A word of the rules: a code of the engine, as people say it.
    pub fn rule_word(self, word: RuleWord) -> &'static str {
        let [fr, en] = word.both();
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// A sentence of the rules. Text of the data is an argument and is never changed.
    pub fn rule(self, sentence: &RuleSentence<'_>) -> String {
        match self {
            Self::Fr => sentence.fr(),
            Self::En => sentence.en(),
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::everything;
