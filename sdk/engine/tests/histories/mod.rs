//! Histories of a plan: what may happen to it, one change after the other.
#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test uses a part of it"
)]

use coordo_core::coded::Word;
use coordo_core::event::EventKind;
use coordo_core::plan::Activity;
use coordo_core::schedule::Protocol;
use coordo_core::task::{Parameter, Priority};
use coordo_core::threshold::{Threshold, ThresholdCode};
use coordo_core::{Instant, TaskStatus};
use coordo_engine::{Conflict, Engine, Record, same_source};
use proptest::prelude::*;

use crate::plans::*;

const DAY: i64 = 86_400_000;

/// One thing that happens to a plan, small numbers choosing from small pools.
#[derive(Clone, Debug)]
pub enum Edit {
    Task(u8, [u8; 12]),
    Appointment(u8, [u8; 4]),
    Encounter(u8, [u8; 4]),
    Request(u8, [u8; 3]),
    Group(u8, [u8; 5]),
    Message(u8, [u8; 5]),
    Document(u8, bool),
    Consent(u8, [u8; 3]),
    Measure(u8, u8),
    Team(u8, [u8; 6]),
    Plan(u8, [u8; 4]),
    Actor(u8, [u8; 5]),
    Protocol(u8, [u8; 4]),
    Person(u8),
    Remove(u8, u8),
    Conflict(u8, bool),
    Later(u8),
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let n = 0_u8..8;
    prop_oneof![
        6 => (n.clone(), any::<[u8; 12]>()).prop_map(|(n, x)| Edit::Task(n, x)),
        2 => (n.clone(), any::<[u8; 4]>()).prop_map(|(n, x)| Edit::Appointment(n, x)),
        2 => (n.clone(), any::<[u8; 4]>()).prop_map(|(n, x)| Edit::Encounter(n, x)),
        2 => (n.clone(), any::<[u8; 3]>()).prop_map(|(n, x)| Edit::Request(n, x)),
        2 => (n.clone(), any::<[u8; 5]>()).prop_map(|(n, x)| Edit::Group(n, x)),
        1 => (n.clone(), any::<[u8; 5]>()).prop_map(|(n, x)| Edit::Message(n, x)),
        1 => (n.clone(), any::<bool>()).prop_map(|(n, x)| Edit::Document(n, x)),
        1 => (n.clone(), any::<[u8; 3]>()).prop_map(|(n, x)| Edit::Consent(n, x)),
        2 => (n.clone(), any::<u8>()).prop_map(|(n, x)| Edit::Measure(n, x)),
        1 => (n.clone(), any::<[u8; 6]>()).prop_map(|(n, x)| Edit::Team(n, x)),
        2 => (n.clone(), any::<[u8; 4]>()).prop_map(|(n, x)| Edit::Plan(n, x)),
        1 => (n.clone(), any::<[u8; 5]>()).prop_map(|(n, x)| Edit::Actor(n, x)),
        1 => (n.clone(), any::<[u8; 4]>()).prop_map(|(n, x)| Edit::Protocol(n, x)),
        1 => any::<u8>().prop_map(Edit::Person),
        2 => (0_u8..9, n.clone()).prop_map(|(k, n)| Edit::Remove(k, n)),
        2 => (n, any::<bool>()).prop_map(|(n, x)| Edit::Conflict(n, x)),
        3 => any::<u8>().prop_map(Edit::Later),
    ]
}

/// A number of its own for a rule, or none.
fn numbers(which: u8, value: u8) -> Vec<Threshold> {
    let code = ThresholdCode::ALL.get(usize::from(which % 32));
    let number = code.map(|code| Threshold {
        code: *code,
        value: u32::from(value % 4),
    });
    number.into_iter().collect()
}

/// A date about the time that is looked at, some of them missing, some with an hour.
fn day(n: u8) -> String {
    if n.is_multiple_of(5) {
        return String::new();
    }
    let day = at(NOW).0 + (i64::from(n % 40) - 20) * DAY + i64::from(n) * 1_000_000;
    let text = Instant(day).to_fhir();
    if n.is_multiple_of(3) {
        text[..10].to_owned()
    } else {
        text
    }
}

fn reference(kind: &str, n: u8) -> String {
    if n.is_multiple_of(4) {
        return String::new();
    }
    format!("{kind}/{}", n % 8)
}

fn some(kind: &str, n: u8) -> Vec<coordo_core::Reference> {
    let found = reference(kind, n);
    if found.is_empty() {
        Vec::new()
    } else {
        all(&[&found])
    }
}

pub fn span(a: u8, b: u8) -> coordo_core::task::Period {
    period(&day(a), &day(b))
}

