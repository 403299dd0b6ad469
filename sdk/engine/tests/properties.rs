//! What holds for any plan and any history of changes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod histories;
mod plans;

use coordo_core::{Instant, TaskStatus};
use coordo_engine::{Code, Dependency, Gesture, Record, Remedy, same_source};
use histories::*;
use plans::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    /// After each change, what is found by looking at what it touches is what is found by
    /// looking at everything.
    #[test]
    fn looking_at_what_changed_finds_what_looking_at_everything_finds(
        edits in prop::collection::vec(edit(), 30..60),
    ) {
        let mut engine = engine();
        let mut now = at(NOW);
        for (n, edit) in edits.iter().enumerate() {
            // A plan in which much hangs together comes first, and is looked at once.
            if n < 25 {
                happen(&mut engine, edit);
                continue;
            }
            if n == 25 {
                engine.evaluate(now);
            }
            if let Edit::Later(hours) = edit {
                now = Instant(now.0 + i64::from(*hours) * 3_600_000);
            }
            let before = engine.found();
            happen(&mut engine, edit);
            let found = engine.evaluate(now).to_vec();
            for finding in &found {
                let rule = finding.code.rule_facts();
                prop_assert!(rule.severities.contains(&finding.severity));
                for remedy in &finding.remedies {
                    prop_assert!(rule.remedies.contains(&remedy.code), "{:?}", finding.code);
                }
                // Row 52: people decide, and what they decide is a command; two versions of one
                // record have a review of their own.
                let is_command = |r: &Remedy| !matches!(r.gesture, Gesture::Reach(_) | Gesture::Open(_));
                let is_reviewed = finding.code == Code::ConflictingChanges;
                prop_assert!(is_reviewed || finding.remedies.iter().any(is_command), "{:?}", finding.code);
            }
            let mut whole = plans::engine();
            whole.remember(before);
            for edit in &edits[..=n] {
                happen(&mut whole, edit);
            }
            prop_assert_eq!(found, whole.evaluate(now).to_vec());
        }
    }

    /// The same records in any other order are the same plan.
    #[test]
    fn the_order_in_which_records_come_does_not_matter(
        edits in prop::collection::vec(edit(), 1..40),
        seed in any::<u64>(),
    ) {
        // Of each record the last version only, so that no history is in play.
        let mut last: Vec<Edit> = Vec::new();
        for edit in edits {
            if matches!(edit, Edit::Remove(..) | Edit::Later(_)) {
                continue;
            }
            last.retain(|e| of(e) != of(&edit));
            last.push(edit);
        }
        let (mut a, mut b) = (engine(), engine());
        for edit in &last {
            happen(&mut a, edit);
        }
        let mut number = numbers(seed);
        while !last.is_empty() {
            let next = usize::from(number()) % last.len();
            happen(&mut b, &last.swap_remove(next));
        }
        prop_assert_eq!(a.evaluate(at(NOW)), b.evaluate(at(NOW)));
        let (a, b) = (a.plan(), b.plan());
        prop_assert_eq!(a.dependencies(), b.dependencies());
        prop_assert_eq!(a.lint(), b.lint());
        prop_assert_eq!(a.returns(), b.returns());
        prop_assert_eq!(a.loads(), b.loads());
        prop_assert_eq!(a.who_does_what(&|_| true), b.who_does_what(&|_| true));
    }

    /// Rows 2, 3: a rule that watches a dependency speaks only where that dependency is, between
    /// what it speaks of; so a plan without dependencies has no such line, whatever else it has.
    #[test]
    fn what_is_found_of_a_dependency_has_its_edge(
        edits in prop::collection::vec(edit(), 1..60),
    ) {
        let mut engine = engine();
        for edit in &edits {
            happen(&mut engine, edit);
        }
        let found = engine.evaluate(at(NOW)).to_vec();
        let edges = engine.plan().dependencies();
        for finding in found {
            let Some(kind) = finding.code.dependency() else {
                continue;
            };
            let is_of = |key| finding.subjects.contains(key);
            let mut its = edges.iter().filter(|edge| edge.kind == kind);
            prop_assert!(
                its.any(|edge| is_of(&edge.from) && edge.to.as_ref().is_none_or(|to| {
                    kind == Dependency::Assignment || is_of(to)
                })),
                "{:?} of {:?}", finding.code, finding.subjects
            );
        }
    }

    /// Row 3: where nothing depends on anything there is nothing to coordinate.
    #[test]
    fn a_plan_without_any_dependency_has_no_finding(
        tasks in prop::collection::vec(any::<[u8; 12]>(), 0..30),
    ) {
        let mut world = World::new();
        for (n, x) in tasks.iter().enumerate() {
            let mut made = task(&n.to_string());
            made.status = [
                TaskStatus::Draft,
                TaskStatus::Accepted,
                TaskStatus::Ready,
                TaskStatus::InProgress,
                TaskStatus::Completed,
                TaskStatus::Cancelled,
            ][usize::from(x[0] % 6)].clone();
            made.execution = span(x[2], x[2].wrapping_add(1));
            made.window = span(x[3], x[4]);
            world.task(&made);
        }
        prop_assert_eq!(world.0.plan().dependencies(), []);
        prop_assert_eq!(world.codes(NOW), []);
        // One shared resource makes exactly one conflict.
        let (start, end) = ("2026-11-20T09:00:00+01:00", "2026-11-20T10:00:00+01:00");
        for id in ["a", "b"] {
            world.event(&appointment(id, start, end, &["Device/d"]));
        }
        prop_assert_eq!(world.codes(NOW), [Code::ResourceTwice]);
    }
}

