//! One story, told step by step to an engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use coordo_core::calendar::{WorkingCalendar, Zone};
use coordo_core::{Instant, RecordKey, SourceId};
use coordo_engine::{Conflict, Engine, Finding, Plan, Thresholds};
use coordo_fhir::merge::merge;
use coordo_testkit::findings::put;
use coordo_testkit::folders;
use serde_json::Value;

pub(crate) struct Story {
    pub(crate) name: String,
    /// Whether it lies in this repository, where each further line was looked at.
    pub(crate) is_ours: bool,
    folder: PathBuf,
    pub(crate) expected: Value,
    pub(crate) engine: Engine,
    /// Every resource as it stands.
    pub(crate) held: BTreeMap<String, Value>,
    /// What was told to the engine, in order.
    told: Vec<Told>,
    at: usize,
    posted: u32,
}

#[derive(Clone)]
enum Told {
    Put(RecordKey, String),
    Delete(RecordKey),
    Conflict(RecordKey, Option<Conflict>),
}

/// A step after which the plan was looked at.
pub(crate) struct Step {
    pub(crate) n: u64,
    pub(crate) now: Instant,
    pub(crate) expected: Value,
    pub(crate) found: Vec<Rc<Finding>>,
    /// What was found at the step before.
    pub(crate) before: Vec<Rc<Finding>>,
    /// The same, with what another line said the cause of.
    pub(crate) remembered: Vec<Rc<Finding>>,
    /// Tasks that were ended before this step.
    pub(crate) ended_before: BTreeSet<String>,
}

pub(crate) fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("story".into()), kind, id)
}

impl Story {
    pub(crate) fn open(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let engine = fresh(&expected);
        Self {
            name: expected["story"].as_str().unwrap_or_default().to_owned(),
            is_ours: folder.starts_with(folders::stories()),
            folder: folder.to_owned(),
            expected,
            engine,
            held: BTreeMap::new(),
            told: Vec::new(),
            at: 0,
            posted: 0,
        }
    }

    pub(crate) fn next_step(&mut self) -> Option<Step> {
        let expected = self.expected["steps"].as_array()?.get(self.at)?.clone();
        self.at += 1;
        let before = self.engine.findings().to_vec();
        let remembered = self.engine.found();
        let ended_before = self.ended();
        let settled: Vec<RecordKey> = self.waiting().collect();
        let base = self.held.clone();
        self.apply(expected["bundle"].as_str()?);
        for key in settled {
            self.tell(Told::Conflict(key, None));
        }
        if let Some(offline) = expected["offline"]["bundle"].as_str() {
            self.apply_offline(offline, &base);
        }
        let now = Instant::from_fhir(expected["now"].as_str()?)?;
        let found = self.engine.evaluate(now).to_vec();
        Some(Step {
            n: expected["step"].as_u64()?,
            now,
            found,
            before,
            remembered,
            ended_before,
            expected,
        })
    }

    /// The same, told to another engine from the beginning, which looks once.
    pub(crate) fn all_anew(&self, step: &Step) -> Vec<Rc<Finding>> {
        let mut engine = fresh(&self.expected);
        engine.remember(step.remembered.clone());
        for told in &self.told {
            tell(&mut engine, told);
        }
        engine.evaluate(step.now).to_vec()
    }

    pub(crate) fn ended(&self) -> BTreeSet<String> {
        let is_ended = |task: &&Value| {
            let status = task["status"].as_str().unwrap_or_default();
            matches!(
                status,
                "completed" | "cancelled" | "rejected" | "failed" | "entered-in-error"
            )
        };
        let tasks = self.held.values().filter(|r| r["resourceType"] == "Task");
        let ended = tasks.filter(is_ended);
        ended
            .map(|t| format!("Task/{}", t["id"].as_str().unwrap()))
            .collect()
    }

    fn waiting(&self) -> impl Iterator<Item = RecordKey> {
        let mut waiting = BTreeSet::new();
        for told in &self.told {
            match told {
                Told::Conflict(key, Some(_)) => waiting.insert(key.clone()),
                Told::Conflict(key, None) => waiting.remove(key),
                Told::Put(..) | Told::Delete(_) => false,
            };
        }
        waiting.into_iter()
    }

