//! What is said of sending, in French.

use super::{change, count, has_day};
use crate::Locale;
use crate::sync::{SyncMessage as M, SyncWord as W};

pub(crate) fn say(message: &M<'_>) -> String {
    let word = |word: W| Locale::Fr.sync_word(word);
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
                Some(by) => format!("{by} l’avait modifiée{theirs}"),
                None => format!("elle a été modifiée ailleurs{theirs}"),
            };
            format!(
                "Vous l’avez modifiée{mine}. Entre-temps, {by}. Votre version est gardée ici \
                 jusqu’à votre choix."
            )
        }
        M::VersionOf { time } => format!("version{}", of(time)),
        M::Named { field, path } => {
            let name = field.map(change::field);
            let name = name.or_else(|| M::place(Locale::Fr, path));
            let Some(name) = name else {
                return format!("Autre élément ({path})");
            };
            match path.rsplit('.').next() {
                Some("start") => format!("{name}, début"),
                Some("end") => format!("{name}, fin"),
                _ => name.to_owned(),
            }
        }
        M::Two { title } => format!("Deux versions de {title}."),
        M::SpokenField {
            at,
            of,
            name,
            mine,
            theirs,
            is_known,
        } => {
            let other = word(if is_known { W::Theirs } else { W::OfServer });
            format!("Champ {at} sur {of}, {name}. La vôtre\u{a0}: {mine}. {other}\u{a0}: {theirs}.")
        }
        M::Undecided { names } => {
            let n = count(names.len(), "champ", "champs");
            format!("Il reste {n} à décider\u{a0}: {}.", names.join(", "))
        }
        M::Sent {
            what,
            by,
            keeps_theirs,
        } => {
            let parts = what.iter();
            let parts = parts.map(|(name, value)| format!("{name}\u{a0}: {value}"));
            let mut said = parts.collect::<Vec<_>>().join("\u{202f}; ");
            if !said.ends_with('.') {
                said.push('.');
            }
            if keeps_theirs {
                said.push_str(" Le reste est celui ");
                match by {
                    Some(by) => {
                        said.push_str("de ");
                        said.push_str(by);
                    }
                    None => said.push_str("du serveur"),
                }
                said.push('.');
            }
            said
        }
        M::Wanted(wanted) => change::wanted(wanted),
        M::Received { time, sources } => {
            let n = count(sources.len(), "source", "sources");
            let names = sources.join(", ");
            format!("Dernière réception{} depuis {n}\u{a0}: {names}.", at(time))
        }
        M::OfflineSince { time } if has_day(time) => format!("Hors ligne depuis le {time}."),
        M::OfflineSince { time } => format!("Hors ligne depuis {time}."),
        M::MoreRows(n) => format!("et {}", super::others(n)),
        M::SetAsideRows(n) => {
            let what = count(
                n,
                "modification non envoyée n’a pas pu être relue",
                "modifications non envoyées n’ont pas pu être relues",
            );
            format!("{what} sur cet appareil\u{a0}: rien n’est effacé, tout est mis de côté.")
        }
    }
}

/// « à 08:31 », « le 23 nov. 08:31 ».
fn at(time: &str) -> String {
    let article = if has_day(time) { "le" } else { "à" };
    format!(" {article} {time}")
}

fn of(time: &str) -> String {
    let article = if has_day(time) { "du" } else { "de" };
    format!(" {article} {time}")
}
