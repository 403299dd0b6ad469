//! What widgets say, in French and in English, from codes and arguments.
//!
//! A widget names a [`Message`] and the [`Locale`] makes the sentence. Both
//! locales match every message, so a sentence that is missing in one of them
//! does not compile. Dates come through the [`DateFormat`] port: browsers know
//! them, and no locale data travel in the module.

mod board;
mod coordination;
mod date;
mod directory;
mod en;
mod finding;
mod fr;
mod message;
mod missing;
mod news;
mod number;
mod sync;
mod timeline;
mod who;

pub use board::{BoardMessage, HelpKey, LinkWord};
pub use coordination::{RuleSentence, RuleWord};
pub use date::{Calendar, DateFormat, PlainDates};
pub use directory::{DirectoryKey, EntryWord, FacetWord, InDirectory, ReachWord};
pub use finding::{Names, RuleWords};
pub use message::{Failure, Message, Spoken};
pub use missing::MissingWord;
pub use news::NewsWord;
pub use sync::{SyncMessage, SyncWord};
pub use timeline::{TimelineMessage, TimelineWord};
pub use who::WhoWord;

use coordo_core::activity::ActivityStatus;
use coordo_core::{NoticeCode, Refusal, TaskStatus};

/// A language that everything is said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// French, as written in France.
    #[default]
    Fr,
    /// English, with day before month and a 24-hour clock.
    En,
}

impl Locale {
    /// What the key that leaves is called on a keyboard.
    pub fn escape_key(self) -> &'static str {
        match self {
            Self::Fr => "Échap",
            Self::En => "Esc",
        }
    }

    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// Reads a language tag by its first part: `fr-CA` is French.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language tag, for `lang` attributes and for the browser's `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en-GB",
        }
    }

    /// The sentence or the word of a message.
    pub fn say(self, message: &Message<'_>) -> String {
        match self {
            Self::Fr => fr::say(message),
            Self::En => en::say(message),
        }
    }

    /// The word of a task's status; an unknown code is shown as it came.
    pub fn task_status(self, status: &TaskStatus) -> String {
        match self {
            Self::Fr => fr::words::task_status(status).to_owned(),
            Self::En => en::words::task_status(status).to_owned(),
        }
    }

    /// The word of a plan activity's status; an unknown code is shown as it came.
    pub fn activity_status(self, status: &ActivityStatus) -> String {
        match self {
            Self::Fr => fr::words::activity_status(status).to_owned(),
            Self::En => en::words::activity_status(status).to_owned(),
        }
    }

    /// Why something cannot be done, and what can.
    pub fn refusal(self, refusal: &Refusal) -> String {
        match self {
            Self::Fr => fr::sentences::refusal(refusal),
            Self::En => en::sentences::refusal(refusal),
        }
    }

    /// What is odd at a place of the data.
    pub fn notice(self, code: NoticeCode) -> &'static str {
        match self {
            Self::Fr => fr::sentences::notice(code),
            Self::En => en::sentences::notice(code),
        }
    }

    /// Why a source could not be read or written.
    pub fn failure(self, failure: Failure) -> String {
        match self {
            Self::Fr => fr::sentences::failure(failure),
            Self::En => en::sentences::failure(failure),
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod finding_tests;
