//! The timeline: lanes, rows and marks in time. Instants, not pixels: zoom and scroll
//! are the widget's, so that moving through time asks the client for nothing.

use std::rc::Rc;

use coordo_core::{FhirDate, Instant, Private, RecordKey, SourceId};

use coordo_engine::Severity;

use super::board::{CardStatus, OwnerView};
use super::finding::Badge;
use super::news::Unread;
use super::{FrameView, ItemKey};

/// What the lanes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// A lane a goal or need that activities serve.
    #[default]
    Goal,
    /// A lane a person, team or structure that answers.
    Actor,
    /// A lane a kind: tasks, appointments, stays, treatments, measures, documents …
    Kind,
}

impl Grouping {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Goal, Self::Actor, Self::Kind];
}

/// What a timeline asks for. The client's shared filter applies besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineQuery {
    /// What the lanes are.
    pub grouping: Grouping,
}

/// What kind of thing a mark is, in the order of the lanes by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// `CarePlan.period`, `Goal.target`.
    Plan,
    /// `Task`, and activities written in a plan.
    Activity,
    /// `Appointment`, a busy `Slot`.
    Appointment,
    /// `Encounter`: stays, visits, calls.
    Encounter,
    /// `ServiceRequest`, `RequestGroup`.
    Request,
    /// `Procedure`.
    Procedure,
    /// `MedicationRequest`.
    Treatment,
    /// `Condition`.
    Condition,
    /// `Observation`.
    Measure,
    /// `Communication`.
    Message,
    /// `DocumentReference`.
    Document,
    /// `Flag`.
    Flag,
    /// `Consent`.
    Consent,
}

impl ItemKind {
    /// All, in order.
    pub const ALL: [Self; 13] = [
        Self::Plan,
        Self::Activity,
        Self::Appointment,
        Self::Encounter,
        Self::Request,
        Self::Procedure,
        Self::Treatment,
        Self::Condition,
        Self::Measure,
        Self::Message,
        Self::Document,
        Self::Flag,
        Self::Consent,
    ];
}

/// The whole timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineView {
    /// Load, sync, undo.
    pub frame: FrameView,
    /// The plan that most items belong to, for the subtitle.
    pub plan: Option<PlanLineView>,
    /// Lanes in reading order; the lane of what belongs nowhere comes last.
    pub lanes: Vec<LaneView>,
    /// What has no date at all, for the shelf.
    pub undated: Vec<ItemKey>,
    /// From the first to the last instant of all marks; open ends do not count.
    pub span: Option<(Instant, Instant)>,
    /// Dated and undated items, each counted once.
    pub n_items: usize,
    /// Items that the shared filter leaves out.
    pub n_filtered: usize,
    /// Pairs of items in an order that is broken.
    pub orders: Vec<OrderView>,
}

/// Two items of which one comes before what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderView {
    /// What should be first.
    pub earlier: ItemKey,
    /// What needs it.
    pub later: ItemKey,
    /// How soon somebody should look.
    pub severity: Severity,
}

/// Time of a row in which something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapView {
    /// From when.
    pub start: Instant,
    /// Until when; none while it lasts.
    pub end: Option<Instant>,
    /// What is missing.
    pub badge: Badge,
}

/// « version 4, tenu par Claire Lescure (DAC), revu ven. 20 nov. »
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLineView {
    /// `CarePlan.title`.
    pub title: Option<Private<String>>,
    /// Who holds it: extension, custodian or author.
    pub holder: Option<Private<String>>,
    /// `CarePlan.period`.
    pub start: Option<FhirDate>,
    /// Its end.
    pub end: Option<FhirDate>,
    /// When it is to be reviewed.
    pub review: Option<FhirDate>,
}

/// What a lane stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKey {
    /// A goal.
    Goal(RecordKey),
    /// A need that no goal, or several, address: a `Condition`.
    Need(RecordKey),
    /// An actor; roles of one person share a lane.
    Actor(RecordKey),
    /// Someone known by display only.
    Named(Private<String>),
    /// A kind.
    Kind(ItemKind),
    /// What belongs to no goal, or to nobody.
    None,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneView {
    /// What it stands for.
    pub key: LaneKey,
    /// Its name; absent for [`LaneKey::Kind`] and [`LaneKey::None`], which have words.
    pub title: Option<Private<String>>,
    /// Who answers for most of it (by goal), or profession and structure (by actor).
    pub subtitle: Option<Private<String>>,
    /// Rows: tasks and appointments by their first date, then what recurs.
    pub rows: Vec<RowView>,
    /// Items of the lane.
    pub n_items: usize,
    /// Those that are done.
    pub n_done: usize,
    /// How many findings about them are urgent, and how many to look at.
    pub n_missing: [usize; 2],
}

