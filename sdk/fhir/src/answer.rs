//! What a person does about a finding in a record that is no task: a receipt, a review, an end,
//! one person in charge.

use coordo_core::{FhirDate, Instant};

use crate::edit::{EditError, remove, set};
use crate::fields::{Fields, elements, quote};
use crate::read::{ENGAGEMENT, LAST_REVIEW, REVIEW};

/// SNOMED CT, of which the role of the référent is a code.
const SNOMED: &str = "http://snomed.info/sct";

/// Says when a `Communication` was received.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn with_receipt(text: &str, at: Instant) -> Result<String, EditError> {
    set(text, &["received"], &quote(&at.to_fhir()))
}

/// Gives a record another `status`.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn with_status(text: &str, code: &str) -> Result<String, EditError> {
    set(text, &["status"], &quote(code))
}

/// Says when a plan shall be looked at again (extension `date-de-revue`).
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn with_next_review(text: &str, next: FhirDate) -> Result<String, EditError> {
    with_date(text, REVIEW, next)
}

/// Says when a plan was last looked at as a whole (extension `date-de-derniere-revue`).
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn with_last_review(text: &str, at: FhirDate) -> Result<String, EditError> {
    with_date(text, LAST_REVIEW, at)
}

/// The extension of that address, in place of the one that is there.
fn with_date(text: &str, url: &str, date: FhirDate) -> Result<String, EditError> {
    let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
    let there = fields.get("extension").and_then(elements);
    let others = there.unwrap_or_default().into_iter();
    let mut all: Vec<String> = others
        .filter(|extension| !is_of(extension, url))
        .map(str::to_owned)
        .collect();
    let name = if date.has_time() {
        "valueDateTime"
    } else {
        "valueDate"
    };
    let date = quote(&date.to_fhir());
    all.push(["{\"url\":", &quote(url), ",\"", name, "\":", &date, "}"].concat());
    set(text, &["extension"], &list(&all))
}

/// One member of a `CareTeam` is in charge from `at` on. Nothing of the past is rewritten: those
/// who were (`ended`, places in `participant`) end there, and go on without that role; the one who
/// shall be (`chosen`) begins there in the role `code`.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object, or a participant is none.
pub fn with_referent(
    text: &str,
    ended: &[usize],
    chosen: Option<usize>,
    code: &str,
    at: Instant,
) -> Result<String, EditError> {
    let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
    let there = fields.get("participant").and_then(elements);
    let there = there.unwrap_or_default();
    let now = quote(&at.to_fhir());
    let mut all = Vec::new();
    let mut added = Vec::new();
    for (place, participant) in there.iter().enumerate() {
        if !ended.contains(&place) {
            all.push((*participant).to_owned());
            continue;
        }
        all.push(set(participant, &["period", "end"], &now)?);
        let goes_on = without_lead(participant, code)?;
        added.push(set(&goes_on, &["period"], &begun(&now))?);
    }
    if let Some(participant) = chosen.and_then(|place| there.get(place)) {
        let fields = Fields::parse(participant).map_err(|_| EditError::NotAnObject)?;
        let member = fields.get("member").unwrap_or("{}");
        let coding = [
            "[{\"coding\":[{\"system\":",
            &quote(SNOMED),
            ",\"code\":",
            &quote(code),
            "}]}]",
        ]
        .concat();
        let parts = [
            "{\"role\":",
            &coding,
            ",\"member\":",
            member,
            ",\"period\":",
            &begun(&now),
            "}",
        ];
        added.push(parts.concat());
    }
    all.extend(added);
    set(text, &["participant"], &list(&all))
}

/// A participant who is no longer in charge: without that role, and no `captant`.
fn without_lead(participant: &str, code: &str) -> Result<String, EditError> {
    let fields = Fields::parse(participant).map_err(|_| EditError::NotAnObject)?;
    let has_code = |role: &&str| {
        let role = Fields::parse(role).ok();
        let codings = role.as_ref().and_then(|role| elements(role.get("coding")?));
        codings.unwrap_or_default().iter().any(|coding| {
            let coding = Fields::parse(coding).ok();
            coding.and_then(|c| c.string("code")).as_deref() == Some(code)
        })
    };
    let kept = |name: &str, goes: &dyn Fn(&&str) -> bool| {
        let all = fields.get(name).and_then(elements).unwrap_or_default();
        let kept = all.into_iter().filter(|part| !goes(part));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    let roles = kept("role", &has_code);
    let extensions = kept("extension", &|extension| is_of(extension, ENGAGEMENT));
    // The name of an element is its own.
    let text = put_list(&remove(participant, &["id"])?, "role", &roles)?;
    put_list(&text, "extension", &extensions)
}

fn put_list(text: &str, name: &str, parts: &[String]) -> Result<String, EditError> {
    if parts.is_empty() {
        return remove(text, &[name]);
    }
    set(text, &[name], &list(parts))
}

fn is_of(extension: &str, url: &str) -> bool {
    let extension = Fields::parse(extension).ok();
    extension.and_then(|e| e.string("url")).as_deref() == Some(url)
}

fn begun(now: &str) -> String {
    ["{\"start\":", now, "}"].concat()
}

fn list(parts: &[String]) -> String {
    ["[", &parts.join(","), "]"].concat()
}
