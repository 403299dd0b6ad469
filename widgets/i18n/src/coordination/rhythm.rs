//! A recurrence in words: "every day, in the morning, except Sunday".

use coordo_core::calendar::Weekday;
use coordo_core::timing::{Bounds, Timing, Unit};

use super::word::RuleWord;
use crate::{en, fr};

/// « tous les jours, le matin, sauf le dimanche, du 27 avr. au 17 mai »; `from` and `until` are
/// dates in words.
pub(super) fn in_french(timing: &Timing, from: Option<&str>, until: Option<&str>) -> String {
    let mut parts = Vec::new();
    let (only, except) = named(timing);
    let every = match timing.every {
        Some((1, Unit::Day)) if only.is_empty() => "tous les jours".to_owned(),
        Some((1, Unit::Day | Unit::Week)) if !only.is_empty() => {
            format!("chaque {}", list(&only, 0, " et "))
        }
        Some((1, Unit::Day | Unit::Week)) | None => "chaque semaine".to_owned(),
        Some((1, Unit::Month)) => "tous les mois".to_owned(),
        Some((1, Unit::Year)) => "tous les ans".to_owned(),
        Some((n, Unit::Day)) => format!("tous les {n}\u{a0}jours"),
        Some((n, Unit::Week)) => format!("toutes les {n}\u{a0}semaines"),
        Some((n, Unit::Month)) => format!("tous les {n}\u{a0}mois"),
        Some((n, Unit::Year)) => format!("tous les {n}\u{a0}ans"),
    };
    let is_said = matches!(timing.every, Some((1, Unit::Day | Unit::Week)));
    parts.push(every);
    if !only.is_empty() && !is_said {
        parts.push(format!("le {}", list(&only, 0, " et le ")));
    }
    parts.extend(times(timing, 0, "à", " et "));
    if !except.is_empty() {
        parts.push(format!("sauf le {}", list(&except, 0, " et le ")));
    }
    match (from, until) {
        (Some(from), Some(until)) => parts.push(format!("du {from} au {until}")),
        (Some(from), None) => parts.push(format!("à partir du {from}")),
        (None, Some(until)) => parts.push(format!("jusqu’au {until}")),
        (None, None) => {}
    }
    if let Bounds::Duration(n, unit) = timing.bounds {
        let n = n as usize;
        let length = match unit {
            Unit::Day => fr::count(n, "jour", "jours"),
            Unit::Week => fr::count(n, "semaine", "semaines"),
            Unit::Month => fr::count(n, "mois", "mois"),
            Unit::Year => fr::count(n, "an", "ans"),
        };
        parts.push(format!("pendant {length}"));
    }
    if let Some(n) = timing.count {
        parts.push(fr::count(n as usize, "fois", "fois"));
    }
    parts.join(", ")
}

/// "every day, in the morning, except Sunday, from 27 Apr to 17 May".
pub(super) fn in_english(timing: &Timing, from: Option<&str>, until: Option<&str>) -> String {
    let mut parts = Vec::new();
    let (only, except) = named(timing);
    let every = match timing.every {
        Some((1, Unit::Day)) if only.is_empty() => "every day".to_owned(),
        Some((1, Unit::Day | Unit::Week)) if !only.is_empty() => {
            format!("every {}", list(&only, 1, " and "))
        }
        Some((1, Unit::Day | Unit::Week)) | None => "every week".to_owned(),
        Some((1, Unit::Month)) => "every month".to_owned(),
        Some((1, Unit::Year)) => "every year".to_owned(),
        Some((n, Unit::Day)) => format!("every {n} days"),
        Some((n, Unit::Week)) => format!("every {n} weeks"),
        Some((n, Unit::Month)) => format!("every {n} months"),
        Some((n, Unit::Year)) => format!("every {n} years"),
    };
    let is_said = matches!(timing.every, Some((1, Unit::Day | Unit::Week)));
    parts.push(every);
    if !only.is_empty() && !is_said {
        parts.push(format!("on {}", list(&only, 1, " and ")));
    }
    parts.extend(times(timing, 1, "at", " and "));
    if !except.is_empty() {
        parts.push(format!("except {}", list(&except, 1, " and ")));
    }
    match (from, until) {
        (Some(from), Some(until)) => parts.push(format!("from {from} to {until}")),
        (Some(from), None) => parts.push(format!("from {from} on")),
        (None, Some(until)) => parts.push(format!("until {until}")),
        (None, None) => {}
    }
    if let Bounds::Duration(n, unit) = timing.bounds {
        let n = n as usize;
        let length = match unit {
            Unit::Day => en::count(n, "day", "days"),
            Unit::Week => en::count(n, "week", "weeks"),
            Unit::Month => en::count(n, "month", "months"),
            Unit::Year => en::count(n, "year", "years"),
        };
        parts.push(format!("for {length}"));
    }
    if let Some(n) = timing.count {
        parts.push(en::count(n as usize, "time", "times"));
    }
    parts.join(", ")
}

/// The days that are named, or, where most are, those that are left out.
fn named(timing: &Timing) -> (Vec<Weekday>, Vec<Weekday>) {
    let is_daily = matches!(timing.every, Some((_, Unit::Day)));
    if is_daily && timing.days.len() > 4 {
        let is_out = |day: &Weekday| !timing.days.contains(day);
        return (
            Vec::new(),
            Weekday::ALL.into_iter().filter(is_out).collect(),
        );
    }
    (timing.days.clone(), Vec::new())
}

/// « le matin et le soir », « à 07:30 et 19:00 ».
fn times(timing: &Timing, language: usize, at: &str, and: &str) -> Option<String> {
    if !timing.times.is_empty() {
        let clock = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let times: Vec<String> = timing.times.iter().map(clock).collect();
        return Some(format!("{at} {}", joined(&times, and)));
    }
    let moments = timing.moments.iter().map(|moment| {
        let both = RuleWord::Moment(*moment).both();
        both.get(language).copied().unwrap_or_default().to_owned()
    });
    let moments: Vec<String> = moments.collect();
    (!moments.is_empty()).then(|| joined(&moments, and))
}

fn list(days: &[Weekday], language: usize, and: &str) -> String {
    let names = days.iter().map(|day| {
        let both = RuleWord::Weekday(*day).both();
        both.get(language).copied().unwrap_or_default().to_owned()
    });
    joined(&names.collect::<Vec<_>>(), and)
}

/// "a, b and c"; where the last needs its article so does each: « a, le b et le c ».
fn joined(words: &[String], and: &str) -> String {
    let mut text = String::new();
    let article = and.strip_prefix(" et ").unwrap_or_default();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && at + 1 == words.len() {
            text.push_str(and);
        } else if at > 0 {
            text.push_str(", ");
            text.push_str(article);
        }
        text.push_str(word);
    }
    text
}
