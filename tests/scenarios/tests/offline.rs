//! What a device that was offline sends after others went on: what merges by itself and what needs
//! a person is as the stories say, and the published vectors of patches hold.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_fhir::fields::same;
use coordo_fhir::merge::{choose, merge};
use coordo_sandbox::Sandbox;
use coordo_scenarios::offline::{Offline, RETURNS, told, version};
use coordo_testkit::folders;
use serde_json::Value;

#[test]
fn what_needs_a_person_is_exactly_what_the_stories_say() {
    for (story, step) in RETURNS {
        let mut sandbox = Sandbox::default();
        let mut offline = Offline::of(&mut sandbox, story, step);
        let merge = offline.merged();
        let clashes: Vec<_> = merge.clashes.iter().map(told).collect();
        assert_eq!(clashes, offline.asked(), "{story}");
    }
}

#[test]
fn all_else_is_merged_and_the_source_takes_it_with_either_decision() {
    for (story, step) in RETURNS {
        for is_mine in [true, false] {
            let mut sandbox = Sandbox::default();
            let mut offline = Offline::of(&mut sandbox, story, step);
            let merge = offline.merged();
            let text = choose(&merge, &offline.mine, |_| is_mine).unwrap();
            let version = version(&offline.theirs);
            let answer = offline.put(&version, text.clone());
            assert!(answer.is_success(), "{story}: {}", answer.body);

            let [mine, theirs, merged]: [Value; 3] = [&offline.mine, &offline.theirs, &answer.body]
                .map(|text| serde_json::from_str(text).unwrap());
            // Every note of either side is there, once.
            let notes = |v: &Value| v["note"].as_array().cloned().unwrap_or_default();
            let all: Vec<Value> = [notes(&theirs), notes(&mine)].concat();
            assert_eq!(notes(&merged), all, "{story}");
            // Said by one side only.
            assert_eq!(merged["businessStatus"], mine["businessStatus"], "{story}");
            assert_eq!(merged["target"], theirs["target"], "{story}");
            let asked = if is_mine { &mine } else { &theirs };
            for path in ["/status", "/restriction/period", "/description"] {
                let [m, a] = [&merged, asked].map(|v| v.pointer(path));
                assert_eq!(m, a, "{story} {path}");
            }
        }
    }
}

#[test]
fn the_machine_sends_asks_and_sends_what_was_decided() {
    for (story, step) in RETURNS {
        for is_mine in [true, false] {
            let mut sandbox = Sandbox::default();
            Offline::of(&mut sandbox, story, step).sent_asked_and_decided(is_mine);
        }
    }
}

/// A document, what became of it, for vectors whose documents are objects.
fn vectors(path: &str) -> Vec<(String, String)> {
    let file = folders::root().join("tests/data/test-vectors").join(path);
    let all: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let of = |one: &Value, names: &[&str]| names.iter().find_map(|n| one.get(n).cloned());
    let pairs = all.as_array().unwrap().iter().filter_map(|one| {
        let before = of(one, &["doc", "original", "input"])?;
        let after = of(one, &["expected", "result", "output"])?;
        let objects = before.is_object() && after.is_object();
        objects.then(|| (before.to_string(), after.to_string()))
    });
    pairs.collect()
}

#[test]
fn whatever_a_published_patch_does_is_taken_where_one_side_alone_did_it() {
    for path in [
        "json-patch-rfc6902/spec_tests.json",
        "json-merge-patch-rfc7396/merge_tests.json",
        "fhir-patch/fhir-patch-tests.json",
    ] {
        let pairs = vectors(path);
        assert!(pairs.len() >= 3, "{path}");
        for (before, after) in pairs {
            for (mine, theirs) in [(&before, &after), (&after, &before), (&after, &after)] {
                let merge = merge(&before, mine, theirs).unwrap();
                assert!(merge.clashes.is_empty(), "{path}: {before} → {after}");
                assert!(same(&merge.text, &after), "{path}: {before} → {after}");
            }
        }
    }
}
