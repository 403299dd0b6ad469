//! Everything that is held, linked: records, what they contain, what they are called elsewhere.

use std::cell::RefCell;
use std::ops::Bound;
use std::rc::Rc;

use coordo_core::actor::Actor;
use coordo_core::order::Order as _;
use coordo_core::{
    Instant, Notice, NoticeCode, Private, RecordKey, RecordMap, Reference, SourceId, Task,
};
use coordo_fhir::Projection;
use coordo_fhir::read::{Reading, read};
use coordo_store::Body;

use crate::identity::{Identity, Names, Search, identifiers};

/// One record with its projection.
pub(crate) struct Held {
    pub(crate) body: Body,
    pub(crate) version: Option<String>,
    pub(crate) projection: Projection,
    /// When its source last changed it (`meta.lastUpdated`).
    pub(crate) updated: Option<Instant>,
    /// The title as it is sorted by.
    folded: String,
    /// Contained resources; their id is `Type/id#local` of this record.
    contained: Vec<(RecordKey, Projection)>,
    notices: Vec<Notice>,
    /// Sums of the numbers that it bears.
    sums: Vec<u64>,
}

impl Held {
    /// The title as it is sorted by; what has none comes last.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// Sums of the numbers that it bears: two records with none in common are not the same.
    pub(crate) fn sums(&self) -> &[u64] {
        &self.sums
    }

    /// Contained resources; their id is `Type/id#local` of this record.
    pub(crate) fn contained(&self) -> &[(RecordKey, Projection)] {
        &self.contained
    }
}

/// A title as it is sorted by; what has none comes last.
pub(crate) fn fold(title: Option<&Private<String>>) -> String {
    title.map_or("\u{10FFFF}".to_owned(), |t| coordo_core::fold::fold(t))
}

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

/// The records of all sources.
#[derive(Default)]
pub(crate) struct Graph {
    records: RecordMap<Held>,
    /// Other names of records, as keys without a type.
    urls: RecordMap<RecordKey>,
    /// Oddities of documents, which belong to no record.
    pub(crate) document_notices: Vec<Notice>,
    /// Forgotten when a record changes that they rest on.
    links: RefCell<Option<Rc<Links>>>,
    /// Forgotten when a record changes what it is called.
    identity: RefCell<Option<Rc<Identity>>>,
    names: RefCell<Option<Rc<Names>>>,
    /// The search for those that are the same, while it is under way.
    search: Option<Search>,
    /// Counts the changes after which the timeline has other items, lanes or rows.
    n_shapes: u64,
    /// Oddities of links, found when a load is whole: before, what is missing may still come.
    link_notices: Vec<Notice>,
    /// How often anything changed.
    revision: u64,
    /// Records that changed since each watcher last looked; none looks where absent.
    touched: [Option<Vec<RecordKey>>; 3],
    /// Counts the changes after which references may lead elsewhere.
    n_leads: u64,
}

/// Who follows what changes.
#[derive(Clone, Copy)]
pub(crate) enum Watcher {
    Directory,
    Findings,
    Seen,
}

impl Graph {
    pub(crate) fn put(&mut self, key: &RecordKey, version: Option<String>, body: Body) {
        let reading = read(key, &body);
        self.put_reading(key, version, body, reading);
    }

    /// The same with a projection that was made before.
    pub(crate) fn put_reading(
        &mut self,
        key: &RecordKey,
        version: Option<String>,
        body: Body,
        reading: Reading,
    ) {
        if !self.keeps_links(key, &reading.projection) {
            self.links.take();
        }
        let before = self.records.get(key).map(|held| &held.projection);
        if before.map_or(&[][..], identifiers) != identifiers(&reading.projection) {
            self.forget_identity();
        }
        if !self.keeps_items(key, &reading.projection) {
            self.n_shapes += 1;
        }
        if self.get(key).is_none_or(|held| held.body != body) {
            self.touch(key);
        }
        let folded = fold_title(&reading.projection);
        let held = Held {
            sums: crate::identity::sums(&key.kind, &reading.projection),
            folded,
            body,
            version,
            projection: reading.projection,
            updated: reading.updated,
            contained: reading.contained,
            notices: reading.notices,
        };
        self.records.insert(key.clone(), held);
    }

    /// Whether a new text of a record leaves all links as they are: the most frequent
    /// change, another status of a task, does.
    fn keeps_links(&self, key: &RecordKey, new: &Projection) -> bool {
        let old = self
            .records
            .get(key)
            .and_then(|held| held.projection.task());
        match (old, new.task()) {
            (Some(old), Some(new)) => old.based_on == new.based_on && old.focus == new.focus,
            _ => false,
        }
    }

    /// Whether a new text of a task leaves its place on the timeline as it is, but for its dates.
    fn keeps_items(&self, key: &RecordKey, new: &Projection) -> bool {
        let old = self
            .records
            .get(key)
            .and_then(|held| held.projection.task());
        let (Some(old), Some(new)) = (old, new.task()) else {
            return false;
        };
        old.status.is_called_off() == new.status.is_called_off()
            && old.owner == new.owner
            && old.goals == new.goals
            && old.reason == new.reason
            && old.part_of == new.part_of
            && old.based_on == new.based_on
            && old.focus == new.focus
            && links_of(old) == links_of(new)
    }

