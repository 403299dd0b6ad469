//! The timeline of records that refer to each other in any way: nothing is lost, nothing hangs,
//! and what is kept between two views changes nothing of them.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::Client;
use coordo_client::ItemKey;
use coordo_client::timeline::{Grouping, LaneView, LinkKind, TimelineQuery};
use coordo_core::Instant;
use coordo_fhir::http::HttpRequest;
use coordo_testkit::generate::{self, Numbers};
use coordo_testkit::world::{Device, World};
use proptest::prelude::*;

const NOW: Instant = Instant(1_795_000_000_000);

fn read(resources: &[String]) -> Device {
    let mut world = World::at(NOW);
    let device = world.reader(&[resources.join("\n").as_bytes()], |_| {});
    world.run(device.client.pull());
    device
}

/// Everything of a view but load and sync.
type Seen = (
    Vec<LaneView>,
    Vec<ItemKey>,
    Option<(Instant, Instant)>,
    usize,
);

fn seen(client: &Client) -> [Seen; 3] {
    Grouping::ALL.map(|grouping| {
        let view = client.timeline(&TimelineQuery { grouping });
        (view.lanes, view.undated, view.span, view.n_items)
    })
}

fn keys((lanes, undated, _, n_items): &Seen) -> Vec<ItemKey> {
    let marks = lanes.iter().flat_map(|l| &l.rows).flat_map(|r| &r.marks);
    let mut keys: Vec<ItemKey> = marks.map(|m| ItemKey::clone(&m.key)).collect();
    keys.extend(undated.iter().cloned());
    keys.sort();
    assert_eq!(keys.len(), *n_items);
    keys
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn records_that_refer_to_each_other_in_any_way_are_each_shown_once(seed: u64, n in 0_usize..60) {
        let device = read(&generate::tangle(seed, n));
        let [by_goal, by_actor, by_kind] = seen(&device.client);
        let shown = keys(&by_kind);
        prop_assert!(shown.is_sorted_by(|a, b| a < b), "each once");
        prop_assert_eq!(&keys(&by_goal), &shown);
        prop_assert_eq!(&keys(&by_actor), &shown);
        let items = device.client.items(&shown);
        for item in items.iter().flatten() {
            for link in &item.links {
                let other = device.client.item(&link.key).unwrap();
                prop_assert!(other.links.iter().any(|back| back.key == item.key));
            }
        }
        prop_assert!(items.iter().all(Option::is_some));
    }

    #[test]
    fn the_order_in_which_records_come_changes_nothing(seed: u64, n in 2_usize..40) {
        let resources = generate::tangle(seed, n);
        let mut mixed = resources.clone();
        let mut numbers = Numbers::new(seed);
        for at in (1..mixed.len()).rev() {
            let other = usize::try_from(numbers.below(at as u64 + 1)).unwrap();
            mixed.swap(at, other);
        }
        prop_assert_eq!(seen(&read(&resources).client), seen(&read(&mixed).client));
    }

    #[test]
    fn after_any_changes_a_page_that_stayed_shows_what_a_new_one_does(seed: u64, n in 2_usize..24) {
        let mut world = World::at(NOW);
        let put = |world: &World, text: &str| {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let field = |name: &str| value[name].as_str().unwrap().to_owned();
            let path = format!("{}/{}", field("resourceType"), field("id"));
            let request = HttpRequest::put_if_match(path, None, text.to_owned());
            world.sandbox.borrow_mut().handle(&request, NOW);
        };
        let stayed = world.device(|_| {});
        let mut numbers = Numbers::new(seed);
        for round in 0..8 {
            // The same ids with other fields: half of them first, then mostly one at a time,
            // since a change that moves nothing else is what a page keeps its index for.
            let texts = generate::tangle(seed.wrapping_add(round), n);
            let one = usize::try_from(numbers.below(n as u64)).unwrap();
            match round {
                0 => texts.iter().take(n / 2).for_each(|t| put(&world, t)),
                4 => texts.iter().for_each(|t| put(&world, t)),
                _ => put(&world, &texts[one]),
            }
            world.run(stayed.client.pull());
            let before = seen(&stayed.client);
            let new = world.device(|_| {});
            world.run(new.client.pull());
            prop_assert_eq!(before, seen(&new.client));
        }
    }
}

#[test]
fn four_hundred_activities_in_a_chain_serve_the_goal_of_the_first() {
    let mut resources = vec![
        r#"{"resourceType":"Goal","id":"g","description":{"text":"But"}}"#.to_owned(),
        r#"{"resourceType":"Task","id":"t0","status":"ready","reasonReference":{"reference":"Goal/g"},"executionPeriod":{"start":"2026-11-20"}}"#.to_owned(),
    ];
    for n in 1..400 {
        resources.push(format!(
            r#"{{"resourceType":"Task","id":"t{n}","status":"ready","partOf":[{{"reference":"Task/t{}"}}],"executionPeriod":{{"start":"2026-11-20"}}}}"#,
            n - 1
        ));
    }
    let device = read(&resources);
    let view = device.client.timeline(&TimelineQuery::default());
    assert_eq!(view.lanes.len(), 1);
    assert_eq!(
        (view.lanes[0].n_items, view.lanes[0].rows.len()),
        (400, 400)
    );
}

#[test]
fn tasks_that_are_part_of_each_other_are_all_shown_and_serve_nothing() {
    let task = |id: &str, of: &str| {
        format!(
            r#"{{"resourceType":"Task","id":"{id}","status":"ready","partOf":[{{"reference":"Task/{of}"}}],"executionPeriod":{{"start":"2026-11-20"}}}}"#
        )
    };
    let device = read(&[
        task("a", "b"),
        task("b", "c"),
        task("c", "a"),
        task("d", "d"),
    ]);
    let view = device.client.timeline(&TimelineQuery::default());
    assert_eq!(view.lanes.len(), 1);
    assert_eq!(view.lanes[0].n_items, 4);
    let marks = view.lanes[0].rows.iter().flat_map(|r| &r.marks);
    let a = marks.map(|m| &*m.key).find(|k| k.record.id == "a").unwrap();
    let kinds: Vec<_> = device
        .client
        .item(a)
        .unwrap()
        .links
        .iter()
        .map(|l| (l.kind, l.key.record.id.clone()))
        .collect();
    assert_eq!(
        kinds,
        [
            (LinkKind::PartOf, "b".to_owned()),
            (LinkKind::Part, "c".to_owned())
        ]
    );
}
