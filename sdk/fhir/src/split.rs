//! Finds the borders of the resources in a document, a slice at a time.
//!
//! A JSON parser that builds values would hold the main thread for the whole
//! file; this scanner only follows brackets and strings, can stop after any byte
//! and go on later, and keeps what came before a cut. It decides nothing about
//! validity: each piece is read by `serde_json` afterwards.

use std::ops::Range;

/// One element of the top-level member `entry`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    /// Its member `resource`, where that is an object.
    pub(crate) resource: Option<Range<usize>>,
    /// The deepest nesting of brackets in it.
    pub(crate) depth: usize,
}

/// What the scanner saw.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// Elements of the top-level member `entry`.
    pub(crate) entries: Vec<Piece>,
    /// The whole first top-level value, once closed.
    pub(crate) whole: Option<Range<usize>>,
    /// The first byte after it that is not white space.
    pub(crate) rest: Option<usize>,
}

/// Where the scanner stands.
#[derive(Debug)]
pub(crate) struct Splitter {
    at: usize,
    depth: usize,
    start: Option<usize>,
    in_string: bool,
    string_start: usize,
    key: Range<usize>,
    in_entry: bool,
    element: Option<usize>,
    /// The last string directly inside the element: a key, when a value follows.
    inner_key: Range<usize>,
    inner_start: Option<usize>,
    piece: Piece,
    pub(crate) pieces: Pieces,
}

impl Splitter {
    pub(crate) fn new(from: usize) -> Self {
        Self {
            at: from,
            depth: 0,
            start: None,
            in_string: false,
            string_start: 0,
            key: 0..0,
            in_entry: false,
            element: None,
            inner_key: 0..0,
            inner_start: None,
            piece: Piece::default(),
            pieces: Pieces::default(),
        }
    }

    /// How far it has read, in bytes.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Where the element begins that was being read when the text ended.
    pub(crate) fn open_element(&self) -> Option<usize> {
        self.element
    }

    /// Reads about `budget` bytes more; true when the first value is whole or the text is over.
    pub(crate) fn advance(&mut self, text: &[u8], budget: usize) -> bool {
        let stop = text.len().min(self.at.saturating_add(budget));
        while self.at < stop {
            if self.in_string {
                self.skip_string(text, stop);
                continue;
            }
            let Some(&byte) = text.get(self.at) else {
                break;
            };
            self.step(text, byte);
            self.at += 1;
            if self.pieces.whole.is_some() {
                self.pieces.rest = text
                    .get(self.at..)
                    .and_then(|rest| rest.iter().position(|b| !b.is_ascii_whitespace()))
                    .map(|n| self.at + n);
                return true;
            }
        }
        self.at >= text.len()
    }

    fn skip_string(&mut self, text: &[u8], stop: usize) {
        let Some(rest) = text.get(self.at..stop) else {
            return;
        };
        match memchr::memchr2(b'"', b'\\', rest) {
            None => self.at = stop,
            Some(n) => {
                self.at += n;
                if text.get(self.at) == Some(&b'\\') {
                    self.at += 2;
                } else {
                    match self.depth {
                        1 => self.key = self.string_start..self.at,
                        3 => self.inner_key = self.string_start..self.at,
                        _ => {}
                    }
                    self.in_string = false;
                    self.at += 1;
                }
            }
        }
    }

    fn step(&mut self, text: &[u8], byte: u8) {
        match byte {
            b'"' => {
                self.in_string = true;
                self.string_start = self.at + 1;
            }
            b'{' | b'[' => {
                if self.depth == 0 {
                    self.start = Some(self.at);
                } else if self.depth == 1 && byte == b'[' {
                    self.in_entry = text.get(self.key.clone()) == Some(b"entry");
                } else if self.depth == 2 && self.in_entry {
                    self.element = Some(self.at);
                    self.piece = Piece::default();
                } else if self.depth == 3 && byte == b'{' {
                    let is_resource = text.get(self.inner_key.clone()) == Some(b"resource");
                    self.inner_start = is_resource.then_some(self.at);
                }
                self.depth += 1;
                self.piece.depth = self.piece.depth.max(self.depth);
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                match self.depth {
                    0 => {
                        if let Some(start) = self.start.take() {
                            self.pieces.whole = Some(start..self.at + 1);
                        }
                    }
                    1 => self.in_entry = false,
                    2 if self.in_entry => {
                        if let Some(start) = self.element.take() {
                            self.piece.range = start..self.at + 1;
                            self.pieces.entries.push(std::mem::take(&mut self.piece));
                        }
                    }
                    3 => {
                        if let Some(start) = self.inner_start.take() {
                            self.piece.resource = Some(start..self.at + 1);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// The deepest nesting of brackets in a piece of JSON.
pub(crate) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0usize, 0usize, false, false);
    for byte in text.bytes() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str, budget: usize) -> Vec<String> {
        let mut splitter = Splitter::new(0);
        while !splitter.advance(text.as_bytes(), budget) {}
        splitter
            .pieces
            .entries
            .iter()
            .map(|piece| text.get(piece.range.clone()).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn entries_are_found_whatever_the_slice_size() {
        let text = r#"{"a":{"entry":[{"no":1}]},"entry" : [ {"x":"]}\\\"{"} , {"y":[{}]} ],"b":[{"n":0}]}"#;
        for budget in 1..text.len() {
            assert_eq!(
                entries(text, budget),
                [r#"{"x":"]}\\\"{"}"#, r#"{"y":[{}]}"#],
                "budget {budget}"
            );
        }
    }

    #[test]
    fn the_resource_of_an_entry_is_found_and_only_that() {
        let text = r#"{"entry":[{"x":{"resource":{}},"resource":{"a":[[]]}},{"resource":7},{"resource":"{","y":{}}]}"#;
        let mut splitter = Splitter::new(0);
        while !splitter.advance(text.as_bytes(), 1) {}
        let found = splitter.pieces.entries.iter();
        let found: Vec<_> = found
            .map(|p| p.resource.clone().map(|r| text.get(r).unwrap()))
            .collect();
        assert_eq!(found, [Some(r#"{"a":[[]]}"#), None, None]);
    }

    #[test]
    fn a_cut_keeps_the_entries_before_it() {
        assert_eq!(entries(r#"{"entry":[{"a":1},{"b":"#, 3), [r#"{"a":1}"#]);
    }
}
