//! Where references lead: who is the same, what plans and tasks say of each other.

use std::rc::Rc;

use coordo_core::order::Order as _;
use coordo_core::{RecordKey, Reference};
use coordo_fhir::Projection;

use super::Graph;
use crate::identity::{Identity, Names, Search};

/// What plans and tasks say of each other, found once and kept while it holds.
#[derive(Default)]
pub(crate) struct Links {
    /// Records that a task stands for, sorted.
    covered: Vec<RecordKey>,
    /// Records that plans name among their activities, and the plan, sorted.
    plans: Vec<(RecordKey, RecordKey)>,
}

impl Links {
    /// Whether a task stands for a record.
    pub(crate) fn is_covered(&self, record: &RecordKey) -> bool {
        self.covered.binary_search(record).is_ok()
    }

    /// The plan that names a record among its activities.
    pub(crate) fn plan_of(&self, record: &RecordKey) -> Option<&RecordKey> {
        let at = self.plans.partition_point(|(r, _)| r < record);
        let (found, plan) = self.plans.get(at)?;
        (found == record).then_some(plan)
    }
}

impl Graph {
    /// What plans and tasks say of each other.
    pub(crate) fn links(&self) -> Rc<Links> {
        if let Some(links) = &*self.links.borrow() {
            return links.clone();
        }
        let links = Rc::new(self.find_links());
        *self.links.borrow_mut() = Some(links.clone());
        links
    }

    /// Which actors and teams are the same.
    pub(crate) fn identity(&self) -> Rc<Identity> {
        if let Some(identity) = &*self.identity.borrow() {
            return identity.clone();
        }
        let identity = Rc::new(Identity::find(self));
        *self.identity.borrow_mut() = Some(identity.clone());
        identity
    }

    /// One step towards knowing which actors and teams are the same; true once it is known.
    pub(crate) fn advance_identity(&mut self) -> bool {
        if self.identity.get_mut().is_some() {
            self.search = None;
            return true;
        }
        let mut search = self.search.take().unwrap_or_else(|| Search::over(self));
        match search.advance(self) {
            Some(identity) => *self.identity.get_mut() = Some(Rc::new(identity)),
            None => self.search = Some(search),
        }
        false
    }

    pub(super) fn forget_identity(&mut self) {
        self.n_leads += 1;
        self.search = None;
        self.identity.take();
        self.names.take();
    }

    /// The other records of the same person, structure or team, in all sources.
    pub(crate) fn same_as(&self, key: &RecordKey) -> Vec<RecordKey> {
        let identity = self.identity();
        let group = identity.group(key).iter();
        group.filter(|other| *other != key).cloned().collect()
    }

    /// The one record that stands for all that are the same: for two keys equal exactly
    /// where they are.
    pub(crate) fn one_of(&self, key: RecordKey) -> RecordKey {
        match self.identity().group(&key).first() {
            Some(first) => first.clone(),
            None => key,
        }
    }

    /// The record that bears a number.
    fn named(&self, from: &RecordKey, reference: &Reference) -> Option<RecordKey> {
        let named = reference.identifier.as_ref()?;
        let names = {
            let held = self.names.borrow().clone();
            held.unwrap_or_else(|| {
                let names = Rc::new(Names::find(self));
                *self.names.borrow_mut() = Some(names.clone());
                names
            })
        };
        let kinds = [
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "Patient",
            "RelatedPerson",
            "CareTeam",
            "Location",
            "HealthcareService",
        ];
        let said = reference.kind.as_deref();
        let mut kinds = kinds.into_iter().filter(|k| said.is_none_or(|s| s == *k));
        kinds.find_map(|kind| names.bearer(self, from, kind, named))
    }

    fn find_links(&self) -> Links {
        let mut links = Links::default();
        for (key, held) in &self.records {
            if let Some(task) = held.projection.task() {
                let references = task.based_on.iter().chain([&task.focus]);
                let targets = references.filter_map(|r| self.resolve(key, r));
                links.covered.extend(targets);
            } else if let Some(plan) = held.projection.care_plan() {
                let named = plan.activities.iter().filter(|a| a.detail.is_none());
                let targets = named.filter_map(|a| self.resolve(key, &a.reference));
                links.plans.extend(targets.map(|t| (t, key.clone())));
            } else if self.is_order_of_tasks(key, &held.projection) {
                links.covered.push(key.clone());
            }
        }
        links.covered.order();
        // Stable: of two plans that name a record, the first counts.
        links.plans.order_by(|a, b| a.0.cmp(&b.0));
        links
    }

    /// A group whose actions are tasks says in which order they come, and is no step itself.
    fn is_order_of_tasks(&self, key: &RecordKey, projection: &Projection) -> bool {
        let Some(more) = projection.event().and_then(|event| event.more.as_ref()) else {
            return false;
        };
        let mut targets = more
            .actions
            .iter()
            .filter_map(|a| self.resolve(key, &a.resource));
        targets.any(|target| target.kind == "Task")
    }

    /// Another number after every change by which references may lead elsewhere.
    pub(crate) fn leads(&self) -> u64 {
        self.n_leads
    }

    /// Where a reference of `from` leads, if that is held.
    pub(crate) fn resolve(&self, from: &RecordKey, reference: &Reference) -> Option<RecordKey> {
        let Some(target) = reference.target() else {
            return self.named(from, reference);
        };
        if let Some(local) = target.strip_prefix('#') {
            // Inside a contained resource `#x` still means the parent's.
            let parent = parent_of(from).unwrap_or_else(|| from.clone());
            let id = format!("{}#{local}", parent.reference());
            let mut contained = self.records.get(&parent)?.contained.iter();
            return contained.find(|(k, _)| k.id == id).map(|(k, _)| k.clone());
        }
        // Only documents give their entries names of their own.
        if !self.urls.is_empty() {
            let url = RecordKey::new(from.source.clone(), "", target);
            if let Some(key) = self.urls.get(&url) {
                return Some(key.clone());
            }
        }
        if self.is_elsewhere(&from.source, target) {
            return None;
        }
        let (kind, id) = reference.literal()?;
        let key = RecordKey::new(from.source.clone(), kind, id);
        self.records.contains_key(&key).then_some(key)
    }
}

/// The record that a contained resource lies in; `None` for a record of its own.
pub(super) fn parent_of(key: &RecordKey) -> Option<RecordKey> {
    let (parent, _) = key.id.split_once('#')?;
    let (kind, id) = parent.split_once('/')?;
    Some(RecordKey::new(key.source.clone(), kind, id))
}
