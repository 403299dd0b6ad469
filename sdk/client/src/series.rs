//! What recurs, before anything of it is saved: its occurrences, and the tasks that they become
//! (row 51).

use coordo_core::calendar::Holiday;
use coordo_core::{DateParts, TaskDraft};
use coordo_engine::protocol::{Occurrence, Picked, PickedWrong, drafts, occurrences, timing};

use crate::client::Client;

/// One time that something picked would happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccurrenceView {
    /// When.
    pub occurrence: Occurrence,
    /// The public holiday that it falls on.
    pub holiday: Option<Holiday>,
    /// Whether it falls on a day that is not worked: a holiday, a weekend, a day that the host closed.
    pub is_off: bool,
}

impl Client {
    /// The day that it is here.
    pub fn today(&self) -> Option<DateParts> {
        let now = self.inner.ports.clock.now();
        now.local_day(self.inner.ports.clock.offset_minutes(now))
    }

    /// The occurrences of what was picked, in order; days off are marked and left to the person.
    ///
    /// # Errors
    ///
    /// [`PickedWrong`] where it would never happen.
    pub fn occurrences(&self, picked: &Picked) -> Result<Vec<OccurrenceView>, PickedWrong> {
        let timing = timing(picked)?;
        let state = self.inner.state.borrow();
        let calendar = &state.options.calendar;
        let found = occurrences(&timing, picked.from).into_iter();
        Ok(found
            .map(|occurrence| OccurrenceView {
                occurrence,
                holiday: occurrence.holiday(calendar.territory),
                is_off: !calendar.is_working_day(occurrence.day),
            })
            .collect())
    }

    /// A task for each occurrence, for [`coordo_core::Command::CreateTasks`].
    pub fn series(&self, of: &TaskDraft, occurrences: &[Occurrence]) -> Vec<TaskDraft> {
        let zone = self.inner.state.borrow().options.calendar.zone;
        drafts(of, occurrences, zone)
    }
}
