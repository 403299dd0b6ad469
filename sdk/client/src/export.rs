//! Everything held, as one FHIR Bundle.

use coordo_core::RecordKey;
use coordo_fhir::bundle::{Entry, write};
use coordo_fhir::fields::Fields;
use coordo_fhir::{edit, fields};
use coordo_store::Body;

use crate::client::Client;
use crate::state::State;

/// The tag of a record that holds changes its source has not acknowledged.
pub(crate) const UNSENT: (&str, &str) =
    ("https://coordo.example/fhir/CodeSystem/etat", "non-envoye");

/// The tag of what a store could not read any more.
const ASIDE: &str = "mis-de-cote";

impl Client {
    /// Everything held as one FHIR Bundle, as [`Client::export`] gives it, with what only the device
    /// still has: changes that it could not read and set aside, each as a Binary of the very bytes.
    pub async fn export_all(&self) -> String {
        let aside = self.store_port().aside().await.unwrap_or_default();
        bundle(&self.inner.state.borrow(), &aside)
    }

    /// Tries again to read changes that the device set aside; resolves to how many are back among
    /// the unsent ones.
    pub async fn bring_back(&self) -> usize {
        let back = self.store_port().bring_back().await.unwrap_or(0);
        if back > 0 {
            {
                let cache = &mut self.inner.state.borrow_mut().cache;
                cache.n_set_aside = cache.n_set_aside.saturating_sub(back);
            }
            self.take_what_others_kept().await;
            self.inner.ports.host.kept();
        }
        back
    }
}

/// Bytes as a resource.
fn binary(n: usize, content_type: &str, code: &str, bytes: &[u8]) -> (String, String) {
    let mut text = String::from("{\"resourceType\":\"Binary\",\"meta\":{\"tag\":[{\"system\":");
    text.push_str(&fields::quote(UNSENT.0));
    text.push_str(",\"code\":");
    text.push_str(&fields::quote(code));
    text.push_str("}]},\"contentType\":");
    text.push_str(&fields::quote(content_type));
    text.push_str(",\"data\":\"");
    base64(bytes, &mut text);
    text.push_str("\"}");
    let mut url = String::from("urn:coordo:");
    url.push_str(code);
    url.push(':');
    url.push_str(&n.to_string());
    (url, text)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8], into: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let byte = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * n) & 63) as usize);
            let digit = digit.filter(|_| n <= three.len());
            into.push(char::from(digit.copied().unwrap_or(b'=')));
        }
    }
}

pub(crate) fn bundle(state: &State, aside: &[Vec<u8>]) -> String {
    let shown = state.graph.iter();
    let shown = shown.map(|(key, held)| (key, &held.body));
    let hidden = state.sources.values().flat_map(|s| &s.hidden);
    let hidden = hidden.map(|(key, _, body)| (key, body));
    let texts: Vec<(RecordKey, Body)> = shown
        .chain(hidden)
        .map(|(key, body)| {
            let is_ahead = state.machine.base(key).is_some();
            let body = if is_ahead { tagged(body) } else { body.clone() };
            (key.clone(), body)
        })
        .collect();
    let entries = texts.iter().map(|(key, body)| Entry {
        full_url: Some(format!("urn:coordo:{}:{}", key.source, key.reference())),
        resource: Some(body),
        ..Entry::default()
    });
    // What was wanted and waits is not in the records.
    let copy = crate::copy::write(state);
    let copy = (!copy.is_empty()).then(|| binary(0, "application/json", UNSENT.1, &copy));
    let sealed = aside.iter().enumerate();
    let sealed = sealed.map(|(n, bytes)| binary(n, "application/octet-stream", ASIDE, bytes));
    let kept: Vec<(String, String)> = copy.into_iter().chain(sealed).collect();
    let kept = kept.iter().map(|(url, text)| Entry {
        full_url: Some(url.clone()),
        resource: Some(text),
        ..Entry::default()
    });
    write("collection", None, &[], entries.chain(kept))
}

/// The text with the tag added to `meta.tag`; as it was where `meta` is odd.
fn tagged(body: &Body) -> Body {
    let tag = format!(
        "{{\"system\":{},\"code\":{}}}",
        fields::quote(UNSENT.0),
        fields::quote(UNSENT.1)
    );
    let before = Fields::parse(body)
        .ok()
        .and_then(|f| f.object("meta"))
        .and_then(|m| m.get("tag").and_then(fields::elements))
        .unwrap_or_default();
    let tags: Vec<&str> = before.into_iter().chain([tag.as_str()]).collect();
    let value = format!("[{}]", tags.join(","));
    edit::set(body, &["meta", "tag"], &value).map_or_else(|_| body.clone(), Body::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_rfc_does() {
        let known = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, expected) in known {
            let mut text = String::new();
            base64(bytes.as_bytes(), &mut text);
            assert_eq!(text, expected);
        }
    }
}
