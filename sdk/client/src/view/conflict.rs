//! What a person is asked about one record that a colleague changed meanwhile.

use coordo_core::{FhirDate, Field, Instant, Private, RecordKey};

use super::FieldView;

/// One record of which two people changed the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictView {
    /// The record.
    pub record: RecordKey,
    /// Its title, or the name that it goes by.
    pub title: Option<Private<String>>,
    /// What is asked, each by itself; all else is merged already.
    pub fields: Vec<ConflictFieldView>,
    /// When the source's copy was changed, where it says so.
    pub at: Option<FhirDate>,
    /// Who changed it: whoever wrote a note at that instant. Absent where nobody did.
    pub by: Option<Private<String>>,
    /// Whether the decision was left for later.
    pub is_aside: bool,
    /// Why the status is what it is, here and at the source, where the status is asked: the
    /// reason goes with it.
    pub reasons: [Option<Private<String>>; 2],
    /// What merges by itself and goes with the decision, in the order of a form.
    pub merged: Vec<MergedView>,
    /// When the first of what was wanted here was made.
    pub mine_at: Option<Instant>,
    /// When the copy that both began with was changed, where it says so.
    pub before_at: Option<FhirDate>,
}

/// A field that only one of the two changed, or notes that both added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedView {
    /// Which field.
    pub field: Field,
    /// What it says after the decision; of notes, each that was added.
    pub values: Vec<FieldView>,
    /// What of it was wanted here, and is sent.
    pub mine: Vec<FieldView>,
}

/// One value that is to be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictFieldView {
    /// Where it stands, to be given back with the decision: `restriction.period.end`.
    pub path: String,
    /// The field of the form that it belongs to; absent where forms have none.
    pub field: Option<Field>,
    /// What both began with.
    pub before: FieldView,
    /// What was wanted here.
    pub mine: FieldView,
    /// What the source holds.
    pub theirs: FieldView,
}

/// What a person decides about one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What was wanted here.
    Mine,
    /// What the source holds.
    Theirs,
}
