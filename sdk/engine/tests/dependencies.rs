//! The facets of an activity, and what depends on what: rows 1, 2, 3 and 4.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod plans;

use coordo_core::TaskStatus;
use coordo_engine::{Code, Dependency, Edge, MissingFacet, Severity};
use plans::*;

/// Row 1: all five facets of an activity that has them.
#[test]
fn row_1_an_activity_shows_its_five_facets() {
    let mut full = task("t");
    full.goals = all(&["Goal/g"]);
    full.focus = to("Appointment/a");
    full.window = period("2026-11-20", "2026-11-27");
    full.requester = to("Practitioner/r");
    input(&mut full, "apres", "Task/first");
    input(&mut full, "document", "DocumentReference/d");
    input(&mut full, "ressource", "Device/w");
    input(&mut full, "resultat-attendu", "Goal/g");
    more(&mut full).protocol = Some("https://x.example/p|2".to_owned());
    let (start, end) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
    let mut world = World::new();
    world.event(&appointment("a", start, end, &["Patient/p", "Location/l"]));
    world.task(&full);
    let facets = world.0.plan().facets();
    assert_eq!(facets.len(), 1);
    let of = &facets[0];
    assert_eq!(of.missing(), []);
    assert_eq!(of.objectives, [key("Goal/g")]);
    assert_eq!(of.conditions.after, [key("Task/first")]);
    assert_eq!(of.conditions.documents, [key("DocumentReference/d")]);
    assert_eq!(of.conditions.resources, [key("Device/w")]);
    assert!(of.conditions.expects_result && !of.conditions.has_result);
    assert!(of.actors.accountable.is_some() && of.actors.informed.len() == 1);
    assert_eq!(of.place, Some(key("Location/l")));
    assert_eq!(of.planned, period(start, end));
    assert_eq!(of.window, full.window);
    assert_eq!(of.protocol.as_deref(), Some("https://x.example/p|2"));
}

/// Row 1: the lint.
#[test]
fn row_1_the_lint_names_the_missing_facets_of_each_activity_in_a_stable_order() {
    let mut bare = task("b");
    bare.owner = to("");
    let mut asked = task("a");
    asked.owner = to("");
    more(&mut asked).performer_type = Some("infirmier".into());
    asked.execution = period("2026-11-20", "");
    let mut draft = task("d");
    draft.status = TaskStatus::Draft;
    draft.goals = all(&["Goal/g"]);
    let mut done = task("c");
    done.status = TaskStatus::Completed;
    let mut world = World::new();
    // Whatever the order in which they came.
    world.task(&draft).task(&bare).task(&done).task(&asked);
    let lint = world.0.plan().lint();
    use MissingFacet as M;
    let expected = [
        (key("Task/a"), vec![M::Objective, M::Place, M::Precondition]),
        (key("Task/b"), M::ALL.to_vec()),
        (key("Task/d"), vec![M::Place, M::Period, M::Precondition]),
    ];
    assert_eq!(lint, expected);
    // At home is a place, and a group says what comes first; nobody is alarmed by what is missing.
    world.actor(&living_at("Patient/p", "49990"));
    world.event(&group("g", &[("a", "", ""), ("b", "after-end", "a")]));
    let lint = world.0.plan().lint();
    assert_eq!(lint[1].1, [M::Objective, M::Performer, M::Period]);
    let codes = world.codes(NOW);
    assert!(codes.iter().all(|code| *code == Code::NoOwner), "{codes:?}");
}

fn edges(world: &World) -> Vec<(Dependency, String, Option<String>)> {
    let edges = world.0.plan().dependencies().into_iter();
    let each =
        edges.map(|Edge { kind, from, to }| (kind, from.reference(), to.map(|to| to.reference())));
    each.collect()
}

/// Row 2: the five types.
#[test]
fn row_2_every_dependency_is_returned_with_its_type() {
    let mut part = task("part");
    part.part_of = all(&["Task/whole"]);
    let mut later = task("later");
    input(&mut later, "apres", "Task/first");
    let mut given = task("given");
    given.requester = to("Practitioner/r");
    let mut one = task("one");
    let mut other = task("other");
    input(&mut one, "ressource", "Device/w");
    input(&mut other, "ressource", "Device/w");
    input(&mut later, "ressource", "Device/alone");
    let mut world = World::new();
    for task in [&part, &later, &given, &one, &other] {
        world.task(task);
    }
    world.event(&group(
        "g",
        &[("one", "", ""), ("other", "concurrent", "one")],
    ));
    let expected = [
        (Dependency::SharedResource, "Task/one", Some("Device/w")),
        (Dependency::SharedResource, "Task/other", Some("Device/w")),
        (Dependency::Assignment, "Task/given", Some("Practitioner/a")),
        (
            Dependency::ProducerConsumer,
            "Task/later",
            Some("Task/first"),
        ),
        (Dependency::Simultaneity, "Task/one", Some("Task/other")),
        (Dependency::Part, "Task/part", Some("Task/whole")),
    ];
    let expected = expected.map(|(kind, from, to)| (kind, from.to_owned(), to.map(str::to_owned)));
    assert_eq!(edges(&world), expected);
}

