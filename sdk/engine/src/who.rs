//! Who does what: every activity with who answers for it, who helps, who is told, who validates.
//!
//! The facet "actors" of an activity (row 1, row 17): nobody in charge comes first.

use coordo_core::order::Order as _;
use coordo_core::{RecordKey, TaskStatus};

use crate::graph::{Fact, Link, Plan, Slot, TaskFact, Who};

/// One activity and its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The task.
    pub task: RecordKey,
    /// Its status.
    pub status: TaskStatus,
    /// Who answers for it: the owner, once it is past draft, requested and received.
    pub accountable: Option<Actor>,
    /// Whom it is offered to.
    pub offered_to: Option<Actor>,
    /// Who contributes: those named so, and the owners of its parts.
    pub contributing: Vec<Actor>,
    /// Who validates.
    pub validating: Vec<Actor>,
    /// Who is told: those named so, and the requester where not otherwise involved.
    pub informed: Vec<Actor>,
}

/// Somebody: a record, or a name in plain text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// A record.
    Record(RecordKey),
    /// A name.
    Named(coordo_core::Private<String>),
}

/// What one actor answers for and waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Who; nobody's first.
    pub actor: Option<Actor>,
    /// Open tasks that they answer for.
    pub accountable: Vec<RecordKey>,
    /// Open tasks that they are asked for and have not answered.
    pub asked: Vec<RecordKey>,
    /// Tasks of others that theirs come after and that are not done: theirs, the other's.
    pub waits_for: Vec<(RecordKey, RecordKey)>,
}

impl Plan {
    pub(crate) fn person(&self, who: &Who) -> Option<Actor> {
        match (who.slot.and_then(|slot| self.key(slot)), &who.text) {
            (Some(key), _) => Some(Actor::Record(key.clone())),
            (None, Some(text)) => Some(Actor::Named(text.clone())),
            (None, None) => None,
        }
    }

    pub(crate) fn tasks(&self) -> impl Iterator<Item = (Slot, &TaskFact)> {
        self.slots().filter_map(|slot| match self.fact(slot) {
            Some(Fact::Task(task)) => Some((slot, task.as_ref())),
            _ => None,
        })
    }

    pub(crate) fn links_to(&self, slot: Slot, link: Link) -> impl Iterator<Item = Slot> {
        let node = self.node(slot);
        let from = node.map_or(&[][..], |node| &node.from);
        from.iter()
            .filter(move |(l, _)| *l == link)
            .map(|(_, s)| *s)
    }

    /// Who does what: open activities, and of the ended ones those that `is_shown` names.
    /// Nobody accountable first, then offers, then the rest, then ended; what is an error is
    /// left out.
    pub fn who_does_what(&self, is_shown: &dyn Fn(&RecordKey) -> bool) -> Vec<Activity> {
        let mut activities: Vec<Activity> = self
            .tasks()
            .filter(|(slot, task)| {
                let is_ended = task.status.is_ended();
                task.status != TaskStatus::EnteredInError
                    && (!is_ended || self.key(*slot).is_some_and(is_shown))
            })
            .filter_map(|(slot, task)| self.activity(slot, task))
            .collect();
        activities.order_by(|a, b| (rank(a), &a.task).cmp(&(rank(b), &b.task)));
        activities
    }

    pub(crate) fn activity(&self, slot: Slot, task: &TaskFact) -> Option<Activity> {
        let is_asked = matches!(
            task.status,
            TaskStatus::Draft | TaskStatus::Requested | TaskStatus::Received
        );
        let owner = self.person(&task.owner);
        let (accountable, offered_to) = if is_asked {
            (None, owner)
        } else {
            (owner, None)
        };
        let people = |list: &[Who]| -> Vec<Actor> {
            list.iter().filter_map(|who| self.person(who)).collect()
        };
        let main = accountable.clone().or_else(|| offered_to.clone());
        let mut contributing = people(&task.contributes);
        let mut parts: Vec<(&RecordKey, Actor)> = self
            .links_to(slot, Link::PartOf)
            .filter_map(|part| {
                let Some(Fact::Task(fact)) = self.fact(part) else {
                    return None;
                };
                let is_void = fact.status.is_called_off();
                let owner = self.person(&fact.owner).filter(|_| !is_void)?;
                Some((self.key(part)?, owner))
            })
            .collect();
        parts.order_by(|a, b| a.0.cmp(b.0));
        for (_, owner) in parts {
            if !contributing.contains(&owner) && main.as_ref() != Some(&owner) {
                contributing.push(owner);
            }
        }
        let validating = people(&task.validates);
        let mut informed = people(&task.informed);
        if let Some(requester) = self.person(&task.requester) {
            let is_involved = main.as_ref() == Some(&requester)
                || contributing.contains(&requester)
                || validating.contains(&requester)
                || informed.contains(&requester);
            if !is_involved {
                informed.push(requester);
            }
        }
        Some(Activity {
            task: self.key(slot)?.clone(),
            status: task.status.clone(),
            accountable,
            offered_to,
            contributing,
            validating,
            informed,
        })
    }

    /// What each actor answers for, is asked for, and waits for; what is nobody's comes first.
    pub fn loads(&self) -> Vec<Load> {
        let mut loads: coordo_core::ListMap<Option<Actor>, Load> = coordo_core::ListMap::default();
        for (slot, task) in self.tasks() {
            let Some(key) = self.key(slot).filter(|_| !task.status.is_ended()) else {
                continue;
            };
            let actor = self.person(&task.owner);
            if !loads.contains_key(&actor) {
                let load = Load {
                    actor: actor.clone(),
                    accountable: Vec::new(),
                    asked: Vec::new(),
                    waits_for: Vec::new(),
                };
                loads.insert(actor.clone(), load);
            }
            let Some(load) = loads.get_mut(&actor) else {
                continue;
            };
            if task.status.is_offer() {
                load.asked.push(key.clone());
            } else {
                load.accountable.push(key.clone());
            }
            for earlier in &task.after {
                let Some(Fact::Task(fact)) = self.fact(*earlier) else {
                    continue;
                };
                let is_done = fact.status.is_ended() || fact.has_output;
                if !is_done
                    && fact.owner != task.owner
                    && let Some(other) = self.key(*earlier)
                {
                    load.waits_for.push((key.clone(), other.clone()));
                }
            }
        }
        let mut all: Vec<Load> = loads.values().cloned().collect();
        for load in &mut all {
            load.accountable.order();
            load.asked.order();
            load.waits_for.order();
        }
        all
    }
}

fn rank(activity: &Activity) -> u8 {
    if activity.status.is_ended() {
        3
    } else if activity.offered_to.is_some() {
        1
    } else if activity.accountable.is_none() && activity.status != TaskStatus::Draft {
        0
    } else {
        2
    }
}
