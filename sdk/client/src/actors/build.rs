//! Building the register and the index in steps, each short enough for a page to stay alive.

use coordo_core::actor::Actor;
use coordo_core::fold::fold;
use coordo_core::order::Order as _;
use coordo_core::{Private, RecordKey};
use coordo_directory::Index;
use coordo_fhir::Projection;

use super::canonical;
use super::digest::Digest;
use super::named;
use super::register::{Number, Register};
use super::shape::{Shape, kind_of};
use crate::graph::{Graph, Held};
use crate::view::directory::EntryKind;

/// Records looked at, and homes found, in one step.
const RECORDS: usize = 1_000;
/// Entries told to the index in one step.
const ENTRIES: usize = 250;
/// Steps between two seals of the index.
const SEAL_AFTER: usize = 4;

/// A register and the index over its entries.
#[derive(Default)]
pub(crate) struct Built {
    pub(crate) register: Register,
    pub(crate) index: Index,
}

/// How far a build is.
enum Phase {
    /// Looking at all records; the last one seen.
    Records(Option<RecordKey>),
    /// Laying records into the entries of others.
    Homes(usize),
    /// Telling entries to the index: place in the order of keys, and steps since the last seal.
    Entries(usize, usize),
    Done,
}

/// Someone contained in a record, or only named there.
struct Loose {
    /// What makes two of them the same.
    group: String,
    key: RecordKey,
    digest: (u64, u64),
    link: Option<(RecordKey, Link)>,
}

/// What a record has to do with another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// It lies in the other's entry.
    Home,
    /// It is a part of the structure, with an entry of its own.
    Part,
    /// Its entry shows something of the other.
    Rests,
}

/// A build under way.
pub(super) struct Build {
    pub(super) built: Built,
    phase: Phase,
    /// What records have to do with each other.
    links: Vec<(Number, RecordKey, Link)>,
    /// Contained and named ones.
    loose: Vec<Loose>,
}

impl Build {
    pub(super) fn new() -> Self {
        Self {
            built: Built::default(),
            phase: Phase::Records(None),
            links: Vec::new(),
            loose: Vec::new(),
        }
    }

    /// Whether entries can be found already.
    pub(super) fn has_entries(&self) -> bool {
        matches!(self.phase, Phase::Entries(..) | Phase::Done)
    }

    /// One step; true once the build is whole.
    pub(super) fn advance(&mut self, graph: &Graph) -> bool {
        match &mut self.phase {
            Phase::Records(after) => {
                let after = after.take();
                self.phase = match self.look(graph, after.as_ref()) {
                    Some(last) => Phase::Records(Some(last)),
                    None => {
                        self.take_loose();
                        Phase::Homes(0)
                    }
                };
                false
            }
            Phase::Homes(at) => {
                let from = *at;
                let links = self.links.iter().skip(from).take(RECORDS);
                let mut n = 0;
                for (number, other, link) in links {
                    n += 1;
                    let register = &mut self.built.register;
                    let Some(other) = register.number(other) else {
                        continue;
                    };
                    match link {
                        Link::Home => register.fold(*number, other),
                        Link::Part => register.add_part(other, *number),
                        Link::Rests => register.rest_on(other),
                    }
                }
                self.phase = if n == RECORDS {
                    Phase::Homes(from + n)
                } else {
                    self.links = Vec::new();
                    self.built.register.settle();
                    Phase::Entries(0, 0)
                };
                false
            }
            Phase::Entries(at, steps) => {
                let (from, steps) = (*at, *steps + 1);
                let is_over = self.enter(graph, from);
                if is_over || steps == SEAL_AFTER {
                    self.built.index.seal();
                }
                self.phase = if is_over {
                    Phase::Done
                } else {
                    Phase::Entries(from + ENTRIES, steps % SEAL_AFTER)
                };
                is_over
            }
            Phase::Done => true,
        }
    }

    /// Looks at the next records; gives the last of them, or none at the end.
    fn look(&mut self, graph: &Graph, after: Option<&RecordKey>) -> Option<RecordKey> {
        let mut last = None;
        let mut n = 0;
        for (key, held) in graph.after(after).take(RECORDS) {
            n += 1;
            last = Some(key);
            self.take(graph, key, held);
        }
        (n == RECORDS).then(|| last.cloned()).flatten()
    }

    fn take(&mut self, graph: &Graph, key: &RecordKey, held: &Held) {
        let projection = &held.projection;
        if matches!(projection, Projection::Actor(_) | Projection::CareTeam(_)) {
            let number = self.built.register.add(key.clone(), digest(projection));
            if let (Some(number), Projection::Actor(actor)) = (number, projection) {
                let home = home(graph, key, actor);
                let home = home.map(|(home, link)| (number, home, link));
                self.links.extend(home);
                let rests = rests(graph, key, actor).into_iter();
                self.links.extend(rests.map(|r| (number, r, Link::Rests)));
            }
        }
        for (inner, projection) in held.contained() {
            let link = projection.actor().and_then(|a| home(graph, inner, a));
            let digest = digest(projection);
            let group = match &link {
                // One of its own: what it lies in may be the same as another.
                Some(_) => inner.reference(),
                None => match group(inner, projection, digest) {
                    Some(group) => group,
                    None => continue,
                },
            };
            self.loose.push(Loose {
                group: format!("{}\n{group}", key.source),
                key: inner.clone(),
                digest,
                link,
            });
        }
        for (named, display) in named::of(graph, key, projection) {
            let group = group_of_name(&named, display);
            self.loose.push(Loose {
                digest: (Digest::of(&group), 0),
                group,
                key: named,
                link: None,
            });
        }
    }

