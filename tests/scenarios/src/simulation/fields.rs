//! What must be true of each field: every value that a source is said to have taken was there, each
//! came there once, and none is dropped but by a later one, by a rule or by a person.

use std::collections::BTreeMap;

use coordo_core::change::{Field, FieldChange};
use coordo_core::task::transition::successors;
use coordo_core::{RecordKey, TaskStatus};
use coordo_fhir::fields::{Fields, same};
use coordo_fhir::write;
use coordo_store::OutboxRow;

use super::Violation;

/// The fields that are followed.
const FOLLOWED: [Field; 5] = [
    Field::Title,
    Field::Owner,
    Field::Window,
    Field::Planned,
    Field::Status,
];

type Value = Option<String>;

/// A value that somebody gave a field.
struct Wish {
    device: usize,
    record: RecordKey,
    field: Field,
    value: Value,
    /// How many values the field had had at its source.
    since: usize,
}

/// Values as people gave them and as sources had them.
#[derive(Default)]
pub(super) struct Values {
    wishes: Vec<Wish>,
    /// What each field was at its source, oldest first.
    had: BTreeMap<(RecordKey, Field), Vec<Value>>,
    /// Values that may come to be there once more: somebody said so again, or the server lost them.
    again: Vec<(RecordKey, Field, Value)>,
    undone: Vec<(RecordKey, Field, Value)>,
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Only a status is written twice by people who mean different things.
fn is_unique(field: Field, value: &Value) -> bool {
    field != Field::Status && value.is_some()
}

/// The followed fields that a change writes, with their values.
fn written(fields: &[FieldChange]) -> Vec<(Field, Value)> {
    let mut written = Vec::new();
    for change in fields {
        let text = |v: &Option<coordo_core::Private<String>>| v.as_ref().map(|v| v.0.clone());
        if change.field == Field::Resource {
            let (before, after) = (text(&change.before), text(&change.after));
            let words = |v: &Value| {
                let v = v.as_deref().unwrap_or_default();
                Fields::parse(v)
                    .ok()
                    .and_then(|f| f.get("description").map(str::to_owned))
            };
            if !is_same(&words(&before), &words(&after)) {
                written.push((Field::Title, words(&after)));
            }
        } else if FOLLOWED.contains(&change.field) {
            written.push((change.field, text(&change.after)));
        }
    }
    written
}

fn current(text: &str, field: Field) -> Value {
    write::current(text, field).map(|v| v.0)
}

impl Values {
    fn n_had(&self, record: &RecordKey, field: Field) -> usize {
        self.had
            .get(&(record.clone(), field))
            .map_or(0, |had| had.len())
    }

    /// Somebody gave fields other values.
    pub(super) fn made(&mut self, device: usize, row: &OutboxRow) {
        let record = row.record();
        for (field, value) in written(&row.change.fields) {
            let since = self.n_had(record, field);
            let record = record.clone();
            self.wishes.push(Wish {
                device,
                record,
                field,
                value,
                since,
            });
        }
    }

    /// Somebody took a change back that had not left: it must never arrive.
    pub(super) fn undone(&mut self, device: usize, row: &OutboxRow) {
        for (field, value) in written(&row.change.fields) {
            if is_unique(field, &value) {
                self.undone
                    .push((row.record().clone(), field, value.clone()));
            }
            self.forget(device, row.record(), field, &value);
        }
    }

    /// Somebody gave a change up; what of it has arrived stays.
    pub(super) fn given_up(&mut self, device: usize, row: &OutboxRow) {
        for (field, value) in written(&row.change.fields) {
            self.forget(device, row.record(), field, &value);
        }
    }

    fn forget(&mut self, device: usize, record: &RecordKey, field: Field, value: &Value) {
        self.wishes.retain(|w| {
            let is_it = w.device == device && w.record == *record && w.field == field;
            !(is_it && is_same(&w.value, value))
        });
    }

    /// Somebody said again what they want: it may arrive once more.
    pub(super) fn said_again(&mut self, record: &RecordKey, fields: &[FieldChange]) {
        for (field, value) in written(fields) {
            self.again.push((record.clone(), field, value));
        }
    }

    /// A server lost what it had; what is there now may be what was there once.
    pub(super) fn lost(&mut self, record: &RecordKey) {
        for ((_, field), had) in self.had.iter().filter(|((r, _), _)| r == record) {
            for value in had {
                self.again.push((record.clone(), *field, value.clone()));
            }
        }
    }

