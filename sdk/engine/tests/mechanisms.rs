//! Mechanisms, presets, team rules, reasons: rows 5, 6, 7, 16, 19, 20, 21, 22, 24 and 25.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use coordo_core::calendar::WorkingCalendar;
use coordo_core::coded::Coded;
use coordo_core::task::TaskMore;
use coordo_core::{Command, FhirDate, Instant, Private, RecordKey, Reference, SourceId, TaskDraft};
use coordo_engine::mechanism::{
    DepartureKind, Feature, Instability, Lacking, Mechanism, NotStored, PathEvent, PlannedChange,
    Preset, Presets, Privacy, Procedure, ProcedureStep, Reason, ReasonMissing, Scale, StepEvent,
    StepState, TaskFacts, TeamRule, Trail, Warning, departures, is_set_aside, lacking, notified,
    proceed, suggest_step,
};
use coordo_engine::protocol::{DeviationKind, Standing};
use coordo_engine::{Code, Gesture};
use coordo_fhir::choice;
use coordo_fhir::read::read;
use coordo_fhir::references;
use proptest::prelude::*;

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".into()), kind, id)
}

fn task(id: &str) -> RecordKey {
    key("Task", id)
}

fn role(id: &str) -> RecordKey {
    key("PractitionerRole", id)
}

fn profession(code: &'static str) -> Coded {
    Coded {
        system: "https://smt.esante.gouv.fr/terminologie/TRE-G15".into(),
        code: code.into(),
        display: None,
    }
}

#[test]
fn row_5_a_task_carries_a_mechanism_and_its_defaults_follow_from_it() {
    let text = r#"{"resourceType":"Task","id":"1","status":"ready","description":"x","meta":{"tag":[
        {"system":"https://coordo.example/fhir/CodeSystem/mecanisme","code":"supervision"}]}}"#;
    let reading = read(&task("1"), text);
    let tagged = reading.projection.task().unwrap();
    assert_eq!(Mechanism::of(tagged), Some(Mechanism::Supervision));
    assert_eq!(TaskMore::default().tag("mecanisme"), None);
    for mechanism in Mechanism::ALL {
        assert_eq!(Mechanism::from_code(mechanism.code()), Some(mechanism));
        let needs = mechanism.defaults();
        let all = [
            needs.needs_thread,
            needs.needs_validator,
            needs.needs_protocol,
            needs.needs_target,
            needs.needs_allowed_profession,
        ];
        assert_eq!(all.iter().filter(|n| **n).count(), 1, "{mechanism:?}");
    }

    let supervised = r#"{"resourceType":"Task","id":"1","status":"ready","description":"x",
        "instantiatesCanonical":"u|1","extension":[{
        "url":"http://hl7.org/fhir/5.0/StructureDefinition/extension-Task.performer","extension":[
        {"url":"function","valueCodeableConcept":{"coding":[{"code":"valide"}]}},
        {"url":"actor","valueReference":{"reference":"PractitionerRole/a"}}]}]}"#;
    let reading = read(&task("1"), supervised);
    let facts = TaskFacts::of(reading.projection.task().unwrap(), &[], None);
    assert!(facts.has_validator && facts.has_protocol && !facts.is_validated);
    assert_eq!(lacking(Mechanism::Supervision, &facts), []);

    let nothing = TaskFacts::default();
    assert_eq!(
        lacking(Mechanism::MutualAdjustment, &nothing),
        [Lacking::Thread]
    );
    assert_eq!(lacking(Mechanism::Process, &nothing), [Lacking::Protocol]);
    assert_eq!(lacking(Mechanism::Results, &nothing), [Lacking::Target]);
    assert_eq!(lacking(Mechanism::Qualifications, &nothing), []);
    let (nurse, carer) = ([profession("60")], [profession("35")]);
    let wrong = TaskFacts {
        allowed: &nurse,
        owner: Some(&carer),
        ..TaskFacts::default()
    };
    assert_eq!(
        lacking(Mechanism::Qualifications, &wrong),
        [Lacking::Profession]
    );
    let right = TaskFacts {
        owner: Some(&nurse),
        ..wrong
    };
    assert_eq!(lacking(Mechanism::Qualifications, &right), []);
    // A validator before completion.
    let completing = TaskFacts {
        has_validator: true,
        is_completing: true,
        ..TaskFacts::default()
    };
    assert_eq!(
        lacking(Mechanism::Supervision, &completing),
        [Lacking::Validation]
    );
    let validated = TaskFacts {
        is_validated: true,
        ..completing
    };
    assert_eq!(lacking(Mechanism::Supervision, &validated), []);
}

