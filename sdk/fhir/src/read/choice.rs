//! How a task was classed: extension `choix`.

use coordo_core::coded::Word;
use coordo_core::task::TagChoice;

use super::lenient::Reader;
use crate::choice::CHOICE;
use crate::fields::{Fields, plain};

impl Reader<'_> {
    /// The choices of a task, in the order in which they stand.
    pub(super) fn choices(&mut self, of: &Fields<'_>) -> Vec<TagChoice> {
        // Most tasks have no extension at all.
        if !of
            .get("extension")
            .is_some_and(|text| text.contains(CHOICE))
        {
            return Vec::new();
        }
        let mut found = Vec::new();
        for extension in self.list(of, "extension", "extension") {
            if extension.get("url").and_then(plain) != Some(CHOICE) {
                continue;
            }
            let mut choice = TagChoice::default();
            for part in self.list(&extension, "extension", "extension") {
                let code = |r: &mut Self| -> Word { r.word(&part, "valueCode", "extension") };
                match part.string("url").as_deref() {
                    Some("liste") => choice.list = code(self).into_owned(),
                    Some("code") => choice.code = code(self),
                    Some("avant") => choice.before = code(self),
                    Some("auteur") => {
                        choice.author = self.reference(&part, "valueReference", "extension");
                    }
                    Some("date") => choice.date = self.date_in(&part, "valueDateTime", "extension"),
                    _ => {}
                }
            }
            found.push(choice);
        }
        found
    }
}
