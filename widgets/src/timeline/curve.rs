//! Measures of a row as a curve: its line behind the points, what a goal wants, and what its top and
//! bottom are worth.

use std::fmt::Write;

use coordo_client::timeline::{CurveView, MarkView, RowView};
use coordo_i18n::{Locale, TimelineWord as Word};

use super::lines::Metrics;
use super::scale::{Scale, whole};
use super::state::Timeline;
use crate::kit::el::{El, el, svg};
use crate::kit::keyed::Seat;

/// How far below the greatest value a value lies, in pixels.
fn below(curve: &CurveView, value: i64, metrics: Metrics) -> i32 {
    let whole = (curve.high - curve.low).max(1);
    let down = i128::from(curve.high - value) * i128::from(metrics.curve()) / i128::from(whole);
    i32::try_from(down).unwrap_or(0)
}

/// How far below the greatest value some marks lie in the middle.
pub(super) fn middle(
    curve: &CurveView,
    marks: impl Iterator<Item = usize>,
    metrics: Metrics,
) -> i32 {
    let values = marks.filter_map(|at| curve.values.get(at).copied().flatten());
    let (mut sum, mut n) = (0_i128, 0_i128);
    for value in values {
        sum += i128::from(value);
        n += 1;
    }
    if n == 0 {
        return metrics.curve();
    }
    below(curve, i64::try_from(sum / n).unwrap_or(curve.low), metrics)
}

/// The line from value to value, as far as it lies between two places.
fn path(
    curve: &CurveView,
    marks: &[MarkView],
    scale: Scale,
    (from, to): (f64, f64),
    metrics: Metrics,
) -> String {
    let first = marks.partition_point(|mark| scale.x(mark.start) < from);
    let last = marks.partition_point(|mark| scale.x(mark.start) <= to);
    // One more on each side: the line leaves the view towards it.
    let (first, last) = (first.saturating_sub(1), (last + 1).min(marks.len()));
    let mut path = String::new();
    let mut before = None;
    for at in first..last {
        let mark = marks.get(at);
        let value = curve.values.get(at).copied().flatten();
        let Some((mark, value)) = mark.zip(value) else {
            continue;
        };
        let place = (whole(scale.x(mark.start)), below(curve, value, metrics));
        if before == Some(place) {
            continue;
        }
        let verb = if before.is_none() { 'M' } else { 'L' };
        before = Some(place);
        // Writing into a string cannot fail.
        let _ = write!(path, "{verb}{} {}", place.0, place.1);
    }
    path
}

/// The line of a curve, before it is placed.
pub(super) fn line() -> El {
    svg("svg")
        .attr("class", "tl-curve")
        .attr("aria-hidden", "true")
        .child(svg("path"))
}

impl Timeline {
    /// Draws the line of a row's curve.
    pub(super) fn draw_curve(self, row: &RowView, seat: &Seat, reach: (f64, f64)) {
        let (scale, metrics) = self.host.with_value(|host| (host.base, host.metrics));
        let line = seat.element().first_element_child();
        if let Some((line, curve)) = line.zip(row.curve.as_ref()) {
            let drawn = path(curve, &row.marks, scale, reach, metrics);
            // Fails only for a name that no attribute can have.
            let _ = line.set_attribute("d", &drawn);
        }
    }

    /// A limit of what a goal wants; the first one has the words of both.
    pub(super) fn limit(self, row: &RowView, at: usize) -> El {
        let locale = self.frame.locale.get_untracked();
        let target = row.curve.as_ref().and_then(|curve| curve.target.as_ref());
        let words = target.filter(|_| at == 0).map(|target| {
            let text = locale.value(&target.0);
            format!("{} {text}", locale.timeline_word(Word::Target))
        });
        el("div")
            .class("tl-limit")
            .attr("aria-hidden", "true")
            .child(el("span").child(words))
    }

    pub(super) fn place_limit(self, row: &RowView, at: usize, seat: &mut Seat, reach: (f64, f64)) {
        let Some(curve) = &row.curve else { return };
        let metrics = self.host.with_value(|host| host.metrics);
        seat.put("translate", whole(reach.0));
        seat.put("--w", whole(reach.1 - reach.0));
        if let Some(limit) = curve.limits.get(at) {
            seat.put("--dy", below(curve, *limit, metrics));
        }
    }
}

/// What top and bottom of the curve are worth, beside the name of its row.
pub(super) fn ends(locale: Locale, curve: &CurveView) -> El {
    let value = |thousandths: i64| {
        let sign = if thousandths < 0 { "-" } else { "" };
        let (whole, rest) = (thousandths.abs() / 1000, thousandths.abs() % 1000);
        let text = format!("{sign}{whole}.{rest:03}");
        let short = text.trim_end_matches('0').trim_end_matches('.');
        locale.value(short)
    };
    let unit = if curve.unit.is_empty() {
        String::new()
    } else {
        format!("\u{a0}{}", curve.unit)
    };
    el("span")
        .class("tl-ends")
        .attr("aria-hidden", "true")
        .child((
            el("span").child(value(curve.high) + &unit),
            el("span").child(value(curve.low)),
        ))
}

#[cfg(test)]
mod tests {
    use coordo_core::Instant;

    use super::super::lines::tests::METRICS;
    use super::super::scale::Bounds;
    use super::*;

    fn curve(values: &[Option<i64>]) -> CurveView {
        CurveView {
            unit: "kg".to_owned(),
            low: 66_000,
            high: 68_000,
            target: None,
            limits: Vec::new(),
            values: values.to_vec(),
        }
    }

    #[test]
    fn more_lies_higher_and_what_is_no_number_at_the_bottom() {
        let of = curve(&[Some(68_000), Some(67_000), Some(66_000), None]);
        let places = (0..4).map(|at| middle(&of, std::iter::once(at), METRICS));
        assert_eq!(places.collect::<Vec<_>>(), [0, 24, 48, 48]);
        assert_eq!(middle(&of, 0..2, METRICS), 12);
    }

    #[test]
    fn the_line_goes_on_over_what_is_no_number_and_out_of_view() {
        let of = curve(&[Some(68_000), None, Some(66_000)]);
        let scale = Scale::between(
            Instant(0),
            Instant(10 * super::super::scale::DAY),
            Bounds::of(1000.0, None),
        );
        let marks: Vec<MarkView> = [1, 2, 30]
            .map(|day| super::super::gather::tests::point(f64::from(day)))
            .into();
        assert_eq!(
            path(&of, &marks, scale, (0.0, 1000.0), METRICS),
            "M100 0L3000 48"
        );
    }
}
