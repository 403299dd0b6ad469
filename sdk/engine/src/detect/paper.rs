//! What is needed can be read by who needs it (row 11).

use coordo_core::event::EventKind;

use super::owner::{leave, open};
use super::{Because as _, View, coded};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Slot, TaskFact};
use crate::remedy::RemedyCode;

pub(super) fn paper(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if !task.is_open() {
        return;
    }
    for &document_slot in &task.needs {
        let is_on_paper = view.event(document_slot).is_some_and(|d| {
            d.kind == EventKind::DocumentReference && d.is_on_paper && d.code == "current"
        });
        if !is_on_paper {
            continue;
        }
        let since = view.start(task.modified.or(task.authored));
        let subjects = [document_slot, slot];
        let Some(mut found) = view.finding(Code::PaperOnly, Severity::Attention, since, &subjects)
        else {
            continue;
        };
        let path = "content.attachment.url";
        found.because(view.evidence(document_slot, path, Value::Absent));
        found.because(view.evidence(slot, "input(document)", coded("document")));
        found.arguments = vec![
            view.record(document_slot),
            view.record(slot),
            view.argument(&task.owner),
        ];
        found
            .remedies
            .extend(open(view, document_slot, RemedyCode::Join));
        found.remedies.extend(leave(view, slot));
        out.push(found);
    }
}
