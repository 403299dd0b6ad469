//! Malone's dependencies: what hangs together in a plan, how, and what manages it (rows 2, 3, 4).

use coordo_core::activity::ActivityStatus;
use coordo_core::event::EventKind;
use coordo_core::order::Order as _;
use coordo_core::{RecordKey, TaskStatus};

use crate::code::Code;
use crate::graph::{Fact, Plan, Relation, Slot, TaskFact};
use crate::remedy::RemedyCode;

/// How one thing in a plan depends on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependency {
    /// Several need one resource, or the person, who is in one place at a time.
    SharedResource,
    /// Somebody was given an activity, or is still to be.
    Assignment,
    /// One needs what another brings forth, and comes after it.
    ProducerConsumer,
    /// Two are to be at one time.
    Simultaneity,
    /// One is a part of another.
    Part,
}

/// One dependency of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// How they depend on each other.
    pub kind: Dependency,
    /// What uses the resource; what is given to somebody; what comes after; the first by its key; the part.
    pub from: RecordKey,
    /// The resource that others need as well; to whom, `None` where that is nobody or a name
    /// only; what comes first; the other one; the whole.
    pub to: Option<RecordKey>,
}

impl Dependency {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::SharedResource,
        Self::Assignment,
        Self::ProducerConsumer,
        Self::Simultaneity,
        Self::Part,
    ];

    /// A stable code for hosts and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::SharedResource => "shared-resource",
            Self::Assignment => "assignment",
            Self::ProducerConsumer => "producer-consumer",
            Self::Simultaneity => "simultaneity",
            Self::Part => "part",
        }
    }

    /// What manages it, best first: nothing else is offered where one of its rules speaks.
    pub fn remedies(self) -> &'static [RemedyCode] {
        use RemedyCode as R;
        match self {
            // Another slot.
            Self::SharedResource => &[R::MoveDate, R::LeaveSo],
            // Another owner.
            Self::Assignment => &[
                R::OfferToSomeone,
                R::OfferToSomeoneElse,
                R::TakeIt,
                R::Contact,
                R::Withdraw,
            ],
            // A word, or a date, from who has what comes first.
            Self::ProducerConsumer => &[R::Contact, R::SetDate, R::MoveDate, R::LeaveSo],
            // A slot for both.
            Self::Simultaneity => &[R::MoveDate, R::LeaveSo],
            // Whole and part closed, or open, alike.
            Self::Part => &[R::Contact, R::Withdraw, R::LeaveSo],
        }
    }
}

impl Code {
    /// Which dependency the rule watches; `None` for rules of continuity, of the team, of the plan.
    pub fn dependency(self) -> Option<Dependency> {
        match self {
            Self::ResourceTwice | Self::PersonTwice => Some(Dependency::SharedResource),
            Self::NoOwner | Self::OfferUnanswered => Some(Dependency::Assignment),
            Self::WaitingLoop
            | Self::OrderBroken
            | Self::UndatedPrerequisite
            | Self::OutsidePrerequisite
            | Self::CalledOffPrerequisite => Some(Dependency::ProducerConsumer),
            Self::TogetherApart => Some(Dependency::Simultaneity),
            Self::ParentClosed => Some(Dependency::Part),
            Self::OwnerLeft
            | Self::OwnerAbsent
            | Self::NoReferent
            | Self::SeveralReferents
            | Self::SameActTwice
            | Self::NoVisitAfterDischarge
            | Self::HandoverUnacknowledged
            | Self::ThresholdMessageUnanswered
            | Self::SessionsMissed
            | Self::Silence
            | Self::MeasureMissing
            | Self::ReferralWithoutReturn
            | Self::MeetingWithoutDecision
            | Self::RepeatedCorrections
            | Self::PaperOnly
            | Self::ShareWithoutAgreement
            | Self::AgreementExpired
            | Self::DelegationExpired
            | Self::DelegationProfession
            | Self::DelegationTerritory
            | Self::ReviewMissed
            | Self::ConflictingChanges
            | Self::PlanOfDeceased
            | Self::OtherPersonsPlan
            | Self::OtherPlan
            | Self::NoNextStep
            | Self::ClosedPlan => None,
        }
    }
}

