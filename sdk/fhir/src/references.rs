//! Every reference of a resource, at any depth: extensions, contained resources, lists.

use coordo_core::{Private, Reference};

use crate::fields::{Fields, elements};

/// Deepest nesting that is looked into; what lies deeper cannot be vouched for.
const DEEPEST: usize = 64;

/// What a text refers to.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Each `Reference`, also one of words alone; a contained resource as `#id` with its type.
    pub all: Vec<Reference>,
    /// Whether everything could be looked at.
    pub is_whole: bool,
}

/// Finds them, in no order that means anything.
pub fn find(text: &str) -> References {
    let mut found = References {
        all: Vec::new(),
        is_whole: true,
    };
    let mut open: Vec<(&str, usize, bool)> = vec![(text, 0, true)];
    while let Some((text, depth, is_root)) = open.pop() {
        let trimmed = text.trim_start();
        if depth > DEEPEST {
            found.is_whole = false;
        } else if trimmed.starts_with('[') {
            match elements(text) {
                Some(parts) => open.extend(parts.into_iter().map(|part| (part, depth + 1, false))),
                None => found.is_whole = false,
            }
        } else if trimmed.starts_with('{') {
            let Ok(fields) = Fields::parse(text) else {
                found.is_whole = false;
                continue;
            };
            found.all.extend(reference(&fields, is_root));
            open.extend(fields.iter().map(|(_, value)| (value, depth + 1, false)));
        }
    }
    found
}

fn reference(fields: &Fields<'_>, is_root: bool) -> Option<Reference> {
    let text = |name: &str| fields.string(name).filter(|text| !text.is_empty());
    if let Some(kind) = text("resourceType") {
        let local = ["#", &text("id").unwrap_or_default()].concat();
        return (!is_root).then(|| Reference {
            target: Some(Private(local)),
            kind: Some(kind),
            ..Reference::default()
        });
    }
    let target = text("reference");
    // A Coding has a display too, beside its code.
    let is_coding = fields.get("code").is_some() || fields.get("system").is_some();
    let display = text("display").filter(|_| !is_coding);
    (target.is_some() || display.is_some()).then(|| Reference {
        target: target.map(Private),
        display: display.map(Private),
        kind: text("type"),
        ..Reference::default()
    })
}
