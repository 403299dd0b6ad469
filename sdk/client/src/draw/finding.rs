//! What is found, with names and with what can be done here.

use std::rc::Rc;

use coordo_core::decide::assigned_status;
use coordo_core::{Command, Private, RecordKey};
use coordo_engine::{Argument, Finding, Gesture, Remedy, RemedyCode, Severity, Value};

use super::{Moment, Scene, name_of};
use crate::decide::may_write;
use crate::state::State;
use crate::view::ItemKey;
use crate::view::finding::{Badge, FindingView, FindingsView, Lack, RemedyView};

/// How many are urgent, to look at, and good to know.
pub(crate) fn counts(state: &State) -> [usize; 3] {
    let of = |severity| told(state).filter(|f| f.severity == severity).count();
    [Severity::Urgent, Severity::Attention, Severity::Info].map(of)
}

/// What was found, but for what rests on a source that is hidden.
pub(super) fn told(state: &State) -> impl Iterator<Item = &Rc<Finding>> {
    let is_hidden = |key: &RecordKey| state.is_hidden(&key.source);
    let found = state.findings.shown().iter();
    found.filter(move |finding| {
        let names = |a: &Argument| matches!(a, Argument::Record(key) if is_hidden(key));
        let mut facts = finding.evidence.iter().map(|fact| &fact.record);
        !finding.subjects.iter().any(is_hidden)
            && !finding.arguments.iter().any(names)
            && !facts.any(is_hidden)
    })
}

/// What is found about a record, most urgent first, with the same left out.
pub(super) fn badges(state: &State, record: &RecordKey) -> Vec<Badge> {
    let found = state.findings.badges(record);
    if found.is_empty() || !state.hides_any() {
        return found.to_vec();
    }
    let of_record = |finding: &&Rc<Finding>| finding.subjects.contains(record);
    let mut badges: Vec<Badge> = Vec::new();
    for badge in told(state).filter(of_record).map(|f| Badge::of(f)) {
        if !badges.contains(&badge) {
            badges.push(badge);
        }
    }
    badges
}

pub(crate) fn findings(state: &State, moment: Moment) -> FindingsView {
    let scene = Scene::new(state, moment);
    let findings: Vec<_> = told(state).map(|f| finding(&scene, f)).collect();
    let mut remedies = findings.iter().flat_map(|f| &f.remedies);
    let is_owner_lacking = remedies.any(|r| r.lack() == Some(Lack::Owner));
    FindingsView {
        findings,
        owners: match is_owner_lacking {
            true => super::form::owners(&scene),
            false => Vec::new(),
        },
        n: counts(state),
        at: state.findings.at(),
    }
}

/// What is found about one record.
pub(crate) fn findings_of(state: &State, record: &RecordKey, moment: Moment) -> Vec<FindingView> {
    let scene = Scene::new(state, moment);
    let found = told(state).filter(|f| f.subjects.contains(record));
    found.map(|f| finding(&scene, f)).collect()
}

fn finding(scene: &Scene<'_>, finding: &Rc<Finding>) -> FindingView {
    let mut names: Vec<(RecordKey, Private<String>)> = Vec::new();
    let mut name = |key: &RecordKey| {
        if names.iter().all(|(known, _)| known != key)
            && let Some(name) = called(scene, key)
        {
            names.push((key.clone(), name));
        }
    };
    for argument in &finding.arguments {
        if let Argument::Record(key) = argument {
            name(key);
        }
    }
    for fact in &finding.evidence {
        name(&fact.record);
        if let Value::Record(key) = &fact.value {
            name(key);
        }
    }
    for key in &finding.subjects {
        name(key);
    }
    let items = finding.subjects.iter().filter(|key| is_shown(scene, key));
    let remedies = finding.remedies.iter().filter_map(|r| remedy(scene, r));
    let mut remedies: Vec<RemedyView> = remedies.collect();
    tell_apart(scene, &mut remedies);
    FindingView {
        items: items
            .map(|record| ItemKey {
                record: record.clone(),
                activity: None,
            })
            .collect(),
        remedies,
        names,
        finding: finding.clone(),
    }
}

/// Gives remedies of one name the name of what each is about.
fn tell_apart(scene: &Scene<'_>, remedies: &mut [RemedyView]) {
    let codes: Vec<RemedyCode> = remedies.iter().map(|remedy| remedy.code).collect();
    for remedy in remedies {
        let n = codes.iter().filter(|code| **code == remedy.code).count();
        if n > 1
            && remedy.who.is_none()
            && let Some(record) = remedy.gesture.record()
        {
            remedy.who = called(scene, record);
        }
    }
}

/// The name or title of anything.
pub(super) fn called(scene: &Scene<'_>, key: &RecordKey) -> Option<Private<String>> {
    let event = scene.state.graph.projection(key).and_then(|p| p.event());
    event
        .and_then(|event| event.title.clone())
        .or_else(|| name_of(scene, key))
}

/// Whether a widget has a card, a mark or an entry for it.
pub(super) fn is_shown(scene: &Scene<'_>, key: &RecordKey) -> bool {
    let found = scene.state.graph.projection(key);
    found.is_some_and(|p| p.task().is_some() || p.event().is_some() || p.actor().is_some())
}

/// What can be done here. Setting a rule aside takes the words of the person
/// ([`Gesture::with_waiver`]).
fn remedy(scene: &Scene<'_>, remedy: &Remedy) -> Option<RemedyView> {
    let mut view = RemedyView {
        code: remedy.code,
        gesture: remedy.gesture.clone(),
        command: None,
        who: None,
        me: None,
    };
    match &remedy.gesture {
        Gesture::Ready(command) => {
            if let Command::Acknowledge { message: record }
            | Command::ReviewPlan { plan: record, .. }
            | Command::EndPlan { plan: record, .. } = &**command
            {
                may_write(scene.state, record).ok()?;
            }
            if let Command::EndPlan { plan, .. } = &**command {
                view.who = called(scene, plan);
            }
            view.command = Some((**command).clone());
        }
        Gesture::Referent { team, .. } => {
            may_write(scene.state, team).ok()?;
            view.who = called(scene, team);
        }
        Gesture::Review { plan, .. } => may_write(scene.state, plan).ok()?,
        Gesture::Make { draft } => {
            may_write(scene.state, draft.plan.as_ref()?).ok()?;
            let me = scene.me.clone()?;
            scene.state.graph.get(&me)?;
            view.me = Some(me);
        }
        Gesture::Owner {
            task,
            shown,
            from,
            is_offered,
        } => {
            may_write(scene.state, task).ok()?;
            // What was accepted cannot be offered again: whose it is can still be said.
            let mode = scene.state.options.mode;
            if *is_offered && assigned_status(from, true, mode).is_err() {
                view.gesture = Gesture::Owner {
                    task: task.clone(),
                    shown: shown.clone(),
                    from: from.clone(),
                    is_offered: false,
                };
            }
            if remedy.code == RemedyCode::TakeIt {
                let me = scene.me.clone()?;
                scene.state.graph.get(&me)?;
                if shown.as_ref() == Some(&me) {
                    return None;
                }
                view.command = remedy.gesture.with_owner(me);
            }
        }
        Gesture::Planned { task, .. } | Gesture::Reason { task, .. } => {
            may_write(scene.state, task).ok()?;
        }
        Gesture::Reach(key) => view.who = called(scene, key),
        Gesture::Open(key) => {
            if !is_shown(scene, key) {
                return None;
            }
        }
        Gesture::Waive(key) => may_write(scene.state, key).ok()?,
    }
    Some(view)
}