impl Plan {
    /// Every dependency, each once, in a fixed order. None means that there is nothing to
    /// coordinate.
    pub fn dependencies(&self) -> Vec<Edge> {
        let mut found = Vec::new();
        self.each_dependency(&mut |kind, from, to| {
            let (mut from, mut to) = (self.key(from), to.and_then(|to| self.key(to)));
            // Of two at one time neither is the first.
            if kind == Dependency::Simultaneity && to < from {
                std::mem::swap(&mut from, &mut to);
            }
            found.extend(from.map(|from| Edge {
                kind,
                from: from.clone(),
                to: to.cloned(),
            }));
        });
        found.order();
        found.dedup();
        found
    }

    pub(crate) fn each_dependency(&self, out: &mut dyn FnMut(Dependency, Slot, Option<Slot>)) {
        let mut shared = Vec::new();
        for slot in self.slots() {
            match self.fact(slot) {
                Some(Fact::Task(task)) if task.status != TaskStatus::EnteredInError => {
                    self.of_task(slot, task, out);
                    shared.extend(task.uses.iter().map(|resource| (*resource, slot)));
                }
                Some(Fact::Event(event)) if event.status != ActivityStatus::EnteredInError => {
                    if event.kind == EventKind::Appointment {
                        let people = event.people.iter().filter_map(|who| who.slot);
                        let things = people.filter(|who| self.is_resource(*who));
                        shared.extend(things.map(|thing| (thing, slot)));
                    }
                    for &(later, relation, earlier) in &event.relations {
                        let kind = match relation {
                            Relation::AfterEnd | Relation::AfterStart => {
                                Dependency::ProducerConsumer
                            }
                            Relation::Together => Dependency::Simultaneity,
                        };
                        out(kind, later, Some(earlier));
                    }
                }
                _ => {}
            }
        }
        self.shared(shared, out);
    }

    fn of_task(
        &self,
        slot: Slot,
        task: &TaskFact,
        out: &mut dyn FnMut(Dependency, Slot, Option<Slot>),
    ) {
        for earlier in &task.after {
            out(Dependency::ProducerConsumer, slot, Some(*earlier));
        }
        for whole in &task.part_of {
            out(Dependency::Part, slot, Some(*whole));
        }
        // What somebody does of their own accord was given by nobody.
        let is_given = task.is_offer()
            || task.owner.is_nobody()
            || (!task.requester.is_nobody() && task.requester != task.owner);
        if task.is_open() && is_given {
            out(Dependency::Assignment, slot, task.owner.slot);
        }
    }

    /// What one appointment takes from another: the person, a vehicle, a device.
    fn is_resource(&self, slot: Slot) -> bool {
        let kind = self.key(slot).map_or("", |key| &key.kind);
        let is_vehicle = || matches!(self.fact(slot), Some(Fact::Actor(place)) if place.is_vehicle);
        matches!(kind, "Device" | "Patient") || is_vehicle()
    }

    /// Those that two or more need; a task and the appointment that it is about are one.
    fn shared(
        &self,
        mut uses: Vec<(Slot, Slot)>,
        out: &mut dyn FnMut(Dependency, Slot, Option<Slot>),
    ) {
        uses.order();
        uses.dedup();
        let is_booked = |resource: Slot, user: Slot| match self.fact(user) {
            Some(Fact::Task(task)) => task
                .focus
                .is_some_and(|focus| uses.binary_search(&(resource, focus)).is_ok()),
            _ => false,
        };
        for users in uses.chunk_by(|a, b| a.0 == b.0) {
            let each = users
                .iter()
                .filter(|(resource, user)| !is_booked(*resource, *user));
            if each.count() > 1 {
                for &(resource, user) in users {
                    out(Dependency::SharedResource, user, Some(resource));
                }
            }
        }
    }

    /// How many dependencies tie each task to other items, by its place: after, together, part
    /// of, a resource in common. The person and whoever has the task are no items.
    pub(crate) fn ties(&self) -> Vec<usize> {
        let mut ties = vec![0_usize; self.len()];
        let mut tie = |slot: Slot| {
            let place = usize::try_from(slot.0).ok();
            if let Some(n) = place.and_then(|place| ties.get_mut(place)) {
                *n = n.saturating_add(1);
            }
        };
        self.each_dependency(&mut |kind, from, to| {
            let is_person = to.is_some_and(|to| {
                let key = self.key(to);
                kind == Dependency::SharedResource && key.is_some_and(|k| k.kind == "Patient")
            });
            if kind == Dependency::Assignment || is_person {
                return;
            }
            tie(from);
            if let Some(other) = to.filter(|_| kind != Dependency::SharedResource) {
                tie(other);
            }
        });
        ties
    }
}
