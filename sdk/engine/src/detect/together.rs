//! What is to be together stays together (row 2).

use coordo_core::order::Order as _;

use super::owner::{leave, plan};
use super::{Because as _, View, overlap, when};
use crate::code::Code;
use crate::finding::{Finding, Severity};
use crate::graph::{Link, Relation, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// Declared `concurrent`, both open and dated, and no instant in common: told at the first of both.
pub(super) fn together(view: &View<'_>, a_slot: Slot, a: &TaskFact, out: &mut Vec<Finding>) {
    if !a.is_open() {
        return;
    }
    for b_slot in companions(view, a_slot) {
        let Some(b) = view.task(b_slot).filter(|b| b.is_open()) else {
            continue;
        };
        let (at_a, at_b) = (view.planned(a), view.planned(b));
        let (Some(time_a), Some(time_b)) = (at_a.bounds(), at_b.bounds()) else {
            continue;
        };
        if overlap(time_a, time_b) || time_a == time_b {
            continue;
        }
        let since = super::order::moved(view, &[a, b]);
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
            found.because(view.planned_evidence(slot, at));
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

/// Tasks that a group says are to be together with this one, those after it in order of key.
fn companions(view: &View<'_>, slot: Slot) -> Vec<Slot> {
    let mut found = Vec::new();
    for group in view.crowd(slot, Link::Action) {
        let Some(group) = view.event(group).filter(|g| !g.status.is_ended()) else {
            continue;
        };
        for &(one, relation, other) in &group.relations {
            let companion = if one == slot { other } else { one };
            let is_of = one == slot || other == slot;
            if is_of && relation == Relation::Together && view.key(slot) < view.key(companion) {
                found.push(companion);
            }
        }
    }
    found.order_by(|a, b| view.key(*a).cmp(&view.key(*b)));
    found.dedup();
    found
}
