//! The directory of a client: who is one entry, how they are found, what their card tells.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named as sentences, and stop where something is missing"
)]

use std::rc::Rc;

use coordo_client::view::directory::{
    CardOfActorView, DirectoryQuery, DirectoryView, EntryKind, Facet, MarkedText, ReachKind,
    ResultView,
};
use coordo_client::{Client, SourceKind, SourceOptions};
use coordo_core::{Instant, Private, RecordKey, SourceId};
use coordo_fhir::http::HttpRequest;
use coordo_testkit::folders;
use coordo_testkit::world::{Device, World};
use serde_json::{Value, json};

fn now() -> Instant {
    Instant::from_fhir("2026-11-22T10:00:00+01:00").unwrap()
}

fn bundle(resources: &Value) -> Vec<u8> {
    let entries = resources.as_array().unwrap().iter();
    let entries: Vec<Value> = entries.map(|r| json!({ "resource": r })).collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    bundle.to_string().into_bytes()
}

/// A client of one source that holds these resources.
fn holding(resources: &Value) -> (World, Device) {
    let mut world = World::at(now());
    let device = world.reader(&[&bundle(resources)], |_| {});
    world.run(device.client.pull());
    (world, device)
}

/// A client of two sources, `dossier` and `annuaire`.
fn holding_two(first: &Value, second: &Value) -> (World, Device) {
    let mut world = World::at(now());
    let second: Rc<[u8]> = Rc::from(bundle(second));
    let device = world.reader(&[&bundle(first)], |options| {
        options.sources.push(SourceOptions {
            id: SourceId("annuaire".to_owned()),
            kind: SourceKind::Bundle {
                documents: vec![second],
            },
        });
    });
    world.run(device.client.pull());
    (world, device)
}

fn search(client: &Client, text: &str) -> DirectoryView {
    client.directory(&DirectoryQuery {
        text: text.to_owned(),
        ..DirectoryQuery::default()
    })
}

fn ids(view: &DirectoryView) -> Vec<String> {
    view.results.iter().map(|r| r.key.reference()).collect()
}

fn find(client: &Client, reference: &str) -> ResultView {
    let view = search(client, "");
    let mut results = view.results.into_iter();
    results.find(|r| r.key.reference() == reference).unwrap()
}

fn card(client: &Client, reference: &str) -> CardOfActorView {
    client.card_of_actor(&key(reference)).unwrap()
}

fn key(reference: &str) -> RecordKey {
    let (kind, id) = reference.split_once('/').unwrap();
    RecordKey::new(SourceId("dossier".to_owned()), kind, id)
}

/// A text with its marks in brackets.
fn marked(text: Option<&MarkedText>) -> String {
    let Some(MarkedText { text, marks }) = text else {
        return String::new();
    };
    let mut out = String::new();
    let mut at = 0;
    for (start, end) in marks {
        out.push_str(&format!("{}[{}]", &text[at..*start], &text[*start..*end]));
        at = *end;
    }
    out + &text[at..]
}

fn text(text: Option<&Private<String>>) -> &str {
    text.map_or("", |t| t.as_str())
}

