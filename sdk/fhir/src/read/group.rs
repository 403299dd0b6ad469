//! `RequestGroup.action` (<https://hl7.org/fhir/R4/requestgroup.html>): the actions with a
//! resource, whatever group of actions they stand in.
//!
//! A group follows something where each of its actions does; what follows a group follows each of
//! its actions.

use coordo_core::coded::Word;
use coordo_core::event::GroupAction;
use coordo_core::order::Order as _;
use coordo_core::{NoticeCode, Reference};

use super::lenient::Reader;
use crate::fields::Fields;

/// Depth to which groups in groups are read; deeper ones are carried along.
const DEEPEST: usize = 8;
/// Relations that an action takes from the groups around it, and actions of a group to which a
/// relation leads: beyond, nobody meant each with each.
const MOST: usize = 64;

/// An action as it stands, before those inside of it.
struct Action {
    id: String,
    resource: Reference,
    related: Vec<(String, Word)>,
    around: Option<usize>,
    /// The place after the last action inside of it.
    over: usize,
}

pub(super) fn actions(r: &mut Reader<'_>, of: &Fields<'_>) -> Vec<GroupAction> {
    let mut all = Vec::new();
    collect(r, of, None, 0, &mut all);
    let ids = all.iter().enumerate();
    let mut ids: Vec<(&str, usize)> = ids.map(|(n, action)| (action.id.as_str(), n)).collect();
    ids.order();
    let mut found = Vec::new();
    for (place, action) in all.iter().enumerate() {
        if action.resource.is_empty() {
            continue;
        }
        let mut related: Vec<(String, Word)> = Vec::new();
        let own = action.related.iter();
        for (id, how) in own.chain(inherited(&all, action)) {
            let others = meant(&all, &ids, id).filter(|(other, _)| *other != place);
            related.extend(others.map(|(n, other)| (name(n, other), how.clone())));
        }
        found.push(GroupAction {
            id: name(place, action),
            resource: action.resource.clone(),
            related,
        });
    }
    found
}

fn collect(
    r: &mut Reader<'_>,
    of: &Fields<'_>,
    around: Option<usize>,
    depth: usize,
    all: &mut Vec<Action>,
) {
    if of.get("action").is_none() {
        return;
    }
    if depth == DEEPEST {
        r.notice(NoticeCode::TooDeep, "action");
        return;
    }
    for action in r.list(of, "action", "action") {
        let at = "action.relatedAction";
        let mut related = Vec::new();
        for other in r.list(&action, "relatedAction", at) {
            if let Some(id) = r.string_in(&other, "actionId", at) {
                related.push((id, r.word(&other, "relationship", at)));
            }
        }
        let place = all.len();
        all.push(Action {
            id: r.string_in(&action, "id", "action").unwrap_or_default(),
            resource: r.reference(&action, "resource", "action.resource"),
            related,
            around,
            over: place,
        });
        collect(r, &action, Some(place), depth + 1, all);
        let over = all.len();
        if let Some(action) = all.get_mut(place) {
            action.over = over;
        }
    }
}

/// The id of an action; one without is called by its place, so that its group can be led to it.
fn name(place: usize, action: &Action) -> String {
    if action.id.is_empty() {
        ["#", &place.to_string()].concat()
    } else {
        action.id.clone()
    }
}

/// What the groups around an action follow. An action with a resource of its own is no group:
/// what it follows is its own.
fn inherited<'a>(all: &'a [Action], of: &Action) -> impl Iterator<Item = &'a (String, Word)> {
    let around = |action: &Action| action.around.and_then(|place| all.get(place));
    let groups = std::iter::successors(around(of), move |group| around(group));
    let groups = groups.filter(|group| group.resource.is_empty());
    groups.flat_map(|group| &group.related).take(MOST)
}

/// The actions that an id means: itself, or those inside of a group.
fn meant<'a>(
    all: &'a [Action],
    ids: &[(&str, usize)],
    id: &str,
) -> impl Iterator<Item = (usize, &'a Action)> + use<'a> {
    let at = ids.partition_point(|(other, _)| *other < id);
    let found = ids.get(at).filter(|(other, _)| *other == id);
    let place = found.map_or(all.len(), |(_, place)| *place);
    let over = all.get(place).map_or(place, |action| {
        let is_action = !action.resource.is_empty();
        if is_action { place + 1 } else { action.over }
    });
    let inside = all.iter().enumerate().take(over).skip(place);
    let with_resource = inside.filter(|(_, action)| !action.resource.is_empty());
    with_resource.take(MOST)
}
