//! What persons decide about a record without changing its content: a rule set aside, a class.
//! Each is an extension that says who, when and why, added to those that are there.

use coordo_core::Instant;

use crate::edit::{EditError, remove, set};
use crate::fields::{Fields, elements, quote};

/// The extension of one choice among the codes of a list.
pub const CHOICE: &str = "https://coordo.example/fhir/StructureDefinition/choix";
/// The extension of a rule that was set aside.
pub const WAIVER: &str = "https://coordo.example/fhir/StructureDefinition/derogation";
/// Where the lists of codes lie.
const LISTS: &str = "https://coordo.example/fhir/CodeSystem/";

/// Adds a rule that was set aside; `author` is a `Reference` as JSON.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object.
pub fn with_waiver(
    text: &str,
    rule: &str,
    reason: &str,
    author: Option<&str>,
    at: Instant,
) -> Result<String, EditError> {
    let mut parts = vec![
        part("regle", "valueString", &quote(rule)),
        part("motif", "valueString", &quote(reason)),
    ];
    signed(&mut parts, author, at);
    with_extension(text, WAIVER, &parts)
}

/// Gives a record the tag of a list in place of the one that it has, or none; and adds the
/// choice. `author` is a `Reference` as JSON.
///
/// # Errors
///
/// [`EditError`] where the text is not a JSON object, or its `meta` is none.
pub fn with_choice(
    text: &str,
    list: &str,
    before: Option<&str>,
    code: Option<&str>,
    author: Option<&str>,
    at: Instant,
) -> Result<String, EditError> {
    let tagged = with_tag(text, list, code)?;
    let mut parts = vec![part("liste", "valueCode", &quote(list))];
    parts.extend(code.map(|code| part("code", "valueCode", &quote(code))));
    parts.extend(before.map(|code| part("avant", "valueCode", &quote(code))));
    signed(&mut parts, author, at);
    with_extension(&tagged, CHOICE, &parts)
}

fn with_tag(text: &str, list: &str, code: Option<&str>) -> Result<String, EditError> {
    let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
    let meta = fields.object("meta");
    let tags = meta.as_ref().and_then(|meta| elements(meta.get("tag")?));
    let is_other = |tag: &&str| {
        let system = Fields::parse(tag).ok().and_then(|t| t.string("system"));
        system.is_none_or(|system| system.rsplit('/').next() != Some(list))
    };
    let kept = tags.unwrap_or_default().into_iter().filter(is_other);
    let mut tags: Vec<String> = kept.map(str::to_owned).collect();
    if let Some(code) = code {
        let system = quote(&[LISTS, list].concat());
        tags.push(["{\"system\":", &system, ",\"code\":", &quote(code), "}"].concat());
    }
    if tags.is_empty() {
        return remove(text, &["meta", "tag"]);
    }
    set(
        text,
        &["meta", "tag"],
        &["[", &tags.join(","), "]"].concat(),
    )
}

fn signed(parts: &mut Vec<String>, author: Option<&str>, at: Instant) {
    parts.extend(author.map(|author| part("auteur", "valueReference", author)));
    parts.push(part("date", "valueDateTime", &quote(&at.to_fhir())));
}

fn part(url: &str, name: &str, json: &str) -> String {
    ["{\"url\":", &quote(url), ",", &quote(name), ":", json, "}"].concat()
}

/// Adds an extension after those that are there.
fn with_extension(text: &str, url: &str, parts: &[String]) -> Result<String, EditError> {
    let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
    let there = fields.get("extension").and_then(elements);
    let mut all: Vec<String> = there
        .unwrap_or_default()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let url = quote(url);
    let parts = parts.join(",");
    all.push(["{\"url\":", &url, ",\"extension\":[", &parts, "]}"].concat());
    set(text, &["extension"], &["[", &all.join(","), "]"].concat())
}
