//! The members of one JSON object, each as the text that stands there.

use std::borrow::Cow;
use std::fmt;

use coordo_core::order::Order as _;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Members of an object in the order of the text, values unread.
///
/// Reading one costs a scan of the object and no copy of it; nesting of any depth
/// inside a value is skipped without recursion.
#[derive(Clone, Default)]
pub struct Fields<'a> {
    members: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({})", self.members.len())
    }
}

impl<'a> Fields<'a> {
    /// Reads an object.
    ///
    /// # Errors
    ///
    /// The place of the first character that makes it not a JSON object.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The text of a member's value; the last one where a name stands twice, as `JSON.parse` does.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.members
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.get())
    }

    /// A member that is a string.
    pub fn string(&self, name: &str) -> Option<String> {
        unquote(self.get(name)?)
    }

    /// A member that is an object.
    pub fn object(&self, name: &str) -> Option<Fields<'a>> {
        Fields::parse(self.get(name)?).ok()
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> + '_ {
        self.members.iter().map(|(n, v)| (n.as_ref(), v.get()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::with_capacity(16);
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value::<&'de RawValue>()?));
                }
                Ok(Fields { members })
            }
        }
        deserializer.deserialize_map(Members)
    }
}

struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The elements of a JSON array, each as the text that stands there.
pub fn elements(text: &str) -> Option<Vec<&str>> {
    let raw: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(raw.into_iter().map(RawValue::get).collect())
}

/// The content of the text of a JSON string that has no escapes.
pub(crate) fn plain(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('\\')).then_some(inner)
}

/// A string as JSON.
pub fn quote(text: &str) -> String {
    // Serialising a string cannot fail; the fallback keeps this total.
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// The string that the text of a JSON value is; `None` where it is something else.
pub fn unquote(text: &str) -> Option<String> {
    match plain(text) {
        Some(plain) => Some(plain.to_owned()),
        None => serde_json::from_str(text).ok(),
    }
}

/// Whether two JSON texts say the same, whatever their spacing and the order of members.
/// Numbers are compared as written, since `1.0` and `1.00` differ in FHIR.
pub fn same(a: &str, b: &str) -> bool {
    same_within(a, b, DEPTH)
}

/// Nesting beyond which texts are the same only byte by byte: a server may nest as it likes, and
/// the stack of a page is small.
const DEPTH: usize = 32;

fn same_within(a: &str, b: &str, depth: usize) -> bool {
    if a == b {
        return true;
    }
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    if let (Ok(a), Ok(b)) = (Fields::parse(a), Fields::parse(b)) {
        let is_in_b =
            |(name, value): (&str, &str)| b.get(name).is_some_and(|v| same_within(value, v, depth));
        return a.members.len() == b.members.len() && a.iter().all(is_in_b);
    }
    if let (Some(a), Some(b)) = (elements(a), elements(b)) {
        return a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_within(a, b, depth));
    }
    unquote(a).map_or_else(|| a.trim() == b.trim(), |a| unquote(b) == Some(a))
}

/// A text that is the same for all texts that say the same: members in the order of their names,
/// no space between. Beyond a certain nesting it is the text as it stands.
pub fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    write_canonical(text, DEPTH, &mut out);
    out
}

fn write_canonical(text: &str, depth: usize, out: &mut String) {
    let text = text.trim();
    let Some(depth) = depth.checked_sub(1) else {
        return out.push_str(text);
    };
    if text.starts_with('{')
        && let Ok(fields) = Fields::parse(text)
    {
        let mut members: Vec<(&str, &str)> = fields.iter().collect();
        members.order_by(|a, b| a.0.cmp(b.0));
        for (n, (name, value)) in members.into_iter().enumerate() {
            out.push(if n == 0 { '{' } else { ',' });
            out.push_str(&quote(name));
            out.push(':');
            write_canonical(value, depth, out);
        }
        out.push('}');
    } else if text.starts_with('[')
        && let Some(parts) = elements(text)
    {
        out.push('[');
        for part in parts {
            write_canonical(part, depth, out);
            out.push(',');
        }
        out.push(']');
    } else {
        match unquote(text) {
            Some(string) => out.push_str(&quote(&string)),
            None => out.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_the_same_are_the_same_and_numbers_are_as_written() {
        for (a, b) in [
            ("{\"a\":1,\"b\":[1, 2]}", "{ \"b\":[1,2],\"a\" : 1}"),
            ("\"\\u00e9\"", "\"é\""),
            ("true", " true "),
        ] {
            assert!(same(a, b), "{a} {b}");
            assert_eq!(canonical(a), canonical(b), "{a} {b}");
        }
        for (a, b) in [
            ("1.0", "1.00"),
            ("{\"a\":1}", "{\"a\":1,\"b\":2}"),
            ("[1,2]", "[2,1]"),
            ("\"1\"", "1"),
            ("{}", "[]"),
        ] {
            assert!(!same(a, b), "{a} {b}");
            assert_ne!(canonical(a), canonical(b), "{a} {b}");
        }
    }

    #[test]
    fn nesting_of_any_depth_is_compared_without_filling_the_stack() {
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(20_000), "]".repeat(20_000));
        assert!(same(&deep("1"), &deep("1")));
        assert!(!same(&deep("1"), &deep("2")));
        assert_ne!(canonical(&deep("1")), canonical(&deep("2")));
    }
}
