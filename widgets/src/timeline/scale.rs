//! Time and pixels: where an instant lies, what a pixel holds, how far zoom goes.

use coordo_core::Instant;

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;
/// The shortest time that the whole width shows.
const SHORTEST: f64 = 86_400_000.0;
/// The longest, unless the data themselves span more: ten years.
const LONGEST: f64 = 315_576_000_000.0;
/// How many pixels stay free on both sides of what is fitted.
const MARGIN: f64 = 24.0;

/// Which instant lies at the left edge, and how many milliseconds a pixel holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    start: f64,
    per_px: f64,
}

/// What a line of pixels can show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    /// Width of the plot in pixels.
    pub width: f64,
    /// The longest time that may be shown at once, in milliseconds.
    pub longest: f64,
}

impl Bounds {
    /// A plot of that width over data of that span.
    pub(super) fn of(width: f64, span: Option<(Instant, Instant)>) -> Self {
        let span = span.map_or(0.0, |(a, b)| ms(b) - ms(a));
        let width = width.max(1.0);
        let free = 1.0 - (2.0 * MARGIN / width).min(0.5);
        Self {
            width,
            longest: LONGEST.max(span / free),
        }
    }

    fn hold(self, per_px: f64) -> f64 {
        per_px.clamp(SHORTEST / self.width, self.longest / self.width)
    }
}

#[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
pub(super) fn ms(at: Instant) -> f64 {
    at.0 as f64
}

/// The nearest whole number, within what a length in a page can be.
pub(super) fn whole(x: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "clamped before")]
    let x = x.round().clamp(-9e6, 9e6) as i32;
    x
}

impl Scale {
    /// `from` at the left edge, `to` at the right one, as far as the bounds allow.
    pub(super) fn between(from: Instant, to: Instant, bounds: Bounds) -> Self {
        let (start, time) = (ms(from), ms(to) - ms(from));
        let per_px = bounds.hold(time / bounds.width);
        let spare = per_px * bounds.width - time;
        Self {
            start: start - spare / 2.0,
            per_px,
        }
    }

    /// All of a span, with a margin on both sides.
    pub(super) fn fit(span: (Instant, Instant), bounds: Bounds) -> Self {
        let inner = (bounds.width - 2.0 * MARGIN).max(bounds.width / 2.0);
        let per_px = bounds.hold((ms(span.1) - ms(span.0)) / inner);
        let middle = f64::midpoint(ms(span.0), ms(span.1));
        Self {
            start: middle - per_px * bounds.width / 2.0,
            per_px,
        }
    }

    /// Milliseconds that a pixel holds.
    pub(super) fn per_px(self) -> f64 {
        self.per_px
    }

    /// Pixels from the left edge to an instant.
    pub(super) fn x(self, at: Instant) -> f64 {
        (ms(at) - self.start) / self.per_px
    }

