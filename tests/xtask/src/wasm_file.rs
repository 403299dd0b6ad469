//! Reads as much of a WebAssembly file as it takes to say who takes its space.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

#[derive(Debug)]
pub(crate) struct Section<'a> {
    id: u8,
    pub(crate) name: String,
    pub(crate) body: &'a [u8],
}

const NAMES: [&str; 14] = [
    "custom",
    "types",
    "imports",
    "functions",
    "tables",
    "memories",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
    "tags",
];
const IMPORTS: u8 = 2;
const CODE: u8 = 10;

pub(crate) fn sections(module: &[u8]) -> Result<Vec<Section<'_>>> {
    let mut reader = Reader(module);
    if reader.take(8)?.get(..4) != Some(b"\0asm".as_slice()) {
        bail!("not a WebAssembly module");
    }
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let length = reader.number()?;
        let mut body = reader.take(length)?;
        let mut name = NAMES
            .get(usize::from(id))
            .copied()
            .unwrap_or("unknown")
            .to_owned();
        if id == 0 {
            let mut inner = Reader(body);
            name = format!("custom {}", inner.text()?);
            body = inner.0;
        }
        sections.push(Section { id, name, body });
    }
    Ok(sections)
}

/// Bytes of code by the crate that the function's name begins with, largest first.
pub(crate) fn code_by_crate(module: &[u8]) -> Result<Vec<(String, usize)>> {
    let sections = sections(module)?;
    let names = function_names(&sections)?;
    let first = imported_functions(&sections)?;
    let code = sections
        .iter()
        .find(|section| section.id == CODE)
        .context("the module has no code")?;
    let mut reader = Reader(code.body);
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for index in first..first + reader.number()? {
        let length = reader.number()?;
        reader.take(length)?;
        let krate = names.get(&index).map_or("(no name)", |name| crate_of(name));
        let krate = if is_type(krate) { "(other)" } else { krate };
        *sizes.entry(krate.to_owned()).or_default() += length;
    }
    let mut largest: Vec<(String, usize)> = sizes.into_iter().collect();
    largest.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(largest)
}

fn function_names<'a>(sections: &[Section<'a>]) -> Result<BTreeMap<usize, &'a str>> {
    let section = sections
        .iter()
        .find(|section| section.name == "custom name")
        .context("the module has no names")?;
    let mut reader = Reader(section.body);
    let mut names = BTreeMap::new();
    while !reader.0.is_empty() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let mut inner = Reader(reader.take(length)?);
        if kind == 1 {
            for _ in 0..inner.number()? {
                let index = inner.number()?;
                names.insert(index, inner.text()?);
            }
        }
    }
    Ok(names)
}

/// Imported functions come first in the index space of names.
fn imported_functions(sections: &[Section<'_>]) -> Result<usize> {
    let Some(section) = sections.iter().find(|section| section.id == IMPORTS) else {
        return Ok(0);
    };
    let mut reader = Reader(section.body);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.text()?;
        reader.text()?;
        match reader.byte()? {
            0 => {
                reader.number()?;
                functions += 1;
            }
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            3 => {
                reader.take(2)?;
            }
            other => bail!("unknown kind of import {other}"),
        }
    }
    Ok(functions)
}

/// The crate in a function's name, in the legacy mangling, the v0 one, or none.
fn crate_of(name: &str) -> &str {
    if let Some(rest) = name.strip_prefix("_ZN") {
        return mangled_segment(rest).unwrap_or("(other)");
    }
    let start = name
        .find(|letter: char| letter.is_ascii_alphanumeric())
        .and_then(|start| name.get(start..))
        .unwrap_or_default();
    let end = start
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(start.len());
    match (start.get(..end), start.get(end..)) {
        (Some(krate), Some(rest)) if rest.starts_with("::") || rest.starts_with('[') => krate,
        _ => "(other)",
    }
}

/// An implementation for a type parameter or a type of the language belongs to no crate by its name.
fn is_type(word: &str) -> bool {
    const OF_THE_LANGUAGE: [&str; 10] = [
        "bool", "char", "dyn", "f32", "f64", "mut", "str", "u32", "u64", "usize",
    ];
    word.starts_with(|letter: char| letter.is_ascii_uppercase()) || OF_THE_LANGUAGE.contains(&word)
}

/// `4core3fmt...`, or `50_$LT$core..fmt..X$u20$as...` where the type's crate comes first.
fn mangled_segment(rest: &str) -> Option<&str> {
    let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let length: usize = rest.get(..digits)?.parse().ok()?;
    let segment = rest.get(digits..digits + length)?;
    let Some(inner) = segment.strip_prefix("_$LT$") else {
        return Some(segment.split("..").next().unwrap_or(segment));
    };
    let inner = inner
        .trim_start_matches("impl$u20$")
        .trim_start_matches("$RF$");
    let end = inner.find(['.', '$']).unwrap_or(inner.len());
    inner.get(..end).filter(|krate| !krate.is_empty())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the module is cut short")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?.first().copied().context("one byte")
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Result<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        bail!("a number is too long")
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).context("a name is not UTF-8")
    }

    fn limits(&mut self) -> Result<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_listed_with_their_sizes() {
        let module = b"\0asm\x01\0\0\0\x01\x02\xaa\xbb\0\x06\x04name\x01";
        let sections = sections(module).unwrap();
        let shown: Vec<(&str, usize)> = sections
            .iter()
            .map(|section| (section.name.as_str(), section.body.len()))
            .collect();
        assert_eq!(shown, [("types", 2), ("custom name", 1)]);
    }

    #[test]
    fn a_module_cut_short_is_refused() {
        assert!(sections(b"\0asm\x01\0\0\0\x01\x09\xaa").is_err());
        assert!(sections(b"<!doctype html>").is_err());
    }

    #[test]
    fn the_crate_of_a_function_is_read_from_its_name() {
        for (name, krate) in [
            ("coordo_core::task::due", "coordo_core"),
            ("<alloc::vec::Vec<T> as core::fmt::Debug>::fmt", "alloc"),
            ("_ZN10serde_json2de6parser17habcE", "serde_json"),
            (
                "_ZN50_$LT$core..fmt..Error$u20$as$u20$core..fmt..Debug$GT$3fmtE",
                "core",
            ),
            ("leptos[1f2e]::mount", "leptos"),
            ("memcpy", "(other)"),
        ] {
            assert_eq!(crate_of(name), krate, "{name}");
        }
    }
}
