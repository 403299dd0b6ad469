//! The facts that NOMEKO rests on, from the graph (rows 12, 14, 15, 68).

use coordo_core::{Private, TaskStatus};

use crate::graph::{Fact, Link, Plan, Relation, Slot, TaskFact, Who};
use crate::nomeko::{Action, Participant};

impl Plan {
    /// Every task as an action; what is an error is none.
    pub fn actions(&self) -> Vec<Action> {
        let tasks = self.tasks();
        let real = tasks.filter(|(_, task)| task.status != TaskStatus::EnteredInError);
        real.filter_map(|(slot, task)| self.action(slot, task))
            .collect()
    }

    fn action(&self, slot: Slot, task: &TaskFact) -> Option<Action> {
        let named = [&task.owner, &task.requester].into_iter();
        let people = named.chain(&task.contributes).chain(&task.validates);
        Some(Action {
            key: self.key(slot)?.clone(),
            status: task.status.clone(),
            participants: people.filter_map(|who| self.participant(who)).collect(),
            n_edges: self.edges(slot, task),
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
        let organization = match self.fact(slot) {
            _ if key.kind == "Organization" => name(slot),
            Some(Fact::Actor(actor)) => actor.organization.and_then(name),
            _ => None,
        };
        Some(Participant {
            who: Private(key.reference()),
            is_person: matches!(key.kind.as_str(), "Patient" | "RelatedPerson"),
            organization,
        })
    }

    /// Edges to other items: after, together, part of, a resource in common.
    fn edges(&self, slot: Slot, task: &TaskFact) -> usize {
        let own = task.after.len() + task.part_of.len();
        let others = self.links_to(slot, Link::After).count();
        let parts = self.links_to(slot, Link::PartOf).count();
        let groups = self.links_to(slot, Link::Action).map(|group| {
            let Some(Fact::Event(group)) = self.fact(group) else {
                return 0;
            };
            let is_of = |(a, _, b): &&(Slot, Relation, Slot)| *a == slot || *b == slot;
            group.relations.iter().filter(is_of).count()
        });
        let shared = task.uses.iter().map(|resource| {
            let users = self.links_to(*resource, Link::Uses);
            let appointments = self.links_to(*resource, Link::Participant);
            let other_users = users.filter(|user| *user != slot).count();
            let own_focus = task.focus;
            other_users + appointments.filter(|a| Some(*a) != own_focus).count()
        });
        own + others + parts + groups.sum::<usize>() + shared.sum::<usize>()
    }
}
