//! Requests and answers of the FHIR RESTful API as plain data: nothing here sends them.

use std::fmt;

/// An HTTP method of the FHIR API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read or search.
    Get,
    /// Create, batch, transaction.
    Post,
    /// Update, or create under an id of the client's choice.
    Put,
    /// Delete.
    Delete,
}

impl Method {
    /// The method's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Reads a method's name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Delete]
            .into_iter()
            .find(|m| m.as_str().eq_ignore_ascii_case(name))
    }
}

/// A request, relative to the base of its source.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Path and query without a leading slash: `Task/1`, `Task?patient=2`.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Option<String>,
}

/// Shows the method only: a path names a person's record.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({})", self.method.as_str())
    }
}

impl HttpRequest {
    /// A read or a search.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            headers: vec![("accept".into(), "application/fhir+json".into())],
            body: None,
        }
    }

    /// A search whose parameters stay out of the address, where logs and proxies would keep them
    /// (<https://hl7.org/fhir/R4/http.html#search>). `form` is `name=value`, percent-encoded.
    pub fn search(kind: &str, form: String) -> Self {
        let form_type = "application/x-www-form-urlencoded".to_owned();
        Self {
            method: Method::Post,
            path: format!("{kind}/_search"),
            headers: vec![
                ("accept".into(), "application/fhir+json".into()),
                ("content-type".into(), form_type),
            ],
            body: Some(form),
        }
    }

    /// Whether it only reads: a `GET`, or a search that is posted.
    pub fn is_reading(&self) -> bool {
        self.method == Method::Get || self.path.ends_with("/_search")
    }

    /// An update that succeeds only if the server still holds `version`.
    pub fn put_if_match(path: impl Into<String>, version: Option<&str>, body: String) -> Self {
        let mut headers = vec![
            ("accept".to_owned(), "application/fhir+json".to_owned()),
            (
                "content-type".to_owned(),
                "application/fhir+json".to_owned(),
            ),
            ("prefer".to_owned(), "return=representation".to_owned()),
        ];
        if let Some(version) = version {
            headers.push(("if-match".to_owned(), format!("W/\"{version}\"")));
        }
        Self {
            method: Method::Put,
            path: path.into(),
            headers,
            body: Some(body),
        }
    }

    /// A creation under an id that was chosen here; it fails where the id is taken.
    pub fn put_new(path: impl Into<String>, body: String) -> Self {
        let mut request = Self::put_if_match(path, None, body);
        let star = ("if-none-match".to_owned(), "*".to_owned());
        request.headers.push(star);
        request
    }

    /// A Bundle of requests, to be answered as one.
    pub fn post_bundle(body: String) -> Self {
        Self {
            method: Method::Post,
            ..Self::put_if_match("", None, body)
        }
    }

    /// A header's value; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, empty where there is none.
    pub body: String,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({})", self.status)
    }
}

impl HttpResponse {
    /// A header's value; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The version in `ETag`, without `W/` and quotes.
    pub fn version(&self) -> Option<&str> {
        self.header("etag").map(version_of_etag)
    }
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.as_str())
}

/// `W/"3"` → `3`.
pub fn version_of_etag(etag: &str) -> &str {
    etag.trim().trim_start_matches("W/").trim_matches('"')
}
