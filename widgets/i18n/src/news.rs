//! The words around what changed since somebody last looked, and around what recurs.

use coordo_core::calendar::{Holiday, Weekday};
use coordo_core::timing::Moment;
use coordo_engine::diff::Facet;
use coordo_engine::protocol::PickedWrong;

use crate::coordination::word as words;
use crate::{Locale, en, fr};

/// A label or a word of changes and of what recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is documented by its two words")]
pub enum NewsWord {
    Title,
    New,
    Changed,
    MarkSeen,
    MarkAllSeen,
    AllSeen,
    NoTitle,
    Repeat,
    Once,
    Daily,
    OnDays,
    EveryN,
    Number,
    UnitDays,
    UnitWeeks,
    On,
    Except,
    Part,
    AnyPart,
    From,
    Until,
    ForWeeks,
    UntilDay,
    Weeks,
    LastDay,
    Occurrences,
    DayOff,
    TooMany,
    NoneLeft,
}

impl NewsWord {
    /// All of them.
    pub const ALL: [Self; 29] = [
        Self::Title,
        Self::New,
        Self::Changed,
        Self::MarkSeen,
        Self::MarkAllSeen,
        Self::AllSeen,
        Self::NoTitle,
        Self::Repeat,
        Self::Once,
        Self::Daily,
        Self::OnDays,
        Self::EveryN,
        Self::Number,
        Self::UnitDays,
        Self::UnitWeeks,
        Self::On,
        Self::Except,
        Self::Part,
        Self::AnyPart,
        Self::From,
        Self::Until,
        Self::ForWeeks,
        Self::UntilDay,
        Self::Weeks,
        Self::LastDay,
        Self::Occurrences,
        Self::DayOff,
        Self::TooMany,
        Self::NoneLeft,
    ];

    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["Ce qui a changé", "What changed"],
            Self::New => ["nouveau", "new"],
            Self::Changed => ["modifié", "changed"],
            Self::MarkSeen => ["Marquer comme vu", "Mark as seen"],
            Self::MarkAllSeen => ["Tout marquer comme vu", "Mark all as seen"],
            Self::AllSeen => [
                "Rien n’a changé depuis votre dernier passage.",
                "Nothing changed since you last looked.",
            ],
            Self::NoTitle => ["Sans intitulé", "Untitled"],
            Self::Repeat => ["Répéter", "Repeat"],
            Self::Once => ["Une seule fois", "Only once"],
            Self::Daily => ["Chaque jour", "Every day"],
            Self::OnDays => ["Certains jours de la semaine", "Some days of the week"],
            Self::EveryN => [
                "Tous les quelques jours ou semaines",
                "Every few days or weeks",
            ],
            Self::Number => ["Tous les", "Every"],
            Self::UnitDays => ["jours", "days"],
            Self::UnitWeeks => ["semaines", "weeks"],
            Self::On => ["Les jours", "On"],
            Self::Except => ["Sauf", "Except"],
            Self::Part => ["Moment de la journée", "Part of the day"],
            Self::AnyPart => ["Dans la journée", "Some time that day"],
            Self::From => ["À partir du", "From"],
            Self::Until => ["Durée", "How long"],
            Self::ForWeeks => ["En semaines", "In weeks"],
            Self::UntilDay => ["Jusqu’à un jour", "Until a day"],
            Self::Weeks => ["Semaines", "Weeks"],
            Self::LastDay => ["Dernier jour", "Last day"],
            Self::Occurrences => ["Les fois prévues", "Planned times"],
            Self::DayOff => ["jour non travaillé", "day off"],
            Self::TooMany => [
                "Trop de fois pour une seule saisie\u{a0}: 120 au plus. Raccourcissez la durée.",
                "Too many times at once: 120 at most. Make it shorter.",
            ],
            Self::NoneLeft => [
                "Il ne reste aucune fois à prévoir.",
                "No time is left to plan.",
            ],
        }
    }
}

impl Locale {
    fn of_two(self, [fr, en]: [&'static str; 2]) -> &'static str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// A word of changes and of what recurs.
    pub fn news(self, word: NewsWord) -> &'static str {
        self.of_two(word.both())
    }

    /// « lundi »
    pub fn weekday(self, day: Weekday) -> &'static str {
        self.of_two(words::weekday(day))
    }

