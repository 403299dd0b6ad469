//! What is shared is covered by what the person agreed to (row 19).

use coordo_core::order::Order as _;

use super::circle::houses;
use super::owner::{leave, open};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{EventFact, Link, Slot};
use crate::remedy::RemedyCode;

/// A message in preparation carries a document to someone whose organisation no agreement lists.
/// Without any agreement nothing is checked.
pub(super) fn share(view: &View<'_>, slot: Slot, message: &EventFact, out: &mut Vec<Finding>) {
    if message.code != "preparation" {
        return;
    }
    let is_document = |s: &&Slot| view.kind(**s) == "DocumentReference";
    let Some(&document) = message.related.iter().find(is_document) else {
        return;
    };
    let Some(person) = message.subject else {
        return;
    };
    let in_force = in_force(view, person);
    let Some(&(consent, _)) = in_force.first() else {
        return;
    };
    let outside = message.people.iter().find_map(|who| {
        let who = who.slot?;
        // Who works for several houses may be meant in any of them.
        let houses = houses(view, who);
        let is_covered = |house: &Slot| {
            let mut above = above(view, *house).into_iter();
            above.any(|house| in_force.iter().any(|(_, c)| c.related.contains(&house)))
        };
        let house = *houses.first()?;
        (!houses.iter().any(is_covered)).then_some((who, house))
    });
    let Some((who, house)) = outside else {
        return;
    };
    let since = view.known(slot);
    let subjects = [slot, document, consent];
    let code = Code::ShareWithoutAgreement;
    let Some(mut found) = view.finding(code, Severity::Attention, since, &subjects) else {
        return;
    };
    found.because(view.evidence(slot, "status", coded("preparation")));
    let house_key = view.key(house).cloned();
    let house_value = house_key.map_or(Value::Absent, Value::Record);
    found.because(view.evidence(slot, "recipient", house_value));
    found.because(view.evidence(consent, "provision.actor", Value::Absent));
    found.arguments = vec![
        view.record(document),
        view.record(who),
        view.record(house),
        view.record(consent),
    ];
    found
        .remedies
        .extend(open(view, consent, RemedyCode::AskAgreement));
    found
        .remedies
        .extend(open(view, slot, RemedyCode::Withdraw));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}

/// Agreements of a person that hold now, in the order of their keys.
fn in_force<'v>(view: &View<'v>, person: Slot) -> Vec<(Slot, &'v EventFact)> {
    let all = view.referrers(person, Link::ConsentOf).into_iter();
    let held = all.filter_map(|c| Some((c, view.event(c)?)));
    let mut held: Vec<(Slot, &EventFact)> = held
        .filter(|(_, c)| c.code == "active" && view.covers_now(&c.period))
        .collect();
    held.order_by(|a, b| view.key(a.0).cmp(&view.key(b.0)));
    held
}

/// An organisation and those that it is part of.
fn above(view: &View<'_>, house: Slot) -> Vec<Slot> {
    let mut found = vec![house];
    let mut at = house;
    while let Some(next) = view.actor(at).and_then(|o| o.organization) {
        if found.contains(&next) || found.len() > 20 {
            break;
        }
        found.push(next);
        at = next;
    }
    found
}

/// The agreement of a person with an active plan is over, and no other holds.
pub(super) fn agreement(view: &View<'_>, slot: Slot, consent: &EventFact, out: &mut Vec<Finding>) {
    let Some(person) = consent.subject.filter(|_| consent.code == "active") else {
        return;
    };
    // Where nothing says until when, the time of signing is no end.
    let Some(end) = consent.period.end else {
        return;
    };
    let over = view.days().over(end);
    let Some(over) = over.filter(|over| *over <= view.now()) else {
        return;
    };
    let plans = view.referrers(person, Link::PlanOf);
    let is_active = |p: &Slot| view.care_plan(*p).is_some_and(|p| p.is_active());
    if !plans.iter().any(is_active) || !in_force(view, person).is_empty() {
        return;
    }
    let code = Code::AgreementExpired;
    let Some(mut found) = view.finding(code, Severity::Attention, Some(over), &[slot]) else {
        return;
    };
    found.because(view.evidence(slot, "provision.period.end", dated(Some(end))));
    found.arguments = vec![view.record(slot), when(Some(end))];
    found
        .remedies
        .extend(open(view, slot, RemedyCode::AskAgreement));
    found.remedies.extend(leave(view, slot));
    out.push(found);
}
