//! A sandbox behind the client's transport port, with its latency.

use std::rc::{Rc, Weak};

use coordo_client::LocalFuture;
use coordo_client::ports::{NoAnswer, Transport};
use coordo_sandbox::http::{HttpRequest, HttpResponse};
use wasm_bindgen_futures::JsFuture;

use crate::sandbox::OpenSandbox;

/// Reaches a sandbox as if over a network.
pub(crate) struct SandboxTransport {
    sandbox: Weak<OpenSandbox>,
}

impl SandboxTransport {
    pub(crate) fn new(sandbox: &Rc<OpenSandbox>) -> Self {
        Self {
            sandbox: Rc::downgrade(sandbox),
        }
    }
}

impl Transport for SandboxTransport {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let sandbox = self.sandbox.clone();
        Box::pin(async move {
            let latency = sandbox.upgrade().map_or(0, |s| s.latency_ms());
            if latency > 0
                && let Some(wait) = sandbox.upgrade().and_then(|s| s.wait(latency))
            {
                let _ = JsFuture::from(wait).await;
            }
            let sandbox = sandbox.upgrade().ok_or(NoAnswer)?;
            sandbox.exchange(&request).map_err(|_| NoAnswer)
        })
    }

    fn is_sandbox(&self) -> bool {
        true
    }
}
