//! What changed since the person who acts here last looked.

use super::finding::{called, is_shown};
use super::{Moment, Scene};
use crate::state::State;
use crate::view::ItemKey;
use crate::view::news::{ChangeView, ChangesView};

pub(crate) fn changes(state: &State, moment: Moment) -> ChangesView {
    let scene = Scene::new(state, moment);
    let unread = state.seen.all_unread();
    let unread = unread.filter(|(key, _)| !state.is_hidden(&key.source));
    ChangesView {
        changes: unread
            .map(|(key, unread)| ChangeView {
                record: key.clone(),
                item: is_shown(&scene, key).then(|| ItemKey {
                    record: key.clone(),
                    activity: None,
                }),
                title: called(&scene, key),
                unread: unread.clone(),
            })
            .collect(),
        since: state.seen.since(),
    }
}