#[test]
fn row_6_instability_offers_a_step_up_the_ladder_with_the_numbers_that_speak_for_it() {
    let scale = Scale {
        a_late_change: 1,
        an_open_deviation: 2,
        threshold: 5,
    };
    let counted = |late_changes, open_deviations| Instability {
        late_changes,
        open_deviations,
    };
    assert_eq!(
        suggest_step(Mechanism::Process, counted(2, 1), &scale),
        None
    );
    let offered = suggest_step(Mechanism::Process, counted(3, 1), &scale).unwrap();
    assert_eq!(
        (offered.from, offered.to),
        (Mechanism::Process, Mechanism::Supervision)
    );
    assert_eq!(
        (offered.counted, offered.points, offered.threshold),
        (counted(3, 1), 5, 5)
    );
    let next = suggest_step(Mechanism::Supervision, counted(9, 9), &scale).unwrap();
    assert_eq!(next.to, Mechanism::MutualAdjustment);
    assert_eq!(
        suggest_step(Mechanism::MutualAdjustment, counted(9, 9), &scale),
        None
    );
    // Late is on the day, or after; of seven days.
    let change = |at: &str, begins: &str| PlannedChange {
        at: Instant::from_fhir(at).unwrap(),
        begins: FhirDate::parse(begins).unwrap(),
    };
    let changes = [
        change("2026-11-20T08:00:00+01:00", "2026-11-20T14:00:00+01:00"),
        change("2026-11-20T08:00:00+01:00", "2026-11-20"),
        change("2026-11-20T08:00:00+01:00", "2026-11-18"),
        change("2026-11-19T23:00:00+01:00", "2026-11-20"),
        change("2026-11-13T08:00:00+01:00", "2026-11-13"),
        change("2026-11-23T08:00:00+01:00", "2026-11-20"),
    ];
    let now = Instant::from_fhir("2026-11-20T18:00:00+01:00").unwrap();
    let week = Instability::count(&changes, 1, now, &WorkingCalendar::default());
    assert_eq!(week, counted(3, 1));
    // The scale is the host's, also where it is odd.
    let odd = Scale {
        threshold: 0,
        a_late_change: u32::MAX,
        ..scale
    };
    assert_eq!(suggest_step(Mechanism::Process, counted(0, 0), &odd), None);
    assert!(suggest_step(Mechanism::Process, counted(u32::MAX, 1), &odd).is_some());
}

#[test]
fn row_7_tasks_of_an_accepted_protocol_tell_nobody_unless_they_deviate() {
    let event = |id: &str, protocol, event| PathEvent {
        task: task(id),
        protocol,
        event,
    };
    let accepted = Some(Standing::Written);
    let nominal: Vec<_> = ["1", "1", "2", "3"]
        .map(|id| event(id, accepted, StepEvent::AsAgreed))
        .into();
    assert_eq!(notified(&nominal).len(), 0, "nothing on the nominal path");
    let mut deviated = nominal.clone();
    let late = StepEvent::Deviated(DeviationKind::OtherTime);
    deviated.push(event("2", accepted, late.clone()));
    deviated.push(event("2", accepted, late.clone()));
    let told = notified(&deviated);
    assert_eq!(told.len(), 1, "one on a deviation");
    assert_eq!(told[0].task, task("2"));
    let other = [
        event("4", None, StepEvent::AsAgreed),
        event("5", Some(Standing::Retired), StepEvent::AsAgreed),
        event("6", Some(Standing::Informal), StepEvent::AsAgreed),
    ];
    let ids: Vec<_> = notified(&other)
        .iter()
        .map(|e| e.task.id.as_str())
        .collect();
    assert_eq!(ids, ["4", "5"]);
}

