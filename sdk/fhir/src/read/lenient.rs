//! Readers of single fields: a value, or a notice that says which field is odd.

use std::cmp::Ordering;

use coordo_core::task::Period;
use coordo_core::{FhirDate, Notice, NoticeCode, Private, RecordKey, Reference};

use crate::fields::{Fields, elements, unquote};
use crate::read::DEEP;
use crate::split::depth;

/// Reads the fields of one resource and gathers its notices.
pub(super) struct Reader<'k> {
    key: &'k RecordKey,
    notices: Vec<Notice>,
}

impl<'k> Reader<'k> {
    pub(super) fn new(key: &'k RecordKey) -> Self {
        Self {
            key,
            notices: Vec::new(),
        }
    }

    pub(super) fn key(&self) -> RecordKey {
        self.key.clone()
    }

    pub(super) fn kind(&self) -> &'k str {
        &self.key.kind
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices
    }

    /// Notes an oddity of the field at `path`, given without the resource type.
    pub(super) fn notice(&mut self, code: NoticeCode, path: &str) {
        let path = format!("{}.{path}", self.key.kind);
        let known = |n: &Notice| n.code == code && n.path == path;
        if !self.notices.iter().any(known) {
            self.notices.push(Notice::on(code, self.key, path));
        }
    }

    pub(super) fn too_deep(&mut self, fields: &Fields<'_>) {
        for (name, value) in fields.iter() {
            // Depth costs a bracket a level, so short values cannot be deep.
            if value.len() > 2 * DEEP && depth(value) > DEEP {
                self.notice(NoticeCode::TooDeep, name);
            }
        }
    }

    pub(super) fn string(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Option<String> {
        let value = unquote(of.get(name)?);
        if value.is_none() {
            self.notice(NoticeCode::WrongType, path);
        }
        value
    }

    /// The same for a member of what stands at `base`: the path is made only for a notice.
    pub(super) fn string_in(&mut self, of: &Fields<'_>, name: &str, base: &str) -> Option<String> {
        let value = unquote(of.get(name)?);
        if value.is_none() {
            self.notice(NoticeCode::WrongType, &format!("{base}.{name}"));
        }
        value
    }

    /// A string that people read, of what stands at `base`: never empty.
    pub(super) fn text_in(
        &mut self,
        of: &Fields<'_>,
        name: &str,
        base: &str,
    ) -> Option<Private<String>> {
        said(self.string_in(of, name, base)?)
    }

    /// A string that people read: never empty.
    pub(super) fn text(
        &mut self,
        of: &Fields<'_>,
        name: &str,
        path: &str,
    ) -> Option<Private<String>> {
        said(self.string(of, name, path)?)
    }

    pub(super) fn object<'a>(
        &mut self,
        of: &Fields<'a>,
        name: &str,
        path: &str,
    ) -> Option<Fields<'a>> {
        let text = of.get(name)?;
        // Servers send a list of one where FHIR wants the thing itself.
        let first = if text.starts_with('[') {
            self.notice(NoticeCode::WrongType, path);
            elements(text)?.into_iter().next()?
        } else {
            text
        };
        match Fields::parse(first) {
            Ok(fields) => Some(fields),
            Err(_) => {
                self.notice(NoticeCode::WrongType, path);
                None
            }
        }
    }

    pub(super) fn list<'a>(&mut self, of: &Fields<'a>, name: &str, path: &str) -> Vec<Fields<'a>> {
        let Some(text) = of.get(name) else {
            return Vec::new();
        };
        let parts = elements(text).unwrap_or_else(|| {
            self.notice(NoticeCode::WrongType, path);
            vec![text]
        });
        let mut out = Vec::with_capacity(parts.len());
        for part in parts {
            match Fields::parse(part) {
                Ok(fields) => out.push(fields),
                Err(_) => self.notice(NoticeCode::WrongType, path),
            }
        }
        out
    }

    pub(super) fn date(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Option<FhirDate> {
        let text = self.string(of, name, path)?;
        let date = FhirDate::parse(&text);
        if date.is_none() {
            self.notice(NoticeCode::BadDate, path);
        }
        date
    }

    /// A date of what stands at `base`.
    pub(super) fn date_in(&mut self, of: &Fields<'_>, name: &str, base: &str) -> Option<FhirDate> {
        let text = self.string_in(of, name, base)?;
        let date = FhirDate::parse(&text);
        if date.is_none() {
            self.notice(NoticeCode::BadDate, &format!("{base}.{name}"));
        }
        date
    }

    pub(super) fn period(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Period {
        let Some(period) = self.object(of, name, path) else {
            return Period::default();
        };
        let period = Period {
            start: self.date_in(&period, "start", path),
            end: self.date_in(&period, "end", path),
        };
        self.check_order(period, path);
        period
    }

    /// Notes an end that comes before its start, whatever was left out of both.
    pub(super) fn check_order(&mut self, period: Period, path: &str) {
        if let (Some(start), Some(end)) = (period.start, period.end)
            && end.compare(start, 0) == Some(Ordering::Less)
        {
            self.notice(NoticeCode::EndBeforeStart, path);
        }
    }

    pub(super) fn reference(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Reference {
        match self.object(of, name, path) {
            Some(fields) => self.reference_of(&fields, path),
            None => Reference::default(),
        }
    }

    pub(super) fn references(&mut self, of: &Fields<'_>, name: &str, path: &str) -> Vec<Reference> {
        self.list(of, name, path)
            .iter()
            .map(|fields| self.reference_of(fields, path))
            .filter(|r| !r.is_empty())
            .collect()
    }

    pub(super) fn reference_of(&mut self, fields: &Fields<'_>, path: &str) -> Reference {
        Reference {
            target: self.text_in(fields, "reference", path),
            display: self.text_in(fields, "display", path),
            kind: self.string_in(fields, "type", path),
            identifier: match fields.get("identifier") {
                Some(_) => self.identifier_in(fields, path).map(Box::new),
                None => None,
            },
        }
    }
}

/// Text without the space around it, unless nothing is left.
pub(super) fn said(mut text: String) -> Option<Private<String>> {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        text = trimmed.to_owned();
    }
    (!text.is_empty()).then_some(Private(text))
}
