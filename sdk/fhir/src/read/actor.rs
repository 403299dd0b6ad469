//! Persons, roles, structures and teams.

use coordo_core::actor::{Actor, CareTeam, Participant};
use coordo_core::{NoticeCode, Private, Reference};

use super::lenient::Reader;
use crate::fields::{Fields, elements};

pub(super) fn actor(r: &mut Reader<'_>, of: &Fields<'_>) -> Actor {
    let kind = r.kind();
    let is_role = kind == "PractitionerRole";
    let name = match kind {
        "Organization" => r.text(of, "name", "name"),
        "PractitionerRole" => None,
        _ => human_name(r, of),
    };
    let person = if is_role {
        r.reference(of, "practitioner", "practitioner")
    } else {
        Reference::default()
    };
    if name.is_none() && person.is_empty() {
        r.notice(
            NoticeCode::MissingDisplay,
            if is_role { "practitioner" } else { "name" },
        );
    }
    Actor {
        key: r.key(),
        name,
        role: role(r, of),
        person,
        organization: match kind {
            "PractitionerRole" => r.reference(of, "organization", "organization"),
            "Organization" => r.reference(of, "partOf", "partOf"),
            _ => Reference::default(),
        },
        active: of.get("active").map(|text| text == "true"),
    }
}

/// Profession and specialty stand on the role in Annuaire Santé v1 and on the
/// person's qualification in v2; both are read.
fn role(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    match r.kind() {
        "PractitionerRole" => r
            .concepts(of, "code", "code")
            .or_else(|| r.concepts(of, "specialty", "specialty")),
        "RelatedPerson" => r.concepts(of, "relationship", "relationship"),
        "Organization" => r.concepts(of, "type", "type"),
        "Practitioner" => {
            let qualifications = r.list(of, "qualification", "qualification");
            qualifications
                .iter()
                .find_map(|q| r.concept(q, "code", "qualification.code"))
        }
        _ => None,
    }
}

/// The name in use, else the official one, else the first.
fn human_name(r: &mut Reader<'_>, of: &Fields<'_>) -> Option<Private<String>> {
    let names = r.list(of, "name", "name");
    let with_use = |wanted: &str| {
        names
            .iter()
            .find(|n| n.string("use").as_deref() == Some(wanted))
    };
    let name = with_use("usual")
        .or_else(|| with_use("official"))
        .or_else(|| names.first())?;
    if let Some(text) = r.text(name, "text", "name.text") {
        return Some(text);
    }
    let words = |field: &str, most: usize| -> Vec<String> {
        let values = name.get(field).and_then(elements).unwrap_or_default();
        let strings = values.iter().filter_map(|v| serde_json::from_str(v).ok());
        strings.take(most).collect()
    };
    // A civility says nothing that the name does not; a doctor's title does.
    let mut parts: Vec<String> = words("prefix", 1)
        .iter()
        .filter_map(|p| match p.trim_end_matches('.').to_lowercase().as_str() {
            "dr" | "docteur" => Some("Dr".to_owned()),
            "pr" | "prof" | "professeur" => Some("Pr".to_owned()),
            "m" | "mme" | "mlle" | "mr" | "mrs" | "ms" | "miss" => None,
            _ => Some(p.clone()),
        })
        .collect();
    parts.extend(words("given", 1));
    parts.extend(r.text(name, "family", "name.family").map(|f| f.0));
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
        participants: participants
            .iter()
            .map(|p| Participant {
                member: r.reference(p, "member", "participant.member"),
                role: r.concepts(p, "role", "participant.role"),
                period: r.period(p, "period", "participant.period"),
            })
            .collect(),
    }
}
