//! A `Timing` as JSON.

use coordo_core::timing::{Bounds, Timing, Unit};

use crate::fields::quote;
use crate::write;

/// The `Timing` of FHIR R4 for it, members in the order of the specification.
pub fn to_json(timing: &Timing) -> String {
    let mut out = Members::default();
    match &timing.bounds {
        Bounds::Open => {}
        Bounds::Period(period) => {
            if let Some(period) = write::period(*period) {
                out.put("boundsPeriod", &period);
            }
        }
        Bounds::Duration(length, unit) => out.put("boundsDuration", &duration(*length, *unit)),
    }
    let numbers = [
        ("count", timing.count),
        ("frequency", timing.frequency),
        ("period", timing.every.map(|(n, _)| n)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            out.put(name, &number.to_string());
        }
    }
    if let Some((_, unit)) = timing.every {
        out.put("periodUnit", &quote(unit.code()));
    }
    out.list("dayOfWeek", timing.days.iter().map(|day| quote(day.code())));
    out.list(
        "timeOfDay",
        timing.times.iter().map(|minute| quote(&clock(*minute))),
    );
    // R4 takes the one or the other (tim-10).
    if timing.times.is_empty() {
        out.list("when", timing.moments.iter().map(|m| quote(m.code())));
    }
    let mut json = String::from("{\"repeat\":{");
    json.push_str(&out.0);
    json.push_str("}}");
    json
}

/// Members of an object, written one after the other.
#[derive(Default)]
struct Members(String);

impl Members {
    fn put(&mut self, name: &str, json: &str) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(&quote(name));
        self.0.push(':');
        self.0.push_str(json);
    }

    fn list(&mut self, name: &str, values: impl Iterator<Item = String>) {
        let values: Vec<String> = values.collect();
        if !values.is_empty() {
            let mut list = String::from("[");
            list.push_str(&values.join(","));
            list.push(']');
            self.put(name, &list);
        }
    }
}

fn duration(length: u32, unit: Unit) -> String {
    let mut out = Members::default();
    out.put("value", &length.to_string());
    out.put("system", &quote("http://unitsofmeasure.org"));
    out.put("code", &quote(unit.code()));
    let mut json = String::from("{");
    json.push_str(&out.0);
    json.push('}');
    json
}

/// `HH:MM:SS`.
fn clock(minute: u16) -> String {
    let two = |n: u16| {
        let tens = if n < 10 { "0" } else { "" };
        [tens, &n.to_string()].concat()
    };
    [&two(minute / 60 % 24), ":", &two(minute % 60), ":00"].concat()
}
