//! People: situations, search, facets, cards, homonyms, several sources.

use super::*;

/// A nurse with two situations in the shape of Annuaire v1, a doctor in that of v2.
pub(super) fn people() -> Value {
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
