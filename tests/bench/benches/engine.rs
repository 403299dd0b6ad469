//! The rules over a plan of 2,000 activities and 100 actors: all of it, one change, another hour.
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "criterion's macros make public items; a bench without data must stop"
)]

use std::hint::black_box;

use coordo_bench::rules::{NOW, projections, told};
use coordo_core::{Instant, RecordKey, SourceId};
use coordo_engine::same_source;
use coordo_fhir::Projection;
use coordo_testkit::generate_plan::coordinated;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn rules(c: &mut Criterion) {
    let plan = coordinated(1, 2_000, 100);
    let projections = projections(plan.into_bytes()).expect("it is JSON");
    let mut group = c.benchmark_group("rules over 2,000 activities and 100 actors");
    group.bench_function("taking the records", |b| {
        b.iter(|| told(black_box(&projections)));
    });
    group.bench_function("a look at everything", |b| {
        b.iter_batched(
            || told(&projections),
            |mut engine| {
                engine.evaluate(NOW);
                engine
            },
            BatchSize::LargeInput,
        );
    });
    let mut engine = told(&projections);
    engine.evaluate(NOW);
    let of = |id: &str| RecordKey::new(SourceId("s".into()), "Task", id);
    let tasks: Vec<&Projection> = projections
        .iter()
        .filter(|p| {
            p.task()
                .is_some_and(|t| t.key == of("a700") || t.key == of("a20"))
        })
        .collect();
    let mut turn = 0;
    group.bench_function("a look after one change", |b| {
        b.iter(|| {
            for projection in &tasks {
                let mut task = projection.task().expect("it is one").clone();
                turn += 1;
                task.last_modified = coordo_core::FhirDate::parse(&NOW.to_fhir());
                task.execution.start = Some(coordo_core::FhirDate::Exact {
                    at: Instant(NOW.0 + i64::from(turn % 50) * 86_400_000),
                    offset_minutes: 60,
                });
                engine.put(coordo_engine::Record::Task(&task), None, &same_source);
                black_box(engine.evaluate(NOW).len());
            }
        });
    });
    group.bench_function("a look an hour later", |b| {
        let mut hour = 0;
        b.iter(|| {
            hour = (hour + 1) % 24;
            black_box(engine.evaluate(Instant(NOW.0 + hour * 3_600_000)).len());
        });
    });
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
