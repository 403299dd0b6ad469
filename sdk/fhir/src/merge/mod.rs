//! Three copies of one resource made into one: what both began with, what was wanted here, what
//! the source holds.
//!
//! A member that only one side changed is taken. Lists merge by the identity of their elements
//! ([`lists`]), never by their place. One value that both changed to two different ones is a
//! [`Clash`]: a person decides, and until then the source's copy stands. Nothing that neither
//! side changed is touched: the result is the source's text with ours spliced in.

mod lists;
mod task;
mod value;

use std::fmt;

use coordo_core::Private;

use crate::edit::{EditError, remove, set};
use crate::fields::{Fields, elements, same};

/// One value that both sides changed, and not to the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Clash {
    /// Where it stands in the merged text: `restriction.period.end`, `note[1].text`,
    /// `deceased[x]` for the members of a choice together.
    pub path: String,
    /// JSON of what both began with; absent where there was nothing.
    pub before: Option<Private<String>>,
    /// JSON of what was wanted here.
    pub mine: Option<Private<String>>,
    /// JSON of what the source holds.
    pub theirs: Option<Private<String>>,
}

/// Tells where, and nothing of what.
impl fmt::Debug for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clash({})", self.path)
    }
}

/// Nesting beyond which a value is one decision, since the stack of a page is small.
const DEPTH: usize = 16;

/// The outcome of a merge.
#[derive(Clone, PartialEq, Eq)]
pub struct Merge {
    /// The source's text with all that merges by itself.
    pub text: String,
    /// What needs a person.
    pub clashes: Vec<Clash>,
}

impl fmt::Debug for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Merge({:?})", self.clashes)
    }
}

/// Merges three copies of one resource.
///
/// # Errors
///
/// [`EditError`] where one of them is not a JSON object.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Result<Merge, EditError> {
    let read = |text| Fields::parse(text).map_err(|_| EditError::NotAnObject);
    let (b, m, t) = (read(base)?, read(mine)?, read(theirs)?);
    let mut merging = Merging::default();
    let text = if t.string("resourceType").as_deref() == Some("Task") {
        merging.task(&b, &m, &t, theirs)?
    } else {
        merging.members(&b, &m, &t, theirs, &[])?
    };
    let clashes = merging.clashes;
    Ok(Merge { text, clashes })
}

/// Gives a merged text what was wanted here, in `mine`, at the clashes that `is_mine` names. The
/// reason of a task's status goes with the status.
///
/// # Errors
///
/// [`EditError`] where the text is not the one that the clashes are of.
pub fn choose(
    merge: &Merge,
    mine: &str,
    is_mine: impl Fn(&Clash) -> bool,
) -> Result<String, EditError> {
    let mut text = merge.text.clone();
    // From the end on: an element that goes does not move those before it.
    for clash in merge.clashes.iter().rev().filter(|c| is_mine(c)) {
        let mine = clash.mine.as_ref().map(|m| m.as_str());
        text = put_at(&text, &clash.path, mine)?;
    }
    let mut clashes = merge.clashes.iter();
    if clashes.any(|c| c.path == "status" && is_mine(c)) {
        text = task::with_reason(&text, mine)?;
    }
    Ok(text)
}

/// Whether two copies of a resource say the same, but for what servers write by themselves.
pub fn says_the_same(a: &str, b: &str) -> bool {
    match (Fields::parse(a), Fields::parse(b)) {
        (Ok(a), Ok(b)) => !value::differs_beside(&a, &b, &[]),
        (_, _) => false,
    }
}

/// What becomes of one value.
pub(super) enum Outcome {
    /// The source's stays, or there is none.
    Theirs,
    /// This one stands there.
    Set(String),
    /// There is none any more.
    Gone,
}

#[derive(Default)]
pub(super) struct Merging {
    path: String,
    clashes: Vec<Clash>,
    /// Whether even what the source left as it was is asked, save notes.
    asks_all: bool,
}

impl Merging {
    /// Merges the members of an object into `text`, the source's, but for those in `but`.
    fn members(
        &mut self,
        base: &Fields<'_>,
        mine: &Fields<'_>,
        theirs: &Fields<'_>,
        text: &str,
        but: &[&str],
    ) -> Result<String, EditError> {
        let mut text = text.to_owned();
        let mut done: Vec<&str> = but.to_vec();
        for (name, _) in theirs.iter().chain(mine.iter()).chain(base.iter()) {
            if done.contains(&name) {
                continue;
            }
            done.push(name);
            if let Some(choice) = value::choice(name)
                && value::is_turned(choice, mine, theirs)
            {
                let all = [base, mine, theirs].map(|f| value::members_of(choice, f));
                for fields in [base, mine, theirs] {
                    done.extend(
                        fields
                            .iter()
                            .map(|(n, _)| n)
                            .filter(|n| value::choice(n) == Some(choice)),
                    );
                }
                text = self.choice(choice, &all, &text)?;
                continue;
            }
            let [b, m, t] = [base, mine, theirs].map(|f| f.get(name));
            // Its elements and those of its sibling belong to each other by their place.
            let has_sibling = [base, mine, theirs]
                .iter()
                .any(|f| value::has_sibling(f, name));
            text = match self.member(name, b, m, t, has_sibling)? {
                Outcome::Theirs => text,
                Outcome::Set(value) => set(&text, &[name], &value)?,
                Outcome::Gone => remove(&text, &[name])?,
            };
        }
        Ok(text)
    }

