//! The one thing that is chosen in all widgets of a client.

use coordo_core::RecordKey;

use super::ItemKey;

/// What is chosen, and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionView {
    /// What was chosen: an activity, a task, an event or an actor.
    pub key: ItemKey,
    /// Actors of it, role before person; for a chosen actor, the same person's other records.
    pub actors: Vec<RecordKey>,
    /// For a chosen actor: what they answer for.
    pub items: Vec<ItemKey>,
}

impl SelectionView {
    /// Whether an item is the chosen one, or belongs to the chosen actor.
    pub fn has_item(&self, key: &ItemKey) -> bool {
        self.key == *key || self.items.contains(key)
    }

    /// Whether an actor is the chosen one, or has to do with what is chosen.
    pub fn has_actor(&self, actor: &RecordKey) -> bool {
        self.key.record == *actor || self.actors.contains(actor)
    }
}
