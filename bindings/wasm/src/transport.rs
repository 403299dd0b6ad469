//! What lies behind the client's transport port: a sandbox with its latency, or the
//! host's own way to a server.

use std::rc::{Rc, Weak};

use coordo_client::LocalFuture;
use coordo_client::ports::{Channel, NoAnswer, Transport};
use coordo_sandbox::http::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use crate::hooks::{ChannelHooks, HostHooks, to_js};
use crate::options::read;
use crate::sandbox::OpenSandbox;

/// Reaches a sandbox as if over a network.
pub(crate) struct SandboxTransport {
    sandbox: Weak<OpenSandbox>,
    is_read_only: bool,
}

impl SandboxTransport {
    pub(crate) fn new(sandbox: &Rc<OpenSandbox>, is_read_only: bool) -> Self {
        Self {
            sandbox: Rc::downgrade(sandbox),
            is_read_only,
        }
    }
}

impl Transport for SandboxTransport {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let sandbox = self.sandbox.clone();
        Box::pin(async move {
            let latency = sandbox.upgrade().map_or(0, |s| s.latency_ms());
            if let Some(wait) = sandbox.upgrade().and_then(|s| s.wait(latency)) {
                let _ = JsFuture::from(wait).await;
            }
            let sandbox = sandbox.upgrade().ok_or(NoAnswer)?;
            sandbox.exchange(&request).map_err(|_| NoAnswer)
        })
    }

    fn is_sandbox(&self) -> bool {
        true
    }

    fn is_read_only(&self) -> bool {
        self.is_read_only
    }
}

/// Reaches a server by the host's own function, and by nothing else.
pub(crate) struct HostTransport {
    pub(crate) host: HostHooks,
    pub(crate) is_read_only: bool,
    /// Whether the host wants to be told of changes by the source itself.
    pub(crate) has_channel: bool,
}

/// A channel of the shell.
struct HostChannel(ChannelHooks);

impl Channel for HostChannel {
    fn say(&self, text: &str) {
        let _ = self.0.say(text);
    }

    fn next(&self) -> LocalFuture<'static, Option<String>> {
        let next = self.0.next();
        Box::pin(async move { JsFuture::from(next.ok()?).await.ok()?.as_string() })
    }
}

impl Drop for HostChannel {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}

#[derive(Serialize)]
struct Asked {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Transport for HostTransport {
    fn send(&self, request: HttpRequest) -> LocalFuture<'static, Result<HttpResponse, NoAnswer>> {
        let host = self.host.clone();
        Box::pin(async move {
            let asked = to_js(&Asked {
                method: request.method.as_str(),
                path: request.path,
                headers: request.headers,
                body: request.body,
            });
            let answer = host.send(asked).map_err(|_| NoAnswer)?;
            let answer = JsFuture::from(answer).await.map_err(|_| NoAnswer)?;
            // The shell has checked it; `null` says that there was none.
            let answer: Option<Answer> = read(answer, "answer").map_err(|_| NoAnswer)?;
            let Answer {
                status,
                headers,
                body,
            } = answer.ok_or(NoAnswer)?;
            Ok(HttpResponse {
                status,
                headers,
                body,
            })
        })
    }

    fn is_sandbox(&self) -> bool {
        false
    }

    fn has_channel(&self) -> bool {
        self.has_channel
    }

    fn open_channel(&self, address: String) -> LocalFuture<'static, Option<Rc<dyn Channel>>> {
        let host = self.host.clone();
        Box::pin(async move {
            let opened = JsFuture::from(host.open_channel(address).ok()?)
                .await
                .ok()?;
            if opened.is_null() {
                return None;
            }
            // The shell's own object: its methods never throw.
            let channel: Rc<dyn Channel> = Rc::new(HostChannel(opened.unchecked_into()));
            Some(channel)
        })
    }

    fn is_read_only(&self) -> bool {
        self.is_read_only
    }
}