    fn read(&self, file: &str) -> Value {
        let text = std::fs::read_to_string(self.folder.join(file)).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn apply(&mut self, file: &str) {
        let bundle = self.read(file);
        for entry in bundle["entry"].as_array().unwrap() {
            let request = &entry["request"];
            let url = request["url"].as_str().unwrap();
            if request["method"] == "DELETE" {
                self.held.remove(url);
                self.tell(Told::Delete(key(url)));
                continue;
            }
            let resource = entry["resource"].clone();
            if request["method"] == "POST" {
                self.put_new(resource);
                continue;
            }
            let kind = resource["resourceType"].as_str().unwrap();
            let reference = format!("{kind}/{}", resource["id"].as_str().unwrap());
            self.put(&reference, resource);
        }
    }

    /// A device that was offline sends what it has: what both sides changed waits for a person.
    fn apply_offline(&mut self, file: &str, base: &BTreeMap<String, Value>) {
        let bundle = self.read(file);
        for entry in bundle["entry"].as_array().unwrap() {
            let mine = &entry["resource"];
            let url = entry["request"]["url"].as_str().unwrap();
            if entry["request"]["method"] == "POST" {
                self.put_new(mine.clone());
                continue;
            }
            let (base, theirs) = (base.get(url), self.held.get(url).cloned());
            let (Some(base), Some(theirs)) = (base, theirs) else {
                // Made by the device, or gone meanwhile, which is said and no conflict.
                if !self.held.contains_key(url) && mine.is_object() && base.is_none() {
                    self.put(url, mine.clone());
                }
                continue;
            };
            if entry["request"]["method"] == "DELETE" {
                if *base == theirs {
                    self.held.remove(url);
                    self.tell(Told::Delete(key(url)));
                }
                continue;
            }
            let merged = merge(&base.to_string(), &mine.to_string(), &theirs.to_string());
            let clashes = merged.unwrap().clashes;
            let conflict = (!clashes.is_empty()).then(|| Conflict {
                since: None,
                paths: clashes.into_iter().map(|c| c.path).collect(),
            });
            self.tell(Told::Conflict(key(url), conflict));
        }
    }

    fn put_new(&mut self, mut resource: Value) {
        self.posted += 1;
        resource["id"] = format!("posted-{}", self.posted).into();
        let kind = resource["resourceType"].as_str().unwrap();
        let reference = format!("{kind}/posted-{}", self.posted);
        self.put(&reference, resource);
    }

    fn put(&mut self, reference: &str, resource: Value) {
        let text = resource.to_string();
        self.held.insert(reference.to_owned(), resource);
        self.tell(Told::Put(key(reference), text));
    }

    fn tell(&mut self, told: Told) {
        tell(&mut self.engine, &told);
        self.told.push(told);
    }
}

fn tell(engine: &mut Engine, told: &Told) {
    match told {
        Told::Put(key, text) => put(engine, key, text, None),
        Told::Delete(key) => engine.remove(key),
        Told::Conflict(key, conflict) => engine.set_conflict(key, conflict.clone()),
    }
}

pub(crate) fn fresh(expected: &Value) -> Engine {
    let zone = Zone::named(expected["time_zone"].as_str().unwrap()).unwrap();
    let calendar = WorkingCalendar {
        zone,
        ..WorkingCalendar::default()
    };
    Engine::new(Plan::default(), calendar, thresholds(expected))
}

/// The parameters of the story's thresholds, by the rule that they set.
fn thresholds(expected: &Value) -> Thresholds {
    let mut found = Thresholds::default();
    for threshold in expected["thresholds"].as_array().unwrap() {
        let rule = threshold["rule"].as_str().unwrap_or_default();
        for (name, value) in threshold["parameters"].as_object().unwrap() {
            let value = value.as_u64().and_then(|n| u32::try_from(n).ok());
            let place = match (rule, name.as_str()) {
                ("offre jamais acceptée", "working_days") => &mut found.offer_working_days,
                ("offre jamais acceptée", "hours_if_asap_urgent_stat") => {
                    &mut found.offer_hours_if_pressing
                }
                ("offre jamais acceptée", "days_if_relative") => &mut found.offer_days_if_relative,
                ("transmission sans accusé", "working_days") => &mut found.handover_working_days,
                ("préalable sans date", "from_days_before") => &mut found.undated_days_before,
                ("préalable sans date", "urgent_from_hours_before") => {
                    &mut found.undated_urgent_hours_before
                }
                ("ordre non respecté", "urgent_if_within_hours") => {
                    &mut found.order_urgent_within_hours
                }
                ("séances manquées", "missed_in_a_row") => &mut found.missed_in_a_row,
                ("silence plus long que le rythme du plan", "tolerance_days") => {
                    &mut found.silence_tolerance_days
                }
                ("absence de mesure", "days") => &mut found.measure_days,
                ("corrections répétées", "from_the_nth") => &mut found.corrections_from,
                // A number that nobody listens to would let a rule pass unproven.
                _ => panic!("{rule}: nobody knows the number {name}"),
            };
            *place = value;
        }
    }
    found
}
