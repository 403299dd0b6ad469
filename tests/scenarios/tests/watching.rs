//! Subscriptions: a colleague's change is here as soon as its source says a word, and whatever becomes
//! of the channel, asking goes on.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::TaskStatus;
use coordo_fhir::http::{HttpRequest, Method};
use coordo_testkit::duo::{card, cards, now, refuse_next, status, world};
use coordo_testkit::world::{Device, World};

/// Two devices that have read the plan and watch it.
fn watching() -> (World, Device, Device) {
    let (mut world, zoe, paul) = world();
    world.has_channel.set(true);
    world.run(zoe.client.pull());
    world.run(paul.client.pull());
    assert_eq!(world.channels.n_open(), 2);
    (world, zoe, paul)
}

#[test]
fn a_colleagues_change_is_shown_without_asking_for_it() {
    let (mut world, zoe, paul) = watching();
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    world.run(zoe.client.sync());
    assert_eq!(card(&paul.client, "1").status_code(), "in-progress");
    // Nothing but ids of subscriptions travels, and only what is different is asked for.
    let asked = paul.requests.borrow().clone();
    let last = asked.last().unwrap();
    assert!(
        last.contains("_lastUpdated=ge") || last.contains("_id="),
        "{last}"
    );
}

#[test]
fn what_others_have_to_do_with_nobody_here_is_no_news() {
    let (mut world, zoe, _) = watching();
    let n = zoe.requests.borrow().len();
    let other = r#"{"resourceType":"Task","id":"9","status":"requested","for":{"reference":"Patient/autre"}}"#;
    let request = HttpRequest::put_if_match("Task/9".to_owned(), None, other.to_owned());
    world.sandbox.borrow_mut().handle(&request, now());
    world.settle();
    assert_eq!(zoe.requests.borrow().len(), n);
}

#[test]
fn a_channel_that_breaks_is_opened_again_later_and_asking_goes_on_meanwhile() {
    let (mut world, zoe, paul) = watching();
    world.channels.cut();
    world.settle();
    assert_eq!(world.channels.n_open(), 0);
    status(&mut world, &zoe, "1", TaskStatus::InProgress, None);
    world.run(zoe.client.sync());
    assert_eq!(card(&paul.client, "1").status_code(), "accepted");
    world.run(paul.client.poll());
    assert_eq!(card(&paul.client, "1").status_code(), "in-progress");
    world.pass(31_000);
    assert_eq!(world.channels.n_open(), 2);
    status(&mut world, &zoe, "1", TaskStatus::Completed, None);
    world.run(zoe.client.sync());
    assert_eq!(card(&paul.client, "1").status_code(), "completed");
}

#[test]
fn a_source_that_refuses_subscriptions_is_asked_as_before_and_keeps_none() {
    let (mut world, zoe, _) = world();
    world.has_channel.set(true);
    zoe.requests.borrow_mut().clear();
    world.run(zoe.client.poll());
    world.channels.cut();
    world.settle();
    refuse_next(&world, 403);
    world.pass(31_000);
    assert_eq!(world.channels.n_open(), 0);
    assert_eq!(cards(&zoe.client).len(), 2, "nothing is hidden for it");
    let held: Vec<String> = {
        let sandbox = world.sandbox.borrow();
        let held = sandbox.held().filter(|(kind, ..)| *kind == "Subscription");
        held.map(|(_, id, ..)| id.to_owned()).collect()
    };
    assert!(held.is_empty(), "{held:?}");
}

#[test]
fn only_the_page_that_leads_watches() {
    let (mut world, zoe, _) = world();
    world.has_channel.set(true);
    zoe.client.lead(false);
    world.run(zoe.client.pull());
    assert_eq!(world.channels.n_open(), 0);
    zoe.client.lead(true);
    world.settle();
    assert_eq!(world.channels.n_open(), 1);
}

#[test]
fn a_subscription_asks_for_no_content_and_ends_by_itself() {
    let (world, _, _) = watching();
    let request = HttpRequest {
        method: Method::Get,
        ..HttpRequest::get("Subscription?_count=50")
    };
    let found = world.sandbox.borrow_mut().handle(&request, now()).body;
    assert!(!found.contains("Odette") && !found.contains("Pansement"));
    assert!(!found.contains(r#""payload":"#));
    assert_eq!(
        found.matches(r#""valueCode":"empty""#).count(),
        found.matches(r#""criteria""#).count()
    );
    assert!(found.contains(r#""end":"2026-11-18T"#), "{found}");
}
