//! State to the directory.

use coordo_core::RecordKey;

use super::{Moment, frame};
use crate::state::State;
use crate::view::directory::{CardOfActorView, DirectoryQuery, DirectoryView};

pub(crate) fn directory(state: &State, _query: &DirectoryQuery, moment: Moment) -> DirectoryView {
    DirectoryView {
        frame: frame(state, moment),
        n_entries: 0,
        n_found: 0,
        results: Vec::new(),
        facets: Vec::new(),
        n_circle: 0,
        is_building: false,
    }
}

pub(crate) fn card_of_actor(
    _state: &State,
    _key: &RecordKey,
    _moment: Moment,
) -> Option<CardOfActorView> {
    None
}
