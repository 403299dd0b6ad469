//! Sentences of what was found, with the names of the story.

use coordo_core::RecordKey;
use coordo_engine::Argument;
use coordo_i18n::{Locale, PlainDates};

use crate::story::{Step, Story};

/// What people call a resource.
pub(crate) fn name(story: &Story, key: &RecordKey) -> Option<String> {
    let held = story.held.get(&key.reference())?;
    let places = [
        "/description/text",
        "/description",
        "/practitioner/display",
        "/title",
        "/topic/text",
        "/code/text",
        "/deviceName/0/name",
        "/content/0/attachment/title",
        "/type/0/text",
        "/name",
    ];
    let said = places.iter().find_map(|p| held.pointer(p)?.as_str());
    said.map(str::to_owned).or_else(|| {
        let human = held["name"].as_array()?.last()?;
        let given = human["given"][0].as_str()?;
        Some(format!("{given} {}", human["family"].as_str()?))
    })
}

/// Each sentence says a record that it is made with by its name, in both languages.
pub(crate) fn check(story: &Story, step: &Step) -> Vec<String> {
    let mut wrong = Vec::new();
    let dates = PlainDates {
        offset_minutes: 60,
        now: step.now,
    };
    for finding in &step.found {
        let named = finding.arguments.iter().filter_map(|argument| {
            let Argument::Record(key) = argument else {
                return None;
            };
            name(story, key)
        });
        let names: Vec<String> = named.collect();
        for locale in Locale::ALL {
            let text = locale.finding(finding, &|key| name(story, key), &dates);
            let is_said = |name: &String| text.contains(name.trim_end_matches('.'));
            if !names.iter().any(is_said) {
                wrong.push(format!("{}: {text} says none of {names:?}", story.name));
            }
            if text.contains(['{', '}', '[', ']']) || text.contains("  ") {
                wrong.push(format!("{}: {text}", story.name));
            }
        }
    }
    wrong
}
