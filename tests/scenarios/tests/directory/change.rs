//! What changes at a source.

use super::people::people;
use super::*;

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
    let (mut world, device) = holding(&people());
    assert_eq!(search(&device.client, "").n_entries, 3);
    world.run(device.client.purge(false)).unwrap();
    assert_eq!(search(&device.client, "").n_entries, 0);
    assert_eq!(
        device.client.card_of_actor(&key("Practitioner/nadia")),
        None
    );
}

#[test]
fn who_is_contained_or_named_comes_and_goes_with_the_record_that_tells_of_them() {
    let mut world = World::at(now());
    let device = world.device(|_| {});
    let client = &device.client;
    // A directory that is looked at before anything was read.
    assert_eq!(search(client, "").n_entries, 0);
    let condition = json!({"resourceType": "Condition", "id": "ic",
        "contained": [{"resourceType": "Practitioner", "id": "a", "name": [{"text": "Nadia Benali"}]}],
        "asserter": {"reference": "#a"}});
    let task = json!({"resourceType": "Task", "id": "appel", "status": "requested", "intent": "order",
        "owner": {"display": "La voisine"}});
    for resource in [&condition, &task] {
        put(&world, resource);
        world.run(client.pull());
    }
    assert_eq!(search(client, "").n_entries, 2);
    assert_eq!(search(client, "benali").n_found, 1);
    for path in ["Condition/ic", "Task/appel"] {
        let delete = HttpRequest {
            method: Method::Delete,
            ..HttpRequest::get(path)
        };
        world.sandbox.borrow_mut().handle(&delete, now());
        world.run(client.pull());
    }
    assert_eq!(search(client, "").n_entries, 0);
}
