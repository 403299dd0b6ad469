//! One result: who, as what, where, and why it answers.

use coordo_core::fold::{Words, begins, fold};
use coordo_core::{FhirDate, Private, SourceId};
use coordo_directory::{Index, Slot, marks, marks_in_number, number};

use super::Scene;
use crate::actors::{Shape, Situation, address_of, identifier_name, is_named_only, more, town};
use crate::draw::finding;
use crate::view::directory::{EntryKind, MarkedText, ResultView};

pub(super) fn result(
    scene: &Scene<'_>,
    index: &Index,
    slot: Slot,
    words: &Words,
) -> Option<ResultView> {
    let home = scene.register.entry(slot)?;
    let shape = Shape::of(&scene.state.graph, scene.register, home)?;
    let circle = scene.state.directory.circle().and_then(|c| c.of(home));
    let is_homonym = index.is_homonym(slot);
    let situation = shown_situation(scene, &shape, words);
    let name = shape.name().map(|n| n.0.clone());
    let role = role(&shape, situation).cloned().map(|r| r.0);
    let place = place(&shape, situation);
    let shown = [&name, &role, &place];
    let mut because = because(&shape, words, &shown);
    if because.is_none() && is_homonym && place.is_none() {
        because = telling_apart(&shape);
    }
    let (is_inactive, inactive_since) = inactive(scene, &shape);
    Some(ResultView {
        key: shape.key.clone(),
        badges: finding::badges(scene.state, shape.key),
        kind: shape.kind,
        name: name.map(|text| marked(text, words)),
        role: role.map(|text| marked(text, words)),
        place: place.map(|text| marked(text, words)),
        because,
        n_more_situations: if shape.kind == EntryKind::Professional {
            shape.situations.len().saturating_sub(1)
        } else {
            0
        },
        is_in_circle: circle.is_some_and(|m| !m.has_left),
        circle_role: circle.and_then(|m| m.role.clone()),
        has_left: circle.is_some_and(|m| m.has_left),
        is_named_only: is_named_only(shape.key),
        is_inactive,
        inactive_since,
        is_homonym,
        sources: sources(scene, &shape),
    })
}

fn marked(text: String, words: &Words) -> MarkedText {
    let marks = marks(&text, words);
    MarkedText {
        text: Private(text),
        marks,
    }
}

/// The situation that answers best; of those that answer alike, the first that is not over.
fn shown_situation<'a, 'g>(
    scene: &Scene<'_>,
    shape: &'a Shape<'g>,
    words: &Words,
) -> Option<&'a Situation<'g>> {
    if shape.kind == EntryKind::Structure {
        return None;
    }
    let answering = |situation: &Situation<'_>| {
        let role = situation.actor.role.as_ref();
        let texts = role.into_iter().chain(situation.structure_name());
        texts.map(|t| marks(t, words).len()).sum::<usize>()
    };
    let mut best: Option<(usize, bool, &Situation<'_>)> = None;
    for situation in &shape.situations {
        let (n, is_current) = (answering(situation), !situation.is_over(scene.moment));
        if best.is_none_or(|(most, is_best_current, _)| (n, is_current) > (most, is_best_current)) {
            best = Some((n, is_current, situation));
        }
    }
    best.map(|(_, _, situation)| situation)
}

/// Profession, relationship or type.
pub(super) fn role<'g>(
    shape: &Shape<'g>,
    situation: Option<&Situation<'g>>,
) -> Option<&'g Private<String>> {
    let here = situation.and_then(|s| s.actor.role.as_ref());
    let own = || shape.selves.iter().find_map(|a| a.role.as_ref());
    let any = || shape.situations.iter().find_map(|s| s.actor.role.as_ref());
    here.or_else(own).or_else(any)
}

