//! What only the versions of a task tell, from one to the next.

use coordo_core::{Instant, TaskStatus};

use super::{EventFact, Seen, TaskFact};

/// So many versions can be taken back one after the other.
const EARLIER: usize = 16;

/// Without a version before, a request that was written again after it was made may have been a
/// draft until then: better told late than told wrongly.
pub(super) fn suppose(task: &mut TaskFact) {
    let made = task.authored.and_then(|date| date.earliest(0));
    let modified = modified(task);
    if task.status == TaskStatus::Requested && made < modified {
        task.seen.supposed = modified;
    }
}

/// What only the version before can tell: when a task became an offer to whom it is offered now
/// (a draft that is requested, an offer to somebody else), when it moved in time, when it ended.
pub(super) fn remember(before: &TaskFact, task: &mut TaskFact, known: Option<Instant>) {
    task.earlier.clone_from(&before.earlier);
    let (was, is) = (modified(before), modified(task));
    if let Some(at) = is.filter(|at| was.is_some_and(|was| *at < was)) {
        // Taken back: it is what it was, since when it was.
        let place = task.earlier.iter().rposition(|(then, _)| *then == at);
        if let Some(place) = place {
            task.seen = task
                .earlier
                .get(place)
                .map(|(_, seen)| *seen)
                .unwrap_or_default();
            task.earlier.truncate(place);
            return;
        }
    }
    if let Some(was) = was.filter(|_| was != is) {
        if task.earlier.len() == EARLIER {
            task.earlier.remove(0);
        }
        task.earlier.push((was, before.seen));
    }
    task.seen = seen(before, task, is.or(known));
}

fn modified(task: &TaskFact) -> Option<Instant> {
    task.modified.and_then(|date| date.earliest(0))
}

fn seen(before: &TaskFact, task: &TaskFact, now: Option<Instant>) -> Seen {
    let in_time = |t: &TaskFact| (t.execution, t.focus, t.is_started());
    let stood = in_time(before) == in_time(task) && before.after == task.after;
    let was = &before.status;
    let kept = |has_just: bool, then: Option<Instant>| if has_just { now } else { then };
    let mut seen = Seen {
        moved: kept(!stood, before.seen.moved),
        ..Seen::default()
    };
    if task.status == TaskStatus::InProgress {
        seen.begun = kept(*was != TaskStatus::InProgress, before.seen.begun);
    }
    if task.status.is_ended() {
        seen.closed = kept(!was.is_ended(), before.seen.closed);
    }
    if task.is_offer() {
        let is_new = *was == TaskStatus::Draft || before.owner != task.owner;
        seen.offered = kept(is_new, before.seen.offered);
        seen.supposed = before.seen.supposed.filter(|_| !is_new);
    }
    seen
}

/// When something that is booked was last seen at another time, or called off.
pub(super) fn moved(before: &EventFact, event: &mut EventFact, known: Option<Instant>) {
    let stood = before.period == event.period && before.is_off() == event.is_off();
    event.moved = if stood { before.moved } else { known };
}
