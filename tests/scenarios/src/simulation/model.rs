//! What must be true, told in as few words as possible: which notes people wrote, and which of them
//! they took back.

use std::collections::BTreeSet;

use coordo_core::RecordKey;
use coordo_core::change::{Field, FieldChange};
use coordo_fhir::fields::{Fields, elements, same};
use coordo_store::OutboxRow;

/// All notes that people wrote, and what became of them by their own will, or by a server that lost
/// them.
#[derive(Default)]
pub(super) struct Model {
    notes: BTreeSet<(RecordKey, String)>,
    made: BTreeSet<RecordKey>,
    /// Notes and records that a person gave up, or that their server lost after it took them.
    pub(super) given_up: BTreeSet<(RecordKey, String)>,
    pub(super) lost_records: BTreeSet<RecordKey>,
}

/// The notes that a text has, in its order.
pub(super) fn notes_of(text: &str) -> Vec<String> {
    let fields = Fields::parse(text).unwrap_or_default();
    let notes = fields.get("note").and_then(elements).unwrap_or_default();
    let text = |note: &str| Fields::parse(note).ok()?.string("text");
    notes.into_iter().filter_map(text).collect()
}

/// The notes that a change adds.
pub(super) fn notes_in(fields: &[FieldChange]) -> Vec<String> {
    let mut found = Vec::new();
    for field in fields {
        let after = field.after.as_ref().map_or("", |a| a.as_str());
        if field.field == Field::Note {
            found.extend(notes_of(&format!("{{\"note\":[{after}]}}")));
        } else if field.field == Field::Resource {
            let before = field.before.as_ref().map_or("", |b| b.as_str());
            let before = notes_of(before);
            found.extend(notes_of(after).into_iter().filter(|n| !before.contains(n)));
        }
    }
    found
}

impl Model {
    pub(super) fn made(&mut self, row: &OutboxRow) {
        for note in notes_in(&row.change.fields) {
            self.notes.insert((row.record().clone(), note));
        }
        if row.change.kind == coordo_core::ChangeKind::Created {
            self.made.insert(row.record().clone());
        }
    }

    pub(super) fn discarded(&mut self, row: &OutboxRow) {
        for note in notes_in(&row.change.fields) {
            self.given_up.insert((row.record().clone(), note));
        }
        if row.change.kind == coordo_core::ChangeKind::Created {
            self.lost_records.insert(row.record().clone());
        }
    }

    /// Notes that have to be at their source exactly once when all is quiet.
    pub(super) fn owed(&self) -> impl Iterator<Item = &(RecordKey, String)> {
        self.notes
            .iter()
            .filter(|n| !self.given_up.contains(*n) && !self.lost_records.contains(&n.0))
    }

    /// Records that have to be at their source when all is quiet.
    pub(super) fn owed_records(&self) -> impl Iterator<Item = &RecordKey> {
        self.made.iter().filter(|r| !self.lost_records.contains(*r))
    }
}

/// The members of a resource that two versions of it say differently, but for what servers and
/// writers stamp.
pub(super) fn differing(before: &str, after: &str) -> Vec<String> {
    let stamped = ["meta", "lastModified", "authoredOn"];
    let (b, a) = (
        Fields::parse(before).unwrap_or_default(),
        Fields::parse(after).unwrap_or_default(),
    );
    let mut names: Vec<String> = Vec::new();
    for (name, _) in b.iter().chain(a.iter()) {
        let is_same = match (b.get(name), a.get(name)) {
            (Some(b), Some(a)) => same(b, a),
            (b, a) => b.is_none() && a.is_none(),
        };
        if !is_same && !stamped.contains(&name) && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The members of a resource that a change may write.
pub(super) fn writable(row: &OutboxRow) -> Vec<String> {
    let mut names = Vec::new();
    for field in &row.change.fields {
        if field.field == Field::Resource {
            let text = |v: &Option<coordo_core::Private<String>>| {
                v.as_ref().map_or(String::new(), |v| v.0.clone())
            };
            names.extend(differing(&text(&field.before), &text(&field.after)));
        } else {
            names.push(field.field.name().to_owned());
        }
    }
    names
}
