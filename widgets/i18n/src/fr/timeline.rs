//! The timeline's sentences in French.

use super::{count, has_day, number};
use crate::timeline::TimelineMessage as M;

pub(crate) fn say(message: &M<'_>) -> String {
    match *message {
        M::Word(word) => word.both()[0].to_owned(),
        M::LaneCounts { n, n_done: 0 } => items(n),
        M::LaneCounts { n, n_done } => {
            let done = if n_done < 2 { "fait" } else { "faits" };
            format!("{}, {} {done}", items(n), number(n_done))
        }
        M::Group { n, when } => format!("{}, {when}", items(n)),
        M::PlaceOf { at, of } => format!("{} sur {}", number(at), number(of)),
        M::Week(n) => format!("Semaine\u{a0}{n}"),
        M::Since { date } if has_day(date) => format!("depuis le {date}"),
        M::Since { date } => format!("depuis {date}"),
        M::DayUnknown { date } => format!("{date}, à préciser"),
        M::Within { when } => format!("à faire\u{a0}: {when}"),
        M::Allowed { when } => format!("délai\u{a0}: {when}"),
        M::HeldBy { name } => format!("tenu par {name}"),
        M::ReviewOn { date } if has_day(date) => format!("à revoir le {date}"),
        M::ReviewOn { date } => format!("à revoir en {date}"),
        M::MoreRows(n) => count(n, "autre ligne", "autres lignes"),
        M::GridLabel { when } => format!("Plan partagé, {when}"),
        M::Loaded(n) => format!("Frise chargée, {}.", items(n)),
    }
}

fn items(n: usize) -> String {
    count(n, "élément", "éléments")
}
