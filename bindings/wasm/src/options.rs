//! Options of a client as they cross the boundary, checked against what exists.

use std::rc::Rc;

use coordo_client::core::coded::Identifier;
use coordo_client::core::task::transition::Mode;
use coordo_client::core::{Private, SourceId};
use coordo_client::{ClientOptions, SourceKind, SourceOptions};
use js_sys::{Array, Reflect, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::errors::{Code, option_error};
use crate::findings::{RawThresholds, calendar};
use crate::handles;
use crate::transport::{HostTransport, SandboxTransport};

/// How long a change stays here before it leaves, where the host does not say.
const SEND_AFTER_MS: u32 = 4_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOptions {
    subject: Option<RawReference>,
    subject_identifier: Option<RawIdentifier>,
    actor: Option<RawReference>,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    transitions: Transitions,
    send_after_ms: Option<u32>,
    cache: Option<u32>,
    max_age_days: Option<u32>,
    #[serde(default)]
    thresholds: RawThresholds,
    time_zone: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Transitions {
    #[default]
    Strict,
    Lenient,
}

/// One record of one source.
#[derive(Deserialize, Serialize)]
pub(crate) struct RawReference {
    pub(crate) source: String,
    pub(crate) reference: String,
}

#[derive(Deserialize)]
struct RawIdentifier {
    system: String,
    value: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawSource {
    id: String,
    kind: RawKind,
    sandbox: Option<u32>,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    has_channel: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawKind {
    Bundle,
    Sandbox,
    Host,
}

/// Reads a plain object; an error names the option that is wrong.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue, option: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|e| option_error(Code::WrongOption, option, &e.to_string()))
}

/// Options of a client.
pub(crate) fn client_options(value: &JsValue) -> Result<ClientOptions, JsValue> {
    let raw: RawOptions = read(value.clone(), "options")?;
    let get =
        |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let list = get(value, "sources");
    let list: Array = list.dyn_into().map_err(|_| no_source())?;
    let mut sources = Vec::new();
    for (n, value) in list.iter().enumerate() {
        let option = format!("sources[{n}]");
        let raw: RawSource = read(value.clone(), &option)?;
        let kind = match raw.kind {
            RawKind::Bundle => SourceKind::Bundle {
                documents: documents(&get(&value, "bundles")),
            },
            RawKind::Sandbox => {
                let sandbox = handles::sandbox(raw.sandbox.unwrap_or(0))?;
                SourceKind::Endpoint {
                    transport: Rc::new(SandboxTransport::new(&sandbox, raw.read_only)),
                }
            }
            RawKind::Host => SourceKind::Endpoint {
                transport: Rc::new(HostTransport {
                    // The shell's own object: its one method never throws.
                    host: get(&value, "host").unchecked_into(),
                    is_read_only: raw.read_only,
                    has_channel: raw.has_channel,
                }),
            },
        };
        sources.push(SourceOptions {
            id: SourceId(raw.id),
            kind,
        });
    }
    if sources.is_empty() {
        return Err(no_source());
    }
    let known = |reference: Option<RawReference>, option: &str| match reference {
        None => Ok(None),
        Some(r) if sources.iter().any(|s| s.id.0 == r.source) => {
            Ok(Some((SourceId(r.source), r.reference)))
        }
        Some(_) => Err(option_error(
            Code::UnknownSource,
            &format!("{option}.source"),
            "There is no source with this id in `sources`.",
        )),
    };
    let subject = known(raw.subject, "subject")?;
    let actor = known(raw.actor, "actor")?;
    let cache = raw.cache.map(handles::cache).transpose()?;
    let cache = cache.map(|c| c.view).unwrap_or_default();
    let outbox = get(value, "outbox").dyn_into::<Uint8Array>();
    Ok(ClientOptions {
        subject,
        subject_identifier: raw.subject_identifier.map(|named| Identifier {
            system: named.system.into(),
            value: Private(named.value),
            kind: named.kind.into(),
            usage: "".into(),
        }),
        actor,
        sources,
        read_only: raw.read_only,
        mode: match raw.transitions {
            Transitions::Strict => Mode::Strict,
            Transitions::Lenient => Mode::Lenient,
        },
        send_after_ms: raw.send_after_ms.unwrap_or(SEND_AFTER_MS),
        cache,
        max_age_days: raw.max_age_days,
        thresholds: raw.thresholds.into(),
        calendar: calendar(raw.time_zone.as_deref()),
        outbox: outbox.map(|bytes| bytes.to_vec()).unwrap_or_default(),
    })
}

fn documents(list: &JsValue) -> Vec<Rc<Vec<u8>>> {
    let Some(list) = list.dyn_ref::<Array>() else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|bytes| bytes.dyn_into::<Uint8Array>().ok())
        .map(|bytes| Rc::new(bytes.to_vec()))
        .collect()
}

fn no_source() -> JsValue {
    option_error(
        Code::NoSource,
        "sources",
        "Give at least one source; for a demonstration, a sandbox.",
    )
}
