//! The stories: what a good coordinator would notice, step by step, and what they would not.
//!
//! Further stories: `COORDO_STORIES` names folders of them, separated by `:`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_debug_implementations,
    reason = "tests stop where something is missing"
)]

mod compare;
mod counts;
mod scope;
mod sentences;
mod story;

use coordo_testkit::folders;
use story::Story;

#[test]
fn every_story_finds_what_a_coordinator_would_notice_and_nothing_else() {
    let (mut wrong, mut lines) = (Vec::new(), 0);
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(compare::findings(&story, &step));
            lines += step.expected["findings"].as_array().unwrap().len();
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // A test on no story proves nothing.
    assert!(lines >= 46, "{lines} lines");
}

#[test]
fn a_look_at_each_step_finds_what_a_look_all_anew_finds() {
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            let whole = story.all_anew(&step);
            let label = format!("{} step {}", story.name, step.n);
            assert_eq!(step.found, whole, "{label}");
        }
    }
}

#[test]
fn what_is_read_of_a_person_is_all_that_something_is_found_in() {
    let mut wrong = Vec::new();
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(scope::missed(&story, &step));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn who_does_what_is_told_as_a_coordinator_would() {
    let mut wrong = Vec::new();
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(counts::who_does_what(&story, &step));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_team_is_checked_as_a_coordinator_would() {
    let mut wrong = Vec::new();
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(counts::team_check(&story, &step));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_was_done_is_counted_once_each() {
    let mut wrong = Vec::new();
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(counts::nomeko(&story, &step));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_finding_is_said_in_both_languages_with_the_names_of_the_story() {
    let mut wrong = Vec::new();
    for folder in folders::each_story() {
        let mut story = Story::open(&folder);
        while let Some(step) = story.next_step() {
            wrong.extend(sentences::check(&story, &step));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
