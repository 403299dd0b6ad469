//! What a host gives: a Bundle, NDJSON or one resource, kept as its bytes.

use std::fmt;
use std::ops::Range;

use coordo_core::{Notice, NoticeCode};

use crate::fields::{Fields, elements};
use crate::split::{Piece, Splitter};

/// The largest document that is read in a page, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Why a document cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Nothing but white space.
    #[error("the document is empty")]
    Empty,
    /// Not JSON: what is wrong stands at this line and column, counted from 1.
    #[error("not JSON, line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Larger than [`MAX_BYTES`].
    #[error("the document has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

/// `Bundle.entry.request`.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `PUT`, `POST`, `DELETE`, `PATCH`.
    pub method: String,
    /// Relative URL.
    pub url: String,
    /// `ifMatch`.
    pub if_match: Option<String>,
    /// `ifNoneMatch`.
    pub if_none_match: Option<String>,
    /// `ifNoneExist`.
    pub if_none_exist: Option<String>,
}

/// Shows the method only: a URL names a person's record.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({})", self.method)
    }
}

/// One resource, or one request, found in a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// Where the resource stands; empty for a request without one (DELETE).
    pub resource: Range<usize>,
    /// `Bundle.entry.fullUrl`.
    pub full_url: Option<String>,
    /// `Bundle.entry.request`.
    pub request: Option<Request>,
    /// Place in the document, for notices: `entry[3]`, `line 4`, or empty.
    pub place: String,
    /// Whether it is nested so deep that [`crate::read::too_deep`] has something to say.
    pub is_deep: bool,
}

/// Shows the place only.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({})", self.place)
    }
}

/// A document whose resources are known by place.
pub struct Document {
    text: Vec<u8>,
    /// `Bundle.type`, where the document is a Bundle.
    pub bundle_type: Option<String>,
    /// `Bundle.link`, relation `self`: the address of this page of a search.
    pub own_address: Option<String>,
    /// `Bundle.link`, relation `next`: the address of the page after it.
    pub next_page: Option<String>,
    /// Resources and requests in order.
    pub items: Vec<Item>,
    /// Oddities of the document itself.
    pub notices: Vec<Notice>,
}

/// Shows the number of items, nothing of what they say.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} items)", self.items.len())
    }
}

impl Document {
    /// Reads a document in one go.
    ///
    /// # Errors
    ///
    /// [`DocumentError`] where it is empty, too large or not JSON at all.
    pub fn read(text: impl Into<Vec<u8>>) -> Result<Self, DocumentError> {
        let mut loader = Loader::new(text)?;
        while !loader.advance(usize::MAX) {}
        loader.finish()
    }

    /// The JSON text of an item.
    pub fn resource(&self, item: &Item) -> &str {
        self.text
            .get(item.resource.clone())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// The document as it was received.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// The document with some resources replaced, by index in [`Document::items`].
    ///
    /// With no replacement these are the very bytes that were read.
    pub fn write<'t>(&self, replaced: impl Fn(usize) -> Option<&'t str>) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len());
        let mut from = 0;
        for (n, item) in self.items.iter().enumerate() {
            if let Some(text) = replaced(n) {
                out.extend_from_slice(self.text.get(from..item.resource.start).unwrap_or(&[]));
                out.extend_from_slice(text.as_bytes());
                from = item.resource.end;
            }
        }
        out.extend_from_slice(self.text.get(from..).unwrap_or(&[]));
        out
    }
}

/// Reads a document a slice at a time, so that a page stays alive meanwhile.
///
/// Call [`Loader::advance`] until it says true, then [`Loader::finish`].
pub struct Loader {
    text: Vec<u8>,
    start: usize,
    splitter: Splitter,
    /// Whether the borders are known.
    is_split: bool,
    /// What stands around the resources of the first entries.
    read: Vec<Around>,
}

impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loader({} bytes)", self.text.len())
    }
}

impl Loader {
    /// Takes the document.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Empty`], [`DocumentError::TooLarge`], or
    /// [`DocumentError::NotJson`] where the first character already is none of JSON.
    pub fn new(text: impl Into<Vec<u8>>) -> Result<Self, DocumentError> {
        let text = text.into();
        if text.len() > MAX_BYTES {
            return Err(DocumentError::TooLarge {
                bytes: text.len(),
                limit: MAX_BYTES,
            });
        }
        let bom = if text.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        let start = text
            .iter()
            .skip(bom)
            .position(|b| !b.is_ascii_whitespace())
            .map(|n| n + bom)
            .ok_or(DocumentError::Empty)?;
        if text.get(start) != Some(&b'{') {
            return Err(not_json_at(&text, start));
        }
        let splitter = Splitter::new(start);
        Ok(Self {
            text,
            start,
            splitter,
            is_split: false,
            read: Vec::new(),
        })
    }

