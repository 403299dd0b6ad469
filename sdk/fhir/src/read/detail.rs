//! What is read of one resource when somebody opens it, and is held for none.

use coordo_core::task::Note;
use coordo_core::{RecordKey, Reference};

use super::lenient::Reader;
use crate::fields::{Fields, elements, quote};
use crate::write::REPLACES;

/// What a resource says besides its projection.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// `note`, those with words, in the order written.
    pub notes: Vec<Note>,
    /// The ended tasks whose place this one takes: the extension `task-replaces`.
    pub replaces: Vec<Reference>,
}

/// Reads what a resource says besides its projection; oddities were told when it was read.
pub fn detail(key: &RecordKey, text: &str) -> Detail {
    let mut r = Reader::new(key);
    let fields = Fields::parse(text).unwrap_or_default();
    let mut found = Detail::default();
    for note in r.list(&fields, "note", "note") {
        let mut author = r.reference(&note, "authorReference", "note.authorReference");
        if author.is_empty() {
            author.display = r.text(&note, "authorString", "note.authorString");
        }
        let note = Note {
            author,
            time: r.date(&note, "time", "note.time"),
            text: r.text(&note, "text", "note.text"),
        };
        if note.text.is_some() {
            found.notes.push(note);
        }
    }
    for extension in r.list(&fields, "extension", "extension") {
        if extension.string("url").as_deref() == Some(REPLACES) {
            let old = r.reference(&extension, "valueReference", "extension");
            found.replaces.push(old);
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
