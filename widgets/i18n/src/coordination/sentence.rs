//! Sentences of the rules, from codes and arguments.

use coordo_core::calendar::Holiday;
use coordo_core::timing::Timing;
use coordo_engine::levels::Count;
use coordo_engine::mechanism::LadderStep;
use coordo_engine::nomeko::{Ring, Suggestion};

use super::rhythm;
use super::word::RuleWord;
use crate::{en, fr};

/// A sentence of the rules. Dates and names are arguments in words.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "each variant is documented by its two sentences"
)]
pub enum RuleSentence<'a> {
    Recurrence {
        timing: &'a Timing,
        from: Option<&'a str>,
        until: Option<&'a str>,
    },
    Occurrences {
        n: usize,
        n_on_holidays: usize,
    },
    DueOnDayOff {
        holiday: Option<Holiday>,
    },
    FromProtocol {
        title: &'a str,
        version: Option<&'a str>,
    },
    Deviations(usize),
    Used {
        n_copies: usize,
        n_tasks: usize,
    },
    TeamRule {
        text: &'a str,
    },
    SetAside {
        name: &'a str,
        date: &'a str,
        reason: &'a str,
    },
    NotStored,
    LadderOffer(LadderStep),
    RingOffer(Suggestion),
    RingChosen {
        ring: Ring,
        before: Option<Ring>,
        name: &'a str,
        date: &'a str,
    },
    Count(Count),
    Changes {
        n: usize,
        date: &'a str,
    },
    NeverLooked,
    Unread,
    Complete {
        n: usize,
        of: usize,
    },
}