#[test]
fn row_16_supervised_departures_are_distinct_and_each_has_the_text_of_the_procedure() {
    let text = |kind, words: &str| (kind, Private::from(words));
    let step = |id: &str, performer: &str, until: i64| ProcedureStep {
        task: task(id),
        performer: Some(role(performer)),
        until: Some(Instant(until)),
        means: vec![key("Device", "lit")],
        texts: vec![
            text(DepartureKind::OutOfSequence, "Revenir à l'étape d'avant."),
            text(DepartureKind::OtherPerformer, "Prévenir le cadre."),
            text(DepartureKind::Overrun, "Appeler la cellule."),
        ],
    };
    let procedure = Procedure {
        steps: vec![step("1", "a", 100), step("2", "b", 200)],
    };
    let as_planned = |of: &RecordKey| match of.id.as_str() {
        "1" => StepState {
            started: Some(Instant(10)),
            ended: Some(Instant(90)),
            performer: Some(role("a")),
            means: vec![key("Device", "lit")],
        },
        _ => StepState::default(),
    };
    assert_eq!(departures(&procedure, Instant(150), &as_planned), []);
    let otherwise = |of: &RecordKey| match of.id.as_str() {
        "2" => StepState {
            started: Some(Instant(50)),
            performer: Some(role("c")),
            ..StepState::default()
        },
        _ => as_planned(of),
    };
    let found = departures(&procedure, Instant(250), &otherwise);
    let seen: Vec<_> = found
        .iter()
        .map(|d| (d.kind, d.since.0, d.text.as_ref().map(|t| t.as_str())))
        .collect();
    assert_eq!(
        seen,
        [
            (
                DepartureKind::OutOfSequence,
                50,
                Some("Revenir à l'étape d'avant.")
            ),
            (
                DepartureKind::OtherPerformer,
                50,
                Some("Prévenir le cadre.")
            ),
            (DepartureKind::MissingMeans, 50, None),
            (DepartureKind::Overrun, 200, Some("Appeler la cellule.")),
        ]
    );
    assert!(found.iter().all(|d| d.task == task("2")));
    assert_eq!(found[1].about, [role("b")]);
}

fn to(target: &str) -> Reference {
    Reference {
        target: Some(Private::from(target)),
        ..Reference::default()
    }
}

#[test]
fn row_19_the_logistic_preset_has_directory_planning_and_booking_and_stores_no_patient() {
    let presets = Presets::new(&[Preset::Logistic]);
    for on in [
        Feature::Directory,
        Feature::SharedPlanning,
        Feature::ResourceBooking,
    ] {
        assert!(presets.has(on));
    }
    assert!(!presets.has(Feature::TaskBoard));
    assert_eq!(presets.privacy(), Privacy::NoPerson);
    let room = to("Location/salle");
    assert_eq!(
        presets.admit(&[("location", &room), ("owner", &to("Practitioner/1"))]),
        Ok(())
    );
    let words_only = Reference {
        display: Some(Private::from("Mme M.")),
        ..Reference::default()
    };
    for somebody in [
        to("Patient/1"),
        to("https://x.example/fhir/Patient/1/_history/2"),
        to("RelatedPerson/1"),
        to("CarePlan/1"),
        to("#contained"),
        to("urn:uuid:1"),
        words_only,
        Reference {
            kind: Some("Patient".into()),
            ..to("urn:uuid:1")
        },
    ] {
        let refused = presets.admit(&[("location", &room), ("for", &somebody)]);
        assert_eq!(refused, Err(NotStored { path: "for" }));
    }
    assert_eq!(presets.admit(&[("for", &Reference::default())]), Ok(()));
    let booking = TaskDraft {
        owner: Some(role("a")),
        ..TaskDraft::default()
    };
    assert_eq!(presets.admit_draft(&booking), Ok(()));
    let of_a_person = TaskDraft {
        plan: Some(key("CarePlan", "p")),
        ..booking
    };
    assert_eq!(
        presets.admit_draft(&of_a_person),
        Err(NotStored { path: "basedOn" })
    );
}

