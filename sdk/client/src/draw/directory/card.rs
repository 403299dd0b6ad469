//! Everything known of one entry.

use coordo_core::actor::{Absence, Actor, CareTeam, Participant};
use coordo_core::coded::{Coded, Identifier};
use coordo_core::order::Order as _;
use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_fhir::Projection;

use super::result::{inactive, role};
use super::{Moment, Scene, open, reach};
use crate::actors::{
    Shape, Situation, address_of, home, identifier_name, is_named_only, is_national_identity,
    is_team_over, more, named_participant,
};
use crate::draw::finding;
use crate::state::State;
use crate::view::directory::{
    AbsenceView, CardOfActorView, EntryKind, IdentifierView, MemberView, SituationView,
};

/// Structures followed upwards at most.
const LEVELS: usize = 16;
/// Characters of a national identity that are shown.
const SHOWN: usize = 3;

pub(crate) fn card_of_actor(
    state: &State,
    key: &RecordKey,
    moment: Moment,
) -> Option<CardOfActorView> {
    let scene = Scene::of(state, moment)?;
    let shape = scene.shape(key)?;
    let (n_open, open) = open::open(&scene, &shape);
    let current = shape.situations.iter().find(|s| !s.is_over(moment));
    let shown = current.or_else(|| shape.situations.first());
    Some(CardOfActorView {
        key: shape.key.clone(),
        badges: finding::badges(scene.state, shape.key),
        kind: shape.kind,
        name: shape.name().cloned(),
        role: role(&shape, shown).cloned(),
        situations: situations(&scene, &shape),
        reach: reach::reach(&scene, &shape),
        address: addresses(&shape),
        remarks: remarks(&shape),
        identifiers: identifiers(&shape),
        members: members(&scene, &shape),
        within: within(&scene, &shape),
        teams: teams(&scene, &shape),
        n_open,
        open,
        sources: sources(&scene, &shape),
        is_inactive: inactive(&scene, &shape).0,
        is_named_only: is_named_only(shape.key),
    })
}