/// A nurse with two situations in the shape of Annuaire v1, a doctor in that of v2.
fn people() -> Value {
    json!([
        {"resourceType": "Practitioner", "id": "nadia", "name": [{"family": "Benhaddou", "given": ["Nadia"]}, {"use": "old", "family": "Élias", "given": ["Nadia"]}],
         "identifier": [{"system": "https://rpps.esante.gouv.fr", "value": "10000000012"}],
         "telecom": [{"system": "phone", "value": "06 39 98 01 02", "use": "mobile"}]},
        {"resourceType": "PractitionerRole", "id": "nadia-plo", "practitioner": {"reference": "Practitioner/nadia"},
         "organization": {"reference": "Organization/plo"}, "code": [{"text": "Infirmière libérale"}],
         "telecom": [{"extension": [{"url": "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type",
             "valueCoding": {"system": "https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie", "code": "MSSANTE"}}],
             "system": "email", "value": "n.benhaddou@idel.mssante.example"}],
         "availableTime": [{"daysOfWeek": ["mon", "sun"], "availableStartTime": "08:00:00", "availableEndTime": "12:00:00"}],
         "notAvailable": [{"description": "Congés", "during": {"start": "2026-12-23", "end": "2027-01-02"}},
                          {"description": "Formation", "during": {"start": "2026-03-01", "end": "2026-03-02"}}]},
        {"resourceType": "PractitionerRole", "id": "nadia-dac", "practitioner": {"reference": "Practitioner/nadia"},
         "organization": {"display": "DAC de la Montagne"}, "code": [{"text": "Infirmière de coordination"}], "period": {"end": "2024-06-30"}},
        {"resourceType": "Organization", "id": "plo", "name": "Cabinet du Plô", "type": [{"text": "Cabinet libéral"}],
         "address": [{"line": ["4, place du Plô"], "postalCode": "81100", "city": "81100 CASTRES CEDEX 2"}],
         "telecom": [{"system": "phone", "value": "+33 5 36 49 02 03"}]},
        {"resourceType": "Practitioner", "id": "vasseur", "name": [{"family": "Vasseur", "given": ["Antoine"], "prefix": ["Dr"]}],
         "qualification": [{"code": {"coding": [{"system": "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante", "code": "10", "display": "Médecin"}]}}]},
        {"resourceType": "PractitionerRole", "id": "vasseur-role", "practitioner": {"reference": "Practitioner/vasseur"}, "organization": {"reference": "Organization/plo"}}
    ])
}

#[test]
fn a_person_is_one_entry_with_all_situations_in_both_shapes_of_the_national_directory() {
    let (_world, device) = holding(&people());
    let view = search(&device.client, "");
    assert_eq!(
        ids(&view),
        [
            "Practitioner/vasseur",
            "Organization/plo",
            "Practitioner/nadia"
        ]
    );
    let nadia = find(&device.client, "Practitioner/nadia");
    assert_eq!(nadia.kind, EntryKind::Professional);
    assert_eq!(marked(nadia.role.as_ref()), "Infirmière libérale");
    assert_eq!(marked(nadia.place.as_ref()), "Cabinet du Plô, CASTRES");
    assert_eq!(nadia.n_more_situations, 1);
    assert!(!nadia.is_inactive);
    let vasseur = find(&device.client, "Practitioner/vasseur");
    assert_eq!(marked(vasseur.role.as_ref()), "Médecin");
    assert_eq!(marked(vasseur.place.as_ref()), "Cabinet du Plô, CASTRES");
}

#[test]
fn words_in_any_order_find_and_mark_whatever_they_begin() {
    let (_world, device) = holding(&people());
    let one = |typed: &str| {
        let view = search(&device.client, typed);
        assert_eq!(view.n_found, 1, "{typed}");
        view.results.into_iter().next().unwrap()
    };
    let found = one("CAST inf benh");
    assert_eq!(marked(found.name.as_ref()), "Nadia [Benh]addou");
    assert_eq!(marked(found.role.as_ref()), "[Inf]irmière libérale");
    assert_eq!(marked(found.place.as_ref()), "Cabinet du Plô, [CAST]RES");
    assert_eq!(found.because, None);
    // The situation that answers is the one that is shown.
    let found = one("coordination montagne");
    assert_eq!(marked(found.role.as_ref()), "Infirmière de [coordination]");
    assert_eq!(marked(found.place.as_ref()), "DAC de la [Montagne]");
    // What is not shown says why it answers.
    assert_eq!(marked(one("elias").because.as_ref()), "Nadia [Élias]");
    assert_eq!(marked(one("06 39 98").because.as_ref()), "[06 39 98] 01 02");
    assert_eq!(marked(one("10000000012").because.as_ref()), "[10000000012]");
    let all: Vec<_> = ids(&search(&device.client, "0536490203"));
    assert_eq!(
        all.len(),
        3,
        "the structure's number reaches those who work there"
    );
    assert_eq!(search(&device.client, "castres mazamet").n_found, 0);
}

