//! `CarePlan` (<https://hl7.org/fhir/R4/careplan.html>) and `Goal`.

use coordo_core::NoticeCode;
use coordo_core::activity::{ActivityDetail, ActivityStatus};
use coordo_core::plan::{Activity, CarePlan, Goal, GoalTarget};
use coordo_core::task::Period;

use super::lenient::Reader;
use super::when::timing_bounds;
use crate::fields::Fields;

const HOLDER: &str = "https://coordo.example/fhir/StructureDefinition/responsable-du-plan";
pub(crate) const LAST_REVIEW: &str =
    "https://coordo.example/fhir/StructureDefinition/date-de-derniere-revue";
pub(crate) const REVIEW: &str = "https://coordo.example/fhir/StructureDefinition/date-de-revue";

pub(super) fn care_plan(r: &mut Reader<'_>, of: &Fields<'_>) -> CarePlan {
    let activities = r.list(of, "activity", "activity");
    let activities = activities.iter().enumerate();
    let holder = r.extension(of, HOLDER);
    let mut related = r.references(of, "partOf", "partOf");
    related.extend(r.references(of, "replaces", "replaces"));
    related.extend(r.references(of, "basedOn", "basedOn"));
    CarePlan {
        key: r.key(),
        title: r
            .text(of, "title", "title")
            .or_else(|| r.concepts(of, "category", "category"))
            .or_else(|| r.text(of, "description", "description")),
        status: r.string(of, "status", "status"),
        subject: r.reference(of, "subject", "subject"),
        period: r.period(of, "period", "period"),
        goals: r.references(of, "goal", "goal"),
        teams: r.references(of, "careTeam", "careTeam"),
        activities: activities.map(|(n, a)| activity(r, a, n)).collect(),
        holder: holder
            .map(|e| r.reference(&e, "valueReference", "extension.valueReference"))
            .unwrap_or_default(),
        author: r.reference(of, "author", "author"),
        contributors: r.references(of, "contributor", "contributor"),
        addresses: r.references(of, "addresses", "addresses"),
        related,
        review_date: r.extension_date(of, REVIEW),
        last_review: r.extension_date(of, LAST_REVIEW),
        created: r.date(of, "created", "created"),
        thresholds: r.thresholds(of),
        waivers: r.waivers(of),
    }
}

fn activity(r: &mut Reader<'_>, of: &Fields<'_>, index: usize) -> Activity {
    let reference = r.reference(of, "reference", "activity.reference");
    let detail = r.object(of, "detail", "activity.detail");
    // An activity that only tells its outcome is seen in the field and harmless.
    let says_outcome =
        of.get("outcomeReference").is_some() || of.get("outcomeCodeableConcept").is_some();
    if detail.is_some() != reference.is_empty() && !says_outcome {
        r.notice(NoticeCode::ActivityShape, "activity");
    }
    Activity {
        index,
        reference,
        detail: detail.map(|d| activity_detail(r, &d)),
        outcomes: r.references(of, "outcomeReference", "activity.outcomeReference"),
        outcome_text: r.concepts(
            of,
            "outcomeCodeableConcept",
            "activity.outcomeCodeableConcept",
        ),
        progress: r.notes(of, "progress", "activity.progress"),
    }
}

fn activity_detail(r: &mut Reader<'_>, of: &Fields<'_>) -> ActivityDetail {
    let at = "activity.detail";
    let status = match r.string(of, "status", "activity.detail.status") {
        Some(code) => ActivityStatus::from_code(&code),
        None => {
            r.notice(NoticeCode::MissingField, "activity.detail.status");
            ActivityStatus::Unknown
        }
    };
    if matches!(status, ActivityStatus::Other(_)) {
        r.notice(NoticeCode::UnknownCode, "activity.detail.status");
    }
    ActivityDetail {
        status,
        title: r
            .text(of, "description", &format!("{at}.description"))
            .or_else(|| r.concept(of, "code", &format!("{at}.code"))),
        performers: r.references(of, "performer", &format!("{at}.performer")),
        goals: r.references(of, "goal", &format!("{at}.goal")),
        scheduled: scheduled(r, of),
        scheduled_text: r.text(of, "scheduledString", &format!("{at}.scheduledString")),
        status_reason: r.concept(of, "statusReason", &format!("{at}.statusReason")),
        location: r.reference(of, "location", &format!("{at}.location")),
        reasons: r.references(of, "reasonReference", &format!("{at}.reasonReference")),
        kind: r.string_in(of, "kind", at),
    }
}

fn scheduled(r: &mut Reader<'_>, of: &Fields<'_>) -> Period {
    let period = r.period(of, "scheduledPeriod", "activity.detail.scheduledPeriod");
    if !period.is_empty() {
        return period;
    }
    let path = "activity.detail.scheduledTiming";
    match r.object(of, "scheduledTiming", path) {
        Some(timing) => timing_bounds(r, &timing, path),
        None => Period::default(),
    }
}

pub(super) fn goal(r: &mut Reader<'_>, of: &Fields<'_>) -> Goal {
    let targets = r.list(of, "target", "target");
    let achievement = r.first_code(of, "achievementStatus", "achievementStatus");
    Goal {
        key: r.key(),
        title: r.concept(of, "description", "description"),
        status: r.string(of, "lifecycleStatus", "lifecycleStatus"),
        achievement: (!achievement.is_empty()).then(|| achievement.into_owned()),
        subject: r.reference(of, "subject", "subject"),
        start: r.date(of, "startDate", "startDate"),
        status_date: r.date(of, "statusDate", "statusDate"),
        targets: targets
            .iter()
            .map(|t| GoalTarget {
                due: r.date_in(t, "dueDate", "target"),
                measure: r.concept(t, "measure", "target.measure"),
                code: r.first_code(t, "measure", "target.measure"),
                detail: r.value(t, "detail"),
            })
            .collect(),
        addresses: r.references(of, "addresses", "addresses"),
        expressed_by: r.reference(of, "expressedBy", "expressedBy"),
        outcomes: r.references(of, "outcomeReference", "outcomeReference"),
        waivers: r.waivers(of),
    }
}
