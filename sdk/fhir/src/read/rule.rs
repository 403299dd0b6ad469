//! What a record says of the rules themselves: set aside for it, or from when on they speak.

use coordo_core::NoticeCode;
use coordo_core::threshold::{Threshold, ThresholdCode};
use coordo_core::waiver::Waiver;

use super::lenient::Reader;
use super::protocol::whole;
use crate::fields::{Fields, plain};

const WAIVER: &str = "https://coordo.example/fhir/StructureDefinition/derogation";
const THRESHOLD: &str = "https://coordo.example/fhir/StructureDefinition/seuil";

impl Reader<'_> {
    /// The rules that were set aside for this record.
    pub(super) fn waivers(&mut self, of: &Fields<'_>) -> Vec<Waiver> {
        let mut found = Vec::new();
        for extension in self.extensions(of, WAIVER) {
            let mut waiver = Waiver::default();
            for part in self.list(&extension, "extension", "extension") {
                let name = part.string("url").unwrap_or_default();
                match name.as_str() {
                    "regle" => {
                        let rule = self.value(&part, "value");
                        waiver.rule = rule.map(|rule| rule.0).unwrap_or_default();
                    }
                    "motif" => waiver.reason = self.value(&part, "value"),
                    "auteur" => {
                        waiver.author = self.reference(&part, "valueReference", "extension");
                    }
                    "date" => {
                        let date = ["valueDate", "valueDateTime", "valueInstant"]
                            .into_iter()
                            .find(|n| part.get(n).is_some());
                        waiver.date = date.and_then(|n| self.date_in(&part, n, "extension"));
                    }
                    _ => {}
                }
            }
            found.push(waiver);
        }
        found
    }

    /// Extension `seuil`, those whose parameter is known and whose value is a whole number.
    pub(super) fn thresholds(&mut self, of: &Fields<'_>) -> Vec<Threshold> {
        let mut found = Vec::new();
        for extension in self.extensions(of, THRESHOLD) {
            let (mut code, mut value) = (None, None);
            for part in self.list(&extension, "extension", "extension") {
                match part.string("url").unwrap_or_default().as_str() {
                    "parametre" => {
                        let name = self.value(&part, "value");
                        code = name.and_then(|name| ThresholdCode::from_code(&name.0));
                    }
                    "valeur" => {
                        let number = ["valueUnsignedInt", "valuePositiveInt", "valueInteger"];
                        let number = number.into_iter().find_map(|name| part.get(name));
                        value = number.and_then(whole).and_then(|n| u32::try_from(n).ok());
                    }
                    _ => {}
                }
            }
            match (code, value) {
                (Some(code), Some(value)) => found.push(Threshold { code, value }),
                // A rule that waits otherwise than was written must not do so in silence.
                (None, _) => self.notice(NoticeCode::UnknownCode, "extension(seuil).parametre"),
                (_, None) => self.notice(NoticeCode::WrongType, "extension(seuil).valeur"),
            }
        }
        found
    }

    /// All extensions of that address.
    fn extensions<'a>(&mut self, of: &Fields<'a>, url: &str) -> Vec<Fields<'a>> {
        // Most resources have no extension at all.
        if !of.get("extension").is_some_and(|text| text.contains(url)) {
            return Vec::new();
        }
        let mut all = self.list(of, "extension", "extension");
        all.retain(|extension| extension.get("url").and_then(plain) == Some(url));
        all
    }
}
