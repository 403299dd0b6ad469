//! A protocol becomes an editable copy (rows 38, 114).

use coordo_core::calendar::WorkingCalendar;
use coordo_core::coded::Coded;
use coordo_core::protocol::Step;
use coordo_core::schedule::Protocol;
use coordo_core::timing::{Bounds, Timing};
use coordo_core::{Command, FhirDate, Instant, Private, RecordKey, TaskDraft};

use super::coverage::is_allowed_profession;
use super::recurrence::{Occurrence, occurrences};
use super::relative::{Ids, due_dates, in_order};

/// What a copy is made with.
#[derive(Clone, Copy, Debug)]
pub struct Apply<'a> {
    /// The template.
    pub protocol: &'a Protocol,
    /// The plan that the tasks shall belong to.
    pub plan: &'a RecordKey,
    /// What the protocol counts from: the discharge, the first session.
    pub start: Instant,
    /// Which days are worked, by which clock.
    pub calendar: &'a WorkingCalendar,
    /// Who may be asked: present members of the team.
    pub team: &'a [Member],
}

/// Somebody who may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who: the record that `Task.owner` would name.
    pub key: RecordKey,
    /// Their professions.
    pub professions: Vec<Coded>,
}

/// An editable copy of a protocol. Editing it changes nothing of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The version that it came from, `url|version`; `None` where the protocol has no address.
    pub origin: Option<String>,
    /// The record of the protocol.
    pub protocol: RecordKey,
    /// One a step, in the order of the protocol; each part after what it is a part of.
    pub steps: Vec<StepCopy>,
}

/// A task that a step proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepCopy {
    /// The step's id; empty where it has none.
    pub step: String,
    /// The task, to be edited before it is made. Its owner is proposed only where exactly one
    /// member has a profession that the step allows, and then asked, never assigned.
    pub draft: TaskDraft,
    /// The step that it is a part of, by place.
    pub parent: Option<usize>,
    /// The steps that come before it, by place.
    pub after: Vec<usize>,
    /// The steps that go together with it, by place.
    pub together: Vec<usize>,
    /// The professions that the step allows; empty for anybody.
    pub roles: Vec<Coded>,
    /// Members who could be asked.
    pub candidates: Vec<RecordKey>,
    /// When it applies, in the words of the protocol.
    pub triggers: Vec<Private<String>>,
    /// How often, with the day it begins.
    pub repeat: Option<Timing>,
    /// The first times that it would happen, to be looked at.
    pub occurrences: Vec<Occurrence>,
    /// Whether it is due on a weekend or a public holiday: shown, and left to the person.
    pub is_due_on_day_off: bool,
}

/// Copies a protocol. Nothing is made by it: the drafts are edited, then asked for one by one.
pub fn apply(with: &Apply<'_>) -> Copied {
    let steps = &with.protocol.steps;
    let origin = with.protocol.canonical();
    let due = due_dates(steps, with.start, with.calendar);
    let mut copies: Vec<StepCopy> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let mut copy = copy(with, step);
            copy.draft.protocol.clone_from(&origin);
            copy.draft.window = due.get(at).copied().unwrap_or_default().window;
            copy.is_due_on_day_off = copy.draft.window.end.is_some_and(|end| is_off(with, end));
            copy
        })
        .collect();
    let ids = Ids::of(steps);
    for (at, step) in steps.iter().enumerate() {
        for relation in &step.related {
            let Some(other) = ids.place(&relation.step).filter(|other| *other != at) else {
                continue;
            };
            let kind = &relation.relationship;
            let (of, to) = if kind.starts_with("before") {
                (other, at)
            } else {
                (at, other)
            };
            let Some(copy) = copies.get_mut(of) else {
                continue;
            };
            let list = if kind.starts_with("concurrent") {
                &mut copy.together
            } else {
                &mut copy.after
            };
            if !list.contains(&to) {
                list.push(to);
            }
        }
    }
    Copied {
        origin,
        protocol: with.protocol.key.clone(),
        steps: copies,
    }
}

impl Copied {
    /// The command that makes the task of a step.
    ///
    /// `made` are the keys of the tasks that were made so far, by the places of their steps:
    /// a part names what it is a part of, a follower what it follows, if they are there already.
    pub fn command(&self, place: usize, made: &[Option<RecordKey>]) -> Option<Command> {
        let copy = self.steps.get(place)?;
        let key = |place: &usize| made.get(*place).cloned().flatten();
        let mut draft = copy.draft.clone();
        if draft.parent.is_none() {
            draft.parent = copy.parent.as_ref().and_then(key);
        }
        draft.after.extend(copy.after.iter().filter_map(key));
        Some(Command::CreateTask(Box::new(draft)))
    }

    /// The places of all steps, each after what it is a part of and what it follows; what
    /// hangs in a ring comes as the protocol has it.
    pub fn order(&self) -> Vec<usize> {
        in_order(self.steps.len(), &|at| {
            let copy = self.steps.get(at);
            let before = copy.map(|copy| copy.parent.iter().chain(&copy.after).copied());
            before.into_iter().flatten().collect()
        })
    }
}

fn copy(with: &Apply<'_>, step: &Step) -> StepCopy {
    let is_candidate = |member: &&Member| {
        !step.roles.is_empty() && is_allowed_profession(&step.roles, &member.professions)
    };
    let candidates: Vec<RecordKey> = with
        .team
        .iter()
        .filter(is_candidate)
        .map(|member| member.key.clone())
        .collect();
    let only = match candidates.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let repeat = step.repeat.as_ref().map(|timing| begun(with, timing));
    let first_day = with.calendar.zone.day(with.start);
    let shown = repeat.as_ref().zip(first_day);
    StepCopy {
        step: step.id.clone(),
        draft: TaskDraft {
            // A task without a title cannot be made: a step without one is called like the whole.
            title: step
                .title
                .clone()
                .or_else(|| with.protocol.title.clone())
                .unwrap_or_default(),
            is_offered: only.is_some(),
            owner: only,
            priority: step.priority,
            plan: Some(with.plan.clone()),
            note: step.instruction.clone(),
            ..TaskDraft::default()
        },
        parent: step.parent,
        after: Vec::new(),
        together: Vec::new(),
        roles: step.roles.clone(),
        candidates,
        triggers: step.triggers.clone(),
        occurrences: shown
            .map(|(timing, day)| occurrences(timing, day))
            .unwrap_or_default(),
        repeat,
        is_due_on_day_off: false,
    }
}

/// A length becomes a period once the start is known.
fn begun(with: &Apply<'_>, timing: &Timing) -> Timing {
    let Some(day) = with.calendar.zone.day(with.start) else {
        return timing.clone();
    };
    let bounds = match timing.bounds {
        Bounds::Open | Bounds::Duration(..) => super::recurrence::from_day(timing, day),
        Bounds::Period(period) => Bounds::Period(period),
    };
    Timing {
        bounds,
        ..timing.clone()
    }
}

fn is_off(with: &Apply<'_>, end: FhirDate) -> bool {
    let day = match end {
        FhirDate::Day(day) => Some(day),
        FhirDate::Exact { at, .. } => with.calendar.zone.day(at),
        FhirDate::Year(_) | FhirDate::Month { .. } => None,
    };
    day.is_some_and(|day| !with.calendar.is_working_day(day))
}
