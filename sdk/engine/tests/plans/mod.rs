//! Plans to look at, made record by record.
#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test uses a part of it"
)]

use std::rc::Rc;

use coordo_core::activity::ActivityStatus;
use coordo_core::actor::{Absence, Actor, ActorMore, Address, CareTeam, Participant};
use coordo_core::calendar::WorkingCalendar;
use coordo_core::coded::Coded;
use coordo_core::event::{Event, EventKind, EventMore, GroupAction, Rhythm};
use coordo_core::plan::{CarePlan, Goal, GoalTarget};
use coordo_core::schedule::Protocol;
use coordo_core::task::{Parameter, Period, Priority, TaskMore};
use coordo_core::{FhirDate, Instant, RecordKey, Reference, SourceId, Task, TaskStatus};
use coordo_engine::{Code, Engine, Finding, Plan, Record, Thresholds, same_source};

pub fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("s".into()), kind, id)
}

pub fn to(reference: &str) -> Reference {
    Reference {
        target: (!reference.is_empty()).then(|| reference.into()),
        ..Reference::default()
    }
}

pub fn all(references: &[&str]) -> Vec<Reference> {
    references.iter().map(|r| to(r)).collect()
}

pub fn date(text: &str) -> Option<FhirDate> {
    (!text.is_empty()).then(|| FhirDate::parse(text).unwrap())
}

pub fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

pub fn period(start: &str, end: &str) -> Period {
    Period {
        start: date(start),
        end: date(end),
    }
}

pub fn coded(code: &str) -> Coded {
    Coded {
        system: "s".into(),
        code: code.to_owned().into(),
        display: None,
    }
}

/// The thresholds of a host that listens to everything.
pub fn thresholds() -> Thresholds {
    Thresholds {
        offer_working_days: Some(2),
        offer_hours_if_pressing: Some(24),
        offer_days_if_relative: Some(7),
        handover_working_days: Some(1),
        undated_days_before: Some(7),
        undated_urgent_hours_before: Some(48),
        order_urgent_within_hours: Some(72),
        missed_in_a_row: Some(2),
        silence_tolerance_days: Some(2),
        measure_days: Some(3),
        corrections_from: Some(2),
    }
}

/// Monday, 16 November 2026, nine o'clock in Paris.
pub const NOW: &str = "2026-11-16T09:00:00+01:00";

pub fn engine() -> Engine {
    Engine::new(Plan::default(), WorkingCalendar::default(), thresholds())
}

/// Records told to an engine one after the other.
pub struct World(pub Engine);

impl World {
    pub fn new() -> Self {
        Self(engine())
    }

    pub fn tell(&mut self, record: Record<'_>) -> &mut Self {
        self.0.put(record, None, &same_source);
        self
    }

    pub fn task(&mut self, task: &Task) -> &mut Self {
        self.tell(Record::Task(task))
    }

    pub fn event(&mut self, event: &Event) -> &mut Self {
        self.tell(Record::Event(event))
    }

    pub fn actor(&mut self, actor: &Actor) -> &mut Self {
        self.tell(Record::Actor(actor))
    }

    pub fn look(&mut self, now: &str) -> Vec<Rc<Finding>> {
        self.0.evaluate(at(now)).to_vec()
    }

    pub fn codes(&mut self, now: &str) -> Vec<Code> {
        self.look(now).iter().map(|f| f.code).collect()
    }

    pub fn only(&mut self, now: &str) -> Rc<Finding> {
        let found = self.look(now);
        assert_eq!(found.len(), 1, "{:?}", self.codes(now));
        found.into_iter().next().unwrap()
    }
}

/// An accepted task of `Practitioner/a` for `Patient/p`, written on 10 November.
pub fn task(id: &str) -> Task {
    Task {
        key: key(&format!("Task/{id}")),
        status: TaskStatus::Accepted,
        status_reason: None,
        business_status: None,
        priority: Priority::Routine,
        title: None,
        owner: to("Practitioner/a"),
        requester: Reference::default(),
        subject: to("Patient/p"),
        focus: Reference::default(),
        based_on: Vec::new(),
        part_of: Vec::new(),
        reason: Reference::default(),
        execution: Period::default(),
        window: Period::default(),
        authored_on: date("2026-11-10T10:00:00+01:00"),
        last_modified: date("2026-11-10T10:00:00+01:00"),
        goals: Vec::new(),
        more: Some(Box::default()),
    }
}

pub fn more(task: &mut Task) -> &mut TaskMore {
    task.more.get_or_insert_default()
}

pub fn input(task: &mut Task, code: &str, reference: &str) {
    let code = code.to_owned();
    if code == "apres" {
        more(task).after.push(to(reference));
    }
    more(task).inputs.push(Parameter {
        code: code.into(),
        reference: to(reference),
        ..Parameter::default()
    });
}

pub fn event(kind: EventKind, id: &str, code: &str) -> Event {
    Event {
        key: key(&format!("{}/{id}", kind.as_str())),
        kind,
        status: ActivityStatus::from_resource_status(kind.as_str(), code),
        code: code.to_owned().into(),
        title: None,
        period: Period::default(),
        performers: Vec::new(),
        subject: to("Patient/p"),
        encounter: Reference::default(),
        based_on: Vec::new(),
        reasons: Vec::new(),
        value: None,
        measure: "".into(),
        more: Some(Box::default()),
    }
}

