//! Who does what, the team, and what was done, against what a coordinator expects.

use std::collections::BTreeMap;

use coordo_core::RecordKey;
use coordo_engine::nomeko::{Ring, grid};
use coordo_engine::who::Actor;
use serde_json::{Value, json};

use crate::compare::date;
use crate::story::{Step, Story, key};

fn shown(actor: &Actor) -> Value {
    match actor {
        Actor::Record(key) => match key.id.split_once('#') {
            Some((_, local)) => json!(format!("#{local}")),
            None => json!(key.reference()),
        },
        Actor::Named(name) => json!({ "display": name.as_str() }),
    }
}

fn all(actors: &[Actor]) -> Value {
    actors.iter().map(shown).collect()
}

/// Lists without order: who is named first among contributors says nothing.
fn sorted(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    let mut list: Vec<String> = list.map(Value::to_string).collect();
    list.sort();
    list
}

pub(crate) fn who_does_what(story: &Story, step: &Step) -> Vec<String> {
    let mut wrong = Vec::new();
    let is_shown = |task: &RecordKey| !step.ended_before.contains(&task.reference());
    let ours = story.engine.plan().who_does_what(&is_shown);
    let theirs = step.expected["who_does_what"].as_array().unwrap();
    let at = format!("{} step {}", story.name, step.n);
    let names = |list: &[Value]| -> Vec<String> {
        let names = list.iter().map(|a| a["activity"].to_string());
        names.collect()
    };
    let our_names: Vec<String> = ours
        .iter()
        .map(|a| json!(a.task.reference()).to_string())
        .collect();
    if our_names != names(theirs) {
        let theirs = names(theirs);
        wrong.push(format!("{at}: {our_names:?} instead of {theirs:?}"));
    }
    for (a, b) in ours.iter().zip(theirs) {
        let label = format!("{at} {}", a.task.reference());
        let mut differ = |what: &str, ours: Value, theirs: &Value| {
            if ours != *theirs {
                wrong.push(format!("{label} {what}: {ours} instead of {theirs}"));
            }
        };
        differ("status", json!(a.status.code()), &b["status"]);
        let one = |actor: &Option<Actor>| actor.as_ref().map_or(Value::Null, shown);
        differ("accountable", one(&a.accountable), &b["accountable"]);
        differ("offered to", one(&a.offered_to), &b["offered_to"]);
        for (what, list) in [
            ("contributing", &a.contributing),
            ("informed", &a.informed),
            ("validating", &a.validating),
        ] {
            let (ours, theirs) = (sorted(&all(list)), sorted(&b[what]));
            differ(what, json!(ours), &json!(theirs));
        }
    }
    wrong
}

pub(crate) fn team_check(story: &Story, step: &Step) -> Vec<String> {
    let theirs = &step.expected["team_check"];
    let team = key(theirs["care_team"].as_str().unwrap());
    let plan = story.engine.plan();
    let ours = plan.team_check(&team, step.now, story.engine.calendar());
    let ours = ours.unwrap();
    let one = |actor: &Option<Actor>| actor.as_ref().map_or(Value::Null, shown);
    let ponctuel: Vec<Value> = ours
        .ponctuels
        .iter()
        .map(|p| {
            let mut entry = json!({ "member": shown(&p.member) });
            if let Some(end) = p.end {
                entry["end"] = json!(end.to_fhir());
            } else if let Some(until) = &p.until {
                entry["end_condition"] = json!(until.as_str());
            }
            entry
        })
        .collect();
    let mut told = json!({
        "care_team": ours.team.reference(),
        "result": ours.verdict.as_str(),
        "captant": all(&ours.captants),
        "referent": all(&ours.referents),
        "accountable_coordinator": one(&ours.coordinator),
        "ponctuel": ponctuel,
        "ponctuel_without_end": all(&ours.without_end),
        "not_current": all(&ours.not_current),
    });
    if let Some(doctor) = &ours.by_default {
        told["accountable_coordinator_by_default"] = shown(doctor);
    }
    for end in theirs["ponctuel"].as_array().into_iter().flatten() {
        assert!(end["end"].is_null() || date(&end["end"]).is_some());
    }
    if told == *theirs {
        return Vec::new();
    }
    let at = format!("{} step {}", story.name, step.n);
    vec![format!("{at}:\n  {told}\n  instead of\n  {theirs}")]
}

pub(crate) fn nomeko(story: &Story, step: &Step) -> Vec<String> {
    let grid = grid(&story.engine.plan().actions());
    let count = |ring| grid.in_ring(ring);
    let mut cells: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
    for cell in &grid.cells {
        let ring = cell.ring.map_or("non-classe", Ring::code);
        let side = cell.side.map_or("non-dit", |side| side.code());
        let name = format!("{side} / {}", cell.with.code());
        let tasks: Vec<String> = cell.actions.iter().map(|k| k.reference()).collect();
        let told = json!({ "count": tasks.len(), "tasks": tasks });
        cells.entry(ring).or_default().insert(name, told);
    }
    let told = json!({
        "total_done": grid.total(),
        "rings": {
            "coordination": count(Some(Ring::Coordination)),
            "appui": count(Some(Ring::Support)),
            "autre": count(Some(Ring::Other)),
            "non-classe": count(None),
        },
        "cells": cells,
    });
    let theirs = &step.expected["nomeko"];
    if told == *theirs {
        return Vec::new();
    }
    let at = format!("{} step {}", story.name, step.n);
    vec![format!("{at}:\n  {told}\n  instead of\n  {theirs}")]
}
