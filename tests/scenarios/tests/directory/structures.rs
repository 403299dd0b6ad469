//! Structures: rings, places, real establishments, thousands of them.

use super::*;

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
