//! The graph as a rule sees it, and what of it was read.

use std::cell::{Cell, RefCell};

use coordo_core::calendar::{Delay, WorkingCalendar};
use coordo_core::order::Order as _;
use coordo_core::task::Period;
use coordo_core::{FhirDate, Instant, RecordKey};

use crate::calendar::{Days, whole};
use crate::code::Code;
use crate::finding::{Argument, Evidence, Finding, Gap, Severity, Value};
use crate::graph::{
    ActorFact, EventFact, Fact, GoalFact, Link, Plan, PlanFact, ProtocolFact, Slot, TaskFact,
    TeamFact, Who,
};
use crate::thresholds::Thresholds;

/// The graph as a rule sees it at an instant; notes what is read.
pub(crate) struct View<'v> {
    plan: &'v Plan,
    now: Instant,
    pub(super) thresholds: &'v Thresholds,
    calendar: &'v WorkingCalendar,
    marks: &'v Marks,
    reads: RefCell<Vec<(Slot, Link)>>,
    reads_now: Cell<bool>,
}

/// Which reads of the present look are noted already: by record, the look and a bit a link.
#[derive(Default)]
pub(crate) struct Marks {
    look: Cell<u32>,
    noted: RefCell<Vec<(u32, u32)>>,
}

impl Marks {
    /// Begins anew.
    pub(crate) fn begin(&self, records: usize) {
        let look = self.look.get().wrapping_add(1);
        self.look.set(look);
        let mut noted = self.noted.borrow_mut();
        if noted.len() < records || look == 0 {
            noted.clear();
            noted.resize(records, (look.wrapping_sub(1), 0));
        }
    }

    /// Notes a read; tells whether it is the first of its kind.
    pub(crate) fn note(&self, slot: Slot, link: Link) -> bool {
        let mut noted = self.noted.borrow_mut();
        let place = usize::try_from(slot.0).ok().and_then(|n| noted.get_mut(n));
        let Some((look, links)) = place else {
            return true;
        };
        if *look != self.look.get() {
            (*look, *links) = (self.look.get(), 0);
        }
        let bit = 1_u32 << (link as u8);
        let is_first = *links & bit == 0;
        *links |= bit;
        is_first
    }

    /// Whether a read was noted.
    pub(crate) fn has(&self, slot: Slot, link: Link) -> bool {
        let noted = self.noted.borrow();
        let place = usize::try_from(slot.0).ok().and_then(|n| noted.get(n));
        let bit = 1_u32 << (link as u8);
        place.is_some_and(|(look, links)| *look == self.look.get() && links & bit != 0)
    }
}

macro_rules! only {
    ($name:ident, $variant:ident, $type:ty) => {
        pub(crate) fn $name(&self, slot: Slot) -> Option<&'v $type> {
            match self.fact(slot) {
                Some(Fact::$variant(found)) => Some(found),
                _ => None,
            }
        }
    };
}

impl<'v> View<'v> {
    pub(crate) fn new(
        plan: &'v Plan,
        now: Instant,
        thresholds: &'v Thresholds,
        calendar: &'v WorkingCalendar,
        marks: &'v Marks,
    ) -> Self {
        marks.begin(plan.len());
        Self {
            marks,
            plan,
            now,
            thresholds,
            calendar,
            reads: RefCell::default(),
            reads_now: Cell::new(false),
        }
    }

    /// What was read, each once, and whether the time was.
    pub(crate) fn reads(self) -> (Vec<(Slot, Link)>, bool) {
        (self.reads.into_inner(), self.reads_now.get())
    }

    fn note(&self, slot: Slot, link: Link) {
        if self.marks.note(slot, link) {
            self.reads.borrow_mut().push((slot, link));
        }
    }

    /// The time at which the plan is looked at.
    pub(crate) fn now(&self) -> Instant {
        self.reads_now.set(true);
        self.now
    }

