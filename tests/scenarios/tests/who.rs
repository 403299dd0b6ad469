//! The grid of who does what: the same as the rules tell, cut where it is long, and filtered as
//! the board is (row 17).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod told;

use coordo_client::Client;
use coordo_client::view::who::{WhoGroupKind, WhoPart, WhoQuery, WhoView};
use coordo_client::view::{Filter, OwnerFilter};
use told::{Told, found, story};

fn read(step: usize) -> (Told, coordo_testkit::world::Device) {
    let mut told = story("1-sortie-hopital", step);
    let device = told.device();
    told.world.run(device.client.pull());
    found(&mut told.world, &device.client);
    (told, device)
}

fn parts(view: &WhoView) -> Vec<(String, String, WhoPart)> {
    let rows = view.groups.iter().flat_map(|group| &group.rows);
    let mut all: Vec<_> = rows
        .flat_map(|row| {
            let task = row.card.key.record.reference();
            row.parts.iter().flat_map(move |(place, parts)| {
                let column = &view.columns[*place];
                let who = match (&column.record, &column.owner.name) {
                    (Some(record), _) => record.reference(),
                    (None, name) => name.as_ref().unwrap().0.clone(),
                };
                let task = task.clone();
                parts
                    .iter()
                    .map(move |part| (task.clone(), who.clone(), *part))
            })
        })
        .collect();
    all.sort();
    all
}

fn grid(client: &Client) -> WhoView {
    client.who_does_what(WhoQuery::WHOLE)
}

#[test]
fn each_open_activity_is_a_line_and_each_person_a_column_at_every_step_of_the_story() {
    for step in 0..=10 {
        let (_told, device) = read(step);
        let view = grid(&device.client);
        assert!(view.is_known && view.n_more == 0 && view.n_others == 0);
        let n: usize = view.groups.iter().map(|group| group.rows.len()).sum();
        assert_eq!(n, view.n_activities);
        assert!(n > 4, "step {step}: {n}");
        let all = parts(&view);
        for (place, column) in view.columns.iter().enumerate() {
            let rows = view.groups.iter().flat_map(|group| &group.rows);
            let n_answers = rows
                .flat_map(|row| &row.parts)
                .filter(|(at, parts)| *at == place && parts.contains(&WhoPart::Answers))
                .count();
            assert_eq!(column.n_answers, n_answers);
        }
        // At most one person answers for an activity, or is asked; of nobody's, none.
        for group in &view.groups {
            for row in &group.rows {
                let task = row.card.key.record.reference();
                let lead = |p: &WhoPart| matches!(p, WhoPart::Answers | WhoPart::Asked);
                let n = all.iter().filter(|(t, _, p)| *t == task && lead(p)).count();
                let expected = usize::from(group.kind != WhoGroupKind::Unowned);
                assert!(n <= expected, "{task}: {n}");
            }
        }
        let kin = view.columns.iter().map(|column| column.is_kin);
        assert!(kin.is_sorted(), "the person and those around come last");
    }
}

#[test]
fn a_long_grid_is_cut_and_says_how_much_is_left_but_never_leaves_out_the_person() {
    let (_told, device) = read(2);
    let whole = grid(&device.client);
    let cut = device.client.who_does_what(WhoQuery {
        n_rows: 3,
        n_columns: 4,
    });
    let n: usize = cut.groups.iter().map(|group| group.rows.len()).sum();
    assert_eq!((n, cut.n_more), (3, whole.n_activities - 3));
    assert_eq!(cut.columns.len() + cut.n_others, whole.columns.len());
    let kin = |view: &WhoView| view.columns.iter().filter(|c| c.is_kin).count();
    assert_eq!(kin(&cut), kin(&whole));
}

#[test]
fn the_grid_leaves_out_what_the_board_leaves_out() {
    let (told, device) = read(2);
    let all = grid(&device.client).n_activities;
    device.client.set_filter(Filter {
        owner: OwnerFilter::Nobody,
        ..Filter::default()
    });
    let view = grid(&device.client);
    assert!(view.n_activities < all, "{} of {all}", view.n_activities);
    drop(told);
}

#[test]
fn before_the_first_load_is_whole_the_grid_says_nothing() {
    let told = story("1-sortie-hopital", 2);
    let device = told.device();
    let view = grid(&device.client);
    assert_eq!(view, WhoView::default());
}
