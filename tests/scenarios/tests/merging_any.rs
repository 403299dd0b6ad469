//! Merging over all FHIR that lies here: nobody who wrote it thought of a merge.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_fhir::edit::remove;
use coordo_fhir::fields::{Fields, same};
use coordo_fhir::merge::{choose, merge, says_the_same};
use coordo_fhir::{Document, edit};
use coordo_testkit::folders;

/// Larger ones say nothing more, and take long.
const LARGEST: usize = 6_000;
/// Resources of one file.
const OF_A_FILE: usize = 5;
/// What is never asked, or decided together.
const APART: [&str; 10] = [
    "id",
    "resourceType",
    "meta",
    "text",
    "status",
    "statusReason",
    "owner",
    "lastModified",
    "implicitRules",
    "language",
];

/// Every resource, with its members that stand for themselves.
fn each(test: &mut dyn FnMut(&str, &[&str])) -> usize {
    let mut n = 0;
    for file in folders::files() {
        let Ok(document) = Document::read(file.bytes) else {
            continue;
        };
        for item in document.items.iter().take(OF_A_FILE) {
            let text = document.resource(item);
            let Ok(fields) = Fields::parse(text) else {
                continue;
            };
            let mut names: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
            let is_twice = |name: &&str| names.iter().filter(|n| *n == name).count() > 1;
            let has_twice = names.iter().any(is_twice);
            names.retain(|n| !APART.contains(n) && !n.starts_with('_'));
            if text.len() < LARGEST && !has_twice && fields.get("resourceType").is_some() {
                n += 1;
                test(text, &names);
            }
        }
    }
    n
}

#[test]
fn one_side_alone_is_taken_and_two_that_agree_are_one() {
    let n = each(&mut |text, names| {
        for name in names {
            let other = remove(text, &[name]).unwrap();
            for (mine, theirs) in [(text, &*other), (&*other, text), (&*other, &*other)] {
                let merged = merge(text, mine, theirs).unwrap();
                assert!(merged.clashes.is_empty(), "{name}: {:?}", merged.clashes);
                assert!(same(&merged.text, &other), "{name}");
            }
        }
    });
    assert!(n > 200, "{n} resources");
}

#[test]
fn what_two_took_away_of_different_members_goes_and_no_other_byte() {
    each(&mut |text, names| {
        for pair in names.windows(2) {
            let [a, b] = pair else {
                continue;
            };
            let is_one_choice = a.get(..4) == b.get(..4);
            if is_one_choice {
                continue;
            }
            let (mine, theirs) = (remove(text, &[a]).unwrap(), remove(text, &[b]).unwrap());
            let merged = merge(text, &mine, &theirs).unwrap();
            assert!(merged.clashes.is_empty(), "{a} {b}");
            assert_eq!(merged.text, remove(&theirs, &[a]).unwrap(), "{a} {b}");
        }
    });
}

#[test]
fn one_member_that_two_gave_other_values_is_asked_and_either_can_be_chosen() {
    each(&mut |text, names| {
        for name in names {
            let set = |value: &str| edit::set(text, &[name], value).unwrap();
            let (mine, theirs) = (set("\"mine-mine\""), set("\"theirs-theirs\""));
            let merged = merge(text, &mine, &theirs).unwrap();
            assert!(!merged.clashes.is_empty(), "{name}");
            assert!(says_the_same(&merged.text, &theirs), "{name}");
            let chosen = choose(&merged, &mine, |_| true).unwrap();
            assert!(says_the_same(&chosen, &mine), "{name}: {chosen}");
        }
    });
}

#[test]
fn an_element_that_each_added_to_a_list_is_kept_wherever_elements_can_be_told_apart() {
    let mut n = 0;
    each(&mut |text, names| {
        let fields = Fields::parse(text).unwrap();
        for name in names {
            let inner = fields.get(name).and_then(|v| v.strip_suffix(']'));
            let Some(inner) = inner.filter(|i| i.trim() != "[") else {
                continue;
            };
            let with = |element: &str| {
                let list = format!("{inner},{element}]");
                edit::set(text, &[name], &list).unwrap()
            };
            let (mine, theirs) = (with("{\"id\":\"mine-1\"}"), with("{\"id\":\"theirs-1\"}"));
            let merged = merge(text, &mine, &theirs).unwrap();
            if merged.clashes.is_empty() {
                n += 1;
                let both = with("{\"id\":\"theirs-1\"},{\"id\":\"mine-1\"}");
                assert!(same(&merged.text, &both), "{name}: {}", merged.text);
            }
        }
    });
    assert!(n > 200, "{n} lists");
}
