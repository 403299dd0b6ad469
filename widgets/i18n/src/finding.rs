//! What the rules found, as sentences: a pattern a rule and a language, filled with the facts.

use coordo_core::{FhirDate, Instant, RecordKey};
use coordo_engine::{Argument, Code, Finding, RemedyCode, Severity};

use crate::{DateFormat, Locale, en, fr};

/// How a sentence calls the records that it names; `None` for one without a name.
pub type Names<'n> = &'n dyn Fn(&RecordKey) -> Option<String>;

/// What a rule is called and what it means, for lists and for documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleWords {
    /// A badge: two or three words.
    pub name: &'static str,
    /// When it speaks.
    pub trigger: &'static str,
    /// The number or the date that decides, and whose it is; empty where there is none.
    pub threshold: &'static str,
}

impl Locale {
    /// The sentence of a finding. Every word of it is a fact that the finding rests on.
    pub fn finding(self, finding: &Finding, names: Names<'_>, dates: &dyn DateFormat) -> String {
        let pattern = match self {
            Self::Fr => fr::finding::sentence(finding.code),
            Self::En => en::finding::sentence(finding.code),
        };
        let words = Words {
            locale: self,
            arguments: &finding.arguments,
            names,
            dates,
        };
        words.fill(pattern)
    }

    /// What a rule is called and means.
    pub fn rule_words(self, code: Code) -> RuleWords {
        match self {
            Self::Fr => fr::finding::rule(code),
            Self::En => en::finding::rule(code),
        }
    }

    /// What a remedy is called, as the label of a button.
    pub fn remedy(self, code: RemedyCode) -> &'static str {
        match self {
            Self::Fr => fr::finding::remedy(code),
            Self::En => en::finding::remedy(code),
        }
    }

    /// How soon somebody should look, in a word.
    pub fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::Fr, Severity::Info) => "À savoir",
            (Self::Fr, Severity::Attention) => "À vérifier",
            (Self::Fr, Severity::Urgent) => "À traiter",
            (Self::En, Severity::Info) => "Good to know",
            (Self::En, Severity::Attention) => "To check",
            (Self::En, Severity::Urgent) => "To deal with",
        }
    }
}

/// The arguments of one finding as words.
///
/// In a pattern, `{2}` is the third argument; `{@2}` is it with its preposition (« le lun. 23
/// nov. », « en nov. 2026 »); `{-2}` is the time from it to the next; `{*2}` are all from it on; `[2:…]` stands only where the third
/// is there, `[!2:…]` only where it is not.
struct Words<'w> {
    locale: Locale,
    arguments: &'w [Argument],
    names: Names<'w>,
    dates: &'w dyn DateFormat,
}

impl Words<'_> {
    fn fill(&self, pattern: &str) -> String {
        let mut text = String::with_capacity(pattern.len() + 64);
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '[']) {
            let (before, from) = rest.split_at(at);
            text.push_str(before);
            let is_word = from.starts_with('{');
            let close = if is_word { '}' } else { ']' };
            let Some((inside, after)) = from.get(1..).and_then(|from| from.split_once(close))
            else {
                break;
            };
            if is_word {
                text.push_str(&self.word(inside));
            } else if let Some((which, part)) = inside.split_once(':') {
                let (is_wanted, index) = match which.strip_prefix('!') {
                    Some(index) => (false, index),
                    None => (true, which),
                };
                if self.has(index) == is_wanted {
                    text.push_str(&self.fill_words(part));
                }
            }
            rest = after;
        }
        text.push_str(rest);
        // A short month ends with a point of its own.
        if text.ends_with("..") {
            text.pop();
        }
        text
    }

    /// A part inside of brackets has words and no brackets.
    fn fill_words(&self, part: &str) -> String {
        let mut text = String::new();
        let mut rest = part;
        while let Some((before, from)) = rest.split_once('{') {
            text.push_str(before);
            let Some((inside, after)) = from.split_once('}') else {
                break;
            };
            text.push_str(&self.word(inside));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn has(&self, index: &str) -> bool {
        let argument = index
            .parse()
            .ok()
            .and_then(|n: usize| self.arguments.get(n));
        argument.is_some_and(|argument| *argument != Argument::None)
    }

    fn word(&self, inside: &str) -> String {
        if let Some(index) = inside.strip_prefix('*') {
            let from = index.parse().unwrap_or(0);
            let all: Vec<String> = self
                .arguments
                .iter()
                .skip(from)
                .map(|a| self.said(a))
                .collect();
            return self.list(&all);
        }
        if let Some(index) = inside.strip_prefix('-') {
            return self.span(index.parse().unwrap_or(0));
        }
        let (with_preposition, index) = match inside.strip_prefix('@') {
            Some(index) => (true, index),
            None => (false, inside),
        };
        let argument = index
            .parse()
            .ok()
            .and_then(|n: usize| self.arguments.get(n));
        let Some(argument) = argument else {
            return String::new();
        };
        let said = self.said(argument);
        if !with_preposition {
            return said;
        }
        let is_day = match argument {
            Argument::Date(date) => !matches!(date, FhirDate::Year(_) | FhirDate::Month { .. }),
            Argument::At(_) => true,
            Argument::Record(_) | Argument::Text(_) | Argument::Count(_) | Argument::None => {
                return said;
            }
        };
        let preposition = match (self.locale, is_day) {
            (Locale::Fr, true) => "le ",
            (Locale::Fr, false) => "en ",
            (Locale::En, true) => "on ",
            (Locale::En, false) => "in ",
        };
        [preposition, &said].concat()
    }

    /// The time from one argument to the next.
    fn span(&self, first: usize) -> String {
        let date = |n: usize| match self.arguments.get(n) {
            Some(Argument::Date(date)) => Some(*date),
            Some(Argument::At(at)) => Some(self.exact(*at)),
            _ => None,
        };
        match (date(first), date(first + 1)) {
            (Some(start), Some(end)) => self.dates.span(self.locale, start, end),
            (Some(one), None) | (None, Some(one)) => self.dates.day_time(self.locale, one),
            (None, None) => String::new(),
        }
    }

    fn exact(&self, at: Instant) -> FhirDate {
        let offset_minutes = self.dates.zone_minutes(at);
        FhirDate::Exact { at, offset_minutes }
    }

    fn said(&self, argument: &Argument) -> String {
        match argument {
            Argument::Record(key) => match (self.names)(key) {
                // A name inside of a sentence does not end it.
                Some(name) => name.trim_end_matches('.').to_owned(),
                None => match self.locale {
                    Locale::Fr => "sans nom".to_owned(),
                    Locale::En => "unnamed".to_owned(),
                },
            },
            Argument::Text(text) => text.to_string(),
            Argument::Date(date) => self.dates.day_time(self.locale, *date),
            Argument::At(at) => self.dates.moment(self.locale, *at),
            Argument::Count(n) => n.to_string(),
            Argument::None => String::new(),
        }
    }

    fn list(&self, all: &[String]) -> String {
        let and = match self.locale {
            Locale::Fr => " et ",
            Locale::En => " and ",
        };
        match all.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, before)) => [&before.join(", "), and, last].concat(),
        }
    }
}
