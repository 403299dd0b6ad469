//! What is odd about links: references that lead nowhere, tasks that are parts of themselves.

use coordo_core::{Notice, NoticeCode, RecordKey, Reference, SourceId};
use coordo_fhir::Projection;

use super::Graph;

impl Graph {
    /// All oddities: of documents, of records, and of the links between them.
    pub(crate) fn notices(&self) -> impl Iterator<Item = (Option<&SourceId>, &Notice)> {
        let of_records = self.records.values().flat_map(|held| &held.notices);
        let of_records = of_records.chain(&self.link_notices);
        let of_sources = self.source_notices.iter();
        of_sources
            .map(|(source, notice)| (Some(source), notice))
            .chain(of_records.map(|n| (n.subject.as_ref().map(|key| &key.source), n)))
    }

    /// Tells an oddity of a source itself, or of a document that it is, once.
    pub(crate) fn tell_of(&mut self, source: &SourceId, notice: Notice) {
        let told = (source.clone(), notice);
        if !self.source_notices.contains(&told) {
            self.source_notices.push(told);
        }
    }

    /// Whether the end of a document is missing.
    pub(crate) fn is_cut_short(&self) -> bool {
        let mut of_sources = self.source_notices.iter();
        of_sources.any(|(_, notice)| notice.code == NoticeCode::Truncated)
    }

    /// The types that sources do not give to whoever asks.
    pub(crate) fn not_given(&self) -> impl Iterator<Item = &str> {
        let of_sources = self.source_notices.iter().map(|(_, notice)| notice);
        of_sources
            .filter(|notice| notice.code == NoticeCode::NotGiven)
            .map(|notice| notice.path.as_str())
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