#[test]
fn facets_count_what_each_value_would_leave() {
    let (_world, device) = holding(&people());
    let counts = |view: &DirectoryView, facet: Facet| {
        let found = view.facets.iter().find(|f| f.facet == facet).unwrap();
        let values = found
            .values
            .iter()
            .map(|v| format!("{} {}", v.value.as_str(), v.n));
        values.collect::<Vec<_>>()
    };
    let view = search(&device.client, "");
    assert_eq!(counts(&view, Facet::Town), ["CASTRES 3"]);
    assert_eq!(counts(&view, Facet::Structure), ["Cabinet libéral 3"]);
    assert_eq!(counts(&view, Facet::Reach), ["phone 3", "mssante 1"]);
    let chosen = device.client.directory(&DirectoryQuery {
        chosen: vec![(Facet::Profession, "medecin".into())],
        ..DirectoryQuery::default()
    });
    assert_eq!(ids(&chosen), ["Practitioner/vasseur"]);
    assert_eq!(
        counts(&chosen, Facet::Profession),
        [
            "Infirmière de coordination 1",
            "Infirmière libérale 1",
            "Médecin 1"
        ]
    );
    assert_eq!(counts(&chosen, Facet::Reach), ["phone 1"]);
}

#[test]
fn a_card_has_every_way_to_reach_someone_and_all_situations() {
    let (_world, device) = holding(&people());
    // Any record of the entry opens it.
    let card = card(&device.client, "PractitionerRole/nadia-plo");
    assert_eq!(card.key, key("Practitioner/nadia"));
    let reach: Vec<_> = card
        .reach
        .iter()
        .map(|r| (r.kind, r.value.as_str(), text(r.of.as_ref())))
        .collect();
    assert_eq!(
        reach,
        [
            (
                ReachKind::MsSante,
                "n.benhaddou@idel.mssante.example",
                "Cabinet du Plô"
            ),
            (ReachKind::Phone, "+33 5 36 49 02 03", "Cabinet du Plô"),
            (ReachKind::Mobile, "06 39 98 01 02", ""),
        ]
    );
    let situation = &card.situations[0];
    assert_eq!(text(situation.structure.as_ref()), "Cabinet du Plô");
    assert_eq!(situation.structure_key, Some(key("Organization/plo")));
    assert_eq!(
        text(situation.address.as_ref()),
        "4, place du Plô, 81100 CASTRES CEDEX 2"
    );
    assert_eq!(situation.hours, [(0, 480, 720), (6, 480, 720)]);
    let absences: Vec<_> = situation
        .absences
        .iter()
        .map(|a| text(a.text.as_ref()))
        .collect();
    assert_eq!(absences, ["Congés"]);
    assert!(!situation.is_over && card.situations[1].is_over);
    assert_eq!(card.identifiers[0].name, "RPPS");
    assert!(card.remarks.contains(&Private::from("Nadia Élias")));
}

