//! One card.

use coordo_core::activity::{ActivityDetail, ActivityStatus};
use coordo_core::board::Column;
use coordo_core::event::Event;
use coordo_core::plan::CarePlan;
use coordo_core::task::Priority;
use coordo_core::task::transition::{Verdict, judge, needs_reason};
use coordo_core::{Private, RecordKey, Reference, Refusal, SourceId, Task, TaskStatus};
use coordo_fhir::Projection;

use super::{Scene, due, finding, owner, wanted};
use crate::decide::may_write;
use crate::view::board::{CardKey, CardStatus, CardView, MoveView};

pub(super) fn card(scene: &Scene<'_>, key: &CardKey) -> Option<CardView> {
    let held = scene.state.graph.get(&key.record)?;
    match (&held.projection, key.activity) {
        (Projection::Task(task), None) => Some(of_task(scene, key, task)),
        (Projection::Event(step), None) if step.kind.is_step() => Some(of_step(scene, key, step)),
        (Projection::CarePlan(plan), Some(index)) => {
            let activity = plan.activities.get(index)?;
            if let Some(detail) = &activity.detail {
                return Some(of_detail(scene, key, plan, detail));
            }
            let target = scene.state.graph.resolve(&plan.key, &activity.reference)?;
            let step = scene.state.graph.projection(&target)?.step()?;
            Some(of_step(scene, key, step))
        }
        _ => None,
    }
}

fn of_task(scene: &Scene<'_>, key: &CardKey, task: &Task) -> CardView {
    let fixed = may_write(scene.state, &task.key).err();
    let moves = if fixed.is_none() {
        moves(scene, &task.status)
    } else {
        Vec::new()
    };
    let (goal, need) = goal(scene, &task.key, std::slice::from_ref(&task.reason));
    CardView {
        key: key.clone(),
        title: task.title.clone(),
        status: CardStatus::Task(task.status.clone()),
        owner: owner::owner(scene, &task.key, &task.owner, task.status.is_offer()),
        actor: scene.state.graph.resolve(&task.key, &task.owner),
        due: due::of_task(scene, task),
        priority: task.priority,
        need,
        goal,
        plan: plan_of_task(scene, task),
        source: source(scene, &task.key),
        reason: task.status_reason.clone(),
        badges: finding::badges(scene.state, &task.key),
        unread: scene.state.seen.unread(&task.key).cloned(),
        pending: wanted::pending(scene, &task.key),
        fixed,
        moves,
    }
}

fn of_detail(
    scene: &Scene<'_>,
    key: &CardKey,
    plan: &CarePlan,
    detail: &ActivityDetail,
) -> CardView {
    let performer = detail.performers.first().cloned().unwrap_or_default();
    let (goal, need) = goal(scene, &plan.key, &detail.goals);
    CardView {
        title: detail.title.clone(),
        status: CardStatus::Activity(detail.status.clone()),
        owner: owner::owner(scene, &plan.key, &performer, false),
        actor: scene.state.graph.resolve(&plan.key, &performer),
        due: due::of_detail(scene, detail),
        need,
        goal,
        plan: plan.title.clone(),
        reason: detail.status_reason.clone(),
        ..of_the_plan(scene, key)
    }
}

fn of_step(scene: &Scene<'_>, key: &CardKey, step: &Event) -> CardView {
    let performer = step.doer().cloned().unwrap_or_default();
    let plan = match key.activity {
        Some(_) => Some(&key.record),
        None => scene.links.plan_of(&key.record),
    };
    CardView {
        title: step.title.clone(),
        status: CardStatus::Activity(step.status.clone()),
        owner: owner::owner(scene, &step.key, &performer, false),
        actor: scene.state.graph.resolve(&step.key, &performer),
        due: due::of_period(step.period),
        plan: plan.and_then(|p| plan_title(scene, p)),
        badges: finding::badges(scene.state, &step.key),
        unread: scene.state.seen.unread(&step.key).cloned(),
        ..of_the_plan(scene, key)
    }
}

/// What the cards have in common that are not tasks: nobody moves them here.
fn of_the_plan(scene: &Scene<'_>, key: &CardKey) -> CardView {
    CardView {
        key: key.clone(),
        title: None,
        status: CardStatus::Activity(ActivityStatus::Unknown),
        owner: crate::view::board::OwnerView::default(),
        actor: None,
        due: None,
        priority: Priority::Routine,
        need: None,
        goal: None,
        plan: None,
        source: source(scene, &key.record),
        reason: None,
        badges: Vec::new(),
        unread: None,
        pending: None,
        fixed: Some(Refusal::OfThePlan),
        moves: Vec::new(),
    }
}

fn moves(scene: &Scene<'_>, from: &TaskStatus) -> Vec<MoveView> {
    TaskStatus::ALL
        .iter()
        .filter(|to| *to != from)
        .map(|to| {
            let verdict = judge(from, to, scene.state.options.mode);
            let refusal = match verdict {
                Verdict::Allowed | Verdict::Unusual => None,
                Verdict::Ended => Some(Refusal::Ended { from: from.clone() }),
                Verdict::Forbidden => Some(Refusal::NotAllowed {
                    from: from.clone(),
                    to: to.clone(),
                }),
                Verdict::Same => Some(Refusal::AlreadySo { status: to.clone() }),
                Verdict::NotAStatus => Some(Refusal::NotAStatus),
            };
            MoveView {
                to: to.clone(),
                column: Column::of_task(to),
                needs_reason: needs_reason(to),
                is_unusual: verdict == Verdict::Unusual,
                refusal,
            }
        })
        .collect()
}

/// The first goal that is held, and its title.
fn goal(
    scene: &Scene<'_>,
    from: &RecordKey,
    goals: &[Reference],
) -> (Option<RecordKey>, Option<Private<String>>) {
    let graph = &scene.state.graph;
    let found = goals.iter().find_map(|reference| {
        let key = graph.resolve(from, reference)?;
        let title = graph.projection(&key)?.goal()?.title.clone();
        Some((key, title))
    });
    found.map_or((None, None), |(key, title)| (Some(key), title))
}

pub(super) fn plan_of_task(scene: &Scene<'_>, task: &Task) -> Option<Private<String>> {
    if let Some(plan) = scene.links.plan_of(&task.key) {
        return plan_title(scene, plan);
    }
    task.based_on.iter().find_map(|reference| {
        let key = scene.state.graph.resolve(&task.key, reference)?;
        plan_title(scene, &key)
    })
}

pub(super) fn plan_title(scene: &Scene<'_>, plan: &RecordKey) -> Option<Private<String>> {
    let plan = scene.state.graph.projection(plan)?.care_plan()?;
    plan.title.clone()
}

pub(super) fn source(scene: &Scene<'_>, key: &RecordKey) -> Option<SourceId> {
    (scene.state.options.sources.len() > 1).then(|| key.source.clone())
}
