//! A FHIR server behind HTTP, on this machine.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use coordo_fhir::http::{HttpRequest, HttpResponse};

use super::Server;

/// A server at `http://host:port/base`.
#[derive(Debug)]
pub struct Remote {
    authority: String,
    base: String,
}

impl Remote {
    /// The server at that address; `None` where it is not one of HTTP.
    pub fn at(address: &str) -> Option<Self> {
        let (authority, base) = address.strip_prefix("http://")?.split_once('/')?;
        Some(Self {
            authority: authority.to_owned(),
            base: base.to_owned(),
        })
    }

    /// One exchange, by the version of HTTP in which the end of an answer is the end of the line.
    fn exchange(&self, request: &HttpRequest) -> std::io::Result<String> {
        let body = request.body.as_deref().unwrap_or_default();
        let place = match request.path.as_str() {
            "" => self.base.clone(),
            path => format!("{}/{path}", self.base),
        };
        let mut asked = format!("{} /{place} HTTP/1.0\r\n", request.method.as_str());
        for (name, value) in &request.headers {
            asked.push_str(&format!("{name}: {value}\r\n"));
        }
        asked.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(&self.authority)?;
        stream.write_all(asked.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

impl Server for Remote {
    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        let text = self.exchange(request).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        HttpResponse {
            status: status.and_then(|s| s.parse().ok()).unwrap(),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    fn load(&mut self, bundle: &[u8]) {
        let text = String::from_utf8(bundle.to_vec()).unwrap();
        let answer = self.answer(&HttpRequest::post_bundle(text));
        assert!(answer.is_success(), "it refused a step: {}", answer.status);
    }
}
