//! Everything that is held, linked: records, what they contain, what they are called elsewhere.

use std::collections::BTreeMap;

use coordo_core::actor::Actor;
use coordo_core::{Notice, NoticeCode, RecordKey, Reference, SourceId, Task};
use coordo_fhir::Projection;
use coordo_fhir::read::{Reading, read};
use coordo_store::Body;

/// One record with its projection.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) body: Body,
    pub(crate) version: Option<String>,
    pub(crate) projection: Projection,
    /// Contained resources; their id is `Type/id#local` of this record.
    contained: Vec<(RecordKey, Projection)>,
    notices: Vec<Notice>,
}

/// The records of all sources.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    records: BTreeMap<RecordKey, Held>,
    urls: BTreeMap<(SourceId, String), RecordKey>,
    /// Oddities of documents, which belong to no record.
    pub(crate) document_notices: Vec<Notice>,
    /// Oddities of links, found when a load is whole: before, what is missing may still come.
    link_notices: Vec<Notice>,
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
        let held = Held {
            body,
            version,
            projection: reading.projection,
            contained: reading.contained,
            notices: reading.notices,
        };
        self.records.insert(key.clone(), held);
    }

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        self.records.remove(key);
    }

    /// Says that a record is also called `url` (`Bundle.entry.fullUrl`).
    pub(crate) fn name(&mut self, url: String, key: RecordKey) {
        self.urls.insert((key.source.clone(), url), key);
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
            .range(first..)
            .take_while(move |(k, _)| k.source == *source)
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
        let target = reference.target()?;
        if let Some(local) = target.strip_prefix('#') {
            // Inside a contained resource `#x` still means the parent's.
            let parent = parent_of(from).unwrap_or_else(|| from.clone());
            let id = format!("{}#{local}", parent.reference());
            let mut contained = self.records.get(&parent)?.contained.iter();
            return contained.find(|(k, _)| k.id == id).map(|(k, _)| k.clone());
        }
        let url = (from.source.clone(), target.to_owned());
        if let Some(key) = self.urls.get(&url) {
            return Some(key.clone());
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
    pub(crate) fn check_links(&mut self, key: &RecordKey) {
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
        } else if let Some(plan) = projection.and_then(Projection::care_plan) {
            check(&[&plan.subject], "CarePlan.subject");
            let references: Vec<_> = plan.activities.iter().map(|a| &a.reference).collect();
            check(&references, "CarePlan.activity.reference");
        } else if let Some(team) = projection.and_then(Projection::care_team) {
            let members: Vec<_> = team.participants.iter().map(|p| &p.member).collect();
            check(&members, "CareTeam.participant.member");
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

    pub(crate) fn forget_links(&mut self) {
        self.link_notices.clear();
    }
}

/// The record that a contained resource lies in; `None` for a record of its own.
fn parent_of(key: &RecordKey) -> Option<RecordKey> {
    let (parent, _) = key.id.split_once('#')?;
    let (kind, id) = parent.split_once('/')?;
    Some(RecordKey::new(key.source.clone(), kind, id))
}
