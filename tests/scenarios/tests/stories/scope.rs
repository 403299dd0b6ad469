//! What a client reads of one person, against all that a server holds.

use std::collections::BTreeSet;

use coordo_engine::Engine;
use coordo_fhir::fields::Fields;
use coordo_sandbox::Sandbox;
use coordo_sync::{Pull, Scope};
use coordo_testkit::findings::put;
use serde_json::json;

use crate::story::{Step, Story, fresh, key};

/// What is found where all is known and not in what is read of the person, or the other way round.
pub(crate) fn missed(story: &Story, step: &Step) -> Vec<String> {
    let all = story.held.iter();
    let all = all.map(|(reference, resource)| (reference.clone(), resource.to_string()));
    let (whole, read) = (
        found(story, step, all),
        found(story, step, read_of_person(story, step)),
    );
    let label = format!("{} step {}", story.name, step.n);
    let differing = whole.symmetric_difference(&read);
    differing.map(|line| format!("{label}: {line}")).collect()
}

fn found(
    story: &Story,
    step: &Step,
    records: impl IntoIterator<Item = (String, String)>,
) -> BTreeSet<String> {
    let mut engine: Engine = fresh(&story.expected);
    for (reference, text) in records {
        put(&mut engine, &key(&reference), &text, None);
    }
    let found = engine.evaluate(step.now).iter();
    found
        .map(|finding| format!("{} {:?}", finding.code.as_str(), finding.subjects))
        .collect()
}

fn read_of_person(story: &Story, step: &Step) -> Vec<(String, String)> {
    let mut server = Sandbox::default();
    let entries = story
        .held
        .values()
        .map(|resource| json!({ "resource": resource }));
    let bundle = json!({
        "resourceType": "Bundle", "type": "collection", "entry": entries.collect::<Vec<_>>(),
    });
    server
        .load(bundle.to_string().as_bytes(), step.now)
        .unwrap();
    let person = story.expected["patient"].as_str().unwrap();
    let mut pull = Pull::new(&Scope::Subject(person.into()));
    let mut read = Vec::new();
    while let Some((ticket, request)) = pull.next_request() {
        let response = server.handle(&request, step.now);
        for text in pull.answered(ticket, &response).unwrap().resources {
            let fields = Fields::parse(&text).unwrap();
            let [kind, id] = ["resourceType", "id"].map(|name| fields.string(name).unwrap());
            read.push((format!("{kind}/{id}"), text));
        }
    }
    read
}
