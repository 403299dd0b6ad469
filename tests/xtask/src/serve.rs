//! A small static server for 127.0.0.1, with the headers that hosts are asked to send.

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     require-trusted-types-for 'script'";
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_HEAD: u64 = 16 * 1024;

/// Serves a folder until the process ends.
pub(crate) fn serve(listener: &TcpListener, root: &Path) -> Result<()> {
    let root = root.canonicalize().context("there is no site to serve")?;
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let root = root.clone();
        thread::spawn(move || {
            // A visitor who leaves in the middle is no event.
            let _ = answer(stream, &root);
        });
    }
    Ok(())
}

#[derive(Debug)]
struct Reply {
    status: &'static str,
    kind: &'static str,
    extra: String,
    body: Vec<u8>,
}

fn answer(mut stream: TcpStream, root: &Path) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut head = BufReader::new(stream.try_clone()?.take(LONGEST_HEAD));
    let mut request = String::new();
    head.read_line(&mut request)?;
    let mut line = String::new();
    while head.read_line(&mut line)? > 0 && line.trim_end() != "" {
        line.clear();
    }
    let mut words = request.split_whitespace();
    let method = words.next().unwrap_or_default();
    let reply = reply(method, words.next().unwrap_or_default(), root);
    write!(
        stream,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {CONTENT_SECURITY_POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n{}\r\n",
        reply.status,
        reply.kind,
        reply.body.len(),
        reply.extra,
    )?;
    if method != "HEAD" {
        stream.write_all(&reply.body)?;
    }
    stream.flush()?;
    Ok(())
}

fn reply(method: &str, target: &str, root: &Path) -> Reply {
    if method != "GET" && method != "HEAD" {
        return plain("405 Method Not Allowed", "Allow: GET, HEAD\r\n");
    }
    let Some(path) = resolve(target, root) else {
        return plain("404 Not Found", "");
    };
    // Relative links of a folder's page need the slash.
    if path.is_dir() {
        let folder = target.split(['?', '#']).next().unwrap_or_default();
        return plain(
            "308 Permanent Redirect",
            &format!("Location: {folder}/\r\n"),
        );
    }
    match fs::read(&path) {
        Ok(body) => Reply {
            status: "200 OK",
            kind: media_type(&path),
            extra: String::new(),
            body,
        },
        Err(_) => plain("404 Not Found", ""),
    }
}

fn plain(status: &'static str, extra: &str) -> Reply {
    Reply {
        status,
        kind: "text/plain; charset=utf-8",
        extra: extra.to_owned(),
        body: format!("{status}\n").into_bytes(),
    }
}

/// The file that a request target names, if it lies below the root, links followed.
fn resolve(target: &str, root: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    // Two slashes in front would make a redirect lead to another host.
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let decoded = decode(path)?;
    if decoded.contains(['\0', '\\']) || decoded.split('/').any(|segment| segment == "..") {
        return None;
    }
    let mut relative = decoded.trim_start_matches('/').to_owned();
    if relative.is_empty() || relative.ends_with('/') {
        relative.push_str("index.html");
    }
    let found = root.join(relative).canonicalize().ok()?;
    found.starts_with(root).then_some(found)
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("ndjson") => "application/fhir+ndjson",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a site in it and a file beside the site that must stay unseen.
    struct Site {
        folder: PathBuf,
        root: PathBuf,
    }

    impl Site {
        fn new(name: &str) -> Self {
            let folder =
                std::env::temp_dir().join(format!("coordo-site-{name}-{}", std::process::id()));
            fs::create_dir_all(folder.join("site/docs")).unwrap();
            fs::write(folder.join("site/index.html"), "home").unwrap();
            fs::write(folder.join("site/docs/index.html"), "docs").unwrap();
            fs::write(folder.join("site/a b.wasm"), "module").unwrap();
            fs::write(folder.join("secret.txt"), "secret").unwrap();
            let root = folder.join("site").canonicalize().unwrap();
            Self { folder, root }
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn pages_are_found_by_path_and_by_folder() {
        let site = Site::new("pages");
        assert_eq!(resolve("/", &site.root), Some(site.root.join("index.html")));
        assert_eq!(
            resolve("/docs/?x=1", &site.root),
            Some(site.root.join("docs/index.html"))
        );
        let module = resolve("/a%20b.wasm", &site.root).unwrap();
        assert_eq!(media_type(&module), "application/wasm");
    }

    #[test]
    fn nothing_outside_of_the_site_is_served() {
        let site = Site::new("outside");
        #[cfg(unix)]
        std::os::unix::fs::symlink(site.folder.join("secret.txt"), site.root.join("link")).unwrap();
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/docs/../../secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "/link",
            "secret.txt",
            "//other.example",
            "/%00",
            "/%zz",
            "",
        ] {
            assert_eq!(resolve(target, &site.root), None, "{target}");
        }
    }

    #[test]
    fn a_folder_without_its_slash_leads_to_the_slash() {
        let site = Site::new("slash");
        let reply = reply("GET", "/docs", &site.root);
        assert!(reply.status.starts_with("308"));
        assert_eq!(reply.extra, "Location: /docs/\r\n");
    }

    #[test]
    fn a_request_is_answered_with_the_policy_and_only_reads_are_allowed() {
        let site = Site::new("request");
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let root = site.root.clone();
        thread::spawn(move || serve(&listener, &root));
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };

        let page = ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.contains("require-trusted-types-for 'script'\r\n"));
        assert!(page.ends_with("\r\n\r\nhome"));

        let head = ask("HEAD / HTTP/1.1\r\n\r\n");
        assert!(head.contains("Content-Length: 4\r\n") && head.ends_with("\r\n\r\n"));
        assert!(ask("POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
        assert!(ask("GET /none HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
    }
}
