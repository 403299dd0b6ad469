//! Eviction: browsers throw a site's database away in silence, so a mark of it is kept elsewhere.
//!
//! The same opaque mark lies in the database and beside it, in the page's small storage. A mark
//! outside without its twin inside tells that the database was thrown away.

/// What the two marks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Nothing was here before.
    New,
    /// All is as it was left.
    Here,
    /// The small storage was cleared, or keeps nothing; the database is whole.
    MarkLost,
    /// What was here is gone.
    Evicted,
}

/// Reads the marks.
pub(crate) fn read(inside: Option<&str>, outside: Option<&str>) -> Sign {
    match (inside, outside) {
        (None, None) => Sign::New,
        (None, Some(_)) => Sign::Evicted,
        (Some(_), None) => Sign::MarkLost,
        (Some(inside), Some(outside)) if inside == outside => Sign::Here,
        // Another tab may have begun anew after an eviction; its mark is the one that counts.
        (Some(_), Some(_)) => Sign::MarkLost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mark_without_its_database_is_an_eviction() {
        for (inside, outside, sign) in [
            (None, None, Sign::New),
            (Some("a"), Some("a"), Sign::Here),
            (Some("a"), None, Sign::MarkLost),
            (Some("a"), Some("b"), Sign::MarkLost),
            (None, Some("a"), Sign::Evicted),
        ] {
            assert_eq!(read(inside, outside), sign);
        }
    }
}
