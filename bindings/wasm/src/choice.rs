//! What the elements of a client share: the one thing that is chosen, and what is left out.

use coordo_client::core::{RecordKey, SourceId, id};
use coordo_client::view::{Filter, ItemKey, OwnerFilter};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::errors::{Code, option_error};
use crate::hooks::to_js;
use crate::options::{RawReference, read};
use crate::{events, handles};

#[derive(Deserialize)]
struct RawItem {
    source: String,
    resource: String,
    activity: Option<usize>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct RawFilter {
    text: String,
    owner: RawOwner,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<RawReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<RawReference>,
    only_open: bool,
}

#[derive(Deserialize, Serialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawOwner {
    All,
    Mine,
    Nobody,
    Of,
}

/// Chooses an item or an actor in all widgets of a client; `null` chooses nothing.
#[wasm_bindgen(js_name = clientSelect)]
pub fn client_select(client: u32, item: JsValue) -> Result<(), JsValue> {
    let open = handles::client(client)?;
    let item: Option<RawItem> = read(item, "item")?;
    let key = match item {
        None => None,
        Some(item) => Some(ItemKey {
            record: record(item.source, &item.resource, "item")?,
            activity: item.activity,
        }),
    };
    open.client.select(key);
    Ok(())
}

/// What is chosen: `{ source, resource, activity? }` or `null`.
#[wasm_bindgen(js_name = clientSelection)]
pub fn client_selection(client: u32) -> Result<JsValue, JsValue> {
    let chosen = handles::client(client)?.client.selection();
    Ok(events::item(chosen.map(|c| c.key).as_ref()))
}

/// What the board and the timeline of a client leave out.
#[wasm_bindgen(js_name = clientFilter)]
pub fn client_filter(client: u32) -> Result<JsValue, JsValue> {
    let filter = handles::client(client)?.client.filter();
    let (owner, of) = match &filter.owner {
        OwnerFilter::All => (RawOwner::All, None),
        OwnerFilter::Mine => (RawOwner::Mine, None),
        OwnerFilter::Nobody => (RawOwner::Nobody, None),
        OwnerFilter::Of(key) => (RawOwner::Of, Some(reference(key))),
    };
    Ok(to_js(&RawFilter {
        text: filter.text,
        owner,
        of,
        goal: filter.goal.as_ref().map(reference),
        only_open: filter.only_open,
    }))
}

/// Leaves out what does not fit.
#[wasm_bindgen(js_name = clientSetFilter)]
pub fn client_set_filter(client: u32, filter: JsValue) -> Result<(), JsValue> {
    let open = handles::client(client)?;
    let raw: RawFilter = read(filter, "filter")?;
    let owner = match (raw.owner, raw.of) {
        (RawOwner::All, _) | (RawOwner::Of, None) => OwnerFilter::All,
        (RawOwner::Mine, _) => OwnerFilter::Mine,
        (RawOwner::Nobody, _) => OwnerFilter::Nobody,
        (RawOwner::Of, Some(r)) => OwnerFilter::Of(record(r.source, &r.reference, "filter.owner")?),
    };
    let goal = match raw.goal {
        None => None,
        Some(r) => Some(record(r.source, &r.reference, "filter.goal")?),
    };
    open.client.set_filter(Filter {
        text: raw.text,
        owner,
        goal,
        only_open: raw.only_open,
    });
    Ok(())
}

fn reference(key: &RecordKey) -> RawReference {
    RawReference {
        source: key.source.0.clone(),
        reference: key.reference(),
    }
}

fn record(source: String, reference: &str, option: &str) -> Result<RecordKey, JsValue> {
    let Some((kind, id)) = id::literal(reference) else {
        let message = "Expected a FHIR reference such as Task/42.";
        return Err(option_error(Code::WrongOption, option, message));
    };
    Ok(RecordKey::new(SourceId(source), kind, id))
}