pub fn event_more(event: &mut Event) -> &mut EventMore {
    event.more.get_or_insert_default()
}

pub fn appointment(id: &str, start: &str, end: &str, people: &[&str]) -> Event {
    let mut made = event(EventKind::Appointment, id, "booked");
    made.period = period(start, end);
    event_more(&mut made).participants = all(people);
    event_more(&mut made).written = date("2026-11-10T10:00:00+01:00");
    made
}

pub fn group(id: &str, actions: &[(&str, &str, &str)]) -> Event {
    let mut made = event(EventKind::RequestGroup, id, "active");
    for (task, relation, other) in actions {
        let related = if other.is_empty() {
            Vec::new()
        } else {
            vec![((*other).to_owned(), (*relation).to_owned().into())]
        };
        event_more(&mut made).actions.push(GroupAction {
            id: (*task).to_owned(),
            resource: to(&format!("Task/{task}")),
            related,
        });
    }
    made
}

pub fn rhythm(days: &[u8], every_days: Option<u16>) -> Option<Rhythm> {
    Some(Rhythm {
        days: days.to_vec(),
        every_days,
    })
}

pub fn actor(reference: &str) -> Actor {
    Actor {
        key: key(reference),
        name: None,
        role: None,
        person: Reference::default(),
        organization: Reference::default(),
        active: None,
        identifiers: Vec::new(),
        telecoms: Vec::new(),
        addresses: Vec::new(),
        codes: Vec::new(),
        more: None,
    }
}

pub fn absent(reference: &str, start: &str, end: &str) -> Actor {
    let mut made = actor(reference);
    made.more = Some(Box::new(ActorMore {
        absences: vec![Absence {
            text: None,
            period: period(start, end),
        }],
        ..ActorMore::default()
    }));
    made
}

pub fn living_at(reference: &str, postal_code: &str) -> Actor {
    let mut made = actor(reference);
    made.addresses.push(Address {
        postal_code: Some(postal_code.into()),
        ..Address::default()
    });
    made
}

pub fn member(reference: &str, roles: &[&str], engagement: &str, when: Period) -> Participant {
    Participant {
        member: to(reference),
        on_behalf_of: Reference::default(),
        role: None,
        roles: roles.iter().map(|code| coded(code)).collect(),
        period: when,
        engagement: engagement.to_owned().into(),
        until: None,
    }
}

pub fn team(id: &str, members: Vec<Participant>) -> CareTeam {
    CareTeam {
        key: key(&format!("CareTeam/{id}")),
        name: None,
        status: Some("active".to_owned()),
        subject: to("Patient/p"),
        period: period("2026-01-05", ""),
        participants: members,
        organizations: Vec::new(),
        telecoms: Vec::new(),
        identifiers: Vec::new(),
        waivers: Vec::new(),
    }
}

pub fn plan(id: &str, status: &str) -> CarePlan {
    CarePlan {
        key: key(&format!("CarePlan/{id}")),
        title: None,
        status: Some(status.to_owned()),
        subject: to("Patient/p"),
        period: Period::default(),
        goals: Vec::new(),
        teams: Vec::new(),
        activities: Vec::new(),
        holder: Reference::default(),
        author: Reference::default(),
        contributors: Vec::new(),
        addresses: Vec::new(),
        related: Vec::new(),
        review_date: None,
        last_review: None,
        created: None,
        thresholds: Vec::new(),
        waivers: Vec::new(),
    }
}

pub fn goal(id: &str, measure: &str) -> Goal {
    Goal {
        key: key(&format!("Goal/{id}")),
        title: None,
        status: Some("active".to_owned()),
        achievement: None,
        subject: to("Patient/p"),
        start: None,
        status_date: None,
        targets: vec![GoalTarget {
            code: measure.to_owned().into(),
            ..GoalTarget::default()
        }],
        addresses: Vec::new(),
        expressed_by: Reference::default(),
        outcomes: Vec::new(),
        waivers: Vec::new(),
    }
}

pub fn protocol(id: &str) -> Protocol {
    Protocol {
        key: key(&format!("PlanDefinition/{id}")),
        url: None,
        version: None,
        title: None,
        status: Some("active".to_owned()),
        effective: Period::default(),
        jurisdictions: Vec::new(),
        roles: Vec::new(),
        description: None,
        review_date: None,
        steps: Vec::new(),
        waivers: Vec::new(),
    }
}

/// A task that comes after another.
pub fn after(id: &str, earlier: &str) -> Task {
    let mut later = task(id);
    input(&mut later, "apres", &format!("Task/{earlier}"));
    later
}

/// A session of the request `r` that took place.
pub fn session(id: &str, start: &str) -> Event {
    let mut made = event(EventKind::Encounter, id, "finished");
    made.period = period(start, "");
    made.based_on = all(&["ServiceRequest/r"]);
    made
}
