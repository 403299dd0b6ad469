//! Search: `_id`, `_lastUpdated`, `_count`, `identifier`, `status`, and the
//! references that widgets search by.

use std::rc::Rc;

use coordo_core::{FhirDate, Instant, RecordKey, id::literal};
use coordo_fhir::bundle::{Entry, write};
use coordo_fhir::edit;
use coordo_fhir::fields::{Fields, elements};
use coordo_fhir::http::HttpResponse;
use percent_encoding::percent_decode_str;

use crate::{Resources, answer, at};

/// The types whose search parameters are known; every other type is stored and read all the same.
pub(crate) const TYPES: [&str; 27] = [
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "CareTeam",
    "CarePlan",
    "Goal",
    "Task",
    "ServiceRequest",
    "RequestGroup",
    "Appointment",
    "Communication",
    "DocumentReference",
    "Location",
    "Device",
    "HealthcareService",
    "Schedule",
    "Slot",
    "Encounter",
    "Condition",
    "Procedure",
    "MedicationRequest",
    "Observation",
    "Flag",
    "Consent",
    "PlanDefinition",
];

/// Largest page, and the page where `_count` is not given.
const PAGE: usize = 100;

/// What one parameter asks of a resource.
enum Test {
    Ids(Vec<String>),
    Updated(char, char, Instant),
    Identifier(Option<String>, String),
    Code(&'static str, Vec<String>),
    Reference(&'static [&'static str], Vec<String>),
    /// Whether an appointment names no person.
    NamesNobody(bool),
    /// From when on an appointment begins.
    BeginsFrom(Instant),
}

struct Query {
    tests: Vec<Test>,
    count: usize,
    offset: usize,
    /// Whether only some elements are wanted: id and meta are given then.
    is_partial: bool,
    /// References whose targets are sent along.
    includes: Vec<&'static [&'static str]>,
    rest: String,
}

/// What a search found, for those who turn its pages before anything is written.
#[derive(Clone)]
pub(crate) struct Found {
    asked: String,
    keys: Vec<RecordKey>,
}

pub(crate) fn search(
    resources: &Resources,
    last: &mut Option<Found>,
    kind: &str,
    query: &str,
    now: Instant,
) -> HttpResponse {
    let query = match parse(kind, query) {
        Ok(query) => query,
        Err(response) => return response,
    };
    let asked = format!("{kind}?{}", query.rest);
    let found = last.take().filter(|found| found.asked == asked);
    let found = last.insert(found.unwrap_or_else(|| Found {
        keys: select(resources, kind, &query),
        asked,
    }));
    let total = found.keys.len();
    let page = found.keys.iter().skip(query.offset).take(query.count);
    let page = page.filter_map(|key| Some((key.id.as_str(), text_of(resources, key)?)));
    let page: Vec<_> = page.collect();
    let mut links = vec![(
        "self",
        format!("{kind}?{}_offset={}", query.rest, query.offset),
    )];
    let next = query.offset + query.count;
    if query.count > 0 && next < total {
        let count = query.count;
        links.push((
            "next",
            format!("{kind}?{}_count={count}&_offset={next}", query.rest),
        ));
    }
    let texts = page.iter().map(|(_, text)| match query.is_partial {
        true => partial(text),
        false => text.clone(),
    });
    let texts: Vec<Rc<str>> = texts.collect();
    let entries = page.iter().zip(&texts).map(|((id, _), text)| Entry {
        full_url: Some(format!("{kind}/{id}")),
        resource: Some(text),
        mode: Some("match"),
        ..Entry::default()
    });
    let sent = along(resources, &page, &query.includes);
    let entries = entries.chain(sent.iter().map(|(url, text)| Entry {
        full_url: Some(url.clone()),
        resource: Some(text),
        mode: Some("include"),
        ..Entry::default()
    }));
    let body = write("searchset", Some(total), &links, entries);
    let mut response = answer::bundle(body);
    // The server's clock, for those who ask again "since then".
    response.headers.push(("date".into(), now.to_fhir()));
    response
}

/// What the resources of a page refer to, each once, with its address
/// (<https://hl7.org/fhir/R4/search.html#include>).
fn along(
    resources: &Resources,
    page: &[(&str, Rc<str>)],
    includes: &[&[&str]],
) -> Vec<(String, Rc<str>)> {
    let mut found: Vec<(String, Rc<str>)> = Vec::new();
    if includes.is_empty() {
        return found;
    }
    for (_, text) in page {
        let fields = Fields::parse(text).unwrap_or_default();
        for target in includes.iter().flat_map(|path| targets(&fields, path)) {
            let Some((kind, id)) = literal(&target) else {
                continue;
            };
            let text = text_of(resources, &at(kind, id));
            let url = format!("{kind}/{id}");
            if let Some(text) = text.filter(|_| found.iter().all(|(known, _)| *known != url)) {
                found.push((url, text));
            }
        }
    }
    found
}

