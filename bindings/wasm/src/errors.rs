//! Errors as JavaScript sees them: a plain object with a code, a sentence and the option.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::hooks::to_js;

/// Codes of the errors that cross the boundary; `bindings/elements.toml` lists the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    WrongOption,
    UnknownSource,
    NoSource,
    NotJson,
    TooLarge,
    StaleHandle,
    UnsentChanges,
    WrongSecret,
    NoCache,
    Server,
}

impl Code {
    fn as_str(self) -> &'static str {
        match self {
            Self::WrongOption => "wrong-option",
            Self::UnknownSource => "unknown-source",
            Self::NoSource => "no-source",
            Self::NotJson => "not-json",
            Self::TooLarge => "too-large",
            Self::StaleHandle => "stale-handle",
            Self::UnsentChanges => "unsent-changes",
            Self::WrongSecret => "wrong-secret",
            Self::NoCache => "no-cache",
            Self::Server => "server",
        }
    }
}

#[derive(Serialize)]
struct Thrown<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<&'a str>,
}

/// An error about a condition.
pub(crate) fn error(code: Code, message: &str) -> JsValue {
    to_js(&Thrown {
        code: code.as_str(),
        message,
        option: None,
    })
}

/// An error about an option.
pub(crate) fn option_error(code: Code, option: &str, message: &str) -> JsValue {
    to_js(&Thrown {
        code: code.as_str(),
        message,
        option: Some(option),
    })
}

/// The handle is of something that was closed, or of another instance.
pub(crate) fn stale() -> JsValue {
    error(
        Code::StaleHandle,
        "This client, sandbox or widget was closed; create a new one.",
    )
}
