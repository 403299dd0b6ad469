//! One entry with the records that make it: what is indexed and what is drawn come from here.

use coordo_core::actor::{Actor, ActorMore, Address, CareTeam, ContactPoint, ContactSystem};
use coordo_core::{Private, RecordKey};
use coordo_directory::{Entry, Facet, Field};

use super::named;
use super::register::{Number, Register};
use super::words::town;
use crate::draw::Moment;
use crate::graph::Graph;
use crate::view::directory::EntryKind;

/// An entry.
pub(crate) struct Shape<'g> {
    /// The record that stands for it.
    pub(crate) key: &'g RecordKey,
    pub(crate) kind: EntryKind,
    /// The person or the structure, as each source tells of it.
    pub(crate) selves: Vec<&'g Actor>,
    /// Roles of a person; places and services of a structure that have its name.
    pub(crate) situations: Vec<Situation<'g>>,
    pub(crate) team: Option<&'g CareTeam>,
    /// The name of someone of whom there is no record.
    pub(crate) display: Option<&'g Private<String>>,
    /// The structure of a place or service with an entry of its own.
    whole: Option<&'g Actor>,
}

/// Where a person works and as what; or a place or service of a structure.
pub(crate) struct Situation<'g> {
    pub(crate) actor: &'g Actor,
    /// The structure, where it is held.
    pub(crate) structure: Option<&'g Actor>,
    pub(crate) places: Vec<&'g Actor>,
    pub(crate) services: Vec<&'g Actor>,
}

/// What few actors have.
pub(crate) fn more(actor: &Actor) -> Option<&ActorMore> {
    actor.more.as_deref()
}

/// What the entry of a record is.
pub(crate) fn kind_of(key: &RecordKey) -> EntryKind {
    match key.kind.as_str() {
        "Patient" => EntryKind::Person,
        "RelatedPerson" => EntryKind::Relative,
        "CareTeam" => EntryKind::Team,
        "Organization" | "Location" | "HealthcareService" => EntryKind::Structure,
        _ => EntryKind::Professional,
    }
}

impl<'g> Shape<'g> {
    /// Gathers an entry; `None` where its record is gone meanwhile.
    pub(crate) fn of(graph: &'g Graph, register: &'g Register, home: Number) -> Option<Self> {
        let key = register.key(home)?;
        let mut shape = Self {
            key,
            kind: kind_of(key),
            selves: Vec::new(),
            situations: Vec::new(),
            team: None,
            display: None,
            whole: None,
        };
        if named::is_named_only(key) {
            shape.display = Some(named::display(graph, key)?);
            return Some(shape);
        }
        for member in register.members(home) {
            let Some(projection) = graph.projection(member) else {
                continue;
            };
            shape.team = shape.team.or(projection.care_team());
            if let Some(actor) = projection.actor() {
                shape.take(graph, member, actor);
            }
        }
        let is_there =
            !shape.selves.is_empty() || !shape.situations.is_empty() || shape.team.is_some();
        is_there.then_some(shape)
    }

    fn take(&mut self, graph: &'g Graph, key: &RecordKey, actor: &'g Actor) {
        let is_part = key.kind == "PractitionerRole"
            || (key.kind != self.key.kind && self.kind == EntryKind::Structure);
        let of = |reference| graph.actor(&graph.resolve(key, reference)?);
        if !is_part {
            self.selves.push(actor);
            if self.whole.is_none() && self.kind == EntryKind::Structure {
                self.whole = of(&actor.organization);
            }
            return;
        }
        let more = more(actor);
        self.situations.push(Situation {
            actor,
            structure: of(&actor.organization),
            places: more.map_or(Vec::new(), |m| m.places.iter().filter_map(of).collect()),
            services: more.map_or(Vec::new(), |m| m.services.iter().filter_map(of).collect()),
        });
    }

