//! What the timeline says.

use crate::Locale;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $fr:literal, $en:literal;)*) => {
        /// A word or a label of the timeline, without arguments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TimelineWord {
            $($(#[$doc])* #[doc = concat!("« ", $fr, " »")] $name,)*
        }

        impl TimelineWord {
            /// All words.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            pub(crate) fn both(self) -> [&'static str; 2] {
                match self {
                    $(Self::$name => [$fr, $en],)*
                }
            }
        }
    };
}

words! {
    Title: "Plan partagé", "Shared plan";
    Toolbar: "Actions de la frise", "Timeline actions";
    Presentation: "Présentation", "Presentation";
    Chart: "Frise", "Timeline";
    Table: "Tableau", "Table";
    GroupBy: "Regrouper", "Group";
    ByGoal: "Par besoin", "By need";
    ByActor: "Par intervenant", "By actor";
    ByKind: "Par nature", "By kind";
    Earlier: "Période précédente", "Earlier";
    Later: "Période suivante", "Later";
    Scale: "Échelle", "Scale";
    ZoomOut: "Dézoomer", "Zoom out";
    ZoomIn: "Zoomer", "Zoom in";
    Fit: "Ajuster à tout le plan", "Fit the whole plan";
    Today: "Aujourd’hui", "Today";

    HeadGoal: "Besoins et activités", "Needs and activities";
    HeadActor: "Intervenants et activités", "Actors and activities";
    HeadKind: "Natures et activités", "Kinds and activities";
    NoGoal: "Sans besoin nommé", "No named need";
    PartialDate: "Date incomplète", "Incomplete date";
    InWindow: "À faire dans ce délai", "To be done within that time";
    OfLane: "Échéance de l’objectif", "The goal is due";
    Undated: "Sans date", "No date";
    LegendGap: "rupture de continuité", "break in continuity";
    LegendOrder: "ordre non respecté", "order broken";
    Overview: "Vue d’ensemble", "Overview";

    Plans: "Plan et objectifs", "Plan and goals";
    Activities: "Activités", "Activities";
    Appointments: "Rendez-vous", "Appointments";
    Encounters: "Séjours et passages", "Stays and visits";
    Requests: "Demandes", "Requests";
    Procedures: "Actes", "Procedures";
    Treatments: "Traitements", "Treatments";
    Conditions: "Problèmes de santé", "Health problems";
    Measures: "Mesures", "Measures";
    Messages: "Messages", "Messages";
    Documents: "Documents", "Documents";
    Flags: "Alertes", "Flags";
    Consents: "Consentements", "Consents";

    PlanKind: "Plan ou objectif", "Plan or goal";
    ActivityKind: "Activité", "Activity";
    AppointmentKind: "Rendez-vous", "Appointment";
    EncounterKind: "Séjour ou passage", "Stay or visit";
    RequestKind: "Demande", "Request";
    ProcedureKind: "Acte", "Procedure";
    TreatmentKind: "Traitement", "Treatment";
    ConditionKind: "Problème de santé", "Health problem";
    MeasureKind: "Mesure", "Measure";
    MessageKind: "Message", "Message";
    DocumentKind: "Document", "Document";
    FlagKind: "Alerte", "Flag";
    ConsentKind: "Consentement", "Consent";

    /// Of a feminine noun.
    PlannedF: "prévue", "planned";
    /// Of a masculine noun.
    PlannedM: "prévu", "planned";
    PerformedF: "faite", "done";
    PerformedM: "fait", "done";
    Missed: "n’a pas eu lieu", "did not happen";
    UnderWay: "en cours", "under way";
    Erroneous: "saisie par erreur", "entered in error";

    Start: "Début", "Start";
    End: "Fin", "End";
    What: "Activité", "Activity";
    By: "Par", "By";
    Need: "Besoin", "Need";
    Status: "État", "Status";
    Kind: "Nature", "Kind";
    When: "Quand", "When";
    Place: "Lieu", "Place";
    To: "À", "To";
    Value: "Valeur", "Value";
    Target: "Objectif", "Goal";
    Reason: "Motif", "Reason";
    Plan: "Plan", "Plan";
    Source: "Source", "Source";
    Report: "À signaler", "To note";
    Links: "Liens", "Links";
    Details: "Détail", "Details";
    Reversed: "Fin avant le début, comme reçu", "End before start, as received";
    TimeInView: "Temps affiché", "Time in view";

    PartOf: "Fait partie de", "Part of";
    Part: "Comprend", "Has part";
    BasedOn: "Fait suite à", "Follows from";
    Leads: "Donne lieu à", "Leads to";
    Focus: "Porte sur", "Is about";
    FulfilledBy: "Objet de", "Is the object of";
    After: "Vient après", "Comes after";
    Before: "Vient avant", "Comes before";
    Encounter: "Fait suite au séjour ou passage", "Follows the stay or visit";
    During: "Suivi de", "Followed by";

    LegendPerformed: "fait", "done";
    LegendPlanned: "prévu", "planned";
    LegendMissed: "n’a pas eu lieu", "did not happen";
    LegendPartial: "date partielle", "partial date";
    LegendWindow: "à faire dans ce délai", "due within";
    LegendMilestone: "étape", "milestone";
    Legend: "Légende", "Legend";

    EmptyTitle: "Rien dans le plan pour l’instant", "Nothing in the plan for now";
    EmptyText: "Ce qui a une date paraîtra sur la frise, le reste à côté.", "What has a date will appear on the timeline, the rest beside it.";

    HelpRows: "ligne du dessus, du dessous", "row above, below";
    HelpItems: "élément précédent, suivant de la ligne", "earlier, later item of the row";
    HelpEnds: "premier, dernier élément de la ligne", "first, last item of the row";
    HelpPeriods: "période précédente, suivante", "earlier, later period";
    HelpOpen: "ouvrir le détail, ou agrandir un groupe", "open the details, or enlarge a group";
    HelpLink: "suivre le lien, puis le lien suivant", "follow the link, then the next one";
    HelpZoom: "zoomer, dézoomer, tout voir, aujourd’hui", "zoom in, out, fit, today";
    HelpFilter: "filtrer", "filter";
    HelpBack: "revenir à la ligne", "back to the row";
    HelpHelp: "cette aide", "this help";
    HelpPointer: "À la souris\u{a0}: faites glisser le fond, Ctrl et la molette pour zoomer. Au doigt\u{a0}: glissez, pincez.", "With the mouse: drag the ground, Ctrl and the wheel to zoom. With fingers: slide, pinch.";
}

