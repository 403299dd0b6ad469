//! What is chosen, and what is left out, in all widgets of a client.

use crate::client::Client;
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
        Some(SelectionView {
            key,
            actors: Vec::new(),
            items: Vec::new(),
        })
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