    /// The name as the first source that has one tells it.
    pub(crate) fn name(&self) -> Option<&'g Private<String>> {
        let own = self.selves.iter().find_map(|a| a.name.as_ref());
        let team = || self.team.and_then(|t| t.name.as_ref());
        // A role whose person is not held is called as its reference says.
        let person = || {
            let mut displays = self.situations.iter().map(|s| &s.actor.person.display);
            displays.find_map(Option::as_ref)
        };
        own.or(self.display).or_else(team).or_else(person)
    }

    /// What entries are ordered by, and homonyms told by: the name without a title.
    pub(crate) fn sort_name(&self) -> &'g str {
        let name = self.name().map_or("", |n| n.as_str());
        let title = ["Dr ", "Pr ", "Dr. ", "Pr. "];
        let bare = title.iter().find_map(|t| name.strip_prefix(t));
        bare.unwrap_or(name)
    }

    /// All actors of the entry.
    fn actors(&self) -> impl Iterator<Item = &'g Actor> {
        let situations = self.situations.iter().map(|s| s.actor);
        self.selves.iter().copied().chain(situations)
    }

    /// Every way to reach it, with the actor that tells of it and, where that is not its own,
    /// the structure that it belongs to.
    pub(crate) fn telecoms(&self) -> Vec<Telecom<'g>> {
        let mut found: Vec<Telecom<'g>> = Vec::new();
        let mut take = |points: &'g [ContactPoint], key: &'g RecordKey, of| {
            for point in points {
                let telecom = Telecom { point, key, of };
                if point.usage != "old" && !found.iter().any(|f| f.is_same(&telecom)) {
                    found.push(telecom);
                }
            }
        };
        for actor in &self.selves {
            take(&actor.telecoms, &actor.key, None);
        }
        for situation in &self.situations {
            let name = situation.structure_name();
            take(&situation.actor.telecoms, &situation.actor.key, name);
            for place in &situation.places {
                take(&place.telecoms, &place.key, place.name.as_ref().or(name));
            }
            if self.kind != EntryKind::Structure
                && let Some(structure) = situation.structure
            {
                take(&structure.telecoms, &structure.key, name);
            }
        }
        if let Some(team) = self.team {
            take(&team.telecoms, &team.key, None);
        }
        found
    }

    fn addresses(&self) -> Vec<&'g Address> {
        let own = self.actors().flat_map(|a| &a.addresses);
        let around = self.situations.iter().flat_map(|s| {
            let structure = s.structure.filter(|_| self.kind != EntryKind::Structure);
            structure.into_iter().chain(s.places.iter().copied())
        });
        own.chain(around.flat_map(|a| &a.addresses)).collect()
    }

    /// Records that it is made of, for a name that of the record where it stands.
    pub(crate) fn records(&self) -> impl Iterator<Item = &'g RecordKey> {
        let actors = self.actors().map(|a| &a.key);
        let is_other = self.selves.is_empty() && self.situations.is_empty();
        actors.chain(is_other.then_some(self.key))
    }

    /// What the structure of a place or service is called.
    pub(crate) fn whole_name(&self) -> Option<&'g Private<String>> {
        let mut selves = self.selves.iter();
        selves.find_map(|a| {
            self.whole
                .and_then(|w| w.name.as_ref())
                .or(a.organization.display.as_ref())
        })
    }

    /// Whether its identifiers may be searched: those of patients and relatives are nobody's key.
    pub(crate) fn is_public(&self) -> bool {
        !matches!(self.kind, EntryKind::Person | EntryKind::Relative)
    }

    /// Every text that answers, with what a match in it is worth.
    pub(crate) fn texts(&self) -> Vec<(Field, &'g str)> {
        let mut texts = Vec::new();
        let mut add = |field: Field, text: Option<&'g Private<String>>| {
            texts.extend(text.map(|t| (field, t.as_str())));
        };
        add(Field::Name, self.name());
        for actor in self.actors() {
            add(Field::Name, actor.name.as_ref());
            add(Field::Role, actor.role.as_ref());
            for code in &actor.codes {
                add(Field::Role, code.display.as_ref());
            }
            let Some(more) = more(actor) else { continue };
            for code in &more.specialties {
                add(Field::Role, code.display.as_ref());
            }
            for name in &more.other_names {
                add(Field::Other, Some(name));
            }
        }
        for situation in &self.situations {
            add(Field::Place, situation.structure_name());
            for place in &situation.places {
                add(Field::Place, place.name.as_ref());
            }
            for service in &situation.services {
                add(Field::Other, service.name.as_ref());
            }
        }
        for address in self.addresses() {
            for line in &address.lines {
                add(Field::Place, Some(line));
            }
            add(Field::Place, address.postal_code.as_ref());
            add(Field::Place, address.city.as_ref());
            add(Field::Place, address.text.as_ref());
        }
        for telecom in self.telecoms() {
            if !telecom.is_number() {
                add(Field::Other, Some(&telecom.point.value));
            }
        }
        texts
    }

    /// Every number that answers.
    pub(crate) fn numbers(&self) -> Vec<&'g str> {
        let mut numbers: Vec<&'g str> = Vec::new();
        if self.is_public() {
            let identifiers = self.actors().flat_map(|a| &a.identifiers);
            numbers.extend(identifiers.map(|i| i.value.as_str()));
        }
        let telecoms = self.telecoms().into_iter().filter(Telecom::is_number);
        numbers.extend(telecoms.map(|t| t.point.value.as_str()));
        numbers
    }

    /// What is given to the index.
    pub(crate) fn index(&self, add: &mut dyn FnMut(&Entry<'_>)) {
        let addresses = self.addresses();
        let towns: Vec<&str> = addresses.iter().filter_map(|a| town(a)).collect();
        let mut values: Vec<(Facet, &str)> = Vec::new();
        let profession = if self.kind == EntryKind::Structure {
            Facet::Structure
        } else {
            Facet::Profession
        };
        for actor in self.actors() {
            values.extend(actor.role.as_ref().map(|r| (profession, r.as_str())));
            let named = actor.codes.iter().filter_map(|c| c.display.as_ref());
            values.extend(named.map(|c| (profession, c.as_str())));
        }
        for situation in &self.situations {
            let role = situation.structure.and_then(|s| s.role.as_ref());
            values.extend(role.map(|r| (Facet::Structure, r.as_str())));
        }
        values.extend(towns.iter().map(|t| (Facet::Town, *t)));
        let telecoms = self.telecoms();
        values.extend(
            telecoms
                .iter()
                .filter_map(|t| Some((Facet::Reach, t.reach()?))),
        );
        add(&Entry {
            name: self.sort_name(),
            texts: self.texts(),
            numbers: self.numbers(),
            values,
        });
    }
}

