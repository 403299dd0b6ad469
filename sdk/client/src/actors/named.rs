//! Those of whom there is a name in a reference and no record.

use coordo_core::{Private, RecordKey, Reference};
use coordo_fhir::Projection;

use crate::graph::Graph;

/// The type in the keys of those who are only named; the id says where: `Task/1#owner`.
const NAMED: &str = "Reference";
const OWNER: &str = "owner";
const PARTICIPANT: &str = "participant-";

/// Whether there is only a name.
pub(crate) fn is_named_only(key: &RecordKey) -> bool {
    key.kind == NAMED
}

fn key(from: &RecordKey, place: &str) -> RecordKey {
    let id = format!("{}#{place}", from.reference());
    RecordKey::new(from.source.clone(), NAMED, id)
}

/// The key of an owner who is only named.
pub(crate) fn owner(task: &RecordKey) -> RecordKey {
    key(task, OWNER)
}

/// The key of a member who is only named.
pub(crate) fn participant(team: &RecordKey, n: usize) -> RecordKey {
    key(team, &format!("{PARTICIPANT}{n}"))
}

/// The name that a key stands for.
pub(crate) fn display<'g>(graph: &'g Graph, key: &RecordKey) -> Option<&'g Private<String>> {
    let (record, place) = key.id.split_once('#')?;
    let (kind, id) = record.split_once('/')?;
    let record = RecordKey::new(key.source.clone(), kind, id);
    let projection = graph.projection(&record)?;
    let reference = if let Some(team) = projection.care_team() {
        let n = place.strip_prefix(PARTICIPANT)?.parse::<usize>().ok()?;
        &team.participants.get(n)?.member
    } else {
        &projection.task()?.owner
    };
    reference.display.as_ref()
}

/// Whom a reference leads to among actors and teams.
pub(crate) fn target(graph: &Graph, from: &RecordKey, to: &Reference) -> Option<RecordKey> {
    let found = graph.resolve(from, to)?;
    let is_actor = matches!(
        graph.projection(&found)?,
        Projection::Actor(_) | Projection::CareTeam(_)
    );
    is_actor.then_some(found)
}

/// Those whom a record only names.
pub(super) fn of<'g>(
    graph: &Graph,
    from: &RecordKey,
    projection: &'g Projection,
) -> Vec<(RecordKey, &'g Private<String>)> {
    let only_named = |to: &'g Reference| {
        let display = to.display.as_ref()?;
        target(graph, from, to).is_none().then_some(display)
    };
    if let Some(task) = projection.task() {
        let named = only_named(&task.owner).map(|display| (owner(from), display));
        return named.into_iter().collect();
    }
    let members = projection.care_team().map_or(&[][..], |t| &t.participants);
    let members = members.iter().enumerate();
    members
        .filter_map(|(n, p)| Some((participant(from, n), only_named(&p.member)?)))
        .collect()
}
