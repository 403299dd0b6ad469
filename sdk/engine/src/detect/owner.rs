//! Somebody answers for every open activity (rows 2, 11, 17).

use coordo_core::command::{PlanEnd, TaskDraft};
use coordo_core::{Command, TaskStatus};

use super::{Because as _, View, coded, dated};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{PlanFact, Slot, TaskFact};
use crate::remedy::{Gesture, Remedy, RemedyCode};

/// Open, and nobody is named, not even in plain text.
pub(super) fn owner(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    if !task.is_open() || !task.owner.is_nobody() {
        return;
    }
    let is_owned = |whole: &Slot| {
        let whole = view.task(*whole);
        whole.is_some_and(|whole| !whole.owner.is_nobody())
    };
    if task.is_means && task.part_of.iter().any(is_owned) {
        return;
    }
    let since = view.start(task.authored.or(task.modified));
    let Some(mut found) = view.finding(Code::NoOwner, Severity::Attention, since, &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "status", coded(task.status.code())));
    found.because(view.evidence(slot, "owner", Value::Absent));
    if task.window.end.is_some() {
        let due = dated(task.window.end);
        found.because(view.evidence(slot, "restriction.period.end", due));
    }
    found.arguments = vec![view.record(slot), super::when(task.window.end)];
    found
        .remedies
        .extend(offer_to(view, slot, task, RemedyCode::OfferToSomeone));
    found.remedies.extend(take(view, slot, task));
    out.push(found);
}

/// Offer a task to whom the person names.
pub(super) fn offer_to(
    view: &View<'_>,
    slot: Slot,
    task: &TaskFact,
    code: RemedyCode,
) -> Option<Remedy> {
    let gesture = Gesture::Owner {
        task: view.key(slot)?.clone(),
        from: task.status.clone(),
        shown: task.owner.slot.and_then(|owner| view.key(owner)).cloned(),
        is_offered: true,
    };
    Some(Remedy { code, gesture })
}

/// Take a task oneself.
pub(super) fn take(view: &View<'_>, slot: Slot, task: &TaskFact) -> Option<Remedy> {
    let gesture = Gesture::Owner {
        task: view.key(slot)?.clone(),
        from: task.status.clone(),
        shown: task.owner.slot.and_then(|owner| view.key(owner)).cloned(),
        is_offered: false,
    };
    Some(Remedy {
        code: RemedyCode::TakeIt,
        gesture,
    })
}

/// Withdraw a task, with a reason.
pub(super) fn withdraw(view: &View<'_>, slot: Slot, task: &TaskFact) -> Option<Remedy> {
    let gesture = Gesture::Reason {
        task: view.key(slot)?.clone(),
        from: task.status.clone(),
        to: TaskStatus::Cancelled,
    };
    Some(Remedy {
        code: RemedyCode::Withdraw,
        gesture,
    })
}

/// Give a task another date.
pub(super) fn plan(
    view: &View<'_>,
    slot: Slot,
    task: &TaskFact,
    code: RemedyCode,
) -> Option<Remedy> {
    let gesture = Gesture::Planned {
        task: view.key(slot)?.clone(),
        shown: task.execution,
    };
    Some(Remedy { code, gesture })
}

/// Reach somebody.
pub(super) fn reach(view: &View<'_>, who: Option<Slot>) -> Option<Remedy> {
    Some(Remedy {
        code: RemedyCode::Contact,
        gesture: Gesture::Reach(view.key(who?)?.clone()),
    })
}

/// Open a record, since what is to be done there has no command here.
pub(super) fn open(view: &View<'_>, slot: Slot, code: RemedyCode) -> Option<Remedy> {
    Some(Remedy {
        code,
        gesture: Gesture::Open(view.key(slot)?.clone()),
    })
}

/// Something that lacks nothing.
pub(super) fn ready(code: RemedyCode, command: Command) -> Remedy {
    Remedy {
        code,
        gesture: Gesture::Ready(Box::new(command)),
    }
}

/// Make a task, whose title the person gives.
pub(super) fn make(draft: TaskDraft) -> Remedy {
    Remedy {
        code: RemedyCode::MakeTask,
        gesture: Gesture::Make {
            draft: Box::new(draft),
        },
    }
}

/// End a plan.
pub(super) fn end(view: &View<'_>, slot: Slot, plan: &PlanFact, to: PlanEnd) -> Option<Remedy> {
    let command = Command::EndPlan {
        plan: view.key(slot)?.clone(),
        from: plan.status.clone()?,
        to,
    };
    Some(ready(RemedyCode::ClosePlan, command))
}

/// Leave it so, with a reason that is kept.
pub(super) fn leave(view: &View<'_>, slot: Slot) -> Option<Remedy> {
    Some(Remedy {
        code: RemedyCode::LeaveSo,
        gesture: Gesture::Waive(view.key(slot)?.clone()),
    })
}
