//! The words of the grid of who does what.

use crate::{Locale, en, fr};

/// A label or a word of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum WhoWord {
    Title,
    Grid,
    Activity,
    Professionals,
    Family,
    Unowned,
    Offered,
    Answers,
    Asked,
    Contributes,
    Validates,
    Informed,
    AnswersFor,
    WaitsFor,
    You,
    Empty,
    More,
}

impl WhoWord {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Title,
        Self::Grid,
        Self::Activity,
        Self::Professionals,
        Self::Family,
        Self::Unowned,
        Self::Offered,
        Self::Answers,
        Self::Asked,
        Self::Contributes,
        Self::Validates,
        Self::Informed,
        Self::AnswersFor,
        Self::WaitsFor,
        Self::You,
        Self::Empty,
        Self::More,
    ];

    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["Qui fait quoi", "Who does what"],
            Self::Grid => ["Grille de qui fait quoi", "Grid of who does what"],
            Self::Activity => ["Activité", "Activity"],
            Self::Professionals => ["Professionnels et structures", "Professionals and services"],
            Self::Family => [
                "La personne et son entourage",
                "The person and those around",
            ],
            Self::Unowned => ["Sans responsable", "Nobody in charge"],
            Self::Offered => ["Proposées, sans réponse", "Offered, not answered"],
            Self::Answers => ["répond", "answers for it"],
            Self::Asked => ["proposé, pas accepté", "offered, not accepted"],
            Self::Contributes => ["contribue", "contributes"],
            Self::Validates => ["valide", "validates"],
            Self::Informed => ["informé", "informed"],
            Self::AnswersFor => ["Répond de", "Answers for"],
            Self::WaitsFor => ["Attend quelqu’un pour", "Waits for somebody for"],
            Self::You => ["vous", "you"],
            Self::Empty => ["Aucune activité ouverte.", "No open activity."],
            Self::More => ["Afficher plus", "Show more"],
        }
    }
}

impl Locale {
    /// A word of the grid.
    pub fn who(self, word: WhoWord) -> &'static str {
        let [fr, en] = word.both();
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// « 12 activités, 9 personnes et équipes ».
    pub fn who_count(self, n_activities: usize, n_actors: usize) -> String {
        let (activities, actors) = match self {
            Self::Fr => (
                fr::count(n_activities, "activité", "activités"),
                fr::count(n_actors, "personne ou équipe", "personnes et équipes"),
            ),
            Self::En => (
                en::count(n_activities, "activity", "activities"),
                en::count(n_actors, "person or team", "people and teams"),
            ),
        };
        [activities, actors].join(", ")
    }

    /// « 25 activités et 3 personnes de plus ».
    pub fn who_more(self, n_activities: usize, n_actors: usize) -> String {
        let mut parts = Vec::new();
        if n_activities > 0 {
            parts.push(match self {
                Self::Fr => fr::count(n_activities, "activité", "activités"),
                Self::En => en::count(n_activities, "activity", "activities"),
            });
        }
        if n_actors > 0 {
            parts.push(match self {
                Self::Fr => fr::count(n_actors, "personne", "personnes"),
                Self::En => en::count(n_actors, "person", "people"),
            });
        }
        let (and, more) = match self {
            Self::Fr => (" et ", " de plus"),
            Self::En => (" and ", " more"),
        };
        [parts.join(and).as_str(), more].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for word in WhoWord::ALL {
            assert!(
                word.both().iter().all(|words| !words.is_empty()),
                "{word:?}"
            );
        }
    }

    #[test]
    fn what_is_left_out_is_counted_in_a_sentence() {
        let said = Locale::Fr.who_more(25, 1);
        assert_eq!(
            said.replace('\u{a0}', " "),
            "25 activités et 1 personne de plus"
        );
        assert_eq!(
            Locale::En.who_more(0, 3).replace('\u{a0}', " "),
            "3 people more"
        );
    }
}
