//! What changed since the person who acts here last looked.

use std::cmp::Reverse;

use coordo_core::RecordKey;
use coordo_core::order::Order as _;

use super::finding::{called, is_shown};
use super::owner::owner;
use super::{Moment, Scene};
use crate::state::State;
use crate::view::ItemKey;
use crate::view::news::{ChangeView, ChangesView, Unread};

pub(crate) fn changes(state: &State, moment: Moment) -> ChangesView {
    let scene = Scene::new(state, moment);
    let unread = state.seen.all_unread();
    let unread = unread.filter(|(key, _)| !state.is_hidden(&key.source));
    let mut changes: Vec<ChangeView> = unread
        .map(|(key, unread)| change(&scene, key, unread))
        .collect();
    changes.order_by_key(|change| Reverse(change.at));
    ChangesView {
        changes,
        since: state.seen.since(),
    }
}

fn change(scene: &Scene<'_>, key: &RecordKey, unread: &Unread) -> ChangeView {
    let held = scene.state.graph.get(key);
    let task = held.and_then(|held| held.projection.task());
    ChangeView {
        record: key.clone(),
        item: is_shown(scene, key).then(|| ItemKey {
            record: key.clone(),
            activity: None,
        }),
        title: called(scene, key),
        unread: unread.clone(),
        at: held.and_then(|held| held.updated),
        status: task.map(|task| task.status.clone()),
        owner: task.and_then(|task| owner(scene, key, &task.owner, false).name),
    }
}