    /// « le matin »
    pub fn moment(self, moment: Moment) -> &'static str {
        self.of_two(words::moment(moment))
    }

    /// « Noël »
    pub fn holiday(self, holiday: Holiday) -> &'static str {
        self.of_two(words::holiday(holiday))
    }

    /// Why what was picked would never happen.
    pub fn picked_wrong(self, wrong: PickedWrong) -> &'static str {
        self.of_two(words::picked_wrong(wrong))
    }

    /// « modifié : état, échéance »; « nouveau » where no part is named.
    pub fn changed(self, facets: Option<&[Facet]>) -> String {
        let Some(facets) = facets else {
            return self.news(NewsWord::New).to_owned();
        };
        let mut text = self.news(NewsWord::Changed).to_owned();
        let mut before = self.of_two(["\u{a0}: ", ": "]);
        for facet in facets {
            text.push_str(before);
            text.push_str(self.of_two(words::facet(*facet)));
            before = ", ";
        }
        text
    }

    /// « 4 changements »
    pub fn n_changes(self, n: usize) -> String {
        match self {
            Self::Fr => fr::count(n, "changement", "changements"),
            Self::En => en::count(n, "change", "changes"),
        }
    }

    /// « depuis ven. 20 nov. à 09:00 »
    pub fn changed_since(self, date: &str) -> String {
        [self.of_two(["depuis ", "since "]), date].concat()
    }

    /// « Marqué comme vu. Il reste 3 changements. »
    pub fn marked_seen(self, n_left: usize) -> String {
        let mut text = self
            .of_two(["Marqué comme vu. ", "Marked as seen. "])
            .to_owned();
        match (self, n_left) {
            (_, 0) => text.push_str(self.news(NewsWord::AllSeen)),
            (Self::Fr, n) => {
                text.push_str("Il reste ");
                text.push_str(&self.n_changes(n));
                text.push('.');
            }
            (Self::En, n) => {
                text.push_str(&self.n_changes(n));
                text.push_str(" left.");
            }
        }
        text
    }

    /// « jour férié : Noël », « jour non travaillé »
    pub fn day_off(self, holiday: Option<Holiday>) -> String {
        match holiday {
            Some(holiday) => [
                self.of_two(["jour férié\u{a0}: ", "public holiday: "]),
                self.holiday(holiday),
            ]
            .concat(),
            None => self.news(NewsWord::DayOff).to_owned(),
        }
    }

    /// « 15 fois, du lun. 23 nov. au ven. 11 déc., dont 1 jour férié et 4 jours non travaillés »
    pub fn n_times(
        self,
        n: usize,
        from_to: (&str, &str),
        n_holidays: usize,
        n_off: usize,
    ) -> String {
        let (from, to) = from_to;
        let mut text = match self {
            Self::Fr => fr::count(n, "fois", "fois"),
            Self::En => en::count(n, "time", "times"),
        };
        let [a, b] = match self {
            Self::Fr if from == to => [", le ", ""],
            Self::Fr => [", du ", " au "],
            Self::En if from == to => [", on ", ""],
            Self::En => [", from ", " to "],
        };
        text.push_str(a);
        text.push_str(from);
        if from != to {
            text.push_str(b);
            text.push_str(to);
        }
        let holidays = (n_holidays > 0).then(|| match self {
            Self::Fr => fr::count(n_holidays, "jour férié", "jours fériés"),
            Self::En => en::count(n_holidays, "public holiday", "public holidays"),
        });
        let off = (n_off > 0).then(|| match self {
            Self::Fr => fr::count(n_off, "jour non travaillé", "jours non travaillés"),
            Self::En => en::count(n_off, "day off", "days off"),
        });
        let mut before = self.of_two([", dont ", ", of which "]);
        for part in [holidays, off].into_iter().flatten() {
            text.push_str(before);
            text.push_str(&part);
            before = self.of_two([" et ", " and "]);
        }
        text.push('.');
        text
    }

    /// « 15 tâches créées : Toilette. Annuler : Ctrl Z. »
    pub fn tasks_made(self, n: usize, title: &str) -> String {
        let mut text = match self {
            Self::Fr => fr::count(n, "tâche créée\u{a0}: ", "tâches créées\u{a0}: "),
            Self::En => en::count(n, "task made: ", "tasks made: "),
        };
        text.push_str(title);
        text.push_str(self.of_two([". Annuler\u{a0}: Ctrl Z.", ". Undo: Ctrl Z."]));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for word in NewsWord::ALL {
            assert!(word.both().iter().all(|text| !text.is_empty()), "{word:?}");
        }
    }

    #[test]
    fn what_changed_is_said_part_by_part() {
        let facets = [Facet::Status, Facet::Window];
        assert_eq!(
            Locale::Fr.changed(Some(&facets)),
            "modifié\u{a0}: état, échéance"
        );
        assert_eq!(
            Locale::En.changed(Some(&facets)),
            "changed: status, due date"
        );
        assert_eq!(Locale::En.changed(None), "new");
        assert_eq!(
            Locale::Fr.marked_seen(3),
            "Marqué comme vu. Il reste 3\u{a0}changements."
        );
        assert_eq!(Locale::En.marked_seen(1), "Marked as seen. 1 change left.");
        assert!(Locale::Fr.marked_seen(0).ends_with("passage."));
    }

    #[test]
    fn occurrences_are_counted_in_words_with_holidays_and_days_off() {
        assert_eq!(
            Locale::Fr.n_times(15, ("lun. 23", "ven. 11"), 1, 4),
            "15\u{a0}fois, du lun. 23 au ven. 11, dont 1\u{a0}jour férié et 4\u{a0}jours non travaillés."
        );
        assert_eq!(
            Locale::Fr.n_times(1, ("lun. 23", "lun. 23"), 0, 0),
            "1\u{a0}fois, le lun. 23."
        );
        assert_eq!(
            Locale::En.n_times(2, ("Mon 23", "Tue 24"), 0, 1),
            "2 times, from Mon 23 to Tue 24, of which 1 day off."
        );
        assert_eq!(
            Locale::Fr.tasks_made(2, "Toilette"),
            "2\u{a0}tâches créées\u{a0}: Toilette. Annuler\u{a0}: Ctrl Z."
        );
        assert_eq!(
            Locale::Fr.day_off(Some(Holiday::Christmas)),
            "jour férié\u{a0}: Noël"
        );
    }
}
