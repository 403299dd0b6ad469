//! What the caller tells of one entry.

use crate::Facet;

/// Where a word of an entry stands: what a match in it is worth, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A name.
    Name,
    /// A profession, a relationship, a type.
    Role,
    /// A structure, a town, an address.
    Place,
    /// Anything else: an alias, an address to write to.
    Other,
}

impl Field {
    pub(crate) fn rank(self) -> u32 {
        match self {
            Self::Name => 0,
            Self::Role => 1,
            Self::Place => 2,
            Self::Other => 3,
        }
    }
}

/// One entry, as texts of the data; the index keeps folded words of them only.
#[derive(Clone, Default)]
pub struct Entry<'a> {
    /// What entries are ordered by where they answer equally well.
    pub name: &'a str,
    /// Texts that are searched by word.
    pub texts: Vec<(Field, &'a str)>,
    /// Numbers, which are searched from their first character and without spaces: telephone,
    /// RPPS, FINESS, SIRET.
    pub numbers: Vec<&'a str>,
    /// What the entry can be narrowed by.
    pub values: Vec<(Facet, &'a str)>,
}

/// Shows counts only: an entry is about someone.
impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Entry({} texts, {} numbers, {} values)",
            self.texts.len(),
            self.numbers.len(),
            self.values.len()
        )
    }
}