impl<'g> Situation<'g> {
    /// A part of a structure, told by itself.
    pub(crate) fn alone(actor: &'g Actor) -> Self {
        Self {
            actor,
            structure: None,
            places: Vec::new(),
            services: Vec::new(),
        }
    }

    /// Whether it is over or inactive.
    pub(crate) fn is_over(&self, moment: Moment) -> bool {
        let period = more(self.actor).map(|m| &m.period);
        self.actor.active == Some(false) || period.is_some_and(|p| moment.is_past(p))
    }

    /// What its structure is called.
    pub(crate) fn structure_name(&self) -> Option<&'g Private<String>> {
        let name = self.structure.and_then(|s| s.name.as_ref());
        name.or(self.actor.organization.display.as_ref())
    }
}

/// A way to reach an entry.
#[derive(Clone, Copy)]
pub(crate) struct Telecom<'g> {
    pub(crate) point: &'g ContactPoint,
    /// The record that tells of it.
    pub(crate) key: &'g RecordKey,
    /// The structure that it belongs to.
    pub(crate) of: Option<&'g Private<String>>,
}

impl Telecom<'_> {
    /// Whether another tells the same from the same source.
    fn is_same(&self, other: &Self) -> bool {
        self.point.system == other.point.system
            && self.point.value == other.point.value
            && self.key.source == other.key.source
    }

    pub(crate) fn is_number(&self) -> bool {
        match self.point.system {
            ContactSystem::Phone
            | ContactSystem::Fax
            | ContactSystem::Pager
            | ContactSystem::Sms => true,
            ContactSystem::Email | ContactSystem::Url | ContactSystem::Other => false,
        }
    }

    /// The value of [`Facet::Reach`].
    fn reach(&self) -> Option<&'static str> {
        match self.point.system {
            _ if self.point.is_mssante => Some("mssante"),
            ContactSystem::Phone | ContactSystem::Sms => Some("phone"),
            ContactSystem::Email => Some("email"),
            ContactSystem::Fax
            | ContactSystem::Pager
            | ContactSystem::Url
            | ContactSystem::Other => None,
        }
    }
}
