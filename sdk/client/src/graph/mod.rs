//! Everything that is held, linked: records, what they contain, what they are called elsewhere.

mod lead;
mod oddity;
mod watch;

use std::cell::RefCell;
use std::ops::Bound;
use std::rc::Rc;

use coordo_core::actor::Actor;
use coordo_core::{Instant, Notice, Private, RecordKey, RecordMap, Reference, SourceId, Task};
use coordo_fhir::Projection;
use coordo_fhir::read::{Reading, read};
use coordo_store::Body;

use crate::identity::{Identity, Names, Search, identifiers};
use lead::parent_of;

pub(crate) use lead::Links;
pub(crate) use watch::Watcher;

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

/// The records of all sources.
#[derive(Default)]
pub(crate) struct Graph {
    records: RecordMap<Held>,
    /// Other names of records, as keys without a type.
    urls: RecordMap<RecordKey>,
    /// Where the records of a source live, as their full URLs say: what lies elsewhere is not theirs.
    bases: Vec<(SourceId, String)>,
    /// Oddities of documents, which belong to no record.
    pub(crate) source_notices: Vec<(SourceId, Notice)>,
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

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        self.links.take();
        self.n_shapes += 1;
        self.touch(key);
        let gone = self.records.remove(key);
        if gone.is_some_and(|held| !identifiers(&held.projection).is_empty()) {
            self.forget_identity();
        }
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
        self.lives_at(&key.source, &url);
        let name = RecordKey::new(key.source.clone(), "", url);
        self.urls.insert(name, key);
    }

    /// Learns from a full URL (`https://x.example/fhir/Task/1`) where the records of its source live.
    pub(crate) fn lives_at(&mut self, source: &SourceId, full_url: &str) {
        let Some(base) = base_of(full_url) else {
            return;
        };
        let is_known = |(of, known): &(SourceId, String)| of == source && *known == base;
        if !self.bases.iter().any(is_known) {
            self.bases.push((source.clone(), base));
            self.links.take();
            self.n_leads += 1;
        }
    }

    /// Whether an address leads to another server than the one whose records a source gives, as far as
    /// that is known.
    fn is_elsewhere(&self, source: &SourceId, target: &str) -> bool {
        let Some((_, address)) = target.split_once("://") else {
            return false;
        };
        let mut bases = self.bases.iter().filter(|(of, _)| of == source).peekable();
        bases.peek().is_some()
            && !bases.any(|(_, base)| {
                let rest = address.strip_prefix(base.as_str());
                rest.is_some_and(|rest| rest.starts_with('/'))
            })
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

    /// The vehicles, rooms and devices that the appointments of a source take, as it calls them.
    pub(crate) fn things_of(&self, source: &SourceId) -> Vec<String> {
        let appointments = self.of_kind(source, "Appointment");
        let events = appointments.filter_map(|(_, held)| held.projection.event());
        let named = events.filter_map(|event| event.more.as_ref());
        let named = named.flat_map(|more| more.participants.iter().chain([&more.location]));
        named
            .filter_map(Reference::target)
            .filter(|target| target.starts_with("Device/") || target.starts_with("Location/"))
            .map(str::to_owned)
            .collect()
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

/// The base of a full URL, without its scheme; `None` where it is no address of a record.
fn base_of(full_url: &str) -> Option<String> {
    let (_, address) = full_url.split_once("://")?;
    let (kind, id) = coordo_core::id::literal(full_url)?;
    let base = address.strip_suffix(&format!("/{kind}/{id}"))?;
    Some(base.to_owned())
}