/// One row: an activity, or everything of one kind and name (« Passage infirmier »).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowView {
    /// What it is called; absent where the data do not say.
    pub title: Option<Private<String>>,
    /// Who, where all marks have the same.
    pub by: Option<Private<String>>,
    /// The kind of all its marks.
    pub kind: ItemKind,
    /// The most urgent thing that is missing of one of its marks.
    pub badge: Option<Badge>,
    /// Of measures with numbers, the curve that they make.
    pub curve: Option<CurveView>,
    /// Time of it in which something is missing.
    pub gaps: Vec<GapView>,
    /// Whether it is the goal or need that the lane stands for.
    pub is_of_lane: bool,
    /// How many of its marks others changed since they were last looked at.
    pub n_unread: usize,
    /// In order of start, then end.
    pub marks: Vec<MarkView>,
}

/// Measures as numbers. All of them are thousandths of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveView {
    /// The unit, as written; empty where there is none.
    pub unit: String,
    /// The least of values and limits.
    pub low: i64,
    /// The greatest.
    pub high: i64,
    /// What a goal wants of them, as text (`Goal.target.detail[x]`).
    pub target: Option<Private<String>>,
    /// The numbers of that text.
    pub limits: Vec<i64>,
    /// The value of each mark of the row; none where it is no number.
    pub values: Vec<Option<i64>>,
}

/// Planned, performed or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// To come, or under way and not over: hollow.
    Planned,
    /// Happened: solid.
    Performed,
    /// Was planned and did not happen (cancelled, refused, failed, no-show): a cross.
    Missed,
    /// Entered in error: drawn like missed, struck.
    Erroneous,
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One instant.
    Point,
    /// A known beginning and a known end.
    Period,
    /// A known beginning, no end: a chevron.
    OpenEnd,
    /// A known end, no beginning: « ‹ ».
    OpenStart,
    /// A partial date, drawn as the span that it may mean: between brackets.
    Partial,
    /// A window in which it is due, not a planned date.
    Window,
    /// A milestone: a goal's target date, a review.
    Milestone,
}

/// One mark: enough to place it. What it says comes from `Client::timeline_item`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkView {
    /// Which item; shared, so that a view of thousands copies no text.
    pub key: Rc<ItemKey>,
    /// Where it begins: the earliest instant that its date may mean.
    pub start: Instant,
    /// Where it ends; equal to `start` for a point. For an open end, `start`.
    pub end: Instant,
    /// How it is drawn.
    pub shape: Shape,
    /// Planned or performed.
    pub phase: Phase,
    /// Whether start and end were exchanged in the data: drawn as received, and told.
    pub is_reversed: bool,
    /// Whether others changed it since it was last looked at.
    pub is_unread: bool,
}

/// What a mark, its inspector and its line in the table say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemView {
    /// Which item.
    pub key: ItemKey,
    /// Kind.
    pub kind: ItemKind,
    /// Title; absent where the data do not say.
    pub title: Option<Private<String>>,
    /// Status in the words of a task or an activity.
    pub status: CardStatus,
    /// Planned or performed.
    pub phase: Phase,
    /// How its date is drawn.
    pub shape: Option<Shape>,
    /// When, with the precision that was written.
    pub start: Option<FhirDate>,
    /// Until when.
    pub end: Option<FhirDate>,
    /// Free text of the plan in place of a date.
    pub when_text: Option<Private<String>>,
    /// Who.
    pub owner: OwnerView,
    /// The actor's record, where held.
    pub actor: Option<RecordKey>,
    /// To whom a message goes.
    pub to: Option<Private<String>>,
    /// The goal or need.
    pub need: Option<Private<String>>,
    /// Place.
    pub place: Option<Private<String>>,
    /// Value of a measure with its unit, as written.
    pub value: Option<Private<String>>,
    /// Why it is in that status.
    pub reason: Option<Private<String>>,
    /// The plan.
    pub plan: Option<Private<String>>,
    /// The source, where the client has several.
    pub source: Option<SourceId>,
    /// What is missing of it, most urgent first.
    pub badges: Vec<Badge>,
    /// What others changed of it since it was last looked at.
    pub unread: Option<Unread>,
    /// Whether a change of it is not acknowledged yet.
    pub is_pending: bool,
    /// What it is linked to (part of, based on, focus, after), and the other way round.
    pub links: Vec<LinkView>,
}

/// How two items are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// It is part of the other.
    PartOf,
    /// The other is part of it.
    Part,
    /// It follows from the other (`basedOn`).
    BasedOn,
    /// The other follows from it.
    Leads,
    /// It fulfils the other (`focus`).
    Focus,
    /// The other fulfils it.
    FulfilledBy,
    /// It comes after the other.
    After,
    /// The other comes after it.
    Before,
    /// It follows a stay or visit (`encounter`).
    Encounter,
    /// It happened in it.
    During,
}

/// One link of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkView {
    /// How.
    pub kind: LinkKind,
    /// To what.
    pub key: ItemKey,
    /// Title of the other.
    pub title: Option<Private<String>>,
}
