//! State to the grid of who does what.

use coordo_core::order::Order as _;
use coordo_core::{Instant, Private, RecordKey, TaskStatus};
use coordo_engine::Plan;
use coordo_engine::who::{Activity, Actor};

use super::timeline::Lens;
use super::{Moment, Scene, card, owner};
use crate::graph::Graph;
use crate::state::State;
use crate::view::ItemKey;
use crate::view::board::{Lanes, OwnerView};
use crate::view::who::{WhoColumn, WhoGroup, WhoGroupKind, WhoPart, WhoQuery, WhoRow, WhoView};

/// A line before it is drawn.
struct Line<'p> {
    activity: &'p Activity,
    key: ItemKey,
    rank: u8,
    lane: usize,
    /// When; undated last.
    at: (bool, Option<Instant>),
}

/// Somebody, one for all that are the same.
#[derive(Clone, PartialEq, Eq)]
enum Who {
    Record(RecordKey),
    Named(Private<String>),
}

pub(crate) fn who(state: &State, query: WhoQuery, moment: Moment) -> WhoView {
    let Some(plan) = state.findings.plan() else {
        return WhoView::default();
    };
    let scene = Scene::new(state, moment);
    let lens = Lens::new(state);
    let mut activities = plan.who_does_what(&|_| false);
    activities.retain(|a| !state.is_hidden(&a.task.source));
    let lines = lines(&scene, &lens, &activities);
    let mut columns = Columns::of(&scene, plan, &lines);
    let n_others = columns.settle(query.n_columns);
    WhoView {
        groups: groups(&scene, &lens, &lines, &columns, query.n_rows),
        n_activities: lines.len(),
        n_more: lines.len().saturating_sub(query.n_rows),
        n_others,
        columns: columns.all.into_iter().map(|(_, column)| column).collect(),
        is_known: true,
    }
}

/// Open activities that the shared filter keeps, in the order in which they are read.
fn lines<'p>(scene: &Scene<'_>, lens: &Lens<'_>, activities: &'p [Activity]) -> Vec<Line<'p>> {
    let keys: Vec<ItemKey> = activities
        .iter()
        .map(|activity| ItemKey {
            record: activity.task.clone(),
            activity: None,
        })
        .collect();
    let places = lens.places(&keys, Some(Lanes::Goal));
    let mut lines: Vec<Line<'p>> = Vec::new();
    for ((activity, key), place) in activities.iter().zip(keys).zip(places) {
        let Some(goal) = place else {
            continue;
        };
        let is_draft = activity.status == TaskStatus::Draft;
        let rank = match (&activity.accountable, &activity.offered_to) {
            (None, None) if !is_draft => 0,
            (None, Some(_)) => 1,
            _ => 2,
        };
        let task = scene.state.graph.task(&key.record);
        let date = task.and_then(|task| {
            let planned = task.execution.start.or(task.execution.end);
            planned.or(task.window.end).or(task.window.start)
        });
        let at = date.and_then(|date| date.earliest(scene.offset_minutes));
        lines.push(Line {
            activity,
            key,
            rank,
            lane: if rank == 2 { goal } else { 0 },
            at: (at.is_none(), at),
        });
    }
    lines.order_by(|a, b| {
        let by = |line: &Line<'_>| (line.rank, line.lane, line.at);
        by(a).cmp(&by(b)).then_with(|| a.key.cmp(&b.key))
    });
    lines
}

