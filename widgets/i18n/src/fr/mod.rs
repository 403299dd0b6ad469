//! French: complete, and the first language of the widgets.
//!
//! U+202F comes before `; ! ?`, U+00A0 before `:` and inside « », as escapes, since
//! the eye does not tell them from a space.

pub(crate) mod board;
pub(crate) mod change;
pub(crate) mod directory;
pub(crate) mod finding;
pub(crate) mod sentences;
mod spoken;
mod sync;
pub(crate) mod timeline;
pub(crate) mod words;

use coordo_core::ChangeKind;

use crate::message::Message;
use words::{column, task_status};

/// « 1 modification », « 3 modifications », with thousands set apart.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    // In French zero and one are singular.
    let word = if n < 2 { one } else { many };
    format!("{}\u{a0}{word}", number(n))
}

/// « 1 180 ».
pub(crate) fn number(n: usize) -> String {
    crate::message::grouped(n, '\u{202f}')
}

pub(crate) fn say(message: &Message<'_>) -> String {
    use Message as M;
    match *message {
        M::Tasks => "Tâches".into(),
        M::OpenCount(n) => count(n, "ouverte", "ouvertes"),
        M::Toolbar => "Actions".into(),
        M::Undo => "Annuler".into(),
        M::UndoOf {
            title,
            kind,
            back_to,
        } => change::undo_of(title, kind, back_to),
        M::Field(field) => change::field(field).into(),
        M::Help => "Aide et raccourcis".into(),
        M::ReadOnly => "Lecture seule".into(),
        M::Sandbox => "Bac à sable".into(),
        M::SandboxMeaning => "Bac à sable\u{a0}: rien ne part vers un serveur.".into(),

        M::Loading => "Chargement".into(),
        M::LoadingSome {
            done,
            total: Some(total),
        } => {
            format!("Chargement, {} sur {}", number(done), number(total))
        }
        M::LoadingSome { done, total: None } => format!("Chargement, {}", number(done)),
        M::UpToDate { time } => format!("À jour, {time}"),
        M::Unsent { n } => count(n, "modification à envoyer", "modifications à envoyer"),
        M::Since { time } => format!("depuis {time}"),
        M::OfflineSuffix => "hors ligne".into(),
        M::Sending { n } => format!("Envoi de {}", count(n, "modification", "modifications")),
        M::WaitingForYou { n } => count(
            n,
            "modification attend votre choix",
            "modifications attendent votre choix",
        ),
        M::OfflineChip => "Hors ligne".into(),
        M::SyncNow => "Actualiser maintenant".into(),
        M::OfflineLine { since, seen } => {
            let mut line = match since {
                Some(time) if has_day(time) => format!("Hors ligne depuis le {time}."),
                Some(time) => format!("Hors ligne depuis {time}."),
                None => "Hors ligne.".to_owned(),
            };
            if let Some(time) = seen {
                let until = if has_day(time) { "au" } else { "à" };
                line.push_str(&format!(" Données reçues jusqu’{until} {time}."));
            }
            line
        }
        M::ReadOnlyLine => "Vous consultez ces données. Elles ne se modifient pas ici.".into(),

        M::Column(c) => column(c).into(),
        M::ColumnLabel { column: c, n } => {
            format!("{}, {}", column(c), count(n, "carte", "cartes"))
        }
        M::Columns => "Colonnes".into(),
        M::DropGives { status } => format!("Poser ici\u{a0}: {}", task_status(status)),
        M::DropRefused => "Pas ici".into(),
        M::More(n) => others(n),
        M::MoreOf { n, column: c } => format!("Montrer {} dans {}", others(n), column(c)),
        M::NothingHere => "Aucune carte".into(),

        M::Untitled => "Sans titre".into(),
        M::CardKind => "carte".into(),
        M::Actions { title } => format!("Actions\u{a0}: {title}"),
        M::NoOwner => "Sans responsable".into(),
        M::OwnerElsewhere => "Responsable désigné".into(),
        M::You => "vous".into(),
        M::Offered => "proposé".into(),
        M::Team => "équipe".into(),
        M::NotInData => "absent des données".into(),
        M::NoDate => "sans date".into(),
        M::From { date } if has_day(date) => format!("à partir du {date}"),
        M::From { date } => format!("à partir de {date}"),
        M::By { date } => format!("d’ici {date}"),
        M::Until { date } if has_day(date) => format!("jusqu’au {date}"),
        M::Until { date } => format!("jusqu’à {date}"),
        M::Overdue { date } => format!("échue {date}"),
        M::Reason { text } => format!("Motif\u{a0}: {text}"),
        M::OfThePlan => "du plan".into(),
        M::Plan { title } => format!("Plan\u{a0}: {title}"),
        M::Source { name } => format!("Source\u{a0}: {name}"),
        M::Priority(p) => words::priority(p).into(),
        M::ToSend => "à envoyer".into(),
        M::BeingSent => "envoi".into(),
        M::Refused { status, mine } if mine.kind == ChangeKind::Created => format!(
            "Le serveur a refusé cette nouvelle tâche (réponse {status}). Elle est gardée ici."
        ),
        M::Refused { status, mine } => format!(
            "Le serveur a refusé cette modification (réponse {status})\u{a0}: \
             «\u{a0}{}\u{a0}». Elle est gardée ici.",
            change::wanted(mine)
        ),
        M::RefusedWords { words } => format!("Sa réponse\u{a0}: {words}"),
        M::Conflict { mine, theirs } => {
            let yours = change::wanted(mine);
            let ours = format!("Modifiée ailleurs entre-temps. La vôtre\u{a0}: {yours}.");
            match theirs.filter(|_| mine.status.is_some()) {
                Some(theirs) => format!("{ours} La leur\u{a0}: {}.", task_status(theirs)),
                None => ours,
            }
        }
        M::SendMine => "Envoyer la mienne".into(),
        M::KeepTheirs => "Garder la leur".into(),

        M::Lifted => "Carte soulevée".into(),
        M::OriginOf { title } => format!("Place d’origine de «\u{a0}{title}\u{a0}»"),
        M::KeyColumn => "colonne".into(),
        M::KeyPutDown => "poser".into(),
        M::KeyPutBack => "reposer à sa place".into(),
        M::EffectStatus { status } => {
            format!(
                "Posée ici, elle passe à «\u{a0}{}\u{a0}».",
                task_status(status)
            )
        }
        M::EffectReason { status } => format!(
            "Posée ici, elle passe à «\u{a0}{}\u{a0}»\u{202f}; un motif sera demandé.",
            task_status(status)
        ),
        M::EffectUnusual { from, to } => format!(
            "Passer de «\u{a0}{}\u{a0}» à «\u{a0}{}\u{a0}» est inhabituel\u{202f}; c’est permis ici.",
            task_status(from),
            task_status(to)
        ),
        M::EffectStays => "Colonne d’origine\u{a0}: posée ici, rien ne change.".into(),

        M::Current => "actuel".into(),
        M::ReasonAsked => "un motif est demandé".into(),
        M::NotAfter { from } => format!("pas depuis «\u{a0}{}\u{a0}»", task_status(from)),
        M::Unusual { from } => format!("inhabituel depuis «\u{a0}{}\u{a0}»", task_status(from)),
        M::Close => "Fermer".into(),

        M::ReasonTitle { to } => words::reason_title(to),
        M::ReasonLabel => "Motif".into(),
        M::ReasonMeaning => {
            "Il reste avec la tâche\u{a0}: chaque personne qui la voit peut le lire.".into()
        }
        M::ReasonConfirm { to } => words::reason_confirm(to),
        M::ReasonAbsent => "Écrivez le motif en quelques mots.".into(),
        M::ChangeNothing => "Ne rien changer".into(),

        M::HelpTitle => "Aide et raccourcis".into(),
        M::HelpKeys(key) => words::help_keys(key).into(),
        M::HelpMeaning(key) => words::help_meaning(key).into(),
        M::HelpPointer => {
            "À la souris, faites glisser une carte ou ouvrez ses actions. Sur un écran tactile, \
             ouvrez ses actions."
                .into()
        }

        M::EmptyTitle => "Aucune tâche pour l’instant".into(),
        M::EmptyText => "Les tâches et les activités du plan paraîtront ici.".into(),
        M::NotLoaded => "Les données n’ont pas pu être lues".into(),
        M::FailedSource { source } => format!("Source «\u{a0}{source}\u{a0}»."),
        M::KeptHere { n } => match n {
            0 => String::new(),
            1 => "Votre modification est gardée sur cet appareil.".into(),
            n => format!(
                "Vos {} modifications sont gardées sur cet appareil.",
                number(n)
            ),
        },
        M::ShownAnyway => "Ce qui a été lu reste affiché.".into(),
        M::RetryNow => "Réessayer maintenant".into(),
        M::RetryAt { time } => format!("Prochain essai à {time}."),
        M::NoticesCount(n) => count(n, "remarque sur les données", "remarques sur les données"),
        M::NoticesMore(n) => format!("et {}", others(n)),
        M::NoticePlace {
            resource: Some(resource),
            path,
        } if !path.is_empty() => {
            format!("{resource}, {path}")
        }
        M::NoticePlace {
            resource: Some(resource),
            ..
        } => resource.to_owned(),
        M::NoticePlace {
            resource: None,
            path,
        } => path.to_owned(),

        M::Spoken(ref spoken) => spoken::say(spoken),
        M::Board(ref message) => board::say(message),
        M::Directory(ref message) => directory::say(message),
        M::Timeline(ref message) => timeline::say(message),
        M::Sync(ref message) => sync::say(message),
    }
}

fn others(n: usize) -> String {
    count(n, "autre", "autres")
}

/// Whether a date in words names its day, and so takes an article, as a month or a year does not.
fn has_day(date: &str) -> bool {
    date.split(|c: char| c.is_whitespace() || c == ',')
        .any(|word| {
            let n_digits = word.chars().take_while(char::is_ascii_digit).count();
            (1..=2).contains(&n_digits) && !word.contains(':')
        })
}
