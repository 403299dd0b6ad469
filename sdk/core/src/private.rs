//! Text about a person, which must not reach a log by accident.

use std::fmt;
use std::ops::Deref;

/// A value whose `Debug` shows nothing of it.
///
/// Titles, names and notes travel in this wrapper, so that a derived `Debug`,
/// a failed assertion or a panic message never carries health data.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private<T>(pub T);

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private")
    }
}

impl<T> Deref for Private<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl From<&str> for Private<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Private<String> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_shows_the_value() {
        let name = Private::from("Odette Marchandeau");
        assert_eq!(format!("{name:?}"), "Private");
    }
}