    /// A number that stays while the timeline's items, lanes and rows do.
    pub(crate) fn shape(&self) -> u64 {
        self.n_shapes
    }

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

    fn forget_identity(&mut self) {
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
            }
        }
        links.covered.order();
        // Stable: of two plans that name a record, the first counts.
        links.plans.order_by(|a, b| a.0.cmp(&b.0));
        links
    }

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        self.links.take();
        self.n_shapes += 1;
        self.touch(key);
        let gone = self.records.remove(key);
        if gone.is_some_and(|held| !identifiers(&held.projection).is_empty()) {
            self.forget_identity();
        }
    }

    fn touch(&mut self, key: &RecordKey) {
        self.revision += 1;
        for touched in self.touched.iter_mut().flatten() {
            touched.push(key.clone());
        }
    }

    fn watched(&mut self, by: Watcher) -> &mut Option<Vec<RecordKey>> {
        let [directory, findings, seen] = &mut self.touched;
        match by {
            Watcher::Directory => directory,
            Watcher::Findings => findings,
            Watcher::Seen => seen,
        }
    }

    /// Starts to note what changes.
    pub(crate) fn watch(&mut self, by: Watcher) {
        *self.watched(by) = Some(Vec::new());
    }

    /// Another number after every change by which references may lead elsewhere.
    pub(crate) fn leads(&self) -> u64 {
        self.n_leads
    }

    /// What changed since it was last asked.
    pub(crate) fn take_touched(&mut self, by: Watcher) -> Vec<RecordKey> {
        let Some(touched) = self.watched(by) else {
            return Vec::new();
        };
        let mut touched = std::mem::take(touched);
        touched.order();
        touched.dedup();
        touched
    }

    /// Another number after every change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Records in order, from after one.
    pub(crate) fn after(
        &self,
        last: Option<&RecordKey>,
    ) -> impl Iterator<Item = (&RecordKey, &Held)> {
        let start = last.map_or(Bound::Unbounded, Bound::Excluded);
        self.records.after(start)
    }

    /// Says that a record is also called `url` (`Bundle.entry.fullUrl`).
    pub(crate) fn name(&mut self, url: String, key: RecordKey) {
        self.links.take();
        self.n_shapes += 1;
        self.n_leads += 1;
        let name = RecordKey::new(key.source.clone(), "", url);
        self.urls.insert(name, key);
    }

    pub(crate) fn get(&self, key: &RecordKey) -> Option<&Held> {
        self.records.get(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RecordKey, &Held)> {
        self.records.iter()
    }

    pub(crate) fn of_source<'g>(
        &'g self,
        source: &'g SourceId,
    ) -> impl Iterator<Item = (&'g RecordKey, &'g Held)> {
        let first = RecordKey::new(source.clone(), "", "");
        self.records
            .after(Bound::Included(&first))
            .take_while(move |(k, _)| k.source == *source)
    }

    /// Records of one type of a source.
    pub(crate) fn of_kind<'g>(
        &'g self,
        source: &'g SourceId,
        kind: &'g str,
    ) -> impl Iterator<Item = (&'g RecordKey, &'g Held)> {
        let first = RecordKey::new(source.clone(), kind, "");
        self.records
            .after(Bound::Included(&first))
            .take_while(move |(k, _)| k.kind == kind && k.source == *source)
    }

    pub(crate) fn task(&self, key: &RecordKey) -> Option<&Task> {
        self.records.get(key)?.projection.task()
    }

    pub(crate) fn projection(&self, key: &RecordKey) -> Option<&Projection> {
        if let Some(held) = self.records.get(key) {
            return Some(&held.projection);
        }
        let parent = self.records.get(&parent_of(key)?)?;
        let mut contained = parent.contained.iter();
        contained.find(|(k, _)| k == key).map(|(_, p)| p)
    }

    pub(crate) fn actor(&self, key: &RecordKey) -> Option<&Actor> {
        self.projection(key)?.actor()
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
        let (kind, id) = reference.literal()?;
        let key = RecordKey::new(from.source.clone(), kind, id);
        self.records.contains_key(&key).then_some(key)
    }

    /// All oddities: of documents, of records, and of the links between them.
    pub(crate) fn notices(&self) -> impl Iterator<Item = &Notice> {
        let of_records = self.records.values().flat_map(|held| &held.notices);
        self.document_notices
            .iter()
            .chain(of_records)
            .chain(&self.link_notices)
    }

    /// Oddities of the links of one record, once everything is read.
    fn check_links(&mut self, key: &RecordKey) {
        let mut found = Vec::new();
        let mut check = |references: &[&Reference], path: &str| {
            let dangles = |r: &&Reference| r.target().is_some() && self.resolve(key, r).is_none();
            if references.iter().any(dangles) {
                found.push(Notice::on(NoticeCode::Dangling, key, path));
            }
        };
        let projection = self.records.get(key).map(|held| &held.projection);
        if let Some(task) = projection.and_then(Projection::task) {
            check(&[&task.owner], "Task.owner");
            check(&[&task.subject], "Task.for");
            check(&[&task.focus], "Task.focus");
            check(&task.based_on.iter().collect::<Vec<_>>(), "Task.basedOn");
            check(&task.part_of.iter().collect::<Vec<_>>(), "Task.partOf");
            if let Some(more) = &task.more {
                check(&[&more.encounter], "Task.encounter");
                check(&[&more.location], "Task.location");
                check(&more.after.iter().collect::<Vec<_>>(), "Task.input");
            }
        } else if let Some(plan) = projection.and_then(Projection::care_plan) {
            check(&[&plan.subject], "CarePlan.subject");
            let references: Vec<_> = plan.activities.iter().map(|a| &a.reference).collect();
            check(&references, "CarePlan.activity.reference");
            check(&plan.goals.iter().collect::<Vec<_>>(), "CarePlan.goal");
        } else if let Some(team) = projection.and_then(Projection::care_team) {
            let members: Vec<_> = team.participants.iter().map(|p| &p.member).collect();
            check(&members, "CareTeam.participant.member");
        } else if let Some(event) = projection.and_then(Projection::event) {
            let performers: Vec<_> = event.performers.iter().collect();
            check(&performers, &format!("{}.performer", key.kind));
            let place = event.more.as_ref().map(|more| &more.location);
            let places: Vec<_> = place.into_iter().collect();
            check(&places, &format!("{}.location", key.kind));
        } else if let Some(actor) = projection.and_then(Projection::actor) {
            check(&[&actor.person], &format!("{}.practitioner", key.kind));
            let path = match key.kind.as_str() {
                "Organization" => "partOf",
                "Location" => "managingOrganization",
                "HealthcareService" => "providedBy",
                _ => "organization",
            };
            check(&[&actor.organization], &format!("{}.{path}", key.kind));
        }
        self.link_notices.extend(found);
    }

    /// Tells the tasks whose `partOf` leads back to themselves.
    pub(crate) fn check_cycles(&mut self) {
        let mut tasks: Vec<(&RecordKey, &Reference)> = Vec::new();
        for (key, held) in &self.records {
            if let Projection::Task(task) = &held.projection
                && let Some(parent) = task.part_of.first()
            {
                tasks.push((key, parent));
            }
        }
        let parents: Vec<Option<usize>> = tasks
            .iter()
            .map(|(key, parent)| {
                let parent = self.resolve(key, parent)?;
                tasks.binary_search_by(|(k, _)| (*k).cmp(&parent)).ok()
            })
            .collect();
        // Each task is walked over once: 0 not yet, 1 on the trail, 2 done.
        let mut walked = vec![0u8; tasks.len()];
        let mut found = Vec::new();
        for start in 0..tasks.len() {
            let mut trail = Vec::new();
            let mut at = Some(start);
            while let Some(n) = at.filter(|n| walked.get(*n) == Some(&0)) {
                if let Some(mark) = walked.get_mut(n) {
                    *mark = 1;
                }
                trail.push(n);
                at = parents.get(n).copied().flatten();
            }
            if let Some(from) = at.and_then(|n| trail.iter().position(|t| *t == n)) {
                let ring = trail.iter().skip(from).filter_map(|n| tasks.get(*n));
                found.extend(ring.map(|(k, _)| Notice::on(NoticeCode::Cycle, k, "Task.partOf")));
            }
            for n in trail {
                if let Some(mark) = walked.get_mut(n) {
                    *mark = 2;
                }
            }
        }
        self.link_notices.extend(found);
    }

    /// Checks the links of the next `n` records after one; gives the last of them, or none at
    /// the end.
    pub(crate) fn check_some_links(
        &mut self,
        after: Option<&RecordKey>,
        n: usize,
    ) -> Option<RecordKey> {
        let keys: Vec<RecordKey> = self.after(after).take(n).map(|(k, _)| k.clone()).collect();
        for key in &keys {
            self.check_links(key);
        }
        keys.last().filter(|_| keys.len() == n).cloned()
    }

    pub(crate) fn forget_link_notices(&mut self) {
        self.link_notices.clear();
    }
}

/// The title that records are sorted and searched by; empty for those that have none of their own.
fn fold_title(projection: &Projection) -> String {
    if let Some(task) = projection.task() {
        fold(task.title.as_ref())
    } else if let Some(event) = projection.event() {
        fold(event.title.as_ref())
    } else if let Some(goal) = projection.goal() {
        fold(goal.title.as_ref())
    } else {
        String::new()
    }
}

/// What a task comes after, and during which stay.
fn links_of(task: &Task) -> Option<(&[Reference], &Reference)> {
    let more = task.more.as_ref()?;
    Some((&more.after, &more.encounter))
}

/// The record that a contained resource lies in; `None` for a record of its own.
fn parent_of(key: &RecordKey) -> Option<RecordKey> {
    let (parent, _) = key.id.split_once('#')?;
    let (kind, id) = parent.split_once('/')?;
    Some(RecordKey::new(key.source.clone(), kind, id))
}
