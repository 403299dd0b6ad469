//! What is to be together stays together (row 2).

use super::owner::{leave, plan};
use super::{Because as _, View, dated, overlap, when};
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{EventFact, Relation};
use crate::remedy::RemedyCode;

/// Declared `concurrent`, both open and dated, and no instant in common.
pub(super) fn together(view: &View<'_>, group: &EventFact, out: &mut Vec<Finding>) {
    if group.status.is_ended() {
        return;
    }
    for &(one, relation, other) in &group.relations {
        if relation != Relation::Together {
            continue;
        }
        let (a_slot, b_slot) = if view.key(one) <= view.key(other) {
            (one, other)
        } else {
            (other, one)
        };
        let (Some(a), Some(b)) = (view.task(a_slot), view.task(b_slot)) else {
            continue;
        };
        if !a.is_open() || !b.is_open() {
            continue;
        }
        let (at_a, at_b) = (view.planned(a), view.planned(b));
        let (Some(time_a), Some(time_b)) = (at_a.bounds(), at_b.bounds()) else {
            continue;
        };
        if overlap(time_a, time_b) || time_a == time_b {
            continue;
        }
        let changed = [a, b].into_iter();
        let since = changed
            .filter_map(|t| view.start(t.modified.or(t.authored)))
            .max();
        let ((first, at_first), (second, at_second)) = if time_a <= time_b {
            ((a_slot, at_a), (b_slot, at_b))
        } else {
            ((b_slot, at_b), (a_slot, at_a))
        };
        // Which of them is first may change while the finding lasts.
        let subjects = [a_slot, b_slot];
        let code = Code::TogetherApart;
        let Some(mut found) = view.finding(code, Severity::Attention, since, &subjects) else {
            continue;
        };
        for (slot, at) in [(first, at_first), (second, at_second)] {
            found.because(view.evidence(slot, "executionPeriod.start", dated(at.date())));
        }
        found.arguments = vec![
            view.record(first),
            when(at_first.date()),
            view.record(second),
            when(at_second.date()),
        ];
        for (slot, task) in [(a_slot, a), (b_slot, b)] {
            found
                .remedies
                .extend(plan(view, slot, task, RemedyCode::MoveDate));
        }
        found.remedies.extend(leave(view, a_slot));
        out.push(found);
    }
}
