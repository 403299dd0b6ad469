//! French sentences for what does not work out: why, and what can be done.

use coordo_core::{NoticeCode, Refusal};

use super::change;
use super::words::task_status;
use crate::message::Failure;

pub(crate) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotFound => "Cette tâche n’est plus là. Actualisez le tableau.".into(),
        Refusal::Outdated { now } => format!(
            "La tâche a changé entre-temps\u{a0}: elle est maintenant «\u{a0}{}\u{a0}». \
             Regardez-la, puis recommencez.",
            task_status(now)
        ),
        Refusal::AlreadySo { status } => {
            format!("Elle est déjà «\u{a0}{}\u{a0}».", task_status(status))
        }
        Refusal::NotAllowed { from, to } => format!(
            "«\u{a0}{}\u{a0}» ne peut pas suivre «\u{a0}{}\u{a0}». Ses actions montrent ce qui est \
             possible.",
            task_status(to),
            task_status(from)
        ),
        Refusal::Ended { from } => format!(
            "La tâche est terminée («\u{a0}{}\u{a0}»)\u{a0}: pour la reprendre, créez-en une nouvelle.",
            task_status(from)
        ),
        Refusal::ReasonMissing { to } => format!(
            "Un motif est demandé pour passer à «\u{a0}{}\u{a0}».",
            task_status(to)
        ),
        Refusal::NotAStatus => "Cette colonne n’est pas un état que l’on peut donner.".into(),
        Refusal::ReadOnlySource => {
            "Cette tâche vient d’un document en lecture seule. Modifiez-la là d’où elle vient."
                .into()
        }
        Refusal::ReadOnlyClient => "Ce tableau est ouvert en lecture seule.".into(),
        Refusal::OfThePlan => {
            "Cette activité est écrite dans le plan\u{a0}: elle se modifie avec le plan.".into()
        }
        Refusal::WaitsForDecision => {
            "Une modification de cette tâche attend votre choix\u{a0}: envoyer la vôtre ou garder \
             la leur."
                .into()
        }
        Refusal::FieldOutdated { field } => format!(
            "La tâche a changé entre-temps («\u{a0}{}\u{a0}»). Regardez-la, puis recommencez.",
            change::field(*field)
        ),
        Refusal::TitleMissing => "Dites ce qu’il y a à faire\u{a0}: le titre manque.".into(),
        Refusal::EndsBeforeItBegins { field } => format!(
            "La fin précède le début («\u{a0}{}\u{a0}»).",
            change::field(*field)
        ),
        Refusal::WithoutReason => "Dites pourquoi\u{a0}: le motif est gardé.".into(),
        Refusal::NothingToChange => "Rien à changer\u{a0}: tout est déjà ainsi.".into(),
        Refusal::OtherSource { field } => format!(
            "«\u{a0}{}\u{a0}»\u{a0}: ce choix vient d’un autre serveur que la tâche.",
            change::field(*field)
        ),
        Refusal::CreatedAndSent => {
            "La nouvelle tâche est déjà partie. Marquez-la comme saisie par erreur, avec un motif."
                .into()
        }
        Refusal::NoRoom => {
            "Il n’y a plus de place sur cet appareil\u{a0}: ce changement n’est pas gardé. \
             Libérez de la place, puis refaites-le."
                .into()
        }
        Refusal::NotKept => {
            "Cet appareil n’a pas pu garder ce changement. Refaites-le après avoir rechargé la page."
                .into()
        }
        _ => "Ce n’est pas possible ici.".into(),
    }
}

pub(crate) fn notice(code: NoticeCode) -> &'static str {
    match code {
        NoticeCode::Truncated => {
            "Le document s’arrête avant sa fin\u{a0}: ce qui précède est affiché."
        }
        NoticeCode::NotJson => "Cette partie n’est pas du JSON\u{a0}: elle est laissée de côté.",
        NoticeCode::NotAResource => {
            "Ce n’est pas une ressource FHIR\u{a0}: elle est laissée de côté."
        }
        NoticeCode::MissingId => {
            "La ressource n’a pas d’identifiant\u{a0}: elle en reçoit un pour cette page."
        }
        NoticeCode::DuplicateId => {
            "Deux ressources portent le même identifiant\u{a0}: la plus récente est affichée."
        }
        NoticeCode::WrongType => {
            "La valeur n’est pas du type que FHIR prévoit\u{a0}: elle n’est pas lue."
        }
        NoticeCode::MissingField => "Un champ obligatoire manque.",
        NoticeCode::UnknownCode => {
            "Le code n’est pas dans sa liste\u{a0}: il est affiché tel quel."
        }
        NoticeCode::UnknownType => "Ce type de ressource n’est pas lu ici.",
        NoticeCode::Dangling => "La référence mène à une ressource absente des données.",
        NoticeCode::NotGiven => {
            "La source ne donne pas ce type de données, ou pas à cet utilisateur."
        }
        NoticeCode::UnknownPerson => "La source ne connaît pas cette personne.",
        NoticeCode::MissingDisplay => "La personne, l’équipe ou la structure n’a pas de nom.",
        NoticeCode::Cycle => "La tâche se contient elle-même par ses «\u{a0}partOf\u{a0}».",
        NoticeCode::BadDate => "Ce n’est pas une date FHIR\u{a0}: elle n’est pas lue.",
        NoticeCode::EndBeforeStart => {
            "La fin précède le début\u{a0}: les deux sont montrés tels quels."
        }
        NoticeCode::ActivityShape => {
            "L’activité a une référence et un détail à la fois, ou ni l’un ni l’autre."
        }
        NoticeCode::TooDeep => "Trop de niveaux imbriqués\u{a0}: cette partie n’est pas lue.",
        _ => "Cette partie des données surprend.",
    }
}

pub(crate) fn failure(failure: Failure) -> String {
    match failure {
        Failure::Network => "Le serveur ne répond pas. Vérifiez la connexion\u{202f}; rien n’est \
                             perdu."
            .into(),
        Failure::Server(status) => format!(
            "Réponse du serveur\u{a0}: {status}. {}",
            if status == 401 || status == 403 {
                "Votre accès n’est pas reconnu\u{a0}: reconnectez-vous au portail."
            } else {
                "Rien à corriger de votre côté."
            }
        ),
        Failure::NotFhir => {
            "Le serveur a donné autre chose que des données FHIR, peut-être une page \
                             de connexion. Reconnectez-vous au portail\u{a0}; rien n’est perdu."
                .into()
        }
        Failure::NotJson => "Le document n’est pas du JSON. Choisissez un fichier FHIR en JSON \
                             ou en NDJSON."
            .into(),
        Failure::TooLarge(limit) => {
            format!("Le document dépasse {limit}\u{a0}Mo\u{a0}: il n’est pas lu dans une page.")
        }
        Failure::Empty => "Le document est vide.".into(),
        Failure::Unknown => "La lecture n’a pas abouti.".into(),
    }
}
