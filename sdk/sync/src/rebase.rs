//! Unsent changes, laid on what a colleague wrote meanwhile.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::{Instant, RecordKey};
use coordo_fhir::fields::same;
use coordo_fhir::merge::{Clash, Merge, choose, merge, says_the_same};
use coordo_fhir::write;
use coordo_store::{Body, OutboxRow, RowState};

use crate::event::Action;
use crate::machine::{Entry, Held, Machine};

/// What a person is asked about one record.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// What both began with.
    pub base: Body,
    /// What was wanted here, as if the source had taken it.
    pub mine: Body,
    /// What the source holds.
    pub theirs: Body,
    /// All that merges by itself, and what is asked.
    pub merge: Merge,
    /// Whether the person left it for later.
    pub is_aside: bool,
}

impl Machine {
    /// Merges what waits of a record with what its source holds, or leaves it to a person.
    pub(crate) fn merge_with(
        &mut self,
        record: &RecordKey,
        theirs: Held,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        let Some(entry) = self.entry_mut(record) else {
            return;
        };
        let latest = entry.latest();
        let is_news =
            latest.version != theirs.version || !says_the_same(&latest.text, &theirs.text);
        entry.is_aside &= !is_news;
        entry.theirs = Some(theirs.clone());
        let merged = self.conflict(record).filter(|c| c.merge.clashes.is_empty());
        let Some(merged) = merged else {
            self.stop_at(record, &RowState::Conflict, actions);
            actions.push(Action::Theirs {
                record: record.clone(),
                version: theirs.version,
                body: theirs.text,
            });
            return;
        };
        let fields = self.left_of(record, &theirs.text, &merged.merge.text);
        let mut gone: Vec<u64> = self.rows_of(record).map(|r| r.n).collect();
        let row = self.folded(record, fields, now, theirs.version.clone());
        gone.retain(|n| row.as_ref().is_none_or(|r| r.n != *n));
        for n in &gone {
            self.rows.remove(n);
        }
        if let Some(entry) = self.entry_mut(record) {
            *entry = Entry::on(theirs.clone());
            entry.is_checked = true;
        }
        if let Some(row) = row {
            self.rows.insert(row.n, row.clone());
            actions.push(Action::RowChanged(row));
        }
        self.forget_if_idle(record);
        actions.push(Action::Merged {
            record: record.clone(),
            gone,
            version: theirs.version,
            body: theirs.text,
        });
    }

    /// What is left to be sent so that the source says what a merged text says.
    fn left_of(&self, record: &RecordKey, theirs: &str, merged: &str) -> Vec<FieldChange> {
        let rows: Vec<&OutboxRow> = self.rows_of(record).collect();
        let mut fields = fold(&rows);
        // What follows a status goes with it, whoever wrote it.
        let has = |fields: &[FieldChange], field| fields.iter().any(|f| f.field == field);
        if has(&fields, Field::Status) && !has(&fields, Field::StatusReason) {
            fields.push(write::field(theirs, Field::StatusReason, None));
        }
        for field in &mut fields {
            if field.field == Field::Note {
                continue;
            }
            field.before = write::current(theirs, field.field);
            field.after = write::current(merged, field.field);
        }
        fields.retain(|f| {
            if f.field == Field::Resource {
                return !says_the_same(theirs, merged);
            }
            !write::has(theirs, f)
        });
        fields
    }

    /// All rows of a record as one that rests on another version; `None` where nothing is left.
    fn folded(
        &self,
        record: &RecordKey,
        fields: Vec<FieldChange>,
        now: Instant,
        version: Option<String>,
    ) -> Option<OutboxRow> {
        let rows = || self.rows_of(record);
        let first = rows().next()?;
        let last = rows().last()?;
        let is_made = last.change.kind == ChangeKind::Created;
        let kind = if is_made {
            ChangeKind::Edited
        } else {
            last.change.kind
        };
        let latest = last.change.at.max(now);
        let row = OutboxRow {
            n: first.n,
            change: Change {
                record: record.clone(),
                kind,
                fields,
                at: latest,
                unusual: rows().any(|r| r.change.unusual),
            },
            base_version: version,
            made_at: first.made_at,
            state: RowState::Unsent,
        };
        (!row.change.fields.is_empty()).then_some(row)
    }

    /// What a person is asked about a record; `None` where nothing is, or where it is not known
    /// yet what the source holds.
    pub fn conflict(&self, record: &RecordKey) -> Option<Conflict> {
        let entry = self.entry(record)?;
        let theirs = entry.theirs.as_ref()?.text.clone();
        let base = entry.base.text.clone();
        let mut mine = base.to_string();
        for row in self.rows_of(record) {
            mine = write::apply(&mine, &row.change).unwrap_or(mine);
        }
        let merge = merge(&base, &mine, &theirs).ok()?;
        Some(Conflict {
            base,
            mine: mine.into(),
            theirs,
            merge,
            is_aside: entry.is_aside,
        })
    }

