//! When an event is or was, for each of FHIR's ways to say it.

use coordo_core::event::{EventKind, Rhythm};
use coordo_core::order::Order as _;
use coordo_core::task::Period;
use coordo_core::{FhirDate, Private};

use super::concept::strings;
use super::lenient::Reader;
use crate::fields::{Fields, plain};

pub(super) fn period(
    r: &mut Reader<'_>,
    of: &Fields<'_>,
    kind: EventKind,
    context: Option<&Fields<'_>>,
) -> Period {
    match kind {
        EventKind::Appointment | EventKind::Slot => {
            let period = Period {
                start: r.date(of, "start", "start"),
                end: r.date(of, "end", "end"),
            };
            if period.is_empty() && of.get("requestedPeriod").is_some() {
                let list = r.list(of, "requestedPeriod", "requestedPeriod");
                let first = list.first();
                return first.map_or(period, |f| bounds(r, f, "requestedPeriod"));
            }
            r.check_order(period, "end");
            period
        }
        EventKind::Communication => point(r.date(of, "sent", "sent")),
        EventKind::RequestGroup => point(r.date(of, "authoredOn", "authoredOn")),
        EventKind::ServiceRequest => choice(r, of, "occurrence"),
        EventKind::Procedure => choice(r, of, "performed"),
        EventKind::Encounter | EventKind::Flag => r.period(of, "period", "period"),
        EventKind::Observation => {
            let period = choice(r, of, "effective");
            if period.is_empty() {
                point(r.date(of, "issued", "issued"))
            } else {
                period
            }
        }
        EventKind::Condition => {
            let onset = choice(r, of, "onset");
            let abatement = choice(r, of, "abatement");
            let period = Period {
                start: onset
                    .start
                    .or_else(|| r.date(of, "recordedDate", "recordedDate")),
                end: abatement.start.or(abatement.end).or(onset.end),
            };
            r.check_order(period, "abatement");
            period
        }
        EventKind::MedicationRequest => treatment(r, of),
        EventKind::DocumentReference => {
            let period = context.map(|c| r.period(c, "period", "context.period"));
            match period.filter(|p| !p.is_empty()) {
                Some(period) => period,
                None => point(r.date(of, "date", "date")),
            }
        }
        EventKind::Consent => {
            let provision = r.object(of, "provision", "provision");
            let period = provision.map(|p| r.period(&p, "period", "provision.period"));
            match period.filter(|p| !p.is_empty()) {
                Some(period) => period,
                None => point(r.date(of, "dateTime", "dateTime")),
            }
        }
    }
}

/// When, in words, where there is no date.
pub(super) fn text(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    match r.kind() {
        "Condition" => in_words(r, of, "onset"),
        "Procedure" => in_words(r, of, "performed"),
        "ServiceRequest" => {
            let timing = r.object(of, "occurrenceTiming", "occurrenceTiming")?;
            r.concept(&timing, "code", "occurrenceTiming.code")
        }
        "MedicationRequest" => {
            let dosages = r.list(of, "dosageInstruction", "dosageInstruction");
            dosages
                .iter()
                .find_map(|d| r.text_in(d, "text", "dosageInstruction"))
        }
        _ => None,
    }
}

/// An age, a range or words in place of a date.
fn in_words(r: &mut Reader<'_>, of: &Fields<'_>, prefix: &str) -> Option<Private<String>> {
    let said = |suffix: &str| {
        let is_it = |name: &str| name.strip_prefix(prefix) == Some(suffix);
        of.iter().any(|(name, _)| is_it(name))
    };
    if said("String") || said("Age") || said("Range") {
        r.value(of, prefix)
    } else {
        None
    }
}

fn point(at: Option<FhirDate>) -> Period {
    Period {
        start: at,
        end: None,
    }
}

fn bounds(r: &mut Reader<'_>, period: &Fields<'_>, path: &str) -> Period {
    Period {
        start: r.date_in(period, "start", path),
        end: r.date_in(period, "end", path),
    }
}

