//! What a card says of a change that its source has not acknowledged.

use coordo_core::change::{Change, ChangeKind, Field, Wanted};
use coordo_core::{RecordKey, Task};
use coordo_fhir::{Projection, read, write};
use coordo_store::{OutboxRow, RowState};

use super::{Scene, name_of, owner};
use crate::view::{DifferenceView, FieldView, PendingView};

pub(super) fn pending(scene: &Scene<'_>, task: &RecordKey) -> Option<PendingView> {
    let restored = scene.state.restored.iter().filter(|r| r.record() == task);
    let rows: Vec<_> = scene.state.machine.rows_of(task).chain(restored).collect();
    let first = rows.first()?;
    Some(match &first.state {
        RowState::Refused { status, words } => PendingView::Refused {
            status: *status,
            words: words.clone(),
            mine: whole(first, &rows).wanted(),
        },
        RowState::Conflict => {
            // Until the source has been asked again, its copy here is the one from before.
            let is_asked = scene.state.machine.conflicts().any(|asked| asked == task);
            let held = scene.state.graph.task(task).filter(|_| is_asked);
            let mine = whole(first, &rows);
            PendingView::Conflict {
                theirs: held.map(|t| t.status.clone()),
                differences: held.map_or_else(Vec::new, |t| differences(scene, &mine, t)),
                mine: mine.wanted(),
            }
        }
        RowState::Sending => PendingView::Sending,
        RowState::Unsent => PendingView::Unsent {
            since: first.made_at,
        },
    })
}

/// All changes of a record as one.
pub(super) fn whole(first: &OutboxRow, rows: &[&OutboxRow]) -> Change {
    let last = rows.last().unwrap_or(&first);
    let is_made = first.change.kind == ChangeKind::Created;
    Change {
        kind: if is_made {
            ChangeKind::Created
        } else {
            last.change.kind
        },
        fields: coordo_sync::fold(rows),
        ..last.change.clone()
    }
}

fn differences(scene: &Scene<'_>, change: &Change, theirs: &Task) -> Vec<DifferenceView> {
    let Some((_, base)) = scene.state.machine.base(&theirs.key) else {
        return Vec::new();
    };
    let text = write::apply(base, change).unwrap_or_default();
    let Projection::Task(mine) = read::read(&theirs.key, &text).projection else {
        return Vec::new();
    };
    let Wanted { status, fields, .. } = change.wanted();
    let status = status.map(|_| [Field::Status, Field::StatusReason]);
    status
        .into_iter()
        .flatten()
        .chain(fields)
        .map(|field| DifferenceView {
            field,
            mine: shown(scene, &mine, field),
            theirs: shown(scene, theirs, field),
        })
        .filter(|d| d.mine != d.theirs)
        .collect()
}

/// What a task says in a field; its notes are added to each other and never differ.
pub(super) fn shown(scene: &Scene<'_>, task: &Task, field: Field) -> FieldView {
    let text = |text: Option<coordo_core::Private<String>>| {
        text.map_or(FieldView::Nothing, FieldView::Text)
    };
    match field {
        Field::Status => FieldView::Status(task.status.clone()),
        Field::StatusReason => text(task.status_reason.clone()),
        Field::Title => text(task.title.clone()),
        Field::Owner => text(owner::owner(scene, &task.key, &task.owner, false).name),
        Field::Priority => FieldView::Priority(task.priority),
        Field::Planned => FieldView::Period(task.execution),
        Field::Window => FieldView::Period(task.window),
        Field::Goal => {
            let goal = scene.state.graph.resolve(&task.key, &task.reason);
            let name = goal.and_then(|key| name_of(scene, &key));
            text(name.or_else(|| task.reason.display.clone()))
        }
        Field::Note
        | Field::Plan
        | Field::Parent
        | Field::Replaces
        | Field::Subject
        | Field::Requester
        | Field::Intent
        | Field::Protocol
        | Field::After
        | Field::Resource => FieldView::Nothing,
    }
}
