//! What is read of real resources: actors, events, tasks, plans and teams.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::sync::OnceLock;

use coordo_core::activity::ActivityStatus;
use coordo_core::actor::{Actor, ContactSystem};
use coordo_core::event::{Event, EventKind};
use coordo_core::{FhirDate, NoticeCode, Private, RecordKey, SourceId};
use coordo_fhir::read::{Reading, read};
use coordo_fhir::{Document, Projection};
use coordo_testkit::folders::{self, DataFile};
use serde_json::Value;

fn key(kind: &str, id: &str) -> RecordKey {
    RecordKey::new(SourceId("s".to_owned()), kind, id)
}

fn read_text(text: &str) -> Reading {
    let value: Value = serde_json::from_str(text).unwrap();
    let kind = value["resourceType"].as_str().unwrap();
    read(&key(kind, value["id"].as_str().unwrap_or("x")), text)
}

/// All files, read once.
fn files() -> &'static [DataFile] {
    static FILES: OnceLock<Vec<DataFile>> = OnceLock::new();
    FILES.get_or_init(folders::files)
}

/// The reading of the first resource `Type/id` of a folder of `tests/data`.
fn find(folder: &str, reference: &str) -> Reading {
    let (kind, id) = reference.split_once('/').unwrap();
    let folder = folders::root().join("tests/data").join(folder);
    for file in files() {
        if !file.path.starts_with(&folder) {
            continue;
        }
        let Ok(document) = Document::read(file.bytes.clone()) else {
            continue;
        };
        for item in &document.items {
            let text = document.resource(item);
            let Ok(value) = serde_json::from_str::<Value>(text) else {
                continue;
            };
            if value["resourceType"] == kind && value["id"] == id {
                return read_text(text);
            }
        }
    }
    panic!("{reference} is not in {}", folder.display());
}

fn actor(folder: &str, reference: &str) -> Actor {
    find(folder, reference).projection.actor().unwrap().clone()
}

fn event(folder: &str, reference: &str) -> Event {
    find(folder, reference).projection.event().unwrap().clone()
}

fn text(found: Option<&Private<String>>) -> &str {
    found.map_or("", |t| t.as_str())
}

#[test]
fn a_secure_box_is_told_by_its_extension_and_ordinary_mail_is_not_one() {
    let open = actor("ans-annuaire-sante", "Practitioner/334081DP");
    let mail = |a: &Actor| {
        let mut mails = a.telecoms.iter();
        mails
            .find(|t| t.system == ContactSystem::Email)
            .unwrap()
            .is_mssante
    };
    assert!(mail(&open));
    assert!(!mail(&actor("ans-annuaire-sante", "Practitioner/334081")));
}

#[test]
fn a_profession_without_words_gets_those_of_its_nomenclature_and_diplomas_are_no_profession() {
    let doctor = actor("ans-annuaire-sante", "Practitioner/334081");
    assert_eq!(text(doctor.role.as_ref()), "Médecin");
    assert_eq!(doctor.codes.len(), 1);
    assert_eq!(doctor.codes[0].code, "10");
}

#[test]
fn profession_and_specialty_are_read_from_the_person_and_from_the_role() {
    let v2 = actor("stories", "Practitioner/vassort-helene");
    assert_eq!(text(v2.role.as_ref()), "Médecin");
    let specialty = &v2.more.unwrap().specialties[0];
    assert!(text(specialty.display.as_ref()).starts_with("Cardiologie"));

    let v1 = read_text(
        r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/p"},
        "code":[{"coding":[{"system":"https://mos.esante.gouv.fr/NOS/TRE_R22-GenreActivite/FHIR/TRE-R22-GenreActivite","code":"GENR01"}]},
        {"coding":[{"system":"https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante","code":"60"}]}],
        "specialty":[{"coding":[{"system":"https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale","code":"SM54","display":"Médecine générale (SM)"}]}]}"#,
    );
    let v1 = v1.projection.actor().unwrap();
    assert_eq!(text(v1.role.as_ref()), "Infirmier");
    assert_eq!(v1.more.as_ref().unwrap().specialties[0].code, "SM54");
}