    fn member(
        &mut self,
        name: &str,
        base: Option<&str>,
        mine: Option<&str>,
        theirs: Option<&str>,
        is_whole: bool,
    ) -> Result<Outcome, EditError> {
        let is_top = self.path.is_empty();
        if is_top && matches!(name, "id" | "resourceType") {
            return Ok(Outcome::Theirs);
        }
        let n_clashes = self.clashes.len();
        let length = self.step(name);
        let outcome = self.value(base, mine, theirs, is_whole);
        self.path.truncate(length);
        if is_top && self.is_never_asked(name, mine, theirs) {
            self.clashes.truncate(n_clashes);
        }
        outcome
    }

    /// Metadata is the server's; a text that was made from the rest is made again.
    fn is_never_asked(&self, name: &str, mine: Option<&str>, theirs: Option<&str>) -> bool {
        let is_made = |text: Option<&str>| {
            let status = text.and_then(|t| Fields::parse(t).ok()?.string("status"));
            matches!(status.as_deref(), None | Some("generated" | "extensions"))
        };
        name == "meta" || name == "text" && is_made(mine) && is_made(theirs)
    }

    /// One value of three copies.
    fn value(
        &mut self,
        base: Option<&str>,
        mine: Option<&str>,
        theirs: Option<&str>,
        is_whole: bool,
    ) -> Result<Outcome, EditError> {
        if is_same(mine, base) || is_same(mine, theirs) {
            return Ok(Outcome::Theirs);
        }
        if matches!(self.path.as_str(), "meta.versionId" | "meta.lastUpdated") {
            return Ok(Outcome::Theirs);
        }
        let is_note = self.path == "note" || self.path.starts_with("note[");
        let is_asked = self.asks_all && !is_note;
        if is_same(theirs, base) && !is_asked {
            return Ok(mine.map_or(Outcome::Gone, |m| Outcome::Set(m.to_owned())));
        }
        let is_deep = self.path.matches(['.', '[']).count() > DEPTH;
        if !is_whole && !is_deep {
            if let (Some(Ok(m)), Some(t)) = (mine.map(Fields::parse), theirs)
                && let Ok(theirs) = Fields::parse(t)
            {
                let b = base.and_then(|b| Fields::parse(b).ok()).unwrap_or_default();
                if value::is_mergeable(&self.path, &b, &m, &theirs) {
                    return Ok(Outcome::Set(self.members(&b, &m, &theirs, t, &[])?));
                }
            } else if let (Some(b), Some(m), Some(t)) = (list(base), list(mine), list(theirs))
                && let Some(outcome) = self.list(&b, &m, &t)?
            {
                return Ok(outcome);
            }
        }
        self.clash(base, mine, theirs);
        Ok(Outcome::Theirs)
    }

    /// Members of a choice (`value[x]`) that one side gave another type.
    fn choice(
        &mut self,
        choice: &str,
        [base, mine, theirs]: &[String; 3],
        text: &str,
    ) -> Result<String, EditError> {
        if same(mine, base) {
            return Ok(text.to_owned());
        }
        let length = self.step(choice);
        self.path.push_str("[x]");
        let is_theirs_new = !same(theirs, base);
        if is_theirs_new {
            self.clash(Some(base), Some(mine), Some(theirs));
        }
        self.path.truncate(length);
        if is_theirs_new {
            return Ok(text.to_owned());
        }
        value::put_choice(text, choice, Some(mine))
    }

    fn step(&mut self, name: &str) -> usize {
        let length = self.path.len();
        if length > 0 && !name.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(name);
        length
    }

    fn clash(&mut self, before: Option<&str>, mine: Option<&str>, theirs: Option<&str>) {
        self.clashes.push(Clash {
            path: self.path.clone(),
            before: before.map(Private::from),
            mine: mine.map(Private::from),
            theirs: theirs.map(Private::from),
        });
    }
}

/// The elements of a list; a list that is not there has none.
fn list(text: Option<&str>) -> Option<Vec<&str>> {
    text.map_or_else(|| Some(Vec::new()), elements)
}

fn is_same(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Puts a value where a path leads, or takes away what stands there.
fn put_at(text: &str, path: &str, value: Option<&str>) -> Result<String, EditError> {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    match (path.get(..end), path.get(end..)) {
        (Some(_), Some("[x]")) => put_step(text, path, "", value),
        (Some(name), Some(rest)) => put_step(text, name, rest, value),
        (None, _) | (_, None) => Err(EditError::NotAPath(path.to_owned())),
    }
}

fn put_step(text: &str, name: &str, rest: &str, value: Option<&str>) -> Result<String, EditError> {
    if let Some(choice) = name.strip_suffix("[x]") {
        return value::put_choice(text, choice, value);
    }
    if let Some(deeper) = rest.strip_prefix('.') {
        let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
        let inner = put_at(fields.get(name).unwrap_or("{}"), deeper, value)?;
        return match inner.as_str() {
            "{}" => remove(text, &[name]),
            inner => set(text, &[name], inner),
        };
    }
    if let Some(inside) = rest.strip_prefix('[') {
        let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
        let list = fields.get(name).unwrap_or("[]");
        return match lists::put_element(list, inside, value)? {
            Some(list) => set(text, &[name], &list),
            None => remove(text, &[name]),
        };
    }
    match value {
        Some(value) => set(text, &[name], value),
        None => remove(text, &[name]),
    }
}

#[cfg(test)]
mod tests;
