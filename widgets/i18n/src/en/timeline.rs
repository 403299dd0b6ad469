//! The timeline's sentences in English.

use super::{count, number};
use crate::timeline::TimelineMessage as M;

pub(crate) fn say(message: &M<'_>) -> String {
    match *message {
        M::Word(word) => word.both()[1].to_owned(),
        M::LaneCounts { n, n_done: 0 } => items(n),
        M::LaneCounts { n, n_done } => format!("{}, {} done", items(n), number(n_done)),
        M::Group { n, when } => format!("{}, {when}", items(n)),
        M::PlaceOf { at, of } => format!("{} of {}", number(at), number(of)),
        M::Week(n) => format!("Week {n}"),
        M::Since { date } => format!("since {date}"),
        M::DayUnknown { date } => format!("{date}, to be specified"),
        M::Within { when } => format!("due: {when}"),
        M::Allowed { when } => format!("allowed: {when}"),
        M::HeldBy { name } => format!("held by {name}"),
        M::ReviewOn { date } => format!("review on {date}"),
        M::MoreRows(n) => count(n, "more row", "more rows"),
        M::GridLabel { when } => format!("Shared plan, {when}"),
        M::Loaded(n) => format!("Timeline loaded, {}.", items(n)),
    }
}

fn items(n: usize) -> String {
    count(n, "item", "items")
}
