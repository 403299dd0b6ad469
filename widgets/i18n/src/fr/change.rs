//! French words for changes: what was wanted, what undo takes back.

use coordo_core::{ChangeKind, Field, TaskStatus, Wanted};

use super::words::task_status;

pub(crate) fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "Titre",
        Field::Owner => "Responsable",
        Field::Planned => "Date prévue",
        Field::Window => "Échéance",
        Field::Priority => "Priorité",
        Field::Goal => "Objectif",
        Field::Note => "Note",
        Field::Status => "État",
        Field::StatusReason => "Motif",
        Field::Plan => "Plan",
        Field::Parent => "Fait partie de",
        Field::Replaces => "Remplace",
        Field::Subject => "Personne suivie",
        Field::Requester => "Demandeur",
        Field::Protocol => "Protocole",
        Field::After => "Après",
        Field::Intent => "Nature",
        Field::Resource => "Fiche",
    }
}

/// « Faite », « Titre, Échéance », « Nouvelle tâche ».
pub(crate) fn wanted(wanted: &Wanted) -> String {
    if wanted.kind == ChangeKind::Created {
        return "Nouvelle tâche".into();
    }
    let status = wanted.status.iter().map(task_status);
    let fields = wanted.fields.iter().map(|f| field(*f));
    status.chain(fields).collect::<Vec<_>>().join(", ")
}

pub(crate) fn undo_of(title: &str, kind: ChangeKind, back_to: Option<&TaskStatus>) -> String {
    let what = match (kind, back_to) {
        (ChangeKind::Created, _) => "création",
        (ChangeKind::Offered, _) => "proposition",
        (ChangeKind::Status, Some(to)) => {
            let to = task_status(to);
            return format!("Annuler\u{a0}: {title} redevient «\u{a0}{to}\u{a0}»");
        }
        (ChangeKind::Edited | ChangeKind::Status, _) => "modification",
    };
    format!("Annuler\u{a0}: {what} de «\u{a0}{title}\u{a0}»")
}

pub(crate) fn undone(title: &str, kind: ChangeKind, back_to: Option<&TaskStatus>) -> String {
    let what = match (kind, back_to) {
        (ChangeKind::Created, _) => "création retirée",
        (ChangeKind::Offered, _) => "proposition retirée",
        (ChangeKind::Status, Some(to)) => task_status(to),
        (ChangeKind::Edited | ChangeKind::Status, _) => "modification retirée",
    };
    format!("Annulé. {title}\u{a0}: {what}.")
}
