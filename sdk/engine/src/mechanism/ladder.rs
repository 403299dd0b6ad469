//! From standards towards talking, the less stable a situation is (row 6).

use coordo_core::calendar::{Delay, WorkingCalendar};
use coordo_core::{FhirDate, Instant};

use super::tag::Mechanism;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instability {
    /// Changes of the last seven days that came after what they change had begun, or on its day.
    pub late_changes: u32,
    /// Deviations from protocols that are still open.
    pub open_deviations: u32,
}

/// A change of something that was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedChange {
    /// When it was changed.
    pub at: Instant,
    /// When it was to begin, as it was planned before the change.
    pub begins: FhirDate,
}

impl Instability {
    /// Counts the changes of the seven days before `now` that came on the day on which what they
    /// change was to begin, or later.
    pub fn count(
        changes: &[PlannedChange],
        open_deviations: usize,
        now: Instant,
        calendar: &WorkingCalendar,
    ) -> Self {
        let since = calendar.plus(now, Delay::Days(-7));
        let is_recent = |at: Instant| at <= now && since.is_some_and(|since| at > since);
        let is_late = |change: &&PlannedChange| {
            let begins = calendar.zone.earliest(change.begins);
            let day = begins.and_then(|at| calendar.zone.day(at));
            let midnight = day.and_then(|day| calendar.zone.start_of_day(day));
            is_recent(change.at) && midnight.is_some_and(|midnight| change.at >= midnight)
        };
        let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            late_changes: whole(changes.iter().filter(is_late).count()),
            open_deviations: whole(open_deviations),
        }
    }
}

/// What the counts mean, as the host sets it. There is no scale of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Points for a late change.
    pub a_late_change: u32,
    /// Points for an open deviation.
    pub an_open_deviation: u32,
    /// Points from which a step is offered.
    pub threshold: u32,
}

/// A step up that is offered, with the numbers that speak for it. It tells a situation, never a
/// person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderStep {
    /// The mechanism now.
    pub from: Mechanism,
    /// The one offered.
    pub to: Mechanism,
    /// What was counted.
    pub counted: Instability,
    /// The points of it.
    pub points: u32,
    /// The points that it takes.
    pub threshold: u32,
}

/// Offers a step from standards to supervision, from supervision to mutual adjustment. Nothing
/// is changed: the tag is a person's.
pub fn suggest_step(
    mechanism: Mechanism,
    counted: Instability,
    scale: &Scale,
) -> Option<LadderStep> {
    let to = match mechanism {
        Mechanism::Process | Mechanism::Results | Mechanism::Qualifications => {
            Mechanism::Supervision
        }
        Mechanism::Supervision => Mechanism::MutualAdjustment,
        Mechanism::MutualAdjustment => return None,
    };
    let changes = counted.late_changes.saturating_mul(scale.a_late_change);
    let deviations = counted
        .open_deviations
        .saturating_mul(scale.an_open_deviation);
    let points = changes.saturating_add(deviations);
    (points > 0 && points >= scale.threshold).then_some(LadderStep {
        from: mechanism,
        to,
        counted,
        points,
        threshold: scale.threshold,
    })
}
