//! Dates in words by the browser's `Intl`, which knows every language and zone.

use std::rc::Rc;

use coordo_client::core::{DateParts, FhirDate, Instant};
use coordo_client::ports::Clock;
use coordo_i18n::{Calendar, Locale};
use js_sys::{Date, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::client::Page;

/// A calendar over the page's clock, zone and language data.
pub(crate) struct IntlCalendar {
    page: Rc<Page>,
    weekday: [Intl::DateTimeFormat; 2],
    month: [Intl::DateTimeFormat; 2],
}

impl IntlCalendar {
    pub(crate) fn new(page: Rc<Page>) -> Self {
        let of = |part: &str| [format("fr-FR", part), format("en-GB", part)];
        Self {
            page,
            weekday: of("weekday"),
            month: of("month"),
        }
    }
}

/// Names of one part of a date. Days are given at midnight UTC and read in UTC, since
/// which day it is was decided before.
fn format(locale: &str, part: &str) -> Intl::DateTimeFormat {
    let options = Object::new();
    // Setting a property of a fresh plain object cannot fail.
    let _ = Reflect::set(&options, &part.into(), &"short".into());
    let _ = Reflect::set(&options, &"timeZone".into(), &"UTC".into());
    let locales = js_sys::Array::of1(&locale.into());
    Intl::DateTimeFormat::new(locales.unchecked_ref(), options.unchecked_ref())
}

fn name(format: Option<&Intl::DateTimeFormat>, day: DateParts) -> String {
    let at = FhirDate::Day(day).earliest(0).unwrap_or(Instant(0));
    #[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let Some(format) = format else {
        return String::new();
    };
    let text = format.format().call1(&JsValue::UNDEFINED, &date);
    text.ok().and_then(|t| t.as_string()).unwrap_or_default()
}

fn of(formats: &[Intl::DateTimeFormat; 2], locale: Locale) -> Option<&Intl::DateTimeFormat> {
    formats.get(usize::from(locale == Locale::En))
}

impl Calendar for IntlCalendar {
    fn now(&self) -> Instant {
        Clock::now(&*self.page)
    }

    fn offset_minutes(&self, at: Instant) -> i32 {
        Clock::offset_minutes(&*self.page, at)
    }

    fn weekday(&self, locale: Locale, day: DateParts) -> String {
        name(of(&self.weekday, locale), day)
    }

    fn month(&self, locale: Locale, month: u32) -> String {
        let day = DateParts {
            year: 2001,
            month,
            day: 1,
        };
        name(of(&self.month, locale), day)
    }
}
