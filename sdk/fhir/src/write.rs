//! A change of the core, written into the JSON that was received.

use coordo_core::change::{Change, ChangeKind, Field, FieldChange};
use coordo_core::decide::StatusDecision;
use coordo_core::task::Period;
use coordo_core::{Instant, Private, RecordKey, Reference};

use crate::edit::{EditError, remove, set};
use crate::fields::{Fields, elements, quote, same};
use crate::merge::merge;

/// The extension that points from a task to the ended ones whose place it takes
/// (<https://hl7.org/fhir/R4/extension-task-replaces.html>).
pub const REPLACES: &str = "http://hl7.org/fhir/StructureDefinition/task-replaces";

/// Applies a change to the JSON of its record.
///
/// Only the fields that the change names are touched, and `lastModified`.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object, or a field lies in something else.
pub fn apply(text: &str, change: &Change) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for field in &change.fields {
        text = apply_field(&text, field)?;
    }
    if change.record.kind != "Task" {
        return Ok(text);
    }
    let at = quote(&change.at.to_fhir());
    if change.kind == ChangeKind::Created {
        text = set(&text, &["authoredOn"], &at)?;
    }
    set(&text, &["lastModified"], &at)
}

/// Does to one field of a text what a change does to it.
///
/// # Errors
///
/// As [`apply`].
pub fn apply_field(text: &str, change: &FieldChange) -> Result<String, EditError> {
    let (field, before, after) = (change.field, &change.before, &change.after);
    match (field, after) {
        (Field::Note, _) => with_note(text, before.as_ref(), after.as_ref()),
        (Field::Resource, Some(after)) => {
            let base = before.as_ref().unwrap_or(after);
            Ok(merge(base, after, text)?.text)
        }
        (Field::Resource, None) => Ok(text.to_owned()),
        (_, Some(value)) => set(text, field.path(), value),
        (_, None) => remove(text, field.path()),
    }
}

/// The change of a whole resource, of a type that has no commands of its own: what it says now,
/// and what it shall say.
pub fn resource(before: &str, after: &str) -> FieldChange {
    FieldChange {
        field: Field::Resource,
        before: Some(before.into()),
        after: Some(after.into()),
    }
}

/// Whether a text already says all that a change wants.
///
/// A task that was made here and is there under the id that was chosen here arrived,
/// whatever happened to it since.
pub fn holds(text: &str, change: &Change) -> bool {
    let Ok(fields) = Fields::parse(text) else {
        return false;
    };
    let at = change.at.to_fhir();
    let is_task = change.record.kind == "Task";
    if is_task && change.kind == ChangeKind::Created {
        return fields.string("authoredOn") == Some(at);
    }
    let is_then = !is_task || fields.string("lastModified") == Some(at);
    is_then && change.fields.iter().all(|f| has(text, f))
}

/// Whether a field of a text has the value that a change gives it.
pub fn has(text: &str, change: &FieldChange) -> bool {
    if change.field == Field::Note {
        let notes = notes(text);
        let is_there = |note: &Private<String>| notes.iter().any(|n| same(n, note));
        return change.after.as_ref().is_none_or(is_there)
            && !change.before.as_ref().is_some_and(is_there);
    }
    if change.field == Field::Resource {
        let (Some(before), Some(after)) = (&change.before, &change.after) else {
            return true;
        };
        let merged = merge(before, after, text);
        return merged.is_ok_and(|m| m.clashes.is_empty() && same(&m.text, text));
    }
    match (current(text, change.field), &change.after) {
        (Some(now), Some(after)) => same(&now, after),
        (now, after) => now.is_none() && after.is_none(),
    }
}

/// The text of a field, where the record has it.
pub fn current(text: &str, field: Field) -> Option<Private<String>> {
    let mut at = text;
    for name in field.path() {
        at = Fields::parse(at).ok()?.get(name)?;
    }
    Some(Private::from(at))
}

