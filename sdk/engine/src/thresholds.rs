//! From when on a rule speaks: numbers of the host or of a plan, never truths.

/// Numbers that hosts choose. A rule whose number is absent is silent; where the data hold the
/// date itself (a due time, an answer that is expected by then), no number is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thresholds {
    /// An offer waits for so many working days, at the same hour.
    pub offer_working_days: Option<u32>,
    /// An offer of priority asap, urgent or stat waits for so many hours; where absent, as any other.
    pub offer_hours_if_pressing: Option<u32>,
    /// An offer to a relative or to the person waits for so many days; where absent, as any other.
    pub offer_days_if_relative: Option<u32>,
    /// A hand-over waits for its receipt for so many working days, at the same hour.
    pub handover_working_days: Option<u32>,
    /// What comes before has no date: told from so many days before what follows it.
    pub undated_days_before: Option<u32>,
    /// The same, urgent from so many hours before.
    pub undated_urgent_hours_before: Option<u32>,
    /// A broken order is urgent where the later activity is within so many hours.
    pub order_urgent_within_hours: Option<u32>,
    /// So many planned days in a row without a session.
    pub missed_in_a_row: Option<u32>,
    /// Days beyond the interval of the plan before silence is told.
    pub silence_tolerance_days: Option<u32>,
    /// Days without a measure.
    pub measure_days: Option<u32>,
    /// From which correction of one prescription on.
    pub corrections_from: Option<u32>,
}
