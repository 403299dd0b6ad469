//! The search index over 10,000 and 57,042 entries: building a slice and the whole, and keystrokes.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use coordo_directory::{Entry, Facet, Field, Index, Query, asked};
use coordo_testkit::actors::{self, Told};
use criterion::{Criterion, criterion_group, criterion_main};

const SEED: u64 = 1;
/// Entries between two seals, as the client builds it.
const SLICE: usize = 500;
/// As many as FINESS has.
const LARGE: usize = 57_042;
/// What is typed, from the widest to the narrowest.
const TYPED: [&str; 6] = [
    "",
    "c",
    "ph",
    "centre",
    "pharmacie de la",
    "ehpad saint jean",
];

fn entry(told: &Told) -> Entry<'_> {
    Entry {
        name: &told.name,
        texts: vec![
            (Field::Name, &told.name),
            (Field::Role, &told.role),
            (Field::Place, &told.street),
            (Field::Place, &told.postcode),
            (Field::Place, &told.town),
        ],
        numbers: vec![&told.phone, &told.number, &told.siret],
        values: vec![
            (Facet::Structure, &told.role),
            (Facet::Town, &told.town),
            (Facet::Reach, "phone"),
        ],
    }
}

fn built(told: &[Told]) -> Index {
    let mut index = Index::default();
    for slice in told.chunks(SLICE) {
        for told in slice {
            index.add(&entry(told));
        }
        index.seal();
    }
    index
}

fn directory(c: &mut Criterion) {
    let large = actors::finess().unwrap_or_else(|| actors::seeded(SEED, LARGE));
    for told in [actors::seeded(SEED, 10_000), large] {
        let mut group = c.benchmark_group(format!("directory of {} entries", told.len()));
        group.bench_function("build", |b| b.iter(|| black_box(built(&told))));
        let index = built(&told);
        let circle = [1, 5, 9];
        for typed in TYPED {
            let words = asked(typed);
            let query = Query {
                words: &words,
                roles: &[],
                chosen: &[],
                circle: &circle,
                circle_only: false,
                limit: 50,
            };
            group.bench_function(format!("search {typed:?}"), |b| {
                b.iter(|| black_box(index.search(&query)));
            });
        }
        let words = asked("s");
        let query = Query {
            words: &words,
            roles: &[],
            chosen: &[(Facet::Structure, "ehpad"), (Facet::Reach, "phone")],
            circle: &circle,
            circle_only: false,
            limit: 50,
        };
        group.bench_function("search \"s\" with two choices", |b| {
            b.iter(|| black_box(index.search(&query)));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = directory
}
criterion_main!(benches);
