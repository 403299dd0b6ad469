//! Who does what: a line an open activity, a column a person.

use coordo_core::{Private, RecordKey};

use super::board::{CardView, OwnerView};

/// How much of the grid is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhoQuery {
    /// Lines.
    pub n_rows: usize,
    /// Columns.
    pub n_columns: usize,
}

impl WhoQuery {
    /// As many lines as are shown at first, and as many more a press.
    pub const ROWS: usize = 40;
    /// As many columns as are shown at first.
    pub const COLUMNS: usize = 24;
    /// All of it: on paper nobody can press "more".
    pub const WHOLE: Self = Self {
        n_rows: usize::MAX,
        n_columns: usize::MAX,
    };
}

impl Default for WhoQuery {
    fn default() -> Self {
        Self {
            n_rows: Self::ROWS,
            n_columns: Self::COLUMNS,
        }
    }
}

/// The grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoView {
    /// Nobody's first, then what is asked of somebody, then by goal.
    pub groups: Vec<WhoGroup>,
    /// Professionals and structures, most asked for first; then the person and those around.
    pub columns: Vec<WhoColumn>,
    /// Activities in all.
    pub n_activities: usize,
    /// Lines beyond those that were asked for.
    pub n_more: usize,
    /// Columns beyond those that were asked for.
    pub n_others: usize,
    /// Whether the first load is whole and was looked at: before, an empty grid says nothing.
    pub is_known: bool,
}

/// Why activities stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoGroupKind {
    /// Nobody answers for them.
    Unowned,
    /// Somebody is asked and has not answered.
    Offered,
    /// They serve a goal or need; nothing where none is named.
    Goal(Option<Private<String>>),
}

/// Activities that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoGroup {
    /// Why.
    pub kind: WhoGroupKind,
    /// How many there are, those that are not shown with them.
    pub n: usize,
    /// Those that are shown.
    pub rows: Vec<WhoRow>,
}

/// An activity and what each column has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoRow {
    /// What the board says of it.
    pub card: CardView,
    /// By place in [`WhoView::columns`], sorted; the first part is the one that counts most.
    pub parts: Vec<(usize, Vec<WhoPart>)>,
}

/// What somebody has to do with an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhoPart {
    /// Answers for it.
    Answers,
    /// Is asked to.
    Asked,
    /// Contributes.
    Contributes,
    /// Validates.
    Validates,
    /// Is told.
    Informed,
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoColumn {
    /// Their record, where there is one.
    pub record: Option<RecordKey>,
    /// Name, role, letters.
    pub owner: OwnerView,
    /// Whether they are the person, or of those around.
    pub is_kin: bool,
    /// Whether it is who acts here.
    pub is_me: bool,
    /// Activities that they answer for.
    pub n_answers: usize,
    /// Activities of theirs that wait for somebody else's.
    pub n_waits: usize,
}
