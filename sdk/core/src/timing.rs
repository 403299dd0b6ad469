//! How often something is to happen: `Timing`, as far as pickers can say it.

use crate::calendar::Weekday;
use crate::task::Period;

/// `Timing.repeat` (<https://hl7.org/fhir/R4/datatypes.html#Timing>).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// From when to when.
    pub bounds: Bounds,
    /// `count`: how many times in all.
    pub count: Option<u32>,
    /// `frequency`: times a period.
    pub frequency: Option<u32>,
    /// `period` and `periodUnit`: 2 and weeks for every other week.
    pub every: Option<(u32, Unit)>,
    /// `dayOfWeek`: only on these; empty for all days. In the order of the week.
    pub days: Vec<Weekday>,
    /// `when`, without offset. R4 allows either these or `times` (invariant tim-10).
    pub moments: Vec<Moment>,
    /// `timeOfDay`, in minutes from midnight.
    pub times: Vec<u16>,
}

/// `Timing.repeat.bounds[x]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bounds {
    /// None are given.
    #[default]
    Open,
    /// `boundsPeriod`; both ends are days that count.
    Period(Period),
    /// `boundsDuration`, from a start that is known later.
    Duration(u32, Unit),
}

/// `periodUnit`, those that a calendar counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `d`
    Day,
    /// `wk`
    Week,
    /// `mo`
    Month,
    /// `a`
    Year,
}

impl Unit {
    /// Shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The UCUM code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "d",
            Self::Week => "wk",
            Self::Month => "mo",
            Self::Year => "a",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// A part of the day, of `EventTiming`
/// (<https://hl7.org/fhir/R4/valueset-event-timing.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// `MORN`
    Morning,
    /// `NOON`
    Noon,
    /// `AFT`
    Afternoon,
    /// `EVE`
    Evening,
    /// `NIGHT`
    Night,
}

impl Moment {
    /// In the order of the day.
    pub const ALL: [Self; 5] = [
        Self::Morning,
        Self::Noon,
        Self::Afternoon,
        Self::Evening,
        Self::Night,
    ];

    /// The FHIR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Morning => "MORN",
            Self::Noon => "NOON",
            Self::Afternoon => "AFT",
            Self::Evening => "EVE",
            Self::Night => "NIGHT",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.code() == code)
    }
}
