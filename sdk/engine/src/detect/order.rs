//! What comes after does not begin before what it needs (rows 2, 4).

use coordo_core::Instant;
use coordo_core::TaskStatus;
use coordo_core::event::EventKind;
use coordo_core::threshold::ThresholdCode;

use super::owner::{leave, plan, reach};
use super::{Because as _, Planned, View, coded, when};
use crate::code::Code;
use crate::finding::{Finding, Severity, Value};
use crate::graph::{Link, Relation, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// What a task comes after, by its own inputs and by the groups that it is in.
pub(crate) fn before(view: &View<'_>, slot: Slot, task: &TaskFact) -> Vec<(Slot, Relation)> {
    let own = task.after.iter().map(|a| (*a, Relation::AfterEnd));
    let mut found: Vec<(Slot, Relation)> = own.collect();
    let groups = if view.crowd(slot, Link::Action).next().is_none() {
        Vec::new()
    } else {
        view.referrers(slot, Link::Action)
    };
    for group in groups {
        let Some(group) = view
            .event(group)
            .filter(|g| g.kind == EventKind::RequestGroup && !g.status.is_ended())
        else {
            continue;
        };
        let from = group.relations.partition_point(|(later, ..)| *later < slot);
        let these = group.relations.iter().skip(from);
        for (later, relation, earlier) in these {
            if *later != slot {
                break;
            }
            if *relation != Relation::Together && !found.iter().any(|(a, _)| a == earlier) {
                found.push((*earlier, *relation));
            }
        }
    }
    found
}

pub(super) fn order(view: &View<'_>, slot: Slot, later: &TaskFact, out: &mut Vec<Finding>) {
    if !later.is_open() {
        return;
    }
    for (earlier_slot, relation) in before(view, slot, later) {
        let Some(earlier) = view.task(earlier_slot) else {
            continue;
        };
        let pair = Pair {
            view,
            later_slot: slot,
            later,
            earlier_slot,
            earlier,
            relation,
        };
        pair.broken(out);
        pair.undated(out);
        pair.called_off(out);
        super::outside::outside(view, (slot, later), (earlier_slot, earlier), out);
    }
}

/// When tasks came to stand to each other as they do: the last change in time that was seen, else
/// when they were last written.
pub(super) fn moved(view: &View<'_>, tasks: &[&TaskFact]) -> Option<Instant> {
    let seen = tasks.iter().filter_map(|t| view.moved(t)).max();
    let written = tasks
        .iter()
        .filter_map(|t| view.start(t.modified.or(t.authored)));
    seen.or_else(|| written.max())
}

struct Pair<'p, 'v> {
    view: &'p View<'v>,
    later_slot: Slot,
    later: &'p TaskFact,
    earlier_slot: Slot,
    earlier: &'p TaskFact,
    relation: Relation,
}

impl Pair<'_, '_> {
    fn is_fulfilled(&self) -> bool {
        let earlier = self.earlier;
        earlier.status == TaskStatus::Completed
            || earlier.has_output
            || (self.relation == Relation::AfterStart && earlier.is_started())
    }

    fn broken(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        if self.is_fulfilled() || self.earlier.status == TaskStatus::EnteredInError {
            return;
        }
        let (later, earlier) = (view.planned(self.later), view.planned(self.earlier));
        let has_begun = self.later.is_started();
        if !has_begun && !self.is_dated_wrongly(later, earlier) {
            return;
        }
        let hours = view.threshold(self.later_slot, ThresholdCode::OrderUrgentWithinHours);
        let nears = hours
            .zip(later.start)
            .and_then(|(h, s)| view.before_hours(s, h));
        let severity = if !has_begun && nears.is_some_and(|at| at <= view.now()) {
            Severity::Urgent
        } else {
            Severity::Attention
        };
        let subjects = [self.later_slot, self.earlier_slot];
        let since = moved(view, &[self.later, self.earlier]);
        let Some(mut found) = view.finding(Code::OrderBroken, severity, since, &subjects) else {
            return;
        };
        if has_begun {
            let status = coded(self.later.status.code());
            found.because(view.evidence(self.later_slot, "status", status));
            let status = coded(self.earlier.status.code());
            found.because(view.evidence(self.earlier_slot, "status", status));
            found.because(view.evidence(self.earlier_slot, "output", Value::Absent));
        }
        found.because(view.planned_evidence(self.later_slot, later));
        found.because(view.planned_evidence(self.earlier_slot, earlier));
        found.arguments = vec![
            view.record(self.later_slot),
            view.record(self.earlier_slot),
            if has_begun {
                crate::Argument::None
            } else {
                when(later.date())
            },
            when(earlier.date()),
        ];
        let remedies = &mut found.remedies;
        remedies.extend(reach(view, self.earlier.owner.slot));
        if !has_begun {
            let date = RemedyCode::MoveDate;
            remedies.extend(plan(view, self.later_slot, self.later, date));
        }
        remedies.extend(leave(view, self.later_slot));
        out.push(found);
    }

    /// Both are dated, both are to come, and the later one comes first.
    fn is_dated_wrongly(&self, later: Planned, earlier: Planned) -> bool {
        let (Some((_, later_over)), Some((earlier_start, earlier_over))) =
            (later.bounds(), earlier.bounds())
        else {
            return false;
        };
        if self.earlier.status.is_ended() || later_over <= self.view.now() {
            return false;
        }
        let days = self.view.days();
        // A day without an hour, or a month, may mean its last hour as well as its first.
        let Some(later_start) = later.date().and_then(|date| match date.has_time() {
            true => days.start(date),
            false => Some(Instant(days.over(date)?.0.saturating_sub(1))),
        }) else {
            return false;
        };
        let is_before = later_start < earlier_start;
        match self.relation {
            Relation::AfterStart => is_before,
            Relation::AfterEnd | Relation::Together => {
                // What lasts for days may well go on while the next begins.
                let is_short = earlier_over.0.saturating_sub(earlier_start.0) <= 86_400_000;
                let last = earlier.period.end.or(earlier.period.start);
                let end = last.and_then(|date| days.start(date));
                is_before || (is_short && end.is_some_and(|end| later_start < end))
            }
        }
    }

    fn undated(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let has_begun = self.later.is_started() || self.earlier.is_started();
        if has_begun || self.earlier.status.is_ended() || self.is_fulfilled() {
            return;
        }
        let (later, earlier) = (view.planned(self.later), view.planned(self.earlier));
        let (Some(start), None) = (later.start, earlier.start) else {
            return;
        };
        let code = ThresholdCode::UndatedDaysBefore;
        let Some(days) = view.threshold(self.later_slot, code) else {
            return;
        };
        let Some(horizon) = view.before_days(start, days) else {
            return;
        };
        let now = view.now();
        if now < horizon || start <= now {
            return;
        }
        let hours = view.threshold(self.later_slot, ThresholdCode::UndatedUrgentHoursBefore);
        let nears = hours.and_then(|hours| view.before_hours(start, hours));
        let severity = if nears.is_some_and(|at| at <= now) {
            Severity::Urgent
        } else {
            Severity::Attention
        };
        let written = [self.later.authored, self.earlier.authored];
        let written = written.into_iter().filter_map(|date| view.start(date));
        // The date may have been set, or taken away, when it was near already.
        let seen = [view.moved(self.later), view.moved(self.earlier)]
            .into_iter()
            .flatten();
        let since: Option<Instant> = written.chain(seen).chain([horizon]).max();
        let subjects = [self.earlier_slot, self.later_slot];
        let found = view.finding(Code::UndatedPrerequisite, severity, since, &subjects);
        let Some(mut found) = found else {
            return;
        };
        let earlier_key = view.key(self.earlier_slot).cloned();
        let after = earlier_key.map_or(Value::Absent, Value::Record);
        found.because(view.evidence(self.later_slot, "input(apres)", after));
        found.because(view.planned_evidence(self.later_slot, later));
        found.because(view.planned_evidence(self.earlier_slot, earlier));
        found.because(view.threshold_evidence(self.later_slot, code));
        found.arguments = vec![
            view.record(self.earlier_slot),
            view.record(self.later_slot),
            when(later.date()),
            view.argument(&self.earlier.owner),
        ];
        let remedies = &mut found.remedies;
        remedies.extend(plan(
            view,
            self.earlier_slot,
            self.earlier,
            RemedyCode::SetDate,
        ));
        remedies.extend(reach(view, self.earlier.owner.slot));
        remedies.extend(plan(
            view,
            self.later_slot,
            self.later,
            RemedyCode::MoveDate,
        ));
        out.push(found);
    }

    /// What it waits for will not come, and it has not begun.
    fn called_off(&self, out: &mut Vec<Finding>) {
        let view = self.view;
        let status = &self.earlier.status;
        let is_off = status.is_called_off() && *status != TaskStatus::EnteredInError;
        if !is_off || self.later.is_started() || self.is_fulfilled() {
            return;
        }
        let since = view.start(self.earlier.modified.or(self.earlier.authored));
        let subjects = [self.later_slot, self.earlier_slot];
        let code = Code::CalledOffPrerequisite;
        let Some(mut found) = view.finding(code, Severity::Info, since, &subjects) else {
            return;
        };
        found.because(view.evidence(self.earlier_slot, "status", coded(status.code())));
        found.arguments = vec![view.record(self.later_slot), view.record(self.earlier_slot)];
        found.remedies.extend(leave(view, self.later_slot));
        out.push(found);
    }
}