/// Gives a field of a record another value.
pub fn field(text: &str, field: Field, after: Option<String>) -> FieldChange {
    FieldChange {
        field,
        before: current(text, field),
        after: after.map(Private),
    }
}

/// Adds a note.
pub fn note(words: &str, author: Option<&str>, at: Instant) -> FieldChange {
    let author = author.map_or(String::new(), |a| format!("\"authorReference\":{a},"));
    let time = quote(&at.to_fhir());
    let note = format!("{{{author}\"time\":{time},\"text\":{}}}", quote(words));
    FieldChange {
        field: Field::Note,
        before: None,
        after: Some(Private(note)),
    }
}

/// Gives a record another status and reason.
pub fn status(text: &str, decision: &StatusDecision) -> [FieldChange; 2] {
    let reason = decision.reason.as_ref();
    let reason = reason.map(|words| format!("{{\"text\":{}}}", quote(words)));
    [
        field(text, Field::Status, Some(quote(decision.to.code()))),
        field(text, Field::StatusReason, reason),
    ]
}

/// A `Period`; `None` where it has no bound.
pub fn period(period: Period) -> Option<String> {
    let bound = |name: &str, date: Option<coordo_core::FhirDate>| {
        date.map(|d| format!("\"{name}\":{}", quote(&d.to_fhir())))
    };
    let bounds: Vec<String> = [bound("start", period.start), bound("end", period.end)]
        .into_iter()
        .flatten()
        .collect();
    (!bounds.is_empty()).then(|| format!("{{{}}}", bounds.join(",")))
}

