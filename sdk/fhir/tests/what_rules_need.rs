//! What the rules need and no widget shows: read where the guides and the stories write it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::threshold::ThresholdCode;
use coordo_core::{RecordKey, SourceId};
use coordo_fhir::Projection;
use coordo_fhir::read::read;

fn projected(kind: &str, text: &str) -> Projection {
    let key = RecordKey::new(SourceId("s".into()), kind, "1");
    let text = text.replacen(
        '{',
        &format!("{{\"resourceType\":\"{kind}\",\"id\":\"1\","),
        1,
    );
    let reading = read(&key, &text);
    assert!(
        reading
            .notices
            .iter()
            .all(|n| !n.path.contains("extension"))
    );
    reading.projection
}

#[test]
fn a_rule_that_was_set_aside_keeps_its_reason_its_author_and_its_date() {
    let task = r#"{"status":"ready","extension":[{"url":"https://coordo.example/fhir/StructureDefinition/derogation","extension":[
        {"url":"regle","valueString":"ordre non respecté"},
        {"url":"motif","valueString":"Vu avec la famille"},
        {"url":"auteur","valueReference":{"reference":"PractitionerRole/a"}},
        {"url":"date","valueDate":"2026-11-16"}]}]}"#;
    let projection = projected("Task", task);
    let waivers = &projection.task().unwrap().more.as_ref().unwrap().waivers;
    assert_eq!(waivers[0].rule, "ordre non respecté");
    assert_eq!(
        waivers[0].reason.as_ref().unwrap().as_str(),
        "Vu avec la famille"
    );
    assert_eq!(waivers[0].author.literal(), Some(("PractitionerRole", "a")));
    assert!(waivers[0].date.is_some());
}

const NUMBER: &str = r#"{"url":"https://coordo.example/fhir/StructureDefinition/seuil","extension":[
    {"url":"parametre","valueCode":"PARAMETER"},{"url":"valeur","VALUE"}]}"#;

