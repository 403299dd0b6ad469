//! Where the timeline's marks lie: dates of every precision, open, reversed, far apart.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_client::timeline::{Grouping, MarkView, Phase, Shape, TimelineQuery, TimelineView};
use coordo_core::{Instant, NoticeCode};
use coordo_testkit::world::World;

/// What a page shows of these resources, at noon of 20 November 2026 in a zone of one hour.
fn view(resources: &[String]) -> TimelineView {
    let lines = resources.join("\n");
    let mut world = World::at(at("2026-11-20T12:00:00+01:00"));
    let device = world.reader(&[lines.as_bytes()], |_| {});
    world.run(device.client.pull());
    device.client.timeline(&TimelineQuery {
        grouping: Grouping::Kind,
    })
}

fn at(text: &str) -> Instant {
    Instant::from_fhir(text).unwrap()
}

fn notices(resource: &str) -> Vec<(NoticeCode, String)> {
    let mut world = World::at(at("2026-11-20T12:00:00+01:00"));
    let device = world.reader(&[resource.as_bytes()], |_| {});
    world.run(device.client.pull());
    let notices = device.client.notices().into_iter();
    notices.map(|n| (n.code, n.path)).collect()
}

/// The one mark of one resource.
fn only(resource: &str) -> MarkView {
    let view = view(&[resource.to_owned()]);
    let marks: Vec<_> = view
        .lanes
        .iter()
        .flat_map(|l| &l.rows)
        .flat_map(|r| &r.marks)
        .collect();
    assert_eq!((marks.len(), view.undated.len()), (1, 0), "{resource}");
    marks[0].clone()
}