/// A `Reference`; `identifier` is JSON and stands where there is no target.
pub fn reference(to: &Reference, identifier: Option<&str>) -> String {
    let text =
        |name: &str, value: Option<&str>| value.map(|value| format!("\"{name}\":{}", quote(value)));
    let members: Vec<String> = [
        text("reference", to.target()),
        text("type", to.kind.as_deref()),
        identifier.map(|json| format!("\"identifier\":{json}")),
        text("display", to.display.as_ref().map(|d| d.as_str())),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("{{{}}}", members.join(","))
}

/// The extension that says whose place a new task takes.
pub fn replaces(reference: &str) -> String {
    let url = quote(REPLACES);
    format!("[{{\"url\":{url},\"valueReference\":{reference}}}]")
}

/// `Task.input`: the tasks that it comes after, of which these are references. `None` for none.
pub fn after(references: &[String]) -> Option<String> {
    let code = "\"type\":{\"coding\":[{\"system\":\"https://coordo.example/fhir/CodeSystem/task-input\",\"code\":\"apres\"}]}";
    let inputs: Vec<String> = references
        .iter()
        .map(|reference| format!("{{{code},\"valueReference\":{reference}}}"))
        .collect();
    (!inputs.is_empty()).then(|| format!("[{}]", inputs.join(",")))
}

/// A record that its source does not have yet: type and id.
pub fn unborn(key: &RecordKey) -> String {
    let (kind, id) = (quote(&key.kind), quote(&key.id));
    format!("{{\"resourceType\":{kind},\"id\":{id}}}")
}

/// Adds one note and takes one away; one that is there already is not added again.
fn with_note(
    text: &str,
    before: Option<&Private<String>>,
    after: Option<&Private<String>>,
) -> Result<String, EditError> {
    let mut notes = notes(text);
    if let Some(before) = before {
        notes.retain(|note| !same(note, before));
    }
    if let Some(after) = after
        && !notes.iter().any(|note| same(note, after))
    {
        notes.push(after);
    }
    if notes.is_empty() {
        return remove(text, &["note"]);
    }
    set(text, &["note"], &format!("[{}]", notes.join(",")))
}

fn notes(text: &str) -> Vec<&str> {
    let fields = Fields::parse(text).unwrap_or_default();
    fields.get("note").and_then(elements).unwrap_or_default()
}

/// Stamps `meta.versionId` and `meta.lastUpdated`, as a server does.
///
/// # Errors
///
/// [`EditError`] where the text, or its `meta`, is not an object.
pub fn stamp(text: &str, version: &str, updated: &str) -> Result<String, EditError> {
    let text = set(text, &["meta", "versionId"], &quote(version))?;
    set(&text, &["meta", "lastUpdated"], &quote(updated))
}

/// Writes `id`.
///
/// # Errors
///
/// [`EditError`] where the text is not an object.
pub fn with_id(text: &str, id: &str) -> Result<String, EditError> {
    set(text, &["id"], &quote(id))
}

#[cfg(test)]
mod tests {
    use coordo_core::SourceId;

    use super::*;

    fn change(fields: Vec<FieldChange>) -> Change {
        Change {
            record: RecordKey::new(SourceId("s".into()), "Task", "1"),
            kind: ChangeKind::Edited,
            fields,
            at: Instant(0),
            unusual: false,
        }
    }

    const TASK: &str = "{\"resourceType\":\"Task\",\"weight\":1.50,\"restriction\":{\"repetitions\":3,\"period\":{\"end\":\"2026\"}},\"note\":[{\"text\":\"a\"}]}";

    #[test]
    fn an_edit_touches_the_fields_that_it_names_and_its_inverse_gives_them_back() {
        let window = Period::default();
        let edit = change(vec![
            field(TASK, Field::Title, Some(quote("Passer « voir »"))),
            field(TASK, Field::Window, period(window)),
            note("b", None, Instant(0)),
        ]);
        let done = apply(TASK, &edit).unwrap();
        assert!(done.contains("\"weight\":1.50"), "{done}");
        assert!(
            done.contains("\"restriction\":{\"repetitions\":3}"),
            "{done}"
        );
        assert!(done.contains("[{\"text\":\"a\"},{\"time\""), "{done}");
        assert!(holds(&done, &edit) && !holds(TASK, &edit));
        assert_eq!(apply(&done, &edit).unwrap(), done, "twice is once");
        let back = apply(&done, &edit.inverse(Instant(0))).unwrap();
        assert!(holds(&back, &edit.inverse(Instant(0))));
        assert!(back.contains("\"note\":[{\"text\":\"a\"}]"), "{back}");
        assert!(!back.contains("description"), "{back}");
    }

    #[test]
    fn a_note_that_a_colleague_wrote_meanwhile_stays() {
        let edit = change(vec![note("b", None, Instant(0))]);
        let theirs = "{\"note\":[{\"text\":\"a\"},{\"text\":\"c\"}]}";
        let both = apply(theirs, &edit).unwrap();
        assert_eq!(notes(&both).len(), 3, "{both}");
        let back = apply(&both, &edit.inverse(Instant(0))).unwrap();
        assert_eq!(notes(&back).len(), 2, "{back}");
    }

    #[test]
    fn what_a_server_writes_in_another_order_or_spacing_is_still_ours() {
        let edit = change(vec![field(
            "{}",
            Field::Owner,
            Some("{\"reference\":\"P/1\",\"display\":\"Zoé\"}".into()),
        )]);
        let theirs = "{ \"owner\" : { \"display\" : \"Zo\\u00e9\", \"reference\":\"P/1\" }, \"lastModified\": \"1970-01-01T00:00:00.000Z\"}";
        assert!(holds(theirs, &edit));
    }

    #[test]
    fn a_made_task_arrived_wherever_its_id_stands_with_the_time_of_its_making() {
        let made = Change {
            kind: ChangeKind::Created,
            ..change(vec![field("{}", Field::Title, Some(quote("x")))])
        };
        let text = apply(&unborn(&made.record), &made).unwrap();
        assert!(holds(&text, &made));
        let later = set(&text, &["description"], "\"y\"").unwrap();
        assert!(holds(&later, &made));
        assert!(!holds("{\"authoredOn\":\"2020-01-01\"}", &made));
    }
}
