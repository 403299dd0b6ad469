//! Everything that is held, linked: records, what they contain, what they are called elsewhere.

use std::collections::BTreeMap;

use coordo_core::actor::Actor;
use coordo_core::{Notice, NoticeCode, RecordKey, Reference, SourceId, Task};
use coordo_fhir::Projection;
use coordo_fhir::read::read;
use coordo_store::Body;

/// One record with its projection.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) body: Body,
    pub(crate) version: Option<String>,
    pub(crate) projection: Projection,
    notices: Vec<Notice>,
}

/// The records of all sources.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    records: BTreeMap<RecordKey, Held>,
    contained: BTreeMap<RecordKey, Projection>,
    /// Key of a contained resource by its parent's key with `id#local`.
    locals: BTreeMap<RecordKey, RecordKey>,
    urls: BTreeMap<(SourceId, String), RecordKey>,
    /// Oddities of documents, which belong to no record.
    pub(crate) document_notices: Vec<Notice>,
    /// Oddities of links, found when a load is whole: before, what is missing may still come.
    link_notices: Vec<Notice>,
}

impl Graph {
    pub(crate) fn put(&mut self, key: &RecordKey, version: Option<String>, body: Body) {
        let reading = read(key, &body);
        self.forget_contained(key);
        for (inner, projection) in reading.contained {
            let local = RecordKey::new(key.source.clone(), key.kind.clone(), inner.id.clone());
            self.locals.insert(local, inner.clone());
            self.contained.insert(inner, projection);
        }
        let held = Held {
            body,
            version,
            projection: reading.projection,
            notices: reading.notices,
        };
        self.records.insert(key.clone(), held);
    }

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        self.forget_contained(key);
        self.records.remove(key);
    }

    fn forget_contained(&mut self, key: &RecordKey) {
        let first = RecordKey::new(key.source.clone(), key.kind.clone(), format!("{}#", key.id));
        let prefix = first.id.clone();
        let gone: Vec<RecordKey> = self
            .locals
            .range(first..)
            .take_while(|(k, _)| k.kind == key.kind && k.id.starts_with(&prefix))
            .map(|(k, _)| k.clone())
            .collect();
        for local in gone {
            if let Some(inner) = self.locals.remove(&local) {
                self.contained.remove(&inner);
            }
        }
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
        match &self.records.get(key)?.projection {
            Projection::Task(task) => Some(task),
            _ => None,
        }
    }

    pub(crate) fn projection(&self, key: &RecordKey) -> Option<&Projection> {
        match self.records.get(key) {
            Some(held) => Some(&held.projection),
            None => self.contained.get(key),
        }
    }

    pub(crate) fn actor(&self, key: &RecordKey) -> Option<&Actor> {
        match self.projection(key)? {
            Projection::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    /// Where a reference of `from` leads, if that is held.
    pub(crate) fn resolve(&self, from: &RecordKey, reference: &Reference) -> Option<RecordKey> {
        let target = reference.target()?;
        if let Some(local) = target.strip_prefix('#') {
            let parent = from.id.split('#').next().unwrap_or(&from.id);
            let id = format!("{parent}#{local}");
            // Inside a contained resource `#x` still means the parent's.
            return self
                .locals
                .get(&RecordKey::new(from.source.clone(), from.kind.clone(), id.clone()))
                .or_else(|| self.locals.values().find(|k| k.id == id))
                .cloned();
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
            let dangles =
                |r: &&Reference| r.target().is_some() && self.resolve(key, r).is_none();
            if references.iter().any(dangles) {
                found.push(Notice::on(NoticeCode::Dangling, key, path));
            }
        };
        match self.records.get(key).map(|held| &held.projection) {
            Some(Projection::Task(task)) => {
                check(&[&task.owner], "Task.owner");
                check(&[&task.subject], "Task.for");
                check(&[&task.focus], "Task.focus");
                check(&task.based_on.iter().collect::<Vec<_>>(), "Task.basedOn");
                check(&task.part_of.iter().collect::<Vec<_>>(), "Task.partOf");
            }
            Some(Projection::CarePlan(plan)) => {
                check(&[&plan.subject], "CarePlan.subject");
                let references: Vec<_> = plan.activities.iter().map(|a| &a.reference).collect();
                check(&references, "CarePlan.activity.reference");
            }
            Some(Projection::CareTeam(team)) => {
                let members: Vec<_> = team.participants.iter().map(|p| &p.member).collect();
                check(&members, "CareTeam.participant.member");
            }
            _ => {}
        }
        self.link_notices.extend(found);
    }

    /// Tells the tasks whose `partOf` leads back to themselves.
    pub(crate) fn check_cycles(&mut self) {
        // Each task is walked over once: false while on the trail, true when done.
        let mut walked: BTreeMap<&RecordKey, bool> = BTreeMap::new();
        let mut found = Vec::new();
        let keys: BTreeMap<&RecordKey, Option<RecordKey>> = self
            .records
            .iter()
            .filter_map(|(key, held)| match &held.projection {
                Projection::Task(task) => {
                    let parent = task.part_of.first();
                    Some((key, parent.and_then(|r| self.resolve(key, r))))
                }
                _ => None,
            })
            .collect();
        for start in keys.keys() {
            let mut trail: Vec<&RecordKey> = Vec::new();
            let mut at = Some(*start);
            while let Some(key) = at {
                match walked.get(key) {
                    Some(true) => break,
                    Some(false) => {
                        let from = trail.iter().position(|k| *k == key).unwrap_or(0);
                        let ring = trail.get(from..).unwrap_or(&[]);
                        found.extend(
                            ring.iter()
                                .map(|k| Notice::on(NoticeCode::Cycle, k, "Task.partOf")),
                        );
                        break;
                    }
                    None => {}
                }
                walked.insert(key, false);
                trail.push(key);
                let parent = keys.get(key).and_then(Option::as_ref);
                at = parent.and_then(|p| keys.get_key_value(p).map(|(k, _)| *k));
            }
            for key in trail {
                walked.insert(key, true);
            }
        }
        self.link_notices.extend(found);
    }

    pub(crate) fn forget_links(&mut self) {
        self.link_notices.clear();
    }
}
