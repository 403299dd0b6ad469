//! What is read of one resource when somebody opens it, and is held for none.

use coordo_core::identity::proof;
use coordo_core::task::Note;
use coordo_core::{RecordKey, Reference, SourceId};

use super::lenient::Reader;
use crate::fields::{Fields, elements};
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

/// The business identifier of a resource that proves most, as the JSON that stands there:
/// what a reference from another server can name it by. One that proves nothing (a number
/// under which care is billed) is never given.
pub fn identifier(kind: &str, text: &str) -> Option<String> {
    let fields = Fields::parse(text).ok()?;
    let key = RecordKey::new(SourceId(String::new()), kind, "");
    let mut r = Reader::new(&key);
    let found = elements(fields.get("identifier")?)?.into_iter();
    let best = found.filter_map(|raw| {
        let identifier = r.identifier_of(&Fields::parse(raw).ok()?, "identifier")?;
        Some((proof(kind, &identifier)?.rank(), raw))
    });
    best.min_by_key(|(rank, _)| *rank)
        .map(|(_, raw)| raw.to_owned())
}
