//! State to the form of a task, and to its drawer.

use std::cmp::Reverse;

use coordo_core::decide::assigned_status;
use coordo_core::order::Order as _;
use coordo_core::task::{Note, Task};
use coordo_core::{Field, RecordKey, Reference, Refusal, SourceId, TaskStatus};
use coordo_fhir::{Projection, read};
use coordo_store::OutboxRow;

use super::owner::{describe, owner, person};
use super::{Moment, Scene, name_of};
use crate::decide::{may_write, may_write_to};
use crate::state::State;
use crate::view::ItemKey;
use crate::view::board::OwnerView;
use crate::view::form::{
    CandidateView, DetailView, HistoryKind, HistoryView, NoteView, PartyView, TaskFormView,
    TitleView,
};

/// Fields of a form for a task that is there; one that is made has a plan and a parent too.
const FIELDS: [Field; 7] = [
    Field::Title,
    Field::Owner,
    Field::Planned,
    Field::Window,
    Field::Priority,
    Field::Goal,
    Field::Note,
];

pub(crate) fn task_form(
    state: &State,
    key: Option<&RecordKey>,
    moment: Moment,
) -> Option<TaskFormView> {
    let scene = Scene::new(state, moment);
    let Some(key) = key else {
        return Some(empty(&scene));
    };
    let task = state.graph.task(key)?;
    let at = |r: &Reference| state.graph.resolve(key, r);
    let refusal = may_write(state, key).err();
    let fields = match (&refusal, task.status.is_ended()) {
        (Some(_), _) => Vec::new(),
        (None, true) => vec![Field::Note],
        (None, false) => FIELDS.to_vec(),
    };
    Some(TaskFormView {
        task: Some(key.clone()),
        refusal,
        fields,
        status: task.status.clone(),
        may_be_offered: assigned_status(&task.status, true, state.options.mode).is_ok(),
        title: task.title.clone(),
        owner: at(&task.owner),
        owner_name: owner(&scene, key, &task.owner, false).name,
        planned: task.execution,
        window: task.window,
        priority: task.priority,
        goal: at(&task.reason),
        plan: task
            .based_on
            .iter()
            .filter_map(at)
            .find(|k| k.kind == "CarePlan"),
        ..empty(&scene)
    })
}

fn empty(scene: &Scene<'_>) -> TaskFormView {
    let sources = scene.state.options.sources.iter();
    let mut answers = sources.map(|s| may_write_to(scene.state, &s.id));
    let refusal = match answers.find(Result::is_ok) {
        Some(_) => None,
        None if scene.state.options.read_only => Some(Refusal::ReadOnlyClient),
        None => Some(Refusal::ReadOnlySource),
    };
    let plans = plans(scene);
    let mut fields = Vec::new();
    if refusal.is_none() {
        fields.extend(FIELDS);
        fields.extend([Field::Plan, Field::Parent, Field::Replaces]);
    }
    TaskFormView {
        task: None,
        refusal,
        fields,
        status: TaskStatus::Draft,
        may_be_offered: true,
        title: None,
        owner: None,
        owner_name: None,
        planned: Default::default(),
        window: Default::default(),
        priority: Default::default(),
        goal: None,
        plan: plans.first().map(|p| p.key.clone()),
        owners: owners(scene),
        goals: goals(scene),
        plans,
    }
}

fn candidate(scene: &Scene<'_>, key: &RecordKey) -> CandidateView {
    let mut actor = OwnerView::default();
    describe(&scene.state.graph, key, &mut actor);
    CandidateView {
        name: actor.name.or_else(|| name_of(scene, key)),
        role: actor.role,
        is_me: scene.me.as_ref() == Some(key),
        is_of_circle: false,
        source: several(scene, &key.source),
        key: key.clone(),
    }
}

fn several(scene: &Scene<'_>, source: &SourceId) -> Option<SourceId> {
    (scene.state.options.sources.len() > 1).then(|| source.clone())
}

