//! JSON to the projection that the core works on.
//!
//! Only what a widget shows or a rule needs is read; the JSON stays beside it.
//! Every field is read by itself, so that one of a wrong type costs a notice and
//! not the resource.

mod actor;
mod choice;
mod concept;
mod contact;
mod detail;
mod event;
mod group;
mod lenient;
mod plan;
mod profession;
mod protocol;
mod rule;
mod schedule;
mod task;
mod timing;
mod when;
mod words;

use coordo_core::actor::{Actor, CareTeam};
use coordo_core::event::{Event, EventKind};
use coordo_core::plan::{CarePlan, Goal};
use coordo_core::schedule::{Protocol, Schedule};
use coordo_core::{Instant, Notice, NoticeCode, RecordKey, SourceId, Task};

use crate::fields::{Fields, elements};
pub(crate) use actor::ENGAGEMENT;
pub use detail::{Detail, detail, identifier};
use lenient::Reader;
pub(crate) use plan::{LAST_REVIEW, REVIEW};

/// Nesting beyond which a field is carried along but named to the reader.
pub(crate) const DEEP: usize = 64;

/// What identifies a resource and its version, read before anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Identity.
    pub key: RecordKey,
    /// `meta.versionId`.
    pub version: Option<String>,
    /// `meta.lastUpdated`.
    pub updated: Option<Instant>,
}

/// What a resource is to the widgets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Projection {
    /// A person, a role, a structure, a place or a service.
    Actor(Box<Actor>),
    /// A team.
    CareTeam(Box<CareTeam>),
    /// A plan.
    CarePlan(Box<CarePlan>),
    /// A goal.
    Goal(Box<Goal>),
    /// A task.
    Task(Box<Task>),
    /// What stands on a timeline besides tasks and plans.
    Event(Box<Event>),
    /// An agenda.
    Schedule(Box<Schedule>),
    /// A protocol.
    Protocol(Box<Protocol>),
    /// A type that no widget reads yet: it passes through untouched.
    Other,
}

macro_rules! only {
    ($name:ident, $variant:ident, $type:ty, $doc:literal) => {
        #[doc = $doc]
        pub fn $name(&self) -> Option<&$type> {
            if let Self::$variant(found) = self {
                Some(found)
            } else {
                None
            }
        }
    };
}

impl Projection {
    only!(task, Task, Task, "The task, where it is one.");
    only!(event, Event, Event, "The event, where it is one.");
    only!(schedule, Schedule, Schedule, "The agenda, where it is one.");
    only!(
        protocol,
        Protocol,
        Protocol,
        "The protocol, where it is one."
    );
    only!(goal, Goal, Goal, "The goal, where it is one.");
    only!(care_plan, CarePlan, CarePlan, "The plan, where it is one.");
    only!(care_team, CareTeam, CareTeam, "The team, where it is one.");
    only!(
        actor,
        Actor,
        Actor,
        "The person, role, structure, place or service, where it is one."
    );

    /// The request, appointment or communication that a plan may lead to, where it is one.
    pub fn step(&self) -> Option<&Event> {
        self.event().filter(|event| event.kind.is_step())
    }
}

/// A resource as the core sees it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The projection.
    pub projection: Projection,
    /// `meta.lastUpdated`: when its source last changed it.
    pub updated: Option<Instant>,
    /// Projections of contained resources; their id is `Type/id#local` of this resource.
    pub contained: Vec<(RecordKey, Projection)>,
    /// Oddities.
    pub notices: Vec<Notice>,
}

/// Reads type, id and version.
///
/// `fallback_id` stands in where the resource has no id, and is told by a notice.
/// `None` where the text is not an object with a `resourceType`.
pub fn identify(
    source: &SourceId,
    text: &str,
    fallback_id: &str,
) -> Option<(Resource, Option<Notice>)> {
    let (opened, notice) = Opened::read(source, text, fallback_id)?;
    Some((opened.resource, notice))
}

/// A resource whose members are known by place, ready to be projected.
#[derive(Debug)]
pub struct Opened<'a> {
    /// Identity and version.
    pub resource: Resource,
    fields: Fields<'a>,
}