    pub(crate) fn days(&self) -> Days<'v> {
        Days(self.calendar)
    }

    pub(crate) fn fact(&self, slot: Slot) -> Option<&'v Fact> {
        self.note(slot, Link::Own);
        self.plan.fact(slot)
    }

    only!(task, Task, TaskFact);
    only!(care_plan, Plan, PlanFact);
    only!(team, Team, TeamFact);
    only!(goal, Goal, GoalFact);
    only!(actor, Actor, ActorFact);
    only!(protocol, Protocol, ProtocolFact);
    only!(event, Event, EventFact);

    /// Who refers to a record for this reason, in no order that means anything.
    pub(crate) fn crowd(&self, slot: Slot, link: Link) -> impl Iterator<Item = Slot> + use<'v> {
        self.note(slot, link);
        let node = self.plan.node(slot);
        let from = node.map_or(&[][..], |node| &node.from);
        from.iter()
            .filter(move |(l, _)| *l == link)
            .map(|(_, s)| *s)
    }

    /// The same in the order of their keys, so that the first one is always the same.
    pub(crate) fn referrers(&self, slot: Slot, link: Link) -> Vec<Slot> {
        let mut found: Vec<Slot> = self.crowd(slot, link).collect();
        found.order_by(|a, b| self.key(*a).cmp(&self.key(*b)));
        found
    }

    pub(crate) fn conflict(&self, slot: Slot) -> Option<&'v crate::graph::Conflict> {
        self.note(slot, Link::Own);
        self.plan.node(slot)?.conflict.as_ref()
    }

    /// When a record came or was last changed, as the host knows it.
    pub(crate) fn known(&self, slot: Slot) -> Option<Instant> {
        self.note(slot, Link::Own);
        self.plan.node(slot)?.known
    }

    /// The type of a record, also of one that is only named.
    pub(crate) fn kind(&self, slot: Slot) -> &'v str {
        self.plan.key(slot).map_or("", |key| &key.kind)
    }

    pub(crate) fn key(&self, slot: Slot) -> Option<&'v RecordKey> {
        self.plan.key(slot)
    }

    /// Whether a period covers now: a date without a time counts to the end of its day.
    pub(crate) fn covers_now(&self, period: &Period) -> bool {
        let now = self.now();
        let days = self.days();
        let has_begun = period
            .start
            .is_none_or(|s| days.start(s).is_none_or(|s| s <= now));
        has_begun && !self.is_over(period.end)
    }

    /// Whether an end is past.
    pub(crate) fn is_over(&self, end: Option<FhirDate>) -> bool {
        let over = end.and_then(|end| self.days().over(end));
        over.is_some_and(|over| over <= self.now())
    }

    /// When a task is planned: its own period, else that of the appointment in focus.
    pub(crate) fn planned(&self, task: &TaskFact) -> Planned {
        let own = task.execution;
        let days = self.days();
        if own.start.or(own.end).is_some() {
            return Planned::of(own, days);
        }
        // What was called off, or waits for a place, is no date.
        let booked = task.focus.and_then(|slot| {
            let appointment = self.appointment(slot).filter(|a| !a.is_off())?;
            Some((slot, appointment))
        });
        booked.map_or_else(Planned::default, |(slot, appointment)| Planned {
            booked: Some(slot),
            ..Planned::of(appointment.period, days)
        })
    }

    /// When a task, or the appointment that plans it, was last seen to change in time.
    pub(crate) fn moved(&self, task: &TaskFact) -> Option<Instant> {
        let own = task.execution;
        let focus = task.focus.filter(|_| own.start.or(own.end).is_none());
        let booked = focus.and_then(|slot| self.appointment(slot)?.moved);
        task.seen.moved.max(booked)
    }

    /// When a task is planned, as a fact of the record that says it.
    pub(crate) fn planned_evidence(&self, task: Slot, planned: Planned) -> Option<Evidence> {
        let date = planned.date();
        let value = date.map_or(Value::Absent, Value::Date);
        match planned.booked {
            Some(appointment) => self.evidence(appointment, "start", value),
            None => self.evidence(task, "executionPeriod.start", value),
        }
    }

    pub(crate) fn appointment(&self, slot: Slot) -> Option<&'v EventFact> {
        use coordo_core::event::EventKind;
        self.event(slot)
            .filter(|event| event.kind == EventKind::Appointment)
    }

    /// Whether a person has died.
    pub(crate) fn is_deceased(&self, person: Option<Slot>) -> bool {
        let actor = person.and_then(|person| self.actor(person));
        actor.is_some_and(|actor| actor.is_deceased)
    }

    /// A new finding; none where a person set the rule aside for one of its subjects.
    pub(crate) fn finding(
        &self,
        code: Code,
        severity: Severity,
        since: Option<Instant>,
        subjects: &[Slot],
    ) -> Option<Finding> {
        let is_waived = |slot: &Slot| {
            let waived = match self.fact(*slot) {
                Some(Fact::Task(f)) => &f.waived,
                Some(Fact::Plan(f)) => &f.waived,
                Some(Fact::Team(f)) => &f.waived,
                Some(Fact::Event(f)) => &f.waived,
                Some(Fact::Goal(f)) => &f.waived,
                Some(Fact::Actor(f)) => &f.waived,
                Some(Fact::Protocol(f)) => &f.waived,
                None => return false,
            };
            waived
                .iter()
                .any(|rule| rule == code.rule() || rule == code.as_str())
        };
        if subjects.iter().any(is_waived) {
            return None;
        }
        Some(Finding {
            code,
            severity,
            subjects: subjects
                .iter()
                .filter_map(|s| self.key(*s).cloned())
                .collect(),
            since: since.unwrap_or_else(|| self.now()),
            evidence: Vec::new(),
            arguments: Vec::new(),
            remedies: Vec::new(),
            gap: None,
        })
    }

    /// The time of an activity from an instant on, as long as it lasts.
    pub(crate) fn gap(&self, slot: Slot, from: Option<Instant>) -> Option<Gap> {
        Some(Gap {
            of: self.key(slot)?.clone(),
            from: from?,
            until: None,
        })
    }

    pub(crate) fn evidence(
        &self,
        slot: Slot,
        path: &'static str,
        value: Value,
    ) -> Option<Evidence> {
        let record = self.key(slot)?.clone();
        Some(Evidence {
            record,
            path,
            value,
        })
    }

    pub(crate) fn value(&self, who: &Who) -> Value {
        let key = who.slot.and_then(|slot| self.key(slot));
        match (key, &who.text) {
            (Some(key), _) => Value::Record(key.clone()),
            (None, Some(text)) => Value::Text(text.clone()),
            (None, None) => Value::Absent,
        }
    }

    pub(crate) fn argument(&self, who: &Who) -> Argument {
        let key = who.slot.and_then(|slot| self.key(slot));
        match (key, &who.text) {
            (Some(key), _) => Argument::Record(key.clone()),
            (None, Some(text)) => Argument::Text(text.clone()),
            (None, None) => Argument::None,
        }
    }

    pub(crate) fn record(&self, slot: Slot) -> Argument {
        let key = self.key(slot);
        key.map_or(Argument::None, |key| Argument::Record(key.clone()))
    }

    pub(crate) fn start(&self, date: Option<FhirDate>) -> Option<Instant> {
        self.days().start(date?)
    }

    pub(crate) fn after_days(&self, from: Instant, days: u32) -> Option<Instant> {
        self.days().plus(from, Delay::Days(whole(days)))
    }

    pub(crate) fn before_days(&self, from: Instant, days: u32) -> Option<Instant> {
        self.days().plus(from, Delay::Days(-whole(days)))
    }

    pub(crate) fn after_hours(&self, from: Instant, hours: u32) -> Option<Instant> {
        self.days().plus(from, Delay::Hours(whole(hours)))
    }

    pub(crate) fn before_hours(&self, from: Instant, hours: u32) -> Option<Instant> {
        self.days().plus(from, Delay::Hours(-whole(hours)))
    }

    pub(crate) fn after_working_days(&self, from: Instant, days: u32) -> Option<Instant> {
        self.days().plus(from, Delay::WorkingDays(whole(days)))
    }
}

/// When something is planned, as instants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Planned {
    /// The first instant that it may begin.
    pub(crate) start: Option<Instant>,
    /// The first instant at which it is surely over.
    pub(crate) over: Option<Instant>,
    /// As written.
    pub(crate) period: Period,
    /// The appointment that says it, where the task does not.
    pub(crate) booked: Option<Slot>,
}

impl Planned {
    pub(crate) fn of(period: Period, days: Days<'_>) -> Self {
        let first = period.start.or(period.end);
        let last = period.end.or(period.start);
        Self {
            start: first.and_then(|d| days.start(d)),
            over: last.and_then(|d| days.over(d)),
            period,
            booked: None,
        }
    }

    /// Both bounds, where it is dated.
    pub(crate) fn bounds(self) -> Option<(Instant, Instant)> {
        Some((self.start?, self.over?))
    }

    /// Its first date as written.
    pub(crate) fn date(self) -> Option<FhirDate> {
        self.period.start.or(self.period.end)
    }
}
