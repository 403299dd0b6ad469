//! The axis: two levels of time, the columns behind the rows, and the line of now.

use coordo_i18n::{DateFormat, Locale, TimelineMessage};

use super::movers::{Keeps, Mover};
use super::scale::{Scale, whole};
use super::state::{Page, Timeline};
use super::ticks::{Tick, Unit, is_weekend, week};
use crate::kit::el::{El, el};
use crate::kit::keyed::Keyed;

/// How much of the view's width the axis is drawn ahead on both sides.
const AXIS_AHEAD: f64 = 0.5;

impl Timeline {
    /// How much larger than usual text is here.
    pub(super) fn text_size(self) -> f64 {
        let level = self.host.with_value(|host| host.metrics.level);
        (f64::from(level) / 24.0).max(0.5)
    }

    /// Draws what of the axis lies in view, and ahead of it.
    pub(super) fn draw_axis(self, page: &Page) {
        let (scale, (x0, x1)) = self
            .host
            .with_value(|host| (host.base, host.span(AXIS_AHEAD)));
        let locale = self.frame.locale.get_untracked();
        let dates = self.frame.dates();
        let offset = |at| dates.zone_minutes(at);
        let (from, to) = (scale.at(x0), scale.at(x1));
        let unit = Unit::of(scale, self.text_size());
        let minor = unit.between(from, to, &offset);
        let now = self.frame.ports().now();
        let place = (scale, now.0);
        write(&page.minor, unit, &minor, place, &|tick| {
            minor_tick(locale, &*dates, unit, tick, now.0)
        });
        write(&page.columns, unit, &minor, place, &|tick| {
            let is_off = matches!(unit, Unit::Day { .. }) && is_weekend(tick.number);
            el("i").class(if is_off { "tl-col is-off" } else { "tl-col" })
        });
        let above = unit.above();
        let major = above.map_or_else(Vec::new, |above| above.between(from, to, &offset));
        write(&page.major, above.unwrap_or(unit), &major, place, &|tick| {
            let words = major_words(locale, &*dates, above.unwrap_or(unit), tick);
            el("span").class("tl-major").child(el("span").child(words))
        });
        self.write_now(page, whole(scale.x(now)));
        self.tell_minute(now);
        let names = page.major.borrow();
        let names = names
            .elements()
            .filter_map(|(_, el)| el.first_element_child());
        let starts = major.iter().map(|tick| whole(scale.x(tick.from)));
        let movers = names.zip(starts);
        let movers = movers
            .map(|(name, x)| Mover::new(name, Keeps::Begin, x))
            .collect();
        self.host.update_value(|host| {
            host.axis = (scale, (x0, x1));
            host.movers = movers;
            host.shifted = None;
        });
    }
}

fn write(
    list: &std::cell::RefCell<Keyed>,
    unit: Unit,
    ticks: &[Tick],
    (scale, now): (Scale, i64),
    draw: &dyn Fn(&Tick) -> El,
) {
    let keys: Vec<u64> = ticks.iter().map(|tick| key(unit, tick, now)).collect();
    list.borrow_mut().update(
        &keys,
        &mut |at| ticks.get(at).map_or_else(|| el("i"), draw),
        &mut |at, seat| {
            if let Some(tick) = ticks.get(at) {
                let (x0, x1) = (whole(scale.x(tick.from)), whole(scale.x(tick.to)));
                seat.put("--x", x0);
                seat.put("--w", x1 - x0);
            }
        },
    );
}

/// Tells ticks of different units apart, also where they begin together, and that of now from what
/// it is before and after.
fn key(unit: Unit, tick: &Tick, now: i64) -> u64 {
    let unit = match unit {
        Unit::Hours(n) => n,
        Unit::Day { is_named } => 50 + i64::from(is_named),
        Unit::Week => 52,
        Unit::Months(n) => 60 + n,
        Unit::Years(n) => 100 + n,
    };
    let is_now = u64::from(tick.has(now)) << 63;
    is_now | (tick.from.0 / 60_000).unsigned_abs() << 8 | unit.unsigned_abs()
}

fn minor_tick(locale: Locale, dates: &dyn DateFormat, unit: Unit, tick: &Tick, now: i64) -> El {
    let words = match unit {
        Unit::Hours(_) => format!("{:02}:00", tick.hour),
        Unit::Day { is_named: true } => format!(
            "{}\u{a0}{}",
            dates.weekday_name(locale, tick.day),
            tick.day.day
        ),
        Unit::Day { is_named: false } | Unit::Week => tick.day.day.to_string(),
        Unit::Months(_) => dates.month_name(locale, tick.day.month),
        Unit::Years(_) => tick.day.year.to_string(),
    };
    let is_day = matches!(unit, Unit::Day { .. });
    let class = if tick.has(now) {
        "tl-tick is-now"
    } else if is_day && is_weekend(tick.number) {
        "tl-tick is-off"
    } else {
        "tl-tick"
    };
    el("span")
        .class(class)
        .attr("part", is_day.then_some("day"))
        .child(words)
}

fn major_words(locale: Locale, dates: &dyn DateFormat, unit: Unit, tick: &Tick) -> String {
    match unit {
        Unit::Week => locale.timeline(&TimelineMessage::Week(week(tick.number))),
        Unit::Months(_) => format!(
            "{}\u{a0}{}",
            dates.month_name(locale, tick.day.month),
            tick.day.year
        ),
        Unit::Years(_) => tick.day.year.to_string(),
        Unit::Day { .. } | Unit::Hours(_) => {
            dates.day(locale, coordo_core::FhirDate::Day(tick.day))
        }
    }
}