fn task(status: &str, more: &str) -> String {
    format!(r#"{{"resourceType":"Task","id":"t","status":"{status}",{more}}}"#)
}

fn encounter(status: &str, period: &str) -> String {
    format!(r#"{{"resourceType":"Encounter","id":"e","status":"{status}","period":{{{period}}}}}"#)
}

#[track_caller]
fn lies(mark: &MarkView, start: &str, end: &str, shape: Shape) {
    assert_eq!(
        (mark.start, mark.end, mark.shape),
        (at(start), at(end), shape)
    );
}

#[test]
fn a_partial_date_is_the_span_that_it_may_mean() {
    for (date, start, end) in [
        (
            "2026",
            "2026-01-01T00:00:00+01:00",
            "2027-01-01T00:00:00+01:00",
        ),
        (
            "2026-12",
            "2026-12-01T00:00:00+01:00",
            "2027-01-01T00:00:00+01:00",
        ),
        (
            "2026-12-14",
            "2026-12-14T00:00:00+01:00",
            "2026-12-15T00:00:00+01:00",
        ),
    ] {
        let mark = only(&format!(
            r#"{{"resourceType":"Procedure","id":"p","status":"completed","performedDateTime":"{date}"}}"#
        ));
        lies(&mark, start, end, Shape::Partial);
        assert!(!mark.is_reversed);
    }
    let exact = "2026-12-14T10:30:00+01:00";
    let mark = only(&format!(
        r#"{{"resourceType":"Observation","id":"o","status":"final","effectiveDateTime":"{exact}"}}"#
    ));
    lies(&mark, exact, exact, Shape::Point);
}

#[test]
fn days_bound_a_period_with_their_whole_day_and_vague_bounds_are_told() {
    let mark = only(&encounter(
        "finished",
        r#""start":"2026-11-12","end":"2026-11-14""#,
    ));
    lies(
        &mark,
        "2026-11-12T00:00:00+01:00",
        "2026-11-15T00:00:00+01:00",
        Shape::Period,
    );
    let mark = only(&encounter(
        "finished",
        r#""start":"2026-10","end":"2026-11-14""#,
    ));
    lies(
        &mark,
        "2026-10-01T00:00:00+01:00",
        "2026-11-15T00:00:00+01:00",
        Shape::Partial,
    );
    let mark = only(&encounter(
        "finished",
        r#""start":"2026-11-14","end":"2026-11-14""#,
    ));
    lies(
        &mark,
        "2026-11-14T00:00:00+01:00",
        "2026-11-15T00:00:00+01:00",
        Shape::Partial,
    );
    let moment = r#""start":"2026-11-14T10:00:00Z","end":"2026-11-14T11:00:00+01:00""#;
    let mark = only(&encounter("finished", moment));
    lies(
        &mark,
        "2026-11-14T11:00:00+01:00",
        "2026-11-14T11:00:00+01:00",
        Shape::Point,
    );
    assert!(!mark.is_reversed);
}

#[test]
fn an_end_before_its_start_is_drawn_as_received_and_told() {
    let mark = only(&encounter(
        "finished",
        r#""start":"2026-11-14","end":"2026-11-12""#,
    ));
    lies(
        &mark,
        "2026-11-12T00:00:00+01:00",
        "2026-11-15T00:00:00+01:00",
        Shape::Period,
    );
    assert!(mark.is_reversed);
    let told = notices(&encounter(
        "finished",
        r#""start":"2026-11-14","end":"2026-11-12""#,
    ));
    assert!(told.contains(&(NoticeCode::EndBeforeStart, "Encounter.period".to_owned())));
    // Within one day nothing says which came first.
    let mark = only(&encounter(
        "finished",
        r#""start":"2026-11-14T10:00:00+01:00","end":"2026-11-14""#,
    ));
    assert!(!mark.is_reversed);
    let minutes = r#""start":"2026-11-14T10:00:00+01:00","end":"2026-11-14T09:59:00+01:00""#;
    assert!(only(&encounter("finished", minutes)).is_reversed);
    let day = notices(&encounter(
        "finished",
        r#""start":"2026-11-14T10:00:00+01:00","end":"2026-11-14""#,
    ));
    assert!(
        day.iter()
            .all(|(code, _)| *code != NoticeCode::EndBeforeStart)
    );
}

#[test]
fn what_goes_on_has_an_open_end_and_what_is_over_has_none() {
    let since = r#""start":"2026-11-09T18:20:00+01:00""#;
    let start = "2026-11-09T18:20:00+01:00";
    let mark = only(&encounter("in-progress", since));
    lies(&mark, start, start, Shape::OpenEnd);
    assert_eq!(mark.phase, Phase::Planned);
    let mark = only(&encounter("finished", since));
    lies(&mark, start, start, Shape::Point);
    assert_eq!(mark.phase, Phase::Performed);
    let mark = only(&encounter(
        "finished",
        r#""end":"2026-11-09T18:20:00+01:00""#,
    ));
    lies(&mark, start, start, Shape::OpenStart);
    let condition = |status: &str| {
        format!(
            r#"{{"resourceType":"Condition","id":"c","clinicalStatus":{{"coding":[{{"code":"{status}"}}]}},"onsetDateTime":"2019"}}"#
        )
    };
    let mark = only(&condition("active"));
    assert_eq!((mark.shape, mark.phase), (Shape::OpenEnd, Phase::Performed));
    assert_eq!(only(&condition("resolved")).shape, Shape::Partial);
    let mark = only(&task(
        "in-progress",
        &format!(r#""executionPeriod":{{{since}}}"#),
    ));
    assert_eq!(mark.shape, Shape::OpenEnd);
    // A task that has not begun is planned at that time; it does not go on from then.
    let mark = only(&task(
        "accepted",
        &format!(r#""executionPeriod":{{{since}}}"#),
    ));
    lies(&mark, start, start, Shape::Point);
    assert_eq!(mark.phase, Phase::Planned);
    let mark = only(&task(
        "completed",
        &format!(r#""executionPeriod":{{{since}}}"#),
    ));
    assert_eq!(mark.shape, Shape::Point);
}

#[test]
fn a_window_is_not_a_date_and_a_goal_ends_in_a_milestone() {
    let window =
        r#""restriction":{"period":{"start":"2026-11-18T11:00:00+01:00","end":"2026-11-20"}}"#;
    let mark = only(&task("requested", window));
    lies(
        &mark,
        "2026-11-18T11:00:00+01:00",
        "2026-11-21T00:00:00+01:00",
        Shape::Window,
    );
    let until = r#""restriction":{"period":{"end":"2026-11-20"}}"#;
    let mark = only(&task("requested", until));
    lies(
        &mark,
        "2026-11-20T00:00:00+01:00",
        "2026-11-21T00:00:00+01:00",
        Shape::Window,
    );
    let planned =
        r#""executionPeriod":{"start":"2026-11-19T08:00:00Z","end":"2026-11-19T09:00:00Z"}"#;
    let mark = only(&task("requested", &format!("{window},{planned}")));
    lies(
        &mark,
        "2026-11-19T08:00:00Z",
        "2026-11-19T09:00:00Z",
        Shape::Period,
    );
    let mark = only(
        r#"{"resourceType":"Goal","id":"g","lifecycleStatus":"active","target":[{"dueDate":"2026-12-18"},{"dueDate":"2027-01-31"},{}]}"#,
    );
    lies(
        &mark,
        "2027-01-31T00:00:00+01:00",
        "2027-02-01T00:00:00+01:00",
        Shape::Milestone,
    );
}

#[test]
fn a_century_is_drawn_and_open_ends_do_not_stretch_the_span() {
    let view = view(&[
        encounter("finished", r#""start":"1926","end":"2026-11-20""#),
        r#"{"resourceType":"Condition","id":"c","clinicalStatus":{"coding":[{"code":"active"}]},"onsetDateTime":"2019"}"#.to_owned(),
    ]);
    assert_eq!(
        view.span,
        Some((
            at("1926-01-01T00:00:00+01:00"),
            at("2026-11-21T00:00:00+01:00")
        ))
    );
}

#[test]
fn what_has_no_date_or_none_that_can_be_read_lies_on_the_shelf_in_order_of_title() {
    let named = |id: &str, name: &str, when: &str| {
        format!(
            r#"{{"resourceType":"Task","id":"{id}","status":"ready","description":"{name}"{when}}}"#
        )
    };
    let view = view(&[
        named("1", "Zèbre", ""),
        named("2", "élan", r#","executionPeriod":{"start":"demain"}"#),
        named("3", "Âne", r#","executionPeriod":{"start":"2026-02-30"}"#),
        r#"{"resourceType":"Observation","id":"o","status":"final"}"#.to_owned(),
        r#"{"resourceType":"Task","id":"4","status":"ready"}"#.to_owned(),
    ]);
    let ids: Vec<&str> = view.undated.iter().map(|k| k.record.id.as_str()).collect();
    assert_eq!(ids, ["3", "2", "1", "4", "o"]);
    assert_eq!((view.n_items, view.span), (5, None));
    assert!(view.lanes.is_empty());
}

#[test]
fn each_status_says_whether_it_is_to_come_has_happened_or_did_not() {
    let when = r#""executionPeriod":{"start":"2026-11-19T08:00:00Z","end":"2026-11-19T09:00:00Z"}"#;
    for (status, phase) in [
        ("draft", Phase::Planned),
        ("in-progress", Phase::Planned),
        ("completed", Phase::Performed),
        ("cancelled", Phase::Missed),
        ("rejected", Phase::Missed),
        ("failed", Phase::Missed),
        ("entered-in-error", Phase::Erroneous),
        ("en attente", Phase::Planned),
    ] {
        assert_eq!(only(&task(status, when)).phase, phase, "Task {status}");
    }
    let past = r#""start":"2026-11-19T08:00:00Z","end":"2026-11-19T09:00:00Z""#;
    let to_come = r#""start":"2026-11-23T08:00:00Z","end":"2026-11-23T09:00:00Z""#;
    for (status, period, phase) in [
        ("planned", to_come, Phase::Planned),
        // A planned visit whose day has passed did not become one that took place.
        ("planned", past, Phase::Planned),
        ("finished", past, Phase::Performed),
        ("in-progress", to_come, Phase::Planned),
        // Its end is known and over, whatever its status still says.
        ("in-progress", past, Phase::Performed),
        ("unknown", past, Phase::Performed),
        ("unknown", to_come, Phase::Planned),
        ("cancelled", past, Phase::Missed),
        ("entered-in-error", past, Phase::Erroneous),
    ] {
        let mark = only(&encounter(status, period));
        assert_eq!(mark.phase, phase, "Encounter {status} {period}");
    }
    for (kind, more, phase) in [
        (
            "Appointment",
            r#""status":"noshow","start":"2026-11-19T08:00:00Z""#,
            Phase::Missed,
        ),
        (
            "Appointment",
            r#""status":"booked","start":"2026-11-19T08:00:00Z""#,
            Phase::Planned,
        ),
        (
            "Appointment",
            r#""status":"fulfilled","start":"2026-11-19T08:00:00Z""#,
            Phase::Performed,
        ),
        (
            "MedicationRequest",
            r#""status":"stopped","authoredOn":"2026-11-01""#,
            Phase::Performed,
        ),
        (
            "ServiceRequest",
            r#""status":"revoked","occurrenceDateTime":"2026-11-01""#,
            Phase::Missed,
        ),
        (
            "Procedure",
            r#""status":"not-done","performedDateTime":"2026-11-01""#,
            Phase::Missed,
        ),
        (
            "Communication",
            r#""status":"completed","sent":"2026-11-01T08:00:00Z""#,
            Phase::Performed,
        ),
        (
            "Observation",
            r#""status":"preliminary","effectiveDateTime":"2026-11-01""#,
            Phase::Performed,
        ),
        (
            "DocumentReference",
            r#""status":"current","date":"2026-11-01T08:00:00Z""#,
            Phase::Performed,
        ),
        (
            "Flag",
            r#""status":"active","period":{"start":"2026-11-01"}"#,
            Phase::Performed,
        ),
        (
            "Consent",
            r#""status":"rejected","dateTime":"2026-11-01""#,
            Phase::Missed,
        ),
    ] {
        let mark = only(&format!(r#"{{"resourceType":"{kind}","id":"x",{more}}}"#));
        assert_eq!(mark.phase, phase, "{kind} {more}");
    }
}
