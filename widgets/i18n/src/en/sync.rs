//! What is said of sending, in English.

use super::{change, count};
use crate::Locale;
use crate::sync::{SyncMessage as M, SyncWord as W};

pub(crate) fn say(message: &M<'_>) -> String {
    let word = |word: W| Locale::En.sync_word(word);
    match *message {
        M::Word(one) => word(one).to_owned(),
        M::Story {
            mine_at,
            by,
            theirs_at,
        } => {
            let mine = mine_at.map_or_else(String::new, at);
            let theirs = theirs_at.map_or_else(String::new, at);
            let by = match by {
                Some(by) => format!("{by} had changed it{theirs}"),
                None => format!("it was changed elsewhere{theirs}"),
            };
            format!(
                "You changed it{mine}. Meanwhile, {by}. Your version is kept here until you choose."
            )
        }
        M::VersionOf { time } => format!("version of {time}"),
        M::Named { field, path } => {
            let name = field.map(change::field);
            let name = name.or_else(|| M::place(Locale::En, path));
            let Some(name) = name else {
                return format!("Something else ({path})");
            };
            match path.rsplit('.').next() {
                Some("start") => format!("{name}, start"),
                Some("end") => format!("{name}, end"),
                _ => name.to_owned(),
            }
        }
        M::Two { title } => format!("Two versions of {title}."),
        M::SpokenField {
            at,
            of,
            name,
            mine,
            theirs,
            is_known,
        } => {
            let other = word(if is_known { W::Theirs } else { W::OfServer });
            format!("Field {at} of {of}, {name}. Yours: {mine}. {other}: {theirs}.")
        }
        M::Undecided { names } => {
            let n = count(names.len(), "field", "fields");
            format!("{n} left to decide: {}.", names.join(", "))
        }
        M::Sent {
            what,
            by,
            keeps_theirs,
        } => {
            let parts = what.iter();
            let parts = parts.map(|(name, value)| format!("{name}: {value}"));
            let mut said = parts.collect::<Vec<_>>().join("; ");
            if !said.ends_with('.') {
                said.push('.');
            }
            if keeps_theirs {
                said.push_str(" The rest is as ");
                said.push_str(by.unwrap_or("the server"));
                said.push_str(" has it.");
            }
            said
        }
        M::Wanted(wanted) => change::wanted(wanted),
        M::Received { time, sources } => {
            let n = count(sources.len(), "source", "sources");
            let names = sources.join(", ");
            format!("Last received{} from {n}: {names}.", at(time))
        }
        M::OfflineSince { time } => format!("Offline since {time}."),
        M::MoreRows(n) => format!("and {}", super::others(n)),
        M::SetAsideRows(n) => {
            let what = count(n, "unsent change", "unsent changes");
            format!(
                "{what} could not be read back on this device: nothing is deleted, all is set aside."
            )
        }
    }
}

/// "at 08:31", "on 23 Nov 08:31".
fn at(time: &str) -> String {
    let is_hour = !time.contains(char::is_whitespace);
    format!(" {} {time}", if is_hour { "at" } else { "on" })
}