impl RuleSentence<'_> {
    pub(super) fn fr(&self) -> String {
        let word = |word: RuleWord| word.both()[0];
        match *self {
            Self::Recurrence {
                timing,
                from,
                until,
            } => rhythm::in_french(timing, from, until),
            Self::Occurrences {
                n,
                n_on_holidays: 0,
            } => fr::count(n, "fois", "fois"),
            Self::Occurrences { n, n_on_holidays } => format!(
                "{}, dont {} un jour férié",
                fr::count(n, "fois", "fois"),
                fr::number(n_on_holidays)
            ),
            Self::DueOnDayOff { holiday: None } => "L’échéance tombe un jour non travaillé.".into(),
            Self::DueOnDayOff {
                holiday: Some(holiday),
            } => format!(
                "L’échéance tombe un jour férié\u{a0}: {}.",
                word(RuleWord::Holiday(holiday))
            ),
            Self::FromProtocol { title, version } => match version {
                Some(version) => {
                    format!("Issu du protocole «\u{a0}{title}\u{a0}», version {version}")
                }
                None => format!("Issu du protocole «\u{a0}{title}\u{a0}»"),
            },
            Self::Deviations(n) => {
                let what = fr::count(n, "écart", "écarts");
                format!("{what} au protocole, à motiver")
            }
            Self::Used { n_copies, n_tasks } => format!(
                "Utilisé dans {}, {}",
                fr::count(n_copies, "plan", "plans"),
                fr::count(n_tasks, "tâche", "tâches")
            ),
            Self::TeamRule { text } => format!(
                "Règle de l’équipe\u{a0}: «\u{a0}{text}\u{a0}». Vous pouvez passer outre en disant pourquoi."
            ),
            Self::SetAside { name, date, reason } => {
                format!("{name} est passé outre ({date})\u{a0}: «\u{a0}{reason}\u{a0}»")
            }
            Self::NotStored => {
                "La coordination logistique ne garde rien qui mène à une personne.".into()
            }
            Self::LadderOffer(step) => format!(
                "{} et {} ({}, seuil {})\u{a0}: passer de «\u{a0}{}\u{a0}» à «\u{a0}{}\u{a0}»\u{202f}?",
                fr::count(
                    step.counted.late_changes as usize,
                    "changement tardif",
                    "changements tardifs"
                ),
                fr::count(
                    step.counted.open_deviations as usize,
                    "écart ouvert",
                    "écarts ouverts"
                ),
                fr::count(step.points as usize, "point", "points"),
                fr::number(step.threshold as usize),
                word(RuleWord::Mechanism(step.from)),
                word(RuleWord::Mechanism(step.to)),
            ),
            Self::RingOffer(offer) => format!(
                "Proposé\u{a0}: {} ({})",
                word(RuleWord::Ring(Some(offer.ring))),
                word(RuleWord::RingReason(offer.reason))
            ),
            Self::RingChosen {
                ring,
                before,
                name,
                date,
            } => format!(
                "{name} a choisi «\u{a0}{}\u{a0}» au lieu de «\u{a0}{}\u{a0}» ({date})",
                word(RuleWord::Ring(Some(ring))),
                word(RuleWord::Ring(before))
            ),
            Self::Count(Count::FewerThan(n)) => format!("moins de {}", fr::number(n as usize)),
            Self::Count(Count::Exactly(n)) => fr::number(n as usize),
            Self::Changes { n, date } => format!(
                "{} depuis votre dernier passage ({date})",
                fr::count(n, "changement", "changements")
            ),
            Self::NeverLooked => "Première ouverture de ce plan".into(),
            Self::Unread => "changé depuis votre dernier passage".into(),
            Self::Complete { n, of } => {
                format!(
                    "{} sur {} du contenu minimal",
                    fr::number(n),
                    fr::number(of)
                )
            }
        }
    }

    pub(super) fn en(&self) -> String {
        let word = |word: RuleWord| word.both()[1];
        match *self {
            Self::Recurrence {
                timing,
                from,
                until,
            } => rhythm::in_english(timing, from, until),
            Self::Occurrences {
                n,
                n_on_holidays: 0,
            } => en::count(n, "time", "times"),
            Self::Occurrences { n, n_on_holidays } => format!(
                "{}, {} on a public holiday",
                en::count(n, "time", "times"),
                en::number(n_on_holidays)
            ),
            Self::DueOnDayOff { holiday: None } => "It is due on a day that is not worked.".into(),
            Self::DueOnDayOff {
                holiday: Some(holiday),
            } => format!(
                "It is due on a public holiday: {}.",
                word(RuleWord::Holiday(holiday))
            ),
            Self::FromProtocol { title, version } => match version {
                Some(version) => format!("From the protocol “{title}”, version {version}"),
                None => format!("From the protocol “{title}”"),
            },
            Self::Deviations(n) => {
                let what = en::count(n, "deviation", "deviations");
                format!("{what} from the protocol, to be explained")
            }
            Self::Used { n_copies, n_tasks } => format!(
                "Used in {}, {}",
                en::count(n_copies, "plan", "plans"),
                en::count(n_tasks, "task", "tasks")
            ),
            Self::TeamRule { text } => {
                format!("Rule of the team: “{text}”. You can go on if you say why.")
            }
            Self::SetAside { name, date, reason } => {
                format!("{name} went on all the same ({date}): “{reason}”")
            }
            Self::NotStored => "Logistic coordination keeps nothing that leads to a person.".into(),
            Self::LadderOffer(step) => format!(
                "{} and {} ({}, threshold {}): go from “{}” to “{}”?",
                en::count(
                    step.counted.late_changes as usize,
                    "late change",
                    "late changes"
                ),
                en::count(
                    step.counted.open_deviations as usize,
                    "open deviation",
                    "open deviations"
                ),
                en::count(step.points as usize, "point", "points"),
                en::number(step.threshold as usize),
                word(RuleWord::Mechanism(step.from)),
                word(RuleWord::Mechanism(step.to)),
            ),
            Self::RingOffer(offer) => format!(
                "Suggested: {} ({})",
                word(RuleWord::Ring(Some(offer.ring))),
                word(RuleWord::RingReason(offer.reason))
            ),
            Self::RingChosen {
                ring,
                before,
                name,
                date,
            } => format!(
                "{name} chose “{}” instead of “{}” ({date})",
                word(RuleWord::Ring(Some(ring))),
                word(RuleWord::Ring(before))
            ),
            Self::Count(Count::FewerThan(n)) => format!("fewer than {}", en::number(n as usize)),
            Self::Count(Count::Exactly(n)) => en::number(n as usize),
            Self::Changes { n, date } => format!(
                "{} since you last looked ({date})",
                en::count(n, "change", "changes")
            ),
            Self::NeverLooked => "You open this plan for the first time".into(),
            Self::Unread => "changed since you last looked".into(),
            Self::Complete { n, of } => {
                format!("{} of {} of the minimum", en::number(n), en::number(of))
            }
        }
    }
}
