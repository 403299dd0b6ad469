//! Reading FHIR: the largest Bundle of the data, beside plain `serde_json`.
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "criterion's macros make public items; a bench without data must stop"
)]

use std::hint::black_box;

use coordo_core::SourceId;
use coordo_fhir::{Document, read};
use coordo_testkit::folders;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn largest() -> (String, Vec<u8>) {
    let files = folders::files().into_iter();
    let largest = files
        .filter(|f| Document::read(f.bytes.clone()).is_ok_and(|d| d.bundle_type.is_some()))
        .max_by_key(|f| f.bytes.len());
    let file = largest.expect("tests/data holds Bundles");
    let name = file
        .path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned());
    (name.unwrap_or_default(), file.bytes)
}

/// Document to projections, as a client does on loading.
fn read_all(bytes: Vec<u8>) -> usize {
    let source = SourceId(String::new());
    let document = Document::read(bytes).expect("it was read before");
    let mut n = 0;
    for item in &document.items {
        let text = document.resource(item);
        if let Some((opened, _)) = read::Opened::read(&source, text, "x") {
            black_box(opened.project());
            n += 1;
        }
    }
    n
}

fn reading(c: &mut Criterion) {
    let (name, bytes) = largest();
    let mut group = c.benchmark_group(format!("read {name}"));
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("coordo: document and projections", |b| {
        b.iter(|| read_all(black_box(bytes.clone())));
    });
    group.bench_function("serde_json: Value", |b| {
        b.iter(|| {
            let bytes = black_box(bytes.clone());
            serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON")
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = reading
}
criterion_main!(benches);
