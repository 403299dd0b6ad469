//! What merges by itself, and what is asked.

use super::*;

fn merged(base: &str, mine: &str, theirs: &str) -> (String, Vec<String>) {
    let merge = merge(base, mine, theirs).unwrap();
    let paths = merge.clashes.iter().map(|c| c.path.clone()).collect();
    (merge.text, paths)
}

fn paths(base: &str, mine: &str, theirs: &str) -> Vec<String> {
    merged(base, mine, theirs).1
}

#[test]
fn what_one_side_changed_is_taken_and_every_other_byte_stays() {
    let base = r#"{"a":1.0,"b":"x","c":[1.50],"odd":{"k":2.00}}"#;
    let mine = r#"{"a":1.0,"b":"y","c":[1.50],"odd":{"k":2.00},"new":0.10}"#;
    let theirs = r#"{ "odd":{"k":2.00}, "a":1.000, "c":[1.50],"b":"x" }"#;
    let (text, clashes) = merged(base, mine, theirs);
    assert_eq!(
        text,
        r#"{ "odd":{"k":2.00}, "a":1.000, "c":[1.50],"b":"y","new":0.10 }"#
    );
    assert!(clashes.is_empty());
    let (text, _) = merged(base, r#"{"a":1.0,"c":[1.50],"odd":{"k":2.00}}"#, theirs);
    assert!(!text.contains("\"b\""), "{text}");
}

#[test]
fn the_same_value_changed_to_two_is_asked_and_theirs_stands_until_then() {
    let (text, clashes) = merged(r#"{"a":"1"}"#, r#"{"a":"2"}"#, r#"{"a":"3"}"#);
    assert_eq!(text, r#"{"a":"3"}"#);
    assert_eq!(clashes, ["a"]);
    assert_eq!(paths(r#"{"a":"1"}"#, "{}", r#"{"a":"3"}"#), ["a"]);
    assert_eq!(paths(r#"{"a":"1"}"#, r#"{"a":"3"}"#, "{}"), ["a"]);
    assert!(paths(r#"{"a":"1"}"#, r#"{"a":"2"}"#, r#"{ "a" : "2" }"#).is_empty());
    assert!(paths(r#"{"a":"1"}"#, "{}", "{}").is_empty());
}

#[test]
fn lists_merge_by_what_their_elements_are() {
    let base = r#"{"note":[{"authorString":"A","time":"1","text":"a"}],"identifier":[{"system":"s","value":"1"}]}"#;
    let mine = r#"{"note":[{"authorString":"B","time":"2","text":"b"},{"authorString":"A","time":"1","text":"a"}],"identifier":[{"system":"s","value":"1","use":"old"}]}"#;
    let theirs = r#"{"note":[{"authorString":"A","time":"1","text":"a"},{"authorString":"C","time":"2","text":"c"}],"identifier":[{"system":"s","value":"2"},{"system":"s","value":"1"}]}"#;
    let (text, clashes) = merged(base, mine, theirs);
    assert!(clashes.is_empty(), "{clashes:?}");
    let order: Vec<usize> = ["\"a\"", "\"c\"", "\"b\""]
        .map(|t| text.find(t).unwrap())
        .into();
    assert!(order.is_sorted(), "{text}");
    assert!(
        text.contains(r#"[{"system":"s","value":"2"},{"system":"s","value":"1","use":"old"}]"#),
        "{text}"
    );
}

/// Found by the simulation, seed 5834: a server came back from a backup that had no note yet.
#[test]
fn what_was_added_to_a_list_stays_where_the_whole_list_went() {
    let base = r#"{"note":[{"authorString":"A","time":"1","text":"a"}]}"#;
    let mine = r#"{"note":[{"authorString":"A","time":"1","text":"a"},{"authorString":"B","time":"2","text":"b"}]}"#;
    let added = r#"{"note":[{"authorString":"B","time":"2","text":"b"}]}"#;
    for (mine, theirs) in [(mine, "{}"), ("{}", mine)] {
        assert_eq!(merged(base, mine, theirs), (added.to_owned(), Vec::new()));
    }
    // Both wrote the first one.
    let (text, clashes) = merged("{}", added, base);
    assert!(
        clashes.is_empty() && text.contains("\"a\"") && text.contains("\"b\""),
        "{text}"
    );
}

#[test]
fn one_note_that_two_wrote_anew_is_asked_at_its_words() {
    let note = |text: &str| {
        format!(r#"{{"note":[{{"text":"z"}},{{"authorString":"A","time":"1","text":"{text}"}}]}}"#)
    };
    let base = note("a").replace(r#"{"text":"z"},"#, "");
    let mine = note("b").replace(r#"{"text":"z"},"#, "");
    let theirs = r#"{"note":[{"authorString":"Z","time":"0","text":"z"},{"authorString":"A","time":"1","text":"c"}]}"#;
    let merge = merge(&base, &mine, theirs).unwrap();
    assert_eq!(merge.clashes[0].path, "note[1].text");
    let text = choose(&merge, &mine, |_| true).unwrap();
    assert!(text.contains("\"z\"") && text.contains("\"b\"") && !text.contains("\"c\""));
}

#[test]
fn an_element_that_one_side_took_away_goes_unless_the_other_changed_it() {
    let base = r#"{"address":[{"use":"home","city":"Nantes"},{"use":"work","city":"Rezé"}]}"#;
    let gone = r#"{"address":[{"use":"home","city":"Nantes"}]}"#;
    let moved = r#"{"address":[{"use":"home","city":"Nantes"},{"use":"work","city":"Vertou"}]}"#;
    assert_eq!(merged(base, gone, base).0, gone);
    assert_eq!(merged(base, base, gone).0, gone);
    for (mine, theirs) in [(gone, moved), (moved, gone)] {
        let merge = merge(base, mine, theirs).unwrap();
        assert_eq!(merge.clashes.len(), 1);
        assert_eq!(merge.clashes[0].path, "address[1]");
        let text = choose(&merge, mine, |_| true).unwrap();
        assert!(same(&text, mine), "{text}");
    }
}

#[test]
fn a_list_whose_elements_nothing_tells_apart_is_one_value() {
    let (base, mine, theirs) = (r#"{"a":[1,1]}"#, r#"{"a":[1,1,1]}"#, r#"{"a":[1,1,2]}"#);
    assert_eq!(paths(base, mine, theirs), ["a"]);
    assert_eq!(merged(base, mine, base).0, mine);
    // Names and the extensions beside them belong together by their place.
    let base = r#"{"given":["a","b"],"_given":[null,{"id":"x"}]}"#;
    let mine = r#"{"given":["c","b"],"_given":[null,{"id":"x"}]}"#;
    let theirs = r#"{"given":["a","b","d"],"_given":[null,{"id":"x"},null]}"#;
    assert_eq!(paths(base, mine, theirs), ["given"]);
}

#[test]
fn half_a_period_from_each_is_what_neither_meant() {
    let period = |start: &str, end: &str| {
        format!(
            r#"{{"restriction":{{"repetitions":2,"period":{{"start":"{start}","end":"{end}"}}}}}}"#
        )
    };
    let base = period("2026-01", "2026-02");
    let (mine, theirs) = (period("2026-01", "2026-03"), period("2026-01", "2026-04"));
    assert_eq!(paths(&base, &mine, &theirs), ["restriction.period.end"]);
    let theirs = period("2025-12", "2026-02");
    assert_eq!(paths(&base, &mine, &theirs), ["restriction.period"]);
    let coded = |code: &str, text: &str| {
        format!(r#"{{"code":{{"coding":[{{"code":"{code}"}}],"text":"{text}"}}}}"#)
    };
    let base = coded("a", "A");
    assert_eq!(paths(&base, &coded("b", "A"), &coded("a", "B")), ["code"]);
    assert_eq!(
        paths(&base, &coded("a", "C"), &coded("a", "B")),
        ["code.text"]
    );
}

#[test]
fn a_choice_has_one_type() {
    let base = r#"{"input":[{"type":{"text":"t"},"valueString":"a"}],"id":"1"}"#;
    let mine = r#"{"input":[{"type":{"text":"t"},"valueInteger":3}],"id":"1"}"#;
    let theirs = r#"{"input":[{"type":{"text":"t"},"valueString":"b"}],"id":"1"}"#;
    assert!(same(&merged(base, mine, base).0, mine));
    assert!(same(&merged(base, base, mine).0, mine));
    let both = merge(base, mine, theirs).unwrap();
    assert_eq!(both.clashes[0].path, "input[0].value[x]");
    assert!(same(&both.text, theirs));
    assert!(same(&choose(&both, mine, |_| true).unwrap(), mine));
    let first = merge(
        "{}",
        r#"{"deceasedBoolean":true}"#,
        r#"{"deceasedDateTime":"2026"}"#,
    )
    .unwrap();
    assert_eq!(first.clashes[0].path, "deceased[x]");
}

#[test]
fn metadata_and_a_generated_text_are_never_asked() {
    let of = |version: &str, text: &str, tag: &str| {
        format!(
            r#"{{"meta":{{"versionId":"{version}","tag":[{{"system":"s","code":"{tag}"}}]}},"text":{{"status":"generated","div":"{text}"}}}}"#
        )
    };
    let (text, clashes) = merged(&of("1", "a", "x"), &of("1", "b", "y"), &of("2", "c", "x"));
    assert!(clashes.is_empty());
    assert!(
        text.contains("\"2\"") && text.contains("\"c\"") && text.contains("\"y\""),
        "{text}"
    );
    let own = |words: &str| format!(r#"{{"text":{{"status":"additional","div":"{words}"}}}}"#);
    assert_eq!(paths(&own("a"), &own("b"), &own("c")), ["text.div"]);
}

fn task(status: &str, more: &str) -> String {
    format!(r#"{{"resourceType":"Task","status":"{status}"{more}}}"#)
}

#[test]
fn the_reason_goes_with_the_status_that_holds() {
    let why = |words: &str| format!(r#","statusReason":{{"text":"{words}"}}"#);
    let base = task("ready", &why("old"));
    let (text, clashes) = merged(
        &base,
        &task("in-progress", ""),
        &task("ready", &why("other")),
    );
    assert!(clashes.is_empty());
    assert_eq!(text, task("in-progress", ""));
    let (text, clashes) = merged(
        &base,
        &task("completed", ""),
        &task("cancelled", &why("why")),
    );
    assert_eq!(clashes, ["status"]);
    assert_eq!(text, task("cancelled", &why("why")));
    // One status with two reasons: the words are asked.
    let (mine, theirs) = (task("on-hold", &why("a")), task("on-hold", &why("b")));
    assert_eq!(paths(&base, &mine, &theirs), ["statusReason"]);
}

#[test]
fn an_ended_task_takes_notes_and_asks_about_everything_else() {
    let base = task("in-progress", r#","description":"a""#);
    let theirs = task("completed", r#","description":"a""#);
    let note = r#","description":"a","note":[{"text":"n"}]"#;
    let (text, clashes) = merged(&base, &task("in-progress", note), &theirs);
    assert!(clashes.is_empty() && text.contains("\"n\""));
    let edited = task("in-progress", r#","description":"b""#);
    assert_eq!(paths(&base, &edited, &theirs), ["description"]);
}

#[test]
fn whose_it_is_is_asked_where_its_status_went_on_meanwhile() {
    let of =
        |status: &str, owner: &str| task(status, &format!(r#","owner":{{"reference":"{owner}"}}"#));
    let base = of("requested", "P/1");
    assert_eq!(
        paths(&base, &of("requested", "P/2"), &of("accepted", "P/1")),
        ["owner"]
    );
    assert_eq!(
        paths(&base, &of("accepted", "P/1"), &of("requested", "P/2")),
        ["status"]
    );
    assert_eq!(
        paths(&base, &of("requested", "P/2"), &of("requested", "P/3")),
        ["owner.reference"]
    );
    let (text, clashes) = merged(
        &base,
        &of("requested", "P/2"),
        &task(
            "requested",
            r#","owner":{"reference":"P/1"},"priority":"asap""#,
        ),
    );
    assert!(clashes.is_empty() && text.contains("P/2") && text.contains("asap"));
}

#[test]
fn nesting_of_any_depth_and_lists_of_any_length_are_merged_in_good_time() {
    let deep = |inner: &str| format!("{}{inner}{}", "{\"a\":".repeat(2_000), "}".repeat(2_000));
    let clashes = paths(&deep("1"), &deep("2"), &deep("3"));
    assert_eq!(clashes.len(), 1);
    let list = |tail: &str| {
        let all: Vec<String> = (0..1_500)
            .map(|n| format!("{{\"system\":\"s\",\"value\":\"{n}\"}}"))
            .collect();
        format!("{{\"identifier\":[{}{tail}]}}", all.join(","))
    };
    let one = |n: &str| format!(",{{\"system\":\"t\",\"value\":\"{n}\"}}");
    let (text, clashes) = merged(&list(""), &list(&one("a")), &list(&one("b")));
    assert!(clashes.is_empty());
    assert_eq!(text, list(&(one("b") + &one("a"))));
}