    /// Numbers the contained and the named: those that are the same make one entry.
    fn take_loose(&mut self) {
        let n_ordered = self.built.register.len();
        let mut loose = std::mem::take(&mut self.loose);
        loose.order_by(|a, b| (&a.group, &a.key).cmp(&(&b.group, &b.key)));
        let mut first: Option<(String, RecordKey)> = None;
        for one in loose {
            let register = &mut self.built.register;
            let Some(number) = register.add(one.key.clone(), one.digest) else {
                continue;
            };
            match (one.link, &first) {
                (Some((home, link)), _) => self.links.push((number, home, link)),
                (None, Some((known, home))) if *known == one.group => {
                    self.links.push((number, home.clone(), Link::Home));
                }
                (None, _) => first = Some((one.group, one.key)),
            }
        }
        self.built.register.sort(n_ordered);
    }

    /// Tells the next entries to the index; true at the end.
    fn enter(&mut self, graph: &Graph, from: usize) -> bool {
        let Built { register, index } = &mut self.built;
        for at in from..from + ENTRIES {
            let Some(number) = register.at(at) else {
                return true;
            };
            if register.home(number) == Some(number) {
                enter(graph, register, index, number);
            }
        }
        false
    }
}

/// Tells one entry to the index, anew where it was there before.
pub(super) fn enter(graph: &Graph, register: &mut Register, index: &mut Index, home: Number) {
    if let Some(slot) = register.slot(home) {
        index.remove(slot);
    }
    let mut slot = None;
    if let Some(shape) = Shape::of(graph, register, home) {
        shape.index(&mut |entry| slot = Some(index.add(entry)));
    }
    register.give_slot(home, slot);
}

/// The record in whose entry an actor lies, or of which it is a part.
fn home(graph: &Graph, key: &RecordKey, actor: &Actor) -> Option<(RecordKey, Link)> {
    match key.kind.as_str() {
        "PractitionerRole" => {
            let person = graph.resolve(key, &actor.person)?;
            graph.actor(&person)?;
            Some((canonical(graph, &person), Link::Home))
        }
        "Location" | "HealthcareService" => {
            let found = graph.resolve(key, &actor.organization)?;
            let has_its_name = match (&actor.name, &graph.actor(&found)?.name) {
                (Some(own), Some(whole)) => fold(own) == fold(whole),
                (own, _) => own.is_none(),
            };
            let link = if has_its_name { Link::Home } else { Link::Part };
            Some((canonical(graph, &found), link))
        }
        _ => {
            let first = canonical(graph, key);
            (first != *key).then_some((first, Link::Home))
        }
    }
}

/// Records of which the entry of a role shows something.
fn rests(graph: &Graph, key: &RecordKey, actor: &Actor) -> Vec<RecordKey> {
    if key.kind != "PractitionerRole" && key.kind != "HealthcareService" {
        return Vec::new();
    }
    let more = actor.more.as_deref();
    let around = more.map_or(&[][..], |m| &m.places).iter();
    let around = around.chain(more.map_or(&[][..], |m| &m.services));
    let all = around.chain([&actor.organization]);
    all.filter_map(|r| graph.resolve(key, r)).collect()
}

/// What makes two contained actors the same; `None` for what has no name and is no actor.
fn group(key: &RecordKey, projection: &Projection, digest: (u64, u64)) -> Option<String> {
    let kind = &key.kind;
    if projection.care_team().is_some() {
        return Some(format!("{kind}\n{}", digest.0));
    }
    let actor = projection.actor()?;
    let name = actor.name.as_ref().or(actor.person.display.as_ref())?;
    let number = actor.identifiers.first().map_or("", |i| i.value.as_str());
    let role = actor.role.as_ref().map_or("", |r| r.as_str());
    Some(format!("{kind}\n{}\n{number}\n{role}", fold(name)))
}

/// Whether one who is contained in a record has an entry, or lies in that of another.
pub(super) fn has_entry(graph: &Graph, inner: &RecordKey, projection: &Projection) -> bool {
    let link = projection.actor().and_then(|a| home(graph, inner, a));
    link.is_some() || group(inner, projection, (0, 0)).is_some()
}

/// What makes two who are only named the same.
pub(super) fn group_of_name(key: &RecordKey, display: &Private<String>) -> String {
    format!("{}\n\n{}", key.source.0, fold(display))
}

/// Where a record leads, and what the entries of others show of it.
pub(super) fn digest(projection: &Projection) -> (u64, u64) {
    let (mut links, mut shown) = (Digest::default(), Digest::default());
    if let Some(actor) = projection.actor() {
        links.links(actor);
        if kind_of(&actor.key) == EntryKind::Structure {
            shown.shown(actor);
        }
    } else if let Some(team) = projection.care_team() {
        links.team(team);
    }
    (links.end(), shown.end())
}