/// A patient with a circle: a neighbour, someone who left, someone who came back, a name.
fn circle() -> Value {
    json!([
        {"resourceType": "Patient", "id": "p", "name": [{"family": "Fabrègue", "given": ["Odette"]}], "telecom": [{"system": "phone", "value": "0563000000"}],
         "identifier": [{"type": {"coding": [{"code": "INS-NIR"}]}, "system": "urn:oid:1.2.250.1.213.1.4.8", "value": "234567890123456"}]},
        {"resourceType": "RelatedPerson", "id": "voisine", "patient": {"reference": "Patient/p"}, "name": [{"text": "Jeanne Roux"}], "relationship": [{"text": "Voisine"}]},
        {"resourceType": "Practitioner", "id": "parti", "name": [{"text": "Marc Delrieu"}]},
        {"resourceType": "Practitioner", "id": "revenu", "name": [{"text": "Claire Lescure"}]},
        {"resourceType": "Practitioner", "id": "futur", "name": [{"text": "Solène Aubrac"}]},
        {"resourceType": "Practitioner", "id": "tache", "name": [{"text": "Jérôme Castelnau"}]},
        {"resourceType": "PractitionerRole", "id": "tache-role", "practitioner": {"reference": "Practitioner/tache"}, "code": [{"text": "Infirmier"}]},
        {"resourceType": "CareTeam", "id": "c", "status": "active", "name": "Cercle de Mme Fabrègue", "subject": {"reference": "Patient/p"}, "participant": [
            {"member": {"reference": "RelatedPerson/voisine"}, "role": [{"text": "Aidante"}], "period": {"start": "2025-01"}},
            {"member": {"reference": "Practitioner/parti"}, "role": [{"text": "Infirmier"}], "period": {"start": "2025-01", "end": "2026-09-30"}},
            {"member": {"reference": "Practitioner/revenu"}, "period": {"start": "2025-01", "end": "2025-03"}},
            {"member": {"reference": "Practitioner/revenu"}, "role": [{"text": "Coordinatrice"}], "period": {"start": "2026-01"}},
            {"member": {"reference": "Practitioner/futur"}, "period": {"start": "2027"}},
            {"member": {"display": "Pharmacie du Plô"}, "role": [{"text": "Pharmacie"}]}]},
        {"resourceType": "Task", "id": "ouverte", "status": "accepted", "description": "Pansement", "for": {"reference": "Patient/p"}, "owner": {"reference": "PractitionerRole/tache-role"},
         "restriction": {"period": {"end": "2026-12-01"}}},
        {"resourceType": "Task", "id": "proposee", "status": "requested", "description": "Passage", "for": {"reference": "Patient/p"}, "owner": {"reference": "Practitioner/tache"}},
        {"resourceType": "Task", "id": "faite", "status": "completed", "for": {"reference": "Patient/p"}, "owner": {"display": "Ergothérapeute"}},
        {"resourceType": "Task", "id": "faite-aussi", "status": "in-progress", "for": {"reference": "Patient/p"}, "owner": {"display": "ergotherapeute"}}
    ])
}

#[test]
fn the_circle_comes_first_and_says_who_left() {
    let (_world, device) = holding(&circle());
    let view = search(&device.client, "");
    assert_eq!(
        ids(&view),
        [
            "Practitioner/revenu",
            "Reference/Task/faite#owner",
            "RelatedPerson/voisine",
            "Practitioner/tache",
            "Reference/CareTeam/c#participant-5",
            "CareTeam/c",
            "Practitioner/parti",
            "Patient/p",
            "Practitioner/futur",
        ]
    );
    assert_eq!(view.n_circle, 5);
    let revenu = &view.results[0];
    assert!(revenu.is_in_circle && !revenu.has_left);
    assert_eq!(text(revenu.circle_role.as_ref()), "Coordinatrice");
    let parti = &view.results[6];
    assert!(parti.has_left && !parti.is_in_circle);
    let futur = &view.results[8];
    assert!(!futur.has_left && !futur.is_in_circle);
    let only = device.client.directory(&DirectoryQuery {
        circle_only: true,
        ..DirectoryQuery::default()
    });
    assert_eq!((only.n_found, only.n_entries), (5, 9));
}

#[test]
fn those_who_are_only_named_are_one_entry_a_name_and_said_to_be_so() {
    let (_world, device) = holding(&circle());
    let view = search(&device.client, "ergo");
    assert_eq!(ids(&view), ["Reference/Task/faite#owner"]);
    assert!(view.results[0].is_named_only);
    let card = device.client.card_of_actor(&view.results[0].key).unwrap();
    assert!(card.is_named_only);
    assert_eq!(
        (card.n_open, text(card.name.as_ref())),
        (1, "Ergothérapeute")
    );
}

