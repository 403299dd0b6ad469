//! What is read of one resource when somebody opens it, and is held for none.

use coordo_core::{FhirDate, Private, RecordKey, Reference};

use super::lenient::Reader;
use crate::fields::{Fields, elements, quote};
use crate::write::REPLACES;

/// The extension that gives `Task.performer` of R5 to R4 (<https://hl7.org/fhir/R5/task.html>).
const PERFORMER: &str = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Task.performer";

/// One entry of `note`.
#[derive(Clone, Debug)]
pub struct Note {
    /// `authorReference`, or `authorString` as its display.
    pub author: Reference,
    /// `time`.
    pub time: Option<FhirDate>,
    /// `text`.
    pub text: Private<String>,
}

/// What a resource says besides its projection.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// `note`, in the order written.
    pub notes: Vec<Note>,
    /// Who contributes: the extension that carries `Task.performer.actor` of R5.
    pub contributors: Vec<Reference>,
    /// The ended tasks whose place this one takes: the extension `task-replaces`.
    pub replaces: Vec<Reference>,
}

/// Reads what a resource says besides its projection; oddities were told when it was read.
pub fn detail(key: &RecordKey, text: &str) -> Detail {
    let mut r = Reader::new(key);
    let fields = Fields::parse(text).unwrap_or_default();
    let mut found = Detail::default();
    for note in r.list(&fields, "note", "note") {
        let Some(text) = r.text(&note, "text", "note.text") else {
            continue;
        };
        let mut author = r.reference(&note, "authorReference", "note.authorReference");
        if author.is_empty() {
            author.display = r.text(&note, "authorString", "note.authorString");
        }
        let time = r.date(&note, "time", "note.time");
        found.notes.push(Note { author, time, text });
    }
    for extension in r.list(&fields, "extension", "extension") {
        match extension.string("url").as_deref() {
            Some(REPLACES) => {
                let old = r.reference(&extension, "valueReference", "extension");
                found.replaces.push(old);
            }
            Some(PERFORMER) => {
                for part in r.list(&extension, "extension", "extension.extension") {
                    if part.string("url").as_deref() == Some("actor") {
                        let actor = r.reference(&part, "valueReference", "extension.extension");
                        found.contributors.push(actor);
                    }
                }
            }
            Some(_) | None => {}
        }
    }
    found
}

/// The first business identifier of a resource, as the JSON of an `Identifier`: what a
/// reference from another server can name it by.
pub fn identifier(text: &str) -> Option<String> {
    let fields = Fields::parse(text).ok()?;
    let found = elements(fields.get("identifier")?)?;
    found.into_iter().find_map(|identifier| {
        let identifier = Fields::parse(identifier).ok()?;
        let (system, value) = (identifier.string("system")?, identifier.string("value")?);
        let (system, value) = (quote(&system), quote(&value));
        Some(format!("{{\"system\":{system},\"value\":{value}}}"))
    })
}
