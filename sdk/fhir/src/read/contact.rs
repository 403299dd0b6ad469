//! How and when someone can be reached.

use coordo_core::Private;
use coordo_core::actor::{Absence, Address, AvailableTime, ContactPoint, ContactSystem};
use coordo_core::order::Order as _;

use super::concept::strings;
use super::lenient::Reader;
use crate::fields::{Fields, elements};

/// The extension of FR Core that tells a secure box from ordinary mail
/// (<https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type>).
const EMAIL_TYPE: &str = "contact-point-email-type";

pub(super) fn telecoms(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<ContactPoint> {
    let list = r.list(of, "telecom", "telecom");
    let mut found = Vec::with_capacity(list.len());
    for contact in &list {
        let Some(value) = r.text_in(contact, "value", "telecom") else {
            continue;
        };
        let system = r.word(contact, "system", "telecom");
        found.push(ContactPoint {
            system: ContactSystem::from_code(&system),
            value,
            usage: r.word(contact, "use", "telecom"),
            is_mssante: is_mssante(r, contact),
            until: match contact.get("period") {
                Some(_) => r.period(contact, "period", "telecom.period").end,
                None => None,
            },
        });
    }
    found
}

fn is_mssante(r: &mut Reader<'_>, contact: &Fields<'_>) -> bool {
    if contact.get("extension").is_none() {
        return false;
    }
    let extensions = r.list(contact, "extension", "telecom.extension");
    extensions.iter().any(|e| {
        let is_type = e
            .get("url")
            .is_some_and(|u| u.trim_end_matches('"').ends_with(EMAIL_TYPE));
        is_type
            && e.object("valueCoding")
                .is_some_and(|c| c.string("code").as_deref() == Some("MSSANTE"))
    })
}

pub(super) fn addresses(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<Address> {
    let Some(text) = of.get("address") else {
        return Vec::new();
    };
    // A Location has one, all others a list.
    let list = if text.starts_with('{') {
        r.object(of, "address", "address").into_iter().collect()
    } else {
        r.list(of, "address", "address")
    };
    list.iter()
        .map(|a| address(r, a))
        .filter(|a| *a != Address::default())
        .collect()
}

fn address(r: &mut Reader<'_>, of: &Fields<'_>) -> Address {
    let mut lines = strings(of, "line");
    if lines.is_empty() {
        lines = line_parts(of);
    }
    lines.retain(|line| !line.trim().is_empty());
    Address {
        lines: lines.into_iter().map(Private).collect(),
        postal_code: r.text_in(of, "postalCode", "address"),
        city: r.text_in(of, "city", "address"),
        text: r.text_in(of, "text", "address"),
        usage: r.word(of, "use", "address"),
    }
}

/// The Annuaire Santé gives a line only as its parts (number, kind of street, name) in
/// extensions of `_line`.
fn line_parts(of: &Fields<'_>) -> Vec<String> {
    let lines = of.get("_line").and_then(elements).unwrap_or_default();
    lines
        .into_iter()
        .filter_map(|line| {
            let line = Fields::parse(line).ok()?;
            let parts = line.get("extension").and_then(elements)?;
            let words = parts
                .into_iter()
                .filter_map(|part| Fields::parse(part).ok()?.string("valueString"));
            Some(words.collect::<Vec<_>>().join(" "))
        })
        .collect()
}

pub(super) fn available(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<AvailableTime> {
    let list = r.list(of, "availableTime", "availableTime");
    list.iter()
        .map(|time| {
            let mut days: Vec<u8> = strings(time, "daysOfWeek")
                .iter()
                .filter_map(|day| day_of_week(day))
                .collect();
            days.order();
            days.dedup();
            AvailableTime {
                days,
                start: r
                    .string_in(time, "availableStartTime", "availableTime")
                    .and_then(|t| minute_of_day(&t)),
                end: r
                    .string_in(time, "availableEndTime", "availableTime")
                    .and_then(|t| minute_of_day(&t)),
                is_all_day: time.get("allDay") == Some("true"),
            }
        })
        .collect()
}

pub(super) fn absences(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<Absence> {
    let list = r.list(of, "notAvailable", "notAvailable");
    list.iter()
        .map(|absence| Absence {
            text: r.text_in(absence, "description", "notAvailable"),
            period: r.period(absence, "during", "notAvailable.during"),
        })
        .collect()
}

fn day_of_week(code: &str) -> Option<u8> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let at = days.iter().position(|d| *d == code)?;
    u8::try_from(at).ok()
}

/// Minutes from midnight of `hh:mm` or `hh:mm:ss`.
fn minute_of_day(time: &str) -> Option<u16> {
    let mut parts = time.split(':');
    let hours: u16 = parts.next()?.parse().ok()?;
    let minutes: u16 = parts.next()?.parse().ok()?;
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}