/// A rule that no history reaches is one of which the properties above prove nothing.
#[test]
fn the_histories_reach_every_rule() {
    let mut runner = TestRunner::deterministic();
    let histories = prop::collection::vec(edit(), 60..120);
    let mut missing = Code::ALL.to_vec();
    for _ in 0..1_000 {
        if missing.is_empty() {
            break;
        }
        let mut engine = engine();
        for edit in histories.new_tree(&mut runner).unwrap().current() {
            happen(&mut engine, &edit);
        }
        let found = engine.evaluate(at(NOW));
        missing.retain(|code| found.iter().all(|finding| finding.code != *code));
    }
    assert_eq!(missing, []);
}

/// Numbers that look random and are the same at each run.
fn numbers(mut seed: u64) -> impl FnMut() -> u8 {
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33).to_le_bytes()[0]
    }
}

#[test]
fn any_graph_of_ten_thousand_records_is_looked_at_to_its_end() {
    let mut engine = engine();
    let mut number = numbers(7);
    for n in 0..10_000_u32 {
        let mut x = [0; 12];
        x.fill_with(&mut number);
        let mut made = made_task(0, x);
        made.key = key(&format!("Task/{n}"));
        // Any task may be a part of any, and come after any, itself included.
        let other = u32::from(number()) * 40 + u32::from(number()) % 40;
        made.part_of = all(&[&format!("Task/{other}")]);
        input(
            &mut made,
            "apres",
            &format!("Task/{}", (other * 7) % 10_000),
        );
        engine.put(Record::Task(&made), None, &same_source);
    }
    for n in 0..250_u8 {
        let mut x = [0; 5];
        x.fill_with(&mut number);
        happen(&mut engine, &Edit::Appointment(n, [x[0], x[1], x[2], x[3]]));
        happen(&mut engine, &Edit::Group(n, x));
        happen(
            &mut engine,
            &Edit::Team(n % 8, [x[0], x[1], x[2], x[3], x[4], n]),
        );
    }
    let found = engine.evaluate(at(NOW)).to_vec();
    for code in [Code::WaitingLoop, Code::OrderBroken, Code::ParentClosed] {
        assert!(found.iter().any(|f| f.code == code), "{code:?}");
    }
    let plan = engine.plan();
    assert_eq!(plan.actions().len(), plan.who_does_what(&|_| true).len());
    assert!(plan.dependencies().len() > 10_000);
    assert!(plan.facets().len() > plan.lint().len() / 2);
    let n_open: usize = plan
        .loads()
        .iter()
        .map(|l| l.accountable.len() + l.asked.len())
        .sum();
    assert_eq!(n_open, plan.facets().len());
    assert!(!plan.returns().is_empty());
    // All is told anew to another, which looks at everything: one change looked at as much.
    let before = engine.found();
    let changed = made_task(0, [9; 12]);
    engine.put(Record::Task(&changed), None, &same_source);
    let found = engine.evaluate(at(NOW)).to_vec();
    engine.set_thresholds(thresholds());
    engine.remember(before);
    assert_eq!(engine.evaluate(at(NOW)), found);
}

