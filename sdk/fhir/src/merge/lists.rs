//! Lists, merged by what their elements are, never by where they stand.
//!
//! Each element has identities, the most telling first; the first kind that tells all elements
//! of all three lists apart is used. Where none does, the list is one value.

use super::{Merging, Outcome};
use crate::edit::EditError;
use crate::fields::{Fields, elements, same};

/// How many kinds of identity there are.
const KINDS: usize = 5;

impl Merging {
    /// Merges three lists; `None` where their elements cannot be told apart.
    pub(super) fn list(
        &mut self,
        base: &[&str],
        mine: &[&str],
        theirs: &[&str],
    ) -> Result<Option<Outcome>, EditError> {
        let kind = (0..KINDS).find(|kind| {
            let tells = |list: &[&str]| is_telling(list, *kind);
            tells(base) && tells(mine) && tells(theirs)
        });
        let Some(kind) = kind else {
            return Ok(None);
        };
        let mut merged: Vec<String> = Vec::new();
        for element in theirs {
            let id = identity(element, kind).unwrap_or_default();
            let (b, m) = (of(base, kind, &id), of(mine, kind, &id));
            match self.element(merged.len(), b, m, Some(element))? {
                Outcome::Theirs => merged.push((*element).to_owned()),
                Outcome::Set(value) => merged.push(value),
                Outcome::Gone => {}
            }
        }
        for element in mine {
            let id = identity(element, kind).unwrap_or_default();
            if of(theirs, kind, &id).is_some() {
                continue;
            }
            // Unknown to the source: new here, or gone there, then a change of it here is asked.
            let before = of(base, kind, &id);
            let place = merged.len();
            if let Outcome::Set(value) = self.element(place, before, Some(element), None)? {
                merged.push(value);
            }
        }
        if merged.is_empty() {
            return Ok(Some(Outcome::Gone));
        }
        Ok(Some(Outcome::Set(["[", &merged.join(","), "]"].concat())))
    }

    fn element(
        &mut self,
        place: usize,
        base: Option<&str>,
        mine: Option<&str>,
        theirs: Option<&str>,
    ) -> Result<Outcome, EditError> {
        let length = self.step(&format!("[{place}]"));
        let outcome = self.value(base, mine, theirs, false);
        self.path.truncate(length);
        outcome
    }
}

/// The element of a list that has an identity.
fn of<'e>(list: &[&'e str], kind: usize, id: &str) -> Option<&'e str> {
    let mut elements = list.iter().copied();
    elements.find(|e| identity(e, kind).is_some_and(|i| same(&i, id)))
}

/// Whether a kind of identity tells all elements of a list apart.
fn is_telling(list: &[&str], kind: usize) -> bool {
    let mut seen: Vec<String> = Vec::with_capacity(list.len());
    for element in list {
        match identity(element, kind) {
            Some(id) if !seen.iter().any(|s| same(s, &id)) => seen.push(id),
            Some(_) | None => return false,
        }
    }
    true
}

/// What an element is, as JSON; `None` where it has no identity of that kind.
fn identity(element: &str, kind: usize) -> Option<String> {
    let whole = Some(element.to_owned());
    if kind + 1 == KINDS {
        return whole;
    }
    let Ok(fields) = Fields::parse(element) else {
        // Texts, codes and numbers are what they say.
        return if kind == 0 { whole } else { None };
    };
    let of = |names: &[&str]| -> Option<String> {
        let values: Option<Vec<&str>> = names.iter().map(|n| fields.get(n)).collect();
        values.map(|v| ["[", &v.join(","), "]"].concat())
    };
    match kind {
        // An annotation by author and time, a business identifier, a code, a reference,
        // an extension, a question, a member of a team, an activity of a plan.
        0 => of(&["authorReference", "time"])
            .or_else(|| of(&["authorString", "time"]))
            .or_else(|| contact(&fields, &of))
            .or_else(|| of(&["system", "value"]))
            .or_else(|| of(&["system", "code"]))
            .or_else(|| of(&["reference"]).filter(|r| r.starts_with("[\"")))
            .or_else(|| of(&["url"]))
            .or_else(|| of(&["linkId"]))
            .or_else(|| of(&["member"]))
            .or_else(|| of(&["actor"]))
            .or_else(|| of(&["reference"]))
            .or_else(|| of(&["measure"]))
            .or_else(|| of(&["use"]))
            .or_else(|| of(&["type"])),
        // A second address of one use, a second parameter of one type, a second period of one
        // member: told apart by what is beside it.
        1 => of(&["use", "period"])
            .or_else(|| of(&["member", "period"]))
            .or_else(|| of(&["type", "valueReference"]))
            .or_else(|| of(&["type", "valueString"]))
            .or_else(|| of(&["url", "valueReference"])),
        2 => of(&["id"]),
        3 => of(&["time"]),
        _ => None,
    }
}

/// A way to reach somebody is known by what it is and what it is for: a corrected number is
/// still the mobile phone.
fn contact(fields: &Fields<'_>, of: &dyn Fn(&[&str]) -> Option<String>) -> Option<String> {
    let system = fields.string("system")?;
    let kinds = ["phone", "fax", "email", "pager", "url", "sms", "other"];
    let is_contact = kinds.contains(&system.as_str());
    is_contact.then(|| of(&["system", "use"])).flatten()
}

/// Puts an element at the place that `inside` begins with (`1].text`), or what lies deeper in
/// it; `None` where the list has no element left.
pub(super) fn put_element(
    list: &str,
    inside: &str,
    value: Option<&str>,
) -> Result<Option<String>, EditError> {
    let wrong = || EditError::NotAPath(inside.to_owned());
    let (place, deeper) = inside.split_once(']').ok_or_else(wrong)?;
    let place: usize = place.parse().map_err(|_| wrong())?;
    let parts = elements(list).ok_or_else(wrong)?;
    let mut all: Vec<String> = parts.into_iter().map(str::to_owned).collect();
    let new = match (all.get(place), deeper.strip_prefix('.')) {
        (Some(element), Some(deeper)) => Some(super::put_at(element, deeper, value)?),
        (_, None) if deeper.is_empty() => value.map(str::to_owned),
        _ => return Err(wrong()),
    };
    match (all.get_mut(place), new) {
        (Some(element), Some(new)) => *element = new,
        (Some(_), None) => {
            all.remove(place);
        }
        (None, Some(new)) => all.push(new),
        (None, None) => {}
    }
    Ok((!all.is_empty()).then(|| ["[", &all.join(","), "]"].concat()))
}
