//! What the board says besides, in French.

use coordo_core::TaskStatus;

use super::{number, words};
use crate::board::{BoardMessage, LinkWord};

pub(crate) fn say(message: &BoardMessage<'_>) -> String {
    use BoardMessage as M;
    let fixed = match *message {
        M::FoldLane { title } => return format!("Cartes de «\u{a0}{title}\u{a0}»"),
        M::LeftOut(0) => "Le filtre ne laisse rien de côté.",
        M::LeftOut(1) => "Le filtre laisse 1 tâche de côté.",
        M::LeftOut(n) => return format!("Le filtre laisse {} tâches de côté.", number(n)),
        M::DetailsOf { title } => return format!("Détail\u{a0}: {title}"),
        M::Created { title } => return format!("Créée\u{a0}: {title}. Annuler\u{a0}: Ctrl Z."),
        M::Edited { title } => return format!("Modifiée\u{a0}: {title}. Annuler\u{a0}: Ctrl Z."),
        M::Offered { title, to } => {
            return format!("{title}\u{a0}: proposée à {to}. Annuler\u{a0}: Ctrl Z.");
        }
        M::Verb {
            to,
            from,
            on_behalf,
        } => {
            let word = verb(to, from);
            let Some(name) = on_behalf else { return word };
            return match word.strip_suffix('…') {
                Some(word) => format!("{word} pour {name}…"),
                None => format!("{word} pour {name}"),
            };
        }
        M::Link(link) => link_word(link),
        M::Lanes => "Couloirs",
        M::LanesNone => "Sans couloirs",
        M::LanesActor => "Par responsable",
        M::LanesGoal => "Par objectif",
        M::Nobody => "Sans responsable",
        M::NoGoal => "Sans objectif",
        M::Filter => "Filtrer",
        M::FilterText => "Mots",
        M::FilterHint => "titre, personne, besoin",
        M::FilterOwner => "Responsable",
        M::FilterGoal | M::FieldGoal => "Objectif",
        M::FilterAll => "Tout le monde",
        M::FilterMine => "Moi",
        M::FilterAllGoals => "Tous",
        M::OnlyOpen => "Ouvertes seulement",
        M::ShowAll => "Tout montrer",
        M::Status => "État",
        M::When => "Quand",
        M::Who => "Qui",
        M::Need => "Besoin",
        M::Place => "Lieu",
        M::Value => "Valeur",
        M::ReasonWord => "Motif",
        M::PlanWord => "Plan",
        M::SourceWord => "Source",
        M::Linked => "Liens",
        M::Notes => "Notes",
        M::NotHereAnyMore => "Ce n’est plus dans les données.",
        M::Open => "Ouvrir le détail",
        M::OfferTo => "Proposer à…",
        M::Edit => "Modifier…",
        M::OtherStatuses => "Changer d’état…",
        M::NewTask => "Nouvelle tâche",
        M::NewTaskHint => "Appeler le cabinet",
        M::NewTaskMore => "Préciser…",
        M::Create => "Créer la tâche",
        M::EditTitle => "Modifier la tâche",
        M::Save => "Garder les modifications",
        M::Cancel => "Ne rien changer",
        M::FieldTitle => "Ce qu’il y a à faire",
        M::FieldOwner => "Responsable",
        M::FieldOffered => "Le lui proposer, et attendre sa réponse",
        M::FieldDue => "Pour le",
        M::FieldPriority => "Priorité",
        M::FieldNote => "Note",
        M::OfferTitle => "Proposer la tâche",
        M::OfferConfirm => "Proposer",
        M::OwnerMissing => "Choisissez à qui la proposer.",
    };
    fixed.into()
}

fn verb(to: &TaskStatus, from: &TaskStatus) -> String {
    match to {
        TaskStatus::Requested => "Proposer",
        TaskStatus::Received => "Dire que c’est lu",
        TaskStatus::Accepted => "Accepter",
        TaskStatus::Rejected => "Décliner…",
        TaskStatus::Ready => "Dire que c’est prêt",
        TaskStatus::InProgress if *from == TaskStatus::OnHold => "Reprendre",
        TaskStatus::InProgress => "Commencer",
        TaskStatus::OnHold => "Mettre en pause…",
        TaskStatus::Completed => "Terminer",
        TaskStatus::Failed => "Dire que cela n’a pas abouti…",
        TaskStatus::Cancelled => "Annuler la tâche…",
        TaskStatus::EnteredInError => "Marquer comme erreur de saisie…",
        TaskStatus::Draft | TaskStatus::Other(_) | TaskStatus::Missing => {
            return words::task_status(to).to_owned();
        }
    }
    .into()
}

fn link_word(link: LinkWord) -> &'static str {
    match link {
        LinkWord::PartOf => "fait partie de",
        LinkWord::Part => "comprend",
        LinkWord::BasedOn => "découle de",
        LinkWord::Leads => "mène à",
        LinkWord::Focus => "réalise",
        LinkWord::FulfilledBy => "réalisée par",
        LinkWord::After => "vient après",
        LinkWord::Before => "vient avant",
        LinkWord::Encounter => "pendant",
        LinkWord::During => "a eu lieu",
    }
}
