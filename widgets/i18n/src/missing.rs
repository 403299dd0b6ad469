//! The words around what the rules find: the panel, its badges, the facts.

use coordo_engine::Severity;

use crate::{Locale, en, fr};

/// A label or a word of the panel of what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum MissingWord {
    Title,
    Nothing,
    Waits,
    Details,
    Owner,
    InCharge,
    Date,
    Reason,
    ReasonKept,
    What,
    HandOver,
    Keep,
    Leave,
    OwnerMissing,
    DateMissing,
    ReasonMissing,
    WhatMissing,
    NotSaid,
    HelpMove,
    HelpFirst,
}

impl MissingWord {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Title,
        Self::Nothing,
        Self::Waits,
        Self::Details,
        Self::Owner,
        Self::InCharge,
        Self::Date,
        Self::Reason,
        Self::ReasonKept,
        Self::What,
        Self::HandOver,
        Self::Keep,
        Self::Leave,
        Self::OwnerMissing,
        Self::DateMissing,
        Self::ReasonMissing,
        Self::WhatMissing,
        Self::NotSaid,
        Self::HelpMove,
        Self::HelpFirst,
    ];

    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["Ce qui manque", "What is missing"],
            Self::Nothing => [
                "Rien ne manque à cette heure.",
                "Nothing is missing at this time.",
            ],
            Self::Waits => [
                "Les constats attendent le chargement complet.",
                "Findings wait until everything is loaded.",
            ],
            Self::Details => ["Détails", "Details"],
            Self::Owner => ["À qui", "To whom"],
            Self::InCharge => ["Qui coordonne", "Who is in charge"],
            Self::Date => ["Quand", "When"],
            Self::Reason => ["Motif", "Reason"],
            Self::ReasonKept => [
                "Le motif est gardé avec le plan et visible de l’équipe.",
                "The reason is kept with the plan, where the team sees it.",
            ],
            Self::What => ["À faire, par moi", "To be done, by me"],
            Self::HandOver => ["Confier à quelqu’un d’autre", "Hand over to someone else"],
            Self::Keep => ["Garder", "Keep"],
            Self::Leave => ["Renoncer", "Go back"],
            Self::OwnerMissing => ["Choisissez à qui.", "Choose to whom."],
            Self::DateMissing => ["Donnez une date.", "Give a date."],
            Self::ReasonMissing => ["Dites pourquoi.", "Say why."],
            Self::WhatMissing => ["Dites ce qui est à faire.", "Say what is to be done."],
            Self::NotSaid => ["non renseigné", "not said"],
            Self::HelpMove => ["suivant, précédent", "next, previous"],
            Self::HelpFirst => ["premier geste", "first gesture"],
        }
    }
}

/// What a fact is called, by the last words of its FHIR path.
const FACTS: [(&str, &str, &str); 32] = [
    ("address.postalCode", "Code postal", "Postal code"),
    ("authoredOn", "Créé", "Made"),
    ("basedOn", "Plan", "Plan"),
    ("code", "Acte", "Act"),
    ("deceased", "Décès", "Death"),
    ("effectiveDateTime", "Mesuré", "Measured"),
    ("encounter", "Séjour", "Stay"),
    ("end", "Fin", "End"),
    ("executionPeriod.start", "Prévu", "Planned"),
    (
        "extension(reponse-attendue)",
        "Réponse attendue",
        "Answer expected",
    ),
    ("extension(seuil)", "Seuil du plan", "Threshold of the plan"),
    ("for", "Personne", "Person"),
    ("jurisdiction", "Territoire", "Territory"),
    ("lastModified", "Modifié", "Changed"),
    ("notAvailable.during.end", "Absence, fin", "Absence, end"),
    (
        "notAvailable.during.start",
        "Absence, début",
        "Absence, beginning",
    ),
    ("occurrenceTiming", "Rythme", "Rhythm"),
    ("occurrenceTiming.repeat.period", "Rythme", "Rhythm"),
    ("output", "Résultat", "Result"),
    ("owner", "Responsable", "Owner"),
    ("participant.member", "Membre", "Member"),
    ("participant.period.end", "Membre jusqu’au", "Member until"),
    ("participant.period.start", "Membre depuis", "Member since"),
    ("participant.role", "Rôle", "Role"),
    ("period.end", "Fin", "End"),
    ("period.start", "Début", "Beginning"),
    ("priority", "Priorité", "Priority"),
    ("received", "Reçu", "Received"),
    ("recipient", "Destinataire", "Recipient"),
    ("restriction.period.end", "Échéance", "Due"),
    ("sent", "Envoyé", "Sent"),
    ("status", "État", "Status"),
];

