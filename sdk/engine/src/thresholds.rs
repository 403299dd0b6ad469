//! From when on a rule speaks: numbers of the host, where neither plan nor request says its own.

use coordo_core::threshold::ThresholdCode;

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

impl Thresholds {
    /// The host's number of that name.
    pub fn get(&self, code: ThresholdCode) -> Option<u32> {
        match code {
            ThresholdCode::OfferWorkingDays => self.offer_working_days,
            ThresholdCode::OfferHoursIfPressing => self.offer_hours_if_pressing,
            ThresholdCode::OfferDaysIfRelative => self.offer_days_if_relative,
            ThresholdCode::HandoverWorkingDays => self.handover_working_days,
            ThresholdCode::UndatedDaysBefore => self.undated_days_before,
            ThresholdCode::UndatedUrgentHoursBefore => self.undated_urgent_hours_before,
            ThresholdCode::OrderUrgentWithinHours => self.order_urgent_within_hours,
            ThresholdCode::MissedInARow => self.missed_in_a_row,
            ThresholdCode::SilenceToleranceDays => self.silence_tolerance_days,
            ThresholdCode::MeasureDays => self.measure_days,
            ThresholdCode::CorrectionsFrom => self.corrections_from,
        }
    }
}