/// `occurrence[x]`, `performed[x]` …: a period, a date, an instant, or the bounds of a timing.
fn choice(r: &mut Reader<'_>, of: &Fields<'_>, prefix: &str) -> Period {
    let name_of = |suffix: &str| {
        let is_it = |name: &&str| name.strip_prefix(prefix) == Some(suffix);
        of.iter()
            .map(|(name, _)| name)
            .find(is_it)
            .map(str::to_owned)
    };
    if let Some(name) = name_of("DateTime").or_else(|| name_of("Instant")) {
        return point(r.date(of, &name, &name));
    }
    if let Some(name) = name_of("Period") {
        return r.period(of, &name, &name);
    }
    match name_of("Timing") {
        Some(name) => match r.object(of, &name, &name) {
            Some(timing) => timing_bounds(r, &timing, &name),
            None => Period::default(),
        },
        None => Period::default(),
    }
}

/// `Timing`: the bounds of its repetition, else its first and last event.
pub(super) fn timing_bounds(r: &mut Reader<'_>, timing: &Fields<'_>, path: &str) -> Period {
    if let Some(repeat) = r.object(timing, "repeat", path)
        && repeat.get("boundsPeriod").is_some()
    {
        return r.period(
            &repeat,
            "boundsPeriod",
            &format!("{path}.repeat.boundsPeriod"),
        );
    }
    let events = strings(timing, "event");
    let mut dates = events.iter().filter_map(|e| FhirDate::parse(e));
    let start = dates.next();
    Period {
        start,
        end: dates.next_back(),
    }
}

/// `occurrenceTiming.repeat`, as far as days tell it.
pub(super) fn rhythm(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Rhythm> {
    of.get("occurrenceTiming")?;
    let timing = r.object(of, "occurrenceTiming", "occurrenceTiming")?;
    let repeat = r.object(&timing, "repeat", "occurrenceTiming.repeat")?;
    let mut days: Vec<u8> = Vec::new();
    for name in strings(&repeat, "dayOfWeek") {
        let known = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        days.extend((0..).zip(known).find(|(_, k)| *k == name).map(|(n, _)| n));
    }
    days.order();
    days.dedup();
    let number = |name: &str| repeat.get(name)?.parse::<u16>().ok();
    let unit = repeat.get("periodUnit").and_then(plain);
    let length = match unit {
        Some("d") => Some(1),
        Some("wk") => Some(7),
        // As people count it where no day of the month is named.
        Some("mo") => Some(30),
        _ => None,
    };
    let often = number("frequency").unwrap_or(1).max(1);
    let whole = length.and_then(|length| number("period")?.checked_mul(length));
    if whole.is_some_and(|whole| whole > 7) {
        // Every fourth Monday is not every Monday, and nothing tells which.
        days.clear();
    }
    let every_days = whole
        .filter(|_| days.is_empty())
        .map(|whole| (whole / often).max(1));
    let rhythm = Rhythm { days, every_days };
    (rhythm != Rhythm::default()).then_some(rhythm)
}

/// The bounds of the first dosage that has some, else those of the dispense request, else
/// an open period from when it was written.
fn treatment(r: &mut Reader<'_>, of: &Fields<'_>) -> Period {
    let dosages = r.list(of, "dosageInstruction", "dosageInstruction");
    for dosage in &dosages {
        if let Some(timing) = r.object(dosage, "timing", "dosageInstruction.timing") {
            let period = timing_bounds(r, &timing, "dosageInstruction.timing");
            if !period.is_empty() {
                return period;
            }
        }
    }
    if let Some(request) = r.object(of, "dispenseRequest", "dispenseRequest") {
        let period = r.period(&request, "validityPeriod", "dispenseRequest.validityPeriod");
        if !period.is_empty() {
            return period;
        }
    }
    point(r.date(of, "authoredOn", "authoredOn"))
}
