//! One choice and one filter for all widgets, and the board in lanes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::collections::BTreeSet;

use coordo_client::board::{BoardLaneView, BoardQuery, BoardView, ColumnView, Lanes};
use coordo_client::view::timeline::{Grouping, LaneKey, TimelineQuery};
use coordo_client::{Filter, ItemKey, OwnerFilter};
use coordo_testkit::discharge::{item_of, story};
use coordo_testkit::duo::key;

fn by(lanes: Lanes) -> BoardQuery {
    BoardQuery {
        lanes: Some(lanes),
        ..BoardQuery::default()
    }
}

fn ids(columns: &[ColumnView]) -> Vec<String> {
    let cards = columns.iter().flat_map(|c| &c.cards);
    cards.map(|c| c.resource()).collect()
}

fn of_lanes(view: &BoardView) -> Vec<String> {
    let mut all: Vec<String> = view.lanes.iter().flat_map(|l| ids(&l.columns)).collect();
    all.sort();
    all
}

fn lane_of<'v>(view: &'v BoardView, resource: &str) -> &'v BoardLaneView {
    let has = |l: &&BoardLaneView| ids(&l.columns).iter().any(|id| id == resource);
    view.lanes.iter().find(has).unwrap()
}

#[test]
fn every_card_lies_in_one_lane_and_lanes_have_the_columns_of_the_board() {
    let (_, device) = story();
    let plain = device.client.board(&BoardQuery::default());
    let mut all = ids(&plain.columns);
    all.sort();
    for lanes in [Lanes::Actor, Lanes::Goal] {
        let view = device.client.board(&by(lanes));
        assert_eq!(of_lanes(&view), all, "{lanes:?}");
        assert!(view.lanes.len() > 2);
        assert!(ids(&view.columns).is_empty(), "the cards are in the lanes");
        let columns = |c: &[ColumnView]| c.iter().map(|c| c.column).collect::<Vec<_>>();
        for (n, column) in view.columns.iter().enumerate() {
            let of_lanes: usize = view.lanes.iter().map(|l| l.columns[n].n_cards).sum();
            assert_eq!(column.n_cards, of_lanes);
        }
        for lane in &view.lanes {
            assert_eq!(columns(&lane.columns), columns(&view.columns));
        }
        assert_eq!(
            view.n_open,
            view.lanes.iter().map(|l| l.n_open).sum::<usize>()
        );
        assert_eq!((view.n_cards, view.n_open), (plain.n_cards, plain.n_open));
        let keys: BTreeSet<&LaneKey> = view.lanes.iter().map(|l| &l.key).collect();
        assert_eq!(keys.len(), view.lanes.len(), "each lane once");
    }
}

#[test]
fn lanes_are_those_of_the_timeline() {
    let (_, device) = story();
    for (lanes, grouping) in [
        (Lanes::Actor, Grouping::Actor),
        (Lanes::Goal, Grouping::Goal),
    ] {
        let timeline = device.client.timeline(&TimelineQuery { grouping });
        let names = |key: &LaneKey| {
            let mut lanes = timeline.lanes.iter();
            lanes.find(|l| l.key == *key).map(|l| l.title.clone())
        };
        for lane in device.client.board(&by(lanes)).lanes {
            if let Some(name) = names(&lane.key) {
                assert_eq!(lane.title, name);
            }
        }
    }
}

#[test]
fn a_folded_lane_shows_no_card_and_keeps_its_counts() {
    let (_, device) = story();
    let open = device.client.board(&by(Lanes::Goal));
    let first = open.lanes.first().unwrap();
    let folded = device.client.board(&BoardQuery {
        lane_limits: vec![(first.key.clone(), [0; 6])],
        ..by(Lanes::Goal)
    });
    let same = folded.lanes.first().unwrap();
    assert!(ids(&same.columns).is_empty());
    assert_eq!((same.n_cards, same.n_open), (first.n_cards, first.n_open));
    let hidden: usize = same.columns.iter().map(|c| c.n_more).sum();
    assert_eq!(hidden, first.n_cards);
}

