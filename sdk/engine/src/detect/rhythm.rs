//! What a plan expects again and again takes place (rows 11, 140).

use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;
use coordo_core::threshold::ThresholdCode;
use coordo_core::{Instant, TaskStatus};

use super::owner::{leave, open, plan, reach};
use super::{Because as _, View, dated};
use crate::code::Code;
use crate::finding::{Argument, Finding, Severity, Value};
use crate::graph::{EventFact, Link, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// A request with a rhythm, while a task based on it is in progress.
pub(super) fn rhythm(view: &View<'_>, slot: Slot, request: &EventFact, out: &mut Vec<Finding>) {
    let Some(rhythm) = request
        .rhythm
        .as_ref()
        .filter(|_| !request.status.is_ended())
    else {
        return;
    };
    let based = view.referrers(slot, Link::BasedOn);
    let in_progress = based.iter().find_map(|t| {
        let task = view.task(*t)?;
        (task.status == TaskStatus::InProgress).then_some((*t, task))
    });
    let Some((task_slot, task)) = in_progress else {
        return;
    };
    let follow = Follow {
        view,
        slot,
        request,
        task_slot,
        task,
        based: &based,
    };
    if !rhythm.days.is_empty() {
        follow.sessions(&rhythm.days, out);
        return;
    }
    // Where people meet, their meetings count; else what a goal measures.
    let measures = follow.measures();
    if follow.last_contact().is_none() && !measures.is_empty() {
        follow.measure(&measures, out);
    } else {
        follow.silence(rhythm.every_days, out);
    }
}

struct Follow<'a, 'v> {
    view: &'a View<'v>,
    slot: Slot,
    request: &'a EventFact,
    task_slot: Slot,
    task: &'a TaskFact,
    based: &'a [Slot],
}

impl Follow<'_, '_> {
    /// What the goals of the task measure.
    fn measures(&self) -> Vec<coordo_core::coded::Word> {
        let goals = self.task.goals.iter();
        let goals = goals.filter_map(|goal| self.view.goal(*goal));
        goals
            .flat_map(|goal| goal.measures.iter().cloned())
            .collect()
    }

    /// The last contact or session that took place, and its day.
    fn last_contact(&self) -> Option<(Slot, i64)> {
        let view = self.view;
        let mut last = None;
        for &slot in self.based {
            let Some(event) = view.event(slot).filter(|e| e.kind == EventKind::Encounter) else {
                continue;
            };
            let took_place = matches!(
                event.status,
                ActivityStatus::Completed | ActivityStatus::InProgress | ActivityStatus::OnHold
            );
            let day = self.day_of(event).filter(|_| took_place);
            last = last.max(day.map(|day| (day, view.key(slot), slot)));
        }
        last.map(|(day, _, slot)| (slot, day))
    }

    fn day_of(&self, event: &EventFact) -> Option<i64> {
        let date = event.period.start.or(event.period.end)?;
        let days = self.view.days();
        days.number(days.start(date)?)
    }

    fn today(&self) -> Option<i64> {
        self.view.days().number(self.view.now())
    }

    /// So many planned days in a row, all over, without a session.
    fn sessions(&self, weekdays: &[u8], out: &mut Vec<Finding>) {
        let view = self.view;
        let row = view.threshold(self.slot, ThresholdCode::MissedInARow);
        let Some(in_a_row) = row.filter(|n| *n > 0) else {
            return;
        };
        // Before the first one on record, no trace is not an absence.
        let (Some((last_slot, last)), Some(today)) = (self.last_contact(), self.today()) else {
            return;
        };
        let days = view.days();
        let number = |at: Option<Instant>| at.and_then(|at| days.number(at));
        let bounds = self.request.period;
        let first = number(view.start(bounds.start)).unwrap_or(i64::MIN);
        let end = bounds.end.and_then(|e| days.over(e));
        let until = number(end.map(|at| Instant(at.0.saturating_sub(1)))).unwrap_or(i64::MAX);
        let mut missed = Vec::new();
        // Nobody looks further back than what makes the finding.
        // Nor were any to be held while the follow-up was on hold.
        let begun = number(self.task.seen.begun).unwrap_or(i64::MIN);
        let from = first.max(begun).saturating_sub(1);
        let mut day = last.max(from).saturating_add(1);
        let stop = today.min(until.saturating_add(1));
        while day < stop && missed.len() < usize::try_from(in_a_row).unwrap_or(usize::MAX) {
            // 1970-01-01 was a Thursday.
            let weekday = u8::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0);
            if weekdays.contains(&weekday) {
                missed.push(day);
            }
            day = day.saturating_add(1);
        }
        let Some(nth) = missed
            .last()
            .filter(|_| u32::try_from(missed.len()).is_ok_and(|n| n >= in_a_row))
        else {
            return;
        };
        let since = days.start_of(nth.saturating_add(1));
        let code = Code::SessionsMissed;
        let Some(mut found) = self.finding(code, since) else {
            return;
        };
        found.arguments = vec![view.record(self.task_slot), Argument::Count(in_a_row)];
        for day in &missed {
            if let Some(at) = days.start_of(*day) {
                let value = Value::At(at);
                found.because(view.evidence(self.slot, "occurrenceTiming", value));
                found.arguments.push(Argument::At(at));
            }
        }
        found.because(view.threshold_evidence(self.slot, ThresholdCode::MissedInARow));
        let from = missed.first().and_then(|day| days.start_of(*day));
        found.gap = view.gap(self.task_slot, from);
        self.last(last_slot, &mut found);
        self.remedies(&mut found);
        out.push(found);
    }

    /// Last contact, interval and tolerance are over, and no date to come is set.
    fn silence(&self, every: Option<u16>, out: &mut Vec<Finding>) {
        let view = self.view;
        let tolerance = view.threshold(self.slot, ThresholdCode::SilenceToleranceDays);
        let (Some(every), Some(tolerance)) = (every, tolerance) else {
            return;
        };
        let Some((last_slot, last)) = self.last_contact() else {
            return;
        };
        let due = last.saturating_add(i64::from(every));
        let latest = due.saturating_add(i64::from(tolerance));
        if self.today().is_none_or(|today| today <= latest) || self.has_date_to_come() {
            return;
        }
        let bound = self.request.period.end.and_then(|e| view.days().over(e));
        if bound.is_some_and(|bound| view.days().start_of(due).is_some_and(|due| bound <= due)) {
            return;
        }
        let since = view.days().start_of(latest.saturating_add(1));
        let Some(mut found) = self.finding(Code::Silence, since) else {
            return;
        };
        let at = |day: i64| {
            view.days()
                .start_of(day)
                .map_or(Argument::None, Argument::At)
        };
        found.arguments = vec![
            view.record(self.task_slot),
            at(last),
            Argument::Count(every.into()),
            at(due),
        ];
        found.gap = view.gap(self.task_slot, day_after(view, last));
        let interval = Value::Count(every.into());
        found.because(view.evidence(self.slot, "occurrenceTiming.repeat.period", interval));
        found.because(view.threshold_evidence(self.slot, ThresholdCode::SilenceToleranceDays));
        self.last(last_slot, &mut found);
        self.remedies(&mut found);
        out.push(found);
    }

    fn measure(&self, measures: &[coordo_core::coded::Word], out: &mut Vec<Finding>) {
        let view = self.view;
        let Some(days) = view.threshold(self.slot, ThresholdCode::MeasureDays) else {
            return;
        };
        let Some(person) = self.request.subject.or(self.task.subject) else {
            return;
        };
        let mut last = None;
        for slot in view.crowd(person, Link::MeasureOf) {
            let Some(event) = view.event(slot) else {
                continue;
            };
            let is_void = event.code == "entered-in-error" || event.code == "cancelled";
            if measures.contains(&event.measure) && !is_void {
                let day = self.day_of(event);
                last = last.max(day.map(|day| (day, view.key(slot), slot)));
            }
        }
        let (Some((last, _, last_slot)), Some(today)) = (last, self.today()) else {
            return;
        };
        // Nothing is missing of the time before the follow-up began.
        let begun = self
            .task
            .seen
            .begun
            .or_else(|| view.start(self.task.execution.start.or(self.task.window.start)));
        let begun = begun.and_then(|at| view.days().number(at));
        let from = begun
            .filter(|day| *day <= today)
            .map_or(last, |day| day.max(last));
        let latest = from.saturating_add(i64::from(days));
        if today <= latest {
            return;
        }
        let since = view.days().start_of(latest.saturating_add(1));
        let code = Code::MeasureMissing;
        let Some(mut found) = view.finding(code, Severity::Attention, since, &[self.slot]) else {
            return;
        };
        found.gap = view.gap(self.task_slot, day_after(view, from));
        let at = view.days().start_of(last);
        found.arguments = vec![
            view.record(self.slot),
            at.map_or(Argument::None, Argument::At),
            Argument::Count(days),
        ];
        if let Some(event) = view.event(last_slot) {
            let date = dated(event.period.start);
            found.because(view.evidence(last_slot, "effectiveDateTime", date));
        }
        found.because(view.threshold_evidence(self.slot, ThresholdCode::MeasureDays));
        found.remedies.extend(reach(view, Some(person)));
        found.remedies.extend(reach(view, self.task.owner.slot));
        found.remedies.extend(leave(view, self.slot));
        out.push(found);
    }

    fn has_date_to_come(&self) -> bool {
        let view = self.view;
        let is_to_come = |at: Option<Instant>| at.is_some_and(|at| at > view.now());
        self.based.iter().any(|slot| {
            if let Some(task) = view.task(*slot) {
                let focus = task.focus.and_then(|focus| view.appointment(focus));
                let booked = focus.filter(|a| super::person::is_expected(a));
                let at = booked.and_then(|a| view.start(a.period.start));
                return !task.status.is_ended()
                    && (is_to_come(view.planned(task).start) || is_to_come(at));
            }
            view.event(*slot).is_some_and(|event| {
                matches!(event.kind, EventKind::Encounter | EventKind::Appointment)
                    && !event.status.is_ended()
                    && is_to_come(view.start(event.period.start))
            })
        })
    }

    fn finding(&self, code: Code, since: Option<Instant>) -> Option<Finding> {
        let subjects = [self.task_slot, self.slot];
        self.view
            .finding(code, Severity::Attention, since, &subjects)
    }

    fn last(&self, slot: Slot, found: &mut Finding) {
        let view = self.view;
        if let Some(event) = view.event(slot) {
            found.because(view.evidence(slot, "period.start", dated(event.period.start)));
        }
    }

    fn remedies(&self, found: &mut Finding) {
        let view = self.view;
        found.remedies.extend(reach(view, self.task.owner.slot));
        found
            .remedies
            .extend(open(view, self.task_slot, RemedyCode::Record));
        // A date to come answers a silence; sessions that were missed are answered by the next one.
        let is_answered = found.code == Code::Silence;
        let date = RemedyCode::SetDate;
        let date = is_answered.then(|| plan(view, self.task_slot, self.task, date));
        found.remedies.extend(date.flatten());
        found.remedies.extend(leave(view, self.task_slot));
    }
}

/// When the day after one begins.
fn day_after(view: &View<'_>, day: i64) -> Option<Instant> {
    view.days().start_of(day.saturating_add(1))
}
