//! What the data say of one item, whatever its type.

use std::borrow::Cow;

use coordo_core::activity::{ActivityDetail, ActivityStatus};
use coordo_core::event::{Event, EventKind};
use coordo_core::plan::{CarePlan, Goal};
use coordo_core::task::Period;
use coordo_core::{FhirDate, Private, Reference, Task, TaskStatus};
use coordo_fhir::Projection;

use crate::graph::Graph;
use crate::view::ItemKey;
use crate::view::board::CardStatus;
use crate::view::timeline::ItemKind;

/// One item, borrowed from where it is held.
#[derive(Clone, Copy)]
pub(super) enum Piece<'g> {
    Task(&'g Task),
    /// `CarePlan.activity.detail`.
    Detail(&'g CarePlan, &'g ActivityDetail),
    Event(&'g Event),
    Plan(&'g CarePlan),
    Goal(&'g Goal),
}

/// Its status.
pub(super) enum Status<'g> {
    Task(&'g TaskStatus),
    Activity(Cow<'g, ActivityStatus>),
}

impl<'g> Piece<'g> {
    /// The item at a key, where it is of a type that the timeline knows.
    pub(super) fn at(graph: &'g Graph, key: &ItemKey) -> Option<Self> {
        let projection = graph.projection(&key.record)?;
        Self::of(graph, projection, key.activity)
    }

    /// The same, where the record is at hand.
    pub(super) fn of(
        graph: &'g Graph,
        projection: &'g Projection,
        activity: Option<usize>,
    ) -> Option<Self> {
        if let Some(task) = projection.task() {
            return Some(Self::Task(task));
        }
        if let Some(event) = projection.event() {
            return Some(Self::Event(event));
        }
        if let Some(goal) = projection.goal() {
            return Some(Self::Goal(goal));
        }
        let plan = projection.care_plan()?;
        let Some(index) = activity else {
            return Some(Self::Plan(plan));
        };
        let activity = plan.activities.get(index)?;
        if let Some(detail) = &activity.detail {
            return Some(Self::Detail(plan, detail));
        }
        let target = graph.resolve(&plan.key, &activity.reference)?;
        graph.projection(&target)?.event().map(Self::Event)
    }

    pub(super) fn kind(self) -> ItemKind {
        match self {
            Self::Task(_) | Self::Detail(..) => ItemKind::Activity,
            Self::Plan(_) | Self::Goal(_) => ItemKind::Plan,
            Self::Event(event) => match event.kind {
                EventKind::ServiceRequest | EventKind::RequestGroup => ItemKind::Request,
                EventKind::Appointment | EventKind::Slot => ItemKind::Appointment,
                EventKind::Communication => ItemKind::Message,
                EventKind::Encounter => ItemKind::Encounter,
                EventKind::Procedure => ItemKind::Procedure,
                EventKind::MedicationRequest => ItemKind::Treatment,
                EventKind::Condition => ItemKind::Condition,
                EventKind::Observation => ItemKind::Measure,
                EventKind::DocumentReference => ItemKind::Document,
                EventKind::Flag => ItemKind::Flag,
                EventKind::Consent => ItemKind::Consent,
            },
        }
    }

    pub(super) fn title(self) -> Option<&'g Private<String>> {
        match self {
            Self::Task(task) => task.title.as_ref(),
            Self::Detail(_, detail) => detail.title.as_ref(),
            Self::Event(event) => event.title.as_ref(),
            Self::Plan(plan) => plan.title.as_ref(),
            Self::Goal(goal) => goal.title.as_ref(),
        }
    }

    pub(super) fn status(self) -> Status<'g> {
        match self {
            Self::Task(task) => Status::Task(&task.status),
            Self::Detail(_, detail) => Status::Activity(Cow::Borrowed(&detail.status)),
            Self::Event(event) => Status::Activity(Cow::Borrowed(&event.status)),
            Self::Plan(plan) => Status::Activity(Cow::Owned(of_code(plan.status.as_deref()))),
            Self::Goal(goal) => Status::Activity(Cow::Owned(of_code(goal.status.as_deref()))),
        }
    }

    /// The dates that its own record gives; a task's window is apart.
    pub(super) fn period(self) -> Period {
        match self {
            Self::Task(task) => task.execution,
            Self::Detail(_, detail) => detail.scheduled,
            Self::Event(event) => event.period,
            Self::Plan(plan) => plan.period,
            Self::Goal(goal) => Period {
                start: due(goal),
                end: None,
            },
        }
    }

    /// Who answers for it.
    pub(super) fn performer(self) -> Option<&'g Reference> {
        let first = match self {
            Self::Task(task) => Some(&task.owner),
            Self::Detail(_, detail) => detail.performers.first(),
            Self::Event(event) => event.doer(),
            Self::Plan(plan) if plan.holder.is_empty() => Some(&plan.author),
            Self::Plan(plan) => Some(&plan.holder),
            Self::Goal(_) => None,
        };
        first.filter(|r| !r.is_empty())
    }

    /// Why it is in its status.
    pub(super) fn reason(self) -> Option<&'g Private<String>> {
        match self {
            Self::Task(task) => task.status_reason.as_ref(),
            Self::Detail(_, detail) => detail.status_reason.as_ref(),
            Self::Event(event) => event.more.as_ref()?.status_reason.as_ref(),
            Self::Plan(_) | Self::Goal(_) => None,
        }
    }

    /// Whether nothing more is expected of it.
    pub(super) fn is_ended(self) -> bool {
        match self.status() {
            Status::Task(status) => status.is_ended(),
            Status::Activity(status) => status.is_ended(),
        }
    }
}

impl Status<'_> {
    pub(super) fn to_card(&self) -> CardStatus {
        match self {
            Self::Task(status) => CardStatus::Task((*status).clone()),
            Self::Activity(status) => CardStatus::Activity(status.as_ref().clone()),
        }
    }
}

/// Whether it was called off: cancelled, refused, failed, missed, or an error.
pub(super) fn is_called_off(status: &Status<'_>) -> bool {
    match status {
        Status::Task(status) => status.is_called_off(),
        Status::Activity(status) => matches!(
            status.as_ref(),
            ActivityStatus::Cancelled | ActivityStatus::Stopped | ActivityStatus::EnteredInError
        ),
    }
}

/// The status of a plan, and the life of a goal, in the words of an activity.
fn of_code(code: Option<&str>) -> ActivityStatus {
    match code {
        None => ActivityStatus::Unknown,
        Some("proposed" | "planned" | "accepted") => ActivityStatus::NotStarted,
        Some("rejected") => ActivityStatus::Cancelled,
        Some(code) => ActivityStatus::from_resource_status("CarePlan", code),
    }
}

/// The last day that a goal names: it is reached when all its targets are.
fn due(goal: &Goal) -> Option<FhirDate> {
    let dates = goal.targets.iter().filter_map(|t| t.due);
    dates.max_by_key(|d| d.over_at(0))
}
