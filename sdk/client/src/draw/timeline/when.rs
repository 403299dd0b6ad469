//! Where an item lies in time, and how that is drawn.
//!
//! A task lies at its own dates, else at those of the appointment in its focus, else in the
//! window in which it is due. A bound without a time means the whole day, month or year.

use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;
use coordo_core::task::Period;
use coordo_core::{FhirDate, Instant, TaskStatus};

use super::piece::{Piece, Status};
use crate::view::timeline::{Phase, Shape};
use crate::zone::Zone;

/// A place in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Instant,
    pub(super) end: Instant,
    pub(super) shape: Shape,
    pub(super) is_reversed: bool,
}

/// The dates that count, and whether they are a window in which it is due.
pub(super) fn dates(piece: Piece<'_>, appointment: Option<Piece<'_>>) -> (Period, bool) {
    let own = piece.period();
    if !own.is_empty() {
        return (own, false);
    }
    let other = appointment.map(Piece::period).unwrap_or_default();
    if !other.is_empty() {
        return (other, false);
    }
    match piece {
        Piece::Task(task) => (task.window, true),
        Piece::Detail(..) | Piece::Event(_) | Piece::Plan(_) | Piece::Goal(_) => (own, false),
    }
}

/// Where an item lies; `None` where it has no date.
pub(super) fn span(piece: Piece<'_>, dates: (Period, bool), zone: &Zone) -> Option<Span> {
    let (Period { start, end }, is_window) = dates;
    let known = |start: Instant, end: Instant, shape: Shape| Span {
        start,
        end,
        shape,
        is_reversed: false,
    };
    let found = match (start, end) {
        (None, None) => return None,
        (Some(start), Some(end)) => both(start, end, zone)?,
        (Some(start), None) => {
            let at = zone.earliest(start)?;
            if stays_open(piece) && !is_window {
                known(at, at, Shape::OpenEnd)
            } else {
                let end = zone.over_at(start)?;
                let shape = if end == at {
                    Shape::Point
                } else {
                    Shape::Partial
                };
                known(at, end, shape)
            }
        }
        (None, Some(end)) => {
            let over = zone.over_at(end)?;
            // The day of a window's end is a part of it; that of a period says no more.
            let start = if is_window { zone.earliest(end)? } else { over };
            known(start, over, Shape::OpenStart)
        }
    };
    let shape = match piece {
        Piece::Goal(_) => Shape::Milestone,
        Piece::Task(_) if is_window => Shape::Window,
        Piece::Task(_) | Piece::Detail(..) | Piece::Event(_) | Piece::Plan(_) => found.shape,
    };
    Some(Span { shape, ..found })
}

fn both(start: FhirDate, end: FhirDate, zone: &Zone) -> Option<Span> {
    let (from, until) = (zone.earliest(start)?, zone.over_at(end)?);
    let (begun, ending) = (zone.over_at(start)?, zone.earliest(end)?);
    let is_reversed = ending < from && until <= from;
    let is_vague = |d: FhirDate| matches!(d, FhirDate::Year(_) | FhirDate::Month { .. });
    let shape = if from == until {
        Shape::Point
    } else if start == end || is_vague(start) || is_vague(end) {
        Shape::Partial
    } else {
        Shape::Period
    };
    Some(Span {
        start: if is_reversed { ending } else { from },
        end: if is_reversed { begun } else { until },
        shape,
        is_reversed,
    })
}

/// Whether a beginning without an end means that it lasts: not for what takes a moment, and
/// not for what is over.
fn stays_open(piece: Piece<'_>) -> bool {
    let lasts = match piece {
        // The date of a task that has not begun says when it is planned, not that it goes on from then.
        Piece::Task(task) => task.status.is_under_way(),
        Piece::Detail(..) | Piece::Plan(_) => true,
        Piece::Goal(_) => false,
        Piece::Event(event) => match event.kind {
            EventKind::Encounter | EventKind::Condition | EventKind::Flag | EventKind::Consent => {
                true
            }
            // Once begun they last; planned or written, they are one moment.
            EventKind::Procedure | EventKind::MedicationRequest => matches!(
                event.status,
                ActivityStatus::InProgress | ActivityStatus::OnHold
            ),
            EventKind::ServiceRequest
            | EventKind::RequestGroup
            | EventKind::Appointment
            | EventKind::Communication
            | EventKind::Slot
            | EventKind::Observation
            | EventKind::DocumentReference => false,
        },
    };
    lasts && !piece.is_ended()
}

/// Whether it is to come, has happened, or did not.
pub(super) fn phase(piece: Piece<'_>, span: Option<Span>, now: Instant) -> Phase {
    let status = match piece.status() {
        Status::Task(status) => return of_task(status),
        Status::Activity(status) => status,
    };
    let (is_record, holds, lasts) = match piece {
        Piece::Event(event) => (
            event.kind.is_record(),
            matches!(
                event.kind,
                EventKind::Condition | EventKind::Flag | EventKind::Consent
            ),
            event.kind == EventKind::MedicationRequest,
        ),
        Piece::Task(_) | Piece::Detail(..) | Piece::Plan(_) | Piece::Goal(_) => {
            (false, false, false)
        }
    };
    let is_over = || {
        let last = span.filter(|s| s.shape != Shape::OpenEnd);
        last.is_some_and(|s| s.end <= now)
    };
    match status.as_ref() {
        ActivityStatus::EnteredInError => Phase::Erroneous,
        ActivityStatus::Cancelled => Phase::Missed,
        ActivityStatus::Completed => Phase::Performed,
        // A treatment that was stopped was taken until then; a request that was is withdrawn.
        ActivityStatus::Stopped if is_record || lasts => Phase::Performed,
        ActivityStatus::Stopped => Phase::Missed,
        // What holds is a fact from its first day on.
        ActivityStatus::InProgress | ActivityStatus::OnHold if holds => Phase::Performed,
        ActivityStatus::InProgress
        | ActivityStatus::OnHold
        | ActivityStatus::Unknown
        | ActivityStatus::Other(_)
            if is_record && is_over() =>
        {
            Phase::Performed
        }
        ActivityStatus::NotStarted
        | ActivityStatus::Scheduled
        | ActivityStatus::InProgress
        | ActivityStatus::OnHold
        | ActivityStatus::Unknown
        | ActivityStatus::Other(_) => Phase::Planned,
    }
}

fn of_task(status: &TaskStatus) -> Phase {
    match status {
        TaskStatus::Completed => Phase::Performed,
        TaskStatus::EnteredInError => Phase::Erroneous,
        TaskStatus::Rejected | TaskStatus::Cancelled | TaskStatus::Failed => Phase::Missed,
        TaskStatus::Draft
        | TaskStatus::Requested
        | TaskStatus::Received
        | TaskStatus::Accepted
        | TaskStatus::Ready
        | TaskStatus::InProgress
        | TaskStatus::OnHold
        | TaskStatus::Other(_)
        | TaskStatus::Missing => Phase::Planned,
    }
}
