//! `client.findings()` and the thresholds that a host sets.

use std::rc::Rc;

use coordo_client::core::Instant;
use coordo_client::core::calendar::{WorkingCalendar, Zone};
use coordo_client::engine::Thresholds;
use coordo_i18n::DateFormat;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::dates::IntlCalendar;
use crate::handles;
use crate::hooks::to_js;
use crate::options::RawReference;

/// Numbers of the host; a rule whose number is absent is silent.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RawThresholds {
    offer_working_days: Option<u32>,
    offer_hours_if_pressing: Option<u32>,
    offer_days_if_relative: Option<u32>,
    handover_working_days: Option<u32>,
    undated_days_before: Option<u32>,
    undated_urgent_hours_before: Option<u32>,
    order_urgent_within_hours: Option<u32>,
    missed_in_a_row: Option<u32>,
    silence_tolerance_days: Option<u32>,
    measure_days: Option<u32>,
    corrections_from: Option<u32>,
}

impl From<RawThresholds> for Thresholds {
    fn from(raw: RawThresholds) -> Self {
        Self {
            offer_working_days: raw.offer_working_days,
            offer_hours_if_pressing: raw.offer_hours_if_pressing,
            offer_days_if_relative: raw.offer_days_if_relative,
            handover_working_days: raw.handover_working_days,
            undated_days_before: raw.undated_days_before,
            undated_urgent_hours_before: raw.undated_urgent_hours_before,
            order_urgent_within_hours: raw.order_urgent_within_hours,
            missed_in_a_row: raw.missed_in_a_row,
            silence_tolerance_days: raw.silence_tolerance_days,
            measure_days: raw.measure_days,
            corrections_from: raw.corrections_from,
        }
    }
}

/// The days that are worked, by the clock of the client's zone where its rules are known here.
pub(crate) fn calendar(zone: Option<&str>) -> WorkingCalendar {
    let zone = zone.and_then(Zone::named).unwrap_or_default();
    WorkingCalendar {
        zone,
        ..WorkingCalendar::default()
    }
}

#[derive(Serialize)]
struct Remedy {
    code: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    since: f64,
    subjects: Vec<RawReference>,
    remedies: Vec<Remedy>,
}

/// What is missing, most urgent first, in the client's language.
#[wasm_bindgen(js_name = clientFindings)]
pub fn client_findings(client: u32) -> Result<JsValue, JsValue> {
    let open = handles::client(client)?;
    let dates: Rc<dyn DateFormat> = Rc::new(IntlCalendar::new(open.page.clone()));
    #[allow(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
    let number = |at: Instant| at.0 as f64;
    let locale = open.locale;
    let found: Vec<Finding> = open
        .client
        .findings()
        .findings
        .iter()
        .map(|f| Finding {
            code: f.finding.code.as_str(),
            severity: f.finding.severity.as_str(),
            message: locale.finding(
                &f.finding,
                &|key| f.name(key).map(|name| name.0.clone()),
                &*dates,
            ),
            since: number(f.finding.since),
            subjects: f
                .finding
                .subjects
                .iter()
                .map(|key| RawReference {
                    source: key.source.0.clone(),
                    reference: key.reference(),
                })
                .collect(),
            remedies: f
                .remedies
                .iter()
                .map(|remedy| Remedy {
                    code: remedy.code.as_str(),
                    label: locale.remedy(remedy.code),
                })
                .collect(),
        })
        .collect();
    Ok(to_js(&found))
}
