//! What is asked for by its id: what is held, what is different, what is only referred to.

use coordo_core::order::Order as _;

use super::ask::{Ask, BY_SUBJECT, Depth, known, quoted};
use super::{Pull, here};

/// Ids a search; a URL has its length.
const IDS: usize = 40;
/// Addresses a search.
const URLS: usize = 10;
/// Vehicles, rooms and devices a reading.
const THINGS: usize = 20;

impl Pull {
    /// Looks at what is held because something refers to it: no search of the scope finds it.
    pub(super) fn ask_for_the_held(&mut self) {
        let is_searched =
            |kind: &str| self.subject.is_none() || BY_SUBJECT.iter().any(|(k, _)| *k == kind);
        let mut others: Vec<(&'static str, String)> = Vec::new();
        let mut impersonal: Vec<(&'static str, String)> = Vec::new();
        for (key, _) in &self.held {
            let is_listed = self.seen.contains_key(key)
                || self
                    .changed
                    .iter()
                    .any(|(k, id)| *k == key.kind && *id == key.id);
            let Some(kind) = known(&key.kind).filter(|_| !is_listed) else {
                continue;
            };
            if !is_searched(kind) {
                others.push((kind, key.id.clone()));
            } else if self.subject.is_some()
                && self.depth == Depth::Compare
                && !self.untold.contains(&kind)
            {
                impersonal.push((kind, key.id.clone()));
            }
        }
        // A meeting about the person need not name them; what names another by now is not theirs.
        self.ask_by_id(impersonal, &|mut ask| {
            ask.is_impersonal = true;
            ask
        });
        let depth = self.depth;
        self.ask_by_id(others, &|ask| ask.to(&depth));
    }

    pub(super) fn ask_for_the_missing(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        let subject = self.subject.clone();
        // What a search of the person lists is fetched as the person's: a server that does not
        // know the parameter lists everybody's.
        self.ask_by_id(changed, &|mut ask| {
            let by = BY_SUBJECT.iter().find(|(k, _)| *k == ask.kind);
            if let (Some((_, parameter)), Some(id)) = (by, &subject) {
                ask.path.push_str(&format!("&{parameter}=Patient/{id}"));
                ask.subject = Some(format!("Patient/{id}\""));
            }
            ask
        });
        let mut missing = std::mem::take(&mut self.wanted);
        missing.retain(|(kind, id)| {
            let key = here(kind, id);
            !self.seen.contains_key(&key)
                && !self.held.contains_key(&key)
                && self.fetched.insert(key, ()).is_none()
        });
        self.ask_by_id(missing, &|ask| ask);
        self.ask_for_things();
        self.ask_for_protocols();
    }

    /// What else is planned with a vehicle, a room or a device, from now on and without a name:
    /// nobody needs to know whom it drives.
    fn ask_for_things(&mut self) {
        let mut things = std::mem::take(&mut self.things);
        if self.subject.is_none() {
            return;
        }
        things.order();
        things.retain(|thing| {
            self.fetched
                .insert(here("Appointment", thing), ())
                .is_none()
        });
        let now = self.clock.or(self.newest);
        let from = now.map_or(String::new(), |now| format!("&date=ge{}", now.to_fhir()));
        for thing in things.into_iter().take(THINGS) {
            let path = format!("Appointment?actor={thing}&patient:missing=true{from}&_count=100");
            self.queue.push_back(Ask {
                is_impersonal: true,
                thing: Some(thing),
                ..Ask::new(path, "Appointment")
            });
        }
    }

    /// Protocols are known by an address, not by an id of this server: all versions of each.
    fn ask_for_protocols(&mut self) {
        const KIND: &str = "PlanDefinition";
        let mut protocols = std::mem::take(&mut self.protocols);
        // Without a person all protocols are asked for by their type.
        if self.subject.is_none() {
            return;
        }
        protocols.order();
        protocols.retain(|url| self.fetched.insert(here(KIND, url), ()).is_none());
        for some in protocols.chunks(URLS) {
            let some: Vec<String> = some.iter().map(|url| quoted(url)).collect();
            let path = format!("{KIND}?url={}&_count=100", some.join(","));
            self.queue.push_back(Ask::new(path, KIND));
        }
    }

    fn ask_by_id(&mut self, mut ids: Vec<(&'static str, String)>, to: &dyn Fn(Ask) -> Ask) {
        ids.order();
        ids.dedup();
        for of_kind in ids.chunk_by(|a, b| a.0 == b.0) {
            let Some((kind, _)) = of_kind.first() else {
                continue;
            };
            for some in of_kind.chunks(IDS) {
                let some: Vec<&str> = some.iter().map(|(_, id)| id.as_str()).collect();
                let path = format!("{kind}?_id={}&_count=100", some.join(","));
                let ask = self.sending_along(to(Ask::new(path, kind)));
                self.queue.push_back(ask);
            }
        }
    }
}
