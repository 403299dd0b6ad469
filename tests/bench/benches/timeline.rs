//! The timeline's view model over 100, 1,000 and 10,000 items: the first view, one after a
//! changed status, one after a changed link, one under a filter, and the words of a page.
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "criterion's macros make public items; a bench without data must stop"
)]

use std::hint::black_box;

use coordo_client::timeline::{Grouping, TimelineQuery};
use coordo_client::{Filter, ItemKey};
use coordo_core::{Command, Instant, Private, RecordKey, SourceId, TaskStatus};
use coordo_testkit::generate;
use coordo_testkit::world::{Device, World};
use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, BenchmarkId, Criterion, criterion_group, criterion_main,
};

const SEED: u64 = 1;

fn open(bundle: &str) -> (World, Device) {
    let mut world = World::at(Instant(1_795_000_000_000));
    let device = world.reader(&[bundle.as_bytes()], |_| {});
    world.run(device.client.pull());
    (world, device)
}

/// A task changes its status, and the timeline is drawn again.
fn changed(group: &mut BenchmarkGroup<'_, WallTime>, n: usize, bundle: &str) {
    let now = Instant(1_795_000_000_000);
    let world = World::at(now);
    let loaded = world.sandbox.borrow_mut().load(bundle.as_bytes(), now);
    loaded.expect("the bundle is whole");
    let device = world.device(|_| {});
    let mut world = world;
    world.run(device.client.pull());
    let query = TimelineQuery::default();
    let task = RecordKey::new(SourceId("dac".to_owned()), "Task", "i25");
    let pause = Command::ChangeTaskStatus {
        task,
        from: TaskStatus::InProgress,
        to: TaskStatus::OnHold,
        reason: Some(Private::from("absente")),
    };
    let mut change = || {
        let _ = world.run(device.client.undo());
        let done = world.run(device.client.run(pause.clone()));
        done.expect("the task is in progress");
    };
    group.bench_function(BenchmarkId::new("view after a changed status", n), |b| {
        b.iter_batched(
            &mut change,
            |()| device.client.timeline(&query),
            BatchSize::PerIteration,
        );
    });
}

fn timeline(c: &mut Criterion) {
    for n in [100, 1_000, 10_000] {
        let bundle = generate::timeline(SEED, n);
        let mut group = c.benchmark_group("timeline");
        let query = |grouping| TimelineQuery { grouping };
        group.bench_function(BenchmarkId::new("first view", n), |b| {
            b.iter_batched(
                || open(&bundle),
                |(world, device)| {
                    let view = device.client.timeline(&query(Grouping::Goal));
                    (world, device, view)
                },
                BatchSize::LargeInput,
            );
        });
        let (_world, device) = open(&bundle);
        for grouping in Grouping::ALL {
            let name = format!("next view by {grouping:?}");
            group.bench_function(BenchmarkId::new(name, n), |b| {
                b.iter(|| black_box(device.client.timeline(&query(grouping))));
            });
        }
        let view = device.client.timeline(&query(Grouping::Kind));
        let keys = view
            .lanes
            .iter()
            .flat_map(|l| &l.rows)
            .flat_map(|r| &r.marks);
        let keys: Vec<ItemKey> = keys.take(50).map(|m| ItemKey::clone(&m.key)).collect();
        group.bench_function(BenchmarkId::new("words of 50 items", n), |b| {
            b.iter(|| black_box(device.client.items(&keys)));
        });
        changed(&mut group, n, &bundle);
        device.client.set_filter(Filter {
            text: "marchand 3".to_owned(),
            ..Filter::default()
        });
        group.bench_function(BenchmarkId::new("view under a filter", n), |b| {
            b.iter(|| black_box(device.client.timeline(&query(Grouping::Goal))));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = timeline
}
criterion_main!(benches);
