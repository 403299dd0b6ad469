//! The board's view model over 5,000 tasks: loading, drawing, one change.
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "criterion's macros make public items; a bench without data must stop"
)]

use std::hint::black_box;

use coordo_client::board::BoardQuery;
use coordo_core::Instant;
use coordo_testkit::generate;
use coordo_testkit::world::World;
use criterion::{Criterion, criterion_group, criterion_main};

const SEED: u64 = 1;
const N: usize = 5_000;

fn board(c: &mut Criterion) {
    let bundle = generate::tasks(SEED, N);
    let mut group = c.benchmark_group(format!("board of {N} tasks"));
    group.bench_function("first load to view model", |b| {
        b.iter(|| {
            let mut world = World::at(Instant(1_795_000_000_000));
            let device = world.reader(&[bundle.as_bytes()], |_| {});
            world.run(device.client.pull());
            black_box(device.client.board(&BoardQuery::default()))
        });
    });
    let mut world = World::at(Instant(1_795_000_000_000));
    let device = world.reader(&[bundle.as_bytes()], |_| {});
    world.run(device.client.pull());
    group.bench_function("view model after a change", |b| {
        b.iter(|| black_box(device.client.board(&BoardQuery::default())));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = board
}
criterion_main!(benches);