/// Row 2: a resource that one appointment books for its own task is not shared.
#[test]
fn row_2_a_task_and_its_own_appointment_share_nothing() {
    let mut visit = task("t");
    visit.focus = to("Appointment/a");
    input(&mut visit, "ressource", "Device/w");
    let (from, until) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
    let mut world = World::new();
    world.task(&visit);
    world.event(&appointment("a", from, until, &["Patient/p", "Device/w"]));
    assert_eq!(edges(&world), []);
}

/// Row 3: no edge, nothing to coordinate, no alert; one shared resource, one conflict.
#[test]
fn row_3_without_an_edge_there_is_nothing_to_coordinate_and_one_shared_resource_is_one_conflict() {
    let (from, until) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
    let mut world = World::new();
    world.task(&task("a")).task(&task("b"));
    world.event(&appointment("x", from, until, &["Practitioner/a"]));
    world.event(&appointment("y", from, until, &["Device/w"]));
    assert_eq!((edges(&world), world.codes(NOW)), (vec![], vec![]));
    world.event(&appointment(
        "x",
        from,
        until,
        &["Practitioner/a", "Device/w"],
    ));
    assert_eq!(edges(&world).len(), 2);
    assert_eq!(world.codes(NOW), [Code::ResourceTwice]);
}

/// Row 4: one table of what manages which dependency, and nothing else is offered.
#[test]
fn row_4_each_dependency_has_what_manages_it_and_its_rules_offer_nothing_else() {
    for kind in Dependency::ALL {
        let rules = Code::ALL.into_iter();
        let mut rules = rules
            .filter(|code| code.dependency() == Some(kind))
            .peekable();
        assert!(rules.peek().is_some(), "{kind:?} has a detector");
        for code in rules {
            for remedy in code.rule_facts().remedies {
                assert!(
                    kind.remedies().contains(remedy),
                    "{code:?} offers {remedy:?}"
                );
            }
        }
    }
}

fn with_a_circle() -> World {
    let nurse = member(
        "Practitioner/a",
        &["768820003"],
        "captant",
        Default::default(),
    );
    let mut world = World::new();
    world.tell(coordo_engine::Record::Team(&team("c", vec![nurse])));
    world
}

/// Row 2: what comes first is with somebody outside of the circle.
#[test]
fn row_2_a_date_that_waits_for_somebody_outside_of_the_circle_is_worth_knowing() {
    let mut later = task("later");
    later.execution = period("2026-12-10T09:00:00+01:00", "");
    input(&mut later, "apres", "Task/first");
    let mut first = task("first");
    first.owner = to("PractitionerRole/lab");
    let mut world = with_a_circle();
    let found = world.task(&later).task(&first).only(NOW);
    assert_eq!(
        (found.code, found.severity),
        (Code::OutsidePrerequisite, Severity::Info)
    );
    assert_eq!(found.subjects, [key("Task/later"), key("Task/first")]);
    assert_eq!(found.since, at("2026-11-10T10:00:00+01:00"));
    // When the date is near that is the line, and there is one.
    let near = world.only("2026-12-04T09:00:00+01:00");
    assert_eq!(near.code, Code::UndatedPrerequisite);
    // Begun, dated, or offered and not answered: nothing to tell of it.
    for (status, planned) in [
        (TaskStatus::InProgress, ""),
        (TaskStatus::Accepted, "2026-12-01"),
    ] {
        let mut first = first.clone();
        (first.status, first.execution) = (status, period(planned, ""));
        assert_eq!(world.task(&first).codes(NOW), []);
    }
    first.status = TaskStatus::Requested;
    first.authored_on = date("2026-11-16T08:00:00+01:00");
    first.last_modified = first.authored_on;
    assert_eq!(world.task(&first).codes(NOW), []);
}

/// Row 2, and what never makes a finding: who was never in the team, by itself.
#[test]
fn row_2_a_house_in_the_circle_the_family_and_who_has_both_are_not_outside() {
    let mut later = task("later");
    later.execution = period("2026-12-10T09:00:00+01:00", "");
    input(&mut later, "apres", "Task/first");
    let mut first = task("first");
    let mut world = with_a_circle();
    world.task(&later);
    let mut nurse = actor("Practitioner/a");
    nurse.organization = to("Organization/house");
    world.actor(&nurse);
    let mut role = actor("PractitionerRole/r");
    role.person = to("Practitioner/a");
    world.actor(&role);
    for owner in [
        "RelatedPerson/son",
        "Patient/p",
        "Organization/house",
        "PractitionerRole/r",
        "Practitioner/a",
        "",
    ] {
        first.owner = to(owner);
        let codes = world.task(&first).codes(NOW);
        assert!(!codes.contains(&Code::OutsidePrerequisite), "{owner}");
    }
    first.owner = to("Organization/lab");
    assert_eq!(world.task(&first).codes(NOW), [Code::OutsidePrerequisite]);
    // Without a date nobody relies on, and without a circle, there is nobody to tell.
    assert_eq!(world.task(&task("later")).codes(NOW), []);
    let mut alone = World::new();
    assert_eq!(alone.task(&later).task(&first).codes(NOW), []);
}
