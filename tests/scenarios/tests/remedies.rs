//! What is offered about a finding is a gesture that does what it says (row 52).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

mod told;

use std::collections::BTreeMap;
use std::rc::Rc;

use coordo_client::Client;
use coordo_client::engine::{Code, Finding, Gesture, RemedyCode};
use coordo_client::view::{FindingView, FindingsView, Lack, RemedyView};
use coordo_core::task::Period;
use coordo_core::{Command, Private};
use told::{found, lines, story};

/// The command of a remedy, with what a person would say.
fn command(
    client: &Client,
    all: &FindingsView,
    of: &FindingView,
    remedy: &RemedyView,
) -> Option<Command> {
    if let Some(command) = &remedy.command {
        return Some(command.clone());
    }
    match remedy.lack()? {
        Lack::Owner => {
            let owner = all.owners_for(remedy).last()?;
            remedy.gesture.with_owner(owner.key.clone())
        }
        Lack::Date => {
            let shown = match &remedy.gesture {
                Gesture::Planned { shown, .. } => *shown,
                _ => Period::default(),
            };
            let planned = client.moved(shown, "2027-09-01")?;
            remedy.gesture.with_planned(planned)
        }
        Lack::Reason => remedy.with_reason(of.finding.code, Private::from("Vu en réunion.")),
        Lack::Title => remedy.with_title(Private::from("Appeler la famille")),
    }
}

/// Gestures that do something about a finding and do not end it by themselves.
const STAYS: [(Code, RemedyCode); 3] = [
    // The visit is late until somebody has come.
    (Code::NoVisitAfterDischarge, RemedyCode::OfferToSomeoneElse),
    // Both have to move to the same time.
    (Code::TogetherApart, RemedyCode::MoveDate),
    // The protocol may be over for good.
    (Code::DelegationExpired, RemedyCode::MoveDate),
];

fn is_there(all: &[Rc<Finding>], one: &Finding) -> bool {
    all.iter()
        .any(|f| f.code == one.code && f.subjects == one.subjects)
}

#[test]
fn row_52_each_gesture_ends_its_line_and_undo_brings_back_what_was_there() {
    let mut done: BTreeMap<RemedyCode, usize> = BTreeMap::new();
    let mut stays = Vec::new();
    for (name, steps) in [
        ("1-sortie-hopital", 11),
        ("2-onco-geriatrie", 11),
        ("3-enfant-handicap", 9),
    ] {
        for step in 0..steps {
            let mut told = story(name, step);
            let device = told.device();
            let client = device.client.clone();
            told.world.run(client.pull());
            let before = found(&mut told.world, &client);
            let view = client.findings();
            for finding in &view.findings {
                for remedy in &finding.remedies {
                    let Some(command) = command(&client, &view, finding, remedy) else {
                        assert!(remedy.leads_to().is_some() || remedy.lack() == Some(Lack::Owner));
                        continue;
                    };
                    let said = format!(
                        "{name} {step}: {:?} by {:?}",
                        finding.finding.code, remedy.code
                    );
                    let ran = told.world.run(client.run(command));
                    assert!(ran.is_ok(), "{said}: {ran:?}");
                    let after = found(&mut told.world, &client);
                    let stays_told = STAYS.contains(&(finding.finding.code, remedy.code));
                    if is_there(&after, &finding.finding) && !stays_told {
                        stays.push(said.clone());
                    }
                    told.world.run(client.undo()).unwrap();
                    let again = found(&mut told.world, &client);
                    assert_eq!(lines(&again), lines(&before), "{said}");
                    *done.entry(remedy.code).or_default() += 1;
                }
            }
        }
    }
    assert_eq!(stays, Vec::<String>::new());
    // A gesture that no story offers is one of which this proves nothing.
    for code in [
        RemedyCode::OfferToSomeone,
        RemedyCode::OfferToSomeoneElse,
        RemedyCode::TakeIt,
        RemedyCode::Withdraw,
        RemedyCode::SetDate,
        RemedyCode::MoveDate,
        RemedyCode::Acknowledge,
        RemedyCode::SetReferent,
        RemedyCode::Record,
        RemedyCode::ClosePlan,
        RemedyCode::LeaveSo,
    ] {
        assert!(done.contains_key(&code), "{code:?}: {done:?}");
    }
}
