//! The board: columns, cards, and what may be done with each card.

use coordo_core::activity::ActivityStatus;
use coordo_core::board::Column;
use coordo_core::task::Priority;
use coordo_core::{FhirDate, Private, RecordKey, Refusal, SourceId, TaskStatus};

use super::finding::Badge;
use super::news::Unread;
use super::timeline::LaneKey;
use super::{FrameView, PendingView};

/// What a swimlane of the board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lanes {
    /// A lane a person, team or structure that answers; nobody's first.
    Actor,
    /// A lane a goal or need.
    Goal,
}

/// What a board asks for. The client's shared filter applies besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardQuery {
    /// How many cards each column shows; the rest is counted in [`ColumnView::n_more`].
    pub limits: [usize; 6],
    /// The swimlanes, where any are wanted.
    pub lanes: Option<Lanes>,
    /// Lanes that show more or less than [`BoardQuery::FIRST_OF_LANE`] cards a column,
    /// zeros for one that is folded.
    pub lane_limits: Vec<(LaneKey, [usize; 6])>,
    /// Every card whatever the limits, as paper has no "more"; folded lanes stay folded.
    pub is_whole: bool,
}

impl BoardQuery {
    /// How many cards a column shows before anyone asks for more.
    pub const FIRST: usize = 25;
    /// The same for a column of one lane.
    pub const FIRST_OF_LANE: usize = 10;
    /// How many more a press of "more" shows at least.
    pub const STEP: usize = 50;
}

impl Default for BoardQuery {
    fn default() -> Self {
        Self {
            limits: [Self::FIRST; 6],
            lanes: None,
            lane_limits: Vec::new(),
            is_whole: false,
        }
    }
}

/// The whole board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardView {
    /// Load, sync, undo.
    pub frame: FrameView,
    /// Columns in reading order; [`Column::Other`] only where it holds a card. Where
    /// lanes are asked for, these count, and the cards are in the lanes.
    pub columns: Vec<ColumnView>,
    /// Lanes in reading order, where asked for: nobody's first by actor, what serves no
    /// goal last by goal. Each has the columns of the board, empty ones too.
    pub lanes: Vec<BoardLaneView>,
    /// Cards that are not ended, after the filter.
    pub n_open: usize,
    /// All cards, after the filter.
    pub n_cards: usize,
    /// Cards that the shared filter leaves out.
    pub n_filtered: usize,
}

/// One swimlane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLaneView {
    /// What it stands for; never [`LaneKey::Kind`].
    pub key: LaneKey,
    /// Its name; absent for [`LaneKey::None`], which has words, and where the data don't say.
    pub title: Option<Private<String>>,
    /// Profession or structure of the actor.
    pub subtitle: Option<Private<String>>,
    /// The columns of the board.
    pub columns: Vec<ColumnView>,
    /// Its cards that are not ended.
    pub n_open: usize,
    /// Its cards.
    pub n_cards: usize,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnView {
    /// Which.
    pub column: Column,
    /// The status that a drop gives.
    pub drop_status: Option<TaskStatus>,
    /// All cards of the column.
    pub n_cards: usize,
    /// Cards not among `cards`.
    pub n_more: usize,
    /// The first cards: by due date, then priority, then title.
    pub cards: Vec<CardView>,
}

/// Identity of a card, stable across renders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardKey {
    /// The record that holds what the card shows.
    pub record: RecordKey,
    /// Place in `CarePlan.activity`, for an activity written in the plan.
    pub activity: Option<usize>,
}

/// The status of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardStatus {
    /// Of a task.
    Task(TaskStatus),
    /// Of an activity of the plan, or of what it leads to.
    Activity(ActivityStatus),
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    /// Identity.
    pub key: CardKey,
    /// What is to be done; absent where the data do not say.
    pub title: Option<Private<String>>,
    /// Status.
    pub status: CardStatus,
    /// Who answers for it, or to whom it is offered.
    pub owner: OwnerView,
    /// The record of who answers, as written (a role before its person), where held.
    pub actor: Option<RecordKey>,
    /// When.
    pub due: Option<DueView>,
    /// Priority.
    pub priority: Priority,
    /// The goal or need that it serves.
    pub need: Option<Private<String>>,
    /// The record of that goal or need, where held.
    pub goal: Option<RecordKey>,
    /// The plan that it belongs to, where named.
    pub plan: Option<Private<String>>,
    /// The host's name of the source, where the client has several.
    pub source: Option<SourceId>,
    /// Why it is in that status.
    pub reason: Option<Private<String>>,
    /// What is missing of it, most urgent first.
    pub badges: Vec<Badge>,
    /// What others changed of it since it was last looked at.
    pub unread: Option<Unread>,
    /// A change of it that is not acknowledged yet.
    pub pending: Option<PendingView>,
    /// Why nobody can move it here, where that is so.
    pub fixed: Option<Refusal>,
    /// Where it can go, in the order of the value set; empty where `fixed`.
    pub moves: Vec<MoveView>,
}

impl CardView {
    /// The relative reference of the record (`data-resource`).
    pub fn resource(&self) -> String {
        self.key.record.reference()
    }

    /// The FHIR code of the status (`data-status`).
    pub fn status_code(&self) -> &str {
        match &self.status {
            CardStatus::Task(s) => s.code(),
            CardStatus::Activity(s) => s.code(),
        }
    }
}

/// One status that a card may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveView {
    /// The status.
    pub to: TaskStatus,
    /// Its column.
    pub column: Column,
    /// Whether a reason must be given.
    pub needs_reason: bool,
    /// Outside the usual table: said before it is done.
    pub is_unusual: bool,
    /// Why it cannot be, where it cannot. [`Refusal::ReasonMissing`] is never here.
    pub refusal: Option<Refusal>,
}

/// Who answers for a card.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct OwnerView {
    /// Name; absent where nobody is named.
    pub name: Option<Private<String>>,
    /// Profession, relationship or structure.
    pub role: Option<Private<String>>,
    /// Up to two letters for the mark beside the name.
    pub initials: Option<Private<String>>,
    /// Whether it is the person who acts here.
    pub is_me: bool,
    /// Whether the task is only offered to them.
    pub is_offered: bool,
    /// Whether a team or a structure is named, not a person.
    pub is_group: bool,
    /// Whether somebody is referred to who is not in the data.
    pub is_unresolved: bool,
    /// Whether somebody is referred to who may still come: the load is not whole.
    pub is_awaited: bool,
}

/// When a card is due or planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueView {
    /// First bound.
    pub start: Option<FhirDate>,
    /// Second bound.
    pub end: Option<FhirDate>,
    /// Free text of the plan, where there is no date.
    pub text: Option<Private<String>>,
    /// Whether it is a window in which it is due, not a planned date.
    pub is_window: bool,
    /// Whether it is surely over and the card still open. Never before the first load is whole.
    pub is_overdue: bool,
}