fn number(parameter: &str, value: &str) -> String {
    NUMBER
        .replace("PARAMETER", parameter)
        .replace(r#""VALUE""#, value)
}

#[test]
fn a_plan_and_a_request_say_from_when_on_a_rule_speaks() {
    let extension = format!(
        r#"{{"status":"active","intent":"plan","subject":{{"reference":"Patient/p"}},"extension":[{},{}]}}"#,
        number("measureDays", r#""valueUnsignedInt":3"#),
        number("correctionsFrom", r#""valueInteger":4.0"#),
    );
    let projection = projected("CarePlan", &extension);
    let said = &projection.care_plan().unwrap().thresholds;
    let said: Vec<_> = said.iter().map(|t| (t.code, t.value)).collect();
    let expected = [
        (ThresholdCode::MeasureDays, 3),
        (ThresholdCode::CorrectionsFrom, 4),
    ];
    assert_eq!(said, expected);
    let projection = projected("ServiceRequest", &extension);
    let request = projection.event().unwrap();
    assert_eq!(request.more.as_ref().unwrap().thresholds.len(), 2);
}

#[test]
fn a_threshold_that_is_not_understood_is_told_and_sets_nothing() {
    for (parameter, value, path) in [
        (
            "jours",
            r#""valueUnsignedInt":3"#,
            "extension(seuil).parametre",
        ),
        (
            "measureDays",
            r#""valueString":"trois""#,
            "extension(seuil).valeur",
        ),
        (
            "measureDays",
            r#""valueInteger":-3"#,
            "extension(seuil).valeur",
        ),
    ] {
        let text = format!(
            r#"{{"resourceType":"CarePlan","id":"1","status":"active","intent":"plan","subject":{{"reference":"Patient/p"}},"extension":[{}]}}"#,
            number(parameter, value)
        );
        let key = RecordKey::new(SourceId("s".into()), "CarePlan", "1");
        let reading = read(&key, &text);
        assert!(
            reading
                .projection
                .care_plan()
                .unwrap()
                .thresholds
                .is_empty()
        );
        assert!(
            reading.notices.iter().any(|n| n.path.ends_with(path)),
            "{path}"
        );
    }
}

#[test]
fn a_rhythm_is_days_of_the_week_or_whole_days() {
    for (repeat, days, every) in [
        (
            r#"{"frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["fri","tue"]}"#,
            vec![1, 4],
            None,
        ),
        (
            r#"{"frequency":1,"period":7,"periodUnit":"d"}"#,
            vec![],
            Some(7),
        ),
        (
            r#"{"frequency":2,"period":2,"periodUnit":"wk"}"#,
            vec![],
            Some(7),
        ),
        (r#"{"period":1,"periodUnit":"mo"}"#, vec![], Some(30)),
        // Nothing tells which Monday of four.
        (
            r#"{"period":4,"periodUnit":"wk","dayOfWeek":["mon"]}"#,
            vec![],
            Some(28),
        ),
    ] {
        let text = format!(r#"{{"status":"active","occurrenceTiming":{{"repeat":{repeat}}}}}"#);
        let projection = projected("ServiceRequest", &text);
        let more = projection.event().unwrap().more.as_ref().unwrap();
        let rhythm = more.rhythm.as_ref().unwrap();
        assert_eq!(
            (&rhythm.days, rhythm.every_days),
            (&days, every),
            "{repeat}"
        );
    }
    let hours =
        r#"{"status":"active","occurrenceTiming":{"repeat":{"period":4,"periodUnit":"h"}}}"#;
    let projection = projected("ServiceRequest", hours);
    let more = projection.event().unwrap().more.as_ref();
    assert!(more.is_none_or(|more| more.rhythm.is_none()));
}

#[test]
fn a_document_is_on_paper_where_no_attachment_leads_anywhere() {
    for (attachment, is_on_paper) in [
        (r#"{"title":"Cahier"}"#, true),
        (r#"{"title":"Photo","url":"Binary/1"}"#, false),
        (r#"{"data":"QQ=="}"#, false),
    ] {
        let text = format!(r#"{{"status":"current","content":[{{"attachment":{attachment}}}]}}"#);
        let projection = projected("DocumentReference", &text);
        let more = projection.event().unwrap().more.as_ref();
        assert_eq!(
            more.is_some_and(|m| m.is_on_paper),
            is_on_paper,
            "{attachment}"
        );
    }
}

#[test]
fn everyone_and_everything_that_takes_part_in_an_appointment_is_known() {
    let text = r#"{"status":"booked","participant":[
        {"actor":{"reference":"Patient/p"}},{"actor":{"reference":"Device/d"}},
        {"actor":{"reference":"Location/l"}},{"actor":{"display":"Chirurgien"}}]}"#;
    let projection = projected("Appointment", text);
    let more = projection.event().unwrap().more.as_ref().unwrap();
    assert_eq!(more.participants.len(), 4);
}

#[test]
fn what_was_measured_who_died_and_what_drives_are_known() {
    let loinc = r#"{"coding":[{"system":"http://loinc.org","code":"29463-7"}]}"#;
    let weight = projected(
        "Observation",
        &format!(r#"{{"status":"final","code":{loinc}}}"#),
    );
    assert_eq!(weight.event().unwrap().measure, "29463-7");
    let goal = projected(
        "Goal",
        &format!(r#"{{"lifecycleStatus":"active","target":[{{"measure":{loinc}}}]}}"#),
    );
    assert_eq!(goal.goal().unwrap().targets[0].code, "29463-7");
    for (text, is_deceased) in [
        (r#"{"deceasedDateTime":"2020-01-01"}"#, true),
        (r#"{"deceasedBoolean":true}"#, true),
        (r#"{"deceasedBoolean":false}"#, false),
    ] {
        let projection = projected("Patient", text);
        let more = projection.actor().unwrap().more.as_ref();
        assert_eq!(more.is_some_and(|m| m.is_deceased), is_deceased, "{text}");
    }
    let van = r#"{"name":"VSL","physicalType":{"coding":[{"code":"ve"}]}}"#;
    let projection = projected("Location", van);
    assert!(
        projection
            .actor()
            .unwrap()
            .more
            .as_ref()
            .unwrap()
            .is_vehicle
    );
}

/// The actions of a group and what each follows.
fn group(actions: &str) -> Vec<(String, Vec<String>)> {
    let text = ["{\"status\":\"active\",\"action\":", actions, "}"].concat();
    let projection = projected("RequestGroup", &text);
    let more = projection.event().unwrap().more.clone().unwrap_or_default();
    let each = more.actions.iter().map(|action| {
        let (_, id) = action.resource.literal().unwrap();
        let related = action.related.iter();
        let related = related.map(|(other, how)| [other.as_str(), " ", how].concat());
        (id.to_owned(), related.collect())
    });
    each.collect()
}

/// Row 2: which activity waits for which, wherever a group has it.
#[test]
fn actions_inside_of_actions_follow_what_their_group_follows_and_are_followed_with_it() {
    let found = group(
        r##"[
        {"id":"before","action":[
            {"id":"a","resource":{"reference":"Task/a"}},
            {"resource":{"reference":"Task/b"},
             "relatedAction":[{"actionId":"a","relationship":"after-end"}]}]},
        {"id":"then","relatedAction":[{"actionId":"before","relationship":"after-end"}],"action":[
            {"action":[{"id":"c","resource":{"reference":"Task/c"},
             "relatedAction":[{"actionId":"d","relationship":"concurrent"}]}]},
            {"id":"d","resource":{"reference":"Task/d"}}]}]"##,
    );
    let after = |of: &[&str]| of.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            ("a".to_owned(), after(&[])),
            ("b".to_owned(), after(&["a after-end"])),
            (
                "c".to_owned(),
                after(&["d concurrent", "a after-end", "#2 after-end"])
            ),
            ("d".to_owned(), after(&["a after-end", "#2 after-end"])),
        ]
    );
}

#[test]
fn an_action_with_a_resource_is_itself_and_no_group_and_nobody_follows_themselves() {
    let found = group(
        r#"[{"id":"w","resource":{"reference":"Task/w"},
             "relatedAction":[{"actionId":"x","relationship":"after-end"},
                              {"actionId":"nowhere","relationship":"after-end"}],
             "action":[{"id":"p","resource":{"reference":"Task/p"}}]},
            {"id":"g","action":[{"id":"x","resource":{"reference":"Task/x"},
             "relatedAction":[{"actionId":"g","relationship":"after-end"},
                              {"actionId":"w","relationship":"after-start"}]}]}]"#,
    );
    assert_eq!(found[0].1, ["x after-end"]);
    assert!(found[1].1.is_empty());
    assert_eq!(found[2].1, ["w after-start"]);
}

#[test]
fn groups_of_hundreds_and_groups_in_groups_end() {
    let wide = |id: &str, follows: &str| {
        let actions: Vec<String> = (0..500)
            .map(|n| format!(r#"{{"resource":{{"reference":"Task/{id}{n}"}}}}"#))
            .collect();
        format!(
            r#"{{"id":"{id}","relatedAction":[{{"actionId":"{follows}","relationship":"after-end"}}],"action":[{}]}}"#,
            actions.join(",")
        )
    };
    let found = group(&format!("[{},{}]", wide("a", "b"), wide("b", "a")));
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().all(|(_, related)| related.len() == 64));
    let mut deep = r#"{"id":"z","resource":{"reference":"Task/z"}}"#.to_owned();
    for _ in 0..30 {
        deep = format!(r#"{{"action":[{deep}]}}"#);
    }
    assert_eq!(group(&format!("[{deep}]")), []);
}