fn canonical(n: u8) -> String {
    format!("https://x.example/{n}")
}

fn owner(n: u8) -> String {
    let kinds = [
        "PractitionerRole",
        "Practitioner",
        "RelatedPerson",
        "Organization",
    ];
    reference(kinds[usize::from(n / 64)], n)
}

pub fn made_task(n: u8, x: [u8; 12]) -> coordo_core::Task {
    let mut made = task(&n.to_string());
    made.status = TaskStatus::ALL[usize::from(x[0]) % 12].clone();
    made.priority = if x[0] > 200 {
        Priority::Asap
    } else {
        Priority::Routine
    };
    made.owner = to(&owner(x[1]));
    if !x[2].is_multiple_of(3) {
        made.execution = span(x[2], x[2].wrapping_add(1));
    }
    if !x[3].is_multiple_of(4) {
        made.window = span(x[3], x[3].wrapping_add(6));
    }
    made.authored_on = date(&day(x[4]));
    made.last_modified = date(&day(x[5]));
    made.focus = to(&reference("Appointment", x[6]));
    made.part_of = some("Task", x[7]);
    made.based_on = some("CarePlan", x[8]);
    made.based_on.extend(some("ServiceRequest", x[9]));
    made.goals = some("Goal", x[10]);
    let inputs = [
        "apres",
        "ressource",
        "document",
        "retour-attendu",
        "resultat-attendu",
    ];
    let kinds = [
        "Task",
        "Device",
        "DocumentReference",
        "Practitioner",
        "Goal",
    ];
    for (i, (code, kind)) in inputs.into_iter().zip(kinds).enumerate() {
        let chosen = x[11].rotate_left(u32::try_from(i).unwrap());
        if chosen.is_multiple_of(3) {
            input(&mut made, code, &format!("{kind}/{}", chosen % 8));
        }
    }
    more(&mut made).encounter = to(&reference("Encounter", x[9]));
    let act = ["visite", "correction-prescription", "autre"][usize::from(x[10] % 3)];
    more(&mut made).code = (x[6] > 128).then(|| coded(act));
    more(&mut made).protocol = (x[8] > 192).then(|| canonical(x[8] % 8));
    if x[7] > 200 {
        more(&mut made).outputs.push(Parameter {
            text: Some("fait".into()),
            ..Parameter::default()
        });
    }
    made
}

