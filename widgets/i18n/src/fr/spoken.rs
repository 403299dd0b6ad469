//! What the live region says, in French.

use super::change;
use super::words::{column, task_status};
use super::{count, number};
use crate::message::Spoken;

pub(crate) fn say(spoken: &Spoken<'_>) -> String {
    match *spoken {
        Spoken::Lifted {
            title,
            column: c,
            place,
            of,
        } => format!(
            "Carte soulevée\u{a0}: {title}. {}, {} sur {}. Flèches gauche et droite pour changer \
             de colonne, Entrée pour poser, Échap pour reposer.",
            column(c),
            number(place),
            number(of)
        ),
        Spoken::Over { column: c, effect } => format!("{}. {effect}", column(c)),
        Spoken::Dropped { column: c } => {
            format!("Posée dans {}. Annuler\u{a0}: Ctrl\u{a0}Z.", column(c))
        }
        Spoken::Status { title, status } => {
            format!(
                "{title}\u{a0}: {}. Annuler\u{a0}: Ctrl\u{a0}Z.",
                task_status(status)
            )
        }
        Spoken::PutBack => "Reposée à sa place.".into(),
        Spoken::HostRefused => "Refusé par le portail. La carte reste à sa place.".into(),
        Spoken::Undone {
            title,
            kind,
            back_to,
        } => change::undone(title, kind, back_to),
        Spoken::NothingToUndo => "Rien à annuler.".into(),
        Spoken::MoreShown(n) => count(n, "carte de plus", "cartes de plus"),
        Spoken::ByColleague {
            by: Some(by),
            title,
            to,
        } => {
            format!("{by} a passé {title} à «\u{a0}{}\u{a0}».", task_status(to))
        }
        Spoken::ByColleague {
            by: None,
            title,
            to,
        } => {
            format!("{title} est passée à «\u{a0}{}\u{a0}».", task_status(to))
        }
        Spoken::ByColleagues(n) => count(
            usize::try_from(n).unwrap_or(usize::MAX),
            "changement par vos collègues",
            "changements par vos collègues",
        ),
        Spoken::Loaded { n } => count(n, "tâche affichée.", "tâches affichées."),
    }
}
