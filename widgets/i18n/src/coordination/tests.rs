//! All words and sentences of the rules.

use coordo_core::calendar::{Holiday, Weekday};
use coordo_core::timing::{Bounds, Moment, Timing, Unit};
use coordo_engine::diff::{Facet, Requirement};
use coordo_engine::levels::{CannotRise, Count, Level, State};
use coordo_engine::mechanism::{
    DepartureKind, Feature, Instability, Lacking, LadderStep, Mechanism, Preset,
};
use coordo_engine::nomeko::{Ring, RingReason, Side, Suggestion, With};
use coordo_engine::protocol::{
    Breach, DeviationKind, InvalidStep, Lack, PairState, PickedWrong, Standing,
};
use coordo_engine::referral::{Criterion, Missed, RefusalReason, Why};
use coordo_engine::{Dependency, MissingFacet};

use super::{RuleSentence, RuleWord};
use crate::Locale;

fn words() -> Vec<RuleWord> {
    use RuleWord as W;
    let mut all: Vec<RuleWord> = Vec::new();
    all.extend(Holiday::ALL.map(W::Holiday));
    all.extend(Weekday::ALL.map(W::Weekday));
    all.extend(Moment::ALL.map(W::Moment));
    all.extend(Mechanism::ALL.map(W::Mechanism));
    all.extend(Preset::ALL.map(W::Preset));
    all.extend(With::ALL.map(W::With));
    all.extend(Ring::ALL.map(|ring| W::Ring(Some(ring))));
    all.extend(Level::ALL.map(W::Level));
    all.extend(Facet::ALL.map(W::Facet));
    all.extend(Requirement::ALL.map(W::Requirement));
    all.extend(MissingFacet::ALL.map(W::MissingFacet));
    all.extend(Dependency::ALL.map(W::Dependency));
    all.extend(RefusalReason::ALL.map(W::Refusal));
    let criteria = [
        Criterion::Departments(Vec::new()),
        Criterion::Age {
            from: None,
            to: None,
        },
        Criterion::Needs(Vec::new()),
        Criterion::Senders(Vec::new()),
        Criterion::Document(coordo_core::coded::Coded::default()),
        Criterion::Agreement,
    ];
    for criterion in criteria {
        for why in [Why::NotMet, Why::NotSaid] {
            let criterion = criterion.clone();
            all.push(W::Missed(Missed { criterion, why }));
        }
    }
    all.extend([Side::Design, Side::Implementation].map(W::Side));
    all.extend([State::Open, State::UnderWay, State::Done, State::NotDone].map(W::State));
    all.push(W::Ring(None));
    let lacking = [
        Lacking::Thread,
        Lacking::Validator,
        Lacking::Validation,
        Lacking::Protocol,
        Lacking::Target,
        Lacking::Profession,
    ];
    all.extend(lacking.map(W::Lacking));
    let departures = [
        DepartureKind::OutOfSequence,
        DepartureKind::OtherPerformer,
        DepartureKind::Overrun,
        DepartureKind::MissingMeans,
    ];
    all.extend(departures.map(W::Departure));
    let features = Preset::ALL.iter().flat_map(|preset| preset.features());
    all.extend(features.map(|feature: &Feature| W::Feature(*feature)));
    let breaches = [
        Breach::NoDelegator,
        Breach::NoDelegatee,
        Breach::Retired,
        Breach::NotYetValid,
        Breach::Expired,
        Breach::Profession,
        Breach::Territory,
    ];
    all.extend(breaches.map(W::Breach));
    let deviations = [
        DeviationKind::LeftOut,
        DeviationKind::Added,
        DeviationKind::OtherTime,
        DeviationKind::OtherOwner,
        DeviationKind::OtherOrder,
        DeviationKind::OtherRhythm,
        DeviationKind::OtherPriority,
    ];
    all.extend(deviations.map(W::Deviation));
    let standings = [
        Standing::Informal,
        Standing::Written,
        Standing::Retired,
        Standing::Unknown,
    ];
    all.extend(standings.map(W::Standing));
    let lacks = [
        Lack::Title,
        Lack::Steps,
        Lack::Roles,
        Lack::Triggers,
        Lack::ReviewDate,
    ];
    all.extend(lacks.map(W::ProtocolLack));
    let wrong = [
        PickedWrong::Zero,
        PickedWrong::NoDayLeft,
        PickedWrong::EndsBeforeItBegins,
        PickedWrong::NoSuchDay,
    ];
    all.extend(wrong.map(W::PickedWrong));
    let states = [
        PairState::Instructed,
        PairState::Acknowledged,
        PairState::Reported,
    ];
    all.extend(states.map(W::PairState));
    let steps = [
        InvalidStep::Empty,
        InvalidStep::OneActor,
        InvalidStep::NotTheirs,
        InvalidStep::OutOfOrder,
    ];
    all.extend(steps.map(W::PairStep));
    let reasons = [
        RingReason::InterdependentWork,
        RingReason::NothingDependsOnIt,
        RingReason::AboutNobody,
    ];
    all.extend(reasons.map(W::RingReason));
    let rises = [
        CannotRise::NoNeed,
        CannotRise::NoStructure,
        CannotRise::NoDate,
    ];
    all.extend(rises.map(W::CannotRise));
    all
}