pub fn happen(engine: &mut Engine, edit: &Edit) {
    let mut put = |record: Record<'_>| engine.put(record, None, &same_source);
    match *edit {
        Edit::Task(n, x) => put(Record::Task(&made_task(n, x))),
        Edit::Appointment(n, x) => {
            let people = [
                ["", "Patient/p"][usize::from(x[0] % 2)].to_owned(),
                reference("Device", x[2]),
                owner(x[3]),
                owner(x[1]),
            ];
            let named = people.iter().filter(|who| !who.is_empty());
            let people: Vec<&str> = named.map(String::as_str).collect();
            let (from, to) = (day(x[0]), day(x[0].wrapping_add(x[1] % 3)));
            let made = appointment(&n.to_string(), &from, &to, &people);
            put(Record::Event(&made));
        }
        Edit::Encounter(n, x) => {
            let status = ["planned", "in-progress", "finished"][usize::from(x[0] % 3)];
            let mut made = event(EventKind::Encounter, &n.to_string(), status);
            made.period = span(x[1], x[1]);
            made.based_on = some("ServiceRequest", x[2]);
            made.performers = all(&[&owner(x[3])]);
            put(Record::Event(&made));
        }
        Edit::Request(n, x) => {
            let mut made = event(EventKind::ServiceRequest, &n.to_string(), "active");
            let (days, every) = match x[0] % 3 {
                0 => (vec![1, 4], None),
                1 => (Vec::new(), Some(u16::from(x[1] % 9) + 1)),
                _ => (Vec::new(), None),
            };
            event_more(&mut made).rhythm = rhythm(&days, every);
            event_more(&mut made).written = date(&day(x[2]));
            event_more(&mut made).thresholds = numbers(x[1], x[2]);
            put(Record::Event(&made));
        }
        Edit::Group(n, x) => {
            let how = ["after-end", "after-start", "concurrent", "before"];
            let ids: Vec<String> = x.iter().map(|x| (x % 8).to_string()).collect();
            let related = |i: usize| how[usize::from(x[i] / 8) % 4];
            let actions = [
                (ids[0].as_str(), "", ""),
                (ids[1].as_str(), related(1), ids[0].as_str()),
                (ids[2].as_str(), related(2), ids[1].as_str()),
            ];
            put(Record::Event(&group(&n.to_string(), &actions)));
        }
        Edit::Message(n, x) => {
            let status = ["completed", "preparation"][usize::from(x[0] % 2)];
            let mut made = event(EventKind::Communication, &n.to_string(), status);
            made.period = span(x[1], 0);
            made.performers = all(&[&owner(x[2])]);
            let what: [Word; 2] = ["transmission".into(), "message-de-seuil".into()];
            let more = event_more(&mut made);
            more.categories = vec![what[usize::from(x[3] % 2)].clone()];
            more.related = some("Goal", x[3]);
            more.related.extend(some("DocumentReference", x[4]));
            more.answer_by = date(&day(x[4]));
            put(Record::Event(&made));
        }
        Edit::Document(n, is_on_paper) => {
            let mut made = event(EventKind::DocumentReference, &n.to_string(), "current");
            event_more(&mut made).is_on_paper = is_on_paper;
            put(Record::Event(&made));
        }
        Edit::Consent(n, x) => {
            let mut made = event(EventKind::Consent, &n.to_string(), "active");
            made.period = span(x[0], x[1]);
            event_more(&mut made).related = some("Organization", x[2]);
            put(Record::Event(&made));
        }
        Edit::Measure(n, x) => {
            let mut made = event(EventKind::Observation, &n.to_string(), "final");
            made.measure = "w".into();
            made.period = span(x, 0);
            put(Record::Event(&made));
            put(Record::Goal(&goal(&n.to_string(), "w")));
        }
        Edit::Team(n, x) => {
            let roles = [&["768820003"][..], &["PCP"], &[]];
            let engagement = ["captant", "ponctuel", ""];
            let members = x.chunks(3).map(|x| {
                let i = usize::from(x[0] % 3);
                member(&owner(x[1]), roles[i], engagement[i], span(x[2], x[0]))
            });
            put(Record::Team(&team(&n.to_string(), members.collect())));
        }
        Edit::Plan(n, x) => {
            let status = ["active", "completed", "draft"][usize::from(x[0] % 3)];
            let mut made = plan(&n.to_string(), status);
            made.subject = to(["Patient/p", "Patient/p", "Patient/2"][usize::from(x[3] % 3)]);
            made.activities
                .extend(some("Task", x[3]).into_iter().map(|reference| Activity {
                    index: 0,
                    reference,
                    detail: None,
                    outcomes: Vec::new(),
                    outcome_text: None,
                    progress: Vec::new(),
                }));
            made.review_date = date(&day(x[1]));
            made.thresholds = numbers(x[2], x[3]);
            made.teams = some("CareTeam", x[2]);
            put(Record::Plan(&made));
        }
        Edit::Actor(n, x) => {
            let role = format!("PractitionerRole/{n}");
            let mut made = absent(&role, &day(x[0]), &day(x[0].wrapping_add(9)));
            made.person = to(&reference("Practitioner", x[1]));
            made.organization = to(&reference("Organization", x[2]));
            made.codes = vec![coded(if x[4] > 128 { "60" } else { "21" })];
            put(Record::Actor(&made));
        }
        Edit::Protocol(n, x) => {
            let areas = ["FR-49", "FR-RE", "FR-PDL"];
            let made = Protocol {
                url: Some(canonical(n)),
                effective: span(x[0], x[1]),
                jurisdictions: vec![coded(areas[usize::from(x[2] % 3)])],
                roles: vec![coded("60")],
                ..protocol(&n.to_string())
            };
            put(Record::Protocol(&made));
        }
        Edit::Person(x) => {
            let postal_code = if x.is_multiple_of(2) {
                "49990"
            } else {
                "20200"
            };
            let mut made = living_at("Patient/p", postal_code);
            made.more.get_or_insert_default().is_deceased = x > 200;
            put(Record::Actor(&made));
        }
        Edit::Remove(kind, n) => {
            let kinds = [
                "Task",
                "Appointment",
                "Encounter",
                "ServiceRequest",
                "RequestGroup",
                "Communication",
                "CareTeam",
                "CarePlan",
                "PractitionerRole",
            ];
            engine.remove(&key(&format!("{}/{n}", kinds[usize::from(kind)])));
        }
        Edit::Conflict(n, is_waiting) => {
            let conflict = is_waiting.then(|| Conflict {
                since: None,
                paths: Vec::new(),
            });
            engine.set_conflict(&key(&format!("Task/{n}")), conflict);
        }
        Edit::Later(_) => {}
    }
}

/// Which record an edit is of.
pub fn of(edit: &Edit) -> String {
    let text = format!("{edit:?}");
    let (kind, rest) = text.split_once('(').unwrap();
    if matches!(edit, Edit::Person(_)) {
        return kind.to_owned();
    }
    format!("{kind} {}", rest.split(',').next().unwrap())
}
