//! Who answers for a card.

use coordo_core::fold;
use coordo_core::{Private, RecordKey, Reference};
use coordo_fhir::Projection;
use coordo_fhir::fields::{Fields, elements};

use super::Scene;
use crate::graph::Graph;
use crate::view::board::OwnerView;

pub(super) fn owner(
    scene: &Scene<'_>,
    from: &RecordKey,
    reference: &Reference,
    is_offered: bool,
) -> OwnerView {
    if reference.is_empty() {
        return OwnerView::default();
    }
    let target = scene.state.graph.resolve(from, reference);
    let mut view = OwnerView {
        is_offered,
        is_me: target.is_some()
            && target.as_ref().map(|t| person(&scene.state.graph, t)) == my_person(scene),
        is_unresolved: scene.is_complete
            && target.is_none()
            && (reference.target().is_some() || reference.identifier.is_some()),
        is_awaited: !scene.is_complete && reference.display.is_none(),
        ..OwnerView::default()
    };
    if let Some(target) = &target {
        describe(&scene.state.graph, target, &mut view);
    }
    if view.name.is_none() {
        view.name.clone_from(&reference.display);
    }
    view.is_awaited &= view.name.is_none();
    view.initials = view.name.as_ref().and_then(|n| initials(n));
    view
}

/// The name of a record: of an actor or a team, the title of a goal, a plan or a task.
pub(crate) fn name_of(scene: &Scene<'_>, key: &RecordKey) -> Option<Private<String>> {
    let graph = &scene.state.graph;
    let found = graph.projection(key)?;
    let plan = found.care_plan().map(|p| &p.title);
    let goal = found.goal().map(|g| &g.title);
    let task = found.task().map(|t| &t.title);
    if let Some(title) = plan.or(goal).or(task) {
        return title.clone();
    }
    let mut view = OwnerView::default();
    describe(graph, key, &mut view);
    view.name.or_else(|| name_in_text(&graph.get(key)?.body))
}

/// What a device or a protocol is called: no widget shows them, so they are read where a sentence
/// names them.
fn name_in_text(text: &str) -> Option<Private<String>> {
    let fields = Fields::parse(text).ok()?;
    let of_device = || {
        let names = elements(fields.get("deviceName")?)?;
        Fields::parse(names.first()?).ok()?.string("name")
    };
    fields.string("title").or_else(of_device).map(Private)
}

/// Name and role of an actor or a team.
pub(super) fn describe(graph: &Graph, target: &RecordKey, view: &mut OwnerView) {
    match graph.projection(target) {
        Some(Projection::Actor(actor)) => {
            view.is_group = matches!(
                actor.key.kind.as_str(),
                "Organization" | "Location" | "HealthcareService"
            );
            view.role.clone_from(&actor.role);
            view.name.clone_from(&actor.name);
            if view.name.is_none() && actor.key.kind == "PractitionerRole" {
                let person = graph.resolve(target, &actor.person);
                let person = person.and_then(|p| graph.actor(&p));
                view.name = person
                    .and_then(|p| p.name.clone())
                    .or_else(|| actor.person.display.clone());
                if view.role.is_none() {
                    view.role = person.and_then(|p| p.role.clone());
                }
            }
            if view.name.is_none() {
                let place = graph.resolve(target, &actor.organization);
                let place = place.and_then(|p| graph.actor(&p));
                view.name = place.and_then(|p| p.name.clone());
                view.is_group = view.name.is_some();
            }
        }
        Some(Projection::CareTeam(team)) => {
            view.is_group = true;
            view.name.clone_from(&team.name);
        }
        _ => {}
    }
}

/// The person behind a role, or the actor itself: one record for all that are the same,
/// in whichever source.
pub(crate) fn person(graph: &Graph, actor: &RecordKey) -> RecordKey {
    // A relative's person is the patient, who is somebody else.
    let is_role = actor.kind == "PractitionerRole";
    let role = graph.actor(actor).filter(|_| is_role);
    let person = role.and_then(|role| graph.resolve(actor, &role.person));
    graph.one_of(person.unwrap_or_else(|| actor.clone()))
}

fn my_person(scene: &Scene<'_>) -> Option<RecordKey> {
    Some(person(&scene.state.graph, scene.me.as_ref()?))
}

/// First letters of the first and the last word, titles left out.
fn initials(name: &str) -> Option<Private<String>> {
    let is_title = |w: &&str| {
        let word = w.trim_end_matches('.').to_ascii_lowercase();
        matches!(
            word.as_str(),
            "dr" | "pr" | "m" | "mme" | "mr" | "mrs" | "ms" | "mlle" | "me"
        )
    };
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|w| !is_title(w))
        .filter(|w| w.chars().next().is_some_and(fold::is_letter))
        .collect();
    let first = words.first().and_then(|w| w.chars().next());
    let last = (words.len() > 1)
        .then(|| words.last().and_then(|w| w.chars().next()))
        .flatten();
    let letters: String = first.into_iter().chain(last).map(fold::capital).collect();
    (!letters.is_empty()).then_some(Private(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_leave_titles_out_and_cope_with_any_name() {
        let of = |name| initials(name).map(|p| p.0);
        assert_eq!(of("Dr Antoine Vasseur").as_deref(), Some("AV"));
        assert_eq!(of("M. Roques").as_deref(), Some("R"));
        assert_eq!(of("Élodie Fabrègue").as_deref(), Some("ÉF"));
        assert_eq!(of("Voisine du 3e étage (Mme J.)").as_deref(), Some("VJ"));
        assert_eq!(of("   "), None);
        assert_eq!(of("123 456"), None);
    }
}
