//! Stories in a sandbox, as a client reads them at a step.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test uses a part of it"
)]

use std::rc::Rc;

use coordo_client::Client;
use coordo_client::engine::{Code, Engine, Finding, Plan, Severity, Thresholds};
use coordo_core::calendar::WorkingCalendar;
use coordo_core::{Instant, RecordKey, SourceId};
use coordo_testkit::folders;
use coordo_testkit::world::{Device, World};
use serde_json::Value;

pub fn thresholds() -> Thresholds {
    Thresholds {
        offer_working_days: Some(2),
        offer_hours_if_pressing: Some(24),
        handover_working_days: Some(1),
        undated_days_before: Some(7),
        undated_urgent_hours_before: Some(48),
        missed_in_a_row: Some(2),
        measure_days: Some(3),
        ..Thresholds::default()
    }
}

pub fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

/// A story at a step: a sandbox that holds it, and what stands in it.
pub struct Told {
    pub world: World,
    pub resources: Vec<Value>,
    pub now: Instant,
}

/// A story up to a step; a device that was offline is left out.
pub fn story(name: &str, step: usize) -> Told {
    let folder = folders::stories().join(name);
    let read = |file: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()
    };
    let expected = read("expected.json");
    let steps = expected["steps"].as_array().unwrap();
    let now = at(steps[step]["now"].as_str().unwrap());
    let world = World::at(now);
    let mut resources: Vec<Value> = Vec::new();
    for told in &steps[..=step] {
        let bundle = read(told["bundle"].as_str().unwrap());
        for entry in bundle["entry"].as_array().unwrap() {
            let request = &entry["request"];
            let mut resource = entry["resource"].clone();
            let url = if request["method"] == "POST" {
                let id = format!("posted-{}", resources.len());
                resource["id"] = id.clone().into();
                format!("{}/{id}", resource["resourceType"].as_str().unwrap())
            } else {
                request["url"].as_str().unwrap().to_owned()
            };
            resources.retain(|r| reference(r) != url);
            if request["method"] != "DELETE" {
                resources.push(resource);
            }
        }
    }
    Told {
        world,
        resources,
        now,
    }
}

pub fn reference(resource: &Value) -> String {
    let part = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
    format!("{}/{}", part("resourceType"), part("id"))
}

pub fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("dac".into()), kind, id)
}

impl Told {
    pub fn device(&self) -> Device {
        self.seed();
        self.world.device(|options| {
            options.subject = Some((SourceId("dac".into()), self.person()));
            options.actor = Some((SourceId("dac".into()), self.somebody()));
            options.thresholds = thresholds();
        })
    }

    /// Whose plan it is.
    pub fn person(&self) -> String {
        let mut plans = self.resources.iter();
        let plan = plans.find(|r| r["resourceType"] == "CarePlan").unwrap();
        plan["subject"]["reference"].as_str().unwrap().to_owned()
    }

    /// Somebody of the story who may take a task on.
    pub fn somebody(&self) -> String {
        let roles = self.resources.iter().map(reference);
        let mut roles = roles.filter(|r| r.starts_with("PractitionerRole/"));
        roles.next().unwrap()
    }

    pub fn seed(&self) {
        let entries: Vec<Value> = self
            .resources
            .iter()
            .map(|resource| {
                serde_json::json!({
                    "resource": resource,
                    "request": { "method": "PUT", "url": reference(resource) },
                })
            })
            .collect();
        let bundle = serde_json::json!({
            "resourceType": "Bundle", "type": "transaction", "entry": entries,
        });
        let mut sandbox = self.world.sandbox.borrow_mut();
        sandbox
            .load(bundle.to_string().as_bytes(), self.now)
            .unwrap();
    }

    /// What the rules find by themselves in what a client holds.
    pub fn by_the_rules(&self, client: &Client) -> Vec<Rc<Finding>> {
        let held: Value = serde_json::from_str(&client.export()).unwrap();
        let mut engine = Engine::new(Plan::default(), WorkingCalendar::default(), thresholds());
        for entry in held["entry"].as_array().unwrap() {
            let resource = &entry["resource"];
            let updated = resource["meta"]["lastUpdated"].as_str();
            let updated = updated.and_then(Instant::from_fhir);
            coordo_testkit::findings::put(
                &mut engine,
                &key(&reference(resource)),
                &resource.to_string(),
                updated,
            );
        }
        engine.evaluate(self.now).to_vec()
    }
}

pub fn lines(findings: &[Rc<Finding>]) -> Vec<(Code, Severity, Vec<RecordKey>, Instant)> {
    let lines = findings.iter();
    lines
        .map(|f| (f.code, f.severity, f.subjects.clone(), f.since))
        .collect()
}

pub fn found(world: &mut World, client: &Client) -> Vec<Rc<Finding>> {
    client.findings();
    world.settle();
    let view = client.findings();
    assert!(view.at.is_some());
    assert_eq!(view.n.iter().sum::<usize>(), view.findings.len());
    view.findings.into_iter().map(|f| f.finding).collect()
}
