//! A conflict, field by field, with names in place of references.

use coordo_core::task::Note;
use coordo_core::{FhirDate, Field, Private, RecordKey, Task};
use coordo_fhir::fields::{Fields, unquote};
use coordo_fhir::merge::Clash;
use coordo_fhir::{Projection, read};
use coordo_sync::Conflict;

use super::wanted::shown;
use super::{Moment, Scene, name_of, owner};
use crate::state::State;
use crate::view::FieldView;
use crate::view::conflict::{ConflictFieldView, ConflictView, MergedView};

/// All that waits for a person, in the order of making.
pub(crate) fn conflicts(state: &State, moment: Moment) -> Vec<ConflictView> {
    let scene = Scene::new(state, moment);
    let records = state.machine.conflicts();
    let records = records.filter(|r| !state.is_hidden(&r.source));
    let asked = records.filter_map(|r| Some((r, state.machine.conflict(r)?)));
    asked.map(|(r, c)| conflict(&scene, r, &c)).collect()
}

fn conflict(scene: &Scene<'_>, record: &RecordKey, of: &Conflict) -> ConflictView {
    let task = |text| {
        let Projection::Task(task) = read::read(record, text).projection else {
            return None;
        };
        Some(task)
    };
    let tasks = [&of.base, &of.mine, &of.theirs].map(|text| task(text));
    let [before_at, _, at] = tasks.each_ref().map(|t| t.as_ref()?.last_modified);
    let mut fields: Vec<ConflictFieldView> = Vec::new();
    for clash in &of.merge.clashes {
        fields.push(field(scene, &tasks, clash));
    }
    let is_status_asked = of.merge.clashes.iter().any(|c| c.path == "status");
    let [_, mine, theirs] = &tasks;
    let reasons = [mine, theirs].map(|task| {
        let task = task.as_ref().filter(|_| is_status_asked)?;
        task.status_reason.clone()
    });
    ConflictView {
        record: record.clone(),
        reasons,
        title: name_of(scene, record),
        fields,
        at,
        by: at.and_then(|at| who_wrote(scene, record, &of.theirs, at)),
        is_aside: of.is_aside,
        merged: task(&of.merge.text).map_or_else(Vec::new, |task| merged(scene, &tasks, &task, of)),
        mine_at: scene
            .state
            .machine
            .rows_of(record)
            .next()
            .map(|r| r.made_at),
        before_at,
    }
}

fn field(scene: &Scene<'_>, tasks: &[Option<Box<Task>>; 3], clash: &Clash) -> ConflictFieldView {
    let field = field_at(&clash.path).filter(|_| tasks.iter().all(Option::is_some));
    let values = [&clash.before, &clash.mine, &clash.theirs];
    let views = tasks.iter().zip(values).map(|(task, value)| {
        // A value that is gone is said as such, not as what the form makes of its absence.
        match (task, field, value) {
            (_, _, None) => FieldView::Nothing,
            (Some(task), Some(field), Some(_)) => shown(scene, task, field),
            (_, _, Some(value)) => words(value),
        }
    });
    let mut views = views.collect::<Vec<_>>().into_iter();
    let mut next = || views.next().unwrap_or(FieldView::Nothing);
    ConflictFieldView {
        path: clash.path.clone(),
        field,
        before: next(),
        mine: next(),
        theirs: next(),
    }
}

/// What a merged task says that the one which both began with did not, beside what is asked.
fn merged(
    scene: &Scene<'_>,
    tasks: &[Option<Box<Task>>; 3],
    merged: &Task,
    of: &Conflict,
) -> Vec<MergedView> {
    let [Some(base), _, Some(theirs)] = tasks else {
        return Vec::new();
    };
    let asked = |field: Field| {
        let mut clashes = of.merge.clashes.iter();
        clashes.any(|c| {
            let at = field_at(&c.path);
            at == Some(field) || at == Some(Field::Status) && field == Field::StatusReason
        })
    };
    let fields = Field::ALL.into_iter().filter(|f| *f <= Field::StatusReason);
    let one = |field: Field| {
        if field == Field::Note {
            return notes(merged, of);
        }
        let [before, now, theirs] = [base, merged, theirs].map(|task| shown(scene, task, field));
        (before != now && !asked(field)).then(|| MergedView {
            field,
            mine: (now != theirs).then(|| now.clone()).into_iter().collect(),
            values: vec![now],
        })
    };
    fields.filter_map(one).collect()
}

/// The notes that were added, and those of them that were added here.
fn notes(task: &Task, of: &Conflict) -> Option<MergedView> {
    let notes = |text| read::detail(&task.key, text).notes;
    let (before, theirs) = (notes(&of.base), notes(&of.theirs));
    let is_in = |all: &[Note], one: &Note| {
        let mut all = all.iter();
        all.any(|n| n.time == one.time && n.text == one.text)
    };
    let mut added = notes(&of.merge.text);
    added.retain(|note| !is_in(&before, note));
    let words = |note: &Note| note.text.clone().map(FieldView::Text);
    let mine = added.iter().filter(|note| !is_in(&theirs, note));
    let mine = mine.filter_map(words).collect();
    let values: Vec<FieldView> = added.iter().filter_map(words).collect();
    (!values.is_empty()).then_some(MergedView {
        field: Field::Note,
        values,
        mine,
    })
}

/// The field of the form that a path leads into.
fn field_at(path: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| {
        let at = field.path().join(".");
        let rest = path.strip_prefix(&at);
        *field <= Field::StatusReason
            && *field != Field::Note
            && rest.is_some_and(|r| r.is_empty() || r.starts_with(['.', '[']))
    })
}

/// A value that no form has, in its own words.
fn words(json: &str) -> FieldView {
    let text = |text: String| FieldView::Text(Private(text));
    if let Some(plain) = unquote(json) {
        return text(plain);
    }
    let Ok(fields) = Fields::parse(json) else {
        return text(json.to_owned());
    };
    let said = ["text", "display", "value", "reference", "description"];
    match said.into_iter().find_map(|name| fields.string(name)) {
        Some(words) => text(words),
        None => text(json.to_owned()),
    }
}

/// Who wrote a note at the instant at which the source's copy was changed.
fn who_wrote(
    scene: &Scene<'_>,
    record: &RecordKey,
    text: &str,
    at: FhirDate,
) -> Option<Private<String>> {
    let notes = read::detail(record, text).notes;
    let note = notes.iter().find(|n| n.time == Some(at))?;
    owner::owner(scene, record, &note.author, false).name
}