/// Whether a plan, a goal or a team is of the person whose plan is shown, as far as is said.
fn is_theirs(scene: &Scene<'_>, from: &RecordKey, subject: &Reference) -> bool {
    let Some((source, wanted)) = &scene.state.options.subject else {
        return true;
    };
    let Some(found) = scene.state.graph.resolve(from, subject) else {
        return true;
    };
    let is_wanted = |key: &RecordKey| key.source == *source && key.reference() == *wanted;
    // Another source that calls the person otherwise was asked for them alone.
    is_wanted(&found)
        || found.source != *source
        || scene.state.graph.same_as(&found).iter().any(is_wanted)
}

fn plans(scene: &Scene<'_>) -> Vec<CandidateView> {
    let mut plans_of_tasks: Vec<RecordKey> = Vec::new();
    for (key, held) in scene.state.graph.iter() {
        let based_on = held.projection.task().map_or(&[][..], |t| &t.based_on);
        plans_of_tasks.extend(
            based_on
                .iter()
                .filter_map(|r| scene.state.graph.resolve(key, r)),
        );
    }
    let mut found: Vec<((bool, Reverse<usize>), CandidateView)> = Vec::new();
    for (key, held) in scene.state.graph.iter() {
        if let Some(plan) = held.projection.care_plan()
            && may_write_to(scene.state, &key.source).is_ok()
            && is_theirs(scene, key, &plan.subject)
        {
            let is_over = plan.status.as_deref().is_some_and(|s| s != "active");
            // The plan by which most is done is what people mean by the plan.
            let n = plans_of_tasks.iter().filter(|of| *of == key).count();
            found.push(((is_over, Reverse(n)), candidate(scene, key)));
        }
    }
    found.order_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, plan)| plan).collect()
}

fn goals(scene: &Scene<'_>) -> Vec<CandidateView> {
    let records = scene.state.graph.iter();
    records
        .filter(|(key, held)| {
            let goal = held.projection.goal();
            goal.is_some_and(|g| {
                let is_off = ["rejected", "cancelled", "entered-in-error"];
                let status = g.status.as_deref().unwrap_or_default();
                !is_off.contains(&status) && is_theirs(scene, key, &g.subject)
            })
        })
        .map(|(key, _)| candidate(scene, key))
        .collect()
}

/// The person who acts here, then the care circle, then those who answer for something,
/// each by name.
pub(super) fn owners(scene: &Scene<'_>) -> Vec<CandidateView> {
    let graph = &scene.state.graph;
    let mut found: Vec<(u8, RecordKey)> = Vec::new();
    found.extend(scene.me.iter().map(|me| (0, me.clone())));
    for (key, held) in graph.iter() {
        if let Some(team) = held.projection.care_team() {
            let is_over = matches!(
                team.status.as_deref(),
                Some("inactive" | "entered-in-error")
            );
            if is_over || !is_theirs(scene, key, &team.subject) {
                continue;
            }
            let over = |p: &coordo_core::actor::Participant| {
                let end = p.period.end.and_then(|d| d.over_at(scene.offset_minutes));
                end.is_some_and(|at| at <= scene.now)
            };
            let members = team.participants.iter().filter(|p| !over(p));
            let members = members.filter_map(|p| graph.resolve(key, &p.member));
            found.extend(members.map(|m| (1, m)));
        } else if let Some(task) = held.projection.task() {
            found.extend(graph.resolve(key, &task.owner).map(|o| (2, o)));
        }
    }
    found.retain(|(_, key)| !key.id.contains('#') && graph.get(key).is_some());
    found.order_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    let circle: Vec<RecordKey> = found
        .iter()
        .filter(|(rank, _)| *rank == 1)
        .map(|(_, key)| key.clone())
        .collect();
    found.dedup_by(|b, a| a.1 == b.1);
    // Who is there in a role is not there twice.
    let in_roles: Vec<RecordKey> = found
        .iter()
        .filter(|(_, key)| key.kind == "PractitionerRole")
        .map(|(_, key)| person(graph, key))
        .collect();
    found.retain(|(_, key)| {
        key.kind == "PractitionerRole" || !in_roles.contains(&person(graph, key))
    });
    let mut owners: Vec<(u8, String, CandidateView)> = found
        .into_iter()
        .map(|(rank, key)| {
            let view = CandidateView {
                is_of_circle: circle.contains(&key),
                ..candidate(scene, &key)
            };
            let name = crate::graph::fold(view.name.as_ref());
            (rank, name, view)
        })
        .collect();
    owners.order_by(|a, b| (a.0, &a.1, &a.2.key).cmp(&(b.0, &b.1, &b.2.key)));
    owners.into_iter().map(|(_, _, view)| view).collect()
}