    /// Reads about `budget` bytes more: first for the borders of entries, then what stands around
    /// their resources. True when there is nothing left to do but [`Loader::finish`].
    pub fn advance(&mut self, budget: usize) -> bool {
        if !self.is_split {
            self.is_split = self.splitter.advance(&self.text, budget);
            return self.is_split && self.splitter.pieces.entries.is_empty();
        }
        let mut left = budget;
        let entries = &self.splitter.pieces.entries;
        while left > 0 {
            let n = self.read.len();
            let Some(piece) = entries.get(n) else {
                return true;
            };
            self.read.push(entry(&self.text, piece, n));
            left = left.saturating_sub(piece.range.len().max(1));
        }
        false
    }

    /// How much is read, and how much there is, in bytes.
    pub fn progress(&self) -> (usize, usize) {
        (self.splitter.position(), self.text.len())
    }

    /// The document with its items.
    ///
    /// # Errors
    ///
    /// [`DocumentError::NotJson`] where nothing in it could be read.
    pub fn finish(self) -> Result<Document, DocumentError> {
        let mut document = Document {
            bundle_type: None,
            own_address: None,
            next_page: None,
            items: Vec::new(),
            notices: Vec::new(),
            text: self.text,
        };
        let open = self.splitter.open_element();
        let pieces = self.splitter.pieces;
        let read = self.read;
        match (pieces.whole, pieces.rest) {
            (Some(_), Some(_)) => document.take_lines(self.start)?,
            (Some(whole), None) => document.take_value(whole, &pieces.entries, read)?,
            (None, _) if pieces.entries.is_empty() => {
                return Err(not_json_at(&document.text, document.text.len()));
            }
            (None, _) => {
                let cut = open.unwrap_or(document.text.len());
                document.take_entries(&pieces.entries, read);
                let n = pieces.entries.len();
                let (line, column) = place_of(&document.text, cut);
                document.notices.push(Notice::at(
                    NoticeCode::Truncated,
                    format!("entry[{n}], line {line}, column {column}"),
                ));
            }
        }
        Ok(document)
    }
}

impl Document {
    /// One JSON value: a Bundle or a resource.
    fn take_value(
        &mut self,
        whole: Range<usize>,
        entries: &[Piece],
        read: Vec<Around>,
    ) -> Result<(), DocumentError> {
        let ranges = entries.iter().map(|e| &e.range);
        let shell = shell_of(self.slice(&whole), &whole, ranges);
        let fields = match Fields::parse(&shell) {
            Ok(fields) => fields,
            Err(e) if entries.is_empty() => {
                return Err(not_json(&self.text, whole.start, &shell, &e));
            }
            Err(e) => {
                // The frame of the Bundle is broken, its entries may be sound.
                let at = whole.start + offset_of(&shell, &e);
                let (line, column) = place_of(&self.text, at);
                self.notices.push(Notice::at(
                    NoticeCode::NotJson,
                    format!("line {line}, column {column}"),
                ));
                Fields::default()
            }
        };
        let is_bundle = fields.string("resourceType").as_deref() == Some("Bundle")
            || (fields.get("resourceType").is_none() && !entries.is_empty());
        if is_bundle {
            self.bundle_type = fields.string("type");
            self.own_address = link(&fields, "self");
            self.next_page = link(&fields, "next");
            self.take_entries(entries, read);
        } else {
            if !entries.is_empty() {
                let text = self.slice(&whole);
                Fields::parse(text).map_err(|e| not_json(&self.text, whole.start, text, &e))?;
            }
            let is_deep = crate::split::depth(self.slice(&whole)) > crate::read::DEEP;
            self.items.push(Item {
                resource: whole,
                full_url: None,
                request: None,
                place: String::new(),
                is_deep,
            });
        }
        Ok(())
    }

    /// Takes the entries, of which the first were read before.
    fn take_entries(&mut self, entries: &[Piece], read: Vec<Around>) {
        let n_read = read.len();
        for (n, found) in read.into_iter().enumerate() {
            self.take_entry(n, found);
        }
        for (n, piece) in entries.iter().enumerate().skip(n_read) {
            let found = entry(&self.text, piece, n);
            self.take_entry(n, found);
        }
    }

    fn take_entry(&mut self, n: usize, found: Around) {
        match found {
            Ok(item) => self.items.push(item),
            Err(code) => self.notices.push(Notice::at(code, format!("entry[{n}]"))),
        }
    }

