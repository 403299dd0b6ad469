//! From standards towards talking, the less stable a situation is (row 6).

use super::tag::Mechanism;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instability {
    /// Changes of the last seven days that came after what they change had begun, or on its day.
    pub late_changes: u32,
    /// Deviations from protocols that are still open.
    pub open_deviations: u32,
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
