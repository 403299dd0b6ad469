//! The care circle, teams, those who are only named or contained.

use super::*;

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
fn who_left_or_was_only_asked_is_in_no_circle_whatever_is_still_theirs() {
    let mut all = circle();
    let list = all.as_array_mut().unwrap();
    list.push(json!({"resourceType": "Task", "id": "restee", "status": "in-progress", "for": {"reference": "Patient/p"}, "owner": {"reference": "Practitioner/parti"}}));
    list.push(json!({"resourceType": "Practitioner", "id": "sollicite", "name": [{"text": "Anaïs Vidal"}]}));
    list.push(json!({"resourceType": "Task", "id": "demande", "status": "requested", "for": {"reference": "Patient/p"}, "owner": {"reference": "Practitioner/sollicite"}}));
    let (_world, device) = holding(&all);
    let view = search(&device.client, "");
    let entry = |id: &str| {
        let at = ids(&view).iter().position(|found| *found == id).unwrap();
        (view.results[at].is_in_circle, view.results[at].has_left)
    };
    assert_eq!(entry("Practitioner/parti"), (false, true));
    assert_eq!(entry("Practitioner/sollicite"), (false, false));
    assert_eq!(view.n_circle, 5);
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
