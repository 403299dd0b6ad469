//! A whole is not closed while a part is open (row 2).

use coordo_core::TaskStatus;

use super::owner::{reach, withdraw};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{Slot, TaskFact};

pub(super) fn parent(view: &View<'_>, slot: Slot, part: &TaskFact, out: &mut Vec<Finding>) {
    if !part.is_open() {
        return;
    }
    for &whole_slot in &part.part_of {
        let Some(whole) = view.task(whole_slot) else {
            continue;
        };
        if !whole.status.is_ended() || whole.status == TaskStatus::EnteredInError {
            continue;
        }
        let written = whole.modified.or(whole.execution.end).or(whole.authored);
        let closed = whole.seen.closed.or_else(|| view.start(written));
        // A part may have been added to what was closed.
        let since = closed.max(view.start(part.authored));
        let subjects = [whole_slot, slot];
        let Some(mut found) =
            view.finding(Code::ParentClosed, Severity::Attention, since, &subjects)
        else {
            continue;
        };
        found.because(view.evidence(whole_slot, "status", coded(whole.status.code())));
        found.because(view.evidence(whole_slot, "lastModified", dated(whole.modified)));
        found.because(view.evidence(slot, "status", coded(part.status.code())));
        if part.window.end.is_some() {
            let due = dated(part.window.end);
            found.because(view.evidence(slot, "restriction.period.end", due));
        }
        found.arguments = vec![
            view.record(whole_slot),
            view.record(slot),
            when(part.window.end),
        ];
        found.remedies.extend(reach(view, part.owner.slot));
        found.remedies.extend(withdraw(view, slot, part));
        out.push(found);
    }
}
