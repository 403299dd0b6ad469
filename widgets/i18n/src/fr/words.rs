//! French words: statuses, columns, priorities, keys.

use coordo_core::TaskStatus;
use coordo_core::activity::ActivityStatus;
use coordo_core::board::Column;
use coordo_core::task::Priority;

use crate::Locale;
use crate::board::HelpKey;

pub(crate) fn task_status(status: &TaskStatus) -> &str {
    match status {
        TaskStatus::Draft => "Brouillon",
        TaskStatus::Requested => "Proposée",
        TaskStatus::Received => "Reçue",
        TaskStatus::Accepted => "Acceptée",
        TaskStatus::Rejected => "Refusée",
        TaskStatus::Ready => "Prête",
        TaskStatus::Cancelled => "Annulée",
        TaskStatus::InProgress => "En cours",
        TaskStatus::OnHold => "En pause",
        TaskStatus::Failed => "Non aboutie",
        TaskStatus::Completed => "Faite",
        TaskStatus::EnteredInError => "Saisie par erreur",
        TaskStatus::Other(code) => code,
        TaskStatus::Missing => "Sans état",
    }
}

pub(crate) fn activity_status(status: &ActivityStatus) -> &str {
    match status {
        ActivityStatus::NotStarted => "Prévue",
        ActivityStatus::Scheduled => "Planifiée",
        ActivityStatus::InProgress => "En cours",
        ActivityStatus::OnHold => "En pause",
        ActivityStatus::Completed => "Faite",
        ActivityStatus::Cancelled => "Annulée",
        ActivityStatus::Stopped => "Arrêtée",
        ActivityStatus::Unknown => "État inconnu",
        ActivityStatus::EnteredInError => "Saisie par erreur",
        ActivityStatus::Other(code) => code,
    }
}

pub(crate) fn column(column: Column) -> &'static str {
    match column {
        Column::Proposed => "Proposées",
        Column::Accepted => "Acceptées",
        Column::InProgress => "En cours",
        Column::OnHold => "En pause",
        Column::Ended => "Terminées",
        Column::Other => "Autre état",
    }
}

pub(crate) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Routine => "Normale",
        Priority::Urgent => "Urgente",
        Priority::Asap => "Au plus tôt",
        Priority::Stat => "Immédiate",
    }
}

/// What giving this status asks for, as the title of the question.
pub(crate) fn reason_title(to: &TaskStatus) -> String {
    match to {
        TaskStatus::Rejected => "Refuser la tâche".into(),
        TaskStatus::Cancelled => "Annuler la tâche".into(),
        TaskStatus::OnHold => "Mettre la tâche en pause".into(),
        TaskStatus::Failed => "Dire la tâche non aboutie".into(),
        TaskStatus::EnteredInError => "Marquer la tâche comme saisie par erreur".into(),
        TaskStatus::Draft
        | TaskStatus::Requested
        | TaskStatus::Received
        | TaskStatus::Accepted
        | TaskStatus::Ready
        | TaskStatus::InProgress
        | TaskStatus::Completed
        | TaskStatus::Other(_)
        | TaskStatus::Missing => format!("Passer à «\u{a0}{}\u{a0}»", task_status(to)),
    }
}

/// The same as a button: it says the result.
pub(crate) fn reason_confirm(to: &TaskStatus) -> String {
    match to {
        TaskStatus::OnHold => "Mettre en pause".into(),
        TaskStatus::Failed => "Dire non aboutie".into(),
        TaskStatus::EnteredInError => "Marquer comme erreur".into(),
        TaskStatus::Draft
        | TaskStatus::Requested
        | TaskStatus::Received
        | TaskStatus::Accepted
        | TaskStatus::Rejected
        | TaskStatus::Ready
        | TaskStatus::Cancelled
        | TaskStatus::InProgress
        | TaskStatus::Completed
        | TaskStatus::Other(_)
        | TaskStatus::Missing => reason_title(to),
    }
}

/// Key names, alternatives set apart by a space.
pub(crate) fn help_keys(key: HelpKey) -> &'static str {
    match key {
        HelpKey::Card => "↑ ↓",
        HelpKey::Column => "← →",
        HelpKey::Ends => "Début Fin",
        HelpKey::Pages => "Page\u{a0}↑ Page\u{a0}↓",
        HelpKey::Open => "Entrée",
        HelpKey::New => "N",
        HelpKey::Filter => "/",
        HelpKey::Lift => "Espace",
        HelpKey::PutDown => "Entrée Espace",
        HelpKey::Back | HelpKey::PutBack => Locale::Fr.escape_key(),
        HelpKey::Menu => ". Maj\u{a0}F10",
        HelpKey::Undo => "Ctrl\u{a0}Z",
        HelpKey::Help => "?",
    }
}

pub(crate) fn help_meaning(key: HelpKey) -> &'static str {
    match key {
        HelpKey::Card => "carte au-dessus, au-dessous",
        HelpKey::Column => "colonne voisine",
        HelpKey::Ends => "première, dernière carte de la colonne",
        HelpKey::Pages => "dix cartes plus haut, plus bas",
        HelpKey::Open => "ouvrir le détail",
        HelpKey::Back => "fermer le détail",
        HelpKey::New => "nouvelle tâche",
        HelpKey::Filter => "filtrer",
        HelpKey::Lift => "soulever la carte\u{202f}; ← et → choisissent la colonne",
        HelpKey::PutDown => "poser la carte soulevée",
        HelpKey::PutBack => "la reposer à sa place",
        HelpKey::Menu => "actions de la carte",
        HelpKey::Undo => "annuler le dernier changement",
        HelpKey::Help => "cette aide",
    }
}
