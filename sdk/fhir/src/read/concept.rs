//! Readers of concepts, identifiers, notes and values.

use coordo_core::coded::{Coded, Identifier, Word};
use coordo_core::task::Note;
use coordo_core::{FhirDate, NoticeCode, Private};

use super::lenient::{Reader, said};
use super::words;
use crate::fields::{Fields, elements, plain, unquote};

impl Reader<'_> {
    /// Text of a closed vocabulary; empty where there is none.
    pub(super) fn word(&mut self, of: &Fields<'_>, name: &str, base: &str) -> Word {
        match of.get(name) {
            Some(text) => match plain(text) {
                Some(word) => words::shared(word),
                None => self.string_in(of, name, base).unwrap_or_default().into(),
            },
            None => Word::default(),
        }
    }

    /// `CodeableConcept` as text: its text, else the first display, else the first code.
    pub(super) fn concept(
        &mut self,
        of: &Fields<'_>,
        name: &str,
        path: &str,
    ) -> Option<Private<String>> {
        let concept = self.object(of, name, path)?;
        self.concept_of(&concept, path)
    }

    pub(super) fn concepts(
        &mut self,
        of: &Fields<'_>,
        name: &str,
        path: &str,
    ) -> Option<Private<String>> {
        of.get(name)?;
        let list = self.list(of, name, path);
        list.iter().find_map(|c| self.concept_of(c, path))
    }

    pub(super) fn concept_of(
        &mut self,
        concept: &Fields<'_>,
        path: &str,
    ) -> Option<Private<String>> {
        if let Some(text) = self.text_in(concept, "text", path) {
            return Some(text);
        }
        let codings = self.list(concept, "coding", path);
        let display = codings
            .iter()
            .find_map(|c| self.text_in(c, "display", path));
        display.or_else(|| codings.iter().find_map(|c| self.text_in(c, "code", path)))
    }

    /// All codings of a concept, or of a list of them.
    pub(super) fn codings(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Vec<Coded> {
        let mut found = Vec::new();
        let Some(text) = of.get(name) else {
            return found;
        };
        if text.starts_with('{') {
            if let Some(concept) = self.object(of, name, path) {
                self.codings_of(&concept, path, &mut found);
            }
        } else {
            for concept in self.list(of, name, path) {
                self.codings_of(&concept, path, &mut found);
            }
        }
        found
    }

    pub(super) fn codings_of(&mut self, concept: &Fields<'_>, path: &str, found: &mut Vec<Coded>) {
        let text = self.text_in(concept, "text", path);
        let codings = self.list(concept, "coding", path);
        if codings.is_empty() && text.is_some() {
            found.push(Coded {
                display: text,
                ..Coded::default()
            });
            return;
        }
        for coding in &codings {
            let display = self.text_in(coding, "display", path);
            found.push(Coded {
                system: self.word(coding, "system", path),
                code: self.word(coding, "code", path),
                display: display.or_else(|| text.clone()),
            });
        }
    }

    /// `meta.tag`, those with a code.
    pub(super) fn tags(&mut self, of: &Fields<'_>) -> Vec<Coded> {
        if of.get("meta").is_none_or(|meta| !meta.contains("\"tag\"")) {
            return Vec::new();
        }
        let Some(meta) = self.object(of, "meta", "meta") else {
            return Vec::new();
        };
        let tags = self.list(&meta, "tag", "meta.tag").into_iter();
        tags.map(|tag| Coded {
            system: self.word(&tag, "system", "meta.tag"),
            code: self.word(&tag, "code", "meta.tag"),
            display: None,
        })
        .filter(|tag| !tag.code.is_empty())
        .collect()
    }

    /// The first code of a concept; empty where there is none.
    pub(super) fn first_code(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Word {
        if of.get(name).is_none() {
            return Word::default();
        }
        let codes = self.codings(of, name, path).into_iter().map(|c| c.code);
        codes
            .into_iter()
            .find(|c| !c.is_empty())
            .unwrap_or_default()
    }

    /// `identifier`, those with a value.
    pub(super) fn identifiers(&mut self, of: &Fields<'_>) -> Vec<Identifier> {
        let list = self.list(of, "identifier", "identifier");
        list.iter()
            .filter_map(|i| self.identifier_of(i, "identifier"))
            .collect()
    }

    /// `identifier` of what stands at `base`, where it is one.
    pub(super) fn identifier_in(&mut self, of: &Fields<'_>, base: &str) -> Option<Identifier> {
        let identifier = self.object(of, "identifier", base)?;
        self.identifier_of(&identifier, base)
    }

    pub(super) fn identifier_of(
        &mut self,
        identifier: &Fields<'_>,
        path: &str,
    ) -> Option<Identifier> {
        let value = self.text_in(identifier, "value", path)?;
        Some(Identifier {
            value,
            system: self.word(identifier, "system", path),
            kind: self.first_code(identifier, "type", path),
            usage: self.word(identifier, "use", path),
        })
    }

    /// `Annotation`s.
    pub(super) fn notes(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Vec<Note> {
        let list = self.list(of, name, path);
        list.iter()
            .map(|note| {
                let mut author = self.reference(note, "authorReference", path);
                if author.is_empty() {
                    author.display = self.text_in(note, "authorString", path);
                }
                Note {
                    author,
                    time: self.date_in(note, "time", path),
                    text: self.text_in(note, "text", path),
                }
            })
            .collect()
    }

    /// The extension of this address.
    pub(super) fn extension<'a>(&mut self, of: &Fields<'a>, url: &str) -> Option<Fields<'a>> {
        of.get("extension")?;
        let list = self.list(of, "extension", "extension");
        list.into_iter()
            .find(|e| e.get("url").and_then(plain) == Some(url))
    }

    /// The date of an extension.
    pub(super) fn extension_date(&mut self, of: &Fields<'_>, url: &str) -> Option<FhirDate> {
        let extension = self.extension(of, url)?;
        let name = ["valueDate", "valueDateTime", "valueInstant"]
            .into_iter()
            .find(|n| extension.get(n).is_some())?;
        self.date_in(&extension, name, "extension")
    }

    /// A `value[x]` as people read it, decimals as written. `prefix` is `value`, `detail` …
    ///
    /// Periods, dates and references have places of their own and are left out.
    pub(super) fn value(&mut self, of: &Fields<'_>, prefix: &str) -> Option<Private<String>> {
        let (name, kind, text) = of.iter().find_map(|(name, text)| {
            let kind = name.strip_prefix(prefix)?;
            let is_type = kind.starts_with(|c: char| c.is_ascii_uppercase());
            is_type.then(|| (name.to_owned(), kind.to_owned(), text))
        })?;
        match kind.as_str() {
            "CodeableConcept" => self.concept(of, &name, &name),
            "Quantity" | "Age" | "Duration" | "Count" | "Distance" | "Money" => {
                let quantity = self.object(of, &name, &name)?;
                self.quantity(&quantity, &name)
            }
            "Range" => {
                let range = self.object(of, &name, &name)?;
                self.between(&range, ["low", "high"], " \u{2013} ", &name)
            }
            "Ratio" => {
                let ratio = self.object(of, &name, &name)?;
                self.between(&ratio, ["numerator", "denominator"], "/", &name)
            }
            "Period" | "Timing" | "Reference" | "SampledData" | "Attachment" => None,
            _ if text.starts_with('"') => self.text(of, &name, &name),
            _ if text.starts_with(['{', '[']) => {
                self.notice(NoticeCode::WrongType, &name);
                None
            }
            _ => said(text.to_owned()),
        }
    }

    fn between(
        &mut self,
        of: &Fields<'_>,
        names: [&str; 2],
        mark: &str,
        path: &str,
    ) -> Option<Private<String>> {
        let mut parts = names.into_iter().map(|name| {
            let part = self.object(of, name, path);
            part.and_then(|p| self.quantity(&p, path))
        });
        match (parts.next().flatten(), parts.next().flatten()) {
            (Some(first), Some(second)) => Some(Private(format!("{}{mark}{}", *first, *second))),
            (Some(first), None) => Some(Private(format!("\u{2265}\u{a0}{}", *first))),
            (None, Some(second)) => Some(Private(format!("\u{2264}\u{a0}{}", *second))),
            (None, None) => None,
        }
    }

    /// `Quantity`: comparator, value as written, unit.
    fn quantity(&mut self, of: &Fields<'_>, path: &str) -> Option<Private<String>> {
        let raw = of.get("value").filter(|raw| *raw != "null")?;
        let value = plain(raw).unwrap_or(raw);
        let mut text = String::with_capacity(value.len() + 16);
        if let Some(comparator) = self.string_in(of, "comparator", path) {
            text.push_str(&comparator);
            text.push('\u{a0}');
        }
        text.push_str(value);
        let unit = self.text_in(of, "unit", path);
        if let Some(unit) = unit.or_else(|| self.text_in(of, "code", path)) {
            text.push('\u{a0}');
            text.push_str(&unit);
        }
        said(text)
    }
}

/// The strings of a list; what is none is left out.
pub(super) fn strings(of: &Fields<'_>, name: &str) -> Vec<String> {
    let values = of.get(name).and_then(elements).unwrap_or_default();
    let strings = values.into_iter().filter_map(unquote);
    strings.collect()
}
