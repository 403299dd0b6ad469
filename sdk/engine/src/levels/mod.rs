//! Person, structure, territory: what may be seen at each level (rows 8, 86, 101).
//!
//! Above the first level nothing leads to a person, and the compiler sees to it: what is shown
//! or kept there is [`Impersonal`], which only types without room for a person's data are.
//!
//! ```
//! fn keep_above<T: coordo_engine::levels::Impersonal>(_: &T) {}
//! keep_above(&coordo_engine::levels::Level::Territory);
//! ```
//!
//! A name, a text of the data, a reference to a record: none of them can be kept above.
//!
//! ```compile_fail,E0277
//! fn keep_above<T: coordo_engine::levels::Impersonal>(_: &T) {}
//! keep_above(&coordo_core::Private::from("Odette Marchandeau"));
//! ```
//! ```compile_fail,E0277
//! fn keep_above<T: coordo_engine::levels::Impersonal>(_: &T) {}
//! keep_above(&String::from("Odette Marchandeau"));
//! ```
//! ```compile_fail,E0277
//! fn keep_above<T: coordo_engine::levels::Impersonal>(_: &T) {}
//! let patient = coordo_core::RecordKey::new(coordo_core::SourceId("s".into()), "Patient", "1");
//! keep_above(&patient);
//! ```
//! ```compile_fail,E0277
//! fn keep_above<T: coordo_engine::levels::Impersonal>(_: &T) {}
//! fn task(task: coordo_core::Task) { keep_above(&task) }
//! ```

mod board;
mod escalate;
mod impersonal;

pub use board::{Above, Board, BoardItem, Shown, board, shown};
pub use escalate::{
    CannotRise, DeskIssue, Escalated, IssueNumber, PersonIssue, Quarter, TableIssue, table,
};
pub use impersonal::{
    Count, Department, Impersonal, Month, NeedCode, Needs, ProtocolRef, State, StructureRef,
    WrittenForAll,
};

use coordo_core::Task;

/// How far something reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One person's care: micro, operational. What is not tagged is here.
    #[default]
    Person,
    /// A structure, a team, a project: meso, tactical.
    Structure,
    /// A territory: macro, strategic.
    Territory,
}

impl Level {
    /// From the person up.
    pub const ALL: [Self; 3] = [Self::Person, Self::Structure, Self::Territory];

    /// The code of the tag `niveau`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "personne",
            Self::Structure => "structure",
            Self::Territory => "territoire",
        }
    }

    /// Reads that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The level of a task. One that is for somebody is at their level, whatever its tag says.
    pub fn of(task: &Task) -> Self {
        if !task.subject.is_empty() {
            return Self::Person;
        }
        let tag = task.more.as_ref().and_then(|more| more.tag("niveau"));
        tag.and_then(Self::from_code).unwrap_or_default()
    }
}
