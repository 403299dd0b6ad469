//! FHIR Subscriptions in small: over a WebSocket channel, as R4 has them.
//!
//! A page says `bind {id}` on its channel and hears `ping {id}` after each change of what the
//! subscription's criteria find; nothing of a record travels. The channel itself is the
//! transport's: it gives what it hears to [`Sandbox::hear`], and takes what is to be said from
//! [`Sandbox::take_pings`].

use std::ops::Bound;

use coordo_fhir::fields::Fields;

use crate::{Sandbox, at, search};

/// Where the channel is, by name only: whoever carries requests carries its words.
pub(crate) const CHANNEL: &str = "ws://sandbox.invalid/";

impl Sandbox {
    /// Answers what a page says on its channel: the answer, and the id that is bound to it.
    pub fn hear(&self, text: &str) -> (String, Option<String>) {
        let id = text.strip_prefix("bind ").map(str::trim);
        let held = id.and_then(|id| self.resources.get(&at("Subscription", id)));
        let is_there = held
            .and_then(|v| v.last())
            .is_some_and(|v| v.text.is_some());
        match id.filter(|_| is_there) {
            Some(id) => (["bound ", id].concat(), Some(id.to_owned())),
            None => ("invalid".to_owned(), None),
        }
    }

    /// The subscriptions whose criteria found something that changed since they were last taken.
    pub fn take_pings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pings)
    }

    /// Something changed, or is gone.
    pub(crate) fn tell_subscribers(&mut self, kind: &str, id: &str) {
        // Keys are in order of their type: going through all would make loading a plan quadratic.
        let first = at("Subscription", "");
        let subscriptions = self
            .resources
            .after(Bound::Included(&first))
            .take_while(|(key, _)| key.kind == first.kind);
        let texts = subscriptions
            .filter_map(|(key, versions)| Some((key.id.clone(), versions.last()?.text.clone()?)));
        let told: Vec<String> = texts
            .filter(|(_, text)| self.is_found(text, kind, id))
            .map(|(id, _)| id)
            .collect();
        for id in told {
            if !self.pings.contains(&id) {
                self.pings.push(id);
            }
        }
    }

    fn is_found(&self, subscription: &str, kind: &str, id: &str) -> bool {
        let criteria = Fields::parse(subscription)
            .ok()
            .and_then(|f| f.string("criteria"));
        let Some(criteria) = criteria else {
            return false;
        };
        let (of, query) = criteria.split_once('?').unwrap_or((&criteria, ""));
        if of != kind {
            return false;
        }
        let held = self.resources.get(&at(kind, id)).and_then(|v| v.last());
        if held.is_none_or(|v| v.text.is_none()) {
            // What is gone is found by nothing: all who follow its type are told.
            return true;
        }
        let one = [query, "&_id=", id].concat();
        let one = one.trim_start_matches('&');
        search::matches(&self.resources, kind, one).is_ok_and(|found| !found.is_empty())
    }
}