    /// Takes in what a source holds of a record now.
    ///
    /// # Errors
    ///
    /// A value came there that nobody wants any more, or a second time.
    pub(super) fn observe(&mut self, record: &RecordKey, text: &str) -> Result<(), Violation> {
        for field in FOLLOWED {
            let value = current(text, field);
            let had = self.had.entry((record.clone(), field)).or_default();
            if had.last().is_some_and(|last| is_same(last, &value)) {
                continue;
            }
            let was_there = had.iter().any(|v| is_same(v, &value));
            had.push(value.clone());
            if !is_unique(field, &value) {
                continue;
            }
            let is_it = |(r, f, v): &(RecordKey, Field, Value)| {
                r == record && *f == field && is_same(v, &value)
            };
            if self.undone.iter().any(is_it) {
                return Err(format!("{record:?}: {field:?} is what was taken back"));
            }
            let again = self.again.iter().position(is_it);
            if was_there && again.is_none() {
                return Err(format!("{record:?}: {field:?} arrived twice"));
            }
            if let Some(at) = again.filter(|_| was_there) {
                self.again.swap_remove(at);
            }
        }
        Ok(())
    }

    fn was_there(&self, record: &RecordKey, field: Field, value: &Value, since: usize) -> bool {
        let had = self.had.get(&(record.clone(), field));
        // What it already was when somebody wished it counts.
        let mut had = had.into_iter().flatten().skip(since.saturating_sub(1));
        had.any(|v| is_same(v, value))
    }

    /// A source is said to have a change: each value of it was there since it was made.
    pub(super) fn acknowledged(&self, device: usize, row: &OutboxRow) -> Result<(), Violation> {
        let record = row.record();
        for (field, value) in written(&row.change.fields) {
            let wish = self.wish(device, record, field, &value);
            let since = wish.map_or(0, |(_, w)| w.since);
            if !self.was_there(record, field, &value, since) {
                let n = row.n;
                return Err(format!(
                    "device {device}: row {n} is acknowledged, its {field:?} never arrived"
                ));
            }
        }
        Ok(())
    }

    fn wish(
        &self,
        device: usize,
        record: &RecordKey,
        field: Field,
        value: &Value,
    ) -> Option<(usize, &Wish)> {
        let mut wishes = self.wishes.iter().enumerate();
        wishes.find(|(_, w)| {
            w.device == device
                && w.record == *record
                && w.field == field
                && is_same(&w.value, value)
        })
    }

    /// Rows of a record are put together: each value is at its source, in another row, followed by
    /// a later one of the same device, or a status that a rule lets another one follow.
    pub(super) fn merged(
        &self,
        device: usize,
        row: &OutboxRow,
        others: &[FieldChange],
        began: &Value,
    ) -> Result<(), Violation> {
        let record = row.record();
        let others = written(others);
        for (field, value) in written(&row.change.fields) {
            let is_elsewhere = others
                .iter()
                .any(|(f, v)| *f == field && is_same(v, &value));
            let is_followed = match self.wish(device, record, field, &value) {
                Some((at, _)) => self
                    .wishes
                    .iter()
                    .skip(at + 1)
                    .any(|w| w.device == device && w.record == *record && w.field == field),
                None => false,
            };
            let had = self.had.get(&(record.clone(), field));
            // The source may have gone on since it said what it was merged with.
            let may_give_way = |to: &Value| may_follow(value.as_deref(), to.as_deref());
            let is_by_rule = field == Field::Status
                && (is_same(&value, began) || had.is_some_and(|had| had.iter().any(may_give_way)));
            let is_there = self.was_there(record, field, &value, 0);
            if !(is_elsewhere || is_followed || is_by_rule || is_there) {
                let n = row.n;
                return Err(format!(
                    "device {device}: {field:?} of row {n} was dropped by a merge"
                ));
            }
        }
        Ok(())
    }

    /// Somebody decided a conflict: what they did not leave to the source is kept.
    pub(super) fn decided(
        &self,
        record: &RecordKey,
        wanted: &[FieldChange],
        left: &[FieldChange],
        given_way: &[String],
    ) -> Result<(), Violation> {
        let left = written(left);
        for (field, value) in written(wanted) {
            let has_given_way = given_way.iter().any(|path| path.starts_with(field.name()));
            let is_left = left.iter().any(|(f, v)| *f == field && is_same(v, &value));
            let is_there = self.was_there(record, field, &value, 0);
            if !(has_given_way || is_left || is_there || field == Field::Status) {
                return Err(format!("{record:?}: {field:?} was dropped by a decision"));
            }
        }
        Ok(())
    }
}

fn may_follow(mine: Option<&str>, theirs: Option<&str>) -> bool {
    let status = |text: Option<&str>| {
        let code = text.map(|t| t.trim_matches('"'));
        code.map_or(TaskStatus::Missing, TaskStatus::from_code)
    };
    successors(&status(mine)).contains(&status(theirs))
}