#[test]
fn a_line_that_stands_only_in_its_parts_is_read_from_them() {
    let hospital = actor("ans-annuaire-sante", "Organization/158480");
    assert_eq!(hospital.addresses[0].lines[0].as_str(), "96 R DIDOT");
    assert_eq!(text(hospital.addresses[0].postal_code.as_ref()), "75014");
    let period = hospital.more.unwrap().period;
    assert_eq!(period.start, FhirDate::parse("2019-06-01"));
}

#[test]
fn identifiers_keep_system_type_use_and_value_as_written() {
    let doctor = actor("ans-annuaire-sante", "Practitioner/334081");
    let of = |kind: &str| {
        let mut found = doctor.identifiers.iter();
        found.find(|i| i.kind == kind).unwrap().value.0.clone()
    };
    assert_eq!(of("RPPS"), "10003461033");
    assert_eq!(of("IDNPS"), "810003461033");
}

#[test]
fn a_structure_is_called_by_its_category_and_not_by_what_only_registers_need() {
    let role = |types: &str| {
        let text = format!(
            r#"{{"resourceType":"Organization","id":"o","name":"N","type":[{{"coding":[{types}]}}]}}"#
        );
        let reading = read_text(&text);
        let actor = reading.projection.actor().unwrap();
        actor.role.as_ref().unwrap().0.clone()
    };
    let prov = r#"{"code":"prov","display":"Healthcare Provider","system":"http://hl7.org/fhir/organization-type"}"#;
    let entity = r#"{"code":"GEOGRAPHICAL-ENTITY","display":"Entité géographique","system":"http://terminology.hl7.org/CodeSystem/v2-3307"}"#;
    let category = r#"{"code":"286","display":"Club Equipe de Prévention","system":"http://finess.sante.gouv.fr/valuesets/CAT_ETAB"}"#;
    let all = format!("{prov},{entity},{category}");
    assert_eq!(role(&all), "Club Equipe de Prévention");
    assert_eq!(role(&format!("{entity},{prov}")), "Healthcare Provider");
    assert_eq!(role(entity), "Entité géographique");
}

#[test]
fn a_relative_is_not_taken_for_the_person() {
    let daughter = actor("stories", "RelatedPerson/fille-claire");
    assert!(daughter.person.is_empty());
    let patient = daughter.more.unwrap().patient;
    assert_eq!(patient.target(), Some("Patient/marchandeau-odette"));
    assert_eq!(text(daughter.role.as_ref()), "Personne de confiance");
}

#[test]
fn a_name_at_birth_is_kept_beside_the_one_in_use() {
    let odette = actor("stories", "Patient/marchandeau-odette");
    assert_eq!(text(odette.name.as_ref()), "Odette MARCHANDEAU");
    let others = odette.more.unwrap().other_names;
    assert_eq!(others, [Private::from("Odette LERICOLAIS")]);
}

#[test]
fn opening_hours_and_absences_are_read_with_their_days_and_minutes() {
    let role = actor("hl7-fhir-r4-core-examples", "PractitionerRole/example");
    let more = role.more.unwrap();
    assert_eq!(more.available[0].days, [0, 1, 2]);
    assert_eq!(more.available[0].start, Some(9 * 60));
    assert_eq!(more.available[0].end, Some(16 * 60 + 30));
    assert_eq!(more.absences.len(), 1);
    assert!(!more.absences[0].period.is_empty());
}

#[test]
fn places_and_services_are_actors_of_the_structure_that_holds_them() {
    let place = actor("hl7-fhir-r4-core-examples", "Location/1");
    assert_eq!(text(place.name.as_ref()), "South Wing, second floor");
    assert_eq!(place.organization.target(), Some("Organization/f001"));
    assert_eq!(place.active, Some(true));
    assert_eq!(place.addresses.len(), 1);
    let service = actor("hl7-fhir-r4-core-examples", "HealthcareService/example");
    assert_eq!(service.organization.target(), Some("Organization/f001"));
    assert!(!service.more.unwrap().available.is_empty());
}