/// The parameters of a type whose targets can be sent along.
pub(crate) fn includes(kind: &str) -> Vec<String> {
    let named = REFERENCES
        .iter()
        .filter(|name| reference_path(kind, name).is_some());
    named.map(|name| format!("\"{kind}:{name}\"")).collect()
}

/// Id and metadata of a resource, marked as less than the whole
/// (<https://hl7.org/fhir/R4/search.html#elements>).
fn partial(text: &str) -> Rc<str> {
    const TAG: &str = "[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}]";
    let fields = Fields::parse(text).unwrap_or_default();
    let mut out = String::from("{}");
    for name in ["resourceType", "id", "meta"] {
        if let Some(value) = fields.get(name) {
            out = edit::set(&out, &[name], value).unwrap_or(out);
        }
    }
    edit::set(&out, &["meta", "tag"], TAG).unwrap_or(out).into()
}

/// The ids that a condition finds, as for `If-None-Exist`.
pub(crate) fn matches(
    resources: &Resources,
    kind: &str,
    condition: &str,
) -> Result<Vec<String>, HttpResponse> {
    let query = parse(kind, condition.trim_start_matches('?'))?;
    let found = select(resources, kind, &query);
    Ok(found.into_iter().map(|key| key.id.clone()).collect())
}

fn text_of(resources: &Resources, key: &RecordKey) -> Option<Rc<str>> {
    resources.get(key)?.last()?.text.clone()
}

fn select(resources: &Resources, kind: &str, query: &Query) -> Vec<RecordKey> {
    // Ids and instants first: a resource is read where they hold, and where more is asked.
    let is_outside = |t: &&Test| matches!(t, Test::Ids(_) | Test::Updated(..));
    let (outside, inside): (Vec<&Test>, Vec<&Test>) = query.tests.iter().partition(is_outside);
    let of_kind = resources.iter().filter(|(key, _)| key.kind == kind);
    let found = of_kind.filter(|(key, versions)| {
        let Some((last, text)) = versions.last().and_then(|v| Some((v, v.text.as_ref()?))) else {
            return false;
        };
        let hold = |tests: &[&Test], fields: &Fields<'_>| {
            tests.iter().all(|t| t.holds(&key.id, last.at, fields))
        };
        hold(&outside, &Fields::default())
            && (inside.is_empty() || Fields::parse(text).is_ok_and(|f| hold(&inside, &f)))
    });
    found.map(|(key, _)| key.clone()).collect()
}

fn parse(kind: &str, query: &str) -> Result<Query, HttpResponse> {
    let mut out = Query {
        tests: Vec::new(),
        count: PAGE,
        offset: 0,
        is_partial: false,
        includes: Vec::new(),
        rest: String::new(),
    };
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(raw).decode_utf8_lossy().into_owned();
        match name {
            "_count" => out.count = value.parse().unwrap_or(PAGE).min(PAGE),
            "_offset" => out.offset = value.parse().unwrap_or(0),
            "_elements" => {
                out.is_partial = true;
                out.rest.push_str(pair);
                out.rest.push('&');
            }
            "_include" => {
                let mut parts = value.split(':');
                let path = match (parts.next(), parts.next()) {
                    (Some(of), Some(name)) if of == kind => reference_path(kind, name),
                    _ => None,
                };
                out.includes.extend(path);
                out.rest.push_str(pair);
                out.rest.push('&');
            }
            "_sort" | "_total" | "_format" | "_summary" => {}
            _ => {
                out.tests.push(test(kind, name, &value)?);
                out.rest.push_str(pair);
                out.rest.push('&');
            }
        }
    }
    Ok(out)
}

fn test(kind: &str, name: &str, value: &str) -> Result<Test, HttpResponse> {
    let values = || value.split(',').map(str::to_owned).collect();
    match name {
        "_id" => Ok(Test::Ids(values())),
        "_lastUpdated" => {
            let (prefix, date) = value.split_at_checked(2).unwrap_or(("", value));
            let (a, b, date) = match prefix {
                "ge" => ('>', '=', date),
                "gt" => ('>', '>', date),
                "le" => ('<', '=', date),
                "lt" => ('<', '<', date),
                _ => ('=', '=', value),
            };
            FhirDate::parse(date)
                .and_then(|d| d.earliest(0))
                .map(|at| Test::Updated(a, b, at))
                .ok_or_else(|| answer::error(400, "value", "_lastUpdated is not a FHIR date."))
        }
        "identifier" => Ok(match value.split_once('|') {
            Some((system, value)) => Test::Identifier(Some(system.to_owned()), value.to_owned()),
            None => Test::Identifier(None, value.to_owned()),
        }),
        "patient:missing" if kind == "Appointment" => Ok(Test::NamesNobody(value == "true")),
        "date" if kind == "Appointment" => value
            .strip_prefix("ge")
            .and_then(FhirDate::parse)
            .and_then(|d| d.earliest(0))
            .map(Test::BeginsFrom)
            .ok_or_else(|| answer::error(400, "value", "date is not ge and a FHIR date.")),
        "status" => Ok(Test::Code("status", values())),
        "url" if kind == "PlanDefinition" => Ok(Test::Code("url", values())),
        _ => reference_path(kind, name)
            .map(|path| Test::Reference(path, values()))
            .ok_or_else(|| {
                answer::error(
                    400,
                    "not-supported",
                    "A search parameter is not known for this type; nothing was searched.",
                )
            }),
    }
}