#[test]
fn a_whole_board_has_every_card_but_those_of_folded_lanes() {
    let (_, device) = story();
    let n_drawn = |columns: &[ColumnView]| columns.iter().map(|c| c.cards.len()).sum::<usize>();
    let plain = device.client.board(&BoardQuery {
        limits: [1; 6],
        is_whole: true,
        ..BoardQuery::default()
    });
    assert_eq!(n_drawn(&plain.columns), plain.n_cards);

    let open = device.client.board(&by(Lanes::Goal));
    let (folded, short) = (&open.lanes[0], &open.lanes[1]);
    let whole = device.client.board(&BoardQuery {
        lane_limits: vec![(folded.key.clone(), [0; 6]), (short.key.clone(), [1; 6])],
        is_whole: true,
        ..by(Lanes::Goal)
    });
    for lane in &whole.lanes {
        let wanted = if lane.key == folded.key {
            0
        } else {
            lane.n_cards
        };
        assert_eq!(n_drawn(&lane.columns), wanted);
    }
}

#[test]
fn the_shared_filter_leaves_cards_out_and_counts_them() {
    let (_, device) = story();
    let all = device.client.board(&BoardQuery::default());
    let board = |filter: Filter| {
        device.client.set_filter(filter);
        device.client.board(&BoardQuery::default())
    };
    let open = board(Filter {
        only_open: true,
        ..Filter::default()
    });
    assert_eq!((open.n_cards, open.n_open), (all.n_open, all.n_open));
    assert_eq!(open.n_filtered, all.n_cards - all.n_open);

    let mine = board(Filter {
        owner: OwnerFilter::Mine,
        ..Filter::default()
    });
    let cards = mine.columns.iter().flat_map(|c| &c.cards);
    assert!(mine.n_cards > 0 && cards.clone().all(|c| c.owner.is_me));

    let found = board(Filter {
        text: "BALANCE installer".into(),
        ..Filter::default()
    });
    assert_eq!(ids(&found.columns), ["Task/t-balance"]);

    let goal = board(Filter {
        goal: Some(key("Goal", "g-poids")),
        ..Filter::default()
    });
    assert!(ids(&goal.columns).contains(&"Task/t-balance".to_owned()));
    assert!(goal.n_cards < all.n_cards);

    let laned = device.client.board(&by(Lanes::Goal));
    assert_eq!(laned.lanes.len(), 1, "only the lane that is left");
    let none = board(Filter::default());
    assert_eq!((none.n_cards, none.n_filtered), (all.n_cards, 0));
}

#[test]
fn choosing_a_task_names_who_answers_and_who_takes_part_each_role_before_its_person() {
    let (_, device) = story();
    device.client.select(Some(item_of("Task", "t-balance")));
    let chosen = device.client.selection().unwrap();
    let first = chosen.actors.first().unwrap();
    assert_eq!(*first, key("PractitionerRole", "cellule-escoffre"));
    assert_eq!(chosen.actors[1].kind, "Practitioner");
    assert!(chosen.has_actor(&key("Patient", "marchandeau-odette")));
    assert!(chosen.items.is_empty());
}

#[test]
fn choosing_an_actor_names_what_they_answer_for_in_any_role() {
    let (_, device) = story();
    let lanes = device.client.board(&by(Lanes::Actor));
    let mine = lane_of(&lanes, "Task/t-balance");
    let LaneKey::Actor(person) = &mine.key else {
        panic!("not a person");
    };
    for actor in [person.clone(), key("PractitionerRole", "cellule-escoffre")] {
        device.client.select(Some(ItemKey {
            record: actor,
            activity: None,
        }));
        let chosen = device.client.selection().unwrap();
        let of_lane = mine.columns.iter().flat_map(|c| &c.cards);
        assert!(of_lane.clone().count() > 0);
        for card in of_lane {
            assert!(chosen.has_item(&card.key), "{}", card.resource());
        }
        assert_eq!(chosen.actors.len(), 1, "the other record of the person");
    }
    device.client.select(None);
    assert!(device.client.selection().is_none());
}
