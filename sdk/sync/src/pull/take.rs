//! What an answer brings: each resource checked against what was asked.

use coordo_core::RecordKey;
use coordo_core::id::literal;
use coordo_core::identity::names;
use coordo_fhir::fields::Fields;
use coordo_fhir::read::read;

use super::ask::{Ask, comes_along, is_thing, known};
use super::{Pull, Stamp, here};
use crate::references::{protocols, references};

impl Pull {
    /// Checks a resource against what was asked: servers ignore parameters that they don't know.
    pub(super) fn take(&mut self, ask: &Ask, text: &str) -> bool {
        let Ok(fields) = Fields::parse(text) else {
            return false;
        };
        let (Some(kind), Some(id)) = (fields.string("resourceType"), fields.string("id")) else {
            return false;
        };
        if kind != ask.kind {
            return ask.has_includes && self.take_along(&kind, &id, &fields, text);
        }
        if ask.is_listing {
            self.list(ask.kind, id, &fields);
            return false;
        }
        if ask.subject.as_ref().is_some_and(|s| !text.contains(s)) {
            return false;
        }
        if ask.is_impersonal && self.names_another(text) {
            return false;
        }
        if let Some(thing) = &ask.thing
            && !references(text).iter().any(|r| r == thing)
        {
            return false;
        }
        if kind == "Appointment" && ask.thing.is_none() {
            let things = references(text).into_iter();
            self.things.extend(things.filter(|r| is_thing(r)));
        }
        if ask.is_whose {
            // A server searches by system and value alone, and one system can hold two
            // kinds of number.
            if !self.is_named(&id, text) {
                return false;
            }
            self.ask_of_subject(&id);
        }
        self.follow(text);
        self.newest = self.newest.max(Stamp::of(&fields).updated);
        self.seen.insert(here(&kind, &id), ()).is_none()
    }

    /// Whether a text names a person whose plan is not read.
    fn names_another(&self, text: &str) -> bool {
        let own = self.subject.as_ref().map(|id| format!("{id}\""));
        let mut named = text.split("Patient/").skip(1);
        named.any(|rest| {
            own.as_ref()
                .is_none_or(|own| !rest.starts_with(own.as_str()))
        })
    }

    /// Takes in what came along with what was asked for, where it is news.
    fn take_along(&mut self, kind: &str, id: &str, fields: &Fields<'_>, text: &str) -> bool {
        let Some(kind) = comes_along(kind) else {
            return false;
        };
        let key = here(kind, id);
        let is_held = self.holds(&key, fields);
        if !is_held {
            self.follow(text);
        }
        self.seen.insert(key, ()).is_none() && !is_held
    }

    /// Remembers what a text refers to.
    fn follow(&mut self, text: &str) {
        for target in references(text) {
            if let Some((kind, id)) = literal(&target)
                && let Some(kind) = known(kind)
                && !target.contains("://")
            {
                self.wanted.push((kind, id.to_owned()));
            }
        }
        self.protocols.extend(protocols(text));
    }

    fn holds(&self, key: &RecordKey, fields: &Fields<'_>) -> bool {
        let held = self.held.get(key);
        held.is_some_and(|held| held.is_same(&Stamp::of(fields)))
    }

    /// Compares what is listed with what is held.
    fn list(&mut self, kind: &'static str, id: String, fields: &Fields<'_>) {
        let key = here(kind, &id);
        if self.holds(&key, fields) {
            self.seen.insert(key, ());
        } else {
            self.changed.push((kind, id));
        }
    }

    fn is_named(&self, id: &str, text: &str) -> bool {
        let key = here("Patient", id);
        let reading = read(&key, text);
        let borne = reading.projection.actor().map(|a| &a.identifiers);
        let named = self.named.as_ref().zip(borne);
        named.is_some_and(|(named, borne)| names("Patient", named, borne))
    }
}
