//! Persons, roles, structures and teams.

use coordo_core::actor::{Actor, ActorMore, CareTeam, Participant};
use coordo_core::task::Period;
use coordo_core::{NoticeCode, Private, Reference};

use super::concept::strings;
use super::lenient::{Reader, said};
use super::{contact, profession};
use crate::fields::Fields;

pub(crate) const ENGAGEMENT: &str = "https://coordo.example/fhir/StructureDefinition/engagement";
const UNTIL: &str = "https://coordo.example/fhir/StructureDefinition/engagement-condition-de-fin";
const ORGANIZATION_PERIOD: &str = "http://hl7.org/fhir/StructureDefinition/organization-period";

pub(super) fn actor(r: &mut Reader<'_>, of: &Fields<'_>) -> Actor {
    let kind = r.kind();
    let (name, other_names) = names(r, of);
    let person = if kind == "PractitionerRole" {
        r.reference(of, "practitioner", "practitioner")
    } else {
        Reference::default()
    };
    let organization = match kind {
        "PractitionerRole" => r.reference(of, "organization", "organization"),
        "Organization" => r.reference(of, "partOf", "partOf"),
        "Location" => r.reference(of, "managingOrganization", "managingOrganization"),
        "HealthcareService" => r.reference(of, "providedBy", "providedBy"),
        _ => Reference::default(),
    };
    let addresses = contact::addresses(r, of);
    let is_named = match kind {
        "PractitionerRole" => !person.is_empty(),
        // A place or a service of a structure is told by it, a place also by its address.
        "Location" | "HealthcareService" => !organization.is_empty() || !addresses.is_empty(),
        _ => false,
    };
    if name.is_none() && !is_named {
        let path = if kind == "PractitionerRole" {
            "practitioner"
        } else {
            "name"
        };
        r.notice(NoticeCode::MissingDisplay, path);
    }
    let profession::Professions {
        role,
        codes,
        specialties,
    } = profession::professions(r, of);
    let more = ActorMore {
        other_names,
        specialties,
        waivers: r.waivers(of),
        ..more(r, of)
    };
    Actor {
        key: r.key(),
        name,
        role,
        person,
        organization,
        active: match kind {
            "Location" => of.get("status").map(|text| text == "\"active\""),
            _ => of.get("active").map(|text| text == "true"),
        },
        identifiers: r.identifiers(of),
        telecoms: contact::telecoms(r, of),
        addresses,
        codes,
        more: (!is_empty(&more)).then(|| Box::new(more)),
    }
}

fn is_empty(more: &ActorMore) -> bool {
    more.other_names.is_empty()
        && more.patient.is_empty()
        && more.specialties.is_empty()
        && more.period.is_empty()
        && more.places.is_empty()
        && more.services.is_empty()
        && more.available.is_empty()
        && more.absences.is_empty()
        && more.languages.is_empty()
        && more.remarks.is_empty()
        && !more.is_deceased
        && !more.is_vehicle
        && more.waivers.is_empty()
}

/// The name as shown, and the others.
fn names(r: &mut Reader<'_>, of: &Fields<'_>) -> (Option<Private<String>>, Vec<Private<String>>) {
    match r.kind() {
        "PractitionerRole" => (None, Vec::new()),
        "Organization" | "Location" | "HealthcareService" => {
            let mut others: Vec<_> = strings(of, "alias").into_iter().filter_map(said).collect();
            let name = r.text(of, "name", "name");
            if name.is_none() && !others.is_empty() {
                (Some(others.remove(0)), others)
            } else {
                (name, others)
            }
        }
        _ => human_names(r, of),
    }
}

