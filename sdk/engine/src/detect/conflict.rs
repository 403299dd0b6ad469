//! Two changes of one record that only a person can decide between (row 37).

use super::owner::open;
use super::{Because as _, View};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::Slot;
use crate::remedy::RemedyCode;

pub(super) fn conflict(view: &View<'_>, slot: Slot, out: &mut Vec<Finding>) {
    let Some(conflict) = view.conflict(slot) else {
        return;
    };
    let code = Code::ConflictingChanges;
    let found = view.finding(code, Severity::Attention, conflict.since, &[slot]);
    let Some(mut found) = found else {
        return;
    };
    for path in &conflict.paths {
        let value = Value::Code(path.clone());
        found.because(view.evidence(slot, "", value));
    }
    let count = u32::try_from(conflict.paths.len()).unwrap_or(u32::MAX);
    found.arguments = vec![view.record(slot), Argument::Count(count)];
    found.remedies.extend(open(view, slot, RemedyCode::Choose));
    out.push(found);
}
