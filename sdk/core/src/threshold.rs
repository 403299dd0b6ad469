//! From when on a rule speaks, where a plan or a request says so itself.

/// A number that a rule waits for, by the name that hosts use as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThresholdCode {
    /// Working days, at the same hour, that an offer waits.
    OfferWorkingDays,
    /// Hours that a pressing offer waits.
    OfferHoursIfPressing,
    /// Days that an offer to a relative or to the person waits.
    OfferDaysIfRelative,
    /// Working days, at the same hour, that a hand-over waits for its receipt.
    HandoverWorkingDays,
    /// Days before what follows, from which an undated activity is told.
    UndatedDaysBefore,
    /// Hours before what follows, from which that is urgent.
    UndatedUrgentHoursBefore,
    /// Hours before the later activity, from which a broken order is urgent.
    OrderUrgentWithinHours,
    /// Planned days in a row without a session.
    MissedInARow,
    /// Days beyond the interval before silence is told.
    SilenceToleranceDays,
    /// Days without a measure.
    MeasureDays,
    /// From which correction of one prescription on.
    CorrectionsFrom,
}

impl ThresholdCode {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::OfferWorkingDays,
        Self::OfferHoursIfPressing,
        Self::OfferDaysIfRelative,
        Self::HandoverWorkingDays,
        Self::UndatedDaysBefore,
        Self::UndatedUrgentHoursBefore,
        Self::OrderUrgentWithinHours,
        Self::MissedInARow,
        Self::SilenceToleranceDays,
        Self::MeasureDays,
        Self::CorrectionsFrom,
    ];

    /// The name in the options of a host and in the extension `seuil`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OfferWorkingDays => "offerWorkingDays",
            Self::OfferHoursIfPressing => "offerHoursIfPressing",
            Self::OfferDaysIfRelative => "offerDaysIfRelative",
            Self::HandoverWorkingDays => "handoverWorkingDays",
            Self::UndatedDaysBefore => "undatedDaysBefore",
            Self::UndatedUrgentHoursBefore => "undatedUrgentHoursBefore",
            Self::OrderUrgentWithinHours => "orderUrgentWithinHours",
            Self::MissedInARow => "missedInARow",
            Self::SilenceToleranceDays => "silenceToleranceDays",
            Self::MeasureDays => "measureDays",
            Self::CorrectionsFrom => "correctionsFrom",
        }
    }

    /// The threshold of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == code)
    }
}

/// Extension `seuil` of a CarePlan or a ServiceRequest: `parametre` and `valeur`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// `parametre`: which rule waits.
    pub code: ThresholdCode,
    /// `valeur`: how long, in the unit of its name.
    pub value: u32,
}