#[test]
fn row_19_of_the_stories_only_what_leads_to_nobody_is_stored() {
    let presets = Presets::new(&[Preset::Logistic]);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/stories");
    let (mut n_stored, mut n_kept_out) = (0, 0);
    for folder in ["1-sortie-hopital", "2-onco-geriatrie", "3-enfant-handicap"] {
        let bytes = std::fs::read(root.join(folder).join("bundle-00.json")).unwrap();
        let bundle: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for entry in bundle["entry"].as_array().unwrap() {
            let resource = &entry["resource"];
            let kind = resource["resourceType"].as_str().unwrap();
            let text = resource.to_string();
            let found = references::find(&text);
            assert!(found.is_whole);
            let is_stored = presets.admits(kind, &found.all);
            let names_somebody = text.contains("Patient/") || text.contains("RelatedPerson/");
            assert!(!(is_stored && names_somebody), "{folder} {kind}");
            if matches!(
                kind,
                "Organization" | "Practitioner" | "PractitionerRole" | "Location"
            ) {
                assert!(is_stored, "{folder} {kind}");
            }
            if is_stored {
                n_stored += 1;
            } else {
                n_kept_out += 1;
            }
        }
    }
    assert!(n_stored > 30 && n_kept_out > 60, "{n_stored} {n_kept_out}");
    let hidden = r#"{"resourceType":"Appointment","extension":[{"url":"x","extension":[{"url":"y",
        "valueReference":{"reference":"Patient/1"}}]}]}"#;
    let contained = r#"{"resourceType":"Task","contained":[{"resourceType":"Patient","id":"p"}]}"#;
    let words = r#"{"resourceType":"Task","for":{"display":"Mme M."}}"#;
    for text in [hidden, contained, words] {
        let found = references::find(text);
        assert_eq!(found.all.len(), 1);
        assert!(!presets.admits("Task", &found.all), "{text}");
    }
    let room = r#"{"resourceType":"Task","code":{"coding":[{"system":"s","code":"c","display":"Salle"}]},
        "location":{"reference":"Location/1","display":"Salle 3"}}"#;
    assert!(presets.admits("Task", &references::find(room).all));
}

#[test]
fn row_20_the_operative_preset_has_board_handovers_referent_protocols_and_meetings() {
    let presets = Presets::new(&[Preset::Operative]);
    for on in [
        Feature::TaskBoard,
        Feature::Handovers,
        Feature::Referent,
        Feature::Protocols,
        Feature::CaseMeetings,
    ] {
        assert!(presets.has(on), "{on:?}");
    }
    assert_eq!(presets.privacy(), Privacy::CareTeam);
    assert_eq!(presets.admit(&[("for", &to("Patient/1"))]), Ok(()));
}

#[test]
fn row_21_the_collective_preset_has_goals_team_boards_decisions_and_versions_of_protocols() {
    let presets = Presets::new(&[Preset::Collective]);
    for on in [
        Feature::SharedGoals,
        Feature::TeamBoards,
        Feature::DecisionLog,
        Feature::ProtocolVersions,
    ] {
        assert!(presets.has(on), "{on:?}");
    }
    assert!(!presets.has(Feature::ResourceBooking));
}

#[test]
fn row_22_presets_combine_to_the_union_of_features_and_the_stricter_privacy() {
    let both = Presets::new(&[Preset::Operative, Preset::Logistic, Preset::Operative]);
    assert_eq!(both.on(), [Preset::Logistic, Preset::Operative]);
    assert!(both.has(Feature::TaskBoard) && both.has(Feature::ResourceBooking));
    assert_eq!(both.privacy(), Privacy::NoPerson);
    assert!(both.admit(&[("for", &to("Patient/1"))]).is_err());
}

#[test]
fn row_24_a_team_rule_is_proposed_adopted_by_agreement_revised_and_only_warns() {
    let team = [role("a"), role("b")];
    let subject = task("1");
    let mut trail = Trail::default();
    let mut rule = TeamRule::propose("retour", "Un retour sous 8 jours.", role("a"), Instant(1));
    assert_eq!(
        rule.warn(&team, &subject, &trail),
        None,
        "proposed is not adopted"
    );
    rule.agree(role("a"), Instant(2));
    assert_eq!(rule.in_force(&team), None);
    rule.agree(role("b"), Instant(3));
    assert_eq!(rule.in_force(&team).unwrap().agreements.len(), 2);
    // Somebody new has not agreed: the rule is not theirs yet.
    assert_eq!(rule.in_force(&[role("a"), role("b"), role("c")]), None);
    assert_eq!(rule.in_force(&[]), None);

    rule.revise("Un retour sous 5 jours.", role("b"), Instant(4));
    let in_force = rule.in_force(&team).unwrap();
    assert_eq!(in_force.text.as_str(), "Un retour sous 8 jours.");
    rule.agree(role("a"), Instant(5));
    assert_eq!(
        rule.in_force(&team).unwrap().text.as_str(),
        "Un retour sous 5 jours."
    );
    assert_eq!(rule.versions().len(), 2, "no wording is lost");

    let warning = rule.warn(&team, &subject, &trail).unwrap();
    let reason = Reason::given("Le retour se fait de vive voix.", role("a"), Instant(6));
    let kept = proceed(vec![warning], reason.as_ref()).unwrap();
    trail.keep(kept);
    assert_eq!(
        rule.warn(&team, &subject, &trail),
        None,
        "it does not insist"
    );
    assert!(rule.warn(&team, &task("2"), &trail).is_some());
}

