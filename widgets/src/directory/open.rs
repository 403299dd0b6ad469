//! Opening a record, from here or because something was chosen in another widget.

use std::time::Duration;

use coordo_client::view::ItemKey;
use coordo_client::view::directory::ResultView;
use coordo_core::RecordKey;
use leptos::prelude::set_timeout;

use super::state::Directory;
use crate::host::HostEvent;

fn item_of(key: &RecordKey) -> ItemKey {
    ItemKey {
        record: key.clone(),
        activity: None,
    }
}

impl Directory {
    /// Opens the record of a result, because a person asked for it.
    pub(super) fn open_at(self, at: usize) {
        // What is on screen may be older than what was typed last: never open that.
        self.answer();
        let key = self
            .results
            .with_untracked(|results| results.get(at).map(|r| r.key.clone()));
        if let Some(key) = key {
            self.at.set(at);
            self.open(&key);
        }
    }

    /// Opens a record, chooses it in all widgets, and gives it the focus.
    pub(super) fn open(self, key: &RecordKey) {
        let Some(card) = self.frame.client().card_of_actor(key) else {
            return;
        };
        let key = card.key.clone();
        self.is_sheet.set(self.is_narrow());
        self.card.set(Some(card));
        self.outside
            .update_value(|outside| outside.seen = Some(key.clone()));
        let item = item_of(&key);
        self.frame.select(Some(item.clone()));
        self.frame.tell(HostEvent::ItemOpen { item });
        set_timeout(
            move || {
                if self.frame.is_alive() {
                    self.focus("[part=card] [tabindex='-1']");
                }
            },
            Duration::ZERO,
        );
    }

    /// Closes the record and gives the focus back to its result, else to the search.
    pub(super) fn close(self) {
        let Some(card) = self.card.get_untracked() else {
            return;
        };
        self.card.set(None);
        if let Some(chosen) = self.frame.client().selection()
            && chosen.key.record == card.key
        {
            self.frame.select(None);
        }
        self.focus_result_of(&card.key);
    }

    /// Moves the focus from the record to its result, else to the search.
    pub(super) fn focus_result_of(self, key: &RecordKey) {
        let at = self
            .results
            .with_untracked(|results| results.iter().position(|r| r.key == *key));
        match at {
            Some(at) => {
                self.at.set(at);
                self.focus_result();
            }
            None => self.focus("[part=search]"),
        }
    }

    /// The open record as the client knows it now.
    pub(super) fn look_again(self) {
        let Some(key) = self
            .card
            .with_untracked(|card| card.as_ref().map(|card| card.key.clone()))
        else {
            return;
        };
        let card = self.frame.client().card_of_actor(&key);
        if self.card.with_untracked(|old| *old != card) {
            self.card.set(card);
        }
    }

    /// Shows what another widget chose: an actor's record opens, without taking the focus;
    /// the actors of a task are marked.
    pub(super) fn follow_choice(self) {
        let client = self.frame.client();
        let chosen = client.selection();
        let key = chosen.as_ref().map(|chosen| chosen.key.record.clone());
        let actor = key.as_ref().and_then(|key| client.card_of_actor(key));
        let item = chosen.filter(|_| actor.is_none());
        if self.item.with_untracked(|old| *old != item) {
            self.item.set(item);
        }
        let is_seen = self.outside.with_value(|outside| outside.seen == key);
        self.outside
            .update_value(|outside| outside.seen.clone_from(&key));
        // A sheet would lie over what the person is doing elsewhere.
        if !is_seen && actor.is_some() && !self.is_sheet.get_untracked() {
            self.card.set(actor);
        }
    }

    /// Chooses an activity of the open record in all widgets; a second press lets go of it.
    pub(super) fn choose(self, key: &ItemKey) {
        let is_chosen = self
            .item
            .with_untracked(|item| item.as_ref().is_some_and(|c| c.key == *key));
        self.frame.select((!is_chosen).then(|| key.clone()));
    }

    /// Opens the record of an actor; anything else is chosen in all widgets.
    pub(super) fn go_to(self, item: ItemKey) {
        if self.frame.client().card_of_actor(&item.record).is_some() {
            self.open(&item.record);
        } else {
            self.frame.select(Some(item));
        }
    }

    /// Whether a result answers for the chosen task or activity.
    pub(super) fn answers(self, result: &ResultView) -> bool {
        self.item
            .with(|item| item.as_ref().is_some_and(|i| i.has_actor(&result.key)))
    }
}
