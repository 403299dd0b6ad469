//! `CarePlan` (<https://hl7.org/fhir/R4/careplan.html>) and `Goal`.

use coordo_core::NoticeCode;
use coordo_core::activity::{ActivityDetail, ActivityStatus};
use coordo_core::plan::{Activity, CarePlan, Goal};
use coordo_core::task::Period;

use super::lenient::Reader;
use crate::fields::Fields;

pub(super) fn care_plan(r: &mut Reader<'_>, of: &Fields<'_>) -> CarePlan {
    let activities = r.list(of, "activity", "activity");
    let activities = activities.iter().enumerate();
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
    }
}

fn scheduled(r: &mut Reader<'_>, of: &Fields<'_>) -> Period {
    let period = r.period(of, "scheduledPeriod", "activity.detail.scheduledPeriod");
    if !period.is_empty() {
        return period;
    }
    let timing = r.object(of, "scheduledTiming", "activity.detail.scheduledTiming");
    let repeat = timing.and_then(|t| t.object("repeat"));
    match repeat {
        Some(repeat) => r.period(
            &repeat,
            "boundsPeriod",
            "activity.detail.scheduledTiming.repeat.boundsPeriod",
        ),
        None => Period::default(),
    }
}

pub(super) fn goal(r: &mut Reader<'_>, of: &Fields<'_>) -> Goal {
    Goal {
        key: r.key(),
        title: r.concept(of, "description", "description"),
        status: r.string(of, "lifecycleStatus", "lifecycleStatus"),
    }
}