#[test]
fn chains_and_rings_of_five_thousand_are_no_deeper_than_one() {
    let mut engine = engine();
    let n = 5_000;
    for i in 0..n {
        let mut made = task(&i.to_string());
        made.part_of = all(&[&format!("Task/{}", (i + 1) % n)]);
        input(&mut made, "apres", &format!("Task/{}", (i + 1) % n));
        engine.put(Record::Task(&made), None, &same_source);
    }
    let found = engine.evaluate(at(NOW));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subjects.len(), n);
    let plan = engine.plan();
    assert_eq!(plan.dependencies().len(), 2 * n);
    assert_eq!(plan.facets().len(), n);
    assert_eq!(plan.who_does_what(&|_| true).len(), n);
    // Opened at one place it is a chain, and nobody waits for themselves any more.
    engine.put(Record::Task(&task("0")), None, &same_source);
    assert!(engine.evaluate(at(NOW)).is_empty());
}

#[test]
fn a_chain_of_parts_five_thousand_deep_tells_each_open_part_of_a_closed_whole() {
    let mut engine = engine();
    let n = 5_000;
    for i in 0..n {
        let mut made = task(&i.to_string());
        if i + 1 < n {
            made.part_of = all(&[&format!("Task/{}", i + 1)]);
        }
        // Every other whole is closed.
        if i % 2 == 1 {
            made.status = TaskStatus::Completed;
        }
        engine.put(Record::Task(&made), None, &same_source);
    }
    let found = engine.evaluate(at(NOW)).to_vec();
    assert_eq!(found.len(), n / 2);
    assert!(found.iter().all(|f| f.code == Code::ParentClosed));
    // Opened again at one place, what is said of that place ends, and nothing else.
    engine.put(Record::Task(&task("4999")), None, &same_source);
    assert_eq!(engine.evaluate(at(NOW)).len(), n / 2 - 1);
    engine.put(Record::Task(&task("1")), None, &same_source);
    assert_eq!(engine.evaluate(at(NOW)).len(), n / 2 - 2);
}

#[test]
fn a_group_whose_five_thousand_actions_follow_each_other_in_a_ring_is_one_line() {
    let n = 5_000;
    let ids: Vec<String> = (0..n).map(|i| i.to_string()).collect();
    let actions: Vec<(&str, &str, &str)> = (0..n)
        .map(|i| (ids[i].as_str(), "after-end", ids[(i + 1) % n].as_str()))
        .collect();
    let mut world = World::new();
    for id in &ids {
        world.task(&task(id));
    }
    let found = world.event(&group("g", &actions)).only(NOW);
    assert_eq!((found.code, found.subjects.len()), (Code::WaitingLoop, n));
    assert_eq!(world.0.plan().dependencies().len(), n);
}

#[test]
fn looking_in_slices_finds_the_same() {
    let mut number = numbers(11);
    let (mut sliced, mut whole) = (engine(), engine());
    for n in 0..200_u8 {
        let mut x = [0; 12];
        x.fill_with(&mut number);
        for engine in [&mut sliced, &mut whole] {
            happen(engine, &Edit::Task(n, x));
        }
    }
    sliced.set_now(at(NOW));
    let mut slices = 1;
    while !sliced.advance(10) {
        slices += 1;
    }
    assert!(slices > 10);
    assert_eq!(sliced.findings(), whole.evaluate(at(NOW)));
}