impl Locale {
    fn one_of(self, [fr, en]: [&'static str; 2]) -> &'static str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// A word of the panel.
    pub fn missing(self, word: MissingWord) -> &'static str {
        self.one_of(word.both())
    }

    /// What a fact at a FHIR path is called; nothing where the value speaks for itself.
    pub fn fact(self, path: &str) -> Option<&'static str> {
        let found = FACTS.iter().find(|(known, ..)| *known == path);
        found.map(|(_, fr, en)| self.one_of([fr, en]))
    }

    /// « 3 à traiter ».
    pub fn missing_count(self, n: usize, severity: Severity) -> String {
        let word = self.one_of(match severity {
            Severity::Urgent => ["à traiter", "to deal with"],
            Severity::Attention => ["à vérifier", "to check"],
            Severity::Info => ["à savoir", "to know"],
        });
        let n = match self {
            Self::Fr => fr::number(n),
            Self::En => en::number(n),
        };
        [n.as_str(), "\u{a0}", word].concat()
    }

    /// « Depuis ven. 20 nov. à 09:00 ».
    pub fn missing_since(self, date: &str) -> String {
        [self.one_of(["Depuis ", "Since "]), date].concat()
    }

    /// « calculé à 10:41 ».
    pub fn missing_at(self, time: &str) -> String {
        [self.one_of(["calculé à ", "worked out at "]), time].concat()
    }

    /// « Voir « Prise de sang » ».
    pub fn missing_show(self, title: &str) -> String {
        match self {
            Self::Fr => ["Voir «\u{a0}", title, "\u{a0}»"].concat(),
            Self::En => ["Show “", title, "”"].concat(),
        }
    }

    /// What was done, how many findings that lifts, and the way back.
    pub fn missing_done(self, remedy: &str, n_lifted: usize) -> String {
        let mut text = [remedy, self.one_of(["\u{a0}: c’est noté. ", ": done. "])].concat();
        if n_lifted > 0 {
            let lifted = match self {
                Self::Fr => fr::count(n_lifted, "constat levé", "constats levés"),
                Self::En => en::count(n_lifted, "finding lifted", "findings lifted"),
            };
            text.push_str(&lifted);
            text.push_str(". ");
        }
        text.push_str(self.one_of(["Annuler\u{a0}: Ctrl Z.", "Undo: Ctrl Z."]));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages_and_facts_are_in_order() {
        for locale in Locale::ALL {
            assert!(
                MissingWord::ALL
                    .iter()
                    .all(|w| !locale.missing(*w).is_empty())
            );
        }
        assert!(FACTS.is_sorted_by_key(|(path, ..)| *path));
    }

    #[test]
    fn what_was_done_is_said_with_what_it_lifts_and_the_way_back() {
        assert_eq!(
            Locale::Fr.missing_done("M’en charger", 1),
            "M’en charger\u{a0}: c’est noté. 1\u{a0}constat levé. Annuler\u{a0}: Ctrl Z."
        );
        assert_eq!(
            Locale::En.missing_done("Take it", 0),
            "Take it: done. Undo: Ctrl Z."
        );
    }

    #[test]
    fn counts_say_how_soon_somebody_should_look() {
        assert_eq!(
            Locale::Fr.missing_count(3, Severity::Urgent),
            "3\u{a0}à traiter"
        );
        assert_eq!(
            Locale::En.missing_count(1, Severity::Info),
            "1\u{a0}to know"
        );
    }
}
