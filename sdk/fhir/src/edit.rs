//! Changes named members of a JSON text and leaves every other byte where it was.

use crate::fields::Fields;

/// Why a text could not be edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The text is not a JSON object.
    #[error("the text to edit is not a JSON object")]
    NotAnObject,
    /// A step of the path leads to something that is not an object.
    #[error("the path `{0}` does not lead through objects")]
    NotAPath(String),
}

/// Sets the member at `path` to `value`, a JSON text, adding it where it is absent.
///
/// Objects on the way that are absent are added too. A name that stands twice is
/// edited where it counts: at its last place.
///
/// # Errors
///
/// [`EditError`] where the text or a step of the path is not an object.
pub fn set(text: &str, path: &[&str], value: &str) -> Result<String, EditError> {
    let Some((name, deeper)) = path.split_first() else {
        return Ok(value.to_owned());
    };
    let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
    let Some(old) = fields.get(name) else {
        let mut inner = value.to_owned();
        for step in deeper.iter().rev() {
            inner = format!("{{{}:{inner}}}", crate::fields::quote(step));
        }
        return insert(text, name, &inner, &fields);
    };
    let new = if deeper.is_empty() {
        value.to_owned()
    } else {
        set(old, deeper, value).map_err(|_| EditError::NotAPath(path.join(".")))?
    };
    let at = offset(text, old);
    Ok(splice(text, at, at + old.len(), &new))
}

/// Removes the member at `path`; absent is fine. An object that is empty then goes too,
/// since FHIR has no empty ones.
///
/// # Errors
///
/// [`EditError`] where the text or a step of the path is not an object.
pub fn remove(text: &str, path: &[&str]) -> Result<String, EditError> {
    let Some((name, deeper)) = path.split_first() else {
        return Ok(text.to_owned());
    };
    if !deeper.is_empty() {
        let fields = Fields::parse(text).map_err(|_| EditError::NotAnObject)?;
        let Some(old) = fields.get(name) else {
            return Ok(text.to_owned());
        };
        let new = remove(old, deeper).map_err(|_| EditError::NotAPath(path.join(".")))?;
        if Fields::parse(&new).is_ok_and(|f| f.iter().next().is_some()) {
            let at = offset(text, old);
            return Ok(splice(text, at, at + old.len(), &new));
        }
    }
    remove_member(text, name)
}

/// Removes the member `name` of the object, wherever it stands.
fn remove_member(text: &str, name: &str) -> Result<String, EditError> {
    let mut text = text.to_owned();
    loop {
        let range = {
            let fields = Fields::parse(&text).map_err(|_| EditError::NotAnObject)?;
            let values: Vec<(&str, &str)> = fields.iter().collect();
            let Some(n) = values.iter().position(|(k, _)| *k == name) else {
                return Ok(text);
            };
            let end_of = |value: &str| offset(&text, value) + value.len();
            let end = values.get(n).map_or(0, |(_, v)| end_of(v));
            match n.checked_sub(1).and_then(|before| values.get(before)) {
                // From the end of the member before: its comma goes too.
                Some((_, before)) => end_of(before)..end,
                None => {
                    let open = text.find('{').map_or(0, |at| at + 1);
                    let comma = text
                        .get(end..)
                        .and_then(|rest| rest.find(',').filter(|_| values.len() > 1));
                    open..comma.map_or(end, |c| end + c + 1)
                }
            }
        };
        text = splice(&text, range.start, range.end, "");
    }
}

fn insert(text: &str, name: &str, value: &str, fields: &Fields<'_>) -> Result<String, EditError> {
    let last = fields.iter().last();
    let at = match last {
        Some((_, v)) => offset(text, v) + v.len(),
        None => text.find('{').ok_or(EditError::NotAnObject)? + 1,
    };
    let comma = if last.is_some() { "," } else { "" };
    let member = format!("{comma}{}:{value}", crate::fields::quote(name));
    Ok(splice(text, at, at, &member))
}

/// Where `part`, a slice of `whole`, begins in it.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

fn splice(text: &str, from: usize, to: usize, new: &str) -> String {
    let (before, after) = (text.get(..from), text.get(to..));
    [before.unwrap_or(""), new, after.unwrap_or("")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_a_member_leaves_every_other_byte() {
        let text = "{ \"a\" : 1.0,\n \"status\":\"draft\" , \"z\": [ 1.50 ] }";
        assert_eq!(
            set(text, &["status"], "\"ready\"").unwrap(),
            "{ \"a\" : 1.0,\n \"status\":\"ready\" , \"z\": [ 1.50 ] }"
        );
        assert_eq!(set("{}", &["a"], "1").unwrap(), "{\"a\":1}");
        assert_eq!(
            set("{\"m\":{\"v\":1}}", &["m", "v"], "2").unwrap(),
            "{\"m\":{\"v\":2}}"
        );
        assert_eq!(set("{}", &["m", "v"], "2").unwrap(), "{\"m\":{\"v\":2}}");
    }

    #[test]
    fn removing_a_member_keeps_the_object_whole_wherever_it_stood() {
        let cases = [
            ("{\"x\":1}", "{}"),
            ("{\"x\":1,\"a\":2}", "{\"a\":2}"),
            ("{\"a\":2,\"x\":1}", "{\"a\":2}"),
            ("{\"a\":2, \"x\" : 1 ,\"b\":3}", "{\"a\":2 ,\"b\":3}"),
            ("{\"x\":1,\"x\":2}", "{}"),
            ("{\"a\":2}", "{\"a\":2}"),
        ];
        for (text, expected) in cases {
            assert_eq!(remove(text, &["x"]).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn removing_the_last_member_of_an_object_removes_the_object() {
        let text = "{\"a\":1,\"m\":{\"v\":1,\"w\":2}}";
        let one = remove(text, &["m", "v"]).unwrap();
        assert_eq!(one, "{\"a\":1,\"m\":{\"w\":2}}");
        assert_eq!(remove(&one, &["m", "w"]).unwrap(), "{\"a\":1}");
        assert_eq!(remove(text, &["x", "v"]).unwrap(), text);
        assert!(remove(text, &["a", "v"]).is_err());
    }

    #[test]
    fn a_name_that_stands_twice_is_edited_where_it_counts() {
        assert_eq!(
            set("{\"s\":1,\"s\":2}", &["s"], "3").unwrap(),
            "{\"s\":1,\"s\":3}"
        );
    }

    #[test]
    fn what_is_not_an_object_is_an_error() {
        assert_eq!(set("[1]", &["a"], "1"), Err(EditError::NotAnObject));
        assert!(set("{\"m\":1}", &["m", "v"], "1").is_err());
        assert!(remove("x", &["a"]).is_err());
    }
}
