//! What the widgets of one client leave out, together.

use coordo_core::RecordKey;

/// Whose activities are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OwnerFilter {
    /// Everybody's.
    #[default]
    All,
    /// Of the person who acts here.
    Mine,
    /// Nobody answers for them.
    Nobody,
    /// Of one actor: a role counts for its person.
    Of(RecordKey),
}

/// One filter for the board and the timeline of a client. The default leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that must all be found, without accents or case, in title, owner, need or reason.
    pub text: String,
    /// Whose.
    pub owner: OwnerFilter,
    /// Serving this goal only.
    pub goal: Option<RecordKey>,
    /// Without what has ended.
    pub only_open: bool,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
