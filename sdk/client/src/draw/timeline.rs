//! State to the timeline.

use super::{Moment, frame};
use crate::state::State;
use crate::view::ItemKey;
use crate::view::timeline::{ItemView, TimelineQuery, TimelineView};

pub(crate) fn timeline(state: &State, _query: &TimelineQuery, moment: Moment) -> TimelineView {
    TimelineView {
        frame: frame(state, moment),
        plan: None,
        lanes: Vec::new(),
        undated: Vec::new(),
        span: None,
        n_items: 0,
        n_filtered: 0,
    }
}

pub(crate) fn item(_state: &State, _key: &ItemKey, _moment: Moment) -> Option<ItemView> {
    None
}