#[test]
fn row_25_every_rule_is_set_aside_by_a_reason_which_is_kept() {
    let warning = |rule: &str| Warning {
        rule: rule.into(),
        subject: task("1"),
    };
    assert_eq!(proceed(Vec::new(), None), Ok(Vec::new()));
    let two = || {
        vec![
            warning("delegation-expired"),
            warning("mechanism-validator"),
        ]
    };
    assert_eq!(proceed(two(), None), Err(ReasonMissing));
    assert_eq!(Reason::given(" \n", role("a"), Instant(1)), None);
    let reason = Reason::given(" Urgence vitale ", role("a"), Instant(7)).unwrap();
    let mut trail = Trail::default();
    trail.keep(proceed(two(), Some(&reason)).unwrap());
    assert_eq!(trail.all().len(), 2);
    let first = &trail.all()[0];
    assert_eq!(first.reason.words().as_str(), "Urgence vitale");
    assert_eq!(
        (first.reason.by(), first.reason.at()),
        (&role("a"), Instant(7))
    );
    assert!(
        !format!("{first:?}").contains("vitale"),
        "no text of the data in Debug"
    );

    // A remedy that leaves a finding as it is needs the words of the person only.
    let gesture = Gesture::Waive(task("1"));
    let words = Private::from("Elle préfère attendre.");
    let Some(Command::SetAside { record, rule, .. }) = gesture.with_waiver(Code::ALL[0], words)
    else {
        panic!("a remedy is a command");
    };
    assert_eq!((record, rule.as_str()), (task("1"), Code::ALL[0].rule()));

    // Kept with the record, it is found there by whoever reads it next.
    let Command::SetAside { rule, reason, .. } = first.command() else {
        panic!("what is set aside is kept by a command");
    };
    let text = r#"{"resourceType":"Task","id":"1","status":"ready","description":"x"}"#;
    let written = choice::with_waiver(text, &rule, &reason, None, Instant(7)).unwrap();
    let reading = read(&task("1"), &written);
    let waivers = &reading
        .projection
        .task()
        .unwrap()
        .more
        .as_ref()
        .unwrap()
        .waivers;
    assert!(is_set_aside(waivers, "delegation-expired"));
    assert!(!is_set_aside(waivers, "mechanism-validator"));
    assert_eq!(waivers[0].reason, Some(Private::from("Urgence vitale")));
}

proptest! {
    #[test]
    fn row_25_no_dead_end_whatever_the_rules_say(rules in proptest::collection::vec("[a-z]{1,8}", 0..20)) {
        let warnings: Vec<_> = rules
            .into_iter()
            .map(|rule| Warning { rule, subject: task("1") })
            .collect();
        let reason = Reason::given("je réponds de ce choix", role("a"), Instant(1)).unwrap();
        let kept = proceed(warnings.clone(), Some(&reason)).unwrap();
        prop_assert_eq!(kept.len(), warnings.len());
        let mut trail = Trail::default();
        trail.keep(kept);
        prop_assert!(warnings.iter().all(|warning| trail.has(warning)));
    }

    #[test]
    fn row_22_any_combination_has_all_features_and_the_strictest_rule(
        presets in proptest::collection::vec(proptest::sample::select(Preset::ALL.to_vec()), 0..5),
    ) {
        let combined = Presets::new(&presets);
        for preset in &presets {
            prop_assert!(preset.features().iter().all(|feature| combined.has(*feature)));
            prop_assert!(combined.privacy() >= preset.privacy());
        }
    }
}