fn situations(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<SituationView> {
    let mut views: Vec<SituationView> = shape
        .situations
        .iter()
        .map(|s| situation(scene, shape, s))
        .collect();
    if shape.kind == EntryKind::Structure {
        let graph = &scene.state.graph;
        let number = scene.register.home_of(shape.key);
        let parts = number.into_iter().flat_map(|n| scene.register.parts(n));
        let parts = parts.filter_map(|key| graph.actor(key));
        views.extend(parts.map(|part| {
            let alone = Situation::alone(part);
            situation(scene, shape, &alone)
        }));
    }
    views.order_by_key(|v| v.is_over);
    views
}

fn situation(scene: &Scene<'_>, shape: &Shape<'_>, of: &Situation<'_>) -> SituationView {
    let actor = of.actor;
    let is_person = shape.kind != EntryKind::Structure;
    let more = more(actor);
    // A place or a service is called by its own name; a role by the structure that it is in.
    let (structure, structure_key) = if is_person {
        (of.structure_name(), of.structure.map(|s| &s.key))
    } else {
        (actor.name.as_ref(), Some(&actor.key))
    };
    let own = of
        .places
        .iter()
        .chain(of.structure.iter().filter(|_| is_person));
    let own = std::iter::once(&actor).chain(own);
    let address = own.flat_map(|a| &a.addresses).find_map(address_of);
    let specialties = more.map_or(&[][..], |m| &m.specialties);
    let period = more.map(|m| &m.period);
    let mut hours = Vec::new();
    for time in more.map_or(&[][..], |m| &m.available) {
        let (start, end) = match (time.start, time.end) {
            _ if time.is_all_day => (0, 24 * 60),
            (Some(start), Some(end)) => (start, end),
            _ => continue,
        };
        hours.extend(time.days.iter().map(|day| (usize::from(*day), start, end)));
    }
    hours.order();
    SituationView {
        key: actor.key.clone(),
        role: actor.role.clone(),
        specialty: specialties.first().and_then(Coded::text),
        structure: structure.cloned(),
        structure_key: structure_key.cloned(),
        address: address.map(Private),
        start: period.and_then(|p| p.start),
        end: period.and_then(|p| p.end),
        is_over: of.is_over(scene.moment),
        absences: more
            .map_or(&[][..], |m| &m.absences)
            .iter()
            .filter(|a| !scene.moment.is_past(&a.period))
            .map(absence)
            .collect(),
        hours,
    }
}

fn absence(absence: &Absence) -> AbsenceView {
    AbsenceView {
        text: absence.text.clone(),
        start: absence.period.start,
        end: absence.period.end,
    }
}

/// Addresses of its own, each on a line.
fn addresses(shape: &Shape<'_>) -> Vec<Private<String>> {
    let mut lines: Vec<Private<String>> = Vec::new();
    for address in shape.selves.iter().flat_map(|a| &a.addresses) {
        if address.usage == "old" {
            continue;
        }
        let line = address_of(address).map(Private);
        if let Some(line) = line
            && !lines.contains(&line)
        {
            lines.push(line);
        }
    }
    lines
}

/// Other names, know-how, languages and what is said in words.
fn remarks(shape: &Shape<'_>) -> Vec<Private<String>> {
    let mut remarks: Vec<Private<String>> = Vec::new();
    let mut say = |text: Option<Private<String>>| {
        if let Some(text) = text
            && !remarks.contains(&text)
        {
            remarks.push(text);
        }
    };
    let situations = shape.situations.iter().map(|s| s.actor);
    for actor in shape.selves.iter().copied().chain(situations) {
        let Some(more) = more(actor) else { continue };
        more.other_names.iter().for_each(|n| say(Some(n.clone())));
        let is_own = shape.selves.iter().any(|own| own.key == actor.key);
        if is_own {
            more.specialties.iter().for_each(|s| say(s.text()));
        }
        more.languages.iter().for_each(|l| say(l.text()));
        more.remarks.iter().for_each(|r| say(Some(r.clone())));
    }
    remarks
}

fn identifiers(shape: &Shape<'_>) -> Vec<IdentifierView> {
    let mut views: Vec<IdentifierView> = Vec::new();
    let team = shape.team.map_or(&[][..], |t| &t.identifiers);
    let selves = shape.selves.iter().flat_map(|a| &a.identifiers);
    for identifier in selves.chain(team) {
        let view = IdentifierView {
            name: identifier_name(identifier).unwrap_or_default(),
            value: shown(identifier),
        };
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

/// A national identity is masked but for its end: it opens too much elsewhere.
fn shown(identifier: &Identifier) -> Private<String> {
    if !is_national_identity(identifier) {
        return identifier.value.clone();
    }
    let n = identifier.value.chars().count();
    let hidden = n.saturating_sub(SHOWN);
    let masked = identifier.value.chars().enumerate();
    Private(
        masked
            .map(|(at, c)| if at < hidden { '•' } else { c })
            .collect(),
    )
}

fn members(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<MemberView> {
    let Some(team) = shape.team else {
        return Vec::new();
    };
    let mut views: Vec<MemberView> = team
        .participants
        .iter()
        .enumerate()
        .map(|(n, participant)| member(scene, shape.key, team, n, participant))
        .collect();
    views.order_by_key(|m| m.is_over);
    views
}

fn member(
    scene: &Scene<'_>,
    from: &RecordKey,
    team: &CareTeam,
    n: usize,
    participant: &Participant,
) -> MemberView {
    let graph = &scene.state.graph;
    let name = |team: &RecordKey| named_participant(team, n);
    let home = home(graph, scene.register, from, &participant.member, name);
    let member = home.and_then(|home| Shape::of(graph, scene.register, home));
    let told = member.as_ref().and_then(Shape::name);
    let key = member.as_ref().map(|m| m.key).filter(|k| !is_named_only(k));
    MemberView {
        key: key.cloned(),
        name: told.or(participant.member.display.as_ref()).cloned(),
        role: participant.role.clone(),
        start: participant.period.start,
        end: participant.period.end,
        is_over: is_team_over(team, scene.moment) || scene.moment.is_past(&participant.period),
    }
}

/// Teams that an entry belongs to, those that it left at the end.
fn teams(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<MemberView> {
    let graph = &scene.state.graph;
    let own = scene.register.home_of(shape.key);
    let mut views = Vec::new();
    for (key, held) in graph.iter() {
        let Projection::CareTeam(team) = &held.projection else {
            continue;
        };
        if team.status.as_deref() == Some("entered-in-error") {
            continue;
        }
        for (n, participant) in team.participants.iter().enumerate() {
            let name = |team: &RecordKey| named_participant(team, n);
            let home = home(graph, scene.register, key, &participant.member, name);
            if home.is_some() && home == own {
                views.push(MemberView {
                    key: Some(key.clone()),
                    name: team.name.clone(),
                    ..member(scene, key, team, n, participant)
                });
            }
        }
    }
    views.order_by_key(|v| v.is_over);
    views
}

/// Structures that it is part of, the nearest first. One that was there before ends the walk.
fn within(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<(RecordKey, Private<String>)> {
    let graph = &scene.state.graph;
    let mut found: Vec<(RecordKey, Private<String>)> = Vec::new();
    if shape.kind != EntryKind::Structure {
        return found;
    }
    let mut seen = vec![scene.register.home_of(shape.key)];
    let mut at: Option<&Actor> = shape.selves.first().copied();
    while let Some(actor) = at.filter(|_| found.len() < LEVELS) {
        let Some(next) = graph.resolve(&actor.key, &actor.organization) else {
            break;
        };
        let home = scene.register.home_of(&next);
        if home.is_none() || seen.contains(&home) {
            break;
        }
        seen.push(home);
        at = graph.actor(&next);
        if let Some(name) = at.and_then(|a| a.name.clone()) {
            found.push((next, name));
        }
    }
    found
}

/// Sources that tell of it, and when each was last changed there.
fn sources(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<(SourceId, Option<Instant>)> {
    let mut sources: Vec<(SourceId, Option<Instant>)> = Vec::new();
    for key in shape.records() {
        let updated = scene.state.graph.get(key).and_then(|held| held.updated);
        match sources.iter_mut().find(|(source, _)| *source == key.source) {
            Some((_, known)) => *known = (*known).max(updated),
            None => sources.push((key.source.clone(), updated)),
        }
    }
    sources
}
