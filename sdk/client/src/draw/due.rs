//! When a card is due.

use coordo_core::FhirDate;
use coordo_core::activity::ActivityDetail;
use coordo_core::task::{Period, Task};
use coordo_core::{Instant, TaskStatus};

use super::Scene;
use crate::view::board::DueView;

/// Undated last, then by the first instant that the date may mean.
pub(super) fn sort_key(date: Option<FhirDate>, offset_minutes: i32) -> (bool, i64) {
    let at = date.and_then(|d| d.earliest(offset_minutes));
    (at.is_none(), at.map_or(0, |i| i.0))
}

pub(super) fn of_task(scene: &Scene<'_>, task: &Task) -> Option<DueView> {
    let is_window = task.execution.is_empty();
    let shown = if is_window {
        task.window
    } else {
        task.execution
    };
    if shown.is_empty() {
        return None;
    }
    let has_begun = matches!(task.status, TaskStatus::InProgress | TaskStatus::OnHold);
    let limit = if has_begun {
        // What has begun is late only when its window is over, or its planned end.
        task.window.end.or(task.execution.end)
    } else {
        task.window
            .end
            .or(task.execution.end)
            .or(task.execution.start)
    };
    Some(DueView {
        start: shown.start,
        end: shown.end,
        text: None,
        is_window,
        is_overdue: is_over(scene, limit) && !task.status.is_ended(),
    })
}

pub(super) fn of_detail(scene: &Scene<'_>, detail: &ActivityDetail) -> Option<DueView> {
    let Period { start, end } = detail.scheduled;
    if start.is_none() && end.is_none() && detail.scheduled_text.is_none() {
        return None;
    }
    Some(DueView {
        start,
        end,
        text: detail.scheduled_text.clone(),
        is_window: false,
        is_overdue: is_over(scene, end) && !detail.status.is_ended(),
    })
}

pub(super) fn of_period(period: Period) -> Option<DueView> {
    (!period.is_empty()).then_some(DueView {
        start: period.start,
        end: period.end,
        text: None,
        is_window: false,
        is_overdue: false,
    })
}

fn is_over(scene: &Scene<'_>, limit: Option<FhirDate>) -> bool {
    let over: Option<Instant> = limit.and_then(|d| d.over_at(scene.offset_minutes));
    scene.is_complete && over.is_some_and(|at| at <= scene.now)
}
