//! A delegated act keeps to its protocol: time, profession, territory (rows 115, 116, 133).

use coordo_core::Instant;

use super::owner::{leave, offer_to};
use super::{Because as _, View, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{Link, ProtocolFact, Slot, TaskFact};
use crate::remedy::RemedyCode;

pub(super) fn delegation(view: &View<'_>, slot: Slot, task: &TaskFact, out: &mut Vec<Finding>) {
    let Some(name) = task.protocol.filter(|_| task.is_open()) else {
        return;
    };
    for protocol_slot in view.referrers(name, Link::Canonical) {
        let Some(protocol) = view.protocol(protocol_slot) else {
            continue;
        };
        let act = Act {
            view,
            slot,
            task,
            protocol_slot,
            protocol,
        };
        act.time(out);
        act.profession(out);
        act.territory(out);
        // One protocol of a name counts.
        return;
    }
}

struct Act<'a, 'v> {
    view: &'a View<'v>,
    slot: Slot,
    task: &'a TaskFact,
    protocol_slot: Slot,
    protocol: &'a ProtocolFact,
}

impl Act<'_, '_> {
    fn finding(&self, code: Code) -> Option<Finding> {
        let view = self.view;
        let since = view.start(self.task.authored.or(self.task.modified));
        let subjects = [self.slot, self.protocol_slot];
        let mut found = view.finding(code, Severity::Attention, since, &subjects)?;
        let planned = view.planned(self.task).date();
        let path = "executionPeriod.start";
        found.because(view.evidence(self.slot, path, dated(planned)));
        found.because(view.evidence(self.slot, "owner", view.value(&self.task.owner)));
        found.arguments = vec![
            view.record(self.slot),
            view.record(self.protocol_slot),
            when(planned),
            view.argument(&self.task.owner),
        ];
        let other = RemedyCode::OfferToSomeoneElse;
        found
            .remedies
            .extend(offer_to(view, self.slot, self.task, other));
        found.remedies.extend(leave(view, self.slot));
        Some(found)
    }

    fn time(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let effective = self.protocol.effective;
        if effective.is_empty() {
            return;
        }
        let from = effective.start.and_then(|d| view.days().start(d));
        let until = effective.end.and_then(|d| view.days().over(d));
        let planned = view.planned(self.task).start;
        // Without a date, any that is still to come may do, or none.
        let earliest: Instant = planned.unwrap_or_else(|| {
            let window = view.start(self.task.window.start);
            window.map_or_else(|| view.now(), |start| start.max(view.now()))
        });
        let is_late = until.is_some_and(|until| until <= earliest);
        let is_early = planned.is_some() && from.is_some_and(|from| earliest < from);
        if !is_late && !is_early {
            return;
        }
        let Some(mut found) = self.finding(Code::DelegationExpired) else {
            return;
        };
        let (path, date) = if is_late {
            ("effectivePeriod.end", effective.end)
        } else {
            ("effectivePeriod.start", effective.start)
        };
        found.because(view.evidence(self.protocol_slot, path, dated(date)));
        found
            .arguments
            .push(if is_late { when(date) } else { Argument::None });
        found
            .arguments
            .push(if is_late { Argument::None } else { when(date) });
        out.push(found);
    }

    fn profession(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let Some(owner) = self.task.owner.slot else {
            return;
        };
        let roles = &self.protocol.roles;
        let Some(actor) = view.actor(owner) else {
            return;
        };
        let person = actor.person.and_then(|person| view.actor(person));
        let mut held = actor.professions.clone();
        // The profession stands on the role, or on the person.
        held.extend(person.map_or_else(Vec::new, |p| p.professions.clone()));
        let comparable = |(system, _): &(_, _)| roles.iter().any(|(s, _)| s == system);
        if !held.iter().any(comparable) || held.iter().any(|h| roles.contains(h)) {
            return;
        }
        let Some(mut found) = self.finding(Code::DelegationProfession) else {
            return;
        };
        for (_, code) in roles {
            let code = super::coded(code);
            let path = "action.participant.role";
            found.because(view.evidence(self.protocol_slot, path, code));
        }
        out.push(found);
    }

    fn territory(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let place = self.task.location.or(self.task.subject);
        let Some(department) = place
            .and_then(|place| view.actor(place))
            .and_then(|place| place.department.as_deref())
        else {
            return;
        };
        let areas = &self.protocol.jurisdictions;
        let is_department = |code: &str| {
            let part = code.strip_prefix("FR-");
            part.is_some_and(|p| p.starts_with(|c: char| c.is_ascii_digit()))
        };
        // A region or a country is not compared, rather than guessed.
        if areas.is_empty() || !areas.iter().all(|code| is_department(code)) {
            return;
        }
        if areas
            .iter()
            .any(|c| c.strip_prefix("FR-") == Some(department))
        {
            return;
        }
        let Some(mut found) = self.finding(Code::DelegationTerritory) else {
            return;
        };
        for code in areas {
            let code = super::coded(code);
            found.because(view.evidence(self.protocol_slot, "jurisdiction", code));
        }
        if let Some(place) = place {
            let code = Value::Code(["FR-", department].concat());
            found.because(view.evidence(place, "address.postalCode", code));
        }
        let name = coordo_core::Private(department.to_owned());
        found.arguments.push(Argument::Text(name));
        out.push(found);
    }
}
