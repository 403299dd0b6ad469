//! From the person to the desk to the table: an issue rises, and leaves the person behind
//! (row 101: case management, integrated desk, concertation).

use coordo_core::calendar::Zone;
use coordo_core::coded::Coded;
use coordo_core::order::Order as _;
use coordo_core::task::Priority;
use coordo_core::{Instant, Private, RecordKey};

use super::impersonal::{
    Count, Department, Impersonal, Month, NeedCode, Needs, StructureRef, impersonal,
};

/// An issue of one person, among those who care for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonIssue {
    /// The task or the finding's subject that raises it.
    pub from: RecordKey,
    /// Whose care.
    pub subject: RecordKey,
    /// In words, for those who know the person.
    pub title: Private<String>,
    /// The need that is not met.
    pub need: Option<Coded>,
    /// The structure that answers for the person's plan.
    pub structure: RecordKey,
    /// The INSEE code of the département, where it is known.
    pub department: Option<String>,
    /// How urgent.
    pub priority: Priority,
    /// Who raised it.
    pub raised_by: RecordKey,
    /// When.
    pub raised_at: Instant,
}

/// What an issue is called above the person: a number that the desk gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IssueNumber(pub u32);

impersonal! {
    /// The same issue at the desk of local operators.
    pub struct DeskIssue {
        /// Which need is not met.
        pub need: NeedCode,
        /// Which structure meets it.
        pub structure: StructureRef,
        /// Where.
        pub department: Option<Department>,
        /// How urgent.
        pub priority: Priority,
        /// In which month it was raised.
        pub month: Month,
    }
}

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u32,
}
impl super::impersonal::Marked for Quarter {}

impersonal! {
    /// What the concertation table sees: how often a need is not met in a territory, by which
    /// structures no more.
    pub struct TableIssue {
        /// Which need.
        pub need: NeedCode,
        /// Where; `None` where that is not known.
        pub department: Option<Department>,
        /// When.
        pub quarter: Quarter,
        /// How often; few are not told.
        pub count: Count,
    }
}

/// The link between two levels. It lies below: above, nothing leads back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalated {
    /// What was raised.
    pub from: RecordKey,
    /// What it is called above.
    pub to: IssueNumber,
    /// Who let it rise.
    pub by: RecordKey,
    /// When.
    pub at: Instant,
}

/// Why an issue cannot rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotRise {
    /// No need is named, or one that the host's list does not have: words stay below.
    NoNeed,
    /// What should answer for it is no structure.
    NoStructure,
    /// Its date lies outside of any calendar.
    NoDate,
}

impl CannotRise {
    /// A stable code for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoNeed => "no-need",
            Self::NoStructure => "no-structure",
            Self::NoDate => "no-date",
        }
    }
}

impl PersonIssue {
    /// The issue as the desk sees it, and the link that stays below.
    ///
    /// # Errors
    ///
    /// [`CannotRise`], where nothing could be told without telling of the person.
    pub fn escalate(
        &self,
        number: IssueNumber,
        by: RecordKey,
        at: Instant,
        needs: &Needs,
        zone: Zone,
    ) -> Result<(DeskIssue, Escalated), CannotRise> {
        let need = self.need.as_ref().and_then(|need| needs.find(need));
        let issue = DeskIssue {
            need: need.ok_or(CannotRise::NoNeed)?,
            structure: StructureRef::of(&self.structure).ok_or(CannotRise::NoStructure)?,
            department: self.department.as_deref().and_then(Department::of),
            priority: self.priority,
            month: Month::of(self.raised_at, zone).ok_or(CannotRise::NoDate)?,
        };
        let link = Escalated {
            from: self.from.clone(),
            to: number,
            by,
            at,
        };
        Ok((issue, link))
    }
}

/// The issues of the desk as the table sees them: counted by need, place and quarter, in that
/// order, without the structures; counts below `fewest` are not told.
pub fn table(issues: &[DeskIssue], fewest: u32) -> Vec<TableIssue> {
    let mut rows: Vec<(NeedCode, Option<Department>, Quarter)> = issues
        .iter()
        .map(|issue| (issue.need, issue.department, quarter(issue.month)))
        .collect();
    rows.order();
    let mut told: Vec<(TableIssue, u32)> = Vec::new();
    for (need, department, quarter) in rows {
        match told.last_mut() {
            Some((row, n))
                if (row.need, row.department, row.quarter) == (need, department, quarter) =>
            {
                *n += 1;
                row.count = Count::of(*n, fewest);
            }
            _ => told.push((
                TableIssue {
                    need,
                    department,
                    quarter,
                    count: Count::of(1, fewest),
                },
                1,
            )),
        }
    }
    told.into_iter().map(|(row, _)| row).collect()
}

fn quarter(month: Month) -> Quarter {
    let (year, month) = month.parts();
    Quarter {
        year,
        quarter: (month.max(1) - 1) / 3 + 1,
    }
}
