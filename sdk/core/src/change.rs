//! What a command did to one record, field by field.

use crate::{Instant, Private, RecordKey, TaskStatus};

/// What a person did, for sentences about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// A task got another status.
    Status,
    /// A task was made.
    Created,
    /// Fields of a task got other values.
    Edited,
    /// A task was offered to someone.
    Offered,
}

/// A field of a task that commands write, in the order of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `Task.description`.
    Title,
    /// `Task.owner`.
    Owner,
    /// `Task.executionPeriod`: when it is planned.
    Planned,
    /// `Task.restriction.period`: the window in which it is due.
    Window,
    /// `Task.priority`.
    Priority,
    /// `Task.reasonReference`: the goal or need that it serves.
    Goal,
    /// One annotation of `Task.note`.
    Note,
    /// `Task.status`.
    Status,
    /// `Task.statusReason`.
    StatusReason,
    /// `Task.basedOn`: the plan. Written when the task is made, as all that follow.
    Plan,
    /// `Task.partOf`: the task that it is a part of.
    Parent,
    /// The extension `task-replaces`: the ended task whose place it takes.
    Replaces,
    /// `Task.for`: whose plan.
    Subject,
    /// `Task.requester`: who made it.
    Requester,
    /// `Task.intent`.
    Intent,
    /// `Task.instantiatesCanonical`: the version of the protocol that it comes from.
    Protocol,
    /// `Task.input` of type `apres`: the tasks that it comes after.
    After,
    /// A resource of any type as a whole: `before` is what was seen of it, `after` what it shall
    /// say, both as JSON. Only what differs between the two is wanted.
    Resource,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 18] = [
        Self::Title,
        Self::Owner,
        Self::Planned,
        Self::Window,
        Self::Priority,
        Self::Goal,
        Self::Note,
        Self::Status,
        Self::StatusReason,
        Self::Plan,
        Self::Parent,
        Self::Replaces,
        Self::Subject,
        Self::Requester,
        Self::Intent,
        Self::Protocol,
        Self::After,
        Self::Resource,
    ];

    /// Where it stands in a Task: the names of members from the outside in. It also names
    /// the field where a change is kept.
    pub fn path(self) -> &'static [&'static str] {
        match self {
            Self::Title => &["description"],
            Self::Owner => &["owner"],
            Self::Planned => &["executionPeriod"],
            Self::Window => &["restriction", "period"],
            Self::Priority => &["priority"],
            Self::Goal => &["reasonReference"],
            Self::Note => &["note"],
            Self::Status => &["status"],
            Self::StatusReason => &["statusReason"],
            Self::Plan => &["basedOn"],
            Self::Parent => &["partOf"],
            Self::Replaces => &["extension"],
            Self::Subject => &["for"],
            Self::Requester => &["requester"],
            Self::Intent => &["intent"],
            Self::Protocol => &["instantiatesCanonical"],
            Self::After => &["input"],
            Self::Resource => &[],
        }
    }

    /// The first member of [`Field::path`], empty for the whole: no two fields share it.
    pub fn name(self) -> &'static str {
        self.path().first().copied().unwrap_or_default()
    }

    /// The field of that [`Field::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What happened to one field. A value is the text that the record has there, opaque here;
/// absent where the record has none. For [`Field::Note`] it is the one annotation that is
/// added (`after`) or taken away (`before`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// The value before, for undo.
    pub before: Option<Private<String>>,
    /// The value after.
    pub after: Option<Private<String>>,
}

/// What a command did to one record: the fields it names and `lastModified`, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record that it touches.
    pub record: RecordKey,
    /// What it is called.
    pub kind: ChangeKind,
    /// Its fields.
    pub fields: Vec<FieldChange>,
    /// `lastModified` after; `authoredOn` too for one that is made.
    pub at: Instant,
    /// Outside the strict table of statuses, let through by lenient mode.
    pub unusual: bool,
}

impl Change {
    /// What it does to a field.
    pub fn field(&self, field: Field) -> Option<&FieldChange> {
        self.fields.iter().find(|f| f.field == field)
    }

    /// The status that it gives, where it gives one.
    pub fn status(&self) -> Option<TaskStatus> {
        status_of(self.field(Field::Status)?.after.as_ref())
    }

    /// The status that it takes away, where it changes one.
    pub fn status_before(&self) -> Option<TaskStatus> {
        status_of(self.field(Field::Status)?.before.as_ref())
    }

    /// What it wants, for sentences.
    pub fn wanted(&self) -> Wanted {
        let is_named = |f: &Field| *f <= Field::Note;
        Wanted {
            kind: self.kind,
            status: self.status(),
            fields: self
                .fields
                .iter()
                .map(|f| f.field)
                .filter(is_named)
                .collect(),
        }
    }

    /// The change that would take this one back.
    pub fn inverse(&self, at: Instant) -> Self {
        let turned = |f: &FieldChange| FieldChange {
            field: f.field,
            before: f.after.clone(),
            after: f.before.clone(),
        };
        Self {
            fields: self.fields.iter().map(turned).collect(),
            at,
            ..self.clone()
        }
    }
}

/// The code between its quotes.
fn status_of(text: Option<&Private<String>>) -> Option<TaskStatus> {
    Some(TaskStatus::from_code(text?.trim().trim_matches('"')))
}

/// What a change wants, for sentences: never a value of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What was done.
    pub kind: ChangeKind,
    /// The status that it gives, where it gives one.
    pub status: Option<TaskStatus>,
    /// Fields of the form that it writes, besides the status.
    pub fields: Vec<Field>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_and_no_two_share_one() {
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
    }
}
