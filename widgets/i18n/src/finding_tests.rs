//! Every rule has its sentence in both languages, with the facts in it and nothing left over.

use coordo_core::{FhirDate, Instant, Private, RecordKey, SourceId};
use coordo_engine::{Argument, Code, Finding, RemedyCode, Severity};

use crate::{Locale, PlainDates};

fn dates() -> PlainDates {
    PlainDates {
        offset_minutes: 60,
        now: Instant::from_fhir("2026-11-20T09:00:00Z").unwrap(),
    }
}

fn record(id: &str) -> Argument {
    Argument::Record(RecordKey::new(SourceId("s".into()), "Task", id))
}

fn date(text: &str) -> Argument {
    Argument::Date(FhirDate::parse(text).unwrap())
}

fn finding(code: Code, arguments: Vec<Argument>) -> Finding {
    Finding {
        code,
        severity: Severity::Attention,
        subjects: Vec::new(),
        since: Instant(0),
        evidence: Vec::new(),
        arguments,
        remedies: Vec::new(),
        gap: None,
    }
}

fn say(locale: Locale, finding: &Finding) -> String {
    let names = |key: &RecordKey| (key.id != "?").then(|| key.id.clone());
    locale.finding(finding, &names, &dates())
}

/// What comes before a mark in French: one space, and the right one.
fn assert_french(text: &str) {
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let next = text[at + c.len_utf8()..].chars().next();
        match c {
            ':' if next == Some(' ') => assert_eq!(before, Some('\u{a0}'), "{text}"),
            ';' | '!' | '?' => assert_eq!(before, Some('\u{202f}'), "{text}"),
            '»' => assert_eq!(before, Some('\u{a0}'), "{text}"),
            '«' => assert_eq!(next, Some('\u{a0}'), "{text}"),
            '\'' => panic!("{text}"),
            _ => {}
        }
    }
}

#[test]
fn every_rule_has_a_sentence_in_both_languages_whatever_facts_there_are() {
    let full = vec![date("2026-11-27T10:30:00+01:00"); 7];
    let bare = vec![Argument::None; 7];
    for locale in Locale::ALL {
        for code in Code::ALL {
            for arguments in [full.clone(), bare.clone(), Vec::new()] {
                let text = say(locale, &finding(code, arguments));
                assert!(text.ends_with('.'), "{text}");
                assert!(!text.contains(['{', '}', '[', ']', '@']), "{text}");
                let is_odd = ["  ", " .", "..", " ,", "()", "( "]
                    .iter()
                    .any(|odd| text.contains(odd));
                assert!(!is_odd || !text.contains("27"), "{text}");
                if locale == Locale::Fr {
                    assert_french(&text);
                }
            }
        }
    }
}

#[test]
fn time_in_which_something_is_due_is_told_as_no_appointment() {
    let absence = [date("2026-11-18"), date("2026-11-30")];
    let told = |from: Argument, window: [Argument; 2]| {
        let mut arguments = vec![record("Pesée"), record("Dr A"), from];
        arguments.extend(absence.iter().cloned().chain(window));
        say(Locale::Fr, &finding(Code::OwnerAbsent, arguments)).replace('\u{a0}', " ")
    };
    let away = "confiée à Dr A, en absence à partir du mer. 18 nov. jusqu’au lun. 30 nov.";
    assert_eq!(
        told(date("2026-11-20"), [Argument::None, Argument::None]),
        format!("Pesée (prévue le ven. 20 nov.) : {away}")
    );
    assert_eq!(
        told(Argument::None, [date("2026-11-20"), date("2026-11-24")]),
        format!("Pesée (à faire : 20 – 24 nov.) : {away}")
    );
}

#[test]
fn every_rule_and_remedy_has_words_of_its_own() {
    for locale in Locale::ALL {
        let mut names: Vec<_> = Code::ALL
            .iter()
            .map(|c| locale.rule_words(*c).name)
            .collect();
        names.extend(RemedyCode::ALL.iter().map(|c| locale.remedy(*c)));
        let n = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n);
        for code in Code::ALL {
            let words = locale.rule_words(code);
            assert!(words.trigger.ends_with('.'), "{}", words.trigger);
            assert!(words.threshold.is_empty() || words.threshold.ends_with('.'));
            if locale == Locale::Fr {
                assert_french(words.trigger);
                assert_french(words.threshold);
            }
        }
    }
}

#[test]
fn a_sentence_says_what_is_known_and_leaves_out_what_is_not() {
    let known = finding(
        Code::NoOwner,
        vec![record("Refaire le PAI"), date("2026-11-30")],
    );
    assert_eq!(
        say(Locale::Fr, &known),
        "Refaire le PAI\u{a0}: personne n’en est chargé (échéance le lun.\u{a0}30\u{a0}nov.)."
    );
    let unknown = finding(Code::NoOwner, vec![record("?"), Argument::None]);
    assert_eq!(say(Locale::En, &unknown), "unnamed: nobody is in charge.");
}

#[test]
fn a_month_takes_no_article_and_midnight_is_a_day() {
    let month = finding(Code::AgreementExpired, vec![record("a"), date("2026-08")]);
    assert_eq!(
        say(Locale::Fr, &month),
        "L’accord de partage est échu en août\u{a0}2026."
    );
    let midnight = Instant::from_fhir("2026-11-27T00:00:00+01:00").unwrap();
    let missed = finding(
        Code::SessionsMissed,
        vec![
            record("Kinésithérapie"),
            Argument::Count(2),
            Argument::At(midnight),
            date("2026-12-01"),
        ],
    );
    assert_eq!(
        say(Locale::En, &missed),
        "Kinésithérapie: 2 planned sessions in a row are not recorded \
         (Fri\u{a0}27\u{a0}Nov and Tue\u{a0}1\u{a0}Dec)."
    );
}

#[test]
fn an_order_is_told_by_what_has_begun_or_by_both_dates() {
    let begun = vec![
        record("RCP"),
        record("Évaluation"),
        Argument::None,
        Argument::None,
    ];
    assert_eq!(
        say(Locale::Fr, &finding(Code::OrderBroken, begun)),
        "«\u{a0}RCP\u{a0}» a commencé avant la fin de «\u{a0}Évaluation\u{a0}»."
    );
    let (later, earlier) = (date("2026-11-20"), date("2026-11-24"));
    let dated = vec![record("RCP"), record("Évaluation"), later, earlier];
    assert_eq!(
        say(Locale::Fr, &finding(Code::OrderBroken, dated)),
        "«\u{a0}RCP\u{a0}» tombe le ven.\u{a0}20\u{a0}nov., avant «\u{a0}Évaluation\u{a0}» \
         (mar.\u{a0}24\u{a0}nov.)."
    );
}

#[test]
fn a_name_in_plain_text_is_said_as_it_came() {
    let named = Argument::Text(Private("Voisine du 3e".into()));
    let text = say(
        Locale::Fr,
        &finding(
            Code::OwnerLeft,
            vec![record("Courses"), named, Argument::None],
        ),
    );
    assert!(text.contains("Voisine du 3e"));
}