/// What few actors have, but for names and know-how.
fn more(r: &mut Reader<'_>, of: &Fields<'_>) -> ActorMore {
    let mut more = ActorMore::default();
    match r.kind() {
        "Organization" => {
            if let Some(extension) = r.extension(of, ORGANIZATION_PERIOD) {
                more.period = r.period(&extension, "valuePeriod", "extension.valuePeriod");
            }
        }
        "Patient" | "RelatedPerson" => {
            more.is_deceased = of.get("deceasedDateTime").is_some()
                || of.get("deceasedBoolean").is_some_and(|text| text == "true");
            more.period = period(r, of);
            more.patient = r.reference(of, "patient", "patient");
            let list = r.list(of, "communication", "communication");
            for language in &list {
                let codings = r.codings(language, "language", "communication.language");
                more.languages.extend(codings);
            }
        }
        "Practitioner" => more.languages = r.codings(of, "communication", "communication"),
        "PractitionerRole" | "HealthcareService" | "Location" => {
            more.period = period(r, of);
            more.places = r.references(of, "location", "location");
            if r.kind() == "Location" {
                more.is_vehicle = r.first_code(of, "physicalType", "physicalType") == "ve";
                more.places = match r.reference(of, "partOf", "partOf") {
                    whole if whole.is_empty() => Vec::new(),
                    whole => vec![whole],
                };
            }
            more.services = r.references(of, "healthcareService", "healthcareService");
            more.available = contact::available(r, of);
            more.absences = contact::absences(r, of);
            more.languages = r.codings(of, "communication", "communication");
            for name in ["description", "comment", "availabilityExceptions"] {
                more.remarks.extend(r.text(of, name, name));
            }
        }
        _ => {}
    }
    more
}

fn period(r: &mut Reader<'_>, of: &Fields<'_>) -> Period {
    match of.get("period") {
        Some(_) => r.period(of, "period", "period"),
        None => Period::default(),
    }
}

/// The name in use, else the official one, else the first; then the others (at birth, former).
fn human_names(
    r: &mut Reader<'_>,
    of: &Fields<'_>,
) -> (Option<Private<String>>, Vec<Private<String>>) {
    let names = r.list(of, "name", "name");
    let with_use = |wanted: &str| {
        names
            .iter()
            .position(|n| n.string("use").as_deref() == Some(wanted))
    };
    let shown = with_use("usual")
        .or_else(|| with_use("official"))
        .unwrap_or(0);
    let name = names.get(shown).and_then(|n| human_name(r, n));
    let mut others = Vec::new();
    for (n, other) in names.iter().enumerate() {
        if n != shown
            && let Some(other) = human_name(r, other)
            && name.as_ref() != Some(&other)
        {
            others.push(other);
        }
    }
    (name, others)
}

fn human_name(r: &mut Reader<'_>, name: &Fields<'_>) -> Option<Private<String>> {
    if let Some(text) = r.text_in(name, "text", "name") {
        return Some(text);
    }
    // A civility says nothing that the name does not; a doctor's title does.
    let mut parts: Vec<String> = strings(name, "prefix")
        .into_iter()
        .take(1)
        .filter_map(
            |p| match p.trim_end_matches('.').to_ascii_lowercase().as_str() {
                "dr" | "docteur" => Some("Dr".to_owned()),
                "pr" | "prof" | "professeur" => Some("Pr".to_owned()),
                "m" | "mme" | "mlle" | "mr" | "mrs" | "ms" | "miss" => None,
                _ => Some(p),
            },
        )
        .collect();
    parts.extend(strings(name, "given").into_iter().take(1));
    parts.extend(r.text_in(name, "family", "name").map(|f| f.0));
    let joined = parts.join(" ");
    (!joined.trim().is_empty()).then_some(Private(joined))
}

pub(super) fn care_team(r: &mut Reader<'_>, of: &Fields<'_>) -> CareTeam {
    let participants = r.list(of, "participant", "participant");
    CareTeam {
        key: r.key(),
        name: r.text(of, "name", "name"),
        status: r.string(of, "status", "status"),
        subject: r.reference(of, "subject", "subject"),
        period: r.period(of, "period", "period"),
        participants: participants.iter().map(|p| participant(r, p)).collect(),
        organizations: r.references(of, "managingOrganization", "managingOrganization"),
        telecoms: contact::telecoms(r, of),
        identifiers: r.identifiers(of),
        waivers: r.waivers(of),
    }
}

fn participant(r: &mut Reader<'_>, of: &Fields<'_>) -> Participant {
    let engagement = r.extension(of, ENGAGEMENT);
    let until = r.extension(of, UNTIL);
    Participant {
        member: r.reference(of, "member", "participant.member"),
        on_behalf_of: r.reference(of, "onBehalfOf", "participant.onBehalfOf"),
        role: r.concepts(of, "role", "participant.role"),
        roles: r.codings(of, "role", "participant.role"),
        period: r.period(of, "period", "participant.period"),
        engagement: engagement
            .map(|e| r.word(&e, "valueCode", "participant.extension"))
            .unwrap_or_default(),
        until: until.and_then(|e| r.text_in(&e, "valueString", "participant.extension")),
    }
}
