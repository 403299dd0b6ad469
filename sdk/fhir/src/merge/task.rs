//! What holds for tasks beyond their members: status, reason and owner are one decision.

use coordo_core::merge::{Side, Statuses, status};
use coordo_core::{FhirDate, TaskStatus};

use super::value::differs_beside;
use super::{Merging, is_same};
use crate::edit::{EditError, remove, set};
use crate::fields::Fields;

const STATUS: &str = "status";
const REASON: &str = "statusReason";
const OWNER: &str = "owner";
const MODIFIED: &str = "lastModified";

impl Merging {
    pub(super) fn task(
        &mut self,
        base: &Fields<'_>,
        mine: &Fields<'_>,
        theirs: &Fields<'_>,
        text: &str,
    ) -> Result<String, EditError> {
        let [b, m, t] = [base, mine, theirs].map(|f| {
            let code = f.string(STATUS);
            code.map_or(TaskStatus::Missing, |c| TaskStatus::from_code(&c))
        });
        let owner = [base, mine, theirs].map(|f| f.get(OWNER));
        let [owner_b, owner_m, owner_t] = owner;
        let side = status(&Statuses {
            base: &b,
            mine: &m,
            theirs: &t,
            is_theirs_elsewhere: !is_same(owner_t, owner_b) && !is_same(owner_t, owner_m),
            has_theirs_more: differs_beside(base, theirs, &[STATUS, REASON]),
        });
        let mut text = text.to_owned();
        match side {
            // One status for both: the reason is a text like any other.
            Side::Theirs if m == t => text = self.reason(base, mine, theirs, &text)?,
            Side::Theirs => {}
            Side::Mine => text = with(&with(&text, STATUS, mine)?, REASON, mine)?,
            Side::Ask => self.clash_at(STATUS, base, mine, theirs),
        }
        // Whose it is was decided on the status that was seen.
        let is_owner_mine = !is_same(owner_m, owner_b) && is_same(owner_t, owner_b);
        let mut but = vec![STATUS, REASON, MODIFIED];
        if is_owner_mine && t != b {
            self.clash_at(OWNER, base, mine, theirs);
            but.push(OWNER);
        }
        text = self.modified(base, mine, theirs, &text)?;
        // An ended task takes notes and nothing else by itself.
        self.asks_all = t != b && t.is_ended();
        self.members(base, mine, theirs, &text, &but)
    }

    fn reason(
        &mut self,
        base: &Fields<'_>,
        mine: &Fields<'_>,
        theirs: &Fields<'_>,
        text: &str,
    ) -> Result<String, EditError> {
        let [b, m, t] = [base, mine, theirs].map(|f| f.get(REASON));
        if is_same(m, b) || is_same(m, t) {
            return Ok(text.to_owned());
        }
        if is_same(t, b) {
            return with(text, REASON, mine);
        }
        self.clash_at(REASON, base, mine, theirs);
        Ok(text.to_owned())
    }

    /// The later of the two.
    fn modified(
        &mut self,
        base: &Fields<'_>,
        mine: &Fields<'_>,
        theirs: &Fields<'_>,
        text: &str,
    ) -> Result<String, EditError> {
        let [b, m, t] = [base, mine, theirs].map(|f| f.string(MODIFIED));
        let at = |text: &Option<String>| {
            let date = text.as_deref().and_then(FhirDate::parse)?;
            date.earliest(0)
        };
        if m != b && at(&m) > at(&t) {
            return with(text, MODIFIED, mine);
        }
        Ok(text.to_owned())
    }

    fn clash_at(&mut self, name: &str, base: &Fields<'_>, mine: &Fields<'_>, theirs: &Fields<'_>) {
        let length = self.step(name);
        self.clash(base.get(name), mine.get(name), theirs.get(name));
        self.path.truncate(length);
    }
}

/// Gives a text a member as a side has it.
fn with(text: &str, name: &str, side: &Fields<'_>) -> Result<String, EditError> {
    match side.get(name) {
        Some(value) => set(text, &[name], value),
        None => remove(text, &[name]),
    }
}

/// Gives a task the reason that another copy of it has.
pub(super) fn with_reason(text: &str, of: &str) -> Result<String, EditError> {
    let of = Fields::parse(of).map_err(|_| EditError::NotAnObject)?;
    if of.string("resourceType").as_deref() != Some("Task") {
        return Ok(text.to_owned());
    }
    with(text, REASON, &of)
}
