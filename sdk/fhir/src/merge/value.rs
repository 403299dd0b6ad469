//! Values that are one decision, whatever they are made of: a period, a reference, a concept.

use crate::edit::{EditError, remove, set};
use crate::fields::{Fields, same};

/// Members of the data types of R4 of which half from one person and half from another would
/// say what neither meant (<https://hl7.org/fhir/R4/datatypes.html>). One of the first two is
/// there wherever the type is meant.
const VALUES: [&[&str]; 8] = [
    &["start", "end"],
    &["coding", "text"],
    &["reference", "identifier", "type", "display"],
    &["value", "code", "comparator", "unit", "system"],
    &["system", "code", "version", "display", "userSelected"],
    &["numerator", "denominator"],
    &["low", "high"],
    &["system", "value", "use", "type", "period", "assigner"],
];

/// Names whose members may carry any type (<https://hl7.org/fhir/R4/formats.html#choice>).
const CHOICES: [&str; 19] = [
    "value",
    "deceased",
    "multipleBirth",
    "onset",
    "abatement",
    "effective",
    "occurrence",
    "performed",
    "scheduled",
    "due",
    "author",
    "medication",
    "product",
    "start",
    "born",
    "age",
    "asNeeded",
    "timing",
    "reported",
];

/// Whether the members of an object that both sides changed may be merged one by one.
pub(super) fn is_mergeable(
    path: &str,
    base: &Fields<'_>,
    mine: &Fields<'_>,
    theirs: &Fields<'_>,
) -> bool {
    let all = || base.iter().chain(mine.iter()).chain(theirs.iter());
    let is_value = path.ends_with(".repeat")
        || VALUES.iter().any(|members| {
            let (telling, _) = members.split_at(2);
            all().any(|(name, _)| telling.contains(&name))
                && all()
                    .all(|(name, _)| members.contains(&name) || matches!(name, "id" | "extension"))
        });
    if !is_value {
        return true;
    }
    // The same one thing said differently is told where it stands: the end of a period.
    let changed = |side: &Fields<'_>| {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in all() {
            let is_same = super::is_same(side.get(name), base.get(name));
            if !is_same && !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
        names
    };
    let (by_me, by_them) = (changed(mine), changed(theirs));
    let is_plain = |name: &String| {
        let values = [base, mine, theirs].map(|f| f.get(name));
        values
            .into_iter()
            .flatten()
            .all(|v| !v.starts_with(['{', '[']))
    };
    by_me == by_them && by_me.len() == 1 && by_me.iter().all(is_plain)
}

/// The name of the choice that a member belongs to.
pub(super) fn choice(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix('_').unwrap_or(name);
    CHOICES.into_iter().find(|choice| {
        let rest = name.strip_prefix(choice);
        rest.is_some_and(|r| r.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}

/// Whether the two sides give a choice different types.
pub(super) fn is_turned(of: &str, mine: &Fields<'_>, theirs: &Fields<'_>) -> bool {
    let has = |side: &Fields<'_>, name: &str| side.get(name).is_some();
    let of = |side: &Fields<'_>, other: &Fields<'_>| {
        let mut names = side.iter().filter(|(n, _)| choice(n) == Some(of));
        names.any(|(n, _)| !has(other, n))
    };
    of(mine, theirs) || of(theirs, mine)
}

/// The members of a choice as one object.
pub(super) fn members_of(of: &str, side: &Fields<'_>) -> String {
    let mut text = String::from("{");
    for (name, value) in side.iter().filter(|(n, _)| choice(n) == Some(of)) {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&crate::fields::quote(name));
        text.push(':');
        text.push_str(value);
    }
    text.push('}');
    text
}

/// Gives a choice the members that `value`, an object, has.
pub(super) fn put_choice(text: &str, of: &str, value: Option<&str>) -> Result<String, EditError> {
    let read = |text| Fields::parse(text).map_err(|_| EditError::NotAnObject);
    let (held, wanted) = (read(text)?, read(value.unwrap_or("{}"))?);
    let mut out = text.to_owned();
    for (name, _) in held.iter().filter(|(n, _)| choice(n) == Some(of)) {
        if wanted.get(name).is_none() {
            out = remove(&out, &[name])?;
        }
    }
    for (name, value) in wanted.iter() {
        out = set(&out, &[name], value)?;
    }
    Ok(out)
}

/// Whether a list of primitives has one of their extensions beside it, or is that one.
pub(super) fn has_sibling(fields: &Fields<'_>, name: &str) -> bool {
    let is_list = |name: &str| fields.get(name).is_some_and(|v| v.starts_with('['));
    match name.strip_prefix('_') {
        Some(_) => is_list(name),
        None => is_list(&["_", name].concat()),
    }
}

/// Whether two sides of a task differ in anything but what is never asked and the names in `but`.
pub(super) fn differs_beside(a: &Fields<'_>, b: &Fields<'_>, but: &[&str]) -> bool {
    let differs = |name: &str, value: &str, other: &Fields<'_>| {
        let never = ["meta", "text", "lastModified", "id", "resourceType"];
        !never.contains(&name)
            && !but.contains(&name)
            && !other.get(name).is_some_and(|v| same(v, value))
    };
    a.iter().any(|(n, v)| differs(n, v, b)) || b.iter().any(|(n, v)| differs(n, v, a))
}
