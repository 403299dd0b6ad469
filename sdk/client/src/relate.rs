//! What rests on all records together, found in slices once a load has read them.

use coordo_core::RecordKey;

use crate::client::Client;
use crate::state::State;

/// Records whose links are checked between two turns of the page.
const LINK_SLICE: usize = 400;

/// How far the relating of records is.
enum Relating {
    Identity,
    /// Links are checked; the last record so far.
    Links(Option<RecordKey>),
    Cycles,
    Index,
}

impl Client {
    /// Finds what rests on all records together, in slices: who is the same as whom, links that
    /// lead nowhere, what the timeline shows.
    pub(crate) async fn relate(&self, n_pull: u64) {
        let is_small = {
            let mut state = self.inner.state.borrow_mut();
            state.graph.forget_link_notices();
            state.graph.len() <= LINK_SLICE
        };
        let mut at = Relating::Identity;
        loop {
            at = match self.inner.state.borrow_mut().relate(at) {
                Some(next) => next,
                None => return,
            };
            if !is_small {
                self.inner.ports.timer.pause().await;
            }
            if !self.is_current(n_pull) {
                return;
            }
        }
    }
}

impl State {
    /// One step; none at the end.
    fn relate(&mut self, at: Relating) -> Option<Relating> {
        Some(match at {
            Relating::Identity => match self.graph.advance_identity() {
                true => Relating::Links(None),
                false => Relating::Identity,
            },
            Relating::Links(after) => {
                match self.graph.check_some_links(after.as_ref(), LINK_SLICE) {
                    Some(last) => Relating::Links(Some(last)),
                    None => Relating::Cycles,
                }
            }
            Relating::Cycles => {
                self.graph.check_cycles();
                self.graph.links();
                Relating::Index
            }
            Relating::Index => match self.advance_index() {
                true => return None,
                false => Relating::Index,
            },
        })
    }
}