#[test]
fn a_place_that_is_known_by_its_structure_needs_no_name() {
    let notices = |text: &str| read_text(text).notices;
    let held = r#"{"resourceType":"Location","id":"l","managingOrganization":{"reference":"Organization/o"}}"#;
    assert_eq!(notices(held), []);
    let lost = notices(r#"{"resourceType":"Location","id":"l"}"#);
    assert_eq!(lost[0].code, NoticeCode::MissingDisplay);
}

#[test]
fn a_value_is_shown_with_its_unit_and_decimals_as_written() {
    let value = |more: &str| {
        let text = format!(r#"{{"resourceType":"Observation","id":"o","status":"final",{more}}}"#);
        let reading = read_text(&text);
        let value = reading.projection.event().unwrap().value.clone();
        value.map(|v| v.0).unwrap_or_default()
    };
    assert_eq!(
        value(r#""valueQuantity":{"value":1.0,"unit":"mg"}"#),
        "1.0\u{a0}mg"
    );
    assert_eq!(
        value(r#""valueQuantity":{"comparator":"<","value":0.010,"code":"mmol/L"}"#),
        "<\u{a0}0.010\u{a0}mmol/L"
    );
    assert_eq!(
        value(r#""valueRange":{"low":{"value":1.50},"high":{"value":2,"unit":"L"}}"#),
        "1.50 \u{2013} 2\u{a0}L"
    );
    assert_eq!(value(r#""valueString":" stable ""#), "stable");
    assert_eq!(value(r#""valueInteger":12"#), "12");
    assert_eq!(
        value(r#""valueCodeableConcept":{"text":"positif"}"#),
        "positif"
    );
    assert_eq!(value(r#""valuePeriod":{"start":"2026"}"#), "");
    assert_eq!(value(r#""valueQuantity":{"value":null,"unit":"mg"}"#), "");
}

#[test]
fn the_parts_of_a_measure_are_told_each_with_its_name() {
    let part = |name: &str, value: &str| {
        format!(
            r#"{{"code":{{"text":"{name}"}},"valueQuantity":{{"value":{value},"unit":"mmHg"}}}}"#
        )
    };
    let text_of_both = format!(
        r#"{{"resourceType":"Observation","id":"o","status":"final","component":[{},{}]}}"#,
        part("Systolique", "107"),
        part("Diastolique", "60.0")
    );
    let reading = read_text(&text_of_both);
    let pressure = reading.projection.event().unwrap();
    assert_eq!(
        text(pressure.value.as_ref()),
        "Systolique\u{a0}107\u{a0}mmHg, Diastolique\u{a0}60.0\u{a0}mmHg"
    );
}

#[test]
fn each_type_of_event_is_dated_where_fhir_dates_it() {
    let period = |folder: &str, reference: &str| {
        let period = event(folder, reference).period;
        (period.start, period.end)
    };
    let date = FhirDate::parse;
    let hl7 = "hl7-fhir-r4-core-examples";
    assert_eq!(
        period("stories", "Condition/c-ic"),
        (date("2019"), None),
        "a year stays a year"
    );
    assert_eq!(period(hl7, "Condition/f002"), (date("2011-05-05"), None));
    assert_eq!(
        period(hl7, "Procedure/f001"),
        (date("2011-06-26"), date("2011-06-27"))
    );
    assert_eq!(
        period(hl7, "MedicationRequest/medrx0306"),
        (date("2015-01-15"), None),
        "from when it was written, where the dosage has no bounds"
    );
    assert_eq!(
        period(hl7, "Flag/example"),
        (date("2015-01-17"), date("2016-12-01"))
    );
    assert_eq!(
        period("stories", "Consent/accord-parents"),
        (date("2026-09-03"), date("2027-08-31"))
    );
    assert_eq!(
        period("ans-agendas-partages", "Slot/example"),
        (date("2019-01-04T09:15:00Z"), date("2019-01-04T09:30:00Z"))
    );
}

#[test]
fn statuses_that_other_types_use_otherwise_are_told_apart() {
    let status = |kind: &str, code: &str| ActivityStatus::from_resource_status(kind, code);
    assert_eq!(
        status("ServiceRequest", "active"),
        ActivityStatus::Scheduled
    );
    assert_eq!(
        status("MedicationRequest", "active"),
        ActivityStatus::InProgress
    );
    assert_eq!(status("Condition", "inactive"), ActivityStatus::Completed);
    assert_eq!(status("Encounter", "planned"), ActivityStatus::Scheduled);
    assert_eq!(status("Observation", "amended"), ActivityStatus::Completed);
    assert_eq!(
        status("Encounter", "final"),
        ActivityStatus::Other("final".to_owned())
    );
}

#[test]
fn a_refuted_or_mistaken_condition_is_not_shown_as_one() {
    let status = |verified: &str| {
        let text = format!(
            r#"{{"resourceType":"Condition","id":"c","code":{{"text":"C"}},
            "clinicalStatus":{{"coding":[{{"code":"active"}}]}},
            "verificationStatus":{{"coding":[{{"code":"{verified}"}}]}}}}"#
        );
        read_text(&text).projection.event().unwrap().status.clone()
    };
    assert_eq!(status("confirmed"), ActivityStatus::InProgress);
    assert_eq!(status("refuted"), ActivityStatus::Cancelled);
    assert_eq!(status("entered-in-error"), ActivityStatus::EnteredInError);
}

#[test]
fn what_was_wanted_has_not_happened_and_what_is_recorded_has() {
    let happened = |folder: &str, reference: &str| event(folder, reference).is_performed();
    assert!(happened("stories", "Observation/poids-1123"));
    assert!(happened("stories", "Condition/c-ic"));
    let wanted = read_text(
        r#"{"resourceType":"MedicationRequest","id":"m","status":"active","authoredOn":"2026"}"#,
    );
    assert!(!wanted.projection.event().unwrap().is_performed());
}

#[test]
fn the_place_and_the_patient_of_an_appointment_do_not_answer_for_it() {
    let appointment = event("hl7-fhir-r4-core-examples", "Appointment/example");
    assert_eq!(appointment.subject.target(), Some("Patient/example"));
    let who: Vec<_> = appointment.performers.iter().map(|p| p.target()).collect();
    assert_eq!(who, [Some("Practitioner/example")]);
    let place = appointment.more.unwrap().location;
    assert_eq!(place.target(), Some("Location/1"));
}

#[test]
fn a_consent_is_called_as_where_it_was_given_and_not_as_its_kind_is_called_in_general() {
    assert_eq!(event("stories", "Consent/accord-parents").title, None);
    let title = |more: &str| {
        let text = format!(r#"{{"resourceType":"Consent","id":"c","status":"active",{more}}}"#);
        let title = read_text(&text).projection.event().unwrap().title.clone();
        title.map(|title| title.0).unwrap_or_default()
    };
    let general = r#"{"coding":[{"system":"http://loinc.org","code":"59284-0","display":"Consent Document"}]}"#;
    let here = r#"{"coding":[{"system":"urn:clinique","display":"Accord pour le partage"}]}"#;
    assert_eq!(title(&format!(r#""category":[{general}]"#)), "");
    assert_eq!(
        title(&format!(r#""category":[{general},{here}]"#)),
        "Accord pour le partage"
    );
    assert_eq!(
        title(&format!(
            r#""category":[{general}],"scope":{{"text":"Recherche"}}"#
        )),
        "Recherche"
    );
}

#[test]
fn a_group_of_requests_says_what_follows_what() {
    let group = event("stories", "RequestGroup/rg-parcours");
    let actions = group.more.unwrap().actions;
    assert_eq!(actions.len(), 3);
    let (id, how) = &actions[1].related[0];
    assert_eq!((id.as_str(), how.as_ref()), ("egs", "after-end"));
    assert_eq!(actions[1].resource.target(), Some("Task/t-rcp"));
}

#[test]
fn a_message_tells_who_sent_it_what_it_is_about_and_when_it_was_taken_in() {
    let letter = event("stories", "Communication/c-lettre");
    let more = letter.more.unwrap();
    assert_eq!(
        more.requester.target(),
        Some("PractitionerRole/cardio-vassort")
    );
    assert_eq!(more.related.len(), 2);
    assert_eq!(more.categories, ["transmission"]);
    assert_eq!(more.received, FhirDate::parse("2026-11-19T12:05:00+01:00"));
}

#[test]
fn a_task_serves_the_goal_that_its_input_names() {
    let reading = find("ans-tddui", "Task/tddui-pp-pa-task-action-1-ide-example");
    let task = reading.projection.task().unwrap();
    let goals: Vec<_> = task.goals.iter().map(|g| g.target()).collect();
    assert_eq!(goals, [Some("Goal/tddui-pp-pa-goal-objectif-1-example")]);
}

/// Rows 26, 144, 147.
#[test]
fn a_plan_names_its_holder_and_its_review_a_goal_its_target_a_team_who_is_engaged() {
    let reading = find("stories", "CarePlan/plan-sortie");
    let plan = reading.projection.care_plan().unwrap();
    assert_eq!(
        plan.holder.target(),
        Some("PractitionerRole/idec-corbineau")
    );
    assert_eq!(plan.review_date, FhirDate::parse("2026-12-11"));
    assert_eq!(plan.addresses.len(), 1);

    let reading = find("stories", "Goal/g-domicile");
    let goal = reading.projection.goal().unwrap();
    assert_eq!(goal.start, FhirDate::parse("2026-11-18"));
    assert_eq!(goal.targets[0].due, FhirDate::parse("2026-12-18"));

    let reading = find("stories", "CareTeam/cercle-odette");
    let team = reading.projection.care_team().unwrap();
    assert_eq!(team.participants[0].engagement, "captant");
    assert_eq!(team.participants[0].roles[0].code, "768820003");
    assert!(team.participants.iter().any(|p| p.until.is_some()));
}

#[test]
fn a_protocol_says_when_where_and_for_whom_it_holds() {
    let reading = find("stories", "PlanDefinition/pc-suivi-ic");
    let protocol = reading.projection.protocol().unwrap();
    assert_eq!(protocol.effective.end, FhirDate::parse("2026-11-30"));
    assert_eq!(protocol.jurisdictions[0].code, "FR-49");
    assert_eq!(protocol.roles[0].code, "60");
}

#[test]
fn every_event_of_the_data_has_the_status_and_the_value_of_its_json() {
    let mut n = 0;
    let mut n_values = 0;
    for file in files() {
        let Ok(document) = Document::read(file.bytes.clone()) else {
            continue;
        };
        for item in &document.items {
            let text = document.resource(item);
            let Ok(json) = serde_json::from_str::<Value>(text) else {
                continue;
            };
            let place = format!("{} {}", file.path.display(), item.place);
            let kind = json["resourceType"].as_str().unwrap_or("");
            let Some(kind) = EventKind::from_type(kind) else {
                continue;
            };
            n += 1;
            let reading = read_text(text);
            let event = reading.projection.event().unwrap();
            if kind != EventKind::Condition {
                let status = json["status"].as_str().unwrap_or("");
                assert_eq!(event.code, status, "{place}");
            }
            if kind == EventKind::Observation && json["valueQuantity"]["value"].is_number() {
                n_values += 1;
                let raw = &json["valueQuantity"]["value"];
                let shown = text_of_number(text, event);
                assert!(shown, "{place}: {raw}");
            }
        }
    }
    assert!(n > 500 && n_values > 100, "{n} events, {n_values} values");
}

/// Whether the number of a value stands in the text just as it is shown.
fn text_of_number(text: &str, event: &Event) -> bool {
    let shown = event.value.as_ref().map_or("", |v| v.as_str());
    let number = shown
        .split('\u{a0}')
        .find(|part| part.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
    number.is_some_and(|number| text.contains(number))
}

#[test]
fn a_projection_is_small_beside_the_text_that_it_is_read_from() {
    assert!(size_of::<Projection>() <= 16);
    assert!(size_of::<Event>() <= 640, "{}", size_of::<Event>());
    assert!(size_of::<Actor>() <= 480, "{}", size_of::<Actor>());
}
