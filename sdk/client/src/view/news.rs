//! What others changed since the person who acts here last looked (row 36).

use coordo_core::{Instant, Private, RecordKey, TaskStatus};
use coordo_engine::diff::Facet;

use super::ItemKey;

/// What became of a record since it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It was not there.
    Came,
    /// It says something else in these parts, in their order.
    Differs(Vec<Facet>),
}

/// All that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesView {
    /// What its source changed last comes first.
    pub changes: Vec<ChangeView>,
    /// When this person last looked at all of it; none before their first look is done.
    pub since: Option<Instant>,
}

/// One record that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeView {
    /// Which.
    pub record: RecordKey,
    /// Where a widget shows it.
    pub item: Option<ItemKey>,
    /// What it is called, where the data say.
    pub title: Option<Private<String>>,
    /// How it changed.
    pub unread: Unread,
    /// When its source last changed it (`meta.lastUpdated`), where it says.
    pub at: Option<Instant>,
    /// Of a task: its status now.
    pub status: Option<TaskStatus>,
    /// Of a task: who answers for it now, or is asked to, where known.
    pub owner: Option<Private<String>>,
}
