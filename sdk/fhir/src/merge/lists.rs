//! Lists, merged by what their elements are, never by where they stand.
//!
//! Each element has identities, the most telling first; the first kind that tells all elements
//! of all three lists apart is used. Where none does, the list is one value.

use coordo_core::ListMap;
use coordo_core::order::Order as _;

use super::{Merging, Outcome};
use crate::edit::EditError;
use crate::fields::{Fields, canonical, elements};

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
        let known = (0..KINDS).find_map(|kind| {
            let told = |list: &[&str]| told_apart(list, kind);
            Some((told(base)?, told(mine)?, told(theirs)?))
        });
        let Some((in_base, in_mine, in_theirs)) = known else {
            return Ok(None);
        };
        let at = |of: &ListMap<String, usize>, list: &[&'_ str], id: &String| {
            of.get(id)
                .and_then(|n| list.get(*n))
                .map(|e| (*e).to_owned())
        };
        let (names_mine, names_theirs) = (in_order(&in_mine), in_order(&in_theirs));
        let mut merged: Vec<String> = Vec::new();
        let mut is_theirs = true;
        for (n, element) in theirs.iter().enumerate() {
            let Some(id) = names_theirs.get(n) else {
                continue;
            };
            let (b, m) = (at(&in_base, base, id), at(&in_mine, mine, id));
            match self.element(merged.len(), b.as_deref(), m.as_deref(), Some(element))? {
                Outcome::Theirs => merged.push((*element).to_owned()),
                Outcome::Set(value) => {
                    is_theirs = false;
                    merged.push(value);
                }
                Outcome::Gone => is_theirs = false,
            }
        }
        for (n, element) in mine.iter().enumerate() {
            let Some(id) = names_mine.get(n) else {
                continue;
            };
            if in_theirs.contains_key(id) {
                continue;
            }
            // Unknown to the source: new here, or gone there, then a change of it here is asked.
            let before = at(&in_base, base, id);
            let place = merged.len();
            let outcome = self.element(place, before.as_deref(), Some(element), None)?;
            if let Outcome::Set(value) = outcome {
                is_theirs = false;
                merged.push(value);
            }
        }
        Ok(Some(match merged.is_empty() {
            _ if is_theirs => Outcome::Theirs,
            true => Outcome::Gone,
            false => Outcome::Set(["[", &merged.join(","), "]"].concat()),
        }))
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

/// Where each element of a list stands by its identity; `None` where a kind of identity does not
/// tell all of them apart.
fn told_apart(list: &[&str], kind: usize) -> Option<ListMap<String, usize>> {
    let ids: Option<Vec<(String, usize)>> = list
        .iter()
        .enumerate()
        .map(|(n, element)| Some((canonical(&identity(element, kind)?), n)))
        .collect();
    let places: ListMap<String, usize> = ids?.into_iter().collect();
    (places.len() == list.len()).then_some(places)
}

/// The identities in the order of the list.
fn in_order(places: &ListMap<String, usize>) -> Vec<&String> {
    let mut all: Vec<(&String, &usize)> = places.iter().collect();
    all.order_by(|a, b| a.1.cmp(b.1));
    all.into_iter().map(|(id, _)| id).collect()
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
