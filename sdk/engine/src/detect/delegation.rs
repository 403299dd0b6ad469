//! A delegated act keeps to its protocol: time, profession, territory (rows 115, 116, 133).

use coordo_core::coded::Coded;

use super::circle::names;
use super::owner::{leave, offer_to, plan, withdraw};
use super::{Because as _, View, coded, dated, when};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{Link, ProtocolFact, Slot, TaskFact};
use crate::protocol::Breach;
use crate::protocol::coverage::{Coverage, Covered};
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
        let planned = view.planned(self.task);
        found.because(view.planned_evidence(self.slot, planned));
        found.because(view.evidence(self.slot, "owner", view.value(&self.task.owner)));
        found.arguments = vec![
            view.record(self.slot),
            view.record(self.protocol_slot),
            when(planned.date()),
            view.argument(&self.task.owner),
        ];
        // Another date helps against the time, another person against the profession.
        let (slot, task) = (self.slot, self.task);
        if code == Code::DelegationExpired {
            let date = plan(view, slot, task, RemedyCode::MoveDate);
            found.remedies.extend(date);
        } else if code == Code::DelegationProfession {
            let other = offer_to(view, slot, task, RemedyCode::OfferToSomeoneElse);
            found.remedies.extend(other);
        }
        found.remedies.extend(withdraw(view, slot, task));
        found.remedies.extend(leave(view, slot));
        Some(found)
    }

    fn limits(&self) -> Coverage<'_> {
        Coverage {
            effective: self.protocol.effective,
            roles: &self.protocol.roles,
            areas: &self.protocol.jurisdictions,
        }
    }

    fn time(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let effective = self.protocol.effective;
        if effective.is_empty() {
            return;
        }
        let zone = view.days().0.zone;
        let (earliest, over) = match view.planned(self.task).date() {
            Some(date) => (zone.earliest(date), zone.over_at(date)),
            // Without a date, any that is still to come may do, or none.
            None => (
                view.start(self.task.window.start).max(Some(view.now())),
                None,
            ),
        };
        let Some(breach) = self.limits().time(earliest, over, zone) else {
            return;
        };
        let Some(mut found) = self.finding(Code::DelegationExpired) else {
            return;
        };
        let (path, date, arguments) = if breach == Breach::NotYetValid {
            let date = effective.start;
            ("effectivePeriod.start", date, [Argument::None, when(date)])
        } else {
            let date = effective.end;
            ("effectivePeriod.end", date, [when(date), Argument::None])
        };
        found.because(view.evidence(self.protocol_slot, path, dated(date)));
        found.arguments.extend(arguments);
        out.push(found);
    }

    fn profession(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let Some(owner) = self.task.owner.slot else {
            return;
        };
        // The profession stands on the role, or on the person.
        let names = names(view, owner).into_iter();
        let held: Vec<&Coded> = names
            .filter_map(|name| view.actor(name))
            .flat_map(|actor| &actor.professions)
            .collect();
        if self.limits().profession(&held) != Covered::No {
            return;
        }
        let Some(mut found) = self.finding(Code::DelegationProfession) else {
            return;
        };
        for role in &self.protocol.roles {
            let path = "action.participant.role";
            found.because(view.evidence(self.protocol_slot, path, coded(&role.code)));
        }
        out.push(found);
    }

    fn territory(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let Some(place) = self.task.location.or(self.task.subject) else {
            return;
        };
        let Some(department) = view.actor(place).and_then(|p| p.department.as_deref()) else {
            return;
        };
        if self.limits().territory(Some(department)) != Covered::No {
            return;
        }
        let Some(mut found) = self.finding(Code::DelegationTerritory) else {
            return;
        };
        for area in &self.protocol.jurisdictions {
            found.because(view.evidence(self.protocol_slot, "jurisdiction", coded(&area.code)));
        }
        let code = Value::Code(["FR-", department].concat());
        found.because(view.evidence(place, "address.postalCode", code));
        let name = coordo_core::Private(department.to_owned());
        found.arguments.push(Argument::Text(name));
        out.push(found);
    }
}
