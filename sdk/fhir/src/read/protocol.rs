//! `PlanDefinition` (<https://hl7.org/fhir/R4/plandefinition.html>).

use coordo_core::NoticeCode;
use coordo_core::calendar::Delay;
use coordo_core::protocol::{Step, StepRelation, Within};
use coordo_core::schedule::Protocol;
use coordo_core::task::Priority;

use super::lenient::Reader;
use crate::fields::Fields;

const REVIEW: &str = "https://coordo.example/fhir/StructureDefinition/date-de-revue";
/// On a Duration in days: working days are meant, for which UCUM has no unit.
const WORKING_DAYS: &str = "https://coordo.example/fhir/StructureDefinition/jours-ouvres";
/// Depth to which parts of steps are read; deeper ones are carried along.
const DEEPEST: usize = 8;

pub(super) fn protocol(r: &mut Reader<'_>, of: &Fields<'_>) -> Protocol {
    let mut steps = Vec::new();
    actions(r, of, None, 0, &mut steps);
    let mut roles = Vec::new();
    for step in &steps {
        for role in &step.roles {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
    }
    Protocol {
        key: r.key(),
        url: r.string(of, "url", "url"),
        version: r.string(of, "version", "version"),
        title: r
            .text(of, "title", "title")
            .or_else(|| r.text(of, "name", "name")),
        status: r.string(of, "status", "status"),
        effective: r.period(of, "effectivePeriod", "effectivePeriod"),
        jurisdictions: r.codings(of, "jurisdiction", "jurisdiction"),
        roles,
        description: r.text(of, "description", "description"),
        review_date: r.extension_date(of, REVIEW),
        steps,
        waivers: r.waivers(of),
    }
}

fn actions(
    r: &mut Reader<'_>,
    of: &Fields<'_>,
    parent: Option<usize>,
    depth: usize,
    steps: &mut Vec<Step>,
) {
    if depth == DEEPEST || of.get("action").is_none() {
        return;
    }
    for action in r.list(of, "action", "action") {
        let place = steps.len();
        let step = step(r, &action, parent);
        steps.push(step);
        actions(r, &action, Some(place), depth + 1, steps);
    }
}

fn step(r: &mut Reader<'_>, action: &Fields<'_>, parent: Option<usize>) -> Step {
    let mut roles = Vec::new();
    for participant in r.list(action, "participant", "action.participant") {
        roles.extend(r.codings(&participant, "role", "action.participant.role"));
    }
    let title = r.text_in(action, "title", "action");
    let description = r.text_in(action, "description", "action");
    let instruction = r
        .text_in(action, "textEquivalent", "action")
        .or_else(|| title.as_ref().and(description.clone()));
    let priority = r.string_in(action, "priority", "action");
    Step {
        id: r.string_in(action, "id", "action").unwrap_or_default(),
        title: title
            .or(description)
            .or_else(|| r.concepts(action, "code", "action.code")),
        instruction,
        priority: priority
            .and_then(|code| Priority::from_code(&code))
            .unwrap_or_default(),
        roles,
        triggers: triggers(r, action),
        parent,
        within: within(r, action, "timing"),
        repeat: r.timing(action, "timingTiming", "action.timingTiming"),
        related: related(r, action),
    }
}

fn triggers(r: &mut Reader<'_>, action: &Fields<'_>) -> Vec<coordo_core::Private<String>> {
    let mut words = Vec::new();
    for trigger in r.list(action, "trigger", "action.trigger") {
        words.extend(r.text_in(&trigger, "name", "action.trigger"));
    }
    for condition in r.list(action, "condition", "action.condition") {
        let path = "action.condition.expression";
        if let Some(expression) = r.object(&condition, "expression", path) {
            words.extend(r.text_in(&expression, "description", path));
        }
    }
    words
}

fn related(r: &mut Reader<'_>, action: &Fields<'_>) -> Vec<StepRelation> {
    let path = "action.relatedAction";
    let list = r.list(action, "relatedAction", path);
    let relations = list.iter().map(|relation| StepRelation {
        step: r.string_in(relation, "actionId", path).unwrap_or_default(),
        relationship: r.word(relation, "relationship", path),
        within: within(r, relation, "offset"),
    });
    relations
        .filter(|relation| !relation.step.is_empty())
        .collect()
}

/// `timing[x]` or `offset[x]`, where it is a duration or a range of them.
fn within(r: &mut Reader<'_>, of: &Fields<'_>, name: &str) -> Within {
    let mut member = |kind: &str| {
        let mut full = name.to_owned();
        full.push_str(kind);
        let path = "action";
        of.get(&full)?;
        r.object(of, &full, path)
    };
    let (duration, range) = (member("Duration"), member("Range"));
    if let Some(duration) = duration {
        return Within {
            from: None,
            to: delay(r, &duration),
        };
    }
    let Some(range) = range else {
        return Within::default();
    };
    let mut end = |name: &str| {
        let end = r.object(&range, name, "action")?;
        delay(r, &end)
    };
    Within {
        from: end("low"),
        to: end("high"),
    }
}

fn delay(r: &mut Reader<'_>, duration: &Fields<'_>) -> Option<Delay> {
    let unit = r
        .string_in(duration, "code", "action")
        .or_else(|| r.string_in(duration, "unit", "action"));
    let number = duration.get("value").and_then(whole);
    let is_working = duration
        .get("extension")
        .is_some_and(|text| text.contains(WORKING_DAYS) && text.contains("true"));
    let delay = match (unit.as_deref(), number) {
        (Some("h"), Some(n)) => Some(Delay::Hours(n)),
        (Some("d"), Some(n)) if is_working => Some(Delay::WorkingDays(n)),
        (Some("d"), Some(n)) => Some(Delay::Days(n)),
        (Some("wk"), Some(n)) => n.checked_mul(7).map(Delay::Days),
        (Some("mo"), Some(n)) => Some(Delay::Months(n)),
        (Some("a"), Some(n)) => n.checked_mul(12).map(Delay::Months),
        _ => None,
    };
    if delay.is_none() {
        r.notice(NoticeCode::UnknownCode, "action.timing");
    }
    delay
}

/// A decimal that is a whole number, as written: `7`, `7.0`.
pub(super) fn whole(text: &str) -> Option<i32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = fraction.bytes().all(|digit| digit == b'0');
    is_whole.then(|| whole.parse().ok())?
}