/// A sentence of the timeline. Text of the data is an argument and is never changed.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum TimelineMessage<'a> {
    Word(TimelineWord),
    LaneCounts {
        n: usize,
        n_done: usize,
    },
    Group {
        n: usize,
        when: &'a str,
    },
    PlaceOf {
        at: usize,
        of: usize,
    },
    Week(i64),
    Since {
        date: &'a str,
    },
    DayUnknown {
        date: &'a str,
    },
    Within {
        when: &'a str,
    },
    /// « délai : 20 – 24 nov. », of what is done and does not say when.
    Allowed {
        when: &'a str,
    },
    HeldBy {
        name: &'a str,
    },
    ReviewOn {
        date: &'a str,
    },
    MoreRows(usize),
    GridLabel {
        when: &'a str,
    },
    Loaded(usize),
}

impl Locale {
    /// A word or a label of the timeline.
    pub fn timeline_word(self, word: TimelineWord) -> &'static str {
        let [fr, en] = word.both();
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// A sentence of the timeline.
    pub fn timeline(self, message: &TimelineMessage<'_>) -> String {
        self.say(&crate::Message::Timeline(*message))
    }
}

#[cfg(test)]
pub(crate) fn everything(locale: Locale) -> Vec<String> {
    use TimelineMessage as M;
    let words = TimelineWord::ALL.iter();
    let mut all: Vec<String> = words.map(|w| locale.timeline_word(*w).to_owned()).collect();
    let (date, when) = ("23 nov", "23 – 30 nov");
    for n in [0, 1, 3000] {
        for message in [
            M::LaneCounts { n, n_done: 0 },
            M::LaneCounts { n, n_done: n },
            M::Group { n, when },
            M::PlaceOf { at: 1, of: n },
            M::MoreRows(n),
            M::Loaded(n),
        ] {
            all.push(locale.timeline(&message));
        }
    }
    for message in [
        M::Week(48),
        M::Since { date },
        M::DayUnknown { date },
        M::Within { when },
        M::Allowed { when },
        M::HeldBy { name: "Claire" },
        M::ReviewOn { date },
        M::GridLabel { when },
    ] {
        all.push(locale.timeline(&message));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_says_what_is_done_only_where_something_is() {
        let say = |n, n_done| Locale::Fr.timeline(&TimelineMessage::LaneCounts { n, n_done });
        assert_eq!(say(3, 0), "3\u{a0}éléments");
        assert_eq!(say(3, 1), "3\u{a0}éléments, 1 fait");
        assert_eq!(say(1, 1), "1\u{a0}élément, 1 fait");
    }
}
