//! What a form of a task, and the drawer that shows one, need besides its card.

use coordo_core::task::{Period, Priority};
use coordo_core::{FhirDate, Field, Instant, Private, RecordKey, Refusal, SourceId, TaskStatus};
use coordo_core::{Wanted, coded::Word};

use super::ItemKey;

/// A form for a task: its values now, what may be chosen, what may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFormView {
    /// The task; absent for one that is to be made.
    pub task: Option<RecordKey>,
    /// Why nothing can be written, where that is so.
    pub refusal: Option<Refusal>,
    /// The fields that may be written, in the order of the form.
    pub fields: Vec<Field>,
    /// Its status; of one that is to be made, a draft's.
    pub status: TaskStatus,
    /// Whether it can be offered, so that its owner's answer is waited for: what was accepted cannot.
    pub may_be_offered: bool,
    /// `Task.description`.
    pub title: Option<Private<String>>,
    /// Whose it is, where their record is held. To be given back as what was shown.
    pub owner: Option<RecordKey>,
    /// Who is named as owner, record or not.
    pub owner_name: Option<Private<String>>,
    /// When it is planned.
    pub planned: Period,
    /// The window in which it is due.
    pub window: Period,
    /// Priority.
    pub priority: Priority,
    /// The goal or need that it serves, where its record is held.
    pub goal: Option<RecordKey>,
    /// The plan; of one that is to be made, the active one by which most is done.
    pub plan: Option<RecordKey>,
    /// Who could answer for it: the person who acts here, the care circle, those who answer
    /// for something already. Anybody else of the directory may be chosen too.
    pub owners: Vec<CandidateView>,
    /// Goals of the person. One of another source than the task's cannot be chosen for it.
    pub goals: Vec<CandidateView>,
    /// Plans that take changes, the active ones first, and of these the one by which most is done. The
    /// task goes to the source of its plan.
    pub plans: Vec<CandidateView>,
}

/// Somebody or something that may be chosen in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateView {
    /// Record.
    pub key: RecordKey,
    /// Name or title; absent where the data do not say.
    pub name: Option<Private<String>>,
    /// Profession, relationship or structure of an actor.
    pub role: Option<Private<String>>,
    /// Whether it is the person who acts here.
    pub is_me: bool,
    /// Whether they are of the person's care circle.
    pub is_of_circle: bool,
    /// The host's name of the source, where the client has several.
    pub source: Option<SourceId>,
}

/// What is said of one task besides its card and [`crate::view::timeline::ItemView`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailView {
    /// Which item.
    pub key: ItemKey,
    /// `Task.note`, the latest first, those without a time last.
    pub notes: Vec<NoteView>,
    /// Who takes part besides the owner.
    pub contributors: Vec<PartyView>,
    /// Who made it.
    pub requester: Option<PartyView>,
    /// The ended tasks whose place it takes.
    pub replaces: Vec<TitleView>,
    /// The tasks that take its place.
    pub replaced_by: Vec<TitleView>,
    /// What is known of who did what, the latest first: the making, the last change, and
    /// what is not sent yet.
    pub history: Vec<HistoryView>,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// Who wrote it.
    pub author: Option<Private<String>>,
    /// When.
    pub time: Option<FhirDate>,
    /// What.
    pub text: Private<String>,
}

/// Someone who has to do with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyView {
    /// Their record, where held.
    pub key: Option<RecordKey>,
    /// Name; absent where the data do not say.
    pub name: Option<Private<String>>,
    /// Profession, relationship or structure.
    pub role: Option<Private<String>>,
    /// Code of what they do (`contribue`, `informe`, `valide`); empty where none is given.
    pub function: Word,
}

/// Another task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleView {
    /// Which.
    pub key: ItemKey,
    /// Title; absent where the data do not say.
    pub title: Option<Private<String>>,
}

/// One thing that happened to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryView {
    /// What.
    pub what: HistoryKind,
    /// Who, where told.
    pub by: Option<Private<String>>,
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryKind {
    /// It was made (`authoredOn`).
    Made(FhirDate),
    /// It was changed last (`lastModified`).
    Changed(FhirDate),
    /// A change of this device that its source has not acknowledged.
    Unsent {
        /// What was wanted.
        wanted: Wanted,
        /// When it was made.
        at: Instant,
    },
}