impl<'a> Opened<'a> {
    /// Scans a resource once, for [`identify`] and [`read`] together.
    ///
    /// `None` where the text is not an object with a `resourceType`.
    pub fn read(
        source: &SourceId,
        text: &'a str,
        fallback_id: &str,
    ) -> Option<(Self, Option<Notice>)> {
        let fields = Fields::parse(text).ok()?;
        let (resource, notice) = identified(source, &fields, fallback_id)?;
        Some((Self { resource, fields }, notice))
    }

    /// The projection.
    pub fn project(&self) -> Reading {
        reading(&self.resource.key, &self.fields, self.resource.updated)
    }
}

fn identified(
    source: &SourceId,
    fields: &Fields<'_>,
    fallback_id: &str,
) -> Option<(Resource, Option<Notice>)> {
    let kind = fields.string("resourceType").filter(|k| !k.is_empty())?;
    let id = fields.string("id").filter(|id| !id.is_empty());
    let key = RecordKey::new(source.clone(), kind, id.as_deref().unwrap_or(fallback_id));
    let notice = id
        .is_none()
        .then(|| Notice::on(NoticeCode::MissingId, &key, format!("{}.id", key.kind)));
    let meta = fields.object("meta").unwrap_or_default();
    let resource = Resource {
        key,
        version: meta.string("versionId"),
        updated: last_updated(&meta),
    };
    Some((resource, notice))
}

fn last_updated(meta: &Fields<'_>) -> Option<Instant> {
    Instant::from_fhir(&meta.string("lastUpdated")?)
}

/// Reads the projection of a resource.
pub fn read(key: &RecordKey, text: &str) -> Reading {
    let Ok(fields) = Fields::parse(text) else {
        return Reading {
            projection: Projection::Other,
            updated: None,
            contained: Vec::new(),
            notices: vec![Notice::on(NoticeCode::NotJson, key, key.kind.clone())],
        };
    };
    let updated = fields.object("meta").and_then(|meta| last_updated(&meta));
    reading(key, &fields, updated)
}

/// Notices for the fields that are nested deeper than anyone reads; they are carried along.
pub fn too_deep(key: &RecordKey, text: &str) -> Vec<Notice> {
    let mut reader = Reader::new(key);
    if let Ok(fields) = Fields::parse(text) {
        reader.too_deep(&fields);
    }
    reader.into_notices()
}

fn reading(key: &RecordKey, fields: &Fields<'_>, updated: Option<Instant>) -> Reading {
    let mut reader = Reader::new(key);
    let projection = project(&mut reader, fields);
    let mut contained = Vec::new();
    if !matches!(projection, Projection::Other) {
        for inner in fields
            .get("contained")
            .and_then(elements)
            .unwrap_or_default()
        {
            let Ok(inner) = Fields::parse(inner) else {
                continue;
            };
            if let (Some(kind), Some(id)) = (inner.string("resourceType"), inner.string("id")) {
                let id = format!("{}#{id}", key.reference());
                let inner_key = RecordKey::new(key.source.clone(), kind, id);
                let projection = project(&mut Reader::new(&inner_key), &inner);
                contained.push((inner_key, projection));
            }
        }
    }
    Reading {
        projection,
        updated,
        contained,
        notices: reader.into_notices(),
    }
}

fn project(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Projection {
    match reader.kind() {
        "Task" => Projection::Task(Box::new(task::task(reader, fields))),
        "CarePlan" => Projection::CarePlan(Box::new(plan::care_plan(reader, fields))),
        "Goal" => Projection::Goal(Box::new(plan::goal(reader, fields))),
        "CareTeam" => Projection::CareTeam(Box::new(actor::care_team(reader, fields))),
        "Patient" | "RelatedPerson" | "Practitioner" | "PractitionerRole" | "Organization"
        | "Location" | "HealthcareService" => {
            Projection::Actor(Box::new(actor::actor(reader, fields)))
        }
        "Schedule" => Projection::Schedule(Box::new(schedule::schedule(reader, fields))),
        "PlanDefinition" => Projection::Protocol(Box::new(protocol::protocol(reader, fields))),
        kind => {
            if let Some(event) = EventKind::from_type(kind) {
                return Projection::Event(Box::new(event::event(reader, fields, event)));
            }
            if !crate::types::is_r4(kind) {
                reader.notice(NoticeCode::UnknownType, "resourceType");
            }
            Projection::Other
        }
    }
}