pub(crate) fn detail(state: &State, key: &ItemKey, moment: Moment) -> Option<DetailView> {
    let scene = Scene::new(state, moment);
    let held = state.graph.get(&key.record)?;
    let Projection::Task(task) = &held.projection else {
        return None;
    };
    let read = read::detail(&key.record, &held.body);
    let mut notes: Vec<NoteView> = read
        .notes
        .into_iter()
        .filter_map(|note| note_view(&scene, &key.record, note))
        .collect();
    let at = |note: &NoteView| super::due::sort_key(note.time, scene.offset_minutes);
    notes.order_by_key(|note| (at(note).0, Reverse(at(note).1)));
    let performers = task.more.iter().flat_map(|more| &more.performers);
    let replaces = read.replaces.iter();
    Some(DetailView {
        key: key.clone(),
        notes,
        contributors: performers
            .map(|p| PartyView {
                function: p.function.clone(),
                ..party(&scene, &key.record, &p.actor)
            })
            .collect(),
        requester: (!task.requester.is_empty())
            .then(|| party(&scene, &key.record, &task.requester)),
        replaces: replaces
            .filter_map(|r| Some(titled(&scene, state.graph.resolve(&key.record, r)?)))
            .collect(),
        replaced_by: replaced_by(&scene, &key.record),
        history: history(&scene, task),
    })
}

fn note_view(scene: &Scene<'_>, from: &RecordKey, note: Note) -> Option<NoteView> {
    Some(NoteView {
        author: party(scene, from, &note.author).name,
        time: note.time,
        text: note.text?,
    })
}

fn party(scene: &Scene<'_>, from: &RecordKey, reference: &Reference) -> PartyView {
    let view = owner(scene, from, reference, false);
    PartyView {
        key: scene.state.graph.resolve(from, reference),
        name: view.name,
        role: view.role,
        function: Default::default(),
    }
}

fn titled(scene: &Scene<'_>, key: RecordKey) -> TitleView {
    TitleView {
        title: name_of(scene, &key),
        key: ItemKey {
            record: key,
            activity: None,
        },
    }
}

/// Tasks that name this one as replaced; only ended tasks are, so few are looked for.
fn replaced_by(scene: &Scene<'_>, key: &RecordKey) -> Vec<TitleView> {
    let graph = &scene.state.graph;
    if graph.task(key).is_none_or(|t| !t.status.is_ended()) {
        return Vec::new();
    }
    graph
        .of_source(&key.source)
        .filter(|(_, held)| held.projection.task().is_some() && held.body.contains("task-replaces"))
        .filter(|(other, held)| {
            let replaced = read::detail(other, &held.body).replaces;
            let mut replaced = replaced.iter().filter_map(|r| graph.resolve(other, r));
            replaced.any(|r| r == *key)
        })
        .map(|(other, _)| titled(scene, other.clone()))
        .collect()
}

fn history(scene: &Scene<'_>, task: &Task) -> Vec<HistoryView> {
    let me = scene.me.as_ref().and_then(|me| name_of(scene, me));
    let rows: Vec<&OutboxRow> = scene.state.machine.rows_of(&task.key).collect();
    let unsent = rows.iter().rev().map(|row| HistoryView {
        what: HistoryKind::Unsent {
            wanted: row.change.wanted(),
            at: row.made_at,
        },
        by: me.clone(),
    });
    // What is not sent yet has written the time of change already.
    let changed = task.last_modified.filter(|_| rows.is_empty());
    let changed = changed.filter(|at| task.authored_on != Some(*at));
    let changed = changed.map(|at| HistoryView {
        what: HistoryKind::Changed(at),
        by: None,
    });
    let made = task.authored_on.map(|at| HistoryView {
        what: HistoryKind::Made(at),
        by: party(scene, &task.key, &task.requester).name,
    });
    unsent.chain(changed).chain(made).collect()
}