/// The parameters of [`reference_path`].
const REFERENCES: [&str; 11] = [
    "patient",
    "subject",
    "owner",
    "requester",
    "based-on",
    "part-of",
    "focus",
    "actor",
    "practitioner",
    "organization",
    "participant",
];

fn reference_path(kind: &str, name: &str) -> Option<&'static [&'static str]> {
    Some(match (kind, name) {
        ("Task", "patient" | "subject") => &["for"],
        ("Task", "owner") => &["owner"],
        ("Task", "requester") => &["requester"],
        ("Task", "based-on") => &["basedOn"],
        ("Task", "part-of") => &["partOf"],
        ("Task", "focus") => &["focus"],
        ("Appointment", "patient" | "actor") => &["participant", "actor"],
        ("RelatedPerson", "patient") => &["patient"],
        ("PractitionerRole", "practitioner") => &["practitioner"],
        ("PractitionerRole", "organization") => &["organization"],
        ("CareTeam", "participant") => &["participant", "member"],
        (
            "CarePlan" | "CareTeam" | "Goal" | "ServiceRequest" | "RequestGroup" | "Communication"
            | "DocumentReference" | "Encounter" | "Condition" | "Procedure" | "MedicationRequest"
            | "Observation" | "Flag",
            "patient" | "subject",
        ) => &["subject"],
        ("Consent", "patient") => &["patient"],
        ("Slot", "schedule") => &["schedule"],
        ("Schedule", "actor") => &["actor"],
        _ => return None,
    })
}

impl Test {
    fn holds(&self, id: &str, at: Instant, fields: &Fields<'_>) -> bool {
        match self {
            Self::Ids(ids) => ids.iter().any(|wanted| wanted == id),
            Self::Updated('>', '=', since) => at >= *since,
            Self::Updated('>', _, since) => at > *since,
            Self::Updated('<', '=', until) => at <= *until,
            Self::Updated('<', _, until) => at < *until,
            Self::Updated(_, _, exactly) => at == *exactly,
            Self::Identifier(system, value) => {
                objects(fields, "identifier").iter().any(|identifier| {
                    identifier.string("value").as_deref() == Some(value)
                        && (system.is_none() || identifier.string("system") == *system)
                })
            }
            Self::Code(name, codes) => fields.string(name).is_some_and(|c| codes.contains(&c)),
            Self::NamesNobody(is) => {
                let named = targets(fields, &["participant", "actor"]);
                *is != named.iter().any(|target| target.contains("Patient/"))
            }
            Self::BeginsFrom(from) => {
                let start = fields.string("start").and_then(|s| FhirDate::parse(&s));
                let start = start.and_then(|date| date.earliest(0));
                start.is_some_and(|at| at >= *from)
            }
            Self::Reference(path, values) => targets(fields, path)
                .iter()
                .any(|target| values.iter().any(|value| same(target, value))),
        }
    }
}

fn objects<'a>(fields: &Fields<'a>, name: &str) -> Vec<Fields<'a>> {
    let Some(text) = fields.get(name) else {
        return Vec::new();
    };
    let parts = elements(text).unwrap_or_else(|| vec![text]);
    parts
        .into_iter()
        .filter_map(|p| Fields::parse(p).ok())
        .collect()
}

fn targets(fields: &Fields<'_>, path: &[&str]) -> Vec<String> {
    match path {
        [] => fields.string("reference").into_iter().collect(),
        [name, rest @ ..] => objects(fields, name)
            .iter()
            .flat_map(|inner| targets(inner, rest))
            .collect(),
    }
}

/// `Patient/1` and `1` both mean what a target `Patient/1` points to.
fn same(target: &str, value: &str) -> bool {
    match (literal(target), literal(value)) {
        (Some(a), Some(b)) => a == b,
        (Some((_, id)), None) => id == value,
        (None, _) => target == value,
    }
}