/// Everything that one locale can say of the rules.
pub(crate) fn everything(locale: Locale) -> Vec<String> {
    use RuleSentence as S;
    let words = words().into_iter();
    let mut all: Vec<String> = words
        .map(|word| locale.rule_word(word).to_owned())
        .collect();
    let (name, date) = ("Claire", "23 nov");
    let mut say = |sentence: &RuleSentence<'_>| all.push(locale.rule(sentence));
    for n in [0, 1, 3000] {
        for n_on_holidays in [0, n] {
            say(&S::Occurrences { n, n_on_holidays });
        }
        let (n_copies, n_tasks) = (n, n);
        say(&S::Deviations(n));
        say(&S::Used { n_copies, n_tasks });
        say(&S::Changes { n, date });
        say(&S::Complete { n, of: n });
    }
    let step = LadderStep {
        from: Mechanism::Process,
        to: Mechanism::Supervision,
        counted: Instability {
            late_changes: 3,
            open_deviations: 1,
        },
        points: 5,
        threshold: 5,
    };
    let offer = Suggestion {
        ring: Ring::Support,
        reason: RingReason::NothingDependsOnIt,
    };
    let timing = dressing();
    let (title, reason) = ("Retour à domicile", "de vive voix");
    for sentence in [
        S::Recurrence {
            timing: &timing,
            from: Some(date),
            until: Some(date),
        },
        S::DueOnDayOff { holiday: None },
        S::DueOnDayOff {
            holiday: Some(Holiday::LabourDay),
        },
        S::FromProtocol {
            title,
            version: Some("3"),
        },
        S::FromProtocol {
            title,
            version: None,
        },
        S::TeamRule { text: title },
        S::SetAside { name, date, reason },
        S::NotStored,
        S::LadderOffer(step),
        S::RingOffer(offer),
        S::RingChosen {
            ring: Ring::Other,
            before: None,
            name,
            date,
        },
        S::Count(Count::FewerThan(5)),
        S::Count(Count::Exactly(12)),
        S::NeverLooked,
        S::Unread,
    ] {
        say(&sentence);
    }
    all
}

fn dressing() -> Timing {
    Timing {
        every: Some((1, Unit::Day)),
        days: Weekday::ALL.into_iter().take(6).collect(),
        moments: vec![Moment::Morning],
        ..Timing::default()
    }
}

#[test]
fn each_code_has_words_of_its_own_in_its_list() {
    for locale in Locale::ALL {
        for list in [
            Facet::ALL.map(RuleWord::Facet).to_vec(),
            Requirement::ALL.map(RuleWord::Requirement).to_vec(),
            Holiday::ALL.map(RuleWord::Holiday).to_vec(),
            Mechanism::ALL.map(RuleWord::Mechanism).to_vec(),
        ] {
            let n = list.len();
            let mut said: Vec<_> = list.into_iter().map(|w| locale.rule_word(w)).collect();
            said.sort_unstable();
            said.dedup();
            assert_eq!(said.len(), n);
        }
    }
}

#[test]
fn row_51_a_recurrence_is_said_as_it_was_picked() {
    let say = |locale: Locale, timing: &Timing, from, until| {
        locale.rule(&RuleSentence::Recurrence {
            timing,
            from,
            until,
        })
    };
    let dressing = dressing();
    assert_eq!(
        say(Locale::Fr, &dressing, Some("27 avr."), Some("17 mai")),
        "tous les jours, le matin, sauf le dimanche, du 27 avr. au 17 mai"
    );
    assert_eq!(
        say(Locale::En, &dressing, Some("27 Apr"), Some("17 May")),
        "every day, in the morning, except Sunday, from 27 Apr to 17 May"
    );
    let alternate = Timing {
        every: Some((2, Unit::Week)),
        days: vec![Weekday::Tuesday, Weekday::Thursday, Weekday::Friday],
        times: vec![450, 1140],
        bounds: Bounds::Duration(3, Unit::Month),
        ..Timing::default()
    };
    assert_eq!(
        say(Locale::Fr, &alternate, None, None),
        "toutes les 2\u{a0}semaines, le mardi, le jeudi et le vendredi, à 07:30 et 19:00, pendant 3\u{a0}mois"
    );
    assert_eq!(
        say(Locale::En, &alternate, None, None),
        "every 2 weeks, on Tuesday, Thursday and Friday, at 07:30 and 19:00, for 3 months"
    );
    let weekly = Timing {
        every: Some((1, Unit::Week)),
        days: vec![Weekday::Tuesday, Weekday::Friday],
        count: Some(12),
        ..Timing::default()
    };
    assert_eq!(
        say(Locale::Fr, &weekly, Some("1er sept."), None),
        "chaque mardi et vendredi, à partir du 1er sept., 12\u{a0}fois"
    );
    assert_eq!(
        say(Locale::En, &weekly, Some("1 Sept"), None),
        "every Tuesday and Friday, from 1 Sept on, 12 times"
    );
}

#[test]
fn row_6_an_offer_tells_the_numbers_that_speak_for_it() {
    let step = LadderStep {
        from: Mechanism::Process,
        to: Mechanism::Supervision,
        counted: Instability {
            late_changes: 3,
            open_deviations: 1,
        },
        points: 5,
        threshold: 4,
    };
    assert_eq!(
        Locale::En.rule(&RuleSentence::LadderOffer(step)),
        "3 late changes and 1 open deviation (5 points, threshold 4): \
         go from “agreed process” to “direct supervision”?"
    );
}
