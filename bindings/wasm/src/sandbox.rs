//! `createSandbox` and its siblings.

use std::cell::RefCell;

use coordo_client::core::Instant;
use coordo_sandbox::http::{HttpRequest, HttpResponse, Method};
use coordo_sandbox::{Faults, LoadError, Offline, Sandbox, journal};
use js_sys::{Promise, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::errors::{Code, error, option_error};
use crate::handles;
use crate::hooks::{SandboxHooks, to_js, whole};
use crate::options::read;

/// A sandbox with its page's clock and journal.
pub(crate) struct OpenSandbox {
    sandbox: RefCell<Sandbox>,
    hooks: SandboxHooks,
}

impl OpenSandbox {
    fn now(&self) -> Instant {
        Instant(self.hooks.now().map_or(0, whole))
    }

    /// Answers as over a network: disturbances included, writes noted in the journal.
    pub(crate) fn exchange(&self, request: &HttpRequest) -> Result<HttpResponse, Offline> {
        let now = self.now();
        let answer = self.sandbox.borrow_mut().exchange(request, now)?;
        if journal::is_write(request) && answer.is_success() {
            let entry = journal::entry(request, now);
            let _ = self.hooks.journal(Uint8Array::from(entry.as_bytes()));
        }
        Ok(answer)
    }

    pub(crate) fn latency_ms(&self) -> u32 {
        self.sandbox.borrow().faults().latency_ms
    }

    pub(crate) fn wait(&self, ms: u32) -> Option<Promise> {
        self.hooks.wait(ms).ok()
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct FaultOptions {
    latency_ms: Option<u32>,
    offline: Option<bool>,
    fail_next: Option<FailNext>,
}

#[derive(Deserialize)]
struct FailNext {
    status: u16,
    count: u32,
}

#[derive(Deserialize)]
struct RequestOptions {
    method: String,
    path: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Makes a sandbox from documents; gives its handle.
#[wasm_bindgen(js_name = createSandbox)]
pub fn create_sandbox(
    bundles: Vec<Uint8Array>,
    options: JsValue,
    hooks: SandboxHooks,
) -> Result<u32, JsValue> {
    let options: FaultOptions = read(options, "options")?;
    let mut sandbox = Sandbox::default();
    sandbox.set_faults(Faults {
        latency_ms: options.latency_ms.unwrap_or(0),
        ..Faults::default()
    });
    let open = OpenSandbox {
        sandbox: RefCell::new(sandbox),
        hooks,
    };
    let now = open.now();
    for (n, bundle) in bundles.iter().enumerate() {
        let loaded = open.sandbox.borrow_mut().load(&bundle.to_vec(), now);
        loaded.map_err(|e| load_error(&e, &format!("bundles[{n}]")))?;
    }
    Ok(handles::add_sandbox(open))
}

/// Applies a step: a transaction Bundle, or resources to put.
#[wasm_bindgen(js_name = sandboxPlay)]
pub fn sandbox_play(sandbox: u32, bundle: Uint8Array) -> Result<(), JsValue> {
    let open = handles::sandbox(sandbox)?;
    let now = open.now();
    let bytes = bundle.to_vec();
    let played = open.sandbox.borrow_mut().load(&bytes, now);
    played.map_err(|e| load_error(&e, "bundle"))?;
    let entry = journal::loaded(&bytes, now);
    let _ = open.hooks.journal(Uint8Array::from(entry.as_bytes()));
    Ok(())
}

/// Does a write of the journal again.
#[wasm_bindgen(js_name = sandboxReplay)]
pub fn sandbox_replay(sandbox: u32, entry: Uint8Array) -> Result<(), JsValue> {
    let open = handles::sandbox(sandbox)?;
    let entry = entry.to_vec();
    let is_known = open
        .sandbox
        .borrow_mut()
        .replay(&String::from_utf8_lossy(&entry));
    if is_known {
        Ok(())
    } else {
        Err(error(Code::NotJson, "This is not an entry of a journal."))
    }
}

/// Answers a request, as a server would.
#[wasm_bindgen(js_name = sandboxRequest)]
pub fn sandbox_request(sandbox: u32, request: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: String,
    }
    let open = handles::sandbox(sandbox)?;
    let request: RequestOptions = read(request, "request")?;
    let method = Method::from_name(&request.method).ok_or_else(|| {
        option_error(
            Code::WrongOption,
            "request.method",
            "The method must be GET, POST, PUT or DELETE.",
        )
    })?;
    let headers = request.headers.into_iter();
    let request = HttpRequest {
        method,
        path: request.path,
        headers: headers.map(|(n, v)| (n.to_ascii_lowercase(), v)).collect(),
        body: request.body,
    };
    let answer = open
        .exchange(&request)
        .map_err(|_| error(Code::Server, "The sandbox is set offline."))?;
    Ok(to_js(&Answer {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
    }))
}

/// Sets disturbances; what is not named stays.
#[wasm_bindgen(js_name = sandboxFaults)]
pub fn sandbox_faults(sandbox: u32, faults: JsValue) -> Result<(), JsValue> {
    let open = handles::sandbox(sandbox)?;
    let options: FaultOptions = read(faults, "faults")?;
    let mut sandbox = open.sandbox.borrow_mut();
    let before = sandbox.faults().clone();
    sandbox.set_faults(Faults {
        offline: options.offline.unwrap_or(before.offline),
        latency_ms: options.latency_ms.unwrap_or(before.latency_ms),
        fail_next: match options.fail_next {
            Some(fail) => (fail.count > 0).then_some((fail.status, fail.count)),
            None => before.fail_next,
        },
    });
    Ok(())
}

/// Forgets a sandbox; its clients get no more answers.
#[wasm_bindgen(js_name = sandboxClose)]
pub fn sandbox_close(sandbox: u32) {
    drop(handles::remove_sandbox(sandbox));
}

fn load_error(e: &LoadError, option: &str) -> JsValue {
    use coordo_sandbox::DocumentError;
    let code = if matches!(e, LoadError::Document(DocumentError::TooLarge { .. })) {
        Code::TooLarge
    } else if matches!(e, LoadError::Refused { .. }) {
        Code::Server
    } else {
        Code::NotJson
    };
    option_error(code, option, &e.to_string())
}