    /// Records whose changes wait for a person, because a colleague changed the same.
    pub fn conflicts(&self) -> impl Iterator<Item = &RecordKey> {
        let asked = self.entries.iter().filter(|(_, e)| e.theirs.is_some());
        asked.map(|(record, _)| record)
    }

    /// The fields to write so that a record says what a person decided; empty where it says so
    /// already. `None` where nothing is asked.
    pub fn decided(
        &self,
        record: &RecordKey,
        is_mine: impl Fn(&Clash) -> bool,
    ) -> Option<Vec<FieldChange>> {
        let conflict = self.conflict(record)?;
        let text = choose(&conflict.merge, &conflict.mine, is_mine).ok()?;
        Some(self.left_of(record, &conflict.theirs, &text))
    }

    /// A person leaves a decision for later; what the source says anew brings it back.
    pub fn set_aside(&mut self, record: &RecordKey) {
        if let Some(entry) = self.entry_mut(record) {
            entry.is_aside = true;
        }
    }

    /// Tells what a conflict of an earlier life began with: its rows alone know only the fields
    /// that they change.
    pub fn began_with(&mut self, record: &RecordKey, version: Option<String>, text: Body) {
        if let Some(entry) = self.entry_mut(record).filter(|e| e.theirs.is_some()) {
            entry.base = Held { version, text };
        }
    }

    /// Takes a row of an earlier life in. What was on its way may have arrived; what rests on
    /// another copy than the one that is held is merged with it before it leaves.
    pub(crate) fn restored(&mut self, mut row: OutboxRow, version: Option<String>, copy: Body) {
        let record = row.record().clone();
        let was_sending = row.state == RowState::Sending;
        if was_sending {
            row.state = RowState::Unsent;
        }
        let is_made_here = row.change.kind == ChangeKind::Created;
        if self.entry(&record).is_none() {
            let is_other = version != row.base_version || !saw(&copy, &row);
            let held = Held {
                version,
                text: copy,
            };
            let mut entry = Entry::on(held.clone());
            if is_other && !is_made_here {
                entry.base.version.clone_from(&row.base_version);
                entry.is_unsure = true;
                if row.state == RowState::Conflict {
                    entry.theirs = Some(held);
                }
            } else if is_other {
                // Another record has its id, which no fair chance brings about.
                row.state = RowState::Conflict;
                entry.theirs = Some(held);
                entry.base = Held {
                    version: None,
                    text: write::unborn(&record).into(),
                };
            }
            self.entries.push((record.clone(), entry));
        }
        let known: Vec<Field> = self
            .rows_of(&record)
            .flat_map(|r| &r.change.fields)
            .map(|f| f.field)
            .collect();
        if let Some(entry) = self.entry_mut(&record) {
            // What was made here may have left in another way than by this row: a server that
            // does not know `If-None-Match` would write over what became of it.
            entry.is_unsure |= was_sending || is_made_here;
            let rests_elsewhere = entry.is_unsure && !was_sending || entry.theirs.is_some();
            if rests_elsewhere && !is_made_here {
                let unknown = row
                    .change
                    .fields
                    .iter()
                    .filter(|f| !known.contains(&f.field));
                for field in unknown {
                    if field.field == Field::Resource {
                        // The row has the whole that it rested on.
                        let seen = field.before.as_ref();
                        entry.base.text = seen.map_or("{}", |seen| seen.as_str()).into();
                        continue;
                    }
                    // What the row saw there, for want of the whole that it rested on.
                    let seen = FieldChange {
                        field: field.field,
                        before: field.after.clone(),
                        after: field.before.clone(),
                    };
                    let text = write::apply_field(&entry.base.text, &seen);
                    entry.base.text = text.map_or(entry.base.text.clone(), Body::from);
                }
            }
        }
        self.rows.insert(row.n, row);
    }
}

/// Whether a copy says what the maker of a change had before them: one version may name two
/// contents, where a server came back from a backup.
fn saw(copy: &str, row: &OutboxRow) -> bool {
    let mut fields = row.change.fields.iter();
    row.change.kind == ChangeKind::Created
        || fields.all(|f| match (f.field, &f.before) {
            (Field::Note, _) => true,
            (Field::Resource, before) => {
                let before = before.as_ref().map_or("", |b| b.as_str());
                says_the_same(before, copy)
            }
            (field, Some(before)) => {
                write::current(copy, field).is_some_and(|now| same(&now, before))
            }
            (field, None) => write::current(copy, field).is_none(),
        })
}

/// The last value of each field that rows name, and every note.
pub fn fold(rows: &[&OutboxRow]) -> Vec<FieldChange> {
    let mut fields: Vec<FieldChange> = Vec::new();
    for field in rows.iter().flat_map(|row| &row.change.fields) {
        let known = fields.iter_mut().find(|f| f.field == field.field);
        match known {
            Some(known) if field.field != Field::Note => known.after.clone_from(&field.after),
            Some(_) | None => fields.push(field.clone()),
        }
    }
    fields
}