#[test]
fn a_card_lists_open_activities_by_date_and_teams() {
    let (_world, device) = holding(&circle());
    let card = card(&device.client, "Practitioner/tache");
    assert_eq!(card.n_open, 2);
    let open: Vec<_> = card
        .open
        .iter()
        .map(|o| (text(o.title.as_ref()), o.is_offered))
        .collect();
    assert_eq!(open, [("Pansement", false), ("Passage", true)]);
    let revenu = self::card(&device.client, "Practitioner/revenu");
    let teams: Vec<_> = revenu
        .teams
        .iter()
        .map(|t| (text(t.role.as_ref()), t.is_over))
        .collect();
    assert_eq!(teams, [("Coordinatrice", false), ("", true)]);
    assert_eq!(revenu.teams[0].key, Some(key("CareTeam/c")));
}

#[test]
fn a_team_tells_its_members_and_who_left_at_the_end() {
    let (_world, device) = holding(&circle());
    let members = card(&device.client, "CareTeam/c").members;
    let told: Vec<_> = members
        .iter()
        .map(|m| (text(m.name.as_ref()), m.key.is_some(), m.is_over))
        .collect();
    assert_eq!(
        told,
        [
            ("Jeanne Roux", true, false),
            ("Claire Lescure", true, false),
            ("Solène Aubrac", true, false),
            ("Pharmacie du Plô", false, false),
            ("Marc Delrieu", true, true),
            ("Claire Lescure", true, true),
        ]
    );
}

#[test]
fn the_national_identity_of_a_patient_is_masked_and_finds_nobody() {
    let (_world, device) = holding(&circle());
    let card = card(&device.client, "Patient/p");
    assert_eq!(card.identifiers[0].value.as_str(), "••••••••••••456");
    assert_eq!(search(&device.client, "234567890123456").n_found, 0);
    assert_eq!(search(&device.client, "0563000000").n_found, 1);
}

#[test]
fn homonyms_are_told_apart() {
    let (_world, device) = holding(&json!([
        {"resourceType": "Practitioner", "id": "1", "name": [{"text": "Dr Marie Petit"}], "identifier": [{"system": "https://rpps.esante.gouv.fr", "value": "10000000020"}]},
        {"resourceType": "Practitioner", "id": "2", "name": [{"text": "Marie PETIT"}], "address": [{"city": "Mazamet"}]},
        {"resourceType": "Practitioner", "id": "3", "name": [{"text": "Marie Petitjean"}]}
    ]));
    let first = find(&device.client, "Practitioner/1");
    assert!(first.is_homonym);
    assert_eq!(marked(first.because.as_ref()), "RPPS 10000000020");
    let second = find(&device.client, "Practitioner/2");
    assert!(second.is_homonym && second.because.is_none());
    assert!(!find(&device.client, "Practitioner/3").is_homonym);
}

#[test]
fn a_ring_of_structures_is_cut_and_places_lie_in_their_structure() {
    let (_world, device) = holding(&json!([
        {"resourceType": "Organization", "id": "a", "name": "A", "partOf": {"reference": "Organization/b"}},
        {"resourceType": "Organization", "id": "b", "name": "B", "partOf": {"reference": "Organization/c"}},
        {"resourceType": "Organization", "id": "c", "name": "C", "partOf": {"reference": "Organization/a"}},
        {"resourceType": "Organization", "id": "seule", "name": "Seule", "partOf": {"reference": "Organization/seule"}},
        {"resourceType": "Location", "id": "sans-nom", "managingOrganization": {"reference": "Organization/a"}, "address": {"city": "Albi"}},
        {"resourceType": "Location", "id": "meme-nom", "name": "a.", "managingOrganization": {"reference": "Organization/a"}},
        {"resourceType": "HealthcareService", "id": "service", "name": "Soins à domicile", "providedBy": {"reference": "Organization/a"}, "active": false}
    ]));
    let card = card(&device.client, "Organization/a");
    let within: Vec<_> = card.within.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(within, ["B", "C"]);
    assert_eq!(self::card(&device.client, "Organization/seule").within, []);
    let parts: Vec<_> = card.situations.iter().map(|s| s.key.reference()).collect();
    assert_eq!(
        parts,
        [
            "Location/meme-nom",
            "Location/sans-nom",
            "HealthcareService/service"
        ]
    );
    let view = search(&device.client, "albi");
    assert_eq!(ids(&view), ["Organization/a"]);
    let service = find(&device.client, "HealthcareService/service");
    assert!(service.is_inactive);
    assert_eq!(marked(service.place.as_ref()), "A");
}

