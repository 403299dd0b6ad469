//! What is chosen, and what is left out, in all widgets of a client.

use crate::client::Client;
use crate::draw::{Lens, actors_of, others_of};
use crate::ports::ClientEvent;
use crate::view::{Filter, ItemKey, SelectionView};

impl Client {
    /// Chooses an item or an actor in all widgets of the client; `None` chooses nothing.
    ///
    /// What is not here can be chosen too: it shows as soon as it is.
    pub fn select(&self, key: Option<ItemKey>) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.selection == key {
                return;
            }
            state.selection.clone_from(&key);
        }
        let item = key.map(|k| (k.record.source.0.clone(), k.record.reference(), k.activity));
        self.event(ClientEvent::Selected { item });
        self.changed();
    }

    /// What is chosen, with what goes with it.
    pub fn selection(&self) -> Option<SelectionView> {
        let state = self.inner.state.borrow();
        let key = state.selection.clone()?;
        let record = &key.record;
        let is_actor = key.activity.is_none()
            && state
                .graph
                .projection(record)
                .is_some_and(|found| found.actor().is_some() || found.care_team().is_some());
        let (actors, items) = if is_actor {
            let items = Lens::new(&state).answered_by(record);
            (others_of(&state, record), items)
        } else {
            (actors_of(&state, &key), Vec::new())
        };
        Some(SelectionView { key, actors, items })
    }

    /// What the board and the timeline leave out.
    pub fn filter(&self) -> Filter {
        self.inner.state.borrow().filter.clone()
    }

    /// Leaves out what does not fit, in the board and in the timeline.
    pub fn set_filter(&self, filter: Filter) {
        {
            let mut state = self.inner.state.borrow_mut();
            if state.filter == filter {
                return;
            }
            state.filter = filter;
        }
        self.changed();
    }
}
