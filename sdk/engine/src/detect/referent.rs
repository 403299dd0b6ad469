//! One person is in charge of the whole (rows 17, 26, 135).

use coordo_core::{FhirDate, Instant};

use super::owner::leave;
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{Link, MemberFact, Slot, TeamFact, Who};
use crate::remedy::{Gesture, Remedy, RemedyCode};

pub(super) fn team(view: &View<'_>, slot: Slot, team: &TeamFact, out: &mut Vec<Finding>) {
    if !is_at_work(view, slot, team) {
        return;
    }
    let referents = present(view, team, |m| m.is_referent);
    let captants = present(view, team, |m| m.engagement == "captant");
    if referents.is_empty() && captants.is_empty() {
        nobody(view, slot, team, out);
    }
    if referents.len() > 1 {
        several(view, slot, team, &referents, out);
    }
    // The same persons under two names are one finding.
    if captants.len() > 1 && !(referents.len() > 1 && is_same(&captants, &referents)) {
        several(view, slot, team, &captants, out);
    }
}

/// Active, and of a plan that is not over, where it has a plan.
fn is_at_work(view: &View<'_>, slot: Slot, team: &TeamFact) -> bool {
    if !team.is_active() || view.is_over(team.period.end) {
        return false;
    }
    let plans = view.referrers(slot, Link::Team);
    plans.is_empty()
        || plans
            .iter()
            .any(|p| view.care_plan(*p).is_some_and(|p| !p.is_ended()))
}

fn is_same(a: &[&MemberFact], b: &[&MemberFact]) -> bool {
    a.len() == b.len() && a.iter().all(|m| b.iter().any(|o| o.who == m.who))
}

/// Members whose period covers now, each person once.
fn present<'v>(
    view: &View<'_>,
    team: &'v TeamFact,
    is: impl Fn(&MemberFact) -> bool,
) -> Vec<&'v MemberFact> {
    let mut found: Vec<&MemberFact> = Vec::new();
    for member in team.members.iter().filter(|m| is(m)) {
        let is_known = found.iter().any(|f| f.who == member.who);
        if !is_known && view.covers_now(&member.period) {
            found.push(member);
        }
    }
    found
}

/// Nobody is in charge in any team of the person: one line, at the first of the teams.
fn nobody(view: &View<'_>, slot: Slot, team: &TeamFact, out: &mut Vec<Finding>) {
    let mut teams = vec![slot];
    if let Some(person) = team.subject {
        teams = view.referrers(person, Link::TeamOf);
        teams.retain(|t| view.team(*t).is_some_and(|team| is_at_work(view, *t, team)));
    }
    if teams.first() != Some(&slot) {
        return;
    }
    let is_lead = |m: &MemberFact| m.is_referent || m.engagement == "captant";
    let mut last: Option<(Instant, FhirDate, &Who)> = None;
    let mut begun: Option<Instant> = None;
    let mut doctor: Option<&Who> = None;
    for team in teams.iter().filter_map(|t| view.team(*t)) {
        if !present(view, team, is_lead).is_empty() {
            return;
        }
        let start = view.start(team.period.start);
        begun = [begun, start].into_iter().flatten().min();
        let doctors = present(view, team, |m| m.is_treating_doctor);
        doctor = doctor.or_else(|| doctors.first().map(|m| &m.who));
        for member in team.members.iter().filter(|m| is_lead(m)) {
            let end = member.period.end;
            let over = end.and_then(|end| view.days().over(end));
            if let (Some(end), Some(over)) = (end, over)
                && over <= view.now()
                && last.is_none_or(|(before, ..)| before < over)
            {
                last = Some((over, end, &member.who));
            }
        }
    }
    let since = last.map(|(over, ..)| over).or(begun);
    let code = Code::NoReferent;
    let Some(mut found) = view.finding(code, Severity::Attention, since, &teams) else {
        return;
    };
    for team in &teams {
        found.because(view.evidence(*team, "participant.role", Value::Absent));
    }
    if let Some((_, end, who)) = last {
        found.because(view.evidence(slot, "participant.member", view.value(who)));
        found.because(view.evidence(slot, "participant.period.end", Value::Date(end)));
    }
    if let Some(doctor) = doctor {
        found.because(view.evidence(slot, "participant.member", view.value(doctor)));
    }
    found.arguments = vec![
        team.subject
            .map_or(Argument::None, |person| view.record(person)),
        last.map_or(Argument::None, |(_, end, _)| Argument::Date(end)),
        doctor.map_or(Argument::None, |doctor| view.argument(doctor)),
    ];
    for team in &teams {
        found.remedies.extend(appoint(view, *team, &[]));
    }
    let first = teams.first().copied();
    found
        .remedies
        .extend(first.and_then(|team| leave(view, team)));
    out.push(found);
}

fn several(
    view: &View<'_>,
    slot: Slot,
    team: &TeamFact,
    leads: &[&MemberFact],
    out: &mut Vec<Finding>,
) {
    let starts = leads.iter().map(|m| m.period.start.or(team.period.start));
    let starts: Vec<(Instant, FhirDate)> = starts
        .filter_map(|s| Some((view.days().start(s?)?, s?)))
        .collect();
    let latest = starts.iter().max_by_key(|(at, _)| *at);
    let mut subjects = vec![slot];
    subjects.extend(leads.iter().filter_map(|m| m.who.slot));
    let since = latest.map(|(at, _)| *at);
    let Some(mut found) = view.finding(
        Code::SeveralReferents,
        Severity::Attention,
        since,
        &subjects,
    ) else {
        return;
    };
    for lead in leads {
        found.because(view.evidence(slot, "participant.member", view.value(&lead.who)));
        let start = dated(lead.period.start);
        found.because(view.evidence(slot, "participant.period.start", start));
        if !lead.engagement.is_empty() {
            let engagement = coded(&lead.engagement);
            found.because(view.evidence(slot, "participant.extension(engagement)", engagement));
        }
    }
    found.arguments = vec![
        view.record(slot),
        when(latest.map(|(_, date)| *date)),
        Argument::Count(u32::try_from(leads.len()).unwrap_or(u32::MAX)),
    ];
    found
        .arguments
        .extend(leads.iter().map(|m| view.argument(&m.who)));
    found.remedies.extend(appoint(view, slot, leads));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}

/// Name one present member in place of those who are in charge.
fn appoint(view: &View<'_>, slot: Slot, leads: &[&MemberFact]) -> Option<Remedy> {
    let team = view.team(slot)?;
    let keys = |members: &[&MemberFact]| {
        let keys = members
            .iter()
            .filter_map(|m| view.key(m.who.slot?).cloned());
        keys.collect::<Vec<_>>()
    };
    let is_other = |m: &MemberFact| m.who.slot.is_some_and(|who| view.kind(who) != "Patient");
    let members = keys(&present(view, team, is_other));
    let gesture = Gesture::Referent {
        team: view.key(slot)?.clone(),
        shown: keys(leads),
        members,
    };
    Some(Remedy {
        code: RemedyCode::SetReferent,
        gesture,
    })
}
