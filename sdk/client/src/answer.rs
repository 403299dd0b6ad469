//! What a person does about a finding in a record that is no task: a receipt, a review, an end,
//! one person in charge.

use coordo_core::actor::{CareTeam, Participant, REFERENT};
use coordo_core::change::{Change, Field};
use coordo_core::command::PlanEnd;
use coordo_core::{FhirDate, RecordKey, Refusal};
use coordo_fhir::answer;

use crate::choose::written;
use crate::draw::Scene;

const OUTDATED: Refusal = Refusal::FieldOutdated {
    field: Field::Resource,
};

/// Says that a message was received, now.
pub(crate) fn acknowledge(scene: &Scene<'_>, key: &RecordKey) -> Result<Change, Refusal> {
    let projection = scene.state.graph.projection(key);
    let message = projection
        .and_then(|p| p.event())
        .filter(|_| key.kind == "Communication")
        .ok_or(Refusal::NotFound)?;
    let more = message.more.as_ref();
    if more.is_some_and(|more| more.received.is_some()) {
        return Err(Refusal::NothingToChange);
    }
    written(scene, key, &|text| answer::with_receipt(text, scene.now))
}

/// Says that a plan was looked at, or until when it shall be.
pub(crate) fn review(
    scene: &Scene<'_>,
    key: &RecordKey,
    shown: Option<FhirDate>,
    next: Option<FhirDate>,
) -> Result<Change, Refusal> {
    let plan = scene.state.graph.projection(key);
    let plan = plan.and_then(|p| p.care_plan()).ok_or(Refusal::NotFound)?;
    if plan.review_date != shown {
        return Err(OUTDATED);
    }
    if next.is_some() && next == shown {
        return Err(Refusal::NothingToChange);
    }
    written(scene, key, &|text| match next {
        Some(next) => answer::with_next_review(text, next),
        None => {
            let at = FhirDate::Exact {
                at: scene.now,
                offset_minutes: scene.offset_minutes,
            };
            answer::with_last_review(text, at)
        }
    })
}

/// Ends a plan.
pub(crate) fn end(
    scene: &Scene<'_>,
    key: &RecordKey,
    from: &str,
    to: PlanEnd,
) -> Result<Change, Refusal> {
    let plan = scene.state.graph.projection(key);
    let plan = plan.and_then(|p| p.care_plan()).ok_or(Refusal::NotFound)?;
    if plan.status.as_deref() != Some(from) {
        return Err(OUTDATED);
    }
    written(scene, key, &|text| answer::with_status(text, to.code()))
}

/// Puts one present member of a team in charge, in place of all others.
pub(crate) fn appoint(
    scene: &Scene<'_>,
    key: &RecordKey,
    shown: &[RecordKey],
    referent: &RecordKey,
) -> Result<Change, Refusal> {
    let team = scene.state.graph.projection(key);
    let team = team.and_then(|p| p.care_team()).ok_or(Refusal::NotFound)?;
    let mut leads: Vec<RecordKey> = Vec::new();
    let (mut ended, mut chosen, mut is_lead) = (Vec::new(), None, false);
    for (place, participant, who) in present(scene, key, team) {
        if participant.is_lead() && !leads.contains(&who) {
            leads.push(who.clone());
        }
        if who == *referent {
            chosen = chosen.or(Some(place));
            is_lead |= participant.is_lead();
        } else if participant.is_lead() {
            ended.push(place);
        }
    }
    if chosen.is_none() {
        return Err(Refusal::NotFound);
    }
    let is_as_shown = leads.len() == shown.len() && leads.iter().all(|lead| shown.contains(lead));
    if !is_as_shown {
        return Err(OUTDATED);
    }
    if is_lead && ended.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    let chosen = chosen.filter(|_| !is_lead);
    written(scene, key, &|text| {
        answer::with_referent(text, &ended, chosen, REFERENT, scene.now)
    })
}

/// Members who take part now, by their place in `participant`.
fn present<'t>(
    scene: &Scene<'_>,
    key: &RecordKey,
    team: &'t CareTeam,
) -> Vec<(usize, &'t Participant, RecordKey)> {
    let zone = scene.state.options.calendar.zone;
    let members = team.participants.iter().enumerate();
    let present = members.filter(|(_, member)| {
        let start = member.period.start.and_then(|date| zone.earliest(date));
        let over = member.period.end.and_then(|date| zone.over_at(date));
        start.is_none_or(|at| at <= scene.now) && over.is_none_or(|at| scene.now < at)
    });
    present
        .filter_map(|(place, member)| {
            let who = scene.state.graph.resolve(key, &member.member)?;
            Some((place, member, who))
        })
        .collect()
}