    /// The instant at so many pixels from the left edge.
    pub(super) fn at(self, x: f64) -> Instant {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "saturates, and is checked wherever it becomes a date"
        )]
        let at = (self.start + x * self.per_px).round() as i64;
        Instant(at)
    }

    /// Shows what lies `px` pixels further to the right.
    pub(super) fn panned(self, px: f64) -> Self {
        Self {
            start: self.start + px * self.per_px,
            ..self
        }
    }

    /// Shows `factor` times as much time, while what lies at `x` stays there.
    pub(super) fn zoomed(self, factor: f64, x: f64, bounds: Bounds) -> Self {
        let per_px = bounds.hold(self.per_px * factor);
        Self {
            start: self.start + x * (self.per_px - per_px),
            per_px,
        }
    }

    /// The same time per pixel, with an instant in the middle.
    pub(super) fn around(self, at: Instant, bounds: Bounds) -> Self {
        Self {
            start: ms(at) - self.per_px * bounds.width / 2.0,
            ..self
        }
    }

    /// The same time on another width: the middle stays.
    pub(super) fn resized(self, before: f64, bounds: Bounds) -> Self {
        let middle = self.start + before * self.per_px / 2.0;
        let per_px = bounds.hold(self.per_px * before.max(1.0) / bounds.width);
        Self {
            start: middle - per_px * bounds.width / 2.0,
            per_px,
        }
    }

    /// Whether both hold as much time in a pixel.
    pub(super) fn is_zoomed_as(self, other: Self) -> bool {
        self.per_px.to_bits() == other.per_px.to_bits()
    }

    /// How what was placed at `base` lies now: so many pixels further to the right, so many times
    /// as wide.
    pub(super) fn seen_from(self, base: Self) -> (f64, f64) {
        let by = (base.start - self.start) / self.per_px;
        (by, base.per_px / self.per_px)
    }

    /// How many pixels another scale of the same zoom lies further to the right.
    pub(super) fn distance(self, to: Self) -> f64 {
        (to.start - self.start) / self.per_px
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_fhir(text).unwrap()
    }

    fn bounds() -> Bounds {
        Bounds::of(1000.0, None)
    }

    fn days(scale: Scale) -> f64 {
        scale.per_px() * 1000.0 / 86_400_000.0
    }

    #[test]
    fn pixels_and_instants_lead_to_each_other() {
        let (a, b) = (at("2026-11-16T00:00:00Z"), at("2026-12-01T00:00:00Z"));
        let scale = Scale::between(a, b, bounds());
        assert_eq!(whole(scale.x(a)), 0);
        assert_eq!(whole(scale.x(b)), 1000);
        assert_eq!(scale.at(1000.0), b);
    }

    #[test]
    fn zoom_keeps_what_is_under_the_pointer() {
        let scale = Scale::between(
            at("2026-11-16T00:00:00Z"),
            at("2026-12-01T00:00:00Z"),
            bounds(),
        );
        let under = scale.at(300.0);
        let near = scale.zoomed(0.5, 300.0, bounds());
        assert_eq!(whole(near.x(under)), 300);
        assert!((days(near) - 7.5).abs() < 0.01);
    }

    #[test]
    fn what_was_placed_before_a_zoom_is_moved_and_stretched_to_its_time() {
        let day = at("2026-11-20T00:00:00Z");
        let base = Scale::between(
            at("2026-11-16T00:00:00Z"),
            at("2026-12-01T00:00:00Z"),
            bounds(),
        );
        let near = base.zoomed(0.5, 300.0, bounds()).panned(40.0);
        let (by, times) = near.seen_from(base);
        assert!((by + times * base.x(day) - near.x(day)).abs() < 1e-6);
        assert!(!near.is_zoomed_as(base) && base.panned(40.0).is_zoomed_as(base));
    }

    #[test]
    fn zoom_ends_at_one_day_and_at_ten_years() {
        let scale = Scale::between(
            at("2026-11-16T00:00:00Z"),
            at("2026-12-01T00:00:00Z"),
            bounds(),
        );
        assert!((days(scale.zoomed(1e-9, 0.0, bounds())) - 1.0).abs() < 1e-9);
        assert!((days(scale.zoomed(1e9, 0.0, bounds())) - 3652.5).abs() < 1e-6);
    }

    #[test]
    fn what_spans_a_century_can_be_fitted_all_the_same() {
        let span = (at("1926-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"));
        let bounds = Bounds::of(1000.0, Some(span));
        let scale = Scale::fit(span, bounds);
        assert!(scale.x(span.0) > 0.0 && scale.x(span.1) < 1000.0);
    }

    #[test]
    fn one_instant_is_fitted_into_the_shortest_time() {
        let day = at("2026-11-23T10:42:00Z");
        let scale = Scale::fit((day, day), bounds());
        assert_eq!(whole(scale.x(day)), 500);
        assert!((days(scale) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_narrower_plot_shows_the_same_time() {
        let scale = Scale::between(
            at("2026-11-16T00:00:00Z"),
            at("2026-12-01T00:00:00Z"),
            bounds(),
        );
        let narrow = scale.resized(1000.0, Bounds::of(300.0, None));
        assert_eq!(narrow.at(150.0), scale.at(500.0));
        assert!((narrow.per_px() * 300.0 - scale.per_px() * 1000.0).abs() < 1.0);
    }
}