#[test]
fn the_inactive_are_shown_as_such_with_the_date_where_it_is_known() {
    let (_world, device) = holding(&json!([
        {"resourceType": "Practitioner", "id": "off", "active": false, "name": [{"text": "X"}]},
        {"resourceType": "Practitioner", "id": "ended", "active": true, "name": [{"text": "Y"}]},
        {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/ended"}, "period": {"end": "2026-09-30"}}
    ]));
    let off = find(&device.client, "Practitioner/off");
    assert!(off.is_inactive && off.inactive_since.is_none());
    let ended = find(&device.client, "Practitioner/ended");
    assert!(ended.is_inactive && ended.inactive_since.is_some());
}

#[test]
fn contained_actors_are_entries_and_the_same_one_is_there_once() {
    let task = |id: &str| {
        json!({"resourceType": "Task", "id": id, "status": "ready", "owner": {"reference": "#r"}, "contained": [
            {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "#k"}, "code": [{"text": "Kiné"}]},
            {"resourceType": "Practitioner", "id": "k", "name": [{"text": "Yann Le Goff"}]}]})
    };
    let (_world, device) = holding(&json!([task("1"), task("2")]));
    let view = search(&device.client, "");
    assert_eq!(ids(&view), ["Practitioner/Task/1#k"]);
    assert_eq!(marked(view.results[0].role.as_ref()), "Kiné");
    assert!(view.results[0].is_in_circle);
    assert_eq!(
        device
            .client
            .card_of_actor(&view.results[0].key)
            .unwrap()
            .n_open,
        2
    );
}

#[test]
fn two_sources_that_contradict_each_other_are_both_told() {
    let nurse = |phone: &str, other: &str| {
        json!([{"resourceType": "Practitioner", "id": "n", "meta": {"lastUpdated": "2026-11-09T08:00:00Z"}, "name": [{"text": "Nadia Benhaddou"}],
            "identifier": [{"system": "https://rpps.esante.gouv.fr", "value": "10003461033"}],
            "telecom": [{"system": "phone", "use": "work", "value": phone}, {"system": "email", "value": other}]}])
    };
    let (_world, device) = holding_two(
        &nurse("05 36 49 02 03", "nadia@example.org"),
        &nurse("0536490299", "nadia@example.org"),
    );
    let view = search(&device.client, "nadia");
    assert_eq!(view.n_found, 1, "one person by her number");
    assert_eq!(view.results[0].sources.len(), 2);
    let card = device.client.card_of_actor(&view.results[0].key).unwrap();
    let reach: Vec<_> = card
        .reach
        .iter()
        .map(|r| (r.value.as_str(), r.is_contested, r.source.is_some()))
        .collect();
    assert_eq!(
        reach,
        [
            ("0536490299", true, true),
            ("05 36 49 02 03", true, true),
            ("nadia@example.org", false, true),
        ]
    );
    assert!(card.sources.iter().all(|(_, updated)| updated.is_some()));
}

fn put(world: &World, resource: &Value) {
    let path = format!(
        "{}/{}",
        resource["resourceType"].as_str().unwrap(),
        resource["id"].as_str().unwrap()
    );
    let put = HttpRequest::put_if_match(&path, None, resource.to_string());
    world.sandbox.borrow_mut().handle(&put, now());
}

