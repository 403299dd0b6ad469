//! Which items share a row: all of one kind and title do, but an activity has its own, and
//! the visits and appointments that follow from a request lie with the task that fulfils it.

use std::borrow::Cow;

use coordo_core::event::EventKind;
use coordo_core::fold;
use coordo_core::order::Order as _;

use super::finder::{Finder, NONE, Records};
use super::index::{Entry, Ties, places, set};
use super::piece::Piece;
use crate::graph::Graph;
use crate::view::timeline::ItemKind;

/// Gives each entry its row; returns the entry that names each row.
pub(super) fn find<'g>(
    graph: &'g Graph,
    records: &Records<'g>,
    finder: &mut Finder<'g>,
    ties: &Ties,
    entries: &mut [Entry],
) -> Vec<usize> {
    let mut rows = Vec::new();
    let mut row_of = vec![NONE; records.len()];
    for (n, entry) in entries.iter_mut().enumerate() {
        if has_own(entry.kind) {
            entry.row = rows.len();
            if entry.activity.is_none() {
                set(&mut row_of, entry.record, |r| *r = rows.len());
            }
            rows.push(n);
        }
    }
    let mut others: Vec<(ItemKind, Cow<'_, str>, usize)> = Vec::new();
    for (n, entry) in entries.iter_mut().enumerate() {
        if has_own(entry.kind) {
            continue;
        }
        let Some((key, held)) = records.get(entry.record) else {
            continue;
        };
        let event = held.projection.event();
        let follows =
            event.filter(|e| matches!(e.kind, EventKind::Encounter | EventKind::Appointment));
        let requests = follows.map_or(Vec::new(), |e| places(finder, key, &e.based_on));
        let task = requests.into_iter().find_map(|request| {
            let task = ties.fulfils.get(request).copied();
            task.filter(|t| *t != NONE)
        });
        let row = task.and_then(|t| row_of.get(t)).copied();
        if let Some(row) = row.filter(|r| *r != NONE) {
            entry.row = row;
            continue;
        }
        let title = match entry.activity {
            None => Cow::Borrowed(held.folded()),
            // Nothing keeps the folded title of what a plan contains.
            Some(_) => {
                let title = entry.piece(graph, records).and_then(Piece::title);
                Cow::Owned(title.map_or(String::new(), |t| fold::fold(t)))
            }
        };
        others.push((entry.kind, title, n));
    }
    others.order();
    let mut last: Option<(ItemKind, &str)> = None;
    for (kind, title, n) in &others {
        if last != Some((*kind, title)) {
            last = Some((*kind, title));
            rows.push(*n);
        }
        set(entries, *n, |e| e.row = rows.len() - 1);
    }
    rows
}

fn has_own(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Plan | ItemKind::Activity | ItemKind::Request => true,
        ItemKind::Appointment
        | ItemKind::Encounter
        | ItemKind::Procedure
        | ItemKind::Treatment
        | ItemKind::Condition
        | ItemKind::Measure
        | ItemKind::Message
        | ItemKind::Document
        | ItemKind::Flag
        | ItemKind::Consent => false,
    }
}
