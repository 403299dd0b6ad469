//! The facts that NOMEKO rests on, from the graph (rows 12, 14, 15, 68).

use coordo_core::order::Order as _;
use coordo_core::{Private, RecordKey, TaskStatus};

use crate::graph::{Fact, Link, Plan, Slot, TaskFact, Who};
use crate::nomeko::{Action, Participant};

impl Plan {
    /// Every task as an action; what is an error is none.
    pub fn actions(&self) -> Vec<Action> {
        let ties = self.ties();
        let tasks = self.tasks();
        let real = tasks.filter(|(_, task)| task.status != TaskStatus::EnteredInError);
        real.filter_map(|(slot, task)| self.action(slot, task, &ties))
            .collect()
    }

    fn action(&self, slot: Slot, task: &TaskFact, ties: &[usize]) -> Option<Action> {
        let place = usize::try_from(slot.0).ok();
        let mut parts: Vec<(&RecordKey, &Who)> = self
            .links_to(slot, Link::PartOf)
            .filter_map(|part| match self.fact(part) {
                Some(Fact::Task(fact)) if !fact.status.is_called_off() => {
                    Some((self.key(part)?, &fact.owner))
                }
                _ => None,
            })
            .collect();
        parts.order_by(|a, b| a.0.cmp(b.0));
        // Who owns a part contributes to the whole.
        let of_parts = parts.into_iter().map(|(_, owner)| owner);
        let named = [&task.owner, &task.requester].into_iter();
        let people = named
            .chain(&task.contributes)
            .chain(&task.validates)
            .chain(of_parts);
        Some(Action {
            key: self.key(slot)?.clone(),
            status: task.status.clone(),
            participants: people.filter_map(|who| self.participant(who)).collect(),
            n_edges: place.and_then(|n| ties.get(n)).copied().unwrap_or(0),
            has_expected_result: task.expects_result,
            is_for_a_person: task.subject.is_some(),
            chosen: task.chosen,
        })
    }

    fn participant(&self, who: &Who) -> Option<Participant> {
        let Some(slot) = who.slot else {
            return who.text.clone().map(|name| Participant {
                who: name,
                is_person: false,
                organization: None,
            });
        };
        let key = self.key(slot)?;
        let name = |slot: Slot| self.key(slot).map(|key| Private(key.reference()));
        let own = match self.fact(slot) {
            _ if key.kind == "Organization" => Some(slot),
            Some(Fact::Actor(actor)) => actor.organization,
            _ => None,
        };
        let organization = own.or_else(|| self.house_of_roles(slot)).and_then(name);
        Some(Participant {
            who: Private(key.reference()),
            is_person: matches!(key.kind.as_str(), "Patient" | "RelatedPerson"),
            organization,
        })
    }

    /// The one house for which all roles of a person work.
    fn house_of_roles(&self, person: Slot) -> Option<Slot> {
        let from = self.node(person).map_or(&[][..], |node| &node.from);
        let roles = from.iter().filter(|(link, _)| *link == Link::Role);
        let mut houses = roles.filter_map(|(_, role)| match self.fact(*role) {
            Some(Fact::Actor(role)) => role.organization,
            _ => None,
        });
        let first = houses.next()?;
        houses.all(|house| house == first).then_some(first)
    }
}