#[test]
fn what_changes_at_the_source_changes_its_entry_and_no_other() {
    let mut world = World::at(now());
    for resource in people().as_array().unwrap() {
        put(&world, resource);
    }
    let device = world.device(|_| {});
    world.run(device.client.pull());
    let client = &device.client;
    let before = search(client, "");
    assert_eq!((before.n_entries, before.is_building), (3, false));
    // The person moves to another number: only their entry is told anew.
    let mut nadia = people()[0].clone();
    nadia["telecom"][0]["value"] = json!("0700000000");
    put(&world, &nadia);
    world.run(client.pull());
    assert_eq!(search(client, "0700000000").n_found, 1);
    assert_eq!(search(client, "0639980102").n_found, 0);
    // The structure gets another name: those who work there are found by it.
    let mut plo = people()[3].clone();
    plo["name"] = json!("Maison Médicale");
    put(&world, &plo);
    world.run(client.pull());
    assert_eq!(search(client, "maison").n_found, 3);
    // Someone new, and a role that goes to them.
    put(
        &world,
        &json!({"resourceType": "Practitioner", "id": "neuf", "name": [{"text": "Zoé Neuf"}]}),
    );
    let mut role = people()[2].clone();
    role["practitioner"]["reference"] = json!("Practitioner/neuf");
    put(&world, &role);
    world.run(client.pull());
    assert_eq!(search(client, "montagne").results[0].key.id, "neuf");
    assert_eq!(search(client, "").n_entries, 4);
    // And nothing new is nothing to do.
    world.run(client.pull());
    assert!(!search(client, "").is_building);
}

#[test]
fn a_purged_client_has_an_empty_directory() {
    let (_world, device) = holding(&people());
    assert_eq!(search(&device.client, "").n_entries, 3);
    assert!(device.client.purge(false));
    assert_eq!(search(&device.client, "").n_entries, 0);
    assert_eq!(
        device.client.card_of_actor(&key("Practitioner/nadia")),
        None
    );
}

#[test]
fn a_large_directory_is_built_in_slices_and_tells_when_it_is_whole() {
    let told = coordo_testkit::actors::seeded(7, 5_000);
    let mut world = World::at(now());
    let device = world.reader(&[coordo_testkit::actors::bundle(&told).as_bytes()], |_| {});
    world.run(device.client.pull());
    let n_told = Rc::new(std::cell::Cell::new(0));
    let counter = n_told.clone();
    let _subscription = device
        .client
        .subscribe(move || counter.set(counter.get() + 1));
    let early = search(&device.client, "");
    assert!(early.is_building && early.n_entries < 5_000);
    world.settle();
    assert_eq!(n_told.get(), 1);
    let view = search(&device.client, "");
    assert_eq!((view.n_entries, view.is_building), (5_000, false));
    assert_eq!(view.results.len(), DirectoryQuery::FIRST);
    // Each is found by its number.
    for told in told.iter().step_by(501) {
        let found = search(&device.client, &told.siret);
        let name = found.results[0].name.as_ref().unwrap();
        assert_eq!((found.n_found, name.text.as_str()), (1, told.name.as_str()));
    }
}

#[test]
fn real_structures_are_found_by_name_number_and_town_without_cedex() {
    let path = folders::root().join("tests/data/finess-directory/etablissements-fhir.ndjson.gz");
    let files = folders::files();
    let file = files.iter().find(|f| f.path == path).unwrap();
    let mut world = World::at(now());
    let device = world.reader(&[&file.bytes], |_| {});
    world.run(device.client.pull());
    world.settle();
    let view = search(&device.client, "");
    assert_eq!(view.n_entries, 159);
    let towns = view.facets.iter().find(|f| f.facet == Facet::Town).unwrap();
    assert!(towns.values.iter().all(|v| !v.value.contains("CEDEX")));
    let found = search(&device.client, "010001295");
    assert_eq!(found.n_found, 1);
    let found = search(&device.client, "adsea prevention peronnas");
    assert_eq!(
        marked(found.results[0].name.as_ref()),
        "[PREVENTION] SPECIALISEE - [ADSEA]"
    );
    assert_eq!(
        marked(found.results[0].place.as_ref()),
        "526 R PAUL VERLAINE, 01960 [PERONNAS]"
    );
    assert_eq!(
        marked(found.results[0].role.as_ref()),
        "Club Equipe de [Prévention]"
    );
}
