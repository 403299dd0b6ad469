//! `Timing`, as far as pickers can say it.

use coordo_core::calendar::Weekday;
use coordo_core::timing::{Bounds, Moment, Timing, Unit};

use super::concept::strings;
use super::lenient::Reader;
use super::protocol::whole;
use crate::fields::{Fields, plain};

impl Reader<'_> {
    /// `Timing.repeat`; `None` where there is none. What pickers cannot say is left out.
    pub(super) fn timing(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Option<Timing> {
        of.get(name)?;
        let timing = self.object(of, name, path)?;
        let repeat = self.object(&timing, "repeat", path)?;
        let number = |of: &Fields<'_>, name: &str| u32::try_from(whole(of.get(name)?)?).ok();
        let unit = |of: &Fields<'_>, name: &str| Unit::from_code(of.get(name).and_then(plain)?);
        let bounds = if repeat.get("boundsPeriod").is_some() {
            Bounds::Period(self.period(&repeat, "boundsPeriod", path))
        } else {
            let duration = repeat
                .get("boundsDuration")
                .and_then(|_| self.object(&repeat, "boundsDuration", path));
            let length = duration.and_then(|d| Some((number(&d, "value")?, unit(&d, "code")?)));
            length.map_or(Bounds::Open, |(n, unit)| Bounds::Duration(n, unit))
        };
        let every = number(&repeat, "period").zip(unit(&repeat, "periodUnit"));
        Some(Timing {
            bounds,
            count: number(&repeat, "count"),
            frequency: number(&repeat, "frequency"),
            every,
            days: coded(&repeat, "dayOfWeek", Weekday::from_code),
            moments: coded(&repeat, "when", Moment::from_code),
            times: coded(&repeat, "timeOfDay", minute),
        })
    }
}

/// The values of a list that are known, each once, in order.
fn coded<T: Ord>(of: &Fields<'_>, name: &str, read: fn(&str) -> Option<T>) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for value in strings(of, name).iter().filter_map(|text| read(text)) {
        if let Err(place) = found.binary_search(&value) {
            found.insert(place, value);
        }
    }
    found
}

/// `HH:MM:SS` as minutes from midnight.
fn minute(text: &str) -> Option<u16> {
    let mut parts = text.split(':');
    let hour: u16 = parts.next()?.parse().ok()?;
    let minute: u16 = parts.next()?.parse().ok()?;
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
