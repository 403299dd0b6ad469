//! Types that have no room for what tells who a person is.

use coordo_core::calendar::{Territory, Zone};
use coordo_core::coded::Coded;
use coordo_core::task::Priority;
use coordo_core::{Instant, Private, RecordKey, Task, TaskStatus};

use super::Level;

mod sealed {
    pub trait Sealed {}
}

/// What may be kept and shown above the level of the person.
///
/// Sealed: only types of this module have it, and structures that its macro builds from
/// them.
pub trait Impersonal: sealed::Sealed {}

/// Builds a structure of impersonal fields only: another field does not compile.
macro_rules! impersonal {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$doc])* pub $field: $kind,)* }

        impl $crate::levels::impersonal::Marked for $name where $($kind: Impersonal,)* {}
    };
}
pub(super) use impersonal;

/// What the macro gives, once all fields are.
pub trait Marked {}
impl<T: Marked> sealed::Sealed for T {}
impl<T: Marked> Impersonal for T {}

/// How many, where few are not told: a count of one is a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// Fewer than this.
    FewerThan(u32),
    /// This many.
    Exactly(u32),
}

impl Count {
    /// A count that tells nothing below `fewest`.
    pub fn of(n: u32, fewest: u32) -> Self {
        if n < fewest {
            Self::FewerThan(fewest)
        } else {
            Self::Exactly(n)
        }
    }
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month in which an instant lies.
    pub fn of(at: Instant, zone: Zone) -> Option<Self> {
        let day = zone.day(at)?;
        Some(Self {
            year: day.year,
            month: day.month,
        })
    }

    /// Year and month, from 1.
    pub fn parts(self) -> (i32, u32) {
        (self.year, self.month)
    }
}

/// Needs that may be told above the person: a list of the host. What is not in it stays below.
#[derive(Clone, Debug, Default)]
pub struct Needs(Vec<Coded>);

/// The place of a need in that list: it can say nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NeedCode(u16);

impl Needs {
    /// The list, as the host gives it.
    pub fn new(needs: Vec<Coded>) -> Self {
        Self(needs)
    }

    /// The need of a code.
    pub fn find(&self, code: &Coded) -> Option<NeedCode> {
        let is_same = |c: &Coded| c.code == code.code && c.system == code.system;
        let place = self.0.iter().position(is_same)?;
        u16::try_from(place).ok().map(NeedCode)
    }

    /// The words of a need, those of the list and not of any record.
    pub fn get(&self, need: NeedCode) -> Option<&Coded> {
        self.0.get(usize::from(need.0))
    }
}

/// A structure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StructureRef(RecordKey);

impl StructureRef {
    /// The structure of a key; `None` where it names anything else.
    pub fn of(key: &RecordKey) -> Option<Self> {
        matches!(key.kind.as_str(), "Organization" | "HealthcareService").then(|| Self(key.clone()))
    }

    /// Its record.
    pub fn key(&self) -> &RecordKey {
        &self.0
    }
}

/// A protocol that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProtocolRef(RecordKey);

impl ProtocolRef {
    /// The protocol of a key; `None` where it names anything else.
    pub fn of(key: &RecordKey) -> Option<Self> {
        (key.kind == "PlanDefinition").then(|| Self(key.clone()))
    }

    /// Its record.
    pub fn key(&self) -> &RecordKey {
        &self.0
    }
}

/// A département or overseas collectivity, by its INSEE code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Department([u8; 3]);

impl Department {
    /// The département of a code; `None` for one that France does not have.
    pub fn of(code: &str) -> Option<Self> {
        Territory::of_department(code)?;
        let mut bytes = code.bytes();
        let mut next = || bytes.next().unwrap_or(b' ');
        Some(Self([next(), next(), next()]))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end()
    }
}

impl std::fmt::Debug for Department {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// How it stands, in words that are not of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not begun.
    Open,
    /// Under way.
    UnderWay,
    /// Done.
    Done,
    /// Ended without being done.
    NotDone,
}

impl State {
    /// The state of a status; a code outside of R4 is open, since nothing says that it ended.
    pub fn of(status: &TaskStatus) -> Self {
        match status {
            TaskStatus::InProgress | TaskStatus::OnHold => Self::UnderWay,
            TaskStatus::Completed => Self::Done,
            TaskStatus::Failed
            | TaskStatus::Cancelled
            | TaskStatus::Rejected
            | TaskStatus::EnteredInError => Self::NotDone,
            TaskStatus::Draft
            | TaskStatus::Requested
            | TaskStatus::Received
            | TaskStatus::Accepted
            | TaskStatus::Ready
            | TaskStatus::Other(_)
            | TaskStatus::Missing => Self::Open,
        }
    }
}

/// Words that somebody wrote for everybody who sees a level above the person.
///
/// Only two ways lead here: a person writes them for that level, or they are the title of a task
/// that was made at that level and is for nobody. No text of a person's record becomes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenForAll {
    words: Private<String>,
}

impl WrittenForAll {
    /// What a person writes for this level, having been told who will read it.
    pub fn written(words: &str) -> Option<Self> {
        let words = words.trim();
        (!words.is_empty()).then(|| Self {
            words: Private::from(words),
        })
    }

    /// The title of a task that was made above the person, and has no tie to one.
    pub(super) fn title_of(task: &Task) -> Option<Self> {
        let is_tied = !task.subject.is_empty()
            || !task.focus.is_empty()
            || !task.based_on.is_empty()
            || !task.part_of.is_empty()
            || !task.reason.is_empty();
        if Level::of(task) == Level::Person || is_tied {
            return None;
        }
        Self::written(task.title.as_ref()?)
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.words
    }
}

macro_rules! plain {
    ($($kind:ty),*) => { $(impl Marked for $kind {})* };
}
plain!(
    Level,
    Count,
    Month,
    NeedCode,
    StructureRef,
    ProtocolRef,
    Department,
    State,
    WrittenForAll,
    Priority
);
impl<T: Impersonal> Marked for Option<T> {}
impl<T: Impersonal> Marked for Vec<T> {}