fn groups(
    scene: &Scene<'_>,
    lens: &Lens<'_>,
    lines: &[Line<'_>],
    columns: &Columns,
    n_rows: usize,
) -> Vec<WhoGroup> {
    let mut left = n_rows;
    let mut groups = Vec::new();
    for lines in lines.chunk_by(|a, b| (a.rank, a.lane) == (b.rank, b.lane)) {
        let Some(first) = lines.first().filter(|_| left > 0) else {
            break;
        };
        let kind = match first.rank {
            0 => WhoGroupKind::Unowned,
            1 => WhoGroupKind::Offered,
            _ => WhoGroupKind::Goal(lens.heading(first.lane, Lanes::Goal).1),
        };
        let shown = lines.iter().take(left);
        let rows: Vec<WhoRow> = shown
            .filter_map(|line| {
                Some(WhoRow {
                    card: card::card(scene, &line.key)?,
                    parts: columns.parts(&scene.state.graph, line.activity),
                })
            })
            .collect();
        left = left.saturating_sub(lines.len());
        let n = lines.len();
        groups.push(WhoGroup { kind, n, rows });
    }
    groups
}

/// Whom an activity names, and as what.
fn people(activity: &Activity) -> impl Iterator<Item = (&Actor, WhoPart)> {
    let answers = activity.accountable.iter().map(|a| (a, WhoPart::Answers));
    let asked = activity.offered_to.iter().map(|a| (a, WhoPart::Asked));
    let contribute = activity.contributing.iter();
    let contribute = contribute.map(|a| (a, WhoPart::Contributes));
    let validate = activity.validating.iter();
    let validate = validate.map(|a| (a, WhoPart::Validates));
    let informed = activity.informed.iter().map(|a| (a, WhoPart::Informed));
    answers
        .chain(asked)
        .chain(contribute)
        .chain(validate)
        .chain(informed)
}

fn who_of(graph: &Graph, actor: &Actor) -> Who {
    match actor {
        Actor::Record(key) => Who::Record(owner::person(graph, key)),
        Actor::Named(name) => Who::Named(name.clone()),
    }
}

/// The columns, each with whom it is about.
struct Columns {
    all: Vec<(Who, WhoColumn)>,
}

impl Columns {
    fn of(scene: &Scene<'_>, plan: &Plan, lines: &[Line<'_>]) -> Self {
        let mut columns = Self { all: Vec::new() };
        for line in lines {
            for (actor, part) in people(line.activity) {
                let place = columns.place(scene, actor);
                if let (Some((_, column)), WhoPart::Answers) = (columns.all.get_mut(place), part) {
                    column.n_answers += 1;
                }
            }
        }
        for load in plan.loads() {
            let who = load.actor.map(|actor| who_of(&scene.state.graph, &actor));
            let place = columns
                .all
                .iter()
                .position(|(w, _)| Some(w) == who.as_ref());
            if let Some((_, column)) = place.and_then(|place| columns.all.get_mut(place)) {
                column.n_waits += load.waits_for.len();
            }
        }
        columns
    }

    /// Where the column of somebody is; a new one is the last.
    fn place(&mut self, scene: &Scene<'_>, actor: &Actor) -> usize {
        let graph = &scene.state.graph;
        let who = who_of(graph, actor);
        let known = self.all.iter().position(|(w, _)| *w == who);
        known.unwrap_or_else(|| {
            let mut owner = OwnerView::default();
            let record = match actor {
                Actor::Record(key) => {
                    owner::describe(graph, key, &mut owner);
                    Some(key.clone())
                }
                Actor::Named(name) => {
                    owner.name = Some(name.clone());
                    None
                }
            };
            let me = scene.me.as_ref().map(|me| owner::person(graph, me));
            let kind = record.as_ref().map_or("", |key| &key.kind);
            let column = WhoColumn {
                is_kin: matches!(kind, "Patient" | "RelatedPerson"),
                is_me: me.is_some_and(|me| who == Who::Record(me)),
                record,
                owner,
                n_answers: 0,
                n_waits: 0,
            };
            self.all.push((who, column));
            self.all.len() - 1
        })
    }

    /// Puts them in order and keeps so many; tells how many are left out.
    fn settle(&mut self, n: usize) -> usize {
        self.all.order_by(|(_, a), (_, b)| {
            let by = |c: &WhoColumn| (c.is_kin, std::cmp::Reverse(c.n_answers));
            by(a).cmp(&by(b)).then_with(|| {
                let name = |c: &WhoColumn| c.owner.name.as_ref().map(|name| name.0.clone());
                (name(a), &a.record).cmp(&(name(b), &b.record))
            })
        });
        let others = self.all.len().saturating_sub(n);
        // Who acts here, the person and those around stay: few, and the first to be looked for.
        let mut over = others;
        let mut place = self.all.len();
        while over > 0 && place > 0 {
            place -= 1;
            let is_first = self
                .all
                .get(place)
                .is_some_and(|(_, c)| c.is_kin || c.is_me);
            if !is_first {
                self.all.remove(place);
                over -= 1;
            }
        }
        others - over
    }

    fn parts(&self, graph: &Graph, activity: &Activity) -> Vec<(usize, Vec<WhoPart>)> {
        let mut found: Vec<(usize, Vec<WhoPart>)> = Vec::new();
        for (actor, part) in people(activity) {
            let who = who_of(graph, actor);
            let Some(place) = self.all.iter().position(|(w, _)| *w == who) else {
                continue;
            };
            match found.iter_mut().find(|(at, _)| *at == place) {
                Some((_, parts)) if parts.contains(&part) => {}
                Some((_, parts)) => parts.push(part),
                None => found.push((place, vec![part])),
            }
        }
        found.order_by(|a, b| a.0.cmp(&b.0));
        found
    }
}
