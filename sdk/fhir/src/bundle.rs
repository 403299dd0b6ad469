//! Bundles written around resources that keep their bytes.

use std::fmt;

use crate::fields::quote;

/// One entry to be written.
#[derive(Clone, Default)]
pub struct Entry<'a> {
    /// `fullUrl`.
    pub full_url: Option<String>,
    /// The resource, as JSON.
    pub resource: Option<&'a str>,
    /// `response.status`, for answers to batches and transactions.
    pub status: Option<String>,
    /// `response.etag`.
    pub etag: Option<String>,
    /// `response.location`.
    pub location: Option<String>,
    /// `request.method` and `request.url`, for history.
    pub request: Option<(String, String)>,
    /// `request.ifNoneMatch`: only where nothing is there yet.
    pub is_new: bool,
    /// `search.mode`.
    pub mode: Option<&'static str>,
}

/// Shows nothing of what it holds.
impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry")
    }
}

/// Writes a Bundle.
///
/// `kind` is `Bundle.type`; `links` are relation and URL. Resources are copied
/// byte by byte.
pub fn write<'a>(
    kind: &str,
    total: Option<usize>,
    links: &[(&str, String)],
    entries: impl IntoIterator<Item = Entry<'a>>,
) -> String {
    let mut out = format!("{{\"resourceType\":\"Bundle\",\"type\":{}", quote(kind));
    if let Some(total) = total {
        out.push_str(&format!(",\"total\":{total}"));
    }
    if !links.is_empty() {
        let links: Vec<String> = links
            .iter()
            .map(|(rel, url)| format!("{{\"relation\":{},\"url\":{}}}", quote(rel), quote(url)))
            .collect();
        out.push_str(&format!(",\"link\":[{}]", links.join(",")));
    }
    let mut is_first = true;
    for entry in entries {
        out.push_str(if is_first { ",\"entry\":[" } else { "," });
        is_first = false;
        out.push_str(&entry_text(&entry));
    }
    if !is_first {
        out.push(']');
    }
    out.push('}');
    out
}

fn entry_text(entry: &Entry<'_>) -> String {
    let mut members = Vec::new();
    if let Some(url) = &entry.full_url {
        members.push(format!("\"fullUrl\":{}", quote(url)));
    }
    if let Some(resource) = entry.resource {
        members.push(format!("\"resource\":{resource}"));
    }
    if let Some(mode) = entry.mode {
        members.push(format!("\"search\":{{\"mode\":\"{mode}\"}}"));
    }
    if let Some((method, url)) = &entry.request {
        members.push(format!(
            "\"request\":{{\"method\":{},\"url\":{}{}}}",
            quote(method),
            quote(url),
            if entry.is_new {
                ",\"ifNoneMatch\":\"*\""
            } else {
                ""
            }
        ));
    }
    if let Some(status) = &entry.status {
        let mut response = format!("\"status\":{}", quote(status));
        for (name, value) in [("location", &entry.location), ("etag", &entry.etag)] {
            if let Some(value) = value {
                response.push_str(&format!(",\"{name}\":{}", quote(value)));
            }
        }
        members.push(format!("\"response\":{{{response}}}"));
    }
    format!("{{{}}}", members.join(","))
}