    /// NDJSON: a resource a line; a bad line is told, the others are read.
    fn take_lines(&mut self, start: usize) -> Result<(), DocumentError> {
        let first_line = self
            .text
            .iter()
            .take(start)
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        let mut at = start;
        let mut lines = Vec::new();
        for line in self.text.get(start..).unwrap_or(&[]).split(|b| *b == b'\n') {
            lines.push(at..at + line.len());
            at += line.len() + 1;
        }
        for (n, range) in lines.into_iter().enumerate() {
            let bytes = self.text.get(range.clone()).unwrap_or(&[]);
            let trimmed = bytes.trim_ascii();
            if trimmed.is_empty() {
                continue;
            }
            let place = format!("line {}", first_line + n);
            let from = range.start + bytes.len() - bytes.trim_ascii_start().len();
            let range = from..from + trimmed.len();
            match std::str::from_utf8(trimmed).ok().map(Fields::parse) {
                Some(Ok(_)) => {
                    let is_deep = crate::split::depth(self.slice(&range)) > crate::read::DEEP;
                    self.items.push(Item {
                        resource: range,
                        full_url: None,
                        request: None,
                        place,
                        is_deep,
                    });
                }
                Some(Err(_)) | None => self.notices.push(Notice::at(NoticeCode::NotJson, place)),
            }
        }
        if self.items.is_empty() {
            return Err(not_json_at(&self.text, start));
        }
        Ok(())
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        let bytes = self.text.get(range.clone()).unwrap_or(&[]);
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => {
                std::str::from_utf8(bytes.get(..e.valid_up_to()).unwrap_or(&[])).unwrap_or("")
            }
        }
    }
}

/// Where a Bundle's link of one relation leads: `Bundle.link.url`.
pub fn link(bundle: &Fields<'_>, relation: &str) -> Option<String> {
    let links = bundle.get("link").and_then(elements).unwrap_or_default();
    let mut links = links.into_iter().filter_map(|l| Fields::parse(l).ok());
    let found = links.find(|l| l.string("relation").as_deref() == Some(relation));
    found.and_then(|l| l.string("url"))
}

/// What stands around the resource of an entry, or why it cannot be read.
type Around = Result<Item, NoticeCode>;

/// Reads what stands around the resource; the resource itself is read by those who want it.
fn entry(text: &[u8], piece: &Piece, n: usize) -> Around {
    let range = &piece.range;
    let text = std::str::from_utf8(text.get(range.clone()).unwrap_or(&[]))
        .map_err(|_| NoticeCode::NotJson)?;
    let shell = shell_of(text, range, piece.resource.as_ref());
    let fields = Fields::parse(&shell).map_err(|_| NoticeCode::NotJson)?;
    let resource = piece.resource.clone();
    let request = fields.object("request").map(|r| Request {
        method: r.string("method").unwrap_or_default(),
        url: r.string("url").unwrap_or_default(),
        if_match: r.string("ifMatch"),
        if_none_match: r.string("ifNoneMatch"),
        if_none_exist: r.string("ifNoneExist"),
    });
    if resource.is_none() && request.is_none() {
        return Err(NoticeCode::NotAResource);
    }
    Ok(Item {
        resource: resource.unwrap_or(range.start..range.start),
        full_url: fields.string("fullUrl"),
        request,
        place: format!("entry[{n}]"),
        is_deep: piece.depth > crate::read::DEEP,
    })
}

/// The value with some parts left out, so that a frame is judged apart from them.
fn shell_of<'r>(
    text: &str,
    whole: &Range<usize>,
    parts: impl IntoIterator<Item = &'r Range<usize>>,
) -> String {
    let mut shell = String::new();
    let mut from = 0;
    for part in parts {
        let (start, end) = (part.start - whole.start, part.end - whole.start);
        shell.push_str(text.get(from..start).unwrap_or(""));
        shell.push('0');
        from = end;
    }
    shell.push_str(text.get(from..).unwrap_or(""));
    shell
}

fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    line_start + error.column().saturating_sub(1)
}

fn not_json(document: &[u8], start: usize, text: &str, error: &serde_json::Error) -> DocumentError {
    not_json_at(document, start + offset_of(text, error))
}

fn not_json_at(text: &[u8], at: usize) -> DocumentError {
    let (line, column) = place_of(text, at);
    DocumentError::NotJson { line, column }
}

fn place_of(text: &[u8], at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or(&[]);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_nothing_of_a_record() {
        let text = r#"{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:odette","resource":{"resourceType":"Patient","id":"odette"},"request":{"method":"PUT","url":"Patient/odette"}}]}"#;
        let loader = Loader::new(text).unwrap();
        assert!(!format!("{loader:?}").contains("odette"));
        let document = Document::read(text).unwrap();
        assert!(!format!("{document:?} {:?}", document.items).contains("odette"));
    }

    #[test]
    fn a_document_read_a_byte_at_a_time_holds_what_it_holds_read_at_once() {
        let text = r#"{"resourceType":"Bundle","type":"collection","entry":[
            {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p"}},
            {"resource":},
            {"request":{"method":"DELETE","url":"Task/t"}},
            {"fullUrl":"urn:uuid:2"}]}"#;
        let at_once = Document::read(text).unwrap();
        for steps in [0, 1, 2, 3, usize::MAX] {
            let mut loader = Loader::new(text).unwrap();
            while !loader.is_split {
                loader.advance(1);
            }
            // Whoever does not wait for the end gets the rest in one go.
            for _ in 0..steps {
                if loader.advance(1) {
                    break;
                }
            }
            let document = loader.finish().unwrap();
            assert_eq!(document.items, at_once.items);
            assert_eq!(document.notices, at_once.notices);
        }
        assert_eq!((at_once.items.len(), at_once.notices.len()), (2, 2));
    }
}