/// Structure and town of a person; address of a structure.
fn place(shape: &Shape<'_>, situation: Option<&Situation<'_>>) -> Option<String> {
    if shape.kind == EntryKind::Structure {
        let own = shape
            .selves
            .iter()
            .chain(shape.situations.iter().map(|s| &s.actor));
        let address = own.flat_map(|a| &a.addresses).find_map(address_of);
        // A place without an address of its own is told by its structure.
        return address.or_else(|| Some(shape.whole_name()?.0.clone()));
    }
    let around = situation.and_then(|s| s.structure);
    let places = situation.into_iter().flat_map(|s| s.places.iter().copied());
    let own = shape.selves.iter().copied();
    let mut addresses = around
        .into_iter()
        .chain(places)
        .chain(own)
        .flat_map(|a| &a.addresses);
    let town = addresses.find_map(town);
    let structure = situation.and_then(Situation::structure_name);
    match (structure, town) {
        (Some(structure), Some(town)) if fold(structure).ends_with(&fold(town)) => {
            Some(structure.0.clone())
        }
        (Some(structure), Some(town)) => Some(format!("{}, {town}", structure.as_str())),
        (Some(structure), None) => Some(structure.0.clone()),
        (None, town) => town.map(str::to_owned),
    }
}

/// Another text that answers a word which nothing of what is shown does.
fn because(shape: &Shape<'_>, words: &Words, shown: &[&Option<String>]) -> Option<MarkedText> {
    let shown: Vec<String> = shown
        .iter()
        .filter_map(|s| s.as_deref())
        .map(fold)
        .collect();
    let answers = |folded: &str, asked: &str| folded.split(' ').any(|w| begins(w, asked));
    let open = words
        .iter()
        .find(|asked| !shown.iter().any(|s| answers(s, asked)))?;
    for (_, text) in shape.texts() {
        if answers(&fold(text), open) {
            return Some(marked(text.to_owned(), words));
        }
    }
    let mut numbers = shape.numbers().into_iter();
    let text = numbers.find(|n| number(n).starts_with(open))?;
    Some(MarkedText {
        text: text.into(),
        marks: marks_in_number(text, words).into_iter().collect(),
    })
}

/// What tells homonyms apart where the place does not.
fn telling_apart(shape: &Shape<'_>) -> Option<MarkedText> {
    if !shape.is_public() {
        return None;
    }
    let mut identifiers = shape.selves.iter().flat_map(|a| &a.identifiers);
    let found = identifiers.find_map(|i| Some((identifier_name(i)?, i.value.as_str())))?;
    Some(MarkedText {
        text: format!("{} {}", found.0, found.1).into(),
        marks: Vec::new(),
    })
}

/// Whether it is inactive, and since when.
pub(super) fn inactive(scene: &Scene<'_>, shape: &Shape<'_>) -> (bool, Option<FhirDate>) {
    let moment = scene.moment;
    let is_off = |a: &&coordo_core::actor::Actor| {
        a.active == Some(false) || more(a).is_some_and(|m| moment.is_past(&m.period))
    };
    let selves_off = !shape.selves.is_empty() && shape.selves.iter().all(is_off);
    let roles = shape.situations.iter();
    let is_person = shape.kind == EntryKind::Professional;
    let all_over =
        is_person && !shape.situations.is_empty() && roles.clone().all(|s| s.is_over(moment));
    let team_over = shape
        .team
        .is_some_and(|team| crate::actors::is_team_over(team, moment));
    if !(selves_off || all_over || team_over) {
        return (false, None);
    }
    let own = shape.selves.iter().copied();
    let ends = own
        .chain(roles.map(|s| s.actor))
        .filter_map(|a| more(a)?.period.end)
        .chain(shape.team.and_then(|t| t.period.end));
    let last = ends
        .filter_map(|end| Some((end.over_at(moment.offset_minutes)?, end)))
        .max_by_key(|(at, _)| *at);
    (true, last.map(|(_, end)| end))
}

/// Sources that tell of an entry, where the client has several.
fn sources(scene: &Scene<'_>, shape: &Shape<'_>) -> Vec<SourceId> {
    if !scene.tells_sources {
        return Vec::new();
    }
    let mut sources: Vec<SourceId> = Vec::new();
    for key in shape.records() {
        if !sources.contains(&key.source) {
            sources.push(key.source.clone());
        }
    }
    sources
}
